//! What past years propose for a demand: every key is in the trame, and every value fits it.

use std::collections::BTreeSet;

use domain::{
    Kind, Structure, StructureId,
    asp::realised::{Obstacle, Realised, Source, known_of_realised},
    dossier::Origin,
    prefill::{Family, Proposal, fitting},
    source::Source as Speaker,
};
use form::{Date, Path, Program, Value};
use sources::asp::{Demo, MonthlyDemo, Reader, with_text};

use crate::{
    aggregates::data_on,
    delivered::{Delivered, read},
};

/// The structures of a delivery, with their annexes.
pub fn structures(delivered: &Delivered) -> Vec<Structure> {
    let mut found: Vec<Structure> = Vec::new();
    with_text(delivered.file("Structure"), |text| {
        let mut reader = Reader::open(text)?;
        while let Some(row) = reader.structure()? {
            let asp = row.expect("a right row");
            found.push(Structure {
                id: StructureId::of_asp(asp.asp_id),
                asp,
                annexes: Vec::new(),
                networks: None,
            });
        }
        Ok(())
    })
    .expect("a view");
    with_text(delivered.file("AnnexeFinanciere"), |text| {
        let mut reader = Reader::open(text)?;
        while let Some(row) = reader.annexe()? {
            let annexe = row.expect("a right row");
            let own = found.iter_mut().find(|structure| structure.asp.asp_id == annexe.structure_asp_id);
            own.expect("its structure").annexes.push(annexe);
        }
        Ok(())
    })
    .expect("a view");
    found
}

fn program() -> Program {
    let text = include_str!("../../../trames/dossier-2.toml");
    let trame = form::trame::read_trame(text).expect("the national trame is right");
    Program::compile(trame).expect("it has no cycle")
}

const TODAY: Date = Date::constant(2026, 11, 20);

/// The invented delivery, with ASP's extraction of 2025 beside it.
fn delivery() -> (Vec<Structure>, Realised) {
    let delivered =
        Delivered::of(MonthlyDemo { demo: Demo { structures: 30, ..Demo::small() }, since: 2025 });
    let structures = structures(&delivered);
    (structures, delivered.read().0.realised)
}

/// What a source says to a demand.
fn said(
    structure: &Structure,
    kind: Kind,
    year: i16,
    (realised, source): (&Realised, Source),
) -> Vec<Proposal> {
    let told = known_of_realised(structure, kind, year, &realised.of_source(source, TODAY), TODAY);
    told.into_iter().map(|told| (told.path, told.known)).collect()
}

/// What the sums of the monthly views say to one of 2027.
fn monthly(structure: &Structure, kind: Kind, realised: &Realised) -> Vec<Proposal> {
    said(structure, kind, 2027, (realised, Source::Flux))
}

#[test]
fn every_proposal_has_its_key_in_the_trame_and_fits_it() {
    let (structures, realised) = delivery();
    let program = program();
    let mut keys = BTreeSet::new();
    for structure in &structures {
        for kind in Kind::ALL {
            let proposals = monthly(structure, kind, &realised);
            keys.extend(proposals.iter().map(|(path, _)| path.field().as_str().to_owned()));
            let kept = fitting(proposals.clone(), &program);
            let lost: Vec<&Proposal> =
                proposals.iter().filter(|(path, _)| !kept.iter().any(|(kept, _)| kept == path)).collect();
            assert!(lost.is_empty(), "{lost:?}");
            for (path, known) in &kept {
                let given = proposals.iter().find(|(one, _)| one == path).expect("it was proposed");
                assert!(known.value.same_as(&given.1.value), "{path:?}");
            }
        }
    }
    let expected = [
        "accompagnement.freins",
        "activites.marches_publics",
        "etp.historique",
        "formation.heures_n1",
        "objectifs.publics",
        "objectifs.rappel",
        "projet.prescripteurs",
        "projet.publics",
        "projet.zones",
        "rh.contrats",
        "rh.duree_contrats",
        "rh.insertion",
        "rh.insertion_etp",
        "rh.salaire_horaire",
        "rh.temps_hebdo",
        "rh.ti",
        "rh.ti_etp",
    ];
    assert_eq!(keys.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}

fn find<'p>(proposals: &'p [Proposal], path: &str) -> (&'p Value, String) {
    let (_, known) = proposals.iter().find(|(one, _)| one.as_str() == path).expect("a proposal");
    let told = match &known.origin {
        Origin::Derived { from, how } => format!("déduit de {from}\u{a0}: {how}"),
        Origin::Prefilled { source, record, column, original, .. } => {
            format!("{source}, {record}, {column}\u{a0}: {original}")
        }
        other => format!("{other:?}"),
    };
    (&known.value, told)
}

#[test]
fn each_value_says_how_it_was_worked_out_and_what_it_leaves_in_doubt() {
    let (structures, realised) = delivery();
    let two_places = &structures[0];
    let proposals = monthly(two_places, Kind::Aci, &realised);
    let (_, told) = find(&proposals, "etp.historique[n1].realises");
    for part in [
        "l’ASP (états mensuels), au 16/11/2026",
        "heures déclarées en 2026",
        "1\u{202f}820 heures par ETP",
        "mois validés sur",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let (_, told) = find(&proposals, "rh.insertion");
    assert!(told.contains("somme de 2 annexes"), "{told}");
    assert!(told.contains("y compte deux fois"), "{told}");
    let (_, told) = find(&proposals, "objectifs.rappel[dynamiques].realise");
    assert!(told.contains("contrats de plus de trois mois"), "{told}");
    assert!(told.contains("année 2026 en cours, 9 mois sur 12"), "{told}");
    let (_, told) = find(&proposals, "accompagnement.freins[famille].concernes");
    assert!(told.contains("périmètre à vérifier"), "{told}");
    let (value, told) = find(&proposals, "rh.duree_contrats");
    assert_eq!(value, &Value::Integer(6));
    assert!(told.contains("contrats commencés en 2026, sans les renouvellements"), "{told}");
    let (value, told) = find(&proposals, "rh.temps_hebdo");
    assert_eq!(value, &Value::Number("26.00".parse().expect("a decimal")), "26:00 and 26h are one");
    assert!(told.contains("contrats qui ont couru en 2026"), "{told}");
    // The generator pays twelve euros an hour, the cents of an hour left out.
    let (value, told) = find(&proposals, "rh.salaire_horaire");
    let hourly = value.number().expect("an amount");
    assert!(hourly > form::Decimal::new(1_185, 2) && hourly <= form::Decimal::new(1_200, 2), "{hourly}");
    assert!(told.contains("emi_mt_salaire_brut") && told.contains("payées et validées en 2026"), "{told}");
    let (value, told) = find(&proposals, "projet.prescripteurs[asp1].prescripteur");
    assert_eq!(value, &Value::Choice("france_travail".to_owned()));
    assert!(told.contains("contrat_orienteur_id\u{a0}: FRANCE TRAVAIL"), "{told}");
    let (_, told) = find(&proposals, "projet.prescripteurs[asp1].part");
    assert!(told.contains("embauches en 2026") && told.contains("sans orienteur connu"), "{told}");
    let part = |(path, known): &Proposal| match known.value {
        Value::Number(part) if path.field().as_str() == "projet.prescripteurs" => Some(part),
        _ => None,
    };
    let parts: form::Decimal = proposals.iter().filter_map(part).sum();
    assert!(parts > 50.into() && parts < 100.into(), "those sent by nobody are told by nobody: {parts}");
    let (value, told) = find(&proposals, "objectifs.publics[femmes].part");
    let share = value.number().expect("a share");
    assert!(share > 0.into() && share < 100.into(), "{share}");
    assert!(told.contains("personnes sur") && told.contains("au travail en 2026"), "{told}");
    assert!(told.contains("y compte deux fois"), "{told}");
    let (_, told) = find(&proposals, "projet.publics");
    assert!(told.contains("non les publics visés"), "{told}");
    let one_place = structures
        .iter()
        .find(|structure| structure.territories(Kind::Ei).len() == 1 && structure.kinds() == [Kind::Ei]);
    let one_place = one_place.expect("an EI");
    let proposals = monthly(one_place, Kind::Ei, &realised);
    let (_, told) = find(&proposals, "accompagnement.freins[mobilite].concernes");
    assert!(told.starts_with("ASP (états mensuels), annexe EI"), "read as it is: {told}");
    let annexe = one_place.annexes.iter().find(|annexe| annexe.state.speaks() && annexe.end.year() == 2026);
    let annexe = annexe.expect("an annexe");
    let all = realised.of_source(Source::Flux, TODAY);
    let all = all.obstacles(annexe, 2026).expect("obstacles").what;
    for (obstacle, line) in [
        (Obstacle::Mobility, "mobilite"),
        (Obstacle::Housing, "logement"),
        (Obstacle::Health, "sante"),
        (Obstacle::Literacy, "langue"),
        (Obstacle::Debt, "budget"),
        (Obstacle::Justice, "justice"),
    ] {
        let helped = all[&obstacle];
        for (cell, expected) in [
            ("concernes", helped.concerned()),
            ("interne", helped.inside + helped.both),
            ("externe", helped.outside + helped.both),
        ] {
            let (value, _) = find(&proposals, &format!("accompagnement.freins[{line}].{cell}"));
            assert_eq!(value, &Value::Integer(i64::from(expected)), "{line} {cell}");
        }
    }
    assert!(all.values().any(|helped| helped.both > 0), "some are helped by both sides");
}

#[test]
fn a_closed_year_is_read_in_the_extraction_of_asp() {
    let (structures, mut realised) = delivery();
    let structure = structures.iter().find(|structure| structure.kinds() == [Kind::Ei]).expect("an EI");
    let annexe = structure.annexes.iter().find(|annexe| annexe.state.speaks() && annexe.end.year() == 2025);
    let number = annexe.expect("an annexe").number.prefix();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("DataON_2025.xlsx");
    data_on(&file, &[["2025", "EI_DC", "", number, "77", "1", "1", "40", "10", "8", "6", "2.35"]]);
    realised.take(read(&[file]).0.realised.totals().to_vec());
    let proposals = said(structure, Kind::Ei, 2026, (&realised, Source::DataOn));
    let (value, told) = find(&proposals, "rh.insertion");
    assert_eq!(value, &Value::Integer(77));
    assert!(told.contains("2 - Nombre total"), "{told}");
    let (value, _) = find(&proposals, "objectifs.rappel[durable].realise");
    assert_eq!(value, &Value::Number("25.00".parse().expect("a decimal")));
    let (value, told) = find(&proposals, "rh.prestataires_etp");
    assert_eq!(value, &Value::Number("0.80".parse().expect("a decimal")));
    assert!(told.contains("0 - Prestataires externes"), "{told}");
    assert_eq!(fitting(proposals.clone(), &program()), proposals);
}

#[test]
fn what_was_agreed_is_told_by_dgefp_too() {
    let (structures, mut realised) = delivery();
    let structure = structures.iter().find(|structure| structure.kinds() == [Kind::Ei]).expect("an EI");
    let annexe = structure.annexes.iter().find(|annexe| annexe.state.speaks() && annexe.end.year() == 2025);
    let number = annexe.expect("an annexe").number.prefix();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("iae_v1_0_suivi_hebdomadaire_20261116.csv");
    let header = b"SIRET actualis\xe9;Num Annexe;Ann\xe9e d'analyse;Type Aide;ETP conventionn\xe9s;ETP d\xe9clar\xe9s\n";
    let row = format!(";{number};2025;Aide au poste;8,40;7,10\n");
    std::fs::write(&file, [header.as_slice(), row.as_bytes()].concat()).expect("a writable folder");
    realised.take(read(&[file]).0.realised.totals().to_vec());
    let proposals = said(structure, Kind::Ei, 2026, (&realised, Source::Pop));
    let (value, told) = find(&proposals, "etp.historique[n1].conventionnes");
    assert_eq!(value, &Value::Number("8.40".parse().expect("a decimal")));
    assert!(
        told.starts_with("DGEFP (suivi hebdomadaire), annexe EI")
            && told.ends_with("ETP conventionnés\u{a0}: 8.40"),
        "{told}"
    );
    let none = said(structure, Kind::Ei, 2027, (&realised, Source::Pop));
    assert!(none.iter().all(|(path, _)| path.as_str() != "etp.historique[n1].conventionnes"));
    // In a bilan both say it, and what was signed comes first.
    let key: Path = "bilan.etp_conventionnes".parse().expect("a key");
    let told = domain::prefill::told_to_bilan(structure, Kind::Ei, 2025, &realised, TODAY);
    let says = |source| {
        let mut said = told.iter().filter(|said| said.source == source).flat_map(|said| &said.told);
        said.any(|told| told.path == key)
    };
    assert!(says(Speaker::Asp) && says(Speaker::Dgefp));
    let order = Family::of(&key).order();
    let rank = |source| order.iter().position(|known| *known == source);
    assert!(rank(Speaker::Asp) < rank(Speaker::Dgefp));
}

#[test]
fn an_annexe_without_statements_has_not_worked_nothing() {
    let (structures, realised) = delivery();
    let mut totals = realised.totals().to_vec();
    for work in totals.iter_mut().filter_map(|totals| totals.work.as_mut()) {
        work.months.clear();
        work.hours = Some(0.into());
    }
    let mute = Realised::of(totals);
    let proposals = monthly(&structures[0], Kind::Aci, &mute);
    let worked =
        |(path, _): &Proposal| path.as_str().ends_with("realises") || path.as_str() == "rh.insertion_etp";
    assert!(!proposals.iter().any(worked), "no statement is no zero");
}

#[test]
fn a_structure_without_past_is_proposed_nothing() {
    let (structures, realised) = delivery();
    for (structure, kind) in [(&structures[6], Kind::Aci), (&structures[0], Kind::Etti)] {
        assert_eq!(monthly(structure, kind, &realised), []);
    }
    assert_eq!(monthly(&structures[0], Kind::Aci, &Realised::default()), []);
}

//! What ASP's files make of a demand, on the real sample and on the invented delivery.

use std::{io::BufRead, path::Path};

use domain::{
    Kind, Structure, StructureId,
    dossier::Origin,
    prefill::{Knowledge, Proposal, known_of_asp},
};
use form::{FieldType, french};
use sources::asp::{Demo, Reader, generate, with_text};

use crate::sample;

type Read<'a> = &'a mut dyn BufRead;

fn structures(text: Read<'_>, into: &mut Vec<Structure>) {
    let mut reader = Reader::open(text).expect("a delivery");
    while let Some(row) = reader.structure().expect("a whole delivery") {
        let asp = row.expect("a right row");
        into.push(Structure {
            id: StructureId::of_asp(asp.asp_id),
            asp,
            annexes: Vec::new(),
            networks: None,
        });
    }
}

fn annexes(text: Read<'_>, into: &mut [Structure]) {
    let mut reader = Reader::open(text).expect("a delivery");
    while let Some(row) = reader.annexe().expect("a whole delivery") {
        let annexe = row.expect("a right row");
        let own = into.iter_mut().find(|structure| structure.asp.asp_id == annexe.structure_asp_id);
        own.expect("its structure was delivered").annexes.push(annexe);
    }
}

/// The three structures of the sample, or `None` where it is absent.
pub fn real() -> Option<Vec<Structure>> {
    let mut found = Vec::new();
    let first = sample("fluxIAE_Structure_22022022_112211.csv.gz")?;
    let second = sample("fluxIAE_AnnexeFinanciere_22022022_112211.csv.gz")?;
    let read = |path: &Path, work: &mut dyn FnMut(Read<'_>)| {
        with_text(path, |text| {
            work(text);
            Ok(())
        })
        .expect("a readable file");
    };
    read(&first, &mut |text| structures(text, &mut found));
    read(&second, &mut |text| annexes(text, &mut found));
    Some(found)
}

pub fn invented() -> Vec<Structure> {
    let (mut one, mut two) = (Vec::new(), Vec::new());
    generate(Demo::small(), &mut one, &mut two).expect("written in memory");
    let mut found = Vec::new();
    structures(&mut one.as_slice(), &mut found);
    annexes(&mut two.as_slice(), &mut found);
    found
}

/// Values as people read them, `—` for none, with where each comes from.
fn shown(proposals: &[Proposal], path: &str, kind: &FieldType) -> (String, String) {
    let found = proposals.iter().find(|(known, _)| known.as_str() == path);
    found.map_or_else(
        || ("—".to_owned(), String::new()),
        |(_, known)| {
            let origin = match &known.origin {
                Origin::Prefilled { source, record, column, as_of, original } => {
                    format!("{source} {}, {record}, {column}: {original}", french::date(*as_of))
                }
                Origin::Derived { from, how } => format!("déduit de {from}: {how}"),
                Origin::Given { dossier, .. } => format!("repris de {dossier}"),
                Origin::Typed => "saisi".to_owned(),
            };
            (french::value(&known.value, kind), origin)
        },
    )
}

fn of(structures: &[Structure], asp_id: i64, kind: Kind, year: i16) -> Knowledge {
    let structure = structures.iter().find(|structure| structure.asp.asp_id == asp_id);
    known_of_asp(structure.expect("a structure of the delivery"), kind, year)
}

#[test]
fn old_annexes_make_a_demand_for_the_year_of_the_campaign() {
    let Some(structures) = real() else { return };
    for structure in &structures {
        for kind in structure.kinds() {
            let known = of(&structures, structure.asp.asp_id, kind, 2027);
            let day = |path| shown(&known.proposals, path, &FieldType::Date).0;
            assert_eq!(
                (day("annexe.debut").as_str(), day("annexe.fin").as_str()),
                ("01/01/2027", "31/12/2027")
            );
            // Conventions of 2021 and before have ended: none is amended in 2027.
            let nature = shown(&known.proposals, "demande.nature", &FieldType::Text);
            assert_eq!(nature.0, "renouvellement", "{}: {}", structure.asp.name, nature.1);
            assert!(nature.1.starts_with("déduit de l’ASP, livraison du 07/02/2022"), "{}", nature.1);
            assert!(known.year.is_some_and(|year| year <= 2022), "{:?}", known.year);
            let (_, origin) = shown(&known.proposals, "etp.demandes", &FieldType::Etp);
            assert!(origin.starts_with("ASP 07/02/2022, annexe"), "each row has its own delivery: {origin}");
        }
    }
}

#[test]
fn originals_are_what_the_file_wrote() {
    let Some(structures) = real() else { return };
    let cias = of(&structures, 190, Kind::Aci, 2027);
    let (shown_phone, origin) = shown(&cias.proposals, "structure.telephone", &FieldType::Phone);
    assert_eq!(shown_phone.replace('\u{a0}', " "), "03 99 90 00 07");
    assert!(origin.ends_with("structure_adresse_admin_telephone: 399900007"), "{origin}");
    let (name, origin) = shown(&cias.proposals, "structure.denomination", &FieldType::Text);
    assert!(origin.ends_with(": CTRE INTERCOM ACTION SOCIALE"), "{name} {origin}");
    let (_, origin) = shown(&cias.proposals, "structure.corresp_differente", &FieldType::Boolean);
    assert!(origin.starts_with("déduit de"), "no column says it: {origin}");
}

#[test]
fn what_an_annexe_and_a_legal_category_tell_is_not_asked_again() {
    let Some(structures) = real() else { return };
    let said = |asp_id, kind, path: &str| {
        shown(&of(&structures, asp_id, kind, 2022).proposals, path, &FieldType::Text)
    };
    for (asp_id, kind, path, expected) in [
        (112, Kind::Aci, "structure.type_porteur", "commune"),
        (190, Kind::Aci, "structure.type_porteur", "ccas"),
        (768, Kind::Ai, "structure.type_porteur", "—"),
        (112, Kind::Aci, "demande.penitentiaire", "Non"),
        (112, Kind::Ei, "demande.penitentiaire", "—"),
        (768, Kind::Ai, "demande.penitentiaire", "—"),
        (768, Kind::Ai, "activites.sap", "Non"),
        (768, Kind::Ai, "activites.sap_agrement", "Non"),
        (112, Kind::Aci, "activites.sap", "—"),
    ] {
        let (value, origin) = said(asp_id, kind, path);
        assert_eq!(value, expected, "{asp_id} {path}: {origin}");
    }
    // A unit in prison has an annexe of its own.
    let mut inside = structures.clone();
    let structure = inside.iter_mut().find(|structure| structure.asp.asp_id == 112).expect("delivered");
    let mut annexe = structure.annexes.last().expect("one at least").clone();
    annexe.measure = "ACI_MP".parse().expect("a measure");
    annexe.state = domain::asp::AnnexeState::Valide;
    for (end, expected) in [(2021, "Oui"), (2019, "Non")] {
        annexe.end = form::Date::constant(end, 12, 31);
        let mut structure = structure.clone();
        structure.annexes.push(annexe.clone());
        let known = known_of_asp(&structure, Kind::Aci, 2022).proposals;
        assert_eq!(shown(&known, "demande.penitentiaire", &FieldType::Boolean).0, expected);
    }
}

#[test]
fn posts_in_prison_are_those_of_their_own_annexe() {
    let structures = invented();
    // FILATURE DES FLANDRES, one département.
    let known = of(&structures, 900_010, Kind::Ei, 2027);
    let (etp, origin) = shown(&known.proposals, "etp.penitentiaire", &FieldType::Etp);
    assert_eq!(etp, "3,00\u{a0}ETP");
    assert!(origin.ends_with("af_etp_postes_insertion: 3.00") && origin.contains("annexe EI059"), "{origin}");
    assert_eq!(shown(&known.proposals, "demande.penitentiaire", &FieldType::Boolean).0, "Oui");
    let later = of(&structures, 900_010, Kind::Ei, 2028);
    assert_eq!(shown(&later.proposals, "etp.penitentiaire", &FieldType::Etp).0, "—", "that annexe is over");
    // In another département than the others, and renewed once in the year.
    let own = structures.iter().find(|structure| structure.asp.asp_id == 900_010);
    let mut structure = own.expect("a structure of the delivery").clone();
    let inside = |annexe: &&mut domain::asp::Annexe| annexe.measure.to_string() == "EI_MP";
    for annexe in structure.annexes.iter_mut().filter(inside) {
        annexe.number = "EI062239000A3M0".parse().expect("a number");
    }
    let known = known_of_asp(&structure, Kind::Ei, 2027).proposals;
    let cell = |place| format!("demande.territoires[{place}].penitentiaire");
    assert_eq!(shown(&known, &cell("d62"), &FieldType::Etp).0, "3,00\u{a0}ETP");
    for none in [&cell("d59"), "etp.penitentiaire"] {
        assert_eq!(shown(&known, none, &FieldType::Etp).0, "—", "{none}");
    }
}

#[test]
fn what_was_promised_stands_beside_what_came() {
    let structures = invented();
    let mut odet = structures[0].clone();
    let rate = |known: &[Proposal], line: &str| {
        shown(known, &format!("objectifs.rappel[{line}].objectif"), &FieldType::Percent)
    };
    let (mut annexes, mut seen) = (Vec::new(), 0);
    for annexe in odet.annexes.iter_mut().filter(|annexe| annexe.state.speaks() && annexe.end.year() == 2026)
    {
        (annexe.objectives.durable, annexe.objectives.exits) = match seen {
            0 => (Some(20.into()), Some(10)),
            _ => (Some(35.into()), Some(5)),
        };
        seen += 1;
        annexes.push(annexe.number.to_string());
    }
    assert_eq!(seen, 2, "two départements: {annexes:?}");
    let known = known_of_asp(&odet, Kind::Aci, 2027).proposals;
    let (value, origin) = rate(&known, "durable");
    assert_eq!(value.replace('\u{a0}', " "), "25,00 %", "{origin}");
    assert!(origin.contains("de 10 sorties") && origin.contains("de 5 sorties"), "{origin}");
    for annexe in &mut odet.annexes {
        annexe.objectives.exits = None;
    }
    let known = known_of_asp(&odet, Kind::Aci, 2027).proposals;
    assert_eq!(rate(&known, "durable").0, "—", "nobody knows how heavy each is");
    let alone = of(&structures, 900_003, Kind::Ai, 2027).proposals;
    let (value, origin) = rate(&alone, "dynamiques");
    assert!(value != "—" && origin.contains("af_taux_prev_sorties_dynamiques"), "{origin}");
}

#[test]
fn other_helpers_and_the_working_week_are_those_of_the_annexe() {
    let mut structure = invented()[0].clone();
    let said = |structure: &Structure, path: &str| {
        shown(&known_of_asp(structure, Kind::Aci, 2027).proposals, path, &FieldType::Hours)
    };
    // All three are shown as hours: one way to show is enough here.
    for (people, etp, week, expected) in [
        // Two annexes: what each has is added up.
        (Some(2), "1.50", "35:00", ["4,00 h", "3,00 h", "35,00 h"]),
        (Some(2), "1.50", "26:20", ["4,00 h", "3,00 h", "26,33 h"]),
        (Some(0), "0.00", "néant", ["0,00 h", "—", "—"]),
        (Some(1), "1.01", "151.67", ["2,00 h", "—", "—"]),
        (None, "1.50", "", ["—", "3,00 h", "—"]),
    ] {
        for annexe in &mut structure.annexes {
            let etp = Some(etp.parse().expect("a decimal"));
            annexe.workforce.non_employees = domain::asp::Headcount { people, etp };
            annexe.workforce.providers = annexe.workforce.non_employees;
            annexe.context.weekly_hours = Some(week.to_owned());
        }
        for [count, share] in
            [["rh.non_salaries", "rh.non_salaries_etp"], ["rh.prestataires", "rh.prestataires_etp"]]
        {
            let found = [count, share, "rh.duree_collective"].map(|path| said(&structure, path).0);
            assert_eq!(found.map(|text| text.replace('\u{a0}', " ")), expected, "{people:?} {etp} {week}");
        }
    }
    for annexe in &mut structure.annexes {
        annexe.context.weekly_hours = Some("35:00".to_owned());
    }
    let (_, origin) = said(&structure, "rh.duree_collective");
    assert!(
        origin.ends_with("af_duree_collective_hebdo: 35:00"),
        "the original is what the file wrote: {origin}"
    );
}

#[test]
fn two_departements_are_added_and_both_annexes_named() {
    let structures = invented();
    let odet = of(&structures, 900_001, Kind::Aci, 2027);
    let (etp, origin) = shown(&odet.proposals, "etp.demandes", &FieldType::Etp);
    assert_eq!(etp, "30,92\u{a0}ETP");
    assert!(origin.contains("annexes ACI029") && origin.contains(", ACI056"), "{origin}");
    assert!(origin.ends_with("af_etp_postes_insertion: 19.42 (Finistère) + 11.50 (Morbihan)"), "{origin}");
    let (numbers, _) = shown(&odet.proposals, "demande.af_en_cours", &FieldType::Text);
    assert!(numbers.contains("ACI029") && numbers.contains(", ACI056"), "{numbers}");
    for (row, etp) in [("d29", "19,42\u{a0}ETP"), ("d56", "11,50\u{a0}ETP")] {
        let cell = format!("demande.territoires[{row}].etp");
        assert_eq!(shown(&odet.proposals, &cell, &FieldType::Etp).0, etp, "one line a département");
    }
    let (commune, origin) = shown(&odet.proposals, "structure.adresse.commune", &FieldType::Text);
    assert!(commune.contains(" (29"), "{commune}");
    assert!(origin.contains("structure_adresse_admin_code_insee"), "{origin}");
    assert_eq!(shown(&odet.previous, "etp.demandes", &FieldType::Etp).0, etp);
    assert_eq!(odet.year, Some(2026));
}

#[test]
fn a_first_demand_is_told_apart_from_a_yearly_one() {
    let structures = invented();
    for (asp_id, kind, expected) in [
        (900_007, Kind::Aci, "premiere"),
        (900_001, Kind::Ei, "premiere"),
        (900_001, Kind::Aci, "avenant_annuel"),
    ] {
        let known = of(&structures, asp_id, kind, 2027);
        let (nature, origin) = shown(&known.proposals, "demande.nature", &FieldType::Text);
        assert_eq!(nature, expected, "{asp_id} {kind}: {origin}");
    }
    let first = of(&structures, 900_007, Kind::Aci, 2027);
    for (path, expected) in [("demande.debut", "01/01/2027"), ("demande.fin", "31/12/2029")] {
        assert_eq!(shown(&first.proposals, path, &FieldType::Date).0, expected);
    }
    assert_eq!(first.previous, [], "nothing is known of last year");
    assert_eq!(first.year, None);
}

#[test]
fn independent_workers_are_counted_in_people() {
    let structures = invented();
    let eiti = of(&structures, 900_005, Kind::Eiti, 2027);
    let (people, origin) = shown(&eiti.proposals, "etp.ti", &FieldType::Integer);
    assert_ne!(people, "—");
    assert!(origin.contains("trav_indep"), "{origin}");
    assert_eq!(shown(&eiti.previous, "etp.ti", &FieldType::Integer).0, people);
}

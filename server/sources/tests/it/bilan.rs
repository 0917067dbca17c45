//! What ASP's files say of a year for its bilan: every key is in the form, every value fits it, and says what it
//! leaves in doubt.

use std::collections::BTreeSet;

use domain::{
    Kind, Structure,
    asp::realised::Realised,
    dossier::{Origin, heard::Told},
    prefill::{fitting, told_to_bilan},
    source::Source,
};
use form::{Date, Program, Value, french};
use sources::asp::{Demo, MonthlyDemo};

use crate::{
    aggregates::data_on,
    delivered::{Delivered, read},
    prefill::real,
    proposals::structures,
};

const TODAY: Date = Date::constant(2026, 11, 20);

fn program() -> Program {
    let text = include_str!("../../../trames/bilan-1.toml");
    Program::compile(form::trame::read_trame(text).expect("a right trame")).expect("no cycle")
}

fn delivery() -> (Vec<Structure>, Realised) {
    let delivered =
        Delivered::of(MonthlyDemo { demo: Demo { structures: 30, ..Demo::small() }, since: 2025 });
    (structures(&delivered), delivered.read().0.realised)
}

/// What all say to the bilan of a year, once they are put together: of one answer, who counted first.
fn known_of_bilan(structure: &Structure, kind: Kind, year: i16, realised: &Realised) -> Vec<Told> {
    let mut all = told_to_bilan(structure, kind, year, realised, TODAY);
    all.sort_by_key(|said| (said.source == Source::Asp, said.source != Source::AspYearly));
    let mut told: Vec<Told> = Vec::new();
    for new in all.into_iter().flat_map(|said| said.told) {
        if told.iter().all(|known| known.path != new.path) {
            told.push(new);
        }
    }
    told
}

/// What does not fit the form.
fn lost(told: &[Told], program: &Program) -> Vec<String> {
    let proposals = told.iter().map(|told| (told.path.clone(), told.known.clone())).collect();
    let kept = fitting(proposals, program);
    let fits = |told: &&Told| {
        let mut own = kept.iter().filter(|(path, _)| *path == told.path);
        own.any(|(_, known)| known.value.same_as(&told.known.value))
    };
    told.iter()
        .filter(|told| !fits(told))
        .map(|told| format!("{} {:?}", told.path, told.known.value))
        .collect()
}

#[test]
fn every_value_has_its_question_and_fits_it() {
    let ((structures, realised), program) = (delivery(), program());
    let mut keys = BTreeSet::new();
    for structure in &structures {
        for kind in Kind::ALL {
            let told = known_of_bilan(structure, kind, 2026, &realised);
            assert_eq!(lost(&told, &program), [""; 0], "{} {kind}", structure.asp.name);
            keys.extend(told.iter().map(|told| told.path.field().to_string()));
            let unsaid = told.iter().map(|told| told.path.field()).filter(|key| {
                let mut fields = program.trame().fields().map(|(_, field)| field);
                fields.any(|field| field.path == *key && field.prefill.is_empty())
            });
            assert_eq!(unsaid.collect::<Vec<_>>(), [], "the form says what is prefilled");
        }
    }
    let bilan = keys.iter().filter(|key| key.starts_with("bilan.")).count();
    assert_eq!((keys.len(), bilan), (54, 35), "{keys:#?}");
}

/// A value as people read it, with where it comes from; `—` for none.
fn shown(told: &[Told], path: &str) -> (String, String) {
    let Some(told) = told.iter().find(|told| told.path.as_str() == path) else {
        return ("—".to_owned(), String::new());
    };
    let value = match &told.known.value {
        Value::Integer(count) => count.to_string(),
        Value::Number(number) => french::number(*number, 2),
        other => format!("{other:?}"),
    };
    let from = match &told.known.origin {
        Origin::Prefilled { source, column, original, .. } => format!("{source}, {column}\u{a0}: {original}"),
        Origin::Derived { from, how } => format!("déduit de {from}\u{a0}: {how}"),
        other => format!("{other:?}"),
    };
    (value, from)
}

fn number(told: &[Told], path: &str) -> i64 {
    let (value, from) = shown(told, path);
    value.parse().unwrap_or_else(|_| panic!("{path}: {value} {from}"))
}

#[test]
fn the_counts_of_a_year_hold_together() {
    let (structures, realised) = delivery();
    for structure in &structures {
        for kind in structure.kinds() {
            let told = known_of_bilan(structure, kind, 2026, &realised);
            let sum = |paths: &[&str]| paths.iter().map(|path| number(&told, path)).sum::<i64>();
            let people = number(&told, if kind == Kind::Eiti { "rh.ti" } else { "rh.insertion" });
            let name = &structure.asp.name;
            assert_eq!(sum(&["bilan.femmes", "bilan.hommes"]), people, "{name} {kind}");
            let ages = ["bilan.moins_26", "bilan.de_26_a_49", "bilan.plus_50"];
            assert_eq!(sum(&ages), people, "{name} {kind}");
            let categories = [
                "bilan.sorties_durables",
                "bilan.sorties_transition",
                "bilan.sorties_positives",
                "bilan.sorties_autres",
            ];
            assert_eq!(sum(&categories), number(&told, "bilan.sorties"), "{name} {kind}");
            assert!(number(&told, "bilan.mois_declares") <= 12);
            assert!(number(&told, "bilan.formes") <= people, "{name} {kind}");
        }
    }
}

#[test]
fn each_value_says_where_it_was_read_and_what_it_leaves_in_doubt() {
    let (structures, realised) = delivery();
    let two_places = known_of_bilan(&structures[0], Kind::Aci, 2026, &realised);
    for (path, said) in [
        ("bilan.etp_realises", &["heures déclarées en 2026", "1\u{202f}820 heures par ETP"][..]),
        ("bilan.etp_conventionnes", &["af_etp_postes_insertion", "(Finistère)", "(Morbihan)"]),
        ("bilan.mois_declares", &["états mensuels validés en 2026", "janvier", "toutes les annexes"]),
        ("bilan.mois_attendus", &["dont deux mois entiers ont passé"]),
        ("bilan.femmes", &["femmes, parmi", "y compte deux fois", "l’année n’est pas finie"]),
        ("bilan.contrats[cddi].nombre", &["contrats qui ont couru en 2026", "somme de 2 annexes"]),
        ("bilan.sorties_durables", &["contrats de plus de trois mois", "l’année n’est pas finie"]),
        ("bilan.formations", &["formations commencées en 2026"]),
        ("bilan.orienteurs[asp1].embauches", &["embauches en 2026, renouvellements non comptés", "finie"]),
        ("rh.duree_contrats", &["contrat_duree_contrat", "sur"]),
        ("rh.temps_hebdo", &["contrat_duree_hebdo_travail"]),
        ("objectifs.durable", &["af_taux_prev_sorties_durable"]),
    ] {
        let (_, from) = shown(&two_places, path);
        for part in said {
            assert!(from.contains(part), "{path}, {part}: {from}");
        }
    }
    let none = ["bilan.equipe[encadrement].etp", "rh.ti", "finance.produits"];
    for path in none.into_iter().take(2) {
        assert_eq!(shown(&two_places, path).0, "—", "{path}");
    }
    // Accounts of an exercise closed in another year are proposed, and fill nothing.
    let accounts: Vec<&Told> =
        two_places.iter().filter(|told| told.path.as_str().starts_with("finance.")).collect();
    assert!(
        accounts
            .iter()
            .all(|told| told.doubt.as_deref().is_some_and(|doubt| doubt.contains("exercice clos le")))
    );
    let sure = two_places.iter().filter(|told| !told.path.as_str().starts_with("finance."));
    assert!(sure.clone().all(|told| told.doubt.is_none()) && sure.count() > 60);
    let months = known_of_bilan(&structures[0], Kind::Aci, 2025, &realised);
    let of_2025 = shown(&months, "bilan.femmes").1;
    assert!(of_2025.contains("en 2025") && !of_2025.contains("pas finie"), "{of_2025}");
}

#[test]
fn a_closed_year_is_read_in_the_extraction_of_asp_staff_included() {
    let (structures, mut realised) = delivery();
    let structure = structures.iter().find(|structure| structure.kinds() == [Kind::Ei]).expect("an EI");
    let annexe = structure.annexes.iter().find(|annexe| annexe.state.speaks() && annexe.end.year() == 2025);
    let number = annexe.expect("an annexe").number.prefix();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("DataON_2025.xlsx");
    data_on(&file, &[["2025", "EI_DC", "", number, "77", "31", "9", "40", "10", "8", "6", "2.35"]]);
    realised.take(read(&[file]).0.realised.totals().to_vec());
    let told = known_of_bilan(structure, Kind::Ei, 2025, &realised);
    for (path, expected, column) in [
        ("rh.insertion", "77", "2 - Nombre total"),
        ("bilan.femmes", "31", "2 - Dont femmes"),
        ("bilan.moins_26", "9", "2 - Dont jeunes de moins de 26 ans"),
        ("bilan.sorties", "40", "4 - Total des sorties examinées"),
        ("bilan.sorties_durables", "10", "5 - Total des sorties dans l'emploi durable"),
        ("bilan.sorties_autres", "16", "autres sorties en 2025"),
        ("bilan.equipe[encadrement].etp", "2,35", "encadrement technique"),
        ("bilan.equipe[prestataires].etp", "0,80", "0 - Prestataires externes"),
    ] {
        let (value, from) = shown(&told, path);
        assert_eq!(value, expected, "{path}: {from}");
        assert!(from.contains(column), "{path}: {from}");
    }
}

#[test]
fn what_came_of_independent_workers_is_told_in_doubt() {
    let (structures, realised) = delivery();
    let structure = structures.iter().find(|structure| structure.kinds() == [Kind::Eiti]).expect("an EITI");
    let told = known_of_bilan(structure, Kind::Eiti, 2025, &realised);
    for (path, column, doubtful) in [
        ("bilan.ti_premier_client", "contrat_date_premier_client", false),
        ("bilan.ti_chiffre_affaires", "emi_dsm_ca_reel", true),
        ("bilan.ti_revenu", "contrat_revenu_ti_3mois_sortie", true),
        ("accompagnement.frequence", "emi_dsm_nb_rdv_mens_ti", true),
    ] {
        let (_, from) = shown(&told, path);
        assert!(from.contains(column), "{path}: {from}");
        let own = told.iter().find(|told| told.path.as_str() == path).expect("it was told");
        assert_eq!(own.doubt.is_some(), doubtful, "{path}");
    }
    assert!(number(&told, "bilan.ti_premier_client") <= number(&told, "rh.ti"));
}

#[test]
fn the_staff_that_the_next_annexe_declares_is_that_of_the_year() {
    let (structures, realised) = delivery();
    for structure in &structures {
        for kind in structure.kinds() {
            let told = known_of_bilan(structure, kind, 2025, &realised);
            for (line, column) in [
                ("non_salaries", "af_etp_trava_non_salaries"),
                ("prestataires", "af_etp_presta_ext_enca_tech_accomp_sociopa_annee_prec"),
            ] {
                let (value, from) = shown(&told, &format!("bilan.equipe[{line}].etp"));
                assert!(value != "—" && from.contains(column), "{} {line}: {from}", structure.asp.name);
            }
        }
    }
}

#[test]
fn the_real_sample_says_what_was_agreed_where_nobody_summed_its_months() {
    let (Some(structures), program) = (real(), program()) else { return };
    let mut agreed = 0;
    for structure in &structures {
        for kind in structure.kinds() {
            for year in 2018..=2022 {
                let told = known_of_bilan(structure, kind, year, &Realised::default());
                assert_eq!(lost(&told, &program), [""; 0], "{} {kind} {year}", structure.asp.name);
                agreed += usize::from(shown(&told, "bilan.etp_conventionnes").0 != "—");
                assert_eq!(shown(&told, "rh.insertion").0, "—", "nothing is invented");
            }
        }
    }
    assert!(agreed >= 5, "{agreed} years agreed");
}

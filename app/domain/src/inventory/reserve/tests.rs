//! A small form, and structures of which the files in store know more or less.

use form::{Date, Value, trame::read_trame};

use super::*;
use crate::{
    asp::{self, Annexe, AnnexeState, Measure},
    dossier::{Known, Origin},
    inventory::{Asked, Column, Inventory, Order, Sums},
};

const TRAME: &str = r#"
key = "essai"
version = 1
title = "Essai"
variant = "type_siae"

[facts]
type_siae = ["ACI", "AI", "EI", "EITI", "ETTI"]

[[step]]
key = "un"
title = "Un"

[[step.field]]
key = "structure.siret"
label = "SIRET"
type = "siret"

[[step.field]]
key = "etp.demandes"
label = "Postes"
type = "integer"
variants = ["ACI", "EI"]

[[step.field]]
key = "etp.double"
label = "Double"
type = "integer"
computed = "2"

[[step.field]]
key = "finance.aides"
label = "Aides"
type = "table"
row = "Aide"
add = "Ajouter une aide"

[[step.field.column]]
key = "montant"
label = "Montant"
type = "integer"

[[step.field]]
key = "projet.besoins"
label = "Besoins"
type = "text"
"#;

fn trame() -> Trame {
    read_trame(TRAME).expect("a right trame")
}

/// What ASP says at some paths, read in a column.
fn told(said: &[(&str, &str, i64)]) -> Vec<(Source, Told)> {
    let one = |(path, column, number): &(&str, &str, i64)| {
        let value = match *path {
            "structure.siret" => Value::Text("26290411300061".to_owned()),
            path if path.ends_with(']') => Value::Row(1_000),
            _ => Value::Integer(*number),
        };
        let origin = Origin::Prefilled {
            source: "ASP".to_owned(),
            record: String::new(),
            column: (*column).to_owned(),
            as_of: Date::constant(2026, 11, 16),
            original: String::new(),
        };
        let known = Known { value, origin };
        let declared = ["structure_", "af_"].iter().any(|start| column.starts_with(start));
        let source = if declared { Source::Asp } else { Source::AspMonthly };
        (source, Told { path: path.parse().expect("a key"), known, doubt: None })
    };
    said.iter().map(one).collect()
}

/// An ACI and an AI of which the files know something, an EI of which they know nothing.
fn reserve(trame: &Trame) -> Reserve {
    let mut gauge = Gauge::of(trame);
    let mut reserve = Reserve::default();
    let siret = ("structure.siret", "structure_siret_actualise", 0);
    let aids = [("finance.aides[etat].montant", "af_etat", 3), ("finance.aides[fse].montant", "af_fse", 4)];
    for (kind, said) in [
        // Two rows of a table are one structure; a row by itself, what is worked out and what no form asks are nothing.
        (
            Kind::Aci,
            vec![
                siret,
                ("etp.demandes", "af_etp", 7),
                aids[0],
                aids[1],
                ("finance.aides[etat]", "x", 0),
                ("etp.double", "x", 2),
                ("autre.chose", "x", 2),
            ],
        ),
        // An AI is not asked for posts; two supplies say the same.
        (
            Kind::Ai,
            vec![
                siret,
                ("etp.demandes", "af_etp", 7),
                aids[0],
                ("finance.aides[etat].montant", "emi_montant", 3),
            ],
        ),
        (Kind::Ei, vec![]),
    ] {
        let told = told(&said);
        reserve.count(kind, &gauge.found(kind, &told));
    }
    reserve
}

/// Structures asked, those for which a value is in store, and those of each supply, of a datum.
fn figures(reserve: &Reserve, key: &str) -> (u32, u32, Vec<(Supply, u32)>) {
    let trame = trame();
    let mut data = crate::inventory::data(&trame);
    let (table, field) = data.find(|(_, field)| field.path.as_str() == key).expect("it is asked");
    let Stored { asked, covered, by } = reserve.of(table, field);
    (asked, covered, by.into_iter().collect())
}

#[test]
fn a_structure_counts_once_a_datum_where_its_kind_is_asked() {
    let reserve = reserve(&trame());
    let (record, annexe, monthly) = (Supply::AspStructure, Supply::AspAnnexe, Supply::AspMonthly);
    for (key, expected) in [
        ("structure.siret", (3, 2, vec![(record, 2)])),
        ("etp.demandes", (2, 1, vec![(annexe, 1)])),
        ("finance.aides.montant", (3, 2, vec![(annexe, 2), (monthly, 1)])),
        ("projet.besoins", (3, 0, vec![])),
    ] {
        assert_eq!(figures(&reserve, key), expected, "{key}");
    }
    assert_eq!(reserve.structures(), 3);
    assert_eq!([record, annexe, monthly].map(|supply| reserve.of_supply(supply)), [2, 2, 1]);
    assert_eq!(reserve.of_supply(Supply::Sirene), 0);
}

#[test]
fn a_value_that_its_question_would_not_take_is_not_in_store() {
    let trame = trame();
    let mut wrong = told(&[("etp.demandes", "af_etp", 7)]);
    wrong[0].1.known.value = Value::Text("sept".to_owned());
    assert_eq!(Gauge::of(&trame).found(Kind::Aci, &wrong), BTreeSet::new());
    // One that is shown with a doubt is.
    let mut doubtful = told(&[("etp.demandes", "af_etp", 7)]);
    doubtful[0].1.doubt = Some("peut-être".to_owned());
    assert_eq!(Gauge::of(&trame).found(Kind::Aci, &doubtful).len(), 1);
}

#[test]
fn what_is_written_is_read_again_and_parts_make_the_whole() {
    let reserve = reserve(&trame());
    let text = "= ACI 1 AI 1 EI 1\n+ asp_structure 2 asp_annexe 2 asp_mensuel 1\netp.demandes 1 asp_annexe 1\n\
        finance.aides.montant 2 asp_annexe 2 asp_mensuel 1\nstructure.siret 2 asp_structure 2\n";
    assert_eq!(reserve.written(), text);
    assert_eq!(Reserve::read(text), Ok(reserve.clone()));
    let none = Reserve::default();
    assert_eq!(Reserve::read(&none.written()), Ok(none.clone()));
    let mut twice = none;
    twice.join(&reserve);
    assert_eq!(twice, reserve);
    twice.join(&reserve);
    assert_eq!(twice.structures(), 6);
    assert_eq!(figures(&twice, "etp.demandes"), (4, 2, vec![(Supply::AspAnnexe, 2)]));
    for wrong in ["= GEIQ 1", "= ACI", "+ inconnue 1", "+ sirene x", "a.un", "a.un 1 sirene"] {
        assert_eq!(Reserve::read(wrong), Err(Unreadable), "{wrong}");
    }
}

#[test]
fn the_inventory_says_it_beside_each_datum_and_sorts_by_it() {
    let trame = trame();
    let nothing = Inventory::of(&trame, (About::Demand, 2027), &Sums::default(), &BTreeMap::new());
    assert_eq!(nothing.measured, None);
    let at = jiff::Timestamp::constant(1_800_000_000, 0);
    let inventory = nothing.with_reserve(&trame, (at, &reserve(&trame)));
    assert_eq!(inventory.measured.map(|measured| (measured.at, measured.structures)), Some((at, 3)));
    let line = |key: &str| inventory.lines.iter().find(|line| line.key == key).expect("its line");
    assert_eq!(line("etp.demandes").stored.coverage(), Share { part: 1, whole: 2 });
    assert_eq!(line("etp.demandes").stored.coverage_of(Supply::AspAnnexe), Share { part: 1, whole: 2 });
    assert_eq!(line("etp.demandes").stored.coverage_of(Supply::Sirene), Share { part: 0, whole: 2 });
    assert_eq!(line("etp.double").stored, Stored::default(), "nobody gives it");
    let sorted = Asked { column: Column::Stored, order: Order::Descending, ..Asked::default() };
    let keys: Vec<&str> = sorted.lines(&inventory).iter().map(|line| line.key.as_str()).collect();
    let expected =
        ["structure.siret", "finance.aides.montant", "etp.demandes", "etp.double", "projet.besoins"];
    assert_eq!(keys, expected, "what is not measured comes last");
    let share = |part, whole| Some(Share { part, whole });
    assert_eq!(line("etp.demandes").in_store(), share(1, 2));
    assert_eq!(line("projet.besoins").in_store(), None, "no file gives it");
}

fn annexe(kind: Kind, state: AnnexeState, years: (i16, i16)) -> Annexe {
    Annexe {
        row_id: 1,
        annexe_id: 1,
        structure_asp_id: 1,
        convention: None,
        measure: Measure::common(kind),
        number: "ACI029250019A1M0".parse().expect("a number"),
        state,
        suspended: false,
        start: Date::constant(years.0, 1, 1),
        end: Date::constant(years.1, 12, 31),
        posts: asp::Posts::default(),
        cofinancing: None,
        fund: None,
        workforce: asp::Workforce::default(),
        finance: asp::Finance::default(),
        objectives: asp::Objectives::default(),
        context: asp::Context::default(),
        workflow: asp::Workflow::default(),
        delivered: Date::constant(2026, 11, 16),
    }
}

#[test]
fn who_may_ask_again_has_an_annexe_that_speaks_for_a_year_looked_at() {
    use AnnexeState::{Annule, Cloture, Valide};
    let of = |annexe: Annexe| Structure { annexes: vec![annexe], ..crate::testing::structure() };
    for (state, years, demand, bilan) in [
        (Valide, (2026, 2026), true, true),
        (Cloture, (2025, 2025), true, false),
        (Cloture, (2024, 2024), false, false),
        (Valide, (2027, 2027), true, false),
        (Valide, (2024, 2026), true, true),
        (Annule, (2026, 2026), false, false),
    ] {
        let structure = of(annexe(Kind::Etti, state, years));
        for (about, year, may) in [(About::Demand, 2027, demand), (About::Bilan, 2026, bilan)] {
            let expected: &[Kind] = if may { &[Kind::Etti] } else { &[] };
            assert_eq!(returning(&structure, about, year), expected, "{about:?} {state:?} {years:?}");
        }
    }
    let prison =
        Annexe { measure: "EI_MP".parse().expect("a measure"), ..annexe(Kind::Ei, Valide, (2026, 2026)) };
    assert_eq!(
        returning(&of(prison), About::Demand, 2027),
        [],
        "what is done in prison is asked with the rest"
    );
}

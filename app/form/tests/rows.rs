//! Tables: rows that come and go, cells judged in their row, totals, rules over rows.

use std::sync::LazyLock;

use form::{
    Answers, Context, Date, Evaluation, IssueCode, Parameters, Path, Program, Value, french, read,
    trame::read_trame,
};
use proptest::prelude::*;

const TRAME: &str = include_str!("rows.toml");

static PROGRAM: LazyLock<Program> = LazyLock::new(|| {
    let trame = read_trame(TRAME).unwrap_or_else(|problems| panic!("{problems:#?}"));
    Program::compile(trame).expect("no cycle")
});

fn context() -> Context {
    let previous = answers(&[("a.aides[etat].montant", "10"), ("a.aides[region].montant", "5,50")]);
    Context {
        today: Date::constant(2026, 11, 25),
        facts: form::Map::new(),
        previous,
        sources: Answers::default(),
        parameters: Parameters::default(),
    }
}

fn path(text: &str) -> Path {
    Path::parse(text).expect(text)
}

fn value(key: &str, text: &str) -> Option<Value> {
    let field = PROGRAM.trame().field(&path(key)).expect(key);
    read::read_or_keep(text, &field.field_type)
}

fn answers(typed: &[(&str, &str)]) -> Answers {
    typed.iter().filter_map(|(key, text)| Some((path(key), value(key, text)?))).collect()
}

fn judged(typed: &[(&str, &str)]) -> Evaluation {
    PROGRAM.evaluate(&answers(typed), &context())
}

fn shown(evaluation: &Evaluation, key: &str) -> String {
    let state = PROGRAM.state(evaluation, &path(key));
    let Some(state) = state else { return "absent".to_owned() };
    let field = PROGRAM.trame().field(&path(key)).expect(key);
    state.value.as_ref().map_or_else(|| "?".to_owned(), |value| french::typed(value, &field.field_type))
}

fn issues(evaluation: &Evaluation) -> Vec<String> {
    let issues = PROGRAM.issues(evaluation);
    issues.iter().map(|issue| format!("{}: {}", issue.path, issue.text.replace('\u{a0}', " "))).collect()
}

const TWO: [(&str, &str); 7] = [
    ("a.postes", "6"),
    ("a.chantiers[r1]", "1"),
    ("a.chantiers[r1].nom", "Bois"),
    ("a.chantiers[r1].permanent", "oui"),
    ("a.chantiers[r1].etp", "4"),
    ("a.chantiers[r2]", "2"),
    ("a.chantiers[r2].etp", "2"),
];

fn two_and(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    TWO.iter().chain(more).copied().collect()
}

#[test]
fn a_column_knows_how_many_rows_its_table_has() {
    let part = ("a.chantiers[r1].part", "4");
    let mut evaluation = judged(&two_and(&[part]));
    assert_eq!(shown(&evaluation, part.0), "4,00");
    PROGRAM.update(&mut evaluation, &[(path("a.chantiers[r2]"), None)], &context());
    assert_eq!(shown(&evaluation, part.0), "?", "one row is left: nothing is split");
    assert_eq!(shown(&judged(&[TWO[1], part]), part.0), "?");
}

#[test]
fn what_rows_say_is_reckoned() {
    for (more, expected) in [
        // A required cell that is missing makes the column unknown, and its sum.
        (
            &[][..],
            [
                ("a.total", "6,00"),
                ("a.nombre", "2"),
                ("a.permanents", "?"),
                ("a.un", "true"),
                ("a.tous", "?"),
            ],
        ),
        (
            &[("a.chantiers[r2].permanent", "non"), ("a.chantiers[r2].nom", "Jo")],
            [
                ("a.total", "6,00"),
                ("a.nombre", "2"),
                ("a.permanents", "1"),
                ("a.un", "true"),
                ("a.tous", "false"),
            ],
        ),
        (
            &[("a.chantiers[r2].etp", "deux")],
            [("a.total", "?"), ("a.nombre", "2"), ("a.permanents", "?"), ("a.un", "true"), ("a.tous", "?")],
        ),
        (
            &[("a.chantiers[r2]", "")],
            [
                ("a.total", "4,00"),
                ("a.nombre", "1"),
                ("a.permanents", "1"),
                ("a.un", "true"),
                ("a.tous", "true"),
            ],
        ),
        (
            &[("a.chantiers[r1]", ""), ("a.chantiers[r2]", "")],
            [("a.total", "?"), ("a.nombre", "0"), ("a.permanents", "0"), ("a.un", "?"), ("a.tous", "?")],
        ),
    ] {
        let mut answers = answers(&TWO);
        for (key, text) in more {
            answers.set(path(key), value(key, text));
        }
        let evaluation = PROGRAM.evaluate(&answers, &context());
        for (key, wanted) in expected {
            assert_eq!(shown(&evaluation, key), wanted, "{more:?} {key}");
        }
    }
}

#[test]
fn each_cell_is_judged_in_its_row() {
    let evaluation =
        judged(&two_and(&[("a.chantiers[r2].permanent", "non"), ("a.chantiers[r2].mois", "13")]));
    assert_eq!(
        issues(&evaluation),
        [
            "a.chantiers[r2].nom: Ce champ est à compléter.",
            "a.chantiers[r2].mois: Le plus grand nombre accepté est 12.",
        ]
    );
    assert_eq!(shown(&evaluation, "a.chantiers[r1].mois"), "?");
    assert!(!PROGRAM.state(&evaluation, &path("a.chantiers[r1].mois")).expect("a cell").visible);
    assert_eq!(shown(&evaluation, "a.chantiers[r1].annuel"), "4,00");
    assert_eq!(shown(&evaluation, "a.chantiers[r9].nom"), "absent");
    assert!(PROGRAM.hidden(&evaluation, "un").is_empty());
    let evaluation = judged(&two_and(&[("a.chantiers[r1].mois", "4")]));
    let hidden: Vec<(String, String)> = PROGRAM
        .hidden(&evaluation, "un")
        .into_iter()
        .map(|hidden| (hidden.path.to_string(), hidden.label))
        .collect();
    assert_eq!(hidden, [("a.chantiers[r1].mois".to_owned(), "Chantier\u{a0}1, Mois".to_owned())]);
}

#[test]
fn a_rule_of_a_column_speaks_of_its_row() {
    let evaluation = judged(&[
        ("a.postes", "2"),
        ("a.chantiers[r1]", "1"),
        ("a.chantiers[r1].nom", "Bois"),
        ("a.chantiers[r1].permanent", "oui"),
        ("a.chantiers[r1].etp", "3"),
    ]);
    let told = issues(&evaluation);
    assert_eq!(
        told[0],
        "a.chantiers[r1].annuel: « Bois » : 3,00 ETP sur l’année, plus que les 2,00 ETP demandés."
    );
    let issue = PROGRAM.issues(&evaluation)[0].clone();
    let inputs = PROGRAM.inputs(&evaluation, &context(), &issue);
    let inputs: Vec<String> = inputs.iter().map(|input| format!("{} {}", input.name, input.shown)).collect();
    assert_eq!(inputs, ["a.chantiers[r1].annuel 3,00\u{a0}ETP", "a.postes 2,00\u{a0}ETP"]);
    let total = PROGRAM.issues(&evaluation).into_iter().find(|issue| issue.path == path("a.total")).cloned();
    let inputs = PROGRAM.inputs(&evaluation, &context(), &total.expect("the sum is not that asked"));
    assert_eq!(inputs[0].shown, "3,00\u{a0}ETP au total");
}

#[test]
fn a_cell_and_a_sum_tell_their_calculation() {
    let evaluation = judged(&two_and(&[("a.chantiers[r2].permanent", "non"), ("a.chantiers[r2].mois", "6")]));
    let formula = |key: &str| PROGRAM.formula(&evaluation, &context(), &path(key)).expect(key).calculation;
    assert_eq!(formula("a.chantiers[r2].annuel"), "2,00\u{a0}ETP × 6 ÷ 12");
    assert_eq!(formula("a.total"), "4,00\u{a0}ETP + 2,00\u{a0}ETP");
}

#[test]
fn rows_are_asked_for_and_counted() {
    let code = |typed: &[(&str, &str)]| {
        let evaluation = judged(typed);
        PROGRAM.issues_of(&evaluation, &path("a.chantiers")).first().map(|issue| issue.code.clone())
    };
    assert_eq!(code(&[]), Some(IssueCode::Required));
    assert_eq!(code(&TWO), None);
    let rows: Vec<(String, String)> =
        (1..=5).map(|row| (format!("a.chantiers[r{row}]"), row.to_string())).collect();
    let rows: Vec<(&str, &str)> = rows.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
    assert_eq!(code(&rows), Some(IssueCode::TooManyRows(4, 5)));
}

#[test]
fn rows_always_there_are_named_one_by_one() {
    let evaluation = judged(&[("a.aides[etat].montant", "30"), ("a.aides[autre].montant", "99")]);
    assert_eq!(shown(&evaluation, "a.aide"), "30,00");
    assert_eq!(shown(&evaluation, "a.part"), "100,00");
    assert_eq!(shown(&evaluation, "a.avant"), "15,50");
    assert_eq!(shown(&judged(&[]), "a.aide"), "?");
    let answerable = |key: &str| PROGRAM.trame().answerable(&path(key)).is_some();
    for (key, expected) in [
        ("a.aides[etat].montant", true),
        ("a.aides[autre].montant", false),
        ("a.aides[etat]", false),
        ("a.aides", false),
        ("a.aides.montant", false),
        ("a.chantiers[x]", true),
        ("a.chantiers[x].nom", true),
        ("a.chantiers[x].annuel", false),
        ("a.postes", true),
        ("a.postes[x].nom", false),
    ] {
        assert_eq!(answerable(key), expected, "{key}");
    }
}

#[test]
fn what_counts_is_what_is_there() {
    let evaluation = judged(&two_and(&[
        ("a.chantiers[parti].nom", "Oublié"),
        ("a.chantiers[r1].mois", "3"),
        ("a.aides[etat].montant", "30"),
    ]));
    let counted = PROGRAM.counted(&evaluation);
    let keys: Vec<&str> =
        counted.iter().map(|(key, _)| key.as_str()).filter(|key| key.contains('[')).collect();
    assert_eq!(
        keys,
        [
            "a.aides[etat].montant",
            "a.chantiers[r1]",
            "a.chantiers[r1].annuel",
            "a.chantiers[r1].etp",
            "a.chantiers[r1].nom",
            "a.chantiers[r1].permanent",
            "a.chantiers[r2]",
            "a.chantiers[r2].etp",
        ]
    );
}

fn edit() -> impl Strategy<Value = (String, String)> {
    let key = prop::sample::select(vec![
        "a.postes",
        "a.chantiers[r1]",
        "a.chantiers[r2]",
        "a.chantiers[r3]",
        "a.chantiers[r1].nom",
        "a.chantiers[r2].nom",
        "a.chantiers[r1].permanent",
        "a.chantiers[r2].permanent",
        "a.chantiers[r1].mois",
        "a.chantiers[r1].etp",
        "a.chantiers[r2].etp",
        "a.chantiers[r3].etp",
        "a.aides[etat].montant",
        "a.aides[region].montant",
        "a.aides[rien].montant",
        "a.chantiers",
        "a.inconnu[r1].x",
    ]);
    let text = prop::sample::select(vec!["", "1", "2", "2,5", "13", "-1", "oui", "non", "Bois", "Jo", "xx;"]);
    (key.prop_map(str::to_owned), text.prop_map(str::to_owned))
}

proptest! {
    #[test]
    fn change_by_change_is_the_same_as_the_whole(edits in prop::collection::vec(edit(), 0..40)) {
        let context = context();
        let mut answers = Answers::default();
        let mut evaluation = PROGRAM.evaluate(&answers, &context);
        for (key, text) in edits {
            let key = path(&key);
            let read = PROGRAM.trame().field(&key).and_then(|field| read::read_or_keep(&text, &field.field_type));
            answers.set(key.clone(), read.clone());
            let before = evaluation.clone();
            let judged = PROGRAM.update(&mut evaluation, &[(key, read)], &context);
            for (_, field) in PROGRAM.trame().fields().filter(|(_, field)| !judged.contains(&field.path)) {
                let found = |evaluation: &Evaluation| {
                    let issues = PROGRAM.issues_under(evaluation, &field.path).into_iter().cloned();
                    (PROGRAM.state(evaluation, &field.path).cloned(), issues.collect::<Vec<_>>())
                };
                prop_assert_eq!(found(&before), found(&evaluation), "{} changed and nobody is told", field.path);
            }
            prop_assert_eq!(&evaluation, &PROGRAM.evaluate(&answers, &context));
        }
        let again = PROGRAM.evaluate(&PROGRAM.counted(&evaluation), &context);
        prop_assert_eq!(PROGRAM.counted(&again), PROGRAM.counted(&evaluation));
    }
}

#[test]
fn a_computed_value_names_what_it_waits_for() {
    let awaited = |typed: &[(&str, &str)]| PROGRAM.awaited(&judged(typed), &path("a.total"));
    let table = PROGRAM.trame().field(&path("a.chantiers")).expect("a table").label.clone();
    assert_eq!(awaited(&[]), [table.as_str()], "a table without a row");
    assert_eq!(awaited(&TWO), [] as [&str; 0]);
    let wrong: Vec<(&str, &str)> = TWO
        .iter()
        .map(|(key, text)| (*key, if *key == "a.chantiers[r1].etp" { "deux" } else { *text }))
        .collect();
    assert_eq!(awaited(&wrong), [table.as_str()], "a cell that cannot be read");
}

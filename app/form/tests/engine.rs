//! The engine on the national trame: whatever is typed, in whatever order.

use std::sync::LazyLock;

use form::{
    Answers, Context, Date, Decimal, Field, Parameter, Parameters, Path, Program, Value, read,
    trame::read_trame,
};
use proptest::prelude::*;

static PROGRAM: LazyLock<Program> = LazyLock::new(|| {
    let text = include_str!("../../../server/trames/dossier-1.toml");
    Program::compile(read_trame(text).expect("the trame holds together")).expect("it has no cycle")
});

static TYPED: LazyLock<Vec<Field>> = LazyLock::new(|| {
    PROGRAM.trame().fields().map(|(_, field)| field.clone()).filter(Field::is_typed).collect()
});

fn path(text: &str) -> Path {
    text.parse().expect("a key")
}

fn context() -> Context {
    let facts = [
        ("type_siae", Value::Text("ACI".to_owned())),
        ("zone", Value::Text("metropole".to_owned())),
        ("exercice", Value::Integer(2027)),
        ("asp_id", Value::Text("900001".to_owned())),
        ("territoires", Value::Integer(2)),
    ];
    let amount = Parameter {
        name: "montant_unitaire".to_owned(),
        conditions: form::Map::new(),
        from: Date::constant(2024, 11, 1),
        until: None,
        value: Decimal::from(23_921),
        source: String::new(),
        about: form::Quantity::default(),
    };
    Context {
        today: Date::constant(2026, 11, 24),
        facts: facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        previous: [(path("etp.demandes"), Value::Number(Decimal::new(995, 2)))].into_iter().collect(),
        sources: Answers::default(),
        parameters: Parameters(vec![amount]),
    }
}

/// Texts of every family: a field is given any of them, fit or not.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "", "true", "false", "0", "12", "7,95", "11,40", "30", "60 %", "272 699,40 €", "1e9", "-4",
            "01/01/2027", "31/12/2027", "29/02/2027", "26290411300061", "26290411300062", "premiere",
            "renouvellement", "avenant_annuel", "avenant_modificatif", "9220", "association", "29000",
        ]).prop_map(str::to_owned),
        1 => ".{0,40}",
        1 => "[0-9]{1,30}([,.][0-9]{0,30})?",
    ]
}

fn edits() -> impl Strategy<Value = Vec<(usize, String)>> {
    prop::collection::vec((0..TYPED.len(), typed()), 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn judging_each_change_equals_judging_the_whole(edits in edits()) {
        let context = context();
        let mut answers = Answers::default();
        let mut evaluation = PROGRAM.evaluate(&answers, &context);
        for (place, text) in edits {
            let field = &TYPED[place];
            let value = read::read_or_keep(&text, &field.field_type);
            answers.set(field.path.clone(), value.clone());
            let before = evaluation.clone();
            let judged = PROGRAM.update(&mut evaluation, &[(field.path.clone(), value)], &context);
            for (_, field) in PROGRAM.trame().fields().filter(|(_, field)| !judged.contains(&field.path)) {
                let found = |evaluation| (PROGRAM.state(evaluation, &field.path).cloned(), said(evaluation, &field.path));
                prop_assert_eq!(found(&before), found(&evaluation), "{} changed and nobody is told", field.path);
            }
            prop_assert_eq!(&evaluation, &PROGRAM.evaluate(&answers, &context), "after {} = {:?}", field.path, text);
        }
    }

    #[test]
    fn what_is_hidden_is_neither_judged_nor_counted(edits in edits()) {
        let answers: Answers = edits
            .into_iter()
            .filter_map(|(place, text)| Some((TYPED[place].path.clone(), read::read_or_keep(&text, &TYPED[place].field_type)?)))
            .collect();
        let evaluation = PROGRAM.evaluate(&answers, &context());
        let counted = PROGRAM.counted(&evaluation);
        for (_, field) in PROGRAM.trame().fields() {
            let state = PROGRAM.state(&evaluation, &field.path).expect("every field has a state");
            if !state.visible {
                prop_assert!(counted.get(&field.path).is_none(), "{} is counted", field.path);
                prop_assert!(PROGRAM.issues_of(&evaluation, &field.path).is_empty(), "{} is judged", field.path);
            }
        }
        let steps = PROGRAM.trame().steps.iter();
        let told: Vec<Path> = steps.flat_map(|step| PROGRAM.hidden(&evaluation, &step.key)).map(|hidden| hidden.path).collect();
        for (path, _) in answers.iter() {
            prop_assert!(counted.get(path).is_some() != told.contains(path), "{} counts or is told", path);
        }
    }

    #[test]
    fn what_is_kept_is_never_lost(place in 0..TYPED.len(), text in typed()) {
        let field = &TYPED[place];
        let kept = read::read_or_keep(&text, &field.field_type);
        prop_assert_eq!(kept.is_none(), text.trim().is_empty(), "{:?} in {}", text, field.path);
    }
}

fn said(evaluation: &form::Evaluation, path: &Path) -> Vec<form::Issue> {
    PROGRAM.issues_of(evaluation, path).into_iter().cloned().collect()
}

/// Verdicts on one answer: what is shown, asked, computed and said.
#[test]
fn the_amount_is_exact_and_follows_its_period() {
    let value = |pairs: &[(&str, &str)], wanted: &str| {
        let answers: Answers = pairs
            .iter()
            .filter_map(|(name, text)| {
                let field = PROGRAM.trame().field(&path(name)).expect("a field");
                Some((field.path.clone(), read::read(text, &field.field_type).expect("readable")?))
            })
            .collect();
        let evaluation = PROGRAM.evaluate(&answers, &context());
        PROGRAM
            .state(&evaluation, &path(wanted))
            .and_then(|state| state.value.as_ref()?.number())
            .map(|number| number.to_string())
    };
    let year = [("annexe.debut", "01/01/2027"), ("annexe.fin", "31/12/2027")];
    let half = [("annexe.debut", "01/07/2027"), ("annexe.fin", "31/12/2027")];
    let with = |period: [(&'static str, &'static str); 2], etp: &'static str| {
        [period[0], period[1], ("etp.demandes", etp)]
    };
    assert_eq!(value(&with(year, "11,40"), "etp.montant").as_deref(), Some("272699.40"));
    assert_eq!(
        value(&with(half, "7,95"), "etp.montant").as_deref(),
        Some("95085.96"),
        "a month is rounded first"
    );
    assert_eq!(value(&with(year, "11,40"), "etp.variation").as_deref(), Some("14.57"));
    assert_eq!(value(&[("etp.demandes", "11,40")], "etp.montant"), None, "no period, no amount");
    let exits =
        [("objectifs.durable", "30"), ("objectifs.transition", "20,5"), ("objectifs.positives", "9,5")];
    assert_eq!(value(&exits, "objectifs.dynamiques").as_deref(), Some("60.00"));
    assert_eq!(value(&exits[..2], "objectifs.dynamiques"), None, "an unanswered part makes the sum unknown");
}

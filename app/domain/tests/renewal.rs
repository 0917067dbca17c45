//! A step beside last year's: the same, new, changed, gone, missing; rows known again by their key.

use domain::{
    Departement, Kind, StructureId, Timestamp,
    dossier::{
        About, Actor, Body, Event, Known, Opening, Origin, Snapshot, TrameRef,
        renewal::{Compared, Mark, Renewal},
    },
};
use form::{Context, Date, Parameters, Path, Program, Value, trame::read_trame};

const TRAME: &str = r#"
key = "t"
version = 1
title = "T"
[[step]]
key = "s"
title = "S"
[[step.field]]
key = "a.nom"
label = "Nom"
type = "text"
required = true
[[step.field]]
key = "a.note"
label = "Note"
type = "text"
[[step.field]]
key = "a.debut"
label = "Début"
type = "date"
[[step.field]]
key = "a.prix"
label = "Prix"
type = "integer"
[[step.field]]
key = "a.double"
label = "Double"
type = "integer"
computed = "a.prix * 2"
[[step.field]]
key = "a.cache"
label = "Caché"
type = "text"
visible = "a.prix > 100"
[[step.field]]
key = "a.liste"
label = "Liste"
type = "table"
row = "Ligne"
add = "Ajouter"
[[step.field.column]]
key = "nom"
label = "Nom"
type = "text"
required = true
[[step.field.column]]
key = "etp"
label = "ETP"
type = "integer"
"#;

fn path(key: &str) -> Path {
    key.parse().expect("a key")
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn whole(number: i64) -> Value {
    Value::Integer(number)
}

type Pairs<'a> = &'a [(&'a str, Value)];

fn compared(before: Pairs<'_>, now: Pairs<'_>) -> Vec<Compared> {
    let departement = Departement::parse("14").expect("a département");
    let origin = Origin::given("ACI 2026", Date::constant(2025, 12, 1));
    let known = |value: &Value| Known { value: value.clone(), origin: origin.clone() };
    let opening = Opening {
        about: About::Demand,
        structure: StructureId::of_asp(2),
        structure_name: "Bocage".to_owned(),
        kind: Kind::Aci,
        year: 2027,
        departement: departement.clone(),
        territories: vec![departement],
        deadline: Date::constant(2026, 12, 15),
        trame: TrameRef::national("t", 1),
        facts: form::Map::new(),
        previous_year: Some(2026),
        previous: before.iter().map(|(key, value)| (path(key), known(value))).collect(),
    };
    let at = Timestamp::from_second(1_800_000_000).expect("an instant");
    let opened = Body::Opened(Box::new(opening));
    let answers = now.iter().map(|(key, value)| Body::AnswerSet {
        path: path(key),
        value: Some(value.clone()),
        base: 0,
        origin: Origin::Typed,
        deposit: None,
    });
    let bodies = std::iter::once(opened).chain(answers);
    let events =
        (1..).zip(bodies).map(|(seq, body)| Event { seq, at, actor: Actor::Application, stamp: None, body });
    let snapshot = Snapshot::fold(&events.collect::<Vec<_>>()).expect("a log");
    let program = Program::compile(read_trame(TRAME).expect("a right trame")).expect("no cycle");
    let context: Context = snapshot.context(Date::constant(2026, 11, 26), &Parameters(Vec::new()));
    let evaluation = program.evaluate(&snapshot.values(), &context);
    Renewal::of(&program, &evaluation, &snapshot, &program.trame().steps[0]).questions
}

/// The mark of each question that says something, by key.
fn marks(before: Pairs<'_>, now: Pairs<'_>) -> Vec<(String, Mark)> {
    compared(before, now).into_iter().map(|one| (one.path.to_string(), one.mark)).collect()
}

#[test]
fn a_value_is_the_same_new_changed_gone_or_missing() {
    let day = |year| Value::Date(Date::constant(year, 1, 1));
    let nothing: Pairs<'_> = &[];
    let cases: [(&str, Pairs<'_>, Pairs<'_>, Option<Mark>); 11] = [
        ("a.nom", &[("a.nom", text("x"))], &[("a.nom", text("x"))], Some(Mark::Same)),
        ("a.nom", &[("a.nom", text("x"))], &[("a.nom", text("y"))], Some(Mark::Changed)),
        ("a.nom", nothing, &[("a.nom", text("y"))], Some(Mark::New)),
        ("a.nom", &[("a.nom", text("x"))], nothing, Some(Mark::Missing)),
        ("a.nom", nothing, nothing, Some(Mark::Missing)),
        ("a.note", &[("a.note", text("x"))], nothing, Some(Mark::Gone)),
        ("a.note", nothing, nothing, None),
        ("a.debut", &[("a.debut", day(2026))], &[("a.debut", day(2027))], Some(Mark::Same)),
        ("a.debut", &[("a.debut", day(2026))], &[("a.debut", day(2028))], Some(Mark::Changed)),
        (
            "a.double",
            &[("a.prix", whole(1)), ("a.double", whole(2))],
            &[("a.prix", whole(3))],
            Some(Mark::Changed),
        ),
        ("a.cache", &[("a.cache", text("x"))], &[("a.cache", text("x"))], None),
    ];
    for (key, before, now, mark) in cases {
        let found = marks(before, now).into_iter().find(|(path, _)| path == key).map(|(_, mark)| mark);
        assert_eq!(found, mark, "{key}: {before:?} {now:?}");
    }
}

#[test]
fn a_row_is_known_again_by_its_key() {
    let row = |key: &str| (format!("a.liste[{key}]"), Value::Row(1));
    let cell = |key: &str, column: &str, value: Value| (format!("a.liste[{key}].{column}"), value);
    let before = [
        row("same"),
        cell("same", "nom", text("A")),
        row("moved"),
        cell("moved", "nom", text("B")),
        cell("moved", "etp", whole(1)),
        row("left"),
        cell("left", "nom", text("C")),
        row("bare"),
        cell("bare", "nom", text("E")),
    ];
    let now = [
        row("same"),
        cell("same", "nom", text("A")),
        row("moved"),
        cell("moved", "nom", text("B")),
        cell("moved", "etp", whole(2)),
        row("come"),
        cell("come", "nom", text("D")),
        row("bare"),
        cell("bare", "etp", whole(1)),
    ];
    let borrowed = |pairs: &[(String, Value)]| -> Vec<(String, Value)> { pairs.to_vec() };
    let (before, now) = (borrowed(&before), borrowed(&now));
    let as_pairs = |pairs: &[(String, Value)]| -> Vec<(&'static str, Value)> {
        pairs.iter().map(|(key, value)| (&*key.clone().leak(), value.clone())).collect()
    };
    let all = compared(&as_pairs(&before), &as_pairs(&now));
    let table = all.iter().find(|one| one.path == path("a.liste")).expect("the table");
    let mut rows: Vec<(Mark, Option<&str>)> = table
        .rows
        .iter()
        .map(|row| (row.mark, row.cells[0].now.as_deref().or(row.cells[0].before.as_deref())))
        .collect();
    rows.sort_unstable();
    assert_eq!(
        rows,
        [
            (Mark::Missing, Some("E")),
            (Mark::Changed, Some("B")),
            (Mark::New, Some("D")),
            (Mark::Gone, Some("C")),
            (Mark::Same, Some("A")),
        ]
    );
    assert_eq!(table.mark, Mark::Missing, "what stands out most in it");
}

#[test]
fn a_step_is_unchanged_when_all_of_it_is_as_last_year_and_known_when_some_is() {
    let renewal = |before: Pairs<'_>, now: Pairs<'_>| Renewal { questions: compared(before, now) };
    let said: Pairs<'_> = &[("a.nom", text("x"))];
    let more: Pairs<'_> = &[("a.nom", text("x")), ("a.note", text("y"))];
    for (before, now, known, unchanged) in [
        (said, said, true, true),
        (said, more, true, false),
        (&[] as Pairs<'_>, said, false, false),
        (&[], &[], false, false),
    ] {
        let found = renewal(before, now);
        assert_eq!((found.is_known(), found.is_unchanged()), (known, unchanged), "{before:?} {now:?}");
    }
}

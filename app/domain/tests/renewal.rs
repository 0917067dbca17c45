//! A step beside last year's: the same, new, changed, gone, missing; rows known again by their key; who says what was
//! said; which step is read next.

use domain::{
    Departement, Kind, StructureId, Timestamp,
    dossier::{
        About, Actor, Body, Event, Known, Opening, Origin, Snapshot, TrameRef,
        renewal::{self, Before, Compared, Mark, Renewal, held},
    },
};
use form::{Context, Date, Evaluation, Parameters, Path, Program, Value, trame::read_trame};

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

/// The circumstances of a dossier for 2027, with what ASP knew of a year when it was opened.
fn opening(year: Option<i16>, of_asp: Pairs<'_>) -> Opening {
    let departement = Departement::parse("14").expect("a département");
    let origin = Origin::Prefilled {
        source: "ASP".to_owned(),
        record: "annexe ACI014250001".to_owned(),
        column: "colonne".to_owned(),
        as_of: Date::constant(2026, 11, 16),
        original: String::new(),
    };
    let known = |value: &Value| Known { value: value.clone(), origin: origin.clone() };
    Opening {
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
        previous_year: year,
        previous: of_asp.iter().map(|(key, value)| (path(key), known(value))).collect(),
    }
}

/// What the dossier that the structure sent for 2026 said.
fn sent(said: Pairs<'_>) -> Before {
    Before::sent(2026, said.iter().map(|(key, value)| (path(key), value.clone())).collect())
}

/// A dossier and its form as they stand once it is answered.
fn answered(
    opening: Opening,
    now: Pairs<'_>,
    trame: &str,
    confirmed: &[&str],
) -> (Program, Snapshot, Evaluation) {
    let at = Timestamp::from_second(1_800_000_000).expect("an instant");
    let opened = Body::Opened(Box::new(opening));
    let answers = now.iter().map(|(key, value)| Body::AnswerSet {
        path: path(key),
        value: Some(value.clone()),
        base: 0,
        origin: Origin::Typed,
        deposit: None,
    });
    let confirmed = confirmed.iter().map(|step| Body::StepConfirmed { step: (*step).to_owned() });
    let bodies = std::iter::once(opened).chain(answers).chain(confirmed);
    let events =
        (1..).zip(bodies).map(|(seq, body)| Event { seq, at, actor: Actor::Application, stamp: None, body });
    let snapshot = Snapshot::fold(&events.collect::<Vec<_>>()).expect("a log");
    let program = Program::compile(read_trame(trame).expect("a right trame")).expect("no cycle");
    let context: Context = snapshot.context(Date::constant(2026, 11, 26), &Parameters(Vec::new()));
    let evaluation = program.evaluate(&snapshot.values(), &context);
    (program, snapshot, evaluation)
}

fn compared(before: Pairs<'_>, now: Pairs<'_>) -> Vec<Compared> {
    // ASP says of it what stands there now: the structure's own dossier is what it is read beside all the same.
    let (program, snapshot, evaluation) = answered(opening(Some(2026), now), now, TRAME, &[]);
    Renewal::of(&program, &evaluation, &snapshot, (&program.trame().steps[0], &sent(before))).questions
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
        ("a.debut", &[("a.debut", day(2026))], &[("a.debut", day(2026))], Some(Mark::Same)),
        ("a.debut", &[("a.debut", day(2026))], &[("a.debut", day(2027))], Some(Mark::Changed)),
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
fn what_is_worked_out_is_never_new() {
    let now: Pairs<'_> = &[("a.prix", whole(3))];
    let mark = |key: &str| marks(&[], now).into_iter().find(|(path, _)| path == key).map(|(_, mark)| mark);
    assert_eq!((mark("a.prix"), mark("a.double")), (Some(Mark::New), None));
}

#[test]
fn a_row_that_sources_gave_is_not_new_beside_an_annexe_that_has_no_such_table() {
    let rows: Pairs<'_> = &[("a.liste[d29]", Value::Row(1)), ("a.liste[d29].nom", text("Finistère"))];
    let (program, mut snapshot, evaluation) = answered(opening(Some(2026), &[]), rows, TRAME, &[]);
    let before = Before::known_of(&opening(Some(2026), &[("a.prix", whole(1))]));
    let table = |snapshot: &Snapshot, before: &Before| {
        let step = &program.trame().steps[0];
        let found = Renewal::of(&program, &evaluation, snapshot, (step, before)).questions;
        found.into_iter().find(|one| one.path == path("a.liste")).expect("the table").rows[0].mark
    };
    assert_eq!(table(&snapshot, &before), Mark::New, "somebody typed it");
    for key in ["a.liste[d29]", "a.liste[d29].nom"] {
        let mut answer = snapshot.answers.get(&path(key)).expect("answered").clone();
        answer.origin = Origin::Prefilled {
            source: "ASP".to_owned(),
            record: "annexe ACI029250001".to_owned(),
            column: "af_numero_annexe_financiere".to_owned(),
            as_of: Date::constant(2026, 11, 16),
            original: "29".to_owned(),
        };
        snapshot.answers.insert(path(key), answer);
    }
    assert_eq!(table(&snapshot, &before), Mark::Same);
    assert_eq!(table(&snapshot, &sent(&[])), Mark::New, "its own dossier would have had it");
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

#[test]
fn what_it_is_read_beside_is_named_as_it_is() {
    let none: Pairs<'_> = &[];
    let of_asp = |year| Before::known_of(&opening(year, none));
    let own = |year| Before { year: Some(year), ..sent(none) };
    for (before, name, title) in [
        (own(2026), "l’an dernier", "L’an dernier"),
        (own(2024), "2024", "En 2024"),
        (of_asp(Some(2026)), "l’annexe de 2026 (ASP)", "Annexe de 2026 (ASP)"),
        (of_asp(Some(2023)), "l’annexe de 2023 (ASP)", "Annexe de 2023 (ASP)"),
        (of_asp(None), "l’an dernier", "L’an dernier"),
    ] {
        let opening = opening(None, none);
        assert_eq!((&*before.name(&opening), &*before.title(&opening)), (name, title), "{before:?}");
    }
}

#[test]
fn sources_are_read_where_the_structure_sent_nothing_before() {
    let now: Pairs<'_> = &[("a.nom", text("x"))];
    let opening = opening(Some(2025), &[("a.nom", text("x")), ("a.note", text("y"))]);
    let before = Before::known_of(&opening);
    let (program, snapshot, evaluation) = answered(opening, now, TRAME, &[]);
    let step = &program.trame().steps[0];
    let found = Renewal::of(&program, &evaluation, &snapshot, (step, &before));
    let marks: Vec<(&str, Mark)> = found.questions.iter().map(|one| (one.path.as_str(), one.mark)).collect();
    assert_eq!(marks, [("a.nom", Mark::Same), ("a.note", Mark::Gone)]);
}

const STEPS: &str = r#"
key = "t"
version = 1
title = "T"
[[step]]
key = "un"
title = "Un"
[[step.field]]
key = "a.nom"
label = "Nom"
type = "text"
required = true
[[step]]
key = "deux"
title = "Deux"
[[step.field]]
key = "b.note"
label = "Note"
type = "text"
[[step]]
key = "trois"
title = "Trois"
[[step.field]]
key = "c.nom"
label = "Nom"
type = "text"
required = true
[[step.field]]
key = "c.note"
label = "Note"
type = "text"
"#;

#[test]
fn the_next_step_is_one_that_awaits_and_nobody_goes_on_from_what_is_incomplete() {
    let before = sent(&[("a.nom", text("x")), ("c.nom", text("y")), ("c.note", text("z"))]);
    let whole: Pairs<'_> = &[("a.nom", text("x")), ("b.note", text("y")), ("c.nom", text("y"))];
    let lacking = &whole[..2];
    for (now, confirmed, after, expected, lacks) in [
        (whole, &[] as &[&str], "un", Some("trois"), 0),
        // What nothing was said of before is not read beside it.
        (whole, &["un", "trois"], "trois", None, 0),
        (whole, &["un"], "trois", Some("trois"), 0),
        (whole, &["trois"], "trois", Some("un"), 0),
        (whole, &["un", "trois"], "un", None, 0),
        // Confirmed and incomplete, it is the one to read.
        (lacking, &["un", "trois"], "trois", Some("trois"), 1),
        (lacking, &["un"], "deux", Some("trois"), 1),
        (lacking, &["trois"], "un", Some("un"), 1),
    ] {
        let (program, snapshot, evaluation) = answered(opening(None, &[]), now, STEPS, confirmed);
        let next = renewal::next(&program, &evaluation, &snapshot, (after, &before));
        let found = next.map(|step| step.key.as_str());
        assert_eq!(found, expected, "after {after}, {confirmed:?} confirmed");
        let third = held(&program, &evaluation, &program.trame().steps[2]);
        assert_eq!(third.len(), lacks, "{third:?}");
    }
}

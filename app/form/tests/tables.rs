//! The engine on a small trame: one line a case, what is answered and what is then said.

use std::sync::LazyLock;

use form::{Answers, Context, Date, Parameters, Path, Program, french, read, trame::read_trame};

const TRAME: &str = r#"
key = "essai"
version = 1
title = "Essai"
variant = "type"
[facts]
type = "text"
[[step]]
key = "un"
title = "Un"
[[step.field]]
key = "a.oui"
label = "Oui ou non"
type = "boolean"
required = true
[[step.field]]
key = "a.nombre"
label = "Nombre"
type = "integer"
min = 1
max = 100
required = "a.oui"
[[step.field]]
key = "a.suite"
label = "Suite"
type = "text"
visible = "a.nombre > 10"
required = true
min_length = 3
[[step.field]]
key = "a.double"
label = "Double"
type = "integer"
computed = "a.nombre * 2"
[[step.field]]
key = "a.part"
label = "Part"
type = "decimal"
scale = 2
computed = "100 / a.nombre"
[[step.field]]
key = "a.reserve"
label = "Pour l’autre type"
type = "text"
variants = ["EI"]
required = true
[[step.field]]
key = "a.explication"
label = "Explication"
type = "text"
[[step.field]]
key = "a.jour"
label = "Jour"
type = "date"
[[step.field.rule]]
code = "apres"
check = "annee(a.jour) >= 2026"
severity = "blocking"
text = "Le {a.jour} est trop tôt."
passing = [
  { "a.jour" = 2026-02-01 },
  { "a.jour" = 2026-01-01 },
  { "a.jour" = 2030-12-31 },
]
failing = [
  { "a.jour" = 2025-02-01 },
  { "a.jour" = 2025-12-31 },
  { "a.jour" = 1999-01-01 },
]
[[step.field]]
key = "a.hausse"
label = "Hausse"
type = "percent"
[[step.field.rule]]
code = "forte"
check = "a.hausse <= 10"
severity = "justify"
justification = "a.explication"
text = "{a.hausse}, c’est beaucoup."
passing = [
  { "a.hausse" = 10 },
  { "a.hausse" = 0 },
  { "a.hausse" = -4 },
]
failing = [
  { "a.hausse" = 11 },
  { "a.hausse" = 10.01 },
  { "a.hausse" = 50 },
]
"#;

static PROGRAM: LazyLock<Program> = LazyLock::new(|| {
    let trame = read_trame(TRAME).unwrap_or_else(|problems| panic!("{problems:?}"));
    Program::compile(trame).expect("no cycle")
});

/// Answers as typed, `key=text` apart by `;`; then all that is said, `key: state value «text»`.
fn check(kind: &str, typed: &str, expected: &[&str]) {
    let mut answers = Answers::default();
    for pair in typed.split(';').filter(|pair| !pair.is_empty()) {
        let (key, text) = pair.split_once('=').expect("key=text");
        let path: Path = key.parse().expect("a key");
        let field = PROGRAM.trame().field(&path).expect("a field");
        answers.set(path, read::read_or_keep(text, &field.field_type));
    }
    let context = Context {
        today: Date::constant(2026, 11, 25),
        facts: form::Map::from([("type".to_owned(), form::Value::Text(kind.to_owned()))]),
        previous: Answers::default(),
        sources: Answers::default(),
        parameters: Parameters::default(),
    };
    let evaluation = PROGRAM.evaluate(&answers, &context);
    let mut said = Vec::new();
    for (_, field) in PROGRAM.trame().fields() {
        let state = PROGRAM.state(&evaluation, &field.path).expect("a state");
        let mut line = field.path.to_string();
        if !state.visible {
            line.push_str(" caché");
        } else if state.required {
            line.push_str(" requis");
        }
        if let Some(value) = &state.value {
            line = format!("{line} {}", french::value(value, &field.field_type));
        }
        for issue in PROGRAM.issues_of(&evaluation, &field.path) {
            let held = if issue.holds_back() { "!" } else { "" };
            line = format!("{line} {held}«{}»", issue.text);
        }
        if line != field.path.to_string() {
            said.push(line);
        }
    }
    assert_eq!(said, expected, "{kind} {typed}");
}

#[test]
fn nothing_answered_asks_for_what_is_required_and_hides_what_depends() {
    check("ACI", "", &["a.oui requis !«Choisissez une réponse.»", "a.suite caché", "a.reserve caché"]);
    check(
        "EI",
        "a.oui=non",
        &["a.oui requis Non", "a.suite caché", "a.reserve requis !«Ce champ est à compléter.»"],
    );
}

#[test]
fn requirement_and_visibility_follow_answers() {
    let base = ["a.oui requis Oui"];
    check(
        "ACI",
        "a.oui=oui",
        &[base[0], "a.nombre requis !«Ce champ est à compléter.»", "a.suite caché", "a.reserve caché"],
    );
    check(
        "ACI",
        "a.oui=oui;a.nombre=11",
        &[
            base[0],
            "a.nombre requis 11",
            "a.suite requis !«Ce champ est à compléter.»",
            "a.double 22",
            "a.part 9,09",
            "a.reserve caché",
        ],
    );
    // Ten is not more than ten; and what a hidden field was answered neither counts nor is judged.
    check(
        "ACI",
        "a.oui=oui;a.nombre=10;a.suite=x",
        &[base[0], "a.nombre requis 10", "a.suite caché", "a.double 20", "a.part 10,00", "a.reserve caché"],
    );
}

#[test]
fn what_cannot_be_computed_is_unknown_and_never_a_failure() {
    check(
        "ACI",
        "a.oui=oui;a.nombre=zéro",
        &[
            "a.oui requis Oui",
            "a.nombre requis zéro !«Écrivez un nombre entier, en chiffres. Exemple\u{a0}: 12»",
            "a.suite caché",
            "a.reserve caché",
        ],
    );
    // Nothing is worked out from an answer that is refused itself: the bound says what is wrong.
    check(
        "ACI",
        "a.oui=oui;a.nombre=0",
        &[
            "a.oui requis Oui",
            "a.nombre requis 0 !«Le plus petit nombre accepté est 1.»",
            "a.suite caché",
            "a.reserve caché",
        ],
    );
}

#[test]
fn rules_block_or_ask_for_an_explanation() {
    let rest = ["a.oui requis Non", "a.suite caché", "a.reserve caché"];
    check(
        "ACI",
        "a.oui=non;a.jour=31/12/2025",
        &[rest[0], rest[1], rest[2], "a.jour 31/12/2025 !«Le 31/12/2025 est trop tôt.»"],
    );
    check("ACI", "a.oui=non;a.jour=1/1/26", &[rest[0], rest[1], rest[2], "a.jour 01/01/2026"]);
    let high = "a.hausse 12,50\u{a0}% !«12,50\u{a0}%, c’est beaucoup.»";
    check("ACI", "a.oui=non;a.hausse=12,5 %", &[rest[0], rest[1], rest[2], high]);
    // Explained: still said, no longer in the way.
    check(
        "ACI",
        "a.oui=non;a.hausse=12,5;a.explication=Un nouveau marché",
        &[
            rest[0],
            rest[1],
            rest[2],
            "a.explication Un nouveau marché",
            "a.hausse 12,50\u{a0}% «12,50\u{a0}%, c’est beaucoup.»",
        ],
    );
}

#[test]
fn a_finding_tells_what_it_was_judged_on() {
    let path: Path = "a.hausse".parse().expect("a key");
    let answers: Answers =
        [(path.clone(), form::Value::Number("12.5".parse().expect("a decimal")))].into_iter().collect();
    let context = Context {
        today: Date::constant(2026, 11, 25),
        facts: form::Map::from([("type".to_owned(), form::Value::Text("ACI".to_owned()))]),
        previous: Answers::default(),
        sources: Answers::default(),
        parameters: Parameters::default(),
    };
    let evaluation = PROGRAM.evaluate(&answers, &context);
    let issues = PROGRAM.issues_of(&evaluation, &path);
    let inputs = PROGRAM.inputs(&evaluation, &context, issues[0]);
    let told: Vec<_> = inputs.iter().map(|input| (input.label.as_str(), input.shown.as_str())).collect();
    assert_eq!(told, [("Hausse", "12,50\u{a0}%")]);
    // A finding on an answer by itself has nothing else to tell.
    let missing = PROGRAM.issues(&evaluation).into_iter().find(|issue| issue.is_missing()).expect("one");
    assert_eq!(PROGRAM.inputs(&evaluation, &context, missing), []);
}

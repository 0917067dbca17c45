//! The JSON Schema of a trame and the engine, on the same answers: one accepts what the other does.

use std::sync::{Arc, LazyLock};

use domain::ports::Library;
use form::{Answers, Context, Field, FieldType, IssueCode, Map, Path, Program, Value, read};
use proptest::{prelude::*, test_runner::TestRunner};
use server::{library::Embedded, schema};

/// Draws that a sequence of numbers decides.
struct Hand<'a>(std::iter::Cycle<std::slice::Iter<'a, u16>>);

impl Hand<'_> {
    fn below(&mut self, bound: usize) -> usize {
        usize::from(*self.0.next().unwrap_or(&0)) % bound.max(1)
    }
}

static LIBRARY: LazyLock<Embedded> = LazyLock::new(|| Embedded::demonstration(&[]).expect("right files"));

/// The form of today in the Finistère, local questions included.
fn program() -> Arc<Program> {
    let finistere = domain::Departement::parse("29").expect("a département");
    LIBRARY
        .program(&LIBRARY.current(domain::dossier::About::Demand, &[finistere]))
        .expect("the form of today")
}

fn context(kind: &str) -> Context {
    let text = |text: &str| Value::Text(text.to_owned());
    let facts = [
        ("type_siae", text(kind)),
        ("zone", text("metropole")),
        ("exercice", Value::Integer(2027)),
        ("asp_id", text("1")),
        ("territoires", Value::Integer(1)),
        ("aujourdhui", Value::Date(form::Date::constant(2026, 11, 25))),
    ];
    let facts: Map<String, Value> = facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Context {
        today: form::Date::constant(2026, 11, 25),
        parameters: LIBRARY.parameters().under(&facts),
        facts,
        previous: Answers::default(),
        sources: Answers::default(),
    }
}

/// An answer that its question accepts by itself.
fn right(field: &Field, hand: &mut Hand<'_>) -> Option<Value> {
    let number = field.min.or(field.max).unwrap_or_else(|| hand.below(50).into());
    let text = match &field.field_type {
        FieldType::Text | FieldType::LongText => "é".repeat(field.min_length.unwrap_or(3)),
        FieldType::Choice { choices } | FieldType::Choices { choices } => {
            choices[hand.below(choices.len())].key.clone()
        }
        FieldType::Boolean => ["true", "false"][hand.below(2)].to_owned(),
        FieldType::Date => "31/12/2027".to_owned(),
        FieldType::Year => "2027".to_owned(),
        FieldType::Coded { .. } | FieldType::CodedList { .. } => {
            let coded = form::value::Coded { code: "29232".to_owned(), label: "Quimper".to_owned() };
            let one = matches!(field.field_type, FieldType::Coded { .. });
            return Some(if one { Value::Coded(coded) } else { Value::CodedList(vec![coded]) });
        }
        FieldType::Files => {
            let (name, media) = ("a.pdf".to_owned(), "application/pdf".to_owned());
            return Some(Value::Files(vec![form::FileRef {
                id: "0".repeat(64),
                name,
                media,
                size: 1,
                given: None,
                until: None,
                analysis: form::file::Analysis::NotMade,
                doubtful: false,
            }]));
        }
        FieldType::Siret => "26290411300061".to_owned(),
        FieldType::Naf => "8899B".to_owned(),
        FieldType::Idcc => "1518".to_owned(),
        FieldType::Rna => "W293000123".to_owned(),
        FieldType::Departement => ["29", "2A", "971"][hand.below(3)].to_owned(),
        FieldType::Postcode => "29000".to_owned(),
        FieldType::Phone => "0298000000".to_owned(),
        FieldType::Email => "a@b.example".to_owned(),
        FieldType::Url => "https://b.example".to_owned(),
        _ => number.to_string().replace('.', ","),
    };
    read::read(&text, &field.field_type).unwrap_or_else(|bad| panic!("{}: {text} {bad:?}", field.path))
}

/// Every question of a table or a plain field that a person may answer, with its path.
fn questions(program: &Program, answers: &Answers, evaluation: &form::Evaluation) -> Vec<(Path, Field)> {
    let mut all = Vec::new();
    for (_, field) in program.trame().fields().filter(|(_, field)| field.is_typed()) {
        let Some(state) = program.state(evaluation, &field.path).filter(|state| state.visible) else {
            continue;
        };
        let Some(table) = field.field_type.table() else {
            all.push((field.path.clone(), field.clone()));
            continue;
        };
        for row in &state.rows {
            for (column, cell) in table.columns.iter().zip(&row.cells) {
                if column.is_typed() && cell.visible {
                    all.push((field.path.cell(&row.id, column.path.last()), column.clone()));
                }
            }
        }
        let wanted = (1..=table.min_rows.max(1)).map(|number| field.path.row(&format!("r{number}")));
        let absent = wanted.filter(|row| !table.is_fixed() && answers.get(row).is_none());
        all.extend(absent.map(|row| (row, field.clone())));
    }
    all
}

/// Answers that hold by themselves, whatever the rules that compare them say.
fn filled(program: &Program, context: &Context, hand: &mut Hand<'_>) -> Answers {
    let mut answers = Answers::default();
    for _ in 0..8 {
        let evaluation = program.evaluate(&answers, context);
        for (path, field) in questions(program, &answers, &evaluation) {
            if answers.get(&path).is_none() {
                let row = field.field_type.table().is_some();
                answers.set(path, if row { Some(Value::Row(1)) } else { right(&field, hand) });
            }
        }
    }
    answers
}

/// Spoils an answer: taken away, unreadable, out of its bounds.
fn spoil(program: &Program, answers: &mut Answers, context: &Context, hand: &mut Hand<'_>) {
    let evaluation = program.evaluate(answers, context);
    let all = questions(program, answers, &evaluation);
    let (path, field) = &all[hand.below(all.len())];
    let one = form::Decimal::ONE;
    let value = match (hand.below(4), field.min, field.max, field.max_length) {
        (0, ..) => None,
        (1, Some(least), ..) => Some(Value::Number(least - one)),
        (1 | 2, _, Some(most), _) => Some(Value::Number(most + one)),
        (1 | 2, _, _, Some(most)) => Some(Value::Text("é".repeat(most + 1))),
        _ => Some(Value::Unreadable("environ".to_owned())),
    };
    if !matches!(field.field_type, FieldType::Table(_)) {
        answers.set(path.clone(), value);
    }
}

/// Whether the engine accepts each answer by itself, leaving out what the schema says it cannot say.
fn accepted(program: &Program, evaluation: &form::Evaluation, unsaid: &[Path]) -> Result<(), String> {
    let own = program.issues(evaluation).into_iter().find(|issue| match &issue.code {
        IssueCode::Rule(_) => false,
        IssueCode::Required => {
            let question = program.trame().field(&issue.path).map(|field| field.path.clone());
            !question.is_some_and(|question| unsaid.contains(&question))
        }
        _ => true,
    });
    own.map_or(Ok(()), |issue| Err(format!("{}: {}", issue.path, issue.text)))
}

#[test]
fn the_schema_accepts_what_the_engine_accepts_and_nothing_else() {
    let program = program();
    let schema::Schema { document, unsaid } = schema::schema(program.trame());
    assert!(jsonschema::meta::is_valid(&document), "a schema by the rules of its own");
    let validator = jsonschema::draft202012::new(&document).expect("a schema");
    let (right, wrong) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let kinds = prop::sample::select(vec!["ACI", "AI", "EI", "ETTI", "EITI"]);
    let cases = (kinds, prop::collection::vec(any::<u16>(), 40), 0_usize..3);
    TestRunner::new(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })
        .run(&cases, |(kind, draws, spoiled)| {
            let mut hand = Hand(draws.iter().cycle());
            let context = context(kind);
            let mut answers = filled(&program, &context, &mut hand);
            for _ in 0..spoiled {
                spoil(&program, &mut answers, &context, &mut hand);
            }
            let evaluation = program.evaluate(&answers, &context);
            let set = schema::answers(program.trame(), &program.counted(&evaluation), &context);
            let engine = accepted(&program, &evaluation, &unsaid);
            let found =
                validator.iter_errors(&set).next().map(|error| format!("{} {error}", error.instance_path()));
            prop_assert_eq!(engine.is_ok(), found.is_none(), "engine {:?}, schema {:?}", engine, found);
            let count = if engine.is_ok() { &right } else { &wrong };
            count.set(count.get() + 1);
            Ok(())
        })
        .expect("the same verdict");
    let (right, wrong) = (right.get(), wrong.get());
    assert!(right >= 50 && wrong >= 50, "both verdicts are met: {right} and {wrong}");
}

#[test]
fn what_the_schema_cannot_say_is_listed_and_little() {
    let program = program();
    let trame = program.trame();
    let schema::Schema { document, unsaid } = schema::schema(trame);
    for path in &unsaid {
        assert!(
            document["$comment"].as_str().is_some_and(|comment| comment.contains(path.as_str())),
            "{path}"
        );
    }
    let required =
        trame.questions().filter(|field| field.required != form::trame::Requirement::Never).count();
    assert!(unsaid.len() * 5 < required, "{} of {required} conditions unsaid: {unsaid:?}", unsaid.len());
}

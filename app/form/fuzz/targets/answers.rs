//! Any texts in the fields of the national trame: judged change by change as when judged whole.
#![no_main]

use std::sync::LazyLock;

use form::{Answers, Context, Field, Map, Parameters, Path, Program, Value, read, trame::read_trame};
use libfuzzer_sys::fuzz_target;

static NATIONAL: LazyLock<(Program, Vec<(Path, Field)>)> = LazyLock::new(|| {
    let text = include_str!("../../../../server/trames/dossier-2.toml");
    let trame = read_trame(text).expect("the national trame holds together");
    let mut asked = Vec::new();
    for (_, field) in trame.fields() {
        match field.field_type.table() {
            None if field.is_typed() => asked.push((field.path.clone(), field.clone())),
            None => {}
            Some(table) => {
                let given = table.lines.iter().map(|line| line.key.clone());
                for row in given.chain(["r1".to_owned(), "r2".to_owned()]) {
                    asked.push((field.path.row(&row), field.clone()));
                    let cell = |column: &Field| (field.path.cell(&row, column.path.last()), column.clone());
                    asked.extend(table.columns.iter().map(cell));
                }
            }
        }
    }
    (Program::compile(trame).expect("it has no cycle"), asked)
});

fn context(kind: u8) -> Context {
    let kinds = ["ACI", "AI", "EI", "ETTI", "EITI"];
    let kind = Value::Text(kinds[usize::from(kind) % kinds.len()].to_owned());
    Context {
        today: form::Date::constant(2026, 11, 25),
        facts: Map::from([("type_siae".to_owned(), kind), ("exercice".to_owned(), Value::Integer(2027))]),
        previous: Answers::default(),
        sources: Answers::default(),
        parameters: Parameters::default(),
    }
}

fuzz_target!(|typed: (u8, Vec<(u16, String)>)| {
    let (program, asked) = &*NATIONAL;
    let context = context(typed.0);
    let mut answers = Answers::default();
    let mut evaluation = program.evaluate(&answers, &context);
    for (place, text) in typed.1 {
        let (path, field) = &asked[usize::from(place) % asked.len()];
        let value = read::read_or_keep(&text, &field.field_type);
        answers.set(path.clone(), value.clone());
        program.update(&mut evaluation, &[(path.clone(), value)], &context);
    }
    assert_eq!(evaluation, program.evaluate(&answers, &context));
    let _ = (program.issues(&evaluation), program.counted(&evaluation));
});

//! A right answer to every question of the published form.

use form::{
    Answers, Context, Field, FieldType, FileRef, Path, Program, Value, file::Analysis, read, value::Coded,
};

/// An answer of several paragraphs, with what people paste: signs that no font has, letters and accents apart.
pub const LONG: &str = "Notre chantier d’insertion accueille des personnes éloignées de l’emploi.\n\nL’accompagnement est assuré chaque semaine\u{a0}: diagnostic, projet, sortie. Il a été pense\u{301} avec le territoire.\n– Objectif n°\u{a0}1\u{a0}: l’autonomie 🌱 des salariés (漢字).";

/// Answers to all that is asked, table by table.
pub fn answers(program: &Program, context: &Context, own: &[(&str, Value)]) -> Answers {
    let mut answers: Answers =
        own.iter().map(|(key, value)| (key.parse().expect("a key"), value.clone())).collect();
    // What is answered opens other questions.
    for _ in 0..8 {
        let evaluation = program.evaluate(&answers, context);
        for (path, field) in questions(program, &answers, &evaluation) {
            if answers.get(&path).is_none() {
                let row = field.field_type.table().is_some();
                answers.set(path, if row { Some(Value::Row(1)) } else { Some(right(&field)) });
            }
        }
    }
    answers
}

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
            let cells = table.columns.iter().zip(&row.cells);
            let asked = cells.filter(|(column, cell)| column.is_typed() && cell.visible);
            all.extend(
                asked.map(|(column, _)| (field.path.cell(&row.id, column.path.last()), column.clone())),
            );
        }
        let wanted = (1..=table.min_rows.max(2)).map(|number| field.path.row(&format!("r{number}")));
        let absent = wanted.filter(|row| !table.is_fixed() && answers.get(row).is_none());
        all.extend(absent.map(|row| (row, field.clone())));
    }
    all
}

fn right(field: &Field) -> Value {
    let quimper = || Coded { code: "29232".to_owned(), label: "Quimper".to_owned() };
    let text = match &field.field_type {
        FieldType::Text => "Réponse en toutes lettres".to_owned(),
        FieldType::LongText => return Value::Text(LONG.to_owned()),
        FieldType::Choice { choices } | FieldType::Choices { choices } => choices[0].key.clone(),
        FieldType::Boolean => "true".to_owned(),
        FieldType::Date => "31/12/2027".to_owned(),
        FieldType::Year => "2027".to_owned(),
        FieldType::Coded { .. } => return Value::Coded(quimper()),
        FieldType::CodedList { .. } => return Value::CodedList(vec![quimper()]),
        FieldType::Files => return Value::Files(vec![piece()]),
        FieldType::Siret => "26290411300061".to_owned(),
        FieldType::Naf => "8899B".to_owned(),
        FieldType::Idcc => "1518".to_owned(),
        FieldType::Rna => "W293000123".to_owned(),
        FieldType::Departement => "29".to_owned(),
        FieldType::Postcode => "29000".to_owned(),
        FieldType::Phone => "0298000000".to_owned(),
        FieldType::Email => "contact@jardins.example".to_owned(),
        FieldType::Url => "https://jardins.example".to_owned(),
        _ => {
            let least = field.min.map_or(12.into(), |least| least.max(12.into()));
            field.max.map_or(least, |most| most.min(least)).to_string().replace('.', ",")
        }
    };
    let read = read::read(&text, &field.field_type);
    read.unwrap_or_else(|bad| panic!("{}: {text} {bad:?}", field.path)).expect("an answer")
}

fn piece() -> FileRef {
    FileRef {
        id: "0".repeat(64),
        name: "comptes 2026.pdf".to_owned(),
        media: "application/pdf".to_owned(),
        size: 123_456,
        given: None,
        until: None,
        analysis: Analysis::Clean,
        doubtful: false,
    }
}

//! Forms under judgement.

use form::{
    Answers, Context, Evaluation, Parameter, Parameters, Path, Program, Value, read, trame::read_trame,
};
use wasm_bindgen::prelude::wasm_bindgen;

use super::big;

/// A form with answers, judged again and again.
#[wasm_bindgen]
pub struct Desk {
    program: Program,
    context: Context,
    answers: Answers,
    evaluation: Evaluation,
    changes: Vec<[(Path, Option<Value>); 1]>,
}

#[wasm_bindgen]
impl Desk {
    /// The form of 120 fields, filled.
    #[must_use]
    pub fn small() -> Self {
        Self::of(6)
    }

    /// The form of five hundred fields, filled.
    #[must_use]
    pub fn big() -> Self {
        Self::of(25)
    }

    /// A form of some blocks of twenty fields, filled.
    fn of(blocks: usize) -> Self {
        let trame = read_trame(&big::trame(blocks, 1)).expect("the big form holds together");
        let program = Program::compile(trame).expect("it has no cycle");
        let context = context();
        let answers: Answers = program
            .trame()
            .fields()
            .filter(|(_, field)| field.is_typed())
            .filter_map(|(_, field)| Some((field.path.clone(), value_of(field)?)))
            .collect();
        let evaluation = program.evaluate(&answers, &context);
        let number =
            |place: usize| [(path(&format!("b{}.n{}", place % blocks, place % 8)), Some(decimal(place)))];
        // Twice round the fields with other values: each change changes something.
        let changes = (0..400).map(number).collect();
        Self { program, context, answers, evaluation, changes }
    }

    /// Judges the whole form; the number of fields.
    pub fn whole(&mut self) -> usize {
        self.evaluation = self.program.evaluate(&self.answers, &self.context);
        self.program.trame().fields().count()
    }

    /// Judges the form again after one answer changed.
    pub fn change(&mut self, number: usize) {
        let change = &self.changes[number % self.changes.len()];
        self.program.update(&mut self.evaluation, change, &self.context);
    }

    /// Number of fields that count, so that no work can be left out.
    #[must_use]
    pub fn counted(&self) -> usize {
        self.program.counted(&self.evaluation).len()
    }
}

fn context() -> Context {
    let facts = [
        ("type_siae", Value::Text("ACI".to_owned())),
        ("zone", Value::Text("metropole".to_owned())),
        ("exercice", Value::Integer(2027)),
        ("asp_id", Value::Text("900001".to_owned())),
        ("territoires", Value::Integer(2)),
    ];
    let parameter = |name: &str, value: i64| Parameter {
        name: name.to_owned(),
        conditions: form::Map::new(),
        from: form::Date::constant(2020, 1, 1),
        until: None,
        value: form::Decimal::from(value),
        source: String::new(),
        about: form::Quantity::default(),
    };
    let amounts = [("montant_unitaire", 23_921), ("heures_annuelles", 1820)];
    Context {
        today: form::Date::constant(2026, 11, 24),
        facts: facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        previous: [(path("etp.demandes"), decimal(995))].into_iter().collect(),
        sources: Answers::default(),
        parameters: Parameters(amounts.map(|(name, value)| parameter(name, value)).to_vec()),
    }
}

fn path(text: &str) -> Path {
    text.parse().expect("a key of the form")
}

/// Hundredths as a number.
fn decimal(hundredths: usize) -> Value {
    Value::Number(form::Decimal::new(i64::try_from(hundredths).unwrap_or_default(), 2))
}

fn value_of(field: &form::Field) -> Option<Value> {
    let text = match field.path.to_string().rsplit('.').next()?.chars().next()? {
        'o' => "true",
        's' => "26290411300061",
        't' | 'n' if field.field_type.unit().is_none() => "Les Jardins de l’Odet",
        'd' if field.field_type == form::FieldType::Date => "01/01/2027",
        _ => "12,50",
    };
    read::read(text, &field.field_type).ok().flatten()
}

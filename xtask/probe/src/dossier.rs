//! Invented dossiers on the national trame: answers of every type, tables, last year, sources, from a seed.

use std::collections::BTreeMap;

use form::{
    Answers, Context, Date, Field, FieldType, FileRef, Map, Parameter, Parameters, Path, Trame, Value,
    file::Analysis, read, value,
};

use super::cases::{self, Draws};

/// A dossier: answers of before, answers that came since, and its circumstances.
pub struct Dossier {
    /// What was answered first.
    pub answers: Answers,
    /// What changed since, in order.
    pub changes: Vec<(Path, Option<Value>)>,
    /// Its circumstances.
    pub context: Context,
}

impl Dossier {
    /// The dossier of a seed.
    #[must_use]
    pub fn of(trame: &Trame, seed: u32) -> Self {
        let draws = &mut Draws::new(seed);
        let answers = answered(trame, draws, 85);
        let (previous, sources) = (answered(trame, draws, 30), answered(trame, draws, 20));
        let given = answered(trame, draws, 8);
        let changes = given.iter().map(|(path, value)| {
            let emptied = draws.below(4) == 0;
            (path.clone(), (!emptied).then(|| value.clone()))
        });
        let changes = changes.collect();
        Self { answers, changes, context: context(draws, previous, sources) }
    }

    /// Every answer, once all changes are in.
    #[must_use]
    pub fn settled(&self) -> Answers {
        let mut answers = self.answers.clone();
        for (path, value) in &self.changes {
            answers.set(path.clone(), value.clone());
        }
        answers
    }
}

fn context(draws: &mut Draws, previous: Answers, sources: Answers) -> Context {
    let text = |text: &str| Value::Text(text.to_owned());
    let kinds = ["ACI", "AI", "EI", "ETTI", "EITI"];
    let facts = [
        ("type_siae", text(kinds[draws.below(kinds.len())])),
        ("zone", text(["metropole", "mayotte"][draws.below(2)])),
        ("exercice", Value::Integer(2027)),
        ("asp_id", text("900001")),
        ("territoires", Value::Integer([1, 2][draws.below(2)])),
        ("aujourdhui", Value::Date(Date::constant(2026, 11, 25))),
    ];
    let parameter = |name: &str, value: form::Decimal| Parameter {
        name: name.to_owned(),
        conditions: Map::new(),
        from: Date::constant(2026, 1, 1),
        until: None,
        value,
        source: String::new(),
        about: form::Quantity::default(),
    };
    let amounts = [
        ("montant_unitaire", 2_392_100),
        ("heures_annuelles", 182_000),
        ("montant_mensuel_ti", 42_550),
        ("postes_penitentiaires_max", 5_000),
        ("ratio_bas", 200),
        ("ratio_haut", 400),
        ("repere_dynamiques", 6_000),
        ("repere_durable", 2_500),
    ];
    Context {
        today: Date::constant(2026, 11, 25),
        facts: facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        previous,
        sources,
        parameters: Parameters(
            amounts.map(|(name, cents)| parameter(name, form::Decimal::new(cents, 2))).to_vec(),
        ),
    }
}

/// Answers to a share of the questions, in hundredths.
fn answered(trame: &Trame, draws: &mut Draws, share: usize) -> Answers {
    // In the order of the keys from the first: the set takes them one after the other.
    let mut answers: BTreeMap<Path, Value> = BTreeMap::new();
    for (_, field) in trame.fields() {
        if draws.below(100) >= share {
            continue;
        }
        let Some(table) = field.field_type.table() else {
            answers.extend(answer(field, draws).map(|value| (field.path.clone(), value)));
            continue;
        };
        let added: Vec<String> = (0..draws.below(4)).map(|row| format!("r{row}")).collect();
        let lines = table.lines.iter().map(|line| line.key.clone());
        for (row, rank) in lines.chain(added).zip(1..) {
            // A row taken away keeps its cells.
            if draws.below(8) > 0 {
                answers.insert(field.path.row(&row), Value::Row(rank));
            }
            for column in &table.columns {
                let cell =
                    answer(column, draws).map(|value| (field.path.cell(&row, column.path.last()), value));
                answers.extend(cell);
            }
        }
    }
    answers.into_iter().collect()
}

fn answer(field: &Field, draws: &mut Draws) -> Option<Value> {
    let coded = |draws: &mut Draws| value::Coded {
        code: ["29232", "29019", "99999"][draws.below(3)].to_owned(),
        label: ["Quimper", "Brest", ""][draws.below(3)].to_owned(),
    };
    match &field.field_type {
        FieldType::Coded { .. } => Some(Value::Coded(coded(draws))),
        FieldType::CodedList { .. } => {
            Some(Value::CodedList((0..=draws.below(2)).map(|_| coded(draws)).collect()))
        }
        FieldType::Files => {
            let (id, name) = ("0".repeat(64), "a.pdf".to_owned());
            let day = |draws: &mut Draws| Date::new(2020 + i16::try_from(draws.below(9)).ok()?, 3, 31).ok();
            let given = day(draws);
            let until = if draws.below(4) == 0 { day(draws) } else { None };
            let analysis = match draws.below(8) {
                0 => Analysis::Waiting,
                1 => Analysis::Refused("Eicar".to_owned()),
                _ => Analysis::Clean,
            };
            let media = "application/pdf".to_owned();
            let file = FileRef { id, name, media, size: 1, given, until, analysis, doubtful: false };
            (draws.below(2) == 0).then(|| Value::Files(vec![file]))
        }
        // Right four times in five at least: what is refused decides of nothing else.
        field_type => {
            let mut value = read::read_or_keep(&cases::text(field, draws), field_type);
            for _ in 0..4 {
                if !matches!(value, Some(Value::Unreadable(_))) || draws.below(5) == 0 {
                    break;
                }
                value = read::read_or_keep(&cases::text(field, draws), field_type);
            }
            value
        }
    }
}

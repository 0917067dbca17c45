//! What a version sent says, and a source surely says otherwise: an agent looks at it, whoever answered.
//!
//! Facts alone: how someone is reached or how a thing is described, the structure knows better than who wrote it down.

use form::{Answers, Decimal, Field, FieldType, Path, Trame, Value};

use super::{longest, ranked, written_otherwise};
use crate::{
    dossier::{Known, Origin, heard::Heard},
    source::Source,
};

/// How far from its source a number is looked at, in hundredths of what the source says.
const TOLERATED: i64 = 5;

/// Beginnings of keys, with whether they tell a fact: what is asked for the year to come is proposed from the year that
/// ends, and a demand may well ask for something else. The longest that fits is the one.
const FACTS: [(&str, bool); 12] = [
    ("annexe", false),
    ("demande", false),
    ("demande.af_en_cours", true),
    ("demande.autres_conventions", true),
    ("demande.numero_convention", true),
    ("demande.hors_iae", true),
    ("etp", false),
    ("etp.historique", true),
    ("finance.budget", false),
    ("finance.cofinancement", false),
    ("objectifs", false),
    ("objectifs.rappel", true),
];

/// An answer that is sent and that a source contradicts.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradicted {
    /// Key of the answer.
    pub path: Path,
    /// What was sent.
    pub sent: Value,
    /// The source that is believed first.
    pub source: Source,
    /// What it says.
    pub told: Known,
}

impl Contradicted {
    /// Where the source wrote it: « annexe ACI029250001 », or how it is worked out.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        match &self.told.origin {
            Origin::Prefilled { record, .. } => Some(record),
            Origin::Derived { how, .. } => Some(how),
            Origin::Given { .. } | Origin::Typed => None,
        }
    }
}

/// What sources contradict in a version sent, in the order of the keys.
///
/// What is in doubt at its source, or contested by the structure, is told elsewhere.
#[must_use]
pub fn contradicted(trame: &Trame, sent: &Answers, heard: &Heard) -> Vec<Contradicted> {
    let all = sent.iter().filter_map(|(path, value)| {
        let is_told = longest(&FACTS, path.field().as_str()).unwrap_or(true);
        let field = trame.answerable(path).filter(|field| is_told && field.is_typed() && is_fact(field))?;
        let (source, told) = ranked(heard, path).into_iter().next()?;
        let contested = heard.contested.contains_key(&(path.clone(), source));
        let differs = told.doubt.is_none() && !contested && is_far(field, path, value, &told.known.value);
        differs.then(|| Contradicted {
            path: path.clone(),
            sent: value.clone(),
            source,
            told: told.known.clone(),
        })
    });
    all.collect()
}

fn is_fact(field: &Field) -> bool {
    !matches!(
        field.field_type,
        FieldType::Text
            | FieldType::LongText
            | FieldType::Email
            | FieldType::Phone
            | FieldType::Url
            | FieldType::Files
            | FieldType::Table(_)
    )
}

fn is_far(field: &Field, path: &Path, sent: &Value, told: &Value) -> bool {
    if sent.same_as(told) || written_otherwise(path, sent, told) {
        return false;
    }
    match (sent.number(), told.number()) {
        (Some(sent), Some(told)) if field.field_type != FieldType::Year => {
            (sent - told).abs() * Decimal::from(100) > told.abs() * Decimal::from(TOLERATED)
        }
        _ => !matches!(sent, Value::Unreadable(_)),
    }
}

#[cfg(test)]
mod tests;

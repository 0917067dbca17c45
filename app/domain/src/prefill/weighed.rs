//! What sources count that a version sent goes against, though they do not count all of it: told for information.
//!
//! What they are sure of is [`super::contradicted`].

use form::{Answers, Decimal, FieldType, Path, Value, french};

use crate::{
    asp::realised::{pace, so_far},
    dossier::heard::Heard,
    source::Source,
};

/// Under how many hundredths of the posts agreed the pace of a year is looked at.
const ENOUGH: i64 = 90;

/// Something that a source counts and a version sent goes against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// Key of the answer it stands beside.
    pub path: Path,
    /// What it is called beside its answer: stable.
    pub code: &'static str,
    /// It in words.
    pub text: String,
    /// What it was judged on, each with its value in words.
    pub judged: Vec<(String, String)>,
}

/// What is counted otherwise, in the order of the form.
#[must_use]
pub fn weighed(sent: &Answers, heard: &Heard) -> Vec<Weighed> {
    [immersions(sent, heard), slow(sent, heard)].into_iter().flatten().collect()
}

/// Periods in a company that were made in the service that records them, and are not declared.
fn immersions(sent: &Answers, heard: &Heard) -> Option<Weighed> {
    let path = Path::parse("accompagnement.pmsmp").ok()?;
    let source = Source::ImmersionConventions;
    if heard.contested.contains_key(&(path.clone(), source)) {
        return None;
    }
    let counted = heard.values(&path).find(|(known, _)| *known == source)?.1.known.value.number()?;
    let declared = sent.get(&path).and_then(Value::number);
    if declared.unwrap_or_default() >= counted {
        return None;
    }
    let shown = |many: Decimal| french::quantity(many, &FieldType::Integer);
    let said = declared.map_or_else(
        || "la structure n’a pas répondu".to_owned(),
        |declared| format!("la structure a transmis {}", shown(declared)),
    );
    Some(Weighed {
        text: format!("{}, au moins {}\u{a0}; {said}.", source.according(), shown(counted)),
        path,
        code: "immersion",
        judged: vec![
            ("Transmis".to_owned(), declared.map(shown).unwrap_or_default()),
            (source.name().to_owned(), shown(counted)),
        ],
    })
}

/// A year that runs well under the posts agreed, while as many or more are asked.
fn slow(sent: &Answers, heard: &Heard) -> Option<Weighed> {
    let number = |key: &str| sent.get(&Path::parse(key).ok()?).and_then(Value::number);
    let (asked, agreed) = (number("etp.demandes")?, number("etp.historique[n1].conventionnes")?);
    let realised = Path::parse("etp.historique[n1].realises").ok()?;
    let (pace, part) = heard.values(&realised).find_map(|(_, told)| {
        let origin = &told.known.origin;
        Some((pace(origin, told.known.value.number()?)?, so_far(origin)?))
    })?;
    let is_slow = pace * Decimal::ONE_HUNDRED < agreed * Decimal::from(ENOUGH);
    if !is_slow || asked < agreed {
        return None;
    }
    let shown = |many: Decimal| french::quantity(many, &FieldType::Etp);
    Some(Weighed {
        path: Path::parse("etp.demandes").ok()?,
        code: "rythme",
        text: format!(
            "{} demandés, pour {} conventionnés qui sont réalisés au rythme de {} ({part}).",
            shown(asked),
            shown(agreed),
            shown(pace)
        ),
        judged: vec![
            ("Postes demandés".to_owned(), shown(asked)),
            ("Postes conventionnés".to_owned(), shown(agreed)),
            ("Rythme de l’année".to_owned(), shown(pace)),
        ],
    })
}

#[cfg(test)]
mod tests;

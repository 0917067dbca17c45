//! What evaluation knows beside the answers.

use serde::{Deserialize, Serialize};

use crate::{Answers, Date, Decimal, Map, Value, french};

/// The dossier's circumstances: day, facts, last year, dated parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Context {
    /// The day of the evaluation.
    #[serde(with = "crate::day")]
    pub today: Date,
    /// Facts of the dossier: kind of structure, year, zone.
    pub facts: Map<String, Value>,
    /// Last year's answers to the same keys.
    pub previous: Answers,
    /// What sources said of the same keys.
    pub sources: Answers,
    /// Dated parameters.
    pub parameters: Parameters,
}

/// Dated parameters: unit amounts, hours, thresholds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Parameters(pub Vec<Parameter>);

/// One value of a parameter over a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// Name after `parametre.`.
    pub name: String,
    /// Facts that must hold for this value: `type_siae = "ACI"`.
    pub conditions: Map<String, String>,
    /// First day of effect.
    #[serde(with = "crate::day")]
    pub from: Date,
    /// Last day of effect; none while it lasts.
    #[serde(with = "crate::day::optional")]
    pub until: Option<Date>,
    /// The value.
    #[serde(with = "crate::exact")]
    pub value: Decimal,
    /// Where it comes from: an arrêté, a file.
    pub source: String,
    /// What the number is, for a reader.
    #[serde(default)]
    pub about: Quantity,
}

/// What a parameter is: its name in words, its unit, until when it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// Name in words: « Montant socle par ETP et par an ».
    pub label: String,
    /// Unit written after the number: `€`; none for a plain number.
    pub unit: String,
    /// Last day for which a text gives the value: after it, the last one known stands in for that to come.
    #[serde(with = "crate::day::optional")]
    pub known_until: Option<Date>,
}

impl Parameters {
    /// The value in force at a day under the facts: the most specific one, then the latest.
    #[must_use]
    pub fn at(&self, name: &str, facts: &Map<String, Value>, day: Date) -> Option<&Parameter> {
        self.0
            .iter()
            .filter(|parameter| parameter.name == name && parameter.applies(facts))
            .filter(|parameter| parameter.from <= day && parameter.until.is_none_or(|until| day <= until))
            .max_by_key(|parameter| (parameter.conditions.len(), parameter.from))
    }

    /// The values in force at a day, one for each name and whom it is for, in the order they were written.
    #[must_use]
    pub fn in_force(&self, day: Date) -> Vec<&Parameter> {
        let now = |one: &&Parameter| one.from <= day && one.until.is_none_or(|until| day <= until);
        let replaced = |one: &Parameter| {
            let later = |other: &&Parameter| {
                (&other.name, &other.conditions) == (&one.name, &one.conditions) && other.from > one.from
            };
            self.0.iter().filter(now).any(|other| later(&other))
        };
        self.0.iter().filter(now).filter(|one| !replaced(one)).collect()
    }

    /// The values that can apply under the facts, whatever the day: what the browser needs.
    #[must_use]
    pub fn under(&self, facts: &Map<String, Value>) -> Self {
        Self(self.0.iter().filter(|parameter| parameter.applies(facts)).cloned().collect())
    }
}

impl Parameter {
    /// The number with its unit: `23 921 €`.
    #[must_use]
    pub fn shown(&self) -> String {
        let scale = if self.value.fract().is_zero() { 0 } else { 2 };
        let number = french::number(self.value, scale);
        if self.about.unit.is_empty() { number } else { format!("{number}\u{a0}{}", self.about.unit) }
    }

    /// What is said of a value read at a day that no text covers yet.
    #[must_use]
    pub fn provisional(&self, day: Date) -> Option<String> {
        let until = self.about.known_until.filter(|until| day > *until)?;
        let until = french::date(until);
        Some(format!(
            "Montant provisoire\u{a0}: aucun texte n’est connu après le {until}, le dernier est repris."
        ))
    }

    fn applies(&self, facts: &Map<String, Value>) -> bool {
        self.conditions.iter().all(|(fact, wanted)| facts.get(fact).and_then(Value::text) == Some(wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(conditions: &[(&str, &str)], from: &str, value: i64) -> Parameter {
        Parameter {
            name: "montant".to_owned(),
            conditions: conditions.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect(),
            from: from.parse().expect("a day"),
            until: None,
            value: Decimal::from(value),
            source: String::new(),
            about: Quantity::default(),
        }
    }

    #[test]
    fn a_value_beyond_what_texts_say_is_provisional() {
        let mut amount = parameter(&[], "2024-11-01", 23_921);
        amount.about.unit = "€".to_owned();
        assert_eq!(amount.shown(), "23\u{202f}921\u{a0}€");
        assert_eq!(amount.provisional(Date::constant(2027, 1, 1)), None);
        amount.about.known_until = Some(Date::constant(2025, 12, 31));
        assert_eq!(amount.provisional(Date::constant(2025, 12, 31)), None);
        let said = amount.provisional(Date::constant(2026, 1, 1)).expect("beyond");
        assert!(said.contains("31/12/2025"), "{said}");
    }

    #[test]
    fn the_most_specific_then_the_latest_wins() {
        let all = Parameters(vec![
            parameter(&[("type", "ACI")], "2024-01-01", 1),
            parameter(&[("type", "ACI")], "2024-11-01", 2),
            parameter(&[("type", "ACI"), ("zone", "mayotte")], "2024-01-01", 3),
            parameter(&[("type", "EI")], "2024-11-01", 4),
        ]);
        let fact = |name: &str, text: &str| (name.to_owned(), Value::Text(text.to_owned()));
        let value = |facts: &[(String, Value)], day: &str| {
            let facts = facts.iter().cloned().collect();
            all.at("montant", &facts, day.parse().expect("a day")).map(|found| found.value)
        };
        let aci = [fact("type", "ACI")];
        assert_eq!(value(&aci, "2024-10-31"), Some(Decimal::from(1)));
        assert_eq!(value(&aci, "2024-11-01"), Some(Decimal::from(2)));
        assert_eq!(value(&aci, "2023-12-31"), None);
        let mayotte = [fact("type", "ACI"), fact("zone", "mayotte")];
        assert_eq!(value(&mayotte, "2025-01-01"), Some(Decimal::from(3)));
        assert_eq!(value(&[fact("type", "AI")], "2025-01-01"), None);
        assert_eq!(all.under(&aci.into_iter().collect()).0.len(), 2);
    }
}

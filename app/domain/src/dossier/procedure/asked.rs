//! What a version sent asks for, as the terms of a decision: where its simulation starts from.

use form::{Answers, Date, Decimal, Path, Value};

use super::terms::{Grant, Notes, Period, Posts, Terms};
use crate::{
    Departement, Kind,
    dossier::{About, Snapshot},
};

/// The terms that the last version sent asks for; none of a bilan, nor of one that does not say them.
#[must_use]
pub fn asked_terms(snapshot: &Snapshot) -> Option<Terms> {
    let counted = &snapshot.submission()?.counted;
    if snapshot.opening.about == About::Bilan {
        return None;
    }
    let read = Read(counted);
    let period = read.period("annexe")?;
    let territories = Path::parse("demande.territoires").ok()?;
    let rows = counted.rows(&territories);
    let annexes = if rows.len() > 1 {
        let rows = rows.iter().filter_map(|row| {
            let cell = |column| counted.get(&territories.cell(row, column));
            let departement = departement(cell("departement")?)?;
            let (many, prison) = match snapshot.opening.kind {
                Kind::Eiti => (cell("ti")?.number()?, Decimal::ZERO),
                _ => (
                    cell("etp")?.number()?,
                    cell("penitentiaire").and_then(Value::number).unwrap_or_default(),
                ),
            };
            Some((departement, many, prison))
        });
        rows.collect()
    } else {
        vec![(
            snapshot.opening.departement.clone(),
            read.number(posts_key(snapshot.opening.kind))?,
            Decimal::ZERO,
        )]
    };
    let annexes = with_prison(annexes, read.number("etp.milieu_penitentiaire").unwrap_or_default());
    let price = read.number(price_key(snapshot.opening.kind))?;
    let grants = annexes.into_iter().map(|(departement, many, prison)| Grant {
        departement,
        prison,
        posts: posts(snapshot.opening.kind, many, price),
        modulation: Decimal::ZERO,
        number: None,
    });
    Some(Terms {
        period,
        annexes: grants.collect(),
        notes: Notes::default(),
        cofinancing: read.number("finance.cofinancement_montant"),
        convention: read.period("demande"),
        number: read.text("demande.numero_convention").and_then(|text| text.parse().ok()),
    })
}

/// One line a département, then one for what of it is in prison: what is not said by département is the seat's.
fn with_prison(
    lines: Vec<(Departement, Decimal, Decimal)>,
    whole: Decimal,
) -> Vec<(Departement, Decimal, bool)> {
    let said: Decimal = lines.iter().map(|(.., prison)| *prison).sum();
    let rest = (whole - said).max(Decimal::ZERO);
    let split = lines.into_iter().enumerate().flat_map(|(place, (departement, many, prison))| {
        let prison = if place == 0 { prison + rest } else { prison };
        let outside = (departement.clone(), many - prison, false);
        let inside = (departement, prison, true);
        // A line without posts is no annexe, unless it is the only one.
        let is_held = |(_, many, prison): &(Departement, Decimal, bool)| {
            !many.is_zero() || (place == 0 && !prison && rest.is_zero())
        };
        [outside, inside].into_iter().filter(is_held).collect::<Vec<_>>()
    });
    split.collect()
}

fn posts(kind: Kind, many: Decimal, price: Decimal) -> Posts {
    match kind {
        Kind::Eiti => Posts::People { people: u32::try_from(many).unwrap_or_default(), monthly: price },
        _ => Posts::Etp { etp: many, unit: price },
    }
}

fn posts_key(kind: Kind) -> &'static str {
    if kind == Kind::Eiti { "etp.ti" } else { "etp.demandes" }
}

fn price_key(kind: Kind) -> &'static str {
    if kind == Kind::Eiti { "etp.unitaire_ti" } else { "etp.unitaire" }
}

fn departement(value: &Value) -> Option<Departement> {
    match value {
        Value::Text(code) => Departement::parse(code).ok(),
        Value::Coded(coded) => Departement::parse(&coded.code).ok(),
        _ => None,
    }
}

/// Answers by the text of their key.
struct Read<'a>(&'a Answers);

impl Read<'_> {
    fn value(&self, key: &str) -> Option<&Value> {
        self.0.get(&Path::parse(key).ok()?)
    }

    fn number(&self, key: &str) -> Option<Decimal> {
        self.value(key)?.number()
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.value(key)?.text()
    }

    fn day(&self, key: &str) -> Option<Date> {
        match self.value(key)? {
            Value::Date(day) => Some(*day),
            _ => None,
        }
    }

    fn period(&self, key: &str) -> Option<Period> {
        Some(Period { start: self.day(&format!("{key}.debut"))?, end: self.day(&format!("{key}.fin"))? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    #[test]
    fn posts_in_prison_are_an_annexe_of_their_own() {
        let departement = |code: &str| Departement::parse(code).expect("a département");
        let lines = |lines: &[(&str, &str, &str)]| -> Vec<(Departement, Decimal, Decimal)> {
            lines
                .iter()
                .map(|(code, many, prison)| (departement(code), decimal(many), decimal(prison)))
                .collect()
        };
        let told = |lines: Vec<(Departement, Decimal, bool)>| -> Vec<String> {
            lines.iter().map(|(code, many, prison)| format!("{} {many} {prison}", code.code())).collect()
        };
        for (given, whole, expected) in [
            (lines(&[("29", "11.40", "0")]), "0", vec!["29 11.40 false"]),
            (lines(&[("29", "11.40", "0")]), "2.40", vec!["29 9.00 false", "29 2.40 true"]),
            (lines(&[("29", "4", "0")]), "4", vec!["29 4 true"]),
            (
                lines(&[("29", "5", "1"), ("56", "3", "3"), ("22", "0", "0")]),
                "4",
                vec!["29 4 false", "29 1 true", "56 3 true"],
            ),
        ] {
            assert_eq!(told(with_prison(given, decimal(whole))), expected);
        }
    }
}

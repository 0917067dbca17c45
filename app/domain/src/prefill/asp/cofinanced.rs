//! How many people on RSA a département's share pays for: worked out from the annexe and the amounts of the year.

use form::{Date, Decimal, Map, Parameters, Path, Value, french};
use rust_decimal::RoundingStrategy;

use super::{annexe::parts, facts::Facts, latest_year, records};
use crate::{Kind, Structure, asp::Annexe, dossier::heard::Told};

/// What the form asks.
const PEOPLE: &str = "finance.cofinancement_brsa";
/// Why it is proposed and fills nothing.
const DOUBT: &str = "c’est la moyenne par mois que donne le taux usuel\u{a0}; la convention avec le département peut en fixer une autre";

/// The people on RSA that the shares of départements pay for in a month of the last annexes, with the working rate of
/// article L. 5132-3-1: so much of the RSA of somebody alone, each month. Pilotage counts it likewise
/// (`nb_brsa_cible_mensuel`).
pub(in crate::prefill) fn people(structure: &Structure, kind: Kind, parameters: &Parameters) -> Option<Told> {
    let annexes: Vec<&Annexe> = latest_year(structure, kind)
        .into_iter()
        .filter(|annexe| share(annexe).is_some_and(|amount| amount > Decimal::ZERO))
        .collect();
    let main = annexes.first()?;
    let mut sum = Decimal::ZERO;
    for annexe in &annexes {
        sum += mean(annexe, parameters)?;
    }
    let people = sum.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    let amounts = parts(&annexes, share).into_iter();
    let amounts: Vec<String> = amounts.map(|(_, amount)| french::number(amount, 2)).collect();
    let percent = at(parameters, RATE, main.start, main)?;
    let how = format!(
        "cofinancement de {}\u{a0}€ ({}), par mois, divisé par {}\u{a0}% du RSA mensuel d’une personne seule",
        amounts.join("\u{a0}€ + "),
        records(&annexes),
        french::number(percent, 0),
    );
    let mut facts = Facts::of(records(&annexes), annexes.iter().map(|annexe| annexe.delivered).max()?);
    facts.derived(PEOPLE, Value::Integer(i64::try_from(people).ok()?), how);
    let (path, known): (Path, _) = facts.found.pop()?;
    Some(Told { path, known, doubt: Some(DOUBT.to_owned()) })
}

fn share(annexe: &Annexe) -> Option<Decimal> {
    annexe.cofinancing.as_ref()?.amount
}

/// Monthly amount of the RSA of somebody alone, in euros.
const RSA: &str = "rsa_mensuel";
/// Part of it that a département pays for one person, in percent.
const RATE: &str = "part_rsa_departement";

/// The people of a month of an annexe, in the mean: the RSA changes within a year.
fn mean(annexe: &Annexe, parameters: &Parameters) -> Option<Decimal> {
    let months = annexe.months();
    let by_month = share(annexe)?.checked_div(months.into())?;
    let mut sum = Decimal::ZERO;
    for month in 0..months {
        let day = annexe.start.checked_add(jiff::Span::new().months(month)).ok()?;
        let each =
            at(parameters, RSA, day, annexe)? * at(parameters, RATE, day, annexe)? / Decimal::ONE_HUNDRED;
        sum += by_month.checked_div(each)?;
    }
    sum.checked_div(months.into())
}

fn at(parameters: &Parameters, name: &str, day: Date, annexe: &Annexe) -> Option<Decimal> {
    let place = annexe.number.departement()?;
    let facts = Map::from([("zone".to_owned(), Value::Text(place.zone().to_owned()))]);
    Some(parameters.at(name, &facts, day)?.value)
}

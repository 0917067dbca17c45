//! The exact arithmetic of an annexe: amount, rates, financers.

use form::{Date, Decimal};
use rust_decimal::RoundingStrategy;

use super::{Finance, Objectives};

/// Months of an annexe, both ends included: January to December is 12.
#[must_use]
pub fn months_of(start: Date, end: Date) -> i32 {
    form::expr::days::months(start, end)
}

/// Amount of an annexe in euros, with ASP's own rounding (`af_montant_total_annuel`).
///
/// A full year is `round2(ETP × unit)`. A shorter period is `round2(ETP × unit / 12) × months`: the
/// month is rounded first. Half a cent goes up. This reproduces every amount of the sample delivery;
/// one rounding at the end misses the partial years by one to four cents.
#[must_use]
pub fn annexe_amount(etp: Decimal, unit: Decimal, months: i32) -> Decimal {
    let round = |amount: Decimal| amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    if months == 12 {
        return round(etp * unit);
    }
    round(etp * unit / Decimal::from(12)) * Decimal::from(months)
}

/// Whether the rate of dynamic exits is the sum of its three parts; unknown while one is missing.
#[must_use]
pub fn rates_add_up(objectives: &Objectives) -> Option<bool> {
    let parts = objectives.durable? + objectives.transition? + objectives.positive?;
    Some(objectives.dynamic? == parts)
}

/// Whether the total of the aids is the sum of the financers; unknown while the total is missing.
#[must_use]
pub fn financers_add_up(finance: &Finance) -> Option<bool> {
    Some(finance.aids? == finance.financers.total())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    #[test]
    fn amounts_of_the_sample_delivery_are_reproduced() {
        for (etp, unit, months, amount) in [
            ("8.15", "19897.00", 12, "162160.55"),
            ("7.56", "19897.00", 12, "150421.32"),
            ("7.95", "20642.00", 8, "109402.64"),
            ("15.39", "1347.00", 12, "20730.33"),
            ("17.09", "21096.00", 12, "360530.64"),
        ] {
            assert_eq!(annexe_amount(decimal(etp), decimal(unit), months), decimal(amount));
        }
    }

    #[test]
    fn half_a_cent_goes_up() {
        assert_eq!(annexe_amount(decimal("0.05"), decimal("0.10"), 12), decimal("0.01"));
    }
}

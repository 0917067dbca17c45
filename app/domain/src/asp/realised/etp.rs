//! ETP out of hours, exact to the last digit: rounding is for who shows them.

use form::Decimal;
use rust_decimal::RoundingStrategy;
use serde::{Deserialize, Serialize};

use super::{Month, Work};

/// Annual ETP of some hours: hours over those of one ETP in a year.
#[must_use]
pub fn annual_etp(hours: Decimal, hours_of_etp: Decimal) -> Option<Decimal> {
    hours.checked_div(hours_of_etp)
}

/// Monthly ETP of the hours of a month: hours over the twelfth of those of a year.
#[must_use]
pub fn monthly_etp(hours: Decimal, hours_of_etp: Decimal) -> Option<Decimal> {
    // Multiplied first: a twelfth of 1820 does not end.
    (hours * Decimal::from(12)).checked_div(hours_of_etp)
}

/// How the ETP worked stand to those agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consumption {
    /// `sous-consommation`.
    Under,
    /// `conforme`.
    Even,
    /// `sur-consommation`.
    Over,
}

impl Consumption {
    /// The word that agents already read in their dashboards.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Under => "sous-consommation",
            Self::Even => "conforme",
            Self::Over => "sur-consommation",
        }
    }
}

/// The label of a consumption: both numbers are cut, not rounded, to two decimals, then compared.
#[must_use]
pub fn consumption(worked: Decimal, agreed: Decimal) -> Consumption {
    match worked.trunc_with_scale(2).cmp(&agreed.trunc_with_scale(2)) {
        std::cmp::Ordering::Less => Consumption::Under,
        std::cmp::Ordering::Equal => Consumption::Even,
        std::cmp::Ordering::Greater => Consumption::Over,
    }
}

impl Work {
    /// Annual ETP worked: out of the hours, else as the source tells it.
    #[must_use]
    pub fn etp(&self) -> Option<Decimal> {
        let out_of_hours = self.hours.zip(self.hours_of_etp).and_then(|(hours, one)| annual_etp(hours, one));
        out_of_hours.or(self.etp_told)
    }

    /// Monthly ETP worked in a month.
    #[must_use]
    pub fn etp_of(&self, month: &Month) -> Option<Decimal> {
        monthly_etp(month.hours, self.hours_of_etp?)
    }
}

/// Two decimals, half a hundredth up.
pub(super) fn rounded(number: Decimal) -> Decimal {
    number.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    #[test]
    fn etp_are_hours_over_those_of_one() {
        for (hours, of_one, annual, monthly) in [
            ("1820", "1820", "1", "12"),
            ("910", "1820", "0.5", "6"),
            ("151.67", "1820", "0.08", "1.00"),
            ("0", "1607", "0", "0"),
            ("125.42", "1505", "0.08", "1.00"),
        ] {
            let (hours, of_one) = (decimal(hours), decimal(of_one));
            assert_eq!(rounded(annual_etp(hours, of_one).expect("hours")), decimal(annual), "{hours}");
            assert_eq!(rounded(monthly_etp(hours, of_one).expect("hours")), decimal(monthly), "{hours}");
        }
        assert_eq!(annual_etp(decimal("10"), Decimal::ZERO), None);
    }

    #[test]
    fn a_consumption_is_compared_once_cut_to_two_decimals() {
        for (worked, agreed, expected) in [
            ("8.149", "8.15", Consumption::Under),
            ("8.159", "8.15", Consumption::Even),
            ("8.15", "8.159", Consumption::Even),
            ("8.16", "8.159", Consumption::Over),
            ("-0.001", "0", Consumption::Even),
        ] {
            assert_eq!(consumption(decimal(worked), decimal(agreed)), expected, "{worked} {agreed}");
        }
    }
}

//! Which exits count, by kind of structure.

use rust_decimal::Decimal;

use crate::{Kind, asp::Measure};

/// The counting rule of the exits of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitRule {
    /// ACI and EI, prison included: an hour in the year, and more than three months of contracts in a row.
    ThreeMonths,
    /// AI and ETTI: 150 hours.
    Hours150,
    /// EITI: an hour in the year.
    OneHour,
    /// Nothing is counted: contrat passerelle, FDI.
    None,
}

/// Days of a month, in the seventh decimal of a month: as pilotage turns days into months.
const DAY: u32 = 328_767;
/// 2.65 months, in the same unit: « more than three months », the first and the last of which may be begun.
const THREE_MONTHS: u32 = 26_500_000;

impl ExitRule {
    /// The rule of a measure.
    #[must_use]
    pub fn of(measure: &Measure) -> Self {
        match measure.kind() {
            Some(Kind::Aci | Kind::Ei) => Self::ThreeMonths,
            Some(Kind::Ai | Kind::Etti) => Self::Hours150,
            Some(Kind::Eiti) => Self::OneHour,
            None => Self::None,
        }
    }

    /// Whether the people of such a measure are counted at all.
    #[must_use]
    pub fn counts_people(self) -> bool {
        self != Self::None
    }

    /// Whether an exit counts: hours of the year, and days from the first hiring of the chain of contracts to the
    /// exit, where both days are known.
    #[must_use]
    pub fn keeps(self, hours: Decimal, days: Option<u16>) -> bool {
        match self {
            Self::ThreeMonths => {
                hours >= Decimal::ONE && days.is_some_and(|days| u32::from(days) * DAY > THREE_MONTHS)
            }
            Self::Hours150 => hours >= Decimal::from(150),
            Self::OneHour => hours >= Decimal::ONE,
            Self::None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_rule() {
        for (measure, expected) in [
            ("ACI_DC", ExitRule::ThreeMonths),
            ("ACI_MP", ExitRule::ThreeMonths),
            ("EI_DC", ExitRule::ThreeMonths),
            ("EI_MP", ExitRule::ThreeMonths),
            ("AI_DC", ExitRule::Hours150),
            ("ETTI_DC", ExitRule::Hours150),
            ("EITI_DC", ExitRule::OneHour),
            ("ACIPA_DC", ExitRule::None),
            ("EIPA_DC", ExitRule::None),
            ("FDI_DC", ExitRule::None),
        ] {
            assert_eq!(ExitRule::of(&measure.parse().expect("a measure")), expected, "{measure}");
        }
    }

    #[test]
    fn the_boundaries_of_each_rule() {
        for (rule, hours, days, kept) in [
            (ExitRule::ThreeMonths, "1", Some(81), true),
            (ExitRule::ThreeMonths, "1", Some(80), false),
            (ExitRule::ThreeMonths, "0.99", Some(300), false),
            (ExitRule::ThreeMonths, "600", None, false),
            (ExitRule::Hours150, "150", None, true),
            (ExitRule::Hours150, "149.9999", Some(300), false),
            (ExitRule::OneHour, "1", None, true),
            (ExitRule::OneHour, "0.5", Some(300), false),
            (ExitRule::None, "1000", Some(300), false),
        ] {
            let hours: Decimal = hours.parse().expect("a decimal");
            assert_eq!(rule.keeps(hours, days), kept, "{rule:?} {hours} {days:?}");
        }
    }
}

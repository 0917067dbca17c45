//! What was agreed of an annexe in a year, as DGEFP and pilotage tell it.

use form::Decimal;
use serde::{Deserialize, Serialize};

/// Posts and money agreed, all payers together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    /// ETP (`ETP conventionnés`; `effectif_annuel_conventionné` of pilotage).
    pub etp: Option<Decimal>,
    /// Euros (`Montant conventionné`).
    pub amount: Option<Decimal>,
    /// ETP worked, no more than were agreed (`ETP réalisé plafonné au max des ETP conv`).
    pub worked_at_most: Option<Decimal>,
    /// ETP worked less ETP agreed (`Réalisation en ETP en deçà ou au-delà du conventionnement`).
    pub gap: Option<Decimal>,
}

impl Agreed {
    /// Both payers of one annexe together; what one of them does not tell, the other says alone.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        let sum = |one: Option<Decimal>, two: Option<Decimal>| match (one, two) {
            (Some(one), Some(two)) => Some(one + two),
            (one, two) => one.or(two),
        };
        Self {
            etp: sum(self.etp, other.etp),
            amount: sum(self.amount, other.amount),
            worked_at_most: sum(self.worked_at_most, other.worked_at_most),
            gap: sum(self.gap, other.gap),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payers_are_added_and_silence_is_no_zero() {
        let etp = |etp| Agreed { etp: Some(Decimal::from(etp)), ..Agreed::default() };
        assert_eq!(etp(8).with(etp(2)), etp(10));
        assert_eq!(etp(8).with(Agreed::default()), etp(8));
        assert_eq!(Agreed::default().with(Agreed::default()).amount, None);
    }
}

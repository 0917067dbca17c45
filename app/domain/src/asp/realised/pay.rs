//! What people in insertion were paid: sums of an annexe and a year, that name nobody.

use std::collections::BTreeMap;

use form::Decimal;
use serde::{Deserialize, Serialize};

use super::{Hours, statement::decimal};

/// Gross pay of an annexe and a year, with the hours it paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pay {
    /// Gross pay (`emi_mt_salaire_brut`), euros.
    pub gross: Decimal,
    /// Hours worked of the statements that tell a pay.
    pub hours: Decimal,
}

impl Pay {
    /// Both together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self { gross: self.gross + other.gross, hours: self.hours + other.hours }
    }

    /// The mean of an hour, euros, two decimals; none of no hour.
    #[must_use]
    pub fn hourly(self) -> Option<Decimal> {
        self.gross.checked_div(self.hours).map(super::etp::rounded)
    }
}

/// What a row of `fluxIAE_EtatMensuelIndiv` tells of a pay.
///
/// Neither `Debug` nor `Serialize`: it cannot be shown.
#[derive(Clone, Copy)]
pub struct PayRow {
    /// `emi_afi_id`.
    pub annexe: u32,
    /// `emi_sme_annee`.
    pub year: i16,
    /// `emi_mt_salaire_brut`, cents.
    pub gross: u32,
    /// `emi_nb_heures_travail`.
    pub hours: Hours,
    /// `emi_esm_etat_code` is `VALIDE`: what is not may still change.
    pub valid: bool,
}

/// The sums, by place of the annexe and year: a mean is all they are for, and a line that is delivered twice weighs
/// twice on both sides of it.
#[derive(Default)]
pub(super) struct Pays(BTreeMap<(u32, i16), (u64, i64)>);

impl Pays {
    /// Adds what a row of the annexe at a place tells; nothing of a row without pay or without hours, nor of one that is
    /// not validated.
    pub(super) fn add(&mut self, row: &PayRow, place: u32) {
        let hours = row.hours.units();
        if row.valid && row.gross > 0 && hours > 0 {
            let (gross, worked) = self.0.entry((place, row.year)).or_default();
            *gross += u64::from(row.gross);
            *worked += hours;
        }
    }

    /// The pay of an annexe and a year, taken out.
    pub(super) fn take(&mut self, group: (u32, i16)) -> Option<Pay> {
        let (gross, hours) = self.0.remove(&group)?;
        let gross = Decimal::from(gross) / Decimal::ONE_HUNDRED;
        Some(Pay { gross, hours: decimal(hours) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_of_an_hour_is_of_the_hours_that_were_paid() {
        let row = |gross, hours: &str| PayRow {
            annexe: 1,
            year: 2025,
            gross,
            hours: Hours::parse(hours).expect("hours"),
            valid: true,
        };
        let mut pays = Pays::default();
        let open = PayRow { valid: false, ..row(99_000, "10") };
        for told in [row(120_000, "100"), row(65_050, "50.5"), row(0, "80"), row(10_000, "0"), open] {
            pays.add(&told, 3);
        }
        let pay = pays.take((3, 2025)).expect("some were paid");
        assert_eq!(
            (pay.gross.to_string(), pay.hours.to_string()),
            ("1850.50".to_owned(), "150.5".to_owned())
        );
        assert_eq!(pay.hourly().map(|rate| rate.to_string()), Some("12.30".to_owned()));
        assert_eq!(pays.take((3, 2025)), None);
        assert_eq!(Pay::default().hourly(), None);
    }
}

//! What came of independent workers (EITI): means over people and months, that name nobody.

use form::{Date, Decimal};
use serde::{Deserialize, Serialize};

use super::{
    contract::Contracts,
    packed::{day_number, find, month_number, of_month_number, year_of},
    statement::Statement,
};

/// Independent workers of a year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Independents {
    /// Workers whose first client came in the year (`contrat_date_premier_client`); unknown where no contract tells one.
    pub first_clients: Option<u32>,
    /// Income of those who left in the year, three months later (`contrat_revenu_ti_3mois_sortie`), euros.
    pub income: Mean,
    /// Turnover of a worker and a month (`emi_dsm_ca_reel`), euros.
    pub turnover: Mean,
    /// Meetings of a worker and a month (`emi_dsm_nb_rdv_mens_ti`).
    pub meetings: Mean,
}

/// A sum, and of how many it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mean {
    /// The sum.
    pub sum: Decimal,
    /// How many told theirs.
    pub count: u32,
}

impl Mean {
    /// The mean, two decimals; none of nobody.
    #[must_use]
    pub fn value(self) -> Option<Decimal> {
        self.sum.checked_div(Decimal::from(self.count)).map(super::etp::rounded)
    }

    /// Both together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self { sum: self.sum + other.sum, count: self.count + other.count }
    }

    fn add(&mut self, number: Decimal) {
        *self = self.with(Self { sum: number, count: 1 });
    }
}

/// What a row of `fluxIAE_ContratMission` tells of an independent worker.
///
/// Neither `Debug` nor `Serialize`: it cannot be shown.
#[derive(Clone, Copy)]
pub struct BusinessRow {
    /// `contrat_id_ctr`.
    pub contract: u32,
    /// `contrat_date_premier_client`.
    pub first_client: Option<Date>,
    /// `contrat_revenu_ti_3mois_sortie`, cents.
    pub income: Option<u32>,
}

/// What a row of `fluxIAE_EtatMensuelIndiv` tells of an independent worker.
///
/// Neither `Debug` nor `Serialize`: it cannot be shown.
#[derive(Clone, Copy)]
pub struct ActivityRow {
    /// `emi_afi_id`.
    pub annexe: u32,
    /// `emi_pph_id`.
    pub person: u32,
    /// `emi_ctr_id`; 0 for none.
    pub contract: u32,
    /// `emi_dsm_id`; 0 for none.
    pub line: u32,
    /// `emi_sme_annee`.
    pub year: i16,
    /// `emi_sme_mois`, 1 to 12.
    pub month: i8,
    /// `emi_date_modification`.
    pub modified: Option<Date>,
    /// `emi_dsm_ca_reel`, cents.
    pub turnover: Option<u32>,
    /// `emi_dsm_nb_rdv_mens_ti`.
    pub meetings: Option<u16>,
}

/// Contracts of independent workers that tell something, by identifier: twelve bytes each.
pub(super) struct Businesses(Vec<Business>);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Business {
    contract: u32,
    /// Cents and one; 0 where it is not told.
    income: u32,
    first_client: u16,
}

impl Business {
    /// Packs a row; none when it tells nothing.
    pub(super) fn packed(row: &BusinessRow) -> Option<Self> {
        let income = row.income.map_or(0, |cents| cents.saturating_add(1));
        let first_client = day_number(row.first_client);
        (income > 0 || first_client > 0).then_some(Self { contract: row.contract, income, first_client })
    }
}

impl Businesses {
    pub(super) fn of(mut all: Vec<Business>) -> Self {
        all.sort_unstable();
        all.dedup_by_key(|one| one.contract);
        Self(all)
    }

    /// What the contracts of a year tell; the statements are those of one annexe and year, sorted by person.
    pub(super) fn count(&self, statements: &[Statement], contracts: &Contracts, year: i16) -> Independents {
        let mut all =
            Independents { first_clients: (!self.0.is_empty()).then_some(0), ..Independents::default() };
        for own in statements.chunk_by(|a, b| a.person == b.person) {
            let mut first_client = false;
            for same in own.chunk_by(|a, b| a.contract == b.contract) {
                let id = same[0].contract;
                let Some(told) = find(&self.0, id, |one| one.contract) else { continue };
                first_client |= year_of(told.first_client) == Some(year);
                let left = contracts.get(id).and_then(super::contract::Contract::ended) == Some(year);
                if let Some(cents) = told.income.checked_sub(1).filter(|_| left) {
                    all.income.add(euros(cents));
                }
            }
            all.first_clients = all.first_clients.map(|count| count + u32::from(first_client));
        }
        all
    }
}

/// One month of an independent worker, packed: 28 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Activity {
    place: u32,
    month: u16,
    person: u32,
    contract: u32,
    line: u32,
    /// Days from the last modification to the end of what a number of days holds: the last modified comes first.
    age: u16,
    /// Cents and one; 0 where it is not told.
    turnover: u32,
    /// Meetings and one; 0 where they are not told.
    meetings: u16,
}

impl Activity {
    /// Packs a row of the annexe at a place; none when it tells nothing, or its month is none.
    pub(super) fn packed(row: &ActivityRow, place: u32) -> Option<Self> {
        let turnover = row.turnover.map_or(0, |cents| cents.saturating_add(1));
        let meetings = row.meetings.map_or(0, |count| count.saturating_add(1));
        let month = month_number(row.year, row.month)?;
        (turnover > 0 || meetings > 0).then_some(Self {
            place,
            month,
            person: row.person,
            contract: row.contract,
            line: row.line,
            age: u16::MAX - day_number(row.modified),
            turnover,
            meetings,
        })
    }

    fn group(&self) -> (u32, i16) {
        (self.place, of_month_number(self.month).0)
    }
}

/// The means of each annexe and year: a line that is delivered twice counts once, as it was modified last.
pub(super) fn means(mut all: Vec<Activity>) -> Vec<((u32, i16), Mean, Mean)> {
    all.sort_unstable();
    all.dedup_by(|next, kept| {
        let key = |row: &Activity| (row.place, row.month, row.person, row.contract, row.line);
        if kept.line == 0 { next == kept } else { key(next) == key(kept) }
    });
    let of_group = |rows: &[Activity]| {
        let (mut turnover, mut meetings) = (Mean::default(), Mean::default());
        for row in rows {
            if let Some(cents) = row.turnover.checked_sub(1) {
                turnover.add(euros(cents));
            }
            if let Some(count) = row.meetings.checked_sub(1) {
                meetings.add(Decimal::from(count));
            }
        }
        (rows[0].group(), turnover, meetings)
    };
    all.chunk_by(|a, b| a.group() == b.group()).map(of_group).collect()
}

fn euros(cents: u32) -> Decimal {
    Decimal::new(i64::from(cents), 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_tell_nothing_are_not_kept() {
        let row = ActivityRow {
            annexe: 1,
            person: 1,
            contract: 1,
            line: 1,
            year: 2026,
            month: 1,
            modified: None,
            turnover: None,
            meetings: None,
        };
        assert!(Activity::packed(&row, 0).is_none());
        assert!(
            Activity::packed(&ActivityRow { turnover: Some(0), ..row }, 0).is_some(),
            "nothing earned is told"
        );
        let row = BusinessRow { contract: 1, first_client: None, income: None };
        assert!(Business::packed(&row).is_none());
        assert!(Business::packed(&BusinessRow { income: Some(0), ..row }).is_some());
    }

    #[test]
    fn a_mean_is_of_those_who_told_theirs() {
        let mean =
            |sum: i64, count| Mean { sum: Decimal::from(sum), count }.value().map(|mean| mean.to_string());
        assert_eq!(mean(0, 0), None);
        assert_eq!(mean(10, 3).as_deref(), Some("3.33"));
        assert_eq!(mean(0, 3).as_deref(), Some("0"));
    }
}

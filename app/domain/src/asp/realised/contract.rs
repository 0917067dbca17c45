//! Contracts as the join needs them: twenty-four bytes each, and the length of the chain each stands in.

use form::Date;

use super::{
    Level, Seeking,
    packed::{day_number, find, year_of},
};

/// What a row of `fluxIAE_ContratMission` tells.
///
/// Neither `Debug` nor `Serialize`: it cannot be shown.
#[derive(Clone, Copy)]
pub struct ContractRow {
    /// `contrat_id_ctr`.
    pub id: u32,
    /// `contrat_id_pph`.
    pub person: u32,
    /// `contrat_id_structure`.
    pub structure: u32,
    /// `contrat_mesure_disp_id`.
    pub measure: u16,
    /// `contrat_date_embauche`.
    pub hired: Option<Date>,
    /// `contrat_date_sortie_definitive`.
    pub left: Option<Date>,
    /// `contrat_type_contrat` is 0: not a renewal.
    pub initial: bool,
    /// `contrat_format_contrat_code`, as the gathering numbers it.
    pub form: u8,
    /// `contrat_orienteur_id`, or `_code`, as the gathering numbers it.
    pub referrer: u8,
    /// `contrat_duree_contrat`, months; 0 where it is not told.
    pub months: u8,
    /// `contrat_duree_hebdo_travail`, minutes; 0 where it is not told.
    pub weekly: u16,
    /// `contrat_niveau_de_formation_id`, looked up.
    pub level: Option<Level>,
    /// `contrat_salarie_pe_duree_id`, looked up.
    pub seeking: Option<Seeking>,
    /// Statuses of the person.
    pub statuses: Statuses,
}

/// A status that a contract tells of its person.
#[derive(Clone, Copy)]
pub enum Status {
    /// `contrat_salarie_rsa` is `OUI-M` or `OUI-NM`.
    Rsa,
    /// `contrat_salarie_ass`.
    Ass,
    /// `contrat_salarie_aah`.
    Aah,
    /// `contrat_salarie_rqth`.
    Rqth,
    /// `contrat_salarie_parent_isole`.
    LoneParent,
    /// `contrat_salarie_sortant_ase`.
    CareLeaver,
    /// `contrat_salarie_refugie`.
    Refugee,
    /// `contrat_salarie_sortant_detention`.
    Released,
    /// `contrat_salarie_hebergement`.
    Homeless,
    /// `contrat_salarie_mobilite`.
    Immobile,
}

/// Statuses of somebody, a bit each.
#[derive(Clone, Copy, Default)]
pub struct Statuses(u16);

impl Statuses {
    /// These, and one more where a cell says yes.
    #[must_use]
    pub fn with(self, status: Status, yes: bool) -> Self {
        let bit = match status {
            Status::Rsa => flag::RSA,
            Status::Ass => flag::ASS,
            Status::Aah => flag::AAH,
            Status::Rqth => flag::RQTH,
            Status::LoneParent => flag::LONE_PARENT,
            Status::CareLeaver => flag::CARE_LEAVER,
            Status::Refugee => flag::REFUGEE,
            Status::Released => flag::RELEASED,
            Status::Homeless => flag::HOMELESS,
            Status::Immobile => flag::IMMOBILE,
        };
        Self(self.0 | if yes { bit } else { 0 })
    }
}

/// One contract, packed.
///
/// The days become those of its whole chain once the contracts are sorted ([`Contracts::of`]).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Contract {
    id: u32,
    pub(super) person: u32,
    structure: u32,
    hired: u16,
    left: u16,
    flags: u16,
    /// Minutes of work in a week; 0 where it is not told.
    pub(super) weekly: u16,
    pub(super) form: u8,
    measure: u8,
    pub(super) referrer: u8,
    /// Months it was signed for; 0 where it is not told.
    pub(super) months: u8,
}

/// What a contract tells of somebody, a bit each.
pub(super) mod flag {
    pub(in super::super) const RSA: u16 = 1;
    pub(in super::super) const ASS: u16 = 1 << 1;
    pub(in super::super) const AAH: u16 = 1 << 2;
    pub(in super::super) const RQTH: u16 = 1 << 3;
    pub(in super::super) const DELD: u16 = 1 << 4;
    pub(in super::super) const DETLD: u16 = 1 << 5;
    pub(in super::super) const CAP_BEP: u16 = 1 << 6;
    pub(in super::super) const UNCERTIFIED: u16 = 1 << 7;
    pub(in super::super) const BELOW_CAP: u16 = 1 << 8;
    pub(in super::super) const LONE_PARENT: u16 = 1 << 9;
    pub(in super::super) const CARE_LEAVER: u16 = 1 << 10;
    pub(in super::super) const REFUGEE: u16 = 1 << 11;
    pub(in super::super) const RELEASED: u16 = 1 << 12;
    pub(in super::super) const HOMELESS: u16 = 1 << 13;
    pub(in super::super) const IMMOBILE: u16 = 1 << 14;
    pub(super) const INITIAL: u16 = 1 << 15;
}

impl Contract {
    pub(super) fn packed(row: &ContractRow) -> Self {
        let mut flags = row.statuses.0;
        for (set, bit) in [
            (row.seeking == Some(Seeking::Long), flag::DELD),
            (row.seeking == Some(Seeking::VeryLong), flag::DETLD),
            (row.level == Some(Level::CapBep), flag::CAP_BEP),
            (row.level == Some(Level::Uncertified), flag::UNCERTIFIED),
            (row.level == Some(Level::BelowCap), flag::BELOW_CAP),
            (row.initial, flag::INITIAL),
        ] {
            flags |= if set { bit } else { 0 };
        }
        Self {
            id: row.id,
            person: row.person,
            structure: row.structure,
            hired: day_number(row.hired),
            left: day_number(row.left),
            flags,
            weekly: row.weekly,
            form: row.form,
            referrer: row.referrer,
            months: row.months,
            // Measures are a handful; one beyond is none that is known.
            measure: u8::try_from(row.measure).unwrap_or_default(),
        }
    }

    /// Flags of [`flag`].
    pub(super) fn flags(self) -> u16 {
        self.flags & !flag::INITIAL
    }

    /// `rme_id` of its measure.
    pub(super) fn measure(self) -> u16 {
        u16::from(self.measure)
    }

    /// Year it began, for one that renews none.
    pub(super) fn begun(self) -> Option<i16> {
        (self.flags & flag::INITIAL > 0).then(|| year_of(self.hired))?
    }

    /// Year of the last exit of its chain.
    pub(super) fn ended(self) -> Option<i16> {
        year_of(self.left)
    }

    /// Days from the first hiring of its chain to the last exit; none while either is unknown.
    pub(super) fn days(self) -> Option<u16> {
        (self.hired > 0 && self.left > 0).then(|| self.left.saturating_sub(self.hired))
    }

    fn chain(&self) -> (u32, u32, u8) {
        (self.person, self.structure, self.measure)
    }
}

/// Every contract of a delivery, by identifier, each with the days of its chain.
pub(super) struct Contracts(Vec<Contract>);

impl Contracts {
    /// Joins the renewals to their first contract, then sorts by identifier.
    ///
    /// A chain begins with a contract that renews none, and holds what follows for the same person, structure and
    /// measure, in the order of the hirings.
    pub(super) fn of(mut contracts: Vec<Contract>) -> Self {
        contracts.sort_unstable();
        contracts.dedup_by_key(|contract| contract.id);
        contracts.sort_unstable_by_key(|contract| {
            (contract.chain(), contract.hired, contract.flags & flag::INITIAL == 0, contract.id)
        });
        let mut begin = 0;
        for place in 0..contracts.len() {
            let next = contracts.get(place + 1);
            let ends = next.is_none_or(|next| {
                next.chain() != contracts[place].chain() || next.flags & flag::INITIAL > 0
            });
            if ends {
                span(&mut contracts[begin..=place]);
                begin = place + 1;
            }
        }
        contracts.sort_unstable_by_key(|contract| contract.id);
        Self(contracts)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn get(&self, id: u32) -> Option<Contract> {
        find(&self.0, id, |contract| contract.id)
    }
}

/// Gives each contract of a chain the first hiring and the last exit of all.
fn span(chain: &mut [Contract]) {
    let hired = chain.iter().map(|contract| contract.hired).filter(|day| *day > 0).min().unwrap_or_default();
    let left = chain.iter().map(|contract| contract.left).max().unwrap_or_default();
    for contract in chain {
        contract.hired = hired;
        contract.left = left;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: u32, person: u32, initial: bool, hired: (i8, i8), left: Option<(i8, i8)>) -> Contract {
        Contract::packed(&ContractRow {
            id,
            person,
            structure: 1,
            measure: 2,
            hired: Some(Date::constant(2025, hired.0, hired.1)),
            left: left.map(|(month, day)| Date::constant(2025, month, day)),
            initial,
            form: 0,
            referrer: 0,
            months: 0,
            weekly: 0,
            level: None,
            seeking: None,
            statuses: Statuses::default(),
        })
    }

    fn days(contracts: &[Contract]) -> Vec<Option<u16>> {
        let sorted = Contracts::of(contracts.to_vec());
        contracts.iter().map(|contract| sorted.get(contract.id).expect("it went in").days()).collect()
    }

    #[test]
    fn a_contract_is_twenty_four_bytes() {
        assert_eq!(size_of::<Contract>(), 24);
    }

    #[test]
    fn only_a_contract_that_renews_none_begins() {
        let contracts = [row(1, 7, true, (3, 1), None), row(2, 7, false, (9, 1), Some((12, 31)))];
        assert_eq!(contracts.map(Contract::begun), [Some(2025), None]);
        assert_eq!(contracts.map(Contract::ended), [None, Some(2025)]);
    }

    #[test]
    fn a_renewal_counts_from_the_first_hiring() {
        let first = row(1, 7, true, (1, 1), None);
        let renewal = row(2, 7, false, (3, 1), Some((5, 1)));
        assert_eq!(days(&[first, renewal]), [Some(120), Some(120)]);
        assert_eq!(days(&[renewal, first]), [Some(120), Some(120)], "whatever the order of the file");
    }

    #[test]
    fn a_new_contract_begins_a_chain_of_its_own() {
        let first = row(1, 7, true, (1, 1), Some((2, 1)));
        let again = row(2, 7, true, (6, 1), Some((6, 11)));
        let other = row(3, 8, false, (3, 1), None);
        assert_eq!(days(&[first, again, other]), [Some(31), Some(10), None]);
    }
}

//! Employees as the join needs them: eight bytes each, gone with the import.

use super::packed::find;

/// What a row of `fluxIAE_Salarie` tells, once its name, number and address are left behind.
///
/// Neither `Debug` nor `Serialize`: it cannot be shown.
#[derive(Clone, Copy)]
pub struct PersonRow {
    /// `salarie_id`.
    pub id: u32,
    /// `salarie_rci_libelle`.
    pub sex: Option<Sex>,
    /// Year of `salarie_date_naissance`.
    pub born: Option<i16>,
    /// `salarie_adr_qpv_type` is `QP`.
    pub qpv: bool,
    /// `salarie_adr_is_zrr`.
    pub zrr: bool,
}

/// How `salarie_rci_libelle` addresses somebody.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// `M.`
    Man,
    /// `MME`
    Woman,
}

/// One employee, packed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Person {
    id: u32,
    born: u16,
    flags: u16,
}

const MAN: u16 = 1;
const WOMAN: u16 = 1 << 1;
const QPV: u16 = 1 << 2;
const ZRR: u16 = 1 << 3;

impl Person {
    pub(super) fn packed(row: &PersonRow) -> Self {
        let mut flags = 0;
        for (set, flag) in [
            (row.sex == Some(Sex::Man), MAN),
            (row.sex == Some(Sex::Woman), WOMAN),
            (row.qpv, QPV),
            (row.zrr, ZRR),
        ] {
            flags |= if set { flag } else { 0 };
        }
        let born = row.born.and_then(|year| u16::try_from(year).ok()).unwrap_or_default();
        Self { id: row.id, born, flags }
    }

    /// Age in a year as ASP and pilotage count it: the year less that of birth.
    pub(super) fn age_in(self, year: i16) -> Option<i32> {
        (self.born > 0).then(|| i32::from(year) - i32::from(self.born))
    }

    pub(super) fn is_man(self) -> bool {
        self.flags & MAN > 0
    }

    pub(super) fn is_woman(self) -> bool {
        self.flags & WOMAN > 0
    }

    pub(super) fn in_qpv(self) -> bool {
        self.flags & QPV > 0
    }

    pub(super) fn in_zrr(self) -> bool {
        self.flags & ZRR > 0
    }
}

/// Every employee of a delivery, by identifier.
pub(super) struct People(Vec<Person>);

impl People {
    /// Sorts them; a repeated identifier keeps the fuller row, whatever the order of the file.
    pub(super) fn of(mut people: Vec<Person>) -> Self {
        people.sort_unstable_by(|a, b| a.id.cmp(&b.id).then(b.cmp(a)));
        people.dedup_by_key(|person| person.id);
        Self(people)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn get(&self, id: u32) -> Option<Person> {
        find(&self.0, id, |person| person.id)
    }
}

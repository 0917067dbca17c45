//! A post and the people who hold it one after the other: names that are nobody's, and their contracts.

use domain::Kind;
use form::{Date, french};

use super::{
    draw::Draw,
    references::{form, measure, referrer, weekly},
};

/// Family names that no text of the application holds: finding one anywhere means that somebody came out.
const FAMILY: [&str; 6] = ["XAVIGNOLLES", "QUERBADEC", "ZYLBERVIN", "OUZTRAQUET", "VRANGELARD", "KJOSTANVIL"];
/// Given names, likewise.
const GIVEN: [&str; 6] = ["Zéphyrine", "Wandrillon", "Quiterie", "Oswaldine", "Philibertin", "Yseultine"];

/// Somebody who holds a post.
pub(super) struct Holder {
    pub(super) person: u32,
    pub(super) contract: u32,
    /// Renewals so far.
    renewals: u8,
    /// Day of the present contract.
    hired: Date,
    /// Months of the present contract so far.
    pub(super) months: u8,
    /// Months left before the person leaves.
    pub(super) left: u8,
    /// The end of the contract's row: level, length of search, statuses.
    status: String,
    form: (u8, &'static str),
}

/// Months of a contract before it is renewed.
const RENEWED_AFTER: u8 = 6;

impl Holder {
    /// Somebody new, hired on a day, with the row that tells them.
    pub(super) fn drawn(
        draw: &mut Draw,
        kind: Kind,
        (person, contract): (u32, u32),
        hired: Date,
    ) -> (Self, String) {
        let small = |number: i64| u8::try_from(number).expect("drawn small");
        let rsa = draw.one_of(&["NON", "NON", "OUI-M", "OUI-NM"]);
        let status = format!(
            "{}|{}|{rsa}|{}|{}|{}|false",
            draw.between(1, 5),
            draw.between(1, 4),
            draw.chance(6),
            draw.chance(4),
            draw.chance(12)
        );
        let months = if draw.chance(20) { draw.between(1, 3) } else { draw.between(4, 16) };
        let form = form(kind, draw);
        let holder =
            Self { person, contract, renewals: 0, hired, months: 0, left: small(months), status, form };
        let row = identity(draw, person, hired.year());
        (holder, row)
    }

    /// Whether the present contract ends and another begins.
    pub(super) fn is_renewed(&self) -> bool {
        self.months >= RENEWED_AFTER && self.left > 0
    }

    /// Begins another contract.
    pub(super) fn renew(&mut self, contract: u32, hired: Date) {
        self.contract = contract;
        self.hired = hired;
        self.months = 0;
        self.renewals += 1;
    }

    /// The row of the present contract, which ends with an exit or with nothing.
    pub(super) fn contract_row(
        &self,
        structure: i64,
        kind: Kind,
        exit: Option<(Date, (u8, &'static str))>,
    ) -> String {
        let hired = french::date(self.hired);
        let end = self.hired.saturating_add(jiff::Span::new().months(6));
        let (day, reason, code) = exit.map_or_else(
            || (String::new(), String::new(), ""),
            |(day, (reason, code))| (french::date(day), reason.to_string(), code),
        );
        let (form, form_code) = self.form;
        let (referrer, referrer_code) = referrer(self.person);
        let (client, income) = self.business(kind, exit.is_some());
        format!(
            "{hired}|{hired}|{structure}|{}|{kind}_DC|{}|{}|{hired}|{}|6|{}|{form}|{form_code}|K2204|{}|{day}|\
             {reason}|{code}|{}|{referrer}|{referrer_code}|{client}|{income}|{}",
            measure(kind),
            self.person,
            self.contract,
            french::date(end),
            self.renewals,
            weekly(kind, self.person),
            self.status,
            difficulties(self.person),
        )
    }

    /// `contrat_date_premier_client` and `contrat_revenu_ti_3mois_sortie` of an independent worker, blank for others.
    fn business(&self, kind: Kind, leaves: bool) -> (String, String) {
        if kind != Kind::Eiti {
            return (String::new(), String::new());
        }
        let days = jiff::Span::new().days(i64::from(self.person % 25));
        let found = !self.person.is_multiple_of(3);
        let client = if found { french::date(self.hired.saturating_add(days)) } else { String::new() };
        let income = if leaves { format!("{}.50", 700 + self.person % 600) } else { String::new() };
        (client, income)
    }
}

/// `contrat_salarie_parent_isole`, `_sortant_ase`, `_refugie`, `_sortant_detention`, `_hebergement` and `_mobilite` of
/// somebody.
fn difficulties(person: u32) -> String {
    [7, 23, 17, 29, 19, 4].map(|one_in: u32| person.is_multiple_of(one_in).to_string()).join("|")
}

/// `emi_dsm_ca_reel` and `emi_dsm_nb_rdv_mens_ti` of a month of an independent worker, blank for others.
pub(super) fn activity(kind: Kind, line: u32) -> String {
    if kind == Kind::Eiti {
        format!("{}.{:02}|{}", line % 1_700, line % 100, line % 4)
    } else {
        "|".to_owned()
    }
}

/// A row of `fluxIAE_Salarie`: all that must never come out.
fn identity(draw: &mut Draw, person: u32, year: i16) -> String {
    let woman = draw.chance(47);
    let (family, given) = (draw.one_of(&FAMILY), draw.one_of(&GIVEN));
    let born = year - i16::try_from(draw.between(18, 62)).expect("an age");
    let (month, day) = (draw.between(1, 12), draw.between(1, 28));
    let nir = format!(
        "{}{:02}{month:02}99{:06}{:02}",
        if woman { 2 } else { 1 },
        born % 100,
        person % 1_000_000,
        7
    );
    let title = if woman { "MME" } else { "M." };
    let zone = if draw.chance(18) { "QP|QUARTIER DES TEMOINS" } else { "NQP|" };
    let zrr = draw.chance(22);
    format!(
        "{person}|{nir}|99999{person:07}|{title}|{family}|{family}|{given}|{day:02}/{month:02}/{born}|4|\
         DES TEMOINS|29000|QUIMPER|{zone}|{zrr}|{given}.{family}@temoin.example|0600{:06}",
        person % 1_000_000
    )
}

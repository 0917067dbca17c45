//! Monthly statements as the walk needs them: twenty-four bytes a person, a contract and a month.

use form::{Date, Decimal};

use super::{
    ExitCategory,
    packed::{day_number, month_number, of_month_number},
};

/// Hours of a statement, exact: ten-thousandths of an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hours(i32);

/// Ten-thousandths in an hour.
const UNIT: i64 = 10_000;

impl Hours {
    /// Most hours a row may state, either way: no month has more than 744.
    pub const MOST: i32 = 9_999;

    /// Ten-thousandths of an hour.
    pub(super) fn units(self) -> i64 {
        i64::from(self.0)
    }

    /// Hours of `151.67`, with four decimals at most; none for anything else, or for more than [`Self::MOST`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
        let kept = decimals.trim_end_matches('0');
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 4 || kept.len() > 4 || !plain(whole) || !plain(decimals) {
            return None;
        }
        let padding = [1_000, 100, 10, 1];
        let fraction: i32 = kept.bytes().zip(padding).map(|(byte, unit)| i32::from(byte - b'0') * unit).sum();
        let hours = whole.parse::<i32>().ok()? * 10_000 + fraction;
        Some(Self(if negative { -hours } else { hours }))
    }
}

/// Many hours as an exact decimal.
pub(super) fn decimal(units: i64) -> Decimal {
    Decimal::new(units, 4).normalize()
}

/// Ten-thousandths of one hour: what somebody must have worked to be counted.
pub(super) const ONE_HOUR: i64 = UNIT;

/// What a row of `fluxIAE_EtatMensuelIndiv` tells.
///
/// Neither `Debug` nor `Serialize`: it cannot be shown.
#[derive(Clone, Copy)]
pub struct StatementRow {
    /// `emi_afi_id`.
    pub annexe: u32,
    /// `emi_pph_id`.
    pub person: u32,
    /// `emi_ctr_id`; 0 for none.
    pub contract: u32,
    /// `emi_dsm_id`: line of the statement; 0 for none.
    pub line: u32,
    /// `emi_sme_annee`.
    pub year: i16,
    /// `emi_sme_mois`, 1 to 12.
    pub month: i8,
    /// `emi_nb_heures_travail`.
    pub hours: Hours,
    /// `emi_esm_etat_code` is `VALIDE`.
    pub valid: bool,
    /// `emi_motif_sortie_id`, looked up.
    pub exit: Option<ExitCategory>,
    /// `emi_date_modification`.
    pub modified: Option<Date>,
}

/// One statement, packed: `head` holds the month, the state and the category of the exit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Statement {
    pub(super) place: u32,
    pub(super) person: u32,
    pub(super) contract: u32,
    line: u32,
    hours: i32,
    head: u16,
    modified: u16,
}

const VALID: u16 = 1 << 3;
const MONTH: u32 = 4;
const CATEGORIES: [Option<ExitCategory>; 6] = [
    None,
    Some(ExitCategory::Durable),
    Some(ExitCategory::Transition),
    Some(ExitCategory::Positive),
    Some(ExitCategory::Other),
    Some(ExitCategory::Withdrawn),
];

impl Statement {
    /// Packs a row of the annexe at a place; none when its month is none.
    pub(super) fn packed(row: &StatementRow, place: u32) -> Option<Self> {
        let month = month_number(row.year, row.month).filter(|_| (1..=12).contains(&row.month))?;
        let category = CATEGORIES.iter().position(|category| *category == row.exit).unwrap_or_default();
        let category = u16::try_from(category).expect("a handful of categories");
        Some(Self {
            place,
            person: row.person,
            contract: row.contract,
            line: row.line,
            hours: row.hours.0,
            head: month << MONTH | if row.valid { VALID } else { 0 } | category,
            modified: day_number(row.modified),
        })
    }

    pub(super) fn year(self) -> i16 {
        of_month_number(self.head >> MONTH).0
    }

    /// 1 to 12.
    pub(super) fn month(self) -> i8 {
        of_month_number(self.head >> MONTH).1
    }

    pub(super) fn valid(self) -> bool {
        self.head & VALID > 0
    }

    /// Ten-thousandths of an hour.
    pub(super) fn hours(self) -> i64 {
        i64::from(self.hours)
    }

    /// The category of an exit that may count: neither blank nor withdrawn.
    pub(super) fn exit(self) -> Option<ExitCategory> {
        let category = CATEGORIES.get(usize::from(self.head & (VALID - 1))).copied().flatten();
        category.filter(|category| *category != ExitCategory::Withdrawn)
    }

    /// Annexe and year: those of one result.
    pub(super) fn group(&self) -> (u32, i16) {
        (self.place, self.year())
    }

    /// The order of the walk: annexe, year, person, contract, month, line, then the last modified first.
    fn order(&self) -> (u128, u128) {
        let month = self.head >> MONTH;
        let year = u128::from(month / 12);
        let group = u128::from(self.place) << 80 | year << 64;
        let person = u128::from(self.person) << 32 | u128::from(self.contract);
        let line = u128::from(month) << 96 | u128::from(self.line) << 64;
        (group | person, line | u128::from(u16::MAX - self.modified) << 48)
    }

    /// Whether two rows, neighbours once sorted, are one line of one statement delivered twice.
    ///
    /// Without a number of line, only equal rows are.
    fn repeats(&self, other: &Self) -> bool {
        let key = |row: &Self| (row.place, row.person, row.contract, row.line, row.head >> MONTH);
        if self.line == 0 { self == other } else { key(self) == key(other) }
    }
}

/// Sorts statements for the walk; answers how many said again what another says.
///
/// Of a line told twice, the last modified stays, whatever the order of the file.
pub(super) fn sorted(statements: &mut Vec<Statement>) -> usize {
    statements.sort_unstable_by(|a, b| a.order().cmp(&b.order()).then_with(|| a.cmp(b)));
    let before = statements.len();
    statements.dedup_by(|next, kept| next.repeats(kept));
    before - statements.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_twenty_four_bytes() {
        assert_eq!(size_of::<Statement>(), 24);
    }

    #[test]
    fn hours_are_exact() {
        for (text, expected) in [
            ("151.67", Some("151.67")),
            ("0", Some("0")),
            ("0.25", Some("0.25")),
            ("7.", Some("7")),
            ("120.500000", Some("120.5")),
            ("0.0001", Some("0.0001")),
            ("-3.5", Some("-3.5")),
            ("9999.9999", Some("9999.9999")),
            ("0.00001", None),
            ("10000", None),
            ("", None),
            ("-", None),
            (".5", None),
            ("1,5", None),
            ("1e2", None),
            ("DUPONT", None),
        ] {
            let hours = Hours::parse(text).map(|hours| decimal(i64::from(hours.0)).to_string());
            assert_eq!(hours.as_deref(), expected, "{text}");
        }
    }

    fn row() -> StatementRow {
        StatementRow {
            annexe: 1,
            person: 2,
            contract: 3,
            line: 4,
            year: 2026,
            month: 5,
            hours: Hours::parse("100.25").expect("hours"),
            valid: true,
            exit: Some(ExitCategory::Other),
            modified: Some(Date::constant(2026, 6, 1)),
        }
    }

    fn packed(row: &StatementRow) -> Statement {
        Statement::packed(row, 9).expect("a month")
    }

    #[test]
    fn what_is_packed_comes_back() {
        let statement = packed(&row());
        assert_eq!((statement.group(), statement.month()), ((9, 2026), 5));
        assert_eq!((statement.hours(), statement.valid()), (1_002_500, true));
        assert!(statement.exit() == Some(ExitCategory::Other));
        let withdrawn = packed(&StatementRow { exit: Some(ExitCategory::Withdrawn), valid: false, ..row() });
        assert!(withdrawn.exit().is_none() && !withdrawn.valid());
        assert!(Statement::packed(&StatementRow { month: 13, ..row() }, 9).is_none());
        assert!(Statement::packed(&StatementRow { month: 0, ..row() }, 9).is_none());
    }

    #[test]
    fn a_line_told_twice_counts_once_as_last_modified() {
        let late = StatementRow {
            hours: Hours::parse("90").expect("hours"),
            modified: Some(Date::constant(2026, 7, 1)),
            ..row()
        };
        let other = StatementRow { line: 5, ..row() };
        for order in [[row(), late, other], [late, other, row()], [other, row(), late]] {
            let mut statements: Vec<Statement> = order.iter().map(packed).collect();
            assert_eq!(sorted(&mut statements), 1);
            let hours: Vec<i64> = statements.iter().map(|statement| statement.hours()).collect();
            assert_eq!(hours, [900_000, 1_002_500]);
        }
    }

    #[test]
    fn without_a_line_only_equal_rows_are_one() {
        let bare = StatementRow { line: 0, ..row() };
        let more = StatementRow { hours: Hours::parse("1").expect("hours"), ..bare };
        let mut statements: Vec<Statement> = [bare, more, bare].iter().map(packed).collect();
        assert_eq!(sorted(&mut statements), 1);
        assert_eq!(statements.len(), 2);
    }
}

//! The counting rules, on annexes and rows of a few lines.

mod exits;
mod hires;
mod properties;
mod yearly;

use form::Decimal;

use super::*;
use crate::asp::{
    Annexe, AnnexeState, Context, Finance, Objectives, Posts, Workflow, Workforce,
    realised::{
        ExitCategory, Helped, Hours, Level, Seeking, Sex, StatementRow, Status, Statuses, Supports,
        missing_months,
    },
};

fn day(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

const DELIVERED: Date = Date::constant(2026, 11, 16);

/// An annexe of 2026 under an identifier and a measure.
fn annexe(id: i64, measure: &str) -> Annexe {
    let kind = measure.split('_').next().expect("a measure");
    Annexe {
        row_id: id,
        annexe_id: id,
        structure_asp_id: 1,
        convention: None,
        measure: measure.parse().expect("a measure"),
        number: format!("{kind}02926{id:04}A0M0").parse().expect("a number"),
        state: AnnexeState::Valide,
        suspended: false,
        start: day(2026, 1, 1),
        end: day(2026, 12, 31),
        posts: Posts { hours: Some(Decimal::from(1820)), ..Posts::default() },
        cofinancing: None,
        fund: None,
        workforce: Workforce::default(),
        finance: Finance::default(),
        objectives: Objectives::default(),
        context: Context::default(),
        workflow: Workflow::default(),
        delivered: DELIVERED,
    }
}

fn references() -> References {
    let categories = [
        (1, ExitCategory::Durable),
        (2, ExitCategory::Transition),
        (3, ExitCategory::Positive),
        (4, ExitCategory::Other),
        (5, ExitCategory::Withdrawn),
    ];
    References {
        reasons: categories.into_iter().collect(),
        levels: [(1, Level::CapBep)].into_iter().collect(),
        seeking: [(1, Seeking::Long)].into_iter().collect(),
        ..References::default()
    }
}

fn gathering(annexes: &[Annexe]) -> Gathering {
    let mut held = Annexes::default();
    for annexe in annexes {
        held.add(annexe);
    }
    Gathering::under(held, references())
}

fn person(id: u32, sex: Sex, born: i16) -> PersonRow {
    PersonRow { id, sex: Some(sex), born: Some(born), qpv: false, zrr: false }
}

fn contract(id: u32, person: u32, hired: Date, left: Option<Date>) -> ContractRow {
    ContractRow {
        id,
        person,
        structure: 1,
        measure: 2,
        hired: Some(hired),
        left,
        initial: true,
        form: 0,
        referrer: 0,
        months: 0,
        weekly: 0,
        level: None,
        seeking: None,
        statuses: Statuses::default(),
    }
}

/// A statement of 2026, under annexe 1.
fn statement(person: u32, month: i8, hours: &str) -> StatementRow {
    StatementRow {
        annexe: 1,
        person,
        contract: person + 100,
        line: person * 100 + u32::try_from(month).expect("a month"),
        year: 2026,
        month,
        hours: Hours::parse(hours).expect("hours"),
        valid: true,
        exit: None,
        modified: None,
    }
}

fn only(gathered: Gathered) -> Totals {
    let [totals] = <[Totals; 1]>::try_from(gathered.totals).expect("one annexe and year");
    totals
}

#[test]
fn people_count_from_one_hour_in_the_year() {
    let mut gathering = gathering(&[annexe(1, "ACI_DC")]);
    gathering.person(&person(1, Sex::Woman, 2001));
    gathering.person(&person(2, Sex::Man, 2000));
    gathering.person(&person(3, Sex::Man, 1977));
    gathering.person(&person(4, Sex::Woman, 1976));
    for (who, month, hours) in [
        (1, 1, "0.5"),
        (1, 2, "0.5"),
        (2, 1, "0.9999"),
        (3, 1, "151.67"),
        (4, 1, "100"),
        (4, 3, "-99.5"),
        (5, 1, "12"),
    ] {
        gathering.monthly.statement(&statement(who, month, hours));
    }
    let gathered = gathering.finish(DELIVERED);
    assert_eq!(gathered.strangers, 1, "somebody no file of employees knows");
    let totals = only(gathered);
    let people = totals.people.expect("people");
    assert_eq!(people.total, Some(3), "half an hour twice is an hour; less is not");
    assert_eq!((people.women, people.men), (Some(1), Some(1)));
    assert_eq!((people.under_26, people.from_26_to_49, people.from_50), (Some(1), Some(1), Some(0)));
    assert_eq!(people.rsa, None, "no contract was read");
    assert_eq!(
        totals.work.expect("work").hours,
        Some("166.1699".parse().expect("a decimal")),
        "all hours count"
    );
}

#[test]
fn ages_turn_with_the_year() {
    for (born, bands) in [
        (2001, (Some(1), Some(0), Some(0))),
        (2000, (Some(0), Some(1), Some(0))),
        (1977, (Some(0), Some(1), Some(0))),
        (1976, (Some(0), Some(0), Some(1))),
    ] {
        let mut gathering = gathering(&[annexe(1, "EI_DC")]);
        gathering.person(&person(1, Sex::Man, born));
        gathering.monthly.statement(&statement(1, 1, "10"));
        let people = only(gathering.finish(DELIVERED)).people.expect("people");
        assert_eq!((people.under_26, people.from_26_to_49, people.from_50), bands, "born in {born}");
    }
}

#[test]
fn somebody_counts_once_whatever_their_contracts() {
    let mut gathering = gathering(&[annexe(1, "ACI_DC")]);
    let first = contract(101, 1, day(2026, 1, 1), None);
    let status = |status| Statuses::default().with(status, true).with(Status::Aah, false);
    gathering.contract(&ContractRow { statuses: status(Status::Rsa), level: Some(Level::CapBep), ..first });
    let seeking = Some(Seeking::Long);
    gathering.contract(&ContractRow { id: 102, statuses: status(Status::Ass), seeking, ..first });
    gathering.monthly.statement(&statement(1, 1, "10"));
    gathering.monthly.statement(&StatementRow { contract: 102, ..statement(1, 2, "10") });
    let people = only(gathering.finish(DELIVERED)).people.expect("people");
    assert_eq!(people.total, Some(1));
    assert_eq!((people.rsa, people.ass, people.aah), (Some(1), Some(1), Some(0)), "each contract tells");
    assert_eq!((people.cap_bep, people.below_cap, people.deld), (Some(1), Some(0), Some(1)));
    assert_eq!(people.women, None, "no employee was read");
}

#[test]
fn only_annexes_that_speak_are_counted_and_the_last_amendment_tells_its_hours() {
    let replaced = Annexe {
        state: AnnexeState::Historise,
        posts: Posts { hours: Some(Decimal::ONE), ..Posts::default() },
        ..annexe(1, "ACI_DC")
    };
    let last = Annexe { number: "ACI029260001A0M1".parse().expect("a number"), ..annexe(1, "ACI_DC") };
    let first = Annexe { posts: replaced.posts.clone(), ..annexe(1, "ACI_DC") };
    let cancelled = Annexe { state: AnnexeState::Annule, ..annexe(2, "ACI_DC") };
    let mut gathering = gathering(&[last.clone(), replaced, cancelled, first, annexe(3, "FDI_DC")]);
    gathering.monthly.statement(&statement(1, 1, "182"));
    for other in [2, 3, 4] {
        gathering.monthly.statement(&StatementRow { annexe: other, ..statement(1, 1, "10") });
    }
    let gathered = gathering.finish(DELIVERED);
    assert_eq!(gathered.astray, 3);
    let totals = only(gathered);
    assert!(totals.are_of(&last, 2026));
    let work = totals.work.expect("work");
    assert_eq!(work.etp().map(|etp| etp.to_string()).as_deref(), Some("0.10"));
}

#[test]
fn an_annexe_without_statements_misses_all_its_months() {
    let half = Annexe { start: day(2026, 3, 1), end: day(2026, 8, 31), ..annexe(2, "ACI_DC") };
    let mut gathering = gathering(&[annexe(1, "ACI_DC"), half]);
    gathering.monthly.statement(&statement(1, 1, "10"));
    gathering.monthly.statement(&StatementRow { valid: false, ..statement(1, 2, "10") });
    let totals = gathering.finish(DELIVERED).totals;
    let missing = |place: usize| missing_months(totals[place].work.as_ref().expect("work"), 2026, DELIVERED);
    assert_eq!(missing(0), [2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(missing(1), [3, 4, 5, 6, 7, 8]);
}

#[test]
fn codes_that_are_texts_are_no_codes() {
    let mut codes = Codes::default();
    assert_eq!((codes.number("A1"), codes.number("B2"), codes.number("A1")), (1, 2, 1));
    for text in ["", "DUPONT Jeanne", "un texte bien long", "é"] {
        assert_eq!(codes.number(text), 0, "{text}");
    }
    assert_eq!((codes.code(2), codes.code(0), codes.code(9)), (Some("B2"), None, None));
}

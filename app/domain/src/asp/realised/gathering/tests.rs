//! The counting rules, on annexes and rows of a few lines.

use form::Decimal;
use proptest::prelude::*;

use super::*;
use crate::asp::{
    Annexe, AnnexeState, Context, Finance, Objectives, Posts, Workflow, Workforce,
    realised::{
        ExitCategory, Helped, Hours, Level, Seeking, Sex, Status, Statuses, Supports, missing_months,
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
        fdi_aid: None,
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
        gathering.statement(&statement(who, month, hours));
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
        gathering.statement(&statement(1, 1, "10"));
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
    gathering.statement(&statement(1, 1, "10"));
    gathering.statement(&StatementRow { contract: 102, ..statement(1, 2, "10") });
    let people = only(gathering.finish(DELIVERED)).people.expect("people");
    assert_eq!(people.total, Some(1));
    assert_eq!((people.rsa, people.ass, people.aah), (Some(1), Some(1), Some(0)), "each contract tells");
    assert_eq!((people.cap_bep, people.below_cap, people.deld), (Some(1), Some(0), Some(1)));
    assert_eq!(people.women, None, "no employee was read");
}

/// An exit of one person: measure, hours, days of contract, category; and whether it counts.
type Exit = (&'static str, &'static str, i16, u32, Option<bool>);

#[test]
fn exits_count_by_the_rule_of_their_kind() {
    let cases: [Exit; 15] = [
        ("ACI_DC", "1", 81, 1, Some(true)),
        ("ACI_DC", "1", 80, 1, Some(false)),
        ("ACI_DC", "0.99", 81, 1, Some(false)),
        ("EI_DC", "10", 81, 2, Some(true)),
        ("EI_MP", "10", 81, 3, Some(true)),
        ("ACI_MP", "10", 80, 3, Some(false)),
        ("AI_DC", "150", 5, 4, Some(true)),
        ("AI_DC", "149.99", 300, 4, Some(false)),
        ("ETTI_DC", "150", 5, 1, Some(true)),
        ("ETTI_DC", "20", 300, 1, Some(false)),
        ("EITI_DC", "1", 5, 1, Some(true)),
        ("EITI_DC", "0.5", 300, 1, Some(false)),
        ("ACI_DC", "500", 300, 5, None),
        ("ACI_DC", "500", 300, 99, None),
        ("EITI_DC", "500", 300, 5, None),
    ];
    for (measure, hours, days, reason, expected) in cases {
        let mut gathering = gathering(&[annexe(1, measure)]);
        let hired = day(2026, 1, 1);
        let left = hired.saturating_add(jiff::Span::new().days(days));
        gathering.contract(&contract(101, 1, hired, Some(left)));
        let exit = gathering.references().reasons.get(&reason).copied();
        gathering.statement(&StatementRow { exit, ..statement(1, 6, hours) });
        let exits = only(gathering.finish(DELIVERED)).exits.expect("exits");
        let found = (exits.examined, exits.left_out);
        let wanted = match expected {
            Some(true) => (Some(1), 0),
            Some(false) => (Some(0), 1),
            None => (Some(0), 0),
        };
        assert_eq!(found, wanted, "{measure} {hours} h, {days} days, reason {reason}");
    }
}

#[test]
fn people_and_exits_of_the_contrat_passerelle_are_not_counted_and_its_hours_are() {
    let mut gathering = gathering(&[annexe(1, "ACIPA_DC")]);
    gathering.statement(&StatementRow { exit: Some(ExitCategory::Durable), ..statement(1, 6, "500") });
    let totals = only(gathering.finish(DELIVERED));
    assert_eq!((totals.people, totals.exits), (None, None));
    assert_eq!(totals.work.expect("work").hours, Some(Decimal::from(500)));
}

#[test]
fn the_last_exit_of_the_year_is_the_one_that_counts() {
    let mut gathering = gathering(&[annexe(1, "EITI_DC")]);
    let left = |month, exit| StatementRow { exit: Some(exit), ..statement(1, month, "10") };
    gathering.statement(&left(9, ExitCategory::Withdrawn));
    gathering.statement(&left(6, ExitCategory::Durable));
    gathering.statement(&left(2, ExitCategory::Other));
    let exits = only(gathering.finish(DELIVERED)).exits.expect("exits");
    assert_eq!(
        (exits.examined, exits.durable, exits.other),
        (Some(1), 1, Some(0)),
        "what is withdrawn is nothing"
    );
}

#[test]
fn only_annexes_that_speak_are_counted_and_the_last_amendment_tells_its_hours() {
    let replaced = Annexe {
        state: AnnexeState::Historise,
        posts: Posts { hours: Some(Decimal::ONE), ..Posts::default() },
        ..annexe(1, "ACI_DC")
    };
    let last = Annexe { number: "ACI029260001A0M1".parse().expect("a number"), ..annexe(1, "ACI_DC") };
    let cancelled = Annexe { state: AnnexeState::Annule, ..annexe(2, "ACI_DC") };
    let mut gathering =
        gathering(&[last.clone(), replaced, cancelled, annexe(1, "ACI_DC"), annexe(3, "FDI_DC")]);
    gathering.statement(&statement(1, 1, "182"));
    for other in [2, 3, 4] {
        gathering.statement(&StatementRow { annexe: other, ..statement(1, 1, "10") });
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
    gathering.statement(&statement(1, 1, "10"));
    gathering.statement(&StatementRow { valid: false, ..statement(1, 2, "10") });
    let totals = gathering.finish(DELIVERED).totals;
    let missing = |place: usize| missing_months(totals[place].work.as_ref().expect("work"), 2026, DELIVERED);
    assert_eq!(missing(0), [2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(missing(1), [3, 4, 5, 6, 7, 8]);
}

#[test]
fn trainings_go_to_the_annexe_of_their_contract_in_force_that_day() {
    let spring = Annexe { end: day(2026, 6, 30), ..annexe(1, "ACI_DC") };
    let autumn = Annexe { start: day(2026, 7, 1), ..annexe(2, "ACI_DC") };
    let mut gathering = gathering(&[spring, autumn]);
    gathering.contract(&contract(101, 1, day(2026, 1, 1), None));
    gathering.statement(&statement(1, 6, "10"));
    gathering.statement(&StatementRow { annexe: 2, ..statement(1, 7, "10") });
    let kind = gathering.training_type("INT");
    let row = TrainingRow {
        contract: 101,
        id: 7,
        start: day(2026, 6, 30),
        minutes: Some(90),
        days: 3,
        kind,
        objective: 0,
    };
    for training in [
        row,
        row,
        TrainingRow { id: 8, start: day(2026, 7, 1), ..row },
        TrainingRow { id: 9, start: day(2026, 8, 1), minutes: None, ..row },
        TrainingRow { id: 10, start: day(2025, 8, 1), ..row },
        TrainingRow { id: 11, contract: 999, ..row },
    ] {
        gathering.training(&training);
    }
    let gathered = gathering.finish(DELIVERED);
    assert_eq!(gathered.trainings_astray, 2, "no statement that year, no such contract");
    let told = |place: usize| gathered.totals[place].trainings.clone().expect("trainings");
    assert_eq!((told(0).all.count, told(0).all.minutes), (1, 90), "told twice, followed once");
    assert_eq!(told(0).all.hours().to_string(), "1.50");
    assert_eq!((told(1).all.count, told(1).all.people, told(1).all.minutes), (2, 1, 90));
    assert_eq!((told(1).in_days_only, told(1).days), (1, 3), "days count where no hour is told");
    assert_eq!(told(0).by_type.keys().collect::<Vec<_>>(), [UNTOLD], "no reference view explains INT");
}

#[test]
fn the_last_word_of_an_annexe_on_obstacles_and_markets_stays() {
    let helped = |concerned| Helped { concerned, inside: 2, outside: 1, both: 1 };
    let support = |told, concerned| SupportRow {
        annexe: 1,
        told: Some(told),
        id: 1,
        obstacles: [helped(concerned); 8],
        supports: Supports::default(),
    };
    let market = |told, euros: i64| MarketRow {
        annexe: 1,
        told: Some(told),
        receipts: [euros, 0, 0, 0, 0, 0, 0].map(Decimal::from),
    };
    let (early, late) = (day(2026, 1, 1), day(2026, 6, 1));
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let mut gathering = gathering(&[annexe(1, "ACI_DC")]);
        for step in order {
            match step {
                0 => gathering.support(support(early, 9)),
                1 => gathering.support(support(late, 3)),
                _ => gathering.market(market(early, 500)),
            }
            gathering.market(market(late, 0));
        }
        let totals = only(gathering.finish(DELIVERED));
        let obstacle = totals.obstacles.expect("obstacles")[&Obstacle::Mobility];
        assert_eq!((obstacle.concerned, obstacle.concerned()), (3, 4), "those helped are concerned");
        let markets = totals.markets.expect("markets");
        assert_eq!(
            markets,
            [(Sector::Cleaning, Decimal::from(500))].into_iter().collect(),
            "a blank row says nothing"
        );
    }
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

/// A row as its numbers, since a row itself cannot be shown: annexe, person, contract, line, month, hours, exit, state.
type Raw = (u32, u32, u32, u32, i8, i16, usize, bool);

/// Rows of a few people, contracts and months, any of them.
fn rows() -> impl Strategy<Value = Vec<Raw>> {
    let row = (1_u32..4, 1_u32..5, 100_u32..104, 0_u32..40, 1_i8..13, 0_i16..300, 0_usize..8, any::<bool>());
    proptest::collection::vec(row, 0..60)
}

fn row((annexe, person, contract, line, month, hours, exit, valid): Raw) -> StatementRow {
    StatementRow {
        annexe,
        person,
        contract,
        line,
        year: 2026,
        month,
        hours: Hours::parse(&hours.to_string()).expect("hours"),
        valid,
        exit: [ExitCategory::Durable, ExitCategory::Other, ExitCategory::Withdrawn].get(exit).copied(),
        modified: Some(day(2026, 12, 1 + i8::try_from(hours % 28).expect("a day"))),
    }
}

fn counted(rows: &[Raw]) -> Vec<Totals> {
    let annexes = [annexe(1, "ACI_DC"), annexe(2, "AI_DC"), annexe(3, "EITI_DC")];
    let mut gathering = gathering(&annexes);
    for id in 100..104 {
        gathering.contract(&contract(id, id - 99, day(2026, 1, 1), Some(day(2026, 5, 1))));
    }
    for raw in rows {
        gathering.statement(&row(*raw));
    }
    gathering.finish(DELIVERED).totals
}

proptest! {
    #[test]
    fn the_order_of_rows_does_not_matter(
        (rows, shuffled) in rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        prop_assert_eq!(counted(&rows), counted(&shuffled));
    }

    #[test]
    fn rows_told_twice_count_once(rows in rows()) {
        let twice: Vec<Raw> = rows.iter().chain(&rows).copied().collect();
        prop_assert_eq!(counted(&twice), counted(&rows));
    }

    #[test]
    fn parts_never_pass_the_whole(rows in rows()) {
        for totals in counted(&rows) {
            let Some((people, exits)) = totals.people.zip(totals.exits) else { continue };
            let total = people.total.expect("a total");
            prop_assert!(people.rsa <= Some(total));
            let examined = exits.examined.expect("a sum");
            prop_assert_eq!(Some(examined), exits.other.map(|other| other + exits.dynamic()));
            prop_assert!(examined <= total, "who left was there");
        }
    }
}

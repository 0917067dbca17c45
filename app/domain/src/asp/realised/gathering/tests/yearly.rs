//! Trainings, obstacles and markets.

use super::*;
use crate::asp::realised::{Pay, PayRow};

#[test]
fn trainings_go_to_the_annexe_of_their_contract_in_force_that_day() {
    let spring = Annexe { end: day(2026, 6, 30), ..annexe(1, "ACI_DC") };
    let autumn = Annexe { start: day(2026, 7, 1), ..annexe(2, "ACI_DC") };
    let mut gathering = gathering(&[spring, autumn]);
    gathering.contract(&contract(101, 1, day(2026, 1, 1), None));
    gathering.monthly.statement(&statement(1, 6, "10"));
    gathering.monthly.statement(&StatementRow { annexe: 2, ..statement(1, 7, "10") });
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
        TrainingRow { minutes: Some(120), ..row },
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
fn pay_goes_to_the_annexe_and_the_year_it_was_earned_in() {
    let mut gathering = gathering(&[annexe(1, "ACI_DC"), annexe(2, "ACI_DC")]);
    for row in [statement(1, 1, "100"), StatementRow { annexe: 2, ..statement(2, 1, "50") }] {
        gathering.monthly.statement(&row);
    }
    let pay = |annexe, year, gross, hours: &str| PayRow {
        annexe,
        year,
        gross,
        hours: Hours::parse(hours).expect("hours"),
        valid: true,
    };
    // Of an annexe that is not held, of a year without a statement: nothing is told.
    for row in [pay(1, 2026, 121_000, "100"), pay(1, 2025, 1, "1"), pay(9, 2026, 1, "1")] {
        gathering.monthly.pay(&row);
    }
    let totals = gathering.finish(DELIVERED).totals;
    let told: Vec<_> = totals.iter().map(|totals| totals.pay.and_then(Pay::hourly)).collect();
    assert_eq!(told, [Some(Decimal::new(1_210, 2)), None]);
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

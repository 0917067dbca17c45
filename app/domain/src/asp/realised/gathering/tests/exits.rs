//! Which exits count, by kind.

use super::*;

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
        gathering.monthly.statement(&StatementRow { exit, ..statement(1, 6, hours) });
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
    gathering
        .monthly
        .statement(&StatementRow { exit: Some(ExitCategory::Durable), ..statement(1, 6, "500") });
    let totals = only(gathering.finish(DELIVERED));
    assert_eq!((totals.people, totals.exits), (None, None));
    assert_eq!(totals.work.expect("work").hours, Some(Decimal::from(500)));
}

#[test]
fn the_last_exit_of_the_year_is_the_one_that_counts() {
    let mut gathering = gathering(&[annexe(1, "EITI_DC")]);
    let left = |month, exit| StatementRow { exit: Some(exit), ..statement(1, month, "10") };
    gathering.monthly.statement(&left(9, ExitCategory::Withdrawn));
    gathering.monthly.statement(&left(6, ExitCategory::Durable));
    gathering.monthly.statement(&left(2, ExitCategory::Other));
    let exits = only(gathering.finish(DELIVERED)).exits.expect("exits");
    assert_eq!(
        (exits.examined, exits.durable, exits.other),
        (Some(1), 1, Some(0)),
        "what is withdrawn is nothing"
    );
}

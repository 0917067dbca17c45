//! Hires, and what came of independent workers.

use super::*;
use crate::asp::realised::{ActivityRow, BusinessRow, Hires, Mean};

/// The hires of 2026 of some contracts, each with a statement, explained by a reference view or not.
fn hires(contracts: &[ContractRow], explained: bool) -> Hires {
    let mut held = Annexes::default();
    held.add(&annexe(1, "ACI_DC"));
    let labels = [("7", "MISSION LOCALE"), ("ML", "MISSION LOCALE"), ("8", "CAP EMPLOI")];
    let mut references = references();
    if explained {
        references.referrers = labels.map(|(code, label)| (code.to_owned(), label.to_owned())).into();
    }
    let mut gathering = Gathering::under(held, references);
    assert_eq!(["7", "8", "9", "ML"].map(|code| gathering.referrer(code)), [1, 2, 3, 4]);
    for row in contracts {
        gathering.contract(row);
        gathering.monthly.statement(&StatementRow { contract: row.id, ..statement(row.person, 3, "10") });
    }
    only(gathering.finish(DELIVERED)).hires.expect("contracts were read")
}

fn begun(id: u32, person: u32, hired: Date, referrer: u8) -> ContractRow {
    ContractRow { referrer, months: 6, weekly: 26 * 60, ..contract(id, person, hired, None) }
}

#[test]
fn contracts_begun_in_the_year_are_counted_by_the_labels_of_the_reference_view() {
    let spring = day(2026, 3, 1);
    let contracts = [
        begun(101, 1, spring, 1),
        // The renewal of the one before, and a second hiring of the same person.
        ContractRow { initial: false, weekly: 30 * 60, ..begun(102, 1, day(2026, 9, 1), 1) },
        begun(103, 1, day(2026, 11, 1), 4),
        ContractRow { months: 4, ..begun(104, 2, spring, 2) },
        // Begun the year before; sent by somebody that no label explains; sent by nobody.
        begun(105, 3, day(2025, 12, 31), 2),
        begun(106, 4, spring, 3),
        ContractRow { months: 0, weekly: 0, ..begun(107, 5, spring, 0) },
    ];
    let told = hires(&contracts, true);
    let labels = told.by_referrer.expect("a reference view");
    let labels: Vec<_> = labels.iter().map(|(label, count)| (label.as_str(), *count)).collect();
    assert_eq!((told.begun, labels), (5, vec![("CAP EMPLOI", 1), ("MISSION LOCALE", 2)]));
    assert_eq!(told.lengths, [(4, 1), (6, 3)], "of those begun, where it is told");
    assert_eq!(told.weekly, [(26 * 60, 5), (30 * 60, 1)], "of those that ran, where it is told");
    assert_eq!(hires(&contracts, false).by_referrer, None, "no label, no code either");
}

#[test]
fn without_contracts_nobody_knows_who_was_hired() {
    let mut gathering = gathering(&[annexe(1, "ACI_DC")]);
    gathering.monthly.statement(&statement(1, 3, "10"));
    assert_eq!(only(gathering.finish(DELIVERED)).hires, None);
}

#[test]
fn independent_workers_come_to_means() {
    let mut gathering = gathering(&[annexe(1, "EITI_DC")]);
    let activity = |person, month, turnover, meetings| ActivityRow {
        annexe: 1,
        person,
        contract: person + 100,
        line: person * 100 + u32::try_from(month).expect("a month"),
        year: 2026,
        month,
        modified: Some(day(2026, 4, 1)),
        turnover,
        meetings,
    };
    let twice = activity(1, 2, Some(90_000), Some(2));
    for row in [
        activity(1, 1, Some(80_000), Some(1)),
        twice,
        // The same line, as it was before.
        ActivityRow { modified: Some(day(2026, 3, 1)), turnover: Some(1), ..twice },
        activity(2, 1, Some(0), None),
        activity(3, 1, None, None),
        ActivityRow { annexe: 2, ..activity(4, 1, Some(1), Some(1)) },
    ] {
        gathering.monthly.activity(&row);
    }
    for (person, left) in [(1, Some(day(2026, 9, 1))), (2, Some(day(2025, 9, 1))), (3, None)] {
        gathering.contract(&contract(person + 100, person, day(2025, 1, 1), left));
        gathering.monthly.statement(&statement(person, 1, "10"));
        let first_client = Some(day(if person == 3 { 2025 } else { 2026 }, 2, 1));
        gathering.business(&BusinessRow { contract: person + 100, first_client, income: Some(120_050) });
    }
    let told = only(gathering.finish(DELIVERED)).independents.expect("independent workers");
    assert_eq!(told.first_clients, Some(2));
    let mean = |sum: &str, count| Mean { sum: sum.parse().expect("a decimal"), count };
    assert_eq!(told.turnover, mean("1700.00", 3), "a month without turnover is told, one untold is none");
    assert_eq!(told.meetings, mean("3", 2));
    assert_eq!(told.income, mean("1200.50", 1), "of those who left in the year");
    let mut gathering = super::gathering(&[annexe(1, "ACI_DC")]);
    gathering.monthly.activity(&activity(1, 1, Some(80_000), Some(1)));
    gathering.monthly.statement(&statement(1, 1, "10"));
    assert_eq!(only(gathering.finish(DELIVERED)).independents, None, "of an EITI only");
}

#[test]
fn totals_kept_before_these_were_told_are_still_read() {
    let mut gathering = gathering(&[annexe(1, "ACI_DC")]);
    gathering.contract(&contract(101, 1, day(2026, 1, 1), None));
    gathering.monthly.statement(&statement(1, 3, "10"));
    let mut totals = only(gathering.finish(DELIVERED));
    assert!(totals.hires.is_some());
    let mut kept = serde_json::to_value(&totals).expect("totals are JSON");
    let fields = kept.as_object_mut().expect("an object");
    for field in ["hires", "independents", "agreed"] {
        assert!(fields.remove(field).is_some(), "{field}");
    }
    totals.hires = None;
    assert_eq!(serde_json::from_value::<Totals>(kept).expect("an old row"), totals);
}

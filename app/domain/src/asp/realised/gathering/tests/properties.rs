//! What holds whatever the rows.

use proptest::prelude::*;

use super::*;

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
        gathering.monthly.statement(&row(*raw));
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

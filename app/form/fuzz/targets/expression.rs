//! Any text as an expression: read, written back, reckoned.
#![no_main]

use form::{
    Date, Decimal,
    expr::{Datum, Name, Scope, evaluate, parse},
};
use libfuzzer_sys::fuzz_target;

/// Everything is worth something.
struct Anything;

impl Scope for Anything {
    fn value(&self, name: &Name) -> Option<Datum<'_>> {
        Some(match name.to_string().len() % 5 {
            0 => Datum::Boolean(true),
            1 => Datum::Number(Decimal::MAX),
            2 => Datum::Date(Date::MAX),
            3 => Datum::List(vec![Datum::Number(Decimal::MIN), Datum::Number(Decimal::ONE)]),
            _ => return None,
        })
    }

    fn parameter(&self, _name: &str, _day: Option<Date>) -> Option<Decimal> {
        Some(Decimal::MIN)
    }

    fn rows(&self, _table: &Name) -> Option<usize> {
        Some(2)
    }

    fn cell(&self, _table: &Name, row: usize, _column: &str) -> Option<Datum<'_>> {
        (row == 0).then_some(Datum::Date(Date::MIN))
    }
}

fuzz_target!(|text: &str| {
    let Ok(tree) = parse(text) else { return };
    let written = tree.to_string();
    let again = parse(&written).unwrap_or_else(|problem| panic!("{written}: {problem:?}"));
    assert_eq!(again.to_string(), written);
    let _ = evaluate(&tree, &Anything);
});

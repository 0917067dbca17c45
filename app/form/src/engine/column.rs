//! The total of a column, as people read it.

use super::RowState;
use crate::{Decimal, FieldType, Value, french};

/// The total of a column, by place; what is refused is not counted, and that is told.
#[must_use]
pub fn column_total(rows: &[RowState], place: usize, field_type: &FieldType) -> String {
    let (mut total, mut left) = (Decimal::ZERO, 0);
    for cell in rows.iter().filter_map(|row| row.cells.get(place)).filter(|cell| cell.visible) {
        let is_refused = cell.issue.as_ref().is_some_and(|issue| !issue.is_missing());
        let number = cell.value.as_ref().and_then(Value::number).filter(|_| !is_refused);
        left += usize::from(is_refused);
        total = number.and_then(|number| total.checked_add(number)).unwrap_or(total);
    }
    let said = french::quantity(total, field_type);
    match left {
        0 => said,
        _ => format!("{said}, sans {}", french::count(left, "case à corriger", "cases à corriger")),
    }
}

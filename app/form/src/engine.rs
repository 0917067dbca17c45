//! Judging answers: visibility, requirement, computed values, findings, completeness.

mod awaited;
mod column;
mod compile;
mod context;
mod evaluate;
mod examples;
mod explain;
mod hidden;
mod issue;
mod judge;
mod names;
mod order;
mod reach;
mod scope;
mod table;
mod tally;

pub use column::column_total;
pub use compile::Program;
pub use context::{Context, Parameter, Parameters, Quantity};
pub use evaluate::{Evaluation, FieldState, RowState};
pub(crate) use examples::{check_of, verdict};
pub use explain::{Formula, Input};
pub use hidden::HiddenAnswer;
pub use issue::{Issue, IssueCode, Severity};
pub(crate) use names::{names, names_in};
pub use tally::StepTally;

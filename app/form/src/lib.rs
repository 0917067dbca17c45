//! The form engine: trames, typed values, expressions and their evaluation.
//!
//! Pure by construction: no clock, no network, no database, no person. Evaluating never fails; it
//! returns what was found. The browser and the server run this same crate on the same answers.

pub mod answers;
pub mod day;
pub mod engine;
pub mod exact;
pub mod expr;
pub mod file;
pub mod french;
pub mod map;
pub mod path;
pub mod read;
pub mod trame;
pub mod value;
pub mod versions;

pub use answers::Answers;
pub use engine::{
    Context, Evaluation, FieldState, Input, Issue, IssueCode, Parameter, Parameters, Program, Quantity,
    RowState, Severity, StepTally,
};
pub use file::FileRef;
pub use map::Map;
pub use path::Path;
pub use trame::{Choice, Field, FieldType, Rule, Step, Table, Trame};
pub use value::Value;

/// Exact decimal number: money, ETP and percentages are never floats.
pub type Decimal = rust_decimal::Decimal;
/// Calendar day without time zone.
pub type Date = jiff::civil::Date;

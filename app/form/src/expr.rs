//! The language of conditions, rules and computed values.
//!
//! Small, typed, three-valued: an unanswered field makes the result *unknown*, not false. Decimals are
//! exact. Nothing in it can panic, loop or read anything but the names it mentions.
//!
//! ```text
//! contexte.type_siae dans ['ACI', 'EI'] et etp.demandes > precedent.etp.demandes * 1.10
//! arrondi(etp.demandes * parametre.montant_unitaire(annexe.debut) / 12, 2) * mois(annexe.debut, annexe.fin)
//! ```

pub mod ast;
pub mod check;
pub mod datum;
pub mod days;
pub mod eval;
pub mod explain;
pub mod function;
pub mod lexer;
pub mod parse;
mod print;
mod shape;

pub use ast::{Expr, Name, Operator};
pub use check::{Kind, TypeProblem, check};
pub use datum::Datum;
pub use eval::{Scope, evaluate};
pub use explain::explain;
pub use function::Function;
pub use parse::{SyntaxProblem, parse};

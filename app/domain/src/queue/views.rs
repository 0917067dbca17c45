//! The views that a person keeps: what is asked of the queue, under a name.

use uuid::Uuid;

use crate::{Error, Result};

/// Longest name of a view, in characters.
pub const LONGEST_NAME: usize = 60;

/// Views that a person keeps, at most.
pub const MOST_VIEWS: usize = 20;

/// Identifier of a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ViewId(pub Uuid);

/// A view that a person keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Its identifier.
    pub id: ViewId,
    /// Its name.
    pub name: String,
    /// What follows the path in its address: words, part, order, columns.
    pub query: String,
}

/// A name as it is kept, from what was typed.
///
/// # Errors
/// `Invalid` when it is blank or too long.
pub fn read_name(text: &str) -> Result<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let name = words.join(" ");
    match name.chars().count() {
        0 => Err(Error::Invalid("Donnez un nom à cette vue.".to_owned())),
        1..=LONGEST_NAME => Ok(name),
        _ => Err(Error::Invalid(format!("Ce nom est trop long\u{a0}: {LONGEST_NAME} caractères au plus."))),
    }
}

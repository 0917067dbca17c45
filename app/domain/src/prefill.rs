//! What the sources already know of a demand: values with where each was read. Pure.

mod asp;
mod naming;

pub use asp::{Knowledge, known_of_asp, latest_annexe};
pub use naming::plain_case;

use form::{Path, Program};

use crate::dossier::Known;

/// A value proposed for a key.
pub type Proposal = (Path, Known);

/// The proposals a trame has a typed field for, each in the type of its field.
///
/// A value that does not fit its field's type is left out: a source never fills a field with what a
/// person would be asked to correct at once.
#[must_use]
pub fn fitting(proposals: Vec<Proposal>, program: &Program) -> Vec<Proposal> {
    proposals
        .into_iter()
        .filter(|(path, known)| {
            program.trame().field(path).is_some_and(|field| {
                let text = form::french::typed(&known.value, &field.field_type);
                let read = form::read::read(&text, &field.field_type);
                read.is_ok_and(|value| value.is_some_and(|value| value.same_as(&known.value)))
            })
        })
        .collect()
}

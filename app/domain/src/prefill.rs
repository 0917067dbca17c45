//! What the sources already know of a demand: values with where each was read. Pure.

mod asp;
mod beside_annexes;
mod bilan;
mod carried;
mod common;
mod contradicted;
mod decided;
mod delivered;
mod demand;
mod from_bilan;
mod last_year;
mod merge;
mod naming;
mod networks;
mod precedence;
mod rows_offered;
mod same_name;
mod sisters;
mod still_contested;
mod unsaid;
mod weighed;

pub use asp::{Knowledge, known_of_asp, latest_annexe};
pub use beside_annexes::{AnnexeLine, AnnexesBeside, Cell, Place, beside_annexes};
pub use bilan::{promised, told_to_bilan};
pub use carried::Carried;
pub(crate) use carried::question;
pub use common::Common;
pub use contradicted::{Contradicted, contradicted};
pub use decided::{Word, last_word, waiting};
pub use delivered::{Delivered, told_to};
pub use demand::told_to_demand;
pub use from_bilan::{OpenDemand, from_bilan, in_turn, said_by_bilan, said_to_next_bilan};
pub use last_year::{LastYear, Sent, beside, said_then};
pub(crate) use merge::is_of_no_row;
pub use merge::{Differing, Merged, believed, differing, merge, ranked};
pub use naming::plain_case;
pub use precedence::Family;
pub use rows_offered::{RowOffered, rows_offered};
pub use same_name::written_otherwise;
pub use sisters::{Beside, SideBySide, said_by_sisters};
pub use still_contested::still_contested;
pub use weighed::{Weighed, weighed};

use form::{Answers, Context, FieldType, Path, Program, Value};

use crate::dossier::{Known, Origin};

/// A value proposed for a key.
pub type Proposal = (Path, Known);

/// What a table says of a key: that of the longest of its keys, or beginnings of keys, that fits.
fn longest<T: Copy>(table: &[(&str, T)], key: &str) -> Option<T> {
    let fits =
        |start: &str| key.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let found = table.iter().filter(|(start, _)| fits(start)).max_by_key(|(start, _)| start.len());
    found.map(|(_, said)| *said)
}

/// Last year's values, and what the form works out from them where no source says it.
#[must_use]
pub fn worked_out(
    previous: Vec<Proposal>,
    year: Option<i16>,
    program: &Program,
    context: &Context,
) -> Vec<Proposal> {
    let answers: Answers = previous.iter().map(|(path, known)| (path.clone(), known.value.clone())).collect();
    let (Some(year), false) = (year, answers.is_empty()) else { return previous };
    let evaluation = program.evaluate(&answers, context);
    let silent = |path: &Path| !previous.iter().any(|(known, _)| known == path);
    let computed = program.trame().fields().map(|(_, field)| field);
    let computed =
        computed.filter(|field| field.computed.is_some() && !field.is_given() && silent(&field.path));
    let computed = computed.filter_map(|field| {
        let value = program.state(&evaluation, &field.path)?.value.clone()?;
        let origin = Origin::Derived {
            from: format!("l’annexe {year}"),
            how: "calculé comme dans ce dossier, avec les valeurs de cette annexe".to_owned(),
        };
        Some((field.path.clone(), Known { value, origin }))
    });
    let computed: Vec<Proposal> = computed.collect();
    previous.into_iter().chain(computed).collect()
}

/// The proposals a trame has a typed field for, each in the type of its field.
///
/// A value that does not fit its field's type is left out: a source never fills a field with what a
/// person would be asked to correct at once.
#[must_use]
pub fn fitting(proposals: Vec<Proposal>, program: &Program) -> Vec<Proposal> {
    proposals
        .into_iter()
        .filter_map(|(path, known)| {
            let value = taken_by(&known.value, &program.trame().holder(&path)?.field_type)?;
            Some((path, Known { value, origin: known.origin }))
        })
        .collect()
}

/// A value in the type of a field; none for one that does not fit it.
pub(crate) fn taken_by(value: &Value, field_type: &FieldType) -> Option<Value> {
    let read = form::read::read(&form::french::typed(value, field_type), field_type).ok()??;
    match value {
        // The code of a list is a text where it comes from.
        Value::Text(_) => Some(read),
        value => Some(value).filter(|value| read.same_as(value)).cloned(),
    }
}

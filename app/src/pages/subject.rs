//! What people write about: a step, a question.

use domain::dossier::{DossierId, talk::Subject};
use form::Trame;

use super::history::label;

/// A subject in words, with the address where it is answered.
pub(super) fn named(id: DossierId, trame: &Trame, about: &Subject) -> (String, Option<String>) {
    let href =
        |place: String| about.step(trame).map(|step| format!("/dossiers/{id}/etapes/{}{place}", step.key));
    match about {
        Subject::Step(_) => {
            let title = about.step(trame).map(|step| step.title.clone());
            (title.unwrap_or_else(|| "une étape qui n’est plus là".to_owned()), href(String::new()))
        }
        Subject::Question(path) => (label(trame, path), href(format!("#{}", path.control_id()))),
    }
}

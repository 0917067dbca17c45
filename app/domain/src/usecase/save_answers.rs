//! Saving what a page sends, edit by edit.

use std::sync::{Arc, Mutex};

use super::{Services, allow, form_of, lists};
use crate::{
    Error, Result, Viewer,
    access::Action,
    dossier::{Actor, Batch, BatchAnswer, DossierId, State, accept},
    ports::Since,
};

/// Most edits a batch may hold.
const MOST_EDITS: usize = 1_000;

/// Saves a batch; the answer is given once it is durable.
pub async fn save_answers(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    batch: Batch,
) -> Result<BatchAnswer> {
    if batch.edits.len() > MOST_EDITS {
        return Err(Error::Invalid(format!("Plus de {MOST_EDITS} modifications en un envoi.")));
    }
    // The log numbers as databases do.
    if batch.edits.iter().any(|edit| i64::try_from(edit.number).is_err()) {
        return Err(Error::Invalid("Une modification porte un numéro trop grand.".to_owned()));
    }
    let first = batch.edits.iter().map(|edit| edit.number).min();
    let since = Since { seq: batch.known, client: first.map(|number| (batch.client.clone(), number)) };
    let (viewer, library, kept) = (viewer.clone(), services.library.clone(), services.lists.clone());
    let at = services.clock.now();
    let answer = Arc::new(Mutex::new(None));
    let told = answer.clone();
    let found = services
        .dossiers
        .change(
            id,
            since,
            Box::new(move |snapshot, recent| {
                // Submitted meanwhile: each edit is refused in its own outcome, so that nothing typed is lost.
                allow(&viewer, Action::Fill, &snapshot.opening, State::Draft)?;
                let program = form_of(&*library, &snapshot.opening.trame)?;
                let actor = Actor::Person(viewer.person);
                let batch = lists::named(&batch, program.trame(), &*kept);
                let (events, answer) = accept(snapshot, recent, &batch, &program, actor, at);
                *told.lock().expect("nobody panics while holding the answer") = Some(answer);
                Ok(events)
            }),
        )
        .await?;
    let answer = answer.lock().expect("nobody panics while holding the answer").take();
    found.and(answer).ok_or(Error::NotFound)
}

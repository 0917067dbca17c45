//! What colleagues write to each other about a question or a step, settled and reopened.

use super::{Services, record::record};
use crate::{
    Error, Result, Viewer,
    access::Action,
    dossier::{
        Actor, Body, DossierId, Seq, procedure,
        talk::{Comment, Subject},
    },
};

/// Longest comment, in characters.
pub const LONGEST_COMMENT: usize = 2_000;

/// Writes to colleagues about a question or a step; what the person wrote already since the page was read (`seen`) is
/// the same click, sent again.
pub async fn add_comment(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    (about, seen): (Subject, Seq),
    text: &str,
) -> Result<()> {
    let text = procedure::said(text, "Écrivez votre message avant de l’envoyer.", LONGEST_COMMENT)?;
    let (library, by) = (services.library.clone(), Actor::Person(viewer.person));
    let deciding = Box::new(move |snapshot: &crate::dossier::Snapshot| {
        let program = library.program(&snapshot.opening.trame).ok_or(Error::NotFound)?;
        let is_there = match &about {
            Subject::Step(step) => program.trame().step(step).is_some(),
            Subject::Question(path) => program.trame().field(path).is_some(),
        };
        let is_same = |known: &Comment| {
            known.seq > seen && known.by == by && known.about == about && known.text == text
        };
        if snapshot.comments.iter().any(is_same) {
            return Ok(None);
        }
        if is_there { Ok(Some(Body::Commented { about, text })) } else { Err(Error::NotFound) }
    });
    record(services, viewer, (id, Action::ReadDraft), deciding).await
}

/// Settles a comment, or opens it again; said twice, it changes nothing.
pub async fn settle_comment(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    comment: Seq,
    settled: bool,
) -> Result<()> {
    let deciding = Box::new(move |snapshot: &crate::dossier::Snapshot| {
        let known = snapshot.comments.iter().find(|known| known.seq == comment).ok_or(Error::NotFound)?;
        let changes = known.settled.is_some() != settled;
        Ok(changes.then_some(Body::CommentSettled { comment, settled }))
    });
    record(services, viewer, (id, Action::ReadDraft), deciding).await
}

//! What the service does on a dossier for itself: findings set aside, sections read, notes; and where each looked last.

use form::Path;

use super::{
    Services, allow,
    record::record_once,
    review_dossier::{found, judge},
};
use crate::{
    Error, Result, Viewer,
    access::Action,
    dossier::{
        Actor, Body, DossierId, Event, Seq, Snapshot,
        desk::{Desk, NoteKind, Work},
        heard::Heard,
        procedure::{LONGEST, said},
        talk::Subject,
    },
    ports::Look,
};

/// Sets a finding of the version sent aside, with why: it comes back when what it was judged on changes.
///
/// # Errors
/// `Refused` when the version no longer has it; `Invalid` without a reason.
pub async fn dismiss_finding(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    (path, rule): (Path, String),
    reason: &str,
) -> Result<()> {
    let reason = said(reason, "Dites pourquoi vous écartez ce constat.", LONGEST)?;
    let own = services.clone();
    work(services, viewer, id, move |snapshot, log| {
        let submission = snapshot.submission().ok_or(Error::NotFound)?;
        let found = found(
            &judge(&own, snapshot, submission)?,
            &submission.counted,
            &Heard::before(log, submission.seq),
        );
        let judged = found.into_iter().find(|(name, _)| (&name.0, &name.1) == (&path, &rule));
        let (_, judged) = judged.ok_or(Error::Refused(crate::Refusal::Moved))?;
        let stands = Desk::of(log).dismissal((&path, &rule), &judged).is_some();
        Ok((!stands).then_some(Work::FindingDismissed { path, code: rule, reason, judged }))
    })
    .await
}

/// Takes back a finding that was set aside; one that is not changes nothing.
pub async fn restore_finding(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    (path, code): (Path, String),
) -> Result<()> {
    work(services, viewer, id, move |_, log| {
        let desk = Desk::of(log);
        let known = desk.dismissed.contains_key(&(path.clone(), code.clone()));
        Ok(known.then_some(Work::FindingRestored { path, code }))
    })
    .await
}

/// Says that a section was read, or is to be read again, as the page had it (`seen`).
///
/// # Errors
/// `Refused` when a version was sent since: it was not read.
pub async fn mark_step(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    (step, read): (String, bool),
) -> Result<()> {
    let library = services.library.clone();
    work(services, viewer, id, move |snapshot, log| {
        let desk = Desk::of(log);
        let program = library.program(&snapshot.opening.trame).ok_or(Error::NotFound)?;
        program.trame().step(&step).ok_or(Error::NotFound)?;
        if snapshot.submission().is_some_and(|sent| sent.seq > seen) {
            return Err(Error::Refused(crate::Refusal::Moved));
        }
        let stands = desk.reading(&step, program.trame(), &snapshot.submissions).is_some();
        Ok(match (read, stands) {
            (true, false) => Some(Work::StepRead { step }),
            (false, _) if desk.read.contains_key(&step) => Some(Work::StepUnread { step }),
            _ => None,
        })
    })
    .await
}

/// Writes a note of the service, about a question, a step or the whole dossier.
///
/// The same, written again since the page was read (`seen`), is the same click, sent again.
pub async fn add_note(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    (about, kind): (Option<Subject>, NoteKind),
    text: &str,
) -> Result<()> {
    let text = said(text, "Écrivez votre note avant de l’enregistrer.", LONGEST)?;
    let (library, by) = (services.library.clone(), Actor::Person(viewer.person));
    work(services, viewer, id, move |snapshot, log| {
        let desk = Desk::of(log);
        let program = library.program(&snapshot.opening.trame).ok_or(Error::NotFound)?;
        let is_there = match &about {
            None => true,
            Some(Subject::Step(step)) => program.trame().step(step).is_some(),
            Some(Subject::Question(path)) => program.trame().field(path).is_some(),
        };
        if !is_there {
            return Err(Error::NotFound);
        }
        let is_same = desk.notes.iter().any(|note| {
            let now = note.now();
            note.seq > seen && note.about == about && (now.by, now.text.as_str()) == (by, text.as_str())
        });
        Ok((!is_same).then_some(Work::Noted { about, kind, text }))
    })
    .await
}

/// Writes a note again: its version of before stays in the log.
pub async fn change_note(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    (note, kind): (Seq, NoteKind),
    text: &str,
) -> Result<()> {
    let text = said(text, "Écrivez votre note avant de l’enregistrer.", LONGEST)?;
    work(services, viewer, id, move |_, log| {
        let desk = Desk::of(log);
        let now = desk.note(note).ok_or(Error::NotFound)?.now();
        let is_same = now.kind == kind && now.text == text;
        Ok((!is_same).then_some(Work::NoteChanged { note, kind, text }))
    })
    .await
}

/// Strikes a note out.
pub async fn strike_note(services: &Services, viewer: &Viewer, id: DossierId, note: Seq) -> Result<()> {
    work(services, viewer, id, move |_, log| {
        let desk = Desk::of(log);
        desk.note(note).ok_or(Error::NotFound)?;
        Ok(Some(Work::NoteStruck { note }))
    })
    .await
}

/// Says that a person saw a dossier up to an event of its log: what changes since is told at the next look.
pub async fn mark_looked(services: &Services, viewer: &Viewer, (id, seen): (DossierId, Seq)) -> Result<()> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Review, &snapshot.opening, snapshot.state())?;
    let look = Look { seq: seen.min(snapshot.seq), at: services.clock.now() };
    services.looks.note(viewer.person, id, look).await
}

/// Records what is decided on the snapshot and on the log.
async fn work(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    decide: impl FnOnce(&Snapshot, &[Event]) -> Result<Option<Work>> + Send + 'static,
) -> Result<()> {
    let deciding = Box::new(move |snapshot: &Snapshot, log: &[Event]| {
        let work = decide(snapshot, log)?;
        Ok(work.map(|work| Body::Worked(Box::new(work))))
    });
    // The whole log is asked for: what the service did is in no snapshot.
    record_once(services, viewer, (id, Action::Instruct), (None, 0), deciding).await
}

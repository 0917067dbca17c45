//! Supporting documents: giving one, taking it back, dating it.
//!
//! A list of documents is an answer like any other; what is done to it is done to the list as it stands, so
//! that two people who give a document at once give two.

use std::sync::{Arc, Mutex};

use form::{Date, FieldType, FileRef, Path, Program, Value, file::Analysis};

use super::{Services, allow, form_of, record::is_written_by_another, vault};
use crate::{
    Error, Refusal, Result, Viewer,
    access::{Access, Action},
    dossier::{Actor, Answer, Body, Deposit, DossierId, Event, Origin, Seq, Snapshot},
    piece::{self, Quota},
    ports::Since,
};

/// Gives a document to a question; the answer as it then stands.
///
/// # Errors
/// `Invalid` says in French what is wrong with it: its weight, its content, one too many.
pub async fn attach_piece(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    path: Path,
    name: &str,
    bytes: Vec<u8>,
) -> Result<Answer> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Fill, &snapshot.opening, snapshot.state())?;
    let mut given = given(services, name, &bytes)?;
    // Nothing is kept of what would be refused: decided again, on the present state, once it is.
    let program = form_of(&*services.library, &snapshot.opening.trame)?;
    let files = present_files(&snapshot, &program, &path)?;
    let digest = given.id.clone();
    let files = add(files, given.clone())?;
    has_room(services.quota, &snapshot, &path, &files)?;
    services.pieces.keep(bytes).await?;
    given.analysis = to_analyse(services, id, &digest).await?;
    let answer = change(services, viewer, id, path, move |files| add(files, given)).await?;
    // Looked at before it was there, for another that holds the same: it is looked at again.
    to_analyse(services, id, &digest).await?;
    Ok(answer)
}

/// Asks for a document to be looked at, where there is an antivirus; where it then stands.
pub(super) async fn to_analyse(services: &Services, id: DossierId, digest: &str) -> Result<Analysis> {
    if services.antivirus.is_none() {
        return Ok(Analysis::NotMade);
    }
    services.awaited.ask(id, digest, services.clock.now()).await?;
    Ok(Analysis::Waiting)
}

/// Takes a document back; its bytes stay, and so does its place in the log.
pub async fn detach_piece(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    path: Path,
    digest: String,
) -> Result<Answer> {
    let taken = move |mut files: Vec<FileRef>| {
        files.retain(|file| file.id != digest);
        Ok(files)
    };
    change(services, viewer, id, path, taken).await
}

/// Puts back a document that this question once held.
pub async fn put_piece_back(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    path: Path,
    digest: &str,
) -> Result<Answer> {
    let history = services.dossiers.history(id).await?;
    let lists = history.iter().rev().filter_map(|event| held_in(event, &path));
    let held = lists.flatten().find(|file| file.id == digest);
    let mut held = held.cloned().ok_or(Error::NotFound)?;
    // What was said of it since is not in what it was then.
    held.analysis = to_analyse(services, id, digest).await?;
    let answer = change(services, viewer, id, path, move |files| add(files, held)).await?;
    to_analyse(services, id, digest).await?;
    Ok(answer)
}

/// Brings the documents of a question back to what they were; what the antivirus said since is asked again.
///
/// # Errors
/// `Refused` when somebody else changed them after `seen`.
pub(super) async fn restore_pieces(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    path: Path,
    mut files: Vec<FileRef>,
) -> Result<()> {
    for file in &mut files {
        file.analysis = to_analyse(services, id, &file.id).await?;
    }
    let held = files.clone();
    change_since(services, viewer, (id, seen), path, move |_| Ok(files)).await?;
    for file in held {
        to_analyse(services, id, &file.id).await?;
    }
    Ok(())
}

/// Notes the last day that a document itself says it is valid, or that it says none.
///
/// # Errors
/// `Refused` when another day was noted after `seen`.
pub async fn date_piece(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    (path, digest): (Path, String),
    until: Option<Date>,
) -> Result<Answer> {
    let history = if seen == Seq::MAX { Vec::new() } else { services.dossiers.history(id).await? };
    let mut shown = history.iter().rev().filter(|event| event.seq <= seen);
    let shown = shown.find_map(|event| held_in(event, &path));
    let shown = shown.and_then(|files| files.iter().find(|file| file.id == digest)).map(|file| file.until);
    let dated = move |mut files: Vec<FileRef>| {
        let file = files.iter_mut().find(|file| file.id == digest).ok_or(Error::NotFound)?;
        if file.until != until && shown.is_some_and(|shown| file.until != shown) {
            return Err(Error::Refused(Refusal::Moved));
        }
        file.until = until;
        Ok(files)
    };
    change(services, viewer, id, path, dated).await
}

/// Whether a person may change the documents of a dossier.
pub(super) fn may_fill(viewer: &Viewer, snapshot: &Snapshot) -> bool {
    snapshot.is_open()
        && matches!(viewer.may(Action::Fill, &snapshot.opening, snapshot.state()), Access::Granted)
}

/// What is kept of a document that was just sent, and not looked at yet.
pub(super) fn given(services: &Services, name: &str, bytes: &[u8]) -> Result<FileRef> {
    let name = piece::kept_name(name);
    let size = u64::try_from(bytes.len()).map_err(Error::unavailable)?;
    let (media, doubtful) = checked(&name, bytes, services.heaviest)?;
    let (id, given) = (piece::digest_of(bytes), Some(services.clock.today()));
    let (media, analysis) = (media.to_owned(), Analysis::NotMade);
    Ok(FileRef { id, name, media, size, given, until: None, analysis, doubtful })
}

/// The media type of a document that may be kept, and whether it may not open.
fn checked(name: &str, bytes: &[u8], heaviest: usize) -> Result<(&'static str, bool)> {
    if let Some(reason) = piece::wrong_weight(name, bytes.len(), heaviest) {
        return Err(Error::Invalid(reason));
    }
    let media = piece::media_of(bytes).ok_or_else(|| Error::Invalid(piece::wrong_kind(name)))?;
    Ok((media, piece::soundness(name, media, bytes).map_err(Error::Invalid)?))
}

/// Refuses a document that a dossier has no room for; what it holds already is none of it.
pub(super) fn has_room(quota: Quota, snapshot: &Snapshot, path: &Path, files: &[FileRef]) -> Result<()> {
    let holds = |file: &&FileRef| snapshot.holding(&file.id).next().is_some();
    let Some(added) = files.iter().find(|file| !holds(file)) else { return Ok(()) };
    match quota.refuses(&added.name, snapshot, path, files) {
        Some(reason) => Err(Error::Invalid(reason)),
        None => Ok(()),
    }
}

fn add(mut files: Vec<FileRef>, given: FileRef) -> Result<Vec<FileRef>> {
    if let Some(known) = files.iter().find(|file| file.id == given.id) {
        if known.name == given.name {
            return Ok(files);
        }
        return Err(Error::Invalid(format!(
            "«\u{a0}{}\u{a0}» a le même contenu que «\u{a0}{}\u{a0}», déjà déposé ici.",
            given.name, known.name
        )));
    }
    if files.len() >= piece::MOST {
        return Err(Error::Invalid(format!(
            "«\u{a0}{}\u{a0}» n’est pas déposé\u{a0}: cette question compte déjà {}\u{a0}documents, le maximum accepté. Retirez-en un avant d’en déposer un autre.",
            given.name,
            piece::MOST
        )));
    }
    files.push(given);
    Ok(files)
}

/// The documents of a question that takes some, now.
fn present_files(snapshot: &Snapshot, program: &Program, path: &Path) -> Result<Vec<FileRef>> {
    if let Some(refusal) = snapshot.refuses(path, program) {
        return Err(Error::Refused(refusal));
    }
    if program.trame().answerable(path).is_none_or(|field| field.field_type != FieldType::Files) {
        return Err(Error::NotFound);
    }
    Ok(match snapshot.value(path) {
        Some(Value::Files(files)) => files.clone(),
        _ => Vec::new(),
    })
}

/// The documents that an event leaves to a question, where it leaves some.
fn held_in<'a>(event: &'a Event, question: &Path) -> Option<&'a [FileRef]> {
    match &event.body {
        Body::AnswerSet { path, value: Some(Value::Files(files)), .. } if path == question => Some(files),
        _ => None,
    }
}

/// Changes the list of documents of a question as it stands; the answer it becomes.
async fn change(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    path: Path,
    by: impl FnOnce(Vec<FileRef>) -> Result<Vec<FileRef>> + Send + 'static,
) -> Result<Answer> {
    change_since(services, viewer, (id, Seq::MAX), path, by).await
}

/// The same, refused when somebody else changed it after the event that its author saw.
async fn change_since(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    path: Path,
    by: impl FnOnce(Vec<FileRef>) -> Result<Vec<FileRef>> + Send + 'static,
) -> Result<Answer> {
    let (viewer, library, at) = (viewer.clone(), services.library.clone(), services.clock.now());
    let quota = services.quota;
    let asked_at = path.clone();
    let answer = Arc::new(Mutex::new(None));
    let told = answer.clone();
    let decide = move |snapshot: &Snapshot, recent: &[Event]| {
        allow(&viewer, Action::Fill, &snapshot.opening, snapshot.state())?;
        let program = form_of(&*library, &snapshot.opening.trame)?;
        let present = present_files(snapshot, &program, &path)?;
        let files = by(present.clone())?;
        has_room(quota, snapshot, &path, &files)?;
        let present_answer = snapshot.answers.get(&path).cloned();
        if let Some(same) = present_answer.filter(|_| files == present) {
            *told.lock().expect("nobody panics while holding the answer") = Some(same);
            return Ok(Vec::new());
        }
        if is_written_by_another(recent, &path, (seen, viewer.person)) {
            return Err(Error::Refused(Refusal::Moved));
        }
        let (base, seq) = (snapshot.version(&path), snapshot.seq + 1);
        // What remains of documents that were passed on keeps the day they were first given.
        let remains =
            !files.is_empty() && files.iter().all(|file| present.iter().any(|known| known.id == file.id));
        let kept = snapshot.answers.get(&path).filter(|_| remains);
        let passed_on = kept.map(|answer| &answer.origin);
        let passed_on = passed_on.filter(|origin| matches!(origin, Origin::Given { .. }));
        let origin = passed_on.cloned().unwrap_or(Origin::Typed);
        // Dated, or left by others that are taken back, they were given when they were.
        let deposit = kept.filter(|answer| matches!(answer.by, Actor::Person(_)));
        let deposit = deposit.map(|answer| Deposit { by: answer.by, at: answer.at });
        let value = (!files.is_empty()).then_some(Value::Files(files));
        let body = Body::AnswerSet { path, value, base, origin, deposit };
        let event = Event { seq, at, actor: Actor::Person(viewer.person), stamp: None, body };
        *told.lock().expect("nobody panics while holding the answer") = Answer::of(&event);
        Ok(vec![event])
    };
    let since = Since { seq: seen, client: None };
    let found = services.dossiers.change(id, since, Box::new(decide)).await?;
    pass_on(services, id, &asked_at).await;
    let answer = answer.lock().expect("nobody panics while holding the answer").take();
    found.and(answer).ok_or(Error::NotFound)
}

/// Tells the other drafts; the document is kept whether or not they could be told.
async fn pass_on(services: &Services, id: DossierId, path: &Path) {
    let Ok(Some(snapshot)) = services.dossiers.snapshot(id).await else { return };
    if let Ok(program) = form_of(&*services.library, &snapshot.opening.trame) {
        let _ = vault::share(services, id, path, &program).await;
    }
}

//! What the structure and the service write to each other: opening a thread, answering, saying what was read.

use form::{FileRef, Trame};

use super::{
    Services, allow, open_dossier,
    pieces::{given, to_analyse},
    record::record_once,
};
use crate::{
    Error, PersonId, Refusal, Result, Viewer,
    access::Action,
    dossier::{
        Actor, Body, DossierId, Event, Seq, Snapshot, State,
        messages::{Exchange, LONGEST_TITLE, MOST_FILES, Party, Threads},
        procedure::{LONGEST, said},
        talk::Subject,
    },
};

/// A document sent with a message.
pub struct Enclosed {
    /// The name its author gives it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The messages of a dossier, as its structure reads them.
pub struct Messages {
    /// The dossier as it stands.
    pub snapshot: Snapshot,
    /// Its form.
    pub trame: Trame,
    /// The threads, the first opened first.
    pub threads: Threads,
    /// Names of the people of the structure who wrote.
    pub names: Vec<(PersonId, String)>,
}

/// Reads the messages of a dossier of the person's structure.
pub async fn read_messages(services: &Services, viewer: &Viewer, id: DossierId) -> Result<Messages> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::ReadDraft, &snapshot.opening, snapshot.state())?;
    let trame = open_dossier::program_of(services, &snapshot)?.trame().clone();
    let threads = Threads::of(&services.dossiers.history(id).await?);
    let own = threads.actors(Party::Structure).filter_map(|actor| match actor {
        Actor::Person(person) => Some(person),
        Actor::Application => None,
    });
    let names = services.sessions.names(&own.collect::<Vec<_>>()).await?;
    Ok(Messages { snapshot, trame, threads, names })
}

/// Messages of the service that the person's structure has not said it read.
pub async fn unread_messages(
    services: &Services,
    viewer: &Viewer,
    (id, snapshot): (DossierId, &Snapshot),
) -> Result<usize> {
    allow(viewer, Action::ReadDraft, &snapshot.opening, snapshot.state())?;
    // A draft has no service to hear from.
    let Some(sent) = snapshot.submissions.first() else { return Ok(0) };
    Ok(Threads::of(&services.dossiers.after(id, sent.seq).await?).unread_by(Party::Structure))
}

/// Opens a thread with its first message; the same, sent again since the page was read (`seen`), is the same click.
///
/// # Errors
/// `Invalid` without a subject or a text, with a document that is not kept, and while the dossier is a draft, which no
/// service knows.
pub async fn open_thread(
    services: &Services,
    (viewer, from): (&Viewer, Party),
    (id, seen): (DossierId, Seq),
    (about, title): (Option<Subject>, &str),
    (text, documents): (&str, Vec<Enclosed>),
) -> Result<()> {
    let title = said(title, "Donnez un objet à votre message.", LONGEST_TITLE)?;
    let text = said(text, "Écrivez votre message avant de l’envoyer.", LONGEST)?;
    let (library, by) = (services.library.clone(), Actor::Person(viewer.person));
    let files = enclosed(services, (viewer, from), id, documents).await?;
    let sent = files.clone();
    write(services, (viewer, from), id, move |snapshot, threads| {
        let program = library.program(&snapshot.opening.trame).ok_or(Error::NotFound)?;
        let is_there = match &about {
            None => true,
            Some(Subject::Step(step)) => program.trame().step(step).is_some(),
            Some(Subject::Question(path)) => program.trame().field(path).is_some(),
        };
        if !is_there {
            return Err(Error::NotFound);
        }
        let is_same = threads.0.iter().any(|thread| {
            let first = &thread.posts[0];
            thread.seq > seen
                && thread.title == title
                && (first.by, first.text.as_str()) == (by, text.as_str())
        });
        Ok((!is_same).then_some(Exchange::Opened { from, about, title, text, files }))
    })
    .await?;
    look_at(services, id, &sent).await
}

/// Adds a message to a thread: what stood there is read.
pub async fn reply(
    services: &Services,
    (viewer, from): (&Viewer, Party),
    (id, seen): (DossierId, Seq),
    thread: Seq,
    (text, documents): (&str, Vec<Enclosed>),
) -> Result<()> {
    let text = said(text, "Écrivez votre message avant de l’envoyer.", LONGEST)?;
    let by = Actor::Person(viewer.person);
    let files = enclosed(services, (viewer, from), id, documents).await?;
    let sent = files.clone();
    write(services, (viewer, from), id, move |_, threads| {
        let known = threads.thread(thread).ok_or(Error::NotFound)?;
        let is_same = known.posts.iter().any(|post| post.seq > seen && post.by == by && post.text == text);
        Ok((!is_same).then_some(Exchange::Replied { from, thread, text, files }))
    })
    .await?;
    look_at(services, id, &sent).await
}

/// Says that the messages of a thread were read, as the page had them (`seen`).
///
/// # Errors
/// `Refused` when the other side wrote since.
pub async fn mark_thread_read(
    services: &Services,
    (viewer, from): (&Viewer, Party),
    (id, seen): (DossierId, Seq),
    thread: Seq,
) -> Result<()> {
    write(services, (viewer, from), id, move |_, threads| {
        let known = threads.thread(thread).ok_or(Error::NotFound)?;
        if known.last().seq > seen && known.last().from != from {
            return Err(Error::Refused(Refusal::Moved));
        }
        Ok((known.unread_by(from) > 0).then_some(Exchange::Read { from, thread }))
    })
    .await
}

/// What a side does to a dossier when it writes about it.
fn action_of(from: Party) -> Action {
    match from {
        Party::Structure => Action::Fill,
        Party::Service => Action::Instruct,
    }
}

/// Refuses messages about what no service knows.
fn known_to_both(snapshot: &Snapshot) -> Result<()> {
    if snapshot.state() == State::Draft {
        let unknown = "Le service ne connaît pas encore ce dossier\u{a0}: transmettez-le d’abord.";
        return Err(Error::Invalid(unknown.to_owned()));
    }
    Ok(())
}

/// Keeps the documents that a message carries, and asks for each to be looked at.
///
/// # Errors
/// `Invalid` says in French what is wrong with one of them, or that they are too many; nothing is then kept.
async fn enclosed(
    services: &Services,
    (viewer, from): (&Viewer, Party),
    id: DossierId,
    documents: Vec<Enclosed>,
) -> Result<Vec<FileRef>> {
    if documents.is_empty() {
        return Ok(Vec::new());
    }
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, action_of(from), &snapshot.opening, snapshot.state())?;
    known_to_both(&snapshot)?;
    if documents.len() > MOST_FILES {
        return Err(Error::Invalid(format!("Joignez {MOST_FILES}\u{a0}documents au plus à un message.")));
    }
    let threads = Threads::of(&services.dossiers.history(id).await?);
    let mut beside: Vec<FileRef> = threads.files().cloned().collect();
    let held = beside.len();
    for Enclosed { name, bytes } in &documents {
        let file = given(services, name, bytes)?;
        if beside.iter().skip(held).all(|known| known.id != file.id) {
            beside.push(file);
        }
        let said = beside.last().map_or("", |file| file.name.as_str());
        if let Some(reason) = services.quota.refuses_beside(said, &snapshot, &beside) {
            return Err(Error::Invalid(reason));
        }
    }
    let mut files = beside.split_off(held);
    for Enclosed { bytes, .. } in documents {
        services.pieces.keep(bytes).await?;
    }
    for file in &mut files {
        file.analysis = to_analyse(services, id, &file.id).await?;
    }
    Ok(files)
}

/// Asks again for the documents of a message that was sent: they may have been looked at before it was there.
async fn look_at(services: &Services, id: DossierId, files: &[FileRef]) -> Result<()> {
    for file in files {
        to_analyse(services, id, &file.id).await?;
    }
    Ok(())
}

/// Records what a side writes, on what was written so far.
async fn write(
    services: &Services,
    (viewer, from): (&Viewer, Party),
    id: DossierId,
    decide: impl FnOnce(&Snapshot, &Threads) -> Result<Option<Exchange>> + Send + 'static,
) -> Result<()> {
    let deciding = Box::new(move |snapshot: &Snapshot, log: &[Event]| {
        known_to_both(snapshot)?;
        let exchange = decide(snapshot, &Threads::of(log))?;
        Ok(exchange.map(|exchange| Body::Exchanged(Box::new(exchange))))
    });
    // The whole log is asked for: messages are in no snapshot.
    record_once(services, viewer, (id, action_of(from)), (None, 0), deciding).await
}

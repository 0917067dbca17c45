//! Sharing out the work of a service: some dossiers at once, each on its own.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use super::{
    Services,
    queue::{allow_in_queue, reader},
    record::{Deciding, record},
};
use crate::{
    Error, PersonId, Result, Viewer,
    access::{Action, QueueAct, Reader, ServiceKey},
    dossier::{Body, DossierId, Reference, Seq, Snapshot, sharing},
};

/// Dossiers of one act, at most: a page of the queue, and some more.
const MOST: usize = 100;

/// What is done with some dossiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// Takes them.
    Take,
    /// Gives them to a colleague, or to nobody.
    Give(Option<PersonId>),
    /// Gives each back to who had it.
    Restore(Vec<Option<PersonId>>),
    /// Has them bear a label, or no more.
    Label(String, bool),
    /// Follows them, or no more.
    Follow(bool),
}

/// What became of an act on some dossiers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Those where it is done.
    pub done: Vec<Done>,
    /// How many were so already.
    pub same: usize,
    /// Those where it is not, each with why.
    pub refused: Vec<Refused>,
}

/// A dossier where an act is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The dossier.
    pub id: DossierId,
    /// The event since which it has the agent that it has.
    pub given: Seq,
    /// Who had it before.
    pub before: Option<PersonId>,
}

/// A dossier where an act is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The dossier.
    pub id: DossierId,
    /// Its reference and its structure; nothing of one that this person may not know of.
    pub named: Option<(Reference, String)>,
    /// Why.
    pub reason: String,
}

/// What one dossier answers.
enum Answer {
    Done(Done),
    Same,
}

/// What is kept of a dossier while it is decided on.
#[derive(Default)]
struct Seen {
    named: Option<(Reference, String)>,
    done: Option<Done>,
}

/// Does something with some dossiers, each in its own time: one that refuses holds up no other. Each comes with the
/// event since which the page said it was whose it said.
///
/// # Errors
/// `Forbidden` for who is of no service; `Invalid` when nothing is chosen, or when what is asked cannot be.
pub async fn share_dossiers(
    services: &Services,
    viewer: &Viewer,
    chosen: &[(DossierId, Seq)],
    act: Sharing,
) -> Result<Report> {
    allow_in_queue(
        viewer,
        if matches!(act, Sharing::Follow(_)) { QueueAct::Follow } else { QueueAct::Share },
    )?;
    let reader = reader(services, viewer).await?;
    if chosen.is_empty() {
        return Err(Error::Invalid("Cochez au moins un dossier.".to_owned()));
    }
    if chosen.len() > MOST {
        return Err(Error::Invalid(format!("Choisissez {MOST}\u{a0}dossiers au plus à la fois.")));
    }
    if let Sharing::Follow(on) = act {
        return follow(services, &reader, chosen, on).await;
    }
    let service = reader.service.clone().ok_or(Error::NotFound)?;
    let notes = notes(viewer, &reader, chosen.len(), act)?;
    let people: Arc<BTreeMap<PersonId, String>> = Arc::new(reader.agents.iter().cloned().collect());
    let mut report = Report::default();
    for ((id, seen), noting) in chosen.iter().zip(notes) {
        let kept = Arc::new(Mutex::new(Seen::default()));
        match note(services, viewer, (*id, *seen), (&service, noting), (&people, &kept)).await {
            Ok(Answer::Done(done)) => report.done.push(done),
            Ok(Answer::Same) => report.same += 1,
            Err(error) => {
                let named = kept.lock().expect("nobody panics while holding it").named.take();
                report.refused.push(Refused { id: *id, named, reason: reason(&error) });
            }
        }
    }
    Ok(report)
}

/// What is noted on each dossier.
#[derive(Clone)]
enum Noting {
    Give(Option<PersonId>),
    Label(String, bool),
}

fn notes(viewer: &Viewer, reader: &Reader, count: usize, act: Sharing) -> Result<Vec<Noting>> {
    let known =
        |to: &Option<PersonId>| to.is_none_or(|to| reader.agents.iter().any(|(agent, _)| *agent == to));
    Ok(match act {
        Sharing::Take => vec![Noting::Give(Some(viewer.person)); count],
        Sharing::Give(to) if known(&to) => vec![Noting::Give(to); count],
        Sharing::Restore(before) if before.len() == count && before.iter().all(known) => {
            before.into_iter().map(Noting::Give).collect()
        }
        Sharing::Label(label, on) => {
            let label = sharing::read_label(&label)?;
            vec![Noting::Label(label, on); count]
        }
        Sharing::Give(_) | Sharing::Restore(_) | Sharing::Follow(_) => {
            return Err(Error::Invalid("Choisissez un agent de votre service.".to_owned()));
        }
    })
}

async fn note(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    (service, noting): (&ServiceKey, Noting),
    (names, kept): (&Arc<BTreeMap<PersonId, String>>, &Arc<Mutex<Seen>>),
) -> Result<Answer> {
    let (service, names, keeping) = (service.clone(), names.clone(), kept.clone());
    let deciding: Deciding = Box::new(move |snapshot: &Snapshot| {
        let mut kept = keeping.lock().expect("nobody panics while holding it");
        let sent = snapshot.submission().map(|sent| sent.reference.clone());
        kept.named = sent.map(|reference| (reference, snapshot.opening.structure_name.clone()));
        let share = snapshot.instruction.sharing.of(&service);
        let (body, given) = match noting {
            Noting::Give(to) => {
                let name_of =
                    |agent| names.get(&agent).cloned().unwrap_or_else(|| "un autre agent".to_owned());
                (sharing::give(snapshot, &service, (seen, to), name_of)?, snapshot.seq + 1)
            }
            Noting::Label(label, on) => (sharing::label(snapshot, &service, &label, on)?, share.given()),
        };
        kept.done = body.as_ref().map(|_: &Body| Done { id, given, before: share.agent() });
        Ok(body)
    });
    record(services, viewer, (id, Action::Instruct), deciding).await?;
    let done = kept.lock().expect("nobody panics while holding it").done.take();
    Ok(done.map_or(Answer::Same, Answer::Done))
}

/// Why an act on a dossier is not done, as a report says it.
fn reason(error: &Error) -> String {
    match error {
        Error::NotFound => "Ce dossier est introuvable.".to_owned(),
        Error::Unavailable(_) => "Le service n’a pas répondu\u{a0}: recommencez pour ce dossier.".to_owned(),
        told => told.to_string(),
    }
}

async fn follow(
    services: &Services,
    reader: &Reader,
    chosen: &[(DossierId, Seq)],
    on: bool,
) -> Result<Report> {
    let ids: Vec<DossierId> = chosen.iter().map(|(id, _)| *id).collect();
    let changed = services.desks.follow(reader, &ids, on).await?;
    let same = ids.len() - changed.len();
    let done = |id| Done { id, given: 0, before: None };
    Ok(Report { done: changed.into_iter().map(done).collect(), same, refused: Vec::new() })
}

//! Taking a batch of edits: what is kept, what conflicts, what others wrote meanwhile.

use std::borrow::Cow;

use form::{Field, FieldType, Path, Program, Trame, Value};

use super::{
    Actor, Batch, BatchAnswer, Body, Edit, Event, News, Outcome, Snapshot, Stamp, Verdict,
    procedure::is_cell_of,
};
use crate::Timestamp;

/// Decides a batch against a snapshot; pure, so that every interleaving can be tested.
///
/// `recent` holds the events after the last one the page had seen, and every event this page sent
/// with a number of the batch: an edit that came before is answered as it was the first time. Returns
/// the new events, and the answer to the page.
///
/// # Rules
/// - An edit is kept when its author had seen the present version of the answer, or when the present
///   version comes from the same page or from the application, or when it says the same thing.
/// - Otherwise it is set aside, logged, and both values go back: nothing is overwritten silently.
/// - A row in which someone else wrote since is not taken away, and nothing is written in a row that someone else
///   took away: its author is asked.
#[must_use]
pub fn accept(
    snapshot: &Snapshot,
    recent: &[Event],
    batch: &Batch,
    program: &Program,
    actor: Actor,
    at: Timestamp,
) -> (Vec<Event>, BatchAnswer) {
    let trame = program.trame();
    let mut now = Cow::Borrowed(snapshot);
    let (mut events, mut outcomes): (Vec<Event>, _) = (Vec::new(), Vec::new());
    let last = batch.edits.len().saturating_sub(1);
    for (place, edit) in batch.edits.iter().enumerate() {
        let stamp = Stamp { client: batch.client.clone(), number: edit.number };
        let earlier = recent.iter().chain(&events).find(|event| event.stamp.as_ref() == Some(&stamp));
        let verdict = match earlier {
            Some(event) => repeat(event, &now),
            None if overtaken(&now.placed(edit, batch.known, trame), &batch.client, recent, &events) => {
                Verdict::Overtaken(now.answers.get(&edit.path).cloned().map(Box::new))
            }
            None => match judge(&now, edit, (&batch.client, batch.known), program) {
                Judgement::Refuse(reason) => Verdict::Refused(reason),
                Judgement::Log(body) => {
                    let event = Event { seq: now.seq + 1, at, actor, stamp: Some(stamp), body };
                    let verdict = repeat(&event, &now);
                    // The dossier is copied for the edits that follow only: most batches hold one.
                    if place < last {
                        now.to_mut().apply(&event).expect("the event was numbered after the snapshot");
                    }
                    events.push(event);
                    verdict
                }
            },
        };
        outcomes.push(Outcome { number: edit.number, path: edit.path.clone(), verdict });
    }
    let is_own = |event: &Event| event.stamp.as_ref().is_some_and(|stamp| stamp.client == batch.client);
    let others = recent.iter().filter(|event| event.seq > batch.known && !is_own(event)).filter_map(News::of);
    let others = others.collect();
    let head = events.last().map_or(snapshot.seq, |event| event.seq);
    (events, BatchAnswer { head, at, outcomes, others })
}

/// Whether its page wrote the same answer again after an edit: another page that found it in the journal sends it
/// late.
fn overtaken(edit: &Edit, client: &super::ClientId, recent: &[Event], events: &[Event]) -> bool {
    recent.iter().chain(events).any(|event| {
        let (Body::AnswerSet { path, .. } | Body::AnswerSetAside { path, .. }) = &event.body else {
            return false;
        };
        let later = |stamp: &Stamp| stamp.client == *client && stamp.number > edit.number;
        *path == edit.path && event.stamp.as_ref().is_some_and(later)
    })
}

enum Judgement {
    Log(Body),
    Refuse(String),
}

fn judge(
    now: &Snapshot,
    edit: &Edit,
    (client, known): (&super::ClientId, super::Seq),
    program: &Program,
) -> Judgement {
    if let Some(refusal) = now.refuses(&edit.path, program) {
        return Judgement::Refuse(refusal.to_string());
    }
    let trame = program.trame();
    let edit = &now.placed(edit, known, trame);
    let Some(field) = trame.answerable(&edit.path) else {
        return Judgement::Refuse("Ce champ n’existe pas dans ce formulaire.".to_owned());
    };
    if let Some(reason) = row_refused(now, edit, field) {
        return Judgement::Refuse(reason);
    }
    if is_nowhere(now, edit, trame) {
        return Judgement::Refuse("La ligne de cette réponse n’est pas dans le tableau.".to_owned());
    }
    if field.field_type == FieldType::Files {
        // A document is given by its bytes (`usecase::attach_piece`), never by a text.
        return Judgement::Refuse(form::french::misread(form::read::Misread::NotFiles).to_owned());
    }
    if edit.text.chars().count() > form::read::MAX_LENGTH {
        return Judgement::Refuse(form::french::misread(form::read::Misread::FarTooLong).to_owned());
    }
    let value = form::read::read_or_keep(&edit.text, &field.field_type);
    let present = now.answers.get(&edit.path);
    let seen = now.version(&edit.path) == edit.base;
    let own = present.is_some_and(|answer| answer.client.as_ref() == Some(client));
    let same = same(present.and_then(|answer| answer.value.as_ref()), value.as_ref());
    let (path, base) = (edit.path.clone(), edit.base);
    let undone = match value {
        None => changed_since(now, &path, (client, known)),
        Some(_) => !same && taken_away(now, &path, client),
    };
    if undone {
        return Judgement::Log(Body::AnswerSetAside { path, value, base });
    }
    // What the application took over from a source gives way: what a source says stays beside (`sources`).
    let taken_over = present.is_some_and(|answer| answer.by == Actor::Application);
    if seen || own || same || taken_over {
        let origin = now.origin_of(&path, value.as_ref());
        Judgement::Log(Body::AnswerSet { path, value, base, origin, deposit: None })
    } else {
        Judgement::Log(Body::AnswerSetAside { path, value, base })
    }
}

/// Whether someone else wrote in a row since a page saw it: taking it away would take that with it.
fn changed_since(now: &Snapshot, row: &Path, (client, known): (&super::ClientId, super::Seq)) -> bool {
    now.answers.iter().any(|(path, answer)| {
        is_cell_of(path, row)
            && answer.version > known
            && answer.by != Actor::Application
            && answer.client.as_ref() != Some(client)
    })
}

/// Whether the row of a cell was never there: it was refused, and what is in it with it.
fn is_nowhere(now: &Snapshot, edit: &Edit, trame: &Trame) -> bool {
    let is_free = || {
        let table = trame.field(&edit.path.field());
        table.and_then(|field| field.field_type.table()).is_some_and(|table| !table.is_fixed())
    };
    let row = edit.path.own_row();
    !edit.text.is_empty() && row.is_some_and(|row| !now.answers.contains_key(&row)) && is_free()
}

/// Whether someone else took away the row of a cell: what is written in it would be seen by nobody.
fn taken_away(now: &Snapshot, cell: &Path, client: &super::ClientId) -> bool {
    let row = cell.own_row().and_then(|row| now.answers.get(&row));
    row.is_some_and(|row| row.value.is_none() && row.client.as_ref() != Some(client))
}

/// Why a row cannot be added: nobody types more than the trame accepts.
fn row_refused(now: &Snapshot, edit: &Edit, field: &Field) -> Option<String> {
    field.field_type.table()?;
    let adds = !edit.text.trim().is_empty() && now.value(&edit.path).is_none();
    adds.then(|| no_room(now, field)).flatten()
}

/// Why a table takes no more rows; none while it does.
pub(crate) fn no_room(now: &Snapshot, field: &Field) -> Option<String> {
    let table = field.field_type.table()?;
    let answers = now.answers_under(&field.path);
    let rows = answers.filter(|(_, answer)| matches!(answer.value, Some(Value::Row(_)))).count();
    let most = usize::try_from(table.max_rows).unwrap_or(usize::MAX);
    (rows >= most).then(|| {
        format!(
            "Le tableau «\u{a0}{}\u{a0}» compte déjà {}, le plus qu’il accepte.",
            field.label,
            form::french::count(most, "ligne", "lignes")
        )
    })
}

/// The verdict on an edit that is in the log.
fn repeat(event: &Event, now: &Snapshot) -> Verdict {
    match &event.body {
        Body::AnswerSetAside { path, value, .. } => {
            Verdict::Conflict { theirs: now.answers.get(path).cloned().map(Box::new), yours: value.clone() }
        }
        _ => Verdict::Kept(event.seq),
    }
}

fn same(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.same_as(b),
        (None, None) => true,
        _ => false,
    }
}

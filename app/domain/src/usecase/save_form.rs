//! Saving a step's form sent without a script: every field at once, and only some were changed.

use form::{Path, Value, french};

use super::{
    Services, allow, lists,
    open_dossier::{context_of, program_of},
    rows::put,
    save_answers,
};
use crate::{
    Error, Result, Viewer,
    access::Action,
    dossier::{Actor, Batch, ClientId, DossierId, Edit, Seq, Snapshot, Verdict},
};

/// What became of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormSaved {
    /// The page that it stands for: what it wrote, its author saw.
    pub page: ClientId,
    /// Findings that hold the step back.
    pub held: usize,
    /// Fields that someone else had changed meanwhile.
    pub conflicts: usize,
    /// Questions that what was answered asks for, and that were not there.
    pub opened: Vec<Path>,
    /// Fields that could not be taken, each with the reason.
    pub refused: Vec<String>,
}

/// Saves a step's form; `seen` is the last event when the form was shown.
///
/// The fields that were not touched are told from those that were by the log as it stood then: an old
/// form never brings back an old value.
pub async fn save_form(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    step: &str,
    seen: Seq,
    texts: Vec<(Path, String)>,
) -> Result<FormSaved> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Fill, &snapshot.opening, snapshot.state())?;
    let program = program_of(services, &snapshot)?;
    let trame = program.trame();
    // A form shown before the trame changed: its answers follow, though its step may be no more.
    let formerly = if seen == 0 { None } else { snapshot.former_names(seen, trame) };
    let behind = formerly.is_some();
    let formerly = formerly.unwrap_or_default();
    let asked: &[form::Field] = match trame.step(step) {
        Some(step) => &step.fields,
        None if behind => &[],
        None => return Err(Error::NotFound),
    };
    let shown = if seen >= snapshot.seq || seen == 0 {
        snapshot.clone()
    } else {
        as_shown(services, id, seen).await?
    };
    let mut edits = Vec::new();
    for (path, text) in texts {
        let to = formerly.now(&path);
        let in_step = behind || asked.iter().any(|field| field.path == to.field());
        let Some(field) = trame.answerable(&to).filter(|_| in_step) else { continue };
        let before = shown.answers.get(&path).and_then(|answer| answer.value.as_ref());
        let before = before.map(|value| french::typed(value, &field.field_type)).unwrap_or_default();
        if plain(&before) != plain(&text) {
            let text = lists::resolved(&text, &field.field_type, &*services.lists).unwrap_or(text);
            let number = edits.len() as u64 + 1;
            edits.push(Edit { number, base: shown.version(&path), path: to, text });
        }
    }
    let page = services.ids.client();
    let mut saved = FormSaved { page, held: 0, conflicts: 0, opened: Vec::new(), refused: Vec::new() };
    let context = context_of(services, &snapshot);
    let before = program.evaluate(&snapshot.values(), &context);
    if !edits.is_empty() {
        let batch = Batch { client: saved.page.clone(), known: snapshot.seq, edits };
        for outcome in save_answers(services, viewer, id, batch).await?.outcomes {
            match outcome.verdict {
                Verdict::Kept(_) | Verdict::Overtaken(_) => {}
                Verdict::Conflict { .. } => saved.conflicts += 1,
                Verdict::Refused(reason) => {
                    let label = program.trame().field(&outcome.path).map(|field| field.label.as_str());
                    saved
                        .refused
                        .push(format!("«\u{a0}{}\u{a0}»\u{a0}: {reason}", label.unwrap_or_default()));
                }
            }
        }
    }
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    let evaluation = program.evaluate(&snapshot.values(), &context);
    let asks = |evaluation: &form::Evaluation, path: &Path| {
        program.state(evaluation, path).is_some_and(|state| state.visible)
    };
    let is_new = |path: &&Path| asks(&evaluation, path) && !asks(&before, path);
    let typed = asked.iter().filter(|field| field.is_typed()).map(|field| &field.path);
    saved.opened = typed.filter(is_new).cloned().collect();
    let held = |path: &Path| {
        program.issues_under(&evaluation, path).iter().filter(|issue| issue.holds_back()).count()
    };
    saved.held = asked.iter().map(|field| held(&field.path)).sum();
    Ok(saved)
}

/// Decides a conflict without a script: one's own value that was set aside, or the one in place.
pub async fn decide_conflict(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    (path, seen): (Path, Seq),
    mine: bool,
) -> Result<()> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Fill, &snapshot.opening, snapshot.state())?;
    let program = program_of(services, &snapshot)?;
    let field = program.trame().field(&path).ok_or(Error::NotFound)?;
    let aside = snapshot.aside(&path, Actor::Person(viewer.person));
    let Some(aside) = aside else { return Ok(()) };
    let value: Option<&Value> = if mine {
        aside.value.as_ref()
    } else {
        snapshot.answers.get(&path).and_then(|answer| answer.value.as_ref())
    };
    let text = value.map(|value| french::typed(value, &field.field_type)).unwrap_or_default();
    // Chosen against a value that is no more the one in place: asked again.
    put(services, viewer, id, (&snapshot, seen), path, text).await.map(|_| ())
}

/// Puts back what a source said, without a script.
pub async fn restore_source(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    (path, seen): (Path, Seq),
) -> Result<()> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Fill, &snapshot.opening, snapshot.state())?;
    let program = program_of(services, &snapshot)?;
    let field = program.trame().field(&path).ok_or(Error::NotFound)?;
    let Some(known) = snapshot.sources.get(&path) else { return Ok(()) };
    let text = french::typed(&known.value, &field.field_type);
    put(services, viewer, id, (&snapshot, seen), path, text).await.map(|_| ())
}

/// The dossier as it stood at an event.
async fn as_shown(services: &Services, id: DossierId, seen: Seq) -> Result<Snapshot> {
    let mut history = services.dossiers.history(id).await?;
    history.retain(|event| event.seq <= seen);
    Snapshot::fold(&history).map_err(Error::unavailable)
}

/// A text as browsers send it back: their line breaks and outer spaces mean nothing.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

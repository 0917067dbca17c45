//! Moving the drafts to the form of today: a dry run tells all, and changes nothing.

use std::{collections::BTreeMap, sync::Arc};

use form::{
    Answers, Evaluation, FieldType, Path, Program, Trame, Value,
    versions::{self, Change, Told},
};

use super::{Services, form_of, lists, open_dossier::context_of};
use crate::{
    Result, Timestamp,
    dossier::{
        About, Actor, AsideMove, Body, DossierId, Event, Opening, SetAside, Snapshot, State, TrameChange,
        TrameRef,
    },
    ports::{Lists, Since},
};

/// What a migration did, or would do.
#[derive(Clone, Debug, Default)]
pub struct MigrationReport {
    /// From which form to which, with what changes.
    pub transitions: Vec<Transition>,
    /// Draft by draft.
    pub dossiers: Vec<MigratedDossier>,
}

/// A passage from one form to another.
#[derive(Clone, Debug)]
pub struct Transition {
    /// The form of before.
    pub from: TrameRef,
    /// The form of after.
    pub to: TrameRef,
    /// Every change, with the number of drafts that it concerns.
    pub changes: Vec<(Change, usize)>,
    /// Drafts that make the passage.
    pub drafts: usize,
}

/// What became of one draft.
#[derive(Clone, Debug)]
pub struct MigratedDossier {
    /// The dossier.
    pub id: DossierId,
    /// The structure, with the kind and the year.
    pub name: String,
    /// Answers that stay as they were.
    pub kept: usize,
    /// Those that do not.
    pub told: Vec<Told>,
    /// Steps to look at again.
    pub unconfirmed: Vec<String>,
}

/// Moves every draft to the form of today for its départements; with `dry_run`, only tells.
///
/// An operator's command, beside no person. What was sent is frozen and never moves. A draft that changes meanwhile is judged again as it then stands.
pub async fn migrate_drafts(services: &Services, dry_run: bool) -> Result<MigrationReport> {
    let mut report = MigrationReport::default();
    let mut passages: BTreeMap<(TrameRef, TrameRef), usize> = BTreeMap::new();
    for id in services.dossiers.drafts().await? {
        let Some(snapshot) = services.dossiers.snapshot(id).await? else { continue };
        let Some(passage) = Passage::of(services, &snapshot)? else { continue };
        let change = passage.change(&snapshot, &*services.lists);
        let key = (change.from.clone(), change.to.clone());
        let place = *passages.entry(key).or_insert_with(|| {
            report.transitions.push(passage.transition());
            report.transitions.len() - 1
        });
        passage.count(services, &snapshot, &change, &mut report.transitions[place]);
        report.dossiers.push(told(id, &snapshot, &change));
        if !dry_run {
            migrate(services, id).await?;
        }
    }
    Ok(report)
}

fn told(id: DossierId, snapshot: &Snapshot, change: &TrameChange) -> MigratedDossier {
    let opening = &snapshot.opening;
    let answers = snapshot.values().iter().filter(|(_, value)| !matches!(value, Value::Row(_))).count();
    MigratedDossier {
        id,
        name: format!("{} ({})", opening.structure_name, called(opening)),
        kept: answers.saturating_sub(change.told.len()),
        told: change.told.clone(),
        unconfirmed: change.unconfirmed.clone(),
    }
}

/// A dossier among those of its structure: `ACI 2027`, `bilan ACI 2026`.
fn called(opening: &Opening) -> String {
    let Opening { kind, year, .. } = opening;
    match opening.about {
        About::Demand => format!("{kind} {year}"),
        About::Bilan => format!("bilan {kind} {year}"),
    }
}

/// Writes the passage of one draft, as it stands when it is written.
async fn migrate(services: &Services, id: DossierId) -> Result<()> {
    let inside = services.clone();
    let since = Since { seq: u64::MAX, client: None };
    let decide = move |snapshot: &Snapshot, _: &[Event]| {
        let passage = if snapshot.state() == State::Draft { Passage::of(&inside, snapshot)? } else { None };
        let event = passage.map(|passage| {
            let change = passage.change(snapshot, &*inside.lists);
            event(snapshot, change, inside.clock.now())
        });
        Ok(event.into_iter().collect())
    };
    services.dossiers.change(id, since, Box::new(decide)).await.map(|_| ())
}

fn event(snapshot: &Snapshot, change: TrameChange, at: Timestamp) -> Event {
    let body = Body::TrameChanged(Box::new(change));
    Event { seq: snapshot.seq + 1, at, actor: Actor::Application, stamp: None, body }
}

/// Two forms, and what changed from one to the other.
struct Passage {
    from: (TrameRef, Arc<Program>),
    to: (TrameRef, Arc<Program>),
    changes: Vec<Change>,
}

impl Passage {
    /// The passage that awaits a draft; none when it is on the form of today.
    fn of(services: &Services, snapshot: &Snapshot) -> Result<Option<Self>> {
        let opening = &snapshot.opening;
        let (from, to) =
            (opening.trame.clone(), services.library.current(opening.about, &opening.territories));
        if from == to {
            return Ok(None);
        }
        let library = &*services.library;
        let (before, after) = (form_of(library, &from)?, form_of(library, &to)?);
        let changes = versions::diff(before.trame(), after.trame());
        Ok(Some(Self { from: (from, before), to: (to, after), changes }))
    }

    fn trames(&self) -> (&Trame, &Trame) {
        (self.from.1.trame(), self.to.1.trame())
    }

    fn transition(&self) -> Transition {
        Transition {
            from: self.from.0.clone(),
            to: self.to.0.clone(),
            changes: self.changes.iter().map(|change| (change.clone(), 0)).collect(),
            drafts: 0,
        }
    }

    fn change(&self, snapshot: &Snapshot, lists: &dyn Lists) -> TrameChange {
        let resolve = |text: &str, field_type: &FieldType| {
            lists::resolved(text, field_type, lists).unwrap_or_else(|| text.to_owned())
        };
        let (before, after) = self.trames();
        let moved = |answers: &Answers| versions::migrate(before, after, answers, &resolve);
        let answers = moved(&snapshot.values());
        let sources = snapshot.sources.iter().map(|(path, known)| (path.clone(), known.value.clone()));
        let unconfirmed = after.steps.iter().filter(|step| {
            let changed = |change: &&Change| change.step == step.key && change.is_of_substance();
            self.changes.iter().any(|change| changed(&change))
        });
        TrameChange {
            from: self.from.0.clone(),
            to: self.to.0.clone(),
            answers: answers.moves,
            sources: moved(&sources.collect()).moves,
            previous: moved(&snapshot.previous()).moves,
            set_aside: self.set_aside(snapshot, &moved),
            told: answers.told,
            unconfirmed: unconfirmed.map(|step| step.key.clone()).collect(),
        }
    }

    /// Where each edit set aside goes, with its value.
    fn set_aside(
        &self,
        snapshot: &Snapshot,
        moved: &dyn Fn(&Answers) -> versions::Migration,
    ) -> Vec<AsideMove> {
        let after = self.to.1.trame();
        let formerly = after.formerly_in(self.from.0.version);
        // One by one: several people may have one for the same answer.
        let renamed = |path: &Path, value: &Value| {
            let placed = moved(&[(path.clone(), value.clone())].into_iter().collect()).moves;
            placed.into_iter().next().map_or_else(|| value.clone(), |moved| moved.value)
        };
        let place = |SetAside { path, value, .. }: &SetAside| {
            let to = Some(formerly.now(path)).filter(|to| after.holder(to).is_some());
            AsideMove { from: path.clone(), to, value: value.as_ref().map(|value| renamed(path, value)) }
        };
        snapshot.set_aside.iter().map(place).collect()
    }

    /// Counts a draft in the changes that concern it: the question was answered, or will be shown.
    fn count(
        &self,
        services: &Services,
        snapshot: &Snapshot,
        change: &TrameChange,
        transition: &mut Transition,
    ) {
        let mut now = snapshot.clone();
        now.change_trame(&event(snapshot, change.clone(), snapshot.at), change);
        let after = &self.to.1;
        let evaluation = after.evaluate(&now.values(), &context_of(services, &now));
        transition.drafts += 1;
        for (change, drafts) in &mut transition.changes {
            *drafts += usize::from(self.concerns(change, snapshot, &evaluation));
        }
    }

    fn concerns(&self, change: &Change, snapshot: &Snapshot, evaluation: &Evaluation) -> bool {
        let (before, after) = self.trames();
        let answered = |path: &Path| {
            snapshot.answers_under(&home(before, path)).any(|(_, answer)| answer.value.is_some())
        };
        let shown =
            |path: &Path| self.to.1.state(evaluation, &home(after, path)).is_some_and(|state| state.visible);
        if change.before.is_none() && change.after.is_none() {
            let fields = |trame: &Trame| -> Vec<Path> {
                let step = trame.step(&change.step);
                step.map(|step| step.fields.iter().map(|field| field.path.clone()).collect())
                    .unwrap_or_default()
            };
            return fields(after).iter().any(shown) || fields(before).iter().any(answered);
        }
        change.before.as_ref().is_some_and(answered) || change.after.as_ref().is_some_and(shown)
    }
}

/// The field of a question: its own, or the table of a column.
fn home(trame: &Trame, question: &Path) -> Path {
    let is_field = trame.fields().any(|(_, field)| field.path == *question);
    question.parent().filter(|_| !is_field).unwrap_or_else(|| question.clone())
}

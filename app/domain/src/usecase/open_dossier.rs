//! Opening a dossier to read or fill it.

use std::{collections::BTreeSet, sync::Arc};

use form::{Context, Path, Program, Trame};

use super::{Services, allow, form_of};
use crate::{
    Error, Result, Viewer,
    access::Action,
    dossier::{Actor, DossierId, Snapshot},
};

/// A dossier with all that its pages need.
pub struct OpenDossier {
    /// The dossier as it stands.
    pub snapshot: Snapshot,
    /// Its form, with the time that its steps take.
    pub trame: Trame,
    /// What the form's evaluation needs to know today.
    pub context: Context,
    /// Names of the people who wrote in it.
    pub names: Vec<(crate::PersonId, String)>,
    /// Largest document accepted, in bytes.
    pub heaviest: usize,
    /// The questions that have to follow what is to correct, open with it.
    pub follows: Vec<Path>,
}

/// Opens a dossier of the person's structure.
pub async fn open_dossier(services: &Services, viewer: &Viewer, id: DossierId) -> Result<OpenDossier> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::ReadDraft, &snapshot.opening, snapshot.state())?;
    let program = program_of(services, &snapshot)?;
    let fields = program.trame().fields().map(|(_, field)| &field.path);
    let follows = fields.filter(|path| snapshot.has_to_follow(path, &program)).cloned().collect();
    let trame = services.times.applied(program.trame().clone());
    let context = context_of(services, &snapshot);
    let names = services.sessions.names(&people(&snapshot)).await?;
    Ok(OpenDossier { snapshot, trame, context, names, heaviest: services.heaviest, follows })
}

/// The form a dossier was begun with.
pub(super) fn program_of(services: &Services, snapshot: &Snapshot) -> Result<Arc<Program>> {
    form_of(&*services.library, &snapshot.opening.trame)
}

/// The circumstances of a dossier today; once submitted, those of the day it was sent.
pub(super) fn context_of(services: &Services, snapshot: &Snapshot) -> Context {
    let (today, parameters) = match snapshot.submission() {
        Some(submission) => (form::french::time_of_day(submission.at).0, &submission.parameters),
        None => (services.clock.today(), services.library.parameters()),
    };
    let mut context = snapshot.context(today, parameters);
    context.facts.insert("aujourdhui".to_owned(), form::Value::Date(today));
    context
}

/// Everyone who wrote in a dossier, or takes care of a step.
pub(super) fn people(snapshot: &Snapshot) -> Vec<crate::PersonId> {
    let answers = snapshot.answers.values().map(|answer| answer.by);
    let confirmations = snapshot.confirmations.values().map(|confirmation| confirmation.by);
    let submissions = snapshot.submissions.iter().map(|submission| submission.by);
    let mut people: Vec<_> = answers
        .chain(confirmations)
        .chain(submissions)
        .chain(snapshot.comments.iter().map(|comment| comment.by))
        .chain(snapshot.corrections.iter().map(|asked| asked.by))
        .chain(
            snapshot.corrections.iter().filter_map(|asked| asked.answer.as_ref().map(|answered| answered.by)),
        )
        .chain(snapshot.instruction.withdrawals.iter().map(|withdrawal| withdrawal.by))
        .filter_map(|actor| if let Actor::Person(person) = actor { Some(person) } else { None })
        .collect();
    people.extend(snapshot.assigned.values().copied());
    people.sort_unstable();
    people.dedup();
    people
}

/// The same with those who instruct it, and who else wrote for or to the service: who of the service did what is the
/// service's own.
pub(super) fn people_for_service(
    snapshot: &Snapshot,
    others: impl Iterator<Item = Actor>,
) -> Vec<crate::PersonId> {
    let service = snapshot.rulings.iter().map(|ruling| ruling.by).chain(snapshot.instruction.actors());
    let service = service.chain(others);
    let service =
        service.filter_map(|actor| if let Actor::Person(person) = actor { Some(person) } else { None });
    people(snapshot).into_iter().chain(service).collect::<BTreeSet<_>>().into_iter().collect()
}

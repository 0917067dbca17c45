//! Sending a dossier to the service of the State.

use std::sync::{Arc, Mutex};

use form::Answers;

use super::{
    Services, allow,
    open_dossier::program_of,
    previous,
    review_dossier::{Judged, found},
    sisters,
};
use crate::{
    Error, Refusal, Result, Viewer,
    access::Action,
    dossier::{Actor, Body, DossierId, Event, Seq, desk::Desk, heard::Heard, procedure},
    ports::Since,
};

/// Sends a dossier whose answers are complete and hold, once its administrator certified them.
///
/// Sending twice changes nothing: the second time answers as the first. Nobody certifies what they have not read: an
/// answer that changed since they did (`seen`, the last event of the log then) is read first.
pub async fn submit_dossier(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    certified: bool,
    seen: Option<Seq>,
) -> Result<()> {
    let (viewer, services_inside) = (viewer.clone(), services.clone());
    // The whole log: what sources said is in no snapshot.
    let since = Since { seq: 0, client: None };
    let sent = Arc::new(Mutex::new(None));
    let told = sent.clone();
    let found = services
        .dossiers
        .change(
            id,
            since,
            Box::new(move |snapshot, log: &[Event]| {
                let services = services_inside;
                allow(&viewer, Action::Submit, &snapshot.opening, snapshot.state())?;
                if !procedure::is_to_send(snapshot)? {
                    return Ok(Vec::new());
                }
                if !certified {
                    return Err(Error::Refused(Refusal::NotCertified));
                }
                let changed = |seen| snapshot.answers.values().any(|answer| answer.version > seen);
                if seen.is_some_and(changed) {
                    return Err(Error::Refused(Refusal::Moved));
                }
                let program = program_of(&services, snapshot)?;
                let context = super::open_dossier::context_of(&services, snapshot);
                let parameters = context.parameters.clone();
                let values: Answers = snapshot.values();
                let evaluation = program.evaluate(&values, &context);
                let issues = program.issues(&evaluation);
                let held = issues.iter().filter(|issue| issue.holds_back()).count();
                // Two values for one answer: a person chooses before anyone is told either.
                let held = held + snapshot.undecided(Actor::Person(viewer.person)).count();
                if held > 0 {
                    return Err(Error::Refused(Refusal::NotReady(held)));
                }
                let counted = program.counted(&evaluation);
                let findings = left(&Judged { program, context, evaluation }, &counted, log);
                let opening = &snapshot.opening;
                *told.lock().expect("nobody panics while holding what was sent") = Some(opening.structure);
                Ok(vec![Event {
                    seq: snapshot.seq + 1,
                    at: services.clock.now(),
                    actor: Actor::Person(viewer.person),
                    stamp: None,
                    body: Body::Submitted {
                        version: snapshot.submission().map_or(1, |sent| sent.version + 1),
                        reference: opening.reference(id),
                        counted,
                        parameters,
                        findings,
                    },
                }])
            }),
        )
        .await?;
    found.ok_or(Error::NotFound)?;
    let sent = sent.lock().expect("nobody panics while holding what was sent").take();
    if let Some(structure) = sent {
        // It is sent whatever comes of this: a draft that was not told hears it when its sources are asked again.
        drop(previous::tell_next(services, structure, id).await);
        sisters::share(services, id).await;
    }
    Ok(())
}

/// Findings that a version leaves to be read: those that the service set aside for what it still says stay so.
fn left(judged: &Judged, counted: &Answers, log: &[Event]) -> u32 {
    let desk = Desk::of(log);
    let found = found(judged, counted, &Heard::of(log)).into_iter();
    let left = found.filter(|((path, code), judged)| desk.dismissal((path, code), judged).is_none());
    u32::try_from(left.count()).unwrap_or(u32::MAX)
}

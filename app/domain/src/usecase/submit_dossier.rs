//! Sending a dossier to the service of the State.

use form::Answers;

use super::{Services, allow, open_dossier::program_of};
use crate::{
    Error, Refusal, Result, Viewer,
    access::Action,
    dossier::{Actor, Body, DossierId, Event, Reference, State, procedure::Stage},
    ports::Since,
};

/// Sends a dossier whose answers are complete and hold, once its administrator certified them.
///
/// Sending twice changes nothing: the second time answers as the first.
pub async fn submit_dossier(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    certified: bool,
) -> Result<()> {
    let (viewer, services_inside) = (viewer.clone(), services.clone());
    let since = Since { seq: u64::MAX, client: None };
    let found = services
        .dossiers
        .change(
            id,
            since,
            Box::new(move |snapshot, _| {
                let services = services_inside;
                allow(&viewer, Action::Submit, &snapshot.opening, snapshot.state())?;
                match snapshot.state() {
                    State::Draft => {}
                    State::ToCorrect => {
                        let open = snapshot.to_answer().filter(|asked| asked.stage == Stage::Open).count();
                        if open > 0 {
                            return Err(Error::Refused(Refusal::Unanswered(open)));
                        }
                    }
                    State::Submitted | State::Granted | State::Refused => return Ok(Vec::new()),
                }
                if !certified {
                    return Err(Error::Refused(Refusal::NotCertified));
                }
                let program = program_of(&services, snapshot)?;
                let context = super::open_dossier::context_of(&services, snapshot);
                let values: Answers = snapshot.values();
                let evaluation = program.evaluate(&values, &context);
                let held = program.issues(&evaluation).into_iter().filter(|issue| issue.holds_back()).count();
                // Two values for one answer: a person chooses before anyone is told either.
                let held = held + snapshot.undecided(Actor::Person(viewer.person)).count();
                if held > 0 {
                    return Err(Error::Refused(Refusal::NotReady(held)));
                }
                let opening = &snapshot.opening;
                Ok(vec![Event {
                    seq: snapshot.seq + 1,
                    at: services.clock.now(),
                    actor: Actor::Person(viewer.person),
                    stamp: None,
                    body: Body::Submitted {
                        version: snapshot.submission().map_or(1, |sent| sent.version + 1),
                        reference: Reference::of(id, opening.year, &opening.departement, opening.kind),
                        counted: program.counted(&evaluation),
                        parameters: context.parameters,
                    },
                }])
            }),
        )
        .await?;
    found.ok_or(Error::NotFound)
}

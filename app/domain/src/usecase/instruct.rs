//! What the service of the State asks and decides, and what the structure answers.

use form::Date;

use super::{
    Services, allow, form_of,
    record::{Deciding, record, record_once},
};
use crate::{
    Error, Result, Viewer,
    access::Action,
    dossier::{
        DossierId, Event, Seq, Snapshot,
        procedure::{
            self, Decision, Numbers, Reason, Rounds, Rules, Tier,
            opinion::{Adviser, Given},
        },
        talk::Subject,
    },
    notice::recall,
};

/// Asks the structure to correct something of the version that the agent has read.
///
/// # Errors
/// `Refused` when the dossier moved since `seen`, or was decided; `Invalid` without a text.
pub async fn ask_correction(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    (about, reason): (Subject, Reason),
    text: &str,
) -> Result<()> {
    let (library, text) = (services.library.clone(), text.to_owned());
    let deciding: Deciding = Box::new(move |snapshot: &Snapshot| {
        let program = form_of(&*library, &snapshot.opening.trame)?;
        let is_there = match &about {
            Subject::Step(key) => program.trame().step(key).is_some(),
            Subject::Question(path) => program.trame().answerable(path).is_some_and(form::Field::is_typed),
        };
        if !is_there {
            return Err(Error::NotFound);
        }
        procedure::ask(snapshot, seen, about, reason, &text).map(Some)
    });
    act(services, viewer, id, deciding).await
}

/// Answers a correction, for the structure.
///
/// # Errors
/// `Refused` when a colleague answered it after `seen`; `Invalid` without a text.
pub async fn answer_correction(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    correction: Seq,
    text: &str,
) -> Result<()> {
    let (text, by) = (text.to_owned(), (viewer.person, seen));
    let deciding = Box::new(move |snapshot: &Snapshot, recent: &[Event]| {
        procedure::answer(snapshot, recent, by, correction, &text).map(Some)
    });
    record_once(services, viewer, (id, Action::Fill), (None, seen), deciding).await
}

/// What was asked and answered of each correction before it was asked for again, for the structure.
pub async fn read_rounds(services: &Services, viewer: &Viewer, id: DossierId) -> Result<Rounds> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::ReadDraft, &snapshot.opening, snapshot.state())?;
    Ok(Rounds::of(&services.dossiers.history(id).await?))
}

/// Closes a correction, or asks for it again: what is still to correct is said.
///
/// # Errors
/// `Refused` when the dossier moved since `seen`, or is being corrected; `Invalid` when it is asked for again without a
/// text.
pub async fn settle_correction(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    correction: Seq,
    again: Option<&str>,
) -> Result<()> {
    let again = again.map(str::to_owned);
    let deciding: Deciding = Box::new(move |snapshot: &Snapshot| {
        procedure::settle(snapshot, seen, correction, again.as_deref()).map(Some)
    });
    act(services, viewer, id, deciding).await
}

/// Takes the dossier back as it was last sent, without waiting for what the structure was asked to correct.
///
/// # Errors
/// `Refused` when the dossier moved since `seen`, or corrects nothing; `Invalid` without a reason.
pub async fn take_back_dossier(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    reason: &str,
) -> Result<()> {
    let reason = reason.to_owned();
    let deciding: Deciding =
        Box::new(move |snapshot: &Snapshot| procedure::take_back(snapshot, seen, &reason).map(Some));
    act(services, viewer, id, deciding).await
}

/// Says that the version the agent has read is complete, and acknowledges it.
pub async fn acknowledge_dossier(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
) -> Result<()> {
    let deciding: Deciding =
        Box::new(move |snapshot: &Snapshot| procedure::acknowledge(snapshot, seen).map(Some));
    act(services, viewer, id, deciding).await
}

/// Asks for an opinion, by a day where one is said.
pub async fn ask_opinion(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    (of, until): (Adviser, Option<Date>),
    text: &str,
) -> Result<()> {
    let (today, text) = (services.clock.today(), text.to_owned());
    let deciding: Deciding = Box::new(move |snapshot: &Snapshot| {
        procedure::consult(snapshot, seen, of, (until, today), &text).map(Some)
    });
    act(services, viewer, id, deciding).await
}

/// Asks no more for an opinion that is awaited, by the event that asked for it.
pub async fn drop_opinion(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    asked: Seq,
) -> Result<()> {
    let deciding: Deciding =
        Box::new(move |snapshot: &Snapshot| procedure::drop_opinion(snapshot, seen, asked).map(Some));
    act(services, viewer, id, deciding).await
}

/// Reminds now who is asked to give their opinion in the service; once a day.
///
/// # Errors
/// `Refused` once it was given, or is asked no more; `Invalid` where nobody is asked by address, whom nothing reaches.
pub async fn recall_opinion(services: &Services, viewer: &Viewer, id: DossierId, asked: Seq) -> Result<()> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Instruct, &snapshot.opening, snapshot.state())?;
    instructs(&services.rules, viewer, &snapshot)?;
    let opinion = procedure::awaited(&snapshot, asked)?;
    let told = recall(id, &snapshot, opinion, services.clock.now());
    if told.is_empty() {
        let nobody = "Personne n’est consulté par courriel\u{a0}: relancez par un autre moyen.";
        return Err(Error::Invalid(nobody.to_owned()));
    }
    services.notices.tell(id, told).await
}

/// Writes down an opinion that was given, asked for by an event or not.
pub async fn record_opinion(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    of: (Adviser, Option<Seq>),
    given: Given,
) -> Result<()> {
    let today = services.clock.today();
    let deciding: Deciding = Box::new(move |snapshot: &Snapshot| {
        procedure::give_opinion(snapshot, seen, of, given, today).map(Some)
    });
    act(services, viewer, id, deciding).await
}

/// Gives a proposal back to the service of the département.
///
/// # Errors
/// `Forbidden` for who does not validate.
pub async fn give_proposal_back(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    reason: &str,
) -> Result<()> {
    let (rules, by, reason) = (services.rules.clone(), viewer.clone(), reason.to_owned());
    let deciding: Deciding = Box::new(move |snapshot: &Snapshot| {
        validates(&rules, &by, snapshot)?;
        procedure::give_back(snapshot, seen, &reason).map(Some)
    });
    record(services, viewer, (id, Action::Instruct), deciding).await
}

/// Gives the demand up, for the structure.
pub async fn withdraw_dossier(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    reason: &str,
) -> Result<()> {
    let reason = reason.to_owned();
    let deciding: Deciding =
        Box::new(move |snapshot: &Snapshot| procedure::withdraw(snapshot, seen, &reason).map(Some));
    record(services, viewer, (id, Action::Submit), deciding).await
}

/// Refuses who only proposes, where the region validates.
fn validates(rules: &Rules, by: &Viewer, snapshot: &Snapshot) -> Result<()> {
    match rules.tier(by, &snapshot.opening) {
        Tier::Departement => {
            Err(Error::Forbidden("Dans cette région, la DREETS valide et reprend les décisions."))
        }
        Tier::Reader => Err(Error::Forbidden("Dans cette région, le service du département décide.")),
        Tier::Only | Tier::Region => Ok(()),
    }
}

/// Records an act of instruction, for who instructs the dossier.
///
/// # Errors
/// `Forbidden` for a region that does not validate.
pub(super) async fn act(services: &Services, viewer: &Viewer, id: DossierId, decide: Deciding) -> Result<()> {
    let (rules, by) = (services.rules.clone(), viewer.clone());
    let deciding: Deciding = Box::new(move |snapshot: &Snapshot| {
        instructs(&rules, &by, snapshot)?;
        decide(snapshot)
    });
    record(services, viewer, (id, Action::Instruct), deciding).await
}

/// Refuses a region that does not validate: it reads what its départements instruct.
fn instructs(rules: &Rules, by: &Viewer, snapshot: &Snapshot) -> Result<()> {
    match rules.tier(by, &snapshot.opening) {
        Tier::Reader => Err(Error::Forbidden(
            "Dans cette région, le service du département instruit ce dossier\u{a0}: vous le lisez.",
        )),
        Tier::Only | Tier::Departement | Tier::Region => Ok(()),
    }
}

/// Decides on the version that the agent has read, or proposes to the region where it validates; of two agents, the
/// second is told that it was decided.
pub async fn decide_dossier(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    decision: Decision,
) -> Result<()> {
    let (rules, by) = (services.rules.clone(), viewer.clone());
    let deciding: Deciding = Box::new(move |snapshot: &Snapshot| {
        procedure::decide(snapshot, seen, rules.tier(&by, &snapshot.opening), decision).map(Some)
    });
    record(services, viewer, (id, Action::Instruct), deciding).await
}

/// Notes the numbers that ASP gave on the decision that the agent has read.
///
/// # Errors
/// `Forbidden` for who only reads; `Refused` when the dossier moved since `seen`.
pub async fn number_convention(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    numbers: Numbers,
) -> Result<()> {
    let deciding: Deciding =
        Box::new(move |snapshot: &Snapshot| procedure::number(snapshot, seen, numbers).map(Some));
    act(services, viewer, id, deciding).await
}

/// Takes the decision up again; both stay.
pub async fn reopen_decision(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    reason: &str,
) -> Result<()> {
    let (rules, by, reason) = (services.rules.clone(), viewer.clone(), reason.to_owned());
    let deciding: Deciding = Box::new(move |snapshot: &Snapshot| {
        // Who did not decide does not take it up again; what the structure gave up, the service takes up.
        if snapshot.ruling().is_some() {
            validates(&rules, &by, snapshot)?;
        }
        procedure::reopen(snapshot, seen, &reason).map(Some)
    });
    record(services, viewer, (id, Action::Instruct), deciding).await
}

//! Reading a submitted dossier, as the service of the State does.

mod findings;
mod lines;
mod since;
mod summary;

use std::sync::Arc;

use form::{Context, Evaluation, Field, Program};

pub use findings::Finding;
pub(super) use findings::found;
pub use lines::{Difference, FilledBy, Otherwise, ReviewLine};
use lines::{Read, cells, line};
pub use since::{Change, Changed, Since};
pub use summary::{Agreed, Delay, Documents, Exits, Findings, Lacking, Ratio, Summary};

use super::{
    Services, allow,
    open_dossier::{context_of, people_for_service, program_of},
    queue::reader,
};
use crate::{
    Error, PersonId, Result, Timestamp, Viewer,
    access::{Access, Action},
    dossier::{
        About, DossierId, Opening, Origin, Seq, Snapshot, State, Submission,
        desk::{Desk, Note, StepReading},
        heard::{Alert, Heard},
        messages::{Party, Thread, Threads},
        procedure::{Act, Correction, Instruction, Rounds, Ruling, Tier},
        sharing::Share,
    },
    inventory::{Contest, contests},
    paper::{PaperKind, papers},
    ports::{
        DossierLine, Look,
        notices::{Carried, Undelivered},
    },
};

/// A submitted version, by step.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// The dossier.
    pub id: DossierId,
    /// Its circumstances.
    pub opening: Opening,
    /// The version sent.
    pub submission: Submission,
    /// All of it on one screen.
    pub summary: Summary,
    /// What changed since its reader's last look; none for who never looked.
    pub since: Option<Since>,
    /// The answers of the version sent that are not those of the version before it.
    pub revised: Vec<Changed>,
    /// What became of the answers that each correction is about, by its event, once it is answered and sent.
    pub corrected: Vec<(Seq, Vec<Changed>)>,
    /// Steps in the order of the form.
    pub steps: Vec<ReviewStep>,
    /// Percent under which a number that changed does not stand out.
    pub slight_percent: u16,
    /// Findings that remain: explained ones and information, those set aside included.
    pub findings: Vec<Finding>,
    /// What the structure says that a source has wrong, up to the version sent, in the order of the form.
    pub contested: Vec<Contest>,
    /// What sources said, up to the version sent, that puts the convention in doubt.
    pub alerts: Vec<Alert>,
    /// Where it stands.
    pub state: State,
    /// Last event of its log: what an agent asks for is about what they read.
    pub seen: Seq,
    /// The last event that changed what lists say of it.
    pub noted: Seq,
    /// Whether its reader may ask for corrections as it stands.
    pub asks: bool,
    /// What was asked to be corrected, the first asked first.
    pub corrections: Vec<Correction>,
    /// What was asked and answered of each before it was asked for again.
    pub rounds: Rounds,
    /// What else the service did with it.
    pub instruction: Instruction,
    /// The decision that holds.
    pub ruling: Option<Ruling>,
    /// The official papers that it has.
    pub papers: Vec<PaperKind>,
    /// Notes of the service, the first written first; those struck out stay.
    pub notes: Vec<Note>,
    /// What the structure and the service wrote to each other, the first thread opened first.
    pub threads: Vec<Thread>,
    /// Whether its reader instructs it.
    pub instructs: bool,
    /// At which level its reader decides.
    pub tier: Tier,
    /// Whether the opinion of the commission is needed before it is decided.
    pub needs_opinion: bool,
    /// What its reader's service noted on it; nothing for who is of no service.
    pub share: Option<Share>,
    /// The agents of that service, by name.
    pub agents: Vec<(PersonId, String)>,
    /// The mails about it that did not arrive.
    pub undelivered: Vec<Undelivered>,
    /// When those who give their opinion in the service were reminded, by the event that asked them.
    pub recalled: Vec<(Seq, Timestamp)>,
    /// Names of the people who wrote in it.
    pub names: Vec<(PersonId, String)>,
}

impl Review {
    /// Whether it stands beside a dossier that the structure sent, and not only beside what the State holds: an answer
    /// that is new says something then.
    #[must_use]
    pub fn renews(&self) -> bool {
        self.opening.previous.iter().any(|(_, known)| matches!(known.origin, Origin::Given { .. }))
    }
}

/// A step of a submitted version.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewStep {
    /// Key of the step.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Who read it, as long as it says the same.
    pub read: Option<StepReading>,
    /// Its values, by group.
    pub groups: Vec<ReviewGroup>,
}

/// Values under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewGroup {
    /// The heading, if any.
    pub title: Option<String>,
    /// The values.
    pub lines: Vec<ReviewLine>,
}

impl ReviewStep {
    /// Every value of the step.
    pub fn lines(&self) -> impl Iterator<Item = &ReviewLine> {
        self.groups.iter().flat_map(|group| &group.lines)
    }
}

/// A version sent, judged.
pub(super) struct Judged {
    pub(super) program: Arc<Program>,
    pub(super) context: Context,
    pub(super) evaluation: Evaluation,
}

/// Judges the last version sent as it was that day.
pub(super) fn judge(services: &Services, snapshot: &Snapshot, submission: &Submission) -> Result<Judged> {
    let program = program_of(services, snapshot)?;
    let context = context_of(services, snapshot);
    // What is being corrected is the structure's own until it is sent.
    let values = if snapshot.is_open() { submission.counted.clone() } else { snapshot.values() };
    let evaluation = program.evaluate(&values, &context);
    Ok(Judged { program, context, evaluation })
}

/// Opens the last submitted version of a dossier; who never did is noted to have looked.
pub async fn review_dossier(services: &Services, viewer: &Viewer, id: DossierId) -> Result<Review> {
    let review = preview_dossier(services, viewer, id).await?;
    if review.since.is_none() {
        let look = Look { seq: review.seen, at: services.clock.now() };
        services.looks.note(viewer.person, id, look).await?;
    }
    Ok(review)
}

/// The same for who goes through a list: it is no look.
///
/// A look moves when the person says so, and never by a reading: a page opened by mistake, or left, hides nothing.
pub async fn preview_dossier(services: &Services, viewer: &Viewer, id: DossierId) -> Result<Review> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Review, &snapshot.opening, snapshot.state())?;
    let submission = snapshot.submission().cloned().ok_or(Error::NotFound)?;
    let judged = judge(services, &snapshot, &submission)?;
    let log = services.dossiers.history(id).await?;
    let (desk, threads) = (Desk::of(&log), Threads::of(&log));
    let look = services.looks.look(viewer.person, id).await?;
    let instructs = viewer.may(Action::Instruct, &snapshot.opening, snapshot.state()) == Access::Granted;
    let since = look.map(|look| {
        let mut since = Since::of(&log, (&snapshot, &submission), &judged.program, look, viewer.person);
        since.changes.retain(|change| instructs || !matches!(change.what, Changed::Noted(..)));
        since
    });
    let revised = since::revised(&snapshot, &submission, &judged.program);
    let corrected = since::corrected(&snapshot, &submission, &judged.program);
    let ruling_before = ruling_before(services, &snapshot.opening).await?;
    let summary = Summary::of(
        &snapshot,
        &submission,
        (&judged.program, &judged.evaluation),
        ruling_before.as_ref(),
        (services.clock.today(), services.rules.delay_days),
    );
    // What was said while it was filled; nothing is added to what was sent.
    let heard = Heard::before(&log, submission.seq);
    let findings = findings::all(&judged, &snapshot, (&submission, &heard), &desk);
    let explained = findings::explained(&findings, &judged.program);
    let (rules, explained) = (&services.rules, explained.as_slice());
    let program = &*judged.program;
    let read =
        Read { program, snapshot: &snapshot, submission: &submission, heard: &heard, rules, explained };
    let steps = steps(&judged, &read, &desk);
    let service = desk.actors().chain(threads.actors(Party::Service)).chain(threads.actors(Party::Structure));
    let people = people_for_service(&snapshot, service);
    let names = services.sessions.names(&people).await?;
    let contested = contests(judged.program.trame(), &snapshot, &heard);
    let tier = services.rules.tier(viewer, &snapshot.opening);
    let (opening, state, seen) = (snapshot.opening.clone(), snapshot.state(), snapshot.seq);
    let works = instructs && tier != Tier::Reader;
    let asks = works && Act::Ask.is_open_in(state);
    let needs_opinion = snapshot.needs_opinion();
    let ruling = snapshot.ruling().cloned();
    let papers = papers(&snapshot);
    let agents = reader(services, viewer).await?.agents;
    let share = viewer.service().map(|service| snapshot.instruction.sharing.of(&service));
    let noted = snapshot.listed_at();
    // Who does not instruct it writes to nobody.
    let Carried { undelivered, recalled } =
        if instructs { services.notices.carried(id).await? } else { Carried::default() };
    // Of an opinion, the number is at the end of the key.
    let numbered = |(key, at): (String, Timestamp)| Some((key.rsplit('-').next()?.parse().ok()?, at));
    let recalled = recalled.into_iter().filter_map(numbered).collect();
    let Snapshot { corrections, instruction, .. } = snapshot;
    Ok(Review {
        id,
        opening,
        submission,
        summary,
        since,
        revised,
        corrected,
        steps,
        slight_percent: services.rules.slight_percent,
        findings,
        contested,
        alerts: heard.alerts(),
        state,
        seen,
        noted,
        asks,
        corrections,
        rounds: Rounds::of(&log),
        instruction,
        ruling,
        papers,
        // Notes are between those who instruct it.
        notes: if instructs { desk.notes } else { Vec::new() },
        threads: threads.0,
        instructs,
        tier,
        needs_opinion,
        share,
        agents,
        undelivered,
        recalled,
        names,
    })
}

/// The decision that holds on the demand of the same structure, service and kind for the year before.
async fn ruling_before(services: &Services, opening: &Opening) -> Result<Option<Ruling>> {
    if opening.about != About::Demand {
        return Ok(None);
    }
    let lines = services.dossiers.of_structure(opening.structure).await?;
    let own = |line: &&DossierLine| {
        let before = &line.snapshot.opening;
        before.about == About::Demand
            && (line.kind, line.year) == (opening.kind, opening.year - 1)
            && before.departement == opening.departement
    };
    Ok(lines.iter().find(own).and_then(|line| line.snapshot.ruling().cloned()))
}

/// The steps that say something, each value beside what was known before.
fn steps(judged: &Judged, read: &Read<'_>, desk: &Desk) -> Vec<ReviewStep> {
    let Judged { program, evaluation, .. } = judged;
    let shown = |field: &&Field| program.state(evaluation, &field.path).is_some_and(|state| state.visible);
    let lines = |field: &Field| match field.field_type.table() {
        None => vec![line(field, &field.path, field.label.clone(), read)],
        Some(table) => cells(field, table, program.state(evaluation, &field.path), read),
    };
    let submissions = &read.snapshot.submissions;
    let steps = program.trame().steps.iter().map(|step| {
        let groups = step.groups().map(|(title, fields)| ReviewGroup {
            title: title.map(str::to_owned),
            lines: fields.iter().filter(shown).flat_map(lines).collect(),
        });
        let groups = groups.filter(|group| !group.lines.is_empty()).collect();
        let read = desk.reading(&step.key, program.trame(), submissions).copied();
        ReviewStep { key: step.key.clone(), title: step.title.clone(), read, groups }
    });
    steps.filter(|step| !step.groups.is_empty()).collect()
}

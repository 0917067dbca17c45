//! Dossiers of the whole country at every stage, for who tries the service as an agent: filled, sent, corrected,
//! decided by the use cases themselves, on days of their own.

mod acts;
mod altered;
mod last_year;

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    Acting, Departement, Kind, Structure, StructureId, Timestamp, Viewer,
    access::Level,
    dossier::DossierId,
    prefill::plain_case,
    usecase::{self, Services},
};
use jiff::{SignedDuration, Span};
use sources::asp::Demo;

pub use altered::{Altered, alterable, written};

use super::{On, completing::complete};
use crate::auth::demo::person;

/// ASP's number of the first invented structure.
const FIRST: i64 = 900_001;
/// How long before today the delivery was made: dossiers are opened and sent since.
const DELIVERED_BEFORE: i64 = 45;
/// How long before today the last dossier is sent, at least, so that its service had time to act.
const QUIET: i64 = 1;
/// One structure in so many sent a demand last year too.
const OF_BEFORE: usize = 3;
/// Answers that are altered in a dossier whose structure says otherwise than its sources.
const ALTERED: usize = 3;

/// What is to be made.
#[derive(Clone, Debug)]
pub struct National {
    /// Structures of the invented delivery.
    pub structures: usize,
    /// Dossiers to make.
    pub dossiers: usize,
    /// The same makes the same.
    pub seed: u64,
    /// Of this département alone; of all, without one.
    pub departement: Option<Departement>,
}

/// The invented delivery that goes with it, some weeks before now.
#[must_use]
pub fn delivery(wanted: &National, now: Timestamp) -> Demo {
    let delivered = form::french::time_of_day(before(now, DELIVERED_BEFORE)).0;
    let (structures, seed) = (wanted.structures, wanted.seed);
    Demo { structures, seed, last_year: form::french::time_of_day(now).0.year(), delivered, ..Demo::small() }
}

/// Where a dossier is brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It is being filled.
    Draft,
    /// It is sent, as its sources have it.
    Sent,
    /// It is sent, and says otherwise than its sources.
    Altered,
    /// It is sent with more posts than last year.
    More,
    /// Two of its answers are to be corrected.
    Correcting,
    /// They were, and it is sent again.
    Corrected,
    /// It is complete.
    Acknowledged,
    /// The commission is asked for its opinion.
    Consulting,
    /// It is ready to be decided.
    Ready,
    /// It is granted as asked.
    Granted,
    /// It is refused.
    Refused,
}

/// One of twelve is of each stage; four of the queue are only sent, as in a campaign.
const STAGES: [Stage; 12] = [
    Stage::Sent,
    Stage::Altered,
    Stage::Correcting,
    Stage::More,
    Stage::Ready,
    Stage::Corrected,
    Stage::Granted,
    Stage::Acknowledged,
    Stage::Altered,
    Stage::Consulting,
    Stage::Draft,
    Stage::Refused,
];

/// Makes the dossiers; how many are at each stage. What a structure has already is left as it is.
///
/// # Errors
/// When the form asks for what is not answered here, or the database does not answer.
pub async fn seed(services: &Services, wanted: &National) -> anyhow::Result<BTreeMap<Stage, usize>> {
    let mut made = BTreeMap::new();
    let mut place = usize::try_from(wanted.seed % 12)?;
    let mut left = wanted.dossiers;
    for number in 0..wanted.structures {
        let id = StructureId::of_asp(FIRST + i64::try_from(number)?);
        let Some(structure) = services.register.structure(id).await? else { continue };
        for kind in structure.kinds() {
            if left == 0 {
                return Ok(made);
            }
            if !is_of(&structure, kind, wanted.departement.as_ref()) {
                continue;
            }
            let stage = STAGES[place % STAGES.len()];
            if make(services, (&structure, kind), (stage, place)).await? {
                *made.entry(stage).or_insert(0) += 1;
                (place, left) = (place + 1, left - 1);
            }
        }
    }
    Ok(made)
}

/// Whether the demand of a structure goes to the service of a département.
fn is_of(structure: &Structure, kind: Kind, departement: Option<&Departement>) -> bool {
    let own = structure.annexes.iter().rev().find(|annexe| annexe.measure.kind() == Some(kind));
    let own = own.and_then(|annexe| annexe.number.departement());
    departement.is_none_or(|wanted| own.as_ref() == Some(wanted))
}

/// Makes one dossier; false where there is one.
async fn make(
    services: &Services,
    (structure, kind): (&Structure, Kind),
    (stage, place): (Stage, usize),
) -> anyhow::Result<bool> {
    let days = DELIVERED_BEFORE - QUIET - 1;
    // Eleven and the number of days have no divisor in common: days are spread, and none comes in their order.
    let back = QUIET + i64::try_from(place)? * 11 % days;
    let sent = On(before(services.clock.now(), back));
    let calendar = acts::Calendar { sent: sent.0, now: services.clock.now() };
    let services = &Services { clock: Arc::new(sent), ..services.clone() };
    let name = plain_case(&structure.asp.name);
    let id = structure.id;
    let own = person("Claude Petit", 7, Acting::Structure { id, name, administrator: true });
    let lines = services.dossiers.of_structure(id).await?;
    // Among them, one that is still a draft.
    if lines.is_empty() && place % OF_BEFORE == 1 {
        last_year::granted(services, (structure, kind), (&own, place)).await?;
        last_year::reported(services, (structure, kind), (&own, place)).await?;
    }
    let dossier = usecase::create_dossier(services, &own, kind).await?;
    if lines.iter().any(|line| line.id == dossier) {
        return Ok(false);
    }
    known(services, &own).await?;
    for source in services.sources.iter() {
        usecase::ask_source(services, source.source()).await?;
    }
    if stage == Stage::Draft {
        return Ok(true);
    }
    complete(services, &own, dossier, &asked(services, dossier, stage).await?).await?;
    if stage == Stage::Altered {
        altered::alter(services, &own, dossier, (place, ALTERED)).await?;
        altered::contest(services, &own, dossier).await?;
    }
    usecase::submit_dossier(services, &own, dossier, true, None).await?;
    let opening = services.dossiers.snapshot(dossier).await?.map(|snapshot| snapshot.opening);
    let departement = opening.map(|opening| opening.departement);
    let Some(departement) = departement else { return Ok(true) };
    let agent = agent(departement, place);
    known(services, &agent).await?;
    acts::bring(services, (&own, &agent), dossier, (stage, calendar)).await?;
    Ok(true)
}

/// What the structure asks for itself.
async fn asked(services: &Services, id: DossierId, stage: Stage) -> anyhow::Result<BTreeMap<String, String>> {
    let mut asked = BTreeMap::new();
    if stage == Stage::More {
        let snapshot = services.dossiers.snapshot(id).await?;
        let posts = form::Path::parse("etp.demandes")?;
        let known = snapshot.and_then(|snapshot| snapshot.value(&posts)?.number());
        if let Some(posts) = known.filter(|posts| !posts.is_zero()) {
            let more = posts + form::Decimal::from(3);
            asked.insert("etp.demandes".to_owned(), more.to_string().replace('.', ","));
        }
    }
    Ok(asked)
}

/// The agent of a département; the Finistère has the two that the demonstration lets one be, in turn.
fn agent(departement: Departement, place: usize) -> Viewer {
    let name = departement.employment_service();
    let level = Level::Departement;
    let is_other = departement.code() == "29" && place.is_multiple_of(2);
    let (who, number) = if is_other { ("Sacha Richard", 3) } else { ("Camille Simon", 8) };
    person(who, number, Acting::Service { name, departements: vec![departement], level })
}

/// Has the name of a person known, as when they come in.
async fn known(services: &Services, viewer: &Viewer) -> anyhow::Result<()> {
    let token = [0; 32];
    services.sessions.open(token, viewer, services.clock.now()).await?;
    Ok(services.sessions.close(token).await?)
}

/// An instant some days before another.
fn before(now: Timestamp, days: i64) -> Timestamp {
    let hours = SignedDuration::from_hours(24 * days);
    now.checked_sub(hours).unwrap_or(now)
}

/// An instant some days after another, and not after now.
fn after(start: Timestamp, days: i64, now: Timestamp) -> Timestamp {
    start.checked_add(Span::new().hours(24 * days)).map_or(now, |then| then.min(now))
}

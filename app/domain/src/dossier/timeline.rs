//! What happened to a dossier, as a person reads it: who did what, when, and what stood there before.

mod kept;

use form::{Path, Value, file::Analysis};
use serde::{Deserialize, Serialize};

use super::{
    Actor, Body, ClientId, Event, Origin, Reference, Seq, Snapshot,
    heard::{Heard, count_of_data},
    messages::{Exchange, Party},
    procedure::{
        Move, is_cell_of,
        opinion::{Adviser, Given},
    },
    snapshot::BrokenLog,
    talk::Subject,
};
use crate::{PersonId, Timestamp, source::Source};

/// Seconds between two acts of one person beyond which they are told apart.
const PAUSE: i64 = 120;

/// A change of one answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    /// Event of the log.
    pub seq: Seq,
    /// When the server took it.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// The page that wrote it, for what a browser sends.
    pub page: Option<ClientId>,
    /// Key of the answer.
    pub path: Path,
    /// What stood there.
    pub before: Option<Value>,
    /// What was written.
    pub after: Option<Value>,
    /// Where it comes from; none for a value that was set aside.
    pub origin: Option<Origin>,
}

/// Whether two answers say the same.
fn same(one: Option<&Value>, other: Option<&Value>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.same_as(other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

impl Changed {
    /// Whether the answer says again what it said before.
    #[must_use]
    pub fn is_back(&self) -> bool {
        same(self.before.as_ref(), self.after.as_ref())
    }

    /// Whether undoing it would change something: its answer still says what was written then, and nobody wrote
    /// since, after an event of the log, in a row that it added.
    #[must_use]
    pub fn can_be_undone(&self, snapshot: &Snapshot, since: Seq) -> bool {
        // A document is put back where it was given.
        let is_file = |value: &Option<Value>| matches!(value, Some(Value::Files(_)));
        let mut cells = snapshot.answers.iter().filter(|(path, _)| is_cell_of(path, &self.path));
        if self.is_set_aside() || is_file(&self.before) || is_file(&self.after) {
            return false;
        }
        let still = same(self.after.as_ref(), snapshot.value(&self.path));
        // A row in which someone wrote since is not taken away with what they wrote.
        let alone = self.before.is_some() || !cells.any(|(_, answer)| answer.version > since);
        !self.is_back() && still && alone
    }
}

/// What one person did in one go, or what the service did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    /// Who did it.
    pub actor: Actor,
    /// When the last of it was taken.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
    /// What was done.
    pub what: Happened,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Happened {
    /// The dossier was opened.
    Opened,
    /// Answers changed, each once: what stood there first, what was written last.
    Filled(Vec<Changed>),
    /// Steps were confirmed, by key.
    Confirmed(Vec<String>),
    /// Something was written to colleagues.
    Commented(Subject, String),
    /// What was written there was settled (true) or opened again.
    Settled(bool),
    /// A source said so many data.
    SourceTold(Source, usize),
    /// What a source says was contested, and why; or no more.
    Contested(Path, Source, Option<String>),
    /// A step was given to someone, or to nobody.
    Assigned(String, Option<PersonId>),
    /// The antivirus said something of a document, by its name.
    Analysed(String, Analysis),
    /// A correction was asked for: about what, and what.
    CorrectionAsked(Subject, String),
    /// A correction was answered.
    CorrectionAnswered(String),
    /// A correction was closed (true) or asked for again, and what is still to correct.
    CorrectionSettled(bool, Option<String>),
    /// A decision was taken: granted or not, and why.
    Decided(bool, String),
    /// The decision was taken up again, and why.
    Reopened(String),
    /// The service took the dossier back without waiting for corrections, and why.
    TakenBack(String),
    /// The service found the dossier complete.
    Acknowledged,
    /// The service noted the numbers that ASP gave.
    Numbered,
    /// An opinion was asked for.
    Consulted(Adviser),
    /// An opinion is asked no more.
    NoMoreConsulted(Adviser),
    /// An opinion was given; what it says, where the structure may read it.
    Advised(Adviser, Option<Given>),
    /// The structure gave its demand up, and why.
    Withdrawn(String),
    /// The form changed.
    FormChanged,
    /// The dossier was sent.
    Sent(Reference),
    /// One side wrote to the other, and what.
    Wrote(Party, String),
    /// An answer was kept against what sources say: its value, and theirs.
    Kept(Path, Value, Vec<(Source, Value)>),
}

impl Happened {
    /// The answer whose sources were judged: what one of them says is contested, or another was kept.
    #[must_use]
    pub fn source_judged(&self) -> Option<&Path> {
        match self {
            Self::Contested(path, ..) | Self::Kept(path, ..) => Some(path),
            _ => None,
        }
    }
}

/// Every change of every answer, in the order of the log.
pub fn changes(events: &[Event]) -> Result<Vec<Changed>, BrokenLog> {
    let mut changes = Vec::new();
    walk(events, |_, changed, _| changes.extend(changed))?;
    Ok(changes)
}

/// What happened, the last first; what one person does in one go stands together.
pub fn timeline(events: &[Event]) -> Result<Vec<Moment>, BrokenLog> {
    let mut moments: Vec<Moment> = Vec::new();
    let mut heard = Heard::default();
    walk(events, |event, changed, before| {
        let kept = before.and_then(|before| kept::kept(before, &heard, event));
        heard.apply(event);
        if is_untold(&event.body) {
            return;
        }
        let what = match (&event.body, kept.or_else(|| Some(Happened::Filled(vec![changed?])))) {
            (_, Some(what)) => what,
            (Body::SourceTold { source, told, findings, .. }, _) => {
                let paths = told.iter().map(|told| &told.path);
                Happened::SourceTold(*source, count_of_data(paths, findings))
            }
            (Body::ValueContested { path, source, text }, _) => {
                Happened::Contested(path.clone(), *source, text.clone())
            }
            (Body::StepConfirmed { step }, _) => Happened::Confirmed(vec![step.clone()]),
            (Body::Commented { about, text }, _) => Happened::Commented(about.clone(), text.clone()),
            (Body::CommentSettled { settled, .. }, _) => Happened::Settled(*settled),
            (Body::StepAssigned { step, to }, _) => Happened::Assigned(step.clone(), *to),
            (Body::PieceAnalysed { name, analysis, .. }, _) => {
                Happened::Analysed(name.clone(), analysis.clone())
            }
            (Body::CorrectionAsked { about, text, .. }, _) => {
                Happened::CorrectionAsked(about.clone(), text.clone())
            }
            (Body::CorrectionAnswered { text, .. }, _) => Happened::CorrectionAnswered(text.clone()),
            (Body::CorrectionSettled { content, text, .. }, _) => {
                Happened::CorrectionSettled(*content, text.clone())
            }
            (Body::Decided { granted, reason, .. }, _) => Happened::Decided(*granted, reason.clone()),
            (Body::DecisionReopened { reason }, _) => Happened::Reopened(reason.clone()),
            (Body::Moved(moved), _) => Happened::of_move(moved),
            (Body::Exchanged(exchange), _) => Happened::of_exchange(exchange),
            (Body::TrameChanged(_), _) => Happened::FormChanged,
            (Body::Submitted { reference, .. }, _) => Happened::Sent(reference.clone()),
            _ => Happened::Opened,
        };
        let near = |moment: &&mut Moment| {
            moment.actor == event.actor && event.at.as_second() - moment.at.as_second() <= PAUSE
        };
        match moments.last_mut().filter(near) {
            Some(moment) if moment.what.takes(&what, moment.actor) => {
                moment.at = event.at;
                moment.what.join(what);
            }
            _ => moments.push(Moment { actor: event.actor, at: event.at, what }),
        }
    })?;
    moments.reverse();
    Ok(moments)
}

/// Whether the structure is told nothing of it: what is between the levels of the service or its own work, and that a
/// message was read.
fn is_untold(body: &Body) -> bool {
    match body {
        Body::Moved(moved) => matches!(**moved, Move::Proposed(_) | Move::Returned { .. }),
        Body::Exchanged(exchange) => matches!(**exchange, Exchange::Read { .. }),
        Body::Worked(_) | Body::Noted { .. } => true,
        _ => false,
    }
}

impl Happened {
    fn of_exchange(exchange: &Exchange) -> Self {
        match exchange {
            Exchange::Opened { from, text, .. } | Exchange::Replied { from, text, .. } => {
                Self::Wrote(*from, text.clone())
            }
            Exchange::Read { from, .. } => Self::Wrote(*from, String::new()),
        }
    }

    fn of_move(moved: &Move) -> Self {
        match moved {
            Move::OpinionAsked { of, .. } => Self::Consulted(*of),
            Move::OpinionGiven { of, given, .. } => {
                Self::Advised(*of, Some(given.clone()).filter(|given| !given.confidential))
            }
            Move::OpinionDropped { of, .. } => Self::NoMoreConsulted(*of),
            Move::Withdrawn { reason } => Self::Withdrawn(reason.clone()),
            Move::TakenBack { reason } => Self::TakenBack(reason.clone()),
            Move::Numbered { .. } => Self::Numbered,
            Move::Acknowledged { .. } | Move::Proposed(_) | Move::Returned { .. } => Self::Acknowledged,
        }
    }
}

/// Folds the log, telling each event with the change it makes and what stood before it.
fn walk(
    events: &[Event],
    mut tell: impl FnMut(&Event, Option<Changed>, Option<&Snapshot>),
) -> Result<(), BrokenLog> {
    let Some((first, rest)) = events.split_first() else { return Err(BrokenLog(0)) };
    let mut snapshot = Snapshot::fold(std::slice::from_ref(first))?;
    tell(first, None, None);
    for event in rest {
        tell(event, changed(&snapshot, event), Some(&snapshot));
        snapshot.apply(event)?;
    }
    Ok(())
}

fn changed(before: &Snapshot, event: &Event) -> Option<Changed> {
    let (path, value, origin) = match &event.body {
        Body::AnswerSet { path, value, origin, .. } => (path, value, Some(origin.clone())),
        Body::AnswerSetAside { path, value, .. } => (path, value, None),
        _ => return None,
    };
    Some(Changed {
        seq: event.seq,
        at: event.at,
        actor: event.actor,
        page: event.stamp.as_ref().map(|stamp| stamp.client.clone()),
        path: path.clone(),
        before: before.value(path).cloned(),
        after: value.clone(),
        origin,
    })
}

impl Changed {
    /// Whether the value was set aside for its author to decide.
    #[must_use]
    pub fn is_set_aside(&self) -> bool {
        self.origin.is_none()
    }
}

impl Happened {
    /// Whether something done next is more of the same.
    ///
    /// What a person writes in another part of the form is another thing: it is undone apart.
    fn takes(&self, next: &Self, actor: Actor) -> bool {
        let part = |changes: &[Changed]| {
            changes.first().and_then(|changed| changed.path.as_str().split('.').next().map(str::to_owned))
        };
        match (self, next) {
            (Self::Filled(all), Self::Filled(next)) => actor == Actor::Application || part(all) == part(next),
            (Self::Confirmed(_), Self::Confirmed(_)) => true,
            _ => false,
        }
    }

    fn join(&mut self, next: Self) {
        match (self, next) {
            (Self::Filled(all), Self::Filled(next)) => {
                for changed in next {
                    join(all, changed);
                }
            }
            (Self::Confirmed(all), Self::Confirmed(next)) => {
                for step in next {
                    if !all.contains(&step) {
                        all.push(step);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Adds a change to those of one go: typed letter by letter in one page, an answer changed once.
fn join(all: &mut Vec<Changed>, next: Changed) {
    let own = |changed: &Changed| (changed.path.clone(), changed.page.clone(), changed.is_set_aside());
    let wanted = own(&next);
    match all.iter_mut().find(|known| own(known) == wanted) {
        Some(known) => *known = Changed { before: known.before.take(), ..next },
        None => all.push(next),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{StructureId, testing::opening};

    /// A change as the tests tell it: key, before, after.
    type Line = (String, Option<Value>, Option<Value>);

    fn path(text: &str) -> Path {
        Path::parse(text).expect("a key")
    }

    fn text(text: &str) -> Option<Value> {
        (!text.is_empty()).then(|| Value::Text(text.to_owned()))
    }

    /// A log where, second after second, people do things.
    fn log(acts: &[(i64, u128, Body)]) -> Vec<Event> {
        let event = |(place, (second, person, body)): (usize, &(i64, u128, Body))| Event {
            seq: place as Seq + 2,
            at: Timestamp::from_second(*second).expect("an instant"),
            actor: Actor::Person(PersonId(uuid::Uuid::from_u128(*person))),
            stamp: None,
            body: body.clone(),
        };
        let first = Event {
            seq: 1,
            at: Timestamp::from_second(0).expect("an instant"),
            actor: Actor::Person(PersonId(uuid::Uuid::from_u128(1))),
            stamp: None,
            body: Body::Opened(Box::new(opening(StructureId::of_asp(1), &["29"]))),
        };
        std::iter::once(first).chain(acts.iter().enumerate().map(event)).collect()
    }

    fn set(key: &str, value: &str) -> Body {
        Body::AnswerSet { path: path(key), value: text(value), base: 0, origin: Origin::Typed, deposit: None }
    }

    #[test]
    fn what_is_done_in_one_go_stands_together() {
        let aside = Body::AnswerSetAside { path: path("a.nom"), value: text("autre"), base: 0 };
        let events = log(&[
            (10, 1, set("a.nom", "O")),
            (12, 1, set("a.ville", "Quimper")),
            (14, 1, set("a.nom", "Odet")),
            (20, 2, aside),
            (30, 1, set("a.nom", "")),
            (40, 1, Body::StepConfirmed { step: "un".to_owned() }),
            (2_000, 1, set("a.ville", "Brest")),
        ]);
        let moments = timeline(&events).expect("a log");
        let told: Vec<Vec<Line>> = moments
            .iter()
            .map(|moment| match &moment.what {
                Happened::Filled(all) => {
                    let one = |one: &Changed| (one.path.to_string(), one.before.clone(), one.after.clone());
                    all.iter().map(one).collect()
                }
                _ => Vec::new(),
            })
            .collect();
        let change = |key: &str, before: &str, after: &str| (key.to_owned(), text(before), text(after));
        assert_eq!(
            told,
            [
                vec![change("a.ville", "Quimper", "Brest")],
                vec![],
                vec![change("a.nom", "Odet", "")],
                vec![change("a.nom", "Odet", "autre")],
                vec![change("a.nom", "", "Odet"), change("a.ville", "", "Quimper")],
                vec![],
            ]
        );
        assert_eq!(moments[1].what, Happened::Confirmed(vec!["un".to_owned()]));
        assert_eq!(moments[5].what, Happened::Opened);
    }

    #[test]
    fn each_change_of_an_answer_is_told() {
        let events =
            log(&[(1, 1, set("a.nom", "O")), (2, 2, set("a.nom", "Odet")), (3, 2, set("a.ville", "x"))]);
        let all = changes(&events).expect("a log");
        let seen: Vec<_> = all
            .iter()
            .filter(|one| one.path == path("a.nom"))
            .map(|one| (one.seq, one.before.clone()))
            .collect();
        assert_eq!(seen, [(2, None), (3, text("O"))]);
        assert!(changes(&events[1..]).is_err(), "a log begins with its opening");
    }
}

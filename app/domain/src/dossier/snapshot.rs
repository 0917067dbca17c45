//! A dossier at one moment: its log, folded.

mod pieces;

use form::{Answers, Context, Date, Map, Parameters, Path, Value};
use serde::{Deserialize, Serialize};

use super::{
    Actor, Body, ChangedTrame, ClientId, Event, Known, News, Opening, Origin, Reference, Seq, Stop,
    procedure::{Correction, Instruction, Ruling, is_cell_of},
    talk::Comment,
};
use crate::{PersonId, Timestamp};

/// A dossier folded from its log; derived, and rebuilt at will.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Last event folded.
    pub seq: Seq,
    /// When that event was taken.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
    /// Circumstances of the dossier, as its last change of form left them.
    pub opening: Opening,
    /// Every answer ever given, cleared ones included.
    pub answers: Map<Path, Answer>,
    /// What sources said of an answer, the last time they did: it stays when a person corrects it, and goes with the
    /// answer that the application takes back.
    pub sources: Map<Path, Known>,
    /// Edits set aside that their author has not yet decided on: one an answer for each of them.
    pub set_aside: Vec<SetAside>,
    /// Last confirmation of each step.
    pub confirmations: Map<String, Confirmation>,
    /// Every version sent.
    pub submissions: Vec<Submission>,
    /// What colleagues wrote to each other, the first written first.
    #[serde(default)]
    pub comments: Vec<Comment>,
    /// Who takes care of each step that was given to someone.
    #[serde(default)]
    pub assigned: Map<String, PersonId>,
    /// What the service of the State asked to correct, the first asked first.
    #[serde(default, with = "crate::to_correct")]
    pub corrections: Vec<Correction>,
    /// What it decided, the first decided first; one taken up again stays.
    #[serde(default, with = "crate::service_side")]
    pub rulings: Vec<Ruling>,
    /// What else it did with it: acknowledged, asked for opinions, proposed.
    #[serde(default, with = "crate::service_side")]
    pub instruction: Instruction,
    /// When the delay of instruction stood still, the first stop first.
    #[serde(default, with = "crate::service_side")]
    pub stops: Vec<Stop>,
    /// The last event that moved the procedure: sent, asked, answered, decided.
    #[serde(default)]
    pub moved: Seq,
    /// The last change of form, if any.
    #[serde(default)]
    pub trame_change: Option<ChangedTrame>,
}

/// An answer with its provenance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The value; none when it was cleared.
    pub value: Option<Value>,
    /// The event that set it: its version.
    pub version: Seq,
    /// Where the value comes from.
    pub origin: Origin,
    /// Who set it.
    pub by: Actor,
    /// When.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
    /// The page that sent it: a page never conflicts with itself.
    pub client: Option<ClientId>,
}

/// A value that was not taken, for its author to decide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetAside {
    /// The answer it was for.
    pub path: Path,
    /// The value that was sent.
    pub value: Option<Value>,
    /// The event.
    pub seq: Seq,
    /// Who sent it.
    pub by: Actor,
    /// When.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
}

/// A person's word that a step is right as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// The event.
    pub seq: Seq,
    /// Who.
    pub by: Actor,
    /// When.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
}

/// A version sent to the service of the State.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Submission {
    /// Version, from 1.
    pub version: u32,
    /// The event.
    pub seq: Seq,
    /// Who sent it.
    pub by: Actor,
    /// When.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
    /// Reference of the receipt.
    pub reference: Reference,
    /// Every answer that counted, computed ones included.
    pub counted: Answers,
    /// Dated parameters in use that day.
    pub parameters: Parameters,
    /// Findings that it leaves to read.
    #[serde(default)]
    pub findings: u32,
}

/// Where a dossier stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being filled; nobody but the structure sees it.
    Draft,
    /// Sent to the service of the State, which reads it.
    Submitted,
    /// The service asked for corrections: what they are about is open again.
    ToCorrect,
    /// The service found it complete, and instructs it.
    Complete,
    /// The service of the département proposed a decision, which that of the region validates.
    Proposed,
    /// Granted.
    Granted,
    /// Refused.
    Refused,
    /// The structure gave it up.
    Withdrawn,
}

/// A log that does not begin with its opening, or whose numbers do not follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("le journal du dossier est rompu à l'événement {0}")]
pub struct BrokenLog(pub Seq);

impl Answer {
    /// The answer that an event sets.
    #[must_use]
    pub fn of(event: &Event) -> Option<Self> {
        let Body::AnswerSet { value, origin, deposit, .. } = &event.body else { return None };
        Some(Self {
            value: value.clone(),
            version: event.seq,
            origin: origin.clone(),
            by: deposit.map_or(event.actor, |deposit| deposit.by),
            at: deposit.map_or(event.at, |deposit| deposit.at),
            client: event.stamp.as_ref().map(|stamp| stamp.client.clone()),
        })
    }

    /// Whether it says something: a value, or that a person wants none.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.value.is_some() || self.by != Actor::Application
    }

    /// Whether another person gave it after the last event that somebody saw.
    #[must_use]
    pub fn is_unseen_by(&self, person: PersonId, seen: Seq) -> bool {
        self.version > seen && matches!(self.by, Actor::Person(other) if other != person)
    }
}

impl Submission {
    /// The version that an event sends.
    #[must_use]
    pub fn of(event: &Event) -> Option<Self> {
        let Body::Submitted { version, reference, counted, parameters, findings } = &event.body else {
            return None;
        };
        Some(Self {
            version: *version,
            seq: event.seq,
            by: event.actor,
            at: event.at,
            reference: reference.clone(),
            counted: counted.clone(),
            parameters: parameters.clone(),
            findings: *findings,
        })
    }
}

impl Snapshot {
    /// Folds a whole log.
    pub fn fold(events: &[Event]) -> Result<Self, BrokenLog> {
        let Some((first, rest)) = events.split_first() else { return Err(BrokenLog(0)) };
        let Body::Opened(opening) = &first.body else { return Err(BrokenLog(first.seq)) };
        if first.seq != 1 {
            return Err(BrokenLog(first.seq));
        }
        let mut snapshot = Self {
            seq: 1,
            at: first.at,
            opening: (**opening).clone(),
            answers: Map::new(),
            sources: Map::new(),
            set_aside: Vec::new(),
            confirmations: Map::new(),
            submissions: Vec::new(),
            comments: Vec::new(),
            assigned: Map::new(),
            corrections: Vec::new(),
            rulings: Vec::new(),
            instruction: Instruction::default(),
            stops: Vec::new(),
            moved: 0,
            trame_change: None,
        };
        for event in rest {
            snapshot.apply(event)?;
        }
        Ok(snapshot)
    }

    /// Whether events are the next of the log, in their order.
    pub fn is_followed_by(&self, events: &[Event]) -> Result<(), BrokenLog> {
        let stray = events
            .iter()
            .zip(self.seq + 1..)
            .find(|(event, seq)| event.seq != *seq || matches!(event.body, Body::Opened(_)));
        stray.map_or(Ok(()), |(event, _)| Err(BrokenLog(event.seq)))
    }

    /// Folds one more event.
    pub fn apply(&mut self, event: &Event) -> Result<(), BrokenLog> {
        if event.seq != self.seq + 1 {
            return Err(BrokenLog(event.seq));
        }
        match &event.body {
            Body::Opened(_) => return Err(BrokenLog(event.seq)),
            Body::AnswerSet { path, value, origin, .. } => {
                self.answers.extend(Answer::of(event).map(|answer| (path.clone(), answer)));
                match (value, event.actor) {
                    (Some(value), Actor::Application) => {
                        let known = Known { value: value.clone(), origin: origin.clone() };
                        self.sources.insert(path.clone(), known);
                    }
                    (None, Actor::Application) => self.forget_source(path),
                    (_, Actor::Person(_)) => {}
                }
                self.decided(event.actor, path, value.is_none());
            }
            Body::SourceTold { believed, .. } => {
                self.sources.extend(believed.iter().cloned());
            }
            Body::StepConfirmed { step } => {
                let confirmation = Confirmation { seq: event.seq, by: event.actor, at: event.at };
                self.confirmations.insert(step.clone(), confirmation);
            }
            Body::AnswerSetAside { .. }
            | Body::Commented { .. }
            | Body::CommentSettled { .. }
            | Body::StepAssigned { .. } => {
                if let Some(news) = News::of(event) {
                    self.hear(&news);
                }
            }
            Body::PieceAnalysed { digest, analysis, .. } => self.mark_piece(digest, analysis),
            Body::TrameChanged(change) => self.change_trame(event, change),
            Body::ValueContested { .. }
            | Body::CorrectionAsked { .. }
            | Body::CorrectionAnswered { .. }
            | Body::CorrectionSettled { .. }
            | Body::Decided { .. }
            | Body::Moved(_)
            | Body::DecisionReopened { .. }
            | Body::Exchanged(_) => {}
            Body::Worked(work) => self.instruction.aside.fold(event.seq, work),
            Body::Noted { service, note } => self.instruction.sharing.fold(event, service, note),
            Body::Submitted { .. } => {
                self.submissions.extend(Submission::of(event));
                self.instruction.aside.count = 0;
            }
        }
        self.proceed(event);
        self.seq = event.seq;
        self.at = event.at;
        Ok(())
    }

    /// Forgets what a source said of an answer that the application takes back. Documents are not taken back, they
    /// follow their original.
    fn forget_source(&mut self, path: &Path) {
        let known = self.sources.get(path);
        if known.is_some_and(|known| !matches!(known.value, Value::Files(_))) {
            self.sources.remove(path);
        }
    }

    /// Notes what writing an answer decides: writing again after a conflict is choosing, and taking a row away
    /// gives up what one wanted to write in it.
    pub fn decided(&mut self, by: Actor, path: &Path, cleared: bool) {
        let is_decided = |aside: &SetAside| {
            aside.by == by && (aside.path == *path || (cleared && is_cell_of(&aside.path, path)))
        };
        self.set_aside.retain(|aside| !is_decided(aside));
    }

    /// What someone wanted to write in an answer and that was set aside.
    #[must_use]
    pub fn aside(&self, path: &Path, by: Actor) -> Option<&SetAside> {
        self.set_aside.iter().find(|aside| aside.path == *path && aside.by == by)
    }

    /// Where the dossier stands.
    #[must_use]
    pub fn state(&self) -> State {
        if self.submissions.is_empty() { State::Draft } else { self.sent_state() }
    }

    /// Whether the structure works on it: before it is sent, and on corrections.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state().is_open()
    }

    /// The last version sent.
    #[must_use]
    pub fn submission(&self) -> Option<&Submission> {
        self.submissions.last()
    }

    /// The value of an answer.
    #[must_use]
    pub fn value(&self, path: &Path) -> Option<&Value> {
        self.answers.get(path).and_then(|answer| answer.value.as_ref())
    }

    /// The answer to a field, or those to the rows and cells of a table.
    pub fn answers_under<'a>(&'a self, field: &'a Path) -> impl Iterator<Item = (&'a Path, &'a Answer)> {
        let from = self.answers.starting_at(field);
        let near = from.take_while(|(path, _)| path.as_str().starts_with(field.as_str()));
        near.filter(|(path, _)| path.field() == *field)
    }

    /// Whether the row of a cell was taken away: what is written in it is seen by nobody.
    #[must_use]
    pub fn is_taken_away(&self, cell: &Path) -> bool {
        let row = cell.own_row().and_then(|row| self.answers.get(&row));
        row.is_some_and(|row| row.value.is_none())
    }

    /// Version of an answer; 0 while it was never given.
    #[must_use]
    pub fn version(&self, path: &Path) -> Seq {
        self.answers.get(path).map_or(0, |answer| answer.version)
    }

    /// Where a value comes from when a person gives it: saying what a source said is no correction.
    #[must_use]
    pub fn origin_of(&self, path: &Path, value: Option<&Value>) -> Origin {
        let says = |said: &Value| value.is_some_and(|value| value.same_as(said));
        let source = self.sources.get(path).filter(|known| says(&known.value)).map(|known| &known.origin);
        let present = self.answers.get(path).filter(|answer| match (&answer.value, value) {
            (Some(present), Some(_)) => says(present),
            (None, None) => true,
            _ => false,
        });
        source.or(present.map(|answer| &answer.origin)).cloned().unwrap_or(Origin::Typed)
    }

    /// What was known of an answer before this demand: last year's value, else what a source holds today.
    #[must_use]
    pub fn known(&self, path: &Path) -> Option<&Known> {
        let last_year = self.opening.previous.iter().find(|(known, _)| known == path);
        let held = |known: &&Known| matches!(known.origin, Origin::Prefilled { .. });
        last_year.map(|(_, known)| known).or_else(|| self.sources.get(path).filter(held))
    }

    /// What was known of an answer before, when a value says something else.
    #[must_use]
    pub fn changed(&self, path: &Path, value: &Value) -> Option<&Known> {
        self.known(path).filter(|known| !self.opening.same_in_its_year(value, &known.value))
    }

    /// The last event that changed what the queue reads of the dossier: one that moved its procedure, or what a service
    /// noted or set aside.
    #[must_use]
    pub fn listed_at(&self) -> Seq {
        self.moved.max(self.instruction.sharing.seq()).max(self.instruction.aside.seq)
    }

    /// Conflicts that their author has still to decide: nothing is sent by who has one.
    pub fn undecided(&self, by: Actor) -> impl Iterator<Item = &Path> {
        self.set_aside.iter().filter(move |aside| aside.by == by).map(|aside| &aside.path)
    }

    /// The values that are answered.
    #[must_use]
    pub fn values(&self) -> Answers {
        self.answers.iter().filter_map(|(path, answer)| Some((path.clone(), answer.value.clone()?))).collect()
    }

    /// What the form's evaluation needs to know at a day.
    #[must_use]
    pub fn context(&self, today: Date, parameters: &Parameters) -> Context {
        Context {
            today,
            facts: self.opening.facts.clone(),
            previous: self.previous(),
            sources: self.sources.iter().map(|(path, known)| (path.clone(), known.value.clone())).collect(),
            parameters: parameters.under(&self.opening.facts),
        }
    }

    /// Last year's values.
    #[must_use]
    pub fn previous(&self) -> Answers {
        self.opening.previous.iter().map(|(path, known)| (path.clone(), known.value.clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PersonId, StructureId, testing::opening};

    fn prefilled(value: &str) -> Known {
        let origin = Origin::Prefilled {
            source: "ASP".to_owned(),
            record: "structure 1".to_owned(),
            column: "commune".to_owned(),
            as_of: Date::constant(2026, 11, 16),
            original: value.to_uppercase(),
        };
        Known { value: Value::Text(value.to_owned()), origin }
    }

    /// A dossier opened with one value of ASP, then answered by a person.
    fn answered(value: &str) -> Snapshot {
        let path = Path::parse("structure.commune").expect("a key");
        let known = prefilled("Quimper");
        let person = Actor::Person(PersonId(uuid::Uuid::nil()));
        let set = |value: Option<Value>, origin| Body::AnswerSet {
            path: path.clone(),
            value,
            base: 0,
            origin,
            deposit: None,
        };
        let bodies = [
            (Actor::Application, Body::Opened(Box::new(opening(StructureId::of_asp(1), &["29", "56"])))),
            (Actor::Application, set(Some(known.value.clone()), known.origin.clone())),
            (person, set(Some(Value::Text(value.to_owned())), Origin::Typed)),
        ];
        let at = Timestamp::from_second(1_800_000_000).expect("an instant");
        let events = bodies.into_iter().zip(1..).map(|((actor, body), seq)| Event {
            seq,
            at,
            actor,
            stamp: None,
            body,
        });
        Snapshot::fold(&events.collect::<Vec<_>>()).expect("a log in order")
    }

    #[test]
    fn what_a_source_said_stays_known_after_a_correction() {
        let snapshot = answered("Brest");
        let path = Path::parse("structure.commune").expect("a key");
        let text = |text: &str| Value::Text(text.to_owned());
        assert_eq!(snapshot.known(&path), Some(&prefilled("Quimper")));
        assert_eq!(snapshot.changed(&path, &text("Brest")), Some(&prefilled("Quimper")));
        assert_eq!(snapshot.changed(&path, &text("Quimper")), None);
        for (value, origin) in [
            (Some("Quimper"), prefilled("Quimper").origin),
            (Some("Brest"), Origin::Typed),
            (Some("Douarnenez"), Origin::Typed),
            (None, Origin::Typed),
        ] {
            assert_eq!(snapshot.origin_of(&path, value.map(text).as_ref()), origin, "{value:?}");
        }
    }

    #[test]
    fn every_service_concerned_is_named() {
        let opening = answered("Brest").opening;
        assert_eq!(opening.places(), "Finistère et Morbihan");
        assert_eq!(opening.to_services(), "à la DDETS du Finistère et à la DDETS du Morbihan");
    }
}

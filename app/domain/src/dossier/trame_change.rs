//! A draft that goes on under another version of its form.

use form::{
    Map, Path, Trame, Value,
    trame::Formerly,
    versions::{Move, Told},
};
use serde::{Deserialize, Serialize};

use super::{Answer, Edit, Event, Known, Seq, SetAside, Snapshot, TrameRef};
use crate::Timestamp;

/// What moves when a draft goes on under another version of its form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrameChange {
    /// The form of before.
    pub from: TrameRef,
    /// The form of after.
    pub to: TrameRef,
    /// Answers that take another key or another value.
    pub answers: Vec<Move>,
    /// The same of what the sources said.
    pub sources: Vec<Move>,
    /// The same of last year's values.
    pub previous: Vec<Move>,
    /// What becomes of each edit set aside.
    pub set_aside: Vec<AsideMove>,
    /// What is not as it was, for the person whose answers they are.
    pub told: Vec<Told>,
    /// Steps to look at again: what they ask has changed.
    pub unconfirmed: Vec<String>,
}

/// What becomes of an edit set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsideMove {
    /// Its key in the earlier version.
    pub from: Path,
    /// Its key in the later one; none when nothing is left to decide.
    pub to: Option<Path>,
    /// Its value in the later one.
    pub value: Option<Value>,
}

/// The last change of form of a dossier, as its pages tell it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangedTrame {
    /// The event.
    pub seq: Seq,
    /// When.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
    /// The form of before.
    pub from: TrameRef,
    /// What is not as it was.
    pub told: Vec<Told>,
    /// Steps to look at again.
    pub unconfirmed: Vec<String>,
}

impl Snapshot {
    /// The last event that changed what is kept of the dossier for the queue: its line, or the form of its texts.
    #[must_use]
    pub fn derived_at(&self) -> Seq {
        self.listed_at().max(self.trame_change.as_ref().map_or(0, |change| change.seq))
    }

    /// The form of the last version sent; that of today for a draft.
    #[must_use]
    pub fn sent_trame(&self) -> &TrameRef {
        let sent = self.submission().map_or(Seq::MAX, |sent| sent.seq);
        match &self.trame_change {
            Some(change) if change.seq > sent => &change.from,
            _ => &self.opening.trame,
        }
    }

    /// Folds a change of form: who answered, and when, stay; a value that changed is a new version of it.
    pub(crate) fn change_trame(&mut self, event: &Event, change: &TrameChange) {
        self.opening.trame = change.to.clone();
        relocate(&mut self.answers, &change.answers, |answer: Answer, value| {
            let version = if answer.value.as_ref() == Some(value) { answer.version } else { event.seq };
            Answer { value: Some(value.clone()), version, ..answer }
        });
        relocate(&mut self.sources, &change.sources, with_value);
        let mut previous: Map<Path, Known> = std::mem::take(&mut self.opening.previous).into_iter().collect();
        relocate(&mut previous, &change.previous, with_value);
        self.opening.previous = previous.into_iter().collect();
        // Several people may have one for the same answer: they move in the order they stand.
        let mut placed = Vec::new();
        for moved in &change.set_aside {
            let Some(place) = self.set_aside.iter().position(|aside| aside.path == moved.from) else {
                continue;
            };
            let aside = self.set_aside.remove(place);
            let value = moved.value.clone();
            placed.extend(moved.to.clone().map(|path| SetAside { path, value, ..aside }));
        }
        self.set_aside.extend(placed);
        for step in &change.unconfirmed {
            self.confirmations.remove(step);
        }
        self.trame_change = Some(ChangedTrame {
            seq: event.seq,
            at: event.at,
            from: change.from.clone(),
            told: change.told.clone(),
            unconfirmed: change.unconfirmed.clone(),
        });
    }
}

impl Snapshot {
    /// The former names that a page speaks in; none when it has seen the form of today.
    ///
    /// `known` is the last event of the log that the page had seen.
    #[must_use]
    pub fn former_names(&self, known: Seq, trame: &Trame) -> Option<Formerly> {
        let change = self.trame_change.as_ref().filter(|change| known < change.seq)?;
        Some(trame.formerly_in(change.from.version))
    }

    /// An edit under the key of today, when its page was opened before the form changed.
    pub(super) fn placed(&self, edit: &Edit, known: Seq, trame: &Trame) -> Edit {
        let formerly = self.former_names(known, trame).unwrap_or_default();
        Edit { path: formerly.now(&edit.path), ..edit.clone() }
    }
}

fn with_value(known: Known, value: &Value) -> Known {
    Known { value: value.clone(), ..known }
}

/// Takes what moves out of its place, all of it before any is put in its new one.
fn relocate<T>(map: &mut Map<Path, T>, moves: &[Move], put: impl Fn(T, &Value) -> T) {
    let taken: Vec<Option<T>> = moves.iter().map(|moved| map.remove(&moved.from)).collect();
    let placed = taken.into_iter().zip(moves);
    map.extend(placed.filter_map(|(taken, moved)| Some((moved.to.clone()?, put(taken?, &moved.value)))));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        PersonId, StructureId,
        dossier::{Actor, Body, Origin},
        testing::opening,
    };

    fn path(text: &str) -> Path {
        Path::parse(text).expect("a key")
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn known(value: &str) -> Known {
        let origin = Origin::Derived { from: "l’ASP".to_owned(), how: "essai".to_owned() };
        Known { value: text(value), origin }
    }

    /// A draft: a source spoke, a person corrected it and confirmed, two edits were set aside.
    fn before() -> Snapshot {
        let person = Actor::Person(PersonId(uuid::Uuid::nil()));
        let mut opening = opening(StructureId::of_asp(1), &["29"]);
        opening.previous = vec![(path("a.nom"), known("avant"))];
        let set = |value: &str, origin| Body::AnswerSet {
            path: path("a.nom"),
            value: Some(text(value)),
            base: 0,
            origin,
            deposit: None,
        };
        let aside = |key: &str, value| Body::AnswerSetAside { path: path(key), value, base: 0 };
        let confirmed = |step: &str| Body::StepConfirmed { step: step.to_owned() };
        let bodies = [
            (person, Body::Opened(Box::new(opening))),
            (Actor::Application, set("ASP", known("ASP").origin)),
            (person, set("corrigé", Origin::Typed)),
            (person, aside("a.autre", None)),
            (person, aside("a.parti", Some(text("perdu")))),
            (person, confirmed("un")),
            (person, confirmed("deux")),
        ];
        let at = Timestamp::from_second(1_800_000_000).expect("an instant");
        let event = |((actor, body), seq)| Event { seq, at, actor, stamp: None, body };
        Snapshot::fold(&bodies.into_iter().zip(1..).map(event).collect::<Vec<_>>()).expect("a log in order")
    }

    #[test]
    fn everything_that_speaks_of_an_answer_follows_it() {
        let before = before();
        let moved =
            |value: &str| vec![Move { from: path("a.nom"), to: Some(path("b.nom")), value: text(value) }];
        let change = TrameChange {
            from: TrameRef::national("essai", 1),
            to: TrameRef::national("essai", 2),
            answers: moved("corrigé"),
            sources: moved("ASP"),
            previous: moved("AVANT"),
            set_aside: [("a.autre", Some(path("b.autre"))), ("a.parti", None)]
                .map(|(from, to)| AsideMove { from: path(from), to, value: None })
                .to_vec(),
            told: Vec::new(),
            unconfirmed: vec!["un".to_owned()],
        };
        let body = Body::TrameChanged(Box::new(change));
        let (seq, at) = (before.seq + 1, before.at);
        let mut now = before.clone();
        now.apply(&Event { seq, at, actor: Actor::Application, stamp: None, body }).expect("the next event");
        assert_eq!(now.opening.trame, TrameRef::national("essai", 2));
        let (then, here) = (before.answers.get(&path("a.nom")), now.answers.get(&path("b.nom")));
        assert_eq!(here, then, "author, time and version stay");
        assert_eq!(now.answers.get(&path("a.nom")), None);
        assert_eq!(now.sources.get(&path("b.nom")), Some(&known("ASP")));
        assert_eq!(now.opening.previous, [(path("b.nom"), known("AVANT"))]);
        assert_eq!(
            now.set_aside.iter().map(|aside| &aside.path).collect::<Vec<_>>(),
            [&path("b.autre")],
            "no other choice is left"
        );
        assert_eq!(now.confirmations.keys().collect::<Vec<_>>(), ["deux"]);
        assert_eq!(now.trame_change.map(|change| change.seq), Some(8));
    }
}

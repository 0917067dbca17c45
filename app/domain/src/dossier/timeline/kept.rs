//! What a person kept against what sources say, as the log tells it: their answer said again.

use super::Happened;
use crate::dossier::{Actor, Body, Event, Snapshot, heard::Heard};

/// The answer that an event says again, by itself and not among what a page sends, while sources say something else.
pub(super) fn kept(before: &Snapshot, heard: &Heard, event: &Event) -> Option<Happened> {
    let Body::AnswerSet { path, value: Some(value), deposit: None, .. } = &event.body else { return None };
    let said_again = before.value(path).is_some_and(|present| present.same_as(value));
    if event.actor == Actor::Application || event.stamp.is_some() || !said_again {
        return None;
    }
    let other = heard.values(path).filter(|(_, told)| !told.known.value.same_as(value));
    let other: Vec<_> = other.map(|(source, told)| (source, told.known.value.clone())).collect();
    (!other.is_empty()).then(|| Happened::Kept(path.clone(), value.clone(), other))
}

#[cfg(test)]
mod tests {
    use form::{Date, Value};

    use super::super::timeline;
    use super::*;
    use crate::{
        PersonId, StructureId, Timestamp,
        dossier::{ClientId, Known, Origin, Seq, Stamp, heard::Told},
        source::Source,
        testing::opening,
    };

    /// A log: opened, a source says a value, a person writes one, then another.
    fn log(said: &str, written: [&str; 2], stamp: Option<Stamp>) -> Vec<Event> {
        let text = |text: &str| Value::Text(text.to_owned());
        let path = || "un.nom".parse().expect("a key");
        let origin = Origin::of_own("ACI 2026", String::new());
        let known = Known { value: text(said), origin };
        let told = vec![Told { path: path(), known, doubt: None }];
        let (source, as_of) = (Source::Emplois, Date::constant(2026, 11, 26));
        let set = |value: &str| Body::AnswerSet {
            path: path(),
            value: Some(text(value)),
            base: 0,
            origin: Origin::Typed,
            deposit: None,
        };
        let person = Actor::Person(PersonId(uuid::Uuid::nil()));
        let acts = [
            (Actor::Application, Body::Opened(Box::new(opening(StructureId::of_asp(1), &["29"]))), None),
            (person, set(written[0]), None),
            (
                Actor::Application,
                Body::SourceTold { source, as_of, told, findings: vec![], believed: vec![] },
                None,
            ),
            (person, set(written[1]), stamp),
        ];
        let at = |seq: Seq| {
            Timestamp::from_second(1_800_000_000 + i64::try_from(seq).expect("few") * 600)
                .expect("an instant")
        };
        let acts = acts.into_iter().zip(1..);
        acts.map(|((actor, body, stamp), seq)| Event { seq, at: at(seq), actor, stamp, body }).collect()
    }

    #[test]
    fn an_answer_said_again_against_a_source_is_kept() {
        let page = || Stamp { client: ClientId::parse("page").expect("plain letters"), number: 1 };
        for (said, written, stamp, expected) in [
            ("Odet", ["Jardins", "Jardins"], None, true),
            // What says the same is no choice; what is written otherwise is an answer; a page sends what it shows.
            ("Jardins", ["Jardins", "Jardins"], None, false),
            ("Odet", ["Jardins", "Odet"], None, false),
            ("Odet", ["Jardins", "Jardins"], Some(page()), false),
        ] {
            let moments = timeline(&log(said, written, stamp)).expect("a log in order");
            let kept = moments.iter().find_map(|moment| match &moment.what {
                Happened::Kept(path, value, other) => Some((path.to_string(), value.clone(), other.clone())),
                _ => None,
            });
            let text = |text: &str| Value::Text(text.to_owned());
            let wanted = expected
                .then(|| ("un.nom".to_owned(), text("Jardins"), vec![(Source::Emplois, text("Odet"))]));
            assert_eq!(kept, wanted, "{said} {written:?}");
        }
    }
}

//! How long people work on each step, read in the log: nobody is timed while they fill.

use form::{Map, Path, Trame};

use super::{Actor, Body, Event};
use crate::{PersonId, Timestamp};

/// A pause longer than this is no work on the dossier, in seconds.
const PAUSE: i64 = 300;
/// Dossiers that must have passed through a step before it has a measured time.
pub const ENOUGH: usize = 5;

/// Seconds that people worked on each step of a dossier, by key of step.
///
/// What a person did is given the time since their act before, when it is no longer than a pause.
#[must_use]
pub fn worked(events: &[Event], trame: &Trame) -> Map<String, u32> {
    let mut worked: Map<String, u32> = Map::new();
    let mut last: Map<PersonId, Timestamp> = Map::new();
    for event in events {
        let Actor::Person(person) = event.actor else { continue };
        let since = last.get(&person).map(|before| event.at.as_second() - before.as_second());
        last.insert(person, event.at);
        let Some(step) = step_of(&event.body, trame) else { continue };
        if let Some(seconds) = since.filter(|seconds| (0..=PAUSE).contains(seconds)) {
            *worked.or_insert_with(step, u32::default) += u32::try_from(seconds).unwrap_or_default();
        }
    }
    worked
}

/// Minutes of each step, the median of several dossiers rounded up; only steps that enough of them passed.
#[must_use]
pub fn medians(dossiers: &[Map<String, u32>]) -> Map<String, u32> {
    let mut found: Map<String, Vec<u32>> = Map::new();
    for (step, seconds) in dossiers.iter().flat_map(Map::iter) {
        found.or_insert_with(step.clone(), Vec::new).push(*seconds);
    }
    let median = |(step, mut seconds): (String, Vec<u32>)| {
        seconds.sort_unstable();
        let middle = seconds.get(seconds.len() / 2).filter(|_| seconds.len() >= ENOUGH)?;
        Some((step, middle.div_ceil(60).max(1)))
    };
    found.into_iter().filter_map(median).collect()
}

fn step_of(body: &Body, trame: &Trame) -> Option<String> {
    let of = |path: &Path| trame.step_of(path).map(|step| step.key.clone());
    match body {
        Body::AnswerSet { path, .. }
        | Body::AnswerSetAside { path, .. }
        | Body::ValueContested { path, .. } => of(path),
        Body::StepConfirmed { step } => Some(step.clone()),
        Body::SourceTold { .. }
        | Body::Commented { .. }
        | Body::CommentSettled { .. }
        | Body::StepAssigned { .. }
        | Body::PieceAnalysed { .. }
        | Body::CorrectionAsked { .. }
        | Body::CorrectionAnswered { .. }
        | Body::CorrectionSettled { .. }
        | Body::Decided { .. }
        | Body::Moved(_)
        | Body::DecisionReopened { .. }
        | Body::Noted { .. }
        | Body::Opened(_)
        | Body::TrameChanged(_)
        | Body::Worked(_)
        | Body::Exchanged(_)
        | Body::Submitted { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::Origin;

    fn trame() -> Trame {
        let text = "key = \"t\"\nversion = 1\ntitle = \"T\"\n[[step]]\nkey = \"un\"\ntitle = \"Un\"\n[[step.field]]\nkey = \"a.b\"\nlabel = \"B\"\ntype = \"text\"\n[[step]]\nkey = \"deux\"\ntitle = \"Deux\"\n[[step.field]]\nkey = \"a.c\"\nlabel = \"C\"\ntype = \"text\"\n";
        form::trame::read_trame(text).expect("a right trame")
    }

    fn set(person: u128, second: i64, path: &str) -> Event {
        let body = Body::AnswerSet {
            path: Path::parse(path).expect("a key"),
            value: None,
            base: 0,
            origin: Origin::Typed,
            deposit: None,
        };
        event(Actor::Person(PersonId(uuid::Uuid::from_u128(person))), second, body)
    }

    fn event(actor: Actor, second: i64, body: Body) -> Event {
        Event { seq: 1, at: Timestamp::from_second(second).expect("a second"), actor, stamp: None, body }
    }

    #[test]
    fn each_act_is_given_the_time_since_the_one_before_of_the_same_person() {
        let confirmed = Body::StepConfirmed { step: "un".to_owned() };
        let me = Actor::Person(PersonId(uuid::Uuid::from_u128(1)));
        let events = [
            set(1, 0, "a.b"),
            set(2, 10, "a.c"),
            set(1, 40, "a.b"),
            event(me, 60, confirmed),
            set(1, 100, "a.c"),
            // Lunch.
            set(1, 5000, "a.c"),
            set(2, 5100, "a.c"),
            event(Actor::Application, 5110, Body::StepConfirmed { step: "un".to_owned() }),
            set(1, 5300, "a.c"),
        ];
        let worked = worked(&events, &trame());
        assert_eq!(worked.get("un"), Some(&60));
        assert_eq!(worked.get("deux"), Some(&340), "the first act of a person has no time");
    }

    #[test]
    fn a_median_wants_enough_dossiers() {
        let dossier = |seconds: u32| Map::from([("un".to_owned(), seconds)]);
        let mut dossiers: Vec<_> = [61, 30, 3000, 10].map(dossier).to_vec();
        assert_eq!(medians(&dossiers).get("un"), None);
        dossiers.push(dossier(90));
        assert_eq!(medians(&dossiers).get("un"), Some(&2), "61 s are two minutes begun");
        assert_eq!(medians(&[0; 5].map(dossier)).get("un"), Some(&1));
    }
}

//! Questions that are not asked again at once: the next try that is announced is kept.

use std::{collections::BTreeMap, sync::Mutex, time::Duration};

use domain::{Timestamp, source::Silence};

use crate::upstream::Silent;

/// After a failure, when the service itself asked for no rest.
const AFTER_A_FAILURE: Duration = Duration::from_mins(1);

/// After a refused key or an unreadable answer: a person has to act first.
const AFTER_A_REFUSAL: Duration = Duration::from_mins(10);

/// Questions that failed, and until when they are not asked.
#[derive(Default)]
pub(super) struct Quiet(Mutex<BTreeMap<String, (Timestamp, Silence)>>);

impl Quiet {
    /// Why a question is not asked yet; none when it may be.
    pub(super) fn still(&self, key: &str, now: Timestamp) -> Option<Silence> {
        let mut quiet = self.0.lock().expect("nobody panics while holding it");
        quiet.retain(|_, (until, _)| *until > now);
        quiet.get(key).map(|(_, silence)| *silence)
    }

    /// A question failed: what is said of it until the next try.
    pub(super) fn begins(&self, key: &str, silent: &Silent, now: Timestamp) -> Silence {
        let (until, silence) = told(silent, now);
        if silence != Silence::Absent {
            self.0.lock().expect("nobody panics while holding it").insert(key.to_owned(), (until, silence));
        }
        silence
    }
}

/// What a silence of the line is for the trade, and until when.
fn told(silent: &Silent, now: Timestamp) -> (Timestamp, Silence) {
    let after = |pause: Duration| now.checked_add(pause).unwrap_or(Timestamp::MAX);
    match silent {
        Silent::Absent => (now, Silence::Absent),
        Silent::KeyRefused => (after(AFTER_A_REFUSAL), Silence::KeyRefused),
        Silent::QuestionRefused(_) | Silent::Unreadable(_) => {
            (after(AFTER_A_REFUSAL), Silence::Misunderstood)
        }
        Silent::Failing(_) => unavailable(after(AFTER_A_FAILURE)),
        Silent::Resting(pause) => unavailable(after(*pause)),
    }
}

fn unavailable(next: Timestamp) -> (Timestamp, Silence) {
    (next, Silence::Unavailable { next })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_silence_of_the_line_has_its_meaning_and_its_next_try() {
        let at = |minutes: i64| Timestamp::from_second(1_795_000_000 + 60 * minutes).expect("an instant");
        let down = |minutes| Silence::Unavailable { next: at(minutes) };
        for (silent, silence, minutes) in [
            (Silent::Absent, Silence::Absent, 0),
            (Silent::KeyRefused, Silence::KeyRefused, 10),
            (Silent::QuestionRefused(400), Silence::Misunderstood, 10),
            (Silent::Unreadable("ligne 1".to_owned()), Silence::Misunderstood, 10),
            (Silent::Failing("502".to_owned()), down(1), 1),
            (Silent::Resting(Duration::from_mins(7)), down(7), 7),
        ] {
            let quiet = Quiet::default();
            assert_eq!(quiet.begins("question", &silent, at(0)), silence, "{silent}");
            let still = Some(silence).filter(|silence| *silence != Silence::Absent);
            assert_eq!(quiet.still("question", at(0)), still, "{silent}");
            assert_eq!(quiet.still("another", at(0)), None, "{silent}");
            assert_eq!(quiet.still("question", at(minutes)), None, "{silent}");
        }
    }
}

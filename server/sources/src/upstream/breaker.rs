//! Leaving a service at rest once it failed too often, then trying it with one question alone.

use std::{
    mem,
    sync::{Mutex, MutexGuard},
    time::Duration,
};

use tokio::time::Instant;

use super::Manners;

/// What is known of a service's failures.
pub(super) struct Breaker {
    after: u32,
    rest: Duration,
    patience: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Failures in a row.
    failures: u32,
    /// Until when it rests; once that is over, one question tries it.
    until: Option<Instant>,
    /// When the question that tries it has its answer, or has had enough, at the latest.
    tried_until: Option<Instant>,
}

/// The right to ask one question, given back with what became of it.
///
/// One that is dropped, its question given up, says nothing of the service: another may try it.
#[must_use]
pub(super) struct Pass<'a> {
    breaker: &'a Breaker,
    is_trial: bool,
}

impl Breaker {
    /// That of a service asked with some manners.
    pub(super) fn of(manners: &Manners) -> Self {
        let Manners { rest_after: after, rest, patience, .. } = *manners;
        Self { after, rest, patience, state: Mutex::default() }
    }

    /// The right to ask it; else how long it rests still.
    ///
    /// Once the rest is over one question tries it, and the others wait for what becomes of that one.
    pub(super) fn pass(&self, now: Instant) -> Result<Pass<'_>, Duration> {
        let mut state = self.state();
        let Some(until) = state.until else { return Ok(Pass { breaker: self, is_trial: false }) };
        if until > now {
            return Err(until - now);
        }
        if let Some(tried_until) = state.tried_until {
            return Err(tried_until.saturating_duration_since(now));
        }
        state.tried_until = Some(now + self.patience);
        Ok(Pass { breaker: self, is_trial: true })
    }

    /// It asked for a rest.
    pub(super) fn rest_until(&self, until: Instant) {
        let mut state = self.state();
        state.until = state.until.max(Some(until));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody panics while holding it")
    }
}

impl Pass<'_> {
    /// It answered, whatever it said.
    pub(super) fn answered(self) {
        self.settle(|state| *state = State::default());
    }

    /// It failed: one failure more in a row, or the trial was in vain.
    pub(super) fn failed(self, now: Instant) {
        let (after, rest, is_trial) = (self.breaker.after, self.breaker.rest, self.is_trial);
        self.settle(|state| {
            state.failures = state.failures.saturating_add(1);
            state.tried_until = None;
            if is_trial || state.failures >= after {
                state.until = state.until.max(Some(now + rest));
            }
        });
    }

    /// Writes what became of the question. While the service rests or is tried, the trial alone is heard: what was
    /// asked before neither shortens a rest nor draws it out.
    fn settle(mut self, write: impl FnOnce(&mut State)) {
        let is_trial = mem::take(&mut self.is_trial);
        let mut state = self.breaker.state();
        if is_trial || state.until.is_none() {
            write(&mut state);
        }
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        if self.is_trial {
            self.breaker.state().tried_until = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;

    /// Two failures, a rest of ten seconds, answers within three.
    fn breaker() -> Breaker {
        let seconds = Duration::from_secs;
        let manners = Manners::of(NonZeroU32::MIN);
        Breaker::of(&Manners { rest_after: 2, rest: seconds(10), patience: seconds(3), ..manners })
    }

    fn pass(breaker: &Breaker, now: Instant) -> Pass<'_> {
        breaker.pass(now).expect("it may be asked")
    }

    /// For how many seconds it is not asked.
    fn rests(breaker: &Breaker, now: Instant) -> Option<u64> {
        breaker.pass(now).err().map(|rest| rest.as_secs())
    }

    #[tokio::test]
    async fn a_service_rests_after_its_last_failure_in_a_row_and_is_tried_again() {
        let (breaker, start) = (breaker(), Instant::now());
        let at = |second: u64| start + Duration::from_secs(second);
        pass(&breaker, at(0)).failed(at(0));
        pass(&breaker, at(0)).answered();
        pass(&breaker, at(1)).failed(at(1));
        assert_eq!(rests(&breaker, at(1)), None, "not in a row");
        pass(&breaker, at(2)).failed(at(2));
        assert_eq!(rests(&breaker, at(5)), Some(7));
        pass(&breaker, at(12)).failed(at(12));
        assert_eq!(rests(&breaker, at(13)), Some(9), "one failure more is enough");
        pass(&breaker, at(22)).answered();
        pass(&breaker, at(22)).failed(at(22));
        assert_eq!(rests(&breaker, at(22)), None, "failures are counted anew");
        breaker.rest_until(at(60));
        assert_eq!(rests(&breaker, at(50)), Some(10));
    }

    #[tokio::test]
    async fn once_its_rest_is_over_one_question_alone_tries_a_service() {
        let (breaker, start) = (breaker(), Instant::now());
        let at = |second: u64| start + Duration::from_secs(second);
        breaker.rest_until(at(10));
        let trial = pass(&breaker, at(10));
        assert_eq!(rests(&breaker, at(10)), Some(3), "as long as the trial may take");
        assert_eq!(rests(&breaker, at(12)), Some(1));
        trial.failed(at(12));
        assert_eq!(rests(&breaker, at(12)), Some(10), "in vain: it rests again");
        let trial = pass(&breaker, at(22));
        assert_eq!(rests(&breaker, at(22)), Some(3));
        trial.answered();
        let (_one, _other) = (pass(&breaker, at(23)), pass(&breaker, at(23)));
    }

    #[tokio::test]
    async fn a_trial_that_is_given_up_leaves_its_turn_to_another() {
        let (breaker, start) = (breaker(), Instant::now());
        let at = |second: u64| start + Duration::from_secs(second);
        breaker.rest_until(at(10));
        drop(pass(&breaker, at(10)));
        let trial = pass(&breaker, at(10));
        assert_eq!(rests(&breaker, at(11)), Some(2), "and to one alone");
        trial.answered();
        assert_eq!(rests(&breaker, at(11)), None);
    }

    #[tokio::test]
    async fn what_was_asked_before_a_rest_says_nothing_of_it() {
        let (breaker, start) = (breaker(), Instant::now());
        let at = |second: u64| start + Duration::from_secs(second);
        let [first, second, third, fourth] = [(); 4].map(|()| pass(&breaker, at(0)));
        breaker.rest_until(at(10));
        first.answered();
        second.failed(at(4));
        assert_eq!(rests(&breaker, at(4)), Some(6), "neither shorter nor longer");
        let _trial = pass(&breaker, at(10));
        third.failed(at(11));
        fourth.answered();
        assert_eq!(rests(&breaker, at(11)), Some(2), "the trial is awaited");
    }
}

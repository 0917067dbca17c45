//! Leaving a service at rest once it failed too often.

use std::{
    sync::{Mutex, MutexGuard},
    time::Duration,
};

use tokio::time::Instant;

/// What is known of a service's failures.
pub(super) struct Breaker {
    after: u32,
    rest: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    failures: u32,
    until: Option<Instant>,
}

impl Breaker {
    pub(super) fn new(after: u32, rest: Duration) -> Self {
        Self { after, rest, state: Mutex::default() }
    }

    /// Whether it may be asked; else how long it rests still.
    ///
    /// Once the rest is over, the next failure begins another.
    pub(super) fn closed(&self, now: Instant) -> Result<(), Duration> {
        match self.state().until {
            Some(until) if until > now => Err(until - now),
            _ => Ok(()),
        }
    }

    /// It answered, whatever it said.
    pub(super) fn answered(&self) {
        *self.state() = State::default();
    }

    /// It failed.
    pub(super) fn failed(&self, now: Instant) {
        let mut state = self.state();
        state.failures += 1;
        if state.failures >= self.after {
            state.until = Some(now + self.rest);
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_service_rests_after_its_last_failure_in_a_row_and_is_tried_again() {
        let breaker = Breaker::new(2, Duration::from_secs(10));
        let start = Instant::now();
        let at = |second: u64| start + Duration::from_secs(second);
        breaker.failed(at(0));
        breaker.answered();
        breaker.failed(at(1));
        assert_eq!(breaker.closed(at(1)), Ok(()), "not in a row");
        breaker.failed(at(2));
        assert_eq!(breaker.closed(at(5)), Err(Duration::from_secs(7)));
        assert_eq!(breaker.closed(at(12)), Ok(()));
        breaker.failed(at(12));
        assert_eq!(breaker.closed(at(13)), Err(Duration::from_secs(9)), "one failure more is enough");
        breaker.answered();
        assert_eq!(breaker.closed(at(13)), Ok(()));
        breaker.rest_until(at(60));
        assert_eq!(breaker.closed(at(50)), Err(Duration::from_secs(10)));
    }
}

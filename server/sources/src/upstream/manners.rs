//! How a service is asked: how often, how long, how many times.

use std::{num::NonZeroU32, time::Duration};

/// How a service is asked.
#[derive(Clone, Copy, Debug)]
pub struct Manners {
    /// Time left between two questions, at least.
    pub apart: Duration,
    /// How long one may take.
    pub patience: Duration,
    /// Tries after the first.
    pub retries: usize,
    /// Pause before the second try; each next is twice as long, with chance.
    pub first_pause: Duration,
    /// Longest pause: a service that asks for more is left at rest.
    pub longest_pause: Duration,
    /// Failures in a row after which it is left at rest.
    pub rest_after: u32,
    /// How long it rests, before one question tries it.
    pub rest: Duration,
}

impl Manners {
    /// Those of a service that takes so many questions a second.
    #[must_use]
    pub fn of(per_second: NonZeroU32) -> Self {
        Self::apart(Duration::from_secs(1) / per_second.get())
    }

    /// Those of a service that takes so many questions a minute.
    #[must_use]
    pub fn a_minute(questions: NonZeroU32) -> Self {
        Self::apart(Duration::from_mins(1) / questions.get())
    }

    /// The same for one of several instances that ask the service without hearing each other: each leaves room for all.
    #[must_use]
    pub fn shared_by(self, instances: NonZeroU32) -> Self {
        Self { apart: self.apart * instances.get(), ..self }
    }

    const fn apart(apart: Duration) -> Self {
        Self {
            apart,
            patience: Duration::from_secs(10),
            retries: 3,
            first_pause: Duration::from_millis(300),
            longest_pause: Duration::from_secs(20),
            rest_after: 8,
            rest: Duration::from_mins(5),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_service_takes_is_shared_by_those_who_ask() {
        let number = |number: u32| NonZeroU32::new(number).expect("not zero");
        for (instances, apart) in [(1, 200), (2, 400), (3, 600)] {
            let manners = Manners::of(number(5)).shared_by(number(instances));
            assert_eq!(manners.apart, Duration::from_millis(apart), "{instances}");
        }
    }
}

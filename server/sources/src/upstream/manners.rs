//! How a service is asked: how often, how long, how many times.

use std::{num::NonZeroU32, time::Duration};

/// How a service is asked.
#[derive(Clone, Copy, Debug)]
pub struct Manners {
    /// Questions a second, at most.
    pub per_second: NonZeroU32,
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
    /// How long it rests.
    pub rest: Duration,
}

impl Manners {
    /// Those of a service that takes so many questions a second.
    #[must_use]
    pub const fn of(per_second: NonZeroU32) -> Self {
        Self {
            per_second,
            patience: Duration::from_secs(10),
            retries: 3,
            first_pause: Duration::from_millis(300),
            longest_pause: Duration::from_secs(20),
            rest_after: 8,
            rest: Duration::from_mins(5),
        }
    }
}

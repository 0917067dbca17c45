//! The delay of instruction: it runs from the first version sent, and stops while the structure corrects its dossier.

use form::{Date, french};
use serde::{Deserialize, Serialize};

use super::{Snapshot, State};
use crate::Timestamp;

/// A time during which the structure has its dossier again: the delay does not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// When a correction was asked for.
    #[serde(with = "crate::instant")]
    pub from: Timestamp,
    /// When the dossier came back; none while it has not.
    #[serde(with = "crate::instant::optional")]
    pub until: Option<Timestamp>,
}

impl Snapshot {
    /// Since when the delay would run, had it never stopped: two dossiers are compared by it. None while it is
    /// stopped, before the first version and after a decision.
    #[must_use]
    pub fn running_from(&self) -> Option<Timestamp> {
        if !matches!(self.state(), State::Submitted | State::Complete | State::Proposed) {
            return None;
        }
        let mut from = self.submissions.first()?.at;
        for stop in &self.stops {
            from = from.checked_add(stop.until?.duration_since(stop.from)).ok()?;
        }
        Some(from)
    }

    /// The last day of a delay of so many days, while it runs.
    #[must_use]
    pub fn last_day(&self, delay_days: u16) -> Option<Date> {
        let begun = french::time_of_day(self.running_from()?).0;
        begun.checked_add(jiff::Span::new().days(i64::from(delay_days))).ok()
    }

    /// Notes that the delay stops, or runs again.
    pub(super) fn keep_delay(&mut self, at: Timestamp) {
        let stopped = self.state() == State::ToCorrect;
        match self.stops.last_mut() {
            Some(Stop { until: until @ None, .. }) if !stopped => *until = Some(at),
            Some(Stop { until: None, .. }) => {}
            _ if stopped => self.stops.push(Stop { from: at, until: None }),
            _ => {}
        }
    }
}

//! The delay of instruction: it runs from the first version sent, and stops while the structure corrects its dossier,
//! and while it is decided or given up.

use form::{Date, french};
use serde::{Deserialize, Serialize};

use super::{Snapshot, State};
use crate::Timestamp;

/// A time during which the delay does not run: the structure has its dossier again, or there is nothing to instruct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// When a correction was asked for, or the dossier decided or given up.
    #[serde(with = "crate::instant")]
    pub from: Timestamp,
    /// When the dossier came back; none while it has not.
    #[serde(with = "crate::instant::optional")]
    pub until: Option<Timestamp>,
    /// Whether it was decided or given up, rather than being corrected.
    #[serde(default)]
    pub over: bool,
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

    /// Since when the structure has its dossier to correct; none while it has not.
    #[must_use]
    pub fn corrects_since(&self) -> Option<Timestamp> {
        self.stops.last().filter(|stop| stop.until.is_none() && !stop.over).map(|stop| stop.from)
    }

    /// Notes that the delay stops, runs again, or stands still for another reason.
    pub(super) fn keep_delay(&mut self, at: Timestamp) {
        let over = match self.state() {
            State::Draft | State::Submitted | State::Complete | State::Proposed => None,
            State::ToCorrect => Some(false),
            State::Granted | State::Refused | State::Withdrawn => Some(true),
        };
        let open = self.stops.last_mut().filter(|stop| stop.until.is_none());
        if open.as_ref().map(|stop| stop.over) == over {
            return;
        }
        if let Some(stop) = open {
            stop.until = Some(at);
        }
        self.stops.extend(over.map(|over| Stop { from: at, until: None, over }));
    }
}

//! What is recalled before a deadline: once a deadline and a number of days, on the day that is told.

use form::Date;

use super::{Audience, Cause, Notice, Whom, words};
use crate::{
    Timestamp,
    dossier::{DossierId, Snapshot, State, procedure::opinion::Opinion},
    notice::words::Recalled,
};

/// When people are reminded: for each matter, numbers of days, in any order; nothing is recalled of one without.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reminders {
    /// Before the day that a draft is expected.
    pub draft: Vec<u16>,
    /// After corrections were asked for.
    pub correction: Vec<u16>,
    /// Before the day that an opinion is expected, and after it.
    pub opinion: Vec<u16>,
    /// Before the last day of the delay of instruction.
    pub delay: Vec<u16>,
}

impl Reminders {
    /// The furthest that a draft is recalled, in days.
    #[must_use]
    pub fn furthest_draft(&self) -> u16 {
        self.draft.iter().copied().max().unwrap_or_default()
    }

    /// The furthest that the end of the delay is recalled, in days.
    #[must_use]
    pub fn furthest_delay(&self) -> u16 {
        self.delay.iter().copied().max().unwrap_or_default()
    }
}

/// What is to be recalled of a dossier at an instant, under a delay of so many days. Told again that day or another,
/// it has the same keys until the next number of days is reached.
#[must_use]
pub fn reminders(
    id: DossierId,
    snapshot: &Snapshot,
    (now, delay_days): (Timestamp, u16),
    reminders: &Reminders,
) -> Vec<Notice> {
    let (today, state) = (form::french::time_of_day(now).0, snapshot.state());
    let mut told = Vec::new();
    let mut tell = |cause: Cause, key: String, of: Option<&Opinion>, recalled: Recalled| {
        // Once a decision is proposed, the region alone can keep the delay.
        let whom: &[Whom] =
            if (cause, state) == (Cause::DelayDue, State::Proposed) { &[Whom::Region] } else { cause.whom() };
        told.extend(each((id, snapshot), (cause, &key, whom), (of, &recalled), now));
    };
    if state == State::Draft
        && let Some(days) = before(&reminders.draft, today, snapshot.opening.deadline)
    {
        let deadline = snapshot.opening.deadline;
        tell(Cause::DraftDue, format!("{deadline}-{days}"), None, Recalled::On(deadline));
    }
    if state == State::ToCorrect
        && let Some(asked) = snapshot.stops.last().map(|stop| form::french::time_of_day(stop.from).0)
        && let Some(days) = after(&reminders.correction, today, asked)
    {
        // Answered, they are still to be sent.
        let many = snapshot.unanswered();
        tell(Cause::CorrectionDue, format!("{asked}-{days}"), None, Recalled::Since(asked, many));
    }
    if matches!(state, State::Submitted | State::ToCorrect | State::Complete) {
        for opinion in snapshot.instruction.awaited() {
            let Some(until) = opinion.until else {
                // Where no day was said, it is recalled as corrections are: so many days after it was asked.
                let asked = form::french::time_of_day(opinion.at).0;
                if let Some(days) = after(&reminders.correction, today, asked) {
                    tell(
                        Cause::OpinionDue,
                        format!("{asked}-sans-date-{days}"),
                        Some(opinion),
                        Recalled::of(opinion),
                    );
                }
                continue;
            };
            if let Some(days) = before(&reminders.opinion, today, until) {
                tell(Cause::OpinionDue, format!("{until}-{days}"), Some(opinion), Recalled::of(opinion));
            }
            if let Some(days) = after(&reminders.opinion, today, until).filter(|days| *days > 0) {
                let key = format!("{until}-passe-{days}");
                tell(Cause::OpinionDue, key, Some(opinion), Recalled::Late(opinion.of.of_label(), until));
            }
        }
    }
    if let Some(last) = snapshot.last_day(delay_days)
        && let Some(days) = before(&reminders.delay, today, last)
    {
        tell(Cause::DelayDue, format!("{last}-{days}"), None, Recalled::On(last));
    }
    told
}

/// What is told now to who is asked for an opinion in the service, because an agent says so: told again that day, it
/// has the same key. Nothing where nobody is asked by address.
#[must_use]
pub fn recall(id: DossierId, snapshot: &Snapshot, opinion: &Opinion, now: Timestamp) -> Vec<Notice> {
    if opinion.invited.is_none() {
        return Vec::new();
    }
    let key = format!("{}-agent", form::french::time_of_day(now).0);
    let told = (Some(opinion), &Recalled::of(opinion));
    each((id, snapshot), (Cause::OpinionDue, &key, &[Whom::Adviser]), told, now)
}

/// A recall for each side that it concerns. Two opinions may be expected on the same day: each has its number.
fn each(
    (id, snapshot): (DossierId, &Snapshot),
    (cause, key, whom): (Cause, &str, &[Whom]),
    (of, recalled): (Option<&Opinion>, &Recalled),
    now: Timestamp,
) -> Vec<Notice> {
    let notice = |whom: &Whom| {
        let audience = Audience::of(*whom, snapshot, of)?;
        let words = words::of(cause, *whom, (id, snapshot), Some(recalled));
        let number = of.map(|opinion| format!("-{}", opinion.seq)).unwrap_or_default();
        Some(Notice {
            key: format!("{}-{key}{number}", cause.code()),
            cause,
            whom: *whom,
            audience,
            except: None,
            at: now,
            due: now,
            subject: words.subject,
            text: words.text,
            path: words.path,
        })
    };
    whom.iter().filter_map(notice).collect()
}

/// The least number of days that a deadline is nearer than; none too early, nor once it is passed.
fn before(days: &[u16], today: Date, deadline: Date) -> Option<u16> {
    let left = between(today, deadline)?;
    days.iter().copied().filter(|days| left <= i32::from(*days) && left >= 0).min()
}

/// The greatest number of days that passed since a day; none too early.
fn after(days: &[u16], today: Date, since: Date) -> Option<u16> {
    let passed = between(since, today)?;
    days.iter().copied().filter(|days| passed >= i32::from(*days)).max()
}

/// Days from one day to another.
fn between(from: Date, to: Date) -> Option<i32> {
    from.until(to).ok().map(|span| span.get_days())
}

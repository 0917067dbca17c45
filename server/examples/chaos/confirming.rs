//! Confirming steps: told until it is answered, with the same stamp, as a browser's journal has it; and what the log
//! says of it in the end.

use std::{collections::BTreeMap, time::Duration};

use domain::{
    dossier::{Body, Event, Seq, Stamp},
    usecase::Confirming,
};
use form::{Path, Step, Trame};
use serde::{Deserialize, Serialize};

use super::{
    draws::Draws,
    journal::Kept,
    person::Person,
    verdict::Found,
    writer::{LAST, Told},
};

/// Batches between two confirmations, about.
const PACE: u64 = 3;
/// Confirmations told between two that kill their browser, about.
const LIFE: u64 = 4;
/// One in so many waits while its page types on.
const WAITS: u64 = 3;

/// A step that a page confirmed, and that nobody acknowledged yet.
#[derive(Clone, Serialize, Deserialize)]
pub struct Confirmed {
    pub step: String,
    pub how: Confirming,
}

/// A confirmation that was answered.
pub struct Answered {
    confirmed: Confirmed,
    /// Whether it was taken; refused otherwise, for somebody else wrote in the step since.
    taken: bool,
}

impl Kept {
    /// Confirms a step now and then, on what its page has seen; true when the journal is to be written.
    pub fn confirms(&mut self, step: &str, known: Seq, draws: &mut Draws) -> bool {
        if self.confirmed.is_some() || draws.below(PACE) != 0 {
            return false;
        }
        let stamp = Stamp { client: self.client.clone(), number: self.next };
        self.next += 1;
        self.confirmed = Some(Confirmed { step: step.to_owned(), how: Confirming { stamp, known } });
        true
    }

    /// The confirmation to be told now: what was typed goes first, and its page may type on before.
    pub fn to_confirm(&self, draws: &mut Draws) -> Option<Confirmed> {
        self.confirmed.clone().filter(|_| self.batch.is_none() && draws.below(WAITS) != 0)
    }
}

/// Tells a confirmation until it is answered; false when its browser died of it, and tells it again later.
pub async fn tell(
    person: &mut Person,
    confirmed: Confirmed,
    told: &mut Told,
    draws: &mut Draws,
) -> anyhow::Result<bool> {
    if draws.below(LIFE) == 0 {
        let after = Duration::from_millis(draws.below(LAST));
        person.is_cut_short_of(told.dossier, &confirmed, after).await;
        return Ok(false);
    }
    let taken = person.confirms(told.dossier, &confirmed).await?;
    told.confirmed.push(Answered { confirmed, taken });
    Ok(true)
}

/// Holds the confirmations of a log against what its pages were told of them.
pub fn hold(found: &mut Found, (log, trame): (&[Event], &Trame), pages: &[&Told]) {
    let mut held: BTreeMap<Option<&Stamp>, Vec<&Event>> = BTreeMap::new();
    for event in log.iter().filter(|event| matches!(event.body, Body::StepConfirmed { .. })) {
        held.entry(event.stamp.as_ref()).or_default().push(event);
    }
    for Answered { confirmed, taken } in pages.iter().flat_map(|page| &page.confirmed) {
        let there = held.remove(&Some(&confirmed.how.stamp)).unwrap_or_default();
        found.doubled += there.len().saturating_sub(1);
        let first = there.first();
        if *taken {
            let is_it = first.is_some_and(
                |event| matches!(&event.body, Body::StepConfirmed { step } if *step == confirmed.step),
            );
            found.confirmed += 1;
            found.lost += usize::from(!is_it);
            found.mistaken += usize::from(
                trame.step(&confirmed.step).is_none_or(|step| is_unseen(log, step, &confirmed.how)),
            );
        } else {
            found.moved += 1;
            found.mistaken += usize::from(first.is_some());
        }
    }
    // Those that no page was told of: each was told again until it was answered, under its own stamp.
    found.doubled += held.values().map(Vec::len).sum::<usize>();
}

/// Whether a step was confirmed over an answer of somebody else that its page had not seen.
fn is_unseen(log: &[Event], step: &Step, Confirming { stamp, known }: &Confirming) -> bool {
    let is_it = |event: &&Event| event.stamp.as_ref() != Some(stamp);
    let mut stands: BTreeMap<&Path, &Event> = BTreeMap::new();
    for event in log.iter().take_while(is_it) {
        if let Body::AnswerSet { path, .. } = &event.body {
            stands.insert(path, event);
        }
    }
    let asks = |path: &Path| step.fields.iter().any(|field| field.path == path.field());
    let own = |event: &Event| event.stamp.as_ref().is_some_and(|other| other.client == stamp.client);
    stands.iter().any(|(path, event)| asks(path) && event.seq > *known && !own(event))
}

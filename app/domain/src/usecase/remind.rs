//! Recalling deadlines: once each, whoever runs it and however often.

use jiff::ToSpan;

use super::Services;
use crate::{
    Result,
    notice::{Reminders, reminders},
    ports::notices::ToRecall,
};

/// Dossiers looked for at once.
const MOST: u64 = 200;

/// Tells people of the deadlines that come near; how many dossiers were looked at.
pub async fn remind(services: &Services, asked: &Reminders) -> Result<usize> {
    let (now, today) = (services.clock.now(), services.clock.today());
    let delay = services.rules.delay_days;
    let day = |days: u16| i64::from(days) * 24;
    // The end of a delay is counted in days of Paris: a day more on both sides loses none.
    let longest = day(delay.saturating_add(1)).hours();
    let shortest = (day(delay.saturating_sub(asked.furthest_delay())) - 24).hours();
    let furthest = today.checked_add(i64::from(asked.furthest_draft()).days()).unwrap_or(today);
    let wanted = ToRecall { drafts: (today, furthest), running: (now - longest, now - shortest) };
    let (mut count, mut after) = (0, None);
    loop {
        let some = services.notices.to_recall(&wanted, after, MOST).await?;
        let Some(last) = some.last().copied() else { return Ok(count) };
        for id in some {
            let Some(snapshot) = services.dossiers.snapshot(id).await? else { continue };
            let told = reminders(id, &snapshot, (now, delay), asked);
            if !told.is_empty() {
                services.notices.tell(id, told).await?;
            }
            count += 1;
        }
        after = Some(last);
    }
}

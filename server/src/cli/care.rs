//! What the service does by itself while it runs.

use std::{sync::Arc, time::Duration};

use domain::{
    campaign::Campaign,
    dossier::About,
    notice::Reminders,
    ports::Clock,
    source::{Cache, Source},
    usecase::{
        Analysed, MailsSent, Services, SourcesAsked, analyse_pieces, ask_source, hear_deliveries,
        refresh_reserve, remind, send_mails, tally_dossiers,
    },
};
use jiff::ToSpan;
use tokio::sync::watch;

/// How often documents that wait for the antivirus are looked for.
const LOOK: Duration = Duration::from_secs(1);
/// How often dossiers that were sent are looked for, to be counted in the inventory of the data.
const COUNT: Duration = Duration::from_secs(10);
/// How often deliveries that were imported meanwhile are looked for.
const DELIVERED: Duration = Duration::from_mins(5);
/// How often mails whose turn has come are looked for.
const MAILS: Duration = Duration::from_secs(5);
/// How often deadlines that come near are looked for.
const DEADLINES: Duration = Duration::from_hours(1);
/// Hours after which what somebody was told is forgotten: two campaigns. The history of each dossier keeps what happened.
const TOLD: i64 = 2 * 366 * 24;
/// Days after which what another service answered is forgotten: it stands in for one that is silent, no longer.
const ANSWERED: i64 = 90;
/// Hours after which a document that never arrived whole is forgotten.
const OLD: i64 = 24;

/// Looks at the documents that wait for the antivirus, as long as the service runs.
pub(super) async fn of_pieces(services: Services) {
    let mut seconds = tokio::time::interval(LOOK);
    loop {
        seconds.tick().await;
        match analyse_pieces(&services).await {
            Ok(done) if done == Analysed::default() => {}
            Ok(Analysed { put_off: 0, clean, refused, .. }) => {
                tracing::debug!(clean, refused, "documents analysed");
            }
            Ok(done) => {
                let why = done.why.unwrap_or_default();
                tracing::warn!(put_off = done.put_off, why, "documents could not be analysed");
            }
            Err(error) => tracing::warn!(%error, "documents were not analysed"),
        }
    }
}

/// Asks a service what it knows of structures, as long as ours runs.
pub(super) async fn of_source(services: Services, source: Source) {
    let mut seconds = tokio::time::interval(LOOK);
    loop {
        seconds.tick().await;
        match ask_source(&services, source).await {
            Ok(SourcesAsked { why: Some(why), .. }) => {
                tracing::warn!(source = source.code(), why, "what a source told was not written");
            }
            Ok(SourcesAsked { told: 0, silent: 0, .. }) => {}
            Ok(done) => tracing::debug!(source = source.code(), done.told, done.silent, "source asked"),
            Err(error) => tracing::warn!(source = source.code(), %error, "a source was not asked"),
        }
    }
}

/// Forgets the documents that never arrived whole, as long as the service runs.
pub(super) async fn of_parcels(services: Services) {
    let mut hours = tokio::time::interval(Duration::from_hours(1));
    loop {
        hours.tick().await;
        match services.pieces.forget_before(services.clock.now() - OLD.hours()).await {
            Ok(count) => tracing::debug!(count, "chunks of unfinished documents forgotten"),
            Err(error) => tracing::warn!(%error, "unfinished documents were not forgotten"),
        }
    }
}

/// Forgets what other services answered long ago, as long as the service runs.
pub(super) async fn of_answers(cache: Arc<dyn Cache>, clock: Arc<dyn Clock>) {
    let mut hours = tokio::time::interval(Duration::from_hours(1));
    loop {
        hours.tick().await;
        match cache.forget_before(clock.today().saturating_sub(ANSWERED.days())).await {
            Ok(count) => tracing::debug!(count, "answers of long ago forgotten"),
            Err(error) => tracing::warn!(%error, "answers of long ago were not forgotten"),
        }
    }
}

/// Reads ASP's deliveries again for the drafts, when the service starts and whenever more is in store.
pub(super) async fn of_deliveries(services: Services) {
    let mut turns = tokio::time::interval(DELIVERED);
    let mut last = None;
    loop {
        turns.tick().await;
        let year = Campaign::running(services.clock.today()).year;
        match services.tallies.in_store(About::Demand, year).await {
            Ok(store) if last.as_ref() == Some(&store) => {}
            Ok(store) => match hear_deliveries(&services).await {
                Ok(count) => {
                    tracing::debug!(count, "drafts told what ASP delivered");
                    last = Some(store);
                }
                Err(error) => tracing::warn!(%error, "drafts were not told what ASP delivered"),
            },
            Err(error) => tracing::warn!(%error, "what is in store could not be read"),
        }
    }
}

/// Measures what is in store before any dossier, when the service starts and whenever more is in store.
pub(super) async fn of_reserve(services: Services) {
    let mut turns = tokio::time::interval(DELIVERED);
    loop {
        turns.tick().await;
        match refresh_reserve(&services).await {
            Ok(None) => {}
            Ok(Some(structures)) => tracing::debug!(structures, "measured what is in store"),
            Err(error) => tracing::warn!(%error, "what is in store was not measured"),
        }
    }
}

/// Counts what became of the data of the dossiers sent, as long as the service runs.
pub(super) async fn of_tallies(services: Services) {
    let mut turns = tokio::time::interval(COUNT);
    loop {
        turns.tick().await;
        // After a change of rule everything is counted again: as long as some are behind, without a pause.
        loop {
            match tally_dossiers(&services).await {
                Ok(0) => break,
                Ok(count) => tracing::debug!(count, "dossiers counted in the inventory"),
                Err(error) => {
                    tracing::warn!(%error, "dossiers were not counted in the inventory");
                    break;
                }
            }
        }
    }
}

/// Sends the mails that wait, until the service stops; the one on its way is sent to its end.
pub(super) async fn of_mails(services: Services, site: String, mut closing: watch::Receiver<bool>) {
    let mut turns = tokio::time::interval(MAILS);
    let stops = closing.clone();
    loop {
        tokio::select! {
            _ = turns.tick() => {}
            _ = closing.wait_for(|closed| *closed) => return,
        }
        match send_mails(&services, &site, &|| !*stops.borrow()).await {
            Ok(done) if done.turns() == 0 => {}
            Ok(done) => {
                let MailsSent { sent, bounced, put_off, given_up, kept } = done;
                tracing::info!(sent, bounced, put_off, given_up, kept, "mails had their turn");
            }
            Err(error) => tracing::warn!(%error, "mails were not sent"),
        }
    }
}

/// Recalls the deadlines that come near, and forgets what was told long ago, as long as the service runs.
pub(super) async fn of_deadlines(services: Services, reminders: Reminders) {
    let mut turns = tokio::time::interval(DEADLINES);
    loop {
        turns.tick().await;
        match services.notices.forget_before(services.clock.now() - TOLD.hours()).await {
            Ok(count) => tracing::debug!(count, "notices of long ago forgotten"),
            Err(error) => tracing::warn!(%error, "notices of long ago were not forgotten"),
        }
        match remind(&services, &reminders).await {
            Ok(dossiers) => tracing::debug!(dossiers, "deadlines looked at"),
            Err(error) => tracing::warn!(%error, "deadlines were not looked at"),
        }
    }
}

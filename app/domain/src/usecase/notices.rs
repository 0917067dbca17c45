//! Reading what one is told: the list, how many are unread, opening one, marking all as read.

use super::Services;
use crate::{Error, Result, Timestamp, Viewer, dossier::DossierId, ports::notices::Told};

/// Notices on the page, at most: the last ones.
pub const MOST_NOTICES: u64 = 100;

/// The notices of a person, the last first; none for who is on no side of a dossier.
pub async fn read_notices(services: &Services, viewer: &Viewer) -> Result<Vec<Told>> {
    match viewer.hearer() {
        Some(hearer) => services.notices.told(&hearer, MOST_NOTICES).await,
        None => Ok(Vec::new()),
    }
}

/// How many of them are unread.
pub async fn unread_notices(services: &Services, viewer: &Viewer) -> Result<usize> {
    match viewer.hearer() {
        Some(hearer) => services.notices.unread(&hearer).await,
        None => Ok(0),
    }
}

/// Marks one as read, and answers the page to go to.
///
/// # Errors
/// `NotFound` for one that is not theirs, or of a dossier that they may not read any more.
pub async fn open_notice(services: &Services, viewer: &Viewer, id: DossierId, key: &str) -> Result<String> {
    let hearer = viewer.hearer().ok_or(Error::NotFound)?;
    let at = services.clock.now();
    services.notices.visit(&hearer, id, key, at).await?.ok_or(Error::NotFound)
}

/// Marks all as read, up to the instant of the page that listed them.
pub async fn mark_notices_read(services: &Services, viewer: &Viewer, until: Timestamp) -> Result<()> {
    let hearer = viewer.hearer().ok_or(Error::NotFound)?;
    services.notices.read_all(&hearer, until, services.clock.now()).await
}

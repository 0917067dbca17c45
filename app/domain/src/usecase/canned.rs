//! The answers that a service keeps at hand: read, written, forgotten.

use super::Services;
use crate::{
    Acting, Error, Result, Viewer,
    access::ServiceKey,
    canned::{CannedAnswer, Kept, LONGEST_TAGS, LONGEST_TITLE, at_hand},
    dossier::procedure::{LONGEST, said},
};

/// The answers that the person's service has at hand.
pub async fn read_canned(services: &Services, viewer: &Viewer) -> Result<Vec<Kept>> {
    Ok(at_hand(services.canned.of(&service(viewer)?).await?))
}

/// Keeps an answer, in place of that of the same title.
///
/// # Errors
/// `Invalid` without a title or a text.
pub async fn keep_canned(services: &Services, viewer: &Viewer, answer: CannedAnswer) -> Result<()> {
    let service = service(viewer)?;
    let title = said(&answer.title, "Donnez un titre à cette réponse.", LONGEST_TITLE)?;
    let text = said(&answer.text, "Écrivez la réponse avant de l’enregistrer.", LONGEST)?;
    let tags: Vec<&str> = answer.tags.split(',').map(str::trim).filter(|tag| !tag.is_empty()).collect();
    let tags = tags.join(", ");
    if tags.chars().count() > LONGEST_TAGS {
        return Err(Error::Invalid(format!("Les étiquettes comptent {LONGEST_TAGS} caractères au plus.")));
    }
    services.canned.keep(&service, CannedAnswer { title, tags, text }).await
}

/// Forgets an answer of the service, by its title.
pub async fn forget_canned(services: &Services, viewer: &Viewer, title: &str) -> Result<()> {
    services.canned.forget(&service(viewer)?, title).await
}

/// The service that the person acts for.
fn service(viewer: &Viewer) -> Result<ServiceKey> {
    viewer.service().ok_or(match viewer.acting {
        Acting::National => Error::Forbidden("Seul un service de l’État garde des réponses types."),
        _ => Error::NotFound,
    })
}

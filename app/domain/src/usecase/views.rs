//! The views that a person keeps of the queue.

use uuid::Uuid;

use super::{Services, queue::allow_in_queue};
use crate::{
    Error, Result, Viewer,
    access::QueueAct,
    queue::{Asked, MOST_VIEWS, View, ViewId, read_name},
};

/// Keeps what is asked under a name; one of the same name is replaced.
///
/// # Errors
/// `Invalid` without a name, or when there are as many views as there may be.
pub async fn keep_view(services: &Services, viewer: &Viewer, name: &str, asked: &Asked) -> Result<()> {
    let known = known(services, viewer).await?;
    let name = read_name(name)?;
    let same = known.iter().find(|view| view.name == name);
    if same.is_none() && known.len() >= MOST_VIEWS {
        let said = format!("Vous avez déjà {MOST_VIEWS}\u{a0}vues\u{a0}: supprimez-en une d’abord.");
        return Err(Error::Invalid(said));
    }
    let id = same.map_or_else(|| ViewId(new_id(services)), |view| view.id);
    // The place in the list is no part of a view.
    let query = Asked { after: None, ..asked.clone() }.query();
    services.desks.keep_view(viewer.person, View { id, name, query }).await
}

/// Gives a view another name.
///
/// # Errors
/// `Invalid` without a name, or with that of another view.
pub async fn rename_view(services: &Services, viewer: &Viewer, id: ViewId, name: &str) -> Result<()> {
    let known = known(services, viewer).await?;
    let name = read_name(name)?;
    if known.iter().any(|view| view.name == name && view.id != id) {
        return Err(Error::Invalid(format!("Une autre vue s’appelle déjà «\u{a0}{name}\u{a0}».")));
    }
    let view = known.into_iter().find(|view| view.id == id).ok_or(Error::NotFound)?;
    services.desks.keep_view(viewer.person, View { name, ..view }).await
}

/// Forgets a view.
pub async fn forget_view(services: &Services, viewer: &Viewer, id: ViewId) -> Result<()> {
    known(services, viewer).await?;
    services.desks.forget_view(viewer.person, id).await
}

/// The views of who reads the queue.
async fn known(services: &Services, viewer: &Viewer) -> Result<Vec<View>> {
    allow_in_queue(viewer, QueueAct::KeepViews)?;
    services.desks.views(viewer.person).await
}

/// An identifier that was never given: dossiers and views share no table.
fn new_id(services: &Services) -> Uuid {
    services.ids.dossier().0
}

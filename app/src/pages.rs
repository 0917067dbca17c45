//! One file a page. A page of a room is lazy: its data apart from its view, its code fetched when needed.

mod accessibility;
mod dossier;
mod dossiers;
mod home;
mod legal;
mod login;
mod not_found;
mod privacy;
mod queue;
mod receipt;
mod review;
mod rooms;
mod step;
mod summary;

pub use accessibility::AccessibilityPage;
pub use dossier::DossierPage;
pub use dossiers::DossiersPage;
pub use home::HomePage;
pub use legal::LegalPage;
pub use login::LoginPage;
pub use not_found::NotFoundPage;
pub use privacy::PrivacyPage;
pub use queue::QueuePage;
pub use receipt::ReceiptPage;
pub use review::ReviewPage;
pub use step::StepPage;
pub use summary::SummaryPage;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    AppError,
    filling::{DossierView, load_dossier},
    sealed::Asked,
    session::Session,
};

/// The dossier named in the page's address.
fn dossier_of_address() -> Asked<DossierView> {
    let params = use_params_map();
    Asked::about(move || params.read().get("id").unwrap_or_default(), load_dossier)
}

/// Answers that there is no such page; on the server the status says so too.
fn absent() -> AppError {
    if let Some(session) = use_context::<Session>() {
        (session.status)(AppError::NotFound.status());
    }
    AppError::NotFound
}

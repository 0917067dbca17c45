//! The server functions of the review room: five lines each.

use domain::usecase::{Card, Review};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use crate::{AppError, sealed::Sealed};

/// A service's queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Queue {
    /// Name of the service.
    pub service: String,
    /// Today, in Paris.
    #[serde(with = "form::day")]
    pub today: form::Date,
    /// Its submitted dossiers, oldest first.
    pub cards: Vec<Card>,
}

/// The submitted dossiers of the person's service.
#[server(input = Json, prefix = "/api/app", endpoint = "instruction/liste")]
pub async fn review_queue() -> Result<Sealed<Queue>, AppError> {
    let (session, viewer) = crate::Session::known()?;
    let cards = session.answer(domain::usecase::review_queue(&session.services, &viewer).await)?;
    let (service, today) = (viewer.acting.name().to_owned(), session.services.clock.today());
    session.seal(&Queue { service, today, cards })
}

/// A submitted dossier, by step.
#[server(input = Json, prefix = "/api/app", endpoint = "instruction/ouvrir")]
pub async fn load_review(id: String) -> Result<Sealed<Review>, AppError> {
    let (session, viewer) = crate::Session::known()?;
    let id = session.answer(id.parse::<domain::dossier::DossierId>().map_err(|_| domain::Error::NotFound))?;
    session.sealed(domain::usecase::review_dossier(&session.services, &viewer, id).await)
}

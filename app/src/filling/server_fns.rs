//! The server functions of the filling room: five lines each.

use domain::{
    Kind, PersonId,
    dossier::{Batch, BatchAnswer, DossierId, Snapshot},
    usecase::Card,
};
use form::{Context, Trame};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use crate::AppError;

/// A dossier with all that its pages need.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DossierView {
    /// The dossier.
    pub id: DossierId,
    /// Its form.
    pub trame: Trame,
    /// The dossier as it stands.
    pub snapshot: Snapshot,
    /// What the form's evaluation needs to know today.
    pub context: Context,
    /// Names of the people who wrote in it.
    pub names: Vec<(PersonId, String)>,
    /// The person reading.
    pub me: PersonId,
}

/// What a structure may open a dossier for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateChoices {
    /// Year of the campaign.
    pub year: i16,
    /// Kinds not yet begun.
    pub kinds: Vec<Kind>,
}

/// The dossiers of the person's structure.
#[server(prefix = "/api/app", endpoint = "dossiers/liste")]
pub async fn list_dossiers() -> Result<Vec<Card>, AppError> {
    let session = crate::Session::current()?;
    session.answer(domain::usecase::list_dossiers(&session.services, &session.viewer()?).await)
}

/// The kinds the person may open a dossier for.
#[server(prefix = "/api/app", endpoint = "dossiers/types")]
pub async fn creatable_kinds() -> Result<CreateChoices, AppError> {
    let session = crate::Session::current()?;
    let kinds = session.answer(domain::usecase::creatable(&session.services, &session.viewer()?).await)?;
    let today = session.services.clock.today();
    Ok(CreateChoices { year: domain::campaign::Campaign::running(today).year, kinds })
}

/// A dossier, whole.
#[server(input = Json, prefix = "/api/app", endpoint = "dossiers/ouvrir")]
pub async fn load_dossier(id: String) -> Result<DossierView, AppError> {
    let session = crate::Session::current()?;
    let viewer = session.viewer()?;
    let id = session.answer(id.parse::<DossierId>().map_err(|_| domain::Error::NotFound))?;
    let open = session.answer(domain::usecase::open_dossier(&session.services, &viewer, id).await)?;
    let (trame, me) = (open.program.trame().clone(), viewer.person);
    Ok(DossierView { id, trame, snapshot: open.snapshot, context: open.context, names: open.names, me })
}

/// Saves a batch of edits; the answer means that it is durable.
#[server(input = Json, prefix = "/api/app", endpoint = "dossiers/enregistrer")]
pub async fn save_answers(id: DossierId, batch: Batch) -> Result<BatchAnswer, AppError> {
    let session = crate::Session::current()?;
    session.answer(domain::usecase::save_answers(&session.services, &session.viewer()?, id, batch).await)
}

/// Confirms a step as it stands.
#[server(input = Json, prefix = "/api/app", endpoint = "dossiers/confirmer")]
pub async fn confirm_step(id: DossierId, step: String) -> Result<(), AppError> {
    let session = crate::Session::current()?;
    session.answer(domain::usecase::confirm_step(&session.services, &session.viewer()?, id, step).await)
}

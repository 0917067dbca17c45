//! The server functions of the filling room: five lines each.

use domain::{
    PersonId,
    dossier::{Batch, BatchAnswer, DossierId, Snapshot},
    usecase::Confirming,
};
use form::{Context, Path, Trame, trame::CodeList, value::Coded};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use crate::{AppError, asking::Asking, plain::Said, sealed::Sealed};

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
    /// Largest document accepted, in bytes.
    pub heaviest: usize,
    /// The questions that have to follow what is to correct, open with it.
    pub follows: Vec<Path>,
}

impl From<(DossierId, domain::usecase::OpenDossier, PersonId)> for DossierView {
    fn from((id, open, me): (DossierId, domain::usecase::OpenDossier, PersonId)) -> Self {
        let domain::usecase::OpenDossier { snapshot, trame, context, names, heaviest, follows } = open;
        Self { id, trame, snapshot, context, names, me, heaviest, follows }
    }
}

/// Saves a batch of edits; the answer means that it is durable.
///
/// `me` is the person whom the page was opened for: another one who logged in since signs none of it.
#[server(client = Asking, input = Json, output = Said, prefix = "/api/app", endpoint = "dossiers/enregistrer")]
pub async fn save_answers(
    id: DossierId,
    batch: Batch,
    #[server(default)] me: Option<PersonId>,
) -> Result<Sealed<BatchAnswer>, AppError> {
    let (session, viewer) = crate::Session::known_as(me)?;
    session.sealed(domain::usecase::save_answers(&session.services, &viewer, id, batch).await)
}

/// Confirms a step as its page saw it; `me` as for `save_answers`. A page of before does not say what it saw.
#[server(client = Asking, input = Json, output = Said, prefix = "/api/app", endpoint = "dossiers/confirmer")]
pub async fn confirm_step(
    id: DossierId,
    step: String,
    #[server(default)] me: Option<PersonId>,
    #[server(default)] how: Option<Confirming>,
) -> Result<(), AppError> {
    let (session, viewer) = crate::Session::known_as(me)?;
    session.answer(domain::usecase::confirm_step(&session.services, &viewer, id, step, how).await)
}

/// Entries of a reference list that a text may mean.
#[server(client = Asking, input = Json, output = Said, prefix = "/api/app", endpoint = "listes/chercher")]
pub async fn search_list(list: CodeList, text: String) -> Result<Sealed<Vec<Coded>>, AppError> {
    let (session, _) = crate::Session::known()?;
    session.seal(&domain::usecase::search_list(&session.services, list, &text))
}

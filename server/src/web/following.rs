//! `/dossiers/{id}/suivi`: where a dossier stands, and giving it up.

use app::pages::{self, Following};
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Error,
    access::{Access, Action},
    usecase,
};

use super::{
    App,
    error_page::refusal,
    forms::{seen, value},
    pages::{opened, unread},
    visitor::{Made, OnDossier, Visitor, told},
};

type Pairs = Vec<(String, String)>;

/// Shows where it stands.
pub async fn read(visitor: Visitor, Path(id): Path<String>, Query(asked): Query<Pairs>) -> Response {
    let done =
        (value(&asked, "fait") == "retirer").then_some("La demande est retirée\u{202f}; le service le sait.");
    let made = made(&visitor, &id, (None, done)).await;
    visitor.answer(made)
}

async fn made(
    visitor: &Visitor,
    id: &str,
    (refused, done): (Option<(String, String)>, Option<&'static str>),
) -> Made {
    let dossier = opened(visitor, id).await?;
    let (opening, state) = (&dossier.snapshot.opening, dossier.snapshot.state());
    let withdraws = visitor.viewer()?.may(Action::Submit, opening, state) == Access::Granted;
    let delay = visitor.services().rules.delay_days;
    let failed = refused.is_some();
    let unread = unread(visitor, &dossier).await?;
    let rounds = told(usecase::read_rounds(visitor.services(), visitor.viewer()?, dossier.id).await)?;
    let page = pages::following(dossier, Following { delay, withdraws, refused, done, unread, rounds });
    Ok(if failed { page.with_status(422) } else { page })
}

/// Gives the demand up.
pub async fn act(
    State(app): State<App>,
    visitor: Visitor,
    OnDossier(viewer, dossier): OnDossier,
    Form(pairs): Form<Pairs>,
) -> Response {
    let text = value(&pairs, "texte");
    match usecase::withdraw_dossier(&app.services, &viewer, (dossier, seen(&pairs)), text).await {
        Ok(()) => Redirect::to(&format!("/dossiers/{dossier}/suivi?fait=retirer")).into_response(),
        // What was typed is still there, with why it was not taken.
        Err(error @ (Error::Invalid(_) | Error::Refused(_))) => {
            let refused = Some((error.to_string(), text.to_owned()));
            let made = made(&visitor, &dossier.to_string(), (refused, None)).await;
            visitor.answer(made)
        }
        Err(error) => refusal(&error),
    }
}

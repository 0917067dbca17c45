//! `/instruction/dossiers/{id}`: reading a dossier that was sent, and asking for what is to be corrected.

use app::pages::{self, Correcting};
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Error, Viewer,
    dossier::{DossierId, procedure::Reason, talk::Subject},
    usecase,
};

use super::{
    App,
    error_page::refusal,
    forms::{seen, subject, value},
    visitor::{Made, OnDossier, Visitor, named, told},
};

type Pairs = Vec<(String, String)>;

/// Shows the version sent, with the form that asks for a correction where one was wanted.
pub async fn read(visitor: Visitor, Path(id): Path<String>, Query(asked): Query<Pairs>) -> Response {
    let asked = Correcting { about: subject(&asked), refused: None, done: sentence(value(&asked, "fait")) };
    let made = made(&visitor, &id, asked).await;
    visitor.answer(made)
}

async fn made(visitor: &Visitor, id: &str, asked: Correcting) -> Made {
    let (viewer, id) = (visitor.viewer()?, named(id)?);
    let review = told(usecase::review_dossier(visitor.services(), viewer, id).await)?;
    Ok(pages::review(review, asked))
}

/// What was done, in a sentence.
fn sentence(act: &str) -> Option<&'static str> {
    match act {
        "demander" => Some("La correction est demandée à la structure."),
        "accepter" => Some("La correction est close."),
        "redemander" => Some("La correction est demandée de nouveau à la structure."),
        _ => None,
    }
}

/// Does what a form of the page asks.
pub async fn act(
    State(app): State<App>,
    visitor: Visitor,
    OnDossier(viewer, dossier): OnDossier,
    Form(pairs): Form<Pairs>,
) -> Response {
    match done(&app, &viewer, dossier, &pairs).await {
        Ok(()) => {
            let act = value(&pairs, "acte");
            Redirect::to(&format!("/instruction/dossiers/{dossier}?fait={act}#corrections")).into_response()
        }
        // What was typed is still there, with why it was not taken.
        Err(error @ (Error::Invalid(_) | Error::Refused(_))) => {
            let refused = Some((error.to_string(), value(&pairs, "texte").to_owned()));
            let made = made(
                &visitor,
                &dossier.to_string(),
                Correcting { about: subject(&pairs), refused, done: None },
            )
            .await;
            visitor.answer(made)
        }
        Err(error) => refusal(&error),
    }
}

async fn done(app: &App, viewer: &Viewer, id: DossierId, pairs: &Pairs) -> domain::Result<()> {
    let (services, text) = (&app.services, value(pairs, "texte"));
    let known = (id, seen(pairs));
    match value(pairs, "acte") {
        "demander" => {
            let about: Subject = subject(pairs).ok_or(Error::NotFound)?;
            let reason = Reason::of(value(pairs, "motif")).ok_or(Error::NotFound)?;
            usecase::ask_correction(services, viewer, known, (about, reason), text).await
        }
        act @ ("accepter" | "redemander") => {
            let correction = value(pairs, "correction").parse().map_err(|_| Error::NotFound)?;
            usecase::settle_correction(services, viewer, known, correction, act == "accepter").await
        }
        _ => Err(Error::NotFound),
    }
}

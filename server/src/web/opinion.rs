//! `/avis/dossiers/{id}`: who is asked for an opinion reads the version sent, and gives it.

use app::pages::{self, Advising};
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{Error, dossier::procedure::opinion::Stance, usecase};

use super::{
    App,
    error_page::refusal,
    forms::{seen, value},
    visitor::{Made, OnDossier, Visitor, named, told},
};

type Pairs = Vec<(String, String)>;

/// Shows what is asked, or what was answered.
pub async fn read(visitor: Visitor, Path(id): Path<String>, Query(asked): Query<Pairs>) -> Response {
    let done = value(&asked, "fait") == "donner";
    let made = made(&visitor, &id, Advising { done, ..Advising::default() }).await;
    visitor.answer(made)
}

async fn made(visitor: &Visitor, id: &str, advising: Advising) -> Made {
    let (viewer, id) = (visitor.viewer()?, named(id)?);
    let desk = told(usecase::read_opinion_asked(visitor.services(), viewer, id).await)?;
    let failed = advising.refused.is_some();
    let page = pages::opinion(desk, advising);
    Ok(if failed { page.with_status(422) } else { page })
}

/// Takes the opinion.
pub async fn give(
    State(app): State<App>,
    visitor: Visitor,
    OnDossier(viewer, dossier): OnDossier,
    Form(pairs): Form<Pairs>,
) -> Response {
    let (sense, text) = (value(&pairs, "sens"), value(&pairs, "texte"));
    let given = async {
        let lacks = || Error::Invalid("Choisissez le sens de votre avis.".to_owned());
        let stance = Stance::of(sense).filter(|stance| *stance != Stance::Informed);
        // Who is not asked is told nothing of what is lacking.
        usecase::read_opinion_asked(&app.services, &viewer, dossier).await?;
        let said = (stance.ok_or_else(lacks)?, text);
        usecase::give_own_opinion(&app.services, &viewer, (dossier, seen(&pairs)), said).await
    };
    match given.await {
        Ok(()) => Redirect::to(&format!("/avis/dossiers/{dossier}?fait=donner")).into_response(),
        // What was typed is still there, with why it was not taken.
        Err(error @ (Error::Invalid(_) | Error::Refused(_))) => {
            let (refused, typed) = (Some(error.to_string()), (sense.to_owned(), text.to_owned()));
            let made = made(&visitor, &dossier.to_string(), Advising { refused, typed, done: false }).await;
            visitor.answer(made)
        }
        Err(error) => refusal(&error),
    }
}

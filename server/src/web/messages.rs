//! `/dossiers/{id}/messages`: what a structure and the service write to each other, for the structure.

use app::pages::{self, Writing};
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Error, Viewer,
    dossier::{DossierId, messages::Party},
    usecase,
};

use super::{
    App,
    error_page::refusal,
    forms::{seen, subject, value},
    sent::{Document, Sent},
    visitor::{Made, OnDossier, Visitor, named, told},
};

type Pairs = Vec<(String, String)>;

/// Shows the threads, and the form that opens one about what one comes from.
pub async fn read(visitor: Visitor, Path(id): Path<String>, Query(asked): Query<Pairs>) -> Response {
    let done = sentence(value(&asked, "fait"));
    let asked = Writing { about: subject(&asked), done, ..Writing::default() };
    let made = made(&visitor, &id, asked).await;
    visitor.answer(made)
}

async fn made(visitor: &Visitor, id: &str, asked: Writing) -> Made {
    let (viewer, id) = (visitor.viewer()?, named(id)?);
    let messages = told(usecase::read_messages(visitor.services(), viewer, id).await)?;
    Ok(pages::messages(id, messages, viewer.person, asked))
}

/// What was done, in a sentence.
fn sentence(act: &str) -> Option<&'static str> {
    match act {
        "ecrire" | "repondre" => Some("Votre message est envoyé au service."),
        "lire" => Some("Les messages sont marqués comme lus\u{202f}; le service le voit."),
        _ => None,
    }
}

/// Does what a form of the page asks.
pub async fn act(
    State(app): State<App>,
    visitor: Visitor,
    OnDossier(viewer, dossier): OnDossier,
    Sent { pairs, documents }: Sent,
) -> Response {
    match done(&app, &viewer, dossier, (&pairs, documents)).await {
        Ok(()) => {
            let act = value(&pairs, "acte");
            Redirect::to(&format!("/dossiers/{dossier}/messages?fait={act}")).into_response()
        }
        // What was typed is still there, with why it was not taken.
        Err(error @ (Error::Invalid(_) | Error::Refused(_))) => {
            let status = if matches!(error, Error::Refused(_)) { 409 } else { 422 };
            let (about, refused) = (subject(&pairs), Some(error.to_string()));
            let asked = Writing { about, refused, typed: pairs, done: None };
            let made = made(&visitor, &dossier.to_string(), asked).await;
            visitor.answer(made.map(|page| page.with_status(status)))
        }
        Err(error) => refusal(&error),
    }
}

async fn done(
    app: &App,
    viewer: &Viewer,
    id: DossierId,
    (pairs, documents): (&Pairs, Vec<Document>),
) -> domain::Result<()> {
    let (services, text, known) = (&app.services, value(pairs, "texte"), (id, seen(pairs)));
    let by = (viewer, Party::Structure);
    let thread = || value(pairs, "fil").parse().map_err(|_| Error::NotFound);
    match value(pairs, "acte") {
        "ecrire" => {
            let about = (subject(pairs), value(pairs, "objet"));
            usecase::open_thread(services, by, known, about, (text, Sent::enclosed(documents))).await
        }
        "repondre" => usecase::reply(services, by, known, thread()?, (text, Sent::enclosed(documents))).await,
        "lire" => usecase::mark_thread_read(services, by, known, thread()?).await,
        _ => Err(Error::NotFound),
    }
}

//! `/instruction/dossiers/{id}`: reading a dossier that was sent, and asking for what is to be corrected.

use app::pages::{self, Correcting};
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Error, Viewer,
    dossier::{
        DossierId,
        procedure::{
            Reason,
            opinion::{Adviser, Given, Stance},
        },
        talk::Subject,
    },
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
    let done = sentence(value(&asked, "fait"));
    let asked = Correcting { about: subject(&asked), done, ..Correcting::default() };
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
        "accuser" => Some("Le dossier est reconnu complet\u{202f}; la structure en est informée."),
        "consulter" => Some("La demande d’avis est notée."),
        "aviser" => Some("L’avis est enregistré."),
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
            let place =
                if matches!(act, "accuser" | "consulter" | "aviser") { "instruction" } else { "corrections" };
            Redirect::to(&format!("/instruction/dossiers/{dossier}?fait={act}#{place}")).into_response()
        }
        // What was typed is still there, with why it was not taken.
        Err(error @ (Error::Invalid(_) | Error::Refused(_))) => {
            let refused = Some((error.to_string(), value(&pairs, "texte").to_owned()));
            let asked = Correcting { about: subject(&pairs), refused, typed: pairs, done: None };
            let made = made(&visitor, &dossier.to_string(), asked).await;
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
        "accuser" => usecase::acknowledge_dossier(services, viewer, known).await,
        "consulter" => {
            let of = Adviser::of(value(pairs, "avis")).ok_or(Error::NotFound)?;
            usecase::ask_opinion(services, viewer, known, (of, day(pairs, "attendu")?), text).await
        }
        "aviser" => {
            let of = Adviser::of(value(pairs, "avis")).ok_or(Error::NotFound)?;
            let given = Given {
                stance: Stance::of(value(pairs, "sens")).ok_or(Error::NotFound)?,
                on: day(pairs, "rendu")?.unwrap_or_else(|| services.clock.today()),
                text: text.to_owned(),
                confidential: value(pairs, "confidentiel") == "oui",
            };
            let asked = value(pairs, "demande").parse().ok();
            usecase::record_opinion(services, viewer, known, (of, asked), given).await
        }
        _ => Err(Error::NotFound),
    }
}

/// The day of a field; none when it is left blank.
fn day(pairs: &Pairs, name: &str) -> domain::Result<Option<form::Date>> {
    match form::read::read(value(pairs, name), &form::FieldType::Date) {
        Ok(Some(form::Value::Date(day))) => Ok(Some(day)),
        Ok(_) => Ok(None),
        Err(misread) => Err(Error::Invalid(form::french::misread(misread).to_owned())),
    }
}

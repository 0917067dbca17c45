//! `/dossiers/{id}/donnees`: what the sources say, keeping an answer, taking a value or a row over, contesting it,
//! asking again.

use app::{
    AppError,
    pages::{self, AskedSources, Undone},
};
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::{Error, Refusal, Viewer, dossier::DossierId, source::Source, usecase};

use super::{
    App,
    error_page::refusal,
    forms::{seen_or_all, value},
    visitor::{Made, OnDossier, Visitor, named, told},
};

type Pairs = Vec<(String, String)>;

/// Shows what the sources say; with `?champ=` of one datum, with `?etat=` only where each source stands.
pub async fn read(visitor: Visitor, Path(id): Path<String>, Query(asked): Query<Pairs>) -> Response {
    if !value(&asked, "etat").is_empty() {
        return progress(visitor, &id).await;
    }
    let of = value(&asked, "champ");
    let Ok(of) = (!of.is_empty()).then(|| form::Path::parse(of)).transpose() else {
        return visitor.answer(Err(AppError::NotFound));
    };
    // Where a refusal led: its page can be left and come back to.
    let refused = of.as_ref().and_then(|_| Source::of_code(value(&asked, "refus")));
    let refused = refused.map(|source| (source, usecase::NO_REASON.to_owned(), String::new()));
    let asked_again = value(&asked, "fait") == "actualiser";
    let asked = AskedSources { of, refused, asked_again, moved: None };
    let made = made(&visitor, &id, asked).await;
    visitor.answer(made)
}

async fn made(visitor: &Visitor, id: &str, asked: AskedSources) -> Made {
    let (viewer, id) = (visitor.viewer()?, named(id)?);
    let read = told(usecase::read_sources(visitor.services(), viewer, id).await)?;
    Ok(pages::sources(id, read, viewer.person, asked))
}

async fn progress(visitor: Visitor, id: &str) -> Response {
    let part = async {
        let (viewer, id) = (visitor.viewer()?, named(id)?);
        let read = told(usecase::read_sources(visitor.services(), viewer, id).await)?;
        Ok::<_, AppError>(pages::sources_progress(id, &read))
    };
    match part.await {
        Ok(part) => Html(part).into_response(),
        Err(error) => visitor.answer(Err(error)),
    }
}

/// Does what a form of the page asks.
pub async fn act(
    State(app): State<App>,
    visitor: Visitor,
    OnDossier(viewer, dossier): OnDossier,
    Form(pairs): Form<Pairs>,
) -> Response {
    let about = about(&pairs);
    let of = form::Path::parse(value(&pairs, "champ")).ok();
    match done(&app, &viewer, dossier, &pairs).await {
        Ok(()) if value(&pairs, "acte") == "actualiser" => {
            Redirect::to(&format!("/dossiers/{dossier}/donnees?fait=actualiser#etat")).into_response()
        }
        Ok(()) if value(&pairs, "retour") == "liste" => {
            Redirect::to(&format!("/dossiers/{dossier}/donnees#differences")).into_response()
        }
        Ok(()) => {
            // A cell that was taken from the page of its table goes on there; a row is seen in its table.
            let of = form::Path::parse(value(&pairs, "de")).ok().or(of);
            let of = of.map(|path| if is_of_rows(&pairs) { path.field() } else { path });
            let of = of.map(|path| format!("?champ={path}")).unwrap_or_default();
            Redirect::to(&format!("/dossiers/{dossier}/donnees{of}")).into_response()
        }
        Err(Error::Invalid(reason)) if is_of_rows(&pairs) => {
            not_done(visitor, dossier, of.map(|path| path.field()), Undone::Full(reason)).await
        }
        Err(Error::Invalid(_)) if value(&pairs, "motif").trim().is_empty() => lacking(dossier, about),
        Err(Error::Invalid(reason)) => {
            let text = value(&pairs, "motif").to_owned();
            let (of, refused) =
                about.map_or((None, None), |(path, source)| (Some(path), Some((source, reason, text))));
            let asked = AskedSources { of, refused, ..AskedSources::default() };
            let made = made(&visitor, &dossier.to_string(), asked).await;
            visitor.answer(made.map(|page| page.with_status(422)))
        }
        Err(Error::Refused(Refusal::Moved)) if is_of_rows(&pairs) => {
            not_done(visitor, dossier, of.map(|path| path.field()), Undone::Row).await
        }
        Err(Error::Refused(Refusal::Moved)) => {
            let undone = if value(&pairs, "acte") == "garder" { Undone::Keeping } else { Undone::Taking };
            not_done(visitor, dossier, of, undone).await
        }
        Err(error) => refusal(&error),
    }
}

/// Leads to the datum whose contest gives no reason: nothing was typed that its page would have to hold.
fn lacking(dossier: DossierId, about: Option<(form::Path, Source)>) -> Response {
    let Some((path, source)) = about else { return refusal(&Error::NotFound) };
    let (field, code) = (path.control_id(), source.code());
    let address = format!("/dossiers/{dossier}/donnees?champ={path}&refus={code}#contester-{field}-{code}");
    Redirect::to(&address).into_response()
}

/// Whether a form speaks of rows of a table.
fn is_of_rows(pairs: &Pairs) -> bool {
    matches!(value(pairs, "acte"), "reprendre-ligne" | "reprendre-lignes" | "laisser-lignes")
}

/// The page as it is now, saying what was not done.
async fn not_done(visitor: Visitor, dossier: DossierId, of: Option<form::Path>, undone: Undone) -> Response {
    let asked = AskedSources { of, moved: Some(undone), ..AskedSources::default() };
    let made = made(&visitor, &dossier.to_string(), asked).await;
    visitor.answer(made.map(|page| page.with_status(409)))
}

/// The datum and the source that a form speaks of.
fn about(pairs: &Pairs) -> Option<(form::Path, Source)> {
    let path = form::Path::parse(value(pairs, "champ")).ok()?;
    let source = Source::of_code(value(pairs, "source"))?;
    Some((path, source))
}

async fn done(app: &App, viewer: &Viewer, id: DossierId, pairs: &Pairs) -> domain::Result<()> {
    let services = &app.services;
    let about = || about(pairs).ok_or(Error::NotFound);
    let of = || form::Path::parse(value(pairs, "champ")).map_err(|_| Error::NotFound);
    match value(pairs, "acte") {
        "actualiser" => usecase::refresh_sources(services, viewer, id).await,
        "reprendre" => {
            let (path, source) = about()?;
            usecase::take_value(services, viewer, (id, seen_or_all(pairs)), path, source).await
        }
        "reprendre-tout" => usecase::take_table(services, viewer, (id, seen_or_all(pairs)), of()?).await,
        "garder" => usecase::keep_value(services, viewer, (id, seen_or_all(pairs)), of()?).await,
        "reprendre-ligne" => {
            let (row, source) = about()?;
            usecase::take_row(services, viewer, (id, seen_or_all(pairs)), row, source).await
        }
        "reprendre-lignes" => usecase::take_rows(services, viewer, (id, seen_or_all(pairs)), of()?).await,
        "laisser-lignes" => usecase::leave_rows(services, viewer, (id, seen_or_all(pairs)), of()?).await,
        "contester" => {
            usecase::contest_value(services, viewer, id, about()?, Some(value(pairs, "motif"))).await
        }
        "retirer" => usecase::contest_value(services, viewer, id, about()?, None).await,
        _ => Err(Error::NotFound),
    }
}

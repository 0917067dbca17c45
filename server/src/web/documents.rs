//! `/dossiers/{id}/documents/{empreinte}`: what is known of a document, and until when it serves.

use app::pages;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{Error, Refusal, usecase};
use form::{FieldType, Value, french, read};

use super::{
    App,
    error_page::refusal,
    forms::{Pairs, seen_or_all, value, whole},
    visitor::{Made, Visitor, named, told},
};

/// What is said of a day that would take the place of one that was not seen.
const MOVED: &str = "Une autre date a été enregistrée depuis que vous avez ouvert cette page\u{a0}: elle est indiquée ci-dessus. Enregistrez de nouveau pour la remplacer par la vôtre.";

/// Shows a document.
pub async fn show(
    visitor: Visitor,
    Path((id, digest)): Path<(String, String)>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    let made = made(&visitor, &id, &digest, (None, !value(&asked, "enregistree").is_empty())).await;
    framing(visitor.answer(made))
}

/// Takes the last day a document says it is valid.
pub async fn date(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, digest)): Path<(String, String)>,
    Form(pairs): Pairs,
) -> Response {
    let text = value(&pairs, "valable").trim().to_owned();
    let until = match read::read(&text, &FieldType::Date) {
        Ok(Some(Value::Date(day))) => Some(day),
        Ok(_) => None,
        Err(reason) => {
            let refused = Some((french::misread(reason).to_owned(), text));
            let made = made(&visitor, &id, &digest, (refused, false)).await;
            return framing(visitor.answer(made.map(|page| page.with_status(422))));
        }
    };
    let Ok(viewer) = visitor.viewer() else { return Redirect::to("/connexion").into_response() };
    let (Ok(dossier), Ok(path)) = (named(&id), form::Path::parse(value(&pairs, "champ"))) else {
        return refusal(&Error::NotFound);
    };
    let (services, viewer, dated) = (app.services.clone(), viewer.clone(), digest.clone());
    let seen = (dossier, seen_or_all(&pairs));
    let dating = async move { usecase::date_piece(&services, &viewer, seen, (path, dated), until).await };
    match whole(dating).await {
        Ok(_) => Redirect::to(&format!("/dossiers/{dossier}/documents/{digest}?enregistree=oui#validite"))
            .into_response(),
        Err(Error::Refused(Refusal::Moved)) => {
            let refused = Some((MOVED.to_owned(), text));
            let made = made(&visitor, &id, &digest, (refused, false)).await;
            framing(visitor.answer(made.map(|page| page.with_status(409))))
        }
        Err(error) => refusal(&error),
    }
}

/// The page, with what was wrong with the day that was sent, or that one was saved.
async fn made(
    visitor: &Visitor,
    id: &str,
    digest: &str,
    (refused, saved): (Option<(String, String)>, bool),
) -> Made {
    let (viewer, id) = (visitor.viewer()?, named(id)?);
    let document = told(usecase::read_document(visitor.services(), viewer, id, digest).await)?;
    Ok(pages::document(id, document, viewer.person, refused, saved))
}

/// Lets the page show documents of the service in a frame.
fn framing(mut response: Response) -> Response {
    let policy = response.headers().get(header::CONTENT_SECURITY_POLICY);
    let policy =
        policy.and_then(|policy| policy.to_str().ok()).map(|policy| format!("{policy}; frame-src 'self'"));
    if let Some(Ok(policy)) = policy.map(|policy| HeaderValue::from_str(&policy)) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

//! Coming in and going out, and the search of a structure to act for.

use axum::{
    Form,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Acting, Error, StructureId, Viewer,
    ports::Sessions,
    usecase::{FoundStructure, find_structures},
};

use super::{
    App,
    error_page::refusal,
    forms::{Pairs, value},
};
use crate::auth;

/// `POST /connexion`: opens a session for a demonstration account.
pub async fn log_in(State(app): State<App>, Form(pairs): Pairs) -> Response {
    if !app.demonstration {
        return refusal(&Error::Forbidden("Le mode de démonstration est fermé sur ce serveur."));
    }
    let read = |name| value(&pairs, name);
    let (text, departement) = (read("structure"), read("departement"));
    if read("compte") == "avis" {
        return match auth::demo::adviser(read("adresse")) {
            Some(viewer) => with_session(&app, &viewer, read("retour")).await,
            None => back_to_log_in("adresse", read("adresse"), read("retour")),
        };
    }
    let found = async {
        let structure = match (read("compte"), read("id").parse()) {
            (_, Ok(id)) => Some(StructureId(id)),
            ("structure", Err(_)) => only(&find_structures(&app.services, text).await?),
            _ => None,
        };
        auth::demo::viewer(read("compte"), structure, departement, app.services.register.as_ref()).await
    };
    match found.await {
        Err(error) => refusal(&error),
        // The page tells what was found, or that nothing was, beside the field.
        Ok(None) if read("compte") == "structure" => back_to_log_in("structure", text, read("retour")),
        Ok(None) => back_to_log_in("departement", departement, read("retour")),
        Ok(Some(viewer)) => with_session(&app, &viewer, read("retour")).await,
    }
}

/// The one structure found; none when there are several to choose from.
fn only(found: &[FoundStructure]) -> Option<StructureId> {
    if let [one] = found { Some(one.id) } else { None }
}

fn back_to_log_in(field: &str, text: &str, asked: &str) -> Response {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(field, text);
    if is_ours(asked) {
        query.append_pair("retour", asked);
    }
    Redirect::to(&format!("/connexion?{}#{field}", query.finish())).into_response()
}

/// Whether an address is a page of this service: a path, which no browser reads as another site's name.
fn is_ours(asked: &str) -> bool {
    let path = asked.strip_prefix('/');
    path.is_some_and(|path| !path.starts_with('/'))
        && asked.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

async fn with_session(app: &App, viewer: &Viewer, asked: &str) -> Response {
    let room = match viewer.acting {
        _ if is_ours(asked) => asked,
        Acting::Structure { .. } => "/dossiers",
        Acting::Service { .. } | Acting::National => "/instruction",
        Acting::Support => "/administration",
        Acting::Adviser { .. } => "/notifications",
    };
    let opened = async {
        let cookie = auth::open(&app.config, &app.store, viewer, app.services.clock.now()).await?;
        app.services.notices.receives_at(viewer.person, &auth::demo::address(viewer)).await?;
        Ok(cookie)
    };
    match opened.await {
        Ok(cookie) => redirect_with(room, &cookie),
        Err(error) => refusal(&error),
    }
}

/// `POST /deconnexion`: ends the session.
pub async fn log_out(State(app): State<App>, headers: axum::http::HeaderMap) -> Response {
    if let Some(secret) = auth::secret_of(&headers, auth::cookie_name(&app.config))
        && let Err(error) = app.store.close(auth::digest(&secret)).await
    {
        return refusal(&error);
    }
    redirect_with("/", &auth::closed(&app.config))
}

fn redirect_with(path: &str, cookie: &str) -> Response {
    let cookie = HeaderValue::from_str(cookie).expect("a cookie of letters, digits and plain signs");
    ([(header::SET_COOKIE, cookie)], Redirect::to(path)).into_response()
}

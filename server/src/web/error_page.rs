//! A page for what went wrong before the application could answer.

use std::sync::OnceLock;

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use app::escaped;

/// Folder of the style sheet, known once the service is composed.
static FOLDER: OnceLock<String> = OnceLock::new();

/// Says where the style sheet is; the first service of the program decides.
pub fn dressed_from(folder: &str) {
    let _ = FOLDER.set(folder.to_owned());
}

/// A short page in French: what happened, what to do.
pub fn error_page(status: StatusCode, title: &str, text: &str) -> Response {
    // What was sent is sent again by this very page: one leaves it for none.
    let way = match status {
        StatusCode::SERVICE_UNAVAILABLE => {
            "<a class=\"fr-link\" href=\"/\" target=\"_blank\">Ouvrir l’accueil dans un autre onglet</a>"
        }
        StatusCode::UNAUTHORIZED => {
            "<a class=\"fr-btn\" href=\"/connexion\" target=\"_blank\">Se connecter dans un autre onglet</a>"
        }
        _ => "<a class=\"fr-btn\" href=\"/\">Revenir à l’accueil</a>",
    };
    let (title, text) = (escaped(title), escaped(text));
    let sheet = FOLDER.get().map_or_else(String::new, |folder| {
        format!("<link rel=\"stylesheet\" href=\"/{folder}/conventionnement.css\">")
    });
    let page = format!(
        "<!DOCTYPE html><html lang=\"fr\" data-fr-scheme=\"system\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title} - Conventionnement IAE</title>{sheet}</head><body>\
         <header role=\"banner\" class=\"fr-header\"><div class=\"fr-header__body\"><div class=\"fr-container\">\
         <div class=\"fr-header__body-row\"><div class=\"fr-header__brand\"><div class=\"fr-header__brand-top\">\
         <div class=\"fr-header__logo\"><p class=\"fr-logo\">République<br>Française</p></div></div>\
         <div class=\"fr-header__service\"><a href=\"/\" title=\"Accueil - Conventionnement IAE - République Française\">\
         <p class=\"fr-header__service-title\">Conventionnement IAE</p></a></div></div></div></div></div></header>\
         <main class=\"fr-container fr-py-6w\"><h1>{title}</h1><p class=\"fr-text--lead\">{text}</p>\
         <p>{way}</p></main></body></html>"
    );
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

/// The page of a use case's refusal.
pub fn refusal(error: &domain::Error) -> Response {
    use domain::Error;
    let (status, title) = match error {
        Error::NotFound => (StatusCode::NOT_FOUND, "Page introuvable"),
        Error::Forbidden(_) => (StatusCode::FORBIDDEN, "Accès réservé"),
        Error::Refused(_) => (StatusCode::CONFLICT, "Action impossible"),
        Error::Invalid(_) | Error::Fields(_) => (StatusCode::UNPROCESSABLE_ENTITY, "Demande refusée"),
        Error::NoRoom => {
            report(error);
            (StatusCode::INSUFFICIENT_STORAGE, "Plus de place pour les documents")
        }
        Error::Unavailable(_) => {
            report(error);
            (StatusCode::SERVICE_UNAVAILABLE, "Service indisponible")
        }
    };
    let text = match error {
        Error::NotFound => "Cette page n’existe pas, ou vous n’y avez pas accès.".to_owned(),
        Error::Unavailable(_) => {
            "Le service ne répond pas pour le moment. Actualisez cette page dans quelques instants\u{a0}: le navigateur renverra ce que vous avez écrit.".to_owned()
        }
        other => other.to_string(),
    };
    error_page(status, title, &text)
}

/// Writes a failure with its causes where operators read, once.
pub fn report(error: &domain::Error) {
    if matches!(error, domain::Error::NoRoom) {
        tracing::error!("Documents are refused: less room is left than pieces.reserve_mo");
    }
    if let domain::Error::Unavailable(source) = error {
        let mut causes = vec![source.to_string()];
        let mut next = source.source();
        while let Some(cause) = next {
            causes.push(cause.to_string());
            next = cause.source();
        }
        tracing::error!(causes = causes.join(" <- "), "A use case could not be carried out");
    }
}

//! A page for what went wrong before the application could answer.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

/// A short page in French: what happened, what to do.
pub fn error_page(status: StatusCode, title: &str, text: &str) -> Response {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let (title, text) = (escape(title), escape(text));
    let page = format!(
        "<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><title>{title} - Conventionnement IAE</title></head>\
         <body><main><h1>{title}</h1><p>{text}</p><p><a href=\"/\">Revenir à l’accueil</a></p></main></body></html>"
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
        Error::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "Demande refusée"),
        Error::Unavailable(_) => {
            report(error);
            (StatusCode::SERVICE_UNAVAILABLE, "Service indisponible")
        }
    };
    let text = match error {
        Error::NotFound => "Cette page n’existe pas, ou vous n’y avez pas accès.".to_owned(),
        Error::Unavailable(_) => {
            "Le service ne répond pas pour le moment. Revenez en arrière : votre saisie est encore dans la page. Réessayez dans quelques instants.".to_owned()
        }
        other => other.to_string(),
    };
    error_page(status, title, &text)
}

/// Writes a failure with its causes where operators read, once.
pub fn report(error: &domain::Error) {
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

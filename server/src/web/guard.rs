//! What stands between browsers and the application: same origin, sizes, headers.

use axum::{
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::error_page::error_page;

/// Seconds after which who was told that the service is too busy, or not ready, may ask again.
const AGAIN: HeaderValue = HeaderValue::from_static("2");

/// Refuses a change that another site asks for.
///
/// Browsers say where a request comes from (`Sec-Fetch-Site`, `Origin`); what says nothing is no
/// browser, and carries no cookie it was not given.
pub async fn same_origin(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) || comes_from_here(&request)
    {
        return next.run(request).await;
    }
    error_page(
        StatusCode::FORBIDDEN,
        "Demande refusée",
        "Cette demande vient d’un autre site. Ouvrez le service par son adresse et recommencez.",
    )
}

fn comes_from_here(request: &Request) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = header("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (header("origin"), header("host")) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, origin)| origin == host),
        (Some(_), None) => false,
        (None, _) => true,
    }
}

/// Headers of every answer, and French words for what the frameworks refuse.
pub async fn dress(request: Request, next: Next) -> Response {
    let is_form = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    let mut response = next.run(request).await;
    if let Some((title, text)) = told(response.status()) {
        let plain = !response
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|kind| kind.starts_with("text/html") || kind.starts_with("application/json"));
        if plain && is_form {
            response = error_page(response.status(), title, text);
        } else if plain {
            response = (response.status(), [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text)
                .into_response();
        }
    }
    let is_for_later = response.status() == StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    if is_for_later {
        headers.entry(header::RETRY_AFTER).or_insert(AGAIN);
    }
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// What is said of a request that the frameworks below refuse in their own words.
fn told(status: StatusCode) -> Option<(&'static str, &'static str)> {
    Some(match status {
        StatusCode::PAYLOAD_TOO_LARGE => (
            "Saisie trop volumineuse",
            "Ce que vous avez envoyé est trop volumineux (2\u{a0}Mo pour les textes, 10\u{a0}Mo pour un document) et n’a pas été enregistré. Revenez en arrière\u{a0}: selon votre navigateur, votre saisie est encore dans la page. Raccourcissez-la, puis recommencez.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => (
            "Action impossible à cette adresse",
            "Cette adresse ne s’ouvre pas directement. Revenez en arrière, ou repartez de l’accueil.",
        ),
        StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE | StatusCode::UNPROCESSABLE_ENTITY => (
            "Demande illisible",
            "Ce qui a été envoyé n’a pas la forme attendue et n’a pas été enregistré. Actualisez cette page\u{a0}: le navigateur renverra ce que vous avez écrit. Si cela se reproduit, revenez en arrière et recommencez.",
        ),
        _ => return None,
    })
}

/// The policy of a page, with the nonce of its scripts.
#[must_use]
pub fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    )
}

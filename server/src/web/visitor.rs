//! Who asks for a page, and how a page is answered.

use std::{collections::BTreeMap, convert::Infallible};

use app::{AppError, Around, Page};
use axum::{
    extract::{FromRequestParts, Path},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::{
    Viewer,
    campaign::Campaign,
    dossier::DossierId,
    usecase::{self, Services},
};

use super::{App, error_page, guard, session::Current};

/// The person who asks for a page, if known, and the service that answers.
pub struct Visitor {
    /// The service.
    pub app: App,
    viewer: Option<Viewer>,
    /// How many of their notices are unread.
    unread: usize,
    /// The address that was asked.
    asked: String,
}

/// A page, or why there is none.
pub type Made = Result<Page, AppError>;

impl FromRequestParts<App> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let viewer = parts.extensions.get::<Current>().map(|Current(viewer)| viewer.clone());
        let asked = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
        let unread = match &viewer {
            Some(viewer) => usecase::unread_notices(&app.services, viewer).await,
            None => Ok(0),
        };
        // A page is worth more than the count in its header.
        let unread = unread.inspect_err(error_page::report).unwrap_or_default();
        Ok(Self { app: app.clone(), viewer, unread, asked })
    }
}

impl Visitor {
    /// The services behind their ports.
    pub fn services(&self) -> &Services {
        &self.app.services
    }

    /// The person asking; a refusal when nobody is logged in.
    pub fn viewer(&self) -> Result<&Viewer, AppError> {
        self.viewer.as_ref().ok_or(AppError::LoggedOut)
    }

    /// The same, whoever asks.
    pub fn for_anybody(self) -> Self {
        Self { viewer: None, unread: 0, ..self }
    }

    /// The campaign that runs.
    pub fn campaign(&self) -> Campaign {
        Campaign::running(self.services().clock.today())
    }

    /// Writes the page, or that of what could not be done.
    pub fn answer(self, made: Made) -> Response {
        let Ok(nonce) = crate::auth::nonce() else {
            let error = domain::Error::unavailable("no source of chance");
            return error_page::refusal(&error);
        };
        let page = made.unwrap_or_else(|error| match error {
            AppError::LoggedOut => Page::personal(log_in_to(&self.asked)),
            other => Page::from(other),
        });
        let status = StatusCode::from_u16(page.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let policy = HeaderValue::from_str(&guard::policy(&nonce)).expect("letters, digits and plain signs");
        let year = self.campaign().year;
        let Self { app, viewer, unread, .. } = self;
        let (folder, version) = (app.folder.clone(), app.version().to_owned());
        let document = page.document(Around { folder, version, nonce, viewer, unread, year });
        (status, [(header::CONTENT_SECURITY_POLICY, policy)], Html(document)).into_response()
    }
}

/// The person who acts on the dossier of an address (`{id}`), and that dossier; who is not logged in goes to log in.
pub struct OnDossier(pub Viewer, pub DossierId);

impl FromRequestParts<App> for OnDossier {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let named = Path::<BTreeMap<String, String>>::from_request_parts(parts, app).await;
        let Some(Current(viewer)) = parts.extensions.get::<Current>() else {
            return Err(Redirect::to("/connexion").into_response());
        };
        let id = named.ok().and_then(|Path(names)| names.get("id")?.parse().ok());
        let id = id.ok_or_else(|| error_page::refusal(&domain::Error::NotFound))?;
        Ok(Self(viewer.clone(), id))
    }
}

/// The address of the page to log in, which leads back to another.
pub fn log_in_to(asked: &str) -> String {
    let asked: String = form_urlencoded::byte_serialize(asked.as_bytes()).collect();
    format!("/connexion?retour={asked}")
}

/// The dossier named in an address.
pub fn named(id: &str) -> Result<DossierId, AppError> {
    id.parse().map_err(|_| AppError::NotFound)
}

/// A use case's answer as a page is told it: the cause is reported once.
pub fn told<T>(result: domain::Result<T>) -> Result<T, AppError> {
    result.map_err(|error| {
        error_page::report(&error);
        error.into()
    })
}

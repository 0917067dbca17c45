//! Every address of the service.

use std::{
    path::Path,
    sync::{Arc, LazyLock},
};

use axum::{
    Router,
    extract::FromRef,
    http::{HeaderValue, StatusCode, header, request::Parts},
    middleware,
    routing::{get, post},
};
use domain::usecase::Services;
use leptos::{config::LeptosOptions, nonce::use_nonce, prelude::*};
use leptos_axum::{AxumRouteListing, ErrorHandler, LeptosRoutes, ResponseOptions, generate_route_list};
use store::Store;
use tower_http::{
    compression::CompressionLayer, limit::RequestBodyLimitLayer, services::ServeDir,
    set_header::SetResponseHeaderLayer,
};

use super::{error_page, forms, guard, health, login, session};
use crate::config::Config;

/// Largest body accepted, in bytes.
const LARGEST_BODY: usize = 2 << 20;

/// What every handler may need.
#[derive(Clone)]
pub struct App {
    /// Configuration.
    pub config: Arc<Config>,
    /// Services behind their ports.
    pub services: Services,
    /// The database, for sessions and health.
    pub store: Store,
    /// Whether demonstration accounts are open.
    pub demonstration: bool,
    /// Where the browser's files are.
    pub options: LeptosOptions,
}

impl FromRef<App> for LeptosOptions {
    fn from_ref(app: &App) -> Self {
        app.options.clone()
    }
}

/// The folder of the browser's files inside the site, named by their content.
pub fn pkg_dir(root: &Path) -> std::io::Result<String> {
    std::fs::read_to_string(root.join("current")).map(|name| format!("pkg/{}", name.trim()))
}

/// The addresses of the pages, listed once in the life of the program.
///
/// Listing them stops the resources of every page that another thread is making, and for ever: a second
/// service in one program (as in tests) must not list them again. `docs/adr/0005` tells how it was seen.
static ROUTES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(app::App));

/// The whole service.
pub fn router(app: App) -> Router {
    let routes = ROUTES.clone();
    error_page::dressed_from(&app.options.site_pkg_dir);
    let context = page_context(app.clone());
    let shell = {
        let options = app.options.clone();
        move || app::shell(options.clone(), is_interactive())
    };
    let folder = Path::new(app.options.site_root.as_ref()).join("pkg");
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    let immutable =
        SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, |response: &axum::http::Response<_>| {
            let found = response.status() == StatusCode::OK || response.status() == StatusCode::NOT_MODIFIED;
            found.then(|| HeaderValue::from_static("public, max-age=31536000, immutable"))
        });
    // One address, three answers: a cache between must not give Brotli to who asks for gzip.
    let vary = SetResponseHeaderLayer::overriding(header::VARY, HeaderValue::from_static("accept-encoding"));
    let pkg = Router::new().fallback_service(files).layer(immutable).layer(vary);
    let absent = ErrorHandler::new_with_context(
        context.clone(),
        |options| app::shell(options, true),
        app.options.clone(),
    );
    Router::new()
        .route("/connexion", post(login::log_in))
        .route("/deconnexion", post(login::log_out))
        .route("/dossiers", post(forms::create))
        .route("/dossiers/{id}/etapes/{cle}", post(forms::step))
        .route("/dossiers/{id}/transmettre", post(forms::submit))
        .route("/sante", get(health::health))
        .leptos_routes_with_context(&app, routes, context, shell)
        .fallback_service(absent)
        .layer(middleware::from_fn_with_state(app.clone(), login::search))
        .layer(middleware::from_fn_with_state(app.clone(), session::identify))
        .layer(middleware::from_fn(guard::same_origin))
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
        .nest("/pkg", pkg)
        .layer(middleware::from_fn(guard::dress))
        .layer(CompressionLayer::new())
        .with_state(app)
}

/// What pages and server functions find in their context, from one closure.
fn page_context(app: App) -> impl Fn() + Clone + Send + Sync + 'static {
    move || {
        let extensions = use_context::<Parts>().map(|parts| parts.extensions).unwrap_or_default();
        provide_context(app::Session {
            viewer: extensions.get::<session::Current>().map(|session::Current(viewer)| viewer.clone()),
            found: extensions
                .get::<login::Found>()
                .map(|login::Found(found)| found.clone())
                .unwrap_or_default(),
            services: app.services.clone(),
            demonstration: app.demonstration,
            version: app::version(&app.options),
            status: set_status,
            report: error_page::report,
        });
        if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>())
            && let Ok(policy) = HeaderValue::from_str(&guard::policy(&nonce))
        {
            response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
    }
}

fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(status)) {
        response.set_status(status);
    }
}

/// Whether the page being made is worked in, and so needs the browser's program.
fn is_interactive() -> bool {
    use_context::<Parts>().is_none_or(|parts| !app::PUBLIC_PAGES.contains(&parts.uri.path()))
}

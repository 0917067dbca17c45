//! Every address of the service.

use std::{path::Path, sync::Arc, time::Duration};

use axum::{
    Extension, Router,
    body::Body,
    extract::{Request, State},
    http::{Extensions, HeaderMap, HeaderValue, StatusCode, Version, header, request::Parts},
    middleware,
    response::{IntoResponse, Response},
    routing::{any, get, post, put},
};
use domain::{piece, usecase::Services};
use leptos::{
    prelude::{provide_context, use_context},
    server_fn::axum::server_fn_paths,
};
use leptos_axum::{ResponseOptions, handle_server_fns_with_context};
use store::Store;
use tower_http::{
    compression::{CompressionLayer, Predicate, predicate::DefaultPredicate},
    limit::RequestBodyLimitLayer,
    services::ServeDir,
    set_header::SetResponseHeaderLayer,
    timeout::{RequestBodyTimeoutLayer, TimeoutLayer},
};

use super::{
    canned, corrections, crowd, decision, documents, error_page, exchanges, following, form_document, former,
    forms, guard, health, instruction, known, live, login, messages, notifications, offline, opinion, pages,
    papers, parcels, pieces, queue, queue_live, renewal, sent, session, sources, sources_beside, steering,
    territories,
};
use crate::{config::Config, presence::Presence, press::Drawings};

/// Largest body accepted, in bytes.
const LARGEST_BODY: usize = 2 << 20;

/// How long a body may send nothing before it is given up.
const SILENCE: Duration = Duration::from_secs(30);

/// How long a chunk of a document may take to arrive: four kilobytes a second.
const LONGEST_CHUNK: Duration = Duration::from_mins(1);

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
    /// Folder of the browser's files inside the site, named by their content.
    pub folder: String,
    /// Who is on which dossier.
    pub presence: Arc<Presence>,
    /// What draws official papers.
    pub drawings: Arc<Drawings>,
    /// Places for changes being made at once.
    pub room: Arc<tokio::sync::Semaphore>,
    /// Tells when the service stops: the lines that stay open end.
    pub closing: tokio::sync::watch::Sender<bool>,
}

impl App {
    /// Version of the browser's files: the name of their folder.
    #[must_use]
    pub fn version(&self) -> &str {
        self.folder.rsplit('/').next().unwrap_or_default()
    }
}

/// The folder of the browser's files inside the site, named by their content.
pub fn pkg_dir(root: &Path) -> std::io::Result<String> {
    std::fs::read_to_string(root.join("current")).map(|name| format!("pkg/{}", name.trim()))
}

/// The whole service.
pub fn router(app: App) -> Router {
    error_page::dressed_from(&app.folder);
    let files = ServeDir::new(app.config.site.root.join("pkg")).precompressed_br().precompressed_gzip();
    let immutable =
        SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, |response: &axum::http::Response<_>| {
            let found = response.status() == StatusCode::OK || response.status() == StatusCode::NOT_MODIFIED;
            found.then(|| HeaderValue::from_static("public, max-age=31536000, immutable"))
        });
    // One address, three answers: a cache between must not give Brotli to who asks for gzip.
    let vary = SetResponseHeaderLayer::overriding(header::VARY, HeaderValue::from_static("accept-encoding"));
    let stand_in = middleware::from_fn_with_state(app.clone(), former::files);
    let pkg = Router::new().fallback_service(files).layer(immutable).layer(stand_in).layer(vary);
    let heaviest = sent::Heaviest(app.services.heaviest);
    let with_documents = Router::new()
        .route("/dossiers/{id}/etapes/{cle}", get(pages::step).post(forms::step))
        // `{empreinte}/{nom}` of a document to read; `{champ}/{empreinte}` of one to take back or put back.
        .route(
            "/dossiers/{id}/pieces/{un}/{deux}",
            get(pieces::read).delete(parcels::take_back).put(parcels::put_back),
        )
        // Messages carry documents.
        .route("/dossiers/{id}/messages", get(messages::read).post(messages::act))
        .route("/instruction/dossiers/{id}", get(instruction::read).post(instruction::act))
        .layer(RequestBodyLimitLayer::new(heaviest.upload()))
        .layer(Extension(heaviest));
    let chunks = Router::new()
        .route("/dossiers/{id}/envois/{empreinte}/{taille}/{morceau}", put(parcels::hold))
        .layer(RequestBodyLimitLayer::new(piece::CHUNK))
        // A byte now and then keeps no place either: what arrived stays, and the page sends the rest again.
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, LONGEST_CHUNK));
    Router::new()
        .route("/", get(pages::home))
        .route("/connexion", get(pages::login).post(login::log_in))
        .route("/deconnexion", post(login::log_out))
        .route("/accessibilite", get(pages::accessibility))
        .route("/donnees-personnelles", get(pages::privacy))
        .route("/mentions-legales", get(pages::legal))
        .route("/hors-connexion", get(offline::page))
        .route("/hors-connexion.js", get(offline::worker))
        .route("/dossiers", get(pages::dossiers).post(forms::create))
        .route("/notifications", get(notifications::read).post(notifications::act))
        .route("/notifications/{dossier}/{cle}", get(notifications::open))
        .route("/bilans", get(pages::bilans).post(forms::create_bilan))
        .route("/bilans/{id}", any(pages::bilan))
        .route("/bilans/{id}/{*suite}", any(pages::bilan))
        .route("/dossiers/{id}", get(pages::dossier))
        .route("/dossiers/{id}/etapes/{cle}/reconduire", get(renewal::read).post(renewal::confirm))
        .route("/dossiers/{id}/territoires", get(territories::read).post(territories::act))
        .route("/dossiers/{id}/corrections", get(corrections::read).post(corrections::answer))
        // `{papier}` to read it, `{papier}.pdf` to take it away.
        .route("/dossiers/{id}/courriers/{papier}", get(papers::of_structure))
        .route("/instruction/dossiers/{id}/courriers/{papier}", get(papers::of_service))
        .route("/dossiers/{id}/suivi", get(following::read).post(following::act))
        .route("/dossiers/{id}/recapitulatif", get(pages::summary))
        .route("/dossiers/{id}/direct", get(live::follow))
        .route("/dossiers/{id}/envois/{empreinte}/{taille}", get(parcels::lacking).delete(parcels::forget))
        .route("/dossiers/{id}/pieces/{champ}", post(parcels::deliver))
        .route("/dossiers/{id}/documents/{empreinte}", get(documents::show).post(documents::date))
        .route("/dossiers/{id}/echanges", get(exchanges::read).post(exchanges::act))
        .route("/dossiers/{id}/donnees", get(sources::read).post(sources::act))
        .route("/dossiers/{id}/donnees/extrait", get(sources_beside::extract))
        .route("/dossiers/{id}/donnees/origines", get(sources_beside::origins))
        .route("/dossiers/{id}/historique", get(pages::history).post(forms::restore))
        .route("/dossiers/{id}/recepisse", get(pages::receipt))
        .route("/dossiers/{id}/transmettre", post(forms::submit))
        .route("/instruction", get(queue::read).post(queue::act))
        .route("/instruction/reponses", get(canned::read).post(canned::act))
        .route("/instruction/charge", get(queue::load))
        .route("/instruction/vues", post(queue::views))
        .route("/instruction/direct", get(queue_live::follow))
        .route("/instruction/dossiers/{id}/direct", get(queue_live::read))
        .route("/instruction/dossiers/{id}/apercu", get(instruction::preview))
        .route("/avis/dossiers/{id}", get(opinion::read).post(opinion::give))
        .route("/instruction/dossiers/{id}/decision", get(decision::read).post(decision::act))
        .route("/pilotage/donnees", get(steering::inventory))
        .route("/pilotage/donnees.csv", get(steering::inventory_csv))
        .route("/pilotage/donnees.xlsx", get(steering::inventory_xlsx))
        .route("/pilotage/donnees/definitions.csv", get(steering::definitions_csv))
        .route("/pilotage/donnees/contestations", get(steering::contests))
        .route("/pilotage/donnees/contestations.csv", get(steering::contests_csv))
        .route("/administration", get(pages::administration))
        .route("/administration/formulaires/{nom}", get(form_document::read))
        .route("/sante", get(health::health))
        .route("/api/app/{*name}", post(server_function))
        .fallback(pages::absent)
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
        .merge(with_documents)
        .merge(chunks)
        .layer(middleware::from_fn_with_state(app.clone(), crowd::admit))
        .layer(middleware::from_fn(known::known))
        .layer(middleware::from_fn_with_state(app.clone(), session::identify))
        // A place is not kept for who sends nothing.
        .layer(RequestBodyTimeoutLayer::new(SILENCE))
        .layer(middleware::from_fn(guard::same_origin))
        .nest("/pkg", pkg)
        .layer(middleware::from_fn(guard::dress))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(is_page)))
        .with_state(app)
}

/// Whether an answer is worth compressing: a document is as it is, and is read from where one wants.
fn is_page(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(header::CONTENT_DISPOSITION)
}

/// `POST /api/app/…`: what the browser's program asks.
async fn server_function(State(app): State<App>, request: Request<Body>) -> Response {
    let asked = request.uri().path();
    if !server_fn_paths().any(|(path, _)| path == asked) {
        return former::function();
    }
    let answer = handle_server_fns_with_context(move || provide_context(session_of(&app)), request).await;
    answer.into_response()
}

/// Who asks, and the services that a server function may call.
fn session_of(app: &App) -> app::Session {
    let extensions = use_context::<Parts>().map(|parts| parts.extensions).unwrap_or_default();
    app::Session {
        viewer: extensions.get::<session::Current>().map(|session::Current(viewer)| viewer.clone()),
        services: app.services.clone(),
        version: app.version().to_owned(),
        status: set_status,
        report: error_page::report,
    }
}

fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(status)) {
        response.set_status(status);
    }
}

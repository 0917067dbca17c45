//! A stand-in for the services of the State: their formats, about the invented structures of the demonstration.
//!
//! It says of them what ASP's invented delivery says, but for a few things, as it is in life: a newer phone,
//! another brand, the whole name, an establishment that has closed. Everything in it is made up.

mod control;
mod emplois;
mod immersion;
mod networks;
mod registre;
mod sheet;

use std::{io, sync::Arc};

use axum::{
    Json, Router,
    extract::{Query, State},
    handler::Handler,
    http::StatusCode,
    middleware,
    response::{IntoResponse, Response},
    routing::{MethodRouter, get, put},
};
use domain::{Structure, StructureId, source::Source};
use serde_json::Value;

pub use control::{Control, Mood};
pub use networks::network_sheet;

use crate::asp;
use sheet::Sheet;

/// The keys that the stand-in takes.
#[derive(Clone, Debug)]
pub struct Keys {
    /// Of les emplois.
    pub emplois: String,
    /// Of Immersion facilitée.
    pub immersion: String,
    /// Of the Insee.
    pub sirene: String,
}

impl Keys {
    /// Those of the demonstration, which open nothing else.
    #[must_use]
    pub fn of_the_demonstration() -> Self {
        let key = |service: &str| format!("demonstration-{service}");
        Self { emplois: key("emplois"), immersion: key("immersion"), sirene: key("sirene") }
    }
}

/// What every route knows.
struct World {
    sheets: Vec<Sheet>,
    keys: Keys,
}

/// What a route is handed.
type Known = State<Arc<World>>;

/// The words after the question mark, in order.
type Asking = Query<Vec<(String, String)>>;

/// The structures of an invented delivery of ASP, as they are read.
#[must_use]
pub fn structures(demo: asp::Demo) -> Vec<Structure> {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    asp::generate(demo, &mut first, &mut second).expect("memory does not fail");
    let mut found: Vec<Structure> = Vec::new();
    let mut text = first.as_slice();
    let mut reader = asp::Reader::open(&mut text).expect("the generator writes deliveries");
    while let Some(row) = reader.structure().expect("the generator writes whole files") {
        let asp = row.expect("the generator writes right rows");
        found.push(Structure {
            id: StructureId::of_asp(asp.asp_id),
            asp,
            annexes: Vec::new(),
            networks: None,
        });
    }
    let mut text = second.as_slice();
    let mut reader = asp::Reader::open(&mut text).expect("the generator writes deliveries");
    while let Some(row) = reader.annexe().expect("the generator writes whole files") {
        let annexe = row.expect("the generator writes right rows");
        let own = found.iter_mut().find(|structure| structure.asp.asp_id == annexe.structure_asp_id);
        own.expect("an annexe has its structure").annexes.push(annexe);
    }
    found
}

/// Serves les emplois (`/api/v1/…`), Immersion facilitée (`/api/v2/…`), the search of companies (`/search`)
/// and the Sirene register (`/siret/…`) about some structures, until it is dropped.
///
/// `PUT /humeurs/{source}/{mood}` puts one of them in a mood: `bien`, `panne` or `lenteur`.
pub async fn serve(
    listener: tokio::net::TcpListener,
    structures: Vec<Structure>,
    keys: Keys,
    control: Control,
) -> io::Result<()> {
    let sheets =
        structures.iter().enumerate().map(|(place, structure)| Sheet::of(place, structure)).collect();
    axum::serve(listener, router(World { sheets, keys }, &control)).await
}

fn router(world: World, control: &Control) -> Router {
    let routes = Router::new()
        .route("/api/v1/siaes/", held(emplois::siaes, control, Source::Emplois))
        .route("/api/v1/marche/", held(emplois::marche, control, Source::EmploisReserved))
        .route("/api/v2/conventions", held(immersion::conventions, control, Source::ImmersionConventions))
        .route(
            "/api/v2/statistics/establishments",
            held(immersion::statistics, control, Source::ImmersionStatistics),
        )
        .route("/search", held(registre::search, control, Source::RechercheEntreprises))
        .route("/siret/{siret}", held(registre::siret, control, Source::Sirene));
    let moods = Router::new().route("/humeurs/{source}/{humeur}", put(control::tempered));
    routes.with_state(Arc::new(world)).merge(moods.with_state(control.clone()))
}

/// A route that is in the mood it is told to be in, and that is not asked too often.
fn held<H, T>(handler: H, control: &Control, source: Source) -> MethodRouter<Arc<World>>
where
    H: Handler<T, Arc<World>>,
    T: 'static,
{
    let guarded = middleware::from_fn_with_state((control.clone(), source), control::guard);
    get(handler).route_layer(guarded)
}

/// The value of a word asked, if any.
fn word<'a>(asking: &'a Asking, name: &str) -> Option<&'a str> {
    asking.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// The whole number of a word asked; another in its absence, none when it is no number.
fn number(asking: &Asking, name: &str, otherwise: usize) -> Option<usize> {
    word(asking, name).map_or(Some(otherwise), |text| text.parse().ok().filter(|number| *number > 0))
}

fn told(status: StatusCode, body: Value) -> Response {
    (status, Json(body)).into_response()
}

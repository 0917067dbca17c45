//! The routes of les emplois.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use domain::{Departement, Kind};
use serde_json::{Value, json};

use super::{Asking, Known, Sheet, number, told, word};

/// Rows of a page, unless another number is asked.
const PAGE_SIZE: usize = 20;

/// `GET /api/v1/siaes/`.
pub(super) async fn siaes(State(world): Known, asking: Asking, headers: HeaderMap) -> Response {
    let departement = match (word(&asking, "departement"), word(&asking, "code_insee")) {
        (Some(code), _) if Departement::parse(code).is_err() => {
            let text = format!("Sélectionnez un choix valide. {code} n’en fait pas partie.");
            return told(StatusCode::BAD_REQUEST, json!({ "departement": [text] }));
        }
        (Some(code), _) => code.to_owned(),
        (None, Some(commune)) if word(&asking, "distance_max_km").is_some() => {
            let Ok(departement) = Departement::from_commune(commune) else {
                let text = format!("Pas de ville avec pour code_insee {commune}");
                return told(StatusCode::NOT_FOUND, json!({ "detail": text }));
            };
            departement.code().to_owned()
        }
        _ => {
            let text = "Les paramètres `code_insee` et `distance_max_km` sont obligatoires si `departement` \
                        n'est pas spécifié.";
            return told(StatusCode::BAD_REQUEST, json!([text]));
        }
    };
    let there = world.sheets.iter().filter(|sheet| sheet.departement == departement);
    let rows = there.flat_map(|sheet| sheet.kinds.iter().map(|kind| siae(sheet, *kind))).collect();
    page(rows, &asking, &headers, "siaes")
}

/// `GET /api/v1/marche/`.
pub(super) async fn marche(State(world): Known, asking: Asking, headers: HeaderMap) -> Response {
    let key = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if key != Some(&format!("Token {}", world.keys.emplois)) {
        let text = "Informations d'authentification non fournies.";
        return told(StatusCode::UNAUTHORIZED, json!({ "detail": text }));
    }
    let rows =
        world.sheets.iter().flat_map(|sheet| sheet.kinds.iter().flat_map(|kind| companies(sheet, *kind)));
    page(rows.collect(), &asking, &headers, "marche")
}

/// A page of rows, with the addresses of its neighbours.
fn page(rows: Vec<Value>, asking: &Asking, headers: &HeaderMap, route: &str) -> Response {
    let pages = (number(asking, "page", 1), number(asking, "page_size", PAGE_SIZE));
    let (Some(page), Some(size)) = pages else { return no_page() };
    let last = rows.len().div_ceil(size).max(1);
    if page > last {
        return no_page();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let others = asking.0.iter().filter(|(name, _)| name != "page");
    let others: String = others.map(|(name, value)| format!("&{name}={value}")).collect();
    let link = |page: usize| format!("http://{host}/api/v1/{route}/?page={page}{others}");
    let shown: Vec<&Value> = rows.iter().skip((page - 1) * size).take(size).collect();
    let body = json!({
        "count": rows.len(),
        "next": (page < last).then(|| link(page + 1)),
        "previous": (page > 1).then(|| link(page - 1)),
        "results": shown,
    });
    told(StatusCode::OK, body)
}

fn no_page() -> Response {
    told(StatusCode::NOT_FOUND, json!({ "detail": "Page non valide." }))
}

fn siae(sheet: &Sheet, kind: Kind) -> Value {
    let posts = sheet.trades.iter().enumerate().map(|(rank, trade)| post(sheet, rank, *trade));
    json!({
        "id": format!("5f0c2c52-8a3e-4b57-9d55-{:012}", sheet.asp.asp_id),
        "cree_le": "2020-03-02T09:12:45.123456+01:00",
        "mis_a_jour_le": "2026-11-20T17:03:11.654321+01:00",
        "siret": sheet.asp.siret.as_str(),
        "type": kind.code(),
        "raison_sociale": sheet.asp.name,
        "enseigne": if sheet.brand.is_empty() { &sheet.asp.name } else { &sheet.brand },
        "telephone": sheet.phone,
        "courriel": sheet.email,
        "site_web": sheet.website,
        "description": sheet.description,
        "bloque_candidatures": false,
        "addresse_ligne_1": sheet.asp.seat.street,
        "addresse_ligne_2": sheet.asp.seat.complement,
        "code_postal": sheet.asp.seat.postcode,
        "ville": sheet.asp.seat.commune,
        "departement": sheet.departement,
        "postes": posts.collect::<Vec<_>>(),
    })
}

fn post(sheet: &Sheet, rank: usize, (rome, name): (&str, &str)) -> Value {
    let place = json!({
        "nom": sheet.asp.seat.commune,
        "departement": sheet.departement,
        "code_postaux": [sheet.asp.seat.postcode],
        "code_insee": sheet.asp.seat.insee,
    });
    json!({
        "id": 100 * sheet.place + rank,
        "rome": format!("{name} ({rome})"),
        "cree_le": "2024-01-15T10:00:00+01:00",
        "mis_a_jour_le": "2026-10-01T10:00:00+02:00",
        "recrutement_ouvert": "True",
        "description": "",
        "appellation_modifiee": if rank == 0 { format!("{name} en insertion") } else { String::new() },
        "type_contrat": "CDD-I",
        "nombre_postes_ouverts": 1 + (sheet.place + rank) % 4,
        "lieu": if rank == 0 { place } else { Value::Null },
        "profil_recherche": "",
    })
}

/// The structure, and its antenna in its second département.
fn companies(sheet: &Sheet, kind: Kind) -> Vec<Value> {
    let (given, family) = &sheet.administrator;
    let name = format!("{given} {family}");
    let email = sheet.email.replace("accueil", "direction");
    let mother = json!({
        "id": 10 * sheet.place + 1,
        "siret": sheet.asp.siret.as_str(),
        "naf": sheet.asp.naf,
        "kind": kind.code(),
        "name": sheet.asp.name,
        "brand": sheet.brand,
        "phone": sheet.phone,
        "email": sheet.email,
        "website": sheet.website,
        "description": sheet.description,
        "address_line_1": sheet.asp.seat.street,
        "address_line_2": sheet.asp.seat.complement,
        "post_code": sheet.asp.seat.postcode,
        "city": sheet.asp.seat.commune,
        "department": sheet.departement,
        "source": if sheet.agreed { "ASP" } else { "STAFF_CREATED" },
        "latitude": null,
        "longitude": null,
        "convention_is_active": sheet.agreed.then_some(true),
        "convention_asp_id": sheet.agreed.then_some(sheet.asp.asp_id),
        "admin_name": name,
        "admin_email": email,
    });
    let antenna = sheet.elsewhere.as_ref().map(|departement| antenna(&mother, sheet, departement));
    std::iter::once(mother).chain(antenna).collect()
}

fn antenna(mother: &Value, sheet: &Sheet, departement: &str) -> Value {
    let mut antenna = mother.clone();
    for (key, value) in [
        ("id", json!(10 * sheet.place + 2)),
        // Its own number is made up: the service publishes the mother's.
        ("brand", json!(format!("Antenne {departement}"))),
        ("address_line_1", json!("")),
        ("post_code", json!(format!("{departement:0<5}"))),
        ("city", json!(format!("Chef-lieu {departement}"))),
        ("department", json!(departement)),
        ("source", json!("USER_CREATED")),
        ("admin_name", Value::Null),
        ("admin_email", Value::Null),
    ] {
        antenna[key] = value;
    }
    antenna
}

//! The routes of the company registers.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde_json::{Value, json};

use super::{Asking, Known, Sheet, number, told, word};

/// `GET /search`.
pub(super) async fn search(State(world): Known, asking: Asking) -> Response {
    let sizes = (number(&asking, "page", 1), number(&asking, "per_page", 10));
    let (Some(text), (Some(page), Some(size))) = (word(&asking, "q"), sizes) else {
        let text = "Veuillez indiquer au moins un paramètre de recherche.";
        return told(StatusCode::BAD_REQUEST, json!({ "erreur": text }));
    };
    let sought = text.to_uppercase();
    let found: Vec<&Sheet> = world
        .sheets
        .iter()
        .filter(|sheet| {
            sheet.asp.siret.as_str() == sought || sheet.siren() == sought || sheet.name.contains(&sought)
        })
        .collect();
    let shown = found.iter().skip((page - 1) * size).take(size);
    let results: Vec<Value> = shown.map(|sheet| company(sheet)).collect();
    let body = json!({
        "results": results,
        "total_results": found.len(),
        "page": page,
        "per_page": size,
        "total_pages": found.len().div_ceil(size),
    });
    told(StatusCode::OK, body)
}

/// `GET /siret/{siret}`.
pub(super) async fn siret(State(world): Known, Path(siret): Path<String>, headers: HeaderMap) -> Response {
    let key = headers.get("x-insee-api-key-integration").and_then(|value| value.to_str().ok());
    if key != Some(&world.keys.sirene) {
        return told(StatusCode::UNAUTHORIZED, json!({ "message": "Unauthorized", "http_status_code": 401 }));
    }
    let Some(sheet) = world.sheets.iter().find(|sheet| sheet.asp.siret.as_str() == siret) else {
        let text = format!("Aucun élément trouvé pour le siret {siret}");
        return told(StatusCode::NOT_FOUND, json!({ "header": { "statut": 404, "message": text } }));
    };
    let header = json!({ "statut": 200, "message": "OK" });
    told(StatusCode::OK, json!({ "header": header, "etablissement": establishment(sheet) }))
}

fn company(sheet: &Sheet) -> Value {
    let place = place(sheet);
    json!({
        "siren": sheet.siren(),
        "nom_complet": sheet.name,
        "nom_raison_sociale": sheet.name,
        "sigle": null,
        "nombre_etablissements": 1 + sheet.place % 2,
        "nombre_etablissements_ouverts": 1 + sheet.place % 2,
        "siege": place,
        "activite_principale": dotted(&sheet.asp.naf),
        "categorie_entreprise": "PME",
        "date_creation": "2006-01-15",
        "date_fermeture": null,
        "date_mise_a_jour": "2026-11-20T08:00:00",
        "dirigeants": leaders(sheet),
        "etat_administratif": "A",
        "nature_juridique": sheet.asp.legal_category,
        "section_activite_principale": "Q",
        "tranche_effectif_salarie": "12",
        "statut_diffusion": "O",
        "matching_etablissements": [place],
        "finances": null,
        "complements": {
            "convention_collective_renseignee": true,
            "liste_idcc": [sheet.idcc],
            "est_association": sheet.association().is_some(),
            "est_ess": true,
            "est_organisme_formation": sheet.place % 3 == 1,
            "est_qualiopi": sheet.place % 6 == 1,
            "est_service_public": false,
            "est_siae": sheet.agreed,
            "identifiant_association": sheet.association(),
            "type_siae": sheet.agreed.then(|| sheet.kind_codes()),
        },
    })
}

/// Associations hardly ever have leaders in the register.
fn leaders(sheet: &Sheet) -> Value {
    if sheet.association().is_some() {
        return json!([]);
    }
    let (given, family) = &sheet.administrator;
    json!([{
        "nom": family.to_uppercase(),
        "prenoms": given.to_uppercase(),
        "annee_de_naissance": "1970",
        "date_de_naissance": "1970-01",
        "qualite": "Gérant",
        "nationalite": "Française",
        "type_dirigeant": "personne physique",
    }])
}

fn place(sheet: &Sheet) -> Value {
    let seat = &sheet.asp.seat;
    let (number, kind, street) = sheet.street();
    json!({
        "activite_principale": dotted(&sheet.asp.naf),
        "adresse": format!("{number} {kind} {street} {} {}", seat.postcode, seat.commune),
        "code_postal": seat.postcode,
        "commune": seat.insee,
        "complement_adresse": null,
        "date_creation": "2006-02-01",
        "date_fermeture": sheet.closed.then_some("2026-06-30"),
        "departement": sheet.departement,
        "est_siege": true,
        "etat_administratif": if sheet.closed { "F" } else { "A" },
        "indice_repetition": null,
        "libelle_commune": seat.commune,
        "libelle_voie": street,
        "liste_enseignes": null,
        "liste_idcc": [sheet.idcc],
        "nom_commercial": null,
        "numero_voie": number,
        "siret": sheet.asp.siret.as_str(),
        "statut_diffusion_etablissement": "O",
        "tranche_effectif_salarie": "12",
        "type_voie": kind,
    })
}

fn establishment(sheet: &Sheet) -> Value {
    let seat = &sheet.asp.seat;
    let (number, kind, street) = sheet.street();
    json!({
        "siren": sheet.siren(),
        "nic": sheet.nic(),
        "siret": sheet.asp.siret.as_str(),
        "statutDiffusionEtablissement": "O",
        "dateCreationEtablissement": "2006-02-01",
        "trancheEffectifsEtablissement": "12",
        "etablissementSiege": true,
        "nombrePeriodesEtablissement": 2,
        "uniteLegale": {
            "etatAdministratifUniteLegale": "A",
            "statutDiffusionUniteLegale": "O",
            "dateCreationUniteLegale": "2006-01-15",
            "categorieJuridiqueUniteLegale": sheet.asp.legal_category,
            "denominationUniteLegale": sheet.name,
            "sigleUniteLegale": null,
            "activitePrincipaleUniteLegale": dotted(&sheet.asp.naf),
            "nomenclatureActivitePrincipaleUniteLegale": "NAFRev2",
            "identifiantAssociationUniteLegale": sheet.association(),
            "nicSiegeUniteLegale": sheet.nic(),
        },
        "adresseEtablissement": {
            "complementAdresseEtablissement": null,
            "numeroVoieEtablissement": number,
            "indiceRepetitionEtablissement": null,
            "typeVoieEtablissement": kind,
            "libelleVoieEtablissement": street,
            "codePostalEtablissement": seat.postcode,
            "libelleCommuneEtablissement": seat.commune,
            "codeCommuneEtablissement": seat.insee,
        },
        "periodesEtablissement": periods(sheet),
    })
}

/// The present period, then an old one, under the nomenclature of its time.
fn periods(sheet: &Sheet) -> Value {
    let present = json!({
        "dateFin": null,
        "dateDebut": if sheet.closed { "2026-06-30" } else { "2008-01-01" },
        "etatAdministratifEtablissement": if sheet.closed { "F" } else { "A" },
        "enseigne1Etablissement": null,
        "denominationUsuelleEtablissement": null,
        "activitePrincipaleEtablissement": dotted(&sheet.asp.naf),
        "nomenclatureActivitePrincipaleEtablissement": "NAFRev2",
    });
    let before = json!({
        "dateFin": "2007-12-31",
        "dateDebut": "2006-02-01",
        "etatAdministratifEtablissement": "A",
        "enseigne1Etablissement": null,
        "denominationUsuelleEtablissement": null,
        "activitePrincipaleEtablissement": "85.3K",
        "nomenclatureActivitePrincipaleEtablissement": "NAFRev1",
    });
    json!([present, before])
}

/// `8899B` becomes `88.99B`.
fn dotted(naf: &str) -> String {
    let (division, rest) = naf.split_at_checked(2).unwrap_or((naf, ""));
    format!("{division}.{rest}")
}

//! One row of `fluxIAE_Structure`.

use domain::{
    Siret,
    asp::{Address, Correspondent, Structure},
};

use super::{cell, reader::Row};

/// Columns without which a row means nothing.
pub(super) const NEEDED: [&str; 10] = [
    "structure_id_siae",
    "structure_siret_signature",
    "structure_siret_actualise",
    "structure_denomination",
    "structure_categorie_juridique_code",
    "structure_code_naf",
    "structure_idcc_code",
    "structure_adresse_admin_cp",
    "structure_adresse_admin_commune",
    "structure_adresse_admin_code_insee",
];

pub(super) fn read(row: &Row<'_>) -> Result<Structure, cell::Fault> {
    let siret = |column| cell::parsed(row, column, Siret::parse);
    Ok(Structure {
        asp_id: cell::needed_whole(row, "structure_id_siae")?,
        created: cell::date(row, "structure_date_creation")?,
        modified: cell::date(row, "structure_date_modification")?,
        siret_signature: siret("structure_siret_signature")?,
        siret: siret("structure_siret_actualise")?,
        name: cell::text(row, "structure_denomination").ok_or_else(|| cell::Fault {
            column: "structure_denomination",
            reason: "valeur manquante".to_owned(),
        })?,
        legal_category: row.text("structure_categorie_juridique_code").to_owned(),
        naf: row.text("structure_code_naf").replace('.', ""),
        idcc: row.text("structure_idcc_code").to_owned(),
        seat: address(row, "admin"),
        correspondence: address(row, "gestion"),
        correspondent: correspondent(row),
        delivered: row.delivered,
    })
}

fn address(row: &Row<'_>, which: &str) -> Address {
    let part = |name: &str| cell::text(row, &format!("structure_adresse_{which}_{name}")).unwrap_or_default();
    let join = |parts: [String; 4]| {
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    };
    Address {
        street: join([part("numero"), part("cplt_num_voie"), part("type_voie"), part("nom_voie")]),
        complement: join([part("numero_apt"), part("entree"), part("cplt_adresse"), String::new()]),
        postcode: format!("{:0>5}", part("cp")).chars().take(5).collect::<String>().replace("00000", ""),
        commune: part("commune"),
        insee: part("code_insee"),
        phone: cell::phone(row, &format!("structure_adresse_{which}_telephone")),
    }
}

fn correspondent(row: &Row<'_>) -> Option<Correspondent> {
    let part = |name: &str| row.text(name).to_owned();
    let email = form::read::contact::email(row.text("structure_adresse_mail_corresp_technique")).ok()?;
    Some(Correspondent {
        given_name: part("structure_adresse_prenom_corresp_technique"),
        family_name: part("structure_adresse_nom_corresp_technique"),
        email,
    })
}

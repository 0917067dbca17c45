//! What the structure's record tells: who it is, where, how to reach it.

use form::Value;

use super::facts::Facts;
use crate::{Kind, Structure, prefill::naming::plain_case};

/// Who carries an ACI (Code du travail, R5132-27), by the first digits of its legal category (INSEE).
///
/// The Office national des forêts has the category of many others: nothing is worked out for it.
const CARRIERS: [(&str, &str); 16] = [
    ("92", "association"),
    ("93", "association"),
    ("7361", "ccas"),
    ("7367", "ccas"),
    ("7210", "commune"),
    ("7343", "epci"),
    ("7344", "epci"),
    ("7345", "epci"),
    ("7346", "epci"),
    ("7348", "epci"),
    ("7353", "epci"),
    ("7354", "syndicat_mixte"),
    ("7355", "syndicat_mixte"),
    ("7220", "departement"),
    ("7331", "eple"),
    ("7381", "chambre_agriculture"),
];

/// The two columns of the name of the person whom ASP writes to.
const CORRESPONDENT_NAME: &str =
    "structure_adresse_prenom_corresp_technique, structure_adresse_nom_corresp_technique";

/// The kind of body that a legal category tells; none where several have it.
pub(super) fn carrier(category: &str) -> Option<&'static str> {
    CARRIERS.iter().find(|(start, _)| category.starts_with(start)).map(|(_, carrier)| *carrier)
}

/// Adds what the record of a structure says, for a demand of a kind.
pub(super) fn identity(facts: &mut Facts, structure: &Structure, kind: Kind) {
    let asp = &structure.asp;
    if let Some(carrier) = carrier(&asp.legal_category).filter(|_| kind == Kind::Aci) {
        let how = format!("catégorie juridique {}", asp.legal_category);
        facts.derived("structure.type_porteur", Value::Choice(carrier.to_owned()), how);
    }
    facts.text("structure.siret", "structure_siret_actualise", asp.siret.as_str());
    // Asked for only when it differs from the present one.
    if asp.siret_signature != asp.siret {
        facts.text("structure.siret_signature", "structure_siret_signature", asp.siret_signature.as_str());
    }
    facts.renamed("structure.denomination", "structure_denomination", &asp.name);
    facts.choice("structure.forme_juridique", "structure_categorie_juridique_code", &asp.legal_category);
    facts.text("structure.naf", "structure_code_naf", &asp.naf);
    facts.text("structure.idcc", "structure_idcc_code", &asp.idcc);
    facts.renamed(
        "structure.adresse.voie",
        "structure_adresse_admin_numero, type_voie, nom_voie",
        &asp.seat.street,
    );
    facts.renamed(
        "structure.adresse.complement",
        "structure_adresse_admin_cplt_adresse",
        &asp.seat.complement,
    );
    facts.text("structure.adresse.code_postal", "structure_adresse_admin_cp", &asp.seat.postcode);
    facts.commune(
        "structure.adresse.commune",
        "structure_adresse_admin_code_insee, commune",
        &asp.seat.insee,
        &asp.seat.commune,
    );
    let (column, phone) = if asp.seat.phone.is_some() {
        ("structure_adresse_admin_telephone", asp.seat.phone.as_ref())
    } else {
        ("structure_adresse_gestion_telephone", asp.correspondence.phone.as_ref())
    };
    if let Some(phone) = phone {
        facts.add("structure.telephone", column, Value::Text(phone.digits.clone()), &phone.delivered);
    }
    let (seat, mail) = (&asp.seat, &asp.correspondence);
    let elsewhere = !mail.is_empty() && (&seat.street, &seat.postcode) != (&mail.street, &mail.postcode);
    let how = if elsewhere {
        "adresse de gestion différente de celle du siège"
    } else {
        "adresse de gestion égale à celle du siège, ou absente"
    };
    facts.derived("structure.corresp_differente", Value::Boolean(elsewhere), how.to_owned());
    if elsewhere {
        facts.renamed(
            "structure.adresse_corresp.voie",
            "structure_adresse_gestion_numero, type_voie, nom_voie",
            &mail.street,
        );
        facts.text("structure.adresse_corresp.code_postal", "structure_adresse_gestion_cp", &mail.postcode);
        facts.commune(
            "structure.adresse_corresp.commune",
            "structure_adresse_gestion_code_insee, commune",
            &mail.insee,
            &mail.commune,
        );
    }
    if let Some(person) = &asp.correspondent {
        let written = format!("{} {}", person.given_name, person.family_name);
        let name = format!("{} {}", person.given_name, plain_case(&person.family_name));
        facts.add(
            "gouvernance.referent.nom",
            CORRESPONDENT_NAME,
            Value::Text(name.trim().to_owned()),
            written.trim(),
        );
        facts.text(
            "gouvernance.referent.courriel",
            "structure_adresse_mail_corresp_technique",
            &person.email,
        );
    }
}

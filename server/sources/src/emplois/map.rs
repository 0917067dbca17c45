//! What the lists of les emplois say of a structure.

mod marche;
mod siaes;

pub(super) use marche::marche;
pub(super) use siaes::siaes;

use domain::source::Reading;

/// Words for candidates are no insertion project.
const FOR_CANDIDATES: &str =
    "Ce texte présente la structure aux candidats : complétez-le pour le service de l’État.";

/// An address of les emplois is that of the place of work.
const PLACE_OF_WORK: &str =
    "Cette adresse est celle où l’on travaille : gardez-la si vous y recevez votre courrier.";

/// Public words of a structure: key, column, text.
type Words<'a> = [(&'static str, &'static str, &'a str)];

/// Reads what needs no care, then says what is doubtful of it.
fn words(reading: &mut Reading, words: &Words<'_>) {
    for (path, column, text) in words {
        reading.text(path, column, text);
    }
    reading.doubt("projet.presentation", FOR_CANDIDATES);
    for part in ["voie", "complement", "code_postal"] {
        reading.doubt(&format!("structure.adresse_corresp.{part}"), PLACE_OF_WORK);
    }
}

/// Reads the commune of the address: a structure tells its name and its postcode, and no code.
fn town(reading: &mut Reading, columns: &str, (postcode, name): (&str, &str)) {
    const COMMUNE: &str = "structure.adresse_corresp.commune";
    reading.town(COMMUNE, columns, postcode, name);
    reading.doubt(COMMUNE, PLACE_OF_WORK);
}

/// Reads the brand, when it is another name.
fn brand(reading: &mut Reading, column: &str, brand: &str, name: &str) {
    if domain::prefill::plain_case(brand) != domain::prefill::plain_case(name) {
        reading.name("structure.enseigne", column, brand);
    }
}

/// An answer that speaks of another kind at the same SIRET.
fn of_another_kind(kind: &str) -> String {
    format!("Les emplois décrivent ici la structure de type {kind} du même établissement.")
}

//! What a dossier takes from the one of the year before, question by question: the table that decides.
//!
//! The trame says most of it: a question asked less often than every year, or that its catalogue says the
//! previous dossier answers (`P75`), is filled; the others are shown beside. The table holds what it does not say.

use form::{Field, FieldType, Path, Trame};

use super::longest;

/// What becomes of an answer of the year before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Carried {
    /// It fills the question, to be confirmed.
    Filled,
    /// It is proposed, in doubt: most of it goes on, and none of it is of this year.
    Offered,
    /// It is shown beside, as that of the year before: this year says its own.
    Beside,
    /// It says nothing of this year. Documents are here too: those that still serve come from the vault.
    Never,
}

/// Number of the prefill catalogue (`domain.md` §11) of what the previous dossier gives.
const OWN_DOSSIER: &str = "P75";

/// Keys, or the beginning of keys, for which the trame alone would say otherwise; the longest that fits is the one.
const EXCEPTIONS: [(&str, Carried); 43] = [
    // What names this year's demand.
    ("demande.nature", Carried::Never),
    ("demande.motif_modif", Carried::Never),
    ("demande.numero_convention", Carried::Never),
    ("demande.af_en_cours", Carried::Never),
    ("demande.debut", Carried::Never),
    ("demande.fin", Carried::Never),
    ("annexe.debut", Carried::Never),
    ("annexe.fin", Carried::Never),
    // What answered a finding of that year.
    ("structure.siret_explication", Carried::Beside),
    // What does not change with the year, though it is asked each time.
    ("demande.autres_iae", Carried::Filled),
    ("demande.autres_conventions", Carried::Filled),
    ("demande.autres_conventions.etp", Carried::Beside),
    ("demande.comptes_separes", Carried::Filled),
    ("demande.avis_commission", Carried::Filled),
    ("demande.hors_iae", Carried::Filled),
    ("demande.hors_iae_texte", Carried::Filled),
    ("demande.penitentiaire", Carried::Filled),
    ("demande.territoires.departement", Carried::Filled),
    ("demande.territoires.sites", Carried::Filled),
    ("gouvernance.referent", Carried::Filled),
    ("gouvernance.benevoles", Carried::Filled),
    ("gouvernance.dla", Carried::Filled),
    ("gouvernance.dla_texte", Carried::Filled),
    ("projet.prescripteurs", Carried::Filled),
    // Who sends people stays; the share of each is counted anew each year.
    ("projet.prescripteurs.part", Carried::Beside),
    ("activites.sap", Carried::Filled),
    ("activites.sap_declaration", Carried::Filled),
    ("activites.sap_agrement", Carried::Filled),
    ("activites.sap_fin", Carried::Filled),
    ("rh.contrats", Carried::Filled),
    ("rh.duree_contrats", Carried::Filled),
    ("rh.duree_parcours", Carried::Filled),
    ("rh.temps_hebdo", Carried::Filled),
    ("rh.duree_collective", Carried::Filled),
    ("rh.formation_permanents", Carried::Filled),
    ("finance.exercice_clos", Carried::Filled),
    ("finance.perimetre", Carried::Filled),
    // A budget begins with that of the year before.
    ("finance.budget_charges", Carried::Offered),
    ("finance.budget_produits", Carried::Offered),
    ("objectifs.publics", Carried::Filled),
    // What is asked for one year is often asked for the next.
    ("etp.passerelle", Carried::Offered),
    ("finance.aides_n.demande", Carried::Offered),
    // What was obtained in one is of that one.
    ("finance.aides_n.obtenu", Carried::Beside),
];

impl Carried {
    /// What becomes of the answer of the year before to a question of today's trame.
    #[must_use]
    pub fn of(path: &Path, trame: &Trame) -> Self {
        let (Some(field), Some(home)) = (trame.field(path), home(path, trame)) else { return Self::Never };
        if home.read_only || home.is_given() || field.field_type == FieldType::Files {
            return Self::Never;
        }
        if home.computed.is_some() || field.computed.is_some() {
            return Self::Beside;
        }
        if let Some(said) = longest(&EXCEPTIONS, question(path).as_str()) {
            return said;
        }
        let lasts = |field: &Field| {
            field.cadence.is_some() || field.prefill.iter().any(|number| number == OWN_DOSSIER)
        };
        if lasts(field) || lasts(home) { Self::Filled } else { Self::Beside }
    }

    /// The keys that the table names, to be held against the published trame.
    pub fn named() -> impl Iterator<Item = &'static str> {
        EXCEPTIONS.iter().map(|(key, _)| *key)
    }
}

/// The field of a step that an answer, or a column, belongs to: its own, or its table.
fn home<'a>(path: &Path, trame: &'a Trame) -> Option<&'a Field> {
    let find = |key: &Path| trame.fields().map(|(_, field)| field).find(|field| field.path == *key);
    find(&path.field()).or_else(|| find(&path.field().parent()?))
}

/// The key of the question that an answer is given to: that of the field, of the table, or of the column.
pub(crate) fn question(path: &Path) -> Path {
    match path.in_table().and_then(|parts| parts.column.map(str::to_owned)) {
        Some(column) => path.field().join(&column),
        None => path.field(),
    }
}

#[cfg(test)]
mod tests {
    use form::trame::read_trame;

    use super::*;

    const TRAME: &str = r#"
key = "t"
version = 1
title = "T"
[cadences]
stable = ""
[facts]
exercice = "number"
[[step]]
key = "s"
title = "S"
[[step.field]]
key = "a.texte"
label = "Texte"
type = "long_text"
prefill = ["P75"]
[[step.field]]
key = "a.nom"
label = "Nom"
type = "text"
cadence = "stable"
[[step.field]]
key = "a.recettes"
label = "Recettes"
type = "euros"
[[step.field]]
key = "a.double"
label = "Double"
type = "euros"
computed = "a.recettes * 2"
[[step.field]]
key = "a.annee"
label = "Année"
type = "year"
computed = "contexte.exercice"
[[step.field]]
key = "a.statuts"
label = "Statuts"
type = "files"
prefill = ["P75"]
[[step.field]]
key = "demande.nature"
label = "Nature"
type = "text"
prefill = ["P75"]
[[step.field]]
key = "finance.aides_n"
label = "Aides"
type = "table"
row = "Aide"
add = "Ajouter"
prefill = ["P75"]
[[step.field.column]]
key = "financeur"
label = "Financeur"
type = "text"
[[step.field.column]]
key = "demande"
label = "Demandé"
type = "euros"
[[step.field]]
key = "finance.budget_charges"
label = "Charges"
type = "table"
row = "Charge"
line = [{ key = "achats", label = "Achats" }]
[[step.field.column]]
key = "montant"
label = "Montant"
type = "euros"
[[step.field]]
key = "etp.historique"
label = "Passé"
type = "table"
read_only = true
row = "Année"
prefill = ["P75"]
line = [{ key = "n1", label = "N-1" }]
[[step.field.column]]
key = "realises"
label = "Réalisés"
type = "etp"
"#;

    #[test]
    fn the_trame_says_what_lasts_and_the_table_what_it_does_not_say() {
        let trame = read_trame(TRAME).expect("a right trame");
        for (key, carried) in [
            ("a.texte", Carried::Filled),
            ("a.nom", Carried::Filled),
            ("a.recettes", Carried::Beside),
            ("a.double", Carried::Beside),
            ("finance.budget_charges[achats].montant", Carried::Offered),
            ("a.annee", Carried::Never),
            ("a.statuts", Carried::Never),
            ("demande.nature", Carried::Never),
            ("finance.aides_n[r1]", Carried::Filled),
            ("finance.aides_n[r1].financeur", Carried::Filled),
            ("finance.aides_n[r1].demande", Carried::Offered),
            ("finance.aides_n.financeur", Carried::Filled),
            ("etp.historique[n1].realises", Carried::Never),
            ("inconnu.autre", Carried::Never),
        ] {
            assert_eq!(Carried::of(&key.parse().expect("a key"), &trame), carried, "{key}");
        }
    }
}

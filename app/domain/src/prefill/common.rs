//! What the dossiers of one legal person share in a year, question by question: the table that decides.
//!
//! A legal person asks once for each structure and each kind; what it says of itself is the same in all of them.

use form::{FieldType, Path, Trame};

use super::longest;

/// With which other dossiers of the same legal person and the same year an answer is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Common {
    /// With all: it is about the legal person.
    Person,
    /// With those of the same kind: it is about how this trade is done.
    Kind,
    /// With none: it is about this place, or this demand. What the table does not name is so.
    Own,
}

/// Keys, or the beginning of keys, with whom their answers are shared; the longest that fits is the one.
const SHARED: [(&str, Common); 53] = [
    ("demande.hors_iae", Common::Person),
    ("demande.hors_iae_texte", Common::Person),
    ("demande.comptes_separes", Common::Person),
    ("structure.denomination", Common::Person),
    ("structure.forme_juridique", Common::Person),
    ("structure.type_porteur", Common::Person),
    ("structure.idcc", Common::Person),
    ("structure.rna", Common::Person),
    ("structure.reseaux", Common::Person),
    ("structure.reseau_autre", Common::Person),
    ("structure.organisme_formation", Common::Person),
    ("structure.qualiopi", Common::Person),
    ("structure.label", Common::Person),
    ("structure.label_fin", Common::Person),
    ("structure.site_web", Common::Person),
    ("gouvernance", Common::Person),
    // Volunteers come to one place.
    ("gouvernance.benevoles", Common::Own),
    ("gouvernance.instances", Common::Kind),
    ("projet.presentation", Common::Kind),
    ("projet.publics", Common::Kind),
    ("projet.public_descr", Common::Kind),
    ("projet.recrutement", Common::Kind),
    ("projet.egalite", Common::Kind),
    ("activites.exclusivite", Common::Kind),
    ("activites.garantie_organisme", Common::Kind),
    ("activites.garantie_montant", Common::Kind),
    ("activites.garantie_fin", Common::Kind),
    ("activites.sap", Common::Kind),
    ("activites.sap_declaration", Common::Kind),
    ("activites.sap_agrement", Common::Kind),
    ("activites.sap_fin", Common::Kind),
    ("activites.mise_en_relation", Common::Kind),
    ("accueil.pratique", Common::Kind),
    ("accompagnement.parcours", Common::Kind),
    ("accompagnement.frequence", Common::Kind),
    ("accompagnement.offres", Common::Kind),
    ("accompagnement.apres", Common::Kind),
    ("formation.plan", Common::Kind),
    ("rh.contrats", Common::Kind),
    ("rh.duree_contrats", Common::Kind),
    ("rh.duree_parcours", Common::Kind),
    ("rh.temps_hebdo", Common::Kind),
    ("rh.duree_collective", Common::Kind),
    ("rh.remuneration", Common::Kind),
    ("rh.salaire_horaire", Common::Kind),
    ("rh.formation_permanents", Common::Kind),
    ("materiel.outils", Common::Kind),
    ("materiel.epi", Common::Kind),
    ("materiel.assurances", Common::Person),
    ("finance.exercice_clos", Common::Person),
    ("finance.cloture", Common::Person),
    // What explains one figure of one dossier stays in it.
    ("structure.siret_explication", Common::Own),
    ("projet.evolutions", Common::Own),
];

impl Common {
    /// With whom the answer to a question of the trame is shared. Documents have their vault.
    #[must_use]
    pub fn of(path: &Path, trame: &Trame) -> Self {
        let field = path.field();
        let home = trame.fields().map(|(_, field)| field).find(|known| known.path == field);
        let shared = home.filter(|home| home.is_typed() && home.field_type != FieldType::Files);
        shared.and_then(|home| longest(&SHARED, home.path.as_str())).unwrap_or(Self::Own)
    }

    /// Whether two dossiers of a year share it.
    #[must_use]
    pub fn is_between(self, same_kind: bool) -> bool {
        self == Self::Person || self == Self::Kind && same_kind
    }

    /// The keys that the table names, to be held against the published trame.
    pub fn named() -> impl Iterator<Item = &'static str> {
        SHARED.iter().map(|(key, _)| *key)
    }
}

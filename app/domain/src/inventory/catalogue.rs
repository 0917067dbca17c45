//! The one table of who gives each datum of the forms, and of who could: a key that both ask may come from elsewhere in
//! each.
//!
//! Tests hold it to the forms (each question that is typed has its line, and no other has) and to the code that
//! reads the sources (what it reads is here, what is here it reads): see `server/sources/tests/it/inventory.rs`.

mod activity;
mod bilan;
mod demand;
mod money;
mod people;
mod structure;

use form::{Field, FieldType, Path};

use super::Supply;
use crate::{
    dossier::About,
    prefill::{Carried, Common, from_bilan, question},
};

/// A datum, and who gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Datum {
    /// Key of the question, or of the column after its table's.
    pub key: &'static str,
    /// Where the service reads it today.
    pub given: &'static [Given],
    /// Who else holds it, and is not read today.
    pub could: &'static [Could],
}

/// Where a datum is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// The view or the route.
    pub supply: Supply,
    /// The exact field; what varies from row to row stands between braces.
    pub field: &'static str,
    /// Whether it is worked out from the field, and not read as it is.
    pub worked_out: bool,
}

/// Someone who holds a datum that the service does not read there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Could {
    /// Who.
    pub who: &'static str,
    /// Where, as exactly as it is known.
    pub field: &'static str,
}

/// The data of a demand.
const DEMAND: &[&[Datum]] = &[demand::DATA, structure::DATA, activity::DATA, people::DATA, money::DATA];

/// Every datum of a form that is typed, in its order.
pub fn all(about: About) -> impl Iterator<Item = &'static Datum> {
    let parts = match about {
        About::Demand => DEMAND,
        About::Bilan => bilan::DATA,
    };
    parts.iter().copied().flatten()
}

/// The datum of a key of a form.
#[must_use]
pub fn of(about: About, key: &str) -> Option<&'static Datum> {
    all(about).find(|datum| datum.key == key)
}

/// The datum of a question that a département adds: of what the structure gave before, and of that alone, it may come.
pub(super) fn of_local(field: &Field) -> &'static Datum {
    const ASKED: Datum = nobody("", STRUCTURE_ALONE);
    const KEPT: Datum = datum("", DOCUMENT);
    if field.field_type == FieldType::Files && field.valid_months.is_some() { &KEPT } else { &ASKED }
}

/// Whether a bilan that was sent tells a datum of a demand: it has the same column, where it tells a whole table.
pub(super) fn is_from_bilan(datum: &Path) -> bool {
    from_bilan().any(|(from, to)| {
        let to = question(&Path::parse(to).expect("a table of keys that are written right"));
        let column = datum.as_str().strip_prefix(to.as_str());
        column
            .is_some_and(|column| column.is_empty() || of(About::Bilan, &format!("{from}{column}")).is_some())
    })
}

/// What the service knows of a dossier from the day it opens, and of its year: the form shows it, and asks nobody. Of
/// the rest that a form works out, each number comes from what is asked.
const KNOWN: &[Datum] = &[
    Datum {
        key: "structure.type_siae",
        given: &[
            read(Supply::AspAnnexe, "af_mesure_dispositif_code"),
            read(Supply::Siaes, "type"),
            read(Supply::Marche, "kind"),
        ],
        could: &[],
    },
    datum("structure.asp_id", &[read(Supply::AspStructure, "structure_id_siae")]),
    datum("demande.exercice", &[read(Supply::Campaign, "année de la campagne")]),
    datum("bilan.annee", &[read(Supply::Campaign, "année de la campagne")]),
    datum("etp.heures", &[read(Supply::Parameters, "heures_annuelles")]),
    datum("etp.unitaire", &[read(Supply::Parameters, "montant_unitaire")]),
    datum("etp.unitaire_ti", &[read(Supply::Parameters, "montant_mensuel_ti")]),
    datum("objectifs.repere_dynamiques", &[read(Supply::Parameters, "repere_dynamiques")]),
    datum("objectifs.repere_durable", &[read(Supply::Parameters, "repere_durable")]),
    datum("bilan.repere_dynamiques", &[read(Supply::Parameters, "repere_dynamiques")]),
    datum("bilan.repere_durable", &[read(Supply::Parameters, "repere_durable")]),
];

/// The datum of a key that the form shows and asks nobody, where the service knows it.
pub(super) fn known(key: &str) -> Option<&'static Datum> {
    KNOWN.iter().find(|datum| datum.key == key)
}

const fn datum(key: &'static str, given: &'static [Given]) -> Datum {
    Datum { key, given, could: &[] }
}

const fn nobody(key: &'static str, could: &'static [Could]) -> Datum {
    Datum { key, given: &[], could }
}

const fn read(supply: Supply, field: &'static str) -> Given {
    Given { supply, field, worked_out: false }
}

const fn worked_out(supply: Supply, field: &'static str) -> Given {
    Given { supply, field, worked_out: true }
}

const fn could(who: &'static str, field: &'static str) -> Could {
    Could { who, field }
}

/// What the structure wrote a year ago; it is read where the form says that it lasts ([`Carried`]).
const PREVIOUS: Could = could("Dossier précédent de la structure", SAME_QUESTION);
/// Where a dossier of last year is read.
const SAME_QUESTION: &str = "même question, dernière version transmise";
/// Where a bilan is read for a demand; [`from_bilan`] says under which key.
const IN_BILAN: &str = "même donnée, bilans transmis des deux années d’avant";
/// What only the structure knows, and says anew each year.
const STRUCTURE_ALONE: &[Could] = &[];
/// A document of an earlier dossier that still serves.
const DOCUMENT: &[Given] = &[read(Supply::Previous, "document encore valable")];
/// The accounts that a legal person files.
const ACCOUNTS: Could = could("API Entreprise, sous habilitation", "comptes déposés");

impl Datum {
    /// Where it is read and who else holds it, once it is known whether other dossiers of the structure, and its bilans,
    /// say it.
    pub(super) fn read_in(
        &self,
        (carried, common): (Carried, Common),
        from_bilan: bool,
    ) -> (Vec<Given>, Vec<Could>) {
        let (mut given, mut could) = (self.given.to_vec(), self.could.to_vec());
        if from_bilan {
            given.push(read(Supply::Previous, IN_BILAN));
        }
        if matches!(carried, Carried::Filled | Carried::Offered) {
            given.push(read(Supply::Previous, SAME_QUESTION));
            could.retain(|could| *could != PREVIOUS);
        }
        if common != Common::Own {
            given.push(read(Supply::Sister, "même question, dernière réponse donnée"));
        }
        (given, could)
    }
}

impl Given {
    /// Whether a column that the code names is this field.
    #[must_use]
    pub fn is(&self, column: &str) -> bool {
        let mut pieces = self.field.split('{');
        let first = pieces.next().unwrap_or_default();
        let Some(mut rest) = column.strip_prefix(first) else { return false };
        for piece in pieces {
            let fixed = piece.split_once('}').map_or(piece, |(_, fixed)| fixed);
            if fixed.is_empty() {
                return true;
            }
            let Some(place) = rest.find(fixed) else { return false };
            rest = &rest[place + fixed.len()..];
        }
        rest.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_field_is_known_again_in_the_columns_of_the_code() {
        for (field, column, same) in [
            ("siret", "siret", true),
            ("siret", "siret_signature", false),
            ("mpu_sct_mt_recet_{secteur}", "mpu_sct_mt_recet_btp", true),
            ("mpu_sct_mt_recet_{secteur}", "mpu_autre", false),
            ("int_{frein}, ext_{frein}", "int_logement, ext_logement", true),
            ("int_{frein}, ext_{frein}", "int_logement", false),
        ] {
            assert_eq!(read(Supply::AspAnnexe, field).is(column), same, "{field} {column}");
        }
    }

    #[test]
    fn each_datum_stands_once_and_each_of_its_fields_too() {
        for about in About::ALL {
            let mut keys = BTreeSet::new();
            for datum in all(about) {
                assert!(keys.insert(datum.key), "{about:?}: {} stands twice", datum.key);
                let fields: BTreeSet<_> =
                    datum.given.iter().map(|given| (given.supply, given.field)).collect();
                assert_eq!(fields.len(), datum.given.len(), "{about:?}: {}", datum.key);
            }
        }
        let given = |about, key| of(about, key).map(|datum| datum.given.len());
        assert_eq!(given(About::Demand, "structure.siret"), Some(4));
        assert_eq!(given(About::Bilan, "structure.siret"), None, "a bilan does not ask it");
        assert_eq!(of(About::Demand, "structure.inconnu"), None);
        let [demand, bilan] = About::ALL.map(|about| of(about, "rh.insertion").expect("both ask it"));
        assert_ne!(demand.given, bilan.given, "each from its own suppliers");
    }
}

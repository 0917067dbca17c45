//! What the demand itself is, worked out from the annexes held: nature, period, other conventions.

use form::{Date, Value, french};

use super::facts::Facts;
use crate::{
    Kind, Structure,
    asp::Annexe,
    dossier::{Known, Origin},
};

/// Years a convention lasts at most (Code du travail, R5132-3, -10-8, -13, -29).
const LONGEST: i16 = 3;

/// Other conventions of the same structure, and whether it never held one of this kind.
pub(super) fn conventions(facts: &mut Facts, structure: &Structure, kind: Kind) {
    let mut others: Vec<String> = structure
        .annexes
        .iter()
        .filter(|annexe| annexe.state.speaks())
        .filter(|annexe| annexe.measure.kind().is_some_and(|other| other != kind))
        .filter_map(|annexe| annexe.convention.as_ref())
        .map(ToString::to_string)
        .collect();
    others.sort();
    others.dedup();
    let how = match others.len() {
        0 => "aucune annexe d’un autre type dans la livraison".to_owned(),
        count => french::count(
            count,
            "convention d’un autre type dans la livraison",
            "conventions d’un autre type dans la livraison",
        ),
    };
    facts.derived("demande.autres_conventions", Value::Boolean(!others.is_empty()), how);
    facts.text("demande.autres_conventions_liste", "af_numero_convention", &others.join("\n"));
    let known = structure.annexes.iter().any(|annexe| annexe.measure.kind() == Some(kind));
    if !known {
        let how = format!("aucune annexe {kind} dans la livraison");
        facts.derived("demande.nature", Value::Choice("premiere".to_owned()), how);
    }
}

/// The period of the annexe: the year of the campaign.
pub(super) fn period(facts: &mut Facts, year: i16) {
    for (path, month, day) in [("annexe.debut", 1, 1), ("annexe.fin", 12, 31)] {
        let origin = Origin::Derived {
            from: "l’année de la campagne".to_owned(),
            how: format!("une annexe couvre d’ordinaire l’année entière, ici {year}"),
        };
        facts.put(path, Known { value: Value::Date(Date::constant(year, month, day)), origin });
    }
}

/// The annexe in force, and what the demand of a year makes of it.
pub(super) fn current(facts: &mut Facts, annexe: &Annexe, year: i16) {
    facts.text("demande.annexe_en_cours", "af_numero_annexe_financiere", &annexe.number.to_string());
    let Some(convention) = &annexe.convention else { return };
    facts.text("demande.numero_convention", "af_numero_convention", convention.as_str());
    let started = convention.start().map_or(annexe.start.year(), Date::year);
    // Past its third annexe a convention is renewed.
    let (nature, name) = if year - started >= LONGEST {
        ("renouvellement", "renouvellement")
    } else {
        ("avenant_annuel", "avenant annuel")
    };
    let how =
        format!("convention {convention} commencée en {started}, trois ans au plus\u{a0}: {name} en {year}");
    facts.derived("demande.nature", Value::Choice(nature.to_owned()), how);
}

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
        0 if structure.annexes.is_empty() => "aucune annexe dans la livraison".to_owned(),
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

/// The period of the annexe: the year of the campaign; that of a new convention: the years it may last.
pub(super) fn period(facts: &mut Facts, year: i16) {
    let whole_year = format!("une annexe couvre d’ordinaire l’année entière, ici {year}");
    let longest = format!("une convention dure trois ans au plus, ici à partir de {year}");
    for (path, year, month, day, how) in [
        ("annexe.debut", year, 1, 1, &whole_year),
        ("annexe.fin", year, 12, 31, &whole_year),
        ("demande.debut", year, 1, 1, &longest),
        ("demande.fin", year + LONGEST - 1, 12, 31, &longest),
    ] {
        let origin = Origin::Derived { from: "l’année de la campagne".to_owned(), how: how.clone() };
        facts.put(path, Known { value: Value::Date(Date::constant(year, month, day)), origin });
    }
}

/// The annexes in force, one a département, and what the demand of a year makes of the first.
pub(super) fn current(facts: &mut Facts, annexes: &[&Annexe], year: i16) {
    let numbers: Vec<String> = annexes.iter().map(|annexe| annexe.number.to_string()).collect();
    facts.text("demande.annexe_en_cours", "af_numero_annexe_financiere", &numbers.join(", "));
    let mut conventions: Vec<&str> = annexes
        .iter()
        .filter_map(|annexe| annexe.convention.as_ref())
        .map(crate::asp::ConventionNumber::as_str)
        .collect();
    conventions.dedup();
    facts.text("demande.numero_convention", "af_numero_convention", &conventions.join(", "));
    let Some(annexe) = annexes.first() else { return };
    let Some(convention) = &annexe.convention else { return };
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

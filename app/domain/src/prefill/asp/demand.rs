//! What the demand itself is, worked out from the annexes held: nature, period, other conventions.

use std::collections::BTreeMap;

use form::{Date, Value, french};

use super::facts::{Facts, each_once};
use crate::{
    Kind, Structure,
    asp::Annexe,
    dossier::{Known, Origin},
};

/// Years a convention lasts at most (Code du travail, R5132-3, -10-8, -13, -29).
const LONGEST: i16 = 3;

/// Other conventions of the same structure that still run when a year is asked for, and whether it never held one of
/// this kind.
pub(super) fn conventions(facts: &mut Facts, structure: &Structure, kind: Kind, year: i16) {
    // The latest annexe of each convention speaks for it.
    let mut others: BTreeMap<&str, &Annexe> = BTreeMap::new();
    for annexe in structure.annexes.iter().filter(|annexe| annexe.state.speaks()) {
        let other = annexe.measure.kind().is_some_and(|other| other != kind);
        let Some(number) = annexe.convention.as_ref().filter(|_| other) else { continue };
        let known = others.entry(number.as_str()).or_insert(annexe);
        if (annexe.end, annexe.row_id) > (known.end, known.row_id) {
            *known = annexe;
        }
    }
    // One that ended before the last campaign was renewed under another number, or is over.
    others.retain(|_, annexe| annexe.end.year() >= year - 1);
    let how = match others.len() {
        0 if structure.annexes.is_empty() => "aucune annexe dans la livraison".to_owned(),
        0 => "aucune annexe d’un autre type dans la livraison".to_owned(),
        count => french::count(
            count,
            "convention d’un autre type dans la livraison",
            "conventions d’un autre type dans la livraison",
        ),
    };
    facts.derived("demande.autres_iae", Value::Boolean(!others.is_empty()), how);
    for (place, (number, annexe)) in (1..).zip(others) {
        other_convention(facts, &format!("c{place}"), number, annexe);
    }
    let known = structure.annexes.iter().any(|annexe| annexe.measure.kind() == Some(kind));
    if !known {
        let how = format!("aucune annexe {kind} dans la livraison");
        facts.derived("demande.nature", Value::Choice("premiere".to_owned()), how);
    }
}

fn other_convention(facts: &mut Facts, row: &str, number: &str, annexe: &Annexe) {
    let table = "demande.autres_conventions";
    let cell = |column: &str| format!("{table}[{row}].{column}");
    facts.row(table, row, "af_numero_convention", number);
    facts.text(&cell("numero"), "af_numero_convention", number);
    if let Some(kind) = annexe.measure.kind() {
        facts.choice(&cell("type"), "af_mesure_dispositif_code", kind.code());
    }
    if let Some(place) = annexe.number.departement() {
        facts.text(&cell("departement"), "af_numero_annexe_financiere", place.code());
    }
    facts.number(&cell("etp"), "af_etp_postes_insertion", annexe.posts.etp);
}

/// The départements where the structure works: that of its seat, and those of its annexes.
pub(super) fn territories(facts: &mut Facts, structure: &Structure, kind: Kind) {
    for place in structure.territories(kind) {
        let row = format!("d{}", place.code().to_ascii_lowercase());
        let (table, code) = ("demande.territoires", place.code());
        let source = "af_numero_annexe_financiere, structure_adresse_admin_code_insee";
        facts.row(table, &row, source, code);
        facts.text(&format!("{table}[{row}].departement"), source, code);
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
        let origin = Origin::of_campaign(how.clone());
        facts.put(path, Known { value: Value::Date(Date::constant(year, month, day)), origin });
    }
}

/// The annexes in force, one a département, and what the demand of a year makes of the first.
pub(super) fn current(facts: &mut Facts, annexes: &[&Annexe], year: i16) {
    let numbers: Vec<String> = annexes.iter().map(|annexe| annexe.number.to_string()).collect();
    facts.text("demande.af_en_cours", "af_numero_annexe_financiere", &numbers.join(", "));
    let conventions = annexes.iter().filter_map(|annexe| annexe.convention.as_ref());
    let conventions = each_once(conventions.map(crate::asp::ConventionNumber::as_str));
    facts.text("demande.numero_convention", "af_numero_convention", &conventions);
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

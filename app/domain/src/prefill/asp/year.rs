//! What the annexes of a year, and those of the year after, say of that year: what was agreed, and the accounts.

use form::{Decimal, Value, french};

use super::{
    annexe, annexe_of_year,
    facts::{Facts, Part},
    records,
};
use crate::{
    Kind, Structure,
    asp::{Annexe, Regime},
    dossier::heard::Told,
};

/// Posts and exits agreed for a year; the staff and the accounts that annexes declare for it.
pub(in crate::prefill) fn known_of_annexes(structure: &Structure, kind: Kind, year: i16) -> Vec<Told> {
    let sure = |found: Facts| {
        found.found.into_iter().map(|(path, known)| Told { path, known, doubt: None }).collect::<Vec<_>>()
    };
    let own = of_year(structure, kind, year);
    let next = of_year(structure, kind, year + 1);
    let mut told = Vec::new();
    let whole = covering(structure, kind, year);
    if let Some(mut facts) = facts(&whole) {
        agreed(&mut facts, "bilan.etp_conventionnes", &whole, year);
        told.extend(sure(facts));
    }
    if let Some(mut facts) = facts(&own) {
        annexe::objectives(&mut facts, &own);
        // The form adds the three rates up.
        facts.found.retain(|(path, _)| path.as_str() != "objectifs.dynamiques");
        told.extend(sure(facts));
    }
    if let Some(mut facts) = facts(&next) {
        staff(&mut facts, &next);
        told.extend(sure(facts));
    }
    told.extend(accounts(own.iter().chain(&next), year));
    told
}

/// The annexes of a year, one a département.
pub(super) fn of_year(structure: &Structure, kind: Kind, year: i16) -> Vec<&Annexe> {
    let territories = structure.territories(kind);
    territories.iter().filter_map(|place| annexe_of_year(structure, kind, place, year)).collect()
}

/// Every annexe that covers a part of a year, each as last amended: a département may have two in a year, one after the
/// other.
pub(super) fn covering(structure: &Structure, kind: Kind, year: i16) -> Vec<&Annexe> {
    let own = structure.annexes.iter();
    let own =
        own.filter(|annexe| annexe.measure.kind() == Some(kind) && annexe.measure.regime() == Regime::Common);
    let own = own.filter(|annexe| annexe.state.speaks() && annexe.posts.etp.is_some());
    let mut found: Vec<&Annexe> = own.filter(|annexe| months(annexe, year) > 0).collect();
    found.sort_by_key(|annexe| {
        (annexe.annexe_id, std::cmp::Reverse((annexe.number.amendments(), annexe.row_id)))
    });
    found.dedup_by_key(|annexe| annexe.annexe_id);
    let places = structure.territories(kind);
    let place = |annexe: &Annexe| {
        let own = annexe.number.departement();
        places.iter().position(|place| Some(place) == own.as_ref())
    };
    found.sort_by_key(|annexe| (place(annexe), annexe.start, annexe.annexe_id));
    found
}

/// The record of some annexes; none where there is none.
pub(super) fn facts(annexes: &[&Annexe]) -> Option<Facts> {
    let delivered = annexes.iter().map(|annexe| annexe.delivered).max()?;
    Some(Facts::of(records(annexes), delivered))
}

/// Months of a year that an annexe covers.
pub(super) fn months(annexe: &Annexe, year: i16) -> i8 {
    if annexe.start.year() > year || annexe.end.year() < year {
        return 0;
    }
    let first = if annexe.start.year() < year { 1 } else { annexe.start.month() };
    let last = if annexe.end.year() > year { 12 } else { annexe.end.month() };
    (last - first + 1).max(0)
}

/// The posts agreed, over the months of the year that each annexe covers.
pub(super) fn agreed(facts: &mut Facts, path: &str, annexes: &[&Annexe], year: i16) {
    let parts = annexe::parts(annexes, |annexe| annexe.posts.etp);
    let whole = annexes.iter().all(|annexe| months(annexe, year) == 12);
    if whole || parts.is_empty() {
        return facts.sum(path, "af_etp_postes_insertion", &parts);
    }
    let of_months = |annexe: &&Annexe| {
        let months = months(annexe, year);
        Some((annexe.posts.etp?, months, annexe.posts.etp? * Decimal::from(months) / Decimal::from(12)))
    };
    let each: Vec<(Decimal, i8, Decimal)> = annexes.iter().filter_map(of_months).collect();
    let written =
        each.iter().map(|(etp, months, _)| format!("{} ETP sur {months} mois", french::number(*etp, 2)));
    let how = format!("{}, rapportés à l’année", written.collect::<Vec<_>>().join(" et "));
    let mut etp: Decimal = each.iter().map(|(_, _, etp)| etp).sum::<Decimal>().round_dp(2);
    etp.rescale(2);
    facts.derived(path, Value::Number(etp), how);
}

/// The staff of the year, that the annexes of the year after declare.
fn staff(facts: &mut Facts, annexes: &[&Annexe]) {
    let all = |read: fn(&Annexe) -> Option<Decimal>| -> Vec<Part> { annexe::parts(annexes, read) };
    for (line, column, parts) in [
        (
            "encadrement",
            "af_etp_perm_encadrement_tech_sal_insertion_annee_prec",
            all(|annexe| annexe.workforce.supervision.etp),
        ),
        ("accompagnement", "af_etp_perm_acc_sociop_annee_prec", all(|annexe| annexe.workforce.support.etp)),
        ("non_salaries", "af_etp_trava_non_salaries", all(|annexe| annexe.workforce.non_employees.etp)),
        (
            "prestataires",
            "af_etp_presta_ext_enca_tech_accomp_sociopa_annee_prec",
            all(|annexe| annexe.workforce.providers.etp),
        ),
    ] {
        facts.sum(&format!("bilan.equipe[{line}].etp"), column, &parts);
    }
}

/// The accounts that annexes declare: those of an exercise closed in another year are in doubt.
fn accounts<'a>(annexes: impl Iterator<Item = &'a &'a Annexe>, year: i16) -> Vec<Told> {
    let closed = annexes.filter_map(|annexe| Some((annexe.finance.closed?, *annexe)));
    let last = closed.max_by_key(|(day, annexe)| (day.year() == year, *day, annexe.row_id));
    let Some((day, annexe)) = last else { return Vec::new() };
    let Some(mut facts) = facts(&[annexe]) else { return Vec::new() };
    annexe::finance(&mut facts, annexe);
    let doubt = (day.year() != year)
        .then(|| format!("exercice clos le {}, et non dans l’année du bilan", french::date(day)));
    let told = facts.found.into_iter();
    told.map(|(path, known)| Told { path, known, doubt: doubt.clone() }).collect()
}

//! What ASP knows: the structure's record, and the annexes that speak for its last year.

mod annexe;
mod cofinanced;
mod demand;
mod doubts;
mod facts;
mod fund;
mod identity;
mod prison;
mod signed;
mod year;

pub(super) use self::{
    cofinanced::people as people_cofinanced,
    doubts::{Doubts, next_closing},
    year::known_of_annexes,
};

use self::facts::Facts;
use super::Proposal;
use crate::{
    Departement, Kind, Structure,
    asp::{Annexe, Regime},
};

/// What a source knows of a demand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Knowledge {
    /// What it proposes for the demand.
    pub proposals: Vec<Proposal>,
    /// What it knows of the last year it speaks of, for the same keys.
    pub previous: Vec<Proposal>,
    /// That year.
    pub year: Option<i16>,
}

/// The annexe of a kind that speaks for the latest year: in force or closed, common law, with posts.
///
/// Among those of the latest end, the highest renewal then modification wins (`domain.md` §2.5).
#[must_use]
pub fn latest_annexe<'a>(
    structure: &'a Structure,
    kind: Kind,
    departement: Option<&Departement>,
) -> Option<&'a Annexe> {
    structure
        .annexes
        .iter()
        .filter(|annexe| annexe.measure.kind() == Some(kind) && annexe.measure.regime() == Regime::Common)
        .filter(|annexe| annexe.state.speaks() && annexe.posts.etp.is_some())
        .filter(|annexe| {
            departement.is_none_or(|wanted| annexe.number.departement().as_ref() == Some(wanted))
        })
        .max_by_key(|annexe| (annexe.end, annexe.number.amendments(), annexe.row_id))
}

/// The annexe of a kind and a département that speaks for a year: the last modification of it.
fn annexe_of_year<'a>(
    structure: &'a Structure,
    kind: Kind,
    departement: &Departement,
    year: i16,
) -> Option<&'a Annexe> {
    structure
        .annexes
        .iter()
        .filter(|annexe| annexe.measure.kind() == Some(kind) && annexe.measure.regime() == Regime::Common)
        .filter(|annexe| annexe.state.speaks() && annexe.end.year() == year)
        .filter(|annexe| annexe.number.departement().as_ref() == Some(departement))
        .max_by_key(|annexe| (annexe.end, annexe.number.amendments(), annexe.row_id))
}

/// The annexes that speak for the latest year, one a département, that of the seat first.
pub(super) fn latest_year(structure: &Structure, kind: Kind) -> Vec<&Annexe> {
    let Some(year) = latest_annexe(structure, kind, None).map(|annexe| annexe.end.year()) else {
        return Vec::new();
    };
    let territories = structure.territories(kind);
    let each = territories.iter().filter_map(|territory| latest_annexe(structure, kind, Some(territory)));
    let found: Vec<&Annexe> = each.filter(|annexe| annexe.end.year() == year).collect();
    if found.is_empty() { latest_annexe(structure, kind, None).into_iter().collect() } else { found }
}

/// What ASP proposes for the demand of a year, and what it knows of last year for the same keys.
#[must_use]
pub fn known_of_asp(structure: &Structure, kind: Kind, year: i16) -> Knowledge {
    let mut record = Facts::of(format!("structure {}", structure.asp.asp_id), structure.asp.delivered);
    identity::identity(&mut record, structure, kind);
    demand::conventions(&mut record, structure, kind, year);
    demand::territories(&mut record, structure, kind);
    prison::perimeter(&mut record, structure, kind, year);
    demand::period(&mut record, year);
    annexe::history(&mut record, structure, kind, year);
    let mut proposals = record.found;
    proposals.extend(prison::posts(structure, kind, year));
    proposals.extend(signed::objectives(structure, kind, year - 1));
    proposals.extend(fund::aids(structure, year));
    let annexes = latest_year(structure, kind);
    let Some(main) = annexes.first() else {
        return Knowledge { proposals, ..Knowledge::default() };
    };
    let mut facts = Facts::of(
        records(&annexes),
        annexes.iter().map(|annexe| annexe.delivered).max().unwrap_or(main.delivered),
    );
    annexe::posts(&mut facts, &annexes);
    facts.found.extend(annexe::workforce(&annexes));
    // Each annexe has the accounts of the whole legal person: one speaks for all.
    let mut accounts = Facts::of(records(&[main]), main.delivered);
    annexe::finance(&mut accounts, main);
    annexe::other_origin(&mut accounts, main);
    facts.found.extend(accounts.found);
    annexe::objectives(&mut facts, &annexes);
    let previous = facts.found.clone();
    // The unit amount, the period and the amount are last year's only: this year has its own.
    facts.found.retain(|(path, _)| {
        !matches!(
            path.as_str(),
            "etp.unitaire" | "etp.montant" | "etp.heures" | "annexe.debut" | "annexe.fin"
        )
    });
    demand::current(&mut facts, &annexes, year);
    let taken: Vec<_> = facts.found.iter().map(|(path, _)| path.clone()).collect();
    proposals.retain(|(path, _)| !taken.contains(path));
    proposals.append(&mut facts.found);
    Knowledge { proposals, previous, year: Some(main.end.year()) }
}

/// The names of the annexes read: `annexe ACI…`, `annexes ACI…, ACI…`.
fn records(annexes: &[&Annexe]) -> String {
    let numbers: Vec<String> = annexes.iter().map(|annexe| annexe.number.to_string()).collect();
    format!("{} {}", if numbers.len() > 1 { "annexes" } else { "annexe" }, numbers.join(", "))
}

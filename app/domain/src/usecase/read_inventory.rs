//! The inventory of the data, and what structures contest, for those who instruct and those who steer.

use std::collections::BTreeSet;

use super::{Services, form_of};
use crate::{
    Departement, Error, Result, Viewer,
    access::ReviewScope,
    dossier::About,
    inventory::{Inventory, PRODUCERS},
    ports::{ContestedLine, Counted, Library},
};

/// What is contested in a campaign.
pub struct Contests {
    /// Year of the campaign.
    pub year: i16,
    /// The campaigns that have dossiers, the last first.
    pub years: Vec<i16>,
    /// The dossiers of which départements; none for all of them.
    pub places: Option<String>,
    /// What is contested, the last said first.
    pub lines: Vec<ContestedLine>,
}

/// Reads the inventory of a form of today and of what départements of the scope add to it, with the figures of a year:
/// that of the dossiers that are filled these days, unless one is named.
///
/// # Errors
/// `Forbidden` for who may review no dossier.
pub async fn read_inventory(
    services: &Services,
    viewer: &Viewer,
    about: About,
    year: Option<i16>,
) -> Result<Inventory> {
    let scope = scope(viewer)?;
    let year = year.unwrap_or_else(|| about.running(services.clock.today()));
    let asking = asking(&*services.library, &scope);
    let program = form_of(&*services.library, &services.library.current(about, &asking))?;
    let store = services.tallies.in_store(about, year).await?;
    let Counted { sent, sums, at } = services.tallies.figures(&scope, about, year).await?;
    let years = with(year, services.tallies.years(about).await?);
    let mut inventory = Inventory::of(program.trame(), (about, year), &sums, &store);
    if let Some((at, reserve)) = services.reserves.measured(&scope, about, year).await? {
        inventory = inventory.with_reserve(program.trame(), (at, &reserve));
    }
    Ok(Inventory { years, places: scope.places(), sent, at, ..inventory })
}

/// Reads what structures say is wrong at the sources, in the demands of a campaign and the bilans that belong to it; of
/// one producer, where its key is given.
///
/// # Errors
/// `Forbidden` for who may review no dossier.
pub async fn read_contests(
    services: &Services,
    viewer: &Viewer,
    year: Option<i16>,
    producer: &str,
) -> Result<Contests> {
    let scope = scope(viewer)?;
    let year = year.unwrap_or_else(|| About::Demand.running(services.clock.today()));
    let mut lines = services.tallies.contested(&scope, year).await?;
    if PRODUCERS.iter().any(|(code, ..)| *code == producer) {
        lines.retain(|line| line.contest.producer() == producer);
    }
    let mut years = services.tallies.years(About::Demand).await?;
    let of_bilans = services.tallies.years(About::Bilan).await?;
    years.extend(of_bilans.into_iter().map(|year| About::Bilan.campaign(year)));
    Ok(Contests { year, years: with(year, years), places: scope.places(), lines })
}

fn scope(viewer: &Viewer) -> Result<ReviewScope> {
    viewer
        .review_scope()
        .ok_or(Error::Forbidden("Cette page est réservée aux services de l’État et au ministère."))
}

/// The départements of a scope that ask questions of their own, by code.
fn asking(library: &dyn Library, scope: &ReviewScope) -> Vec<Departement> {
    let own = library.forms().into_iter().filter_map(|form| form.departement);
    let own: BTreeSet<Departement> = own.filter(|departement| scope.holds(departement)).collect();
    own.into_iter().collect()
}

/// The years to choose from, the last first: those that have dossiers, and the one that is read.
fn with(year: i16, mut years: Vec<i16>) -> Vec<i16> {
    years.push(year);
    years.sort_unstable_by_key(|year| std::cmp::Reverse(*year));
    years.dedup();
    years
}

//! What some structures sent before this campaign: the demand of the year before, and the bilan of the year that closed.

use std::collections::BTreeMap;

use domain::{
    Kind, Structure, Timestamp, Viewer,
    asp::Annexe,
    campaign::Reporting,
    dossier::DossierId,
    usecase::{self, Services},
};

use super::{Stage, acts, after, agent, before, known};
use crate::demo::{completing::complete, earlier::earlier};

/// How long before today its demand was sent.
const DEMAND: i64 = 365;
/// How long before today its bilan was: the spring, for a campaign of the autumn.
const BILAN: i64 = 190;
/// How long ASP's last delivery was there then.
const DELIVERED: i64 = 20;
/// How long its service took, at most.
const INSTRUCTED: i64 = 30;

/// Fills, sends and grants the demand of the year before, on its days: that of today takes it over. None where ASP knew
/// nothing of the years before.
pub(super) async fn granted(
    services: &Services,
    (structure, kind): (&Structure, Kind),
    whose: (&Viewer, usize),
) -> anyhow::Result<()> {
    let at = before(services.clock.now(), DEMAND);
    let year = form::french::time_of_day(at).0.year();
    if !has(structure, kind, |annexe| annexe.end.year() <= year) {
        return Ok(());
    }
    let then = &at_that_time(services, at);
    let id = usecase::create_dossier(then, whose.0, kind).await?;
    send(services, then, whose, (id, Stage::Granted)).await
}

/// Fills and sends the bilan of the last year that closed, which its service accepts. None where ASP has no annexe
/// of it.
pub(super) async fn reported(
    services: &Services,
    (structure, kind): (&Structure, Kind),
    whose: (&Viewer, usize),
) -> anyhow::Result<()> {
    let at = before(services.clock.now(), BILAN);
    let Reporting { year, .. } = Reporting::running(form::french::time_of_day(at).0);
    if !has(structure, kind, |annexe| annexe.end.year() == year) {
        return Ok(());
    }
    let then = &at_that_time(services, at);
    let id = usecase::create_bilan(then, whose.0, kind).await?;
    send(services, then, whose, (id, Stage::Granted)).await
}

fn has(structure: &Structure, kind: Kind, wanted: impl Fn(&Annexe) -> bool) -> bool {
    structure.annexes.iter().any(|annexe| annexe.measure.kind() == Some(kind) && wanted(annexe))
}

fn at_that_time(services: &Services, at: Timestamp) -> Services {
    let day = |at| form::french::time_of_day(at).0;
    earlier(services, at, (day(before(at, DELIVERED)), day(at).year()))
}

/// Completes a dossier, sends it and brings it to its stage.
async fn send(
    services: &Services,
    then: &Services,
    (own, place): (&Viewer, usize),
    (id, stage): (DossierId, Stage),
) -> anyhow::Result<()> {
    complete(then, own, id, &BTreeMap::new()).await?;
    usecase::submit_dossier(then, own, id, true, None).await?;
    let opening = then.dossiers.snapshot(id).await?.map(|snapshot| snapshot.opening);
    let Some(opening) = opening else { return Ok(()) };
    let agent = agent(opening.departement, place);
    known(then, &agent).await?;
    let sent = then.clock.now();
    let calendar = acts::Calendar { sent, now: after(sent, INSTRUCTED, services.clock.now()) };
    acts::bring(then, (own, &agent), id, (stage, calendar)).await
}

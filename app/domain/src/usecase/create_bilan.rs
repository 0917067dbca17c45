//! Opening the bilan of a year, filled with what ASP counted of it and what the structure's demand promised.

use form::{Date, Program};

use super::{
    Services,
    ask_sources::ask_about,
    create_dossier::{administered, opened, opened_before, opening},
    form_of,
    hear::{Speech, hear},
    lists, previous, sisters,
};
use crate::{
    Error, Kind, Result, Structure, Viewer,
    campaign::Reporting,
    dossier::{
        About, DossierId, Event, Opening, Snapshot,
        heard::{Heard, Told},
    },
    ports::DossierLine,
    prefill::known_of_bilan,
    source::Source,
};

/// Opens the bilan of a kind that is drawn up these days.
pub async fn create_bilan(services: &Services, viewer: &Viewer, kind: Kind) -> Result<DossierId> {
    let structure = administered(services, viewer).await?;
    let Reporting { year, deadline } = Reporting::running(services.clock.today());
    let trame = services.library.current(About::Bilan, &structure.territories(kind));
    let program = form_of(&*services.library, &trame)?;
    let opening = opening(&structure, kind, (About::Bilan, year, deadline), trame)?;
    let lines = services.dossiers.of_structure(structure.id).await?;
    let opening = beside_last_bilan(services, opening, &lines, &program)?;
    let mut events = vec![opened(services, viewer, opening.clone())];
    let asp = of_asp(services, &structure, &opening, &program).await?;
    say(services, &mut events, &program, |_| Ok(Some(asp)))?;
    if let Some(line) = previous::demand_of(&lines, kind, year) {
        let whom = (About::Bilan, kind, program.trame());
        let told = |heard: &Heard| previous::told_to(services, line, whom, heard);
        say(services, &mut events, &program, |heard| Ok(previous::speech(line, told(heard)?, Vec::new())))?;
    }
    let id = services.ids.dossier();
    if services.dossiers.create(id, events).await? {
        sisters::hear_them(services, id, &opening).await?;
        ask_about(services, id, About::Bilan).await?;
        Ok(id)
    } else {
        opened_before(services, &opening).await
    }
}

/// The circumstances with what the bilan of the year before said, to be shown beside.
fn beside_last_bilan(
    services: &Services,
    opening: Opening,
    lines: &[DossierLine],
    program: &Program,
) -> Result<Opening> {
    let last = previous::last_sent(lines, About::Bilan, opening.kind, opening.year);
    let Some(line) = last.filter(|line| line.kind == opening.kind) else { return Ok(opening) };
    let said = previous::read(services, line, (opening.kind, program.trame()))?;
    Ok(Opening { previous: said.values, previous_year: Some(line.year), ..opening })
}

/// Adds to a log what a source says, heard after what it holds already.
fn say(
    services: &Services,
    events: &mut Vec<Event>,
    program: &Program,
    speech: impl FnOnce(&Heard) -> Result<Option<Speech>>,
) -> Result<()> {
    let (snapshot, heard) = (Snapshot::fold(events).map_err(Error::unavailable)?, Heard::of(events));
    if let Some(speech) = speech(&heard)? {
        events.extend(speech.events(heard, &snapshot, program.trame(), services.clock.now()));
    }
    Ok(())
}

/// All that ASP's files say of the year of a bilan.
async fn of_asp(
    services: &Services,
    structure: &Structure,
    opening: &Opening,
    program: &Program,
) -> Result<Speech> {
    let realised = services.realisations.of(structure).await?;
    let today = services.clock.today();
    let told = known_of_bilan(structure, opening.kind, opening.year, &realised, today);
    let summed = realised.totals().iter().map(|totals| totals.as_of);
    let as_of: Date = summed.chain([structure.asp.delivered]).max().unwrap_or(structure.asp.delivered);
    let fitting = told.iter().map(|told| (told.path.clone(), told.known.clone())).collect();
    let fitting = lists::proposed(fitting, program, &*services.lists).into_iter().map(|(path, known)| {
        let doubt = told.iter().find(|told| told.path == path).and_then(|told| told.doubt.clone());
        Told { path, known, doubt }
    });
    Ok(Speech { source: Source::Asp, as_of, told: fitting.collect(), findings: Vec::new() })
}

/// Reads ASP's files again for a bilan that is being filled: its year is told month after month.
pub(super) async fn hear_asp(services: &Services, id: DossierId, snapshot: &Snapshot) -> Result<()> {
    let opening = &snapshot.opening;
    let Some(structure) = services.register.structure(opening.structure).await? else { return Ok(()) };
    let program = form_of(&*services.library, &opening.trame)?;
    let speech = of_asp(services, &structure, opening, &program).await?;
    hear(services, id, snapshot.seq, speech).await
}

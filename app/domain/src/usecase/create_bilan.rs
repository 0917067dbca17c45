//! Opening the bilan of a year, filled with what ASP counted of it and what the structure's demand promised.

use form::Program;

use super::{
    Services,
    ask_sources::ask_about,
    create_dossier::{administered, opened, opened_before, opening},
    form_of,
    hear::say,
    hear_asp::delivered,
    previous, sisters,
};
use crate::{
    Kind, Result, Viewer,
    campaign::Reporting,
    dossier::{About, DossierId, Opening, heard::Heard},
    ports::DossierLine,
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
    let delivered = delivered(services, &structure, &opening, &program).await?;
    say(services, &mut events, &program, |_| Ok(delivered))?;
    let said = |heard: &Heard| {
        let speech = previous::speech(services, &lines, (&opening, &program), heard)?;
        Ok(speech.into_iter().collect())
    };
    say(services, &mut events, &program, said)?;
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

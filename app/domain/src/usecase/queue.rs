//! The queue of a service, with what its reader may do there.

use form::Date;

use super::{Services, allow};
use crate::{
    Error, PersonId, Result, Timestamp, Viewer,
    access::{Access, Action, QueueAct, Reader},
    dossier::{DossierId, Seq},
    queue::{Asked, Beside, Excerpt, Found, Phrase, Texts, View},
};

/// Lines of the queue that a page shows.
const AT_ONCE: u64 = 50;

/// A page of the queue, and what stands around it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueueDesk {
    /// What is found.
    pub found: Found,
    /// Where the words that are looked for were found, for the lines that do not show them.
    pub quotes: Vec<(DossierId, Quote)>,
    /// The agents of the reader's service, by name; none for who is of no service.
    pub agents: Vec<(PersonId, String)>,
    /// The labels of that service.
    pub labels: Vec<String>,
    /// The views that the reader keeps.
    pub views: Vec<View>,
    /// Whether the reader follows dossiers and shares out the work: the ministry reads only.
    pub shares: bool,
}

/// Refuses who may not do this in the queue.
pub(super) fn allow_in_queue(viewer: &Viewer, act: QueueAct) -> Result<()> {
    match viewer.may_in_queue(act) {
        Access::Granted => Ok(()),
        Access::Denied(reason) => Err(Error::Forbidden(reason)),
        Access::Unknown => Err(Error::NotFound),
    }
}

/// Some words of a text that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The question that the text answers; blank where its form is not known any more.
    pub question: String,
    /// What is quoted, and whether it is what was looked for.
    pub pieces: Vec<(String, bool)>,
}

/// What the delay of instruction is reckoned by.
fn delay(services: &Services) -> (Date, u16) {
    (services.clock.today(), services.rules.delay_days)
}

/// Who reads the queue, with the names of those of their service.
///
/// # Errors
/// `Forbidden` for who reviews no dossier.
pub(super) async fn reader(services: &Services, viewer: &Viewer) -> Result<Reader> {
    allow_in_queue(viewer, QueueAct::Read)?;
    let mut reader = viewer.reader(delay(services)).ok_or(Error::NotFound)?;
    let Some(service) = &reader.service else { return Ok(reader) };
    reader.agents = services.desks.agents(service).await?;
    // One who came before people were noted under their service is there all the same.
    if !reader.agents.iter().any(|(known, _)| *known == viewer.person) {
        reader.agents.push((viewer.person, viewer.name.clone()));
    }
    Ok(reader)
}

/// A page of the dossiers sent that the person may review.
pub async fn review_queue(services: &Services, viewer: &Viewer, asked: &Asked) -> Result<QueueDesk> {
    let reader = reader(services, viewer).await?;
    let found = services.dossiers.queue(&reader, asked, AT_ONCE).await?;
    let labels = match &reader.service {
        Some(service) => services.desks.labels(service).await?,
        None => Vec::new(),
    };
    let views = services.desks.views(viewer.person).await?;
    let quotes = quotes(services, asked, &found);
    Ok(QueueDesk {
        found,
        quotes,
        agents: reader.agents,
        labels,
        views,
        shares: allow_in_queue(viewer, QueueAct::Share).is_ok(),
    })
}

/// Where words were found, dossier by dossier.
fn quotes(services: &Services, asked: &Asked, found: &Found) -> Vec<(DossierId, Quote)> {
    let phrases: Vec<&Phrase> = asked.search.phrases().collect();
    let quote = |(id, texts): &(DossierId, Texts)| {
        let line = found.lines.iter().find(|line| line.id == *id)?;
        let shown = format!("{} {} {} {}", line.structure, line.reference, line.kind, line.places);
        let Excerpt { path, pieces } = texts.excerpt(&phrases, &shown)?;
        let program = services.library.program(&texts.trame);
        let field = program.as_ref().and_then(|program| program.trame().field(&path));
        let question = field.map(|field| field.label.clone()).unwrap_or_default();
        Some((*id, Quote { question, pieces }))
    };
    found.texts.iter().filter_map(quote).collect()
}

/// The dossiers around one, in the queue that one came from.
pub async fn beside_in_queue(
    services: &Services,
    viewer: &Viewer,
    asked: &Asked,
    id: DossierId,
) -> Result<Beside> {
    let reader = reader(services, viewer).await?;
    services.dossiers.beside(&reader, asked, id).await
}

/// The dossiers that the person may review, among some or all, whose line changed after an instant; whenever that was,
/// without one.
///
/// # Errors
/// `Forbidden` for who reviews none.
pub async fn changed_lines(
    services: &Services,
    viewer: &Viewer,
    among: Option<&[DossierId]>,
    since: Option<Timestamp>,
) -> Result<Vec<DossierId>> {
    allow_in_queue(viewer, QueueAct::Read)?;
    let reader = viewer.reader(delay(services)).ok_or(Error::NotFound)?;
    services.desks.changed(&reader, among, since).await
}

/// The last event of a dossier that changed what its service reads of it in a list.
pub async fn last_noted(services: &Services, viewer: &Viewer, id: DossierId) -> Result<Seq> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Review, &snapshot.opening, snapshot.state())?;
    Ok(snapshot.listed_at())
}

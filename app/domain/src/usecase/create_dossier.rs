//! Opening a dossier for the coming year, prefilled with what ASP knows.

use form::{Answers, Context, Decimal, Map, Value};
use serde::{Deserialize, Serialize};

use super::{Services, ask_sources::ask_about, form_of, lists, vault};
use crate::{
    Acting, Error, Kind, Refusal, Result, Structure, Viewer,
    asp::realised::known_of_realised,
    campaign::Campaign,
    dossier::{Actor, Body, DossierId, Event, Opening, TrameRef},
    prefill::{self, Knowledge, Proposal},
};

/// Kinds a person may open a dossier for, for the campaign that runs: those not yet begun.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Creatable {
    /// Kinds the structure holds or held an annexe for.
    pub held: Vec<Kind>,
    /// The others: a first demand.
    pub new: Vec<Kind>,
}

/// Tells the kinds a person may open a dossier for; none for who is no administrator of a structure.
pub async fn creatable(services: &Services, viewer: &Viewer) -> Result<Creatable> {
    let Acting::Structure { id, administrator: true, .. } = &viewer.acting else {
        return Ok(Creatable::default());
    };
    let Some(structure) = services.register.structure(*id).await? else { return Ok(Creatable::default()) };
    let year = Campaign::running(services.clock.today()).year;
    let begun: Vec<Kind> = services
        .dossiers
        .of_structure(*id)
        .await?
        .into_iter()
        .filter(|line| line.year == year)
        .map(|line| line.kind)
        .collect();
    let known = structure.kinds();
    let left = Kind::ALL.into_iter().filter(|kind| !begun.contains(kind));
    let (held, new) = left.partition(|kind| known.contains(kind));
    Ok(Creatable { held, new })
}

/// Opens a dossier of a kind for the campaign that runs.
pub async fn create_dossier(services: &Services, viewer: &Viewer, kind: Kind) -> Result<DossierId> {
    let structure_id = viewer.structure().ok_or(Error::Forbidden("Seule une structure ouvre un dossier."))?;
    if !matches!(viewer.acting, Acting::Structure { administrator: true, .. }) {
        return Err(Error::Forbidden("Seul un administrateur de la structure peut ouvrir un dossier."));
    }
    let structure = services.register.structure(structure_id).await?.ok_or(Error::NotFound)?;
    let campaign = Campaign::running(services.clock.today());
    let Knowledge { mut proposals, previous, year } = prefill::known_of_asp(&structure, kind, campaign.year);
    let realised = services.realisations.of(&structure).await?;
    let done = known_of_realised(&structure, kind, campaign.year, &realised, services.clock.today());
    // What the annexe itself declares comes first.
    let new = done.into_iter().filter(|(path, _)| proposals.iter().all(|(known, _)| known != path));
    proposals.extend(new.collect::<Vec<_>>());
    let trame = services.library.current(&structure.territories(kind));
    let program = form_of(&*services.library, &trame)?;
    let opening = opening(&structure, kind, campaign, trame)?;
    let context = Context {
        today: services.clock.today(),
        parameters: services.library.parameters().under(&opening.facts),
        facts: opening.facts.clone(),
        previous: Answers::default(),
        sources: Answers::default(),
    };
    let previous = prefill::worked_out(previous, year, &program, &context);
    let opening = Opening { previous, previous_year: year, ..opening };
    let id = services.ids.dossier();
    let mut proposals = lists::proposed(proposals, &program, &*services.lists);
    proposals.extend(vault::still_valid(services, structure_id, &program).await?);
    let taken: Vec<Value> = proposals.iter().map(|(_, known)| known.value.clone()).collect();
    let events = first_events(services, viewer, opening, proposals);
    if services.dossiers.create(id, events).await? {
        vault::await_analysis(services, id, &taken).await?;
        ask_about(services, id).await?;
        Ok(id)
    } else {
        Err(Error::Refused(Refusal::AlreadyExists))
    }
}

fn opening(structure: &Structure, kind: Kind, campaign: Campaign, trame: TrameRef) -> Result<Opening> {
    let territories = structure.territories(kind);
    let Some(departement) = territories.first().cloned() else {
        return Err(Error::Invalid("Le département du siège de la structure n’est pas connu.".to_owned()));
    };
    let zone = if departement.code() == "976" { "mayotte" } else { "metropole" };
    let facts = Map::from([
        ("type_siae".to_owned(), Value::Text(kind.code().to_owned())),
        ("zone".to_owned(), Value::Text(zone.to_owned())),
        ("exercice".to_owned(), Value::Integer(campaign.year.into())),
        ("asp_id".to_owned(), Value::Text(structure.asp.asp_id.to_string())),
        ("territoires".to_owned(), Value::Number(Decimal::from(territories.len()))),
    ]);
    Ok(Opening {
        structure: structure.id,
        structure_name: prefill::plain_case(&structure.asp.name),
        kind,
        year: campaign.year,
        departement,
        territories,
        deadline: campaign.deadline,
        trame,
        facts,
        previous_year: None,
        previous: Vec::new(),
    })
}

fn first_events(
    services: &Services,
    viewer: &Viewer,
    opening: Opening,
    proposals: Vec<Proposal>,
) -> Vec<Event> {
    let at = services.clock.now();
    let opened = Event {
        seq: 1,
        at,
        actor: Actor::Person(viewer.person),
        stamp: None,
        body: Body::Opened(Box::new(opening)),
    };
    let prefilled = proposals.into_iter().zip(2..).map(|((path, known), seq)| Event {
        seq,
        at,
        actor: Actor::Application,
        stamp: None,
        body: Body::AnswerSet { path, value: Some(known.value), base: 0, origin: known.origin },
    });
    std::iter::once(opened).chain(prefilled).collect()
}

//! Opening a dossier for the coming year, prefilled with what ASP's files say and what the dossier of the year before says.

use form::{Answers, Context, Date, Decimal, Map, Value};
use serde::{Deserialize, Serialize};

use super::{
    Services, ask_sources::ask_about, form_of, hear::say, hear_asp::delivered, previous, sisters, vault,
};
use crate::{
    Acting, Error, Kind, Refusal, Result, Structure, Viewer,
    campaign::{Campaign, Reporting},
    dossier::{About, Actor, Body, DossierId, Event, Opening, TrameRef},
    ports::DossierLine,
    prefill::{self, Knowledge, LastYear, Proposal},
};

/// Kinds a person may open a dossier for, this year: those not yet begun.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Creatable {
    /// Kinds the structure holds or held an annexe for.
    pub held: Vec<Kind>,
    /// The others: a first demand. There is no bilan of what was never agreed.
    pub new: Vec<Kind>,
}

/// Tells the kinds a person may open a dossier about something for; none for who is no administrator of a structure.
pub async fn creatable(services: &Services, viewer: &Viewer, about: About) -> Result<Creatable> {
    let Acting::Structure { id, administrator: true, .. } = &viewer.acting else {
        return Ok(Creatable::default());
    };
    let Some(structure) = services.register.structure(*id).await? else { return Ok(Creatable::default()) };
    let today = services.clock.today();
    let year = match about {
        About::Demand => Campaign::running(today).year,
        About::Bilan => Reporting::running(today).year,
    };
    let lines = services.dossiers.of_structure(*id).await?;
    let begun = lines.iter().filter(|line| line.year == year && line.snapshot.opening.about == about);
    let begun: Vec<Kind> = begun.map(|line| line.kind).collect();
    let known = structure.kinds();
    let left = Kind::ALL.into_iter().filter(|kind| !begun.contains(kind));
    let (held, new): (Vec<Kind>, Vec<Kind>) = left.partition(|kind| known.contains(kind));
    Ok(Creatable { held, new: if about == About::Bilan { Vec::new() } else { new } })
}

/// The structure of who may open a dossier of it.
pub(super) async fn administered(services: &Services, viewer: &Viewer) -> Result<Structure> {
    let structure_id = viewer.structure().ok_or(Error::Forbidden("Seule une structure ouvre un dossier."))?;
    if !matches!(viewer.acting, Acting::Structure { administrator: true, .. }) {
        return Err(Error::Forbidden("Seul un administrateur de la structure peut ouvrir un dossier."));
    }
    services.register.structure(structure_id).await?.ok_or(Error::NotFound)
}

/// The dossier that was opened already, by another click or a colleague: it is the one that is wanted.
pub(super) async fn opened_before(services: &Services, opening: &Opening) -> Result<DossierId> {
    let lines = services.dossiers.of_structure(opening.structure).await?;
    let same = |line: &&DossierLine| {
        let about = line.snapshot.opening.about;
        (about, line.kind, line.year) == (opening.about, opening.kind, opening.year)
    };
    lines.iter().find(same).map(|line| line.id).ok_or(Error::Refused(Refusal::AlreadyExists))
}

/// Opens a dossier of a kind for the campaign that runs.
pub async fn create_dossier(services: &Services, viewer: &Viewer, kind: Kind) -> Result<DossierId> {
    let structure = administered(services, viewer).await?;
    let campaign = Campaign::running(services.clock.today());
    let Knowledge { previous, year, .. } = prefill::known_of_asp(&structure, kind, campaign.year);
    let trame = services.library.current(About::Demand, &structure.territories(kind));
    let program = form_of(&*services.library, &trame)?;
    let opening = opening(&structure, kind, (About::Demand, campaign.year, campaign.deadline), trame)?;
    let context = Context {
        today: services.clock.today(),
        parameters: services.library.parameters().under(&opening.facts),
        facts: opening.facts.clone(),
        previous: Answers::default(),
        sources: Answers::default(),
    };
    let previous = prefill::worked_out(previous, year, &program, &context);
    let lines = services.dossiers.of_structure(structure.id).await?;
    let last = previous::last_sent(&lines, About::Demand, kind, campaign.year);
    let said = last.map(|line| previous::read(services, line, (kind, program.trame()))).transpose()?;
    // A first demand has no last year of its own: a dossier of another kind says who asks, not how it did.
    let own = last.filter(|line| line.kind == kind).map(|line| line.year).zip(said.as_ref());
    let opening = with_last_year(opening, (previous, year), own);
    let id = services.ids.dossier();
    let documents = vault::still_valid(services, &lines, &program);
    let mut taken: Vec<Value> = documents.iter().map(|(_, known)| known.value.clone()).collect();
    let mut events = first_events(services, viewer, opening.clone(), documents);
    let delivered = delivered(services, &structure, &opening, &program).await?;
    say(services, &mut events, &program, |_| Ok(delivered))?;
    say(services, &mut events, &program, |heard| {
        let speech = previous::speech(services, &lines, (&opening, &program), heard)?;
        taken.extend(speech.iter().flat_map(|speech| &speech.told).map(|told| told.known.value.clone()));
        Ok(speech.into_iter().collect())
    })?;
    if services.dossiers.create(id, events).await? {
        vault::await_analysis(services, id, &taken).await?;
        sisters::hear_them(services, id, &opening).await?;
        ask_about(services, id, About::Demand).await?;
        Ok(id)
    } else {
        opened_before(services, &opening).await
    }
}

/// The circumstances with last year's values: those of ASP's annexe, and those of the structure's own dossier when
/// it speaks of that year too.
fn with_last_year(
    opening: Opening,
    (of_asp, year): (Vec<Proposal>, Option<i16>),
    own: Option<(i16, &LastYear)>,
) -> Opening {
    let own = own.filter(|(own, _)| year.is_none_or(|year| *own >= year));
    let Some((own_year, said)) = own else {
        return Opening { previous: of_asp, previous_year: year, ..opening };
    };
    // One year is spoken of: an annexe that is older says nothing of it.
    let of_asp = if year == Some(own_year) { of_asp } else { Vec::new() };
    let previous = prefill::beside(of_asp, said.values.clone());
    Opening { previous, previous_year: Some(own_year), ..opening }
}

/// The circumstances of a dossier of a structure.
pub(super) fn opening(
    structure: &Structure,
    kind: Kind,
    (about, year, deadline): (About, i16, Date),
    trame: TrameRef,
) -> Result<Opening> {
    let territories = structure.territories(kind);
    let Some(departement) = territories.first().cloned() else {
        return Err(Error::Invalid("Le département du siège de la structure n’est pas connu.".to_owned()));
    };
    let facts = Map::from([
        ("type_siae".to_owned(), Value::Text(kind.code().to_owned())),
        ("zone".to_owned(), Value::Text(departement.zone().to_owned())),
        ("exercice".to_owned(), Value::Integer(year.into())),
        ("asp_id".to_owned(), Value::Text(structure.asp.asp_id.to_string())),
        ("territoires".to_owned(), Value::Number(Decimal::from(territories.len()))),
    ]);
    Ok(Opening {
        about,
        structure: structure.id,
        structure_name: prefill::plain_case(&structure.asp.name),
        kind,
        year,
        departement,
        territories,
        deadline,
        trame,
        facts,
        previous_year: None,
        previous: Vec::new(),
    })
}

/// The event that opens a dossier.
pub(super) fn opened(services: &Services, viewer: &Viewer, opening: Opening) -> Event {
    let body = Body::Opened(Box::new(opening));
    Event { seq: 1, at: services.clock.now(), actor: Actor::Person(viewer.person), stamp: None, body }
}

/// The events of a dossier that opens with the documents that still serve.
fn first_events(
    services: &Services,
    viewer: &Viewer,
    opening: Opening,
    documents: Vec<Proposal>,
) -> Vec<Event> {
    let at = services.clock.now();
    let opened = opened(services, viewer, opening);
    let prefilled = documents.into_iter().zip(2..).map(|((path, known), seq)| Event {
        seq,
        at,
        actor: Actor::Application,
        stamp: None,
        body: Body::AnswerSet {
            path,
            value: Some(known.value),
            base: 0,
            origin: known.origin,
            deposit: None,
        },
    });
    std::iter::once(opened).chain(prefilled).collect()
}

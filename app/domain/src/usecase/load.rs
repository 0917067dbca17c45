//! How the work of a service is shared out: how many dossiers each agent has, and since when they wait.

use form::Date;

use super::{Services, queue::reader};
use crate::{Error, PersonId, Result, Viewer, queue::Load};

/// Days since a dossier was last sent, under which it is of an age: one age for each, and one for the rest.
pub const AGES: [u16; 3] = [15, 30, 60];

/// The load of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loads {
    /// The agents, by name, each with what they have; those who have nothing too.
    pub agents: Vec<(PersonId, String, Vec<u64>)>,
    /// What nobody takes care of.
    pub nobody: Vec<u64>,
    /// The first day of each age, the last first.
    pub days: Vec<Date>,
}

/// How many dossiers that nobody decided each agent of the person's service has, by age.
///
/// # Errors
/// `Forbidden` for who is of no service.
pub async fn read_load(services: &Services, viewer: &Viewer) -> Result<Loads> {
    let reader = reader(services, viewer).await?;
    if reader.service.is_none() {
        return Err(Error::Forbidden("La charge est celle d’un service qui instruit."));
    }
    let today = services.clock.today();
    let days: Vec<Date> = AGES.iter().map(|age| first_day(today, *age)).collect();
    let loads = services.desks.load(&reader, &days).await?;
    let none = vec![0; days.len() + 1];
    let of = |agent: Option<PersonId>| {
        let found = loads.iter().find(|load| load.agent == agent);
        found.map_or_else(|| none.clone(), |Load { by_age, .. }| by_age.clone())
    };
    let nobody = of(None);
    let agents = reader.agents.iter().map(|(agent, name)| (*agent, name.clone(), of(Some(*agent)))).collect();
    Ok(Loads { agents, nobody, days })
}

/// The first day on which what is sent is less than so many days old.
fn first_day(today: Date, age: u16) -> Date {
    today.saturating_sub(jiff::Span::new().days(i64::from(age) - 1))
}

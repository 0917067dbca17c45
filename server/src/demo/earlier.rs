//! The service as it was on an earlier day: what ASP had delivered by then, and no other source.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    Result, Structure, StructureId, Timestamp,
    asp::realised::{Realised, Totals},
    ports::{Realisations, Register},
    usecase::Services,
};
use form::Date;

use super::On;

/// What ASP knew on an earlier day.
struct Earlier {
    register: Arc<dyn Register>,
    /// Day of its delivery.
    delivered: Date,
    /// The last year of which it told an annexe.
    last_annexe: i16,
}

/// The same services at an instant, on a delivery of that time that told annexes up to a year.
pub(super) fn earlier(services: &Services, at: Timestamp, (delivered, last_annexe): (Date, i16)) -> Services {
    let (register, realisations) = (services.register.clone(), services.realisations.clone());
    let year = form::french::time_of_day(at).0.year();
    Services {
        clock: Arc::new(On(at)),
        realisations: Arc::new(Closed { realisations, delivered, year }),
        register: Arc::new(Earlier { register, delivered, last_annexe }),
        sources: Arc::default(),
        antivirus: None,
        ..services.clone()
    }
}

#[async_trait]
impl Register for Earlier {
    async fn same_person(&self, id: StructureId) -> Result<Vec<StructureId>> {
        self.register.same_person(id).await
    }

    async fn structure(&self, id: StructureId) -> Result<Option<Structure>> {
        let mut found = self.register.structure(id).await?;
        if let Some(structure) = &mut found {
            structure.asp.delivered = self.delivered;
            // The sheet of networks is of today.
            structure.networks = None;
            structure.annexes.retain(|annexe| annexe.end.year() <= self.last_annexe);
            for annexe in &mut structure.annexes {
                annexe.delivered = self.delivered;
            }
        }
        Ok(found)
    }
}

/// What had been counted by an earlier day: of the years that were over.
struct Closed {
    realisations: Arc<dyn Realisations>,
    /// Day of its delivery.
    delivered: Date,
    /// The year that ran.
    year: i16,
}

#[async_trait]
impl Realisations for Closed {
    async fn keep(&self, told: Vec<Totals>) -> Result<()> {
        self.realisations.keep(told).await
    }

    async fn of(&self, structure: &Structure) -> Result<Realised> {
        let totals = self.realisations.of(structure).await?.into_totals().into_iter();
        let over = totals.filter(|totals| totals.year < self.year);
        Ok(Realised::of(over.map(|totals| Totals { as_of: self.delivered, ..totals }).collect()))
    }
}

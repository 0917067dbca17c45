//! The service as it was on an earlier day: what ASP had delivered by then, and no other source.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{Result, Structure, StructureId, Timestamp, ports::Register, usecase::Services};
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
    let register = services.register.clone();
    Services {
        clock: Arc::new(On(at)),
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

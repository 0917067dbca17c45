//! Who follows a dossier, and hears of what happens to it beside the agent who has it.

use std::collections::BTreeSet;

use domain::{
    PersonId, Result,
    access::{Level, ServiceKey},
    dossier::DossierId,
    notice::Notice,
};
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    convert::failed,
    entity::{agent, followed},
};

/// A dossier, the level of a service that somebody acts for who follows it, and who.
pub(super) type Following = (DossierId, Level, PersonId);

/// Those of them who hear of a notice beside the agents it is for.
pub(super) fn followers<'a>(
    following: &'a [Following],
    id: DossierId,
    notice: &'a Notice,
) -> impl Iterator<Item = PersonId> + 'a {
    let hears = move |of: &&Following| of.0 == id && notice.is_followed(of.1);
    following.iter().filter(hears).map(|(.., person)| *person)
}

/// Who follows the dossiers whose agent alone is told, with the level of the services they act for. Where a whole
/// service is told, they are told already.
pub(super) async fn following<C: ConnectionTrait>(
    connection: &C,
    told: &[(DossierId, Notice)],
) -> Result<Vec<Following>> {
    let is_followed =
        |notice: &Notice| [Level::Departement, Level::Region].map(|level| notice.is_followed(level));
    let own = told.iter().filter(|(_, notice)| is_followed(notice).contains(&true));
    let ids: BTreeSet<Uuid> = own.map(|(id, _)| id.0).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = followed::Entity::find().filter(followed::COLUMN.dossier_id.is_in(ids));
    let found = found.all(connection).await.map_err(failed)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let people = found.iter().map(|row| row.person_id);
    let services = agent::Entity::find().filter(agent::COLUMN.person_id.is_in(people));
    let services = services.all(connection).await.map_err(failed)?;
    let each = found.iter().flat_map(|row| {
        let own = services.iter().filter(|service| service.person_id == row.person_id);
        own.map(|service| {
            let level = ServiceKey::parse(&service.service).level();
            (DossierId(row.dossier_id), level, PersonId(row.person_id))
        })
    });
    Ok(each.collect())
}

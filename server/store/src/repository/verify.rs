//! What `verify` finds: every digest of a log, and its snapshot.

use domain::{
    Result,
    dossier::{Digest, DossierId, Event, Snapshot, chain},
};
use sea_orm::{EntityTrait, QuerySelect};

use crate::{
    Store,
    convert::{column, failed, json},
    entity::dossier,
};

impl Store {
    /// Checks a dossier: every digest, and that the snapshot is the log folded.
    ///
    /// `None` when there is no such dossier; otherwise the number of events, or what is wrong.
    pub async fn verify(&self, id: DossierId) -> Result<Option<std::result::Result<usize, String>>> {
        let Some(found) = dossier::Entity::find_by_id(id.0).one(&self.read).await.map_err(failed)? else {
            return Ok(None);
        };
        let rows = self.log(id).await?;
        let mut digest = Digest::default();
        let mut events = Vec::new();
        for row in &rows {
            digest = chain::digest(digest, &row.body);
            if digest.0.as_slice() != row.digest {
                return Ok(Some(Err(format!("événement {} : l'empreinte ne correspond pas", row.seq))));
            }
            match serde_json::from_str::<Event>(&row.body) {
                Ok(event) if column(event.seq) == row.seq => events.push(event),
                _ => return Ok(Some(Err(format!("événement {} : texte illisible", row.seq)))),
            }
        }
        if digest.0.as_slice() != found.digest {
            return Ok(Some(Err("la dernière empreinte n'est pas celle du dossier".to_owned())));
        }
        let folded = Snapshot::fold(&events).map(|snapshot| json(&snapshot));
        Ok(Some(match folded {
            Err(broken) => Err(broken.to_string()),
            Ok(text) if text != found.snapshot => Err("l'instantané n'est pas le journal replié".to_owned()),
            Ok(_) => Ok(rows.len()),
        }))
    }

    /// Every dossier, in no order.
    pub async fn all_dossiers(&self) -> Result<Vec<DossierId>> {
        let ids: Vec<uuid::Uuid> = dossier::Entity::find()
            .select_only()
            .column(dossier::Column::Id)
            .into_tuple()
            .all(&self.read)
            .await
            .map_err(failed)?;
        Ok(ids.into_iter().map(DossierId).collect())
    }
}

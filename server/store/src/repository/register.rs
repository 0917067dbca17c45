//! What ASP delivered, read back.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    Departement, Result, Structure, StructureId, asp,
    ports::{Directory, Listed, Register},
};
use sea_orm::{Condition, DatabaseConnection, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};

use super::networks::name_networks;
use crate::{
    Store,
    convert::{failed, from_json},
    entity::{annexe, annexe_rejection, structure},
};

#[async_trait]
impl Register for Store {
    async fn structure(&self, id: StructureId) -> Result<Option<Structure>> {
        let Some(row) = structure::Entity::find_by_id(id.0).one(&self.read).await.map_err(failed)? else {
            return Ok(None);
        };
        Ok(with_annexes(&self.read, &[row]).await?.pop())
    }

    async fn same_person(&self, id: StructureId) -> Result<Vec<StructureId>> {
        let Some(row) = structure::Entity::find_by_id(id.0).one(&self.read).await.map_err(failed)? else {
            return Ok(Vec::new());
        };
        // The nine first digits of a SIRET are those of its legal person.
        let Some(siren) = row.siret.get(..9) else { return Ok(vec![id]) };
        let ids: Vec<uuid::Uuid> = structure::Entity::find()
            .select_only()
            .column(structure::Column::Id)
            .filter(structure::COLUMN.siret.starts_with(siren))
            .order_by_asc(structure::COLUMN.asp_id)
            .into_tuple()
            .all(&self.read)
            .await
            .map_err(failed)?;
        Ok(ids.into_iter().map(StructureId).collect())
    }
}

#[async_trait]
impl Directory for Store {
    async fn search(&self, text: &str) -> Result<Vec<Listed>> {
        let plain = as_asp_writes(text);
        let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
        let mut wanted = Condition::any().add(structure::COLUMN.name.contains(plain.trim()));
        if digits.len() >= 5 {
            wanted = wanted.add(structure::COLUMN.siret.contains(&digits));
        }
        let rows = structure::Entity::find()
            .filter(wanted)
            .order_by_asc(structure::COLUMN.name)
            .limit(20)
            .all(&self.read)
            .await
            .map_err(failed)?;
        let listed = rows.into_iter().map(|row| Listed {
            id: StructureId(row.id),
            name: row.name,
            departement: row.departement.and_then(|code| Departement::parse(&code).ok()),
        });
        Ok(listed.collect())
    }
}

/// Structures with their annexes and their networks, in two statements whatever their number.
pub(super) async fn with_annexes(
    connection: &DatabaseConnection,
    structures: &[structure::Model],
) -> Result<Vec<Structure>> {
    // Few annexes were refused, and fewer twice: the reasons come with the rows.
    let refused = annexe::Entity::belongs_to(annexe_rejection::Entity)
        .from(annexe::Column::RowId)
        .to(annexe_rejection::Column::RowId);
    let rows: Vec<(i64, i64, String, Option<String>)> = annexe::Entity::find()
        .select_only()
        .columns([annexe::Column::AspId, annexe::Column::RowId, annexe::Column::Body])
        .column(annexe_rejection::Column::Reason)
        .join(JoinType::LeftJoin, refused.into())
        .filter(annexe::COLUMN.asp_id.is_in(structures.iter().map(|row| row.asp_id)))
        .order_by_asc(annexe::COLUMN.row_id)
        .order_by_asc(annexe_rejection::COLUMN.reason)
        .into_tuple()
        .all(connection)
        .await
        .map_err(failed)?;
    let mut annexes: BTreeMap<i64, Vec<asp::Annexe>> = BTreeMap::new();
    for same in rows.chunk_by(|(_, one, ..), (_, other, ..)| one == other) {
        let (asp_id, _, body, _) = &same[0];
        let mut annexe: asp::Annexe = from_json(body, "annexe")?;
        annexe.workflow.rejections = same.iter().filter_map(|(.., reason)| reason.clone()).collect();
        annexes.entry(*asp_id).or_default().push(annexe);
    }
    let structure = |row: &structure::Model| {
        let annexes = annexes.remove(&row.asp_id).unwrap_or_default();
        let asp = from_json(&row.body, "structure")?;
        Ok(Structure { id: StructureId(row.id), asp, annexes, networks: None })
    };
    let mut found: Vec<Structure> = structures.iter().map(structure).collect::<Result<_>>()?;
    name_networks(connection, &mut found).await?;
    Ok(found)
}

/// A text in ASP's capitals, without accents nor the signs that a search would read as any letter.
fn as_asp_writes(text: &str) -> String {
    let kept = text.chars().filter(|c| !matches!(c, '%' | '_' | '\\'));
    kept.map(|letter| form::french::plain_letter(letter).to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::as_asp_writes;

    #[test]
    fn a_name_is_sought_as_asp_writes_it() {
        for (typed, sought) in [("Bâtir l’été", "BATIR L'ETE"), ("100 %_\\", "100 "), ("Île", "ILE")] {
            assert_eq!(as_asp_writes(typed), sought);
        }
    }
}

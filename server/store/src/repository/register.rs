//! What ASP delivered, read back.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    Departement, Result, Structure, StructureId, asp,
    ports::{Directory, Listed, Register},
};
use sea_orm::{Condition, DatabaseConnection, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

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

/// Structures with their annexes, in two statements whatever their number.
pub(super) async fn with_annexes(
    connection: &DatabaseConnection,
    structures: &[structure::Model],
) -> Result<Vec<Structure>> {
    let rows = annexe::Entity::find()
        .filter(annexe::COLUMN.asp_id.is_in(structures.iter().map(|row| row.asp_id)))
        .order_by_asc(annexe::COLUMN.row_id)
        .all(connection)
        .await
        .map_err(failed)?;
    let reasons = annexe_rejection::Entity::find()
        .filter(annexe_rejection::COLUMN.row_id.is_in(rows.iter().map(|row| row.row_id)))
        .order_by_asc(annexe_rejection::COLUMN.reason)
        .all(connection)
        .await
        .map_err(failed)?;
    let mut rejections: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for reason in reasons {
        rejections.entry(reason.row_id).or_default().push(reason.reason);
    }
    let mut annexes: BTreeMap<i64, Vec<asp::Annexe>> = BTreeMap::new();
    for row in &rows {
        let mut annexe: asp::Annexe = from_json(&row.body, "annexe")?;
        annexe.workflow.rejections = rejections.remove(&row.row_id).unwrap_or_default();
        annexes.entry(row.asp_id).or_default().push(annexe);
    }
    let structure = |row: &structure::Model| {
        let annexes = annexes.remove(&row.asp_id).unwrap_or_default();
        Ok(Structure { id: StructureId(row.id), asp: from_json(&row.body, "structure")?, annexes })
    };
    structures.iter().map(structure).collect()
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

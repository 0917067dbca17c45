//! Finding a structure by a part of its name or its SIRET.

use serde::{Deserialize, Serialize};

use super::Services;
use crate::{Result, StructureId, prefill::plain_case};

/// A structure found by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundStructure {
    /// The structure.
    pub id: StructureId,
    /// Its name, out of ASP's capitals.
    pub name: String,
    /// The département of its seat, if known.
    pub place: Option<String>,
}

/// Structures whose name or SIRET holds a text, by name, twenty at most; none for a blank text.
///
/// For who may act for any structure: the demonstration, where all are invented.
pub async fn find_structures(services: &Services, text: &str) -> Result<Vec<FoundStructure>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let found = services.directory.search(text).await?.into_iter().map(|listed| FoundStructure {
        id: listed.id,
        name: plain_case(&listed.name),
        place: listed.departement.map(|departement| departement.name().to_owned()),
    });
    Ok(found.collect())
}

//! Structures: who asks for a convention.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Departement, Kind, asp, network::Networks};

/// Identifier of a structure in this application, stable whatever its sources say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StructureId(pub Uuid);

impl StructureId {
    /// The identifier of a structure that ASP knows, the same at each delivery.
    #[must_use]
    pub fn of_asp(asp_id: i64) -> Self {
        // A name-based identifier without a second hash crate: SHA-256 of the name, cut to 16 bytes.
        use sha2::Digest;
        let digest = sha2::Sha256::digest(format!("conventionnement:structure:asp:{asp_id}"));
        let mut bytes = [0_u8; 16];
        bytes.copy_from_slice(&digest[..16]);
        Self(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

/// A structure with what ASP delivered about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Structure {
    /// Identifier in this application.
    pub id: StructureId,
    /// What ASP says of it.
    pub asp: asp::Structure,
    /// Its annexes, all kinds and years, in no order.
    pub annexes: Vec<asp::Annexe>,
    /// The networks that the public sheet gives it; none where it stands in no list.
    #[serde(default)]
    pub networks: Option<Networks>,
}

impl Structure {
    /// Kinds of SIAE it has held an annexe for, in order.
    #[must_use]
    pub fn kinds(&self) -> Vec<Kind> {
        let mut kinds: Vec<Kind> = self.annexes.iter().filter_map(|annexe| annexe.measure.kind()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// The département of its seat, by the commune of the seat.
    #[must_use]
    pub fn departement(&self) -> Option<Departement> {
        self.asp.seat.departement().or_else(|| self.asp.correspondence.departement())
    }

    /// Départements where a kind has an annexe in force or past, the seat's first.
    #[must_use]
    pub fn territories(&self, kind: Kind) -> Vec<Departement> {
        let mut territories: Vec<Departement> = self.departement().into_iter().collect();
        let mut others: Vec<Departement> = self
            .annexes
            .iter()
            .filter(|annexe| annexe.measure.kind() == Some(kind))
            .filter_map(|annexe| annexe.number.departement())
            .filter(|departement| !territories.contains(departement))
            .collect();
        others.sort();
        others.dedup();
        territories.append(&mut others);
        territories
    }
}

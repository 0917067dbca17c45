//! What only the service's side of a dossier holds: kept in the store, never written in a page of the structure.
//!
//! Used by `#[serde(with = "crate::service_side")]`: the texts of the store have it, the compact form that pages
//! receive does not, and the browser's program holds no reader of it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Writes it where the store reads it.
pub fn serialize<T: Serialize, S: Serializer>(held: &T, serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() { held.serialize(serializer) } else { serializer.serialize_unit() }
}

/// Reads it again; nothing where a page received nothing.
pub fn deserialize<'de, T: Deserialize<'de> + Default, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    if deserializer.is_human_readable() {
        return T::deserialize(deserializer);
    }
    <()>::deserialize(deserializer).map(|()| T::default())
}

//! What only the service's side of a dossier holds: kept in the store, never written in a page of the structure.
//!
//! Used by `#[serde(with = "crate::service_side")]` on a list: the texts of the store have it, the compact form
//! that pages receive does not, and the browser's program holds no reader of it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Writes a list where the store reads it.
pub fn serialize<T: Serialize, S: Serializer>(list: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() { list.serialize(serializer) } else { serializer.serialize_unit() }
}

/// Reads it again; none where a page received none.
pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    if deserializer.is_human_readable() {
        return Vec::deserialize(deserializer);
    }
    <()>::deserialize(deserializer).map(|()| Vec::new())
}

//! Instants in logs and answers of the server: a text where people read, microseconds elsewhere.
//!
//! Used by `#[serde(with = "crate::instant")]`: the browser's program then holds no reader of dates.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::Timestamp;

/// Writes an instant.
pub fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        at.serialize(serializer)
    } else {
        serializer.serialize_i64(at.as_microsecond())
    }
}

/// Reads an instant.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    if deserializer.is_human_readable() {
        return Timestamp::deserialize(deserializer);
    }
    Timestamp::from_microsecond(i64::deserialize(deserializer)?).map_err(D::Error::custom)
}

/// An instant that may be absent.
pub mod optional {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::Timestamp;

    /// An instant written by the functions of the module above.
    #[derive(Serialize, Deserialize)]
    struct Written(#[serde(with = "super")] Timestamp);

    /// Writes an instant, or nothing.
    pub fn serialize<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
        at.map(Written).serialize(serializer)
    }

    /// Reads an instant, or nothing.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
        Ok(Option::<Written>::deserialize(deserializer)?.map(|written| written.0))
    }
}

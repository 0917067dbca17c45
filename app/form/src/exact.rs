//! Exact decimals in files, logs and answers of the server: `"1234.50"`.
//!
//! Used by `#[serde(with = "form::exact")]`. The library's own reader also takes floats and powers of ten,
//! which nothing here writes and the browser's program has no use for.

use serde::{Deserialize, Deserializer, Serializer, de::Error};

use crate::Decimal;

/// Writes a decimal.
pub fn serialize<S: Serializer>(number: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}

/// Reads a decimal.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    parse(&String::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("not a decimal (1234.50)"))
}

/// The number of `-1234.50`: every digit kept, or none.
#[must_use]
pub fn parse(text: &str) -> Option<Decimal> {
    Decimal::from_str_exact(text).ok()
}

/// A decimal that may be absent.
pub mod optional {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use crate::Decimal;

    /// Writes a decimal, or nothing.
    pub fn serialize<S: Serializer>(number: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
        number.map(|number| number.to_string()).serialize(serializer)
    }

    /// Reads a decimal, or nothing.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
        super::parse(&text).map(Some).ok_or_else(|| D::Error::custom("not a decimal (1234.50)"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Value;

    #[test]
    fn a_decimal_keeps_its_digits_and_a_float_is_refused() {
        let value = Value::Number(parse("11.40").expect("a decimal"));
        let json = serde_json::to_string(&value).expect("written");
        assert_eq!(json, r#"{"number":"11.40"}"#);
        assert_eq!(serde_json::from_str::<Value>(&json).expect("read"), value);
        for wrong in [r#"{"number":11.4}"#, r#"{"number":"1e3"}"#, r#"{"number":"onze"}"#] {
            assert!(serde_json::from_str::<Value>(wrong).is_err(), "{wrong}");
        }
    }
}

//! Reading JSON whose writers leave nulls, numbers for texts and texts for numbers.

use serde::{Deserialize, Deserializer, de::Error};
use serde_json::Value;

/// A text; blank for null, a number or a truth value as it is written.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(yes) => Ok(yes.to_string()),
        Value::Array(_) | Value::Object(_) => Err(D::Error::custom("a text was expected")),
    }
}

/// A list, or a record: an empty one for null.
pub(crate) fn filled<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Yes or no, also as `True`, `oui`, `O`; none for anything else.
pub(crate) fn yes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(match text(deserializer)?.to_lowercase().as_str() {
        "true" | "oui" | "o" | "1" => Some(true),
        "false" | "non" | "n" | "0" => Some(false),
        _ => None,
    })
}

/// A whole number, also as a text; none for anything else.
pub(crate) fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(text(deserializer)?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    struct Loose {
        #[serde(default, deserialize_with = "text")]
        text: String,
        #[serde(default, deserialize_with = "filled")]
        list: Vec<i64>,
        #[serde(default, deserialize_with = "yes")]
        yes: Option<bool>,
        #[serde(default, deserialize_with = "whole")]
        whole: Option<i64>,
    }

    fn read(json: &str) -> Option<Loose> {
        serde_json::from_str(json).ok()
    }

    #[test]
    fn nulls_are_nothing_and_dress_does_not_count() {
        for json in ["{}", r#"{"text": null, "list": null, "yes": null, "whole": null}"#] {
            assert_eq!(read(json), Some(Loose::default()), "{json}");
        }
        let told = read(r#"{"text": 29, "list": [1], "yes": "True", "whole": "12", "unknown": {}}"#);
        let loose = Loose { text: "29".to_owned(), list: vec![1], yes: Some(true), whole: Some(12) };
        assert_eq!(told, Some(loose));
        let plain = Loose { yes: Some(false), whole: Some(3), ..Loose::default() };
        assert_eq!(read(r#"{"yes": false, "whole": 3}"#), Some(plain));
        for wrong in [r#"{"text": {}}"#, r#"{"text": []}"#, r#"{"list": "a"}"#, "null"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}

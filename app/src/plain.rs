//! The few shapes of JSON that the browser's program reads: a text, nothing, what went wrong.
//!
//! A whole reader of JSON weighs several kilobytes in the program; the server writes with one, and other readers
//! of its answers see no difference.

use bytes::Bytes;
use leptos::server_fn::{
    ContentType, Decodes, Encodes, Format, FormatType,
    codec::{JsonEncoding, Post},
};
use serde::Serialize;

use crate::{AppError, Sealed};

/// Answers of server functions, in JSON.
pub type Said = Post<Plain>;

/// JSON, of which the page reads only what it is sent.
pub struct Plain;

impl ContentType for Plain {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Plain {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Plain {
    type Error = <JsonEncoding as Encodes<T>>::Error;

    fn encode(value: &T) -> Result<Bytes, Self::Error> {
        JsonEncoding::encode(value)
    }
}

impl<T> Decodes<Sealed<T>> for Plain {
    type Error = AppError;

    fn decode(bytes: Bytes) -> Result<Sealed<T>, AppError> {
        let text = std::str::from_utf8(&bytes).ok().and_then(quoted);
        text.map(|(text, _)| Sealed::of_text(text)).ok_or(AppError::Outdated)
    }
}

impl Decodes<()> for Plain {
    type Error = AppError;

    fn decode(_: Bytes) -> Result<(), AppError> {
        Ok(())
    }
}

impl Decodes<AppError> for Plain {
    type Error = AppError;

    fn decode(bytes: Bytes) -> Result<AppError, AppError> {
        std::str::from_utf8(&bytes).ok().and_then(error).ok_or(AppError::Unavailable)
    }
}

/// An error as it is written: its name, with its text when it has one.
fn error(text: &str) -> Option<AppError> {
    let (name, rest) = quoted(text.trim_start_matches('{'))?;
    let why = || quoted(rest.strip_prefix(':')?).map(|(why, _)| why);
    Some(match name.as_str() {
        "NotFound" => AppError::NotFound,
        "LoggedOut" => AppError::LoggedOut,
        "Outdated" => AppError::Outdated,
        "Forbidden" => AppError::Forbidden(why()?),
        "Refused" => AppError::Refused(why()?),
        "Invalid" => AppError::Invalid(why()?),
        _ => AppError::Unavailable,
    })
}

/// A text between its quotes, and what follows them.
fn quoted(text: &str) -> Option<(String, &str)> {
    let text = text.strip_prefix('"')?;
    let mut said = String::with_capacity(text.len());
    let mut letters = text.char_indices();
    loop {
        match letters.next()? {
            (end, '"') => return Some((said, &text[end + 1..])),
            // The server writes no other escape but a new line's: a text has no control character.
            (_, '\\') => said.push(match letters.next()?.1 {
                'n' => '\n',
                letter => letter,
            }),
            (_, letter) => said.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written<T: Serialize>(value: &T) -> Bytes {
        Plain::encode(value).expect("written")
    }

    #[test]
    fn every_error_is_read_as_it_was_written() {
        let why = || "Dit «\u{a0}non\u{a0}», \"a\\b\"\net {c}".to_owned();
        let all = [
            AppError::NotFound,
            AppError::LoggedOut,
            AppError::Outdated,
            AppError::Unavailable,
            AppError::Forbidden(why()),
            AppError::Refused(why()),
            AppError::Invalid(why()),
        ];
        for error in all {
            assert_eq!(Plain::decode(written(&error)), Ok(error));
        }
    }

    #[test]
    fn what_is_sealed_is_read_as_it_was_written() {
        let value = "a\"b\\c é <&>\n".to_owned();
        let sealed = Sealed::seal(&value, "v1").expect("written");
        let read: Sealed<String> = Plain::decode(written(&sealed)).expect("read");
        assert_eq!(read.open(), Ok(value));
    }

    #[test]
    fn what_is_cut_or_of_another_shape_is_no_answer() {
        for text in ["", "\"", "\"a", "{}", "{\"Refused\":", "{\"Refused\":\"a", "null"] {
            let bytes = Bytes::from(text.to_owned());
            assert_eq!(<Plain as Decodes<AppError>>::decode(bytes), Err(AppError::Unavailable), "{text}");
        }
    }
}

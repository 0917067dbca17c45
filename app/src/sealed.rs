//! What the server tells the browser's program: written once, opened by the page that reads it.
//!
//! The text is compact (postcard) because code that reads JSON was a fifth of the program; an answer names the
//! version of the service that wrote it, so that a page left open over a deployment says so instead of
//! misreading.

use std::marker::PhantomData;

use leptos::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::AppError;

/// A value in its wire form: version of the service, a point, its bytes as letters.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct Sealed<T> {
    text: String,
    #[serde(skip)]
    of: PhantomData<fn() -> T>,
}

impl<T> Sealed<T> {
    /// Puts a value in its wire form; what cannot be written is a mistake of ours, told as unavailable.
    pub fn seal(value: &T, version: &str) -> Result<Self, AppError>
    where
        T: Serialize,
    {
        let bytes = postcard::to_allocvec(value).map_err(|_| AppError::Unavailable)?;
        Ok(Self { text: format!("{version}.{}", in_letters(&bytes)), of: PhantomData })
    }

    /// The wire form of data that stands in its own page: the page's version is its own.
    #[must_use]
    pub fn of_page(text: &str) -> Self {
        Self { text: format!("{}{text}", own_version().unwrap_or_default()), of: PhantomData }
    }

    /// What was received in its wire form.
    #[must_use]
    pub fn of_text(text: String) -> Self {
        Self { text, of: PhantomData }
    }

    /// The wire form.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }

    // Not inlined: code that reads a dossier would stand in each of its pages.
    /// The value, or the news that another version of the service wrote it.
    #[inline(never)]
    pub fn open(&self) -> Result<T, AppError>
    where
        T: DeserializeOwned,
    {
        let bytes = bytes_of(&self.text, own_version().as_deref())?;
        postcard::from_bytes(&bytes).map_err(|_| AppError::Outdated)
    }
}

fn bytes_of(text: &str, own: Option<&str>) -> Result<Vec<u8>, AppError> {
    let (version, text) = text.split_once('.').ok_or(AppError::Outdated)?;
    if own.is_some_and(|own| own != version) {
        return Err(AppError::Outdated);
    }
    of_letters(text).ok_or(AppError::Outdated)
}

/// Where the letters of the bytes that no page may hold as they are begin.
const APART: u32 = 0x100;

/// Bytes as letters: those of plain text stay what they are, so that what is said twice is compressed once; the
/// others, and what a page would read as its own, stand apart.
fn in_letters(bytes: &[u8]) -> String {
    let letter = |byte: &u8| match byte {
        b'<' | b'&' => apart(*byte),
        b' '..=b'~' => char::from(*byte),
        byte => apart(*byte),
    };
    bytes.iter().map(letter).collect()
}

fn apart(byte: u8) -> char {
    char::from_u32(APART + u32::from(byte)).expect("256 letters follow")
}

fn of_letters(text: &str) -> Option<Vec<u8>> {
    let byte = |letter: char| {
        let code = u32::from(letter);
        u8::try_from(code.checked_sub(APART).unwrap_or(code)).ok()
    };
    text.chars().map(byte).collect()
}

/// Version of the service this page came from; the server that writes an answer reads its own.
fn own_version() -> Option<String> {
    if !cfg!(target_arch = "wasm32") {
        return None;
    }
    document().document_element().and_then(|root| root.get_attribute("data-version"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_and_another_version_says_so() {
        let sealed = Sealed::seal(&vec![(1_u32, "é".to_owned())], "v1").expect("written");
        assert_eq!(sealed.open(), Ok(vec![(1, "é".to_owned())]));
        assert!(bytes_of(&sealed.text, Some("v1")).is_ok());
        assert_eq!(bytes_of(&sealed.text, Some("v2")), Err(AppError::Outdated));
        assert_eq!(bytes_of("nothing", None), Err(AppError::Outdated));
        assert_eq!(bytes_of("v1.\u{250}", None), Err(AppError::Outdated));
    }

    #[test]
    fn every_byte_has_a_letter_that_a_page_holds_as_it_is() {
        let all: Vec<u8> = (0..=u8::MAX).collect();
        let text = in_letters(&all);
        assert_eq!(of_letters(&text), Some(all));
        assert!(!text.contains(['<', '&', '\n', '\r', '\0']), "neither a tag, nor a line, nor nothing");
        assert_eq!(in_letters(b"Code du travail"), "Code du travail");
    }
}

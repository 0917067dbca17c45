//! The server's answers on their way to a page: written once, opened by the page that reads them.
//!
//! A page's resource holds text, whatever it asks for: one resource is compiled instead of one a type, and
//! the code that reads an answer travels with the room that needs it. The text is compact (postcard) because
//! code that reads JSON was a fifth of the browser's program; it names the version of the service that wrote
//! it, so that a page left open over a deployment says so instead of misreading.

use std::{marker::PhantomData, pin::Pin};

use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD as BASE64};
use leptos::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{AppError, Session};

/// A value in its wire form: version of the service, a point, bytes in base 64.
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
        Ok(Self { text: format!("{version}.{}", BASE64.encode(bytes)), of: PhantomData })
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
    BASE64.decode(text).map_err(|_| AppError::Outdated)
}

/// Version of the service this page came from; the server that writes an answer reads its own.
fn own_version() -> Option<String> {
    if !cfg!(target_arch = "wasm32") {
        return None;
    }
    document().document_element().and_then(|root| root.get_attribute("data-version"))
}

/// What the server knows of a request without asking anyone; the browser finds it in the page.
pub fn shared<T: Serialize + DeserializeOwned>(known: impl Fn(&Session) -> T) -> Option<T> {
    let written = || {
        let session = use_context::<Session>()?;
        session.seal(&known(&session)).ok().map(|sealed| sealed.text)
    };
    let text = SharedValue::new(written).into_inner()?;
    Sealed { text, of: PhantomData }.open().ok()
}

type Subject = Box<dyn Fn() -> String + Send + Sync>;
type Fetched = Pin<Box<dyn Future<Output = Result<String, AppError>> + Send>>;
type Fetch = Box<dyn Fn(String) -> Fetched + Send + Sync>;

/// What a page asked the server for.
pub struct Asked<T> {
    answer: Resource<Result<String, AppError>>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Asked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Asked<T> {}

impl<T: DeserializeOwned + 'static> Asked<T> {
    /// Asks again whenever the subject changes; on the first page the server's own answer is taken.
    pub fn about<Q>(
        subject: impl Fn() -> String + Send + Sync + 'static,
        ask: impl Fn(String) -> Q + Send + Sync + 'static,
    ) -> Self
    where
        Q: Future<Output = Result<Sealed<T>, AppError>> + Send + 'static,
    {
        let fetch: Fetch = Box::new(move |subject| {
            let answer = ask(subject);
            Box::pin(async move { answer.await.map(|sealed| sealed.text) })
        });
        let subject: Subject = Box::new(subject);
        Self { answer: Resource::new(subject, fetch), of: PhantomData }
    }

    /// Asks once.
    pub fn once<Q>(ask: impl Fn() -> Q + Send + Sync + 'static) -> Self
    where
        Q: Future<Output = Result<Sealed<T>, AppError>> + Send + 'static,
    {
        Self::about(String::new, move |_| ask())
    }

    /// The answer, when it is there.
    pub async fn open(self) -> Result<T, AppError> {
        let text = self.answer.await?;
        Sealed { text, of: PhantomData }.open()
    }
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
    }
}

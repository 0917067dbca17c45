//! A service asked over HTTP: what it is asked, what is kept of its answer, what that means.

use async_trait::async_trait;
use domain::source::{Asked, Found, Source};
use form::Date;
use serde::{Serialize, de::DeserializeOwned};

use crate::upstream::Silent;

/// A service: its connector, and the meaning of what it says.
///
/// The question is the unit of what is kept: when one answer speaks of a whole département, a hundred
/// structures of it cost one question a day.
#[async_trait]
pub trait Service: Send + Sync {
    /// What is kept of an answer: nothing of a person, but contacts.
    type Told: Serialize + DeserializeOwned + Send + Sync;

    /// Which source it is.
    fn source(&self) -> Source;

    /// What is asked for a structure, the same text for the same question; none when nothing can be asked.
    fn question(&self, about: &Asked) -> Option<String>;

    /// Asks it.
    async fn fetch(&self, about: &Asked) -> Result<Self::Told, Silent>;

    /// What an answer of a day says of a structure; none when it does not know it.
    fn understand(&self, told: &Self::Told, about: &Asked, as_of: Date) -> Option<Found>;
}

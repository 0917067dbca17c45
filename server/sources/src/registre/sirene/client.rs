//! Asking the Insee for an establishment (`GET /siret/{siret}`).

use std::num::NonZeroU32;

use async_trait::async_trait;
use domain::source::{Asked, Found, Source};
use form::Date;

use super::{
    map,
    wire::{Answer, Establishment},
};
use crate::{
    Service,
    upstream::{Manners, Silent, Upstream},
};

/// The Sirene register.
pub struct Sirene {
    upstream: Upstream,
}

impl Sirene {
    /// The service behind an address that ends with its version, and the key that it gave us.
    #[must_use]
    pub fn over(upstream: Upstream, key: &str) -> Self {
        Self { upstream: upstream.with_key("x-insee-api-key-integration", key) }
    }

    /// How the service is asked: thirty questions a minute.
    #[must_use]
    pub fn manners() -> Manners {
        Manners::a_minute(NonZeroU32::new(30).expect("thirty is not zero"))
    }
}

#[async_trait]
impl Service for Sirene {
    type Told = Establishment;

    fn source(&self) -> Source {
        Source::Sirene
    }

    fn question(&self, about: &Asked) -> Option<String> {
        Some(about.siret.to_string())
    }

    async fn fetch(&self, about: &Asked) -> Result<Establishment, Silent> {
        let answer: Answer = self.upstream.get(&format!("/siret/{}", about.siret), &[]).await?;
        Ok(answer.etablissement)
    }

    fn understand(&self, told: &Establishment, _: &Asked, as_of: Date) -> Option<Found> {
        Some(map::establishment(told, as_of))
    }
}

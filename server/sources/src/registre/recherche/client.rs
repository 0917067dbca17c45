//! Asking the search of companies for an establishment (`GET /search?q=`).

use std::num::NonZeroU32;

use async_trait::async_trait;
use domain::source::{Asked, Found, Source};
use form::Date;

use super::{
    map,
    wire::{Answer, Company},
};
use crate::{
    Service,
    upstream::{Manners, Silent, Upstream},
};

/// The search of companies.
pub struct Recherche {
    upstream: Upstream,
}

impl Recherche {
    /// The service behind an address.
    #[must_use]
    pub fn over(upstream: Upstream) -> Self {
        Self { upstream }
    }

    /// How the service is asked: seven questions a second.
    #[must_use]
    pub fn manners() -> Manners {
        Manners::of(NonZeroU32::new(7).expect("seven is not zero"))
    }
}

#[async_trait]
impl Service for Recherche {
    type Told = Company;

    fn source(&self) -> Source {
        Source::RechercheEntreprises
    }

    /// The establishment that was sought stands in the answer: another SIRET is another question.
    fn question(&self, about: &Asked) -> Option<String> {
        Some(about.siret.to_string())
    }

    async fn fetch(&self, about: &Asked) -> Result<Company, Silent> {
        let query = [("q", about.siret.as_str()), ("page", "1"), ("per_page", "1")];
        let answer: Answer = self.upstream.get("/search", &query).await?;
        // A text that finds nothing is no error for it.
        answer.results.into_iter().find(|company| company.siren == about.siren()).ok_or(Silent::Absent)
    }

    fn understand(&self, told: &Company, about: &Asked, as_of: Date) -> Option<Found> {
        Some(map::company(told, about, as_of))
    }
}

//! Asking les emplois: pages of `siaes` (public) and of `marche` (with a key).

use std::num::NonZeroU32;

use async_trait::async_trait;
use domain::{
    Kind,
    source::{Asked, Found, Source},
};
use form::Date;
use serde::de::DeserializeOwned;

use super::{
    map,
    wire::{Company, Page, Siae},
};
use crate::{
    Service,
    upstream::{Manners, Silent, Upstream},
};

/// Rows asked for in one page.
const PAGE_SIZE: &str = "100";

/// Pages read at most: ten times the country.
const MOST_PAGES: u32 = 1000;

/// How far around the commune of the seat, where the département is not known.
const KILOMETRES: &str = "5";

/// The public list of structures (`GET siaes/`), a département at a time.
pub struct Siaes {
    upstream: Upstream,
}

/// The list for services (`GET marche/`), with ASP's identifiers and administrators: the whole country.
pub struct Marche {
    upstream: Upstream,
}

impl Siaes {
    /// The service behind an address that ends with `/api/v1`.
    #[must_use]
    pub fn over(upstream: Upstream) -> Self {
        Self { upstream }
    }

    /// How the service is asked: anonymous callers have twelve questions a minute.
    #[must_use]
    pub fn manners() -> Manners {
        Manners::a_minute(NonZeroU32::new(12).expect("twelve is not zero"))
    }
}

impl Marche {
    /// The service behind an address that ends with `/api/v1`, and the key that it gave us.
    ///
    /// A service token goes by the word `Token`, as a structure's own: the server tells them apart.
    #[must_use]
    pub fn over(upstream: Upstream, key: &str) -> Self {
        Self { upstream: upstream.with_key("authorization", &format!("Token {key}")) }
    }

    /// How the service is asked: a caller with a key has a hundred and twenty questions a minute.
    #[must_use]
    pub fn manners() -> Manners {
        Manners::a_minute(NonZeroU32::new(120).expect("a hundred and twenty is not zero"))
    }
}

#[async_trait]
impl Service for Siaes {
    type Told = Vec<Siae>;

    fn source(&self) -> Source {
        Source::Emplois
    }

    fn question(&self, about: &Asked) -> Option<String> {
        let departement = about.departement.as_ref().map(|departement| departement.code().to_owned());
        departement.or_else(|| about.commune.as_ref().map(|commune| format!("commune/{commune}")))
    }

    async fn fetch(&self, about: &Asked) -> Result<Vec<Siae>, Silent> {
        let place = match (&about.departement, &about.commune) {
            (Some(departement), _) => vec![("departement", departement.code())],
            (None, Some(commune)) => vec![("code_insee", commune.as_str()), ("distance_max_km", KILOMETRES)],
            (None, None) => return Err(Silent::Absent),
        };
        let mut siaes: Vec<Siae> = pages(&self.upstream, "/siaes/", &place).await?;
        // GEIQ and adapted companies are on les emplois and are no SIAE.
        siaes.retain(|siae| siae.kind.parse::<Kind>().is_ok());
        Ok(siaes)
    }

    fn understand(&self, told: &Vec<Siae>, about: &Asked, as_of: Date) -> Option<Found> {
        map::siaes(told, about, as_of)
    }
}

#[async_trait]
impl Service for Marche {
    type Told = Vec<Company>;

    fn source(&self) -> Source {
        Source::EmploisReserved
    }

    fn question(&self, _: &Asked) -> Option<String> {
        Some("tous".to_owned())
    }

    async fn fetch(&self, _: &Asked) -> Result<Vec<Company>, Silent> {
        let mut companies: Vec<Company> = pages(&self.upstream, "/marche/", &[]).await?;
        companies.retain(|company| company.kind.parse::<Kind>().is_ok());
        Ok(companies)
    }

    fn understand(&self, told: &Vec<Company>, about: &Asked, as_of: Date) -> Option<Found> {
        map::marche(told, about, as_of)
    }
}

/// Every page of a list.
///
/// Pages are counted here: the address of the next one is the server's word, and the key goes to no address
/// but the one it was given for.
async fn pages<T: DeserializeOwned>(
    upstream: &Upstream,
    path: &str,
    query: &[(&str, &str)],
) -> Result<Vec<T>, Silent> {
    let mut rows = Vec::new();
    for page in 1..=MOST_PAGES {
        let number = page.to_string();
        let query = [query, &[("page", number.as_str()), ("page_size", PAGE_SIZE)]].concat();
        match upstream.get::<Page<T>>(path, &query).await {
            Ok(told) => {
                rows.extend(told.results);
                if told.next.is_none() {
                    return Ok(rows);
                }
            }
            // The list became shorter while it was read.
            Err(Silent::Absent) if page > 1 => return Ok(rows),
            Err(silent) => return Err(silent),
        }
    }
    Err(Silent::Unreadable("pages sans fin".to_owned()))
}

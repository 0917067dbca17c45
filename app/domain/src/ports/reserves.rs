//! What is in store of the data before any dossier.

use std::collections::BTreeMap;

use async_trait::async_trait;

use crate::{
    Departement, Result, Structure, Timestamp, access::ReviewScope, asp::realised::Realised, dossier::About,
    inventory::Reserve,
};

/// What was measured in store of the data of a form and a year, before any dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The form.
    pub about: About,
    /// The year.
    pub year: i16,
    /// What it was made from: another one is due once this is no longer so.
    pub basis: String,
    /// When.
    pub at: Timestamp,
    /// Over the whole country.
    pub whole: Reserve,
    /// By the départements that the dossiers of the structures would concern, the same structure in one part only.
    pub parts: BTreeMap<Vec<Departement>, Reserve>,
}

/// What is in store of the data before any dossier: derived from the deliveries, and measured again at will.
#[async_trait]
pub trait Reserves: Send + Sync {
    /// What tells that the deliveries are those of the last time.
    async fn deliveries(&self) -> Result<String>;

    /// The structures after one, in the order of ASP's identifiers, with what was done under their annexes; so many at
    /// most.
    async fn structures_after(&self, asp_id: i64, most: u64) -> Result<Vec<(Structure, Realised)>>;

    /// The identifiers that part the structures in so many stretches of about one size: each is the last of its stretch,
    /// and the last stretch has none.
    async fn parted(&self, stretches: u64) -> Result<Vec<i64>>;

    /// Keeps a measure in place of the one before.
    async fn keep_measure(&self, measure: Measure) -> Result<()>;

    /// What the measure of a form and a year was made from.
    async fn basis(&self, about: About, year: i16) -> Result<Option<String>>;

    /// What was measured of a form and a year, for the structures of a scope, and when; none where nothing was.
    async fn measured(
        &self,
        scope: &ReviewScope,
        about: About,
        year: i16,
    ) -> Result<Option<(Timestamp, Reserve)>>;
}

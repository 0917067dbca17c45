//! Answers kept with the day they came.

use async_trait::async_trait;
use form::Date;

use crate::Result;

/// An answer, and the day it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// The day.
    pub day: Date,
    /// What was kept of it, as its connector wrote it.
    pub bytes: Vec<u8>,
}

/// Where answers of other services are kept.
///
/// One answer a key, the last; losing one costs a question, no more.
#[async_trait]
pub trait Cache: Send + Sync {
    /// The answer kept under a key.
    async fn get(&self, key: &str) -> Result<Option<KeptAnswer>>;

    /// Keeps an answer in place of the one before; one that came later stays.
    async fn put(&self, key: &str, answer: KeptAnswer) -> Result<()>;

    /// Forgets the answers that came before a day; how many.
    async fn forget_before(&self, day: Date) -> Result<u64>;
}

//! Answers with their day: asked once a day, and still served while a service is down.

mod quiet;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use domain::{
    Timestamp,
    source::{Ask, Asked, Cache, Found, KeptAnswer, Silence, Source},
};
use form::{Date, french};

use crate::{Service, upstream::Silent};
use quiet::Quiet;

/// A service as a source: it remembers what it was told.
///
/// An answer of today is not asked again; while the service is down, the last answer serves, with its day.
pub struct Kept<S> {
    service: S,
    cache: Arc<dyn Cache>,
    quiet: Quiet,
    /// Questions under way: who comes meanwhile waits for the same answer.
    turns: Mutex<BTreeMap<String, Turn>>,
}

/// The right to ask one question.
type Turn = Arc<tokio::sync::Mutex<()>>;

/// Answers kept in memory.
#[derive(Default)]
pub struct Memory(Mutex<BTreeMap<String, KeptAnswer>>);

impl<S: Service> Kept<S> {
    /// A service, and where its answers are kept.
    #[must_use]
    pub fn new(service: S, cache: Arc<dyn Cache>) -> Self {
        Self { service, cache, quiet: Quiet::default(), turns: Mutex::default() }
    }

    /// The last answer: its day, and nothing when the service did not know.
    ///
    /// What cannot be read any more, or is out of reach, costs a question.
    async fn earlier(&self, key: &str) -> Option<(Date, Option<S::Told>)> {
        match self.cache.get(key).await {
            Ok(kept) => kept.and_then(|kept| Some((kept.day, serde_json::from_slice(&kept.bytes).ok()?))),
            Err(error) => {
                tracing::warn!(source = self.source().code(), %error, "An answer kept could not be read");
                None
            }
        }
    }

    async fn keep(&self, key: &str, day: Date, told: Option<&S::Told>) {
        let bytes = serde_json::to_vec(&told).expect("what a service told is plain data");
        if let Err(error) = self.cache.put(key, KeptAnswer { day, bytes }).await {
            tracing::warn!(source = self.source().code(), %error, "An answer could not be kept");
        }
    }

    /// The answer of today, asked if need be.
    async fn of_today(&self, key: &str, about: &Asked, now: Timestamp) -> Result<S::Told, Silence> {
        if let Some(silence) = self.quiet.still(key, now) {
            return Err(silence);
        }
        let today = french::time_of_day(now).0;
        match self.service.fetch(about).await {
            Ok(told) => {
                self.keep(key, today, Some(&told)).await;
                Ok(told)
            }
            Err(Silent::Absent) => {
                self.keep(key, today, None).await;
                Err(Silence::Absent)
            }
            Err(silent) => {
                tracing::warn!(source = self.source().code(), %silent, "A source said nothing");
                Err(self.quiet.begins(key, &silent, now))
            }
        }
    }

    fn understood(&self, told: &S::Told, about: &Asked, day: Date) -> Result<Found, Silence> {
        self.service.understand(told, about, day).ok_or(Silence::Absent)
    }

    fn turn(&self, key: &str) -> Turn {
        let mut turns = self.turns.lock().expect("nobody panics while holding it");
        turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        turns.entry(key.to_owned()).or_default().clone()
    }
}

#[async_trait]
impl<S: Service> Ask for Kept<S> {
    fn source(&self) -> Source {
        self.service.source()
    }

    async fn ask(&self, about: &Asked, now: Timestamp) -> Result<Found, Silence> {
        let question = self.service.question(about).ok_or(Silence::Absent)?;
        let key = format!("{}/{question}", self.source().code());
        let turn = self.turn(&key);
        let _mine = turn.lock().await;
        let earlier = self.earlier(&key).await;
        let today = french::time_of_day(now).0;
        if let Some((day, told)) = &earlier
            && *day == today
        {
            return self.understood(told.as_ref().ok_or(Silence::Absent)?, about, today);
        }
        let silence = match self.of_today(&key, about, now).await {
            Ok(told) => return self.understood(&told, about, today),
            Err(Silence::Absent) => return Err(Silence::Absent),
            Err(silence) => silence,
        };
        let Some((day, Some(told))) = earlier else { return Err(silence) };
        let found = self.understood(&told, about, day)?;
        Ok(Found { instead_of: Some(silence), ..found })
    }
}

#[async_trait]
impl Cache for Memory {
    async fn get(&self, key: &str) -> domain::Result<Option<KeptAnswer>> {
        Ok(self.0.lock().expect("nobody panics while holding it").get(key).cloned())
    }

    async fn put(&self, key: &str, answer: KeptAnswer) -> domain::Result<()> {
        let mut all = self.0.lock().expect("nobody panics while holding it");
        if all.get(key).is_none_or(|known| known.day <= answer.day) {
            all.insert(key.to_owned(), answer);
        }
        Ok(())
    }

    async fn forget_before(&self, day: Date) -> domain::Result<u64> {
        let mut all = self.0.lock().expect("nobody panics while holding it");
        let before = all.len();
        all.retain(|_, answer| answer.day >= day);
        Ok(u64::try_from(before - all.len()).unwrap_or(u64::MAX))
    }
}

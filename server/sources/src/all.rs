//! Asking every source at once.

use std::{sync::Arc, time::Duration};

use domain::{
    Timestamp,
    source::{Ask, Asked, Found, Silence, Source},
};
use tokio::time::{Instant, timeout_at};

/// What each source knows of a structure, in the order of the sources.
///
/// None hinders another: one that takes longer than `patience` is told unavailable for now, goes on, and its
/// answer is kept for the next who asks.
pub async fn ask_all(
    sources: &[Arc<dyn Ask>],
    about: &Asked,
    now: Timestamp,
    patience: Duration,
) -> Vec<(Source, Result<Found, Silence>)> {
    let until = Instant::now() + patience;
    let next = now.checked_add(patience).unwrap_or(Timestamp::MAX);
    let asked = sources.iter().map(|source| {
        let (asked, about) = (source.clone(), about.clone());
        (source.source(), tokio::spawn(async move { asked.ask(&about, now).await }))
    });
    let asked: Vec<_> = asked.collect();
    let mut answers = Vec::with_capacity(asked.len());
    for (source, task) in asked {
        let answer = match timeout_at(until, task).await {
            Ok(Ok(answer)) => answer,
            // A mistake of a connector is its own.
            Ok(Err(_)) => Err(Silence::Misunderstood),
            Err(_) => Err(Silence::Unavailable { next }),
        };
        answers.push((source, answer));
    }
    answers
}

//! How each route of the stand-in behaves: well, down, slow; and how often it may be asked.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use axum::{
    extract::{Path, Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use domain::source::Source;
use serde_json::json;
use tokio::time::Instant;

/// How a route behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    /// It answers.
    #[default]
    Well,
    /// It answers with a status of failure.
    Failing(u16),
    /// It answers after a while.
    Slow(Duration),
    /// It answers with a page for people, as a service under maintenance does.
    Wrong,
    /// It answers nothing, with a status of success.
    Empty,
}

/// The strings of the stand-in, held by whoever runs it.
#[derive(Clone, Default)]
pub struct Control(Arc<Mutex<Strings>>);

#[derive(Default)]
struct Strings {
    moods: BTreeMap<Source, Mood>,
    asked: BTreeMap<Source, usize>,
    without_limits: bool,
    /// By what [`counted_under`] says.
    windows: BTreeMap<Source, Window>,
}

/// Questions of the current window of time.
struct Window {
    since: Instant,
    count: usize,
}

impl Control {
    /// Every route well, with the limits of the real services.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, asked as often as one likes.
    #[must_use]
    pub fn without_limits(self) -> Self {
        self.state().without_limits = true;
        self
    }

    /// Puts a route in a mood.
    pub fn set(&self, source: Source, mood: Mood) {
        self.state().moods.insert(source, mood);
    }

    /// How many questions a route was asked.
    #[must_use]
    pub fn asked(&self, source: Source) -> usize {
        self.state().asked.get(&source).copied().unwrap_or_default()
    }

    /// Counts a question; how long it must wait, when there were too many.
    fn hears(&self, source: Source, now: Instant) -> Option<Duration> {
        let mut state = self.state();
        *state.asked.entry(source).or_default() += 1;
        let (most, time) = limit(source).filter(|_| !state.without_limits)?;
        let window = state.windows.entry(counted_under(source)).or_insert(Window { since: now, count: 0 });
        if now.duration_since(window.since) >= time {
            *window = Window { since: now, count: 0 };
        }
        window.count += 1;
        (window.count > most).then(|| time.saturating_sub(now.duration_since(window.since)))
    }

    fn mood(&self, source: Source) -> Mood {
        self.state().moods.get(&source).copied().unwrap_or_default()
    }

    fn state(&self) -> MutexGuard<'_, Strings> {
        self.0.lock().expect("nobody panics while holding it")
    }
}

/// The source under which the questions of another are counted: Immersion facilitée counts those of who asks,
/// whatever the route.
fn counted_under(source: Source) -> Source {
    match source {
        Source::ImmersionStatistics => Source::ImmersionConventions,
        alone => alone,
    }
}

/// Questions in a time that the real service takes.
fn limit(source: Source) -> Option<(usize, Duration)> {
    let (minute, second) = (Duration::from_mins(1), Duration::from_secs(1));
    match source {
        Source::Emplois => Some((12, minute)),
        Source::EmploisReserved => Some((120, minute)),
        Source::ImmersionConventions | Source::ImmersionStatistics => Some((5, second)),
        Source::RechercheEntreprises => Some((7, second)),
        Source::Sirene => Some((30, minute)),
        Source::Asp
        | Source::AspMonthly
        | Source::AspYearly
        | Source::Dgefp
        | Source::Pilotage
        | Source::Campaign
        | Source::Previous
        | Source::Sister => None,
    }
}

/// Puts a route in a mood, for who tries the service.
pub(super) async fn tempered(
    State(control): State<Control>,
    Path((source, mood)): Path<(String, String)>,
) -> StatusCode {
    let source = Source::ALL.into_iter().find(|known| known.code() == source);
    let mood = match mood.as_str() {
        "bien" => Some(Mood::Well),
        "panne" => Some(Mood::Failing(503)),
        "lenteur" => Some(Mood::Slow(Duration::from_secs(5))),
        _ => None,
    };
    let Some((source, mood)) = source.zip(mood) else { return StatusCode::NOT_FOUND };
    control.set(source, mood);
    StatusCode::NO_CONTENT
}

/// Stands before a route.
pub(super) async fn guard(
    State((control, source)): State<(Control, Source)>,
    request: Request,
    next: Next,
) -> Response {
    if let Some(wait) = control.hears(source, Instant::now()) {
        let seconds = wait.as_secs().max(1);
        let text = format!("Requête ralentie. Disponibilité attendue dans {seconds} secondes.");
        let body = axum::Json(json!({ "detail": text, "message": text, "status": 429 }));
        let after = [(header::RETRY_AFTER, seconds.to_string())];
        return (StatusCode::TOO_MANY_REQUESTS, after, body).into_response();
    }
    match control.mood(source) {
        Mood::Well => next.run(request).await,
        Mood::Failing(status) => {
            StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
        }
        Mood::Slow(time) => {
            tokio::time::sleep(time).await;
            next.run(request).await
        }
        Mood::Wrong => Html("<!doctype html><title>Maintenance en cours</title>").into_response(),
        Mood::Empty => StatusCode::OK.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_thirteenth_question_of_a_minute_waits() {
        let control = Control::new();
        let start = Instant::now();
        for _ in 0..12 {
            assert_eq!(control.hears(Source::Emplois, start), None);
        }
        let later = start + Duration::from_secs(20);
        assert_eq!(control.hears(Source::Emplois, later), Some(Duration::from_secs(40)));
        assert_eq!(control.hears(Source::Sirene, later), None, "each has its own count");
        assert_eq!(control.hears(Source::Emplois, start + Duration::from_mins(1)), None);
        assert_eq!(control.asked(Source::Emplois), 14);
        let free = Control::new().without_limits();
        assert!((0..50).all(|_| free.hears(Source::Emplois, start).is_none()));
    }

    #[tokio::test(start_paused = true)]
    async fn the_two_routes_of_immersion_facilitee_are_counted_together() {
        let (control, start) = (Control::new(), Instant::now());
        let second = Duration::from_secs(1);
        let routes = [Source::ImmersionConventions, Source::ImmersionStatistics];
        for route in routes.into_iter().cycle().take(5) {
            assert_eq!(control.hears(route, start), None);
        }
        for route in routes {
            assert_eq!(control.hears(route, start), Some(second), "{route:?}");
        }
        assert_eq!(control.hears(Source::ImmersionStatistics, start + second), None);
        assert_eq!(routes.map(|route| control.asked(route)), [4, 4], "each was asked what it was asked");
    }
}

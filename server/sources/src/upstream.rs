//! Asking a service over HTTP: within its limits, again when it fails, and not at all while it is down.

mod breaker;
mod manners;
mod rest;

use std::{sync::Arc, time::Duration};

use backon::{BackoffBuilder, ExponentialBuilder};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use reqwest::{Response, StatusCode, header};
use serde::de::DeserializeOwned;
use tokio::time::Instant;

use breaker::Breaker;
pub use manners::Manners;
use rest::asked_rest;

/// Largest answer read, in bytes.
const LARGEST: usize = 16 << 20;

/// Why a service gave nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Silent {
    /// It knows nothing of what was asked (404): asking again would not help.
    #[error("introuvable")]
    Absent,
    /// It does not know us (401, 403): its key is to be looked at.
    #[error("clé refusée")]
    KeyRefused,
    /// It refuses the question itself (another 4xx): a mistake of ours.
    #[error("question refusée ({0})")]
    QuestionRefused(u16),
    /// It fails, or does not answer in time.
    #[error("indisponible ({0})")]
    Failing(String),
    /// It is not asked for the moment: it failed too often, asked for a rest, or is tried by another question.
    #[error("au repos pour {} s", .0.as_secs())]
    Resting(Duration),
    /// What it answered cannot be read: cut short, too long, or not what its documentation says.
    #[error("réponse illisible ({0})")]
    Unreadable(String),
}

/// A service, at its address.
pub struct Upstream {
    http: reqwest::Client,
    base: String,
    /// Name and value of the header that says who asks.
    key: Option<(header::HeaderName, header::HeaderValue)>,
    manners: Manners,
    /// Shared by the lines that the service counts together.
    pace: Arc<DefaultDirectRateLimiter>,
    breaker: Breaker,
}

/// One answer of several tries.
enum Once<T> {
    Told(T),
    /// Nothing, for good.
    Never(Silent),
    /// Nothing that can be read: asked again at once it would say the same, and yet it fails.
    Garbled(String),
    /// Nothing this time; how long the service asks to wait.
    NotNow(String, Option<Duration>),
}

impl Upstream {
    /// A service at an address without a final slash.
    ///
    /// # Errors
    /// When the machine has no means to speak HTTPS.
    pub fn at(base: &str, manners: Manners) -> Result<Self, reqwest::Error> {
        let http = reqwest::Client::builder()
            .timeout(manners.patience)
            .connect_timeout(manners.patience)
            // A key goes to the address it was given for, and nowhere else.
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("conventionnement-iae/", env!("CARGO_PKG_VERSION")))
            .build()?;
        // A service without a distance is asked as fast as a clock can tell.
        let apart = manners.apart.max(Duration::from_nanos(1));
        let quota = Quota::with_period(apart).expect("some time passes between two questions");
        let pace = Arc::new(RateLimiter::direct(quota));
        let breaker = Breaker::of(&manners);
        Ok(Self { http, base: base.trim_end_matches('/').to_owned(), key: None, manners, pace, breaker })
    }

    /// The same, saying who asks by a header; one that holds a strange sign is no key.
    #[must_use]
    pub fn with_key(self, name: &'static str, value: &str) -> Self {
        let mut value = header::HeaderValue::from_str(value).ok();
        if let Some(value) = &mut value {
            value.set_sensitive(true);
        }
        Self { key: value.map(|value| (header::HeaderName::from_static(name), value)), ..self }
    }

    /// Another line to the same service, who asks being the same: one pace for both, as the service counts their
    /// questions together.
    ///
    /// Each rests for its own failures, though the host is one: a route may fail alone, and neither is its rest to
    /// silence a route that is well, nor are the answers of that one to hide its failures. A host that is down puts
    /// each at rest after the same few tries.
    #[must_use]
    pub fn beside(&self) -> Self {
        let breaker = Breaker::of(&self.manners);
        Self {
            http: self.http.clone(),
            base: self.base.clone(),
            key: self.key.clone(),
            manners: self.manners,
            pace: self.pace.clone(),
            breaker,
        }
    }

    /// Asks for JSON; `path` begins with a slash.
    pub async fn get<T: DeserializeOwned>(&self, path: &str, query: &[(&str, &str)]) -> Result<T, Silent> {
        let pauses = ExponentialBuilder::default()
            .with_min_delay(self.manners.first_pause)
            .with_max_delay(self.manners.longest_pause)
            .with_max_times(self.manners.retries)
            .with_jitter();
        let mut pauses = pauses.build();
        loop {
            self.pace.until_ready().await;
            let pass = self.breaker.pass(Instant::now()).map_err(Silent::Resting)?;
            let (why, asked) = match self.once(path, query).await {
                Once::Told(told) => {
                    pass.answered();
                    return Ok(told);
                }
                Once::Never(silent) => {
                    pass.answered();
                    return Err(silent);
                }
                Once::Garbled(how) => {
                    pass.failed(Instant::now());
                    return Err(Silent::Unreadable(how));
                }
                Once::NotNow(why, asked) => (why, asked),
            };
            pass.failed(Instant::now());
            let Some(pause) = pauses.next() else { return Err(Silent::Failing(why)) };
            let pause = asked.map_or(pause, |asked| asked.max(pause));
            if pause > self.manners.longest_pause {
                self.breaker.rest_until(Instant::now() + pause);
                return Err(Silent::Resting(pause));
            }
            tokio::time::sleep(pause).await;
        }
    }

    async fn once<T: DeserializeOwned>(&self, path: &str, query: &[(&str, &str)]) -> Once<T> {
        let mut request = self.http.get(format!("{}{path}", self.base)).query(query);
        if let Some((name, value)) = &self.key {
            request = request.header(name, value.clone());
        }
        let response = match request.header(header::ACCEPT, "application/json").send().await {
            Ok(response) => response,
            // Its address may hold what was asked: only the kind of failure is told.
            Err(error) if error.is_timeout() => return Once::NotNow("délai dépassé".to_owned(), None),
            Err(_) => return Once::NotNow("connexion impossible".to_owned(), None),
        };
        match response.status() {
            status if status.is_success() => read(response).await,
            StatusCode::NOT_FOUND => Once::Never(Silent::Absent),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Once::Never(Silent::KeyRefused),
            status if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() => {
                Once::NotNow(status.as_u16().to_string(), asked_rest(response.headers()))
            }
            status => Once::Never(Silent::QuestionRefused(status.as_u16())),
        }
    }
}

/// Whether an answer says that it is something else than JSON: the page of a proxy, or of a service that is being
/// mended.
fn is_a_page(headers: &header::HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let essence = kind.and_then(|kind| kind.split(';').next()).map(|kind| kind.trim().to_ascii_lowercase());
    essence.is_some_and(|kind| kind != "application/json" && !kind.ends_with("+json"))
}

/// Reads an answer to its end.
async fn read<T: DeserializeOwned>(mut response: Response) -> Once<T> {
    let is_a_page = is_a_page(response.headers());
    let rest = asked_rest(response.headers());
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if bytes.len() + chunk.len() > LARGEST => {
                return Once::Garbled("trop longue".to_owned());
            }
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => break,
            Err(_) => return Once::NotNow("réponse coupée".to_owned(), None),
        }
    }
    match serde_json::from_slice(&bytes) {
        // Some services give JSON another name: what can be read is read.
        Ok(told) => Once::Told(told),
        Err(_) if is_a_page => Once::NotNow("page au lieu de données".to_owned(), rest),
        // A field's name, a line: nothing of what a person is called.
        Err(error) => Once::Garbled(format!("ligne {}, colonne {}", error.line(), error.column())),
    }
}

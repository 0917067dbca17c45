//! Sessions: a cookie holds the secret, the database its digest.

pub mod demo;

use axum::http::{HeaderMap, header};
use domain::{Timestamp, Viewer, ports::Sessions};
use sha2::Digest;

use crate::config::Config;

/// Name of the session's cookie; in https the prefix ties it to this host and path.
#[must_use]
pub fn cookie_name(config: &Config) -> &'static str {
    if config.is_https() { "__Host-session" } else { "session" }
}

/// The session's secret in a request, if any.
#[must_use]
pub fn secret_of(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, secret)| secret.to_owned())
}

/// The digest a secret is known by.
#[must_use]
pub fn digest(secret: &str) -> [u8; 32] {
    sha2::Sha256::digest(secret.as_bytes()).into()
}

/// Opens a session and answers the cookie that carries it.
pub async fn open(
    config: &Config,
    sessions: &dyn Sessions,
    viewer: &Viewer,
    now: Timestamp,
) -> domain::Result<String> {
    let secret = drawn::<32>()?;
    let seconds = i64::from(config.session.hours) * 3_600;
    let until =
        now.checked_add(jiff::SignedDuration::from_secs(seconds)).map_err(domain::Error::unavailable)?;
    sessions.open(digest(&secret), viewer, until).await?;
    Ok(cookie(config, &secret, seconds))
}

/// A word for the scripts of one answer, that nobody can guess.
pub fn nonce() -> domain::Result<String> {
    drawn::<16>()
}

/// Bytes drawn by the machine, in hexadecimal.
fn drawn<const N: usize>() -> domain::Result<String> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(|error| domain::Error::unavailable(error.to_string()))?;
    Ok(bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}")))
}

/// The cookie that forgets the session.
#[must_use]
pub fn closed(config: &Config) -> String {
    cookie(config, "", 0)
}

fn cookie(config: &Config, secret: &str, seconds: i64) -> String {
    let secure = if config.is_https() { "; Secure" } else { "" };
    format!("{}={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", cookie_name(config))
}

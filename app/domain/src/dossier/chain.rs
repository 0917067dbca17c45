//! The chain of digests that makes the log tamper-evident.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Event;

/// SHA-256 of a link and of all those before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest(pub [u8; 32]);

/// An event written for ever: its exact text, and the digest that binds it to those before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The event as JSON, byte for byte what the digest covers.
    pub text: String,
    /// Digest of the previous link and of this text.
    pub digest: Digest,
}

/// Writes an event after a previous link.
#[must_use]
pub fn chain(previous: Digest, event: &Event) -> Link {
    let text = serde_json::to_string(event).expect("an event has only string keys");
    Link { digest: digest(previous, &text), text }
}

/// Digest of a text after a previous link.
#[must_use]
pub fn digest(previous: Digest, text: &str) -> Digest {
    let mut hash = Sha256::new();
    hash.update(previous.0);
    hash.update(text.as_bytes());
    Digest(hash.finalize().into())
}

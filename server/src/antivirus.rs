//! The antivirus: clamd, by its INSTREAM command.

use std::time::Duration;

use async_trait::async_trait;
use clamav_client::tokio::{Socket, Tcp, scan_buffer};
use domain::{Error, Result, ports::Antivirus};

/// How long a document may take to be looked at.
const PATIENCE: Duration = Duration::from_mins(1);

/// clamd, where it listens.
pub struct Clamd {
    address: String,
}

impl Clamd {
    /// clamd at `HOST:PORT` or at the path of its socket; none for a blank address.
    #[must_use]
    pub fn at(address: &str) -> Option<Self> {
        (!address.is_empty()).then(|| Self { address: address.to_owned() })
    }
}

#[async_trait]
impl Antivirus for Clamd {
    async fn found_in(&self, bytes: &[u8]) -> Result<Option<String>> {
        let asked = async {
            if self.address.starts_with('/') {
                scan_buffer(bytes, Socket { socket_path: &self.address }, None).await
            } else {
                scan_buffer(bytes, Tcp { host_address: &self.address }, None).await
            }
        };
        let answer = tokio::time::timeout(PATIENCE, asked).await.map_err(Error::unavailable)?;
        read(&answer.map_err(Error::unavailable)?)
    }
}

/// What an answer says: `stream: OK`, or `stream: NAME FOUND`; anything else is no answer.
fn read(answer: &[u8]) -> Result<Option<String>> {
    let text = String::from_utf8_lossy(answer);
    let said = text.trim_end_matches(['\0', '\n']).strip_prefix("stream: ");
    match said.map(|said| (said, said.strip_suffix(" FOUND"))) {
        Some(("OK", _)) => Ok(None),
        Some((_, Some(name))) if !name.is_empty() => Ok(Some(name.to_owned())),
        _ => Err(Error::unavailable(format!("clamd\u{a0}: {text}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_clean_or_a_name_and_anything_else_is_a_failure() {
        let found = |answer: &[u8]| read(answer).ok();
        assert_eq!(found(b"stream: OK\0"), Some(None));
        assert_eq!(found(b"stream: OK\n"), Some(None));
        let name = "Win.Test.EICAR_HDB-1".to_owned();
        assert_eq!(found(b"stream: Win.Test.EICAR_HDB-1 FOUND\0"), Some(Some(name)));
        for failure in
            [&b""[..], b"INSTREAM size limit exceeded. ERROR\0", b"stream:  FOUND\0", b"UNKNOWN COMMAND\0"]
        {
            assert_eq!(found(failure), None, "{}", String::from_utf8_lossy(failure));
        }
    }
}

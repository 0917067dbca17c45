//! What a page keeps outside of itself: who it is, what it has numbered, the batch and the confirmation that nobody
//! has acknowledged.

use std::path::{Path, PathBuf};

use domain::dossier::{Batch, ClientId};
use serde::{Deserialize, Serialize};

use super::confirming::Confirmed;

/// The journal of one page, in a file as in a browser's database.
pub struct Journal(PathBuf);

/// What stands in it.
#[derive(Serialize, Deserialize)]
pub struct Kept {
    /// The page: the same after it was closed and opened again.
    pub client: ClientId,
    /// The number of its next edit.
    pub next: u64,
    /// What it has sent, or was about to, and was not told of.
    pub batch: Option<Batch>,
    /// The step that it has confirmed, or was about to, and was not told of.
    pub confirmed: Option<Confirmed>,
}

impl Kept {
    /// Whether something of it is to be acknowledged.
    pub fn waits(&self) -> bool {
        self.batch.is_some() || self.confirmed.is_some()
    }
}

impl Journal {
    /// Begins the journal of a page in a folder.
    pub fn begin(folder: &Path, client: ClientId) -> anyhow::Result<(Self, Kept)> {
        let journal = Self(folder.join(format!("journal-{}.json", client.as_str())));
        let kept = Kept { client, next: 1, batch: None, confirmed: None };
        journal.write(&kept)?;
        Ok((journal, kept))
    }

    /// Keeps what stands in it; before anything is sent.
    pub fn write(&self, kept: &Kept) -> anyhow::Result<()> {
        Ok(std::fs::write(&self.0, serde_json::to_vec(kept)?)?)
    }

    /// Reads it again, when nothing else is known.
    pub fn read(&self) -> anyhow::Result<Kept> {
        Ok(serde_json::from_slice(&std::fs::read(&self.0)?)?)
    }
}

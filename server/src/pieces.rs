//! The documents given, in a folder: each file named by the digest of its bytes.

use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use domain::{Error, Result, ports::Pieces};
use object_store::{
    ObjectStore, ObjectStoreExt, local::LocalFileSystem, memory::InMemory, path::Path as Key,
};
use sha2::{Digest, Sha256};

/// Documents in any store of objects.
pub struct StoredPieces(Arc<dyn ObjectStore>);

impl StoredPieces {
    /// Opens a folder, made if it is not there; what is written is on the disk before it is acknowledged.
    pub fn in_folder(folder: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)?;
        Ok(Self(Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true))))
    }

    /// Documents that end with the program, for tests.
    #[must_use]
    pub fn in_memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }
}

#[async_trait]
impl Pieces for StoredPieces {
    async fn keep(&self, bytes: Vec<u8>) -> Result<String> {
        let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        // Written again when it is there: the same bytes under the same name.
        self.0.put(&key(&digest), bytes.into()).await.map_err(Error::unavailable)?;
        Ok(digest)
    }

    async fn bytes(&self, digest: &str) -> Result<Option<Vec<u8>>> {
        let found = match self.0.get(&key(digest)).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(Error::unavailable(error)),
        };
        found.bytes().await.map(|bytes| Some(bytes.to_vec())).map_err(Error::unavailable)
    }
}

/// Where a document stands: in a folder of the first two letters of its digest.
fn key(digest: &str) -> Key {
    let letters = digest.bytes().all(|letter| letter.is_ascii_hexdigit());
    // A digest asked for by an address is not to be trusted.
    let (folder, name) = digest.split_at_checked(2).filter(|_| letters).unwrap_or(("0", "0"));
    Key::from_iter([folder, name])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_kept_by_their_content_wherever_they_are() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let stores =
            [StoredPieces::in_memory(), StoredPieces::in_folder(folder.path()).expect("a folder opens")];
        for pieces in stores {
            runtime.block_on(async {
                let digest = pieces.keep(b"statuts".to_vec()).await.expect("kept");
                assert_eq!(digest.len(), 64);
                assert_eq!(pieces.keep(b"statuts".to_vec()).await.expect("kept again"), digest);
                assert_eq!(pieces.bytes(&digest).await.expect("read"), Some(b"statuts".to_vec()));
                let other = pieces.keep(b"comptes".to_vec()).await.expect("kept");
                assert_ne!(other, digest);
                for absent in ["", "a", "../../etc/passwd", &"0".repeat(64)] {
                    assert_eq!(pieces.bytes(absent).await.expect("an answer"), None, "{absent}");
                }
            });
        }
    }
}

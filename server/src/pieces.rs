//! The documents given, in any store of objects: each file named by the digest of its bytes.
//!
//! Documents on their way stand beside, chunk by chunk, until they are whole or a day old.

mod open;
mod parcels;
mod reading;
mod room;

use std::{ops::Range, sync::Arc};

use async_trait::async_trait;
use domain::{
    Error, Result, Timestamp,
    dossier::DossierId,
    piece::{Parcel, digest_of},
    ports::{Parts, Pieces},
};
use object_store::{ObjectStore, ObjectStoreExt, memory::InMemory, path::Path as Key};

use room::Room;

/// Documents in any store of objects.
pub struct StoredPieces {
    store: Arc<dyn ObjectStore>,
    /// The disk, where there is one.
    room: Option<Room>,
}

impl StoredPieces {
    /// Documents that end with the program, for tests.
    #[must_use]
    pub fn in_memory() -> Self {
        Self { store: Arc::new(InMemory::new()), room: None }
    }
}

#[async_trait]
impl Pieces for StoredPieces {
    async fn keep(&self, bytes: Vec<u8>) -> Result<String> {
        let digest = digest_of(&bytes);
        self.has_room(bytes.len())?;
        // Written again when it is there: the same bytes under the same name.
        self.store.put(&key(&digest), bytes.into()).await.map_err(room::not_written)?;
        Ok(digest)
    }

    async fn bytes(&self, digest: &str) -> Result<Option<Vec<u8>>> {
        let bytes = read(&*self.store, &key(digest)).await?;
        // What is not what was given is not handed out under its name.
        match bytes {
            Some(bytes) if digest_of(&bytes) != digest => {
                Err(Error::unavailable(format!("pièce {digest} altérée dans le stockage")))
            }
            bytes => Ok(bytes),
        }
    }

    async fn parts(&self, digest: &str, range: Option<Range<u64>>) -> Result<Option<Box<dyn Parts>>> {
        let reading = reading::Reading::open(&*self.store, &key(digest), digest, range).await?;
        Ok(reading.map(|reading| Box::new(reading) as Box<dyn Parts>))
    }

    async fn hold(&self, parcel: &Parcel, chunk: usize, bytes: Vec<u8>) -> Result<()> {
        self.has_room(bytes.len())?;
        parcels::hold(&*self.store, parcel, chunk, bytes).await
    }

    async fn held(&self, parcel: &Parcel) -> Result<Vec<usize>> {
        parcels::held(&*self.store, parcel).await
    }

    async fn gathered(&self, parcel: &Parcel) -> Result<Option<Vec<u8>>> {
        parcels::gathered(&*self.store, parcel).await
    }

    async fn forget(&self, parcel: &Parcel) -> Result<()> {
        parcels::forget(&*self.store, parcel).await
    }

    async fn parcels(&self, dossier: DossierId) -> Result<usize> {
        parcels::of_dossier(&*self.store, dossier).await
    }

    async fn forget_before(&self, at: Timestamp) -> Result<usize> {
        parcels::forget_before(&*self.store, at).await
    }
}

impl StoredPieces {
    /// Refuses so many bytes more than the disk may take.
    fn has_room(&self, bytes: usize) -> Result<()> {
        self.room.as_ref().map_or(Ok(()), |room| room.takes(bytes))
    }
}

/// The bytes under a name; none when there is nothing.
async fn read(store: &dyn ObjectStore, key: &Key) -> Result<Option<Vec<u8>>> {
    let found = match store.get(key).await {
        Ok(found) => found,
        Err(object_store::Error::NotFound { .. }) => return Ok(None),
        Err(error) => return Err(Error::unavailable(error)),
    };
    found.bytes().await.map(|bytes| Some(bytes.to_vec())).map_err(Error::unavailable)
}

/// Where a document stands: in a folder of the first two letters of its digest.
fn key(digest: &str) -> Key {
    let letters = digest.bytes().all(|letter| letter.is_ascii_hexdigit());
    // A digest asked for by an address is not to be trusted.
    let (folder, name) = digest.split_at_checked(2).filter(|_| letters).unwrap_or(("0", "0"));
    Key::from_iter([folder, name])
}

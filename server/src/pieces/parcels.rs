//! Documents on their way: `envois/DOSSIER/EMPREINTE-TAILLE/MORCEAU`.

use domain::{Error, Result, Timestamp, dossier::DossierId, piece::Parcel};
use futures_util::{StreamExt, TryStreamExt};
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt, path::Path as Key};

use super::{read, room::not_written};

const FOLDER: &str = "envois";
/// Chunks written or forgotten at once.
const AT_ONCE: usize = 8;

pub(super) async fn hold(
    store: &dyn ObjectStore,
    parcel: &Parcel,
    chunk: usize,
    bytes: Vec<u8>,
) -> Result<()> {
    store.put(&of_chunk(parcel, chunk), bytes.into()).await.map(drop).map_err(not_written)
}

pub(super) async fn held(store: &dyn ObjectStore, parcel: &Parcel) -> Result<Vec<usize>> {
    let found: Vec<ObjectMeta> =
        store.list(Some(&of(parcel))).try_collect().await.map_err(Error::unavailable)?;
    let chunk = |found: ObjectMeta| {
        let chunk = found.location.filename()?.parse().ok()?;
        // A chunk cut short by a failure of the store is sent again.
        (u64::try_from(parcel.bytes_of(chunk)?).ok()? == found.size).then_some(chunk)
    };
    let mut chunks: Vec<usize> = found.into_iter().filter_map(chunk).collect();
    chunks.sort_unstable();
    Ok(chunks)
}

pub(super) async fn gathered(store: &dyn ObjectStore, parcel: &Parcel) -> Result<Option<Vec<u8>>> {
    let mut whole = Vec::new();
    for chunk in 0..parcel.chunks() {
        let Some(bytes) = read(store, &of_chunk(parcel, chunk)).await? else { return Ok(None) };
        whole.extend(bytes);
    }
    Ok((whole.len() == parcel.size).then_some(whole))
}

pub(super) async fn forget(store: &dyn ObjectStore, parcel: &Parcel) -> Result<()> {
    let found: Vec<ObjectMeta> =
        store.list(Some(&of(parcel))).try_collect().await.map_err(Error::unavailable)?;
    delete(store, found).await.map(drop)
}

pub(super) async fn of_dossier(store: &dyn ObjectStore, dossier: DossierId) -> Result<usize> {
    let folder = Key::from_iter([FOLDER, &dossier.to_string()]);
    let found = store.list_with_delimiter(Some(&folder)).await.map_err(Error::unavailable)?;
    Ok(found.common_prefixes.len())
}

pub(super) async fn forget_before(store: &dyn ObjectStore, at: Timestamp) -> Result<usize> {
    let folder = Key::from(FOLDER);
    let found: Vec<ObjectMeta> = store.list(Some(&folder)).try_collect().await.map_err(Error::unavailable)?;
    let old = found.into_iter().filter(|found| found.last_modified.timestamp() < at.as_second());
    delete(store, old.collect()).await
}

async fn delete(store: &dyn ObjectStore, found: Vec<ObjectMeta>) -> Result<usize> {
    let count = found.len();
    let deleted = futures_util::stream::iter(found).map(|found| async move {
        match store.delete(&found.location).await {
            // Forgotten twice at once: it is gone.
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(Error::unavailable(error)),
        }
    });
    deleted.buffer_unordered(AT_ONCE).try_collect::<Vec<()>>().await?;
    Ok(count)
}

fn of(parcel: &Parcel) -> Key {
    let name = format!("{}-{}", parcel.digest, parcel.size);
    Key::from_iter([FOLDER, &parcel.dossier.to_string(), &name])
}

fn of_chunk(parcel: &Parcel, chunk: usize) -> Key {
    of(parcel).join(chunk.to_string())
}

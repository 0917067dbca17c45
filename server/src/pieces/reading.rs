//! A document read part by part, from any store of objects.

use std::ops::Range;

use async_trait::async_trait;
use domain::{Error, Result, piece::Digesting, ports::Parts};
use futures_util::{
    StreamExt,
    stream::{BoxStream, Fuse},
};
use object_store::{GetOptions, ObjectStore, path::Path as Key};

/// A document being read.
pub(super) struct Reading {
    parts: Fuse<BoxStream<'static, Result<Vec<u8>>>>,
    /// The part read last: it goes once what follows, or the whole, is known to be right.
    held: Option<Vec<u8>>,
    /// What the whole is checked by; none for a range.
    whole: Option<(Digesting, String)>,
}

impl Reading {
    /// Opens a document, or a range of it; none when there is none.
    pub(super) async fn open(
        store: &dyn ObjectStore,
        key: &Key,
        digest: &str,
        range: Option<Range<u64>>,
    ) -> Result<Option<Self>> {
        let whole = range.is_none().then(|| (Digesting::default(), digest.to_owned()));
        let found = match store.get_opts(key, GetOptions::new().with_range(range)).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(Error::unavailable(error)),
        };
        let parts =
            found.into_stream().map(|part| part.map(|part| part.to_vec()).map_err(Error::unavailable));
        Ok(Some(Self { parts: parts.boxed().fuse(), held: None, whole }))
    }
}

#[async_trait]
impl Parts for Reading {
    async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        while let Some(part) = self.parts.next().await {
            let part = part?;
            if let Some((digesting, _)) = &mut self.whole {
                digesting.take(&part);
            }
            if let Some(before) = self.held.replace(part) {
                return Ok(Some(before));
            }
        }
        if let Some((digesting, digest)) = self.whole.take()
            && digesting.digest() != digest
        {
            self.held = None;
            return Err(Error::unavailable(format!("pièce {digest} altérée dans le stockage")));
        }
        Ok(self.held.take())
    }
}

//! Opening the store of documents that the configuration names: a folder, or an S3-compatible service.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::Context;
use object_store::{
    BackoffConfig, ClientOptions, RetryConfig, aws::AmazonS3Builder, local::LocalFileSystem,
    prefix::PrefixStore,
};

use super::{StoredPieces, room::Room};
use crate::config::{Pieces, S3};

/// How long a request to the service may last.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long one that fails is tried again.
const RETRIES: Duration = Duration::from_secs(20);

impl StoredPieces {
    /// Opens what the configuration names.
    pub fn open(config: &Pieces) -> anyhow::Result<Self> {
        if let Some(place) = config.folder.to_str().and_then(|folder| folder.strip_prefix("s3://")) {
            return Self::in_service(place, &config.s3);
        }
        let reserve = config.reserve_mo.saturating_mul(1 << 20);
        let room = Room { folder: config.folder.clone(), reserve };
        Ok(Self { room: Some(room), ..Self::in_folder(&config.folder)? })
    }

    /// Opens a folder, made if it is not there; what is written is on the disk before it is acknowledged.
    pub fn in_folder(folder: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let store = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true).with_automatic_cleanup(true);
        Ok(Self { store: Arc::new(store), room: None })
    }

    /// Opens a bucket of an S3-compatible service, `BUCKET` or `BUCKET/PREFIX`.
    fn in_service(place: &str, config: &S3) -> anyhow::Result<Self> {
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        let client = ClientOptions::new().with_allow_http(config.allow_http).with_timeout(PATIENCE);
        let retry = RetryConfig {
            retry_timeout: RETRIES,
            backoff: BackoffConfig::default(),
            ..RetryConfig::default()
        };
        let mut builder = AmazonS3Builder::from_env()
            .with_bucket_name(bucket)
            .with_region(&config.region)
            .with_client_options(client)
            .with_retry(retry);
        if !config.endpoint.is_empty() {
            builder = builder.with_endpoint(&config.endpoint);
        }
        // Without keys here, those of the machine's environment serve.
        if !config.access_key.is_empty() {
            builder =
                builder.with_access_key_id(&config.access_key).with_secret_access_key(&config.secret_key);
        }
        let store = builder.build().context("le stockage S3 des pièces ne s'ouvre pas")?;
        Ok(Self { store: Arc::new(PrefixStore::new(store, prefix)), room: None })
    }
}

//! `migrate`: brings the database's structure up to date.

use crate::config::Config;

pub(super) async fn migrate() -> anyhow::Result<bool> {
    super::open_store(&Config::load()?).await?;
    super::say("base à jour");
    Ok(true)
}

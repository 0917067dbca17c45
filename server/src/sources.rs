//! The services that are asked about structures, as the configuration names them; in a demonstration, a stand-in.

use std::{sync::Arc, time::Duration};

use domain::{
    Structure,
    source::{Ask, Cache},
};
use sources::{
    Kept, Service,
    demo::{self, Control, Keys},
    emplois::{Marche, Siaes},
    immersion,
    registre::{Recherche, Sirene},
    upstream::{Manners, Upstream},
};

use crate::config::{Reserved, Sources};

/// Sources as use cases are handed them.
pub type Asking = Arc<[Arc<dyn Ask>]>;

/// Every source that has an address, and a key where it wants one.
pub fn open(config: &Sources, cache: &Arc<dyn Cache>) -> anyhow::Result<Asking> {
    let instances = config.instances;
    opened(config, cache, |manners| manners.shared_by(instances))
}

/// The same over a stand-in of one's own, that may be asked without a pause.
pub fn open_without_pause(config: &Sources, cache: &Arc<dyn Cache>) -> anyhow::Result<Asking> {
    opened(config, cache, |manners| Manners { apart: Duration::ZERO, ..manners })
}

fn opened(
    config: &Sources,
    cache: &Arc<dyn Cache>,
    adapted: impl Fn(Manners) -> Manners,
) -> anyhow::Result<Asking> {
    let mut all: Vec<Arc<dyn Ask>> = Vec::new();
    let Sources { emplois, immersion, recherche_entreprises, sirene, .. } = config;
    let at = |url: &str, manners: Manners| at(url, adapted(manners));
    let with_key = |service: &Reserved, manners| {
        if service.key.is_empty() { Ok(None) } else { at(&service.url, manners) }
    };
    if let Some(upstream) = at(&emplois.url, Siaes::manners())? {
        all.push(kept(Siaes::over(upstream), cache));
    }
    if let Some(upstream) = with_key(emplois, Marche::manners())? {
        all.push(kept(Marche::over(upstream, &emplois.key), cache));
    }
    if let Some(upstream) = with_key(immersion, immersion::manners())? {
        let (conventions, statistics) = immersion::over(upstream, &immersion.key);
        all.extend([kept(conventions, cache), kept(statistics, cache)]);
    }
    if let Some(upstream) = at(&recherche_entreprises.url, Recherche::manners())? {
        all.push(kept(Recherche::over(upstream), cache));
    }
    if let Some(upstream) = with_key(sirene, Sirene::manners())? {
        all.push(kept(Sirene::over(upstream, &sirene.key), cache));
    }
    Ok(all.into())
}

/// Starts the stand-in of the demonstration at an address; the configuration that speaks to it.
pub async fn stand_in(at: &str) -> anyhow::Result<Sources> {
    stand_in_of(at, demo::structures(sources::asp::Demo::small())).await
}

/// Starts a stand-in that knows some structures; the configuration that speaks to it.
pub async fn stand_in_of(at: &str, structures: Vec<Structure>) -> anyhow::Result<Sources> {
    started(at, structures, Control::new()).await
}

/// Starts one of one's own, that may be asked without a pause: dossiers are made by the dozen.
pub async fn stand_in_without_limits(structures: Vec<Structure>) -> anyhow::Result<Sources> {
    started("127.0.0.1:0", structures, Control::new().without_limits()).await
}

async fn started(at: &str, structures: Vec<Structure>, control: Control) -> anyhow::Result<Sources> {
    let listener = tokio::net::TcpListener::bind(at).await?;
    let base = format!("http://{}", listener.local_addr()?);
    let keys = Keys::of_the_demonstration();
    let config = Sources::demonstration(&base, &keys);
    tokio::spawn(async move {
        if let Err(error) = demo::serve(listener, structures, keys, control).await {
            tracing::error!(%error, "The stand-in of the services has stopped");
        }
    });
    Ok(config)
}

fn kept<S: Service + 'static>(service: S, cache: &Arc<dyn Cache>) -> Arc<dyn Ask> {
    Arc::new(Kept::new(service, cache.clone()))
}

fn at(url: &str, manners: Manners) -> anyhow::Result<Option<Upstream>> {
    Ok(if url.is_empty() { None } else { Some(Upstream::at(url, manners)?) })
}

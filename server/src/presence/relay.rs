//! Telling the other instances who is here, and hearing who is there.

use std::{sync::Arc, time::Duration};

use app::Colleague;
use domain::{dossier::DossierId, ports::Clock};
use serde::{Deserialize, Serialize};
use store::Store;
use tokio::sync::broadcast::error::RecvError;

use super::Presence;

/// How often an instance says again who is on it: one that has just started hears it then.
const AGAIN: Duration = Duration::from_secs(15);
/// How long what it said holds: one that died is forgotten then.
const HOLDS: Duration = Duration::from_secs(45);

/// Who is on a dossier, on one instance.
#[derive(Serialize, Deserialize)]
struct Told {
    instance: String,
    dossier: DossierId,
    here: Vec<Colleague>,
}

/// Tells and hears, for as long as the service runs; nothing where no other instance can share the database.
pub async fn relay(presence: Arc<Presence>, store: Store, clock: Arc<dyn Clock>, instance: String) {
    let Some(mut heard) = store.presences() else { return };
    let mut moved = presence.own.subscribe();
    let mut again = tokio::time::interval(AGAIN);
    loop {
        tokio::select! {
            told = heard.recv() => match told {
                Ok(told) => hear(&presence, &*clock, &instance, &told),
                Err(RecvError::Lagged(_)) => {} // said again soon
                Err(RecvError::Closed) => return,
            },
            id = moved.recv() => match id {
                Ok(id) => tell(&presence, &store, &instance, [id]).await,
                Err(RecvError::Lagged(_)) => tell(&presence, &store, &instance, presence.taken()).await,
                Err(RecvError::Closed) => return,
            },
            _ = again.tick() => {
                presence.forget(clock.now());
                tell(&presence, &store, &instance, presence.taken()).await;
            }
        }
    }
}

async fn tell(
    presence: &Presence,
    store: &Store,
    instance: &str,
    dossiers: impl IntoIterator<Item = DossierId>,
) {
    for dossier in dossiers {
        let told = Told { instance: instance.to_owned(), dossier, here: presence.here(dossier) };
        let text = serde_json::to_string(&told).expect("the types told have only string keys");
        if let Err(error) = store.tell_presence(&text).await {
            tracing::debug!(%error, "who is here was not told");
        }
    }
}

fn hear(presence: &Presence, clock: &dyn Clock, instance: &str, told: &str) {
    let Ok(Told { instance: from, dossier, here }) = serde_json::from_str(told) else { return };
    if from != instance {
        presence.told(dossier, from, here, clock.now() + HOLDS);
    }
}

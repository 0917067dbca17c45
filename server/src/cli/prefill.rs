//! `prefill report`: what a dossier would open with, step by step; nothing is kept of it.

mod markdown;

use std::sync::Arc;

use clap::ValueEnum;
use domain::{
    Acting, PersonId, Structure, StructureId, Timestamp, Viewer,
    dossier::About,
    ports::{Clock, Directory, Register},
    source::Ask,
    usecase::{Services, count_prefill},
};
use form::Date;
use store::Store;

use super::serve::services;
use crate::{
    adapters::SystemClock,
    config::{Config, Sources},
    scratch::Scratch,
};

/// Structures counted when none is named.
const SAMPLE: usize = 3;

/// Which services are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Asking {
    /// Personne : ce que la base sait, et rien d'autre.
    Aucun,
    /// Une doublure, qui invente ce que les services diraient de ces structures.
    Doublure,
    /// Les services de la configuration.
    Reels,
}

/// What is to be counted.
pub(super) struct Wanted {
    pub(super) structures: Vec<i64>,
    pub(super) on: Option<Date>,
    pub(super) asking: Asking,
    pub(super) bilan: bool,
}

/// Prints what dossiers would open with; false when one of them does not hold what is promised.
pub(super) async fn report(wanted: Wanted) -> anyhow::Result<bool> {
    let config = Config::load()?;
    let store = super::open_store(&config).await?;
    let structures = chosen(&store, &wanted.structures).await?;
    if structures.is_empty() {
        eprintln!("aucune structure avec une annexe dans la base\u{a0}: importez une livraison de l'ASP");
        return Ok(false);
    }
    let clock: Arc<dyn Clock> = match wanted.on {
        Some(day) => Arc::new(Noon::of(day)),
        None => Arc::new(SystemClock),
    };
    let mut held = true;
    for structure in &structures {
        for kind in structure.kinds() {
            let scratch = Scratch::open().await?;
            let mut services =
                services(&Config { sources: Sources::none(), ..config.clone() }, &store, false)?;
            services.sources = asked(&config, wanted.asking, &structures, &scratch).await?;
            let services = scratch.services(Services { clock: clock.clone(), ..services });
            let about = if wanted.bilan { About::Bilan } else { About::Demand };
            let counted = count_prefill(&services, &administrator(structure), about, kind).await;
            let counted = counted.map_err(anyhow::Error::new)?;
            super::say(&markdown::table(structure, kind, &counted));
            held &= markdown::held(&counted);
        }
    }
    Ok(held)
}

/// The structures named, or the first that hold an annexe.
async fn chosen(store: &Store, named: &[i64]) -> anyhow::Result<Vec<Structure>> {
    let mut ids: Vec<StructureId> = named.iter().copied().map(StructureId::of_asp).collect();
    if ids.is_empty() {
        let listed = store.search("").await.map_err(anyhow::Error::new)?;
        ids = listed.into_iter().map(|listed| listed.id).collect();
    }
    let mut chosen = Vec::new();
    for (place, id) in ids.into_iter().enumerate() {
        let structure = store.structure(id).await.map_err(anyhow::Error::new)?;
        match (structure, named.get(place)) {
            (None, Some(asp_id)) => anyhow::bail!("la base ne connaît pas la structure {asp_id} de l'ASP"),
            (Some(structure), _) if !structure.kinds().is_empty() => chosen.push(structure),
            _ => {}
        }
        if named.is_empty() && chosen.len() == SAMPLE {
            break;
        }
    }
    Ok(chosen)
}

/// The services to be asked.
async fn asked(
    config: &Config,
    asking: Asking,
    structures: &[Structure],
    scratch: &Scratch,
) -> anyhow::Result<Arc<[Arc<dyn Ask>]>> {
    let sources = match asking {
        Asking::Aucun => Sources::none(),
        Asking::Doublure => crate::sources::stand_in_of("127.0.0.1:0", structures.to_vec()).await?,
        Asking::Reels => config.sources.clone(),
    };
    crate::sources::open(&sources, &scratch.cache())
}

/// Somebody who may open a dossier of the structure.
fn administrator(structure: &Structure) -> Viewer {
    let name = structure.asp.name.clone();
    let acting = Acting::Structure { id: structure.id, name, administrator: true };
    Viewer { person: PersonId(uuid::Uuid::nil()), name: "Compte".to_owned(), acting }
}

/// Noon of a day, in universal time.
struct Noon(Timestamp);

impl Noon {
    fn of(day: Date) -> Self {
        Self(format!("{day}T12:00:00Z").parse().expect("a day has a noon"))
    }
}

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        self.0
    }
}

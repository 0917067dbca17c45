//! `seed`: invented structures and their dossiers, at every stage.

use std::sync::Arc;

use domain::{
    Departement,
    ports::{Clock, Realisations},
    source::Cache,
    usecase::Services,
};
use form::french;
use sources::asp::{MonthlyDemo, write_delivery};

use crate::{
    adapters::SystemClock,
    config::{Config, Sources},
    demo::{
        follow_up::write_follow_ups,
        national::{self, National, Stage},
        write_networks,
    },
};

/// What each stage is called, one and many.
const STAGES: [(Stage, &str, &str); 11] = [
    (Stage::Draft, "en cours de saisie", "en cours de saisie"),
    (Stage::Sent, "transmis", "transmis"),
    (Stage::Altered, "transmis avec des écarts", "transmis avec des écarts"),
    (Stage::More, "transmis avec plus de postes", "transmis avec plus de postes"),
    (Stage::Correcting, "à corriger", "à corriger"),
    (Stage::Corrected, "corrigé et transmis de nouveau", "corrigés et transmis de nouveau"),
    (Stage::Acknowledged, "complet", "complets"),
    (Stage::Consulting, "en attente d’un avis", "en attente d’un avis"),
    (Stage::Ready, "prêt à décider", "prêts à décider"),
    (Stage::Granted, "accordé", "accordés"),
    (Stage::Refused, "refusé", "refusés"),
];

pub(super) async fn seed(
    structures: usize,
    dossiers: usize,
    seed: u64,
    departement: Option<String>,
) -> anyhow::Result<bool> {
    let departement = departement.map(|code| Departement::parse(&code)).transpose()?;
    let wanted = National { structures, dossiers, seed, departement };
    let folder = tempfile::tempdir()?;
    let delivery = national::delivery(&wanted, SystemClock.now());
    let written = write_delivery(folder.path(), MonthlyDemo::of(delivery))?;
    let sheet = write_networks(folder.path(), delivery)?;
    let files = written.into_iter().map(|(path, _)| path).chain([sheet]);
    let clean = super::import::asp(files.collect()).await?;
    let config = Config { sources: Sources::none(), ..Config::load()? };
    let store = super::open_store(&config).await?;
    let invented = sources::demo::structures(delivery);
    // What others publish of the same months.
    let mut realised = Vec::new();
    for structure in &invented {
        realised.push(store.of(structure).await.map_err(anyhow::Error::new)?);
    }
    let followed = write_follow_ups(folder.path(), &realised, delivery.delivered)?;
    let clean = super::import::asp(followed.to_vec()).await? && clean;
    // What is invented has the local questions of the demonstration, where `serve --demo` shows it.
    let services = super::serve::services(&config, &store, true)?;
    // Its sources are those of the demonstration too, at a stand-in that knows what is invented.
    let stand_in = crate::sources::stand_in_without_limits(invented).await?;
    let cache: Arc<dyn Cache> = Arc::new(store.clone());
    let services = Services { sources: crate::sources::open_without_pause(&stand_in, &cache)?, ..services };
    let made = national::seed(&services, &wanted).await?;
    let all: usize = made.values().sum();
    super::say(&french::count(all, "dossier", "dossiers"));
    for (stage, one, many) in STAGES {
        if let Some(count) = made.get(&stage) {
            super::say(&format!("- {}", french::count(*count, one, many)));
        }
    }
    if all < dossiers {
        let left = french::count(dossiers - all, "dossier n’a pas trouvé", "dossiers n’ont pas trouvé");
        super::say(&format!("{left} de structure\u{a0}: demandez plus de structures."));
    }
    Ok(clean && all == dossiers)
}

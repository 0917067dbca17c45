//! The ports of a bench: a real database, nobody else to ask.

use std::sync::Arc;

use domain::{
    dossier::procedure::Rules,
    usecase::{Services, StepTimes},
};
use server::{
    adapters::{RandomIds, SystemClock},
    library::Embedded,
    lists::EmbeddedLists,
    pieces::StoredPieces,
};

/// The use cases' ports over a database.
pub fn over(store: &Arc<store::Store>) -> anyhow::Result<Services> {
    Ok(Services {
        clock: Arc::new(SystemClock),
        ids: Arc::new(RandomIds),
        library: Arc::new(Embedded::open(&[])?),
        lists: Arc::new(EmbeddedLists::open()?),
        times: StepTimes::default(),
        pieces: Arc::new(StoredPieces::in_memory()),
        heaviest: domain::piece::LARGEST,
        quota: domain::piece::Quota::default(),
        rules: Rules { delay_days: 60, slight_percent: 5, validated_in: Vec::new() },
        awaited: store.clone(),
        antivirus: None,
        sources: Arc::new([]),
        realisations: store.clone(),
        awaited_sources: store.clone(),
        hearings: store.clone(),
        dossiers: store.clone(),
        register: store.clone(),
        tallies: store.clone(),
        reserves: store.clone(),
        desks: store.clone(),
        directory: store.clone(),
        sessions: store.clone(),
        looks: store.clone(),
        canned: store.clone(),
        notices: store.clone(),
        outbox: store.clone(),
        mailer: None,
    })
}

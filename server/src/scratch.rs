//! Use cases that leave nothing behind: what the database holds is read, what they write goes to one that is thrown
//! away.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    Result, StructureId,
    access::Reader,
    dossier::{DossierId, Event, Seq, Snapshot},
    ports::{Decide, DossierLine, Dossiers, Since},
    queue::{self, Asked, Found},
    source::Cache,
    usecase::Services,
};
use store::Store;

use crate::pieces::StoredPieces;

/// Where what is written goes; it is thrown away when dropped.
pub(crate) struct Scratch {
    store: Store,
    _folder: tempfile::TempDir,
}

impl Scratch {
    /// A place that holds nothing.
    pub(crate) async fn open() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let store =
            Store::open(&format!("sqlite://{}", folder.path().join("scratch.sqlite").display())).await?;
        Ok(Self { store, _folder: folder })
    }

    /// Where answers of other services are kept meanwhile.
    pub(crate) fn cache(&self) -> Arc<dyn Cache> {
        Arc::new(self.store.clone())
    }

    /// The same services, that write here.
    pub(crate) fn services(&self, services: Services) -> Services {
        let scratch = Arc::new(self.store.clone());
        let beside = Beside { kept: services.dossiers, scratch: scratch.clone() };
        Services {
            dossiers: Arc::new(beside),
            pieces: Arc::new(StoredPieces::in_memory()),
            awaited: scratch.clone(),
            antivirus: None,
            awaited_sources: scratch.clone(),
            canned: scratch.clone(),
            hearings: scratch.clone(),
            looks: scratch.clone(),
            notices: scratch.clone(),
            outbox: scratch.clone(),
            mailer: None,
            sessions: scratch,
            ..services
        }
    }
}

/// The dossiers that are kept, which are read, and those that are thrown away.
struct Beside {
    kept: Arc<dyn Dossiers>,
    scratch: Arc<dyn Dossiers>,
}

#[async_trait]
impl Dossiers for Beside {
    async fn create(&self, id: DossierId, events: Vec<Event>) -> Result<bool> {
        self.scratch.create(id, events).await
    }

    async fn snapshot(&self, id: DossierId) -> Result<Option<Snapshot>> {
        match self.scratch.snapshot(id).await? {
            Some(snapshot) => Ok(Some(snapshot)),
            None => self.kept.snapshot(id).await,
        }
    }

    async fn change(&self, id: DossierId, since: Since, decide: Decide) -> Result<Option<()>> {
        self.scratch.change(id, since, decide).await
    }

    async fn history(&self, id: DossierId) -> Result<Vec<Event>> {
        let events = self.scratch.history(id).await?;
        if events.is_empty() { self.kept.history(id).await } else { Ok(events) }
    }

    async fn after(&self, id: DossierId, seq: Seq) -> Result<Vec<Event>> {
        self.scratch.after(id, seq).await
    }

    async fn last_sent(&self, most: u64) -> Result<Vec<Vec<Event>>> {
        self.kept.last_sent(most).await
    }

    async fn drafts(&self) -> Result<Vec<DossierId>> {
        self.scratch.drafts().await
    }

    async fn of_structure(&self, structure: StructureId) -> Result<Vec<DossierLine>> {
        let mut lines = self.scratch.of_structure(structure).await?;
        lines.extend(self.kept.of_structure(structure).await?);
        Ok(lines)
    }

    async fn of_year(&self, structures: &[StructureId], year: i16) -> Result<Vec<DossierLine>> {
        let mut lines = self.scratch.of_year(structures, year).await?;
        lines.extend(self.kept.of_year(structures, year).await?);
        Ok(lines)
    }

    async fn queue(&self, reader: &Reader, asked: &Asked, most: u64) -> Result<Found> {
        self.kept.queue(reader, asked, most).await
    }

    async fn beside(&self, reader: &Reader, asked: &Asked, id: DossierId) -> Result<queue::Beside> {
        self.kept.beside(reader, asked, id).await
    }
}

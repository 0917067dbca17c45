//! What the use cases ask of the outside: small traits, implemented under `server/`.

use std::sync::Arc;

use async_trait::async_trait;
use form::{Date, Parameters, Program};

use crate::{
    Departement, Kind, PersonId, Result, Structure, StructureId, Timestamp, Viewer,
    access::ReviewScope,
    dossier::{ClientId, DossierId, Event, Reference, Seq, Snapshot, State, TrameRef},
};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The instant.
    fn now(&self) -> Timestamp;

    /// The day in Paris.
    fn today(&self) -> Date {
        form::french::time_of_day(self.now()).0
    }
}

/// Draws identifiers.
pub trait Ids: Send + Sync {
    /// A dossier identifier that was never given.
    fn dossier(&self) -> DossierId;
}

/// The published trames and the dated parameters.
pub trait Library: Send + Sync {
    /// The trame new dossiers begin with.
    fn current(&self) -> Arc<Program>;

    /// A published trame, for ever.
    fn program(&self, trame: &TrameRef) -> Option<Arc<Program>>;

    /// The dated parameters.
    fn parameters(&self) -> &Parameters;
}

/// The dossiers: their logs, and the snapshots derived from them.
#[async_trait]
pub trait Dossiers: Send + Sync {
    /// Opens a dossier with its first events; `false` when one of that structure, kind and year exists.
    async fn create(&self, id: DossierId, events: Vec<Event>) -> Result<bool>;

    /// The dossier as it stands.
    async fn snapshot(&self, id: DossierId) -> Result<Option<Snapshot>>;

    /// Writes what `decide` answers to the present state, all or nothing, durably before it returns.
    ///
    /// `None` when there is no such dossier. No other change comes between the reading and the writing.
    async fn change(&self, id: DossierId, since: Since, decide: Decide) -> Result<Option<()>>;

    /// The whole log of a dossier, in order.
    async fn history(&self, id: DossierId) -> Result<Vec<Event>>;

    /// The dossiers of a structure, newest year first.
    async fn of_structure(&self, structure: StructureId) -> Result<Vec<DossierLine>>;

    /// The submitted dossiers of a scope, oldest submission first.
    async fn submitted(&self, scope: &ReviewScope) -> Result<Vec<DossierLine>>;
}

/// A decision on a dossier's present state: the events to add, or a refusal.
///
/// It answers its caller by what it captures.
pub type Decide = Box<dyn FnOnce(&Snapshot, &[Event]) -> Result<Vec<Event>> + Send>;

/// Which past events a decision needs to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// Those after this one.
    pub seq: Seq,
    /// And those this page sent, from this number of its own.
    pub client: Option<(ClientId, u64)>,
}

/// A dossier in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct DossierLine {
    /// The dossier.
    pub id: DossierId,
    /// The structure that asks.
    pub structure: StructureId,
    /// Its name.
    pub structure_name: String,
    /// Kind asked for.
    pub kind: Kind,
    /// Year of the annexe.
    pub year: i16,
    /// Service that decides.
    pub departement: Departement,
    /// Where it stands.
    pub state: State,
    /// Day it is expected.
    pub deadline: Date,
    /// Last change.
    pub changed: Timestamp,
    /// Last submission.
    pub submitted: Option<Timestamp>,
    /// Reference, once submitted.
    pub reference: Option<Reference>,
    /// The folded dossier.
    pub snapshot: Snapshot,
}

/// What ASP delivered.
#[async_trait]
pub trait Register: Send + Sync {
    /// A structure with its annexes.
    async fn structure(&self, id: StructureId) -> Result<Option<Structure>>;

    /// When the last delivery was made, if any was.
    async fn delivered(&self) -> Result<Option<Date>>;
}

/// Sessions of the people who are logged in.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Opens a session; `token` is a digest, the secret stays with the person.
    async fn open(&self, token: [u8; 32], viewer: &Viewer, until: Timestamp) -> Result<()>;

    /// The person of a session that has not ended.
    async fn viewer(&self, token: [u8; 32], now: Timestamp) -> Result<Option<Viewer>>;

    /// Ends a session.
    async fn close(&self, token: [u8; 32]) -> Result<()>;

    /// Names of people, for histories and receipts.
    async fn names(&self, people: &[PersonId]) -> Result<Vec<(PersonId, String)>>;
}

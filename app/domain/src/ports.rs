//! What the use cases ask of the outside: small traits, implemented under `server/`.

pub mod notices;
mod reserves;

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use async_trait::async_trait;
use form::{Date, Parameters, Program, trame::CodeList, value::Coded};
use serde::{Deserialize, Serialize};

use crate::{
    Departement, Kind, PersonId, Result, Structure, StructureId, Timestamp, Viewer,
    access::{Reader, ReviewScope, ServiceKey},
    asp::realised::{Realised, Totals},
    canned::CannedAnswer,
    dossier::{About, ClientId, DossierId, Event, Reference, Seq, Snapshot, State, TrameRef},
    emplois,
    inventory::{Contest, Sums, Supply},
    network::Membership,
    piece::Parcel,
    queue,
    source::{Silence, Source},
};

pub use reserves::{Measure, Reserves};

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

    /// A page identifier that was never given, for a form sent without a script.
    fn client(&self) -> ClientId;
}

/// The published trames and the dated parameters.
pub trait Library: Send + Sync {
    /// The form of today for some départements: the national trame with their local questions.
    fn current(&self, about: About, departements: &[Departement]) -> TrameRef;

    /// A published form, for ever.
    fn program(&self, trame: &TrameRef) -> Option<Arc<Program>>;

    /// Every published form, those of today first, then the local questions.
    fn forms(&self) -> Vec<PublishedForm>;

    /// The dated parameters that forms read.
    fn parameters(&self) -> &Parameters;

    /// The dated amounts with which what a source does not say itself is worked out; no form reads them.
    fn amounts(&self) -> &Parameters;
}

/// A form that was published, at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedForm {
    /// Stable name of its trame.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: u32,
    /// Whose local questions they are; none for the national form.
    pub departement: Option<Departement>,
    /// Steps.
    pub steps: usize,
    /// Questions, columns of tables included.
    pub questions: usize,
}

/// Reference lists: communes, activities.
pub trait Lists: Send + Sync {
    /// Entries whose name, code or postcode begins with a text, the best first.
    ///
    /// Capitals, accents and hyphens do not count.
    fn search(&self, list: CodeList, text: &str, most: usize) -> Vec<Coded>;

    /// The entry of a code; none when the list has no such code.
    fn of_code(&self, list: CodeList, code: &str) -> Option<Coded>;

    /// Every list that is kept, with its origin and its date.
    fn kept(&self) -> &[KeptList];
}

/// A reference list, as it was taken from its producer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptList {
    /// The list that answers are chosen in; none where the domain knows it by itself.
    pub list: Option<CodeList>,
    /// What it holds: `Communes`.
    pub name: String,
    /// The package it comes from.
    pub package: String,
    /// Version of the package.
    pub version: String,
    /// Day that version was published.
    #[serde(with = "form::day")]
    pub published: Date,
    /// Entries.
    pub count: usize,
}

/// The dossiers: their logs, and the snapshots derived from them.
#[async_trait]
pub trait Dossiers: Send + Sync {
    /// Opens a dossier with its first events; `false` when one of that structure, kind and year is about the same.
    async fn create(&self, id: DossierId, events: Vec<Event>) -> Result<bool>;

    /// The dossier as it stands.
    async fn snapshot(&self, id: DossierId) -> Result<Option<Snapshot>>;

    /// Writes what `decide` answers to the present state, all or nothing, durably before it returns.
    ///
    /// `None` when there is no such dossier. No other change comes between the reading and the writing.
    async fn change(&self, id: DossierId, since: Since, decide: Decide) -> Result<Option<()>>;

    /// The whole log of a dossier, in order.
    async fn history(&self, id: DossierId) -> Result<Vec<Event>>;

    /// What was added to the log of a dossier after an event, in order.
    async fn after(&self, id: DossierId, seq: Seq) -> Result<Vec<Event>>;

    /// The whole logs of the dossiers last sent, so many at most, the last first.
    async fn last_sent(&self, most: u64) -> Result<Vec<Vec<Event>>>;

    /// Every dossier that is not yet sent, in no order.
    async fn drafts(&self) -> Result<Vec<DossierId>>;

    /// The dossiers of a structure, newest year first.
    async fn of_structure(&self, structure: StructureId) -> Result<Vec<DossierLine>>;

    /// The dossiers of some structures for a year, by département, then by kind.
    async fn of_year(&self, structures: &[StructureId], year: i16) -> Result<Vec<DossierLine>>;

    /// The dossiers sent of a scope, as they are asked for, so many lines at most.
    async fn queue(&self, reader: &Reader, asked: &queue::Asked, most: u64) -> Result<queue::Found>;

    /// The dossiers just before and just after one, in what is asked.
    async fn beside(&self, reader: &Reader, asked: &queue::Asked, id: DossierId) -> Result<queue::Beside>;
}

/// How the people of a service share out their work, beside what the logs say.
#[async_trait]
pub trait Desks: Send + Sync {
    /// The people who ever acted for a service, by name.
    async fn agents(&self, service: &ServiceKey) -> Result<Vec<(PersonId, String)>>;

    /// The labels that dossiers bear for a service, in their order.
    async fn labels(&self, service: &ServiceKey) -> Result<Vec<String>>;

    /// How many dossiers each agent of the reader's service has that nobody decided, by age: those sent that day or
    /// later for the first of some days, the last first, then for the next, and the rest.
    async fn load(&self, reader: &Reader, days: &[Date]) -> Result<Vec<queue::Load>>;

    /// Follows some dossiers that the reader may review, or no more; those of them for which that changes something.
    async fn follow(&self, reader: &Reader, ids: &[DossierId], on: bool) -> Result<Vec<DossierId>>;

    /// The dossiers of the reader, among some or all, whose line in the queue changed after an instant; whenever that
    /// was, without one.
    async fn changed(
        &self,
        reader: &Reader,
        among: Option<&[DossierId]>,
        since: Option<Timestamp>,
    ) -> Result<Vec<DossierId>>;

    /// The views that a person keeps, by name.
    async fn views(&self, person: PersonId) -> Result<Vec<queue::View>>;

    /// Keeps a view, in place of the one of the same name.
    async fn keep_view(&self, person: PersonId, view: queue::View) -> Result<()>;

    /// Forgets a view of a person.
    async fn forget_view(&self, person: PersonId, id: queue::ViewId) -> Result<()>;
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

impl Since {
    /// Whether an event is one of them.
    #[must_use]
    pub fn asks(&self, event: &Event) -> bool {
        let sent = |(client, number): &(ClientId, u64)| {
            event.stamp.as_ref().is_some_and(|stamp| stamp.client == *client && stamp.number >= *number)
        };
        event.seq > self.seq || self.client.as_ref().is_some_and(sent)
    }
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
    /// Year of the annexe, or the one that is reported on.
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

    /// The structures of the same legal person, itself among them; none for one that is not known.
    async fn same_person(&self, id: StructureId) -> Result<Vec<StructureId>>;
}

/// The bytes of the documents given, each under the digest of its content.
#[async_trait]
pub trait Pieces: Send + Sync {
    /// Keeps bytes, durably before it returns, and answers their digest: SHA-256, in hexadecimal.
    ///
    /// Keeping the same bytes again changes nothing.
    async fn keep(&self, bytes: Vec<u8>) -> Result<String>;

    /// The bytes of a digest; none when they were never kept.
    async fn bytes(&self, digest: &str) -> Result<Option<Vec<u8>>>;

    /// The same part by part, or those of a range; the whole of what was altered since ends with an error before
    /// its last part.
    async fn parts(&self, digest: &str, range: Option<Range<u64>>) -> Result<Option<Box<dyn Parts>>>;

    /// Holds one chunk of a document on its way; the same again changes nothing.
    async fn hold(&self, parcel: &Parcel, chunk: usize, bytes: Vec<u8>) -> Result<()>;

    /// The chunks held of a document on its way, in order.
    async fn held(&self, parcel: &Parcel) -> Result<Vec<usize>>;

    /// The chunks of a document on its way, end to end; none while one is lacking.
    async fn gathered(&self, parcel: &Parcel) -> Result<Option<Vec<u8>>>;

    /// Forgets a document on its way.
    async fn forget(&self, parcel: &Parcel) -> Result<()>;

    /// Documents on their way to a dossier.
    async fn parcels(&self, dossier: DossierId) -> Result<usize>;

    /// Forgets what came before an instant and never arrived whole; how many chunks.
    async fn forget_before(&self, at: Timestamp) -> Result<usize>;
}

/// Bytes that are read part by part.
#[async_trait]
pub trait Parts: Send {
    /// The next part; none at the end.
    async fn next(&mut self) -> Result<Option<Vec<u8>>>;
}

/// Looks for viruses.
#[async_trait]
pub trait Antivirus: Send + Sync {
    /// What is found in a document, by name; none in a clean one.
    async fn found_in(&self, bytes: &[u8]) -> Result<Option<String>>;
}

/// A document that waits for the antivirus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// The dossier it was given to.
    pub dossier: DossierId,
    /// Digest of its bytes.
    pub digest: String,
    /// How often it was tried in vain.
    pub tries: u32,
    /// When its turn came: asked for again meanwhile, it has another.
    pub due: Timestamp,
}

/// The documents that wait for the antivirus, whatever stops meanwhile.
#[async_trait]
pub trait AwaitedPieces: Send + Sync {
    /// Asks for a document to be looked at, once more where it waits already.
    async fn ask(&self, dossier: DossierId, digest: &str, at: Timestamp) -> Result<()>;

    /// Documents whose turn has come, the longest due first.
    async fn due(&self, now: Timestamp, most: u64) -> Result<Vec<Awaited>>;

    /// Takes one to look at, until an instant: nobody else has it meanwhile. None when somebody does.
    async fn claim(&self, awaited: &Awaited, until: Timestamp) -> Result<Option<Awaited>>;

    /// Puts one off, after a try in vain.
    async fn put_off(&self, awaited: &Awaited, until: Timestamp) -> Result<()>;

    /// Takes one off the list, unless it was asked for again meanwhile.
    async fn settle(&self, awaited: &Awaited) -> Result<()>;
}

/// What was done under the annexes, as sums that name nobody.
#[async_trait]
pub trait Realisations: Send + Sync {
    /// Keeps totals: of one annexe, year and source the last told stays; the same twice changes nothing.
    async fn keep(&self, told: Vec<Totals>) -> Result<()>;

    /// What was done under the annexes of a structure.
    async fn of(&self, structure: &Structure) -> Result<Realised>;
}

/// A source that is to be asked about a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwaitedSource {
    /// The dossier.
    pub dossier: DossierId,
    /// The source.
    pub source: Source,
    /// How often it was asked in vain.
    pub tries: u32,
    /// When its turn comes.
    pub due: Timestamp,
    /// Why it said nothing the last time.
    pub silence: Option<Silence>,
}

/// The questions that sources are still to be asked, whatever stops meanwhile.
#[async_trait]
pub trait AwaitedSources: Send + Sync {
    /// Asks for a source to be asked about a dossier, once more where it waits already.
    async fn ask(&self, dossier: DossierId, source: Source, at: Timestamp) -> Result<()>;

    /// Questions to one source whose turn has come, the longest due first.
    async fn due(&self, source: Source, now: Timestamp, most: u64) -> Result<Vec<AwaitedSource>>;

    /// Those of a dossier, in the order of their sources.
    async fn of(&self, dossier: DossierId) -> Result<Vec<AwaitedSource>>;

    /// Takes one to ask, until an instant: nobody else has it meanwhile. None when somebody does.
    async fn claim(&self, awaited: &AwaitedSource, until: Timestamp) -> Result<Option<AwaitedSource>>;

    /// Puts one off, after a try in vain, with why.
    async fn put_off(
        &self,
        awaited: &AwaitedSource,
        until: Timestamp,
        silence: Option<Silence>,
    ) -> Result<()>;

    /// Takes one off the list, unless it was asked for again meanwhile.
    async fn settle(&self, awaited: &AwaitedSource) -> Result<()>;
}

/// The last day that a source said of a dossier what it had said already: no event tells it, its page does.
///
/// Losing one costs a day on a page, no more.
#[async_trait]
pub trait Hearings: Send + Sync {
    /// Notes that sources said the same again, each at its day; a day that is not after the one known changes nothing.
    async fn say_again(&self, dossier: DossierId, heard: &[(Source, Date)]) -> Result<()>;

    /// The last day of each that did.
    async fn said_again(&self, dossier: DossierId) -> Result<BTreeMap<Source, Date>>;
}

/// What one version sent says of its data: derived from its log, and worked out again at will.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptTally {
    /// When that version was sent.
    pub sent: Timestamp,
    /// Version of the rules that counted it.
    pub rule: i32,
    /// When it was counted.
    pub at: Timestamp,
    /// The counts, as `Tally::written` writes them.
    pub body: String,
    /// What is contested in it.
    pub contests: Vec<Contest>,
}

/// The counts of some dossiers, added up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Dossiers sent.
    pub sent: u32,
    /// The counts of those that were counted.
    pub sums: Sums,
    /// When the last of them was.
    pub at: Option<Timestamp>,
}

/// A dossier sent, by its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierTitle {
    /// The dossier.
    pub id: DossierId,
    /// Its reference.
    pub reference: String,
    /// Name of the structure.
    pub structure: String,
    /// What it is about.
    pub about: About,
    /// Kind asked for.
    pub kind: Kind,
    /// Service that decides.
    pub departement: Departement,
}

/// A value contested, with the dossier that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContestedLine {
    /// The dossier.
    pub dossier: DossierTitle,
    /// What is contested.
    pub contest: Contest,
}

/// The counts of the dossiers sent, for the inventory of the data.
#[async_trait]
pub trait Tallies: Send + Sync {
    /// Dossiers whose version sent was not yet counted under a rule, so many at most.
    async fn behind(&self, rule: i32, most: u64) -> Result<Vec<DossierId>>;

    /// Keeps the counts of a dossier in place of those before.
    async fn count(&self, id: DossierId, tally: KeptTally) -> Result<()>;

    /// The counts of the dossiers of a form and a year, of those of a scope.
    async fn figures(&self, scope: &ReviewScope, about: About, year: i16) -> Result<Counted>;

    /// The years for which dossiers of a form were sent, the last first.
    async fn years(&self, about: About) -> Result<Vec<i16>>;

    /// What is contested in a campaign, demands and bilans, for the dossiers of a scope, the last said first.
    async fn contested(&self, scope: &ReviewScope, campaign: i16) -> Result<Vec<ContestedLine>>;

    /// The last day of what is in store for the dossiers of a form and a year, by supply.
    async fn in_store(&self, about: About, year: i16) -> Result<BTreeMap<Supply, Date>>;
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

    /// The people who ever acted for a structure, by name.
    async fn colleagues(&self, structure: StructureId) -> Result<Vec<(PersonId, String)>>;

    /// Names of people, for histories and receipts.
    async fn names(&self, people: &[PersonId]) -> Result<Vec<(PersonId, String)>>;
}

/// How far a person has seen a dossier, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The last event that was seen.
    pub seq: Seq,
    /// When.
    pub at: Timestamp,
}

/// Where each person looked last at the dossiers of others.
#[async_trait]
pub trait Looks: Send + Sync {
    /// The last look of a person at a dossier.
    async fn look(&self, person: PersonId, dossier: DossierId) -> Result<Option<Look>>;

    /// Notes a look; one that saw less than what is noted changes nothing.
    async fn note(&self, person: PersonId, dossier: DossierId, look: Look) -> Result<()>;
}

/// The answers that services keep at hand.
#[async_trait]
pub trait CannedAnswers: Send + Sync {
    /// Those of a service, by title.
    async fn of(&self, service: &ServiceKey) -> Result<Vec<CannedAnswer>>;

    /// Keeps one, in place of that of the same title.
    async fn keep(&self, service: &ServiceKey, answer: CannedAnswer) -> Result<()>;

    /// Forgets one, by its title.
    async fn forget(&self, service: &ServiceKey, title: &str) -> Result<()>;
}

/// Where deliveries are kept: ASP's, and what les emplois holds of the country.
#[async_trait]
pub trait Deliveries: Send + Sync {
    /// What became of a file that was imported before, known again by its bytes.
    async fn imported(&self, digest: [u8; 32]) -> Result<Option<Imported>>;

    /// Imports a file in one transaction, chunk by chunk; an error leaves nothing behind.
    ///
    /// A row replaces what an older delivery said of the same key, and never what a newer one said.
    async fn import(&self, file: &DeliveryFile, chunks: &mut dyn Chunks, at: Timestamp) -> Result<Imported>;
}

/// A file of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryFile {
    /// Its name, without its folder.
    pub name: String,
    /// SHA-256 of its bytes.
    pub digest: [u8; 32],
    /// Its view.
    pub view: String,
    /// Day the delivery was made.
    pub date: Date,
}

/// Rows of a file, a chunk at a time.
#[async_trait]
pub trait Chunks: Send {
    /// The next rows; none at the end. An error means the file is refused whole.
    async fn next(&mut self) -> Result<Option<DeliveredRows>>;

    /// Rows set aside so far.
    fn rejected(&self) -> u64;
}

/// Rows of one view.
#[derive(Clone, Debug, PartialEq)]
pub enum DeliveredRows {
    /// Rows of `fluxIAE_Structure`.
    Structures(Vec<crate::asp::Structure>),
    /// Rows of `fluxIAE_AnnexeFinanciere`.
    Annexes(Vec<crate::asp::Annexe>),
    /// Conventions of les emplois.
    EmploisConventions(Vec<emplois::Convention>),
    /// Annexes of les emplois.
    EmploisAnnexes(Vec<emplois::Annexe>),
    /// Rows of the sheet of networks.
    Memberships(Vec<Membership>),
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Rows that went in.
    pub rows: u64,
    /// Rows set aside.
    pub rejected: u64,
    /// When it was imported.
    pub at: Timestamp,
}

/// A structure as a directory lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The structure.
    pub id: StructureId,
    /// Its name, as ASP writes it.
    pub name: String,
    /// The département of its seat, if known.
    pub departement: Option<Departement>,
}

/// People and structures one may act for, in a demonstration without an identity provider.
#[async_trait]
pub trait Directory: Send + Sync {
    /// Structures whose name or SIRET holds a text, by name, twenty at most.
    ///
    /// Capitals and accents do not count.
    async fn search(&self, text: &str) -> Result<Vec<Listed>>;
}

//! One file a page: what it shows of data already at hand.

mod accessibility;
mod administration;
mod corrections;
mod decision;
mod document;
mod dossier;
mod dossiers;
mod exchanges;
mod following;
mod history;
mod home;
mod inventory;
mod legal;
mod login;
mod offline;
mod paper;
mod privacy;
mod queue;
mod receipt;
mod renewal;
mod review;
mod sources;
mod step;
mod subject;
mod summary;
mod territories;

pub use accessibility::accessibility;
pub use administration::administration;
pub use corrections::{Answering, corrections};
pub use decision::{Deciding, decision, simulated};
pub use document::document;
pub use dossier::dossier;
pub use dossiers::{MyDossiers, dossiers};
pub use exchanges::{AskedOf, exchanges};
pub use following::{Following, following};
pub use history::history;
pub use home::home;
pub use inventory::{contests, inventory};
pub use legal::legal;
pub use login::{Search, login};
pub use offline::offline;
pub use paper::paper;
pub use privacy::privacy;
pub use queue::{Queue, queue};
pub use receipt::receipt;
pub use renewal::{NotConfirmed, renewal};
pub use review::{Correcting, review};
pub use sources::{
    AskedSources, CellOrigin, Undone, cell_origins, sources, sources_extract, sources_progress,
};
pub use step::{StepData, step, step_room};
pub use summary::summary;
pub use territories::territories;

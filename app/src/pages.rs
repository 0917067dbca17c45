//! One file a page: what it shows of data already at hand.

mod accessibility;
mod administration;
mod document;
mod dossier;
mod dossiers;
mod exchanges;
mod history;
mod home;
mod legal;
mod login;
mod privacy;
mod queue;
mod receipt;
mod review;
mod sources;
mod step;
mod summary;

pub use accessibility::accessibility;
pub use administration::administration;
pub use document::document;
pub use dossier::dossier;
pub use dossiers::{MyDossiers, dossiers};
pub use exchanges::{AskedOf, exchanges};
pub use history::history;
pub use home::home;
pub use legal::legal;
pub use login::{Search, login};
pub use privacy::privacy;
pub use queue::{Queue, queue};
pub use receipt::receipt;
pub use review::review;
pub use sources::{AskedSources, sources, sources_progress};
pub use step::{StepData, step, step_room};
pub use summary::summary;

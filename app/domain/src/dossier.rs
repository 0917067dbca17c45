//! The dossier: an append-only log of events, and the snapshot it folds into.

pub mod about;
pub mod accept;
pub mod awaits;
pub mod chain;
pub mod counts;
pub mod delay;
pub mod edit;
pub mod event;
pub mod grounds;
pub mod heard;
pub mod ids;
pub mod news;
pub mod pace;
pub mod procedure;
pub mod progress;
pub mod reference;
pub mod renewal;
pub mod snapshot;
pub mod talk;
pub mod timeline;
pub mod trame_change;

pub use about::About;
pub use accept::accept;
pub use awaits::Awaits;
pub use chain::{Digest, Link, chain};
pub use counts::{Counts, Share, StepCounts};
pub use delay::Stop;
pub use edit::{Batch, BatchAnswer, Edit, Outcome, Verdict};
pub use event::{Actor, Body, Deposit, Event, Known, Opening, Origin, Stamp};
pub use grounds::grounds;
pub use ids::{ClientId, DossierId, LocalRef, Seq, TrameRef};
pub use news::{News, What};
pub use progress::{Progress, StepProgress, StepStatus};
pub use reference::Reference;
pub use snapshot::{Answer, Confirmation, SetAside, Snapshot, State, Submission};
pub use trame_change::{AsideMove, ChangedTrame, TrameChange};

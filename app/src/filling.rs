//! Filling a dossier: the editor that feels every key, and the autosave behind it.

mod announcing;
mod bar;
mod choosing;
mod context_panel;
mod depositing;
mod desk;
mod editor;
mod field_state;
mod journal;
mod journaling;
mod leaving;
mod live;
mod network;
mod receiving;
mod save_state;
mod saving;
mod server_fns;
mod steps;
mod trial;
mod verdicts;
mod walk;

pub use bar::{DossierBar, left_behind};
pub use choosing::{kept_list, look_up};
pub use context_panel::{ContextPanel, about, about_view, judged, known_name};
pub use editor::Editor;
pub use field_state::{FieldView, author, provenance};
pub use journaling::JournalState;
pub use live::Colleague;
pub use save_state::SaveState;
pub use saving::new_row;
pub use server_fns::{DossierView, confirm_step, save_answers, search_list};
pub use steps::{StepsMenu, step_note};
pub use walk::Walk;

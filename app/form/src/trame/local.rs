//! The few questions that a département adds to the national trame.

use super::{Step, Trame};

/// What the keys of départements' steps begin with.
const STEP: &str = "departement-";

/// A version of the local questions of a département: one step of its own, beside the national ones.
///
/// It never touches the core: its keys stand under its own prefix, its rules judge its own answers, nothing
/// national reads them, and the national trame is the same with it and without.
#[derive(Clone, Debug, PartialEq)]
pub struct Local {
    /// Code of the département, as its file writes it: `29`, `2A`.
    pub departement: String,
    /// Key of the trame that it goes with.
    pub trame: String,
    /// Version, from 1.
    pub version: u32,
    /// Step of the trame that it comes before; the end when absent.
    pub before: Option<String>,
    /// Its questions.
    pub step: Step,
}

impl Local {
    /// Questions that a block may ask, columns of tables included: what a département may add.
    pub const MOST_QUESTIONS: usize = 12;

    /// What the keys of a département's questions begin with: `local.d29`, `local.d2a`.
    #[must_use]
    pub fn prefix(departement: &str) -> String {
        format!("local.d{}", departement.to_ascii_lowercase())
    }

    /// Key of a département's step: `departement-29`.
    #[must_use]
    pub fn step_key(departement: &str) -> String {
        format!("{STEP}{}", departement.to_ascii_lowercase())
    }

    /// Code of the département whose step this is, by its key; none for a step of the national trame.
    #[must_use]
    pub fn departement_of(step_key: &str) -> Option<String> {
        step_key.strip_prefix(STEP).map(str::to_ascii_uppercase)
    }
}

impl Trame {
    /// The trame with the questions of a département.
    #[must_use]
    pub fn with(mut self, local: &Local) -> Self {
        let wanted = |step: &Step| Some(&step.key) == local.before.as_ref();
        let place = self.steps.iter().position(wanted).unwrap_or(self.steps.len());
        self.steps.insert(place, local.step.clone());
        self
    }
}

//! Measuring how long the steps take, for those who are about to fill them.

use std::sync::{Arc, Mutex};

use form::{Map, Trame};

use super::{Services, open_dossier::program_of};
use crate::{
    Error, Result,
    dossier::{Snapshot, pace},
};

/// Dossiers measured, the last sent first.
const MEASURED: u64 = 200;

/// Minutes of each step by form, as they were last measured.
#[derive(Clone, Debug, Default)]
pub struct StepTimes(Arc<Mutex<Map<String, Map<String, u32>>>>);

impl StepTimes {
    /// The form with the minutes measured in place of those its authors expected.
    #[must_use]
    pub fn applied(&self, mut trame: Trame) -> Trame {
        let known = self.0.lock().expect("nobody panics while holding the times");
        if let Some(minutes) = known.get(&trame.key) {
            for step in &mut trame.steps {
                step.minutes = minutes.get(&step.key).copied().unwrap_or(step.minutes);
            }
        }
        trame
    }
}

/// Measures the steps in the logs of the dossiers last sent; answers how many were read.
pub async fn measure_steps(services: &Services) -> Result<usize> {
    let logs = services.dossiers.last_sent(MEASURED).await?;
    let mut by_form: Map<String, Vec<Map<String, u32>>> = Map::new();
    for events in &logs {
        let snapshot = Snapshot::fold(events).map_err(Error::unavailable)?;
        let program = program_of(services, &snapshot)?;
        let worked = pace::worked(events, program.trame());
        by_form.or_insert_with(program.trame().key.clone(), Vec::new).push(worked);
    }
    let measured = by_form.into_iter().map(|(form, dossiers)| (form, pace::medians(&dossiers))).collect();
    *services.times.0.lock().expect("nobody panics while holding the times") = measured;
    Ok(logs.len())
}

//! A dossier beside last year's, with what sources say otherwise: what is looked at before a step is confirmed.

use form::{Context, Path, Step};

use super::{Services, SourcesRead, open_dossier::context_of, previous, read_sources};
use crate::{
    Result, Viewer,
    dossier::{DossierId, renewal::Before},
    prefill::Differing,
};

/// A dossier beside last year's.
pub struct Renewing {
    /// The dossier, and what its sources say.
    pub sources: SourcesRead,
    /// What the form's evaluation needs to know today.
    pub context: Context,
    /// What it is read beside.
    pub before: Before,
}

/// What waits for a person in a step: confirming it keeps the answers in place.
#[derive(Debug, Default)]
pub struct Waiting<'a> {
    /// What differs, in the order of the form.
    pub differing: Vec<&'a Differing>,
    /// The questions to which sources propose an answer in doubt; a table is one.
    pub proposed: Vec<Path>,
}

impl Waiting<'_> {
    /// How many they are, as they are counted where they are decided.
    #[must_use]
    pub fn count(&self) -> usize {
        self.differing.len() + self.proposed.len()
    }
}

impl SourcesRead {
    /// What waits for a person in a step.
    #[must_use]
    pub fn waiting_in(&self, step: &Step) -> Waiting<'_> {
        let asks = |path: &Path| step.fields.iter().any(|field| field.path == path.field());
        let proposed = self.proposals().into_iter().filter(asks).collect();
        Waiting { differing: self.undecided().filter(|datum| asks(&datum.path)).collect(), proposed }
    }

    /// Answers given or confirmed in a step to which a source gives another value that came since.
    #[must_use]
    pub fn newer_in(&self, step: &Step) -> usize {
        self.waiting_in(step).differing.into_iter().filter(|datum| datum.brings_news()).count()
    }
}

/// Reads a dossier of the person's structure beside last year's.
pub async fn read_renewal(services: &Services, viewer: &Viewer, id: DossierId) -> Result<Renewing> {
    let sources = read_sources(services, viewer, id).await?;
    let context = context_of(services, &sources.snapshot);
    let before = previous::before(services, &sources.snapshot).await?;
    Ok(Renewing { sources, context, before })
}

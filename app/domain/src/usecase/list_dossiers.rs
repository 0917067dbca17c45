//! The dossiers of a structure.

use form::{Date, Decimal, Path};
use serde::{Deserialize, Serialize};

use super::{
    Services,
    open_dossier::{context_of, program_of},
};
use crate::{
    Kind, Result, Timestamp, Viewer,
    dossier::{About, DossierId, Progress, Reference, State},
    ports::DossierLine,
};

/// A dossier in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The dossier.
    pub id: DossierId,
    /// What it is about.
    pub about: About,
    /// Name of the structure.
    pub structure: String,
    /// Kind asked for.
    pub kind: Kind,
    /// Year of the annexe, or the one that is reported on.
    pub year: i16,
    /// Départements concerned: `Finistère`, `Finistère et Morbihan`.
    pub places: String,
    /// Where it stands.
    pub state: State,
    /// Day it is expected.
    #[serde(with = "form::day")]
    pub deadline: Date,
    /// Last change.
    #[serde(with = "crate::instant")]
    pub changed: Timestamp,
    /// Last submission.
    #[serde(with = "crate::instant::optional")]
    pub submitted: Option<Timestamp>,
    /// Reference, once submitted.
    pub reference: Option<Reference>,
    /// How far it is.
    pub progress: Progress,
    /// ETP asked, or independent workers for an EITI.
    #[serde(with = "form::exact::optional")]
    pub etp: Option<Decimal>,
    /// The same of last year's annexe.
    #[serde(with = "form::exact::optional")]
    pub previous_etp: Option<Decimal>,
    /// Amount asked, euros.
    #[serde(with = "form::exact::optional")]
    pub amount: Option<Decimal>,
}

/// The dossiers of the person's structure about something, newest year first.
pub async fn list_dossiers(services: &Services, viewer: &Viewer, about: About) -> Result<Vec<Card>> {
    let Some(structure) = viewer.structure() else { return Ok(Vec::new()) };
    let lines = services.dossiers.of_structure(structure).await?;
    let lines = lines.into_iter().filter(|line| line.snapshot.opening.about == about);
    lines.map(|line| card(services, line)).collect()
}

fn card(services: &Services, line: DossierLine) -> Result<Card> {
    let program = program_of(services, &line.snapshot)?;
    let context = context_of(services, &line.snapshot);
    let evaluation = program.evaluate(&line.snapshot.values(), &context);
    let counted = match line.snapshot.submission() {
        Some(submission) => submission.counted.clone(),
        None => program.counted(&evaluation),
    };
    // An EITI asks for people, the others for ETP: this year and last are read from the same key.
    let about = line.snapshot.opening.about;
    let (posts, amount) = match line.kind {
        Kind::Eiti => ("etp.ti", "etp.montant_ti"),
        _ => ("etp.demandes", "etp.montant"),
    };
    let number = |answers: &form::Answers, key: &str| answers.get(&Path::parse(key).ok()?)?.number();
    Ok(Card {
        id: line.id,
        about,
        structure: line.structure_name,
        kind: line.kind,
        year: line.year,
        places: line.snapshot.opening.places(),
        state: line.state,
        deadline: line.deadline,
        changed: line.changed,
        submitted: line.submitted,
        reference: line.reference,
        progress: Progress::of(&program, &evaluation, &line.snapshot),
        etp: number(&counted, posts),
        previous_etp: number(&context.previous, posts),
        amount: number(&counted, amount),
    })
}

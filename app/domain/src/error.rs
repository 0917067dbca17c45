//! Why a use case could not be carried out.

/// A refusal or a failure; each variant says what the caller does next.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing of that name, or nothing this person may know of: answer 404.
    #[error("introuvable")]
    NotFound,
    /// Known but not allowed: answer 403 and say who may.
    #[error("{0}")]
    Forbidden(&'static str),
    /// The dossier is not in a state that allows this: reload and show why.
    #[error("{0}")]
    Refused(Refusal),
    /// What was sent cannot be taken: answer 422 with the reason.
    #[error("{0}")]
    Invalid(String),
    /// What some fields of a form say cannot be taken, each by its name: answer 422 with each reason beside its field.
    #[error("Des champs sont à corriger : chacun dit pourquoi.")]
    Fields(Vec<(&'static str, String)>),
    /// No room is left where documents are kept: answer 507, the same document may be given later.
    #[error(
        "L’espace réservé aux documents est plein : ce document n’est pas déposé. Gardez-le et déposez-le de nouveau dans la journée ; vos réponses sont enregistrées. Si cela dure, prévenez le service qui instruit votre demande."
    )]
    NoRoom,
    /// Something the application stands on does not answer: retry later.
    #[error("service indisponible")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// What happened, for who runs the service; a person is told less.
    #[must_use]
    pub fn cause(&self) -> String {
        match self {
            Self::Unavailable(cause) => cause.to_string(),
            other => other.to_string(),
        }
    }
}

/// Why a dossier refuses an action in its present state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Submitted: its answers are frozen.
    #[error("Ce dossier a été transmis : ses réponses ne peuvent plus être modifiées.")]
    AlreadySubmitted,
    /// Answers are missing or do not hold; the count is that of the findings.
    #[error("Le dossier n’est pas prêt : {0} point(s) à régler.")]
    NotReady(usize),
    /// The certification is not ticked.
    #[error("Cochez l’attestation avant de transmettre.")]
    NotCertified,
    /// A dossier of this structure, kind and year exists already.
    #[error("Un dossier existe déjà pour cette structure, ce type et cette année.")]
    AlreadyExists,
    /// The dossier moved since its reader opened it: it is read again first.
    #[error("Ce dossier a changé depuis que vous l’avez ouvert. Relisez-le, puis recommencez.")]
    Moved,
    /// A decision was taken already.
    #[error("Une décision a déjà été prise sur ce dossier.")]
    Decided,
    /// The structure is answering corrections.
    #[error("La structure n’a pas encore répondu à toutes les corrections demandées.")]
    BeingCorrected,
    /// A correction of the same is asked for, and not settled.
    #[error("Une correction est déjà demandée ici : lisez sa réponse, ou retirez-la d’abord.")]
    AlreadyAsked,
    /// Answers to corrections were not read; how many.
    #[error("Acceptez d’abord chaque correction répondue, ou demandez-la de nouveau : {0} à relire.")]
    ToRead(usize),
    /// It was not found complete yet.
    #[error("Ce dossier n’est pas encore reconnu complet : accusez-en réception avant de décider.")]
    NotComplete,
    /// The opinion of the commission is lacking.
    #[error(
        "L’avis de la commission IAE manque : enregistrez-le avant de décider. Il n’est pas demandé pour un avenant annuel qui laisse les postes inchangés."
    )]
    NoOpinion,
    /// A decision is proposed to the region.
    #[error("Une décision est proposée à la DREETS : elle la valide, ou la rend.")]
    Proposed,
    /// The département has not proposed a decision yet.
    #[error("Le service du département n’a pas encore proposé de décision.")]
    NotProposed,
    /// The structure gave its demand up.
    #[error("La structure a retiré cette demande.")]
    Withdrawn,
    /// The service did not ask for this answer to be corrected.
    #[error("Cette réponse n’est pas à corriger : elle ne peut plus être modifiée.")]
    NotToCorrect,
    /// A colleague took care of it since its reader saw the list; who.
    #[error("Entre-temps, ce dossier est passé à {0}.")]
    Taken(String),
    /// It was given back since its reader saw the list.
    #[error("Entre-temps, ce dossier a été rendu\u{a0}: personne ne s’en occupe.")]
    GivenBack,
    /// It bears as many labels as it may; how many.
    #[error("Ce dossier porte déjà {0} étiquettes\u{a0}: retirez-en une d’abord.")]
    TooManyLabels(usize),
    /// Corrections were not answered; how many.
    #[error("Répondez à chaque correction demandée avant de renvoyer le dossier : {0} sans réponse.")]
    Unanswered(usize),
    /// The antivirus has not looked at the document yet.
    #[error(
        "Ce document est en cours d’analyse par l’antivirus. Il s’ouvrira dès que l’analyse sera terminée."
    )]
    BeingAnalysed,
    /// The antivirus found this in the document.
    #[error("Ce document est refusé : l’antivirus y a trouvé « {0} ». Il ne peut pas être ouvert.")]
    Infected(String),
}

/// Result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A failure of what the application stands on.
    pub fn unavailable(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Unavailable(source.into())
    }
}

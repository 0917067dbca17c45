//! What a page is told when something could not be done.

use domain::Error;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::plain::Plain;

/// A refusal or a failure as a page sees it: no cause, no secret, what to do next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AppError {
    /// Nothing here for this person.
    #[error("Cette page n’existe pas, ou vous n’y avez pas accès.")]
    NotFound,
    /// Nobody is logged in, or the session has ended.
    #[error("Votre session a expiré. Reconnectez-vous : rien de ce que vous avez écrit n’est perdu.")]
    LoggedOut,
    /// Known, and someone else may do it.
    #[error("{0}")]
    Forbidden(String),
    /// Not in this state of the dossier.
    #[error("{0}")]
    Refused(String),
    /// What was sent cannot be taken.
    #[error("{0}")]
    Invalid(String),
    /// The page came from another version of the service.
    #[error(
        "Une nouvelle version du service est en ligne. Rechargez la page : rien de ce que vous avez écrit n’est perdu."
    )]
    Outdated,
    /// The server, or something behind it, does not answer.
    #[error("Le service ne répond pas pour le moment. Réessayez dans quelques instants.")]
    Unavailable,
}

impl From<Error> for AppError {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            Error::Forbidden(who) => Self::Forbidden(who.to_owned()),
            Error::Refused(refusal) => Self::Refused(refusal.to_string()),
            Error::Invalid(reason) => Self::Invalid(reason),
            other @ (Error::NoRoom | Error::Fields(_)) => Self::Invalid(other.to_string()),
            Error::Unavailable(_) => Self::Unavailable,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = Plain;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let is_argument = matches!(
            error,
            ServerFnErrorErr::Args(_)
                | ServerFnErrorErr::MissingArg(_)
                | ServerFnErrorErr::Deserialization(_)
        );
        // On the server, what was asked cannot be read: asking again would not help.
        let Some(session) = use_context::<crate::Session>().filter(|_| is_argument) else {
            return Self::Unavailable;
        };
        let told = Self::Invalid("Cette demande est illisible. Rechargez la page.".to_owned());
        (session.status)(told.status());
        told
    }
}

impl AppError {
    /// What a page's program is told, in JSON.
    #[must_use]
    pub fn in_json(&self) -> Vec<u8> {
        self.ser().to_vec()
    }

    /// HTTP status of an answer that carries it.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::LoggedOut => 401,
            Self::Forbidden(_) => 403,
            Self::Refused(_) | Self::Outdated => 409,
            Self::Invalid(_) => 422,
            Self::Unavailable => 503,
        }
    }
}

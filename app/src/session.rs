//! Who asks, and the services they may call: given to every page and server function by the server.

use domain::{Error, Viewer, usecase::Services};
use leptos::prelude::*;
use serde::Serialize;

use crate::{AppError, sealed::Sealed};

/// The request's person and the services behind the ports.
#[derive(Clone)]
pub struct Session {
    /// The person, when someone is logged in.
    pub viewer: Option<Viewer>,
    /// Everything a use case may call.
    pub services: Services,
    /// Version of the browser's files that go with this server.
    pub version: String,
    /// Sets the status of the answer being made.
    pub status: fn(u16),
    /// Writes the cause of a failure where operators read.
    pub report: fn(&Error),
}

impl Session {
    /// The session of the request being answered; server only.
    pub fn current() -> Result<Self, AppError> {
        use_context().ok_or(AppError::Unavailable)
    }

    /// The session with the person asking; a refusal when nobody is logged in.
    pub fn known() -> Result<(Self, Viewer), AppError> {
        let session = Self::current()?;
        let viewer = session.viewer()?;
        Ok((session, viewer))
    }

    /// The same for a page that was opened for a person: another one who logged in since is nobody there.
    pub fn known_as(me: Option<domain::PersonId>) -> Result<(Self, Viewer), AppError> {
        let (session, viewer) = Self::known()?;
        if me.is_some_and(|me| me != viewer.person) {
            return Err(session.told(AppError::LoggedOut));
        }
        Ok((session, viewer))
    }

    /// The person asking.
    pub fn viewer(&self) -> Result<Viewer, AppError> {
        self.viewer.clone().ok_or_else(|| self.told(AppError::LoggedOut))
    }

    /// A use case's answer as a page sees it: status set, cause reported once.
    pub fn answer<T>(&self, result: domain::Result<T>) -> Result<T, AppError> {
        result.map_err(|error| {
            (self.report)(&error);
            self.told(error.into())
        })
    }

    /// A use case's answer in its wire form.
    pub fn sealed<T: Serialize>(&self, result: domain::Result<T>) -> Result<Sealed<T>, AppError> {
        self.seal(&self.answer(result)?)
    }

    /// A value in its wire form.
    pub fn seal<T: Serialize>(&self, value: &T) -> Result<Sealed<T>, AppError> {
        Sealed::seal(value, &self.version)
    }

    fn told(&self, error: AppError) -> AppError {
        (self.status)(error.status());
        error
    }
}

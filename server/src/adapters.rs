//! The clock and the identifiers of the real world.

use domain::{
    Timestamp,
    dossier::{ClientId, DossierId},
    ports::{Clock, Ids},
};
use uuid::Uuid;

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the time is read")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A name for this run of the service, among those that share its database.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place where identifiers are drawn")]
pub fn instance() -> String {
    Uuid::now_v7().simple().to_string()
}

/// Identifiers drawn by the machine, in the order of time.
pub struct RandomIds;

impl Ids for RandomIds {
    #[expect(clippy::disallowed_methods, reason = "the one place where identifiers are drawn")]
    fn dossier(&self) -> DossierId {
        DossierId(Uuid::now_v7())
    }

    #[expect(clippy::disallowed_methods, reason = "the one place where identifiers are drawn")]
    fn client(&self) -> ClientId {
        ClientId::parse(&format!("formulaire-{}", Uuid::now_v7().simple()))
            .expect("letters, digits and dashes")
    }
}

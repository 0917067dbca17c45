//! Dossiers of any structure, filled and sent on a day: what a form asks and nobody answered is answered.

use std::sync::Arc;

use domain::{
    Acting, PersonId, StructureId, Timestamp, Viewer,
    dossier::DossierId,
    ports::Clock,
    usecase::{self, Services},
};
use server::demo::completing;

/// One instant.
struct On(Timestamp);

impl Clock for On {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// The same services on a day.
pub fn on(services: &Services, day: &str) -> Services {
    let clock = Arc::new(On(format!("{day}T10:30:00Z").parse().expect("an instant")));
    Services { clock, ..services.clone() }
}

/// Who may open and send dossiers of a structure.
pub fn administrator(number: i64) -> Viewer {
    let acting =
        Acting::Structure { id: StructureId::of_asp(number), name: String::new(), administrator: true };
    Viewer { person: PersonId(uuid::Uuid::nil()), name: "Compte".to_owned(), acting }
}

/// Answers all that is left of a dossier, the answers given first, and sends it.
pub async fn sent(services: &Services, viewer: &Viewer, id: DossierId, given: &[(&str, &str)]) {
    complete(services, viewer, id, given).await;
    usecase::submit_dossier(services, viewer, id, true, None).await.expect("it is sent");
}

/// Answers all that is left of a dossier, and nothing else, the answers given first.
pub async fn complete(services: &Services, viewer: &Viewer, id: DossierId, given: &[(&str, &str)]) {
    let owned = |(key, text): &(&str, &str)| ((*key).to_owned(), (*text).to_owned());
    let given = given.iter().map(owned).collect();
    completing::complete(services, viewer, id, &given).await.expect("complete");
}

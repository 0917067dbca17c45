//! Who is on which dossier: kept in memory, for as long as each page listens.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use app::Colleague;
use domain::{PersonId, Viewer, dossier::DossierId};
use tokio::sync::broadcast;

/// Changes kept for who is late; who is later looks at all who are there.
const KEPT: usize = 256;

/// Who is on which dossier.
pub struct Presence {
    seats: Mutex<Seats>,
    changed: broadcast::Sender<DossierId>,
}

#[derive(Default)]
struct Seats {
    next: u64,
    taken: BTreeMap<(DossierId, u64), Colleague>,
}

/// A page that listens; its place is free once it is dropped.
pub struct Seat {
    presence: Arc<Presence>,
    place: (DossierId, u64),
}

impl Default for Presence {
    fn default() -> Self {
        Self { seats: Mutex::default(), changed: broadcast::channel(KEPT).0 }
    }
}

impl Presence {
    /// Takes a place on a dossier, at a step.
    pub fn sit(self: &Arc<Self>, id: DossierId, viewer: &Viewer, step: String) -> Seat {
        let colleague = Colleague { person: viewer.person, name: viewer.name.clone(), step };
        let place = {
            let mut seats = self.seats.lock().expect("nobody panics while holding the seats");
            seats.next += 1;
            let place = (id, seats.next);
            seats.taken.insert(place, colleague);
            place
        };
        self.tell(id);
        Seat { presence: self.clone(), place }
    }

    /// The others on a dossier, each once, where they came last.
    pub fn others(&self, id: DossierId, me: PersonId) -> Vec<Colleague> {
        let seats = self.seats.lock().expect("nobody panics while holding the seats");
        let mut others: Vec<Colleague> = Vec::new();
        let here = seats.taken.range((id, 0)..=(id, u64::MAX)).rev().map(|(_, colleague)| colleague);
        for colleague in here.filter(|colleague| colleague.person != me) {
            if !others.iter().any(|known| known.person == colleague.person) {
                others.push(colleague.clone());
            }
        }
        others.sort_by(|a, b| a.name.cmp(&b.name));
        others
    }

    /// The dossiers where someone comes or goes, from now on.
    pub fn changes(&self) -> broadcast::Receiver<DossierId> {
        self.changed.subscribe()
    }

    fn tell(&self, id: DossierId) {
        // Nobody may be listening.
        let _ = self.changed.send(id);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let seats = self.presence.seats.lock();
        seats.expect("nobody panics while holding the seats").taken.remove(&self.place);
        self.presence.tell(self.place.0);
    }
}

//! Who is on which dossier: kept in memory, for as long as each page listens, and told to the other instances.

mod relay;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use app::Colleague;
use domain::{PersonId, Timestamp, Viewer, dossier::DossierId};
use tokio::sync::broadcast;

pub use relay::relay;

/// Changes kept for who is late; who is later looks at all who are there.
const KEPT: usize = 256;

/// The step of who reads a dossier in its service: no step of a form is named so.
const READING: &str = "@";

/// Who is on which dossier.
pub struct Presence {
    seats: Mutex<Seats>,
    /// Dossiers where someone comes or goes, on any instance.
    changed: broadcast::Sender<DossierId>,
    /// Those where it was on this one.
    own: broadcast::Sender<DossierId>,
}

#[derive(Default)]
struct Seats {
    next: u64,
    taken: BTreeMap<(DossierId, u64), Colleague>,
    /// What the other instances told, by dossier and instance, and until when it holds.
    elsewhere: BTreeMap<(DossierId, String), (Vec<Colleague>, Timestamp)>,
}

/// A page that listens; its place is free once it is dropped.
pub struct Seat {
    presence: Arc<Presence>,
    place: (DossierId, u64),
}

impl Default for Presence {
    fn default() -> Self {
        let (changed, own) = (broadcast::channel(KEPT).0, broadcast::channel(KEPT).0);
        Self { seats: Mutex::default(), changed, own }
    }
}

impl Presence {
    /// Takes a place on a dossier, at a step.
    pub fn sit(self: &Arc<Self>, id: DossierId, viewer: &Viewer, step: String) -> Seat {
        // Nobody passes for an agent who reads it.
        self.take(id, viewer, step.trim_start_matches(READING).to_owned())
    }

    /// Takes a place on a dossier, for who reads it in its service: the structure is told nothing of it.
    pub fn read(self: &Arc<Self>, id: DossierId, viewer: &Viewer) -> Seat {
        self.take(id, viewer, READING.to_owned())
    }

    fn take(self: &Arc<Self>, id: DossierId, viewer: &Viewer, step: String) -> Seat {
        let colleague = Colleague { person: viewer.person, name: viewer.name.clone(), step };
        let place = self.with(|seats| {
            seats.next += 1;
            let place = (id, seats.next);
            seats.taken.insert(place, colleague);
            place
        });
        self.moved(id);
        Seat { presence: self.clone(), place }
    }

    /// Who else reads which dossiers in a service, on any instance, by name.
    pub fn readers(&self, me: PersonId) -> BTreeMap<DossierId, Vec<String>> {
        let mut reading: BTreeMap<DossierId, BTreeMap<PersonId, String>> = BTreeMap::new();
        self.with(|seats| {
            let here = seats.taken.iter().map(|((id, _), colleague)| (*id, colleague));
            let elsewhere = seats.elsewhere.iter();
            let elsewhere = elsewhere.flat_map(|((id, _), (there, _))| there.iter().map(|one| (*id, one)));
            for (id, colleague) in here.chain(elsewhere) {
                if colleague.step == READING && colleague.person != me {
                    reading.entry(id).or_default().insert(colleague.person, colleague.name.clone());
                }
            }
        });
        let named = |names: BTreeMap<PersonId, String>| {
            let mut names: Vec<String> = names.into_values().collect();
            names.sort();
            names
        };
        reading.into_iter().map(|(id, names)| (id, named(names))).collect()
    }

    /// The others who fill a dossier, each once, where they came last on this instance, else on another.
    pub fn others(&self, id: DossierId, me: PersonId) -> Vec<Colleague> {
        let mut others: Vec<Colleague> = Vec::new();
        self.with(|seats| {
            let told = seats.elsewhere.range((id, String::new())..).take_while(|((told, _), _)| *told == id);
            let elsewhere = told.flat_map(|(_, (here, _))| here);
            for colleague in
                seats.here(id).chain(elsewhere).filter(|one| one.person != me && one.step != READING)
            {
                if !others.iter().any(|known| known.person == colleague.person) {
                    others.push(colleague.clone());
                }
            }
        });
        others.sort_by(|a, b| a.name.cmp(&b.name));
        others
    }

    /// The dossiers where someone comes or goes, from now on.
    pub fn changes(&self) -> broadcast::Receiver<DossierId> {
        self.changed.subscribe()
    }

    /// Those on a dossier on this instance, the last come first.
    fn here(&self, id: DossierId) -> Vec<Colleague> {
        self.with(|seats| seats.here(id).cloned().collect())
    }

    /// The dossiers where someone is, on this instance.
    fn taken(&self) -> Vec<DossierId> {
        self.with(|seats| {
            let mut ids: Vec<DossierId> = seats.taken.keys().map(|(id, _)| *id).collect();
            ids.dedup();
            ids
        })
    }

    /// Takes what another instance tells of a dossier.
    fn told(&self, id: DossierId, instance: String, here: Vec<Colleague>, until: Timestamp) {
        let before = self.with(|seats| {
            let place = (id, instance);
            if here.is_empty() {
                seats.elsewhere.remove(&place).map(|(here, _)| here)
            } else {
                seats.elsewhere.insert(place, (here.clone(), until)).map(|(here, _)| here)
            }
        });
        if before.unwrap_or_default() != here {
            // Nobody may be listening.
            let _ = self.changed.send(id);
        }
    }

    /// Forgets what instances told that say nothing any more.
    fn forget(&self, now: Timestamp) {
        let gone: Vec<DossierId> = self.with(|seats| {
            let old = |(_, (_, until)): &(&(DossierId, String), &(Vec<Colleague>, Timestamp))| *until < now;
            let gone = seats.elsewhere.iter().filter(old).map(|((id, _), _)| *id).collect();
            seats.elsewhere.retain(|_, (_, until)| *until >= now);
            gone
        });
        for id in gone {
            let _ = self.changed.send(id);
        }
    }

    fn moved(&self, id: DossierId) {
        let _ = self.changed.send(id);
        let _ = self.own.send(id);
    }

    fn with<T>(&self, act: impl FnOnce(&mut Seats) -> T) -> T {
        act(&mut self.seats.lock().expect("nobody panics while holding the seats"))
    }
}

impl Seats {
    fn here(&self, id: DossierId) -> impl Iterator<Item = &Colleague> {
        self.taken.range((id, 0)..=(id, u64::MAX)).rev().map(|(_, colleague)| colleague)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.presence.with(|seats| seats.taken.remove(&self.place));
        self.presence.moved(self.place.0);
    }
}

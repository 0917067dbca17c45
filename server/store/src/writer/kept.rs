//! The dossiers last written, as they stand: what a writer does not read again.
//!
//! One that is kept is used only when the digest of its log is still that of the database: whoever wrote meanwhile,
//! the digest has moved, and the dossier is read.

use std::collections::BTreeMap;

use domain::dossier::{Digest, DossierId, Snapshot};

/// Dossiers kept, at most.
const MOST: usize = 1_024;

/// What a writer knows of dossiers.
#[derive(Default)]
pub(super) struct Kept {
    dossiers: BTreeMap<DossierId, (u64, Digest, Snapshot)>,
    /// How many times something was kept: who was kept last has the highest.
    turns: u64,
}

impl Kept {
    /// Whether a dossier is known.
    pub(super) fn holds(&self, id: DossierId) -> bool {
        self.dossiers.contains_key(&id)
    }

    /// Gives a dossier as its log of this digest makes it; what is known of another is forgotten.
    pub(super) fn take(&mut self, id: DossierId, digest: Digest) -> Option<Snapshot> {
        let (_, known, snapshot) = self.dossiers.remove(&id)?;
        (known == digest).then_some(snapshot)
    }

    /// Keeps a dossier; the longest unused make room.
    pub(super) fn put(&mut self, id: DossierId, digest: Digest, snapshot: Snapshot) {
        self.turns += 1;
        self.dossiers.insert(id, (self.turns, digest, snapshot));
        if self.dossiers.len() > MOST {
            let mut turns: Vec<u64> = self.dossiers.values().map(|(turn, ..)| *turn).collect();
            let (_, last, _) = turns.select_nth_unstable(MOST / 4);
            let last = *last;
            self.dossiers.retain(|_, (turn, ..)| *turn > last);
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        Departement, Kind, StructureId, Timestamp,
        dossier::{About, Actor, Body, Event, Opening, TrameRef},
    };

    use super::*;

    fn opened() -> Snapshot {
        let departement = Departement::parse("29").expect("a département");
        let opening = Opening {
            about: About::Demand,
            structure: StructureId::of_asp(1),
            structure_name: "STRUCTURE 1".to_owned(),
            kind: Kind::Aci,
            year: 2027,
            departement: departement.clone(),
            territories: vec![departement],
            deadline: form::Date::constant(2026, 12, 15),
            trame: TrameRef::national("essai", 1),
            facts: form::Map::new(),
            previous_year: None,
            previous: Vec::new(),
        };
        let (at, body) = (Timestamp::UNIX_EPOCH, Body::Opened(Box::new(opening)));
        let event = Event { seq: 1, at, actor: Actor::Application, stamp: None, body };
        Snapshot::fold(&[event]).expect("a log")
    }

    fn id(number: u128) -> DossierId {
        DossierId(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn what_is_kept_is_given_for_the_log_it_was_made_of_only() {
        let (mut kept, snapshot) = (Kept::default(), opened());
        let (old, new) = (Digest([1; 32]), Digest([2; 32]));
        kept.put(id(1), old, snapshot.clone());
        assert_eq!(kept.take(id(1), new), None, "somebody wrote meanwhile");
        assert!(!kept.holds(id(1)), "and it serves no more");
        kept.put(id(1), new, snapshot.clone());
        assert_eq!(kept.take(id(1), new), Some(snapshot));
    }

    #[test]
    fn the_longest_unused_make_room() {
        let (mut kept, snapshot) = (Kept::default(), opened());
        for number in 0..=MOST as u128 {
            kept.put(id(number), Digest::default(), snapshot.clone());
        }
        assert!(kept.dossiers.len() < MOST);
        assert!(!kept.holds(id(0)) && kept.holds(id(MOST as u128)));
    }
}

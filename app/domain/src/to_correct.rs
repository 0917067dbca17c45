//! The corrections of a dossier, as the store keeps them, and as the pages of the structure receive them.
//!
//! Used by `#[serde(with = "crate::to_correct")]`: the texts of the store have all of each, the compact form has what is
//! asked of those that the structure works on. The browser's program holds no reader of the rest, and knows which
//! answers are open: it reads them as it reads what colleagues write to each other.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::dossier::{
    Actor,
    procedure::{Correction, Reason, Stage},
    talk::Comment,
};

/// Writes them.
pub fn serialize<S: Serializer>(held: &[Correction], serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        return held.serialize(serializer);
    }
    // Who asked is the service, whoever it was there: no name of an agent is needed.
    let live = held.iter().filter(|asked| asked.is_to_answer());
    let said = live.map(|asked| Comment {
        seq: asked.seq,
        by: Actor::Application,
        at: asked.at,
        about: asked.about.clone(),
        text: asked.text.clone(),
        settled: None,
    });
    said.collect::<Vec<_>>().serialize(serializer)
}

/// Reads them again.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Correction>, D::Error> {
    if deserializer.is_human_readable() {
        return Vec::deserialize(deserializer);
    }
    let said = Vec::<Comment>::deserialize(deserializer)?.into_iter();
    let asked = said.map(|Comment { seq, by, at, about, text, .. }| Correction {
        seq,
        by,
        at,
        about,
        reason: Reason::Other,
        text,
        answer: None,
        stage: Stage::Open,
    });
    Ok(asked.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PersonId, Timestamp, dossier::talk::Subject};

    /// The way of a snapshot's corrections, and that alone.
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Held(#[serde(with = "super")] Vec<Correction>);

    fn asked(seq: u64, stage: Stage) -> Correction {
        Correction {
            seq,
            by: Actor::Person(PersonId(uuid::Uuid::from_u128(7))),
            at: Timestamp::from_second(1_800_000_000).expect("an instant"),
            about: Subject::Question("projet.objet".parse().expect("a key")),
            reason: Reason::Unclear,
            text: format!("Précisez {seq}"),
            answer: None,
            stage,
        }
    }

    #[test]
    fn the_store_has_all_of_them_and_a_page_what_is_open_without_who_asked() {
        let stages = [Stage::Open, Stage::Answered, Stage::Sent, Stage::Settled];
        let held = Held((1..).zip(stages).map(|(seq, stage)| asked(seq, stage)).collect());
        let text = serde_json::to_string(&held).expect("written");
        assert_eq!(serde_json::from_str::<Held>(&text).expect("read"), held);
        let bytes = postcard::to_allocvec(&held).expect("written");
        let Held(read) = postcard::from_bytes(&bytes).expect("read");
        let told: Vec<(u64, &str, Actor)> =
            read.iter().map(|asked| (asked.seq, asked.text.as_str(), asked.by)).collect();
        let by = Actor::Application;
        assert_eq!(told, [(1, "Précisez 1", by), (2, "Précisez 2", by)]);
        assert!(read.iter().all(|asked| asked.stage == Stage::Open));
    }
}

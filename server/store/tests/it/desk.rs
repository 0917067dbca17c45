//! Stories of the desk of an agent: where each looked last, the answers kept at hand.

use domain::{
    PersonId,
    access::ServiceKey,
    canned::CannedAnswer,
    ports::{CannedAnswers, Look, Looks},
};

use crate::{
    database::Database,
    sample::{at, id},
};

fn look(seq: u64, second: i64) -> Look {
    Look { seq, at: at(second) }
}

pub async fn a_look_goes_forward_and_is_each_persons_own(database: &Database) {
    let store = database.store();
    let (one, two) = (PersonId(uuid::Uuid::from_u128(1)), PersonId(uuid::Uuid::from_u128(2)));
    assert_eq!(store.look(one, id(1)).await.expect("read"), None, "never looked");
    for (noted, kept) in [
        (look(5, 10), look(5, 10)),
        (look(9, 20), look(9, 20)),
        (look(7, 30), look(9, 20)),
        (look(9, 40), look(9, 40)),
    ] {
        store.note(one, id(1), noted).await.expect("noted");
        assert_eq!(store.look(one, id(1)).await.expect("read"), Some(kept), "{noted:?}");
    }
    assert_eq!(store.look(two, id(1)).await.expect("read"), None, "each has their own");
    assert_eq!(store.look(one, id(2)).await.expect("read"), None, "of each dossier");
}

pub async fn the_answers_of_a_service_are_its_own(database: &Database) {
    let store = database.store();
    let (finistere, morbihan) = (ServiceKey::parse("d-29"), ServiceKey::parse("d-56"));
    let answer = |title: &str, text: &str| CannedAnswer {
        title: title.to_owned(),
        tags: "documents".to_owned(),
        text: text.to_owned(),
    };
    store.keep(&finistere, answer("RIB", "Un RIB récent.")).await.expect("kept");
    store.keep(&finistere, answer("Budget", "Équilibrez-le.")).await.expect("kept");
    store.keep(&morbihan, answer("RIB", "Autre.")).await.expect("kept");
    store.keep(&finistere, answer("RIB", "Un RIB de l’année.")).await.expect("kept again");
    let own = store.of(&finistere).await.expect("read");
    assert_eq!(own, [answer("Budget", "Équilibrez-le."), answer("RIB", "Un RIB de l’année.")]);
    store.forget(&finistere, "RIB").await.expect("forgotten");
    store.forget(&finistere, "Jamais dite").await.expect("nothing to forget");
    assert_eq!(store.of(&finistere).await.expect("read"), [answer("Budget", "Équilibrez-le.")]);
    assert_eq!(store.of(&morbihan).await.expect("read"), [answer("RIB", "Autre.")]);
}

//! Stories of the people who log in.

use domain::{
    Acting, PersonId, StructureId, Timestamp, Viewer,
    dossier::{Body, Event, Snapshot, talk::Subject},
    ports::{Dossiers, Sessions, Since},
};

use crate::{
    database::Database,
    sample::{at, id, opened, person},
};

fn viewer(number: u128, name: &str, structure: Option<u64>) -> Viewer {
    let acting = match structure {
        Some(asp) => Acting::Structure {
            id: StructureId::of_asp(i64::try_from(asp).expect("a small number")),
            name: "Jardins".to_owned(),
            administrator: true,
        },
        None => Acting::National,
    };
    Viewer { person: PersonId(uuid::Uuid::from_u128(number)), name: name.to_owned(), acting }
}

pub async fn colleagues_are_those_who_acted_for_a_structure(database: &Database) {
    let store = database.store();
    let until = Timestamp::from_second(4_000_000_000).expect("an instant");
    let people = [
        (viewer(1, "Zoé", Some(1)), 1),
        (viewer(2, "Alix", Some(1)), 2),
        (viewer(1, "Zoé Martin", Some(1)), 3),
        (viewer(3, "Camille", Some(2)), 4),
        (viewer(4, "Dominique", None), 5),
    ];
    for (viewer, token) in &people {
        store.open([*token; 32], viewer, until).await.expect("a session opens");
    }
    store.close([2; 32]).await.expect("it ends");
    let found = store.colleagues(StructureId::of_asp(1)).await.expect("they are known");
    let names: Vec<&str> = found.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["Alix", "Zoé Martin"], "by name, each once, their session ended or not");
    assert_eq!(store.colleagues(StructureId::of_asp(9)).await.expect("it answers"), []);
}

pub async fn what_colleagues_say_is_folded_with_the_rest(database: &Database) {
    let store = database.store();
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    let bodies = [
        Body::Commented { about: Subject::Step("projet".to_owned()), text: "À relire".to_owned() },
        Body::CommentSettled { comment: 2, settled: true },
        Body::StepAssigned { step: "projet".to_owned(), to: Some(PersonId(uuid::Uuid::from_u128(2))) },
    ];
    for body in bodies {
        let decide = Box::new(move |snapshot: &Snapshot, _: &[Event]| {
            Ok(vec![Event { seq: snapshot.seq + 1, at: at(5), actor: person(1), stamp: None, body }])
        });
        store.change(id(1), Since { seq: u64::MAX, client: None }, decide).await.expect("it is written");
    }
    let snapshot = store.snapshot(id(1)).await.expect("it reads").expect("it is there");
    assert_eq!(snapshot.comments.len(), 1);
    assert_eq!(snapshot.comments[0].settled, Some(person(1)));
    assert_eq!(snapshot.assigned.len(), 1);
    assert!(matches!(store.verify(id(1)).await, Ok(Some(Ok(4)))), "the log folds into the same");
}

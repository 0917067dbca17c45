//! Threads, folded.

use super::*;
use crate::{PersonId, Timestamp};

/// Who writes, and what: each an event, from 1.
fn log(exchanges: &[Exchange]) -> Vec<Event> {
    let event = |(seq, exchange): (Seq, &Exchange)| Event {
        seq,
        at: Timestamp::from_second(1_800_000_000 + i64::try_from(seq).expect("few")).expect("an instant"),
        actor: Actor::Person(PersonId(uuid::Uuid::from_u128(if exchange.from() == Party::Structure {
            1
        } else {
            2
        }))),
        stamp: None,
        body: Body::Exchanged(Box::new(exchange.clone())),
    };
    (1..).zip(exchanges).map(event).collect()
}

#[test]
fn a_side_has_to_read_what_the_other_wrote_since_it_last_read() {
    use Party::{Service, Structure};
    let opened = |from| Exchange::Opened {
        from,
        about: None,
        title: "Objet".to_owned(),
        text: "Un".to_owned(),
        files: Vec::new(),
    };
    let replied =
        |from, thread| Exchange::Replied { from, thread, text: "Deux".to_owned(), files: Vec::new() };
    let all = [
        opened(Service),
        opened(Structure),
        replied(Service, 1),
        Exchange::Read { from: Structure, thread: 1 },
        replied(Service, 1),
        replied(Structure, 1),
        replied(Structure, 9),
    ];
    for (many, structure, service) in
        [(1, 1, 0), (2, 1, 1), (3, 2, 1), (4, 0, 1), (5, 1, 1), (6, 0, 2), (7, 0, 2)]
    {
        let threads = Threads::of(&log(&all[..many]));
        assert_eq!(
            (threads.unread_by(Structure), threads.unread_by(Service)),
            (structure, service),
            "{many}"
        );
    }
    let threads = Threads::of(&log(&all));
    assert_eq!(threads.0.len(), 2, "what answers nothing opens nothing");
    let thread = threads.thread(1).expect("there");
    let read: Vec<bool> = thread.posts.iter().map(|post| thread.read_at(post).is_some()).collect();
    assert_eq!(read, [true, true, true, false]);
    assert_eq!(threads.actors(Structure).count(), 2);
}

//! Two pages write in one dossier, answers get lost, the dossier is sent, corrected and decided at any moment:
//! every order.
//!
//! In none of them is a value overwritten without a person's choice, counted twice, or written after the
//! dossier was sent.

mod agent;
mod desk;
mod office;
mod rows;
mod sending;
mod typing;

use std::collections::BTreeMap;

use domain::dossier::{Actor, Body, Event, News, Snapshot, State, What};
use form::{Path, Value};

use desk::{Act, Page, Server, check_told, orders, path};

fn check(server: &Server, pages: &[Page; 2], order: &[usize]) {
    let log = &server.log;
    assert_eq!(Snapshot::fold(log).as_ref(), Ok(&server.snapshot), "{order:?}: the log tells it all");
    let sent = log.iter().position(|event| matches!(event.body, Body::Submitted { .. }));
    let mut last: BTreeMap<&Path, &Event> = BTreeMap::new();
    for (place, event) in log.iter().enumerate() {
        let Body::AnswerSet { path, value, base, .. } = &event.body else { continue };
        assert!(sent.is_none_or(|sent| place < sent), "{order:?}: an answer after the dossier was sent");
        if let Some(before) = last.insert(path, event) {
            let Body::AnswerSet { value: old, .. } = &before.body else { unreachable!("kept above") };
            let same_page =
                before.stamp.as_ref().map(|s| &s.client) == event.stamp.as_ref().map(|s| &s.client);
            assert!(
                same_page || *base == before.seq || old == value,
                "{order:?}: {old:?} overwritten by {value:?} unseen"
            );
        }
    }
    for page in pages {
        check_told(server, page, order);
        for number in 1..page.next {
            let stamp = |event: &&Event| {
                event
                    .stamp
                    .as_ref()
                    .is_some_and(|stamp| stamp.client == page.client && stamp.number == number)
            };
            let written = log.iter().filter(stamp).count();
            // Only the sending of the dossier makes the server refuse; all else is in the log, once.
            let refused = server.snapshot.state() == State::Submitted && written == 0;
            // What was typed over before it was sent may have been found by another tab meanwhile, or not.
            let replaced = page.replaced.contains(&number) && written == 0;
            assert!(
                written == 1 || refused || replaced,
                "{order:?}: edit {number} is {written} times in the log"
            );
        }
    }
}

fn explore(one: &[Act], two: &[Act], submits: bool) -> usize {
    let mut count = 0;
    orders([one.len(), two.len(), usize::from(submits)], &mut Vec::new(), &mut |order| {
        let mut server = Server::new();
        let mut pages = [Page::new("page-a", 1), Page::new("page-b", 2)];
        let mut turns = [one.iter(), two.iter()];
        for who in order {
            if *who == 2 {
                server.submit(Actor::Application);
            } else {
                let act = *turns[*who].next().expect("as many turns as acts");
                pages[*who].act(act, &mut server);
            }
        }
        check(&server, &pages, order);
        count += 1;
    });
    count
}

#[test]
fn no_order_loses_a_value_without_a_choice() {
    let mut count = 0;
    for reads in
        [[Act::Read, Act::Read], [Act::Again, Act::Read], [Act::Read, Act::Again], [Act::Again, Act::Again]]
    {
        let [first, second] = reads;
        let one = [Act::Send("champ.x", "a1"), first, Act::Send("champ.x", "a2"), second];
        let two = [Act::Send("champ.x", "b1"), second, Act::Send("champ.y", "b2"), first];
        let both = [Act::Send("champ.x", "b1"), first, Act::Send("champ.x", "a2"), second];
        for submits in [false, true] {
            count += explore(&one, &two, submits);
            count += explore(&one, &both, submits);
        }
    }
    assert_eq!(count, 5600);
}

#[test]
fn what_was_decided_on_is_not_to_be_decided_when_it_is_told_again() {
    let mut server = Server::new();
    let (mut one, mut two) = (Page::new("page-a", 1), Page::new("page-b", 2));
    one.act(Act::Send("champ.x", "a1"), &mut server);
    for act in [Act::Send("champ.x", "b1"), Act::Read, Act::Send("champ.x", "b2")] {
        two.act(act, &mut server);
    }
    let mut page = server.snapshot.clone();
    let told = server.log.iter().filter_map(News::of).filter(|news| matches!(news.what, What::Aside(_)));
    let told: Vec<News> = told.collect();
    assert_eq!((told.len(), page.set_aside.len()), (1, 0), "b1, set aside and decided on");
    page.hear(&told[0]);
    assert_eq!(page.set_aside, []);
}

#[test]
fn once_all_is_read_each_page_has_been_told_of_all() {
    let one = [Act::Send("champ.x", "a1"), Act::Again, Act::Send("champ.y", "a2"), Act::Read];
    let two = [Act::Send("champ.x", "b1"), Act::Read, Act::Send("champ.y", "b2"), Act::Again];
    orders([4, 4, 0], &mut Vec::new(), &mut |order| {
        let mut server = Server::new();
        let mut pages = [Page::new("page-a", 1), Page::new("page-b", 2)];
        let mut turns = [one.iter(), two.iter()];
        for who in order {
            pages[*who].act(*turns[*who].next().expect("as many turns as acts"), &mut server);
        }
        for page in &mut pages {
            page.act(Act::Send("champ.y", "fin"), &mut server);
            page.act(Act::Read, &mut server);
            let aside = |event: &&Event| matches!(event.body, Body::AnswerSetAside { .. });
            for event in server.log.iter().filter(|event| !aside(event)) {
                let own_later = event.seq > page.known;
                assert!(own_later || page.told.contains(&event.seq), "{order:?}: {} was not told", event.seq);
            }
        }
        let x = server.snapshot.value(&path("champ.x")).cloned();
        assert!(matches!(x, Some(Value::Text(_))));
    });
}

#[test]
fn rows_added_at_once_are_all_there_in_every_order() {
    let one = [Act::Send("champ.t[r1]", "1000"), Act::Again, Act::Send("champ.t[r1].a", "un"), Act::Read];
    let two = [Act::Send("champ.t[r2]", "1000"), Act::Read, Act::Send("champ.t[r2].a", "deux"), Act::Again];
    let mut count = 0;
    orders([4, 4, 0], &mut Vec::new(), &mut |order| {
        let mut server = Server::new();
        let mut pages = [Page::new("page-a", 1), Page::new("page-b", 2)];
        let mut turns = [one.iter(), two.iter()];
        for who in order {
            pages[*who].act(*turns[*who].next().expect("as many turns as acts"), &mut server);
        }
        check(&server, &pages, order);
        for (cell, text) in [("champ.t[r1].a", "un"), ("champ.t[r2].a", "deux")] {
            assert_eq!(server.snapshot.value(&path(cell)), Some(&Value::Text(text.to_owned())), "{order:?}");
        }
        count += 1;
    });
    assert_eq!(count, 70);
}

#[test]
fn a_row_that_someone_wrote_in_since_is_not_taken_away_unasked() {
    const ROW: &str = "champ.t[r1]";
    const CELL: &str = "champ.t[r1].a";
    let mut server = Server::new();
    let mut pages = [Page::new("page-a", 1), Page::new("page-b", 2)];
    for (field, text) in [(ROW, "0"), (CELL, "un")] {
        for page in &mut pages {
            page.act(Act::Send(field, text), &mut server);
            page.act(Act::Read, &mut server);
        }
    }
    pages[1].act(Act::Send(CELL, "deux"), &mut server);
    pages[0].act(Act::Send(ROW, ""), &mut server);
    let aside = |server: &Server| {
        matches!(server.log.last().map(|event| &event.body), Some(Body::AnswerSetAside { .. }))
    };
    assert!(aside(&server), "it is asked first");
    assert!(server.snapshot.value(&path(ROW)).is_some());
    assert_eq!(server.snapshot.value(&path(CELL)), Some(&Value::Text("deux".to_owned())));
    // Asked, and chosen with the other's words in sight: it goes.
    pages[0].act(Act::Read, &mut server);
    pages[0].act(Act::Send(ROW, ""), &mut server);
    assert_eq!(server.snapshot.value(&path(ROW)), None);
}

#[test]
fn what_the_application_took_over_gives_way_to_a_person() {
    let mut server = Server::new();
    let mut page = Page::new("page-a", 1);
    let key = path("champ.x");
    let body = Body::AnswerSet {
        path: key.clone(),
        value: Some(Value::Text("de la source".to_owned())),
        base: 0,
        origin: domain::dossier::Origin::Typed,
        deposit: None,
    };
    server.write(body, Actor::Application);
    // Not read since: what a person types is taken, and nobody is asked to choose.
    page.act(Act::Send("champ.x", "de moi"), &mut server);
    assert_eq!(server.snapshot.value(&key), Some(&Value::Text("de moi".to_owned())));
}

//! What is typed waits in the journal of the browser: it is sent later, typed over, found and sent by another tab.

use domain::dossier::{Body, ClientId, Event};
use form::Path;

use crate::{
    check,
    desk::{Act, Page, Server, orders},
};

/// In the log, what a page typed in a field follows the order of its typing.
fn check_order(log: &[Event], order: &[usize]) {
    let mut last: std::collections::BTreeMap<(&ClientId, &Path), u64> = std::collections::BTreeMap::new();
    for event in log {
        let (Body::AnswerSet { path, .. }, Some(stamp)) = (&event.body, &event.stamp) else { continue };
        if let Some(before) = last.insert((&stamp.client, path), stamp.number) {
            assert!(before < stamp.number, "{order:?}: {path} went back to what was typed before");
        }
    }
}

/// Every order of what a person does, what a colleague does, and what another tab of the first does.
fn explore(one: &[Act], two: &[Act], tab: &[Act]) -> usize {
    let mut count = 0;
    orders([one.len(), two.len(), tab.len()], &mut Vec::new(), &mut |order| {
        let mut server = Server::new();
        let mut pages = [Page::new("page-a", 1), Page::new("page-b", 2)];
        let mut turns = [one.iter(), two.iter(), tab.iter()];
        for who in order {
            let act = *turns[*who].next().expect("as many turns as acts");
            pages[*who % 2].act(act, &mut server);
        }
        check(&server, &pages, order);
        check_order(&server.log, order);
        count += 1;
    });
    count
}

#[test]
fn what_waits_is_sent_once_whoever_finds_it() {
    let one = [Act::Type("champ.x", "a1"), Act::Type("champ.y", "a2"), Act::Go, Act::Read];
    let two = [Act::Send("champ.x", "b1"), Act::Read, Act::Send("champ.x", "b2")];
    assert_eq!(explore(&one, &two, &[Act::Find, Act::Late]), 1_260);
}

#[test]
fn an_older_text_found_by_another_tab_takes_the_place_of_nothing() {
    let one = [
        Act::Type("champ.x", "a1"),
        Act::Type("champ.x", "a2"),
        Act::Go,
        Act::Again,
        Act::Type("champ.x", "a3"),
        Act::Go,
    ];
    let two = [Act::Send("champ.x", "b1"), Act::Read];
    assert_eq!(explore(&one, &two, &[Act::Find, Act::Late, Act::Late]), 4_620);
}

#[test]
fn a_cell_typed_before_its_row_was_taken_away_is_not_lost() {
    let one =
        [Act::Send("champ.t[r1]", "1"), Act::Read, Act::Type("champ.t[r1].a", "a1"), Act::Go, Act::Read];
    let two = [Act::Send("champ.t[r1]", ""), Act::Again];
    assert_eq!(explore(&one, &two, &[Act::Find, Act::Late]), 756);
}

//! What someone writes and that is set aside waits for them: beside that of others, and where a row is gone.

use domain::dossier::Body;
use form::{Path, Value};

use crate::desk::{Act, Page, Server, path};

const ROW: &str = "champ.t[r1]";
const CELL: &str = "champ.t[r1].a";

fn told(page: &mut Page, server: &mut Server, field: &'static str, text: &'static str) {
    page.act(Act::Send(field, text), server);
    page.act(Act::Read, server);
}

/// A row that two pages see, taken away by the first while the second writes in it.
fn torn() -> (Server, [Page; 2]) {
    let mut server = Server::new();
    let mut pages = [Page::new("page-a", 1), Page::new("page-b", 2)];
    let [first, second] = &mut pages;
    told(first, &mut server, ROW, "0");
    told(first, &mut server, CELL, "un");
    told(second, &mut server, "champ.y", "lu");
    told(first, &mut server, ROW, "");
    told(second, &mut server, CELL, "deux");
    (server, pages)
}

fn undecided<'a>(server: &'a Server, page: &Page) -> Vec<&'a Path> {
    server.snapshot.undecided(page.actor).collect()
}

#[test]
fn what_is_written_in_a_row_taken_away_meanwhile_is_asked_about() {
    let (server, [_, second]) = torn();
    assert!(matches!(server.log.last().map(|event| &event.body), Some(Body::AnswerSetAside { .. })));
    assert_eq!(undecided(&server, &second), [&path(CELL)]);
    assert_eq!(server.snapshot.value(&path(CELL)), Some(&Value::Text("un".to_owned())));
}

#[test]
fn a_row_is_put_back_with_what_was_written_in_it() {
    let (mut server, [_, mut second]) = torn();
    told(&mut second, &mut server, ROW, "0");
    told(&mut second, &mut server, CELL, "deux");
    assert!(undecided(&server, &second).is_empty(), "it is decided");
    assert_eq!(server.snapshot.value(&path(CELL)), Some(&Value::Text("deux".to_owned())));
    assert!(server.snapshot.value(&path(ROW)).is_some());
}

#[test]
fn a_row_given_up_leaves_nothing_to_decide() {
    let (mut server, [_, mut second]) = torn();
    told(&mut second, &mut server, ROW, "");
    assert!(undecided(&server, &second).is_empty(), "it is decided");
    assert_eq!(server.snapshot.value(&path(ROW)), None);
}

#[test]
fn a_row_that_its_own_page_took_away_may_be_written_in() {
    let mut server = Server::new();
    let mut page = Page::new("page-a", 1);
    for (field, text) in [(ROW, "0"), (CELL, "un"), (ROW, ""), (CELL, "deux")] {
        told(&mut page, &mut server, field, text);
    }
    assert!(undecided(&server, &page).is_empty());
}

#[test]
fn each_late_writer_has_a_choice_of_their_own() {
    let mut server = Server::new();
    let mut pages = [Page::new("page-a", 1), Page::new("page-b", 2), Page::new("page-c", 3)];
    for (page, text) in pages.iter_mut().zip(["un", "deux", "trois"]) {
        told(page, &mut server, "champ.x", text);
    }
    let [_, second, third] = &mut pages;
    for page in [&*second, &*third] {
        assert_eq!(undecided(&server, page), [&path("champ.x")]);
    }
    // The third chooses: what the second wrote still waits for the second.
    told(third, &mut server, "champ.x", "trois");
    assert!(undecided(&server, third).is_empty());
    let aside = server.snapshot.aside(&path("champ.x"), second.actor).expect("it waits");
    assert_eq!(aside.value, Some(Value::Text("deux".to_owned())));
}

#[test]
fn what_a_page_wrote_before_and_another_sends_late_takes_the_place_of_nothing() {
    let mut server = Server::new();
    let mut page = Page::new("page-a", 1);
    // Kept in the browser as number 1, and found there by another tab; its own page went on.
    page.next = 2;
    told(&mut page, &mut server, "champ.x", "neuf");
    let mut tab = Page::new("page-a", 1);
    told(&mut tab, &mut server, "champ.x", "vieux");
    assert_eq!(server.snapshot.value(&path("champ.x")), Some(&Value::Text("neuf".to_owned())));
    assert!(matches!(server.log.last().map(|event| &event.body), Some(Body::AnswerSet { .. })));
    assert_eq!(server.log.len(), 2, "nothing is logged for it");
}

#[test]
fn nothing_is_written_in_a_row_that_was_never_there() {
    let mut server = Server::new();
    let mut page = Page::new("page-a", 1);
    told(&mut page, &mut server, CELL, "perdu");
    assert_eq!(server.snapshot.value(&path(CELL)), None, "nobody would see it");
    assert_eq!(server.log.len(), 1);
}

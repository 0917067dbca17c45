//! Stories of how a service shares out its work.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use domain::{
    Acting, Departement, PersonId, Timestamp, Viewer,
    access::{Level, Reader, ReviewScope, ServiceKey},
    dossier::{Body, Note},
    ports::{Desks, Dossiers, Sessions},
    queue::{Asked, Beside, Load, Search, Sort, Tab, View, ViewId},
};
use form::french::time_of_day;
use store::Store;
use uuid::Uuid;

use crate::{
    database::Database,
    queue::{add, filled, numbers},
    sample::{DELAY, at, id},
};

fn agent(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

fn service(code: &str) -> ServiceKey {
    ServiceKey::parse(code)
}

/// An agent of the Finistère: Sacha (1) or Camille (2).
fn reader(number: u128) -> Reader {
    Reader {
        scope: ReviewScope::Departements(vec![Departement::parse("29").expect("a code")]),
        person: agent(number),
        service: Some(service("d-29")),
        agents: vec![(agent(1), "Sacha Richard".to_owned()), (agent(2), "Camille Érable".to_owned())],
        delay: DELAY,
    }
}

async fn note(store: &Store, number: i64, code: &str, note: Note) {
    add(store, number, 200, Body::Noted { service: service(code), note }).await;
}

async fn give(store: &Store, number: i64, to: Option<u128>) {
    note(store, number, "d-29", Note::Given { to: to.map(agent) }).await;
}

async fn label(store: &Store, number: i64, code: &str, label: &str, on: bool) {
    note(store, number, code, Note::Labelled { label: label.to_owned(), on }).await;
}

/// The dossiers of the queue's table, the first and third given to Sacha, the second to Camille, the fifth given back;
/// some with labels, that of the first by the region too.
async fn shared(store: &Store) {
    filled(store).await;
    give(store, 1, Some(1)).await;
    give(store, 3, Some(1)).await;
    give(store, 2, Some(2)).await;
    give(store, 5, Some(2)).await;
    give(store, 5, None).await;
    label(store, 1, "d-29", "À revoir", true).await;
    label(store, 2, "d-29", "port", true).await;
    label(store, 2, "d-29", "100 %", true).await;
    label(store, 3, "d-29", "port", true).await;
    label(store, 3, "d-29", "port", false).await;
    label(store, 1, "r-29", "région", true).await;
}

pub async fn what_a_service_notes_is_found_in_its_own_queue(database: &Database) {
    let store = database.store();
    shared(&store).await;
    let followed = store.follow(&reader(1), &[id(2), id(3), id(4), id(6)], true).await.expect("it follows");
    assert_eq!(followed, [id(2), id(3)], "neither another département's nor a draft");
    assert_eq!(store.follow(&reader(1), &[id(2)], true).await.expect("it answers"), [], "followed already");
    assert_eq!(store.follow(&reader(1), &[id(2)], false).await.expect("it answers"), [id(2)]);
    let found = async |reader: &Reader, text: &str| {
        let search = Search::read(text);
        assert_eq!(search.misread, Vec::<String>::new(), "{text}");
        let asked = Asked { search, tab: Tab::All, sort: Sort::Structure, ..Asked::default() };
        store.queue(reader, &asked, 50).await.expect("a queue")
    };
    let region = Reader { service: Some(service("r-29")), ..reader(1) };
    let ministry = Reader { scope: ReviewScope::Everywhere, service: None, ..reader(1) };
    for (who, text, expected) in [
        (&reader(1), "agent:moi", &[3, 1][..]),
        (&reader(2), "agent:moi", &[2]),
        (&reader(1), "agent:aucun", &[5]),
        (&reader(1), "-agent:aucun", &[3, 2, 1]),
        (&reader(1), "agent:\"camille erable\"", &[2]),
        (&reader(1), "agent:moi,aucun", &[3, 5, 1]),
        (&reader(1), "agent:personne", &[]),
        (&reader(1), "etiquette:\"a revoir\"", &[1]),
        (&reader(1), "etiquette:revoir", &[]),
        (&reader(1), "etiquette:port", &[2]),
        (&reader(1), "etiquette:\"100 %\"", &[2]),
        (&reader(1), "etiquette:%", &[]),
        (&reader(1), "etiquette:port,\"à revoir\"", &[2, 1]),
        (&reader(1), "-etiquette:port", &[3, 5, 1]),
        (&reader(1), "etiquette:région", &[]),
        (&region, "etiquette:région", &[1]),
        (&region, "agent:moi", &[]),
        (&region, "agent:aucun", &[3, 2, 5, 1]),
        (&reader(1), "suivi:oui", &[3]),
        (&reader(2), "suivi:oui", &[]),
        (&ministry, "agent:moi", &[]),
        (&ministry, "etiquette:port", &[]),
    ] {
        assert_eq!(numbers(&found(who, text).await), expected, "{text}");
    }
    let lines = found(&reader(1), "").await.lines;
    let told = lines.iter().map(|line| {
        let shared = &line.shared;
        (
            line.id.0.as_u128(),
            shared.agent.map(|agent| agent.0.as_u128()),
            shared.labels.join("|"),
            shared.followed,
        )
    });
    let expected = [
        (3, Some(1), String::new(), true),
        (2, Some(2), "100 %|port".to_owned(), false),
        (5, None, String::new(), false),
        (1, Some(1), "À revoir".to_owned(), false),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
    assert!(lines.iter().all(|line| line.shared.given > 0), "each was given once");
    let seen_by_ministry = found(&ministry, "").await.lines;
    assert!(seen_by_ministry.iter().all(|line| line.shared.agent.is_none() && line.shared.labels.is_empty()));
    for (code, expected) in
        [("d-29", &["100 %", "port", "À revoir"][..]), ("r-29", &["région"]), ("d-14", &[])]
    {
        assert_eq!(store.labels(&service(code)).await.expect("they read"), expected, "{code}");
    }
    for number in 1..=6 {
        assert!(matches!(store.verify(id(number)).await, Ok(Some(Ok(_)))), "{number}");
    }
}

pub async fn the_dossiers_around_one_are_those_of_the_list(database: &Database) {
    let store = database.store();
    shared(&store).await;
    let count = Arc::new(AtomicUsize::new(0));
    let counted = store.counted(&count);
    for (text, tab, sort) in [
        ("", Tab::All, Sort::Sent),
        ("", Tab::All, Sort::Structure),
        ("", Tab::All, Sort::Gap),
        ("", Tab::All, Sort::Posts),
        ("", Tab::Here, Sort::Delay),
        ("agent:moi", Tab::All, Sort::Delay),
    ] {
        let asked = Asked { search: Search::read(text), tab, sort, ..Asked::default() };
        let list = numbers(&store.queue(&reader(1), &asked, 50).await.expect("a queue"));
        assert!(list.len() > 1, "{text} {tab:?} {sort:?}");
        for (place, number) in list.iter().enumerate() {
            count.store(0, Ordering::SeqCst);
            let found = counted.beside(&reader(1), &asked, id(*number)).await.expect("it reads");
            assert!(count.load(Ordering::SeqCst) <= 3);
            let at = |place: Option<usize>| place.and_then(|place| list.get(place)).map(|number| id(*number));
            let expected = Beside { before: at(place.checked_sub(1)), after: at(Some(place + 1)) };
            assert_eq!(found, expected, "{text} {tab:?} {sort:?}: {number}");
        }
    }
    // One that the list has no more keeps its place.
    let asked =
        Asked { search: Search::read("type:EI"), tab: Tab::All, sort: Sort::Sent, ..Asked::default() };
    let found = store.beside(&reader(1), &asked, id(1)).await.expect("it reads");
    assert_eq!(found, Beside { before: None, after: Some(id(2)) });
    assert_eq!(
        store.beside(&reader(1), &asked, id(6)).await.expect("it reads"),
        Beside::default(),
        "a draft"
    );
}

pub async fn the_load_of_a_service_is_counted_by_agent_and_age(database: &Database) {
    let store = database.store();
    shared(&store).await;
    let count = Arc::new(AtomicUsize::new(0));
    let counted = store.counted(&count);
    let sent = time_of_day(at(0)).0;
    let load =
        |agent: Option<u128>, by_age: &[u64]| Load { agent: agent.map(self::agent), by_age: by_age.to_vec() };
    let before = sent.yesterday().expect("a day");
    let after = sent.tomorrow().expect("a day");
    let mut found = counted.load(&reader(1), &[after, before]).await.expect("it counts");
    assert_eq!(count.load(Ordering::SeqCst), 1);
    found.sort_by_key(|load| load.agent);
    assert_eq!(found, [load(Some(1), &[0, 2, 0]), load(Some(2), &[0, 1, 0])], "the fifth is decided");
    let region = Reader { service: Some(service("r-29")), ..reader(1) };
    assert_eq!(store.load(&region, &[before]).await.expect("it counts"), [load(None, &[3, 0])]);
    assert_eq!(store.load(&region, &[after]).await.expect("it counts"), [load(None, &[0, 3])]);
}

pub async fn the_people_of_a_service_are_those_who_acted_for_it(database: &Database) {
    let store = database.store();
    let until = Timestamp::from_second(4_000_000_000).expect("an instant");
    let viewer = |number: u128, name: &str, codes: &[&str], level| {
        let departements = codes.iter().map(|code| Departement::parse(code).expect("a code")).collect();
        let acting = Acting::Service { name: "Service".to_owned(), departements, level };
        Viewer { person: agent(number), name: name.to_owned(), acting }
    };
    let people = [
        viewer(1, "Sacha", &["29"], Level::Departement),
        viewer(2, "Camille", &["29"], Level::Departement),
        viewer(1, "Sacha", &["29"], Level::Departement),
        viewer(3, "Lou", &["56", "29"], Level::Region),
        viewer(4, "Dominique", &["29"], Level::Region),
        viewer(5, "Alix", &["14"], Level::Departement),
    ];
    for (viewer, token) in people.iter().zip(1_u8..) {
        store.open([token; 32], viewer, until).await.expect("a session opens");
    }
    for (code, expected) in
        [("d-29", &["Camille", "Sacha"][..]), ("r-29.56", &["Lou"]), ("r-29", &["Dominique"]), ("d-75", &[])]
    {
        let found = store.agents(&service(code)).await.expect("they are known");
        let names: Vec<&str> = found.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, expected, "{code}");
    }
}

pub async fn views_are_kept_by_name(database: &Database) {
    let store = database.store();
    let view = |number: u128, name: &str, query: &str| View {
        id: ViewId(Uuid::from_u128(number)),
        name: name.to_owned(),
        query: query.to_owned(),
    };
    for (owner, kept) in [
        (1, view(1, "Urgent", "?q=a")),
        (1, view(2, "ACI", "?q=type%3AACI")),
        (2, view(3, "Urgent", "?q=b")),
        (1, view(1, "Très urgent", "?q=a")),
        (1, view(4, "ACI", "?q=c")),
    ] {
        store.keep_view(agent(owner), kept).await.expect("it is kept");
    }
    store.forget_view(agent(2), ViewId(Uuid::from_u128(1))).await.expect("nothing of another's");
    let own = store.views(agent(1)).await.expect("they read");
    assert_eq!(own, [view(4, "ACI", "?q=c"), view(1, "Très urgent", "?q=a")]);
    assert_eq!(store.views(agent(2)).await.expect("they read"), [view(3, "Urgent", "?q=b")]);
    store.forget_view(agent(1), ViewId(Uuid::from_u128(1))).await.expect("it is forgotten");
    assert_eq!(store.views(agent(1)).await.expect("they read").len(), 1);
}

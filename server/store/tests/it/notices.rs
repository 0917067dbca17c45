//! Stories of what people are told: written with what happens, read by whom it concerns, sent once.

use domain::{
    Acting, Departement, PersonId, StructureId, Viewer,
    access::{Level, ServiceKey},
    dossier::{
        Body, ClientId, DossierId, Event, Note, Opening, Reference, Stamp, procedure::Reason, talk::Subject,
    },
    notice::{Heard, Hearer, Reminders, Whom, reminders},
    ports::{
        Desks, Dossiers, Sessions,
        notices::{Fate, MailName, Notices, Outbox, ToRecall, Told},
    },
};
use form::{Answers, Date, Parameters};
use store::Store;
use uuid::Uuid;

use crate::{
    database::Database,
    durability::since,
    sample::{DELAY, at, id, opened, person},
};

fn somebody(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

fn member(number: u128, structure: i64) -> Viewer {
    let id = StructureId::of_asp(structure);
    let acting = Acting::Structure { id, name: "Jardins".to_owned(), administrator: true };
    Viewer { person: somebody(number), name: format!("Membre {number}"), acting }
}

fn agent(number: u128, codes: &[&str], level: Level) -> Viewer {
    let departements = codes.iter().map(|code| Departement::parse(code).expect("a département")).collect();
    let acting = Acting::Service { name: "Service".to_owned(), departements, level };
    Viewer { person: somebody(number), name: format!("Agent {number}"), acting }
}

/// A store that knows who acted for structures 1 and 2, and for three services.
async fn peopled(database: &Database) -> Store {
    let store = database.store();
    let people = [
        member(1, 1),
        member(2, 1),
        member(3, 2),
        agent(4, &["29"], Level::Departement),
        agent(5, &["29"], Level::Departement),
        agent(6, &["75"], Level::Departement),
        agent(7, &["22", "29", "35", "56"], Level::Region),
    ];
    for (token, viewer) in (1..).zip(&people) {
        store.open([token; 32], viewer, at(9_999_999)).await.expect("a session");
    }
    store
}

fn sent(version: u32) -> Body {
    sent_as("IAE-2027-29-ACI-7K3M9Q", version)
}

fn sent_as(reference: &str, version: u32) -> Body {
    let reference = Reference::read(reference).expect("a reference");
    let (counted, parameters) = (Answers::default(), Parameters::default());
    Body::Submitted { version, reference, counted, parameters, findings: 0 }
}

fn asked() -> Body {
    let about = Subject::Step("un".to_owned());
    Body::CorrectionAsked { about, reason: Reason::Missing, text: "Secret".to_owned() }
}

/// Adds what somebody does at a second.
async fn does(store: &Store, dossier: DossierId, (who, second): (u128, i64), body: Body) {
    let decide = Box::new(move |now: &domain::dossier::Snapshot, _: &[Event]| {
        Ok(vec![Event { seq: now.seq + 1, at: at(second), actor: person(who), stamp: None, body }])
    });
    store.change(dossier, since(), decide).await.expect("written").expect("it is there");
}

fn hearer(viewer: &Viewer) -> Hearer {
    viewer.hearer().expect("on a side")
}

async fn told(store: &Store, viewer: &Viewer) -> Vec<String> {
    let told: Vec<Told> = store.told(&hearer(viewer), 50).await.expect("read");
    let unread = told.iter().filter(|told| !told.read).count();
    assert_eq!(store.unread(&hearer(viewer)).await.expect("counted"), unread);
    told.into_iter().map(|told| format!("{} {}", told.key, told.cause.code())).collect()
}

pub async fn what_happens_is_told_to_whom_it_concerns_once_each(database: &Database) {
    let store = peopled(database).await;
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    does(&store, id(1), (1, 10), sent(1)).await;
    does(&store, id(1), (4, 20), asked()).await;
    let region = agent(7, &["22", "29", "35", "56"], Level::Region);
    for (who, expected) in [
        // Who sends has a receipt; who asks is not told that they asked.
        (member(1, 1), &["3 correction", "2 transmis"][..]),
        (member(2, 1), &["3 correction", "2 transmis"]),
        (member(3, 2), &[]),
        (agent(4, &["29"], Level::Departement), &["2 transmis"]),
        (agent(5, &["29"], Level::Departement), &["2 transmis"]),
        (agent(6, &["75"], Level::Departement), &[]),
        (region, &[]),
    ] {
        assert_eq!(told(&store, &who).await, expected, "{}", who.name);
    }
    // Somebody who acts for another structure, or whose service answers for other départements, reads none of it.
    let of_another = Hearer { person: somebody(2), of: Heard::Structure(StructureId::of_asp(2)) };
    let moved = Hearer {
        person: somebody(4),
        of: Heard::Service(Whom::Service, vec![Departement::parse("75").expect("a département")]),
    };
    for hearer in [of_another, moved] {
        assert_eq!(store.told(&hearer, 50).await.expect("read"), []);
        assert_eq!(store.unread(&hearer).await.expect("counted"), 0);
        assert_eq!(store.visit(&hearer, id(1), "2", at(30)).await.expect("read"), None);
    }
}

pub async fn who_follows_a_dossier_hears_of_it_beside_its_agent(database: &Database) {
    let store = peopled(database).await;
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    does(&store, id(1), (1, 10), sent(1)).await;
    let (own, other, elsewhere) = (
        agent(4, &["29"], Level::Departement),
        agent(5, &["29"], Level::Departement),
        agent(7, &["22", "29", "35", "56"], Level::Region),
    );
    let given = |to| Body::Noted { service: ServiceKey::parse("d-29"), note: Note::Given { to } };
    does(&store, id(1), (5, 20), given(Some(somebody(4)))).await;
    does(&store, id(1), (1, 30), sent(2)).await;
    assert_eq!(told(&store, &other).await, ["2 transmis"], "the agent alone is told");
    for viewer in [&other, &elsewhere] {
        let reader = viewer.reader(DELAY).expect("they review");
        assert_eq!(store.follow(&reader, &[id(1)], true).await.expect("followed"), [id(1)]);
    }
    does(&store, id(1), (1, 40), sent(3)).await;
    does(&store, id(1), (4, 50), given(Some(somebody(5)))).await;
    does(&store, id(1), (5, 60), given(Some(somebody(4)))).await;
    let known = told(&store, &own).await;
    assert!(known.contains(&"5 corrige".to_owned()), "{known:?}");
    let known = told(&store, &other).await;
    assert!(known.contains(&"5 corrige".to_owned()) && known.len() == 3, "once, and as the agent: {known:?}");
    assert_eq!(told(&store, &elsewhere).await, [""; 0], "the region is not told what it does not validate");
}

pub async fn a_notice_is_written_with_what_it_tells_or_not_at_all(database: &Database) {
    let store = peopled(database).await;
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    // One page numbers two events alike: the database refuses the second, and all of the change.
    let stamp = Stamp { client: ClientId::parse("page").expect("a name"), number: 1 };
    let refused = store
        .change(
            id(1),
            since(),
            Box::new(move |now, _| {
                let event =
                    |seq, body| Event { seq, at: at(5), actor: person(1), stamp: Some(stamp.clone()), body };
                Ok(vec![event(now.seq + 1, sent(1)), event(now.seq + 2, asked())])
            }),
        )
        .await;
    assert!(refused.is_err());
    assert_eq!(told(&store, &member(2, 1)).await, [] as [&str; 0]);
    does(&store, id(1), (1, 10), sent(1)).await;
    assert_eq!(told(&store, &member(2, 1)).await, ["2 transmis"]);
}

pub async fn a_notice_is_read_once_opened_and_all_up_to_what_was_seen(database: &Database) {
    let store = peopled(database).await;
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    for (second, body) in [(10, sent(1)), (20, asked()), (30, asked()), (40, asked())] {
        does(&store, id(1), (9, second), body).await;
    }
    let (one, other) = (hearer(&member(1, 1)), hearer(&member(2, 1)));
    let unread = async |hearer: &Hearer| store.unread(hearer).await.expect("counted");
    assert_eq!(unread(&one).await, 4);
    // The one before it says the same; the one after is still to be read, as is what is of another cause.
    let page = store.visit(&one, id(1), "4", at(50)).await.expect("opened").expect("theirs");
    assert_eq!(page, format!("/dossiers/{}/corrections", id(1)));
    assert_eq!((unread(&one).await, unread(&other).await), (2, 4), "each has their own");
    // What came after the page was made is not marked.
    store.read_all(&one, at(30), at(60)).await.expect("marked");
    assert_eq!((unread(&one).await, unread(&other).await), (1, 4));
    assert_eq!(store.visit(&one, id(1), "99", at(50)).await.expect("read"), None);
}

pub async fn what_was_told_long_ago_is_forgotten(database: &Database) {
    let store = peopled(database).await;
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    does(&store, id(1), (9, 10), sent(1)).await;
    does(&store, id(1), (9, 20), asked()).await;
    let one = member(1, 1);
    let forget = async |second| store.forget_before(at(second)).await.expect("forgotten");
    assert_eq!(forget(10).await, 0);
    assert_eq!(told(&store, &one).await, ["3 correction", "2 transmis"]);
    assert!(forget(20).await > 0);
    assert_eq!(told(&store, &one).await, ["3 correction"]);
    assert_eq!(forget(20).await, 0);
}

pub async fn a_mail_is_claimed_by_one_with_all_that_says_the_same(database: &Database) {
    let store = peopled(database).await;
    store.receives_at(somebody(1), "ancienne@exemple.fr").await.expect("noted");
    store.receives_at(somebody(1), "un@exemple.fr").await.expect("noted");
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    does(&store, id(1), (1, 0), sent(1)).await;
    for second in [10, 20, 30] {
        does(&store, id(1), (4, second), asked()).await;
    }
    // The receipt leaves at once, corrections wait for the next for ten minutes.
    let due = async |second| store.due(at(second), 50).await.expect("read");
    assert!(due(5).await.iter().all(|letter| letter.key == "2"));
    assert_eq!(due(5).await.len(), 4, "two of the structure, two of the service");
    let letters = due(615).await;
    let correction = letters.iter().find(|letter| letter.key == "3" && letter.person == somebody(1));
    let correction = correction.expect("its turn has come");
    assert_eq!(correction.address.as_deref(), Some("un@exemple.fr"));
    let (now, until) = (at(615), at(735));
    let claimed = store.claim(correction, now, until).await.expect("asked").expect("it is free");
    assert_eq!(store.claim(correction, now, until).await.expect("asked"), None, "somebody has it");
    let again = due(640).await;
    assert!(
        again.iter().all(|letter| letter.person != somebody(1) || letter.key == "2"),
        "all three are held"
    );
    // Put off, they come back together; nobody else's mail is moved.
    store.put_off(&claimed, at(900), "fermé").await.expect("put off");
    let back = due(900).await;
    let mut own: Vec<(&str, u32)> = back
        .iter()
        .filter(|letter| letter.person == somebody(1) && letter.key != "2")
        .map(|letter| (letter.key.as_str(), letter.tries))
        .collect();
    own.sort_unstable();
    assert_eq!(own, [("3", 1), ("4", 1), ("5", 1)]);
    let letter = back.iter().find(|letter| letter.key == "4" && letter.person == somebody(1)).expect("due");
    let claimed = store.claim(letter, at(900), at(1_020)).await.expect("asked").expect("free");
    // Who kept it too long has it no more: what they say of it counts for nothing.
    let later = store.claim(letter, at(1_021), at(1_141)).await.expect("asked").expect("free again");
    store.settle(&claimed, &Fate::Bounced("trop tard".to_owned())).await.expect("asked");
    assert_eq!(store.carried(id(1)).await.expect("read").undelivered, []);
    store.settle(&later, &Fate::Sent).await.expect("settled");
    let left = due(99_999).await;
    assert!(left.iter().all(|letter| letter.person != somebody(1) || letter.key == "2"), "sent together");
}

pub async fn a_mail_that_did_not_arrive_is_told_until_one_does(database: &Database) {
    let store = peopled(database).await;
    store.receives_at(somebody(1), "un@exemple.fr").await.expect("noted");
    store.receives_at(somebody(2), "deux@exemple.fr").await.expect("noted");
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    does(&store, id(1), (4, 10), sent(1)).await;
    let settle = async |who: u128, now: i64, fate: Fate| {
        let due = store.due(at(now), 50).await.expect("read");
        let letter = due.iter().find(|letter| letter.person == somebody(who)).expect("due");
        let held = store.claim(letter, at(now), at(now + 1)).await.expect("asked").expect("free");
        store.settle(&held, &fate).await.expect("settled");
        MailName { dossier: held.dossier, key: held.key, person: held.person }
    };
    settle(1, 20, Fate::Bounced("550".to_owned())).await;
    settle(2, 20, Fate::GivenUp("fermé".to_owned())).await;
    let told = async || {
        let undelivered = store.carried(id(1)).await.expect("read").undelivered;
        let mut told: Vec<(String, bool)> =
            undelivered.into_iter().map(|mail| (mail.address, mail.refused)).collect();
        told.sort();
        told
    };
    let (one, two) = (("un@exemple.fr".to_owned(), true), ("deux@exemple.fr".to_owned(), false));
    assert_eq!(told().await, [two.clone(), one.clone()]);
    does(&store, id(1), (4, 30), asked()).await;
    let mail = settle(1, 700, Fate::Sent).await;
    assert_eq!(told().await, std::slice::from_ref(&two), "the next one arrived");
    // It left, and comes back the day after: once, and under its own name.
    let refused = Fate::Bounced("550 5.1.1".to_owned());
    for other in [
        MailName { dossier: id(2), ..mail.clone() },
        MailName { key: "99".to_owned(), ..mail.clone() },
        MailName { person: somebody(2), ..mail.clone() },
    ] {
        assert!(!store.came_back(&other, &refused).await.expect("asked"), "{other:?}");
    }
    assert_eq!(told().await, std::slice::from_ref(&two));
    assert!(store.came_back(&mail, &refused).await.expect("asked"));
    assert!(!store.came_back(&mail, &refused).await.expect("asked"), "it is noted");
    assert_eq!(told().await, [two, one]);
    assert_eq!(store.carried(id(2)).await.expect("read").undelivered, []);
}

pub async fn a_deadline_is_recalled_once(database: &Database) {
    let store = peopled(database).await;
    let in_hand = |structure: i64, deadline: Date| {
        let mut event = opened(structure, &["29"]);
        if let Body::Opened(opening) = &mut event.body {
            **opening = Opening { deadline, ..(**opening).clone() };
        }
        vec![event]
    };
    let (soon, late) = (Date::constant(2027, 1, 20), Date::constant(2027, 6, 1));
    for (number, deadline) in [(1, soon), (2, late), (3, late), (4, late)] {
        let structure = i64::try_from(number).expect("few");
        assert!(store.create(id(number), in_hand(structure, deadline)).await.expect("it opens"));
    }
    does(&store, id(3), (4, 10), sent(1)).await;
    does(&store, id(3), (4, 20), asked()).await;
    does(&store, id(4), (4, 10), sent_as("IAE-2027-29-ACI-8K3M9Q", 1)).await;
    let wanted = |running| ToRecall { drafts: (Date::constant(2027, 1, 15), soon), running };
    let found = async |running| store.to_recall(&wanted(running), None, 50).await.expect("read");
    assert_eq!(found((at(0), at(5))).await, [id(1), id(3)], "a draft that is due, corrections");
    assert_eq!(found((at(0), at(15))).await, [id(1), id(3), id(4)], "and a delay that ends");
    let rest = store.to_recall(&wanted((at(0), at(15))), Some(id(1)), 1).await.expect("read");
    assert_eq!(rest, [id(3)], "page by page");
    let snapshot = store.snapshot(id(1)).await.expect("read").expect("there");
    let days = Reminders { draft: vec![10], ..Reminders::default() };
    // Two days of the same ten.
    for second in [0, 86_400] {
        let told = reminders(id(1), &snapshot, (at(second), 60), &days);
        assert_eq!(told.len(), 1);
        store.tell(id(1), told).await.expect("told");
    }
    assert_eq!(told(&store, &member(1, 1)).await, ["a-transmettre-2027-01-20-10 a-transmettre"]);
}

//! Stories of the queue of a service.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use domain::{
    Departement, Kind,
    access::{Level, Reader, ReviewScope},
    dossier::{Awaits, Body, Event, Known, Origin, Reference, procedure::Reason, talk::Subject},
    ports::{Dossiers, Since},
    queue::{Asked, Found, Search, Sort, Tab},
};
use form::{Answers, Parameters, Value};
use store::Store;

use crate::{
    database::Database,
    sample::{at, id, opened, path, person, reader},
};

/// A dossier of the queue: number, name, kind, départements, posts asked, posts of last year, second it was sent,
/// findings.
type Row<'a> = (i64, &'a str, Kind, &'a [&'a str], i64, Option<i64>, i64, u32);

const ROWS: [Row<'static>; 6] = [
    (1, "LES JARDINS", Kind::Aci, &["29", "56"], 1_250, Some(1_000), 40, 2),
    (2, "Évasion", Kind::Ei, &["29"], 800, Some(800), 30, 0),
    (3, "ATELIERS DU PORT", Kind::Aci, &["29"], 500, None, 20, 1),
    (4, "ATELIERS DU 100 %", Kind::Ai, &["14"], 2_000, Some(4_000), 10, 0),
    (5, "JARDINS_DE L’AULNE", Kind::Etti, &["29"], 800, Some(600), 50, 0),
    (6, "BROUILLON", Kind::Aci, &["29"], 800, None, 0, 0),
];

fn etp(hundredths: i64) -> Value {
    Value::Number(form::Decimal::new(hundredths, 2))
}

pub async fn add(store: &Store, number: i64, second: i64, body: Body) {
    let number = id(u128::try_from(number).expect("small"));
    let decide = move |snapshot: &domain::dossier::Snapshot, _: &[Event]| {
        Ok(vec![Event { seq: snapshot.seq + 1, at: at(second), actor: person(1), stamp: None, body }])
    };
    let since = Since { seq: u64::MAX, client: None };
    assert_eq!(store.change(number, since, Box::new(decide)).await.expect("it is written"), Some(()));
}

/// The dossiers of the table, sent but the last; the third is being corrected, the fifth refused.
pub async fn filled(store: &Store) {
    for (number, name, kind, departements, posts, before, second, findings) in ROWS {
        let mut event = opened(number, departements);
        let Body::Opened(opening) = &mut event.body else { unreachable!("it opens") };
        (opening.structure_name, opening.kind) = (name.to_owned(), kind);
        let key = path("etp.demandes");
        opening.previous = before
            .map(|before| (key.clone(), Known { value: etp(before), origin: Origin::Typed }))
            .into_iter()
            .collect();
        let dossier = id(u128::try_from(number).expect("small"));
        let reference = Reference::of(dossier, opening.year, &opening.departement, kind);
        assert!(store.create(dossier, vec![event]).await.expect("it opens"));
        if number == 6 {
            continue;
        }
        let counted: Answers =
            [(key, etp(posts)), (path("etp.montant"), etp(posts * 2_000))].into_iter().collect();
        let parameters = Parameters::default();
        add(store, number, second, Body::Submitted { version: 1, reference, counted, parameters, findings })
            .await;
    }
    let about = Subject::Question(path("etp.demandes"));
    add(store, 3, 60, Body::CorrectionAsked { about, reason: Reason::Unclear, text: "?".to_owned() }).await;
    add(
        store,
        5,
        70,
        Body::Decided { version: 1, granted: false, reason: "non".to_owned(), motive: None, terms: None },
    )
    .await;
}

fn finistere() -> Reader {
    reader(ReviewScope::Departements(vec![Departement::parse("29").expect("a code")]))
}

fn everywhere() -> Reader {
    reader(ReviewScope::Everywhere)
}

pub fn numbers(found: &Found) -> Vec<u128> {
    found.lines.iter().map(|line| line.id.0.as_u128() & 0xff).collect()
}

pub async fn a_queue_is_found_by_words_and_keys(database: &Database) {
    let store = database.store();
    filled(&store).await;
    for (text, expected) in [
        ("", &[5, 1, 2, 3][..]),
        ("jardins", &[5, 1]),
        ("JARDINS_", &[5, 1]),
        ("JARDINS_DE", &[5]),
        ("evasion", &[2]),
        ("port ateliers", &[3]),
        ("\"ateliers du port\"", &[3]),
        ("\"port ateliers\"", &[]),
        ("l’aulne", &[5]),
        ("iae-2027-29-ei", &[2]),
        ("type:ACI", &[1, 3]),
        ("-type:ACI", &[5, 2]),
        ("type:EI,ETTI jardins", &[5]),
        ("departement:56", &[1]),
        ("departement:14", &[]),
        ("etat:corriger", &[3]),
        ("etat:transmis,refuse", &[5, 1, 2]),
        ("attend:lire", &[1, 2]),
        ("etp>8", &[1]),
        ("etp>=8", &[5, 1, 2]),
        ("etp:12,5", &[1]),
        ("etp:12,501", &[]),
        ("etp<12,5001", &[5, 1, 2, 3]),
        ("etp>99999999999999999999", &[]),
        ("aide>=16000", &[5, 1, 2]),
        ("ecart:oui", &[5, 1]),
        ("-ecart:oui", &[2, 3]),
        ("ecart>30", &[5]),
        ("-ecart>30", &[1, 2, 3]),
        ("constat:oui", &[1, 3]),
        ("constat>1", &[1]),
        // Sent on 15 January, sixty days to instruct: forty-three are left on 1 February.
        ("delai<43", &[]),
        ("delai<=43", &[1, 2]),
        ("delai:43", &[1, 2]),
        ("delai>43", &[]),
        ("delai>=43 type:ACI", &[1]),
        ("-delai>42", &[5, 3]),
        ("annee:2027", &[5, 1, 2, 3]),
        ("annee:2026", &[]),
        ("objet:bilan", &[]),
    ] {
        let search = Search::read(text);
        assert_eq!(search.misread, Vec::<String>::new(), "{text}");
        let asked = Asked { search, tab: Tab::All, sort: Sort::Sent, ..Asked::default() };
        let found = store.queue(&finistere(), &asked, 50).await.expect("a queue");
        let numbers = numbers(&found);
        assert_eq!(numbers, expected, "{text}");
        assert_eq!(found.count(Tab::All, Level::Departement), numbers.len() as u64, "{text}");
    }
    let everywhere = store.queue(&everywhere(), &Asked::default(), 50).await.expect("a queue");
    assert_eq!(
        numbers(&everywhere),
        [1, 4, 2],
        "of one day, the most findings come first, then what was sent first"
    );
    assert_eq!(everywhere.count(Tab::All, Level::Departement), 5);
    assert_eq!(everywhere.counts.len(), 3);
}

pub async fn each_order_of_a_queue_is_read_page_by_page(database: &Database) {
    let store = database.store();
    filled(&store).await;
    let everywhere = everywhere();
    for (tab, sort, expected) in [
        (Tab::Here, Sort::Delay, &[1, 4, 2][..]),
        (Tab::There, Sort::Delay, &[3]),
        (Tab::Done, Sort::Delay, &[5]),
        (Tab::All, Sort::Sent, &[5, 1, 2, 3, 4]),
        // Those whose delay stands still or is over come last.
        (Tab::All, Sort::Delay, &[1, 4, 2, 3, 5]),
        (Tab::All, Sort::Structure, &[4, 3, 2, 5, 1]),
        (Tab::All, Sort::Posts, &[4, 1, 2, 5, 3]),
        (Tab::All, Sort::Amount, &[4, 1, 2, 5, 3]),
        (Tab::All, Sort::Gap, &[4, 5, 1, 2, 3]),
        (Tab::All, Sort::Findings, &[1, 3, 2, 4, 5]),
    ] {
        let asked = Asked { tab, sort, ..Asked::default() };
        let whole = store.queue(&everywhere, &asked, 50).await.expect("a queue");
        assert_eq!((numbers(&whole), &whole.next), (expected.to_vec(), &None), "{tab:?} {sort:?}");
        for most in 1..=2 {
            let (mut read, mut asked) = (Vec::new(), asked.clone());
            loop {
                let page = store.queue(&everywhere, &asked, most).await.expect("a page");
                assert_eq!(page.counts, whole.counts, "the counts are of all");
                read.extend(numbers(&page));
                let Some(next) = page.next else { break };
                assert!(read.len() < 10, "{tab:?} {sort:?}: it goes on for ever");
                asked.after = Some(next);
            }
            assert_eq!(read, expected, "{tab:?} {sort:?}, {most} at once");
        }
    }
}

pub async fn a_queue_follows_what_moves_a_dossier_and_takes_five_statements(database: &Database) {
    let store = database.store();
    filled(&store).await;
    let count = Arc::new(AtomicUsize::new(0));
    let counted = store.counted(&count);
    let asked = Asked { tab: Tab::All, search: Search::read("ateliers type:ACI etp>1"), ..Asked::default() };
    let line = async || {
        let found = counted.queue(&finistere(), &asked, 50).await.expect("a queue");
        found.lines.into_iter().next().expect("the third")
    };
    let corrected = line().await;
    assert_eq!(count.load(Ordering::SeqCst), 5, "one more for words");
    assert_eq!(
        (corrected.awaits, corrected.running_from, corrected.since),
        (Awaits::Structure, None, at(60))
    );
    let seq = store.snapshot(id(3)).await.expect("it reads").expect("it is there").corrections[0].seq;
    add(&store, 3, 80, Body::CorrectionAnswered { correction: seq, text: "oui".to_owned() }).await;
    let sent = Body::Submitted {
        version: 2,
        reference: corrected.reference.clone(),
        counted: [(path("etp.demandes"), etp(700))].into_iter().collect(),
        parameters: Parameters::default(),
        findings: 0,
    };
    add(&store, 3, 100, sent).await;
    let again = line().await;
    assert_eq!((again.awaits, again.since, again.submitted), (Awaits::Checking, at(100), at(100)));
    assert_eq!(again.running_from, Some(at(60)), "sent at 20, it stood still from 60 to 100");
    assert_eq!((again.posts, again.findings), (Some(form::Decimal::new(700, 2)), 0));
    add(&store, 3, 110, Body::CorrectionSettled { correction: seq, content: true, text: None }).await;
    assert_eq!(line().await.awaits, Awaits::Deciding);
    add(
        &store,
        3,
        120,
        Body::Decided { version: 2, granted: true, reason: String::new(), motive: None, terms: None },
    )
    .await;
    let decided = line().await;
    assert_eq!((decided.awaits, decided.since, decided.running_from), (Awaits::Nobody, at(120), None));
    for number in 1..=6 {
        assert!(matches!(store.verify(id(number)).await, Ok(Some(Ok(_)))), "{number}");
    }
}

pub async fn a_queue_of_before_is_ordered_by_what_presses(database: &Database) {
    filled(&database.store()).await;
    for statement in [
        "DROP INDEX \"idx-listed-dossier\"",
        "DROP INDEX \"idx-listed-part\"",
        "ALTER TABLE listed DROP COLUMN pressing",
        "CREATE INDEX \"idx-listed-dossier\" ON listed (dossier_id, awaits)",
        "CREATE INDEX \"idx-listed-part\" ON listed (awaits, kind, dossier_id)",
        "DELETE FROM seaql_migrations WHERE version = 'm0034_pressing'",
    ] {
        database.tamper(statement).await;
    }
    let reopened = database.reopened().await;
    let found = reopened.queue(&everywhere(), &Asked::default(), 50).await.expect("a queue");
    assert_eq!(numbers(&found), [1, 4, 2]);
}

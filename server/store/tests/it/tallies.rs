//! Stories of what became of the data of the dossiers sent.

use std::collections::BTreeMap;

use domain::{
    Departement, Kind,
    access::ReviewScope,
    asp::realised::{AnnexeKey, Source as Told, Totals},
    dossier::{About, Body, DossierId, Event},
    inventory::{Contest, RULE, Share, Supply},
    ports::{Dossiers, KeptTally, Realisations, Since, Tallies},
    source::{Cache, KeptAnswer, Source},
};
use form::{Answers, Date, Parameters};
use store::Store;

use crate::{
    database::Database,
    sample::{at, id, opened, path, person},
};

async fn sends(store: &Store, dossier: DossierId, version: u32, second: i64) {
    let decide = move |snapshot: &domain::dossier::Snapshot, _: &[Event]| {
        let opening = &snapshot.opening;
        let reference = opening.reference(dossier);
        let (counted, parameters) = (Answers::default(), Parameters::default());
        let body = Body::Submitted { version, reference, counted, parameters, findings: 0 };
        Ok(vec![Event { seq: snapshot.seq + 1, at: at(second), actor: person(1), stamp: None, body }])
    };
    let since = Since { seq: u64::MAX, client: None };
    assert_eq!(store.change(dossier, since, Box::new(decide)).await.expect("sent"), Some(()));
}

fn contest(text: &str, second: i64) -> Contest {
    Contest {
        siret: "90000000100017".to_owned(),
        path: path("structure.telephone"),
        label: "Téléphone".to_owned(),
        supply: Supply::AspStructure.code().to_owned(),
        record: "structure 190".to_owned(),
        column: "structure_adresse_admin_telephone".to_owned(),
        said: "0298000001".to_owned(),
        shown: "02 98 00 00 01".to_owned(),
        as_of: Some(Date::constant(2026, 11, 16)),
        sent: None,
        text: text.to_owned(),
        at: at(second),
    }
}

fn tally(sent: i64, body: &str, contests: Vec<Contest>) -> KeptTally {
    KeptTally { sent: at(sent), rule: RULE, at: at(sent + 60), body: body.to_owned(), contests }
}

/// Opens and sends the bilan of 2026 of a structure of the Finistère.
async fn sends_a_bilan(store: &Store, dossier: DossierId, structure: i64, second: i64) {
    let mut first = opened(structure, &["29"]);
    if let Body::Opened(opening) = &mut first.body {
        (opening.about, opening.year) = (About::Bilan, 2026);
    }
    assert!(store.create(dossier, vec![first]).await.expect("opens"));
    sends(store, dossier, 1, second).await;
}

/// Three dossiers: in the Finistère and Morbihan, in the Finistère, in the Calvados; the second is a draft.
async fn dossiers(database: &Database) -> Store {
    let store = database.store();
    for (number, places) in [(1, &["29", "56"][..]), (2, &["29"]), (3, &["14"])] {
        let first = opened(i64::try_from(number).expect("small"), places);
        store.create(id(number), vec![first]).await.expect("opens");
    }
    sends(&store, id(1), 1, 5).await;
    sends(&store, id(3), 1, 6).await;
    store
}

pub async fn a_dossier_is_counted_once_a_version_and_a_rule(database: &Database) {
    let store = dossiers(database).await;
    let behind = async |rule: i32, most: u64| {
        let mut ids = store.behind(rule, most).await.expect("a list");
        ids.sort_unstable();
        ids
    };
    assert_eq!(behind(RULE, 9).await, [id(1), id(3)], "a draft is nobody's business");
    assert_eq!(behind(RULE, 1).await.len(), 1, "so many at most");
    store.count(id(1), tally(5, "a 1 1 0 0 0\n", Vec::new())).await.expect("kept");
    store.count(id(3), tally(6, "a 1 0 0 0 0\n", Vec::new())).await.expect("kept");
    assert_eq!(behind(RULE, 9).await, []);
    assert_eq!(behind(RULE + 1, 9).await, [id(1), id(3)], "another rule counts again");
    sends(&store, id(1), 2, 50).await;
    assert_eq!(behind(RULE, 9).await, [id(1)], "another version is counted again");
    store.count(id(1), tally(50, "a 1 1 0 0 0\n", vec![contest("Ligne coupée.", 40)])).await.expect("kept");
    assert_eq!(behind(RULE, 9).await, []);
    sends_a_bilan(&store, id(4), 1, 60).await;
    assert_eq!(behind(RULE, 9).await, [id(4)], "a bilan that was sent is counted too");
    store.count(id(4), tally(60, "b 1 1 0 0 0\n", Vec::new())).await.expect("kept");
    assert_eq!(behind(RULE, 9).await, []);
}

pub async fn the_counts_of_a_scope_and_a_campaign_add_up(database: &Database) {
    let store = dossiers(database).await;
    let scope = |codes: &[&str]| {
        let places = codes.iter().map(|code| Departement::parse(code).expect("a code"));
        ReviewScope::Departements(places.collect())
    };
    let none = store.figures(&ReviewScope::Everywhere, About::Demand, 2027).await.expect("read");
    assert_eq!((none.sent, none.sums.dossiers, none.at), (2, 0, None), "sent, and not counted yet");
    store.count(id(1), tally(5, "a 1 1 0 0 0 sirene 1 1 0 0\n", Vec::new())).await.expect("kept");
    store.count(id(3), tally(6, "a 1 0 0 0 0 sirene 1 0 0 0\n", Vec::new())).await.expect("kept");
    let all = store.figures(&ReviewScope::Everywhere, About::Demand, 2027).await.expect("read");
    assert_eq!((all.sent, all.sums.dossiers, all.at), (2, 2, Some(at(66))));
    assert_eq!(all.sums.of("a").kept(), Share { part: 1, whole: 2 });
    for (codes, kept) in [
        (&["29"][..], Share { part: 1, whole: 1 }),
        (&["56"], Share { part: 1, whole: 1 }),
        (&["29", "56"], Share { part: 1, whole: 1 }),
        (&["14"], Share { part: 0, whole: 1 }),
        (&["35"], Share { part: 0, whole: 0 }),
    ] {
        let own = store.figures(&scope(codes), About::Demand, 2027).await.expect("read");
        assert_eq!(own.sums.of("a").kept(), kept, "{codes:?}");
    }
    let old = KeptTally { rule: 0, ..tally(5, "d'avant", Vec::new()) };
    store.count(id(1), old).await.expect("kept");
    let rest = store.figures(&ReviewScope::Everywhere, About::Demand, 2027).await.expect("read");
    assert_eq!(
        (rest.sent, rest.sums.dossiers),
        (2, 1),
        "what another rule counted waits to be counted again"
    );
    let before = store.figures(&ReviewScope::Everywhere, About::Demand, 2026).await.expect("read");
    assert_eq!((before.sent, before.sums.dossiers), (0, 0));
    assert_eq!(store.years(About::Demand).await.expect("years"), [2027]);
}

pub async fn the_counts_of_a_form_are_not_those_of_the_other(database: &Database) {
    let store = dossiers(database).await;
    assert_eq!(store.years(About::Bilan).await.expect("years"), [0; 0]);
    sends_a_bilan(&store, id(4), 1, 7).await;
    store.count(id(1), tally(5, "a 1 1 0 0 0 sirene 1 1 0 0\n", Vec::new())).await.expect("kept");
    store.count(id(4), tally(7, "a 1 0 0 0 0 asp_mensuel 1 0 0 0\n", Vec::new())).await.expect("kept");
    let read = async |about, year| {
        let all = store.figures(&ReviewScope::Everywhere, about, year).await.expect("read");
        (all.sent, all.sums.dossiers, all.sums.of("a").kept())
    };
    assert_eq!(read(About::Demand, 2027).await, (2, 1, Share { part: 1, whole: 1 }));
    assert_eq!(
        read(About::Bilan, 2026).await,
        (1, 1, Share { part: 0, whole: 1 }),
        "the same key in the other"
    );
    let none = (0, 0, Share { part: 0, whole: 0 });
    assert_eq!((read(About::Bilan, 2027).await, read(About::Demand, 2026).await), (none, none));
    assert_eq!(store.years(About::Bilan).await.expect("years"), [2026]);
    assert_eq!(store.years(About::Demand).await.expect("years"), [2027]);
}

pub async fn what_is_contested_comes_with_its_dossier(database: &Database) {
    let store = dossiers(database).await;
    store
        .count(id(1), tally(5, "", vec![contest("Ancienne.", 1), contest("Récente.", 3)]))
        .await
        .expect("kept");
    store.count(id(3), tally(6, "", vec![contest("Entre deux.", 2)])).await.expect("kept");
    let lines = store.contested(&ReviewScope::Everywhere, 2027).await.expect("a list");
    let said: Vec<&str> = lines.iter().map(|line| line.contest.text.as_str()).collect();
    assert_eq!(said, ["Récente.", "Entre deux.", "Ancienne."], "the last said first");
    assert_eq!(lines[0].contest, contest("Récente.", 3));
    let title = &lines[0].dossier;
    assert_eq!((title.id, title.structure.as_str(), title.kind), (id(1), "STRUCTURE 1", Kind::Aci));
    assert!(title.reference.starts_with("IAE-2027-29-ACI-"), "{}", title.reference);
    assert_eq!(title.departement.code(), "29");
    let calvados = ReviewScope::Departements(vec![Departement::parse("14").expect("a code")]);
    assert_eq!(store.contested(&calvados, 2027).await.expect("a list").len(), 1, "each its own");
    assert_eq!(store.contested(&ReviewScope::Everywhere, 2026).await.expect("a list"), []);
    // The bilan of a year is read in the campaign of the year after.
    sends_a_bilan(&store, id(4), 1, 7).await;
    store.count(id(4), tally(7, "", vec![contest("Du bilan.", 9)])).await.expect("kept");
    let lines = store.contested(&ReviewScope::Everywhere, 2027).await.expect("a list");
    let said: Vec<(About, &str)> =
        lines.iter().map(|line| (line.dossier.about, line.contest.text.as_str())).collect();
    let of_demands = ["Récente.", "Entre deux.", "Ancienne."].map(|text| (About::Demand, text));
    assert_eq!(said, [&[(About::Bilan, "Du bilan.")], &of_demands[..]].concat());
    assert!(lines[0].dossier.reference.starts_with("BILAN-2026-29-ACI-"));
    assert_eq!(store.contested(&ReviewScope::Everywhere, 2026).await.expect("a list"), []);
}

pub async fn the_last_day_of_each_supply_is_told(database: &Database) {
    let store = dossiers(database).await;
    let in_store = async |about, year| store.in_store(about, year).await.expect("read");
    assert_eq!(in_store(About::Demand, 2027).await, BTreeMap::new(), "of the same campaign");
    let day = |day: i8| Date::constant(2026, 11, day);
    for (key, on) in [
        (format!("{}/29", Source::Emplois.code()), day(24)),
        (format!("{}/56", Source::Emplois.code()), day(25)),
        (format!("{}/tous", Source::EmploisReserved.code()), day(20)),
    ] {
        store.put(&key, KeptAnswer { day: on, bytes: b"[]".to_vec() }).await.expect("kept");
    }
    let totals = |year, source, on| {
        let key = AnnexeKey { id: Some(7), number: None, measure: None };
        Totals::silent(key, year, source, on)
    };
    store
        .keep(vec![
            totals(2025, Told::Flux, day(9)),
            totals(2026, Told::Flux, day(16)),
            totals(2025, Told::Pop, day(2)),
        ])
        .await
        .expect("kept");
    assert_eq!(
        in_store(About::Demand, 2027).await,
        BTreeMap::from([
            (Supply::AspMonthly, day(16)),
            (Supply::Dgefp, day(2)),
            (Supply::Siaes, day(25)),
            (Supply::Marche, day(20)),
        ]),
        "one service is not taken for another whose key begins alike"
    );
    let previous = async |about, year| in_store(about, year).await.get(&Supply::Previous).copied();
    let sent = async |year| previous(About::Demand, year).await;
    let day_of = |second: i64| Some(form::french::time_of_day(at(second)).0);
    assert_eq!((sent(2027).await, sent(2028).await), (None, day_of(6)), "the campaigns before");
    sends(&store, id(1), 2, 200_000).await;
    assert_eq!(sent(2028).await, day_of(200_000), "the last version sent");
    assert_ne!(day_of(6), day_of(200_000));
    sends_a_bilan(&store, id(4), 1, 400_000).await;
    assert_eq!(sent(2028).await, day_of(400_000), "a demand takes the bilans of the years before over");
    assert_eq!(previous(About::Bilan, 2026).await, None, "nobody sent a demand for that year");
    assert_eq!(previous(About::Bilan, 2027).await, day_of(200_000), "a bilan takes the demand of its year");
}

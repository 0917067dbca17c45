//! Stories of what is in store before any dossier.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use domain::{
    Departement, Kind, StructureId,
    access::ReviewScope,
    asp::realised::{AnnexeKey, Source, Totals},
    dossier::About,
    inventory::{Reserve, Supply},
    network::Membership,
    ports::{DeliveredRows, Measure, Realisations, Register, Reserves},
};
use form::Date;
use store::Store;

use crate::{
    database::Database,
    deliveries::{NOVEMBER, delivered, import},
    sample::at,
};

fn totals(id: Option<i64>, number: Option<&str>, as_of: Date) -> Totals {
    let key = AnnexeKey { id, number: number.map(str::to_owned), measure: None };
    Totals::silent(key, 2025, Source::Flux, as_of)
}

/// Three structures, two of them with annexes, and what was done under some.
async fn filled(database: &Database) -> Store {
    let store = database.store();
    let (structures, mut annexes) = delivered();
    for annexe in annexes.iter_mut().filter(|annexe| annexe.structure_asp_id == 2) {
        annexe.number = "ACI056250020A1M0".parse().expect("a number");
        annexe.workflow.rejections = vec!["TIT_RIB_KO".to_owned()];
    }
    let rows = vec![DeliveredRows::Structures(structures), DeliveredRows::Annexes(annexes)];
    import(&store, 1, NOVEMBER, rows, false).await.expect("it goes in");
    let by_number = totals(None, Some("ACI056250020"), NOVEMBER);
    let told = vec![totals(Some(10), None, NOVEMBER), totals(Some(11), None, NOVEMBER), by_number];
    store.keep(told).await.expect("kept");
    store
}

pub async fn the_register_is_read_page_by_page_in_four_statements(database: &Database) {
    let store = filled(database).await;
    let count = Arc::new(AtomicUsize::new(0));
    let counted = store.counted(&count);
    let mut read = Vec::new();
    for (after, most, ids, statements) in
        [(i64::MIN, 9, &[1, 2, 3][..], 4), (i64::MIN, 2, &[1, 2], 4), (2, 2, &[3], 4), (3, 2, &[], 1)]
    {
        count.store(0, Ordering::SeqCst);
        let page = counted.structures_after(after, most).await.expect("a page");
        let found: Vec<i64> = page.iter().map(|(structure, _)| structure.asp.asp_id).collect();
        assert_eq!(found, ids, "{after}");
        assert_eq!(count.load(Ordering::SeqCst), statements, "{after}: however many are read");
        read.extend(page);
    }
    assert!(
        read.iter()
            .any(|(structure, realised)| { structure.annexes.len() > 1 && !realised.totals().is_empty() })
    );
    for (structure, realised) in read {
        let alone = store.structure(structure.id).await.expect("it reads").expect("it is there");
        assert_eq!(structure, alone, "as it is read by itself");
        assert_eq!(realised, Realisations::of(&store, &alone).await.expect("it reads"));
    }
    let second = store.structure(StructureId::of_asp(2)).await.expect("it reads").expect("it is there");
    let done = Realisations::of(&store, &second).await.expect("it reads");
    assert_eq!(done.totals().len(), 2, "by the identifier of its annexe, and by its number: {done:?}");
}

pub async fn the_register_is_parted_in_stretches_of_one_size(database: &Database) {
    assert_eq!(database.store().parted(4).await.expect("parted"), [] as [i64; 0], "nothing is delivered");
    let store = filled(database).await;
    for (stretches, ends) in [(1, &[][..]), (2, &[1]), (3, &[1, 2]), (5, &[1, 1, 2])] {
        assert_eq!(store.parted(stretches).await.expect("parted"), ends, "{stretches}");
    }
}

pub async fn what_is_delivered_is_told_from_what_was(database: &Database) {
    let store = database.store();
    let told = async || store.deliveries().await.expect("told");
    let nothing = told().await;
    let (structures, annexes) = delivered();
    import(&store, 1, NOVEMBER, vec![DeliveredRows::Structures(structures.clone())], false)
        .await
        .expect("it goes in");
    let first = told().await;
    assert_ne!(first, nothing);
    assert_eq!(told().await, first, "the same while nothing comes");
    import(&store, 2, NOVEMBER, vec![DeliveredRows::Annexes(annexes)], false).await.expect("it goes in");
    let second = told().await;
    assert_ne!(second, first, "another file of the same day");
    store.keep(vec![totals(Some(10), None, NOVEMBER)]).await.expect("kept");
    let third = told().await;
    assert_ne!(third, second, "sums of months");
    store.keep(vec![totals(Some(10), None, Date::constant(2026, 11, 23))]).await.expect("kept");
    let fourth = told().await;
    assert_ne!(fourth, third, "the same of a later day");
    let sheet = vec![DeliveredRows::Memberships(vec![Membership {
        siret: structures[0].siret.clone(),
        network: "FAS".to_owned(),
    }])];
    import(&store, 3, NOVEMBER, sheet, false).await.expect("it goes in");
    assert_ne!(told().await, fourth, "a sheet of networks");
}

/// What is in store for so many ACI.
fn reserve(structures: u32, covered: u32) -> Reserve {
    let mut reserve = Reserve::default();
    for number in 0..structures {
        let known = BTreeSet::from([("etp.demandes".to_owned(), Supply::AspAnnexe)]);
        reserve.count(Kind::Aci, &if number < covered { known } else { BTreeSet::new() });
    }
    reserve
}

fn places(codes: &[&str]) -> Vec<Departement> {
    codes.iter().map(|code| Departement::parse(code).expect("a code")).collect()
}

/// A measure of 2027, made from something, at a second: structures and those covered, by département.
fn measure(basis: &str, second: i64, parts: &[(&[&str], u32, u32)]) -> Measure {
    let parts: BTreeMap<_, _> =
        parts.iter().map(|(codes, all, covered)| (places(codes), reserve(*all, *covered))).collect();
    let mut whole = Reserve::default();
    for part in parts.values() {
        whole.join(part);
    }
    Measure { about: About::Demand, year: 2027, basis: basis.to_owned(), at: at(second), whole, parts }
}

pub async fn a_measure_is_read_by_scope_and_replaces_the_one_before(database: &Database) {
    let store = database.store();
    let everywhere = ReviewScope::Everywhere;
    let read = async |scope: &ReviewScope, about, year| {
        let count = Arc::new(AtomicUsize::new(0));
        let found = store.counted(&count).measured(scope, about, year).await.expect("read");
        assert_eq!(count.load(Ordering::SeqCst), 1, "one statement");
        found
    };
    assert_eq!(read(&everywhere, About::Demand, 2027).await, None);
    assert_eq!(store.basis(About::Demand, 2027).await.expect("read"), None);
    let first =
        measure("la première", 5, &[(&["29"], 10, 6), (&["29", "56"], 2, 1), (&["2A"], 3, 0), (&[], 1, 1)]);
    store.keep_measure(first.clone()).await.expect("kept");
    assert_eq!(store.basis(About::Demand, 2027).await.expect("read").as_deref(), Some("la première"));
    assert_eq!(read(&everywhere, About::Demand, 2027).await, Some((at(5), first.whole.clone())));
    assert_eq!(first.whole.structures(), 16);
    for (codes, all, covered) in [
        (&["29"][..], 12, 7),
        (&["56"], 2, 1),
        // A structure of both is one structure.
        (&["29", "56"], 12, 7),
        (&["2A"], 3, 0),
        (&["2A", "56"], 5, 1),
        (&["972"], 0, 0),
    ] {
        let found = read(&ReviewScope::Departements(places(codes)), About::Demand, 2027).await;
        assert_eq!(found, Some((at(5), reserve(all, covered))), "{codes:?}");
    }
    assert_eq!(read(&everywhere, About::Bilan, 2027).await, None, "of the other form");
    assert_eq!(read(&everywhere, About::Demand, 2026).await, None, "of another year");
    let other = Measure { about: About::Bilan, year: 2026, ..measure("autre", 6, &[(&["29"], 1, 1)]) };
    store.keep_measure(other.clone()).await.expect("kept");
    let second = measure("la seconde", 9, &[(&["29"], 11, 11)]);
    store.keep_measure(second.clone()).await.expect("kept");
    assert_eq!(store.basis(About::Demand, 2027).await.expect("read").as_deref(), Some("la seconde"));
    assert_eq!(read(&everywhere, About::Demand, 2027).await, Some((at(9), second.whole)));
    let corsica = read(&ReviewScope::Departements(places(&["2A"])), About::Demand, 2027).await;
    assert_eq!(corsica, Some((at(9), Reserve::default())), "nothing of the first is left");
    assert_eq!(read(&everywhere, About::Bilan, 2026).await, Some((at(6), other.whole)), "the other stays");
}

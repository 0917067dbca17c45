//! Stories of the questions that sources are asked, and of what they answered.

use domain::{
    ports::{AwaitedSource, AwaitedSources, Hearings},
    source::{Cache, KeptAnswer, Silence, Source},
};
use form::Date;

use crate::{
    database::Database,
    sample::{at, id},
};

pub async fn a_source_is_asked_once_and_again_when_its_turn_comes(database: &Database) {
    let store = database.store();
    let waits = |dossier: u128, source: Source, tries: u32, since: i64, silence: Option<Silence>| {
        AwaitedSource { dossier: id(dossier), source, tries, due: at(since), silence }
    };
    store.ask(id(1), Source::Sirene, at(10)).await.expect("asked");
    store.ask(id(1), Source::Emplois, at(5)).await.expect("asked");
    store.ask(id(2), Source::Sirene, at(15)).await.expect("asked");
    let (sirene, emplois) = (waits(1, Source::Sirene, 0, 10, None), waits(1, Source::Emplois, 0, 5, None));
    assert_eq!(
        store.due(Source::Sirene, at(12), 9).await.expect("a list"),
        std::slice::from_ref(&sirene),
        "one source's only"
    );
    let both = [sirene.clone(), waits(2, Source::Sirene, 0, 15, None)];
    assert_eq!(store.due(Source::Sirene, at(99), 9).await.expect("a list"), both, "the longest due first");
    assert_eq!(store.due(Source::Sirene, at(99), 1).await.expect("a list").len(), 1, "so many at most");
    assert_eq!(store.of(id(1)).await.expect("a list"), [emplois.clone(), sirene.clone()], "of one dossier");
    // Of two instances, one has it.
    let taken = store.claim(&sirene, at(60)).await.expect("asked").expect("free");
    assert_eq!(taken, waits(1, Source::Sirene, 0, 60, None));
    assert_eq!(store.claim(&sirene, at(61)).await.expect("asked"), None);
    for (silence, next) in [
        (Silence::Unavailable { next: at(70) }, 70),
        (Silence::KeyRefused, 80),
        (Silence::Misunderstood, 90),
        (Silence::Absent, 95),
    ] {
        let before = store.of(id(1)).await.expect("a list")[1].clone();
        store.put_off(&before, at(next), Some(silence)).await.expect("put off");
        let now = store.of(id(1)).await.expect("a list")[1].clone();
        assert_eq!(now, waits(1, Source::Sirene, before.tries + 1, next, Some(silence)));
    }
    // Asked for again: what was being answered is of before.
    let late = store.of(id(1)).await.expect("a list")[1].clone();
    store.ask(id(1), Source::Sirene, at(100)).await.expect("asked again");
    store.settle(&late).await.expect("settled");
    assert_eq!(
        store.of(id(1)).await.expect("a list"),
        [emplois.clone(), waits(1, Source::Sirene, 0, 100, None)]
    );
    store.settle(&emplois).await.expect("settled");
    assert_eq!(store.of(id(1)).await.expect("a list").len(), 1);
    assert_eq!(store.of(id(2)).await.expect("a list").len(), 1, "another dossier's stays");
}

pub async fn the_last_day_that_a_source_says_the_same_is_kept(database: &Database) {
    let store = database.store();
    let day = |day: i8| Date::constant(2026, 11, day);
    let told = async |dossier: u128| -> Vec<(Source, Date)> {
        store.said_again(id(dossier)).await.expect("read").into_iter().collect()
    };
    assert_eq!(told(1).await, []);
    store.say_again(id(1), &[]).await.expect("nobody did");
    let both = [(Source::Asp, day(23)), (Source::Sirene, day(24))];
    store.say_again(id(1), &both).await.expect("kept");
    store.say_again(id(2), &[(Source::Asp, day(9))]).await.expect("kept");
    assert_eq!((told(1).await, told(2).await), (both.to_vec(), vec![(Source::Asp, day(9))]));
    // Files may be read in another order than they came.
    for (said, kept) in [(16, 23), (23, 23), (30, 30)] {
        let heard = [(Source::Asp, day(said)), (Source::Dgefp, day(5))];
        store.say_again(id(1), &heard).await.expect("kept");
        let all = [(Source::Asp, day(kept)), (Source::Sirene, day(24)), (Source::Dgefp, day(5))];
        assert_eq!(told(1).await, all, "said at {said}");
    }
}

pub async fn an_answer_is_kept_with_its_day_in_place_of_the_one_before(database: &Database) {
    let store = database.store();
    let kept =
        |day: i8, bytes: &[u8]| KeptAnswer { day: Date::constant(2026, 11, day), bytes: bytes.to_vec() };
    assert_eq!(store.get("sirene/1").await.expect("read"), None);
    for answer in [kept(25, b"{}"), kept(26, "{\"é\":\0}".as_bytes())] {
        store.put("sirene/1", answer.clone()).await.expect("kept");
        assert_eq!(store.get("sirene/1").await.expect("read"), Some(answer));
    }
    store.put("sirene/1", kept(24, b"older")).await.expect("said");
    let last = store.get("sirene/1").await.expect("read");
    assert_eq!(last, Some(kept(26, "{\"é\":\0}".as_bytes())), "what came later stays");
    assert_eq!(store.get("sirene/2").await.expect("read"), None);
    store.put("sirene/3", kept(24, b"old")).await.expect("kept");
    let day = |day: i8| Date::constant(2026, 11, day);
    assert_eq!(store.forget_before(day(24)).await.expect("none is older"), 0);
    assert_eq!(store.forget_before(day(26)).await.expect("forgotten"), 1);
    assert_eq!(store.get("sirene/3").await.expect("read"), None);
    assert!(store.get("sirene/1").await.expect("read").is_some(), "it came that day");
}

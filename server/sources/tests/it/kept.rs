//! Answers with their day: asked once a day, served while the service is down.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::source::{Ask, Asked, Cache, Found, KeptAnswer, Silence, Source};
use form::Date;
use sources::{Kept, Service, upstream::Silent};

use crate::parties::{asked, at, memory, morning};

/// A service that says what it is told to say, and counts.
#[derive(Clone, Default)]
struct Puppet {
    says: Arc<Mutex<Option<Silent>>>,
    asked: Arc<Mutex<usize>>,
}

impl Puppet {
    fn falls(&self, silent: Silent) {
        *self.says.lock().expect("alone") = Some(silent);
    }

    fn recovers(&self) {
        *self.says.lock().expect("alone") = None;
    }

    fn asked(&self) -> usize {
        *self.asked.lock().expect("alone")
    }
}

#[async_trait]
impl Service for Puppet {
    type Told = usize;

    fn source(&self) -> Source {
        Source::Sirene
    }

    fn question(&self, about: &Asked) -> Option<String> {
        about.departement.as_ref().map(|departement| departement.code().to_owned())
    }

    async fn fetch(&self, _: &Asked) -> Result<usize, Silent> {
        *self.asked.lock().expect("alone") += 1;
        // Whoever asks meanwhile has time to come.
        tokio::task::yield_now().await;
        self.says.lock().expect("alone").clone().map_or_else(|| Ok(self.asked()), Err)
    }

    fn understand(&self, _: &usize, _: &Asked, as_of: Date) -> Option<Found> {
        Some(Found::on(as_of))
    }
}

const TODAY: Date = Date::constant(2026, 11, 26);
const TOMORROW: Date = Date::constant(2026, 11, 27);

#[tokio::test]
async fn a_question_is_asked_once_a_day() {
    let puppet = Puppet::default();
    let kept = Kept::new(puppet.clone(), memory());
    for (now, day, times) in [
        ("2026-11-26T09:00:00Z", TODAY, 1),
        ("2026-11-26T22:59:00Z", TODAY, 1),
        // Midnight is that of Paris.
        ("2026-11-26T23:01:00Z", TOMORROW, 2),
        ("2026-11-27T12:00:00Z", TOMORROW, 2),
    ] {
        assert_eq!(kept.ask(&asked(), at(now)).await, Ok(Found::on(day)), "{now}");
        assert_eq!(puppet.asked(), times, "{now}");
    }
    let elsewhere = Asked { departement: domain::Departement::parse("56").ok(), ..asked() };
    assert_eq!(kept.ask(&elsewhere, at("2026-11-27T12:00:00Z")).await, Ok(Found::on(TOMORROW)));
    assert_eq!(puppet.asked(), 3, "another question");
    let nowhere = Asked { departement: None, ..asked() };
    assert_eq!(kept.ask(&nowhere, morning()).await, Err(Silence::Absent));
    assert_eq!(puppet.asked(), 3, "nothing to ask");
}

#[tokio::test]
async fn the_last_answer_serves_with_its_day_while_the_service_is_down() {
    let puppet = Puppet::default();
    let kept = Kept::new(puppet.clone(), memory());
    kept.ask(&asked(), morning()).await.expect("an answer");
    puppet.falls(Silent::Failing("503".to_owned()));
    let next = at("2026-11-27T09:01:00Z");
    let found = kept.ask(&asked(), at("2026-11-27T09:00:00Z")).await.expect("yesterday's");
    assert_eq!((found.as_of, found.instead_of), (TODAY, Some(Silence::Unavailable { next })));
    assert_eq!(puppet.asked(), 2);
    let again = kept.ask(&asked(), at("2026-11-27T09:00:59Z")).await.expect("yesterday's");
    assert_eq!(again.instead_of, Some(Silence::Unavailable { next }));
    assert_eq!(puppet.asked(), 2, "not before the next try that was announced");
    puppet.recovers();
    assert_eq!(kept.ask(&asked(), next).await, Ok(Found::on(TOMORROW)));
    assert_eq!(puppet.asked(), 3);
}

#[tokio::test]
async fn without_an_earlier_answer_the_silence_is_told() {
    for (silent, silence) in [
        (Silent::KeyRefused, Silence::KeyRefused),
        (Silent::Unreadable("ligne 1".to_owned()), Silence::Misunderstood),
    ] {
        let puppet = Puppet::default();
        let kept = Kept::new(puppet.clone(), memory());
        puppet.falls(silent);
        assert_eq!(kept.ask(&asked(), morning()).await, Err(silence));
        assert_eq!(kept.ask(&asked(), morning()).await, Err(silence));
        assert_eq!(puppet.asked(), 1, "left alone for a while");
    }
}

#[tokio::test]
async fn an_absence_is_an_answer_of_its_day_and_takes_the_place_of_what_was_known() {
    let puppet = Puppet::default();
    let kept = Kept::new(puppet.clone(), memory());
    kept.ask(&asked(), morning()).await.expect("an answer");
    puppet.falls(Silent::Absent);
    let tomorrow = at("2026-11-27T09:00:00Z");
    assert_eq!(kept.ask(&asked(), tomorrow).await, Err(Silence::Absent));
    assert_eq!(kept.ask(&asked(), tomorrow).await, Err(Silence::Absent));
    assert_eq!(puppet.asked(), 2, "once a day");
    puppet.falls(Silent::Failing("503".to_owned()));
    let silence = kept.ask(&asked(), at("2026-11-28T09:00:00Z")).await;
    assert!(matches!(silence, Err(Silence::Unavailable { .. })), "{silence:?}");
}

#[tokio::test]
async fn who_comes_while_a_question_is_under_way_waits_for_its_answer() {
    let puppet = Puppet::default();
    let kept = Arc::new(Kept::new(puppet.clone(), memory()));
    let ask = || {
        let kept = kept.clone();
        tokio::spawn(async move { kept.ask(&asked(), morning()).await })
    };
    for task in [ask(), ask(), ask()] {
        assert_eq!(task.await.expect("no panic"), Ok(Found::on(TODAY)));
    }
    assert_eq!(puppet.asked(), 1);
}

/// A cache that is out of order.
struct Lost;

#[async_trait]
impl Cache for Lost {
    async fn get(&self, _: &str) -> domain::Result<Option<KeptAnswer>> {
        Err(domain::Error::unavailable("out of order"))
    }

    async fn put(&self, _: &str, _: KeptAnswer) -> domain::Result<()> {
        Err(domain::Error::unavailable("out of order"))
    }

    async fn forget_before(&self, _: Date) -> domain::Result<u64> {
        Err(domain::Error::unavailable("out of order"))
    }
}

#[tokio::test]
async fn a_cache_out_of_order_costs_questions_and_no_answer() {
    let puppet = Puppet::default();
    let kept = Kept::new(puppet.clone(), Arc::new(Lost));
    for times in 1..=2 {
        assert_eq!(kept.ask(&asked(), morning()).await, Ok(Found::on(TODAY)));
        assert_eq!(puppet.asked(), times);
    }
}

#[tokio::test]
async fn what_is_kept_and_cannot_be_read_any_more_is_asked_again() {
    let (puppet, cache) = (Puppet::default(), memory());
    let kept = Kept::new(puppet.clone(), cache.clone());
    let old = KeptAnswer { day: TODAY, bytes: b"{\"another\": \"shape\"}".to_vec() };
    cache.put("sirene/29", old).await.expect("in memory");
    assert_eq!(kept.ask(&asked(), morning()).await, Ok(Found::on(TODAY)));
    assert_eq!(puppet.asked(), 1);
}

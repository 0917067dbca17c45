//! One contract, every source: what it makes of each thing that a service may do.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use domain::{
    Timestamp,
    source::{Ask, Asked, Finding, Found, Silence, Source},
};
use sources::{
    Service as _, ask_all,
    demo::{Control, Keys, Mood, structures},
    immersion,
    upstream::{Manners, Upstream},
};

use crate::{
    parties::{PATIENCE, asked, asked_of, manners, memory, morning, parties, stand_in},
    service::{Says, Service},
};

fn keys() -> Keys {
    Keys::of_the_demonstration()
}

fn unavailable(next: &str) -> Silence {
    Silence::Unavailable { next: crate::parties::at(next) }
}

#[tokio::test]
async fn each_failure_of_a_service_is_told_for_what_it_is() {
    /// Half an hour after it answers.
    const HALF_PAST: &str =
        "Date: Thu, 26 Nov 2026 09:00:00 GMT\r\nRetry-After: Thu, 26 Nov 2026 09:30:00 GMT\r\n";
    let in_a_minute = unavailable("2026-11-26T09:01:00Z");
    let cases: [(&'static [Says], Silence); 13] = [
        (&[Says::Whole(404, "", "{}")], Silence::Absent),
        (&[Says::Whole(401, "", "")], Silence::KeyRefused),
        (&[Says::Whole(403, "", "")], Silence::KeyRefused),
        (&[Says::Whole(429, "", "")], in_a_minute),
        (&[Says::Whole(429, "Retry-After: 1800\r\n", "")], unavailable("2026-11-26T09:30:00Z")),
        (&[Says::Whole(503, HALF_PAST, "")], unavailable("2026-11-26T09:30:00Z")),
        (&[Says::Whole(500, "", "")], in_a_minute),
        (&[Says::Nothing], in_a_minute),
        (&[Says::CutShort], in_a_minute),
        (&[Says::Whole(200, "", "{\"surprise\": 1}")], Silence::Misunderstood),
        (&[Says::Whole(200, "", "<html>Maintenance</html>")], Silence::Misunderstood),
        (&[Says::Whole(200, "", "")], Silence::Misunderstood),
        (&[Says::Whole(302, "Location: /ailleurs\r\n", "")], Silence::Misunderstood),
    ];
    for (place, (says, silence)) in cases.into_iter().enumerate() {
        let service = Service::that(says).await;
        let answers =
            ask_all(&parties(&service.address, &keys(), &memory()), &asked(), morning(), PATIENCE).await;
        assert_eq!(answers.len(), 6);
        for (source, answer) in answers {
            assert_eq!(answer, Err(silence), "{source:?}, case {place}");
        }
    }
    let answers =
        ask_all(&parties("http://127.0.0.1:1", &keys(), &memory()), &asked(), morning(), PATIENCE).await;
    for (source, answer) in answers {
        assert_eq!(answer, Err(in_a_minute), "{source:?}: nobody there");
    }
}

#[tokio::test]
async fn each_source_has_its_answer_from_the_stand_in() {
    let stand = structures(sources::asp::Demo::small());
    let about = asked_of(&stand[0], domain::Kind::Aci);
    let address = stand_in(stand, &Control::new().without_limits()).await;
    let answers = ask_all(&parties(&address, &keys(), &memory()), &about, morning(), PATIENCE).await;
    for (source, answer) in answers {
        // The first structure hosted nobody.
        let expected = !matches!(source, Source::ImmersionStatistics);
        assert_eq!(answer.is_ok(), expected, "{source:?}: {answer:?}");
    }
}

#[tokio::test]
async fn a_source_that_is_down_takes_no_other_with_it() {
    let stand = structures(sources::asp::Demo::small());
    let about = asked_of(&stand[1], domain::Kind::Aci);
    let control = Control::new().without_limits();
    let address = stand_in(stand, &control).await;
    let every = Source::ALL
        .into_iter()
        .filter(|source| !source.is_in_store() && !matches!(source, Source::Previous | Source::Sister));
    for down in every {
        for mood in [Mood::Failing(503), Mood::Slow(Duration::from_mins(10)), Mood::Wrong, Mood::Empty] {
            control.set(down, mood);
            let answers = ask_all(&parties(&address, &keys(), &memory()), &about, morning(), PATIENCE).await;
            let silent: Vec<Source> =
                answers.iter().filter(|(_, answer)| answer.is_err()).map(|(source, _)| *source).collect();
            assert_eq!(silent, [down], "{mood:?}");
        }
        control.set(down, Mood::Well);
    }
}

#[tokio::test]
async fn a_refused_key_is_told_and_stays_out_of_what_is_said() {
    let stand = structures(sources::asp::Demo::small());
    let about = asked_of(&stand[1], domain::Kind::Aci);
    let address = stand_in(stand, &Control::new().without_limits()).await;
    let secret = "cle-secrete".to_owned();
    let wrong = Keys { emplois: secret.clone(), immersion: secret.clone(), sirene: secret.clone() };
    let answers = ask_all(&parties(&address, &wrong, &memory()), &about, morning(), PATIENCE).await;
    for (source, answer) in answers {
        let public = matches!(source, Source::Emplois | Source::RechercheEntreprises);
        assert_eq!(answer.as_ref().err(), Some(&Silence::KeyRefused).filter(|_| !public), "{source:?}");
        assert!(!format!("{answer:?}").contains(&secret), "{source:?}");
    }
}

#[tokio::test]
async fn a_list_that_became_shorter_while_it_was_read_is_whole() {
    const SAYS: &[Says] = &[
        Says::Whole(200, "", include_str!("../../src/emplois/recorded/marche.json")),
        Says::Whole(404, "", ""),
    ];
    let service = Service::that(SAYS).await;
    let parties = parties(&service.address, &keys(), &memory());
    let marche = parties.iter().find(|party| party.source() == Source::EmploisReserved);
    let found = marche.expect("one of them").ask(&asked(), morning()).await.expect("the first page");
    assert_ne!(found.proposals, []);
    assert_eq!(service.asked(), 2);
    let heard = service.heard.lock().expect("heard");
    assert!(heard[1].starts_with("GET /api/v1/marche/?page=2&page_size=100 "), "{}", heard[1]);
    assert!(heard[1].to_lowercase().contains("authorization: token demonstration-emplois"), "{}", heard[1]);
}

#[tokio::test]
async fn what_is_no_siae_is_absent_from_les_emplois() {
    const SAYS: &[Says] = &[Says::Whole(200, "", include_str!("../../src/emplois/recorded/siaes.json"))];
    let service = Service::that(SAYS).await;
    let parties = parties(&service.address, &keys(), &memory());
    let siaes = parties.iter().find(|party| party.source() == Source::Emplois).expect("one of them");
    let group = Asked { siret: domain::Siret::parse("90000074600017").expect("a SIRET"), ..asked() };
    assert_eq!(siaes.ask(&group, morning()).await, Err(Silence::Absent), "a GEIQ");
    assert!(siaes.ask(&asked(), morning()).await.is_ok());
    assert_eq!(service.asked(), 1, "one question for the whole département");
}

#[tokio::test]
async fn a_day_with_more_conventions_than_the_service_tells_is_said_incomplete() {
    // A period of a single day counts as any other.
    let row = r#"{"status": "ACCEPTED_BY_VALIDATOR", "internshipKind": "immersion",
        "dateStart": "2026-03-16T00:00:00.000Z", "dateEnd": "2026-03-16T00:00:00.000Z",
        "signatories": {"beneficiaryCurrentEmployer": {"businessSiret": "90000000100017"}}}"#;
    // Each of the weeks of the year is told whole, or each of its days is full.
    for (rows, total, incomplete) in [(99, 99 * 53, false), (100, 100 * 365, true)] {
        let told: &'static str = format!("[{}]", vec![row; rows].join(",")).leak();
        let service = Service::that(vec![Says::Whole(200, "", told)].leak()).await;
        let parties = parties(&service.address, &keys(), &memory());
        let conventions = parties.iter().find(|party| party.source() == Source::ImmersionConventions);
        let found = conventions.expect("one of them").ask(&asked(), morning()).await.expect("counts");
        let [Finding::PeriodsMade(made)] = found.findings[..] else { panic!("{:?}", found.findings) };
        assert_eq!((made.total, made.with_a_job, made.incomplete), (total, 0, incomplete), "each day once");
        for doubt in found.doubts.values() {
            assert_eq!(doubt.starts_with("Au moins ce nombre"), incomplete, "{doubt}");
        }
        assert_eq!(found.sure().count(), 0, "told, and filled in nowhere");
    }
}

#[tokio::test]
async fn conventions_and_statistics_keep_one_pace() {
    const PAGE: &[Says] = &[Says::Whole(200, "", r#"{"data": [], "pagination": {"totalPages": 1}}"#)];
    let (service, about) = (Service::that(PAGE).await, asked());
    // Whoever comes second waits for an hour: nothing here depends on the speed of the machine.
    let patient = Manners { patience: PATIENCE, ..manners() };
    let slow = Manners { apart: Duration::from_hours(1), ..patient };
    let upstream = Upstream::at(&service.address, slow).expect("a client");
    let (conventions, statistics) = immersion::over(upstream, &keys().immersion);
    statistics.fetch(&about).await.expect("a page");
    // Connections are answered in turn: conventions that were asked first would have their answer first.
    let other = Upstream::at(&service.address, patient).expect("a client");
    let others = async {
        for _ in 0..5 {
            let told: Result<serde_json::Value, _> = other.get("/autre", &[]).await;
            told.expect("a page");
        }
    };
    tokio::select! {
        biased;
        told = conventions.fetch(&about) => panic!("asked without waiting: {told:?}"),
        () = others => {}
    }
    let heard = service.heard.lock().expect("heard");
    assert!(!heard.iter().any(|question| question.contains("/v2/conventions")), "{heard:?}");
}

/// A connector with a mistake in it.
struct Broken;

#[async_trait]
impl Ask for Broken {
    fn source(&self) -> Source {
        Source::Asp
    }

    async fn ask(&self, _: &Asked, _: Timestamp) -> Result<Found, Silence> {
        panic!("a mistake of the connector")
    }
}

/// A source that never comes to an end.
struct Endless;

#[async_trait]
impl Ask for Endless {
    fn source(&self) -> Source {
        Source::Previous
    }

    async fn ask(&self, _: &Asked, _: Timestamp) -> Result<Found, Silence> {
        std::future::pending().await
    }
}

/// A source that answers at once.
struct Prompt;

#[async_trait]
impl Ask for Prompt {
    fn source(&self) -> Source {
        Source::Sirene
    }

    async fn ask(&self, _: &Asked, _: Timestamp) -> Result<Found, Silence> {
        Ok(Found::on(form::Date::constant(2026, 11, 26)))
    }
}

#[tokio::test(start_paused = true)]
async fn a_broken_connector_and_an_endless_one_hinder_nobody() {
    let sources: Vec<Arc<dyn Ask>> = vec![Arc::new(Broken), Arc::new(Endless), Arc::new(Prompt)];
    let answers = ask_all(&sources, &asked(), morning(), Duration::from_secs(30)).await;
    assert_eq!(
        answers,
        [
            (Source::Asp, Err(Silence::Misunderstood)),
            (Source::Previous, Err(unavailable("2026-11-26T09:00:30Z"))),
            (Source::Sirene, Ok(Found::on(form::Date::constant(2026, 11, 26)))),
        ]
    );
}

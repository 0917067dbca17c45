//! A service is asked within its limits, again when it fails, and not at all while it is down.

use std::{
    num::NonZeroU32,
    time::{Duration, Instant},
};

use sources::upstream::{Manners, Silent, Upstream};

use crate::service::{Says, Service};

const FINE: Says = Says::Whole(200, "", "{\"a\": 1}");

const PAGE: Says = Says::Whole(200, "Content-Type: text/html; charset=utf-8\r\n", "<html>Maintenance</html>");
const CHANGED: Says = Says::Whole(200, "Content-Type: application/problem+json\r\n", "?");

fn manners() -> Manners {
    Manners {
        patience: Duration::from_millis(300),
        retries: 2,
        first_pause: Duration::from_millis(1),
        longest_pause: Duration::from_secs(2),
        rest_after: 9,
        ..Manners::of(NonZeroU32::new(500).expect("not zero"))
    }
}

async fn ask(upstream: &Upstream) -> Result<i64, Silent> {
    let told: Result<serde_json::Value, Silent> = upstream.get("/chose", &[("q", "été & hiver")]).await;
    told.map(|told| told["a"].as_i64().expect("a number"))
}

#[tokio::test]
async fn each_answer_is_taken_for_what_it_is() {
    let failing = |why: &str| Err(Silent::Failing(why.to_owned()));
    let cases: [(&'static [Says], Result<i64, Silent>, usize); 16] = [
        (&[FINE], Ok(1), 1),
        (&[Says::Whole(404, "", "")], Err(Silent::Absent), 1),
        (&[Says::Whole(401, "", "")], Err(Silent::KeyRefused), 1),
        (&[Says::Whole(403, "", "")], Err(Silent::KeyRefused), 1),
        (&[Says::Whole(422, "", "")], Err(Silent::QuestionRefused(422)), 1),
        (&[Says::Whole(500, "", ""), Says::Whole(503, "", ""), FINE], Ok(1), 3),
        (&[Says::Whole(502, "", "")], failing("502"), 3),
        (&[Says::Whole(429, "", ""), FINE], Ok(1), 2),
        (&[Says::CutShort, FINE], Ok(1), 2),
        (&[Says::Nothing, FINE], Ok(1), 2),
        (&[Says::Whole(302, "Location: /ailleurs\r\n", "")], Err(Silent::QuestionRefused(302)), 1),
        (&[Says::Whole(200, "", "<html>")], Err(Silent::Unreadable("ligne 1, colonne 1".to_owned())), 1),
        // A page in place of the data: the service is being mended, and is asked again soon.
        (&[PAGE, FINE], Ok(1), 2),
        (&[PAGE], failing("page au lieu de données"), 3),
        (&[Says::Whole(200, "Content-Type: text/plain\r\n", "{\"a\": 1}")], Ok(1), 1),
        (&[CHANGED], Err(Silent::Unreadable("ligne 1, colonne 1".to_owned())), 1),
    ];
    for (place, (says, expected, asked)) in cases.into_iter().enumerate() {
        let service = Service::that(says).await;
        let upstream = Upstream::at(&service.address, manners()).expect("a client");
        assert_eq!(ask(&upstream).await, expected, "{place}");
        assert_eq!(service.asked(), asked, "{place}");
    }
    let nobody = Upstream::at("http://127.0.0.1:1", manners()).expect("a client");
    assert_eq!(ask(&nobody).await, failing("connexion impossible"));
    let silent = Service::that(&[Says::Nothing]).await;
    let upstream = Upstream::at(&silent.address, manners()).expect("a client");
    assert_eq!(ask(&upstream).await, failing("délai dépassé"));
}

#[tokio::test]
async fn a_question_says_what_it_asks_and_who_asks() {
    let service = Service::that(&[FINE]).await;
    let upstream = Upstream::at(&format!("{}/", service.address), manners()).expect("a client");
    let upstream = upstream.with_key("authorization", "Token abc");
    ask(&upstream).await.expect("an answer");
    let heard = service.heard.lock().expect("heard")[0].to_lowercase();
    assert!(heard.starts_with("get /chose?q=%c3%a9t%c3%a9+%26+hiver http/1.1"), "{heard}");
    assert!(heard.contains("authorization: token abc"), "{heard}");
}

#[tokio::test]
async fn a_service_that_asks_for_a_rest_is_left_alone() {
    let service = Service::that(&[Says::Whole(429, "Retry-After: 99999999999\r\n", "")]).await;
    let upstream = Upstream::at(&service.address, manners()).expect("a client");
    assert_eq!(ask(&upstream).await, Err(Silent::Resting(Duration::from_hours(1))));
    assert!(matches!(ask(&upstream).await, Err(Silent::Resting(_))));
    assert_eq!(service.asked(), 1, "not asked again");
    let short = Service::that(&[Says::Whole(503, "Retry-After: 1\r\n", ""), FINE]).await;
    let upstream = Upstream::at(&short.address, manners()).expect("a client");
    let start = Instant::now();
    assert_eq!(ask(&upstream).await, Ok(1));
    assert!(start.elapsed() >= Duration::from_secs(1), "the pause it asked for is kept");
}

#[tokio::test]
async fn a_service_that_fails_too_often_is_left_alone() {
    let service = Service::that(&[Says::Whole(500, "", "")]).await;
    let manners = Manners { rest_after: 4, ..manners() };
    let upstream = Upstream::at(&service.address, manners).expect("a client");
    assert_eq!(ask(&upstream).await, Err(Silent::Failing("500".to_owned())));
    assert!(matches!(ask(&upstream).await, Err(Silent::Resting(_))));
    assert!(matches!(ask(&upstream).await, Err(Silent::Resting(_))));
    assert_eq!(service.asked(), 4, "then not at all");
}

#[tokio::test]
async fn answers_that_cannot_be_read_are_failures_of_the_service() {
    const FAILS: Says = Says::Whole(500, "", "");
    const TRUNCATED: Says = Says::Whole(200, "", "{\"a\": ");
    const EMPTY: Says = Says::Whole(200, "", "");
    // What it says in turn, and how many questions it hears before it is left alone.
    let cases: [(&'static [Says], usize); 4] = [
        (&[TRUNCATED], 3),
        (&[EMPTY, TRUNCATED, CHANGED], 3),
        (&[FAILS, TRUNCATED, FAILS], 3),
        (&[TRUNCATED, TRUNCATED, FINE, TRUNCATED, EMPTY, TRUNCATED], 6),
    ];
    for (place, (says, heard)) in cases.into_iter().enumerate() {
        let service = Service::that(says).await;
        let manners = Manners { rest_after: 3, ..manners() };
        let upstream = Upstream::at(&service.address, manners).expect("a client");
        for _ in 0..9 {
            if matches!(ask(&upstream).await, Err(Silent::Resting(_))) {
                break;
            }
        }
        assert!(matches!(ask(&upstream).await, Err(Silent::Resting(_))), "{place}");
        assert_eq!(service.asked(), heard, "{place}");
    }
}

#[tokio::test]
async fn once_its_rest_is_over_one_question_tries_a_service_and_may_be_given_up() {
    let service = Service::that(&[Says::Whole(500, "", ""), Says::Nothing, FINE]).await;
    // Its rest is over at once, and its answers are awaited longer than the test lasts.
    let (rest, patience) = (Duration::ZERO, Duration::from_mins(1));
    let manners = Manners { retries: 0, rest_after: 1, rest, patience, ..manners() };
    let upstream = Upstream::at(&service.address, manners).expect("a client");
    assert_eq!(ask(&upstream).await, Err(Silent::Failing("500".to_owned())));
    let meanwhile = async {
        while service.asked() < 2 {
            tokio::task::yield_now().await;
        }
        ask(&upstream).await
    };
    let told = tokio::select! {
        biased;
        told = ask(&upstream) => panic!("the one that tries it has no answer: {told:?}"),
        told = meanwhile => told,
    };
    assert!(matches!(told, Err(Silent::Resting(pause)) if pause <= patience), "{told:?}");
    assert_eq!(service.asked(), 2, "one question alone");
    for asked in [3, 4] {
        assert_eq!(ask(&upstream).await, Ok(1), "another tries it, and it is well");
        assert_eq!(service.asked(), asked);
    }
}

#[tokio::test]
async fn a_line_beside_another_rests_for_its_own_failures() {
    let service = Service::that(&[Says::Whole(500, "", ""), FINE]).await;
    let manners = Manners { retries: 0, rest_after: 1, ..manners() };
    let upstream = Upstream::at(&service.address, manners).expect("a client");
    let beside = upstream.beside();
    assert_eq!(ask(&upstream).await, Err(Silent::Failing("500".to_owned())));
    assert_eq!(ask(&beside).await, Ok(1), "it is well");
    assert!(matches!(ask(&upstream).await, Err(Silent::Resting(_))), "and says nothing of the other");
    assert_eq!(service.asked(), 2);
}

#[tokio::test]
async fn questions_keep_their_distance() {
    let service = Service::that(&[FINE]).await;
    let manners = Manners { apart: Duration::from_millis(100), ..manners() };
    let upstream = Upstream::at(&service.address, manners).expect("a client");
    let start = Instant::now();
    for _ in 0..4 {
        ask(&upstream).await.expect("an answer");
    }
    assert!(start.elapsed() >= Duration::from_millis(290), "a tenth of a second apart");
}

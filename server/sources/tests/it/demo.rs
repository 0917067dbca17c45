//! The stand-in speaks as the services do: pages, limits, keys, caps; and disagrees with ASP here and there.

use std::{collections::BTreeSet, time::Duration};

use domain::{
    Kind, Structure,
    prefill::known_of_asp,
    source::{Closed, Finding, Found, Source},
};
use sources::{
    ask_all,
    asp::Demo,
    demo::{Control, Keys, structures},
    upstream::{Silent, Upstream},
};

use crate::parties::{PATIENCE, asked_of, manners, memory, morning, parties, stand_in};

async fn found(stand: &[Structure], place: usize, kind: Kind, source: Source) -> Found {
    let address = stand_in(stand.to_vec(), &Control::new().without_limits()).await;
    let parties = parties(&address, &Keys::of_the_demonstration(), &memory());
    let about = asked_of(&stand[place], kind);
    let answers = ask_all(&parties, &about, morning(), PATIENCE).await;
    let (_, answer) = answers.into_iter().find(|(known, _)| *known == source).expect("one of them");
    answer.expect("an answer")
}

fn text(found: &Found, path: &str) -> Option<String> {
    let known = found.proposals.iter().find(|(known, _)| known.as_str() == path);
    known.and_then(|(_, known)| known.value.text().map(str::to_owned))
}

async fn ask(upstream: &Upstream, path: &str, query: &[(&str, &str)]) -> Result<serde_json::Value, Silent> {
    upstream.get(path, query).await
}

#[tokio::test]
async fn some_things_are_not_what_asp_says() {
    let stand = structures(Demo::small());
    let emplois = found(&stand, 0, Kind::Aci, Source::Emplois).await;
    let asp = known_of_asp(&stand[0], Kind::Aci, 2027).proposals;
    let of_asp = |path: &str| {
        let known = asp.iter().find(|(known, _)| known.as_str() == path);
        known.and_then(|(_, known)| known.value.text().map(str::to_owned))
    };
    assert_ne!(text(&emplois, "structure.telephone"), of_asp("structure.telephone"), "a newer phone");
    assert!(text(&emplois, "structure.enseigne").is_some(), "a brand that ASP does not keep");
    assert_eq!(text(&emplois, "structure.siret"), of_asp("structure.siret"), "the same structure");
    let sirene = found(&stand, 0, Kind::Aci, Source::Sirene).await;
    assert_ne!(text(&sirene, "structure.denomination"), of_asp("structure.denomination"), "a whole name");
    let register = found(&stand, 1, Kind::Aci, Source::RechercheEntreprises).await;
    assert_eq!(text(&register, "structure.idcc").as_deref(), Some("1518"));
}

#[tokio::test]
async fn an_establishment_has_closed_and_another_has_an_antenna() {
    let stand = structures(Demo::small());
    for source in [Source::Sirene, Source::RechercheEntreprises] {
        let closed = found(&stand, 9, Kind::Ei, source).await.findings;
        let since = Some(form::Date::constant(2026, 6, 30));
        assert!(closed.contains(&Finding::Closed { what: Closed::Establishment, since }), "{closed:?}");
    }
    let findings = found(&stand, 0, Kind::Aci, Source::EmploisReserved).await.findings;
    assert!(matches!(findings[..], [Finding::Antenna(_)]), "{findings:?}");
}

#[tokio::test]
async fn pages_follow_each_other_to_the_last() {
    let address = stand_in(structures(Demo::small()), &Control::new().without_limits()).await;
    let upstream = Upstream::at(&format!("{address}/api/v1"), manners()).expect("a client");
    let mut seen = BTreeSet::new();
    let mut page = 1;
    loop {
        let number = page.to_string();
        let query = [("departement", "29"), ("page_size", "2"), ("page", number.as_str())];
        let told = ask(&upstream, "/siaes/", &query).await.expect("a page");
        for row in told["results"].as_array().expect("rows") {
            seen.insert((row["siret"].to_string(), row["type"].to_string()));
        }
        assert_eq!(told["previous"].is_null(), page == 1);
        if told["next"].is_null() {
            assert_eq!(Some(seen.len() as u64), told["count"].as_u64());
            break;
        }
        assert!(told["next"].as_str().expect("an address").contains(&format!("page={}", page + 1)));
        page += 1;
    }
    assert!(page > 2, "several pages");
    let beyond = ask(&upstream, "/siaes/", &[("departement", "29"), ("page", "99")]).await;
    assert_eq!(beyond, Err(Silent::Absent));
    for wrong in [&[][..], &[("departement", "00")], &[("code_insee", "29232")]] {
        assert_eq!(ask(&upstream, "/siaes/", wrong).await, Err(Silent::QuestionRefused(400)), "{wrong:?}");
    }
}

#[tokio::test]
async fn who_asks_too_often_is_told_to_wait() {
    let control = Control::new();
    let address = stand_in(structures(Demo::small()), &control).await;
    let upstream = Upstream::at(&format!("{address}/api/v1"), manners()).expect("a client");
    for _ in 0..12 {
        ask(&upstream, "/siaes/", &[("departement", "29")]).await.expect("within the limit");
    }
    let silent = ask(&upstream, "/siaes/", &[("departement", "29")]).await;
    assert!(matches!(silent, Err(Silent::Resting(pause)) if pause <= Duration::from_mins(1)), "{silent:?}");
    assert_eq!(control.asked(Source::Emplois), 13);
}

#[tokio::test]
async fn a_full_answer_of_conventions_is_asked_by_halves_and_none_is_lost() {
    let stand = structures(Demo { structures: 3000, ..Demo::small() });
    let control = Control::new().without_limits();
    let address = stand_in(stand.clone(), &control).await;
    let upstream = Upstream::at(&format!("{address}/api"), manners()).expect("a client");
    let upstream = upstream.with_key("authorization", &Keys::of_the_demonstration().immersion);
    let year = [("startDateGreater", "2025-12-31"), ("startDateLessOrEqual", "2026-12-31")];
    let capped = ask(&upstream, "/v2/conventions", &year).await.expect("an answer");
    assert_eq!(capped.as_array().map(Vec::len), Some(100), "the cap of the service");
    let unknown = ask(&upstream, "/v2/conventions", &[("page", "2")]).await;
    assert_eq!(unknown, Err(Silent::QuestionRefused(400)), "it has no pages");

    let parties = parties(&address, &Keys::of_the_demonstration(), &memory());
    let conventions = parties.iter().find(|party| party.source() == Source::ImmersionConventions);
    let conventions = conventions.expect("one of them");
    // A period of the structure 47 began on the first day of the year.
    for (place, expected) in [(5_usize, 5), (47, 5), (2999, 5), (1200, 0), (1204, 4)] {
        let about = asked_of(&stand[place], Kind::Aci);
        let found = conventions.ask(&about, morning()).await.expect("an answer");
        let made = found.findings.iter().find_map(|finding| match finding {
            Finding::PeriodsMade(made) => Some((made.total, made.incomplete)),
            _ => None,
        });
        assert_eq!(made, Some((expected, false)).filter(|_| expected > 0), "{place}");
    }
    let questions = control.asked(Source::ImmersionConventions);
    assert!(questions > 53 + 53, "halves were asked: {questions}");
    conventions.ask(&asked_of(&stand[7], Kind::Aci), morning()).await.expect("an answer");
    assert_eq!(control.asked(Source::ImmersionConventions), questions, "one sweep serves them all");
}

#[tokio::test]
async fn statistics_are_read_to_their_last_page() {
    let stand = structures(Demo { structures: 250, ..Demo::small() });
    let control = Control::new().without_limits();
    let address = stand_in(stand.clone(), &control).await;
    let parties = parties(&address, &Keys::of_the_demonstration(), &memory());
    let statistics = parties.iter().find(|party| party.source() == Source::ImmersionStatistics);
    let statistics = statistics.expect("one of them");
    let found = statistics.ask(&asked_of(&stand[247], Kind::Aci), morning()).await.expect("on the last page");
    assert_eq!(found.findings, [Finding::ImmersionsHosted(7)]);
    assert_eq!(control.asked(Source::ImmersionStatistics), 3);
}

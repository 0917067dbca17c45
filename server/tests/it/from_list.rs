//! The list that one came from, kept by every page of a dossier; and the list of who reads it without instructing.

use domain::{Kind, dossier::DossierId, usecase};
use server::auth::demo::STRUCTURE;

use crate::{
    client::{Person, Service, encoded, run, value_of},
    completing::{administrator, on, sent},
};

/// A list as the address of a dossier says it, and as it is led back to.
const FILE: &str = "file=q%3Dtype%253AACI%252CAI%26vue%3Dtous";
const LIST: &str = "/instruction?q=type%3AACI%2CAI&vue=tous";

/// Two dossiers of the Finistère that were sent, the last sent last.
async fn two(service: &Service) -> [DossierId; 2] {
    let viewer = administrator(STRUCTURE);
    let mut ids = Vec::new();
    for (kind, day) in [(Kind::Aci, "2026-11-26"), (Kind::Ai, "2026-11-27")] {
        let services = on(&service.services, day);
        let id = usecase::create_dossier(&services, &viewer, kind).await.expect("it opens");
        sent(&services, &viewer, id, &[]).await;
        ids.push(id);
    }
    ids.try_into().expect("two")
}

/// The links and forms of a page that lead to pages of dossiers, as their addresses are.
fn ways(page: &str) -> Vec<String> {
    let to = |attribute: &str| {
        let start = format!("{attribute}=\"");
        let found = page.split(&start).skip(1).filter_map(|rest| rest.split('"').next());
        found.map(|way| way.replace("&amp;", "&")).collect::<Vec<_>>()
    };
    let all = [to("href"), to("action")].concat();
    all.into_iter().filter(|way| way.starts_with("/instruction/dossiers/")).collect()
}

/// That a page leads back to the list, to the dossier beside, and nowhere without the list.
fn keeps(page: &str, at: &str, other: Option<DossierId>) {
    assert!(page.replace("&amp;", "&").contains(&format!("href=\"{LIST}\"")), "{at}: {page}");
    assert!(page.contains("← Retour à la file"), "{at}");
    let lost: Vec<String> = ways(page).into_iter().filter(|way| !way.contains(FILE)).collect();
    assert!(lost.is_empty(), "{at}: {lost:?}");
    if let Some(other) = other {
        let beside = format!("/instruction/dossiers/{other}?{FILE}");
        assert!(ways(page).contains(&beside), "{at}: {beside}: {:?}", ways(page));
    }
}

/// Does something on a page of a dossier, as it stands.
async fn act(agent: &Person<'_>, (page, to): (&str, &str), pairs: &[(&str, &str)]) -> String {
    let vu = value_of(&agent.get(page).await.body, "_vu").to_owned();
    let done = agent.post(to, &format!("_vu={vu}&{}", encoded(pairs))).await;
    assert_eq!(done.status, 303, "{}", done.body);
    done.location
}

#[test]
fn every_page_of_a_dossier_keeps_the_list_that_one_came_from() {
    run(async {
        let service = Service::start().await;
        let [first, last] = two(&service).await;
        let agent = service.log_in("compte=ddets").await;
        let here = format!("/instruction/dossiers/{first}");
        let [review, decision] = ["", "/decision"].map(|page| format!("{here}{page}?{FILE}"));
        for page in ["", "/decision", "/apercu", "/courriers/dossier"] {
            let at = format!("{here}{page}?{FILE}");
            let read = agent.get(&at).await;
            assert_eq!(read.status, 200, "{at}");
            keeps(&read.body, &at, Some(last));
        }
        // Without a list there is none to lead to, and the pages are the same.
        for page in ["", "/decision", "/apercu"] {
            let read = agent.get(&format!("{here}{page}")).await.body;
            assert!(read.contains("href=\"/instruction\" data-file"), "{page}: {read}");
            assert!(!read.contains("file="), "{page}");
        }
        // What is done leads back to where it was done, with the list.
        let done = act(&agent, (&review, &review), &[("acte", "accuser")]).await;
        assert_eq!(done, format!("{here}?fait=accuser&{FILE}#instruction"));
        keeps(&agent.get(&done).await.body, &done, Some(last));
        let letter = format!("{here}/courriers/accuse-de-reception?{FILE}");
        keeps(&agent.get(&letter).await.body, &letter, Some(last));
        let opinion =
            [("acte", "aviser"), ("avis", "commission"), ("sens", "favorable"), ("texte", "En séance.")];
        act(&agent, (&review, &review), &opinion).await;
        // A decision that is not taken comes back with the list, and so does what it is made of.
        let wrong = agent.post(&decision, "acte=decider").await;
        assert_eq!(wrong.status, 422);
        keeps(&wrong.body, "what is refused", Some(last));
        let refused =
            [("acte", "decider"), ("accorder", "non"), ("motif", "projet"), ("raison", "À revoir.")];
        let version = [("version", "1")];
        let done = act(&agent, (&decision, &decision), &[&refused[..], &version[..]].concat()).await;
        assert_eq!(done, format!("{here}/decision?fait=decider&{FILE}"));
        keeps(&agent.get(&done).await.body, &done, Some(last));
        let letter = format!("{here}/courriers/refus?{FILE}");
        keeps(&agent.get(&letter).await.body, &letter, Some(last));
        let again = [("acte", "reprendre"), ("texte", "Pièce reçue.")];
        let done = act(&agent, (&decision, &decision), &again).await;
        assert_eq!(done, format!("{here}/decision?fait=reprendre&{FILE}"));
    });
}

#[test]
fn the_answers_at_hand_are_a_link_away_from_the_queue_and_lead_back_to_it() {
    run(async {
        let service = Service::start().await;
        let agent = service.log_in("compte=ddets").await;
        let queue = agent.get(LIST).await.body.replace("&amp;", "&");
        let answers = format!("/instruction/reponses?{FILE}");
        assert!(queue.contains(&format!("href=\"{answers}\"")), "{queue}");
        let keep = encoded(&[("acte", "garder"), ("titre", "RIB"), ("texte", "Joignez un RIB.")]);
        let kept = agent.post(&answers, &keep).await;
        assert_eq!(kept.location, format!("/instruction/reponses?fait=garder&{FILE}"));
        let blank = agent.post(&answers, "acte=garder").await;
        for page in [agent.get(&kept.location).await.body, blank.body] {
            let page = page.replace("&amp;", "&");
            assert!(page.contains(&format!("href=\"{LIST}\"")), "{page}");
            assert!(page.contains(&format!("action=\"{answers}&moi=")), "{page}");
        }
    });
}

#[test]
fn who_only_reads_the_list_is_told_nothing_awaits_them() {
    run(async {
        let service = Service::start().await;
        let empty = service.log_in("compte=dgefp").await.get("/instruction").await.body;
        assert!(
            empty.contains("Aucun dossier n’est encore transmis.") && !empty.contains("votre territoire")
        );
        let [first, _] = two(&service).await;
        // The region follows dossiers and shares them out, but where it validates nothing it only reads them.
        for (account, reads_only, shares) in
            [("compte=ddets", false, true), ("compte=dreets", true, true), ("compte=dgefp", true, false)]
        {
            let person = service.log_in(account).await;
            let page = person.get("/instruction").await.body.replace("<!>", "");
            for (said, to_readers) in [
                ("2\u{a0}dossiers attendent votre service", false),
                ("2\u{a0}dossiers à traiter par les services", true),
                ("<h1>Dossiers à instruire</h1>", false),
                ("<h1>Dossiers transmis</h1>", true),
            ] {
                assert_eq!(page.contains(said), to_readers == reads_only, "{account}: {said}: {page}");
            }
            for said in ["data-suivre", "name=\"dossier\"", "data-prendre", "Réponses types"] {
                assert_eq!(page.contains(said), shares, "{account}: {said}: {page}");
            }
            assert!(page.contains("Enregistrer cette vue"), "{account}: a view is one's own");
            let none = person.get("/instruction?vue=attente").await.body;
            assert!(none.contains("Aucune structure n’a de correction à faire."), "{account}");
            let kept = encoded(&[("acte", "garder"), ("nom", "Les ACI"), ("retour", "?q=type%3AACI")]);
            assert_eq!(person.post("/instruction/vues", &kept).await.status, 303, "{account}");
            assert!(person.get("/instruction").await.body.contains("Les ACI"), "{account}");
            let follow = person.post("/instruction", &format!("suivre-un={first}")).await;
            assert_eq!(follow.status, if shares { 200 } else { 403 }, "{account}: {}", follow.body);
        }
    });
}

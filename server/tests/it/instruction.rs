//! Corrections and decisions on a dossier that was sent, through the real database.

use domain::{
    Error, Refusal, Viewer,
    dossier::{
        DossierId, Snapshot, State,
        procedure::{
            Decision, Motive, Reason, Stage, asked_terms,
            opinion::{Adviser, Given, Stance},
        },
        talk::Subject,
    },
    usecase::{
        acknowledge_dossier, answer_correction, ask_correction, decide_dossier, record_opinion,
        reopen_decision, settle_correction, submit_dossier,
    },
};
use form::Path;
use futures_util::future::join_all;

use crate::{
    client::{Person, Service, run},
    story::{id_of, sent},
};

const KEY: &str = "gouvernance.benevoles";

async fn now(service: &Service, id: DossierId) -> Snapshot {
    service.services.dossiers.snapshot(id).await.expect("read").expect("there")
}

fn question(key: &str) -> Subject {
    Subject::Question(Path::parse(key).expect("a key"))
}

/// What was asked is granted.
async fn granted(service: &Service, id: DossierId, version: u32) -> Decision {
    let terms = asked_terms(&now(service, id).await).map(Box::new);
    Decision { version, granted: true, motive: None, reason: String::new(), terms }
}

/// The dossier is found complete, and the commission is in favour.
async fn complete(service: &Service, agent: &Viewer, id: DossierId) {
    let on = service.services.clock.today();
    let given = Given { stance: Stance::Favourable, on, text: String::new(), confidential: false };
    acknowledge_dossier(&service.services, agent, (id, u64::MAX)).await.expect("acknowledged");
    record_opinion(&service.services, agent, (id, u64::MAX), (Adviser::Commission, None), given)
        .await
        .expect("written down");
}

async fn save(person: &Person<'_>, id: DossierId, number: u64, (key, text): (&str, &str)) -> String {
    let body = format!(
        r#"{{"id":"{id}","batch":{{"client":"page-{number}","known":999,"edits":[{{"number":{number},"path":"{key}","text":"{text}","base":0}}]}}}}"#
    );
    person.call("dossiers/enregistrer", &body).await.body
}

/// Démarches simplifiées 7946: a mandatory answer could be emptied once the dossier was sent.
#[test]
fn what_was_sent_is_frozen_but_for_what_is_asked() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = sent(&person).await;
        let (id, viewer) = (id_of(&dossier), person.viewer().await);
        let agent = service.log_in("compte=ddets").await.viewer().await;
        let value =
            |snapshot: &Snapshot, key: &str| snapshot.value(&Path::parse(key).expect("a key")).cloned();
        complete(&service, &agent, id).await;
        let before = now(&service, id).await;
        save(&person, id, 1, ("projet.evolutions", "")).await;
        save(&person, id, 2, (KEY, "99")).await;
        assert_eq!(now(&service, id).await.answers, before.answers, "frozen");
        let about = (question(KEY), Reason::Inconsistent);
        ask_correction(&service.services, &agent, (id, before.seq), about, "Douze ou vingt ?")
            .await
            .expect("asked");
        assert_eq!(now(&service, id).await.state(), State::ToCorrect);
        save(&person, id, 3, ("projet.evolutions", "")).await;
        save(&person, id, 4, (KEY, "20")).await;
        let after = now(&service, id).await;
        assert_eq!(value(&after, "projet.evolutions"), value(&before, "projet.evolutions"), "not asked");
        assert_eq!(value(&after, KEY), Some(form::Value::Integer(20)));
        let again = submit_dossier(&service.services, &viewer, id, true, None).await;
        assert!(matches!(again, Err(Error::Refused(Refusal::Unanswered(1)))), "{again:?}");
        let decision = granted(&service, id, 1).await;
        let decided = decide_dossier(&service.services, &agent, (id, after.seq), decision).await;
        assert!(matches!(decided, Err(Error::Refused(Refusal::BeingCorrected))), "{decided:?}");
        let correction = after.corrections[0].seq;
        answer_correction(
            &service.services,
            &viewer,
            (id, u64::MAX),
            correction,
            "Vingt, comptés en novembre.",
        )
        .await
        .expect("answered");
        submit_dossier(&service.services, &viewer, id, true, None).await.expect("sent again");
        let second = now(&service, id).await;
        assert_eq!((second.state(), second.submissions.len()), (State::Complete, 2));
        assert_eq!(second.corrections[0].stage, Stage::Sent);
        let key = Path::parse(KEY).expect("a key");
        let told: Vec<_> = second.submissions.iter().map(|sent| sent.counted.get(&key).cloned()).collect();
        assert_eq!(told[1], Some(form::Value::Integer(20)), "the agent reads the second version");
        assert_ne!(told[0], told[1], "and the first stays");
        settle_correction(&service.services, &agent, (id, second.seq), correction, None)
            .await
            .expect("closed");
        let seq = now(&service, id).await.seq;
        let decision = granted(&service, id, 2).await;
        decide_dossier(&service.services, &agent, (id, seq), decision).await.expect("decided");
        assert_eq!(now(&service, id).await.state(), State::Granted);
        let late = ask_correction(
            &service.services,
            &agent,
            (id, u64::MAX),
            (question(KEY), Reason::Other),
            "Encore",
        );
        assert!(matches!(late.await, Err(Error::Refused(Refusal::Decided))));
        reopen_decision(&service.services, &agent, (id, u64::MAX), "Pièce manquante")
            .await
            .expect("reopened");
        let last = now(&service, id).await;
        assert_eq!((last.state(), last.rulings.len()), (State::Complete, 1), "the first decision stays");
        assert!(matches!(service.store.verify(id).await, Ok(Some(Ok(_)))), "the log is whole");
        let history = person.get(&format!("{dossier}/historique")).await.body;
        for said in ["a demandé une correction de", "avez répondu à une demande", "a accepté la demande"]
        {
            assert!(history.contains(said), "{said}: {history}");
        }
    });
}

/// Démarches simplifiées 3524: two agents took contradictory decisions.
#[test]
fn of_two_agents_who_decide_at_once_one_is_told_that_it_was_decided() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let id = id_of(&sent(&person).await);
        let agent = service.log_in("compte=ddets").await.viewer().await;
        complete(&service, &agent, id).await;
        let seen = now(&service, id).await.seq;
        let decision = granted(&service, id, 1).await;
        let refused = Decision {
            granted: false,
            motive: Some(Motive::Project),
            reason: "Projet à revoir.".to_owned(),
            terms: None,
            ..decision.clone()
        };
        let both = [decision, refused]
            .map(|decision| decide_dossier(&service.services, &agent, (id, seen), decision));
        let told = join_all(both).await;
        assert_eq!(told.iter().filter(|told| told.is_ok()).count(), 1, "{told:?}");
        assert!(told.iter().any(|told| matches!(told, Err(Error::Refused(Refusal::Decided)))), "{told:?}");
        assert_eq!(now(&service, id).await.rulings.len(), 1);
    });
}

#[test]
fn the_service_of_the_departement_instructs_and_nobody_else() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let id = id_of(&sent(&person).await);
        let seen = now(&service, id).await.seq;
        for (account, known) in [
            ("compte=administratrice", false),
            ("compte=structure&structure=maquis", false),
            ("compte=departement&departement=14", false),
            ("compte=dgefp", true),
        ] {
            let viewer = service.log_in(account).await.viewer().await;
            let about = || (question(KEY), Reason::Other);
            let asked = ask_correction(&service.services, &viewer, (id, seen), about(), "Précisez.").await;
            let decision = granted(&service, id, 1).await;
            let decided = decide_dossier(&service.services, &viewer, (id, seen), decision).await;
            for told in [asked, decided] {
                let right = if known {
                    matches!(told, Err(Error::Forbidden(_)))
                } else {
                    matches!(told, Err(Error::NotFound))
                };
                assert!(right, "{account}: {told:?}");
            }
        }
        let agent = service.log_in("compte=ddets").await.viewer().await;
        for (key, text, invalid) in [("gouvernance.absent", "Précisez.", false), (KEY, " ", true)] {
            let about = (question(key), Reason::Other);
            let told = ask_correction(&service.services, &agent, (id, seen), about, text).await;
            assert_eq!(matches!(told, Err(Error::Invalid(_))), invalid, "{key}: {told:?}");
            assert!(told.is_err());
        }
        complete(&service, &agent, id).await;
        let unmotivated =
            Decision { granted: false, reason: " ".to_owned(), ..granted(&service, id, 1).await };
        let told = decide_dossier(&service.services, &agent, (id, u64::MAX), unmotivated).await;
        let Err(Error::Fields(wrong)) = told else { panic!("a refusal says why: {told:?}") };
        assert_eq!(wrong.iter().map(|(field, _)| *field).collect::<Vec<_>>(), ["motif", "raison"]);
    });
}

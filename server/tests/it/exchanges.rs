//! What colleagues write to each other, and who takes care of a step, through the router.

use crate::{
    client::{Service, encoded, run},
    story::opened,
};

const KEY: &str = "gouvernance.referent.qualite";

#[test]
fn colleagues_write_to_each_other_settle_and_open_again() {
    run(async {
        let service = Service::start().await;
        let administrator = service.log_in("compte=administratrice").await;
        let colleague = service.log_in("compte=collegue").await;
        let dossier = opened(&administrator, "ACI").await;
        let talk = format!("{dossier}/echanges");
        let text = "Peux-tu vérifier <cette> qualité\u{202f}?";
        let sent = administrator
            .post(&talk, &encoded(&[("champ", KEY), ("sujet", "oui"), ("message", text), ("acte", "ecrire")]))
            .await;
        assert_eq!((sent.status, sent.location), (303, format!("{talk}?champ={KEY}&fait=ecrire")));
        let told = administrator.get(&format!("{talk}?champ={KEY}&fait=ecrire")).await.body;
        assert!(told.contains("Votre message est envoyé à vos collègues."), "{told}");
        let escaped = "Peux-tu vérifier &lt;cette&gt; qualité\u{202f}?";
        assert!(colleague.get(&talk).await.body.contains(escaped));
        let waiting = "1\u{a0}message de collègue en attente";
        assert!(colleague.get(&format!("{dossier}/etapes/gouvernance")).await.body.contains(waiting));
        assert!(!colleague.get(&format!("{dossier}/etapes/projet")).await.body.contains(waiting));
        assert!(colleague.get(&dossier).await.body.contains("1\u{a0}message en attente"));
        let page = colleague.get(&talk).await.body;
        let comment = page.split("name=\"message\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let comment = comment.expect("its name");
        for (act, open) in [("regler", false), ("regler", false), ("rouvrir", true)] {
            colleague.post(&talk, &encoded(&[("message", comment), ("acte", act)])).await;
            let page = colleague.get(&format!("{dossier}/etapes/gouvernance")).await.body;
            assert_eq!(page.contains(waiting), open, "{act}");
            // Who wrote it waits for nobody.
            assert!(
                !administrator.get(&format!("{dossier}/etapes/gouvernance")).await.body.contains(waiting)
            );
        }
        let history = administrator.get(&format!("{dossier}/historique")).await.body;
        assert_eq!(
            history.matches("marqué un message comme réglé").count(),
            1,
            "said twice, it changes nothing"
        );
        assert!(history.contains("a rouvert un message"), "{history}");
    });
}

#[test]
fn a_message_that_cannot_be_sent_stays_in_its_place() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let talk = format!("{dossier}/echanges");
        let long = "a".repeat(2_001);
        for (text, reason) in
            [(" ", "Écrivez votre message"), (long.as_str(), "2\u{202f}000\u{a0}caractères au plus")]
        {
            let answer = person
                .post(&talk, &encoded(&[("etape", "projet"), ("message", text), ("acte", "ecrire")]))
                .await;
            assert!(answer.body.contains(reason), "{reason}: {}", answer.body);
            assert!(answer.body.contains("<title>Erreur"), "{reason}");
            assert!(answer.body.contains(&format!("{text}</textarea>")), "{reason}");
        }
        let absent = encoded(&[("champ", "a.rien"), ("message", "x"), ("acte", "ecrire")]);
        assert_eq!(person.post(&talk, &absent).await.status, 404);
    });
}

#[test]
fn a_step_is_given_to_someone_of_the_structure() {
    run(async {
        let service = Service::start().await;
        let administrator = service.log_in("compte=administratrice").await;
        let colleague = service.log_in("compte=collegue").await;
        let stranger = service.log_in("compte=structure&structure=plateau 17").await;
        let dossier = opened(&administrator, "ACI").await;
        let talk = format!("{dossier}/echanges");
        let (theirs, other) = (colleague.viewer().await, stranger.viewer().await);
        let give =
            |to: String| encoded(&[("confie-projet", to.as_str()), ("vu-projet", "?"), ("acte", "confier")]);
        let page = administrator.get(&talk).await.body;
        assert!(page.contains(&theirs.person.0.to_string()) && !page.contains(&other.person.0.to_string()));
        administrator.post(&talk, &give(theirs.person.0.to_string())).await;
        assert!(administrator.get(&dossier).await.body.contains(&format!("confiée à {}", theirs.name)));
        let step = colleague.get(&format!("{dossier}/etapes/projet")).await.body;
        assert!(step.contains("Étape confiée à vous"), "{step}");
        assert_eq!(administrator.post(&talk, &give(other.person.0.to_string())).await.status, 404);
        let stale = [("confie-projet", ""), ("vu-projet", ""), ("acte", "confier")];
        administrator.post(&talk, &encoded(&stale)).await;
        assert!(administrator.get(&dossier).await.body.contains("confiée à"), "an old page undoes nothing");
        assert_eq!(administrator.post(&talk, &give("nobody".to_owned())).await.status, 404);
        administrator.post(&talk, &give(String::new())).await;
        assert!(!administrator.get(&dossier).await.body.contains("confiée à"));
    });
}

#[test]
fn whichever_button_is_pressed_nothing_done_beside_is_lost() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let address = format!("{dossier}/echanges");
        let me = person.viewer().await.person.0.to_string();
        let both = |act: &'static str, step: &'static str, to: &str| {
            encoded(&[
                ("etape", step),
                ("message", "À relire"),
                (&format!("confie-{step}"), to),
                (&format!("vu-{step}"), ""),
                ("acte", act),
            ])
        };
        let page = person.post(&address, &both("confier", "projet", &me)).await.body;
        assert!(
            page.contains("Qui fait quoi est enregistré.") && page.contains("À relire</textarea>"),
            "{page}"
        );
        person.post(&address, &both("ecrire", "gouvernance", &me)).await;
        let id = dossier.rsplit('/').next().and_then(|id| id.parse().ok()).expect("its address");
        let snapshot = service.services.dossiers.snapshot(id).await.expect("read").expect("there");
        assert_eq!((snapshot.assigned.len(), snapshot.comments.len()), (2, 1));
    });
}

#[test]
fn the_exchanges_of_another_structure_do_not_exist() {
    run(async {
        let service = Service::start().await;
        let dossier = opened(&service.log_in("compte=administratrice").await, "ACI").await;
        let talk = format!("{dossier}/echanges");
        for account in ["compte=structure&structure=plateau 17", "compte=ddets", "compte=dgefp"] {
            let person = service.log_in(account).await;
            assert_eq!(person.get(&talk).await.status, 404, "{account}");
            for form in [
                encoded(&[("etape", "projet"), ("message", "x"), ("acte", "ecrire")]),
                encoded(&[("message", "2"), ("acte", "regler")]),
                encoded(&[("confie-projet", ""), ("vu-projet", "?"), ("acte", "confier")]),
            ] {
                assert_eq!(person.post(&talk, &form).await.status, 404, "{account}: {form}");
            }
        }
        assert_eq!(service.get(&talk).await.status, 401, "logged out");
    });
}

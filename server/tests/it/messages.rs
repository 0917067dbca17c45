//! What a structure and its service write to each other, and the answers that a service keeps at hand.

use domain::dossier::messages::Party;

use crate::{
    client::{Service, encoded, run, value_of},
    story::{id_of, opened, sent},
};

const KEY: &str = "gouvernance.benevoles";

#[test]
fn both_sides_write_read_and_know_that_they_were_read() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = sent(&person).await;
        let (messages, review) = (format!("{dossier}/messages"), format!("/instruction{dossier}"));
        let agent = service.log_in("compte=ddets").await;
        let first = |text: &'static str| {
            [("acte", "ecrire"), ("champ", KEY), ("objet", "Bénévoles"), ("texte", text)]
        };
        let blank = agent.acts(&review, &first(" ")).await;
        assert!(blank.body.contains("Écrivez votre message avant de l’envoyer."), "{}", blank.body);
        assert!(blank.body.contains("value=\"Bénévoles\""), "what was typed is kept");
        let untitled = [("acte", "ecrire"), ("objet", ""), ("texte", "Bonjour")];
        assert!(agent.acts(&review, &untitled).await.body.contains("Donnez un objet"));
        let done = agent.acts(&review, &first("Qui sont-ils <b>vraiment</b> ?")).await;
        assert_eq!(done.location, format!("{review}?fait=ecrire#messages"), "{}", done.body);
        for page in [dossier.clone(), format!("{dossier}/suivi")] {
            let body = person.get(&page).await.body;
            assert!(body.contains("Messages avec le service\u{a0}: 1\u{a0}message à lire"), "{page}: {body}");
        }
        let page = person.get(&messages).await.body;
        let name = agent.viewer().await.name;
        for said in
            ["Bénévoles", "Qui sont-ils &lt;b&gt;vraiment", "DDETS du Finistère, le ", "Marquer comme lu"]
        {
            assert!(page.contains(said), "{said}: {page}");
        }
        let history = person.get(&format!("{dossier}/historique")).await.body;
        assert!(history.contains("Le service vous a écrit."), "{history}");
        for page in [&page, &history] {
            assert!(!page.contains(&name), "who of the service wrote is the service's own: {page}");
        }
        let thread = value_of(&page, "fil").to_owned();
        let read = person.acts(&messages, &[("acte", "lire"), ("fil", &thread)]).await;
        assert_eq!(read.location, format!("{messages}?fait=lire"), "{}", read.body);
        assert!(!person.get(&dossier).await.body.contains("message à lire"));
        assert!(agent.get(&review).await.body.contains("· lu le "));
        // Two clicks send one message.
        let seen = value_of(&person.get(&messages).await.body, "_vu").to_owned();
        let answer =
            [("acte", "repondre"), ("fil", thread.as_str()), ("texte", "Les voisins."), ("_vu", &seen)];
        for _ in 0..2 {
            assert_eq!(person.post(&messages, &encoded(&answer)).await.status, 303);
        }
        let page = agent.get(&review).await.body;
        assert_eq!(page.matches("<p class=\"talk__text\">Les voisins.").count(), 1, "{page}");
        assert!(page.contains("Messages avec la structure (1\u{a0}à lire)"), "{page}");
        assert!(page.contains(&person.viewer().await.name), "the service reads who wrote");
        let stale = agent.post(&review, &encoded(&[("acte", "lire"), ("fil", &thread), ("_vu", "1")])).await;
        assert!(stale.body.contains("a changé depuis"), "{}", stale.body);
        agent.acts(&review, &[("acte", "lire"), ("fil", &thread)]).await;
        assert!(person.get(&messages).await.body.contains("lu par le service"));
        let log = service.services.dossiers.history(id_of(&dossier)).await.expect("a log");
        let threads = domain::dossier::messages::Threads::of(&log);
        assert_eq!((threads.unread_by(Party::Service), threads.unread_by(Party::Structure)), (0, 0));
    });
}

#[test]
fn nobody_writes_about_a_draft() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let messages = format!("{dossier}/messages");
        let page = person.get(&messages).await.body;
        assert!(
            page.contains("une fois le dossier transmis") && !page.contains("Envoyer au service"),
            "{page}"
        );
        let refused = person.post(&messages, "acte=ecrire&objet=Bonjour&texte=Bonjour&_vu=9").await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(!person.get(&dossier).await.body.contains("Messages avec le service"));
    });
}

#[test]
fn an_answer_at_hand_is_put_in_what_is_being_written() {
    run(async {
        let service = Service::start().await;
        let dossier = sent(&service.log_in("compte=administratrice").await).await;
        let review = format!("/instruction{dossier}");
        let agent = service.log_in("compte=ddets").await;
        let own = "/instruction/reponses";
        let kept = agent
            .post(
                own,
                &encoded(&[
                    ("acte", "garder"),
                    ("titre", "Bénévoles"),
                    ("etiquettes", "vie , équipe,"),
                    ("texte", "Comptez-les."),
                ]),
            )
            .await;
        assert_eq!(kept.location, format!("{own}?fait=garder"), "{}", kept.body);
        let page = agent.get(own).await.body;
        for said in ["Bénévoles", ">vie<", ">équipe<", "Comptez-les.", "Document illisible"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let blank = agent.post(own, &encoded(&[("acte", "garder"), ("titre", "Vide"), ("texte", "")])).await;
        assert!(blank.status == 422 && blank.body.contains("value=\"Vide\""), "{}", blank.body);
        let again = agent.post(own, &encoded(&[("acte", "modifier"), ("titre", "Bénévoles")])).await.body;
        assert!(again.contains(">Comptez-les.</textarea>"), "{again}");
        for (form, pairs) in [
            ("demander", vec![("champ", KEY), ("motif", "imprecis"), ("texte", "Bonjour,")]),
            ("ecrire", vec![("champ", KEY), ("objet", "Eux"), ("texte", "Bonjour,")]),
            ("ecrire", vec![("objet", "Eux"), ("texte", "Bonjour,")]),
        ] {
            let chosen = [("acte", "inserer"), ("forme", form), ("type", "Bénévoles")];
            let page = agent.acts(&review, &[pairs.as_slice(), &chosen].concat()).await;
            assert_eq!(page.status, 200);
            assert!(
                page.body.contains(">Bonjour,\n\nComptez-les.</textarea>"),
                "{form} {pairs:?}: {}",
                page.body
            );
        }
        let page = agent
            .acts(
                &review,
                &[
                    ("acte", "inserer"),
                    ("forme", "demander"),
                    ("champ", KEY),
                    ("motif", "imprecis"),
                    ("type", "Bénévoles"),
                ],
            )
            .await
            .body;
        assert!(page.contains("value=\"imprecis\" selected"), "{page}");
        // Each service has its own; nobody else has any.
        assert!(!service.log_in("compte=dreets").await.get(own).await.body.contains("Comptez-les."));
        for (who, status) in
            [("compte=administratrice", 404), ("compte=assistance", 404), ("compte=dgefp", 403)]
        {
            let other = service.log_in(who).await;
            assert_eq!(other.get(own).await.status, status, "{who}");
            let kept =
                other.post(own, &encoded(&[("acte", "garder"), ("titre", "Non"), ("texte", "Non")])).await;
            assert_eq!(kept.status, status, "{who}");
        }
        assert_eq!(service.anybody().post(own, "acte=garder").await.location, "/connexion");
        agent.post(own, &encoded(&[("acte", "supprimer"), ("titre", "Bénévoles")])).await;
        assert!(!agent.get(own).await.body.contains("Comptez-les."));
    });
}

#[test]
fn a_correction_of_a_row_opens_that_row_alone() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = sent(&person).await;
        let review = format!("/instruction{dossier}");
        let agent = service.log_in("compte=ddets").await;
        let page = agent.get(&review).await.body;
        let rows: Vec<&str> = page
            .split("Demander une correction de toute la ligne")
            .filter_map(|before| before.rsplit("?champ=").next()?.split('#').next())
            .filter(|row| row.ends_with(']'))
            .collect();
        assert!(rows.len() > 1, "{rows:?}");
        let row = rows[0];
        let opened = agent.get(&format!("{review}?champ={row}")).await.body;
        assert!(opened.contains("Ce qui est à corriger"), "{row}");
        let asked = [("acte", "demander"), ("champ", row), ("motif", "imprecis"), ("texte", "Laquelle ?")];
        let done = agent.acts(&review, &asked).await;
        assert_eq!(done.location, format!("{review}?fait=demander#corrections"), "{}", done.body);
        let snapshot =
            service.services.dossiers.snapshot(id_of(&dossier)).await.expect("read").expect("there");
        let program = service.services.library.program(&snapshot.opening.trame).expect("a form");
        let own = form::Path::parse(row).expect("a row");
        let closed = |path: &form::Path| snapshot.closes(path, &program).is_some();
        let cells: Vec<&form::Path> = snapshot
            .answers
            .iter()
            .map(|(path, _)| path)
            .filter(|path| path.field() == own.field())
            .collect();
        assert!(cells.len() > 1);
        for cell in cells {
            let is_own = *cell == own || cell.own_row().as_ref() == Some(&own);
            assert_eq!(closed(cell), !is_own, "{cell}");
        }
        assert!(closed(&own.field().row("autre")), "no row is added");
        assert!(person.get(&format!("{dossier}/corrections")).await.body.contains("Laquelle ?"));
        assert!(agent.get(&review).await.body.contains("Attend la structure"));
    });
}

//! What happened to a dossier, read and brought back, through the router.

use crate::{
    client::{Service, encoded, run, value_of},
    documents::PDF,
    story::opened,
};

const KEY: &str = "gouvernance.referent.qualite";

#[test]
fn an_answer_tells_its_values_and_comes_back_to_one() {
    run(async {
        let service = Service::start().await;
        let administrator = service.log_in("compte=administratrice").await;
        let colleague = service.log_in("compte=collegue").await;
        let dossier = opened(&administrator, "ACI").await;
        let step = format!("{dossier}/etapes/gouvernance");
        for (person, text) in [(&administrator, "directrice"), (&colleague, "gérante")] {
            let page = person.get(&step).await.body;
            let seen = value_of(&page, "_vu");
            person.post(&step, &encoded(&[(KEY, text), ("_vu", seen), ("action", "continuer")])).await;
        }
        let whole = administrator.get(&format!("{dossier}/historique")).await;
        assert_eq!(whole.status, 200);
        assert!(whole.body.contains("Vous avez ouvert le dossier."), "{}", whole.body);
        assert!(whole.body.contains("L’application a repris"), "what sources gave is told");
        assert!(whole.body.contains("directrice → gérante"), "old and new stand side by side");
        let address = format!("{dossier}/historique?champ={KEY}");
        let page = administrator.get(&address).await.body;
        assert!(page.contains("Réponse en place\u{a0}: gérante."), "{page}");
        assert_eq!(page.matches("name=\"evenement\"").count(), 1, "the value in place is not brought back");
        for said in ["Dominique Petit", "Saisie"] {
            assert!(page.contains(said), "who and from where: {said}: {page}");
        }
        let event = value_of(&page, "evenement");
        let restored = administrator
            .post(
                &format!("{dossier}/historique"),
                &encoded(&[("champ", KEY), ("evenement", event), ("_vu", value_of(&page, "_vu"))]),
            )
            .await;
        assert_eq!(restored.location, format!("{address}&retablie=oui"));
        let page = administrator.get(&restored.location).await.body;
        assert!(page.contains("La valeur est rétablie"), "it is said");
        assert!(page.contains("Réponse en place\u{a0}: directrice."), "{page}");
        assert_eq!(page.matches("<tr>").count(), 4, "the way there and back stays, under a heading");
    });
}

#[test]
fn what_was_done_in_one_go_is_undone_but_for_what_changed_since() {
    run(async {
        let service = Service::start().await;
        let administrator = service.log_in("compte=administratrice").await;
        let colleague = service.log_in("compte=collegue").await;
        let dossier = opened(&administrator, "ACI").await;
        let step = format!("{dossier}/etapes/gouvernance");
        let mine = [(KEY, "directrice"), ("gouvernance.benevoles", "12")];
        administrator.post(&step, &encoded(&[mine[0], mine[1], ("action", "continuer")])).await;
        let page = colleague.get(&step).await.body;
        let seen = value_of(&page, "_vu");
        colleague.post(&step, &encoded(&[(KEY, "gérante"), ("_vu", seen), ("action", "continuer")])).await;
        let address = format!("{dossier}/historique");
        let page = administrator.get(&address).await.body;
        let event = value_of(&page, "defaire");
        let done = administrator.post(&address, &encoded(&[("defaire", event)])).await;
        assert_eq!(done.location, format!("{address}?remises=1&laissees=1"));
        assert!(administrator.get(&done.location).await.body.contains("1\u{a0}réponse remise comme avant."));
        let answers =
            service.services.dossiers.snapshot(id_of(&dossier)).await.expect("read").expect("there");
        let said = |key: &str| answers.value(&form::Path::parse(key).expect("a key")).cloned();
        assert_eq!(
            said(KEY),
            Some(form::Value::Text("gérante".to_owned())),
            "what a colleague wrote since stays"
        );
        assert_eq!(said("gouvernance.benevoles"), None);
        assert_eq!(administrator.post(&address, &encoded(&[("defaire", "1")])).await.status, 404);
    });
}

fn id_of(dossier: &str) -> domain::dossier::DossierId {
    dossier.rsplit('/').next().and_then(|id| id.parse().ok()).expect("its address")
}

#[test]
fn the_history_of_a_table_is_that_of_its_rows_and_cells() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let step = format!("{dossier}/etapes/activites");
        let address = format!("{dossier}/historique?champ=activites.chantiers");
        let blank = person.get(&address).await.body;
        assert!(blank.contains("Personne n’a encore répondu"), "{blank}");
        person.post(&step, "ligne=ajouter%3Aactivites.chantiers").await;
        let page = person.get(&step).await.body;
        let row = page.split("value=\"supprimer:").nth(1).and_then(|rest| rest.split('"').next());
        let (cell, seen) = (format!("{}.nom", row.expect("a row")), value_of(&page, "_vu").to_owned());
        let written = [(cell.as_str(), "Haies vives"), ("_vu", &seen), ("action", "enregistrer")];
        person.post(&step, &encoded(&written)).await;
        let told = person.get(&address).await.body;
        let table = told.find("<table").map(|at| &told[at..]).unwrap_or_default();
        for said in ["une ligne", "Haies vives", ">Réponse<"] {
            assert!(table.contains(said), "{said}: {table}");
        }
    });
}

#[test]
fn what_was_done_in_two_parts_of_the_form_is_undone_apart() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        for (step, key, text) in [
            ("gouvernance", KEY, "directrice"),
            ("projet", "projet.evolutions", "Un atelier de plus, au printemps."),
        ] {
            person
                .post(
                    &format!("{dossier}/etapes/{step}"),
                    &encoded(&[(key, text), ("action", "enregistrer")]),
                )
                .await;
        }
        let address = format!("{dossier}/historique");
        let page = person.get(&address).await.body;
        assert_eq!(page.matches("name=\"defaire\"").count(), 2, "{page}");
        person.post(&address, &encoded(&[("defaire", value_of(&page, "defaire"))])).await;
        let answers =
            service.services.dossiers.snapshot(id_of(&dossier)).await.expect("read").expect("there");
        let said = |key: &str| answers.value(&form::Path::parse(key).expect("a key")).is_some();
        assert_eq!((said(KEY), said("projet.evolutions")), (true, false), "the last alone");
    });
}

#[test]
fn the_history_of_another_structure_does_not_exist() {
    run(async {
        let service = Service::start().await;
        let dossier = opened(&service.log_in("compte=administratrice").await, "ACI").await;
        let stranger = service.log_in("compte=structure&structure=plateau 17").await;
        let agent = service.log_in("compte=ddets").await;
        for person in [&stranger, &agent] {
            for path in [
                "historique",
                "historique?champ=gouvernance.referent.qualite",
                "direct?etape=projet&depuis=0",
            ] {
                assert_eq!(person.get(&format!("{dossier}/{path}")).await.status, 404, "{path}");
            }
            let form = encoded(&[("champ", KEY), ("evenement", "2")]);
            assert_eq!(person.post(&format!("{dossier}/historique"), &form).await.status, 404);
        }
        let own = service.log_in("compte=administratrice").await;
        for path in ["historique?champ=rien.du.tout", "historique?champ=", "historique?champ=É"] {
            assert_eq!(own.get(&format!("{dossier}/{path}")).await.status, 404, "{path}");
        }
        let form = encoded(&[("champ", KEY), ("evenement", "999999")]);
        assert_eq!(own.post(&format!("{dossier}/historique"), &form).await.status, 404);
    });
}

#[test]
fn the_documents_of_a_question_come_back_from_its_history() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        assert_eq!(person.carry(&dossier, "pieces.rib", "rib.pdf", PDF).await.status, 200);
        let address = format!("{dossier}/pieces/pieces.rib/{}", crate::client::digest(PDF));
        assert_eq!(person.ask("DELETE", &address, Vec::new()).await.status, 200);
        let whole = person.get(&format!("{dossier}/historique")).await.body;
        assert!(whole.contains("revenue à ce qu’elle était"), "given and taken back in one go: {whole}");
        let page = person.get(&format!("{dossier}/historique?champ=pieces.rib")).await.body;
        let event = value_of(&page, "evenement").to_owned();
        let form = encoded(&[("champ", "pieces.rib"), ("evenement", &event)]);
        let restored = person.post(&format!("{dossier}/historique"), &form).await;
        assert_eq!(restored.status, 303, "{}", restored.body);
        let step = person.get(&format!("{dossier}/etapes/pieces")).await.body;
        assert!(step.contains("rib.pdf"), "it is there again");
        let id = id_of(&dossier);
        assert!(matches!(service.store.verify(id).await, Ok(Some(Ok(_)))), "the log is whole");
    });
}

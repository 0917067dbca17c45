//! The desk of an agent on a dossier: one screen, what changed, findings, sections, notes, through the router.

use crate::{
    client::{Service, encoded, run, value_of},
    story::{id_of, sent},
};

const KEY: &str = "gouvernance.benevoles";

/// What stands between two texts.
fn part<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    page.split(from).nth(1).and_then(|rest| rest.split(to).next()).unwrap_or_else(|| panic!("{from}: {page}"))
}

#[test]
fn the_dossier_stands_on_one_screen() {
    run(async {
        let service = Service::start().await;
        let dossier = sent(&service.log_in("compte=administratrice").await).await;
        let agent = service.log_in("compte=ddets").await;
        let page = agent.get(&format!("/instruction{dossier}")).await.body;
        let glance = part(&page, "class=\"glance\"", "</section>");
        for said in [
            "Demandé 2027",
            "Conventionné 2026",
            "11,40\u{a0}ETP",
            "272\u{202f}699,40\u{a0}€",
            "01/01/2027 au 31/12/2027",
            "Sorties dynamiques",
            "0\u{a0}section sur",
            "transmis aujourd’hui, il reste 60\u{a0}jours",
            "reçu",
        ] {
            assert!(glance.contains(said), "{said}: {glance}");
        }
    });
}

#[test]
fn an_agent_is_told_what_changed_since_their_look_until_they_say_they_saw_it() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = sent(&person).await;
        let review = format!("/instruction{dossier}");
        let (agent, region) =
            (service.log_in("compte=ddets").await, service.log_in("compte=collegue-ddets").await);
        let first = agent.get(&review).await.body;
        assert!(!first.contains("depuis votre passage"), "all of it is new: {first}");
        assert!(agent.get(&review).await.body.contains("Rien n’a changé depuis votre passage"));
        region.get(&review).await;
        // A section that the other service reads, then a correction.
        let read = region.acts(&review, &[("acte", "relue"), ("etape", "gouvernance")]).await;
        assert_eq!(
            read.location,
            format!("{review}?fait=relue&ou=etape-gouvernance#etape-gouvernance"),
            "{}",
            read.body
        );
        region.acts(&review, &[("acte", "relue"), ("etape", "projet")]).await;
        let asked = [("acte", "demander"), ("champ", KEY), ("motif", "incoherent"), ("texte", "Douze ?")];
        region.acts(&review, &asked).await;
        let page = agent.get(&review).await.body;
        assert!(page.contains("2\u{a0}sections sur"), "both are read: {page}");
        let changes = part(&page, "id=\"changements\"", "</section>");
        assert!(changes.contains("Correction demandée\u{a0}: Douze ?"), "{changes}");
        assert!(
            !region.get(&review).await.body.contains("Correction demandée\u{a0}: Douze ?"),
            "their own act"
        );
        let body = format!("_vu=999&action=enregistrer&{KEY}=20");
        person.post(&format!("{dossier}/etapes/gouvernance"), &body).await;
        assert!(!agent.get(&review).await.body.contains("→ 20"), "the structure's own until it is sent");
        let corrections = person.get(&format!("{dossier}/corrections")).await.body;
        let answer = [("correction", value_of(&corrections, "correction")), ("texte", "Vingt.")];
        person.post(&format!("{dossier}/corrections"), &encoded(&answer)).await;
        person.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        let page = agent.get(&review).await.body;
        let changes = part(&page, "id=\"changements\"", "</section>");
        for said in
            ["rien → 20", "href=\"#ligne-gouvernance-benevoles\"", "Réponse à une correction\u{a0}: Vingt."]
        {
            assert!(changes.contains(said), "{said}: {changes}");
        }
        let line = part(&page, "id=\"ligne-gouvernance-benevoles\"", "</tr>");
        assert!(line.contains("Nouveau"), "{line}");
        assert!(page.contains("1\u{a0}section sur"), "what changed is to be read again: {page}");
        let seen = agent.acts(&review, &[("acte", "vu")]).await;
        assert_eq!(seen.status, 303, "{}", seen.body);
        let page = agent.get(&review).await.body;
        assert!(page.contains("Rien n’a changé depuis votre passage"), "{page}");
        assert!(!part(&page, "id=\"ligne-gouvernance-benevoles\"", "</tr>").contains("Nouveau"));
        let region = region.get(&review).await.body;
        assert!(region.contains("rien → 20"), "each has their own look: {region}");
        let log = service.services.dossiers.history(id_of(&dossier)).await.expect("a log");
        assert!(matches!(service.store.verify(id_of(&dossier)).await, Ok(Some(Ok(_)))), "{}", log.len());
    });
}

#[test]
fn a_finding_is_set_aside_with_a_reason_and_taken_back() {
    run(async {
        let service = Service::start().await;
        let dossier = sent(&service.log_in("compte=administratrice").await).await;
        let review = format!("/instruction{dossier}");
        let agent = service.log_in("compte=ddets").await;
        let page = agent.get(&review).await.body;
        let found = part(&page, "id=\"constats\"", "</ul>");
        let (code, path) = (value_of(found, "constat").to_owned(), value_of(found, "champ").to_owned());
        let form = |act: &'static str, text: &'static str| {
            [("acte", act), ("champ", path.as_str()), ("constat", code.as_str()), ("texte", text)]
        };
        let blank = agent.acts(&review, &form("ecarter", " ")).await;
        assert!(blank.body.contains("Dites pourquoi vous écartez ce constat."), "{}", blank.body);
        let unknown = [("acte", "ecarter"), ("champ", path.as_str()), ("constat", "rien"), ("texte", "Vu")];
        assert!(agent.acts(&review, &unknown).await.body.contains("a changé depuis"), "no such finding");
        let done = agent.acts(&review, &form("ecarter", "Vu avec eux.")).await;
        assert_eq!(done.location, format!("{review}?fait=ecarter#constats"), "{}", done.body);
        let page = agent.get(&review).await.body;
        let name = agent.viewer().await.name;
        for said in ["Constats écartés (1)", "Vu avec eux.", &format!("Écarté par {name}"), "1\u{a0}écarté"]
        {
            assert!(page.contains(said), "{said}: {page}");
        }
        agent.acts(&review, &form("reprendre-constat", "")).await;
        assert!(!agent.get(&review).await.body.contains("Constats écartés"));
    });
}

#[test]
fn a_note_is_written_changed_and_struck_out_beside_what_it_is_about() {
    run(async {
        let service = Service::start().await;
        let dossier = sent(&service.log_in("compte=administratrice").await).await;
        let review = format!("/instruction{dossier}");
        let agent = service.log_in("compte=ddets").await;
        let opened = agent.get(&format!("{review}?ouvre=ecrire&champ={KEY}")).await.body;
        assert!(part(&opened, "id=\"ecrire\"", "</tr>").contains("Enregistrer la note"), "{opened}");
        let note = |text: &'static str| {
            [("acte", "noter"), ("champ", KEY), ("sorte", "commission"), ("texte", text)]
        };
        let blank = agent.acts(&review, &note("")).await.body;
        assert!(part(&blank, "id=\"ecrire\"", "</tr>").contains("Écrivez votre note"), "{blank}");
        agent.acts(&review, &note("Le bilan dit vingt.")).await;
        let page = agent.get(&review).await.body;
        let line = part(&page, "id=\"ligne-gouvernance-benevoles\"", "</tr>");
        assert!(line.contains("Le bilan dit vingt.") && line.contains("Pour la commission"), "{line}");
        let notes = part(&page, "id=\"notes\"", "</section>");
        let number = value_of(notes, "note").to_owned();
        let changed =
            [("acte", "modifier-note"), ("note", &number), ("sorte", "verifier"), ("texte", "Trente.")];
        agent.acts(&review, &changed).await;
        let page = agent.get(&review).await.body;
        let notes = part(&page, "id=\"notes\"", "</section>");
        assert!(notes.contains("Versions précédentes") && notes.contains("Le bilan dit vingt."), "{notes}");
        agent.acts(&review, &[("acte", "barrer-note"), ("note", &number)]).await;
        let page = agent.get(&review).await.body;
        assert!(
            !part(&page, "id=\"ligne-gouvernance-benevoles\"", "</tr>").contains("Trente."),
            "beside no more"
        );
        let notes = part(&page, "id=\"notes\"", "</section>");
        assert!(notes.contains("1\u{a0}note barrée") && notes.contains("<s>Trente."), "{notes}");
        let again = agent.acts(&review, &[("acte", "barrer-note"), ("note", &number)]).await;
        assert_eq!(again.status, 404, "struck out already");
    });
}

/// Nothing that the service does for itself is in a page of the structure, nor in what its browser receives.
#[test]
fn the_structure_reads_nothing_of_what_the_service_does_for_itself() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = sent(&person).await;
        let review = format!("/instruction{dossier}");
        let agent = service.log_in("compte=ddets").await;
        let page = agent.get(&review).await.body;
        let found = part(&page, "id=\"constats\"", "</ul>");
        let (code, path) = (value_of(found, "constat").to_owned(), value_of(found, "champ").to_owned());
        let planted = "Zanzibar";
        for pairs in [
            vec![("acte", "noter"), ("champ", KEY), ("sorte", "libre"), ("texte", planted)],
            vec![("acte", "noter"), ("etape", "projet"), ("sorte", "verifier"), ("texte", planted)],
            vec![("acte", "noter"), ("sorte", "attention"), ("texte", planted)],
            vec![("acte", "ecarter"), ("champ", &path), ("constat", &code), ("texte", planted)],
            vec![("acte", "relue"), ("etape", "gouvernance")],
        ] {
            assert_eq!(agent.acts(&review, &pairs).await.status, 303, "{pairs:?}");
        }
        assert_eq!(agent.acts(&review, &[("acte", "accuser")]).await.status, 303);
        // One correction, so that pages are open again.
        let asked = [("acte", "demander"), ("champ", KEY), ("motif", "incoherent"), ("texte", "Douze ?")];
        assert_eq!(agent.acts(&review, &asked).await.status, 303);
        assert!(agent.get(&review).await.body.contains(planted), "it is there for the service");
        let snapshot =
            service.services.dossiers.snapshot(id_of(&dossier)).await.expect("read").expect("there");
        let program = service.services.library.program(&snapshot.opening.trame).expect("a form");
        let mut pages: Vec<String> = [
            "",
            "/recapitulatif",
            "/corrections",
            "/suivi",
            "/messages",
            "/echanges",
            "/donnees",
            "/historique",
            "/recepisse",
            "/territoires",
            "/donnees/origines?etape=gouvernance",
            "/courriers/accuse-de-reception",
            "/historique?champ=gouvernance.benevoles",
            "/donnees/extrait?champ=gouvernance.benevoles",
        ]
        .map(|tail| format!("{dossier}{tail}"))
        .to_vec();
        pages.extend(program.trame().steps.iter().map(|step| format!("{dossier}/etapes/{}", step.key)));
        pages.extend(["/dossiers".to_owned(), "/bilans".to_owned()]);
        let mut read = 0;
        for page in pages {
            let answer = person.get(&page).await;
            assert!(!answer.body.contains(planted), "{page}: {}", answer.body);
            read += usize::from(answer.status == 200);
        }
        assert!(read > 30, "they were there to be read: {read}");
        let id = id_of(&dossier);
        let batch = format!(
            r#"{{"id":"{id}","batch":{{"client":"page-1","known":1,"edits":[{{"number":1,"path":"{KEY}","text":"20","base":0}}]}}}}"#
        );
        let answer = person.call("dossiers/enregistrer", &batch).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert!(!answer.body.contains(planted), "{}", answer.body);
        let mut line = person.listen(&format!("{dossier}/direct?etape=gouvernance&depuis=0")).await;
        let (name, data) = line.next().await;
        assert!(name == "journal" && !data.contains(planted), "{name} {data}");
    });
}

#[test]
fn only_who_instructs_works_on_a_dossier() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = sent(&person).await;
        let review = format!("/instruction{dossier}");
        let agent = service.log_in("compte=ddets").await;
        agent.acts(&review, &[("acte", "noter"), ("sorte", "libre"), ("texte", "Zanzibar")]).await;
        let notes = agent.get(&review).await.body;
        let number = value_of(&notes, "note").to_owned();
        let before = service.services.dossiers.history(id_of(&dossier)).await.expect("a log");
        let national = service.log_in("compte=dgefp").await;
        let page = national.get(&review).await;
        assert_eq!(page.status, 200);
        for offered in ["Zanzibar", "Section relue", "Annoter", "Écarter ce constat", "Écrire à la structure"]
        {
            assert!(!page.body.contains(offered), "{offered}");
        }
        let pairs = [
            vec![("acte", "noter"), ("sorte", "libre"), ("texte", "Non")],
            vec![("acte", "modifier-note"), ("note", &number), ("sorte", "libre"), ("texte", "Non")],
            vec![("acte", "barrer-note"), ("note", &number)],
            vec![("acte", "relue"), ("etape", "gouvernance")],
            vec![("acte", "a-relire"), ("etape", "gouvernance")],
            vec![("acte", "ecarter"), ("champ", KEY), ("constat", "x"), ("texte", "Non")],
            vec![("acte", "reprendre-constat"), ("champ", KEY), ("constat", "x")],
            vec![("acte", "ecrire"), ("objet", "Non"), ("texte", "Non")],
            vec![("acte", "repondre"), ("fil", "2"), ("texte", "Non")],
            vec![("acte", "lire"), ("fil", "2")],
        ];
        let others = [
            ("compte=administratrice", 404),
            ("compte=structure&structure=bocage", 404),
            ("compte=departement&departement=75", 404),
            ("compte=assistance", 404),
            ("compte=dgefp", 403),
        ];
        for (who, status) in others {
            let other = service.log_in(who).await;
            for pairs in &pairs {
                let form = encoded(&[pairs.as_slice(), &[("_vu", "999")]].concat());
                let answer = other.post(&review, &form).await;
                assert_eq!(answer.status, status, "{who} {pairs:?}: {}", answer.body);
            }
            let seen = other.post(&review, "acte=vu&_vu=999").await.status;
            assert_eq!(seen, if status == 403 { 303 } else { 404 }, "{who}: who reads may say what they saw");
        }
        let after = service.services.dossiers.history(id_of(&dossier)).await.expect("a log");
        assert_eq!(after, before, "nothing was done");
    });
}

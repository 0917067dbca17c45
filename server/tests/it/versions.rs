//! Drafts that pass from one version of the form to the next: dry run, passage, pages left open.

use std::sync::Arc;

use domain::{
    dossier::{Batch, ClientId, DossierId, Edit, Verdict},
    usecase::{self, MigrationReport, save_answers},
};
use form::versions::Fate;
use server::library::Embedded;

use crate::{
    client::{Service, encoded, run},
    story::opened,
};

const FIRST: &str = include_str!("../../trames/dossier-1.toml");
const SECOND: &str = include_str!("../../trames/dossier-2.toml");

fn library(texts: &[&str]) -> Arc<dyn domain::ports::Library> {
    let files: Vec<_> = texts.iter().map(|text| ("trame".to_owned(), (*text).to_owned())).collect();
    Arc::new(Embedded::of(&files, &[]).expect("right trames"))
}

/// A draft begun on the first version, with a few answers, and its path.
async fn begun(service: &Service) -> (DossierId, String) {
    let person = service.log_in("compte=administratrice").await;
    let dossier = opened(&person, "ACI").await;
    let steps: [(&str, &[(&str, &str)]); 4] = [
        ("structure", &[("structure.adresse_commune", "Quimper")]),
        ("gouvernance", &[("gouvernance.representant_nom", "Anne Le Goff"), ("gouvernance.benevoles", "12")]),
        (
            "demande",
            &[
                ("demande.nature", "renouvellement"),
                ("demande.autres_conventions", "true"),
                ("demande.autres_conventions_liste", "EI depuis 2019"),
            ],
        ),
        ("moyens", &[("finance.aide_etat", "1 500")]),
    ];
    for (step, pairs) in steps {
        let form = encoded(&[pairs, &[("action", "confirmer")]].concat());
        assert_eq!(person.post(&format!("{dossier}/etapes/{step}"), &form).await.status, 303, "{step}");
    }
    let id = dossier.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an identifier");
    (id, dossier)
}

async fn migrate(service: &Service, dry_run: bool) -> MigrationReport {
    usecase::migrate_drafts(&service.services, dry_run).await.expect("a report")
}

#[test]
fn a_dry_run_tells_and_changes_nothing_then_the_draft_passes_whole() {
    run(async {
        let service =
            Service::start_in(Arc::new(tempfile::tempdir().expect("a folder")), Some(library(&[FIRST])))
                .await;
        let (id, dossier) = begun(&service).await;
        let service = Service::start_in(service.home.clone(), Some(library(&[SECOND, FIRST]))).await;
        let before = service.services.dossiers.snapshot(id).await.expect("read").expect("a dossier");
        let told = migrate(&service, true).await;
        let after = service.services.dossiers.snapshot(id).await.expect("read").expect("a dossier");
        assert_eq!(before, after, "a dry run writes nothing");
        let [passage] = &told.transitions[..] else { panic!("one passage: {:?}", told.transitions) };
        assert_eq!(
            (passage.from.to_string(), passage.to.to_string()),
            ("dossier 1".to_owned(), "dossier 2".to_owned())
        );
        let concerned = |label: &str, word: &str| {
            let found = passage
                .changes
                .iter()
                .find(|(change, _)| change.label == label && change.said().contains(word));
            found.unwrap_or_else(|| panic!("{label} {word}")).1
        };
        assert_eq!(concerned("Présentation du projet d’insertion", "champ ajouté"), 1);
        assert_eq!(concerned("Organisme qui donne la garantie financière", "champ ajouté"), 0, "ETTI alone");

        let done = migrate(&service, false).await;
        assert_eq!(done.dossiers.len(), 1);
        assert_eq!(done.dossiers[0].told, told.dossiers[0].told, "what was told is what was done");
        let left: Vec<&str> = done.dossiers[0]
            .told
            .iter()
            .filter(|told| told.fate == Fate::Left)
            .map(|told| told.from.as_str())
            .collect();
        // The team's posts are added up from its table now.
        let no_place = ["demande.autres_conventions_liste", "rh.accompagnement_etp", "rh.encadrement_etp"];
        assert_eq!(left, no_place, "the only answers that have no place");
        assert!(migrate(&service, false).await.dossiers.is_empty(), "once is enough");

        let now = service.services.dossiers.snapshot(id).await.expect("read").expect("a dossier");
        let path = |text: &str| form::Path::parse(text).expect("a key");
        let name =
            |snapshot: &domain::dossier::Snapshot, key: &str| snapshot.answers.get(&path(key)).cloned();
        assert_eq!(name(&now, "gouvernance.representant.nom"), name(&before, "gouvernance.representant_nom"));
        assert_eq!(now.value(&path("demande.autres_iae")), Some(&form::Value::Boolean(true)));
        assert!(now.value(&path("finance.aides_n1[etat].montant")).is_some());
        assert_eq!(
            name(&now, "demande.autres_conventions_liste"),
            name(&before, "demande.autres_conventions_liste")
        );
        let commune = now.value(&path("structure.adresse.commune"));
        let coded = form::value::Coded { code: "29232".to_owned(), label: "Quimper".to_owned() };
        assert_eq!(commune, Some(&form::Value::Coded(coded)), "a name became a code of the list");
        assert_eq!(
            service.store.verify(id).await.expect("read"),
            Some(Ok(usize::try_from(now.seq).expect("few")))
        );

        let person = service.log_in("compte=administratrice").await;
        let page = person.get(&dossier).await.body;
        assert!(page.contains("Le formulaire a changé le"), "the person is told");
        assert!(page.contains("EI depuis 2019") && page.contains("n’est plus demandé"));
        assert!(
            person.get(&format!("{dossier}/etapes/projet")).await.body.contains("Présentation du projet")
        );
    });
}

#[test]
fn what_a_page_of_the_former_form_sends_finds_its_place() {
    run(async {
        let service =
            Service::start_in(Arc::new(tempfile::tempdir().expect("a folder")), Some(library(&[FIRST])))
                .await;
        let (id, dossier) = begun(&service).await;
        let open = service.services.dossiers.snapshot(id).await.expect("read").expect("a dossier");
        let service = Service::start_in(service.home.clone(), Some(library(&[SECOND, FIRST]))).await;
        migrate(&service, false).await;
        // Without a script: the form names its last event, and a step that is no more.
        let person = service.log_in("compte=administratrice").await;
        let form = encoded(&[
            ("_vu", &open.seq.to_string()),
            ("finance.aide_etat", "2 500"),
            ("finance.aide_region", "300"),
            ("action", "continuer"),
        ]);
        let sent = person.post(&format!("{dossier}/etapes/moyens"), &form).await;
        assert_eq!((sent.status, sent.location), (303, dossier.clone()), "{}", sent.body);
        let path = |text: &str| form::Path::parse(text).expect("a key");
        let value = |snapshot: &domain::dossier::Snapshot, key: &str| {
            snapshot.value(&path(key)).and_then(form::Value::number).map(|number| number.to_string())
        };
        let now = service.services.dossiers.snapshot(id).await.expect("read").expect("a dossier");
        assert_eq!(value(&now, "finance.aides_n1[etat].montant").as_deref(), Some("2500.00"));
        assert_eq!(value(&now, "finance.aides_n1[region].montant").as_deref(), Some("300.00"));
        // With one: the page had seen the answer, under its former key.
        let viewer = person.viewer().await;
        let edit = Edit {
            number: 1,
            path: path("gouvernance.representant_nom"),
            text: "Anne Le Goff-Kerdiles".to_owned(),
            base: open.version(&path("gouvernance.representant_nom")),
        };
        let client = ClientId::parse("page-1").expect("an identifier");
        let batch = Batch { client, known: open.seq, edits: vec![edit] };
        let answer = save_answers(&service.services, &viewer, id, batch).await.expect("an answer");
        assert!(matches!(answer.outcomes[0].verdict, Verdict::Kept(_)), "{:?}", answer.outcomes);
        assert_eq!(answer.outcomes[0].path, path("gouvernance.representant_nom"), "the page knows it so");
        let told = |news: &domain::dossier::News| news.what == domain::dossier::What::Reshaped;
        assert!(answer.others.iter().any(told), "and learns that the form changed");
        let now = service.services.dossiers.snapshot(id).await.expect("read").expect("a dossier");
        let name = now.value(&path("gouvernance.representant.nom")).and_then(form::Value::text);
        assert_eq!(name, Some("Anne Le Goff-Kerdiles"));
    });
}

//! A dossier that follows the one of the year before: what it takes over, and how it is confirmed.

use domain::{
    StructureId,
    dossier::{Actor, DossierId, Origin, Snapshot},
    prefill::Carried,
    source::Source,
};
use form::{Date, Value};
use server::demo::last_year;

use crate::{
    client::{Person, Service, encoded, run},
    sources::{Told, asked, begun, plain},
    story::opened,
};

/// A service whose structure sent a dossier last year, and the one of this year, just opened.
pub async fn renewed(service: &Service) -> (Person<'_>, String, DossierId) {
    last_year::seed(&service.services).await.expect("last year's dossier");
    let person = service.log_in("compte=structure&structure=bocage").await;
    let dossier = opened(&person, "ACI").await;
    let id = dossier.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an identifier");
    (person, dossier, id)
}

pub async fn snapshot(service: &Service, id: DossierId) -> Snapshot {
    service.services.dossiers.snapshot(id).await.expect("read").expect("a dossier")
}

pub fn path(key: &str) -> form::Path {
    form::Path::parse(key).expect("a key")
}

#[test]
fn a_new_dossier_takes_over_what_the_last_one_said_and_nobody_has_confirmed_it_yet() {
    run(async {
        let service = Service::start().await;
        let (person, dossier, id) = renewed(&service).await;
        let now = snapshot(&service, id).await;
        let text = |key: &str| now.value(&path(key)).and_then(Value::text).map(str::to_owned);
        assert_eq!(text("gouvernance.representant.nom").as_deref(), Some("Camille Duvivier"));
        assert_eq!(text("accompagnement.partenaires[p1].nom").as_deref(), Some("CCAS de Vire Normandie"));
        let answer = now.answers.get(&path("projet.besoins")).expect("carried");
        let Origin::Given { dossier: from, on, .. } = &answer.origin else { panic!("{answer:?}") };
        assert_eq!((from.as_str(), on.to_string().as_str()), ("ACI 2026", "2025-12-01"));
        assert_eq!(answer.by, Actor::Application);
        // What each year says for itself is shown beside, what names the demand is left.
        let charges = path("finance.charges");
        assert_eq!(now.value(&charges), None, "a year's accounts are its own");
        assert!(now.known(&charges).is_some(), "and last year's are shown beside");
        assert_ne!(text("demande.nature").as_deref(), Some("renouvellement"));
        assert_eq!(now.opening.previous_year, Some(2026));
        // Documents that still serve come from the vault, those of one year do not.
        assert!(now.value(&path("pieces.statuts")).is_some() && now.value(&path("pieces.comptes")).is_none());
        // The table of §9.4: ASP's annexe before last year's dossier on money, after it on contacts.
        let origin = |key: &str| now.answers.get(&path(key)).and_then(|answer| answer.origin.source());
        assert_eq!(origin("structure.courriel"), Some(Source::Previous));
        assert_eq!(origin("etp.demandes"), Some(Source::Asp));
        let page = person.get(&format!("{dossier}/etapes/gouvernance")).await.body;
        assert!(page.contains("value=\"Camille Duvivier\""), "{page}");
        assert!(page.contains("votre dossier ACI 2026"), "provenance is shown");
        let list = person.get(&dossier).await.body;
        assert!(list.contains("Dossiers précédents de la structure"), "{list}");
        assert!(!list.contains(">Complet<"), "nothing is confirmed before someone looked");
        assert!(matches!(service.store.verify(id).await, Ok(Some(Ok(_)))), "the log is whole");
    });
}

#[test]
fn a_first_demand_takes_from_a_dossier_of_another_kind_who_asks_and_no_more() {
    run(async {
        let service = Service::start().await;
        last_year::seed(&service.services).await.expect("last year's dossier");
        let person = service.log_in("compte=structure&structure=bocage").await;
        for (kind, previous_year) in [("ETTI", None), ("EI", Some(2026))] {
            let dossier = opened(&person, kind).await;
            let id = dossier.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an identifier");
            let now = snapshot(&service, id).await;
            let from = |key: &str| now.answers.get(&path(key)).map(|answer| answer.origin.clone());
            let name = "gouvernance.representant.nom";
            let Some(Origin::Given { dossier: from_aci, on, .. }) = from(name) else {
                panic!("{kind}: {:?}", from(name))
            };
            assert_eq!((from_aci.as_str(), on.to_string().as_str()), ("ACI 2026", "2025-12-01"), "{kind}");
            assert_eq!(now.value(&path(name)).and_then(Value::text), Some("Camille Duvivier"), "{kind}");
            assert!(now.value(&path("structure.reseaux")).is_some(), "{kind}");
            for key in ["projet.presentation", "projet.besoins", "gouvernance.benevoles", "rh.contrats"] {
                assert_eq!(
                    now.value(&path(key)),
                    None,
                    "{kind}: {key} is of another trade or another demand"
                );
            }
            assert!(
                now.opening.previous.iter().all(|(_, known)| !matches!(known.origin, Origin::Given { .. }))
            );
            assert_eq!(
                now.opening.previous_year, previous_year,
                "{kind}: that of ASP's annexe, if it has one"
            );
            let list = person.get(&dossier).await.body;
            assert!(list.contains("Dossiers précédents de la structure"), "{kind}: {list}");
            // Asked again, it says the same.
            let again = person.post(&format!("{dossier}/donnees"), "acte=actualiser").await;
            assert_eq!(again.status, 303, "{}", again.body);
            assert_eq!(snapshot(&service, id).await, now, "{kind}");
        }
    });
}

#[test]
fn asking_the_last_dossier_again_changes_nothing_and_writes_nothing_over() {
    run(async {
        let service = Service::start().await;
        let (person, dossier, id) = renewed(&service).await;
        let name = "gouvernance.representant.nom";
        let pairs = [(name, "Lou Carpentier"), ("projet.besoins", ""), ("action", "enregistrer")];
        person.post(&format!("{dossier}/etapes/gouvernance"), &encoded(&pairs)).await;
        let before = snapshot(&service, id).await;
        let again = person.post(&format!("{dossier}/donnees"), "acte=actualiser").await;
        assert_eq!(again.status, 303, "{}", again.body);
        let after = snapshot(&service, id).await;
        assert_eq!(before, after);
        assert_eq!(after.value(&path(name)).and_then(Value::text), Some("Lou Carpentier"));
        let said = person.get(&format!("{dossier}/donnees?champ={name}")).await.body;
        assert!(said.contains("Camille Duvivier") && said.contains("transmis le 01/12/2025"), "{said}");
        // Once only: the demonstration is not seeded twice.
        last_year::seed(&service.services).await.expect("seeded");
        let structure = StructureId::of_asp(last_year::STRUCTURE);
        let all = service.services.dossiers.of_structure(structure).await.expect("a list");
        assert_eq!(all.len(), 2);
    });
}

#[test]
fn what_is_carried_over_is_named_as_the_form_of_today_names_it() {
    assert_eq!(unasked(Carried::named()), Vec::<&str>::new());
}

/// Those of some keys, or beginnings of keys, that the form of today asks nothing under.
pub fn unasked(keys: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let trame = server::library::national().expect("the form of today");
    let asked: Vec<String> = trame.questions().map(|question| question.path.to_string()).collect();
    let is_under = |known: &str, key: &str| {
        known.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    keys.filter(|key| !asked.iter().any(|known| is_under(known, key))).collect()
}

/// Where a step is compared with last year's.
fn look(dossier: &str, step: &str) -> String {
    format!("{dossier}/etapes/{step}/reconduire")
}

/// The event that a page was made at, which its form sends back.
fn seen(page: &str) -> String {
    let after = page.split("name=\"vu\" value=\"").nth(1).unwrap_or_else(|| panic!("a form: {page}"));
    after.split('"').next().unwrap_or_default().to_owned()
}

#[test]
fn a_step_as_last_year_is_confirmed_in_one_click_after_one_look() {
    run(async {
        let service = Service::start().await;
        let (person, dossier, id) = renewed(&service).await;
        let list = person.get(&dossier).await.body;
        assert!(list.contains(&format!("href=\"{}\"", look(&dossier, "gouvernance"))), "{list}");
        let page = person.get(&look(&dossier, "gouvernance")).await.body;
        assert!(page.contains("Identique à l’an dernier (") && page.contains("Camille Duvivier"), "{page}");
        assert!(page.contains("Confirmer cette étape"));
        let form = format!("vu={}", seen(&page));
        let next = person.post(&look(&dossier, "gouvernance"), &form).await;
        assert_eq!(next.status, 303, "{}", next.body);
        assert!(next.location.ends_with("/reconduire"), "the next one: {}", next.location);
        let now = snapshot(&service, id).await;
        assert!(now.confirmations.contains_key("gouvernance"));
        let page = plain(&person.get(&look(&dossier, "gouvernance")).await.body);
        assert!(page.contains("est confirmée telle qu’elle est"), "{page}");
        assert!(page.contains(&format!("href=\"{}\"", next.location)), "and the next one is offered: {page}");
        // Something is taken out of it since: it is incomplete again, and no other is offered.
        let pairs = [("gouvernance.representant.nom", ""), ("action", "enregistrer")];
        person.post(&format!("{dossier}/etapes/gouvernance"), &encoded(&pairs)).await;
        let page = plain(&person.get(&look(&dossier, "gouvernance")).await.body);
        assert!(page.contains("À régler avant de confirmer : 1 point"), "{page}");
        assert!(!page.contains("Étape suivante"), "{page}");
    });
}

/// The line of a step in the task list.
fn row<'p>(list: &'p str, step: &str) -> &'p str {
    let rows = list.split("class=\"tasks__row\"").skip(1);
    let own = |row: &&str| row.contains(&format!("/etapes/{step}\" class=\"fr-link\""));
    rows.filter_map(|row| row.split("</li>").next()).find(own).unwrap_or_else(|| panic!("{step}: {list}"))
}

/// What a page says under a heading.
fn under<'p>(page: &'p str, heading: &str) -> &'p str {
    let after = page.split(&format!(">{heading} (")).nth(1).unwrap_or_else(|| panic!("{heading}: {page}"));
    after.split("</section>").next().unwrap_or_default()
}

#[test]
fn last_year_is_the_dossier_that_was_sent_and_not_what_asp_says_of_it() {
    run(async {
        let service = Service::start().await;
        let (person, dossier, id) = renewed(&service).await;
        let page = plain(&person.get(&look(&dossier, "finance")).await.body);
        assert!(page.contains("Cette année par rapport à 2026 : "), "{page}");
        let changed = under(&page, "Ce qui a changé");
        for (question, then, now) in [
            ("Date de clôture de l’exercice", "31/12/2024", "31/12/2025"),
            ("Produits d’exploitation", "585 725,00 €", "692 570,00 €"),
            ("Masse salariale", "410 008,00 €", "484 799,00 €"),
        ] {
            assert!([question, then, now].iter().all(|said| changed.contains(said)), "{question}: {changed}");
        }
        assert!(changed.contains("ASP, livraison du 16/11/2026"), "where it comes from: {changed}");
        let posts = plain(&person.get(&look(&dossier, "postes")).await.body);
        let changed = under(&posts, "Ce qui a changé");
        assert!(changed.contains("01/01/2026") && changed.contains("01/01/2027"), "{changed}");
        assert!(under(&posts, "Identique à l’an dernier").contains("Calculé"), "{posts}");
        // ASP's annexe is still what the form is worked out from.
        let known = snapshot(&service, id).await.previous();
        assert_eq!(known.get(&path("finance.cloture")), Some(&Value::Date(Date::constant(2025, 12, 31))));
    });
}

#[test]
fn what_is_read_beside_is_named_where_the_structure_sent_nothing_before() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=structure&structure=bocage").await;
        let dossier = opened(&person, "ACI").await;
        let page = plain(&person.get(&look(&dossier, "finance")).await.body);
        assert!(page.contains("Comparer à l’annexe de 2026 (ASP) : "), "{page}");
        assert!(page.contains("aucun dossier ACI les années précédentes"), "{page}");
        assert!(page.contains("(annexe de 2026)"), "{page}");
        assert!(
            under(&page, "Dit par les sources, ou identique à l’annexe de 2026 (ASP)").contains("31/12/2025"),
            "{page}"
        );
        assert!(!page.contains("l’an dernier"), "{page}");
        let list = plain(&person.get(&dossier).await.body);
        assert!(row(&list, "finance").contains("Comparer à l’annexe de 2026 (ASP) : "), "{list}");
    });
}

#[test]
fn a_step_says_where_its_answers_come_from_and_what_sources_say_otherwise_before_it_is_confirmed() {
    run(async {
        let service = Service::start().await;
        let (person, dossier, _) = renewed(&service).await;
        let list = plain(&person.get(&dossier).await.body);
        let looked_at = row(&list, "gouvernance");
        assert!(
            looked_at.contains(
                "Identique à l’an dernier, 2 réponses à comparer aux sources : relire et confirmer"
            ),
            "{looked_at}"
        );
        let page = person.get(&look(&dossier, "gouvernance")).await.body;
        let vu = seen(&page);
        let page = plain(&page);
        assert!(page.contains("2 données à décider dans cette étape"), "{page}");
        assert!(page.contains("Confirmer garde vos réponses"), "{page}");
        assert!(page.contains("Repris de votre dossier ACI 2026 du 01/12/2025"), "{page}");
        let said = under(&page, "Identique à l’an dernier");
        assert!(
            said.contains("Selon l’ASP, livraison du 16/11/2026 : ") && said.contains("Lou Duvivier"),
            "{said}"
        );
        let decide = format!("{dossier}/donnees?champ=gouvernance.referent.nom");
        assert_eq!(page.matches(&decide).count(), 2, "in the notice, and beside the answer: {page}");
        assert!(plain(&person.get(&format!("{dossier}/donnees")).await.body).contains("À décider (2)"));
        // What the page showed is decided by who confirms.
        let confirmed = person.post(&look(&dossier, "gouvernance"), &format!("vu={vu}")).await;
        assert_eq!(confirmed.status, 303, "{}", confirmed.body);
        let page = plain(&person.get(&look(&dossier, "gouvernance")).await.body);
        assert!(!page.contains("à décider") && page.contains("Sacha Bonnel"), "{page}");
        assert!(!plain(&person.get(&format!("{dossier}/donnees")).await.body).contains("À décider ("));
    });
}

#[test]
fn what_a_source_came_to_say_otherwise_since_the_page_was_made_is_read_first() {
    run(async {
        let emplois = Told::says(Source::Emplois, &[("structure.telephone", "0298112233")]);
        let service = begun(&[emplois]).await;
        let (person, dossier, id) = renewed(&service).await;
        let page = person.get(&look(&dossier, "coordonnees")).await.body;
        assert!(!page.contains("à décider"), "{page}");
        assert_eq!(asked(&service, Source::Emplois).await.told, 1);
        let form = format!("vu={}", seen(&page));
        let refused = person.post(&look(&dossier, "coordonnees"), &form).await;
        let said = plain(&refused.body);
        assert_eq!(refused.status, 409, "{said}");
        assert!(said.contains("1 donnée à décider dans cette étape"), "{said}");
        assert!(said.contains("Selon les emplois de l’inclusion"), "{said}");
        assert!(!snapshot(&service, id).await.confirmations.contains_key("coordonnees"));
        // Elsewhere it is no reason, and read, it is decided.
        let gouvernance = person.post(&look(&dossier, "gouvernance"), &form).await;
        assert_eq!(gouvernance.status, 303, "{}", gouvernance.body);
        let form = format!("vu={}", seen(&refused.body));
        assert_eq!(person.post(&look(&dossier, "coordonnees"), &form).await.status, 303);
    });
}

#[test]
fn a_step_that_changed_since_the_page_was_made_is_read_again_first() {
    run(async {
        let service = Service::start().await;
        let (person, dossier, id) = renewed(&service).await;
        let page = person.get(&look(&dossier, "gouvernance")).await.body;
        let form = format!("vu={}", seen(&page));
        let pairs = [("gouvernance.representant.nom", "Lou Carpentier"), ("action", "enregistrer")];
        person.post(&format!("{dossier}/etapes/gouvernance"), &encoded(&pairs)).await;
        let refused = person.post(&look(&dossier, "gouvernance"), &form).await;
        assert_eq!(refused.status, 409);
        assert!(
            refused.body.contains("a changé depuis") && refused.body.contains("Modifié"),
            "{}",
            refused.body
        );
        assert!(
            refused.body.contains("Lou Carpentier") && refused.body.contains("Camille Duvivier"),
            "both years"
        );
        assert!(!snapshot(&service, id).await.confirmations.contains_key("gouvernance"));
        let form = format!("vu={}", seen(&refused.body));
        assert_eq!(person.post(&look(&dossier, "gouvernance"), &form).await.status, 303, "read again, it is");
        // What changes elsewhere is no reason.
        let page = person.get(&look(&dossier, "coordonnees")).await.body;
        let form = format!("vu={}", seen(&page));
        let pairs = [("gouvernance.representant.nom", "Alix Rousselet"), ("action", "enregistrer")];
        person.post(&format!("{dossier}/etapes/gouvernance"), &encoded(&pairs)).await;
        assert_eq!(person.post(&look(&dossier, "coordonnees"), &form).await.status, 303);
    });
}

#[test]
fn what_is_missing_holds_the_click_back_and_nobody_else_may_give_it() {
    run(async {
        let service = Service::start().await;
        let (person, dossier, id) = renewed(&service).await;
        let page = person.get(&look(&dossier, "finance")).await.body;
        assert!(page.contains("Ce qui manque (") && page.contains("L’an dernier"), "{page}");
        assert!(!page.contains("Confirmer cette étape") && page.contains("Compléter l’étape"), "{page}");
        let refused = person.post(&look(&dossier, "finance"), "vu=99999").await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        // By name, each with the way to it.
        let point = format!("{dossier}/etapes/finance?verifier=1#finance-charges");
        for body in [&page, &refused.body] {
            assert_eq!(body.matches(&point).count(), 1, "{body}");
        }
        let list = plain(&person.get(&dossier).await.body);
        let row = row(&list, "finance");
        assert!(row.contains("Il manque : ") && row.contains(&point), "{row}");
        assert!(row.contains("Charges d’exploitation") && row.contains(" et 1 autre point"), "{row}");
        assert!(!snapshot(&service, id).await.confirmations.contains_key("finance"));
        let stranger = service.log_in("compte=structure&structure=maquis").await;
        assert_eq!(stranger.get(&look(&dossier, "finance")).await.status, 404);
        assert_eq!(stranger.post(&look(&dossier, "gouvernance"), "vu=99999").await.status, 404);
        assert_eq!(person.get(&look(&dossier, "inconnue")).await.status, 404);
        for address in [dossier.clone(), look(&dossier, "gouvernance")] {
            service.statements();
            person.get(&address).await;
            let count = service.statements();
            assert!((2..=12).contains(&count), "{address}: {count}");
        }
    });
}

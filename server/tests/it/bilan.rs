//! A bilan: opened with what ASP counted, completed, sent; beside the demand of the same year.

use domain::{
    Acting, Kind, PersonId, StructureId, Viewer,
    dossier::{About, Actor, Counts, DossierId, Origin, Snapshot, State, StepCounts},
    source::Source,
    usecase::{count_prefill, tally_dossiers},
};
use form::Value;
use server::demo::{last_year, months};

use crate::{
    answers::Answers,
    client::{Person, Service, encoded, run},
    renewal::{path, snapshot},
    story::id_of,
};

/// A service whose structures declared their months to ASP.
pub async fn counted() -> Service {
    let service = Service::start().await;
    months::seed(&service.services).await.expect("the months of the demonstration");
    service
}

/// Opens a bilan of a person's structure; its address is that of a dossier.
pub async fn opened(person: &Person<'_>, kind: &str) -> String {
    let answer = person.post("/bilans", &format!("type={kind}")).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location
}

/// What is typed in the bilan of a chantier whose months are known, by step.
const TYPED: [(&str, Answers); 9] = [
    (
        "moyens",
        &[
            ("bilan.ecart_explication", "Deux recrutements décalés au printemps."),
            ("bilan.equipe[encadrement].etp", "2"),
            ("bilan.equipe[accompagnement].etp", "0,80"),
            ("bilan.equipe[non_salaries].etp", "0"),
            ("bilan.equipe[prestataires].etp", "0"),
        ],
    ),
    ("personnes", &[("rh.temps_hebdo", "26")]),
    ("suivi", &[("accompagnement.parcours", "Un entretien par mois, du diagnostic à la sortie.")]),
    (
        "social",
        &[
            ("accompagnement.partenaires[p1]", "1"),
            ("accompagnement.partenaires[p1].nom", "CCAS de Quimper"),
            ("accompagnement.partenaires[p1].objet", "accès au logement"),
        ],
    ),
    ("parcours", &[("accompagnement.pmsmp", "9"), ("bilan.pmsmp_emploi", "2")]),
    ("sorties", &[("bilan.sorties_explication", "Un marché perdu en juin.")]),
    (
        "engagements",
        &[
            ("objectifs.actions[a1]", "1"),
            ("objectifs.actions[a1].axe", "accueil"),
            ("objectifs.actions[a1].action", "Livret d’accueil"),
            ("objectifs.actions[a1].etat", "realisee"),
        ],
    ),
    ("comptes", &[("bilan.comptes_approuves", "false")]),
    (
        "synthese",
        &[
            (
                "bilan.synthese",
                "Une saison pleine au jardin, un second marché ouvert à Quimper en avril, et une équipe d’encadrement enfin au complet.",
            ),
            ("bilan.difficultes", "Le recrutement au printemps."),
            ("bilan.perspectives", "Poursuivre la formation aux savoirs de base."),
        ],
    ),
];

/// Completes every step of a bilan.
pub async fn completed(person: &Person<'_>, bilan: &str) {
    for (step, pairs) in TYPED {
        let form = encoded(&[pairs, &[("action", "confirmer")]].concat());
        let answer = person.post(&format!("{bilan}/etapes/{step}"), &form).await;
        assert_eq!(answer.status, 303, "{step}: {}", answer.body);
        if answer.location.contains("verifier") {
            let page = person.get(&answer.location).await.body;
            let held = page.split("id=\"erreurs\"").nth(1).and_then(|rest| rest.split("<form").next());
            panic!("{step} is held back: {}", held.unwrap_or_default());
        }
    }
}

#[test]
fn a_bilan_goes_from_the_months_declared_to_the_agent() {
    run(async {
        let service = counted().await;
        let person = service.log_in("compte=administratrice").await;
        let list = person.get("/bilans").await.body;
        assert!(list.contains("Ouvrir le bilan ACI 2026") && !list.contains("Première demande"), "{list}");
        let demand = person.post("/dossiers", "type=ACI").await.location;
        let bilan = opened(&person, "ACI").await;
        assert_eq!(opened(&person, "ACI").await, bilan, "opening twice leads to the one that is open");
        assert_ne!(bilan, demand);
        // Each in its list, under its name.
        let (bilans, demands) = (person.get("/bilans").await.body, person.get("/dossiers").await.body);
        let deadline = form::french::long_date(form::Date::constant(2027, 6, 30));
        assert!(bilans.contains("Bilan ACI 2026 · ") && bilans.contains(&deadline), "{bilans}");
        assert!(bilans.contains("Continuer le bilan") && !bilans.contains(&demand), "{bilans}");
        assert!(demands.contains("ACI 2027 · ") && !demands.contains(&bilan), "{demands}");
        let tasks = person.get(&bilan).await.body;
        assert!(tasks.contains("<h1>Bilan ACI 2026") && tasks.contains("Vérifier le bilan"), "{tasks}");
        assert!(!tasks.contains("Vos autres bilans"), "a demand is no sister: {tasks}");
        let step = person.get(&format!("{bilan}/etapes/personnes")).await.body;
        for said in [
            "Déduit de l’ASP (états mensuels), au 16/11/2026",
            "parmi les personnes d’au moins une heure de travail en 2026",
            "y compte deux fois",
            "l’année n’est pas finie",
        ] {
            assert!(step.contains(said), "{said}: {step}");
        }
        let means = person.get(&format!("{bilan}/etapes/moyens")).await.body;
        assert!(!means.contains("Pas encore calculé"), "what is expected at ASP is told too: {means}");
        completed(&person, &bilan).await;
        let colleague = service.log_in("compte=collegue").await;
        let denied = colleague.post(&format!("{bilan}/transmettre"), "certification=oui").await;
        assert!(denied.location.ends_with("refus=droits#refus"), "{}", denied.location);
        assert!(colleague.get(&denied.location).await.body.contains("Bilan non transmis"));
        let sent = person.post(&format!("{bilan}/transmettre"), "certification=oui").await;
        assert_eq!(sent.location, format!("{bilan}/recepisse"), "{}", sent.body);
        let receipt = person.get(&sent.location).await.body;
        assert!(receipt.contains("Bilan transmis") && receipt.contains("BILAN-2026-29-ACI-"), "{receipt}");
        assert!(receipt.contains("dialogue de gestion") && !receipt.contains("La décision et la convention"));
        let agent = service.log_in("compte=ddets").await;
        let queue = agent.get("/instruction").await.body;
        assert!(queue.contains("Bilan ACI 2026") && queue.contains("BILAN-2026-29-ACI-"), "{queue}");
        let review = agent.get(&format!("/instruction{bilan}")).await;
        assert!(review.status == 200 && review.body.contains("Bilan ACI 2026 · "), "{}", review.body);
        assert!(
            review.body.contains("Taux de réalisation") && review.body.contains("Deux recrutements décalés")
        );
        // What a source alone answers says which, and nobody is asked to correct it.
        let line = review
            .body
            .split("id=\"ligne-bilan-mois_attendus\"")
            .nth(1)
            .and_then(|rest| rest.split("</tr>").next());
        let line = line.expect("its line");
        assert!(line.contains("ASP") && !line.contains("Calculé") && !line.contains("Demander"), "{line}");
        assert_eq!(tally_dossiers(&service.services).await.expect("counted"), 1, "for the inventory");
        assert!(matches!(service.store.verify(id_of(&bilan)).await, Ok(Some(Ok(_)))), "the log is whole");
    });
}

#[test]
fn the_other_address_of_a_bilan_leads_to_its_pages() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let bilan = opened(&person, "ACI").await;
        for tail in ["", "/etapes/moyens", "/etapes/moyens?verifier=1", "/recapitulatif", "/donnees"] {
            let led = person.get(&format!("{}{tail}", bilan.replace("/dossiers", "/bilans"))).await;
            assert_eq!((led.status, led.location.as_str()), (308, &*format!("{bilan}{tail}")));
            assert_eq!(person.get(&led.location).await.status, 200, "{tail}");
        }
        assert_eq!(person.post("/bilans", "type=XYZ").await.status, 422);
        let colleague = service.log_in("compte=collegue").await;
        assert_eq!(colleague.post("/bilans", "type=ACI").await.status, 403, "an administrator opens it");
    });
}

/// Who may open dossiers of a structure of the demonstration.
fn administrator(number: i64) -> Viewer {
    let acting =
        Acting::Structure { id: StructureId::of_asp(number), name: String::new(), administrator: true };
    Viewer { person: PersonId(uuid::Uuid::nil()), name: "Compte".to_owned(), acting }
}

/// What is promised of a bilan: the share of its questions answered with numbers that nobody types.
const PROMISED: usize = 70;

#[test]
fn seven_numeric_questions_of_ten_are_filled_before_anyone_types() {
    run(async {
        let service = counted().await;
        let (mut bilans, mut kinds) = (0, std::collections::BTreeSet::new());
        for number in 900_001..=900_040 {
            let viewer = administrator(number);
            let structure = StructureId::of_asp(number);
            let structure = service.services.register.structure(structure).await.expect("read");
            for kind in structure.map(|structure| structure.kinds()).unwrap_or_default() {
                let counted = count_prefill(&service.services, &viewer, About::Bilan, kind).await;
                let counted = counted.expect("it opens");
                let numeric = counted.counts.sum(|step: &StepCounts| &step.numeric);
                let share = numeric.percent().expect("numbers are asked");
                assert!(share >= PROMISED, "{number} {kind}: {share} % of {numeric:?}");
                // Once the accounts are approved, they are asked for: they count too.
                let mut snapshot = counted.snapshot;
                approve(&mut snapshot);
                let context = snapshot.context(today(), service.services.library.parameters());
                let evaluation = counted.program.evaluate(&snapshot.values(), &context);
                let counts = Counts::of(&counted.program, &evaluation, &snapshot);
                let whole = counts.sum(|step| &step.numeric);
                assert!(whole.asked > numeric.asked, "{number} {kind}: {whole:?}");
                assert!(whole.percent() >= Some(PROMISED), "{number} {kind}: {whole:?}");
                bilans += 1;
                kinds.insert(kind);
            }
        }
        assert_eq!((bilans, kinds.len()), (41, Kind::ALL.len()));
    });
}

fn today() -> form::Date {
    form::Date::constant(2027, 5, 2)
}

/// The answer that the accounts of the year are approved.
fn approve(snapshot: &mut Snapshot) {
    let typed = snapshot.answers.values().next().expect("an answer").clone();
    let said = domain::dossier::Answer { value: Some(Value::Boolean(true)), origin: Origin::Typed, ..typed };
    snapshot.answers.insert(path("bilan.comptes_approuves"), said);
}

#[test]
fn a_bilan_hears_what_the_demand_of_its_year_promised() {
    run(async {
        let service = counted().await;
        last_year::seed(&service.services).await.expect("last year's dossier");
        let person = service.log_in("compte=structure&structure=bocage").await;
        let bilan = opened(&person, "ACI").await;
        let now = snapshot(&service, id_of(&bilan)).await;
        let origin = |key: &str| now.answers.get(&path(key)).map(|answer| answer.origin.clone());
        let demand = |key: &str| match origin(key) {
            Some(Origin::Given { dossier, .. }) => dossier,
            other => panic!("{key}: {other:?}"),
        };
        for key in
            ["accompagnement.parcours", "accompagnement.partenaires[p1].nom", "accompagnement.frequence"]
        {
            assert_eq!(demand(key), "ACI 2026", "{key}");
        }
        let actions: Vec<_> = now.answers.keys().filter(|key| key.as_str().ends_with("].action")).collect();
        assert!(actions.len() >= 4, "an action an axis at least: {actions:?}");
        assert!(now.answers.keys().all(|key| !key.as_str().ends_with("].etat")), "each is told by a person");
        // What was signed comes from the annexe, what was expected is proposed and fills nothing.
        let source = |key: &str| origin(key).and_then(|origin| origin.source());
        assert_eq!(source("objectifs.durable"), Some(Source::Asp));
        assert_eq!(source("bilan.etp_conventionnes"), Some(Source::Asp));
        // The hours of the contracts of the year, and not those that were announced.
        assert_eq!(source("rh.temps_hebdo"), Some(Source::AspMonthly));
        assert_eq!(origin("bilan.equipe[encadrement].etp"), None);
        let said = person.get(&format!("{bilan}/donnees?champ=bilan.equipe[encadrement].etp")).await.body;
        assert!(said.contains("équipe annoncée, et non celle de l’année"), "{said}");
        // What was decided is what was agreed.
        let agreed = person.get(&format!("{bilan}/donnees?champ=bilan.etp_conventionnes")).await.body;
        assert!(agreed.contains("ACI 2026, tel que décidé"), "{agreed}");
        assert!(!agreed.contains("postes demandés, et non"), "{agreed}");
        // Nothing of a year passes for that of another.
        assert_eq!(origin("finance.produits"), None);
        assert_eq!(now.opening.previous, []);
        assert_eq!(now.opening.year, 2026);
    });
}

/// Tells a service that a year's totals changed, a week later.
async fn a_week_later(service: &Service, asp_id: i64, women: u32) {
    let structure = service.services.register.structure(StructureId::of_asp(asp_id)).await.expect("read");
    let structure = structure.expect("a structure");
    let mut totals = service.services.realisations.of(&structure).await.expect("totals").into_totals();
    for total in totals.iter_mut().filter(|total| total.year == 2026) {
        total.as_of = form::Date::constant(2026, 11, 23);
        if let Some(people) = &mut total.people {
            people.women = Some(women);
        }
    }
    service.services.realisations.keep(totals).await.expect("kept");
}

#[test]
fn what_asp_delivers_later_completes_the_draft_and_writes_nothing_over() {
    run(async {
        let service = counted().await;
        let person = service.log_in("compte=structure&structure=bocage").await;
        let bilan = opened(&person, "ACI").await;
        let id: DossierId = id_of(&bilan);
        let form = encoded(&[("bilan.rsa", "3"), ("action", "enregistrer")]);
        person.post(&format!("{bilan}/etapes/personnes"), &form).await;
        a_week_later(&service, last_year::STRUCTURE, 2).await;
        let again = person.post(&format!("{bilan}/donnees"), "acte=actualiser").await;
        assert_eq!(again.status, 303, "{}", again.body);
        let now = snapshot(&service, id).await;
        assert_eq!(now.value(&path("bilan.femmes")), Some(&Value::Integer(2)), "nobody had looked");
        assert_eq!(now.value(&path("bilan.rsa")), Some(&Value::Integer(3)), "what a person typed stays");
        assert_eq!(
            now.answers.get(&path("bilan.rsa")).map(|answer| answer.by == Actor::Application),
            Some(false)
        );
        let seq = now.seq;
        person.post(&format!("{bilan}/donnees"), "acte=actualiser").await;
        assert_eq!(snapshot(&service, id).await.seq, seq, "said twice, it is no news");
        assert_eq!(now.state(), State::Draft);
    });
}

//! What sources propose in doubt: taken over, left, row by row; and what is contested and still answered.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::{
    Timestamp,
    dossier::{Event, Snapshot, heard::Heard},
    inventory::{Effort, Tally},
    source::{Ask, Asked, Found, Reading, Silence, Source},
    usecase::ask_source,
};
use form::{Date, Value};

use crate::{
    client::{Person, Service, encoded, run, value_of},
    sources::plain,
    story::{filled, id_of, opened},
};

const DAY: Date = Date::constant(2026, 11, 26);
const PERIODS: &str = "accompagnement.pmsmp";
const JOBS: &str = "activites.liste";
const PHONE: &str = "structure.telephone";

/// Jobs, each by its key and its name.
type Jobs = Vec<(&'static str, &'static str)>;

/// A source that proposes periods and jobs in doubt.
struct Proposes {
    source: Source,
    said: Mutex<(Option<i64>, Jobs)>,
}

impl Proposes {
    fn new(source: Source, periods: Option<i64>, jobs: &[(&'static str, &'static str)]) -> Arc<Self> {
        Arc::new(Self { source, said: Mutex::new((periods, jobs.to_vec())) })
    }

    fn now(&self, periods: Option<i64>, jobs: &[(&'static str, &'static str)]) {
        *self.said.lock().expect("nobody panics while holding it") = (periods, jobs.to_vec());
    }
}

#[async_trait]
impl Ask for Proposes {
    fn source(&self) -> Source {
        self.source
    }

    async fn ask(&self, _about: &Asked, _now: Timestamp) -> Result<Found, Silence> {
        let (periods, jobs) = self.said.lock().expect("nobody panics while holding it").clone();
        let mut reading = Reading::of(self.source, "établissement".to_owned(), DAY);
        if let Some(periods) = periods {
            reading.add(PERIODS, "nombre", Value::Integer(periods), &periods.to_string());
        }
        for (key, name) in jobs {
            reading.row(JOBS, key, "postes[].rome", key);
            reading.text(&format!("{JOBS}[{key}].libelle"), "postes[].appellation_modifiee", name);
        }
        reading.doubt_all("À vérifier auprès de la structure.");
        Ok(reading.found())
    }
}

/// A dossier whose source spoke.
async fn begun(source: &Arc<Proposes>) -> Service {
    let sources: Vec<Arc<dyn Ask>> = vec![source.clone()];
    Service::start_with(|app| app.services.sources = sources.into()).await
}

async fn heard(service: &Service, person: &Person<'_>, source: &Proposes) -> String {
    let dossier = opened(person, "ACI").await;
    assert_eq!(ask_source(&service.services, source.source).await.expect("asked").told, 1);
    dossier
}

async fn log(service: &Service, dossier: &str) -> Vec<Event> {
    service.services.dossiers.history(id_of(dossier)).await.expect("a log")
}

async fn page(person: &Person<'_>, address: &str) -> String {
    plain(&person.get(address).await.body)
}

/// The part of a page under an identifier, up to the next title of its level.
fn under<'a>(page: &'a str, id: &str) -> &'a str {
    let part = page.split(&format!("id=\"{id}\"")).nth(1).unwrap_or_default();
    part.split("<h2").next().unwrap_or_default()
}

#[test]
fn a_value_in_doubt_is_proposed_counted_and_left() {
    run(async {
        let immersion = Proposes::new(Source::ImmersionConventions, Some(2), &[]);
        let service = begun(&immersion).await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = heard(&service, &person, &immersion).await;
        let address = format!("{dossier}/donnees");
        let list = page(&person, &address).await;
        let proposed = under(&list, "proposees");
        for said in [
            "Proposées, à vérifier (",
            "<strong>2</strong>, selon Immersion facilitée",
            "À vérifier : À vérifier auprès de la structure.",
            "Laisser sans réponse",
            "Reprendre",
            "Contester",
        ] {
            assert!(proposed.contains(said), "{said}: {list}");
        }
        let to_decide = async || {
            let tasks = page(&person, &dossier).await;
            let said = tasks.split("à décider").next().unwrap_or_default();
            let said = said.rsplit("Voir ").next().and_then(|said| said.split(' ').next()?.parse().ok());
            said.unwrap_or(0_usize)
        };
        let before = to_decide().await;
        assert!((1..=12).contains(&before), "not too many to look at: {before}");
        let one = format!("{address}?champ={PERIODS}");
        let seen = value_of(&person.get(&one).await.body, "_vu").to_owned();
        let leave = encoded(&[("acte", "garder"), ("champ", PERIODS), ("_vu", &seen), ("retour", "liste")]);
        // What the source says since was not seen.
        immersion.now(Some(3), &[]);
        person.post(&address, "acte=actualiser").await;
        assert_eq!(ask_source(&service.services, immersion.source).await.expect("asked").told, 1);
        assert_eq!(person.post(&address, &leave).await.status, 409, "another value came");
        let seen = value_of(&person.get(&one).await.body, "_vu").to_owned();
        let leave = encoded(&[("acte", "garder"), ("champ", PERIODS), ("_vu", &seen), ("retour", "liste")]);
        let written = log(&service, &dossier).await.len();
        for _ in 0..2 {
            assert_eq!(person.post(&address, &leave).await.location, format!("{address}#differences"));
            assert_eq!(log(&service, &dossier).await.len(), written + 1, "said twice, once");
        }
        let list = page(&person, &address).await;
        assert!(!under(&list, "proposees").contains("selon Immersion facilitée"), "{list}");
        assert!(under(&list, "decide").contains("selon Immersion facilitée"), "it can still be taken over");
        assert_eq!(to_decide().await, before - 1);
        let take = encoded(&[("acte", "reprendre"), ("champ", PERIODS), ("source", immersion.source.code())]);
        assert_eq!(person.post(&address, &take).await.status, 303);
        let snapshot = Snapshot::fold(&log(&service, &dossier).await).expect("a log");
        assert_eq!(snapshot.value(&PERIODS.parse().expect("a key")), Some(&Value::Integer(3)));
    });
}

fn taking(key: &str, page: &str) -> String {
    let row = format!("{JOBS}[{key}]");
    let source = Source::Emplois.code();
    encoded(&[
        ("acte", "reprendre-ligne"),
        ("champ", &row),
        ("source", source),
        ("_vu", value_of(page, "_vu")),
    ])
}

#[test]
fn a_job_of_les_emplois_is_taken_as_a_row_and_another_is_left() {
    run(async {
        let said = [("a1405", "Ouvrier maraîcher"), ("a1203", "Jardinier"), ("k2204", "Agent d’entretien")];
        let emplois = Proposes::new(Source::Emplois, None, &said);
        let service = begun(&emplois).await;
        let (person, colleague) =
            (service.log_in("compte=administratrice").await, service.log_in("compte=collegue").await);
        let dossier = heard(&service, &person, &emplois).await;
        let (address, of_table) = (format!("{dossier}/donnees"), format!("{dossier}/donnees?champ={JOBS}"));
        let list = page(&person, &address).await;
        let proposed = under(&list, "proposees");
        assert!(proposed.contains("3 lignes proposées, selon les emplois de l’inclusion"), "{list}");
        assert!(!proposed.contains("Ouvrier maraîcher"), "a table counts once: {proposed}");
        let html = person.get(&of_table).await.body;
        let shown = plain(&html);
        for (_, name) in said {
            let named = format!("Reprendre cette ligne<span class=\"fr-sr-only\"> « {name} »");
            assert_eq!(shown.matches(&named).count(), 1, "each by its name: {named}: {shown}");
        }
        // What the source says of the row since was not seen.
        let moved = [("a1405", "Maraîcher"), said[1], said[2]];
        emplois.now(None, &moved);
        person.post(&address, "acte=actualiser").await;
        ask_source(&service.services, emplois.source).await.expect("asked");
        let written = log(&service, &dossier).await.len();
        let refused = person.post(&address, &taking("a1405", &html)).await;
        assert_eq!(refused.status, 409, "{}", refused.body);
        assert!(refused.body.contains("Rien n’a été fait") && refused.body.contains("Maraîcher"));
        assert_eq!(log(&service, &dossier).await.len(), written, "nothing of it is written");
        // Taken twice, it is written once; what a colleague did meanwhile is seen first.
        let html = person.get(&of_table).await.body;
        for expected in [2, 2] {
            let taken = person.post(&address, &taking("a1405", &html)).await;
            assert_eq!(taken.location, of_table, "{}", taken.body);
            assert_eq!(log(&service, &dossier).await.len(), written + expected, "the row and its cell, once");
        }
        assert_eq!(colleague.post(&address, &taking("a1405", &html)).await.status, 409);
        let step = page(&person, &format!("{dossier}/etapes/activites")).await;
        assert!(step.contains("Maraîcher"), "{step}");
        assert!(!plain(&person.get(&of_table).await.body).contains("« Maraîcher »"), "offered no more");
        // The row counts as kept.
        let events = log(&service, &dossier).await;
        let snapshot = Snapshot::fold(&events).expect("a log");
        let program = service.services.library.program(&snapshot.opening.trame).expect("its form");
        let viewer = person.viewer().await;
        let opened = domain::usecase::open_dossier(&service.services, &viewer, id_of(&dossier));
        let context = opened.await.expect("a dossier").context;
        let evaluation = program.evaluate(&snapshot.values(), &context);
        let tally =
            Tally::of(&program, &evaluation, (&snapshot.values(), Effort::default()), &Heard::of(&events));
        let jobs = &tally.data["activites.liste.libelle"];
        assert_eq!((jobs.came, jobs.kept, jobs.typed), (3, 1, 0));
        assert_eq!(jobs.left, 2, "what was only proposed corrects nothing");
        // The others are left, all at once, and once.
        let html = person.get(&of_table).await.body;
        assert!(plain(&html).contains("Laisser les 2 lignes proposées"), "{html}");
        let leave = encoded(&[("acte", "laisser-lignes"), ("champ", JOBS), ("_vu", value_of(&html, "_vu"))]);
        let written = log(&service, &dossier).await.len();
        for _ in 0..2 {
            assert_eq!(person.post(&address, &leave).await.location, of_table);
            assert_eq!(log(&service, &dossier).await.len(), written + 2);
        }
        assert!(!under(&page(&person, &address).await, "proposees").contains("Les emplois"));
        assert_eq!(person.post(&address, &taking("a1203", &html)).await.status, 409, "it was left");
        // Neither a row that no source says, nor one of a table whose lines are fixed.
        for key in ["activites.liste[zz]", "accompagnement.freins[mobilite]", "inconnu.autre[a]"] {
            let form = encoded(&[("acte", "reprendre-ligne"), ("champ", key), ("source", "emplois")]);
            assert_eq!(person.post(&address, &form).await.status, 404, "{key}");
        }
        let stranger = service.log_in("compte=structure&structure=maquis").await;
        assert_eq!(stranger.post(&address, &taking("a1203", &html)).await.status, 404);
        assert!(matches!(service.store.verify(id_of(&dossier)).await, Ok(Some(Ok(_)))), "the log is whole");
    });
}

#[test]
fn all_the_rows_of_a_table_are_taken_at_once_and_once() {
    run(async {
        let said = [("a1405", "Ouvrier maraîcher"), ("a1203", "Jardinier"), ("k2204", "Agent d’entretien")];
        let emplois = Proposes::new(Source::Emplois, None, &said);
        let service = begun(&emplois).await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = heard(&service, &person, &emplois).await;
        let (address, of_table) = (format!("{dossier}/donnees"), format!("{dossier}/donnees?champ={JOBS}"));
        let html = person.get(&of_table).await.body;
        assert!(plain(&html).contains("Reprendre les 3 lignes proposées"), "{html}");
        let written = log(&service, &dossier).await.len();
        let take = encoded(&[("acte", "reprendre-lignes"), ("champ", JOBS), ("_vu", value_of(&html, "_vu"))]);
        for _ in 0..2 {
            assert_eq!(person.post(&address, &take).await.location, of_table);
            assert_eq!(log(&service, &dossier).await.len(), written + 6, "three rows, each with its cell");
        }
        let step = page(&person, &format!("{dossier}/etapes/activites")).await;
        assert!(said.iter().all(|(_, name)| step.contains(name)), "{step}");
        assert!(
            !plain(&person.get(&of_table).await.body).contains("Reprendre les"),
            "nothing is left to take"
        );
        let stranger = service.log_in("compte=structure&structure=maquis").await;
        assert_eq!(stranger.post(&address, &take).await.status, 404);
    });
}

#[test]
fn a_table_that_is_full_takes_no_row_of_a_source() {
    run(async {
        let emplois = Proposes::new(Source::Emplois, None, &[("a1405", "Ouvrier maraîcher")]);
        let service = begun(&emplois).await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = heard(&service, &person, &emplois).await;
        let of_table = format!("{dossier}/donnees?champ={JOBS}");
        let html = person.get(&of_table).await.body;
        assert!(html.contains("Reprendre cette ligne"), "{html}");
        let (viewer, table) = (person.viewer().await, JOBS.parse().expect("a key"));
        for _ in 0..30 {
            let added = domain::usecase::add_row(&service.services, &viewer, id_of(&dossier), &table).await;
            added.expect("there is room");
        }
        let refused = person.post(&format!("{dossier}/donnees"), &taking("a1405", &html)).await;
        assert_eq!(refused.status, 409);
        let said = plain(&refused.body);
        assert!(
            said.contains("La ligne n’a pas été reprise") && said.contains("compte déjà 30 lignes"),
            "{said}"
        );
        assert!(!said.contains("Reprendre cette ligne"), "and it is offered no more");
    });
}

#[test]
fn what_is_contested_and_still_answered_is_said_to_who_fills_and_to_who_reads() {
    run(async {
        let service = Service::start_with(|app| app.services.sources = Vec::new().into()).await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let address = format!("{dossier}/donnees");
        let still = "Une valeur que vous avez signalée comme fausse est encore dans votre dossier";
        let pages = [address.clone(), dossier.clone(), format!("{dossier}/recapitulatif"), extract(&dossier)];
        for there in &pages {
            assert!(!page(&person, there).await.contains(still), "{there}");
        }
        for key in [PHONE, "structure.denomination"] {
            let contest = [("acte", "contester"), ("champ", key), ("source", "asp"), ("motif", "Changé.")];
            assert_eq!(person.post(&address, &encoded(&contest)).await.status, 303);
        }
        let question = "href=\"/dossiers/";
        for there in &pages[..3] {
            let shown = page(&person, there).await;
            let said = shown.split("valeurs que vous avez signalées comme fausses").count()
                + shown.split(still).count();
            assert!(said > 2 && shown.contains(question), "{there}: {shown}");
        }
        let name = encoded(&[("structure.denomination", "Jardins et Compagnie"), ("action", "enregistrer")]);
        assert_eq!(person.post(&format!("{dossier}/etapes/structure"), &name).await.status, 303);
        for there in &pages {
            assert!(page(&person, there).await.contains(still), "{there}");
        }
        let tasks = page(&person, &dossier).await;
        assert!(tasks.contains(&format!("{dossier}/etapes/coordonnees#structure-telephone")), "{tasks}");
        // It is to be looked at, and holds nothing back.
        filled(&person, &dossier).await;
        let sent = person.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let agent = service.log_in("compte=ddets").await;
        let read = plain(&agent.get(&format!("/instruction{dossier}")).await.body);
        assert_eq!(read.matches("Le dossier la contient encore").count(), 1, "the telephone: {read}");
        assert_eq!(read.matches("La structure a répondu autre chose").count(), 1, "the name: {read}");
        assert!(!page(&person, &dossier).await.contains(still), "once sent, it is for the service");
    });
}

fn extract(dossier: &str) -> String {
    format!("{dossier}/donnees/extrait?champ={PHONE}")
}

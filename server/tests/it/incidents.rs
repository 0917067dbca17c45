//! What went wrong elsewhere when forms were saved, each as a test that it does not here.

use std::collections::BTreeMap;

use app::Sealed;
use domain::dossier::{Batch, BatchAnswer, Body, ClientId, Edit, Event, Verdict};
use form::Value;
use futures_util::future::join_all;
use sea_orm::{ConnectionTrait, Database, DatabaseBackend, Statement};

use crate::{
    client::{Answer, Person, Service, encoded, run, value_of},
    documents::PDF,
    story::{filled, id_of, opened},
};

async fn log(service: &Service, dossier: &str) -> Vec<Event> {
    service.services.dossiers.history(id_of(dossier)).await.expect("a log")
}

async fn value(service: &Service, dossier: &str, key: &str) -> Option<Value> {
    let snapshot = service.services.dossiers.snapshot(id_of(dossier)).await.expect("read").expect("there");
    snapshot.value(&form::Path::parse(key).expect("a key")).cloned()
}

/// The last event that a page says it has seen.
fn seen(page: &str) -> String {
    value_of(page, "_vu").to_owned()
}

/// A batch of one edit, as a page sends it.
async fn save(
    person: &Person<'_>,
    dossier: &str,
    (client, number): (&str, u64),
    (key, text): (&str, &str),
) -> Answer {
    let body = format!(
        r#"{{"id":"{}","batch":{{"client":"{client}","known":1,"edits":[{{"number":{number},"path":"{key}","text":"{text}","base":0}}]}}}}"#,
        id_of(dossier).0
    );
    person.call("dossiers/enregistrer", &body).await
}

/// Démarches simplifiées 4997, 6362: answers doubled by requests sent at the same time.
#[test]
fn fifty_identical_saves_at_once_write_once() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let before = log(&service, &dossier).await.len();
        let same =
            (0..50).map(|_| save(&person, &dossier, ("a-page-01", 1), ("gouvernance.benevoles", "12")));
        for answer in join_all(same).await {
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
        assert_eq!(log(&service, &dossier).await.len(), before + 1);
    });
}

/// Démarches simplifiées 6356: a session that had ended lost the whole form, sent without a script.
#[test]
fn a_form_sent_after_the_session_ended_is_sent_again_by_its_page() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let step = format!("{dossier}/etapes/gouvernance");
        let form = encoded(&[("gouvernance.benevoles", "12"), ("action", "continuer")]);
        let refused = service.anybody().post(&step, &form).await;
        assert_eq!((refused.status, refused.location.as_str()), (401, ""), "not led away from what was sent");
        assert!(refused.body.contains("actualisez-la"), "{}", refused.body);
        // The browser sends the same form again.
        assert_eq!(service.log_in("compte=administratrice").await.post(&step, &form).await.status, 303);
        let snapshot =
            service.services.dossiers.snapshot(id_of(&dossier)).await.expect("read").expect("there");
        let kept = snapshot.value(&form::Path::parse("gouvernance.benevoles").expect("a key")).cloned();
        assert_eq!(kept, Some(Value::Integer(12)));
    });
}

/// Démarches simplifiées 10516: an indexing job at each autosave clogged the queue. What is typed goes to the log,
/// in as many statements as it always takes, and leaves nothing to do later.
#[test]
fn fifty_batches_of_keystrokes_leave_fifty_events_and_nothing_else_to_do() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let before = rows(&service).await;
        let mut known = log(&service, &dossier).await.len();
        for number in 1..=50 {
            service.statements();
            let text = "Vingt heures de formation par personne".get(..20 + number % 10).expect("letters");
            let batch = format!(
                r#"{{"id":"{}","batch":{{"client":"a-page-01","known":{known},"edits":[{{"number":{number},"path":"formation.plan","text":"{text} {number}","base":0}}]}}}}"#,
                id_of(&dossier).0
            );
            assert_eq!(person.call("dossiers/enregistrer", &batch).await.status, 200);
            assert_eq!(service.statements(), 5, "batch {number}");
            known += 1;
        }
        let after = rows(&service).await;
        let grown = after.iter().filter(|(table, count)| before.get(*table) != Some(count));
        let grown: Vec<_> = grown.map(|(table, count)| (table.as_str(), count - before[table])).collect();
        assert_eq!(grown, [("event", 50)]);
    });
}

/// Rows of each table.
async fn rows(service: &Service) -> BTreeMap<String, i64> {
    let url = format!("sqlite://{}", service.home.path().join("test.sqlite").display());
    let database = Database::connect(&url).await.expect("it opens");
    let asked = async |sql: String| {
        let asked = Statement::from_string(DatabaseBackend::Sqlite, sql);
        database.query_all_raw(asked).await.expect("an answer")
    };
    let tables = asked("SELECT name FROM sqlite_master WHERE type = 'table'".to_owned()).await;
    let mut counts = BTreeMap::new();
    for table in tables {
        let table: String = table.try_get_by_index(0).expect("a name");
        let found = asked(format!("SELECT COUNT(*) FROM \"{table}\"")).await;
        counts.insert(table, found[0].try_get_by_index(0).expect("a count"));
    }
    counts
}

/// Rustrak 131: « database is locked » lost 15 of 25 events. Two services write in one database file.
#[test]
fn twenty_five_pages_that_save_at_once_through_two_services_are_all_kept() {
    run(async {
        let one = Service::start().await;
        let two = Service::start_in(one.home.clone(), None).await;
        let (left, right) = (one.log_in("compte=administratrice").await, two.log_in("compte=collegue").await);
        let dossier = opened(&left, "ACI").await;
        let before = log(&one, &dossier).await.len();
        let pages: Vec<(String, String)> =
            (10..35).map(|value| (format!("a-page-{value}"), value.to_string())).collect();
        let saves = pages.iter().enumerate().map(|(place, (page, text))| {
            let person = if place % 2 == 0 { &left } else { &right };
            save(person, &dossier, (page, 1), ("gouvernance.benevoles", text))
        });
        for answer in join_all(saves).await {
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
        let added = log(&two, &dossier).await.split_off(before);
        let written = |event: &Event| match &event.body {
            Body::AnswerSet { value: Some(Value::Integer(value)), .. }
            | Body::AnswerSetAside { value: Some(Value::Integer(value)), .. } => *value,
            other => panic!("{other:?}"),
        };
        let mut kept: Vec<i64> = added.iter().map(written).collect();
        kept.sort_unstable();
        assert_eq!(kept, (10..35).collect::<Vec<i64>>(), "each value is in the log, taken or set aside");
        let taken = added.iter().filter(|event| matches!(event.body, Body::AnswerSet { .. })).count();
        assert_eq!(taken, 1, "no page had seen what another wrote: the first is taken, the others are asked");
        assert!(matches!(one.store.verify(id_of(&dossier)).await, Ok(Some(Ok(_)))), "the log is whole");
    });
}

/// Démarches simplifiées 13529: documents given at the same time refused each other for 266 people.
#[test]
fn ten_documents_given_at_once_to_one_question_are_all_there() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let bodies: Vec<Vec<u8>> =
            (0..10).map(|place| [PDF, format!("{place}").as_bytes()].concat()).collect();
        let step = format!("{dossier}/etapes/pieces");
        let given = bodies.iter().map(|bytes| async {
            let document = ("pieces.autres", "plan.pdf", bytes.as_slice());
            person.send_documents(&step, &[("action", "continuer")], &[document]).await
        });
        for answer in join_all(given).await {
            assert_eq!(answer.status, 303, "{}", answer.body);
        }
        let snapshot =
            service.services.dossiers.snapshot(id_of(&dossier)).await.expect("read").expect("there");
        let kept = snapshot.value(&form::Path::parse("pieces.autres").expect("a key"));
        assert!(matches!(kept, Some(Value::Files(files)) if files.len() == 10), "{kept:?}");
    });
}

/// Démarches simplifiées 13876: sending twice in one second failed, for the history was named by the second.
#[test]
fn sending_twice_in_the_same_instant_sends_once() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        filled(&person, &dossier).await;
        let address = format!("{dossier}/transmettre");
        let twice = (0..2).map(|_| person.post(&address, "certification=oui"));
        for answer in join_all(twice).await {
            assert_eq!(answer.location, format!("{dossier}/recepisse"), "{}", answer.body);
        }
        let sent = log(&service, &dossier).await;
        let sent = sent.iter().filter(|event| matches!(event.body, Body::Submitted { .. }));
        assert_eq!(sent.count(), 1);
    });
}

/// `DMPRoadmap` 2515: a form's own autosave met its Save button, and told of a conflict that was none.
#[test]
fn a_page_that_saved_by_itself_meets_no_conflict_when_its_button_is_pressed() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let (key, step) = ("gouvernance.benevoles", format!("{dossier}/etapes/gouvernance"));
        let seen = seen(&person.get(&step).await.body);
        for (number, text) in [(1, "1"), (2, "12"), (3, "120")] {
            // The version that the page has seen stays that of the beginning.
            let answer = save(&person, &dossier, ("a-page-01", number), (key, text)).await;
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
        // Both buttons of the form, with what the page holds.
        for (action, next) in
            [("enregistrer", step.clone()), ("continuer", format!("{dossier}/etapes/projet"))]
        {
            let form = encoded(&[("_vu", &seen), (key, "120"), ("action", action)]);
            assert_eq!(person.post(&step, &form).await.location, next, "led on, not to a conflict");
        }
        let log = log(&service, &dossier).await;
        let aside = log.iter().filter(|event| matches!(event.body, Body::AnswerSetAside { .. }));
        assert_eq!(aside.count(), 0);
        assert_eq!(value(&service, &dossier, key).await, Some(Value::Integer(120)));
        for page in [step, format!("{dossier}/recapitulatif")] {
            let page = person.get(&page).await.body;
            assert!(!page.contains("Conflit") && !page.contains("deux réponses attendent"), "{page}");
        }
    });
}

/// The sample server of `SurveyJS`, dapta-forms 171: the whole form saved by one page overwrote what another had saved.
#[test]
fn a_whole_form_that_is_late_overwrites_none_of_the_answers_of_another() {
    run(async {
        let service = Service::start().await;
        let (one, two) =
            (service.log_in("compte=administratrice").await, service.log_in("compte=collegue").await);
        let dossier = opened(&one, "ACI").await;
        let step = format!("{dossier}/etapes/gouvernance");
        let (volunteers, referent, name) =
            ("gouvernance.benevoles", "gouvernance.referent.qualite", "gouvernance.representant.nom");
        let before = [(volunteers, "7"), (referent, "secrétaire"), (name, "Camille Le Goff")];
        one.post(&step, &encoded(&[&before[..], &[("action", "enregistrer")]].concat())).await;
        let late = seen(&two.get(&step).await.body);
        // The first changes one answer and clears another; the second sends all it was shown, and one change.
        let changed = [(volunteers, "12"), (referent, ""), (name, "Camille Le Goff")];
        let page = seen(&one.get(&step).await.body);
        one.post(&step, &encoded(&[&changed[..], &[("_vu", &page), ("action", "enregistrer")]].concat()))
            .await;
        let whole = [(volunteers, "7"), (referent, "secrétaire"), (name, "Camille Le Bihan")];
        let whole = encoded(&[&whole[..], &[("_vu", &late), ("action", "enregistrer")]].concat());
        assert_eq!(two.post(&step, &whole).await.status, 303);
        let text = |text: &str| Some(Value::Text(text.to_owned()));
        assert_eq!(value(&service, &dossier, volunteers).await, Some(Value::Integer(12)));
        assert_eq!(value(&service, &dossier, referent).await, None, "what was cleared stays so");
        assert_eq!(
            value(&service, &dossier, name).await,
            text("Camille Le Bihan"),
            "what was changed is taken"
        );
        // What both changed is asked, and stands meanwhile.
        let both = encoded(&[(volunteers, "20"), ("_vu", &late), ("action", "enregistrer")]);
        let asked = two.post(&step, &both).await;
        assert!(two.get(&asked.location).await.body.contains("Conflit"), "{}", asked.location);
        assert_eq!(value(&service, &dossier, volunteers).await, Some(Value::Integer(12)));
    });
}

/// Démarches simplifiées 12961: 3 opinions of 117 sent together were lost, and nobody was told. Each edit of a batch
/// is answered, and what is refused takes nothing else with it.
#[test]
fn of_a_batch_of_117_as_many_are_answered_and_the_three_refused_are_named() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let before = log(&service, &dossier).await.len();
        let refused = [(7, "champ.inconnu"), (60, "pieces.rib"), (117, "activites.chantiers[r404].nom")];
        let edits = (1..=117_u64).map(|number| Edit {
            number,
            path: refused
                .iter()
                .find(|(place, _)| *place == number)
                .map_or("formation.plan", |(_, path)| path)
                .parse()
                .expect("a key"),
            text: format!("Avis {number}"),
            base: 0,
        });
        let client = ClientId::parse("a-page-01").expect("a page");
        let batch = Batch { client, known: 1, edits: edits.collect() };
        let body = format!(
            r#"{{"id":"{}","batch":{}}}"#,
            id_of(&dossier).0,
            serde_json::to_string(&batch).expect("a batch")
        );
        for _ in 0..2 {
            let answer = person.call("dossiers/enregistrer", &body).await;
            assert_eq!(answer.status, 200, "{}", answer.body);
            let answer: Sealed<BatchAnswer> =
                Sealed::of_text(serde_json::from_str(&answer.body).expect("a text"));
            let answer = answer.open().expect("an answer");
            let numbers: Vec<u64> = answer.outcomes.iter().map(|outcome| outcome.number).collect();
            assert_eq!(numbers, (1..=117).collect::<Vec<u64>>(), "as many come back, in their order");
            let told = answer.outcomes.iter().filter_map(|outcome| match &outcome.verdict {
                Verdict::Refused(reason) => Some((outcome.number, outcome.path.as_str(), !reason.is_empty())),
                _ => None,
            });
            let told: Vec<_> = told.collect();
            assert_eq!(told, refused.map(|(number, path)| (number, path, true)));
            // Sent again, the same is answered and nothing more is written.
            let added = log(&service, &dossier).await.split_off(before);
            let written: std::collections::BTreeSet<u64> =
                added.iter().filter_map(|event| event.stamp.as_ref().map(|stamp| stamp.number)).collect();
            assert_eq!((added.len(), written.len()), (114, 114), "count in, count out");
        }
    });
}

/// Démarches simplifiées 6360: a session ends between two saves. What is sent afterwards is refused as of nobody, and
/// the very same is taken once its author has logged in again.
#[test]
fn what_is_saved_after_the_session_ended_is_taken_once_its_author_is_back() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let edits = [("gouvernance.benevoles", "12"), ("gouvernance.referent.qualite", "directrice")];
        assert_eq!(save(&person, &dossier, ("a-page-01", 1), edits[0]).await.status, 200);
        let before = log(&service, &dossier).await.len();
        person.session_ends().await;
        let step = format!("{dossier}/etapes/gouvernance");
        let form = encoded(&[("gouvernance.representant.nom", "Camille Le Goff"), ("action", "continuer")]);
        for _ in 0..2 {
            let refused = save(&person, &dossier, ("a-page-01", 2), edits[1]).await;
            assert_eq!((refused.status, refused.body.as_str()), (401, "\"LoggedOut\""));
            assert_eq!(person.post(&step, &form).await.status, 401);
            assert_eq!(person.carry(&dossier, "pieces.rib", "rib.pdf", PDF).await.status, 401);
        }
        assert_eq!(log(&service, &dossier).await.len(), before, "of nobody, nothing is written");
        let back = service.log_in("compte=administratrice").await;
        for _ in 0..2 {
            assert_eq!(save(&back, &dossier, ("a-page-01", 2), edits[1]).await.status, 200);
        }
        assert_eq!(back.post(&step, &form).await.status, 303);
        assert_eq!(back.carry(&dossier, "pieces.rib", "rib.pdf", PDF).await.status, 200);
        assert_eq!(log(&service, &dossier).await.len(), before + 3, "each once");
        assert_eq!(value(&service, &dossier, edits[0].0).await, Some(Value::Integer(12)));
        let kept = value(&service, &dossier, edits[1].0).await;
        assert_eq!(kept, Some(Value::Text("directrice".to_owned())));
    });
}

/// Démarches simplifiées 9657: data lost, and a way to restore it written afterwards. A copy made while people type
/// opens elsewhere with all that was acknowledged before it, documents included.
#[test]
fn a_copy_made_while_people_type_is_restored_with_all_that_was_acknowledged() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        assert_eq!(person.carry(&dossier, "pieces.rib", "rib.pdf", PDF).await.status, 200);
        for number in 1..=20 {
            let saved = save(&person, &dossier, ("a-page-01", number), ("gouvernance.benevoles", "12")).await;
            assert_eq!(saved.status, 200);
        }
        let acknowledged = log(&service, &dossier).await;
        let elsewhere = std::sync::Arc::new(tempfile::tempdir().expect("a folder"));
        let copy = async {
            let home = service.home.path();
            let url = format!("sqlite://{}", home.join("test.sqlite").display());
            let database = Database::connect(&url).await.expect("it opens");
            let into = elsewhere.path().join("test.sqlite");
            let copy = format!("VACUUM INTO '{}'", into.display());
            database.execute_unprepared(&copy).await.expect("copied");
            copy_folder(&home.join("pieces"), &elsewhere.path().join("pieces"));
        };
        let typing = async {
            for number in 21..=60 {
                save(&person, &dossier, ("a-page-01", number), ("gouvernance.benevoles", "13")).await;
            }
        };
        futures_util::future::join(copy, typing).await;
        let restored = Service::start_in(elsewhere, None).await;
        let found = log(&restored, &dossier).await;
        assert_eq!(found[..acknowledged.len()], acknowledged[..]);
        assert!(matches!(restored.store.verify(id_of(&dossier)).await, Ok(Some(Ok(_)))));
        let again = restored.log_in("compte=administratrice").await;
        let address = format!("{dossier}/pieces/{}/rib.pdf", crate::client::digest(PDF));
        assert_eq!(again.get(&address).await.body.as_bytes(), PDF);
    });
}

fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry")) {
        let (path, into) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_folder(&path, &into);
        } else {
            std::fs::copy(path, into).expect("a file is copied");
        }
    }
}

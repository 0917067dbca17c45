//! What went wrong elsewhere when forms were saved, each as a test that it does not here.

use std::collections::BTreeMap;

use domain::dossier::{Body, Event};
use form::Value;
use futures_util::future::join_all;
use sea_orm::{ConnectionTrait, Database, DatabaseBackend, Statement};

use crate::{
    client::{Answer, Person, Service, encoded, run},
    documents::PDF,
    story::{filled, id_of, opened},
};

async fn log(service: &Service, dossier: &str) -> Vec<Event> {
    service.services.dossiers.history(id_of(dossier)).await.expect("a log")
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

/// Rustrak 131: « database is locked » lost 15 of 25 events.
#[test]
fn twenty_five_pages_that_save_at_once_are_all_kept() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let before = log(&service, &dossier).await.len();
        let pages: Vec<String> = (0..25).map(|page| format!("a-page-{page:02}")).collect();
        let key = "gouvernance.benevoles";
        let saves = pages.iter().map(|page| save(&person, &dossier, (page, 1), (key, "12")));
        for answer in join_all(saves).await {
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
        let added = log(&service, &dossier).await.split_off(before);
        let stamps: std::collections::BTreeSet<_> =
            added.iter().filter_map(|event| event.stamp.clone()).collect();
        assert_eq!(stamps.len(), 25, "each page has its own event, kept or set aside");
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
fn a_page_that_saves_again_before_its_answer_came_never_conflicts_with_itself() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let key = "gouvernance.benevoles";
        for (number, text) in [(1, "1"), (2, "12"), (3, "120")] {
            // The version that the page has seen stays that of the beginning.
            let answer = save(&person, &dossier, ("a-page-01", number), (key, text)).await;
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
        let aside = log(&service, &dossier).await;
        let aside = aside.iter().filter(|event| matches!(event.body, Body::AnswerSetAside { .. }));
        assert_eq!(aside.count(), 0);
        assert!(
            !person.get(&format!("{dossier}/recapitulatif")).await.body.contains("deux réponses attendent")
        );
    });
}

/// The sample server of `SurveyJS`, dapta-forms 171: the whole form saved by one page overwrote what another had saved.
#[test]
fn a_page_that_knows_nothing_of_another_overwrites_none_of_its_answers() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        save(&person, &dossier, ("a-page-01", 1), ("gouvernance.benevoles", "12")).await;
        save(&person, &dossier, ("a-page-02", 1), ("gouvernance.referent.qualite", "directrice")).await;
        let snapshot =
            service.services.dossiers.snapshot(id_of(&dossier)).await.expect("read").expect("there");
        let said = |key: &str| snapshot.value(&form::Path::parse(key).expect("a key")).cloned();
        assert_eq!(said("gouvernance.benevoles"), Some(Value::Integer(12)));
        assert_eq!(said("gouvernance.referent.qualite"), Some(Value::Text("directrice".to_owned())));
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

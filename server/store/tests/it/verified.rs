//! Stories of what `verify` finds, and of what is no alarm.

use domain::{dossier::DossierId, ports::Dossiers};

use crate::{
    database::Database,
    sample::{batch, edit, id, opened, send},
};

/// What is done to one dossier behind the store's back, `#` standing for its identifier, and what is said of it.
const TOUCHED: [(&[&str], &str); 18] = [
    (
        &["UPDATE event SET body = REPLACE(body, '7,95', '9,95') WHERE dossier_id = # AND seq = 2"],
        "événement 2 : l'empreinte ne correspond pas",
    ),
    (
        &[
            "UPDATE event SET digest = (SELECT digest FROM dossier WHERE id = #) WHERE dossier_id = # AND seq = 2",
        ],
        "événement 2 : l'empreinte ne correspond pas",
    ),
    (&["DELETE FROM event WHERE dossier_id = # AND seq = 2"], "événement 3 : l'empreinte ne correspond pas"),
    (
        &["DELETE FROM event WHERE dossier_id = # AND seq = 3"],
        "la dernière empreinte n'est pas celle du dossier",
    ),
    (&["DELETE FROM event WHERE dossier_id = #"], "la dernière empreinte n'est pas celle du dossier"),
    (
        &[
            "UPDATE dossier SET digest = (SELECT digest FROM event WHERE dossier_id = # AND seq = 2) WHERE id = #",
        ],
        "la dernière empreinte n'est pas celle du dossier",
    ),
    (
        // The last answer is taken away, and the digest put back where it was before it.
        &[
            "DELETE FROM event WHERE dossier_id = # AND seq = 3",
            "UPDATE dossier SET digest = (SELECT digest FROM event WHERE dossier_id = # AND seq = 2) WHERE id = #",
        ],
        "l'instantané n'est pas le journal replié",
    ),
    (
        &["UPDATE dossier SET snapshot = REPLACE(snapshot, '7,95', '9,95') WHERE id = #"],
        "l'instantané n'est pas le journal replié",
    ),
    (&["UPDATE event SET seq = 9 WHERE dossier_id = # AND seq = 3"], "événement 9 : ce n'est pas son numéro"),
    (
        &["UPDATE event SET client_number = 7 WHERE dossier_id = # AND seq = 2"],
        "événement 2 : le numéro de son envoi n'est pas le sien",
    ),
    (
        &["UPDATE dossier SET state = 'granted' WHERE id = #"],
        "la colonne state n'est pas ce que dit le journal",
    ),
    (&["UPDATE dossier SET head = 2 WHERE id = #"], "la colonne head n'est pas ce que dit le journal"),
    (
        &["UPDATE dossier SET deadline = '2027-12-15' WHERE id = #"],
        "la colonne deadline n'est pas ce que dit le journal",
    ),
    (
        &["UPDATE dossier SET about = 'bilan' WHERE id = #"],
        "la colonne about n'est pas ce que dit le journal",
    ),
    (
        &["UPDATE dossier SET departement = '22' WHERE id = #"],
        "la colonne departement n'est pas ce que dit le journal",
    ),
    (
        &["DELETE FROM dossier_territory WHERE dossier_id = # AND departement = '56'"],
        "les départements du dossier ne sont pas ceux du journal",
    ),
    (
        &["INSERT INTO dossier_territory (dossier_id, departement) VALUES (#, '22')"],
        "les départements du dossier ne sont pas ceux du journal",
    ),
    (&["DELETE FROM dossier WHERE id = #"], "son journal est là, le dossier n'y est plus"),
];

pub async fn whatever_is_touched_is_found_and_named(database: &Database) {
    let store = database.store();
    let dossiers = || (1..).map(id).zip(TOUCHED);
    for (structure, (dossier, _)) in (1..).zip(dossiers()) {
        store.create(dossier, vec![opened(structure, &["29", "56"])]).await.expect("it opens");
        let edits = vec![edit(1, 0, "7,95", 0), edit(2, 1, "12", 0)];
        send(&store, dossier, 1, batch("a", 1, edits)).await;
        assert_eq!(store.verify(dossier).await.expect("it reads"), Some(Ok(3)));
    }
    for (dossier, (statements, _)) in dossiers() {
        for statement in statements {
            database.tamper(&statement.replace('#', &literal(database, dossier))).await;
        }
    }
    for (dossier, (statements, expected)) in dossiers() {
        let found = store.verify(dossier).await.expect("it reads");
        assert_eq!(found, Some(Err(expected.to_owned())), "{statements:?}");
    }
    let known = store.all_dossiers().await.expect("it reads");
    assert_eq!(
        known,
        dossiers().map(|(dossier, _)| dossier).collect::<Vec<_>>(),
        "what was lost is looked for"
    );
    assert_eq!(store.verify(id(99)).await.expect("it reads"), None);
}

pub async fn who_verifies_while_others_write_hears_no_false_alarm(database: &Database) {
    let store = database.store();
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    let typing = {
        let store = store.clone();
        tokio::spawn(async move {
            for number in 1..=200 {
                send(&store, id(1), 1, batch("a", number, vec![edit(number, 0, "12", number)])).await;
            }
        })
    };
    let mut seen = 0;
    while !typing.is_finished() {
        let found = store.verify(id(1)).await.expect("it reads").expect("it is there");
        let events = found.unwrap_or_else(|wrong| panic!("after {seen} events: {wrong}"));
        assert!(events >= seen, "what was seen stays");
        seen = events;
    }
    typing.await.expect("all is written");
    assert_eq!(store.verify(id(1)).await.expect("it reads"), Some(Ok(201)));
}

/// An identifier as a statement writes it.
fn literal(database: &Database, id: DossierId) -> String {
    if database.is_shared() { format!("'{}'", id.0) } else { format!("X'{}'", id.0.simple()) }
}

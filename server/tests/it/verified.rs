//! `verify`, as an operator types it: what was touched behind the service's back is found and named.

use std::{fs, path::Path, process::Command};

use sea_orm::{ConnectionTrait, Database};

use crate::{
    client::{Service, digest, run},
    commands::Said,
    documents::PDF,
    story::{id_of, opened},
};

/// Runs `verify` beside the service whose folder this is.
fn verify(home: &Path, arguments: &[&str]) -> Said {
    let said = Command::new(env!("CARGO_BIN_EXE_conventionnement"))
        .arg("verify")
        .args(arguments)
        .env("DATABASE_URL", format!("sqlite://{}", home.join("test.sqlite").display()))
        .env("CONVENTIONNEMENT__PIECES__FOLDER", home.join("pieces"))
        .output()
        .expect("the binary starts");
    let read = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Said { code: said.status.code().expect("an exit code"), out: read(said.stdout), err: read(said.stderr) }
}

#[test]
fn a_touched_database_is_found_out_and_what_is_wrong_is_named() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let (dossier, sound) = (opened(&person, "ACI").await, opened(&person, "EI").await);
        let id = id_of(&dossier);
        let events = service.services.dossiers.history(id).await.expect("a log").len();
        let url = format!("sqlite://{}", service.home.path().join("test.sqlite").display());
        let behind = Database::connect(&url).await.expect("it opens");
        let own = format!("X'{}'", id.0.simple());
        let write = async |statement: &str| {
            let statement = statement.replace('#', &own).replace('@', &events.to_string());
            behind.execute_unprepared(&statement).await.expect("the statement is right");
        };
        write("CREATE TABLE dossier_kept AS SELECT * FROM dossier").await;
        write("CREATE TABLE event_kept AS SELECT * FROM event").await;
        for (statement, reason) in [
            (
                "UPDATE dossier SET snapshot = REPLACE(snapshot, 'ASP', 'PSA') WHERE id = #",
                "l'instantané n'est pas le journal replié",
            ),
            (
                "UPDATE event SET body = REPLACE(body, 'ASP', 'PSA') WHERE dossier_id = # AND seq = 2",
                "événement 2 : l'empreinte ne correspond pas",
            ),
            (
                "DELETE FROM event WHERE dossier_id = # AND seq > @ - 3",
                "la dernière empreinte n'est pas celle du dossier",
            ),
            (
                "UPDATE event SET digest = ZEROBLOB(32) WHERE dossier_id = # AND seq = 3",
                "événement 3 : l'empreinte ne correspond pas",
            ),
            (
                "UPDATE dossier SET digest = ZEROBLOB(32) WHERE id = #",
                "la dernière empreinte n'est pas celle",
            ),
            ("UPDATE dossier SET state = 'granted' WHERE id = #", "la colonne state n'est pas"),
            ("DELETE FROM dossier WHERE id = #", "son journal est là, le dossier n'y est plus"),
        ] {
            write(statement).await;
            let (all, one) =
                (verify(service.home.path(), &[]), verify(service.home.path(), &[&id.to_string()]));
            assert!(all.out.starts_with("1/2 dossiers intacts"), "{statement}: {}", all.out);
            assert!(one.out.starts_with("0/1 dossiers intacts"), "{statement}: {}", one.out);
            for said in [all, one] {
                assert_eq!(said.code, 1, "{statement}");
                assert!(said.err.starts_with(&format!("{id}: {reason}")), "{statement}: {}", said.err);
                assert_eq!(said.err.lines().count(), 1, "{statement}: {}", said.err);
            }
            for table in ["dossier", "event"] {
                write(&format!("DELETE FROM {table}")).await;
                write(&format!("INSERT INTO {table} SELECT * FROM {table}_kept")).await;
            }
        }
        let said = verify(service.home.path(), &[]);
        assert_eq!((said.code, said.err.as_str()), (0, ""));
        assert!(said.out.starts_with("2/2 dossiers intacts"), "{}", said.out);
        let said = verify(service.home.path(), &[&id_of(&sound).to_string()]);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
        let absent = "00000000-0000-7000-8000-000000000000";
        let said = verify(service.home.path(), &[absent]);
        assert_eq!((said.code, said.err), (1, format!("{absent}: dossier inconnu\n")));
    });
}

#[test]
fn a_document_that_is_gone_from_the_store_is_found_out() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        assert_eq!(person.carry(&dossier, "pieces.rib", "rib.pdf", PDF).await.status, 200);
        let home = service.home.path();
        let said = verify(home, &[]);
        assert!(
            said.code == 0 && said.out.contains("1/1 dossiers intacts") && said.out.contains("1 document"),
            "{}",
            said.out
        );
        let digest = digest(PDF);
        let file = home.join("pieces").join(&digest[..2]).join(&digest[2..]);
        fs::write(&file, b"%PDF-1.7 other").expect("a file");
        let said = verify(home, &[]);
        assert!(
            said.code == 1 && said.err.contains("«\u{a0}rib.pdf\u{a0}»") && said.err.contains("altérée"),
            "{} {}",
            said.out,
            said.err
        );
        fs::remove_file(&file).expect("it was there");
        let said = verify(home, &[]);
        assert!(said.code == 1 && said.err.contains("absent du stockage"), "{}", said.err);
    });
}

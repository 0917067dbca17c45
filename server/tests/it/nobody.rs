//! Nobody comes out of an import: neither in the database, nor in what the command says and logs.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use sources::asp::{Demo, MonthlyDemo, write_delivery};

use crate::commands::{Desk, Said, text};

/// What the file of the employees tells of each, and nothing else may.
const SECRET: [&str; 10] = [
    "salarie_nir",
    "salarie_agrement",
    "salarie_nom_usage",
    "salarie_nom_naissance",
    "salarie_prenom",
    "salarie_date_naissance",
    "salarie_adr_libelle_voie",
    "salarie_adr_qpv_nom",
    "salarie_adr_mail",
    "salarie_telephone",
];
/// Who is put where somebody else is wanted, and in a cell too many.
const ASTRAY: [&str; 2] = ["Zéphyrine XAVIGNOLLES", "QUERBADEC"];

#[test]
fn nobody_comes_out_of_an_import() {
    let desk = Desk::new();
    // Apart from the database: these files are full of people.
    let delivery = tempfile::tempdir().expect("a folder");
    let few = MonthlyDemo::of(Demo { structures: 4, years: 0, ..Demo::small() });
    let written = write_delivery(delivery.path(), few).expect("a delivery");
    let files: Vec<PathBuf> = written.into_iter().map(|(file, _)| file).collect();
    let secrets = secrets(view(&files, "Salarie"));
    assert!(secrets.len() > 500, "{} secrets are planted", secrets.len());

    let said = imported(&desk, &files);
    assert_eq!(said.code, 0, "{} {}", said.out, said.err);
    assert!(said.err.contains("sea_orm_migration"), "what is logged is heard: {}", said.err);
    assert_summed_up_without(&secrets, &desk, &said);

    // What is set aside is told, and not quoted.
    for name in ["Salarie", "ContratMission", "EtatMensuelIndiv", "Formations"] {
        spoil(view(&files, name));
    }
    let said = imported(&desk, &files);
    assert_eq!(said.code, 1, "the exit code tells that rows are missing: {}", said.out);
    let aside = said.err.lines().filter(|line| line.contains(".csv:")).count();
    assert!(aside > 100, "{aside} rows are set aside");
    assert_summed_up_without(&secrets, &desk, &said);
}

/// Imports files with all that can be logged.
fn imported(desk: &Desk, files: &[PathBuf]) -> Said {
    let names: Vec<String> = files.iter().map(|file| text(file)).collect();
    let mut import = vec!["import", "asp"];
    import.extend(names.iter().map(String::as_str));
    desk.run_traced(&import)
}

/// Fails when nothing was summed up, or when a secret stands in what was said or in the folder of the database.
fn assert_summed_up_without(secrets: &BTreeSet<String>, desk: &Desk, said: &Said) {
    let summed = said.out.contains("aucune ligne de personne gardée") && !said.out.contains(" 0 annexes");
    assert!(summed, "{}", said.out);
    let kept = kept(desk);
    assert!(kept.values().any(|kept| kept.contains("\"hours\"")), "the sums are in {:?}", kept.keys());
    let told = [("stdout", &said.out), ("stderr", &said.err)];
    let places = told.into_iter().chain(kept.iter().map(|(name, kept)| (name.as_str(), kept)));
    for (place, text) in places {
        for secret in secrets {
            assert!(!text.contains(secret.as_str()), "{secret} came out in {place}");
        }
    }
}

/// What stands in the folder of the database, by file: its own, and those that SQLite puts beside it.
fn kept(desk: &Desk) -> BTreeMap<String, String> {
    let entries = fs::read_dir(desk.path(".")).expect("a folder");
    let files = entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file());
    files
        .map(|file| {
            let bytes = fs::read(&file).expect("a file");
            (text(&file), String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect()
}

/// The file of a view.
fn view<'f>(files: &'f [PathBuf], name: &str) -> &'f Path {
    let part = format!("fluxIAE_{name}_");
    files.iter().find(|file| text(file).contains(&part)).expect("a view of the delivery")
}

/// All that stands in the file of the employees and must not come out of it.
///
/// `secrets` and [`spoil`] do what those of the tests of `sources` do: a crate cannot lend what its tests hold.
fn secrets(employees: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(employees).expect("a text");
    let mut lines = text.lines().skip(1);
    let names: Vec<&str> = lines.next().expect("a header").split('|').collect();
    let mut secrets = BTreeSet::from(ASTRAY.map(str::to_owned));
    for line in lines.filter(|line| !line.starts_with("FIN")) {
        let row: BTreeMap<&str, &str> = names.iter().copied().zip(line.split('|')).collect();
        secrets.extend(SECRET.map(|column| row[column].to_owned()));
        // The database writes days from the year on.
        let born: Vec<&str> = row["salarie_date_naissance"].rsplit('/').collect();
        // The identifier of the person, as a whole word.
        secrets.extend([born.join("-"), format!(":{},", row["salarie_id"])]);
    }
    // Not everybody lives in a zone that has a name.
    secrets.remove("");
    secrets
}

/// Puts a name where a number is wanted in some rows of a view, and a cell too many in others.
fn spoil(file: &Path) {
    let text = fs::read_to_string(file).expect("a text");
    let spoilt: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(place, line)| {
            let mut cells: Vec<&str> = line.split('|').collect();
            let is_row = place > 2 && !line.starts_with("FIN");
            if is_row && place % 7 == 0 {
                let last = cells.len() - 1;
                cells.swap(0, 4.min(last));
                cells.swap(1, last);
                cells[2] = ASTRAY[0];
            }
            if is_row && place % 11 == 0 {
                cells.push(ASTRAY[1]);
            }
            cells.join("|")
        })
        .collect();
    fs::write(file, spoilt.join("\n")).expect("a writable folder");
}

//! The commands, as one types them: what they say, and the exit code.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// A folder with a database and an invented delivery.
pub struct Desk {
    folder: tempfile::TempDir,
    structures: PathBuf,
    annexes: PathBuf,
}

/// What is done to a file.
type Change = fn(&str) -> String;

/// What a command answered.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Desk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let desk = Self { structures: PathBuf::new(), annexes: PathBuf::new(), folder };
        let delivery = desk.path("livraison");
        let said = desk.run(&["demo-delivery", &text(&delivery), "--structures", "30", "--seed", "7"]);
        assert_eq!(said.code, 0, "{}", said.err);
        let mut files: Vec<PathBuf> =
            fs::read_dir(&delivery).expect("a delivery").map(|entry| entry.expect("a file").path()).collect();
        files.sort();
        let [annexes, structures, _] = files.try_into().expect("two files, and the sheet of networks");
        Self { structures, annexes, ..desk }
    }

    /// The structures of the delivery.
    pub fn structures(&self) -> &Path {
        &self.structures
    }

    /// Its annexes.
    pub fn annexes(&self) -> &Path {
        &self.annexes
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        Said::by(&mut self.command(arguments))
    }

    /// Runs a command that logs all it can.
    pub fn run_traced(&self, arguments: &[&str]) -> Said {
        Said::by(self.command(arguments).env("RUST_LOG", "trace"))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_conventionnement"));
        command.args(arguments).current_dir(self.folder.path());
        command.env("DATABASE_URL", format!("sqlite://{}", self.path("test.sqlite").display()));
        command
    }

    /// A copy of the annexes with its text changed.
    fn annexes_with(&self, name: &str, change: impl Fn(&str) -> String) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, change(&fs::read_to_string(&self.annexes).expect("text"))).expect("a file");
        path
    }
}

impl Said {
    fn by(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.output().expect("the binary starts");
        let read = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        Self { code: status.code().expect("an exit code"), out: read(stdout), err: read(stderr) }
    }
}

pub fn text(path: &Path) -> String {
    path.display().to_string()
}

#[test]
fn the_same_delivery_twice_changes_nothing() {
    let desk = Desk::new();
    let files = [&desk.structures, &desk.annexes].map(|path| text(path));
    let import = ["import", "asp", &files[0], &files[1]];
    let first = desk.run(&import);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.out.contains("30 lignes importées, 0 écartées"), "{}", first.out);
    let again = desk.run(&import);
    assert_eq!(again.code, 0, "{}", again.err);
    assert_eq!(again.out.matches("rien ne change").count(), 2, "{}", again.out);
}

#[test]
fn a_bad_row_is_told_with_its_place_and_the_others_go_in() {
    let desk = Desk::new();
    let bad = desk.annexes_with("mauvaise.csv", |text| text.replacen("|31/12/", "|31/02/", 1));
    let said = desk.run(&["import", "asp", &text(&desk.structures), &text(&bad)]);
    assert_eq!(said.code, 1, "the exit code tells that a row is missing: {}", said.out);
    assert!(said.out.contains(", 1 écartées"), "{}", said.out);
    let line = said.err.lines().find(|line| line.contains("mauvaise.csv:3: ")).expect("file and line");
    assert!(line.contains("31/02/"), "the reason names what was read: {line}");
}

#[test]
fn a_refused_file_says_why_and_leaves_nothing() {
    let desk = Desk::new();
    let cases: [(&str, Change, &str); 4] = [
        ("coupee.csv", |text| text[..text.len() / 2].to_owned(), "FIN"),
        ("comptee.csv", |text| text.replace("\nFIN", "\nFIN9"), "FIN annonce"),
        (
            "colonne.csv",
            |text| text.replacen("|af_etp_postes_insertion|", "|autre_nom|", 1),
            "af_etp_postes_insertion",
        ),
        ("autre.csv", |_| "id;nom\n1;x\n".to_owned(), "DEB"),
    ];
    for (name, change, reason) in cases {
        let path = desk.annexes_with(name, change);
        let said = desk.run(&["import", "asp", &text(&path)]);
        assert_eq!(said.code, 1, "{name}: {} {}", said.out, said.err);
        assert!(said.err.contains(name) && said.err.contains(reason), "{name}: {}", said.err);
        assert!(!said.out.contains("importées"), "{name}: {}", said.out);
        assert!(!said.err.contains("panicked"), "{name}: {}", said.err);
    }
    let absent = desk.run(&["import", "asp", "absent.csv"]);
    assert_ne!(absent.code, 0);
    assert!(absent.err.contains("absent.csv"), "{}", absent.err);
}

#[test]
fn unknown_columns_are_tolerated() {
    let desk = Desk::new();
    // A row that a line break cuts in two ends where its last cell is.
    let wider = desk.annexes_with("large.csv", |text| {
        let width = text.lines().nth(1).expect("a header").matches('|').count();
        let mut pipes = 0;
        let lines = text.lines().map(|line| {
            pipes += line.matches('|').count();
            if line.starts_with("DEB") || line.starts_with("FIN") {
                pipes = 0;
                return format!("{line}|");
            }
            let whole = pipes >= width;
            if whole {
                pipes = 0;
            }
            if whole { format!("{line}|x") } else { line.to_owned() }
        });
        lines.collect::<Vec<_>>().join("\n") + "\n"
    });
    let said = desk.run(&["import", "asp", &text(&desk.structures), &text(&wider)]);
    assert_eq!(said.code, 0, "{} {}", said.out, said.err);
}

#[test]
fn amounts_are_checked_to_the_cent() {
    let desk = Desk::new();
    let right = desk.run(&["check-asp", &text(&desk.annexes)]);
    assert_eq!(right.code, 0, "{}", right.err);
    let last = right.out.lines().last().expect("a line").to_owned();
    let (made, all) = last.split_once(' ').expect("N/M").0.split_once('/').expect("N/M");
    assert_eq!(made, all);
    assert!(last.ends_with(" montants reproduits"), "{last}");
    // One amount a cent higher is found, and told with its annexe.
    let header = fs::read_to_string(&desk.annexes).expect("text");
    let column = header
        .lines()
        .nth(1)
        .expect("a header")
        .split('|')
        .position(|name| name == "af_montant_total_annuel");
    let column = column.expect("the amount has a column");
    let wrong = desk.annexes_with("centime.csv", |text| {
        let mut done = false;
        let lines = text.lines().enumerate().map(|(number, line)| {
            let mut cells: Vec<String> = line.split('|').map(str::to_owned).collect();
            if number >= 2 && !done && cells.get(column).is_some_and(|cell| cell.ends_with(".00")) {
                done = true;
                cells[column] = cells[column].replace(".00", ".01");
            }
            cells.join("|")
        });
        lines.collect::<Vec<_>>().join("\n") + "\n"
    });
    let said = desk.run(&["check-asp", &text(&wrong)]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("recalculé"), "{}", said.err);
}

#[test]
fn a_wrong_trame_is_refused_with_its_places() {
    let desk = Desk::new();
    let path = desk.path("trame.toml");
    let wrong = "key = 'essai'\nversion = 1\ntitle = 'Essai'\n[[step]]\nkey = 'un'\ntitle = 'Un'\n\
        [[step.field]]\nkey = 'a.b'\nlabel = 'A'\ntype = 'entier'\n\
        [[step.field]]\nkey = 'a.c'\nlabel = 'C'\ntype = 'integer'\nvisible = 'a.d > 1'\ncouleur = 'bleu'\n";
    fs::write(&path, wrong).expect("a file");
    let said = desk.run(&["trame", "check", &text(&path)]);
    assert_eq!(said.code, 1);
    let problems = format!("{}{}", said.out, said.err);
    for piece in ["trame.toml:10:", "entier", "trame.toml:15:", "a.d", "trame.toml:16:", "couleur"] {
        assert!(problems.contains(piece), "{piece}: {problems}");
    }
}

#[test]
fn a_trame_is_written_to_be_read() {
    let desk = Desk::new();
    let national = concat!(env!("CARGO_MANIFEST_DIR"), "/trames/dossier-1.toml");
    let said = desk.run(&["trame", "document", national]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.starts_with("<!DOCTYPE html>") && said.out.contains("Postes d’insertion demandés"));
    let wrong = desk.path("trame.toml");
    fs::write(&wrong, "key = 'essai'\n").expect("a file");
    let said = desk.run(&["trame", "document", &text(&wrong)]);
    assert_eq!(said.code, 1);
    assert!(said.out.is_empty() && said.err.contains("trame.toml:"), "{}", said.err);
}

/// A delivery with its months, written in a folder.
fn months(folder: &Path) -> Vec<PathBuf> {
    let written =
        sources::asp::write_delivery(folder, sources::asp::MonthlyDemo::small()).expect("a delivery");
    written.into_iter().map(|(path, _)| path).collect()
}

#[test]
fn monthly_files_are_kept_as_sums() {
    let desk = Desk::new();
    let folder = desk.path("mois");
    fs::create_dir(&folder).expect("a folder");
    let files = months(&folder);
    let names: Vec<String> = files.iter().map(|file| text(file)).collect();
    let mut import = vec!["import", "asp"];
    import.extend(names.iter().map(String::as_str));
    let said = desk.run(&import);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
    assert!(
        said.out.contains("aucune ligne de personne gardée") && !said.out.contains(" 0 annexes"),
        "{}",
        said.out
    );
    let again = desk.run(&import);
    assert_eq!(again.code, 0, "{}", again.err);
    // The sheet of networks goes in with the rest, whatever its name.
    let sheet = desk.path("adherents.csv");
    fs::write(&sheet, "SIRET;Réseau IAE\n26290411300061;COORACE\n1;FAS\n").expect("a file");
    let sheet = text(&sheet);
    import.push(&sheet);
    let said = desk.run(&import);
    assert_eq!((said.code, said.err), (1, format!("{sheet}:3: SIRET: « 1 » n'est pas un SIRET\n")));
    assert!(said.out.contains(&format!("{sheet}: 1 lignes importées, 1 écartées")), "{}", said.out);
    import.pop();
    // A file that is nothing known is named, and the others are summed all the same.
    let unknown = desk.path("notes.csv");
    fs::write(&unknown, "nom;note\nune;2\n").expect("a file");
    let notes = text(&unknown);
    import.push(&notes);
    let said = desk.run(&import);
    assert_eq!(said.code, 1, "the exit code tells that a file is missing: {}", said.out);
    assert_eq!(said.err, format!("{notes}: fichier inconnu, laissé de côté\n"));
    assert!(said.out.contains("aucune ligne de personne gardée"), "{}", said.out);
    // One file alone says what it lacks.
    let alone = files.iter().find(|file| text(file).contains("_Salarie_")).expect("a file");
    let said = desk.run(&["import", "asp", &text(alone)]);
    assert!(said.out.contains("fluxIAE_AnnexeFinanciere manque"), "{}", said.out);
}

#[test]
fn a_new_dossier_takes_over_what_the_months_tell() {
    crate::client::run(async {
        let service = crate::client::Service::start().await;
        let folder = tempfile::tempdir().expect("a folder");
        let (files, now) = (months(folder.path()), service.services.clock.now());
        let realisations = &*service.services.realisations;
        let done = server::import::import_realised(realisations, files, now, |_, _| {}).await.expect("read");
        assert!(done.clean && done.totals > 0, "{} totals", done.totals);
        let person = service.log_in("compte=administratrice").await;
        let dossier = crate::story::opened(&person, "ACI").await;
        let id = dossier.rsplit('/').next().and_then(|id| id.parse().ok()).expect("its address");
        let snapshot = service.services.dossiers.snapshot(id).await.expect("read").expect("there");
        let answer = snapshot.answers.get(&"etp.historique[n1].realises".parse().expect("a key"));
        let from = answer.and_then(|answer| answer.origin.taken_from()).expect("taken over");
        assert!(from.contains("année 2026 en cours, ") && from.contains(" mois sur 12"), "{from}");
        // Who came is not who is aimed at: it is said, and fills nothing.
        let aimed = "projet.publics".parse().expect("a key");
        assert!(snapshot.value(&aimed).is_none());
        let log = service.services.dossiers.history(id).await.expect("a log");
        let heard = domain::dossier::heard::Heard::of(&log);
        let told = heard.value(domain::source::Source::AspMonthly, &aimed).expect("it is said");
        assert!(told.doubt.as_ref().is_some_and(|doubt| doubt.contains("publics visés")), "{told:?}");
        // Nor are eight months a year.
        let helped = "accompagnement.freins[mobilite].concernes".parse().expect("a key");
        assert!(snapshot.value(&helped).is_none());
        let told = heard.value(domain::source::Source::AspMonthly, &helped).expect("it is said");
        let doubt = told.doubt.as_deref().unwrap_or_default();
        assert!(doubt.starts_with("une partie seulement de l’année 2026 en cours, "), "{doubt}");
        // All that is proposed to a table is taken over at once, and one comes back to the list.
        let all = "acte=reprendre-tout&champ=accompagnement.freins&retour=liste";
        let taken = person.post(&format!("{dossier}/donnees"), all).await;
        assert_eq!(taken.location, format!("{dossier}/donnees#differences"), "{}", taken.body);
        let now = service.services.dossiers.snapshot(id).await.expect("read").expect("there");
        assert!(now.answers.get(&helped).is_some_and(|answer| answer.origin.is_taken_over()));
        let another = service.log_in("compte=structure&structure=bocage").await;
        assert_eq!(another.post(&format!("{dossier}/donnees"), all).await.status, 404);
        assert!(matches!(service.store.verify(id).await, Ok(Some(Ok(_)))), "the log is whole");
        // What the annexe declares and what the months add up to do not agree: both are read, with their names; those of a
        // year that runs come after those of one that closed.
        let page = person.get(&format!("{dossier}/donnees?champ=rh.insertion")).await.body;
        let page = crate::sources::plain(&page);
        let places = [", selon l’ASP<", ", selon l’ASP (états mensuels)"].map(|said| page.find(said));
        assert!(
            matches!(places, [Some(declared), Some(counted)] if declared < counted),
            "{places:?}: {page}"
        );
        let state = crate::sources::plain(&person.get(&dossier).await.body);
        for name in ["ASP", "ASP (états mensuels)"] {
            let line = state.split(&format!("<strong>{name}</strong>")).nth(1);
            let line = line.and_then(|rest| rest.split("</li>").next()).unwrap_or_default();
            assert!(
                line.contains("données, dont") && line.contains("livraison du 16/11/2026"),
                "{name}: {line}"
            );
        }
    });
}

#[test]
fn the_help_of_import_names_every_file_it_takes() {
    let desk = Desk::new();
    for arguments in [&["import", "--help"][..], &["import", "asp", "--help"]] {
        let said = desk.run(arguments);
        assert_eq!(said.code, 0, "{}", said.err);
        let text = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
        for file in [
            "fluxIAE_Structure",
            "fluxIAE_AnnexeFinanciere",
            "fluxIAE_EtatMensuelIndiv",
            "fluxIAE_RefMontantIae",
            "*.xlsx (DataON)",
            "iae_v1_0_suivi_hebdomadaire_*.csv",
            "suivi_etp_conventionnes_v2*.csv",
        ] {
            assert!(text.contains(file), "{file}: {text}");
        }
    }
}

//! The monthly views of an invented delivery: what comes out, and who does not.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use form::Date;
use sources::asp::{Demo, MonthlyDemo, Reading, read_delivery};

use crate::{
    delivered::{Delivered, read, small},
    plain::Plain,
};

/// All that stands in the file of the employees and must not come out of it.
fn secrets(delivered: &Delivered) -> BTreeSet<String> {
    let columns = [
        "salarie_nir",
        "salarie_agrement",
        "salarie_nom_usage",
        "salarie_prenom",
        "salarie_date_naissance",
        "salarie_adr_mail",
        "salarie_telephone",
    ];
    let rows = delivered.rows("Salarie");
    let mut secrets: BTreeSet<String> =
        rows.iter().flat_map(|row| columns.map(|column| row[column].clone())).collect();
    // Identifiers of people, of contracts and of lines, as whole words.
    secrets.extend(rows.iter().map(|row| format!(":{},", row["salarie_id"])));
    secrets
}

/// Puts a name where a number is wanted, in some rows of a view.
fn spoil(file: &Path) {
    let text = fs::read_to_string(file).expect("a text");
    let spoilt: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(place, line)| {
            let mut cells: Vec<&str> = line.split('|').collect();
            if place > 2 && place % 7 == 0 && !line.starts_with("FIN") {
                let last = cells.len() - 1;
                cells.swap(0, 4.min(last));
                cells.swap(1, last);
                cells[2] = "Zéphyrine XAVIGNOLLES";
            }
            if place > 2 && place % 11 == 0 && !line.starts_with("FIN") {
                cells.push("QUERBADEC");
            }
            cells.join("|")
        })
        .collect();
    fs::write(file, spoilt.join("\n")).expect("a writable folder");
}

#[test]
fn nobody_comes_out_of_a_delivery() {
    let few = MonthlyDemo { demo: Demo { structures: 4, ..Demo::small() }, since: 2026 };
    let delivered = Delivered::of(few);
    let secrets = secrets(&delivered);
    assert!(secrets.len() > 100, "{} secrets are planted", secrets.len());
    for view in ["Salarie", "ContratMission", "EtatMensuelIndiv", "Formations"] {
        spoil(delivered.file(view));
    }
    let (reading, aside) = delivered.read();
    assert!(aside.len() > 100, "rows are set aside: {}", aside.len());
    let mut out =
        vec![serde_json::to_string(&reading.realised).expect("totals are JSON"), format!("{reading:?}")];
    out.extend(aside);
    // A view without its two first lines, and one without its header.
    let text = fs::read_to_string(delivered.file("Salarie")).expect("a text");
    for cut in [2, 1] {
        let file = delivered.folder.path().join(format!("fluxIAE_coupe_{cut}.csv"));
        let kept: Vec<&str> = text.lines().take(2 - cut).chain(text.lines().skip(2)).collect();
        fs::write(&file, kept.join("\n")).expect("a writable folder");
        let problem = read_delivery(&[file], Date::constant(2026, 11, 20), &mut |_, _| {});
        let problem = problem.expect_err("no view");
        out.push(format!("{problem} {problem:?}"));
    }
    for text in &out {
        for secret in &secrets {
            assert!(
                !text.contains(secret.as_str()),
                "{secret} came out: {}",
                text.chars().take(200).collect::<String>()
            );
        }
    }
}

#[test]
fn the_totals_are_those_of_a_plain_count() {
    let delivered = Delivered::of(small());
    let (reading, aside) = delivered.read();
    assert_eq!(aside, [""; 0], "every invented row is right");
    assert!(reading.gathered.repeated > 0, "some lines are delivered twice");
    assert_eq!((reading.gathered.astray, reading.gathered.strangers), (0, 0));
    let plain = Plain::of(&delivered);
    let checked: Vec<_> = reading.realised.totals().iter().filter_map(|totals| plain.check(totals)).collect();
    let kinds: BTreeSet<_> = checked.iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds.len(), 5, "every kind is there");
    let exits: usize = checked.iter().map(|(_, exits)| exits).sum();
    assert!(exits > 100, "{exits} exits");
}

#[test]
fn the_order_of_files_and_rows_does_not_matter() {
    let delivered = Delivered::of(small());
    let (reading, _) = delivered.read();
    let mut files = delivered.files.clone();
    files.reverse();
    for file in &files {
        let text = fs::read_to_string(file).expect("a text");
        let lines: Vec<&str> = text.lines().collect();
        // Rows broken by a line break stay where they are: only views of whole rows are turned round.
        if file.to_string_lossy().contains("AnnexeFinanciere") {
            continue;
        }
        let (head, rest) = lines.split_at(2);
        let (last, rows) = rest.split_last().expect("a last line");
        let turned: Vec<&str> = head.iter().chain(rows.iter().rev()).chain([last]).copied().collect();
        fs::write(file, turned.join("\n")).expect("a writable folder");
    }
    assert_eq!(read(&files).0.realised, reading.realised);
}

#[test]
fn a_missing_file_is_told_with_what_it_is_for_and_nothing_is_made_up() {
    let delivered = Delivered::of(small());
    let without = |view: &str| -> Reading {
        let start = format!("fluxIAE_{view}_");
        let kept = delivered
            .files
            .iter()
            .filter(|file| !file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&start)));
        let reading = read(&kept.cloned().collect::<Vec<_>>()).0;
        assert_eq!(reading.missing.iter().map(|missing| missing.view).collect::<Vec<_>>(), [view]);
        reading
    };
    let some = |reading: &Reading| reading.realised.totals().iter().find(|t| t.people.is_some()).cloned();
    let people = some(&without("Salarie")).expect("totals").people.expect("people");
    assert!(people.total > Some(0) && people.women.is_none() && people.rsa.is_some());
    let totals = some(&without("ContratMission")).expect("totals");
    assert!(totals.people.expect("people").rsa.is_none());
    let long = totals.key.measure.and_then(|measure| measure.kind());
    assert_eq!(long, Some(domain::Kind::Aci), "the first annexe");
    assert!(totals.exits.is_none(), "an ACI's exits need the lengths of contracts");
    let totals = some(&without("RefMotifSort")).expect("totals");
    assert!(totals.exits.is_none() && totals.people.is_some());
    let totals = some(&without("RefNiveauFormation")).expect("totals");
    assert!(totals.people.expect("people").cap_bep.is_none());
    assert_eq!(without("AnnexeFinanciere").realised.totals(), []);
    let told: Vec<String> = without("Formations").missing.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["le fichier fluxIAE_Formations manque\u{a0}; reste inconnu\u{a0}: les formations"]);
}

#[test]
fn a_file_that_is_nothing_known_is_set_aside_and_the_others_are_summed() {
    let delivered = Delivered::of(small());
    let write = |name: &str, text: &str| {
        let file = delivered.folder.path().join(name);
        fs::write(&file, text).expect("a writable folder");
        file
    };
    let (notes, empty) = (write("notes.csv", "nom;note\nune;2\n"), write("vide.csv", ""));
    let beside: Vec<PathBuf> =
        [&notes].into_iter().chain(&delivered.files).chain([&empty]).cloned().collect();
    let (reading, aside) = read(&beside);
    assert_eq!(reading.realised, delivered.read().0.realised);
    assert_eq!((reading.unknown, aside), (vec![notes.clone(), empty.clone()], Vec::new()));
    let refused = |files: &[PathBuf]| {
        let problem = read_delivery(files, Date::constant(2026, 11, 20), &mut |_, _| {});
        problem.expect_err("refused whole").file
    };
    assert_eq!(refused(&[notes.clone(), empty]), "notes.csv", "nothing to read");
    // A view that has lost its first line is no unknown file: less would be summed than was delivered.
    let cut = write("fluxIAE_Salarie_coupe.csv", "salarie_id|salarie_nir\n1|2\n");
    let with_cut: Vec<PathBuf> = delivered.files.iter().cloned().chain([notes, cut]).collect();
    assert_eq!(refused(&with_cut), "fluxIAE_Salarie_coupe.csv");
}

#[test]
fn the_same_view_twice_is_refused() {
    let delivered = Delivered::of(small());
    let copy = delivered.folder.path().join("fluxIAE_Salarie_copie.csv");
    fs::copy(delivered.file("Salarie"), &copy).expect("a copy");
    let files: Vec<PathBuf> = delivered.files.iter().cloned().chain([copy]).collect();
    let problem = read_delivery(&files, Date::constant(2026, 11, 20), &mut |_, _| {}).expect_err("twice");
    assert_eq!(problem.file, "fluxIAE_Salarie_copie.csv");
    assert!(problem.to_string().contains("Salarie"), "{problem}");
}

#[test]
fn the_same_seed_invents_the_same_months() {
    let (first, second) = (Delivered::of(small()), Delivered::of(small()));
    for (one, other) in first.files.iter().zip(&second.files) {
        assert_eq!(fs::read(one).expect("bytes"), fs::read(other).expect("bytes"), "{}", one.display());
    }
}

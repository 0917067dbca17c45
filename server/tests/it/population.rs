//! `import les-emplois`: the country, from the two files that les emplois exports.

use std::{fs, path::Path};

use crate::commands::{Desk, text};

const CONVENTIONS: &str = "asp_id,kind,siret_signature,is_active,deactivated_at\r\n\
    900001,ACI,26290411300061,true,\r\n\
    900001,EI,26290411300061,true,\r\n\
    700001,EI,41273578900023,false,2026-07-01\r\n";
const ANNEXES: &str = "asp_id,kind,number,state,start_at,end_at\r\n\
    900001,ACI,ACI029260001A0M0,HISTORISE,2026-01-01,2026-12-31\r\n\
    900001,ACI,ACI029260001A0M1,VALIDE,2026-01-01,2026-12-31\r\n\
    700001,EI,EI212520574A2M2,VALIDE,2026-01-01,2026-12-31\r\n";

#[test]
fn the_country_goes_in_once_and_is_told_by_kind() {
    let desk = Desk::new();
    let (conventions, annexes) = (desk.path("conventions.csv"), desk.path("annexes.csv"));
    fs::write(&conventions, CONVENTIONS).expect("a file");
    fs::write(&annexes, ANNEXES).expect("a file");
    let import = ["import", "les-emplois", &text(&conventions), &text(&annexes)];
    let said = desk.run(&import);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
    assert_eq!(said.out.matches("3 lignes importées, 0 écartées").count(), 2, "{}", said.out);
    let held = |delivered: u8| {
        format!(
            "3 conventions (ACI 1, EI 2), dont {delivered} d’une structure livrée par l’ASP, et 3 annexes"
        )
    };
    assert!(said.out.contains(&held(0)), "{}", said.out);
    // ASP delivers the first structure, under its two kinds.
    assert_eq!(desk.run(&["import", "asp", &text(desk.structures())]).code, 0);
    let again = desk.run(&import);
    assert_eq!(again.code, 0, "{}", again.err);
    assert_eq!(again.out.matches("rien ne change").count(), 2, "{}", again.out);
    assert!(again.out.contains(&held(2)), "{}", again.out);
}

#[test]
fn a_bad_row_of_the_country_is_named_and_the_others_go_in() {
    let desk = Desk::new();
    let conventions = desk.path("conventions.csv");
    fs::write(&conventions, CONVENTIONS.replace("41273578900023", "41273578900024")).expect("a file");
    let said = desk.run(&["import", "les-emplois", &text(&conventions)]);
    assert_eq!(said.code, 1, "the exit code tells that a row is missing: {}", said.out);
    assert!(said.out.contains("2 lignes importées, 1 écartées"), "{}", said.out);
    assert!(said.err.contains("conventions.csv:4: siret_signature: « 41273578900024 »"), "{}", said.err);
    // A file of ASP is none of les emplois, and the other way round.
    let other = desk.run(&["import", "les-emplois", &text(desk.structures())]);
    assert!(other.code == 1 && other.err.contains("colonnes attendues"), "{}", other.err);
    let annexes = desk.path("annexes.csv");
    fs::write(&annexes, ANNEXES).expect("a file");
    let other = desk.run(&["import", "asp", &text(&annexes)]);
    assert!(other.code == 1 && other.err.contains("DEB"), "{}", other.err);
}

#[test]
fn the_real_country_goes_in() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/les-emplois");
    if !folder.exists() {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    }
    let desk = Desk::new();
    let files = ["conventions.csv", "annexes.csv"].map(|name| text(&folder.join(name)));
    let said = desk.run(&["import", "les-emplois", &files[0], &files[1]]);
    // Nine SIRET of its demonstration have a wrong key.
    assert!(said.out.contains("conventions.csv: 3667 lignes importées, 9 écartées"), "{}", said.out);
    assert!(said.out.contains("annexes.csv: 11100 lignes importées, 0 écartées"), "{}", said.out);
    assert_eq!(said.err.lines().filter(|line| line.contains(": siret_signature: ")).count(), 9);
    assert!(said.out.contains("3667 conventions (ACI ") && said.out.contains("et 11100 annexes"));
}

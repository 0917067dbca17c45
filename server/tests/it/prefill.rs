//! `prefill report`: what dossiers would open with, and nothing kept of them.

use crate::commands::{Desk, text};

#[test]
fn what_a_dossier_opens_with_is_counted_and_nothing_is_kept() {
    let desk = Desk::new();
    let empty = desk.run(&["prefill", "report"]);
    assert!(empty.code == 1 && empty.err.contains("importez une livraison"), "{}", empty.err);
    assert_eq!(desk.run(&["import", "asp", &text(desk.structures()), &text(desk.annexes())]).code, 0);
    let said = desk.run(&["prefill", "report", "900001", "--on", "2026-11-26"]);
    assert!(said.out.contains("(ASP 900001), dossier ACI 2027"), "{} {}", said.out, said.err);
    // Annexes alone do not spare what is promised.
    assert!(said.code == 1 && said.out.contains("non tenu"), "{} {}", said.out, said.err);
    let totals = |out: &str| -> Vec<usize> {
        let line = out.lines().find(|line| line.starts_with("| **Tout le dossier**")).expect("a total");
        line.split('|').filter_map(|cell| cell.trim().parse().ok()).collect()
    };
    let [all, required, prefilled, confirmed, typed, left] = totals(&said.out)[..] else {
        panic!("six numbers: {}", said.out)
    };
    assert!(required <= all && prefilled > 0 && confirmed == 0 && typed == 0, "{}", said.out);
    assert_eq!(prefilled + left, required);
    let listed = said.out.lines().filter(|line| line.starts_with("- `")).count();
    assert!(listed >= left, "what is left is listed: {}", said.out);
    // Others who speak too leave less to type.
    let more = desk.run(&["prefill", "report", "900001", "--on", "2026-11-26", "--services", "doublure"]);
    assert!(more.out.contains("Annuaire des entreprises"), "{} {}", more.out, more.err);
    assert!(totals(&more.out)[2] > prefilled, "{}", more.out);
    let kept = desk.run(&["verify"]);
    assert!(kept.out.contains("0/0 dossiers intacts"), "{}", kept.out);
    let unknown = desk.run(&["prefill", "report", "7"]);
    assert!(unknown.code == 2 && unknown.err.contains("ne connaît pas la structure 7"), "{}", unknown.err);
}

#[test]
fn a_bilan_after_its_months_holds_what_is_promised_and_the_exit_code_says_so() {
    let desk = Desk::new();
    let folder = text(&desk.path("mois"));
    assert_eq!(desk.run(&["demo-delivery", &folder, "--structures", "1", "--months"]).code, 0);
    let files = std::fs::read_dir(&folder).expect("a delivery");
    let files: Vec<String> = files.map(|entry| text(&entry.expect("a file").path())).collect();
    let mut import = vec!["import", "asp"];
    import.extend(files.iter().map(String::as_str));
    assert_eq!(desk.run(&import).code, 0);
    let said = desk.run(&["prefill", "report", "900001", "--on", "2027-05-02", "--bilan"]);
    assert!(said.out.contains("(ASP 900001), bilan ACI 2026"), "{} {}", said.out, said.err);
    assert_eq!((said.code, said.out.matches(": tenu").count()), (0, 3), "{}", said.out);
    assert!(!said.out.contains("non tenu"), "{}", said.out);
}

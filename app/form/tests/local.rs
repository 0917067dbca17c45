//! Local questions of a département: checked as the trame is, and kept apart from it.

use form::trame::{Local, read_local, read_trame};

const NATIONAL: &str = include_str!("../../../server/trames/dossier-2.toml");
const LOCAL: &str = include_str!("../../../server/trames/locales/demonstration-29.toml");

fn national() -> form::Trame {
    read_trame(NATIONAL).expect("a right trame")
}

#[test]
fn a_block_is_a_step_of_its_own_and_the_trame_stays_the_same() {
    let national = national();
    let local = read_local(LOCAL, &national).expect("a right block");
    let with = national.clone().with(&local);
    assert_eq!(with.steps.len(), national.steps.len() + 1);
    let others: Vec<_> = with.steps.iter().filter(|step| step.key != "departement-29").collect();
    assert!(others.into_iter().eq(&national.steps));
    assert_eq!(with.step_after("departement-29").map(|step| step.key.as_str()), Some("pieces"));
}

#[test]
fn each_mistake_is_told_with_its_place() {
    let national = national();
    let many: String = (0..Local::MOST_QUESTIONS)
        .map(|n| format!("\n[[field]]\nkey = \"local.d29.n{n}\"\nlabel = \"N\"\ntype = \"text\"\n"))
        .collect();
    let rule = "[[field.rule]]";
    let case = |jours: u32| {
        format!(
            "{{ \"local.d29.iles_jours\" = {jours}, \"etp.demandes\" = 1 }},\n  {{ \"local.d29.iles_jours\" = 200, \"etp.demandes\" = 6 }}"
        )
    };
    let key = |key: &str| format!("key = \"{key}\"\nlabel = \"Intervenez");
    // What is replaced, by what, where it is told, why.
    for (before, after, place, reason) in [
        (
            &*key("local.d29.iles"),
            &*key("etp.iles"),
            "[[field]]\nkey = \"etp.iles\"",
            "la clé « etp.iles » doit commencer par « local.d29. »",
        ),
        (
            &key("local.d29.iles"),
            &key("etp.demandes"),
            "[[field]]\nkey = \"etp.dem",
            "la clé « etp.demandes » est déjà prise",
        ),
        ("departement = \"29\"", "departement = \"99\"", "", "« 99 » n’est pas un code de département"),
        (
            "trame = \"dossier\"",
            "trame = \"bilan\"",
            "",
            "« trame » nomme « bilan », la trame est « dossier »",
        ),
        ("before = \"pieces\"", "before = \"rien\"", "before", "étape inconnue « rien »"),
        ("severity = \"information\"", "severity = \"blocking\"", rule, "une règle locale ne bloque pas"),
        (
            "check = \"non",
            "justification = \"etp.justification\"\ncheck = \"non",
            rule,
            "une règle locale se justifie dans un champ local",
        ),
        ("etp.demandes < 2)", "etp.rien < 2)", "check", "champ inconnu « etp.rien »"),
        (&case(24), &case(240), rule, "l'exemple 1 qui doit passer, de « iles_etp », échoue"),
        (
            "visible = \"local.d29.iles\"\nrequired",
            "visible = \"local.d29.absent\"\nrequired",
            "visible = \"local.d29.absent",
            "champ inconnu « local.d29.absent »",
        ),
        ("minutes = 2", "minutes = 2\nfact = 3", "fact", "clé inconnue « fact »"),
        ("max_length = 1000\n", &format!("max_length = 1000\n{many}"), "", "15 questions, pour 12 au plus"),
        ("version = 1", "", "", "il manque « version »"),
    ] {
        let text = LOCAL.replace(before, after);
        assert_ne!(text, LOCAL, "{before}");
        let problems = read_local(&text, &national).expect_err(reason);
        let said: Vec<String> =
            problems.iter().map(|problem| problem.to_string().replace(['\u{a0}', '\u{202f}'], " ")).collect();
        let found = problems
            .iter()
            .find(|problem| problem.reason.replace(['\u{a0}', '\u{202f}'], " ").contains(reason));
        let found = found.unwrap_or_else(|| panic!("{reason}\n{said:#?}"));
        if !place.is_empty() {
            let line = text[..text.find(place).expect(place)].matches('\n').count() + 1;
            assert_eq!(found.place.line, line, "{reason}");
        }
    }
}

//! Mistakes in a trame: each is told with its place, and all of them in one run.

use form::trame::read_trame;

const RIGHT: &str = r#"key = "essai"
version = 1
title = "Essai"
variant = "type"
parameters = ["montant"]
[facts]
type = ["ACI", "EI"]
[[step]]
key = "un"
title = "Un"
[[step.field]]
key = "a.nature"
label = "Nature"
type = "choice"
choice = [{ key = "neuf", label = "Neuf" }, { key = "suite", label = "Suite" }]
[[step.field]]
key = "a.numero"
label = "Numéro"
type = "text"
visible = "a.nature = 'suite'"
[[step.field]]
key = "a.etp"
label = "ETP"
type = "etp"
min = 0
max = 10
variants = ["ACI"]
[[step.field.rule]]
code = "haut"
check = "a.etp <= 5"
severity = "justify"
justification = "a.pourquoi"
text = "{a.etp}, c'est haut."
example = [
  { passes = true, answers = { "a.etp" = 5 } },
  { passes = true, answers = { "a.etp" = 0 } },
  { passes = true, answers = {} },
  { passes = false, answers = { "a.etp" = 6 } },
  { passes = false, answers = { "a.etp" = 5.01 } },
  { passes = false, answers = { "a.etp" = 10 } },
]
[[step.field]]
key = "a.pourquoi"
label = "Pourquoi ?"
type = "long_text"
min_length = 2
max_length = 20
[[step]]
key = "deux"
title = "Deux"
[[step.field]]
key = "b.montant"
label = "Montant"
type = "euros"
variants = ["ACI"]
computed = "arrondi(a.etp * parametre.montant, 2)"
"#;

/// What is told of the right trame once `from` is written `to`: `line:column: reason`.
fn told(from: &str, to: &str) -> Vec<String> {
    assert!(RIGHT.contains(from), "{from}");
    let problems = read_trame(&RIGHT.replacen(from, to, 1)).err().unwrap_or_default();
    problems.iter().map(|problem| problem.to_string().replace('\u{a0}', " ")).collect()
}

#[test]
fn the_right_trame_is_right() {
    assert_eq!(told("Essai", "Essai"), [] as [&str; 0]);
}

#[test]
fn each_mistake_has_its_place_and_its_reason() {
    let mut missed = Vec::new();
    for (from, to, expected) in [
        // What is written.
        ("version = 1", "version = 1\nverison = 2", "3:1: clé inconnue « verison »"),
        ("label = \"Nature\"\n", "", "11:1: il manque « label »"),
        ("type = \"etp\"", "type = \"etp2\"", "24:9: type inconnu « etp2 »"),
        ("key = \"a.numero\"", "key = \"a.nature\"", "16:1: la clé « a.nature » est déjà prise"),
        ("key = \"a.numero\"", "key = \"A numéro\"", "16:1: "),
        ("min = 0", "min = 11", "21:1: « min » dépasse « max » : aucune réponse ne conviendrait"),
        ("min_length = 2", "min_length = 21", "42:1: « min_length » dépasse « max_length »"),
        ("severity = \"justify\"", "severity = \"grave\"", "28:1: « severity » est blocking, justify ou"),
        (
            "passes = false",
            "passes = true",
            "28:1: la règle « haut » veut 3 exemples qui échouent, elle en a 2",
        ),
        (
            "{ passes = true, answers = { \"a.etp\" = 0 } }",
            "{ passes = true, answers = { \"a.etp\" = 5 } }",
            "28:1: la règle « haut » veut 3 exemples qui passent, elle en a 2",
        ),
        // What is said.
        ("a.etp <= 5", "a.etp <= ", "30:19: il manque une valeur à la fin"),
        ("a.etp <= 5", "a.etp + 5", "30:10: "),
        ("a.etp <= 5", "a.ept <= 5", "30:10: champ inconnu « a.ept »"),
        ("a.etp <= 5", "contexte.zone = 'x'", "30:10: fait inconnu « contexte.zone »"),
        ("{a.etp}, c'est", "{a.ept}, c'est", "28:1: le texte nomme « a.ept », qui n'existe pas"),
        ("justification = \"a.pourquoi\"", "justification = \"a.non\"", "28:1: champ inconnu « a.non »"),
        ("parametre.montant", "parametre.prix", "56:29: paramètre inconnu « prix »"),
        ("a.etp <= 5", "a.etp >= 5", "28:1: l'exemple 4 de « haut » passe"),
        // What can happen.
        ("a.nature = 'suite'", "a.nature = 'suivi'", "20:23: « suivi » n'est pas une valeur possible"),
        ("a.nature = 'suite'", "a.nature dans ['neuf', 'suivi']", "20:35: « suivi » n'est pas"),
        (
            "a.nature = 'suite'",
            "contexte.type = 'AI'",
            "20:28: « AI » n'est pas une valeur possible (ACI, EI)",
        ),
        ("a.nature = 'suite'", "a.nature = 'suite' et faux", "20:12: ce champ n'est jamais montré"),
        ("a.nature = 'suite'", "b.montant > 5", "20:12: « b.montant » vient dans une étape suivante"),
        (
            "variants = [\"ACI\"]\n[[",
            "variants = [\"ACY\"]\n[[",
            "21:1: « ACY » n'est pas une valeur de « type »",
        ),
        (
            "variants = [\"ACI\"]\ncomputed",
            "variants = [\"EI\"]\ncomputed",
            "56:21: « a.etp » n'existe pour aucun des types de ce champ",
        ),
        ("a.etp <= 5", "a.etp <= a.etp2", "30:19: champ inconnu"),
    ] {
        let told = told(from, to);
        if !told.iter().any(|line| line.starts_with(expected)) {
            missed.push(format!("{from} → {to}: {expected}, told {told:?}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn all_mistakes_are_told_in_one_run() {
    let text =
        RIGHT.replace("\"suite\"", "\"\"").replace("a.etp <= 5", "a.ept <=").replace("label = \"ETP\"\n", "");
    let problems = read_trame(&text).expect_err("three mistakes");
    assert!(problems.len() >= 3, "{problems:?}");
}

#[test]
fn a_circle_of_fields_is_named() {
    let circle = told("computed = \"arrondi(a.etp * parametre.montant, 2)\"", "computed = \"b.montant + 1\"");
    assert!(
        circle[0].contains("dépendent les uns des autres") && circle[0].contains("b.montant"),
        "{circle:?}"
    );
}

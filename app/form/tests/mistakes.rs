//! Mistakes in a trame: each is told with its place, and all of them in one run.

use form::trame::read_trame;

const RIGHT: &str = r#"key = "essai"
version = 1
title = "Essai"
variant = "type"
parameters = ["montant"]
cadences = { parfois = "a.nature = 'neuf'" }
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
passing = [
  { "a.etp" = 5 },
  { "a.etp" = 0 },
  {},
]
failing = [
  { "a.etp" = 6 },
  { "a.etp" = 5.01 },
  { "a.etp" = 10 },
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
[[step.field]]
key = "b.lignes"
label = "Lignes"
type = "table"
[[step.field.column]]
key = "nom"
label = "Nom"
type = "text"
[[step.field.column]]
key = "prix"
label = "Prix"
type = "euros"
required = "ligne.nom = 'a'"
total = true
[[step.field]]
key = "b.total"
label = "Total"
type = "euros"
cadence = "parfois"
computed = "somme(b.lignes.prix)"
[[step.field]]
key = "b.personne"
label = "Personne"
type = "person"
"#;

/// What is told of the right trame once `from` is written `to`: `line:column: reason`.
fn told(from: &str, to: &str) -> Vec<String> {
    assert!(RIGHT.contains(from), "{from}");
    let problems = read_trame(&RIGHT.replacen(from, to, 1)).err().unwrap_or_default();
    problems.iter().map(|problem| problem.to_string().replace('\u{a0}', " ")).collect()
}

/// Each change of the right trame is told as expected: `line:column: reason`.
fn all_told(cases: &[(&str, &str, &str)]) {
    let mut missed = Vec::new();
    for (from, to, expected) in cases {
        let told = told(from, to);
        if !told.iter().any(|line| line.starts_with(expected)) {
            missed.push(format!("{from} → {to}: {expected}, told {told:?}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn the_right_trame_is_right() {
    assert_eq!(told("Essai", "Essai"), [] as [&str; 0]);
}

#[test]
fn each_mistake_has_its_place_and_its_reason() {
    all_told(&[
        // What is written.
        ("version = 1", "version = 1\nverison = 2", "3:1: clé inconnue « verison »"),
        ("label = \"Nature\"\n", "", "12:1: il manque « label »"),
        ("type = \"etp\"", "type = \"etp2\"", "25:9: type inconnu « etp2 »"),
        ("key = \"a.numero\"", "key = \"a.nature\"", "17:1: la clé « a.nature » est déjà prise"),
        ("key = \"a.numero\"", "key = \"A numéro\"", "17:1: "),
        ("min = 0", "min = 11", "22:1: « min » dépasse « max » : aucune réponse ne conviendrait"),
        ("min_length = 2", "min_length = 21", "45:1: « min_length » dépasse « max_length »"),
        (
            "justification = \"a.pourquoi\"",
            "reference = \"a.pourquoi\"",
            "29:1: la règle « haut » demande une explication",
        ),
        ("severity = \"justify\"", "severity = \"grave\"", "29:1: « severity » est blocking, justify ou"),
        (
            "  { \"a.etp\" = 5.01 },\n",
            "",
            "29:1: la règle « haut » veut 3 exemples qui échouent, elle en a 2",
        ),
        (
            "{ \"a.etp\" = 0 }",
            "{ \"a.etp\" = 5 }",
            "29:1: la règle « haut » veut 3 exemples qui passent, elle en a 2",
        ),
        // What is said.
        ("a.etp <= 5", "a.etp <= ", "31:19: il manque une valeur à la fin"),
        ("a.etp <= 5", "a.etp + 5", "31:10: "),
        ("a.etp <= 5", "a.ept <= 5", "31:10: champ inconnu « a.ept »"),
        ("a.etp <= 5", "contexte.zone = 'x'", "31:10: fait inconnu « contexte.zone »"),
        ("{a.etp}, c'est", "{a.ept}, c'est", "29:1: le texte nomme « a.ept », qui n'existe pas"),
        ("justification = \"a.pourquoi\"", "justification = \"a.non\"", "29:1: champ inconnu « a.non »"),
        ("parametre.montant", "parametre.prix", "59:29: paramètre inconnu « prix »"),
        ("a.etp <= 5", "a.etp >= 5", "29:1: l'exemple 1 qui doit échouer, de « haut », passe"),
        ("a.etp <= 5", "contexte.jour > 2026-02-30", "31:26: « 2026-02-30 » n'est pas un jour"),
        ("key = \"suite\", label", "key = \"neuf\", label", "12:1: le choix « neuf » est écrit deux fois"),
        ("cadence = \"parfois\"", "required = true", "74:1: « required » ne va pas avec « computed »"),
        (
            "label = \"Numéro\"",
            "label = \"Numéro\"\nvalid_months = 12",
            "17:1: « valid_months » va avec un champ de documents",
        ),
        // What can happen.
        ("a.nature = 'suite'", "a.nature = 'suivi'", "21:23: « suivi » n'est pas une valeur possible"),
        ("a.nature = 'suite'", "a.nature dans ['neuf', 'suivi']", "21:35: « suivi » n'est pas"),
        (
            "a.nature = 'suite'",
            "contexte.type = 'AI'",
            "21:28: « AI » n'est pas une valeur possible (ACI, EI)",
        ),
        ("a.nature = 'suite'", "b.montant > 5", "21:12: « b.montant » vient dans une étape suivante"),
        (
            "variants = [\"ACI\"]\n[[",
            "variants = [\"ACY\"]\n[[",
            "22:1: « ACY » n'est pas une valeur de « type »",
        ),
        (
            "variants = [\"ACI\"]\ncomputed",
            "variants = [\"EI\"]\ncomputed",
            "59:21: « a.etp » n'existe pour aucun des types de ce champ",
        ),
        // Tables, cadences and composites.
        ("key = \"prix\"", "key = \"nom\"", "60:1: la clé « nom » est déjà prise dans ce tableau"),
        ("key = \"prix\"", "key = \"a.prix\"", "68:1: « a.prix » n'est pas la clé d'une colonne"),
        (
            "type = \"euros\"\nrequired",
            "type = \"files\"\nrequired",
            "68:1: une colonne ne contient pas des documents",
        ),
        ("ligne.nom = 'a'", "ligne.non = 'a'", "72:13: colonne inconnue « non »"),
        ("ligne.nom = 'a'", "somme(b.lignes.prix) > 0", "72:19: une colonne lit les cases de sa ligne"),
        (
            "ligne.nom = 'a'",
            "nombre(b.lignes, ligne.nom = 'a') > 0",
            "72:20: une colonne lit les cases de sa ligne",
        ),
        ("total = true", "total = true\nmin_rows = 2", "74:1: clé inconnue « min_rows »"),
        ("type = \"table\"", "type = \"table\"\nmin_rows = 5\nmax_rows = 2", "60:1: « min_rows » dépasse"),
        (
            "type = \"table\"",
            "type = \"table\"\nline = [{ key = \"x\", label = \"X\" }]\nmin_rows = 1",
            "60:1: « min_rows » ne va pas",
        ),
        ("somme(b.lignes.prix)", "somme(b.lignes.nom)", "79:19: une liste de nombres est attendu"),
        ("somme(b.lignes.prix)", "somme(b.lignes)", "79:19: "),
        ("somme(b.lignes.prix)", "somme(b.total, ligne.prix)", "79:19: un tableau est attendu ici"),
        (
            "somme(b.lignes.prix)",
            "si(differents(b.lignes), 1, 0)",
            "79:27: « differents » lit une colonne ou une liste, pas un tableau",
        ),
        ("somme(b.lignes.prix)", "b.lignes[x].prix", "79:13: ligne inconnue « x »"),
        ("somme(b.lignes.prix)", "ligne.prix", "79:13: « ligne. » ne se lit que dans un tableau"),
        ("cadence = \"parfois\"", "cadence = \"jamais\"", "78:12: cadence inconnue « jamais »"),
        ("a.nature = 'neuf'\" }", "b.total > 0\" }", "74:1: ces champs dépendent"),
        ("type = \"person\"", "type = \"person\"\nmax = 2", "84:1: clé inconnue « max »"),
        ("a.etp <= 5", "a.etp <= a.etp2", "31:19: champ inconnu"),
    ]);
}

#[test]
fn what_nothing_can_show_is_told() {
    all_told(&[
        ("a.nature = 'suite'", "a.nature = 'suite' et faux", "21:12: ce champ n'est jamais montré"),
        (
            "a.nature = 'suite'",
            "a.nature = 'suite' et non (a.nature dans ['suite'])",
            "21:12: ce champ n'est jamais montré",
        ),
        (
            "visible = \"a.nature = 'suite'\"",
            "visible = \"a.nature = 'suite'\"\ncadence = \"parfois\"",
            "21:12: ce champ n'est jamais montré",
        ),
        (
            "max = 10\n",
            "max = 10\nvisible = \"contexte.type = 'EI'\"\n",
            "28:12: ce champ n'est jamais montré",
        ),
        (
            "max = 10\nvariants = [\"ACI\"]",
            "max = 10\nvisible = \"contexte.type = 'EI'\"\nvariants = [\"ACI\", \"EI\"]",
            "28:12: ce champ n'est jamais montré pour ACI",
        ),
        // What it reads is shown in the opposite case only.
        (
            "max_length = 20\n",
            "max_length = 20\nvisible = \"renseigne(a.numero) et a.nature = 'neuf'\"\n",
            "51:12: ce champ n'est jamais montré",
        ),
        (
            "max_length = 20\n",
            "max_length = 20\nvisible = \"longueur(a.numero) > 2 et a.nature = 'neuf'\"\n",
            "51:12: ce champ n'est jamais montré",
        ),
    ]);
    // What may hold for all anyone knows is left alone.
    for visible in
        ["a.nature = 'suite' et renseigne(a.numero)", "a.nature = 'neuf' et non renseigne(a.numero)"]
    {
        let to = format!("max_length = 20\nvisible = \"{visible}\"\n");
        assert_eq!(told("max_length = 20\n", &to), [] as [&str; 0], "{visible}");
    }
}

#[test]
fn a_column_that_waits_for_itself_is_told() {
    let to = "label = \"Prix\"\nvisible = \"b.lignes.prix = b.lignes.prix\"";
    let told = told("label = \"Prix\"", to);
    assert!(told.iter().any(|line| line.contains("une colonne lit les cases de sa ligne")), "{told:?}");
}

#[test]
fn all_mistakes_are_told_in_one_run() {
    let text =
        RIGHT.replace("\"suite\"", "\"\"").replace("a.etp <= 5", "a.ept <=").replace("label = \"ETP\"\n", "");
    let problems = read_trame(&text).expect_err("three mistakes");
    assert!(problems.len() >= 3, "{problems:?}");
    // A circle is told beside a bound that is wrong.
    let text = RIGHT
        .replace("min = 0", "min = 11")
        .replace("computed = \"arrondi(a.etp * parametre.montant, 2)\"", "computed = \"b.montant + 1\"");
    let problems = read_trame(&text).expect_err("two mistakes");
    let told = |words: &str| problems.iter().any(|problem| problem.reason.contains(words));
    assert!(told("dépasse") && told("dépendent les uns des autres"), "{problems:?}");
}

#[test]
fn a_circle_of_fields_is_named() {
    let circle = told("computed = \"arrondi(a.etp * parametre.montant, 2)\"", "computed = \"b.montant + 1\"");
    assert!(
        circle[0].contains("dépendent les uns des autres") && circle[0].contains("b.montant"),
        "{circle:?}"
    );
}

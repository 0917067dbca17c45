//! From one version of a trame to the next: the changes in words, and drafts that move without losing anything.

use form::{
    Answers, FieldType, Path, Trame, Value, french, read,
    trame::read_trame,
    versions::{Direction, Fate, diff, migrate},
};
use proptest::prelude::*;
use std::sync::LazyLock;

const FIRST: &str = include_str!("../../../server/trames/dossier-1.toml");
const SECOND: &str = include_str!("../../../server/trames/dossier-2.toml");

fn trame(fields: &str) -> Trame {
    let version = if fields.contains("[formerly]") { 2 } else { 1 };
    let text = format!("key = 'essai'\nversion = {version}\ntitle = 'Essai'\nvariant = 'type'\n{fields}");
    read_trame(&text).unwrap_or_else(|problems| panic!("{problems:?}\n{text}"))
}

fn path(text: &str) -> Path {
    Path::parse(text).expect("a key")
}

/// Nothing is looked up in a list.
fn as_typed(text: &str, _: &FieldType) -> String {
    text.to_owned()
}

const BEFORE: &str = r"
[facts]
type = ['ACI', 'EI']
[[step]]
key = 'un'
title = 'Un'
[[step.field]]
key = 'a.nom'
label = 'Nom'
type = 'text'
max_length = 80
[[step.field]]
key = 'a.montant'
label = 'Montant'
type = 'text'
[[step.field]]
key = 'a.choix'
label = 'Choix'
type = 'choice'
choice = [{ key = 'vieux', label = 'Vieux' }, { key = 'reste', label = 'Reste' }]
[[step.field]]
key = 'a.part'
label = 'Part'
type = 'percent'
[[step.field.rule]]
code = 'haut'
check = 'a.part <= 50'
severity = 'information'
text = 'La part dépasse 50 %.'
passing = [{ 'a.part' = 1 }, { 'a.part' = 2 }, {}]
failing = [{ 'a.part' = 60 }, { 'a.part' = 51 }, { 'a.part' = 99 }]
[[step.field]]
key = 'a.liste'
label = 'Liste'
type = 'table'
[[step.field.column]]
key = 'etp'
label = 'ETP'
type = 'etp'
[[step.field.column]]
key = 'vieille'
label = 'Vieille'
type = 'text'
";

const AFTER: &str = r"
[facts]
type = ['ACI', 'EI']
[formerly]
version = 1
'a.nom' = 'b.nom'
'a.choix' = { vieux = 'neuf' }
'a.liste.etp' = 'a.liste.postes'
[[step]]
key = 'un'
title = 'Premier'
[[step.field]]
key = 'a.montant'
label = 'Montant'
type = 'euros'
required = true
[[step.field]]
key = 'a.choix'
label = 'Choix'
type = 'choice'
choice = [{ key = 'neuf', label = 'Neuf' }, { key = 'reste', label = 'Reste' }]
[[step.field]]
key = 'a.part'
label = 'Part'
type = 'percent'
variants = ['ACI']
[[step.field.rule]]
code = 'haut'
check = 'a.part <= 50'
severity = 'blocking'
text = 'La part dépasse 50 %.'
passing = [{ 'a.part' = 1 }, { 'a.part' = 2 }, {}]
failing = [{ 'a.part' = 60 }, { 'a.part' = 51 }, { 'a.part' = 99 }]
[[step.field]]
key = 'a.liste'
label = 'Liste'
type = 'table'
[[step.field.column]]
key = 'postes'
label = 'ETP'
type = 'etp'
[[step]]
key = 'deux'
title = 'Deux'
[[step.field]]
key = 'b.nom'
label = 'Nom'
type = 'text'
max_length = 40
";

#[test]
fn every_change_is_said_in_a_sentence() {
    let said: Vec<String> = diff(&trame(BEFORE), &trame(AFTER))
        .iter()
        .map(|change| change.said().replace(['\u{a0}', '\u{202f}'], " "))
        .collect();
    assert_eq!(
        said,
        [
            "L’étape « Un » s’appelle maintenant « Premier ».",
            "« Montant » : type changé, de texte à montant en euros.",
            "« Montant » : réponse désormais obligatoire.",
            "« Choix » : choix renommé, « Vieux » devient « Neuf ».",
            "« Part » : demandé à ACI et non plus à tous les types.",
            "« Part » : règle durcie, de pour information à bloquante : La part dépasse 50 %.",
            "« ETP » : clé changée, c’était a.liste.etp.",
            "« Vieille » : champ retiré.",
            "Étape nouvelle : « Deux ».",
            "« Nom » : clé changée, c’était a.nom.",
            "« Nom » : longueur maximale, en caractères, durcie, de 80 à 40.",
            "« Nom » : déplacé de « Un » vers « Deux ».",
        ]
    );
}

#[test]
fn a_version_beside_itself_has_no_change() {
    // Its former names are those of other versions: nothing is called otherwise in itself.
    for text in [FIRST, SECOND, AFTER] {
        let trame = if text == AFTER { trame(AFTER) } else { read_trame(text).expect("a right trame") };
        assert_eq!(diff(&trame, &trame), []);
        let answers: Answers =
            [(path("demande.autres_conventions[r1]"), Value::Row(1))].into_iter().collect();
        assert_eq!(migrate(&trame, &trame, &answers, &as_typed).moves, []);
    }
}

#[test]
fn what_asks_more_is_told_from_what_asks_less() {
    let harder = |changes: Vec<form::versions::Change>| {
        changes.iter().filter(|change| change.direction() == Some(Direction::Harder)).count()
    };
    let softer = |before: &str, after: &str| {
        let changes = diff(&trame(before), &trame(after));
        changes.iter().filter(|change| change.direction() == Some(Direction::Softer)).count()
    };
    assert_eq!(harder(diff(&trame(BEFORE), &trame(AFTER))), 3, "required, rule, length");
    let looser = BEFORE
        .replace("max_length = 80", "max_length = 90")
        .replace("'information'", "'justify'\njustification = 'a.nom'");
    assert_eq!(softer(BEFORE, &looser), 1);
    assert_eq!(softer(&looser, BEFORE), 1);
}

#[test]
fn a_rule_that_verifies_something_else_is_told_by_its_examples() {
    let said = |before: &str, after: &str| -> Vec<String> {
        let changes = diff(&trame(before), &trame(after));
        changes.iter().map(|change| change.said().replace(['\u{a0}', '\u{202f}'], " ")).collect()
    };
    let with = |check: &str, passing: &str, failing: &str| {
        BEFORE
            .replace("check = 'a.part <= 50'", &format!("check = '{check}'"))
            .replace("[{ 'a.part' = 1 }, { 'a.part' = 2 }, {}]", passing)
            .replace("[{ 'a.part' = 60 }, { 'a.part' = 51 }, { 'a.part' = 99 }]", failing)
    };
    let few = "[{ 'a.part' = 1 }, { 'a.part' = 2 }, {}]";
    let tight = with("a.part <= 40", few, "[{ 'a.part' = 60 }, { 'a.part' = 45 }, { 'a.part' = 99 }]");
    assert_eq!(said(BEFORE, &tight), ["« Part » : règle durcie : La part dépasse 50 %."]);
    assert_eq!(said(&tight, BEFORE), ["« Part » : règle assouplie : La part dépasse 50 %."]);
    // Higher at both ends: some answers fail now, others pass now.
    let moved = with(
        "a.part >= 10 et a.part <= 60",
        "[{ 'a.part' = 10 }, { 'a.part' = 55 }, {}]",
        "[{ 'a.part' = 5 }, { 'a.part' = 61 }, { 'a.part' = 99 }]",
    );
    assert_eq!(said(BEFORE, &moved), ["« Part » : règle changée : La part dépasse 50 %."]);
    assert_eq!(
        said(BEFORE, &BEFORE.replace("a.part <= 50", "non (a.part > 50)")),
        ["« Part » : règle changée : La part dépasse 50 %."],
        "the same verdict, written otherwise: no direction is claimed"
    );
}

#[test]
fn words_and_conditions_around_a_question_are_told() {
    let said = |from: &str, to: &str| -> Vec<String> {
        let after = BEFORE.replace(from, to);
        assert_ne!(after, BEFORE, "{from}");
        let changes = diff(&trame(BEFORE), &trame(&after));
        changes.iter().map(|change| change.said().replace(['\u{a0}', '\u{202f}'], " ")).collect()
    };
    for (from, to, expected) in [
        ("title = 'Un'", "title = 'Un'\nintro = 'Une phrase.'", "Étape « Un » : présentation réécrite."),
        ("title = 'Un'", "title = 'Un'\nwhy = 'Une raison.'", "Étape « Un » : présentation réécrite."),
        ("label = 'Reste'", "label = 'Restant'", "« Choix » : choix renommé, « Reste » devient « Restant »."),
        (
            "text = 'La part dépasse 50 %.'",
            "text = 'La part dépasse 50 %.'\nreference = 'Usage'",
            "« Part » : règle réécrite : La part dépasse 50 %.",
        ),
    ] {
        assert_eq!(said(from, to), [expected], "{to}");
    }
    let rare = |cadence: &str| {
        let field = BEFORE.replace("type = 'percent'", "type = 'percent'\ncadence = 'rare'");
        format!("[cadences]\nrare = \"{cadence}\"\n{field}")
    };
    let changes = diff(&trame(&rare("")), &trame(&rare("contexte.type = 'EI'")));
    let said: Vec<String> = changes.iter().map(|change| change.said().replace('\u{a0}', " ")).collect();
    assert_eq!(said, ["« Part » : demandé dans d’autres cas."]);
}

#[test]
fn a_draft_moves_and_every_change_is_told() {
    let (before, after) = (trame(BEFORE), trame(AFTER));
    let answers: Answers = [
        ("a.nom", Value::Text("Odet".to_owned())),
        ("a.montant", Value::Text("1 234,50".to_owned())),
        ("a.choix", Value::Choice("vieux".to_owned())),
        ("a.part", Value::Number("12.00".parse().expect("a number"))),
        ("a.liste[r1]", Value::Row(1)),
        ("a.liste[r1].etp", Value::Number("2.50".parse().expect("a number"))),
        ("a.liste[r1].vieille", Value::Text("gardée".to_owned())),
    ]
    .into_iter()
    .map(|(key, value)| (path(key), value))
    .collect();
    let migration = migrate(&before, &after, &answers, &as_typed);
    let fates: Vec<(&str, &Fate)> =
        migration.told.iter().map(|told| (told.from.as_str(), &told.fate)).collect();
    assert_eq!(
        fates,
        [
            ("a.choix", &Fate::Converted(path("a.choix"), "Neuf".to_owned())),
            ("a.liste[r1].etp", &Fate::Renamed(path("a.liste[r1].postes"))),
            ("a.liste[r1].vieille", &Fate::Left),
            ("a.montant", &Fate::Converted(path("a.montant"), "1\u{202f}234,50\u{a0}€".to_owned())),
            ("a.nom", &Fate::Renamed(path("b.nom"))),
        ]
    );
    let now = migration.applied(&answers);
    assert_eq!(now.get(&path("a.montant")), Some(&Value::Number("1234.50".parse().expect("a number"))));
    assert_eq!(now.get(&path("a.nom")), None);
    assert_eq!(now.get(&path("b.nom")), answers.get(&path("a.nom")));
    assert_eq!(now.get(&path("a.liste[r1].vieille")), answers.get(&path("a.liste[r1].vieille")), "kept");
}

#[test]
fn what_the_new_type_cannot_read_is_kept_as_typed() {
    let answers: Answers =
        [(path("a.montant"), Value::Text("environ mille".to_owned()))].into_iter().collect();
    let migration = migrate(&trame(BEFORE), &trame(AFTER), &answers, &as_typed);
    assert_eq!(migration.told[0].fate, Fate::Unreadable(path("a.montant")));
    let kept = Value::Unreadable("environ mille".to_owned());
    assert_eq!(migration.applied(&answers).get(&path("a.montant")), Some(&kept));
}

#[test]
fn an_answer_without_a_place_never_answers_another_question() {
    let field =
        |key: &str, kind: &str| format!("[[step.field]]\nkey = '{key}'\nlabel = '{key}'\ntype = '{kind}'\n");
    let step = "[facts]\ntype = ['ACI']\n[[step]]\nkey = 'un'\ntitle = 'Un'\n";
    let before = trame(&format!("{step}{}{}", field("a.p", "text"), field("a.q", "text")));
    let after = trame(&format!(
        "[formerly]\nversion = 1\n'a.p' = 'a.q'\n{step}{}{}",
        field("a.p", "text"),
        field("a.q", "text")
    ));
    let text = |text: &str| Value::Text(text.to_owned());
    let answers: Answers =
        [(path("a.p"), text("ancien")), (path("a.q"), text("en place"))].into_iter().collect();
    let migration = migrate(&before, &after, &answers, &as_typed);
    assert_eq!(migration.told.len(), 1);
    assert_eq!((migration.told[0].from.as_str(), &migration.told[0].fate), ("a.p", &Fate::Left));
    let now = migration.applied(&answers);
    assert_eq!((now.get(&path("a.p")), now.get(&path("a.q"))), (None, Some(&text("en place"))));
}

#[test]
fn former_names_are_checked() {
    let told = |formerly: &str| {
        let text = format!(
            "key = 'essai'\nversion = 2\ntitle = 'Essai'\n{}",
            AFTER.replace("'a.nom' = 'b.nom'", formerly,)
        );
        let problems = read_trame(&text).expect_err("a mistake");
        problems.first().map(|problem| problem.reason.replace('\u{a0}', " ")).expect("told")
    };
    let unversioned = AFTER.replace("version = 1\n", "");
    let text = format!("key = 'essai'\nversion = 2\ntitle = 'Essai'\n{unversioned}");
    let problems = read_trame(&text).expect_err("a mistake");
    assert!(problems[0].reason.contains("il manque « version »"), "{problems:?}");
    for (formerly, reason) in [
        ("'a.nom' = 'c.rien'", "« c.rien » n’existe pas dans cette version"),
        ("'a.nom' = 'b.nom'\n'a.autre' = 'b.nom'", "« b.nom » était déjà « a.autre »"),
        ("'b.nom' = { vieux = 'rien' }", "« rien » n’est pas un choix de « b.nom »"),
        (
            "'A' = 'b.nom'",
            "« A » n'est pas une clé : lettres minuscules, chiffres et _ séparés par des points",
        ),
    ] {
        assert_eq!(told(formerly), reason, "{formerly}");
    }
}

#[test]
fn former_names_left_in_the_version_after_change_nothing() {
    let second = trame(AFTER);
    let third = format!("key = 'essai'\nversion = 3\ntitle = 'Essai'\n{AFTER}");
    let third = read_trame(&third).expect("a right trame");
    assert_eq!(diff(&second, &third), [], "a name of the first version may be given again since the second");
}

static NATIONAL: LazyLock<(Trame, Trame)> =
    LazyLock::new(|| (read_trame(FIRST).expect("a right trame"), read_trame(SECOND).expect("a right trame")));

/// An answer to a question of the first national version, typed by a hand that a number guides.
fn typed(trame: &Trame, place: usize, hand: usize) -> Option<(Path, Value)> {
    let fields: Vec<&form::Field> =
        trame.fields().map(|(_, field)| field).filter(|field| field.is_typed()).collect();
    let field = fields[place % fields.len()];
    let choice = field.field_type.choices().first().map(|choice| choice.key.clone()).unwrap_or_default();
    let texts = ["12,50", "01/01/2027", "Quimper", "true", "26290411300061", "29000", choice.as_str()];
    let value = read::read_or_keep(texts[hand % texts.len()], &field.field_type)?;
    Some((field.path.clone(), value))
}

proptest! {
    #[test]
    fn a_migration_loses_nothing_without_a_line(hands in prop::collection::vec((0_usize..200, 0_usize..7), 0..60)) {
        let (before, after) = &*NATIONAL;
        let answers: Answers = hands.into_iter().filter_map(|(place, hand)| typed(before, place, hand)).collect();
        let migration = migrate(before, after, &answers, &as_typed);
        let now = migration.applied(&answers);
        for (path, value) in answers.iter() {
            let told = migration.told.iter().find(|told| told.from == *path);
            let Some(told) = told else {
                prop_assert_eq!(now.get(path), Some(value), "changed without a line: {}", path);
                prop_assert!(after.holder(path).is_some(), "out of the form without a line: {}", path);
                continue;
            };
            match &told.fate {
                Fate::Renamed(to) => prop_assert_eq!(now.get(to), Some(value)),
                Fate::Left => prop_assert_eq!(now.get(path), Some(value)),
                Fate::Converted(to, shown) => {
                    let field = after.field(to).expect("a question");
                    let value = now.get(to).expect("an answer");
                    prop_assert_eq!(&french::value(value, &field.field_type), shown);
                }
                Fate::Unreadable(to) => {
                    let old = before.field(path).expect("a question");
                    let kept = now.get(to).map(|kept| french::typed(kept, &FieldType::Text));
                    prop_assert_eq!(kept, Some(french::typed(value, &old.field_type)));
                }
            }
        }
        prop_assert_eq!(now.len(), answers.len(), "as many answers as before");
    }
}

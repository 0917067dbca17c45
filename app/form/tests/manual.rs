//! `docs/trame.md`: what it shows is read, and nothing of the language is left out of it.

use form::{
    FieldType,
    expr::{Function, parse},
    trame::read_trame,
};

const MANUAL: &str = include_str!("../../../docs/trame.md");
const NATIONAL: &str = include_str!("../../../server/trames/dossier-2.toml");

#[test]
fn its_expressions_hold_on_the_national_trame() {
    let block = MANUAL.split("```expression\n").nth(1).and_then(|rest| rest.split("```").next());
    let lines: Vec<&str> = block.expect("a block of expressions").lines().collect();
    assert!(lines.len() >= 5);
    for line in lines {
        parse(line).unwrap_or_else(|problem| panic!("{line}: {problem:?}"));
        let kind = if line.contains(" et ") || line.contains(" = ") { "boolean" } else { "decimal" };
        let field = format!(
            "\n[[step]]\nkey = \"essai\"\ntitle = \"Essai\"\n[[step.field]]\nkey = \"essai.essai\"\n\
             label = \"Essai\"\ntype = \"{kind}\"\nvariants = [\"ACI\"]\ncomputed = \"{line}\"\n"
        );
        let problems = read_trame(&format!("{NATIONAL}{field}")).err().unwrap_or_default();
        assert!(problems.is_empty(), "{line}: {problems:?}");
    }
}

#[test]
fn every_function_and_type_is_in_it() {
    for (_, name, _) in Function::ALL {
        assert!(MANUAL.contains(&format!("`{name}(")), "{name}");
    }
    for name in FieldType::NAMES {
        assert!(MANUAL.contains(&format!("`{name}`")), "{name}");
        let more = match name {
            "choice" | "choices" => "choice = [{ key = \"a\", label = \"A\" }]\n",
            "table" => "[[step.field.column]]\nkey = \"b\"\nlabel = \"B\"\ntype = \"text\"\n",
            _ => "",
        };
        let text = format!(
            "key = \"essai\"\nversion = 1\ntitle = \"Essai\"\n[[step]]\nkey = \"un\"\ntitle = \"Un\"\n\
             [[step.field]]\nkey = \"a\"\nlabel = \"A\"\ntype = \"{name}\"\n{more}"
        );
        assert!(read_trame(&text).is_ok(), "{name}: {:?}", read_trame(&text));
    }
}

#[test]
fn its_local_questions_are_right() {
    let block = MANUAL.split("```toml\ndepartement").nth(1).and_then(|rest| rest.split("```").next());
    let text = format!("departement{}", block.expect("a block of local questions"));
    let national = read_trame(NATIONAL).expect("a right trame");
    let problems = form::trame::read_local(&text, &national).err().unwrap_or_default();
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn every_key_it_shows_is_read() {
    // Key by key, on the block of a field: a key that the reader does not know is refused.
    let field =
        MANUAL.split("[[step.field]]").nth(1).and_then(|rest| rest.split("```").next()).expect("a field");
    let unknown = "visible = \"demande.nature = 'renouvellement'\"\n";
    let cadence = "cadence = \"renouvellement\"      # chaque année sinon\n";
    assert!(field.contains(unknown) && field.contains(cadence));
    let field = field.replace(unknown, "").replace(cadence, "");
    let text = format!(
        "key = \"essai\"\nversion = 1\ntitle = \"Essai\"\n[[step]]\nkey = \"un\"\ntitle = \"Un\"\n[[step.field]]{field}"
    );
    let problems = read_trame(&text).err().unwrap_or_default();
    assert!(problems.is_empty(), "{problems:?}");
}

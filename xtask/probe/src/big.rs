//! Forms of any size, as dense in conditions and rules as the national trame.

use std::fmt::Write;

/// The form as a trame file, some blocks a step: of each block's twenty fields, four are computed, three
/// conditional, with three rules.
#[must_use]
pub fn trame(blocks: usize, a_step: usize) -> String {
    let mut text = String::from(
        "key = \"grand\"\nversion = 1\ntitle = \"Grand formulaire\"\nparameters = [\"montant_unitaire\"]\n[facts]\nexercice = \"number\"\n",
    );
    for block in 0..blocks {
        let mut line = |content: &str| writeln!(text, "{content}").expect("a text grows");
        if block % a_step == 0 {
            line(&format!("[[step]]\nkey = \"etape{block}\"\ntitle = \"Étape {block}\"\nminutes = 1"));
        }
        let mut field = |name: &str, kind: &str, more: &str| {
            line(&format!(
                "[[step.field]]\nkey = \"b{block}.{name}\"\nlabel = \"Champ {name}\"\ntype = \"{kind}\"\n{more}"
            ));
        };
        for place in 0..8 {
            field(&format!("n{place}"), "etp", "required = true\nmin = 0\nmax = 1000");
        }
        for place in 0..4 {
            let (one, two) = (place * 2, place * 2 + 1);
            let sum =
                format!("computed = \"b{block}.n{one} + b{block}.n{two} * parametre.montant_unitaire\"");
            field(&format!("c{place}"), "euros", &sum);
        }
        field("oui", "boolean", "required = true");
        for place in 0..3 {
            let examples = |verdict: &str, answers: &str| -> String {
                let one = |number: i32| format!("{{ \"b{block}.d{place}\" = {number}{answers} }}, ");
                let cases: String = (5..8).map(one).collect();
                format!("{verdict} = [{cases}]\n")
            };
            let failing = format!(", \"b{block}.oui\" = true, \"b{block}.n{place}\" = 0");
            let rule = format!(
                "visible = \"b{block}.oui\"\nrequired = \"b{block}.n{place} > 10\"\n[[step.field.rule]]\ncode = \"r{block}_{place}\"\n\
                 check = \"b{block}.d{place} < b{block}.n{place} * 1000 et (b{block}.n{place} > 0 ou b{block}.oui)\"\n\
                 severity = \"blocking\"\ntext = \"La valeur dépasse {{b{block}.c{place}}}.\"\n{}{}",
                examples("passing", ""),
                examples("failing", &failing)
            );
            field(&format!("d{place}"), "euros", &rule);
        }
        field("siret", "siret", "required = true");
        field("debut", "date", "required = true");
        field("texte", "long_text", "max_length = 2000");
        field("nom", "text", "required = true\nmax_length = 200");
    }
    text
}

//! What an answer may open: the questions that read it, and the explanations that rules about it ask for.

use super::Program;
use crate::Path;

impl Program {
    /// Whether another answer at `from` may change what is asked at `path`: whether it is shown or required, or the
    /// explanation of a rule.
    #[must_use]
    pub fn may_open(&self, from: &Path, path: &Path) -> bool {
        let (Some(from), Some(to)) = (self.slot(from), self.slot(path)) else { return false };
        let mut reached = vec![false; self.nodes.len()];
        let mut ahead = vec![from];
        while let Some(slot) = ahead.pop() {
            if std::mem::replace(&mut reached[slot], true) {
                continue;
            }
            let node = &self.nodes[slot];
            ahead.extend(&node.dependents);
            ahead.extend(node.rules.iter().filter_map(|rule| self.rules[*rule].check.justification));
            let columns = node.table.iter().flat_map(|table| &table.columns);
            ahead.extend(columns.flat_map(|column| &column.rules).filter_map(|check| check.justification));
        }
        reached[to] && from != to
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trame::read_trame;

    #[test]
    fn an_answer_opens_what_reads_it_and_the_explanation_of_its_rules_and_nothing_else() {
        let text = r#"
            key = "essai"
            version = 1
            title = "Essai"
            [[step]]
            key = "un"
            title = "Un"
            [[step.field]]
            key = "un.choix"
            label = "Choix"
            type = "boolean"
            [[step.field]]
            key = "un.suite"
            label = "Suite"
            type = "integer"
            visible = "un.choix"
            [[step.field.rule]]
            code = "grand"
            check = "un.suite <= 10"
            severity = "justify"
            text = "Grand."
            justification = "un.pourquoi"
            passing = [{ "un.suite" = 1 }, { "un.suite" = 10 }, { "un.suite" = 0 }]
            failing = [{ "un.suite" = 11 }, { "un.suite" = 12 }, { "un.suite" = 99 }]
            [[step.field]]
            key = "un.pourquoi"
            label = "Pourquoi"
            type = "long_text"
            [[step.field]]
            key = "un.autre"
            label = "Autre"
            type = "text"
        "#;
        let trame = read_trame(text).expect("a form");
        let program = Program::compile(trame).expect("no cycle");
        let path = |key: &str| Path::parse(&format!("un.{key}")).expect("a key");
        for (from, to, opens) in [
            ("choix", "suite", true),
            ("suite", "pourquoi", true),
            ("choix", "pourquoi", true),
            ("suite", "choix", false),
            ("choix", "autre", false),
            ("choix", "choix", false),
            ("choix", "absente", false),
        ] {
            assert_eq!(program.may_open(&path(from), &path(to)), opens, "{from} → {to}");
        }
    }
}

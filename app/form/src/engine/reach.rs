//! What an answer may open: the questions that read it, and the explanations that rules about it ask for.

use super::Program;
use crate::{Path, Severity};

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

    /// Whether another answer at `from` may have to be followed by another at `path` for the form to be sent: a rule
    /// that blocks it weighs what comes of the first against the second, or its sum; or `path` explains what a rule says
    /// of `from`.
    #[must_use]
    pub fn is_bound(&self, from: &Path, path: &Path) -> bool {
        let (Some(from), Some(to)) = (self.slot(from), self.slot(path)) else { return false };
        // What is far from a rule is not what one changes to keep it: the posts, for a budget that does not balance.
        let (of_from, of_to) = (self.worked_out_of(from, usize::MAX), self.worked_out_of(to, 1));
        from != to
            && self.rules.iter().enumerate().any(|(number, rule)| {
                let reads = self.reads(&rule.check.expr);
                let weighs = |values: &[usize]| reads.iter().any(|read| values.contains(read));
                let blocks = || self.rule(number).severity == Severity::Blocking;
                weighs(&of_from) && (rule.check.justification == Some(to) || (blocks() && weighs(&of_to)))
            })
    }

    /// A field and those whose value is worked out of it, so many workings away at most.
    fn worked_out_of(&self, slot: usize, furthest: usize) -> Vec<usize> {
        let mut found = vec![(slot, 0)];
        let mut next = 0;
        while let Some((slot, away)) = found.get(next).copied() {
            next += 1;
            for dependent in self.nodes[slot].dependents.iter().filter(|_| away < furthest) {
                let computed = self.nodes[*dependent].question.computed.as_ref();
                let reads = computed.is_some_and(|expr| self.reads(expr).contains(&slot));
                if reads && !found.iter().any(|(known, _)| known == dependent) {
                    found.push((*dependent, away + 1));
                }
            }
        }
        found.into_iter().map(|(slot, _)| slot).collect()
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

    #[test]
    fn answers_that_a_blocking_rule_weighs_together_are_bound_and_so_is_their_explanation() {
        let text = r#"
            key = "essai"
            version = 1
            title = "Essai"
            [[step]]
            key = "un"
            title = "Un"
            [[step.field]]
            key = "un.parts"
            label = "Parts"
            type = "table"
            row = "Part"
            add = "Ajouter"
            [[step.field.column]]
            key = "etp"
            label = "ETP"
            type = "integer"
            [[step.field]]
            key = "un.somme"
            label = "Somme"
            type = "integer"
            computed = "somme(un.parts.etp)"
            [[step.field]]
            key = "un.tout"
            label = "Tout"
            type = "integer"
            visible = "un.garde"
            [[step.field.rule]]
            code = "somme"
            check = "un.somme = un.tout"
            severity = "blocking"
            text = "Autre."
            passing = [{ "un.somme" = 1, "un.tout" = 1 }, { "un.somme" = 2, "un.tout" = 2 }, { "un.somme" = 0, "un.tout" = 0 }]
            failing = [{ "un.somme" = 1, "un.tout" = 2 }, { "un.somme" = 2, "un.tout" = 1 }, { "un.somme" = 0, "un.tout" = 9 }]
            [[step.field.rule]]
            code = "ecart"
            check = "un.tout <= un.avant"
            severity = "justify"
            text = "Plus."
            justification = "un.pourquoi"
            passing = [{ "un.tout" = 1, "un.avant" = 1 }, { "un.tout" = 1, "un.avant" = 2 }, { "un.tout" = 0, "un.avant" = 0 }]
            failing = [{ "un.tout" = 2, "un.avant" = 1 }, { "un.tout" = 3, "un.avant" = 1 }, { "un.tout" = 9, "un.avant" = 1 }]
            [[step.field]]
            key = "un.garde"
            label = "Garde"
            type = "boolean"
            [[step.field]]
            key = "un.avant"
            label = "Avant"
            type = "integer"
            [[step.field]]
            key = "un.pourquoi"
            label = "Pourquoi"
            type = "long_text"
        "#;
        let program = Program::compile(read_trame(text).expect("a form")).expect("no cycle");
        let path = |key: &str| Path::parse(&format!("un.{key}")).expect("a key");
        for (from, to, bound) in [
            ("tout", "parts", true),
            ("parts", "tout", true),
            ("tout", "parts[r1].etp", true),
            ("tout", "pourquoi", true),
            ("avant", "pourquoi", true),
            // What is only to be justified may stay as it is, and so may what is only shown by another.
            ("tout", "avant", false),
            ("garde", "parts", false),
            ("parts", "garde", false),
            ("tout", "tout", false),
        ] {
            assert_eq!(program.is_bound(&path(from), &path(to)), bound, "{from} → {to}");
        }
    }
}

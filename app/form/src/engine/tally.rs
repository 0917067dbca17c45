//! Gathering findings: beside a field, in a step, in all.

use super::{Evaluation, Issue, Program, Severity};
use crate::Path;

/// How far a step is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StepTally {
    /// Fields shown that a person can answer.
    pub asked: usize,
    /// Of these, answered.
    pub answered: usize,
    /// Required answers still missing, cells of tables included.
    pub missing: usize,
    /// Findings that hold submission back, missing answers left out.
    pub blocking: usize,
    /// Explanations still to give.
    pub to_justify: usize,
}

impl Program {
    /// Findings beside a field, a row or a cell, the most serious first; those of a table's cells stand beside the cells.
    #[must_use]
    pub fn issues_of<'a>(&self, evaluation: &'a Evaluation, path: &Path) -> Vec<&'a Issue> {
        let Some(slot) = self.slot(path) else { return Vec::new() };
        let state = &evaluation.fields[slot];
        let mut issues: Vec<&Issue> = match path.in_table() {
            Some(_) => {
                let cell = self.state(evaluation, path).and_then(|cell| cell.issue.as_ref());
                let failures = state.rows.iter().flat_map(|row| &row.failures);
                cell.into_iter().chain(failures.filter(|issue| issue.path == *path)).collect()
            }
            None => self.own_issues(evaluation, slot).collect(),
        };
        issues.sort_by_key(|issue| issue.severity);
        issues
    }

    /// Findings beside a field and all its cells, in the order of the page.
    #[must_use]
    pub fn issues_under<'a>(&self, evaluation: &'a Evaluation, path: &Path) -> Vec<&'a Issue> {
        let mut issues = self.issues_of(evaluation, path);
        let Some(slot) = self.slot(path) else { return issues };
        for row in &evaluation.fields[slot].rows {
            issues.extend(row.cells.iter().filter_map(|cell| cell.issue.as_ref()));
            issues.extend(&row.failures);
        }
        issues
    }

    fn own_issues<'a>(&self, evaluation: &'a Evaluation, slot: usize) -> impl Iterator<Item = &'a Issue> {
        let rules = self.nodes[slot].rules.iter().filter(move |number| self.rules[**number].field == slot);
        let failures = rules.filter_map(|number| evaluation.failures[*number].as_ref());
        evaluation.fields[slot].issue.iter().chain(failures)
    }

    /// Every finding, in the order of the trame.
    #[must_use]
    pub fn issues<'a>(&self, evaluation: &'a Evaluation) -> Vec<&'a Issue> {
        self.trame.fields().flat_map(|(_, field)| self.issues_under(evaluation, &field.path)).collect()
    }

    /// How far a step is.
    #[must_use]
    pub fn tally(&self, evaluation: &Evaluation, step: &str) -> StepTally {
        let mut tally = StepTally::default();
        for field in self.trame.step(step).into_iter().flat_map(|step| &step.fields) {
            let Some(state) = self.state(evaluation, &field.path).filter(|state| state.visible) else {
                continue;
            };
            if field.is_typed() {
                tally.asked += 1;
                tally.answered += usize::from(state.is_answered());
            }
            let issues = self.issues_under(evaluation, &field.path);
            for issue in issues.into_iter().filter(|issue| issue.holds_back()) {
                match issue.severity {
                    _ if issue.is_missing() => tally.missing += 1,
                    Severity::ToJustify => tally.to_justify += 1,
                    _ => tally.blocking += 1,
                }
            }
        }
        tally
    }
}

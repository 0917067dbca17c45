//! Findings about answers.

use serde::{Deserialize, Serialize};

use crate::{Date, Decimal, Path, read::Misread};

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Submission is refused while it lasts.
    Blocking,
    /// Submission asks for an explanation.
    ToJustify,
    /// Said, and nothing more.
    Information,
}

/// What a finding is about: a stable code with its parameters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueCode {
    /// A required answer is missing.
    Required,
    /// What was typed does not fit the type.
    Unreadable(Misread),
    /// Below the smallest number accepted.
    TooSmall(#[serde(with = "crate::exact")] Decimal),
    /// Above the largest number accepted.
    TooBig(#[serde(with = "crate::exact")] Decimal),
    /// Fewer characters than asked: fewest, found.
    TooShort(usize, usize),
    /// More characters than accepted: most, found.
    TooLong(usize, usize),
    /// Fewer rows than asked: fewest, found.
    TooFewRows(u32, u32),
    /// More rows than accepted: most, found.
    TooManyRows(u32, u32),
    /// The antivirus found something in a document: its name, what was found.
    PieceRefused(String, String),
    /// A document serves no more: its name, its last day.
    PieceExpired(String, #[serde(with = "crate::day")] Date),
    /// A rule of the trame fails.
    Rule(String),
}

/// One finding about one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// The field it stands beside.
    pub path: Path,
    /// What it is about.
    pub code: IssueCode,
    /// How serious it is.
    pub severity: Severity,
    /// Whether the explanation it asks for has been given.
    pub justified: bool,
    /// What is said, in French, with the values in place.
    pub text: String,
    /// What who fills can do about it.
    pub advice: Option<String>,
    /// Text of law or practice behind it.
    pub reference: Option<String>,
}

impl Issue {
    /// Whether an explanation settles it.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.severity == Severity::ToJustify
    }

    /// The code of the rule that fails, for a finding of a rule.
    #[must_use]
    pub fn rule(&self) -> Option<&String> {
        if let IssueCode::Rule(code) = &self.code { Some(code) } else { None }
    }

    /// Whether submission waits for this finding.
    #[must_use]
    pub fn holds_back(&self) -> bool {
        match self.severity {
            Severity::Blocking => true,
            Severity::ToJustify => !self.justified,
            Severity::Information => false,
        }
    }

    /// What is said to who fills: the finding, then what to do about it.
    #[must_use]
    pub fn said(&self) -> String {
        match &self.advice {
            Some(advice) => format!("{} {advice}", self.text),
            None => self.text.clone(),
        }
    }

    /// Whether it only says that an answer is still to come.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.code == IssueCode::Required
    }
}

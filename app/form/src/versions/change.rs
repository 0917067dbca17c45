//! One difference between two versions of a trame.

use crate::{Decimal, Path, Severity};

/// One difference, about a question, a step or a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Key of the step it is about, in the later version unless the step left.
    pub step: String,
    /// The question in the earlier version; none for a step, and for a question that came.
    pub before: Option<Path>,
    /// The question in the later version; none for a step, and for a question that left.
    pub after: Option<Path>,
    /// What people call it: the label of the question, the title of the step.
    pub label: String,
    /// What is different.
    pub what: What,
}

/// Whether a change asks more of who fills, or less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More is asked, or less is accepted.
    Harder,
    /// Less is asked, or more is accepted.
    Softer,
}

/// What is different.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A step came.
    StepAdded,
    /// A step left.
    StepRemoved,
    /// A step has another title: the one before.
    StepRetitled(String),
    /// The texts of a step changed: what it says under its title, what its questions are for.
    StepReworded,
    /// A question came.
    Added,
    /// A question left.
    Removed,
    /// A question has another key: the one before.
    Renamed(Path),
    /// A question stands in another step: the titles before and after.
    Moved(String, String),
    /// A question is worded otherwise: the label before.
    Relabelled(String),
    /// The texts around the question changed: which, in words.
    Reworded(Vec<&'static str>),
    /// The answer has another type: before and after, in words.
    Retyped(String, String),
    /// A choice came: its label.
    ChoiceAdded(String),
    /// A choice left: its label.
    ChoiceRemoved(String),
    /// A row that is always there came: its label.
    LineAdded(String),
    /// A row that was always there left: its label.
    LineRemoved(String),
    /// The answer is required in other cases: whether it always is, sometimes, or never any more.
    Required(Need),
    /// The question is asked of other kinds: those of before, those of after; all when empty.
    Audience(Vec<String>, Vec<String>),
    /// A choice is worded otherwise: its labels before and after.
    ChoiceRelabelled(String, String),
    /// A row that is always there is worded otherwise: its labels before and after.
    LineRelabelled(String, String),
    /// The question is shown in other cases.
    Shown,
    /// The value is worked out, and no longer typed.
    NowComputed,
    /// The value is typed, and no longer worked out.
    NowTyped,
    /// The value is worked out otherwise.
    Formula,
    /// A bound changed: which, before, after.
    Bound(Bound, Option<Decimal>, Option<Decimal>),
    /// A rule came: its text.
    RuleAdded(String, Severity),
    /// A rule left: its text.
    RuleRemoved(String, Severity),
    /// A rule is more or less serious: its text, before, after.
    RuleSeverity(String, Severity, Severity),
    /// A rule verifies something else: its text of today, and whether its examples show that it asks more or less.
    RuleCheck(String, Option<Direction>),
    /// A rule is worded otherwise: its text of today.
    RuleReworded(String),
}

/// When an answer is required, for a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Always.
    Always,
    /// In some cases.
    Sometimes,
    /// Never.
    Never,
}

/// A bound of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Smallest number.
    Min,
    /// Largest number.
    Max,
    /// Fewest characters.
    MinLength,
    /// Most characters.
    MaxLength,
    /// Fewest rows.
    MinRows,
    /// Most rows.
    MaxRows,
}

impl Bound {
    /// Whether more of it asks more of who fills.
    #[must_use]
    pub(super) fn is_floor(self) -> bool {
        matches!(self, Self::Min | Self::MinLength | Self::MinRows)
    }
}

impl Change {
    /// Whether the change asks more of who fills, or less; none when it does neither, or when nobody can tell.
    #[must_use]
    pub fn direction(&self) -> Option<Direction> {
        use Direction::{Harder, Softer};
        match &self.what {
            What::RuleAdded(_, severity) if *severity != Severity::Information => Some(Harder),
            What::RuleRemoved(_, severity) if *severity != Severity::Information => Some(Softer),
            What::RuleCheck(_, direction) => *direction,
            What::RuleSeverity(_, before, after) => Some(if after < before { Harder } else { Softer }),
            What::Required(Need::Always) | What::ChoiceRemoved(_) => Some(Harder),
            What::Required(Need::Never) | What::ChoiceAdded(_) => Some(Softer),
            What::Bound(bound, before, after) => {
                let tighter = match (before, after) {
                    (None, Some(_)) => true,
                    (Some(before), Some(after)) => (after > before) == bound.is_floor(),
                    _ => false,
                };
                Some(if tighter { Harder } else { Softer })
            }
            _ => None,
        }
    }

    /// Whether who already filled the question has something to look at again: more than words changed.
    #[must_use]
    pub fn is_of_substance(&self) -> bool {
        !matches!(
            self.what,
            What::Reworded(_)
                | What::StepReworded
                | What::ChoiceRelabelled(..)
                | What::LineRelabelled(..)
                | What::Relabelled(_)
                | What::RuleReworded(_)
                | What::StepRetitled(_)
                | What::Renamed(_)
                | What::Moved(..)
        )
    }
}

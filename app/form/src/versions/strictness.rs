//! Whether a rule that verifies something else asks more than before, or less.

use super::change::Direction;
use crate::{Rule, engine};

/// What the examples of both versions tell: harder when some that passed fail and none the other way round.
///
/// None when no example tells them apart, or when some became harder and others softer.
pub(super) fn direction(before: &Rule, after: &Rule) -> Option<Direction> {
    let (old, new) = (engine::check_of(before), engine::check_of(after));
    let (mut harder, mut softer) = (false, false);
    for example in before.examples.iter().chain(&after.examples) {
        match (engine::verdict(&old, example), engine::verdict(&new, example)) {
            // What is unknown raises nothing: it passes.
            (was, Some(false)) if was != Some(false) => harder = true,
            (Some(false), is) if is != Some(false) => softer = true,
            _ => {}
        }
    }
    match (harder, softer) {
        (true, false) => Some(Direction::Harder),
        (false, true) => Some(Direction::Softer),
        _ => None,
    }
}

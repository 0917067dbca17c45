//! When a mail leaves, and when it is tried again.

use jiff::ToSpan;

use super::Cause;
use crate::Timestamp;

/// Minutes for which what often comes in numbers waits for the next: ten corrections asked in a go are one mail.
const TOGETHER: i64 = 10;

/// Minutes before each new try, the first try first; after the last, the mail is given up: four days in all.
const AGAIN: [i64; 12] = [1, 5, 15, 60, 180, 360, 720, 720, 720, 720, 1_440, 1_440];

/// Most seconds that somebody who sends a mail keeps it to themselves.
const CLAIM: i64 = 120;

/// When the mail of something that happened may leave.
#[must_use]
pub fn first(cause: Cause, at: Timestamp) -> Timestamp {
    let waits = matches!(
        cause,
        Cause::CorrectionAsked | Cause::CorrectionClosed | Cause::ServiceWrote | Cause::StructureWrote
    );
    if waits { at + TOGETHER.minutes() } else { at }
}

/// When a mail that could not leave is tried again, after so many tries; none when it is given up.
#[must_use]
pub fn again(now: Timestamp, tries: u32) -> Option<Timestamp> {
    let minutes = AGAIN.get(usize::try_from(tries.saturating_sub(1)).ok()?)?;
    Some(now + minutes.minutes())
}

/// Until when who sends a mail has it alone.
#[must_use]
pub fn claimed(now: Timestamp) -> Timestamp {
    now + CLAIM.seconds()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_are_further_and_further_apart_then_given_up_after_four_days() {
        let begun = Timestamp::from_second(1_800_000_000).expect("an instant");
        let (mut now, mut last, mut tries) = (begun, 0, 1);
        while let Some(next) = again(now, tries) {
            let waited = next.as_second() - now.as_second();
            assert!(waited >= last, "try {tries}");
            (now, last, tries) = (next, waited, tries + 1);
        }
        let days = (now.as_second() - begun.as_second()) / 86_400;
        assert_eq!((tries, days), (13, 4));
    }
}

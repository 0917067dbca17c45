//! Shares as people read them: the rate, then the two numbers it is made of.

use std::fmt;

use domain::inventory::Share;
use form::{Decimal, french};

/// What is said of a share over nothing.
const NONE: &str = "sans objet";

/// A rate of two whole numbers, in words.
pub(super) struct Percent(pub(super) Option<u32>, pub(super) Option<u32>);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rate = self.0.zip(self.1).and_then(|(part, whole)| Share { part, whole }.percent());
        f.write_str(&rate.map_or_else(|| NONE.to_owned(), rounded))
    }
}

/// `67 % (2 sur 3)`, or that it has no object.
pub(super) fn share(share: Share) -> String {
    let number = |count: u32| french::number(Decimal::from(count), 0);
    match share.percent() {
        None => NONE.to_owned(),
        Some(rate) => {
            format!("{} ({}\u{a0}sur\u{a0}{})", rounded(rate), number(share.part), number(share.whole))
        }
    }
}

/// A whole rate; one that is neither nothing nor all is never shown as such.
fn rounded(rate: Decimal) -> String {
    let (low, high) = (Decimal::ONE, Decimal::from(99));
    let shown = if rate > Decimal::ZERO && rate < low {
        "moins de 1".to_owned()
    } else if rate > high && rate < Decimal::ONE_HUNDRED {
        "plus de 99".to_owned()
    } else {
        french::number(rate, 0)
    };
    format!("{shown}\u{202f}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_told_with_its_numbers_and_over_nothing_it_has_no_object() {
        for (part, whole, expected) in [
            (3, 3, "100\u{202f}% (3\u{a0}sur\u{a0}3)"),
            (2, 3, "67\u{202f}% (2\u{a0}sur\u{a0}3)"),
            (0, 3, "0\u{202f}% (0\u{a0}sur\u{a0}3)"),
            (1, 5_000, "moins de 1\u{202f}% (1\u{a0}sur\u{a0}5\u{202f}000)"),
            (4_999, 5_000, "plus de 99\u{202f}% (4\u{202f}999\u{a0}sur\u{a0}5\u{202f}000)"),
            (0, 0, "sans objet"),
        ] {
            assert_eq!(share(Share { part, whole }), expected);
        }
        assert_eq!(Percent(Some(1), Some(2)).to_string(), "50\u{202f}%");
        assert_eq!(Percent(Some(0), Some(0)).to_string(), "sans objet");
    }
}

//! What a request asks of a document: all of it, a part of it, or nothing that the browser has not already.

use std::ops::Range;

use axum::http::{HeaderMap, header};

/// What is asked of so many bytes.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    /// All of them.
    Whole,
    /// These.
    Part(Range<u64>),
    /// None that there are.
    Beyond,
    /// None: the browser has them.
    Known,
}

impl Asked {
    /// Reads what headers ask of a document of so many bytes, under a tag that never changes its meaning.
    #[must_use]
    pub fn of(headers: &HeaderMap, tag: &str, size: u64) -> Self {
        let said = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let names = |tags: &str| {
            let tags = tags.split(',').map(|known| known.trim().trim_start_matches("W/"));
            tags.into_iter().any(|known| known == tag || known == "*")
        };
        if said(header::IF_NONE_MATCH).is_some_and(names) {
            return Self::Known;
        }
        // A part of another version would not fit what the browser has.
        let fits = said(header::IF_RANGE).is_none_or(|known| known.trim() == tag);
        let range =
            said(header::RANGE).filter(|_| fits).and_then(|range| range.trim().strip_prefix("bytes="));
        range.map_or(Self::Whole, |range| Self::part(range.trim(), size))
    }

    /// One range; several, or what is none, are answered by the whole.
    fn part(range: &str, size: u64) -> Self {
        match bounds(range, size) {
            None => Self::Whole,
            Some((from, to)) if from < to => Self::Part(from..to),
            Some(_) => Self::Beyond,
        }
    }
}

/// Where a range begins and ends, as far as there are bytes; none for what is no range.
fn bounds(range: &str, size: u64) -> Option<(u64, u64)> {
    let number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u64>().ok())?;
    match range.split_once('-')? {
        // So many bytes of the end.
        ("", last) => Some((size.saturating_sub(number(last)?), size)),
        (from, "") => Some((number(from)?, size)),
        (from, to) => {
            let (from, to): (u64, u64) = (number(from)?, number(to)?);
            (from <= to).then_some((from, to.saturating_add(1).min(size)))
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn asked(headers: &[(header::HeaderName, &str)]) -> Asked {
        let named =
            headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).expect("plain")));
        Asked::of(&named.collect(), "\"abc\"", 100)
    }

    #[test]
    fn a_range_is_a_part_of_what_there_is() {
        for (range, part) in [
            ("bytes=0-9", Asked::Part(0..10)),
            ("bytes=90-", Asked::Part(90..100)),
            ("bytes=90-1000", Asked::Part(90..100)),
            ("bytes=-10", Asked::Part(90..100)),
            ("bytes=-1000", Asked::Part(0..100)),
            ("bytes=0-18446744073709551615", Asked::Part(0..100)),
            ("bytes=100-", Asked::Beyond),
            ("bytes=-0", Asked::Beyond),
            ("bytes=9-0", Asked::Whole),
            ("bytes=0-1,5-6", Asked::Whole),
            ("bytes=-", Asked::Whole),
            ("bytes=a-b", Asked::Whole),
            ("bytes=+1-2", Asked::Whole),
            ("bytes=99999999999999999999-", Asked::Whole),
            ("lines=0-9", Asked::Whole),
        ] {
            assert_eq!(asked(&[(header::RANGE, range)]), part, "{range}");
        }
    }

    #[test]
    fn what_the_browser_has_is_not_sent_again() {
        let range = (header::RANGE, "bytes=0-9");
        assert_eq!(asked(&[(header::IF_NONE_MATCH, "\"x\", W/\"abc\"")]), Asked::Known);
        assert_eq!(asked(&[(header::IF_NONE_MATCH, "\"x\"")]), Asked::Whole);
        assert_eq!(asked(&[(header::IF_RANGE, "\"abc\""), range.clone()]), Asked::Part(0..10));
        assert_eq!(asked(&[(header::IF_RANGE, "\"x\""), range]), Asked::Whole);
    }
}

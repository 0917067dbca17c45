//! How long an answer asks to wait: `Retry-After`, a number of seconds or a date.

use std::time::Duration;

use reqwest::header::{self, HeaderMap, HeaderName};

/// Longest rest that a service is granted, whatever it asks.
const LONGEST_REST: Duration = Duration::from_hours(1);

/// How long an answer asks to wait; none when it does not say, or says it in no form that is known.
///
/// A date is reckoned from the date of the answer itself: the clock of the service is the one that it speaks by,
/// and ours may be wrong. Without it, a date says nothing.
pub(super) fn asked_rest(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: HeaderName| headers.get(name)?.to_str().ok();
    let asked = text(header::RETRY_AFTER)?.trim();
    let rest = if let Ok(seconds) = asked.parse::<u64>() {
        Duration::from_secs(seconds)
    } else {
        let until = httpdate::parse_http_date(asked).ok()?;
        let said_at = httpdate::parse_http_date(text(header::DATE)?).ok()?;
        // A date that has passed asks for no rest.
        until.duration_since(said_at).unwrap_or_default()
    };
    Some(rest.min(LONGEST_REST))
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn seconds_and_dates_are_read() {
        let (nine, half_past) = ("Thu, 26 Nov 2026 09:00:00 GMT", "Thu, 26 Nov 2026 09:30:00 GMT");
        let cases = [
            ("120", None, Some(120)),
            (" 120 ", Some(nine), Some(120)),
            ("0", None, Some(0)),
            ("99999999999", None, Some(3600)),
            (half_past, Some(nine), Some(1800)),
            ("Fri, 27 Nov 2026 09:00:00 GMT", Some(nine), Some(3600)),
            (nine, Some(nine), Some(0)),
            (nine, Some(half_past), Some(0)),
            (half_past, None, None),
            (half_past, Some("ce matin"), None),
            ("Thu, 26 Nov 2026", Some(nine), None),
            ("demain", Some(nine), None),
            ("-5", Some(nine), None),
            ("", Some(nine), None),
        ];
        for (asked, said_at, seconds) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static(asked));
            if let Some(said_at) = said_at {
                headers.insert(header::DATE, HeaderValue::from_static(said_at));
            }
            assert_eq!(asked_rest(&headers), seconds.map(Duration::from_secs), "{asked} said at {said_at:?}");
        }
        assert_eq!(asked_rest(&HeaderMap::new()), None);
    }
}

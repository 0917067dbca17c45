//! Reading ways to reach someone: phone, e-mail, web address, postcode.

use super::{Misread, without_spaces};

/// Reads a French phone number into ten digits; `+33` and the international `00` are accepted.
pub fn phone(text: &str) -> Result<String, Misread> {
    let digits = without_spaces(text).replace(['.', '-', '(', ')', '/'], "");
    let national = digits
        .strip_prefix("+33")
        .or_else(|| digits.strip_prefix("0033"))
        .map_or_else(|| digits.clone(), |rest| format!("0{}", rest.trim_start_matches('0')));
    let right = national.len() == 10
        && national.starts_with('0')
        && national.bytes().all(|b| b.is_ascii_digit())
        && !national.starts_with("00");
    if right { Ok(national) } else { Err(Misread::NotAPhone) }
}

/// Reads an e-mail address: one `@`, a dotted domain, no space.
pub fn email(text: &str) -> Result<String, Misread> {
    let Some((name, domain)) = text.rsplit_once('@') else {
        return Err(Misread::NotAnEmail);
    };
    let name_is_right = !name.is_empty() && name.len() <= 64 && !name.contains(['@', '<', '>', ',', ';']);
    if name_is_right && !text.contains(char::is_whitespace) && is_domain(domain) {
        Ok(format!("{name}@{}", domain.to_ascii_lowercase()))
    } else {
        Err(Misread::NotAnEmail)
    }
}

/// Reads a web address; a bare domain gets `https://`.
pub fn url(text: &str) -> Result<String, Misread> {
    let lower = text.to_ascii_lowercase();
    let rest = if lower.starts_with("https://") {
        &text[8..]
    } else if lower.starts_with("http://") {
        &text[7..]
    } else {
        text
    };
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    if text.contains(char::is_whitespace) || !is_domain(host) {
        return Err(Misread::NotAUrl);
    }
    let scheme = if lower.starts_with("http://") { "http" } else { "https" };
    Ok(format!("{scheme}://{rest}"))
}

/// Reads a French postcode: five digits, the first two of a département or of overseas (01 to 98).
pub fn postcode(text: &str) -> Result<String, Misread> {
    let digits = without_spaces(text);
    if digits.len() == 5 && digits.bytes().all(|b| b.is_ascii_digit()) && ("01".."99").contains(&&digits[..2])
    {
        Ok(digits)
    } else {
        Err(Misread::NotAPostcode)
    }
}

fn is_domain(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    domain.len() <= 253
        && labels.len() >= 2
        && labels.iter().all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
        && labels.last().is_some_and(|last| last.len() >= 2 && !last.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_ten_digits() {
        for text in ["02 98 00 00 01", "0298000001", "+33 2 98 00 00 01", "0033298000001", "02.98.00.00.01"] {
            assert_eq!(phone(text), Ok("0298000001".to_owned()), "{text}");
        }
        for text in ["298000001", "029800000", "abcdefghij", "0098000001"] {
            assert_eq!(phone(text), Err(Misread::NotAPhone), "{text}");
        }
    }

    #[test]
    fn addresses_are_plausible() {
        assert_eq!(email("Camille@Structure.Example"), Ok("Camille@structure.example".to_owned()));
        for text in ["camille", "a@b", "a b@c.fr", "@c.fr", "a@.fr", "a@c.fr, b@c.fr"] {
            assert_eq!(email(text), Err(Misread::NotAnEmail), "{text}");
        }
        assert_eq!(url("structure.example/x"), Ok("https://structure.example/x".to_owned()));
        assert_eq!(url("HTTP://structure.example"), Ok("http://structure.example".to_owned()));
        for text in ["pas un site", "javascript:alert(1)", "https://", "localhost"] {
            assert_eq!(url(text), Err(Misread::NotAUrl), "{text}");
        }
        assert_eq!(postcode("29 770"), Ok("29770".to_owned()));
        for text in ["2977", "00000", "99999", "2A000"] {
            assert_eq!(postcode(text), Err(Misread::NotAPostcode), "{text}");
        }
    }
}

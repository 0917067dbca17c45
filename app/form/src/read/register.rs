//! Reading identifiers of the registers: SIRET, NAF, IDCC, RNA, département.

use super::{Misread, without_spaces};

/// Reads a SIRET: fourteen digits, Luhn key, and not an antenna's made-up number.
///
/// The SIRETs of La Poste (SIREN 356000000) follow another rule: their digits add up to a multiple
/// of five. In les emplois an antenna without its own number ends with `999NN`; no convention is
/// signed with one.
pub fn siret(text: &str) -> Result<String, Misread> {
    let digits = without_spaces(text).replace(['.', '-'], "");
    if digits.len() != 14 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Misread::SiretLength);
    }
    let postal =
        digits.starts_with("356000000") && digits.bytes().map(|b| u32::from(b - b'0')).sum::<u32>() % 5 == 0;
    if !luhn(&digits) && !postal {
        return Err(Misread::SiretKey);
    }
    if digits[9..].starts_with("999") {
        return Err(Misread::SiretMadeUp);
    }
    Ok(digits)
}

/// Whether the digits carry a right Luhn key.
#[must_use]
pub fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte.wrapping_sub(b'0'));
            let weighted = if place % 2 == 1 { digit * 2 } else { digit };
            weighted / 10 + weighted % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Reads a NAF code, with or without its dot: `88.99B`, `8899b`.
pub fn naf(text: &str) -> Result<String, Misread> {
    let code = without_spaces(text).replace('.', "").to_ascii_uppercase();
    let bytes = code.as_bytes();
    let right =
        bytes.len() == 5 && bytes[..4].iter().all(u8::is_ascii_digit) && bytes[4].is_ascii_uppercase();
    if right { Ok(code) } else { Err(Misread::NotANaf) }
}

/// Reads an IDCC of four digits at most; `9999`, as `aucune`, means no collective agreement.
pub fn idcc(text: &str) -> Result<String, Misread> {
    let code = without_spaces(text);
    if code.eq_ignore_ascii_case("aucune") {
        return Ok("9999".to_owned());
    }
    if code.is_empty() || code.len() > 4 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Misread::NotAnIdcc);
    }
    Ok(format!("{code:0>4}"))
}

/// Reads the number of an association in the national register: `W` and nine digits.
pub fn rna(text: &str) -> Result<String, Misread> {
    let code = without_spaces(text).to_ascii_uppercase();
    let right = code.len() == 10
        && code.strip_prefix('W').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    if right { Ok(code) } else { Err(Misread::NotAnRna) }
}

/// Reads a département by its code (`29`, `2A`, `971`: text, never a number) or by its name.
pub fn departement(text: &str) -> Result<String, Misread> {
    let mut code = without_spaces(text).to_ascii_uppercase();
    // A spreadsheet takes the zero of `01` away.
    if code.len() == 1 && code.bytes().all(|byte| byte.is_ascii_digit()) {
        code.insert(0, '0');
    }
    let known = match code.len() {
        2 => {
            matches!(code.as_str(), "2A" | "2B")
                || code.parse::<u8>().is_ok_and(|number| (1..=95).contains(&number) && number != 20)
        }
        3 => matches!(
            code.as_str(),
            "971"
                | "972"
                | "973"
                | "974"
                | "975"
                | "976"
                | "977"
                | "978"
                | "984"
                | "986"
                | "987"
                | "988"
                | "989"
        ),
        _ => false,
    };
    if known {
        return Ok(code);
    }
    super::departements::named(text).map(str::to_owned).ok_or(Misread::NotADepartement)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_siret_has_fourteen_digits_and_a_key() {
        assert_eq!(siret("262 904 113 00061"), Ok("26290411300061".to_owned()));
        assert_eq!(siret("35600000000048"), Ok("35600000000048".to_owned()));
        assert_eq!(siret("26290411300062"), Err(Misread::SiretKey));
        assert_eq!(siret("2629041130006"), Err(Misread::SiretLength));
        assert_eq!(siret("2629041130006A"), Err(Misread::SiretLength));
    }

    #[test]
    fn a_made_up_siret_holds_no_convention() {
        let made_up = (0..100)
            .map(|tail| format!("262904113999{tail:02}"))
            .find(|digits| luhn(digits))
            .expect("one tail in ten has the right key");
        assert_eq!(siret(&made_up), Err(Misread::SiretMadeUp));
    }

    #[test]
    fn codes_are_read_whatever_their_dress() {
        assert_eq!(naf("88.99b"), Ok("8899B".to_owned()));
        assert_eq!(naf("88999"), Err(Misread::NotANaf));
        assert_eq!(idcc("405"), Ok("0405".to_owned()));
        assert_eq!(idcc(" Aucune "), Ok("9999".to_owned()));
        assert_eq!(rna("w123456789"), Ok("W123456789".to_owned()));
        assert_eq!(rna("W12345678"), Err(Misread::NotAnRna));
    }

    #[test]
    fn a_departement_is_text() {
        for good in ["01", "1", "2a", "2B", "95", "971", "976"] {
            assert!(departement(good).is_ok(), "{good}");
        }
        for bad in ["00", "20", "96", "970", "2C", "ab"] {
            assert_eq!(departement(bad), Err(Misread::NotADepartement), "{bad}");
        }
    }
}

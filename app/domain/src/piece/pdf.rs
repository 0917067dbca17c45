//! Whether a PDF can be opened: its marks, from the end, where programs begin to read it.

use super::{lock, sound::Broken};

/// Judges a PDF.
pub(super) fn judge(bytes: &[u8]) -> Result<bool, Broken> {
    let object = last(bytes, b" obj").ok_or(Broken::Pdf)?;
    let table = last(bytes, b"startxref");
    // What comes after the last end is what was being written when the file was cut.
    if table.max(last(bytes, b"%%EOF")).is_none_or(|end| end < object) {
        return Err(Broken::Pdf);
    }
    let Some(trailer) = table.and_then(|at| trailer(bytes, at)) else {
        // Programs look for the objects one by one then: it opens, or not all of it.
        return Ok(true);
    };
    if first(trailer, b"/Encrypt").is_some() {
        return match lock::opens_to_all(bytes, trailer) {
            Some(true) => Ok(false),
            Some(false) => Err(Broken::Locked),
            None => Ok(true),
        };
    }
    Ok(first(trailer, b"/Root").is_none())
}

/// The dictionary that says what the document is, from the table that a `startxref` names.
fn trailer(bytes: &[u8], startxref: usize) -> Option<&[u8]> {
    let (said, _) = number(&bytes[startxref + b"startxref".len()..])?;
    let table = bytes.get(usize::try_from(said).ok()?..)?.trim_ascii_start();
    if table.starts_with(b"xref") {
        let found = &table[first(table, b"trailer")?..];
        return Some(&found[..first(found, b"startxref").unwrap_or(found.len())]);
    }
    // Newer ones write the table as an object, whose dictionary serves for both.
    let (_, rest) = number(table)?;
    let (_, rest) = number(rest)?;
    let found = rest.trim_ascii_start().strip_prefix(b"obj")?;
    Some(&found[..first(found, b"stream")?])
}

/// A whole number, and what follows it.
pub(super) fn number(text: &[u8]) -> Option<(u64, &[u8])> {
    let text = text.trim_ascii_start();
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let number = str::from_utf8(&text[..digits]).ok()?.parse().ok()?;
    Some((number, &text[digits..]))
}

/// Where a mark is found first.
pub(super) fn first(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|part| part == mark)
}

fn last(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).rposition(|part| part == mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &[u8] = include_bytes!("essais/libre.pdf");

    #[test]
    fn a_pdf_cut_short_is_broken_wherever_it_was_cut() {
        assert_eq!(judge(PLAIN), Ok(false));
        let end = first(PLAIN, b"startxref").expect("its end");
        for length in 0..end {
            assert_eq!(judge(&PLAIN[..length]), Err(Broken::Pdf), "{length}");
        }
    }

    #[test]
    fn a_pdf_that_programs_mend_is_taken_with_a_reserve() {
        let wrong = |from: &str, to: &str| {
            let at = first(PLAIN, from.as_bytes()).expect("it is there");
            judge(&[&PLAIN[..at], to.as_bytes(), &PLAIN[at + from.len()..]].concat())
        };
        // Line ends that a mail changed: the table is not where it is said to be.
        assert_eq!(wrong("%PDF-1.3\n", "%PDF-1.3\r\n%another line\r\n"), Ok(true));
        assert_eq!(wrong("/Root", "/Racine"), Ok(true));
        assert_eq!(wrong("%%EOF", ""), Ok(false), "some programs leave the end out");
        assert_eq!(judge(&[PLAIN, &[0; 4_000]].concat()), Ok(false), "or fill the file up");
        assert_eq!(judge(&[PLAIN, b"4 0 obj\n<<"].concat()), Err(Broken::Pdf), "a change that was cut short");
        assert_eq!(judge(b"%PDF-1.7\n%%EOF\n"), Err(Broken::Pdf), "one that holds nothing");
    }

    #[test]
    fn a_table_written_as_an_object_is_read() {
        let head = "%PDF-1.5\n1 0 obj <</Type/Catalog>> endobj\n";
        let table = format!(
            "2 0 obj\n<</Type/XRef/Root 1 0 R>>\nstream\n\u{1}\nendstream\nendobj\nstartxref\n{}\n%%EOF",
            head.len()
        );
        assert_eq!(judge(format!("{head}{table}").as_bytes()), Ok(false));
    }
}

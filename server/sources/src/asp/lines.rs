//! Rows of a delivery: physical lines, joined again where a text broke them.

use std::io::BufRead;

use super::FileProblem;

/// Longest row accepted, in bytes: memory stays bounded whatever the file.
const LONGEST: usize = 1 << 20;

/// One row with the line it starts on.
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) text: String,
}

/// Physical lines, with one of look-ahead.
pub(super) struct Lines<'a> {
    input: &'a mut dyn BufRead,
    next: Option<Line>,
    number: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(input: &'a mut dyn BufRead) -> Result<Self, FileProblem> {
        let mut lines = Self { input, next: None, number: 0 };
        lines.next = lines.read()?;
        if let Some(first) = &mut lines.next {
            first.text = first.text.trim_start_matches('\u{feff}').to_owned();
        }
        Ok(lines)
    }

    /// The next physical line.
    pub(super) fn physical(&mut self) -> Result<Option<Line>, FileProblem> {
        let line = self.next.take();
        if line.is_some() {
            self.next = self.read()?;
        }
        Ok(line)
    }

    /// The next row of `separators` separators, joined from the lines that a text broke it into.
    ///
    /// A short line takes the next one for as long as both together are not too long for one row.
    pub(super) fn row(&mut self, separators: usize) -> Result<Option<Line>, FileProblem> {
        let Some(mut line) = self.physical()? else { return Ok(None) };
        let mut found = count(&line.text);
        while found < separators && !is_last(&line.text) {
            let fits = |next: &Line| {
                !is_last(&next.text)
                    && found + count(&next.text) <= separators
                    && line.text.len() + next.text.len() < LONGEST
            };
            if !self.next.as_ref().is_some_and(fits) {
                break;
            }
            let Some(rest) = self.physical()? else { break };
            if !rest.text.starts_with('|') && !rest.text.is_empty() {
                line.text.push(' ');
            }
            line.text.push_str(&rest.text);
            found = count(&line.text);
        }
        self.take_tail(&mut line)?;
        Ok(Some(line))
    }

    /// Gives a row the lines that hold no separator at all: its last text was broken, no row begins there.
    fn take_tail(&mut self, line: &mut Line) -> Result<(), FileProblem> {
        while !is_last(&line.text) {
            let belongs = |next: &Line| {
                count(&next.text) == 0 && !is_last(&next.text) && line.text.len() + next.text.len() < LONGEST
            };
            if !self.next.as_ref().is_some_and(belongs) {
                break;
            }
            let Some(rest) = self.physical()? else { break };
            if !rest.text.is_empty() {
                line.text.push(' ');
                line.text.push_str(&rest.text);
            }
        }
        Ok(())
    }

    fn read(&mut self) -> Result<Option<Line>, FileProblem> {
        let mut bytes = Vec::new();
        loop {
            let available = self.input.fill_buf()?;
            if available.is_empty() {
                break;
            }
            let end = available.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(available.len(), |end| end + 1);
            // What passes the limit is dropped: the row then has too few columns and is set aside.
            let room = LONGEST.saturating_sub(bytes.len()).min(taken);
            bytes.extend_from_slice(&available[..room]);
            self.input.consume(taken);
            if end.is_some() {
                break;
            }
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        while matches!(bytes.last(), Some(b'\n' | b'\r')) {
            bytes.pop();
        }
        let text = String::from_utf8(bytes).unwrap_or_else(|error| {
            // Deliveries are UTF-8; a stray byte spoils its own character and no more.
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        });
        Ok(Some(Line { number: self.number, text }))
    }
}

/// Whether a line announces the end of the delivery.
pub(super) fn is_last(text: &str) -> bool {
    text.strip_prefix("FIN").is_some_and(|rest| {
        let announced = rest.trim_end_matches('|');
        !announced.is_empty() && announced.bytes().all(|b| b.is_ascii_digit())
    })
}

fn count(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'|').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, separators: usize) -> Vec<(usize, String)> {
        let mut bytes = text.as_bytes();
        let mut lines = Lines::new(&mut bytes).expect("a slice reads");
        let mut rows = Vec::new();
        while let Some(line) = lines.row(separators).expect("a slice reads") {
            rows.push((line.number, line.text));
        }
        rows
    }

    #[test]
    fn a_row_broken_by_a_line_break_is_joined_again() {
        assert_eq!(rows("a|b\n|c\nd|e|f\n", 2), [(1, "a|b|c".to_owned()), (3, "d|e|f".to_owned())]);
        assert_eq!(rows("a|b1\nb2|c\nd|e|f", 2), [(1, "a|b1 b2|c".to_owned()), (3, "d|e|f".to_owned())]);
        assert_eq!(rows("a|b\n\n|c\n", 2), [(1, "a|b|c".to_owned())]);
    }

    #[test]
    fn a_break_in_the_last_column_takes_nothing_from_the_next_row() {
        assert_eq!(
            rows("a|b|c1\nc2\nd|e|f\nFIN2||\n", 2)[..2],
            [(1, "a|b|c1 c2".to_owned()), (3, "d|e|f".to_owned())]
        );
        assert_eq!(rows("a|b|c\n\nd|e|f\n", 2), [(1, "a|b|c".to_owned()), (3, "d|e|f".to_owned())]);
    }

    #[test]
    fn a_short_row_does_not_swallow_the_next_nor_the_end() {
        assert_eq!(rows("a|b\nd|e|f\nFIN2||\n", 2).len(), 3);
        assert_eq!(rows("a|b\nFIN1||\n", 2), [(1, "a|b".to_owned()), (2, "FIN1||".to_owned())]);
    }

    #[test]
    fn line_ends_of_windows_and_byte_order_marks_are_dropped() {
        assert_eq!(rows("\u{feff}a|b|c\r\n", 2), [(1, "a|b|c".to_owned())]);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_to_their_end(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            let mut input = bytes.as_slice();
            let mut lines = Lines::new(&mut input).expect("a slice reads");
            while lines.row(3).expect("a slice reads").is_some() {}
        }
    }
}

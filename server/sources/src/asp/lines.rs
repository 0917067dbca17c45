//! Rows of a delivery: physical lines, joined again where a text broke them.

use std::{collections::VecDeque, io::BufRead};

use super::FileProblem;

/// Longest row accepted, in bytes: memory stays bounded whatever the file.
const LONGEST: usize = 1 << 20;

/// One row with the line it starts on.
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) text: String,
}

/// Physical lines, with as much look-ahead as one row may take.
pub(super) struct Lines<'a> {
    input: &'a mut dyn BufRead,
    ahead: VecDeque<Line>,
    number: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(input: &'a mut dyn BufRead) -> Result<Self, FileProblem> {
        let mut lines = Self { input, ahead: VecDeque::new(), number: 0 };
        if let Some(first) = lines.read()? {
            let text = first.text.trim_start_matches('\u{feff}').to_owned();
            lines.ahead.push_back(Line { text, ..first });
        }
        Ok(lines)
    }

    /// The next physical line.
    pub(super) fn physical(&mut self) -> Result<Option<Line>, FileProblem> {
        match self.ahead.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.read(),
        }
    }

    /// The next row of `separators` separators, joined from the lines that a text broke it into.
    ///
    /// A short line takes the ones after it when all together make exactly one row. When they do not, it is
    /// short by itself, and the ones after it are rows of their own.
    pub(super) fn row(&mut self, separators: usize) -> Result<Option<Line>, FileProblem> {
        let Some(mut line) = self.physical()? else { return Ok(None) };
        if !is_last(&line.text) {
            for _ in 0..self.parts_after(&line, separators)? {
                let Some(rest) = self.physical()? else { break };
                if rest.text.starts_with('|') {
                    line.text.push_str(&rest.text);
                } else {
                    append(&mut line, &rest.text);
                }
            }
            self.take_tail(&mut line)?;
        }
        Ok(Some(line))
    }

    /// How many of the next lines complete a short one; none when they do not make one row.
    fn parts_after(&mut self, line: &Line, separators: usize) -> Result<usize, FileProblem> {
        let (mut found, mut size, mut parts) = (count(&line.text), line.text.len(), 0);
        while found < separators {
            let Some(next) = self.peek(parts)? else { return Ok(0) };
            found += count(&next.text);
            size += next.text.len();
            parts += 1;
            if is_last(&next.text) || size >= LONGEST {
                return Ok(0);
            }
        }
        Ok(if found == separators { parts } else { 0 })
    }

    /// Gives a row the lines that hold no separator at all: its last text was broken, no row begins there.
    fn take_tail(&mut self, line: &mut Line) -> Result<(), FileProblem> {
        while let Some(next) = self.peek(0)? {
            let fits = line.text.len() + next.text.len() < LONGEST;
            if count(&next.text) > 0 || is_last(&next.text) || !fits {
                break;
            }
            let Some(rest) = self.physical()? else { break };
            append(line, &rest.text);
        }
        Ok(())
    }

    /// A line still to come, by its place.
    fn peek(&mut self, place: usize) -> Result<Option<&Line>, FileProblem> {
        while self.ahead.len() <= place {
            match self.read()? {
                Some(line) => self.ahead.push_back(line),
                None => return Ok(None),
            }
        }
        Ok(self.ahead.get(place))
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

/// Adds the rest of a broken text, parted by a space.
fn append(line: &mut Line, rest: &str) {
    if !rest.is_empty() {
        line.text.push(' ');
        line.text.push_str(rest);
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
    fn two_short_rows_are_two_short_rows() {
        let text = "a|b|c\nd|e|f\ng|h|i|j\n";
        let (first, second) = ((1, "a|b|c".to_owned()), (2, "d|e|f".to_owned()));
        assert_eq!(rows(text, 3), [first, second, (3, "g|h|i|j".to_owned())]);
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

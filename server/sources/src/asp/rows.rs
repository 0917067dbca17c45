//! The rows of a delivery from its header to its last line, which must announce as many.

use std::io::BufRead;

use super::{
    FileProblem,
    lines::{Line, Lines, is_last},
};

/// Rows being read.
pub(super) struct Rows<'a> {
    lines: Lines<'a>,
    width: usize,
    found: usize,
    ended: bool,
}

impl<'a> Rows<'a> {
    pub(super) fn new(input: &'a mut dyn BufRead) -> Result<Self, FileProblem> {
        Ok(Self { lines: Lines::new(input)?, width: 0, found: 0, ended: false })
    }

    /// One of the two lines before the rows; blank when the file ends before it.
    pub(super) fn before(&mut self) -> Result<String, FileProblem> {
        Ok(self.lines.physical()?.map(|line| line.text).unwrap_or_default())
    }

    /// Says how many separators a row has, once the header is read.
    pub(super) fn set_width(&mut self, width: usize) {
        self.width = width;
    }

    /// Separators of a row.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// The next row; none after the last line, that must announce the rows found.
    pub(super) fn next(&mut self) -> Result<Option<Line>, FileProblem> {
        if self.ended {
            return Ok(None);
        }
        let Some(line) = self.lines.row(self.width)? else { return Err(FileProblem::Cut(self.found + 3)) };
        if !is_last(&line.text) {
            self.found += 1;
            return Ok(Some(line));
        }
        self.ended = true;
        let announced = line.text.trim_start_matches("FIN").trim_end_matches('|').parse().unwrap_or_default();
        if announced != self.found {
            return Err(FileProblem::Count { line: line.number, announced, found: self.found });
        }
        while let Some(rest) = self.lines.physical()? {
            if !rest.text.trim_matches('|').trim().is_empty() {
                return Err(FileProblem::After(rest.number));
            }
        }
        Ok(None)
    }
}

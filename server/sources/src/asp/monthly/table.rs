//! A view read by the columns that are wanted of it: the others are never looked at.

use std::io::BufRead;

use form::{Date, Decimal};

use crate::asp::{FileProblem, RowProblem, cell::Fault, reader::view_and_day, rows::Rows};

/// A column that is wanted.
#[derive(Clone, Copy)]
pub(super) struct Column {
    pub(super) name: &'static str,
    needed: bool,
    /// Whether the name is a part of the column's, in a view whose exact names no document tells.
    like: bool,
}

/// A column without which a row means nothing.
pub(super) const fn needed(name: &'static str) -> Column {
    Column { name, needed: true, like: false }
}

/// A column without which a row tells less.
pub(super) const fn useful(name: &'static str) -> Column {
    Column { name, needed: false, like: false }
}

/// The first column whose name holds a part, without which a row means nothing.
pub(super) const fn needed_like(part: &'static str) -> Column {
    Column { name: part, needed: true, like: true }
}

/// The first column whose name holds a part, without which a row tells less.
pub(super) const fn useful_like(part: &'static str) -> Column {
    Column { name: part, needed: false, like: true }
}

/// A view being read.
pub(super) struct Table<'a> {
    rows: Rows<'a>,
    columns: &'static [Column],
    /// Where each wanted column stands in the rows.
    places: Vec<Option<usize>>,
}

/// The wanted cells of one row, by the place of their column among those wanted.
pub(super) struct Cells<'r> {
    text: &'r str,
    /// Where each cell ends in the text.
    ends: &'r [usize],
    columns: &'static [Column],
    places: &'r [Option<usize>],
}

/// The first line of a view: its name and the day of the delivery.
pub(super) fn head(input: &mut dyn BufRead) -> Result<(String, Date), FileProblem> {
    let first = Rows::new(input)?.before()?;
    // What stands there instead could be somebody: it is not told.
    view_and_day(&first).map(|(view, date)| (view.to_owned(), date)).ok_or(FileProblem::Unlike)
}

impl<'a> Table<'a> {
    /// Reads the two first lines and looks for the columns wanted.
    pub(super) fn open(input: &'a mut dyn BufRead, columns: &'static [Column]) -> Result<Self, FileProblem> {
        let mut rows = Rows::new(input)?;
        view_and_day(&rows.before()?).ok_or(FileProblem::Unlike)?;
        let header = rows.before()?;
        let names: Vec<&str> = header.split('|').map(str::trim).collect();
        let mut places = Vec::with_capacity(columns.len());
        for column in columns {
            let is = |name: &str| if column.like { name.contains(column.name) } else { name == column.name };
            let mut found = (0..names.len()).filter(|place| is(names[*place]));
            places.push(found.next());
            if !column.like && found.next().is_some() {
                return Err(FileProblem::Twice(column.name.to_owned()));
            }
        }
        let absent = columns.iter().zip(&places).filter(|(column, place)| column.needed && place.is_none());
        let absent: Vec<String> = absent.map(|(column, _)| column.name.to_owned()).collect();
        if !absent.is_empty() {
            return Err(FileProblem::Columns(absent));
        }
        rows.set_width(names.len() - 1);
        Ok(Self { rows, columns, places })
    }

    /// The useful columns that this delivery has not.
    pub(super) fn absent(&self) -> Vec<&'static str> {
        let pairs = self.columns.iter().zip(&self.places);
        pairs.filter(|(_, place)| place.is_none()).map(|(column, _)| column.name).collect()
    }

    /// Hands each row to `read`, and each row set aside to `aside`.
    pub(super) fn each(
        &mut self,
        read: &mut dyn FnMut(&Cells<'_>) -> Result<(), Fault>,
        aside: &mut dyn FnMut(&RowProblem),
    ) -> Result<(), FileProblem> {
        let absent = self.absent();
        if !absent.is_empty() {
            let reason =
                format!("colonnes absentes, ce qu'elles disent reste inconnu\u{a0}: {}", absent.join(", "));
            aside(&RowProblem { line: 2, column: None, reason });
        }
        let mut ends = Vec::new();
        while let Some(line) = self.rows.next()? {
            ends.clear();
            ends.extend(line.text.bytes().enumerate().filter(|(_, byte)| *byte == b'|').map(|(at, _)| at));
            ends.push(line.text.len());
            let wanted = self.rows.width() + 1;
            if ends.len() != wanted {
                let reason = format!("{} colonnes au lieu de {wanted}", ends.len());
                aside(&RowProblem { line: line.number, column: None, reason });
                continue;
            }
            let cells = Cells { text: &line.text, ends: &ends, columns: self.columns, places: &self.places };
            if let Err(fault) = read(&cells) {
                let (column, reason) = (Some(fault.column), fault.reason);
                aside(&RowProblem { line: line.number, column, reason });
            }
        }
        Ok(())
    }
}

impl<'r> Cells<'r> {
    /// The text of a wanted column, trimmed; blank when the delivery has no such column.
    pub(super) fn text(&self, column: usize) -> &'r str {
        let Some(place) = self.places[column] else { return "" };
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before] + 1);
        self.text[start..self.ends[place]].trim()
    }

    /// What is wrong with a cell, without what it holds.
    pub(super) fn fault(&self, column: usize, reason: &str) -> Fault {
        Fault { column: self.columns[column].name, reason: reason.to_owned() }
    }

    fn optional<T>(
        &self,
        column: usize,
        reason: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Fault> {
        match self.text(column) {
            "" => Ok(None),
            text => read(text).map(Some).ok_or_else(|| self.fault(column, reason)),
        }
    }

    fn present<T>(&self, column: usize, found: Option<T>) -> Result<T, Fault> {
        found.ok_or_else(|| self.fault(column, "valeur manquante"))
    }

    /// An identifier, that may be missing.
    pub(super) fn id(&self, column: usize) -> Result<Option<u32>, Fault> {
        self.optional(column, "n'est pas un identifiant", |text| whole(text).parse().ok())
    }

    /// An identifier that must be there.
    pub(super) fn needed_id(&self, column: usize) -> Result<u32, Fault> {
        self.id(column).and_then(|found| self.present(column, found))
    }

    /// A whole number, not negative; 0 when missing.
    pub(super) fn count(&self, column: usize) -> Result<u32, Fault> {
        let read = |text: &str| whole(text).parse().ok();
        Ok(self.optional(column, "n'est pas un nombre entier", read)?.unwrap_or_default())
    }

    /// An exact decimal with a dot; zero when missing.
    pub(super) fn decimal(&self, column: usize) -> Result<Decimal, Fault> {
        let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
        let read = |text: &str| Some(text).filter(|text| plain(text)).and_then(|text| text.parse().ok());
        Ok(self.optional(column, "n'est pas un nombre (point décimal)", read)?.unwrap_or_default())
    }

    /// Cents of an amount in euros that is not negative, that may be missing.
    pub(super) fn cents(&self, column: usize) -> Result<Option<u32>, Fault> {
        if self.text(column).is_empty() {
            return Ok(None);
        }
        let cents = (self.decimal(column)? * Decimal::ONE_HUNDRED).round();
        u32::try_from(cents).map(Some).map_err(|_| self.fault(column, "n'est pas un montant"))
    }

    /// A day, with or without a time of day, that may be missing.
    pub(super) fn day(&self, column: usize) -> Result<Option<Date>, Fault> {
        self.optional(column, "n'est pas une date JJ/MM/AAAA", day)
    }

    /// Whether a cell says yes; a blank one does not.
    pub(super) fn yes(&self, column: usize) -> Result<bool, Fault> {
        let read = |text: &str| match text {
            "true" | "TRUE" | "OUI" | "O" | "1" => Some(true),
            "false" | "FALSE" | "NON" | "N" | "0" => Some(false),
            _ => None,
        };
        Ok(self.optional(column, "n'est pas true ou false", read)?.unwrap_or_default())
    }
}

/// The digits of a whole number that may be written with zero decimals.
fn whole(text: &str) -> &str {
    text.split_once('.')
        .filter(|(_, zeros)| zeros.bytes().all(|b| b == b'0'))
        .map_or(text, |(whole, _)| whole)
}

/// The day of `31/12/2026` or `31/12/2026 00:00:00`.
fn day(text: &str) -> Option<Date> {
    let number = |range: std::ops::Range<usize>| {
        text.get(range)
            .filter(|part| part.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|part| part.parse::<i16>().ok())
    };
    let bytes = text.as_bytes();
    let shaped = bytes.len() >= 10 && bytes[2] == b'/' && bytes[5] == b'/';
    let ends = bytes.get(10).is_none_or(|byte| *byte == b' ');
    if !shaped || !ends {
        return None;
    }
    let (day, month) = (i8::try_from(number(0..2)?).ok()?, i8::try_from(number(3..5)?).ok()?);
    Date::new(number(6..10)?, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 3] = [needed("un_id"), useful("un_jour"), useful("une_reponse")];

    /// An identifier, a day, an answer.
    type Read = (u32, Option<Date>, bool);

    /// Rows read, and what was set aside.
    fn read(text: &str) -> Result<(Vec<Read>, Vec<String>), FileProblem> {
        let mut input = text.as_bytes();
        let mut table = Table::open(&mut input, &COLUMNS)?;
        let (mut rows, mut aside) = (Vec::new(), Vec::new());
        let mut take = |cells: &Cells<'_>| {
            rows.push((cells.needed_id(0)?, cells.day(1)?, cells.yes(2)?));
            Ok(())
        };
        table.each(&mut take, &mut |problem| aside.push(problem.to_string()))?;
        Ok((rows, aside))
    }

    #[test]
    fn wanted_cells_are_found_wherever_their_columns_stand() {
        let text = "DEBSalarie07022022_063004|||\nnom|une_reponse|un_id|un_jour\n\
                    X|true|7|31/12/2026\nY||8.00|\nFIN2|||\n";
        let (rows, aside) = read(text).expect("a whole view");
        assert_eq!(rows, [(7, Some(Date::constant(2026, 12, 31)), true), (8, None, false)]);
        assert_eq!(aside, [""; 0]);
    }

    #[test]
    fn a_bad_cell_is_told_by_its_place_and_never_by_what_it_holds() {
        let text = "DEBSalarie07022022_063004||\nun_id|un_jour|une_reponse\nDUPONT|31/12/2026|true\n\
                    7|Jeanne|true\n8|32/12/2026|true\n9||DUPONT\nDUPONT|Jeanne|x|y\n||\nFIN6||\n";
        let (rows, aside) = read(text).expect("a whole view");
        assert_eq!(rows.len(), 0);
        assert_eq!(aside.len(), 6);
        for (told, start) in
            aside.iter().zip(["3: un_id", "4: un_jour", "5: un_jour", "6: une_reponse", "7: 4", "8"])
        {
            assert!(told.starts_with(start), "{told}");
            assert!(!told.contains("DUPONT") && !told.contains("Jeanne"), "{told}");
        }
    }

    #[test]
    fn a_file_that_is_no_view_is_refused_without_telling_what_it_holds() {
        for text in [
            "DUPONT|Jeanne|284",
            "DEBSalarie07022022_063004\nDUPONT|DUPONT\nFIN0",
            "DEBSalarie07022022_063004|\nun_id|un_id\nFIN0|",
            "",
        ] {
            let problem = read(text).expect_err("no view").to_string();
            assert!(!problem.contains("DUPONT"), "{problem}");
        }
    }

    #[test]
    fn useful_columns_that_lack_are_told_once() {
        let (rows, aside) = read("DEBSalarie07022022_063004\nun_id\n7\nFIN1\n").expect("a whole view");
        assert_eq!(rows, [(7, None, false)]);
        assert_eq!(aside.len(), 1);
        assert!(aside[0].contains("un_jour, une_reponse"), "{aside:?}");
    }

    #[test]
    fn a_part_of_a_name_finds_the_first_column_that_holds_it() {
        const LIKE: [Column; 3] = [needed_like("lib"), useful_like("code"), useful_like("id")];
        let read = |text: &str| -> Result<Vec<[String; 3]>, FileProblem> {
            let (mut input, mut rows) = (text.as_bytes(), Vec::new());
            let mut take = |cells: &Cells<'_>| {
                rows.push([0, 1, 2].map(|column| cells.text(column).to_owned()));
                Ok(())
            };
            Table::open(&mut input, &LIKE)?.each(&mut take, &mut |_| {})?;
            Ok(rows)
        };
        let text = "DEBRefOrienteur07022022_063004|||\nror_id|ror_code|ror_libelle|rme_id\n7|ML|MISSION LOCALE|2\n\
                    FIN1|||\n";
        assert_eq!(read(text).expect("a view"), [["MISSION LOCALE", "ML", "7"]]);
        let text = "DEBRefOrienteur07022022_063004|\nror_nom|ror_id\nFIN0|\n";
        assert!(matches!(read(text), Err(FileProblem::Columns(_))), "no label, no meaning");
    }

    #[test]
    fn days_have_one_writing() {
        for (text, expected) in [
            ("31/12/2026", Some(Date::constant(2026, 12, 31))),
            ("31/12/2026 10:20:30", Some(Date::constant(2026, 12, 31))),
            ("31/02/2026", None),
            ("2026-12-31", None),
            ("31/12/26", None),
            ("31/12/20261", None),
            ("é1/12/2026", None),
            ("-1/12/2026", None),
        ] {
            assert_eq!(day(text), expected, "{text}");
        }
    }
}

//! The country as les emplois exports it: conventions and annexes, two CSV files told apart by their columns.

use std::io::BufRead;

use domain::{
    Kind, Siret,
    asp::AnnexeState,
    emplois::{Annexe, AnnexeNumber, Convention},
};
use form::Date;

use crate::asp::{FileProblem, RowProblem};

/// Columns of the conventions.
const CONVENTIONS: [&str; 5] = ["asp_id", "kind", "siret_signature", "is_active", "deactivated_at"];
/// Columns of the annexes.
const ANNEXES: [&str; 6] = ["asp_id", "kind", "number", "state", "start_at", "end_at"];
/// What is said of a file that is neither.
const NEITHER: &str = "colonnes attendues : asp_id, kind, siret_signature, is_active, deactivated_at \
                       (conventions) ou asp_id, kind, number, state, start_at, end_at (annexes)";
/// What is said of a file that is no CSV.
const UNREADABLE: &str = "ce CSV ne peut pas être lu";

/// Which of the two files it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// Conventions.
    Conventions,
    /// Annexes.
    Annexes,
}

impl Table {
    /// Its name among the files that were imported.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Conventions => "les emplois : conventions",
            Self::Annexes => "les emplois : annexes",
        }
    }

    fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Conventions => &CONVENTIONS,
            Self::Annexes => &ANNEXES,
        }
    }
}

/// One of the two files, being read.
pub struct Population<'a> {
    rows: csv::Reader<&'a mut dyn BufRead>,
    table: Table,
    /// Columns of the header.
    width: usize,
    /// Where each column of the table stands.
    places: Vec<usize>,
    record: csv::StringRecord,
}

impl<'a> Population<'a> {
    /// Reads the header: it tells which file it is.
    pub fn open(input: &'a mut dyn BufRead) -> Result<Self, FileProblem> {
        // Cells are trimmed: a line that also ends with a carriage return is counted once.
        let mut rows = csv::ReaderBuilder::new()
            .flexible(true)
            .terminator(csv::Terminator::Any(b'\n'))
            .from_reader(input);
        let header = rows.headers().map_err(|_| FileProblem::Table(UNREADABLE))?;
        let names: Vec<&str> = header.iter().map(|name| name.trim_start_matches('\u{feff}').trim()).collect();
        let found = [Table::Conventions, Table::Annexes].into_iter().find_map(|table| {
            let place = |wanted: &&str| names.iter().position(|name| name == wanted);
            Some((table, table.columns().iter().map(place).collect::<Option<Vec<usize>>>()?))
        });
        let (table, places) = found.ok_or(FileProblem::Table(NEITHER))?;
        let width = names.len();
        Ok(Self { rows, table, width, places, record: csv::StringRecord::new() })
    }

    /// Which file it is.
    #[must_use]
    pub fn table(&self) -> Table {
        self.table
    }

    /// The next convention, or why its row is set aside; `None` at the end.
    pub fn convention(&mut self) -> Result<Option<Result<Convention, RowProblem>>, FileProblem> {
        self.next(|row| {
            Ok(Convention {
                asp_id: row.read("asp_id", "un identifiant", |text| text.parse().ok())?,
                kind: row.kind()?,
                siret_signature: row.read("siret_signature", "un SIRET", |text| Siret::parse(text).ok())?,
                active: row.read("is_active", "true ou false", |text| text.to_lowercase().parse().ok())?,
                deactivated: match row.text("deactivated_at") {
                    "" => None,
                    _ => Some(row.day("deactivated_at")?),
                },
            })
        })
    }

    /// The next annexe, or why its row is set aside; `None` at the end.
    pub fn annexe(&mut self) -> Result<Option<Result<Annexe, RowProblem>>, FileProblem> {
        self.next(|row| {
            let annexe = Annexe {
                number: row.read("number", "un numéro d'annexe", |text| AnnexeNumber::parse(text).ok())?,
                asp_id: row.read("asp_id", "un identifiant", |text| text.parse().ok())?,
                kind: row.kind()?,
                state: row.read("state", "un état d'annexe", |text| text.parse::<AnnexeState>().ok())?,
                start: row.day("start_at")?,
                end: row.day("end_at")?,
            };
            if annexe.number.kind() != annexe.kind {
                return Err(row.problem("number", "n'est pas le numéro d'une annexe de ce type"));
            }
            if annexe.end < annexe.start {
                return Err(row.problem("end_at", "vient avant le début"));
            }
            Ok(annexe)
        })
    }

    fn next<T>(
        &mut self,
        read: impl FnOnce(&Row<'_>) -> Result<T, RowProblem>,
    ) -> Result<Option<Result<T, RowProblem>>, FileProblem> {
        let more = self.rows.read_record(&mut self.record);
        let line = self.record.position().map_or(0, csv::Position::line);
        let line = usize::try_from(line).unwrap_or_default();
        match more {
            Ok(false) => return Ok(None),
            Ok(true) => {}
            Err(error) if matches!(error.kind(), csv::ErrorKind::Utf8 { .. }) => {
                let reason = "texte illisible (UTF-8 attendu)".to_owned();
                return Ok(Some(Err(RowProblem { line, column: None, reason })));
            }
            Err(_) => return Err(FileProblem::Table(UNREADABLE)),
        }
        if self.record.len() != self.width {
            let reason = format!("{} colonnes au lieu de {}", self.record.len(), self.width);
            return Ok(Some(Err(RowProblem { line, column: None, reason })));
        }
        let row = Row { record: &self.record, columns: self.table.columns(), places: &self.places, line };
        Ok(Some(read(&row)))
    }
}

/// The cells of one row, by column.
struct Row<'r> {
    record: &'r csv::StringRecord,
    columns: &'static [&'static str],
    places: &'r [usize],
    line: usize,
}

impl<'r> Row<'r> {
    fn text(&self, column: &str) -> &'r str {
        let place = self.columns.iter().position(|name| *name == column);
        place.and_then(|place| self.record.get(self.places[place])).unwrap_or_default().trim()
    }

    fn problem(&self, column: &'static str, wrong: &str) -> RowProblem {
        let shown: String = self.text(column).chars().take(40).collect();
        RowProblem { line: self.line, column: Some(column), reason: format!("« {shown} » {wrong}") }
    }

    fn read<T>(
        &self,
        column: &'static str,
        wanted: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, RowProblem> {
        read(self.text(column)).ok_or_else(|| self.problem(column, &format!("n'est pas {wanted}")))
    }

    fn kind(&self) -> Result<Kind, RowProblem> {
        self.read("kind", "un type de SIAE (ACI, AI, EI, EITI, ETTI)", |text| text.parse().ok())
    }

    /// A day, or the day of a moment.
    fn day(&self, column: &'static str) -> Result<Date, RowProblem> {
        self.read(column, "une date AAAA-MM-JJ", |text| text.get(..10)?.parse().ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every row of a file, as it is read or as it is set aside.
    fn read(text: &str) -> Result<Vec<String>, FileProblem> {
        let mut bytes = text.as_bytes();
        let mut population = Population::open(&mut bytes)?;
        let mut rows = Vec::new();
        loop {
            let row = match population.table() {
                Table::Conventions => population.convention()?.map(|row| row.map(|row| format!("{row:?}"))),
                Table::Annexes => population.annexe()?.map(|row| row.map(|row| format!("{row:?}"))),
            };
            let Some(row) = row else { return Ok(rows) };
            rows.push(row.unwrap_or_else(|problem| problem.to_string()));
        }
    }

    #[test]
    fn the_two_files_are_told_apart_and_read() {
        let text = "asp_id,kind,siret_signature,is_active,deactivated_at\r\n\
                    1,EI,41273578900023,true,\r\n\
                    112,ACI,26290411300061,false,2026-07-01T00:00:00Z\r\n";
        let rows = read(text).expect("a file");
        assert!(rows[0].contains("asp_id: 1, kind: Ei") && rows[0].contains("active: true"), "{rows:?}");
        assert!(rows[1].ends_with("active: false, deactivated: Some(2026-07-01) }"), "{rows:?}");
        let text = "\u{feff}number,asp_id,kind,state,start_at,end_at,inconnue\n\
                    EI212520574A2M2,1,EI,VALIDE,2021-01-01,2021-12-31,x\n";
        let rows = read(text).expect("a file");
        assert!(rows[0].contains("state: Valide, start: 2021-01-01, end: 2021-12-31"), "{rows:?}");
    }

    #[test]
    fn a_bad_row_is_named_and_the_others_are_read() {
        let text = "asp_id,kind,siret_signature,is_active,deactivated_at\n\
                    un,EI,41273578900023,true,\n1,GEIQ,41273578900023,true,\n1,EI,41273578900024,true,\n\
                    1,EI,41273578900023,oui,\n1,EI,41273578900023,true,hier\n1,EI\n1,EI,41273578900023,true,\n";
        let rows = read(text).expect("a file");
        let starts = [
            "2: asp_id: « un »",
            "3: kind: « GEIQ »",
            "4: siret_signature: « 41273578900024 »",
            "5: is_active: « oui »",
            "6: deactivated_at: « hier »",
            "7: 2 colonnes au lieu de 5",
            "Convention {",
        ];
        for (row, start) in rows.iter().zip(starts) {
            assert!(row.starts_with(start), "{row}");
        }
        assert_eq!(rows.len(), starts.len());
        let text = "asp_id,kind,number,state,start_at,end_at\n\
                    1,EI,EI21252057A2M2,VALIDE,2021-01-01,2021-12-31\n\
                    1,EI,ACI212520574A2M2,VALIDE,2021-01-01,2021-12-31\n\
                    1,EI,EI212520574A2M2,EN COURS,2021-01-01,2021-12-31\n\
                    1,EI,EI212520574A2M2,VALIDE,2021-12-31,2021-01-01\n";
        let rows = read(text).expect("a file");
        for (row, start) in rows.iter().zip(["2: number", "3: number", "4: state", "5: end_at"]) {
            assert!(row.starts_with(start), "{row}");
        }
    }

    #[test]
    fn a_file_of_something_else_is_refused() {
        for text in ["", "asp_id,kind\n1,EI\n", "DEBStructure22022022_063004|||\n"] {
            assert!(matches!(read(text), Err(FileProblem::Table(NEITHER))), "{text}");
        }
    }
}

//! The public sheet of networks of Pilotage: a CSV file of two columns, `SIRET` and `Réseau IAE`.

use std::{io::BufRead, path::Path};

use domain::{Siret, network::Membership};
use form::french::plain_letter;

use crate::asp::{FileProblem, RowProblem, with_text};

/// The columns of the sheet, folded.
const COLUMNS: [&str; 2] = ["siret", "reseau iae"];
/// What is said of a file without them.
const NO_SHEET: &str = "colonnes attendues : SIRET et Réseau IAE";
/// Longest name of a network.
const LONGEST: usize = 120;

/// The sheet, being read.
pub struct NetworkSheet<'a> {
    rows: csv::Reader<&'a mut dyn BufRead>,
    places: [usize; 2],
    record: csv::StringRecord,
}

impl<'a> NetworkSheet<'a> {
    /// Whether a file begins as the sheet does; what begins it is read again.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn begins(input: &mut dyn BufRead) -> Result<bool, FileProblem> {
        let start = String::from_utf8_lossy(input.fill_buf()?);
        let first = start.lines().next().unwrap_or_default().to_owned();
        Ok(places(first.split(separator(&first))).is_some())
    }

    /// Reads the header.
    ///
    /// # Errors
    /// When the two columns are not there.
    pub fn open(input: &'a mut dyn BufRead) -> Result<Self, FileProblem> {
        let start = String::from_utf8_lossy(input.fill_buf()?);
        let separator = separator(start.lines().next().unwrap_or_default());
        let delimiter = u8::try_from(separator).expect("a separator is one byte");
        let mut rows = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(input);
        let header = rows.headers().map_err(|_| FileProblem::Table(NO_SHEET))?;
        let places = places(header.iter()).ok_or(FileProblem::Table(NO_SHEET))?;
        Ok(Self { rows, places, record: csv::StringRecord::new() })
    }

    /// The next membership, or why its row is set aside; `None` at the end. A row without a network tells nothing.
    ///
    /// # Errors
    /// When the file cannot be read any further.
    pub fn membership(&mut self) -> Result<Option<Result<Membership, RowProblem>>, FileProblem> {
        loop {
            match self.rows.read_record(&mut self.record) {
                Ok(false) => return Ok(None),
                Ok(true) => {}
                Err(error) if matches!(error.kind(), csv::ErrorKind::Utf8 { .. }) => {
                    return Ok(Some(Err(self.problem(None, "texte illisible (UTF-8 attendu)".to_owned()))));
                }
                Err(_) => return Err(FileProblem::Table(NO_SHEET)),
            }
            let [siret, network] = self.places.map(|place| self.record.get(place).unwrap_or_default().trim());
            if network.is_empty() {
                continue;
            }
            if network.chars().count() > LONGEST {
                let reason = format!("nom de réseau de plus de {LONGEST} caractères");
                return Ok(Some(Err(self.problem(Some("Réseau IAE"), reason))));
            }
            let Some(read) = read_siret(siret) else {
                let shown: String = siret.chars().take(40).collect();
                return Ok(Some(Err(self.problem(Some("SIRET"), format!("« {shown} » n'est pas un SIRET")))));
            };
            return Ok(Some(Ok(Membership { siret: read, network: network.to_owned() })));
        }
    }

    fn problem(&self, column: Option<&'static str>, reason: String) -> RowProblem {
        let line = self.record.position().map_or(0, csv::Position::line);
        RowProblem { line: usize::try_from(line).unwrap_or_default(), column, reason }
    }
}

/// Whether a file is the sheet, by its header; one that cannot be read is not.
#[must_use]
pub fn is_network_sheet(path: &Path) -> bool {
    with_text(path, NetworkSheet::begins).unwrap_or_default()
}

/// What parts the cells of a header.
fn separator(header: &str) -> char {
    if header.contains(';') { ';' } else { ',' }
}

/// Where the two columns stand.
fn places<'h>(header: impl Iterator<Item = &'h str>) -> Option<[usize; 2]> {
    let folded = |name: &str| -> String {
        let plain = name.trim_matches(|sign: char| sign.is_whitespace() || matches!(sign, '\u{feff}' | '"'));
        plain.to_lowercase().chars().map(plain_letter).collect()
    };
    let names: Vec<String> = header.map(folded).collect();
    let [siret, network] = COLUMNS.map(|wanted| names.iter().position(|name| name == wanted));
    Some([siret?, network?])
}

/// A SIRET, spaces left out and leading zeros put back where a spreadsheet lost them.
fn read_siret(text: &str) -> Option<Siret> {
    let digits: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    (digits.len() >= 12).then(|| Siret::parse(&format!("{digits:0>14}")).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every row of a sheet, as it is read or as it is set aside.
    fn read(text: &str) -> Result<Vec<String>, FileProblem> {
        let mut bytes = text.as_bytes();
        let mut sheet = NetworkSheet::open(&mut bytes)?;
        let mut rows = Vec::new();
        while let Some(row) = sheet.membership()? {
            rows.push(match row {
                Ok(row) => format!("{} {}", row.siret, row.network),
                Err(problem) => problem.to_string(),
            });
        }
        Ok(rows)
    }

    #[test]
    fn the_sheet_is_read_whatever_its_separator_and_its_order() {
        let told = ["26290411300061 COORACE", "05478014300001 Réseau Cocagne"];
        for text in [
            "SIRET,Réseau IAE\n26290411300061,COORACE\n05478014300001,Réseau Cocagne\n",
            "\u{feff}Réseau IAE;Commentaire;SIRET\r\nCOORACE;;262 904 113 00061\r\nRéseau Cocagne;x;5478014300001\r\n",
            "\"siret\",\"RESEAU IAE\"\n26290411300061,COORACE\n26290411300061,\n\"05478014300001\",\"Réseau Cocagne\"\n",
        ] {
            assert!(NetworkSheet::begins(&mut text.as_bytes()).expect("read"), "{text}");
            assert_eq!(read(text).expect("a sheet"), told, "{text}");
        }
    }

    #[test]
    fn a_bad_row_is_named_and_the_others_are_read() {
        let long = "r".repeat(121);
        let text = format!(
            "SIRET,Réseau IAE\n123,FAS\n26290411300062,FAS\n26290411300061,{long}\n26290411300061,FAS\n"
        );
        assert_eq!(
            read(&text).expect("a sheet"),
            [
                "2: SIRET: « 123 » n'est pas un SIRET",
                "3: SIRET: « 26290411300062 » n'est pas un SIRET",
                "4: Réseau IAE: nom de réseau de plus de 120 caractères",
                "26290411300061 FAS"
            ]
        );
    }

    #[test]
    fn a_file_of_something_else_is_no_sheet() {
        for text in ["", "SIRET,Nom\n", "DEBStructure22022022_063004|||\n"] {
            assert!(!NetworkSheet::begins(&mut text.as_bytes()).expect("read"), "{text}");
            assert!(matches!(read(text), Err(FileProblem::Table(NO_SHEET))), "{text}");
        }
    }
}

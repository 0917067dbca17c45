//! Rows under a header that is matched loosely: workbooks and CSV files alike.

use std::io::Read;

use domain::{
    Siret,
    asp::{AnnexeNumber, Measure, realised::AnnexeKey},
};
use form::Decimal;

use crate::asp::{FileProblem, RowProblem};

/// Length at which a database cuts the names of its columns.
const CUT: usize = 63;
/// From this length on a header may be another one cut.
const LONG: usize = 55;

/// The columns wanted of a file, with where each stands.
pub(super) struct Header {
    places: Vec<(&'static str, Option<usize>)>,
}

impl Header {
    /// Looks for the columns wanted; those of `needed` must be there.
    pub(super) fn of(
        names: &[String],
        needed: &[&'static str],
        useful: &[&'static str],
    ) -> Result<Self, FileProblem> {
        let names: Vec<String> = names.iter().map(|name| folded(name)).collect();
        let places: Vec<_> =
            needed.iter().chain(useful).map(|wanted| (*wanted, place(&names, wanted))).collect();
        let absent = places.iter().take(needed.len()).filter(|(_, place)| place.is_none());
        let absent: Vec<String> = absent.map(|(wanted, _)| (*wanted).to_owned()).collect();
        if absent.is_empty() { Ok(Self { places }) } else { Err(FileProblem::Columns(absent)) }
    }
}

/// Where a column stands: under its very name, else under the only one that is it cut short.
fn place(names: &[String], wanted: &str) -> Option<usize> {
    let wanted = folded(wanted);
    if let Some(place) = names.iter().position(|name| *name == wanted) {
        return Some(place);
    }
    let cut = |text: &str| text.chars().take(CUT).collect::<String>().trim_end().to_owned();
    let long = |name: &str| name.chars().count().max(wanted.chars().count()) >= LONG;
    let alike = |name: &String| {
        let (name, wanted) = (cut(name), cut(&wanted));
        long(&name)
            && name.chars().count().min(wanted.chars().count()) >= LONG - 10
            && (name.starts_with(&wanted) || wanted.starts_with(&name))
    };
    let mut found = (0..names.len()).filter(|place| alike(&names[*place]));
    let first = found.next();
    // Two columns cut to the same name cannot be told apart.
    first.filter(|_| found.next().is_none())
}

/// A header without what varies: spaces, final colon, capitals, shapes of quotes and dashes.
fn folded(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|letter| match letter {
            '’' => '\'',
            '–' | '—' => '-',
            '\u{feff}' | '\u{a0}' | '\u{202f}' => ' ',
            other => other,
        })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ").trim_end_matches([':', ' ']).to_lowercase()
}

/// One row.
pub(super) struct Line<'r> {
    pub(super) header: &'r Header,
    pub(super) cells: &'r [String],
    /// Line of the file, from 1.
    pub(super) number: usize,
}

impl Line<'_> {
    /// The text of a column, trimmed; blank when the file has no such column.
    pub(super) fn text(&self, column: &str) -> &str {
        let place = self.header.places.iter().find(|(name, _)| *name == column).and_then(|(_, place)| *place);
        place.and_then(|place| self.cells.get(place)).map_or("", |cell| cell.trim())
    }

    /// What is wrong with a column.
    pub(super) fn problem(&self, column: &'static str, reason: &str) -> RowProblem {
        RowProblem { line: self.number, column: Some(column), reason: reason.to_owned() }
    }

    /// A number, with a dot or a comma; none when blank or `NaN`.
    pub(super) fn decimal(&self, column: &'static str) -> Result<Option<Decimal>, RowProblem> {
        let text = self.text(column).replace(',', ".").replace(['\u{a0}', '\u{202f}', ' '], "");
        if text.is_empty() || text.eq_ignore_ascii_case("nan") {
            return Ok(None);
        }
        let scientific = text.contains(['e', 'E']);
        let number = if scientific { Decimal::from_scientific(&text).ok() } else { text.parse().ok() };
        number.map(Some).ok_or_else(|| self.problem(column, "n'est pas un nombre"))
    }

    /// A count, that may be written with zero decimals; none when blank.
    pub(super) fn count(&self, column: &'static str) -> Result<Option<u32>, RowProblem> {
        let Some(number) = self.decimal(column)? else { return Ok(None) };
        let whole = Some(number).filter(Decimal::is_integer).and_then(|number| u32::try_from(number).ok());
        whole.map(Some).ok_or_else(|| self.problem(column, "n'est pas un nombre entier"))
    }

    /// A year, that may be a float.
    pub(super) fn year(&self, column: &'static str) -> Result<i16, RowProblem> {
        let year = self.count(column)?.and_then(|year| i16::try_from(year).ok());
        year.filter(|year| (2000..2100).contains(year))
            .ok_or_else(|| self.problem(column, "n'est pas une année"))
    }

    /// A SIRET, its leading zeros put back where a number lost them; none when it is no SIRET.
    pub(super) fn siret(&self, column: &str) -> Option<Siret> {
        let text = self.text(column);
        let digits = text.strip_suffix(".0").unwrap_or(text).replace(' ', "");
        // Nothing but leading zeros can be lost, and hardly more than two: fewer digits are something else.
        (digits.len() >= 12).then(|| Siret::parse(&format!("{digits:0>14}")).ok())?
    }

    /// An annexe by its number, spaces and amendments left out, and its measure where it is told.
    pub(super) fn annexe(
        &self,
        number: &'static str,
        measure: &'static str,
    ) -> Result<AnnexeKey, RowProblem> {
        let prefix =
            prefix(self.text(number)).ok_or_else(|| self.problem(number, "n'est pas un numéro d'annexe"))?;
        Ok(AnnexeKey { id: None, number: Some(prefix), measure: named_measure(self.text(measure)) })
    }
}

/// The number of an annexe without spaces nor amendments: `ACI 051 17 0013 A0 M1` gives `ACI051170013`.
///
/// The length of the number says where it ends: the `A` of an amendment also stands in Corsica's `02A`.
fn prefix(text: &str) -> Option<String> {
    let plain: String = text.split_whitespace().collect();
    let letters = plain.find(|letter: char| letter.is_ascii_digit())?;
    let number = plain.get(..letters + 9)?;
    AnnexeNumber::new(number, 0, 0).ok().map(|number| number.prefix().to_owned())
}

/// A measure under one of its names: `ACI_DC`, `ACI Droit commun`, `EI Milieu pénitentiaire`; none for a kind alone,
/// that does not tell the regime.
fn named_measure(text: &str) -> Option<Measure> {
    let name = folded(text);
    let (kind, regime) = name.split_once([' ', '_'])?;
    let regime = match regime {
        "dc" | "droit commun" => "DC",
        "mp" | "milieu pénitentiaire" | "milieu penitentiaire" => "MP",
        _ => return None,
    };
    format!("{}_{regime}", kind.to_uppercase()).parse().ok()
}

/// How the bytes of a CSV file are letters.
#[derive(Clone, Copy)]
pub(super) enum Encoding {
    Utf8,
    /// Each byte is the letter of its number.
    Latin1,
}

/// Hands each row of a CSV file to `read`; rows that are wrong go to `aside`.
pub(super) fn csv(
    input: &mut dyn Read,
    (separator, encoding): (u8, Encoding),
    [needed, useful]: [&[&'static str]; 2],
    read: &mut dyn FnMut(&Line<'_>) -> Result<(), RowProblem>,
    aside: super::Aside<'_>,
) -> Result<(), FileProblem> {
    let mut reader = csv::ReaderBuilder::new();
    // Cells are trimmed: a line that also ends with a carriage return is counted once.
    reader.delimiter(separator).has_headers(false).flexible(true).terminator(csv::Terminator::Any(b'\n'));
    let mut reader = reader.from_reader(input);
    let mut record = csv::ByteRecord::new();
    let damaged = |_: csv::Error| FileProblem::Table("ce CSV ne peut pas être lu");
    let cells = |record: &csv::ByteRecord| -> Vec<String> {
        record
            .iter()
            .map(|cell| match encoding {
                Encoding::Utf8 => String::from_utf8_lossy(cell).into_owned(),
                Encoding::Latin1 => cell.iter().map(|byte| char::from(*byte)).collect(),
            })
            .collect()
    };
    if !reader.read_byte_record(&mut record).map_err(damaged)? {
        return Err(FileProblem::Table("le fichier est vide"));
    }
    let names = cells(&record);
    let header = Header::of(&names, needed, useful)?;
    while reader.read_byte_record(&mut record).map_err(damaged)? {
        let line = record.position().map_or(0, csv::Position::line);
        let number = usize::try_from(line).unwrap_or_default();
        let cells = cells(&record);
        if cells.len() != names.len() {
            let reason = format!("{} colonnes au lieu de {}", cells.len(), names.len());
            aside(&RowProblem { line: number, column: None, reason });
        } else if let Err(problem) = read(&Line { header: &header, cells: &cells, number }) {
            aside(&problem);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_matched_loosely() {
        let names = |names: &[&str]| names.iter().map(|name| folded(name)).collect::<Vec<_>>();
        let of = |header: &str, wanted| place(&names(&["autre", header]), wanted);
        for (header, wanted) in [
            ("2 - Dont hommes ", "2 - Dont hommes"),
            ("2 - Dont  jeunes de moins de 26 ans :", "2 - Dont jeunes de moins de 26 ans"),
            (
                "2 - Dont inscrits à Pôle emploi depuis 24 mois et plus:",
                "2 - Dont inscrits à Pôle emploi depuis 24 mois et plus",
            ),
            ("2 - Dont personnes avec un niveau CAP – BEP", "2 - Dont personnes avec un niveau CAP - BEP"),
            (
                "2 - Nombre total des salariés en insertion ayant travaillé dans la structure au cours de la période",
                "2 - Nombre total des salariés en insertion ayant travaillé da",
            ),
            ("2 - Dont bénéficiaires de l’ASS", "2 - Dont bénéficiaires de l'ASS"),
        ] {
            assert_eq!(of(header, wanted), Some(1), "{header}");
        }
        assert_eq!(of("2 - Dont hommes et femmes", "2 - Dont hommes"), None, "short names are equal or not");
        let long = "0 - Salariés permanents en charge de l'encadrement technique des salariés - Nombre d'";
        let both = names(&[&format!("{long}heures"), &format!("{long}ETP")]);
        assert_eq!(place(&both, &format!("{long}ETP")), Some(1));
        let cut: Vec<String> = both.iter().map(|name| name.chars().take(CUT).collect()).collect();
        assert_eq!(
            place(&cut, &format!("{long}ETP")),
            None,
            "two columns cut to one name are not told apart"
        );
    }

    #[test]
    fn numbers_of_annexes_lose_spaces_and_amendments() {
        for (text, expected) in [
            ("ACI 051 17 0013 A0 M1", Some("ACI051170013")),
            ("ACI051170013A0M1", Some("ACI051170013")),
            ("ACI051170013", Some("ACI051170013")),
            ("EITI 02A 19 0001 A1 M0", Some("EITI02A190001")),
            ("AI972190115A1M0", Some("AI972190115")),
            ("ACI0511700", None),
            ("", None),
            ("XYZ051170013", None),
        ] {
            assert_eq!(prefix(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn measures_have_several_names() {
        for (text, expected) in [
            ("ACI_DC", Some("ACI_DC")),
            ("ACI Droit commun", Some("ACI_DC")),
            ("EI Milieu pénitentiaire", Some("EI_MP")),
            ("ACI", None),
            ("", None),
        ] {
            assert_eq!(named_measure(text).map(|measure| measure.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_siret_has_its_zeros_put_back() {
        let header = Header::of(&["siret".to_owned()], &["siret"], &[]).expect("a header");
        for (text, expected) in [
            ("26290411300061", Some("26290411300061")),
            ("5520030700019", Some("05520030700019")),
            ("5520030700019.0", Some("05520030700019")),
            ("", None),
            ("12345", None),
        ] {
            let cells = [text.to_owned()];
            let siret = Line { header: &header, cells: &cells, number: 2 }.siret("siret");
            assert_eq!(siret.as_ref().map(Siret::as_str), expected, "{text}");
        }
    }

    #[test]
    fn a_row_is_told_by_its_line_however_lines_end() {
        for end in ["\n", "\r\n"] {
            let text = ["n", "1", "x", "2;3", ""].join(end);
            let mut told = Vec::new();
            csv(
                &mut text.as_bytes(),
                (b';', Encoding::Utf8),
                [&["n"], &[]],
                &mut |line| line.count("n").map(drop),
                &mut |problem| told.push(problem.line),
            )
            .expect("a table");
            assert_eq!(told, [3, 4], "{end:?}");
        }
    }

    #[test]
    fn numbers_of_a_csv_are_exact() {
        let header = Header::of(&["n".to_owned()], &["n"], &[]).expect("a header");
        for (text, expected) in [
            ("7,95", Some(Some("7.95"))),
            ("7.95", Some(Some("7.95"))),
            ("1 234,50", Some(Some("1234.50"))),
            ("1e-05", Some(Some("0.00001"))),
            ("", Some(None)),
            ("NaN", Some(None)),
            ("huit", None),
        ] {
            let cells = [text.to_owned()];
            let line = Line { header: &header, cells: &cells, number: 2 };
            let number = line.decimal("n").ok().map(|number| number.map(|number| number.to_string()));
            assert_eq!(number, expected.map(|number| number.map(str::to_owned)), "{text}");
        }
    }
}

//! CSV for French spreadsheets: UTF-8 with its mark, semicolons, decimal commas.

use form::Decimal;

use super::{Cell, NO_OBJECT, Sheet};

/// The mark that tells spreadsheets that the file is in UTF-8.
const MARK: &str = "\u{feff}";
/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A table as a file.
#[must_use]
pub fn csv(sheet: &Sheet) -> Vec<u8> {
    let heads = sheet.heads.iter().map(|head| quoted(head)).collect::<Vec<_>>().join(";");
    let rows = sheet.rows.iter().map(|row| row.iter().map(written).collect::<Vec<_>>().join(";"));
    let lines = std::iter::once(heads).chain(rows).map(|line| line + "\r\n");
    std::iter::once(MARK.to_owned()).chain(lines).collect::<String>().into_bytes()
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => quoted(&harmless(text)),
        Cell::Count(count) => count.to_string(),
        Cell::Rate(None) => NO_OBJECT.to_owned(),
        Cell::Rate(Some(rate)) => rounded(*rate).to_string().replace('.', ","),
        Cell::Day(day) => day.map(form::french::date).unwrap_or_default(),
    }
}

/// One decimal: two numbers that differ by less are told by their own columns.
pub(super) fn rounded(rate: Decimal) -> Decimal {
    let mut rate = rate.round_dp(1);
    rate.rescale(1);
    rate
}

/// A text that no spreadsheet runs.
fn harmless(text: &str) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() }
}

fn quoted(text: &str) -> String {
    if text.contains([';', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use form::Date;

    use super::*;

    #[test]
    fn cells_are_written_as_french_spreadsheets_read_them_and_none_runs() {
        for (cell, expected) in [
            (Cell::Text("simple".to_owned()), "simple"),
            (Cell::Text("a;b".to_owned()), "\"a;b\""),
            (Cell::Text("dit \"non\"\net part".to_owned()), "\"dit \"\"non\"\"\net part\""),
            (Cell::Text("=HYPERLINK(\"x\")".to_owned()), "\"'=HYPERLINK(\"\"x\"\")\""),
            (Cell::Text("+33".to_owned()), "'+33"),
            (Cell::Text("-1".to_owned()), "'-1"),
            (Cell::Text("@a".to_owned()), "'@a"),
            (Cell::Text("\tx".to_owned()), "'\tx"),
            (Cell::Count(5_000), "5000"),
            (Cell::Rate(Some(Decimal::new(66_666, 3))), "66,7"),
            (Cell::Rate(Some(Decimal::ONE_HUNDRED)), "100,0"),
            (Cell::Rate(None), "sans objet"),
            (Cell::Day(Some(Date::constant(2026, 11, 16))), "16/11/2026"),
            (Cell::Day(None), ""),
        ] {
            assert_eq!(written(&cell), expected);
        }
    }

    #[test]
    fn a_file_begins_with_its_mark_and_its_headings() {
        let rows = vec![vec![Cell::Text("é".to_owned()), Cell::Count(1)]];
        let file = csv(&Sheet { name: "essai", heads: vec!["Nom", "Nombre"], rows });
        assert_eq!(file, "\u{feff}Nom;Nombre\r\né;1\r\n".as_bytes());
    }
}

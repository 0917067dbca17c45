//! Workbooks: texts are texts, numbers are numbers, days are days.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{Cell, NO_OBJECT, Sheet, csv::rounded};

/// Widest column, in characters.
const WIDEST: u16 = 60;

/// Tables as one workbook, dated from a day so that the same content makes the same file.
pub fn xlsx(sheets: &[Sheet], day: form::Date) -> anyhow::Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&date(day)?));
    for sheet in sheets {
        fill(workbook.add_worksheet(), sheet)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn date(day: form::Date) -> Result<ExcelDateTime, XlsxError> {
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(1900), part(day.month()), part(day.day()))
}

fn fill(page: &mut Worksheet, sheet: &Sheet) -> anyhow::Result<()> {
    let (head, day, rate) = (
        Format::new().set_bold().set_text_wrap(),
        Format::new().set_num_format("dd/mm/yyyy"),
        Format::new().set_num_format("0.0"),
    );
    page.set_name(sheet.name)?;
    page.set_freeze_panes(1, 0)?;
    for (column, name) in (0..).zip(&sheet.heads) {
        page.write_string_with_format(0, column, *name, &head)?;
    }
    for (line, row) in (1..).zip(&sheet.rows) {
        for (column, cell) in (0..).zip(row) {
            match cell {
                // Written as a string: never read as a formula.
                Cell::Text(text) => page.write_string(line, column, text)?,
                Cell::Count(count) => page.write_number(line, column, *count)?,
                Cell::Rate(None) => page.write_string(line, column, NO_OBJECT)?,
                Cell::Rate(Some(exact)) => {
                    page.write_number_with_format(line, column, shown(*exact), &rate)?
                }
                Cell::Day(None) => page,
                Cell::Day(Some(on)) => page.write_datetime_with_format(line, column, date(*on)?, &day)?,
            };
        }
    }
    let width = |column: usize| {
        let texts = sheet.rows.iter().filter_map(|row| match row.get(column) {
            Some(Cell::Text(text)) => Some(text.chars().count()),
            _ => None,
        });
        let longest = texts.max().unwrap_or_default().max(12);
        u16::try_from(longest).unwrap_or(WIDEST).min(WIDEST)
    };
    for (column, place) in (0..).zip(0..sheet.heads.len()) {
        page.set_column_width(column, f64::from(width(place)))?;
    }
    Ok(())
}

/// A rate as spreadsheets hold numbers, one decimal: nothing is reckoned with it here.
fn shown(rate: form::Decimal) -> f64 {
    rounded(rate).to_string().parse().unwrap_or_default()
}

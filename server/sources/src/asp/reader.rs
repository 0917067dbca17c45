//! Reading a delivery row by row, setting aside what cannot be read.

use std::{collections::BTreeMap, fmt, io::BufRead};

use domain::asp::{Annexe, Structure};
use form::Date;

use super::{FileProblem, annexe, cell, rows::Rows, structure};

/// Columns of the views, in the order of the deliveries.
const STRUCTURE_HEADER: &str = include_str!("headers/structure.txt");
const ANNEXE_HEADER: &str = include_str!("headers/annexe.txt");

/// A view that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// `fluxIAE_Structure`.
    Structure,
    /// `fluxIAE_AnnexeFinanciere`.
    AnnexeFinanciere,
}

impl View {
    /// Name of the view in the files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Structure => "Structure",
            Self::AnnexeFinanciere => "AnnexeFinanciere",
        }
    }
}

/// What the first line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The view.
    pub view: View,
    /// Day the delivery was made.
    pub date: Date,
}

/// Why a row was set aside; shown as `line: column: reason`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// Line the row starts on, from 1.
    pub line: usize,
    /// Column at fault; none when the row as a whole is.
    pub column: Option<&'static str>,
    /// What is wrong, in French.
    pub reason: String,
}

impl fmt::Display for RowProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            Some(column) => write!(f, "{}: {column}: {}", self.line, self.reason),
            None => write!(f, "{}: {}", self.line, self.reason),
        }
    }
}

/// A delivery being read.
pub struct Reader<'a> {
    rows: Rows<'a>,
    delivery: Delivery,
    columns: BTreeMap<String, usize>,
    absent: Vec<String>,
}

/// The cells of one row, by column.
pub(super) struct Row<'r> {
    pub(super) cells: Vec<&'r str>,
    pub(super) delivered: Date,
    pub(super) columns: &'r BTreeMap<String, usize>,
}

impl<'r> Row<'r> {
    /// The text of a column, trimmed; blank when the delivery has no such column.
    pub(super) fn text(&self, column: &str) -> &'r str {
        self.columns.get(column).and_then(|place| self.cells.get(*place)).map_or("", |cell| cell.trim())
    }
}

impl<'a> Reader<'a> {
    /// Reads the two first lines: view, day, columns.
    pub fn open(input: &'a mut dyn BufRead) -> Result<Self, FileProblem> {
        let mut rows = Rows::new(input)?;
        let delivery = start(&rows.before()?)?;
        let header = rows.before()?;
        let mut columns = BTreeMap::new();
        for (place, name) in header.split('|').map(str::trim).enumerate() {
            if columns.insert(name.to_owned(), place).is_some() && !name.is_empty() {
                return Err(FileProblem::Twice(name.chars().take(60).collect()));
            }
        }
        let (needed, known): (&[&str], &str) = match delivery.view {
            View::Structure => (&structure::NEEDED, STRUCTURE_HEADER),
            View::AnnexeFinanciere => (&annexe::NEEDED, ANNEXE_HEADER),
        };
        let absent: Vec<String> =
            known.lines().filter(|name| !columns.contains_key(*name)).map(str::to_owned).collect();
        let missing: Vec<String> =
            absent.iter().filter(|name| needed.contains(&name.as_str())).cloned().collect();
        if !missing.is_empty() {
            return Err(FileProblem::Columns(missing));
        }
        rows.set_width(header.matches('|').count());
        Ok(Self { rows, delivery, columns, absent })
    }

    /// Columns that a delivery has and this one has not: what they tell is not known of its rows.
    #[must_use]
    pub fn absent_columns(&self) -> &[String] {
        &self.absent
    }

    /// What the first line says.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        self.delivery
    }

    /// The next structure, or why its row is set aside; `None` at the end.
    pub fn structure(&mut self) -> Result<Option<Result<Structure, RowProblem>>, FileProblem> {
        self.next(structure::read)
    }

    /// The next annexe, or why its row is set aside; `None` at the end.
    pub fn annexe(&mut self) -> Result<Option<Result<Annexe, RowProblem>>, FileProblem> {
        self.next(annexe::read)
    }

    fn next<T>(
        &mut self,
        read: impl FnOnce(&Row<'_>) -> Result<T, cell::Fault>,
    ) -> Result<Option<Result<T, RowProblem>>, FileProblem> {
        let Some(line) = self.rows.next()? else { return Ok(None) };
        let (cells, width): (Vec<&str>, _) = (line.text.split('|').collect(), self.rows.width());
        if cells.len() != width + 1 {
            let reason = format!("{} colonnes au lieu de {}", cells.len(), width + 1);
            return Ok(Some(Err(RowProblem { line: line.number, column: None, reason })));
        }
        let row = Row { cells, columns: &self.columns, delivered: self.delivery.date };
        Ok(Some(read(&row).map_err(|fault| RowProblem {
            line: line.number,
            column: Some(fault.column),
            reason: fault.reason,
        })))
    }
}

/// Reads `DEB<View><DDMMYYYY_HHMMSS>`.
fn start(line: &str) -> Result<Delivery, FileProblem> {
    let unlike = || FileProblem::Start(line.chars().take(60).collect());
    let (view, date) = view_and_day(line).ok_or_else(unlike)?;
    let view = match view {
        "Structure" => View::Structure,
        "AnnexeFinanciere" => View::AnnexeFinanciere,
        other => return Err(FileProblem::View(other.chars().take(60).collect())),
    };
    Ok(Delivery { view, date })
}

/// The name of the view and the day of the delivery, in its first line; none when it is no such line.
pub(super) fn view_and_day(line: &str) -> Option<(&str, Date)> {
    let text = line.trim_end_matches('|').strip_prefix("DEB")?;
    let cut = text.len().checked_sub(15).filter(|cut| text.is_char_boundary(*cut))?;
    let (view, stamp) = text.split_at(cut);
    let part = |range: std::ops::Range<usize>| stamp.get(range).and_then(|part| part.parse::<i16>().ok());
    let (day, month) = (i8::try_from(part(0..2)?).ok()?, i8::try_from(part(2..4)?).ok()?);
    Some((view, Date::new(part(4..8)?, month, day).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_tells_the_view_and_the_day() {
        let delivery = start("DEBAnnexeFinanciere07022022_063004||||").expect("a first line");
        assert_eq!(delivery.view, View::AnnexeFinanciere);
        assert_eq!(delivery.date, Date::constant(2022, 2, 7));
        for bad in ["", "DEB", "af_id|x", "DEBStructure99022022_063004", "DEBé", "FIN3||"] {
            assert!(matches!(start(bad), Err(FileProblem::Start(_))), "{bad}");
        }
        assert!(matches!(start("DEBSalarie07022022_063004|"), Err(FileProblem::View(_))));
    }

    fn annexes(text: &str) -> Result<(usize, Vec<RowProblem>), FileProblem> {
        let mut bytes = text.as_bytes();
        let mut reader = Reader::open(&mut bytes)?;
        let (mut read, mut aside) = (0, Vec::new());
        while let Some(row) = reader.annexe()? {
            match row {
                Ok(_) => read += 1,
                Err(problem) => aside.push(problem),
            }
        }
        Ok((read, aside))
    }

    fn file(rows: &[&str], last: &str) -> String {
        let header = format!("{}|colonne_inconnue", annexe::NEEDED.join("|"));
        format!("DEBAnnexeFinanciere07022022_063004|\n{header}\n{}\n{last}\n", rows.join("\n"))
    }

    /// A right row, in the order of the needed columns.
    fn right() -> Vec<&'static str> {
        annexe::NEEDED
            .iter()
            .map(|column| match *column {
                "af_id_structure" => "112",
                "af_numero_convention" => "054 010118 ACI 00019",
                "af_mesure_dispositif_code" => "ACI_DC",
                "af_numero_annexe_financiere" => "ACI054180019",
                "af_numero_avenant_renouvellement" | "af_numero_avenant_modification" => "0",
                "af_id_annexe_financiere" => "2210",
                "af_id_avenant_modification" => "2242",
                "af_etat_annexe_financiere_code" => "VALIDE",
                "af_date_debut_effet" => "01/01/2018",
                "af_date_fin_effet" => "31/12/2018",
                "af_etp_postes_insertion" => "8.15",
                _ => "",
            })
            .collect()
    }

    fn with(column: &str, cell: &'static str) -> String {
        let mut row = right();
        let place = annexe::NEEDED.iter().position(|name| *name == column).expect("a needed column");
        row[place] = cell;
        format!("{}|x", row.join("|"))
    }

    #[test]
    fn a_bad_row_is_set_aside_with_its_place_and_the_others_go_in() {
        let rows = [
            with("af_etp_postes_insertion", "8.15"),
            with("af_etp_postes_insertion", "huit"),
            with("af_date_fin_effet", "31/02/2018"),
            with("af_mesure_dispositif_code", "XYZ_DC"),
            with("af_numero_annexe_financiere", "ACI054"),
            "trop|court".to_owned(),
        ];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let (read, aside) = annexes(&file(&rows, "FIN6||")).expect("a whole file");
        assert_eq!(read, 1);
        let shown: Vec<String> = aside.iter().map(ToString::to_string).collect();
        assert!(shown[0].starts_with("4: af_etp_postes_insertion: "), "{shown:?}");
        assert!(shown[1].starts_with("5: af_date_fin_effet: "), "{shown:?}");
        assert!(shown[2].starts_with("6: af_mesure_dispositif_code: "), "{shown:?}");
        assert!(shown[3].starts_with("7: af_numero_annexe_financiere: "), "{shown:?}");
        assert_eq!(shown[4], format!("8: 2 colonnes au lieu de {}", annexe::NEEDED.len() + 1));
    }

    #[test]
    fn a_file_cut_or_miscounted_is_refused_whole() {
        let row = with("af_id_structure", "112");
        assert!(matches!(annexes(&file(&[&row], "")), Err(FileProblem::Cut(_))));
        let counted = annexes(&file(&[&row], "FIN2||"));
        assert!(matches!(counted, Err(FileProblem::Count { announced: 2, found: 1, .. })));
    }

    #[test]
    fn missing_columns_are_all_named() {
        let text = "DEBAnnexeFinanciere07022022_063004|\naf_id_structure|af_numero_convention\nFIN0|\n";
        let Err(FileProblem::Columns(missing)) = annexes(text) else { panic!("columns are missing") };
        assert_eq!(missing.len(), annexe::NEEDED.len() - 2);
        assert!(missing.contains(&"af_etp_postes_insertion".to_owned()));
    }
}

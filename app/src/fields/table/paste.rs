//! Reading what was copied from a spreadsheet: its cells, its columns, what cannot be read.

use form::{Field, FieldType, Table, Value, french, read};

use crate::filling::kept_list;

/// Letters from which the beginning of a name is enough.
const ENOUGH: usize = 3;
/// Rows of a preview.
pub(super) const SHOWN: usize = 20;

/// What is about to be pasted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plan {
    /// The columns it fills, by place in the table.
    pub(super) columns: Vec<usize>,
    /// Its rows: each text, with what is wrong with it.
    pub(super) rows: Vec<Vec<(String, Option<String>)>>,
    /// Rows that the table has no room for.
    left: usize,
    /// Whether its first line named the columns.
    headed: bool,
    /// Titles of the first line that no column has.
    unknown: Vec<String>,
}

impl Plan {
    /// What is said over the preview.
    pub(super) fn title(&self) -> String {
        let wrong = self.rows.iter().flatten().filter(|(_, error)| error.is_some()).count();
        let mut said = french::count(self.rows.len(), "ligne à coller", "lignes à coller");
        said += match wrong {
            0 => ".".to_owned(),
            _ => format!(", {}.", french::count(wrong, "case à corriger", "cases à corriger")),
        }
        .as_str();
        if self.headed {
            said += " Les colonnes ont été reconnues à leur titre.";
        }
        match self.unknown.as_slice() {
            [] => {}
            [one] => {
                said += &format!(
                    " La colonne «\u{a0}{one}\u{a0}» n’est pas dans ce tableau\u{a0}: elle ne sera pas collée."
                );
            }
            several => {
                let names: Vec<String> = several.iter().map(|name| format!("«\u{a0}{name}\u{a0}»")).collect();
                said += &format!(
                    " Les colonnes {} ne sont pas dans ce tableau\u{a0}: elles ne seront pas collées.",
                    names.join(", ")
                );
            }
        }
        if self.rows.len() > SHOWN {
            said += &format!(" Voici les {SHOWN} premières.");
        }
        if self.left > 0 {
            said += &format!(
                " Le tableau n’a pas la place de {}.",
                french::count(self.left, "autre ligne", "autres lignes")
            );
        }
        said
    }
}

/// Whether a text has several cells.
pub(super) fn is_grid(text: &str) -> bool {
    text.trim_end_matches(['\n', '\r']).contains(['\t', '\n'])
}

/// How a text fills a table from a column among those that are shown, with room for some rows.
pub(super) fn plan(text: &str, table: &Table, (first, shown): (usize, &[usize]), room: usize) -> Plan {
    // A line for each row that is always there: a blank one is blank.
    let mut lines = cells(text, table.is_fixed());
    let typed: Vec<usize> = shown.iter().copied().filter(|place| table.columns[*place].is_typed()).collect();
    let headed = lines.first().and_then(|line| headings(line, table));
    let is_headed = headed.is_some();
    let unknown = headed.iter().flat_map(|found| {
        let titles = lines[0].iter().enumerate();
        let left = titles.filter(|(source, title)| {
            !title.trim().is_empty() && !found.iter().any(|(known, _)| known == source)
        });
        left.map(|(_, title)| title.trim().to_owned()).collect::<Vec<_>>()
    });
    let unknown = unknown.collect();
    let sources: Vec<(usize, usize)> = if let Some(found) = headed {
        lines.remove(0);
        found.into_iter().filter(|(_, column)| typed.contains(column)).collect()
    } else {
        let width = lines.iter().map(Vec::len).max().unwrap_or_default();
        let columns = typed.into_iter().filter(|place| *place >= first);
        (0..width).zip(columns).collect()
    };
    let left = lines.len().saturating_sub(room);
    lines.truncate(room);
    let rows = lines.iter().map(|line| {
        let cell = |(source, column): &(usize, usize)| {
            let text = line.get(*source).map(|text| text.trim()).unwrap_or_default();
            taken(text, &table.columns[*column])
        };
        sources.iter().map(cell).collect()
    });
    Plan {
        rows: rows.collect(),
        columns: sources.iter().map(|(_, column)| *column).collect(),
        left,
        headed: is_headed,
        unknown,
    }
}

/// The places of the columns that a first line names, with theirs in the table; none unless two in three are known.
fn headings(line: &[String], table: &Table) -> Option<Vec<(usize, usize)>> {
    let place = |title: &String| {
        let title = plain(title);
        let named = |column: &Field| plain(&column.label) == title || column.path.last() == title;
        table.columns.iter().position(named).or_else(|| only(&table.columns, &title, |column| &column.label))
    };
    let found: Vec<(usize, usize)> =
        line.iter().enumerate().filter_map(|(source, title)| Some((source, place(title)?))).collect();
    let titles = line.iter().filter(|title| !title.trim().is_empty()).count();
    (!found.is_empty() && found.len() * 3 >= titles * 2).then_some(found)
}

/// The place of the one whose name begins so, when only one does.
fn only<T>(all: &[T], start: &str, name: fn(&T) -> &String) -> Option<usize> {
    let begins = |one: &T| start.len() >= ENOUGH && plain(name(one)).starts_with(start);
    let place = all.iter().position(begins)?;
    (all.iter().filter(|one| begins(one)).count() == 1).then_some(place)
}

/// A text as its column takes it, with what is wrong with it.
fn taken(text: &str, column: &Field) -> (String, Option<String>) {
    let choices = column.field_type.choices();
    let same = choices.iter().position(|choice| plain(&choice.label) == plain(text));
    let chosen = same.or_else(|| only(choices, &plain(text), |choice| &choice.label));
    let chosen = chosen.map(|place| choices[place].key.as_str());
    let text = match (&column.field_type, plain(text).as_str()) {
        (FieldType::Boolean, "oui" | "x" | "vrai" | "1") => "true",
        (FieldType::Boolean, "non" | "faux" | "0") => "false",
        _ => chosen.unwrap_or(text),
    };
    // A name is looked up in its list once it is pasted.
    let sought = kept_list(&column.field_type).is_some();
    let error = read::read(text, &column.field_type).err().filter(|_| !sought);
    (text.to_owned(), error.map(|reason| french::misread(reason).to_owned()))
}

/// A text of the plan as people read it: the name of a choice, yes or no.
pub(super) fn shown(text: &str, column: &Field) -> String {
    match read::read(text, &column.field_type) {
        Ok(Some(value @ (Value::Choice(_) | Value::Boolean(_)))) => french::value(&value, &column.field_type),
        _ => text.to_owned(),
    }
}

/// A title as it is compared: its letters and figures, without their capitals and their accents.
fn plain(text: &str) -> String {
    text.chars().map(french::plain_letter).filter(char::is_ascii_alphanumeric).collect()
}

/// The cells of a text with tabs, a cell between quotes keeping its own tabs and lines.
///
/// Blank lines are left out, but those between others when they are `kept`.
fn cells(text: &str, kept: bool) -> Vec<Vec<String>> {
    let (mut lines, mut line, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\t' if !quoted => line.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                line.push(std::mem::take(&mut cell));
                lines.push(std::mem::take(&mut line));
            }
            '\r' => {}
            letter => cell.push(letter),
        }
    }
    if !cell.is_empty() || !line.is_empty() {
        line.push(cell);
        lines.push(line);
    }
    let says = |line: &Vec<String>| line.iter().any(|cell| !cell.trim().is_empty());
    while lines.last().is_some_and(|line| !says(line)) {
        lines.pop();
    }
    lines.retain(|line| kept || says(line));
    lines
}

#[cfg(test)]
mod tests {
    use form::trame::read_trame;

    use super::*;

    /// Every column of the table below.
    const ALL: [usize; 5] = [0, 1, 2, 3, 4];

    fn table() -> Table {
        let text = "key = \"t\"\nversion = 1\ntitle = \"T\"\n[[step]]\nkey = \"s\"\ntitle = \"S\"\n[[step.field]]\n\
            key = \"a\"\nlabel = \"A\"\ntype = \"table\"\nmax_rows = 3\n\
            [[step.field.column]]\nkey = \"nom\"\nlabel = \"Nom du chantier\"\ntype = \"text\"\n\
            [[step.field.column]]\nkey = \"permanent\"\nlabel = \"Permanent ?\"\ntype = \"boolean\"\n\
            [[step.field.column]]\nkey = \"double\"\nlabel = \"Double\"\ntype = \"etp\"\ncomputed = \"ligne.etp * 2\"\n\
            [[step.field.column]]\nkey = \"etp\"\nlabel = \"ETP\"\ntype = \"etp\"\n\
            [[step.field.column]]\nkey = \"axe\"\nlabel = \"Axe\"\ntype = \"choice\"\nchoice = [{ key = \"acc\", label = \"Accueil\" }]\n";
        let trame = read_trame(text).unwrap_or_else(|problems| panic!("{problems:?}"));
        trame.steps[0].fields[0].field_type.table().expect("a table").clone()
    }

    fn texts(plan: &Plan) -> Vec<Vec<&str>> {
        plan.rows.iter().map(|row| row.iter().map(|(text, _)| text.as_str()).collect()).collect()
    }

    #[test]
    fn cells_are_cut_as_a_spreadsheet_writes_them() {
        assert_eq!(cells("a\tb\r\nc\td\r\n", false), [["a", "b"], ["c", "d"]]);
        assert_eq!(cells("\"a\tb\n\"\"c\"\"\"\td", false), [["a\tb\n\"c\"", "d"]]);
        assert_eq!(cells("a \"b\" c\td", false), [["a \"b\" c", "d"]]);
        assert_eq!(cells("\n\t\n a", false), [[" a"]]);
        assert_eq!(cells("1\n\n3\n\n", true), [["1"], [""], ["3"]], "a row that is always there stays blank");
        assert!(is_grid("a\tb") && is_grid("a\nb") && !is_grid("a") && !is_grid("a\r\n"));
    }

    #[test]
    fn columns_are_recognised_by_their_title_or_taken_in_order() {
        let table = table();
        let headed = plan("ETP\tNom du chantier\tDouble\n1,5\tBois\t3\n2\tEau\t4", &table, (0, &ALL), 10);
        assert_eq!((headed.columns.clone(), headed.headed), (vec![3, 0], true));
        assert_eq!(texts(&headed), [["1,5", "Bois"], ["2", "Eau"]]);
        let plain = plan("Bois\tOui\t1,5\tAccueil\nEau\tnon\tdeux\tAutre", &table, (0, &ALL), 10);
        assert_eq!((plain.columns.clone(), plain.headed), (vec![0, 1, 3, 4], false));
        assert_eq!(texts(&plain), [["Bois", "true", "1,5", "acc"], ["Eau", "false", "deux", "Autre"]]);
        let short = plan("ETP\tNom\tAxe\tPrix\n1\tBois\taccu\t3", &table, (0, &ALL), 10);
        assert_eq!(texts(&short), [["1", "Bois", "acc"]], "the beginning of a name is enough");
        assert!(
            short.title().contains("La colonne «\u{a0}Prix\u{a0}» n’est pas dans ce tableau"),
            "{}",
            short.title()
        );
        let wrong: Vec<bool> = plain.rows[1].iter().map(|(_, error)| error.is_some()).collect();
        assert_eq!(wrong, [false, false, true, true]);
        assert!(plain.title().contains("2\u{a0}cases à corriger"), "{}", plain.title());
        assert_eq!(plan("1,5\tAccueil", &table, (3, &ALL), 10).columns, [3, 4]);
        assert_eq!(
            plan("Bois\t1,5", &table, (0, &[0, 3, 4]), 10).columns,
            [0, 3],
            "what is not asked is skipped"
        );
    }

    #[test]
    fn rows_without_room_are_told() {
        let plan = plan("a\nb\nc\nd", &table(), (0, &ALL), 3);
        assert_eq!(plan.rows.len(), 3);
        assert!(plan.title().contains("n’a pas la place de 1\u{a0}autre ligne"), "{}", plan.title());
    }
}

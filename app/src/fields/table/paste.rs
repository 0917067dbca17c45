//! Reading what was copied from a spreadsheet: its cells, its columns, what cannot be read.

mod cut;

use form::{Field, FieldType, Table, Value, french, read};

use self::cut::cells;

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
    /// The rows of the table that they fill, by place; those past its end are added.
    pub(super) places: Vec<usize>,
    /// Rows that the table has no room for.
    left: usize,
    /// Columns on the right that the table has no column for.
    beyond: usize,
    /// Names of rows that no line of the table has.
    strangers: Vec<String>,
    /// Whether its first line named the columns.
    headed: bool,
    /// Titles of the first line that no column has.
    unknown: Vec<String>,
}

impl Plan {
    /// Puts what names were found to mean in their place, in the columns of names.
    pub(super) fn take(&mut self, found: &[(String, (String, Option<String>))], named: &[usize]) {
        let cells = self.rows.iter_mut().flat_map(|row| self.columns.iter().zip(row));
        for (_, cell) in cells.filter(|(column, _)| named.contains(column)) {
            if let Some((_, meant)) = found.iter().find(|(text, _)| *text == cell.0) {
                cell.clone_from(meant);
            }
        }
    }

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
        said += &left_out(&self.unknown, "colonne");
        said += &left_out(&self.strangers, "ligne");
        if self.beyond > 0 {
            said += &format!(
                " À droite, {} de trop\u{a0}: rien n’en sera collé.",
                french::count(self.beyond, "colonne", "colonnes")
            );
        }
        if self.rows.len() > SHOWN {
            said += &format!(" Voici les {SHOWN} premières.");
        }
        if self.left > 0 {
            said += &format!(
                " Le tableau est plein ensuite\u{a0}: {}.",
                french::count(self.left, "ligne ne sera pas collée", "lignes ne seront pas collées")
            );
        }
        said
    }
}

/// The names, of columns or of lines, that the table does not have.
fn left_out(names: &[String], what: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("«\u{a0}{name}\u{a0}»")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => {
            format!(" La {what} {one} n’est pas dans ce tableau\u{a0}: elle ne sera pas collée.")
        }
        several => format!(
            " Les {what}s {} ne sont pas dans ce tableau\u{a0}: elles ne seront pas collées.",
            several.join(", ")
        ),
    }
}

/// Whether a text has several cells.
pub(super) fn is_grid(text: &str) -> bool {
    text.trim_end_matches(['\n', '\r']).contains(['\t', '\n'])
}

/// How a text fills a table from a cell (row, column), among the columns that are shown, with room for some rows.
///
/// Columns that are named are taken even when they are not asked yet: what is pasted beside them may ask for them.
pub(super) fn plan(
    text: &str,
    table: &Table,
    (from, first): (usize, usize),
    shown: &[usize],
    room: usize,
) -> Plan {
    // A line for each row that is always there: a blank one is blank.
    let (mut names, mut lines) = named(cells(text, table.is_fixed()), table);
    let headed = lines.first().and_then(|line| headings(line, table));
    let is_headed = headed.is_some();
    let (mut unknown, mut beyond) = (Vec::new(), 0);
    let sources: Vec<(usize, usize)> = if let Some(found) = headed {
        names.drain(..names.len().min(1));
        let titles = lines.remove(0);
        let is_known = |source: usize| found.iter().any(|(known, _)| *known == source);
        let left = titles.iter().enumerate();
        let left = left.filter(|(source, title)| !title.trim().is_empty() && !is_known(*source));
        unknown = left.map(|(_, title)| title.trim().to_owned()).collect();
        found.into_iter().filter(|(_, column)| table.columns[*column].is_typed()).collect()
    } else {
        let width = lines.iter().map(Vec::len).max().unwrap_or_default();
        let first = if names.is_empty() { first } else { 0 };
        let typed = |place: &usize| table.columns[*place].is_typed() && *place >= first;
        let columns: Vec<usize> = shown.iter().copied().filter(typed).collect();
        beyond = width.saturating_sub(columns.len());
        (0..width).zip(columns).collect()
    };
    let mut strangers = Vec::new();
    let mut placed: Vec<(usize, Vec<String>)> = if names.is_empty() {
        (from..).zip(lines).collect()
    } else {
        let known = names.into_iter().zip(lines).filter_map(|(name, line)| {
            let place = place_of_line(table, &name);
            if place.is_none() && !name.trim().is_empty() {
                strangers.push(name.trim().to_owned());
            }
            Some((place?, line))
        });
        known.collect()
    };
    let all = placed.len();
    placed.retain(|(place, _)| *place < room);
    let rows = placed.iter().map(|(_, line)| {
        let cell = |(source, column): &(usize, usize)| {
            let text = line.get(*source).map(|text| text.trim()).unwrap_or_default();
            taken(text, &table.columns[*column])
        };
        sources.iter().map(cell).collect()
    });
    Plan {
        rows: rows.collect(),
        places: placed.iter().map(|(place, _)| *place).collect(),
        columns: sources.iter().map(|(_, column)| *column).collect(),
        left: all - placed.len(),
        beyond,
        strangers,
        headed: is_headed,
        unknown,
    }
}

/// The names of lines that stand before the cells, apart from them; none unless one in two is a line of the table.
fn named(lines: Vec<Vec<String>>, table: &Table) -> (Vec<String>, Vec<Vec<String>>) {
    let first = |line: &Vec<String>| line.first().map(|cell| cell.trim().to_owned()).unwrap_or_default();
    let said: Vec<String> = lines.iter().map(first).filter(|name| !name.is_empty()).collect();
    let known = said.iter().filter(|name| place_of_line(table, name).is_some()).count();
    if known == 0 || known * 2 < said.len() {
        return (Vec::new(), lines);
    }
    let apart = |line: Vec<String>| (first(&line), line.into_iter().skip(1).collect());
    lines.into_iter().map(apart).unzip()
}

/// The place of the line of a name, whole or its beginning.
fn place_of_line(table: &Table, name: &str) -> Option<usize> {
    let name = plain(name);
    let same = table.lines.iter().position(|line| !name.is_empty() && plain(&line.label) == name);
    same.or_else(|| only(&table.lines, &name, |line| &line.label))
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
    let read = read::read(text, &column.field_type);
    // As it will stand in its cell.
    let typed = match &read {
        Ok(Some(value)) if !sought => french::typed(value, &column.field_type),
        _ => text.to_owned(),
    };
    let error = read.err().filter(|_| !sought);
    (typed, error.map(|reason| french::misread(reason).to_owned()))
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
    fn several_cells_are_a_grid() {
        assert!(is_grid("a\tb") && is_grid("a\nb") && !is_grid("a") && !is_grid("a\r\n"));
    }

    #[test]
    fn columns_are_recognised_by_their_title_or_taken_in_order() {
        let table = table();
        let headed = plan("ETP\tNom du chantier\tDouble\n1,5\tBois\t3\n2\tEau\t4", &table, (0, 0), &ALL, 10);
        assert_eq!((headed.columns.clone(), headed.headed), (vec![3, 0], true));
        assert_eq!(texts(&headed), [["1,50", "Bois"], ["2,00", "Eau"]]);
        let plain = plan("Bois\tOui\t1,5\tAccueil\nEau\tnon\tdeux\tAutre", &table, (0, 0), &ALL, 10);
        assert_eq!((plain.columns.clone(), plain.headed), (vec![0, 1, 3, 4], false));
        assert_eq!(texts(&plain), [["Bois", "true", "1,50", "acc"], ["Eau", "false", "deux", "Autre"]]);
        let short = plan("ETP\tNom\tAxe\tPrix\n1\tBois\taccu\t3", &table, (0, 0), &ALL, 10);
        assert_eq!(texts(&short), [["1,00", "Bois", "acc"]], "the beginning of a name is enough");
        assert!(
            short.title().contains("La colonne «\u{a0}Prix\u{a0}» n’est pas dans ce tableau"),
            "{}",
            short.title()
        );
        let wrong: Vec<bool> = plain.rows[1].iter().map(|(_, error)| error.is_some()).collect();
        assert_eq!(wrong, [false, false, true, true]);
        assert!(plain.title().contains("2\u{a0}cases à corriger"), "{}", plain.title());
        assert_eq!(plan("1,5\tAccueil", &table, (0, 3), &ALL, 10).columns, [3, 4]);
        assert_eq!(
            plan("Bois\t1,5", &table, (0, 0), &[0, 3, 4], 10).columns,
            [0, 3],
            "what is not asked is skipped"
        );
    }

    #[test]
    fn lines_that_are_named_find_their_place() {
        let text = "key = \"t\"\nversion = 1\ntitle = \"T\"\n[[step]]\nkey = \"s\"\ntitle = \"S\"\n[[step.field]]\n\
            key = \"a\"\nlabel = \"A\"\ntype = \"table\"\n\
            line = [{ key = \"achats\", label = \"60 – Achats\" }, { key = \"impots\", label = \"63 – Impôts et taxes\" }]\n\
            [[step.field.column]]\nkey = \"montant\"\nlabel = \"Montant\"\ntype = \"euros\"\n\
            [[step.field.column]]\nkey = \"precision\"\nlabel = \"Précision\"\ntype = \"text\"\n";
        let trame = read_trame(text).unwrap_or_else(|problems| panic!("{problems:?}"));
        let table = trame.steps[0].fields[0].field_type.table().expect("a table").clone();
        let copied = "Poste\tMontant\n63 – impots et taxes\t1 200\n60 – Achats\t5,5\nTotal\t9\n\t";
        let plan = plan(copied, &table, (0, 1), &[0, 1], 2);
        assert_eq!((plan.places.clone(), plan.columns.clone()), (vec![1, 0], vec![0]));
        assert_eq!(texts(&plan), [["1\u{202f}200,00"], ["5,50"]]);
        assert!(
            plan.title().contains("La ligne «\u{a0}Total\u{a0}» n’est pas dans ce tableau"),
            "{}",
            plan.title()
        );
        let bare = super::plan("60 – Achats\t3\tfoin\n63 – Impôts\t4\tvide", &table, (1, 0), &[0, 1], 2);
        assert_eq!(
            (bare.places.clone(), texts(&bare)),
            (vec![0, 1], vec![vec!["3,00", "foin"], vec!["4,00", "vide"]])
        );
    }

    #[test]
    fn columns_past_the_last_are_told() {
        let plan = plan("Bois\toui\t1\tAccueil\treste\tencore", &table(), (0, 0), &ALL, 3);
        assert!(plan.title().contains("À droite, 2\u{a0}colonnes de trop"), "{}", plan.title());
        let hidden = super::plan("Nom\tETP\nBois\t1", &table(), (0, 0), &[0], 3);
        assert_eq!(hidden.columns, [0, 3], "a column that is named is taken though it is not asked yet");
    }

    #[test]
    fn rows_without_room_are_told() {
        let plan = plan("a\nb\nc\nd", &table(), (0, 0), &ALL, 3);
        assert_eq!(plan.rows.len(), 3);
        assert!(plan.title().contains("1\u{a0}ligne ne sera pas collée"), "{}", plan.title());
    }
}

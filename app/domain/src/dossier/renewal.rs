//! A step beside what was said of it last year: what is the same, what is new, what changed, what is missing. Pure.

use form::{
    Answers, Evaluation, Field, FieldState, FieldType, IssueCode, Path, Program, Step, Table, Value, french,
};

use super::Snapshot;

/// What a value is beside last year's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Required, and not answered.
    Missing,
    /// Another value.
    Changed,
    /// An answer, and last year had none.
    New,
    /// Last year had one, and it may be left blank.
    Gone,
    /// The same.
    Same,
}

/// A value of this year beside last year's, as people read both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The question, or the column.
    pub label: String,
    /// This year's.
    pub now: Option<String>,
    /// Last year's.
    pub before: Option<String>,
    /// What one is beside the other.
    pub mark: Mark,
}

/// A row of a table, known again by its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is called.
    pub title: String,
    /// What it is beside the row of last year.
    pub mark: Mark,
    /// Its cells that say something, this year or last.
    pub cells: Vec<Pair>,
}

/// A question beside last year's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Where it is corrected.
    pub path: Path,
    /// The question.
    pub label: String,
    /// Whether a person can answer it.
    pub typed: bool,
    /// What it is, rows included: what stands out most in it.
    pub mark: Mark,
    /// The answer, for what is no table.
    pub pair: Option<Pair>,
    /// The rows, for a table.
    pub rows: Vec<Row>,
}

/// A step beside last year's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renewal {
    /// Its questions that say something, this year or last, in their order.
    pub questions: Vec<Compared>,
}

impl Renewal {
    /// Compares a step with what is known of last year.
    #[must_use]
    pub fn of(program: &Program, evaluation: &Evaluation, snapshot: &Snapshot, step: &Step) -> Self {
        let year = Years { snapshot, previous: &snapshot.previous() };
        let shown = step.fields.iter().filter(|field| !field.is_given() && !field.read_only);
        let questions = shown.filter_map(|field| {
            let state = program.state(evaluation, &field.path).filter(|state| state.visible)?;
            match field.field_type.table() {
                Some(table) => year.table(field, table, state),
                None => year.question(field, state),
            }
        });
        Self { questions: questions.collect() }
    }

    /// The questions that are so.
    pub fn marked(&self, mark: Mark) -> impl Iterator<Item = &Compared> {
        self.questions.iter().filter(move |question| question.mark == mark)
    }

    /// Whether last year's dossier said something of it.
    #[must_use]
    pub fn is_known(&self) -> bool {
        let said = |pair: &Pair| pair.before.is_some();
        self.questions.iter().any(|question| {
            let rows = question.rows.iter().flat_map(|row| &row.cells);
            question.pair.iter().chain(rows).any(said)
        })
    }

    /// Whether all of it is as last year.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.is_known() && self.questions.iter().all(|question| question.mark == Mark::Same)
    }
}

/// This year's answers and last year's.
struct Years<'a> {
    snapshot: &'a Snapshot,
    previous: &'a Answers,
}

impl Years<'_> {
    fn question(&self, field: &Field, state: &FieldState) -> Option<Compared> {
        let pair = self.pair(field, &field.path, state)?;
        let (path, label, mark) = (field.path.clone(), field.label.clone(), pair.mark);
        Some(Compared { path, label, typed: field.is_typed(), mark, pair: Some(pair), rows: Vec::new() })
    }

    fn table(&self, field: &Field, table: &Table, state: &FieldState) -> Option<Compared> {
        let stands = |row: &str| state.rows.iter().any(|now| now.id == row);
        let before = self.previous.rows(&field.path);
        let now = state.rows.iter().enumerate().filter_map(|(place, row)| {
            let cells = table.columns.iter().zip(&row.cells).filter(|(_, cell)| cell.visible);
            let cells = cells.filter_map(|(column, cell)| {
                self.pair(column, &field.path.cell(&row.id, column.path.last()), cell)
            });
            let cells: Vec<Pair> = cells.collect();
            let is_new = !table.is_fixed() && !before.contains(&row.id.as_str());
            (!cells.is_empty()).then(|| Row {
                title: table.row_title(place),
                mark: of_row(&cells, is_new),
                cells,
            })
        });
        let gone = before.iter().filter(|row| !table.is_fixed() && !stands(row)).map(|row| {
            let cells = table.columns.iter().filter_map(|column| {
                let value = self.previous.get(&field.path.cell(row, column.path.last()))?;
                let before = Some(french::value(value, &column.field_type));
                Some(Pair { label: column.label.clone(), now: None, before, mark: Mark::Gone })
            });
            Row {
                title: format!("{} de l’an dernier", table.row_name),
                mark: Mark::Gone,
                cells: cells.collect(),
            }
        });
        let rows: Vec<Row> = now.chain(gone).filter(|row| !row.cells.is_empty()).collect();
        let lacks = state
            .issue
            .as_ref()
            .is_some_and(|issue| matches!(issue.code, IssueCode::Required | IssueCode::TooFewRows(..)));
        let mark = rows.iter().map(|row| row.mark).min().unwrap_or(Mark::Same);
        let mark = if lacks { Mark::Missing } else { mark };
        let (path, label) = (field.path.clone(), field.label.clone());
        (lacks || !rows.is_empty()).then(|| Compared {
            path,
            label,
            typed: field.is_typed(),
            mark,
            pair: None,
            rows,
        })
    }

    /// A value beside last year's; none when neither year says anything, and nothing is missing.
    fn pair(&self, field: &Field, path: &Path, state: &FieldState) -> Option<Pair> {
        let before = self.previous.get(path);
        let lacks = state.issue.as_ref().is_some_and(form::Issue::is_missing);
        let mark = match (&state.value, before) {
            (None, _) if lacks => Mark::Missing,
            (None, None) => return None,
            (None, Some(_)) => Mark::Gone,
            (Some(_), None) if self.is_passed_on(field, path) => Mark::Same,
            (Some(_), None) => Mark::New,
            (Some(now), Some(before)) => {
                let same = self.snapshot.opening.same_in_its_year(now, before);
                if same { Mark::Same } else { Mark::Changed }
            }
        };
        let shown = |value: &Value| french::value(value, &field.field_type);
        let (label, now) = (field.label.clone(), state.value.as_ref().map(shown));
        Some(Pair { label, now, before: before.map(shown), mark })
    }

    /// Whether these are documents that another dossier of the structure gave.
    fn is_passed_on(&self, field: &Field, path: &Path) -> bool {
        let own = |answer: &super::Answer| answer.origin.is_own();
        field.field_type == FieldType::Files && self.snapshot.answers.get(path).is_some_and(own)
    }
}

/// What a row is: new as a whole, else what stands out most in it.
fn of_row(cells: &[Pair], is_new: bool) -> Mark {
    let most = cells.iter().map(|cell| cell.mark).min().unwrap_or(Mark::Same);
    match most {
        Mark::Missing => Mark::Missing,
        _ if is_new => Mark::New,
        // A cell that is new, or gone, in a row that was there changes it.
        Mark::Changed | Mark::New | Mark::Gone => Mark::Changed,
        Mark::Same => Mark::Same,
    }
}

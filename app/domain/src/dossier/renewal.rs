//! A step beside what was said of it last year: what is the same, what is new, what changed, what is missing. Pure.

use form::{
    Answers, Evaluation, Field, FieldState, FieldType, Issue, IssueCode, Path, Program, Step, Table, Value,
    french,
};

use super::{Opening, Progress, Snapshot};

/// What a dossier is read beside: what was said of a year before, and by whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Before {
    /// The year it speaks of; none where nothing is known.
    pub year: Option<i16>,
    /// Whether the structure said it, in a dossier that it sent; else sources did.
    pub is_own: bool,
    /// What was said, under the keys of today's form.
    pub answers: Answers,
}

impl Before {
    /// What the structure said in the dossier that it sent for a year.
    #[must_use]
    pub fn sent(year: i16, answers: Answers) -> Self {
        Self { year: Some(year), is_own: true, answers }
    }

    /// What ASP's annexe said when a dossier was opened, for who had sent none before.
    #[must_use]
    pub fn known_of(opening: &Opening) -> Self {
        let known = opening.previous.iter().map(|(path, known)| (path.clone(), known.value.clone()));
        Self { year: opening.previous_year, is_own: false, answers: known.collect() }
    }

    /// What it is called after « à » or « de »: `l’an dernier`, `2024`, `l’annexe de 2026 (ASP)`.
    #[must_use]
    pub fn name(&self, opening: &Opening) -> String {
        match self.year {
            Some(year) if !self.is_own => format!("l’annexe de {year} (ASP)"),
            Some(year) if year != opening.year - 1 => year.to_string(),
            _ => "l’an dernier".to_owned(),
        }
    }

    /// What it is called before a value: `L’an dernier`, `En 2024`, `Annexe de 2026 (ASP)`.
    #[must_use]
    pub fn title(&self, opening: &Opening) -> String {
        match self.year {
            Some(year) if !self.is_own => format!("Annexe de {year} (ASP)"),
            Some(year) if year != opening.year - 1 => format!("En {year}"),
            _ => "L’an dernier".to_owned(),
        }
    }
}

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
    /// Where this year's is.
    pub path: Path,
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
    /// Compares a step with what was said before.
    #[must_use]
    pub fn of(
        program: &Program,
        evaluation: &Evaluation,
        snapshot: &Snapshot,
        (step, before): (&Step, &Before),
    ) -> Self {
        let year = Years { snapshot, before };
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

    /// Whether something was said of it before.
    #[must_use]
    pub fn is_known(&self) -> bool {
        let said = |pair: &Pair| pair.before.is_some();
        self.questions.iter().any(|question| {
            let rows = question.rows.iter().flat_map(|row| &row.cells);
            question.pair.iter().chain(rows).any(said)
        })
    }

    /// Whether all of it is as it was.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.is_known() && self.questions.iter().all(|question| question.mark == Mark::Same)
    }
}

/// This year's answers and last year's.
struct Years<'a> {
    snapshot: &'a Snapshot,
    before: &'a Before,
}

impl Years<'_> {
    fn question(&self, field: &Field, state: &FieldState) -> Option<Compared> {
        let pair = self.pair(field, &field.path, state)?;
        let (path, label, mark) = (field.path.clone(), field.label.clone(), pair.mark);
        Some(Compared { path, label, typed: field.is_typed(), mark, pair: Some(pair), rows: Vec::new() })
    }

    fn table(&self, field: &Field, table: &Table, state: &FieldState) -> Option<Compared> {
        let stands = |row: &str| state.rows.iter().any(|now| now.id == row);
        let before = self.before.answers.rows(&field.path);
        let now = state.rows.iter().enumerate().filter_map(|(place, row)| {
            let cells = table.columns.iter().zip(&row.cells).filter(|(_, cell)| cell.visible);
            let cells = cells.filter_map(|(column, cell)| {
                self.pair(column, &field.path.cell(&row.id, column.path.last()), cell)
            });
            let cells: Vec<Pair> = cells.collect();
            let is_known =
                before.contains(&row.id.as_str()) || self.is_said_by_sources(&field.path.row(&row.id));
            let is_new = !table.is_fixed() && !is_known;
            (!cells.is_empty()).then(|| Row {
                title: table.row_title(place),
                mark: of_row(&cells, is_new),
                cells,
            })
        });
        let name = self.before.name(&self.snapshot.opening);
        let gone = before.iter().filter(|row| !table.is_fixed() && !stands(row)).map(|row| {
            let cells = table.columns.iter().filter_map(|column| {
                let path = field.path.cell(row, column.path.last());
                let before = french::value(self.before.answers.get(&path)?, &column.field_type);
                let label = column.label.clone();
                Some(Pair { path, label, now: None, before: Some(before), mark: Mark::Gone })
            });
            Row { title: format!("{} de {name}", table.row_name), mark: Mark::Gone, cells: cells.collect() }
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
        let before = self.before.answers.get(path);
        let lacks = state.issue.as_ref().is_some_and(Issue::is_missing);
        let mark = match (&state.value, before) {
            (None, _) if lacks => Mark::Missing,
            (None, None) => return None,
            // Worked out: in one year alone, nobody took it away, and there is nothing to read it beside.
            (None, Some(_)) | (Some(_), None) if !field.is_typed() => return None,
            (None, Some(_)) => Mark::Gone,
            (Some(_), None) if self.is_passed_on(field, path) || self.is_said_by_sources(path) => Mark::Same,
            (Some(_), None) => Mark::New,
            (Some(now), Some(before)) => {
                // A day that moved on with the year is another day: whoever reads « the same » would not look at it.
                if now.same_as(before) { Mark::Same } else { Mark::Changed }
            }
        };
        let shown = |value: &Value| french::value(value, &field.field_type);
        let (label, now) = (field.label.clone(), state.value.as_ref().map(shown));
        Some(Pair { path: path.clone(), label, now, before: before.map(shown), mark })
    }

    /// Whether the answer is a source's own, where an annexe of ASP is all that is known of before: what an annexe does
    /// not hold is not new for that.
    fn is_said_by_sources(&self, path: &Path) -> bool {
        let taken = |answer: &super::Answer| answer.origin.is_taken_over();
        !self.before.is_own && self.snapshot.answers.get(path).is_some_and(taken)
    }

    /// Whether these are documents that another dossier of the structure gave.
    fn is_passed_on(&self, field: &Field, path: &Path) -> bool {
        let own = |answer: &super::Answer| answer.origin.is_own();
        field.field_type == FieldType::Files && self.snapshot.answers.get(path).is_some_and(own)
    }
}

/// What holds a step back: what is missing, what is to correct, what is still to explain.
#[must_use]
pub fn held<'e>(program: &Program, evaluation: &'e Evaluation, step: &Step) -> Vec<&'e Issue> {
    let issues = step.fields.iter().flat_map(|field| program.issues_under(evaluation, &field.path));
    issues.filter(|issue| issue.holds_back()).collect()
}

/// What rules say of a step that does not hold it back: it is confirmed with it, once it was read.
#[must_use]
pub fn told<'e>(program: &Program, evaluation: &'e Evaluation, step: &Step) -> Vec<&'e Issue> {
    let issues = step.fields.iter().flat_map(|field| program.issues_under(evaluation, &field.path));
    issues.filter(|issue| !issue.holds_back()).collect()
}

/// The step to read once one is confirmed: the next that something was said of before and that nobody confirmed, after
/// it, then from the first. Nobody goes on from a step that is incomplete: it is that one.
#[must_use]
pub fn next<'p>(
    program: &'p Program,
    evaluation: &Evaluation,
    snapshot: &Snapshot,
    (after, before): (&str, &Before),
) -> Option<&'p Step> {
    let progress = Progress::of(program, evaluation, snapshot);
    let steps = &program.trame().steps;
    let own = steps.iter().position(|step| step.key == after);
    if let Some(own) = own.filter(|own| !held(program, evaluation, &steps[*own]).is_empty()) {
        return steps.get(own);
    }
    let from = own.map_or(0, |place| place + 1);
    let awaits = |place: &usize| {
        let (step, progress) = (&steps[*place], &progress.steps[*place]);
        let open = !progress.confirmed && progress.asked > 0;
        open && Renewal::of(program, evaluation, snapshot, (step, before)).is_known()
    };
    (from..steps.len()).chain(0..from).find(awaits).map(|place| &steps[place])
}

/// What a row is: new as a whole, else what stands out most in it.
fn of_row(cells: &[Pair], is_new: bool) -> Mark {
    let most = cells.iter().map(|cell| cell.mark).min().unwrap_or(Mark::Same);
    match most {
        Mark::Missing => Mark::Missing,
        _ if is_new || cells.iter().all(|cell| cell.mark == Mark::New) => Mark::New,
        // A cell that is new, or gone, in a row that was there changes it.
        Mark::Changed | Mark::New | Mark::Gone => Mark::Changed,
        Mark::Same => Mark::Same,
    }
}

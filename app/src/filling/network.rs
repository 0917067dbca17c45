//! The network that comes and goes; what is left out of a step, and the names of what is in it.

use domain::dossier::StepStatus;
use form::Path;
use leptos::prelude::*;

use super::{Editor, SaveState, desk::Desk, saving::RETRY};

impl Editor {
    /// Says that the network is gone, before anything waits for it.
    pub fn gone_offline(&self) {
        let waiting = self.with_desk(|desk| desk.count()).unwrap_or_default();
        self.save.set(SaveState::Offline(waiting));
    }

    /// Notes that what was refused is read.
    pub fn understood(&self) {
        self.refusals.set(Vec::new());
        let read = self.with_desk(Desk::take_refused).unwrap_or_default();
        self.write_journal();
        // What stands there is what was kept.
        for path in read {
            let waits = self.with_desk(|desk| desk.holds(&path)) != Some(false);
            if let Some(handle) = self.field(&path).filter(|_| !waits) {
                self.show(&path, handle.answer.get_untracked().and_then(|answer| answer.value));
            }
        }
        if matches!(self.save.get_untracked(), SaveState::NotTaken(_)) {
            self.tell(self.snapshot.with_untracked(|snapshot| snapshot.at));
        }
    }

    /// Sends what waited for the network; says where saving stands when nothing did.
    pub fn back_online(&self) {
        // What is on its way may still fail: it is not to wait as long as it did without a network.
        self.with_desk(|desk| desk.wait = RETRY.0);
        if self.is_waiting() {
            self.send_now();
        } else {
            let at = self.snapshot.with_untracked(|snapshot| snapshot.at);
            self.tell(at);
            self.name_again();
        }
    }

    /// The step that comes after another, those without a question for this dossier left out.
    pub fn next_step(&self, key: &str) -> Option<String> {
        let keys: Vec<String> = self.with_program(|program| {
            let steps = program.trame().steps.iter().map(|step| step.key.clone());
            steps.skip_while(|step| step != key).skip(1).collect()
        });
        keys.into_iter().find(|key| self.concerns(key))
    }

    /// Whether a step has something for this dossier.
    pub fn concerns(&self, key: &str) -> bool {
        untrack(|| self.progress(key)).is_some_and(|step| step.status != StepStatus::NotConcerned)
    }

    /// Takes away the rows of a step that say nothing, down to the fewest that its tables ask for.
    pub fn drop_blank_rows(&self, step: &str) {
        let tables: Vec<(Path, usize, Vec<String>)> = self.with_program(|program| {
            let fields = program.trame().step(step).into_iter().flat_map(|step| &step.fields);
            let free = fields.filter_map(|field| {
                let table = field.field_type.table().filter(|table| field.is_typed() && !table.is_fixed())?;
                let typed = table.columns.iter().filter(|column| column.is_typed());
                let keys = typed.map(|column| column.path.last().to_owned()).collect();
                Some((field.path.clone(), table.min_rows as usize, keys))
            });
            free.collect()
        });
        let mut gone = Vec::new();
        for (table, least, columns) in tables {
            let rows = untrack(|| self.state_of(&table)).map(|state| state.rows).unwrap_or_default();
            let blank =
                |row: &str| columns.iter().all(|column| self.text_at(&table.cell(row, column)).is_empty());
            let blanks =
                rows.iter().rev().filter(|row| blank(&row.id)).take(rows.len().saturating_sub(least));
            gone.extend(blanks.map(|row| (table.row(&row.id), String::new())));
        }
        if !gone.is_empty() {
            self.put_all(gone);
        }
    }

    fn text_at(&self, path: &Path) -> String {
        self.field(path).map(|handle| handle.text.get_untracked()).unwrap_or_default()
    }

    /// What people call a question, after its row for a cell of a table: « Action 1, Axe ».
    pub fn name_of(&self, path: &Path) -> String {
        let (label, row) = self.with_program(|program| {
            let trame = program.trame();
            let label = trame.field(path).map(|field| field.label.clone()).unwrap_or_default();
            let table = trame.field(&path.field()).and_then(|field| field.field_type.table()).cloned();
            (label, path.in_table().zip(table))
        });
        let Some((parts, table)) = row else { return label };
        let rows = untrack(|| self.state_of(&path.field())).map(|state| state.rows).unwrap_or_default();
        match rows.iter().position(|row| row.id == parts.row) {
            Some(place) => format!("{}, {label}", table.row_title(place)),
            None => label,
        }
    }
}

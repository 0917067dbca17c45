//! Adding, copying, pasting and taking away rows; each can be undone.

use form::{Path, RowState, french, value::ROW_GAP};
use leptos::prelude::*;

use super::{Change, Grid, Note, paste::Plan};
use crate::{
    filling::{Editor, new_row},
    ui::focus,
};

impl Editor {
    /// The rows of a table as they are judged.
    pub(super) fn rows_of(&self, table: &Path) -> Vec<RowState> {
        self.state_of(table).map(|state| state.rows).unwrap_or_default()
    }
}

impl Grid {
    fn rank(&self, row: &str) -> i64 {
        self.editor.text_of(&self.path().row(row)).parse().unwrap_or_default()
    }

    fn most(&self) -> usize {
        self.table().max_rows as usize
    }

    /// Whether one more row is accepted; says so when it is not.
    fn has_room(&self) -> bool {
        let room = self.row_ids().len() < self.most();
        if !room {
            let most = french::count(self.most(), "ligne", "lignes");
            self.note.set(Note::Done(format!("Ce tableau accepte {most} au plus."), Vec::new()));
        }
        room
    }

    /// Adds a row at the end, and goes to its first cell.
    pub(super) fn add_row(&self) {
        if self.has_room() {
            let last = self.row_ids().last().map_or(0, |row| self.rank(row));
            let row = new_row();
            self.editor.put_all(vec![(self.path().row(&row), last.saturating_add(ROW_GAP).to_string())]);
            self.go_to(&row);
        }
    }

    /// Adds a copy of a row under it.
    pub(super) fn copy_row(&self, row: &str) {
        if !self.has_room() {
            return;
        }
        let (table, copy, rows) = (self.path(), new_row(), self.row_ids());
        let own = self.rank(row);
        let place = rows.iter().position(|known| known == row).unwrap_or_default();
        let rank =
            rows.get(place + 1).map_or(own.saturating_add(ROW_GAP), |next| own + (self.rank(next) - own) / 2);
        let mut texts = vec![(table.row(&copy), rank.to_string())];
        for column in self.table().columns.iter().filter(|column| column.is_typed()) {
            let key = column.path.last();
            texts.push((table.cell(&copy, key), self.editor.text_of(&table.cell(row, key))));
        }
        texts.retain(|(_, text)| !text.is_empty());
        self.editor.put_all(texts);
        self.go_to(&copy);
    }

    /// Whether someone else took a row away in which something of this page stands.
    pub(super) fn is_torn(&self, row: &str) -> bool {
        self.editor.torn.with_untracked(|torn| torn.contains(&self.path().row(row)))
    }

    /// Keeps a row that someone took away, or gives it up; the focus goes on from there.
    pub(super) fn mend_row(&self, row: &str, kept: bool) {
        let rows = self.row_ids();
        let place = rows.iter().position(|known| known == row).unwrap_or_default();
        self.editor.mend(&self.path().row(row), kept);
        let next = rows.get(place + 1).or_else(|| rows.get(place.wrapping_sub(1)));
        match if kept { Some(row) } else { next.map(String::as_str) } {
            Some(row) => self.go_to(row),
            None => focus(&self.path().control_id()),
        }
    }

    /// Whether something stands in a row.
    pub(super) fn says(&self, row: &str) -> bool {
        let says = |column: &form::Field| {
            !self.editor.text_of(&self.path().cell(row, column.path.last())).is_empty()
        };
        self.table().columns.iter().any(says)
    }

    /// Asks before a row that says something is taken away; a blank one goes at once.
    pub(super) fn ask_to_remove(&self, row: &str) {
        if self.says(row) {
            self.asked.set(Some(row.to_owned()));
        } else {
            self.remove_row(row);
        }
    }

    /// Takes a row away; its answers stay in the log, and come back with it.
    pub(super) fn remove_row(&self, row: &str) {
        let rows = self.row_ids();
        let place = rows.iter().position(|known| known == row).unwrap_or_default();
        let path = self.path().row(row);
        let undo =
            vec![Change { path: path.clone(), before: self.editor.text_of(&path), after: String::new() }];
        let done = format!("«\u{a0}{}\u{a0}» n’est plus dans le tableau.", self.table().row_title(place));
        self.asked.set(None);
        self.editor.put_all(vec![(path, String::new())]);
        self.note.set(Note::Done(done, undo));
        match rows.get(place + 1).or_else(|| rows.get(place.wrapping_sub(1))) {
            Some(next) => self.go_to(next),
            None => focus(&self.path().control_id()),
        }
    }

    /// Does what the note under the table proposes: paste, or undo.
    pub(super) fn decide(&self) {
        let note = self.note.get_untracked();
        self.note.set(Note::None);
        match note {
            Note::None => {}
            Note::Done(_, changes) => self.undo(changes),
            Note::Preview(plan) => self.paste(&plan),
        }
    }

    /// Puts back what stood there before; what was written over since stays, and its row with it.
    fn undo(&self, changes: Vec<Change>) {
        let is_touched = |change: &Change| self.editor.text_of(&change.path) != change.after;
        let touched: Vec<Path> =
            changes.iter().filter(|change| is_touched(change)).map(|change| change.path.clone()).collect();
        let row = |path: &Path| path.in_table().map(|parts| self.path().row(parts.row));
        // A row that was added stays when something was typed in it beside what was pasted.
        let is_pasted = |path: &Path| changes.iter().any(|change| change.path == *path);
        let typed_beside = |change: &&Change| {
            let Some(parts) = change.path.in_table().filter(|parts| parts.column.is_none()) else {
                return false;
            };
            let cells =
                self.table().columns.iter().map(|column| self.path().cell(parts.row, column.path.last()));
            let mut others = cells.filter(|cell| !is_pasted(cell));
            change.before.is_empty() && others.any(|cell| !self.editor.text_of(&cell).is_empty())
        };
        let beside: Vec<Path> =
            changes.iter().filter(typed_beside).map(|change| change.path.clone()).collect();
        let kept = |path: &Path| {
            beside.contains(path)
                || touched.iter().any(|touched| touched == path || row(touched).as_ref() == Some(path))
        };
        let texts: Vec<_> = changes
            .into_iter()
            .filter(|change| !kept(&change.path))
            .map(|change| (change.path, change.before))
            .collect();
        let first = texts.iter().find_map(|(path, _)| path.in_table().map(|parts| parts.row.to_owned()));
        self.editor.put_all(texts);
        if !(touched.is_empty() && beside.is_empty()) {
            let said = "C’est défait, sauf ce que vous avez changé depuis.";
            self.note.set(Note::Done(said.to_owned(), Vec::new()));
        }
        match first.filter(|row| self.row_ids().contains(row)) {
            Some(row) => self.go_to(&row),
            None => focus(&self.path().control_id()),
        }
    }

    /// What a paste writes, adding the rows that lack; the row where it begins.
    fn pasted_texts(&self, plan: &Plan) -> (Vec<(Path, String)>, Option<String>) {
        let (table, mut rows) = (self.path(), self.row_ids());
        let mut rank = rows.last().map_or(0, |row| self.rank(row));
        let mut texts = Vec::new();
        for (place, cells) in plan.places.iter().zip(&plan.rows) {
            while *place >= rows.len() {
                let row = new_row();
                rank = rank.saturating_add(ROW_GAP);
                texts.push((table.row(&row), rank.to_string()));
                rows.push(row);
            }
            for (column, (text, _)) in plan.columns.iter().zip(cells) {
                let key = self.table().columns[*column].path.last();
                texts.push((table.cell(&rows[*place], key), text.clone()));
            }
        }
        let first = plan.places.first().and_then(|place| rows.get(*place));
        (texts, first.cloned())
    }

    /// Tells the cells of a preview what the rules of the form would say of them.
    pub(super) fn judge_preview(&self, plan: &mut Plan) {
        let (texts, _) = self.pasted_texts(plan);
        let said = self.editor.said_if(&texts);
        let cells = texts
            .into_iter()
            .zip(said)
            .filter(|((path, _), _)| path.in_table().is_some_and(|parts| parts.column.is_some()));
        for ((_, error), ((path, _), said)) in plan.rows.iter_mut().flatten().zip(cells) {
            // A name is looked up in its list beside.
            if error.is_none() && self.list_of(&path).is_none() {
                *error = said;
            }
        }
    }

    /// Pastes what was previewed.
    fn paste(&self, plan: &Plan) {
        let (texts, first) = self.pasted_texts(plan);
        let change = |(path, after): &(Path, String)| Change {
            path: path.clone(),
            before: self.editor.text_of(path),
            after: after.clone(),
        };
        let undo = texts.iter().map(change).collect();
        let done = french::count(plan.rows.len(), "ligne collée.", "lignes collées.");
        let looked_up: Vec<Path> = texts.iter().map(|(path, _)| path.clone()).collect();
        self.editor.put_all(texts);
        for path in looked_up {
            if let Some(list) = self.list_of(&path) {
                self.editor.blurred_in_list(&path, list);
            }
        }
        self.note.set(Note::Done(done, undo));
        if let Some(row) = first {
            self.go_to(&row);
        }
    }

    /// Gives the focus to the first control of a row, once it stands in the page: with it, where it is written again,
    /// so that no key is lost.
    fn go_to(&self, row: &str) {
        self.wanted.set_value(Some(self.path().row(row).control_id()));
        let grid = self.clone();
        request_animation_frame(move || {
            grid.enter_wanted();
            // What is not there by now does not come.
            grid.wanted.try_update_value(|wanted| *wanted = None);
        });
    }
}

//! Rows that someone takes away while something of this page stands in them: they stay in sight, and the person
//! chooses.

use domain::dossier::{Actor, Answer, procedure::is_cell_of};
use form::{Path, Value, french, value::ROW_GAP};
use leptos::prelude::*;

use super::Editor;

impl Editor {
    /// Whether something of this page stands in a row: the caret, a text on its way, one that was set aside.
    pub(super) fn stands_in(&self, row: &Path) -> bool {
        let is_in = |path: &Path| is_cell_of(path, row);
        let on_its_way = self.with_desk(|desk| {
            let mut sent = desk.sent.iter().flat_map(|batch| &batch.edits);
            desk.in_hand.as_ref().is_some_and(is_in)
                || desk.waiting.keys().any(is_in)
                || sent.any(|edit| is_in(&edit.path))
        });
        on_its_way == Some(true) || !self.asides_in(row).is_empty()
    }

    /// What was set aside of this page in a row, as texts.
    fn asides_in(&self, row: &Path) -> Vec<(Path, String)> {
        let inner = self.inner();
        let cells = inner.cells.lock().expect("one thread");
        let aside = |(path, handle): (&Path, &super::editor::FieldHandle)| {
            let aside = handle.aside.get_untracked().filter(|_| is_cell_of(path, row))?;
            let field = inner.program.trame().field(path)?;
            let text = aside.value.as_ref().map(|value| french::typed(value, &field.field_type));
            Some((path.clone(), text.unwrap_or_default()))
        };
        cells.iter().filter_map(aside).collect()
    }

    /// Whether someone else's answer stands in a cell where one of mine was set aside.
    fn stands_beside(&self, cell: &Path) -> bool {
        let Some(handle) = self.field(cell) else { return false };
        let aside = handle.aside.get_untracked().and_then(|aside| aside.value);
        handle.answer.with_untracked(|answer| {
            answer.as_ref().is_some_and(|answer| {
                let theirs = answer.by != Actor::Application && !self.is_me(answer.by);
                answer.value.is_some() && answer.value != aside && theirs
            })
        })
    }

    /// Keeps a row in sight that someone takes away, and says so.
    pub(super) fn tear(&self, row: &Path, answer: &Answer) {
        let Some(handle) = self.field(row) else { return };
        handle.answer.set(Some(answer.clone()));
        self.ask_about(row);
        self.announce(self.torn_by(row));
    }

    /// Puts back in sight the row of something that was set aside: a cell whose row someone took away, a row that
    /// was taken away here while someone wrote in it.
    pub(super) fn keep_in_sight(&self, path: &Path) {
        // Its handle counts it among what is to be decided.
        self.field(path);
        let is_row = path.in_table().is_some_and(|parts| parts.column.is_none());
        let row = if is_row { Some(path.clone()) } else { path.own_row() };
        let Some(row) = row else { return };
        let Some(handle) = self.field(&row) else { return };
        if is_row {
            let value = handle.answer.get_untracked().and_then(|answer| answer.value);
            self.show(&row, value);
            return self.ask_about(&row);
        }
        let is_gone = |answer: &Option<Answer>| answer.as_ref().is_some_and(|answer| answer.value.is_none());
        if handle.answer.with_untracked(is_gone) {
            if handle.text.with_untracked(String::is_empty) {
                // Its place is no more known: it comes last.
                self.show(&row, Some(Value::Row(ROW_GAP * ROW_GAP)));
            }
            self.ask_about(&row);
        }
    }

    fn ask_about(&self, row: &Path) {
        self.torn.update(|torn| {
            if !torn.contains(row) {
                torn.push(row.clone());
            }
        });
    }

    /// Who took a row away, or wrote in one that was taken away here, in a sentence.
    pub fn torn_by(&self, row: &Path) -> String {
        let answer = self.field(row).and_then(|handle| handle.answer.get_untracked());
        if answer.as_ref().is_some_and(|answer| answer.value.is_some()) {
            let by = self.snapshot.with_untracked(|snapshot| {
                let cells = snapshot.answers.iter().filter(|(path, _)| is_cell_of(path, row));
                cells.map(|(_, answer)| (answer.version, answer.by)).max_by_key(|(version, _)| *version)
            });
            return match by.map(|(_, by)| self.author(by)).unwrap_or_default().as_str() {
                "vous" => "Vous avez écrit dans cette ligne dans un autre onglet".to_owned(),
                "" => "Quelqu’un a écrit dans cette ligne".to_owned(),
                by => format!("{by} a écrit dans cette ligne"),
            };
        }
        let by = answer.map(|answer| answer.by);
        match by.map(|by| self.author(by)).unwrap_or_default().as_str() {
            "vous" => "Ligne supprimée dans un autre onglet".to_owned(),
            by => format!("Ligne supprimée par {by}"),
        }
    }

    /// Decides of a row that someone took away: kept with what was written in it, or given up.
    ///
    /// Where a colleague wrote too in the same cell, keeping the row chooses between the two no more than before.
    pub fn mend(&self, row: &Path, kept: bool) {
        let mut asides = self.asides_in(row);
        if kept {
            asides.retain(|(path, _)| !self.stands_beside(path));
        }
        for path in asides.iter().map(|(path, _)| path).chain([row]) {
            if let Some(handle) = self.field(path) {
                handle.aside.set(None);
            }
        }
        self.torn.update(|torn| torn.retain(|known| known != row));
        let rank = self.field(row).map(|handle| handle.text.get_untracked()).unwrap_or_default();
        let mut texts = vec![(row.clone(), if kept { rank } else { String::new() })];
        if kept {
            texts.extend(asides);
        } else {
            self.with_desk(|desk| {
                let waiting: Vec<Path> =
                    desk.waiting.keys().filter(|path| is_cell_of(path, row)).cloned().collect();
                for path in &waiting {
                    desk.forget(path);
                }
            });
        }
        self.put_all(texts);
    }
}

//! What is to be decided of a dossier: the answers of mine that were set aside.

use form::{Map, Path};
use leptos::prelude::*;

use super::{Editor, editor::FieldHandle};

impl Editor {
    /// The answers to decide, in the order of the form.
    pub fn conflicts(&self) -> Vec<Path> {
        let inner = self.inner();
        let set_aside = |handles: &Map<Path, FieldHandle>| -> Vec<Path> {
            let aside = |handle: &FieldHandle| handle.aside.with_untracked(Option::is_some);
            handles.iter().filter(|(_, handle)| aside(handle)).map(|(path, _)| path.clone()).collect()
        };
        let mut found = set_aside(&inner.fields);
        found.extend(set_aside(&inner.cells.lock().expect("one thread")));
        // A row that someone took away is decided on as a whole.
        let torn = self.torn.get_untracked();
        found.retain(|path| !torn.contains(path) && !path.own_row().is_some_and(|row| torn.contains(&row)));
        found.extend(torn);
        if found.len() > 1 {
            let order: Vec<&Path> = inner.program.trame().fields().map(|(_, field)| &field.path).collect();
            found.sort_by_key(|path| order.iter().position(|known| **known == path.field()));
        }
        found
    }

    /// Those of a step.
    pub fn conflicts_in(&self, step: &str) -> Vec<Path> {
        let mut found = self.conflicts();
        if !found.is_empty() {
            let of_step = |path: &Path| {
                self.with_program(|program| {
                    program.trame().step_of(&path.field()).is_some_and(|found| found.key == step)
                })
            };
            found.retain(of_step);
        }
        found
    }

    /// Where the first answer to decide is: its address, and what takes the focus there; those of a step first.
    pub fn first_conflict(&self) -> Option<(String, String)> {
        let path = self.conflicts().into_iter().next()?;
        let step = self.with_program(|program| Some(program.trame().step_of(&path.field())?.key.clone()))?;
        let id = place_of(&path);
        Some((format!("/dossiers/{}/etapes/{step}#{id}", self.id()), id))
    }
}

/// What takes the focus where an answer is to be decided; a row has no control, its table has.
#[must_use]
pub fn place_of(path: &Path) -> String {
    let is_row = path.in_table().is_some_and(|parts| parts.column.is_none());
    if is_row { path.field().control_id() } else { path.control_id() }
}

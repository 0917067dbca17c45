//! Choosing a code of a reference list: what the text may mean, and what it means once left.

use form::{FieldType, Path, read::coded, trame::CodeList, value::Coded};
use leptos::{prelude::*, task::spawn_local};

use super::{Editor, search_list};
use crate::ui::escaped;

/// Letters from which a list is searched.
const ENOUGH: usize = 2;

/// The list of a type, when the server keeps it.
#[must_use]
pub fn kept_list(field_type: &FieldType) -> Option<CodeList> {
    match field_type {
        FieldType::Coded { list } | FieldType::CodedList { list } => {
            Some(*list).filter(|list| list.is_kept())
        }
        _ => None,
    }
}

/// Where a text ends whose codes are chosen already, and the part that is being typed.
fn parts(text: &str) -> (&str, &str) {
    let cut = text.rfind(coded::SEPARATOR).map_or(0, |at| at + coded::SEPARATOR.len_utf8());
    (&text[..cut], text[cut..].trim())
}

impl Editor {
    /// Shows what the text of a field may mean in the list of choices under it.
    pub fn propose(&self, path: &Path, list: CodeList, choices: String) {
        let Some(handle) = self.field(path) else { return };
        let text = handle.text.get_untracked();
        let (before, part) = parts(&text);
        if part.chars().count() < ENOUGH || part.ends_with(')') {
            return;
        }
        let (before, part) = (before.to_owned(), part.to_owned());
        spawn_local(async move {
            let Ok(found) = search_list(list, part).await.and_then(|found| found.open()) else { return };
            // Typed on since: another answer comes.
            if handle.text.try_get_untracked() != Some(text) {
                return;
            }
            let option = |coded: &Coded| {
                format!(
                    "<option value=\"{}\"></option>",
                    escaped(format!("{before} {}", coded::written(coded)).trim())
                )
            };
            if let Some(element) = document().get_element_by_id(&choices) {
                element.set_inner_html(&found.iter().map(option).collect::<String>());
            }
        });
    }

    /// Notes that a field lost the focus, and puts the one entry that its text names in its place.
    ///
    /// What is wrong is said once the list has answered: a code alone is right, and has no name before.
    pub fn blurred_in_list(&self, path: &Path, list: CodeList) {
        let Some(handle) = self.field(path) else { return };
        let text = handle.text.get_untracked();
        let (before, part) = parts(&text);
        if part.is_empty() || part.ends_with(')') {
            return self.blurred(path);
        }
        let (editor, path) = (*self, path.clone());
        let (before, part) = (before.to_owned(), part.to_owned());
        self.with_desk(|desk| desk.lookups += 1);
        spawn_local(async move {
            let found = search_list(list, part.clone()).await.and_then(|found| found.open());
            editor.with_desk(|desk| {
                desk.lookups -= 1;
                desk.wakers.drain(..).for_each(std::task::Waker::wake);
            });
            let found = found.unwrap_or_default();
            if handle.text.try_get_untracked() != Some(text) {
                return;
            }
            // A part of a name is enough when one entry has it.
            let only = if let [one] = found.as_slice() { Some(one) } else { None };
            if let Some(coded) = only.or_else(|| coded::meant(&found, &part)) {
                let text = format!("{before} {}", coded::written(coded)).trim().to_owned();
                editor.put_all(vec![(path.clone(), text)]);
            }
            editor.blurred(&path);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_part_of_a_text_is_sought() {
        assert_eq!(parts("Quimper (29232)\u{a0}; bre"), ("Quimper (29232)\u{a0};", "bre"));
        assert_eq!(parts("bre"), ("", "bre"));
    }
}

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

    /// Puts the one entry that the text of a field names in its place, once the field is left.
    pub fn settle(&self, path: &Path, list: CodeList) {
        let Some(handle) = self.field(path) else { return };
        let text = handle.text.get_untracked();
        let (before, part) = parts(&text);
        if part.is_empty() || part.ends_with(')') {
            return;
        }
        let (editor, path) = (*self, path.clone());
        let (before, part) = (before.to_owned(), part.to_owned());
        spawn_local(async move {
            let Ok(found) = search_list(list, part.clone()).await.and_then(|found| found.open()) else {
                return;
            };
            if handle.text.try_get_untracked() != Some(text) {
                return;
            }
            if let Some(coded) = only(&found, &part) {
                editor.typed(&path, format!("{before} {}", coded::written(coded)).trim().to_owned());
                editor.left(&path);
            }
        });
    }
}

/// The entry that a text names: the only one found, or the only one of this name or this code.
fn only<'a>(found: &'a [Coded], text: &str) -> Option<&'a Coded> {
    if let [one] = found {
        return Some(one);
    }
    let named =
        |coded: &&Coded| coded.label.eq_ignore_ascii_case(text) || coded.code.eq_ignore_ascii_case(text);
    let mut named = found.iter().filter(named);
    named.next().filter(|_| named.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_one_entry_or_none() {
        let coded = |code: &str, label: &str| Coded { code: code.to_owned(), label: label.to_owned() };
        let found = [
            coded("93066", "Saint-Denis"),
            coded("97411", "Saint-Denis"),
            coded("11339", "Saint-Denis-d’Aude"),
        ];
        assert_eq!(only(&found, "saint-denis"), None);
        assert_eq!(only(&found, "97411"), Some(&found[1]));
        assert_eq!(only(&found[..1], "st-den"), Some(&found[0]));
        assert_eq!(parts("Quimper (29232)\u{a0}; bre"), ("Quimper (29232)\u{a0};", "bre"));
        assert_eq!(parts("bre"), ("", "bre"));
    }
}

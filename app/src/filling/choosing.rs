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

/// What a text may mean in a list, once the list has answered; none while it does not answer.
pub async fn look_up(list: CodeList, text: &str) -> Option<Option<Coded>> {
    let found = search_list(list, text.to_owned()).await.and_then(|found| found.open()).ok()?;
    Some(coded::meant(&found, text).cloned())
}

/// Where a text ends whose codes are chosen already, and the part that is being typed.
fn last_part(text: &str) -> (&str, &str) {
    let cut = text.rfind([coded::SEPARATOR, ',', '\n']).map_or(0, |at| at + 1);
    (&text[..cut], text[cut..].trim())
}

/// Whether a part of a text is a code under its name already.
fn is_chosen(part: &str) -> bool {
    part.ends_with(')')
}

impl Editor {
    /// Shows what the text of a field may mean in the list of choices under it.
    pub fn propose(&self, path: &Path, list: CodeList, choices: String) {
        let Some(handle) = self.field(path) else { return };
        let text = handle.text.get_untracked();
        let (before, part) = if self.takes_several(path) { last_part(&text) } else { ("", text.trim()) };
        if part.chars().count() < ENOUGH || is_chosen(part) {
            return;
        }
        let (before, part) = (before.to_owned(), part.to_owned());
        spawn_local(async move {
            let Ok(found) = search_list(list, part.clone()).await.and_then(|found| found.open()) else {
                return;
            };
            // Typed on since: another answer comes.
            if handle.text.try_get_untracked().as_ref() != Some(&text) {
                return;
            }
            // The browser proposes what has the text that is typed: a postcode stands in no name.
            let is_code = part.starts_with(|letter: char| letter.is_ascii_digit());
            let typed = if is_code { format!("{} – ", escaped(&text)) } else { String::new() };
            let option = |coded: &Coded| {
                let value = escaped(format!("{before} {}", coded::written(coded)).trim());
                format!("<option value=\"{value}\" label=\"{typed}{value}\"></option>")
            };
            if let Some(element) = document().get_element_by_id(&choices) {
                element.set_inner_html(&found.iter().map(option).collect::<String>());
            }
        });
    }

    fn takes_several(&self, path: &Path) -> bool {
        let is_list = |field: &form::Field| matches!(field.field_type, FieldType::CodedList { .. });
        self.with_program(|program| program.trame().field(path).is_some_and(is_list))
    }

    /// Asks again the lists that could not be asked, once the service answers.
    pub(super) fn name_again(&self) {
        let unnamed = self.with_desk(|desk| {
            let mut unnamed = std::mem::take(&mut desk.unnamed);
            // One that is written in is asked about when it is left.
            unnamed.retain(|path| desk.in_hand.as_ref() != Some(path));
            unnamed
        });
        let unnamed = unnamed.unwrap_or_default();
        for path in unnamed {
            let list = self.with_program(|program| {
                program.trame().field(&path).and_then(|field| kept_list(&field.field_type))
            });
            if let Some(list) = list {
                self.blurred_in_list(&path, list);
            }
        }
    }

    /// Notes that a field lost the focus, and puts the entries that its text names in its place.
    ///
    /// What is wrong is said once the list has answered: a code alone is right, and has no name before.
    pub fn blurred_in_list(&self, path: &Path, list: CodeList) {
        let Some(handle) = self.field(path) else { return };
        let text = handle.text.get_untracked();
        let several = self.takes_several(path);
        let parts: Vec<String> = if several {
            coded::parts(&text).map(str::to_owned).collect()
        } else {
            vec![text.trim().to_owned()]
        };
        if parts.iter().all(|part| part.is_empty() || is_chosen(part)) {
            return self.blurred(path);
        }
        let (editor, path) = (*self, path.clone());
        self.with_desk(|desk| desk.lookups += 1);
        spawn_local(async move {
            let (mut named, mut silent) = (Vec::new(), false);
            for part in parts {
                let meant = if is_chosen(&part) { Some(None) } else { look_up(list, &part).await };
                silent |= meant.is_none();
                named.push(meant.flatten().map_or(part, |coded| coded::written(&coded)));
            }
            editor.with_desk(|desk| {
                desk.lookups -= 1;
                if silent {
                    desk.unnamed.push(path.clone());
                }
                desk.wakers.drain(..).for_each(std::task::Waker::wake);
            });
            if handle.text.try_get_untracked().as_ref() != Some(&text) {
                return;
            }
            let named = named.join("\u{a0}; ");
            if named != text {
                editor.put_all(vec![(path.clone(), named)]);
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
        assert_eq!(last_part("Quimper (29232)\u{a0}; bre"), ("Quimper (29232)\u{a0};", "bre"));
        assert_eq!(last_part("Quimper, bre"), ("Quimper,", "bre"));
        assert_eq!(last_part("bre"), ("", "bre"));
    }
}

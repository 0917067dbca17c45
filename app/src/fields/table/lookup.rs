//! Looking up the names of a paste in their lists, before it is accepted.

use form::{french, read::coded, trame::CodeList};
use leptos::{prelude::*, task::spawn_local};

use super::{Grid, Note, paste::Plan};
use crate::filling::{kept_list, look_up};

/// Names looked up before a paste is accepted; those past it are when it is.
const MOST: usize = 40;

impl Grid {
    /// Puts the codes that the names of a preview mean in their place, and tells those that mean none.
    pub(super) fn look_up(&self, plan: &Plan) {
        let sought = self.sought(plan);
        let note = self.note;
        let is_named = |place: &usize| kept_list(&self.table().columns[*place].field_type).is_some();
        let named: Vec<usize> = (0..self.table().columns.len()).filter(is_named).collect();
        if sought.is_empty() {
            return;
        }
        spawn_local(async move {
            let mut found = Vec::new();
            for (list, text) in sought {
                // Silent list, no verdict: the name is looked up again once it is pasted.
                if let Some(meant) = look_up(list, &text).await {
                    let said = meant.as_ref().map(coded::written);
                    let error = said.is_none().then(|| french::misread(coded::unknown(list)).to_owned());
                    found.push((text.clone(), (said.unwrap_or(text), error)));
                }
            }
            note.try_update(|note| {
                if let Note::Preview(plan) = note {
                    plan.take(&found, &named);
                }
            });
        });
    }

    /// The names that a preview has in columns of kept lists, each once.
    fn sought(&self, plan: &Plan) -> Vec<(CodeList, String)> {
        let mut sought: Vec<(CodeList, String)> = Vec::new();
        for row in &plan.rows {
            for (column, (text, _)) in plan.columns.iter().zip(row) {
                let list = kept_list(&self.table().columns[*column].field_type);
                // Several names in one cell are looked up once they are pasted.
                let is_one_name = coded::parts(text).count() == 1 && !text.ends_with(')');
                let Some(list) = list.filter(|_| is_one_name) else { continue };
                if !sought.iter().any(|(known, said)| *known == list && said == text) {
                    sought.push((list, text.clone()));
                }
            }
        }
        sought.truncate(MOST);
        sought
    }
}

//! A computed value: read, never typed, its calculation one click away.

use form::Field;
use leptos::prelude::*;

use super::frame::{hint, under};
use crate::filling::{Editor, FieldView};

/// A computed value with its calculation.
pub fn computed(editor: Editor, field: Field, view: Memo<FieldView>) -> impl IntoView {
    let id = field.path.control_id();
    let path = field.path.clone();
    let formula = Memo::new(move |_| editor.formula(&path));
    // Which fold is the trame's to say, whatever the answers.
    let fold = formula.with_untracked(|formula| match formula {
        Some(formula) if formula.reckoned => Some("Voir le calcul"),
        Some(formula) if !formula.sources.is_empty() => Some("Voir la source"),
        _ => None,
    });
    let own = field.path.clone();
    let shown = move || view.with(|view| view.shown.clone()).unwrap_or_else(|| editor.awaited(&own));
    view! {
        <div class="fr-input-group computed">
            <p class="fr-label" id=format!("{id}-libelle")>{field.label.clone()} {hint(&field)}</p>
            <output class="computed__value" class:computed__value--none=move || view.with(|view| view.shown.is_none()) id=id.clone() aria-labelledby=format!("{id}-libelle")>{shown}</output>
            {move || {
                let said = formula.with(|formula| formula.as_ref().and_then(|formula| formula.provisional.clone()));
                said.map(|said| view! { <p class="fr-hint-text computed__note">{said}</p> }.into_any())
            }}
            {fold
                .map(|name| {
                    view! {
                        <details class="formula">
                            <summary>{name}</summary>
                            {move || {
                                formula
                                    .get()
                                    .map(|formula| {
                                        let result = formula.result.map(|result| format!(" = {result}"));
                                        let sources = formula.sources.join("\u{202f}; ");
                                        let reckoned = formula.reckoned.then(|| view! { <p class="formula__text">{formula.calculation} {result}</p> }.into_any());
                                        view! {
                                            {reckoned}
                                            <p class="fr-text--xs fr-mb-0">{sources}</p>
                                        }
                                    })
                            }}
                        </details>
                    }
                })}
            {under(editor, &field, view)}
        </div>
    }
}

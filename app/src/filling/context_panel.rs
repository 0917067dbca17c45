//! The panel that follows the focus: last year, the source, the calculation, why the question.

use domain::dossier::{Known, Origin};
use form::{Field, Path, french};
use leptos::prelude::*;

use super::Editor;

/// Panel beside the form.
#[component]
pub fn ContextPanel(
    /// The editor.
    editor: Editor,
) -> impl IntoView {
    let focused = Memo::new(move |_| editor.focused.get());
    view! {
        <aside class="context" aria-label="Aide sur le champ en cours">
            {move || match focused.get().and_then(|path| about(&editor, &path)) {
                None => {
                    view! {
                        <p class="context__empty">
                            "Placez-vous dans un champ : la valeur de l’an passé, sa source et le texte qui l’exige s’affichent ici."
                        </p>
                    }
                        .into_any()
                }
                Some(about) => about_view(about, true).into_any(),
            }}
        </aside>
    }
}

/// What is known about a field.
#[derive(Clone, PartialEq, Eq)]
pub struct About {
    /// The question.
    pub label: String,
    /// Last year's value, and where it was read.
    pub previous: Option<(String, String)>,
    /// The source of the answer: what, record, column, day, original text.
    pub source: Option<Vec<(&'static str, String)>>,
    /// Help on the question.
    pub help: Option<String>,
    /// Text of law behind it.
    pub reference: Option<String>,
}

impl About {
    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.previous.is_none() && self.source.is_none() && self.help.is_none() && self.reference.is_none()
    }
}

/// Gathers what is known about a field.
pub fn about(editor: &Editor, path: &Path) -> Option<About> {
    let field: Field = editor.with_program(|program| program.trame().field(path).cloned())?;
    let answer = editor.field(path).and_then(|handle| handle.answer.get());
    let previous = editor.snapshot.with(|snapshot| {
        snapshot
            .opening
            .previous
            .iter()
            .find(|(known, _)| known == path)
            .map(|(_, known)| previous(known, &field))
    });
    let source = answer.and_then(|answer| source(&answer.origin));
    Some(About { label: field.label, previous, source, help: field.help, reference: field.reference })
}

fn previous(known: &Known, field: &Field) -> (String, String) {
    let record = match &known.origin {
        Origin::Prefilled { source, record, .. } => format!("{source}, {record}"),
        Origin::Typed => "dossier précédent".to_owned(),
    };
    (french::value(&known.value, &field.field_type), record)
}

fn source(origin: &Origin) -> Option<Vec<(&'static str, String)>> {
    let Origin::Prefilled { source, record, column, as_of, original } = origin else { return None };
    Some(vec![
        ("Source", source.clone()),
        ("Livraison", french::long_date(*as_of)),
        ("Enregistrement", record.clone()),
        ("Colonne", column.clone()),
        ("Valeur d’origine", original.clone()),
    ])
}

/// What is known about a field, as it is shown; titled by the question where it stands apart from it.
pub fn about_view(about: About, titled: bool) -> AnyView {
    let About { label, previous, source, help, reference } = about;
    view! {
        {titled.then(|| view! { <p class="context__title">{label}</p> })}
        {previous
            .map(|(value, record)| {
                view! {
                    <section>
                        <p class="context__name">"L’an passé"</p>
                        <p class="context__value">{value}</p>
                        <p class="fr-text--xs fr-mb-0">{record}</p>
                    </section>
                }
            })}
        {source
            .map(|lines| {
                let lines = lines.into_iter().map(|(name, text)| view! { <dt>{name}</dt> <dd>{text}</dd> });
                view! {
                    <section>
                        <p class="context__name">"D’où vient cette réponse"</p>
                        <dl>{lines.collect_view()}</dl>
                    </section>
                }
            })}
        {(help.is_some() || reference.is_some())
            .then(|| {
                view! {
                    <section>
                        <p class="context__name">"Pourquoi cette question"</p>
                        {help.map(|help| view! { <p>{help}</p> })}
                        {reference.map(|reference| view! { <p class="fr-text--xs fr-mb-0">{reference}</p> })}
                    </section>
                }
            })}
    }
    .into_any()
}

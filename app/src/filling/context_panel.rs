//! The panel that follows the focus: last year, the source, the calculation, why the question.

use domain::dossier::{Known, Opening, Origin};
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
                            "Placez-vous dans un champ : la valeur de l’an passé, sa source et le texte qui l’exige s’affichent ici."
                        </p>
                    }
                        .into_any()
                }
                Some(about) => about_view(about, true).into_any(),
            }}
        </aside>
    }
}

/// What is known about a field: parts with a title, each of a few lines.
#[derive(Clone, PartialEq, Eq)]
pub struct About {
    label: String,
    parts: Vec<Part>,
}

#[derive(Clone, PartialEq, Eq)]
struct Part {
    title: String,
    lines: Vec<Line>,
}

/// A line: what it is, when that is not plain, and its text.
#[derive(Clone, PartialEq, Eq)]
struct Line {
    name: &'static str,
    text: String,
}

/// What last year is called: the year that its values speak of, which may be older.
#[must_use]
pub fn last_year(opening: &Opening) -> String {
    opening.previous_year.map_or_else(|| "L’an passé".to_owned(), |year| format!("En {year}"))
}

/// Gathers what is known about a field; nothing when nothing is.
pub fn about(editor: &Editor, path: &Path) -> Option<About> {
    let field: Field = editor.with_program(|program| program.trame().field(path).cloned())?;
    let answer = editor.field(path).and_then(|handle| handle.answer.get());
    let (previous, last) = editor.snapshot.with(|snapshot| {
        let last = last_year(&snapshot.opening);
        let mut known = snapshot.opening.previous.iter();
        (known.find(|(known, _)| known == path).map(|(_, known)| previous(known, &field)), last)
    });
    let source = answer.map(|answer| source(&answer.origin)).unwrap_or_default();
    let why = field.help.into_iter().chain(field.reference).map(|text| Line { name: "", text }).collect();
    let parts = [
        (last, previous.unwrap_or_default()),
        ("D’où vient cette réponse".to_owned(), source),
        ("Pourquoi cette question".to_owned(), why),
    ];
    let parts: Vec<Part> = parts
        .into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(title, lines)| Part { title, lines })
        .collect();
    (!parts.is_empty()).then_some(About { label: field.label, parts })
}

fn previous(known: &Known, field: &Field) -> Vec<Line> {
    let value = Line { name: "Valeur", text: french::value(&known.value, &field.field_type) };
    let record = match &known.origin {
        Origin::Prefilled { source, record, .. } => format!("{source}, {record}"),
        Origin::Derived { from, .. } => format!("déduite de {from}"),
        Origin::Typed => "dossier précédent".to_owned(),
    };
    vec![value, Line { name: "Source", text: record }]
}

fn source(origin: &Origin) -> Vec<Line> {
    let lines = match origin {
        Origin::Typed => Vec::new(),
        Origin::Derived { from, how } => {
            vec![("Déduite de", from.clone()), ("Comment", how.clone())]
        }
        Origin::Prefilled { source, record, column, as_of, original } => vec![
            ("Source", source.clone()),
            ("Livraison", french::long_date(*as_of)),
            ("Enregistrement", record.clone()),
            ("Colonne", column.clone()),
            ("Valeur d’origine", original.clone()),
        ],
    };
    lines.into_iter().map(|(name, text)| Line { name, text }).collect()
}

/// What is known about a field, as it is shown; titled by the question where it stands apart from it.
pub fn about_view(about: About, titled: bool) -> AnyView {
    let title = titled.then_some(about.label);
    let parts = about.parts.into_iter().map(|part| {
        let lines = part.lines.into_iter().map(|line| {
            let name = if line.name.is_empty() { String::new() } else { format!("{}\u{a0}: ", line.name) };
            view! { <p class="context__line"><span>{name}</span> {line.text}</p> }
        });
        view! {
            <section>
                <p class="context__name">{part.title}</p>
                {lines.collect_view()}
            </section>
        }
    });
    view! { <p class="context__title">{title}</p> {parts.collect_view()} }.into_any()
}

//! The panel that follows the focus: last year, the source, the calculation, why the question.

use domain::dossier::{Known, Opening, Origin, Snapshot, grounds};
use form::{Field, Path, french};
use leptos::prelude::*;

use super::Editor;

/// Title of what the question is for.
const WHY: &str = "Pourquoi cette question";

/// Panel beside the form.
#[component]
pub fn ContextPanel(
    /// The editor.
    editor: Editor,
) -> impl IntoView {
    let focused = Memo::new(move |_| editor.focused.get());
    view! {
        <aside class="context" aria-label="Aide sur le champ en cours">
            {move || match focused.get().and_then(|path| in_panel(&editor, &path)) {
                None => {
                    view! {
                        <p class="context__empty">
                            "Placez-vous dans un champ : la valeur de l’an passé, sa source et le texte qui l’exige s’affichent ici."
                        </p>
                    }
                        .into_any()
                }
                Some(about) => {
                    let more = focused.get().map(|path| more(editor, &path));
                    view! { {about_view(editor, about, true)} {more} }.into_any()
                }
            }}
        </aside>
    }
}

/// The ways to what each source says of a question, to the history of its answer, and to the colleagues who talk of it.
///
/// What the sources say is put in the place of its link by a script (`frontend/beside.js`).
pub fn more(editor: Editor, path: &Path) -> AnyView {
    let page = |name: &str| format!("/dossiers/{}/{name}?champ={path}", editor.id());
    view! {
        <div data-sources=path.to_string()><p class="context__line"><a class="fr-link fr-link--sm" href=page("donnees")>"Comparer les sources, signaler une erreur"</a></p></div>
        <p class="context__line"><a class="fr-link fr-link--sm" href=page("historique")>"Historique de cette réponse"</a></p>
        <p class="context__line"><a class="fr-link fr-link--sm" href=page("echanges")>"En parler à un collègue"</a></p>
    }
    .into_any()
}

/// What begins a reference to the labour code, and where it is read.
const LABOUR_CODE: &str = "Code du travail";
const LABOUR_CODE_TEXT: &str = "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006072050/";

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
    /// The field, where what is said can be put back in it.
    restores: Option<Path>,
}

/// A line: what it is, when that is not plain, and its text.
#[derive(Clone, PartialEq, Eq)]
struct Line {
    name: &'static str,
    text: String,
}

/// What a value known before the demand is called: the annexe of a year, or the source that holds it.
#[must_use]
pub fn known_name(opening: &Opening, path: &Path, known: &Known) -> String {
    let of_last_year = opening.previous.iter().any(|(previous, _)| previous == path);
    match (&known.origin, opening.previous_year) {
        (Origin::Prefilled { .. }, Some(year)) if of_last_year => format!("Annexe {year}"),
        (Origin::Prefilled { source, .. }, _) if !of_last_year => source.clone(),
        (_, Some(year)) => format!("En {year}"),
        _ => "L’an passé".to_owned(),
    }
}

/// What is known about the field in hand; why its step asks it, when it does not say it itself.
fn in_panel(editor: &Editor, path: &Path) -> Option<About> {
    let (label, why) = editor.with_program(|program| {
        let trame = program.trame();
        Some((trame.field(path)?.label.clone(), trame.step_of(path)?.why.clone()))
    })?;
    let mut about = about(editor, path).unwrap_or(About { label, parts: Vec::new() });
    if let Some(text) = why.filter(|_| about.parts.iter().all(|part| part.title != WHY)) {
        about.parts.push(Part {
            title: WHY.to_owned(),
            lines: vec![Line { name: "", text }],
            restores: None,
        });
    }
    (!about.parts.is_empty()).then_some(about)
}

/// Gathers what is known about a field; nothing when nothing is.
pub fn about(editor: &Editor, path: &Path) -> Option<About> {
    let field: Field = editor.with_program(|program| program.trame().field(path).cloned())?;
    let answer = editor.field(path).and_then(|handle| handle.answer.get());
    let why = field.help.iter().chain(&field.reference).map(|text| Line { name: "", text: text.clone() });
    let why = why.collect();
    let parts = editor.snapshot.with(|snapshot| {
        let known = snapshot.sources.get(path);
        let value = answer.as_ref().and_then(|answer| answer.value.as_ref());
        let corrected = known.filter(|known| !value.is_some_and(|value| value.same_as(&known.value)));
        let (last_year, previous) = previous(snapshot, &field);
        // Said once where the source's value is last year's.
        let previous =
            if corrected.is_some() && snapshot.known(path) == known { Vec::new() } else { previous };
        let (from, source) = match corrected {
            Some(known) => ("Ce que dit la source", before(known, &field)),
            None => ("D’où vient cette réponse", known.map(source).unwrap_or_default()),
        };
        let restores = (corrected.is_some() && editor.opens(path)).then(|| path.clone());
        [
            Part { title: last_year, lines: previous, restores: None },
            Part { title: from.to_owned(), lines: source, restores },
            Part { title: WHY.to_owned(), lines: why, restores: None },
        ]
    });
    let parts: Vec<Part> = parts.into_iter().filter(|part| !part.lines.is_empty()).collect();
    (!parts.is_empty()).then_some(About { label: field.label, parts })
}

/// What the findings beside a field were judged on, each value with its source, and their texts of law.
pub fn judged(editor: &Editor, path: &Path) -> Vec<String> {
    let inner = editor.inner();
    let origin = |path: &Path| Some(editor.field(path)?.answer.get()?.origin);
    inner.verdicts.of_field(path, |evaluation| {
        let issues = inner.program.issues_of(evaluation, path).into_iter();
        issues.flat_map(|issue| grounds(&inner.program, evaluation, &inner.context, issue, &origin)).collect()
    })
}

fn previous(snapshot: &Snapshot, field: &Field) -> (String, Vec<Line>) {
    let found = snapshot.opening.previous.iter().find(|(known, _)| *known == field.path);
    let Some((_, known)) = found else { return (String::new(), Vec::new()) };
    let value = Line { name: "Valeur", text: french::value(&known.value, &field.field_type) };
    let record = match &known.origin {
        Origin::Prefilled { source, record, .. } => format!("{source}, {record}"),
        Origin::Derived { from, .. } => format!("déduite de {from}"),
        Origin::Given { dossier, .. } => format!("dossier {dossier}"),
        Origin::Typed => "dossier précédent".to_owned(),
    };
    let lines = vec![value, Line { name: "Source", text: record }];
    (known_name(&snapshot.opening, &field.path, known), lines)
}

fn before(known: &Known, field: &Field) -> Vec<Line> {
    let mut lines = vec![Line { name: "Valeur", text: french::value(&known.value, &field.field_type) }];
    lines.extend(source(known));
    lines
}

fn source(known: &Known) -> Vec<Line> {
    let lines = match &known.origin {
        Origin::Typed => Vec::new(),
        Origin::Given { dossier, on, .. } => {
            vec![("Repris de", format!("votre dossier {dossier}")), ("Le", french::long_date(*on))]
        }
        Origin::Derived { from, how } => {
            vec![("Déduite de", from.clone()), ("Comment", how.clone())]
        }
        Origin::Prefilled { source, as_of, .. } => {
            vec![("Source", source.clone()), ("Le", french::long_date(*as_of))]
        }
    };
    lines.into_iter().map(|(name, text)| Line { name, text }).collect()
}

/// What is known about a field, as it is shown; titled by the question where it stands apart from it.
pub fn about_view(editor: Editor, about: About, titled: bool) -> AnyView {
    let title = titled.then_some(about.label);
    let parts = about.parts.into_iter().map(|part| {
        let shown = |line: Line| {
            let name = if line.name.is_empty() { String::new() } else { format!("{}\u{a0}: ", line.name) };
            view! { <p class="context__line"><span>{name}</span> {line.text}</p> }.into_any()
        };
        let law = part.lines.iter().any(|line| line.text.starts_with(LABOUR_CODE));
        let law = law.then(|| view! { <p class="context__line"><a class="fr-link fr-link--sm" href=LABOUR_CODE_TEXT target="_blank" rel="noopener">"Lire le Code du travail"</a></p> }.into_any());
        view! {
            <section>
                <p class="context__name">{part.title}</p>
                {part.lines.into_iter().map(shown).collect_view()}
                {law}
                {part.restores.map(|path| restore(editor, path))}
            </section>
        }
        .into_any()
    });
    view! { <p class="context__title">{title}</p> {parts.collect_view()} }.into_any()
}

/// The button that undoes a correction.
fn restore(editor: Editor, path: Path) -> AnyView {
    let value = format!("source:{path}");
    let restore = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        editor.restore(&path);
        crate::ui::focus(&path.control_id());
    };
    view! {
        <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="garder" value=value on:click=restore>
            "Revenir à cette valeur"
        </button>
    }
    .into_any()
}

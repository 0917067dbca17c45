//! `/dossiers/{id}/etapes/{cle}`: one step, live.

use form::{Field, FieldType, Path, Program, Step, french};
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};

mod findings;
mod guard;
mod held;
mod talk;

use super::taken::without_script;
use crate::{
    AppError, Page,
    fields::field_view,
    filling::{ContextPanel, DossierBar, DossierView, Editor, StepsMenu, Walk, place_of},
    page::full_title,
    ui::{failure, focus},
};

/// What a step's room stands on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepData {
    /// The dossier.
    pub dossier: DossierView,
    /// Key of the step.
    pub key: String,
    /// Whether all that is missing is to be said at once.
    pub verify: bool,
    /// Whether one comes from the check before sending, and goes back to it.
    pub back: bool,
}

/// A step of a dossier.
#[must_use]
pub fn step(data: StepData) -> Page {
    let Some(step) = data.dossier.trame.step(&data.key) else { return AppError::NotFound.into() };
    let title = title(&step.title, data.verify && is_held_back(&data));
    let room = data.clone();
    let tables = data.clone();
    Page::new(title, move || step_room(room))
        .with_data(&data)
        .with_under(move || without_script(&tables.dossier, &tables.key).into_any())
}

/// The title of a step; a page that refuses says so first, where a screen reader begins.
fn title(step: &str, refused: bool) -> String {
    if refused { format!("Erreur\u{a0}: {step}") } else { step.to_owned() }
}

fn is_held_back(data: &StepData) -> bool {
    let DossierView { trame, snapshot, context, .. } = &data.dossier;
    let Ok(program) = Program::compile(trame.clone()) else { return false };
    let tally = program.tally(&program.evaluate(&snapshot.values(), context), &data.key);
    tally.missing + tally.blocking + tally.to_justify > 0
}

/// The room of a step: made by the server, taken over by the browser's program.
#[must_use]
pub fn step_room(data: StepData) -> AnyView {
    let StepData { dossier, key, verify, back } = data;
    match Editor::open(dossier) {
        Ok(editor) => {
            editor.verified.set(verify);
            room(editor, Walk::from(editor.id(), key, back))
        }
        Err(error) => failure(&error),
    }
}

/// Three columns: the steps, the form, what is known of the field in hand.
fn room(editor: Editor, walk: Walk) -> AnyView {
    let key = walk.key;
    let (opening, submission) =
        editor.snapshot.with_untracked(|snapshot| (snapshot.opening.clone(), snapshot.submission().cloned()));
    guard::guard(editor);
    editor.listen(walk);
    editor.take_pieces();
    walk.follow();
    // A new step is read from its title, and what is known of the field before is put away.
    let entered = move || {
        editor.focused.set(None);
        request_animation_frame(focus_title);
    };
    Effect::watch(move || key.get(), move |_, _, _| entered(), false);
    let step = move || {
        let step = key.with(|key| editor.with_program(|program| program.trame().step(key).cloned()));
        match step {
            // Untracked: the form is built once a step, and each of its parts follows what it shows.
            Some(step) => untrack(|| step_form(editor, walk, &step).into_any()),
            None => failure(&AppError::NotFound),
        }
    };
    view! {
        <DossierBar opening=opening submission=submission editor=editor/>
        <div class="fr-container fr-py-4w">
            {editor.announcements()}
            <div class="room">
                <StepsMenu editor=editor walk=walk/>
                <div class="room__form">{step}</div>
                <ContextPanel editor=editor/>
            </div>
        </div>
    }
    .into_any()
}

fn step_form(editor: Editor, walk: Walk, step: &Step) -> impl IntoView + use<> {
    let id = editor.id();
    let key = step.key.clone();
    let concerned = editor.concerns(&key);
    let back = walk.goes_back(&key);
    let go = move |confirm: bool| {
        editor.released();
        if guard::asks_first(editor) {
            return;
        }
        let key = key.clone();
        spawn_local(async move {
            let next = editor.next_step(&key);
            // From step to step the editor stays, with what it has to send: nothing to wait for.
            let free = !confirm && next.is_some() && !back;
            if free {
                editor.send_now();
            }
            let held = if free { None } else { advance(editor, &key, confirm).await };
            if let Some(place) = held {
                focus(&place);
            } else {
                editor.verified.set(false);
                if back {
                    walk.go_back(&key);
                } else {
                    walk.go(next.as_deref());
                }
            }
        });
    };
    let (confirm, carry_on) = (go.clone(), go);
    let holds_documents = step.fields.iter().any(|field| field.field_type == FieldType::Files);
    // Without a script, documents travel with the form.
    let enctype = holds_documents.then_some("multipart/form-data");
    let groups = step.groups().map(|(heading, fields)| {
        let heading = heading.map(|heading| group_heading(editor, heading, fields));
        view! { {heading} {fields.iter().map(|field| field_view(editor, field)).collect_view()} }.into_any()
    });
    let groups = groups.collect_view();
    let known = editor.snapshot.with_untracked(|snapshot| snapshot.seq);
    let open = editor.is_open();
    let own = step.key.clone();
    // The same minutes as in the list of steps.
    let left =
        untrack(|| editor.progress(&step.key)).map_or(0, |progress| progress.minutes_left(step.minutes));
    let refused = Memo::new(move |_| editor.verified.get() && !editor.held_back(&own).is_empty());
    let name = step.title.clone();
    Effect::new(move |_| document().set_title(&full_title(&title(&name, refused.get()))));
    view! {
        <h1 class="fr-h3 fr-mb-1w" id="etape-titre" tabindex="-1">{step.title.clone()}</h1>
        {step.intro.clone().map(|intro| view! { <p class="fr-mb-1w">{intro}</p> }.into_any())}
        <p class="fr-text--sm fr-mb-1w">{rule_of_step(open, left)}</p>
        {held::to_correct(editor, &step.key)}
        {step.why.clone().map(|why| view! { <details class="why fr-mb-3w"><summary>"Pourquoi ces questions"</summary><p>{why}</p></details> }.into_any())}
        {talk::talk(editor, &step.key)}
        {open.then(|| digest(editor, &step.key))}
        {open.then(|| findings::findings(editor, &step.key))}
        {guard::asked(editor)}
        {held::error_summary(editor, &step.key)}
        <form method="post" action=format!("/dossiers/{id}/etapes/{}", step.key) enctype=enctype novalidate on:submit=move |event| {
            event.prevent_default();
            if guard::is_of_enter(&event) {
                guard::leave_field(editor);
            } else if guard::confirms(&event) {
                confirm(true);
            }
        }>
            <input type="hidden" name="_vu" value=known.to_string()/>
            {back.then(|| view! { <input type="hidden" name="retour" value="recapitulatif"/> }.into_any())}
            // What the Enter key presses, else it would be the first button of a field: without a script it saves.
            <button class="fr-sr-only" type="submit" name="action" value="enregistrer" tabindex="-1" aria-hidden="true">"Enregistrer"</button>
            {(!concerned).then(|| view! { <p class="fr-text--lead">"Cette étape ne vous concerne pas."</p> }.into_any())}
            {groups}
            {set_apart(editor, &step.key)}
            {open
                .then(|| {
                    view! {
                        <ul class="fr-btns-group fr-btns-group--inline-md confirm">
                            <li><button class="fr-btn" type="submit" name="action" value="confirmer">"Confirmer l’étape"</button></li>
                            <li>
                                <button
                                    class="fr-btn fr-btn--secondary"
                                    type="submit"
                                    name="action"
                                    value="continuer"
                                    on:click=move |event| {
                                        event.prevent_default();
                                        carry_on(false);
                                    }
                                >
                                    {if back { "Revenir à la vérification" } else { "Continuer" }}
                                </button>
                            </li>
                            <li><a class="fr-btn fr-btn--tertiary-no-outline" href=format!("/dossiers/{id}")>"Revenir aux étapes"</a></li>
                        </ul>
                        <p class="fr-hint-text fr-mt-1w">"Confirmer\u{a0}: l’étape est complète et relue. Continuer\u{a0}: vous y reviendrez. Tout est enregistré."</p>
                    }
                })}
        </form>
    }
}

fn rule_of_step(open: bool, minutes: u32) -> String {
    if !open {
        return "Ce dossier est transmis\u{a0}: ses réponses sont figées.".to_owned();
    }
    let rule = "Tous les champs sont obligatoires, sauf mention contraire.";
    if minutes == 0 {
        return rule.to_owned();
    }
    format!("{rule} Il reste environ {}.", french::duration(minutes))
}

/// The heading of a group, there while one of its fields is.
fn group_heading(editor: Editor, heading: &str, fields: &[Field]) -> AnyView {
    let paths: Vec<Path> = fields.iter().map(|field| field.path.clone()).collect();
    let empty = Memo::new(move |_| !paths.iter().any(|path| editor.shows(path)));
    view! { <h2 class="fr-h5 section" hidden=move || empty.get()>{heading.to_owned()}</h2> }.into_any()
}

/// Gives the focus to the title of the step, unless someone is already in one of its fields.
fn focus_title() {
    let active = document().active_element();
    if !active.is_some_and(|active| active.matches("input, textarea, select").unwrap_or(false)) {
        focus("etape-titre");
    }
}

/// Sends what waits and, if asked, confirms the step; what takes the focus when something holds it back.
async fn advance(editor: Editor, step: &str, confirm: bool) -> Option<String> {
    let errors = || Some("erreurs".to_owned());
    editor.focused.set(None);
    editor.typing.set(None);
    editor.looked_up().await;
    if confirm {
        editor.drop_blank_rows(step);
    }
    let sent = editor.send_all().await && !editor.would_lose();
    if !confirm {
        if !sent {
            editor.verified.set(true);
        }
        return if sent { None } else { errors() };
    }
    if let Some(path) = editor.conflicts_in(step).first() {
        // Two answers stand there: which of them is confirmed is chosen first.
        return Some(place_of(path));
    }
    if !editor.held_back(step).is_empty() {
        editor.verified.set(true);
        return errors();
    }
    // What waits for the network goes with it, then the confirmation: one goes on meanwhile.
    let goes = (sent || editor.is_cut_off()) && !editor.would_lose() && editor.confirm(step).await;
    if goes { None } else { errors() }
}

/// What was taken over, what is to check, what is missing, in three figures.
fn digest(editor: Editor, step: &str) -> AnyView {
    let key = step.to_owned();
    let progress = Memo::new(move |_| editor.progress(&key));
    let figure = move |pick: fn(&domain::dossier::StepProgress) -> usize| {
        move || progress.with(|progress| progress.as_ref().map(pick).unwrap_or_default())
    };
    view! {
        <dl class="digest">
            <div><dt>"déjà repris"</dt> <dd>{figure(|step| step.taken_over)}</dd></div>
            <div><dt>"à vérifier"</dt> <dd>{figure(|step| step.to_check)}</dd></div>
            <div><dt>"à remplir"</dt> <dd>{figure(|step| step.missing)}</dd></div>
        </dl>
    }
    .into_any()
}

/// What was answered and is no longer asked, said politely as it happens.
fn set_apart(editor: Editor, step: &str) -> AnyView {
    let key = step.to_owned();
    let hidden = Memo::new(move |_| editor.hidden(&key));
    let said = move || {
        hidden.with(|hidden| {
            let labels: Vec<String> = hidden.iter().map(|label| format!("«\u{a0}{label}\u{a0}»")).collect();
            let labels = labels.join(", ");
            if labels.is_empty() {
                return labels;
            }
            format!("Ce que vous avez répondu à {labels} n’est plus demandé\u{a0}: c’est gardé sans être transmis, et revient avec la question.")
        })
    };
    view! { <p class="apart fr-text--sm" role="status">{said}</p> }.into_any()
}

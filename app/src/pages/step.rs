//! `/dossiers/{id}/etapes/{cle}`: one step, live.

use form::{Field, Issue, Path, Step, french};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map, use_query_map},
};

use super::{absent, dossier_of_address};
use crate::{
    fields::field_view,
    filling::{ContextPanel, DossierBar, Editor, StepsMenu, confirm_step},
    ui::{Failure, PageTitle, arriving, focus},
};

/// A step of a dossier.
#[component]
pub fn StepPage() -> impl IntoView {
    let params = use_params_map();
    let key = Memo::new(move |_| params.read().get("cle").unwrap_or_default());
    let query = use_query_map();
    let verify = query.with_untracked(|query| query.get("verifier").is_some());
    arriving(dossier_of_address(), move |dossier| match Editor::open(dossier) {
        Ok(editor) => {
            editor.verified.set(verify);
            room(editor, key)
        }
        Err(error) => view! { <Failure error=error/> }.into_any(),
    })
}

/// Three columns: the steps, the form, what is known of the field in hand.
fn room(editor: Editor, key: Memo<String>) -> AnyView {
    let (opening, submission) =
        editor.snapshot.with_untracked(|snapshot| (snapshot.opening.clone(), snapshot.submission().cloned()));
    guard(editor);
    // A new step is read from its title.
    Effect::watch(move || key.get(), move |_, _, _| request_animation_frame(focus_title), false);
    let step = move || {
        let step = key.with(|key| editor.with_program(|program| program.trame().step(key).cloned()));
        match step {
            // Untracked: the form is built once a step, and each of its parts follows what it shows.
            Some(step) => untrack(|| step_form(editor, &step).into_any()),
            None => view! { <Failure error=absent()/> }.into_any(),
        }
    };
    view! {
        <DossierBar opening=opening submission=submission editor=editor/>
        <div class="fr-container fr-py-4w">
            <div class="room">
                <StepsMenu editor=editor current=key/>
                <div class="room__form">{step}</div>
                <ContextPanel editor=editor/>
            </div>
        </div>
    }
    .into_any()
}

/// Goes to the field of the address; keeps what is typed when the page is left, hidden, or online again.
fn guard(editor: Editor) {
    Effect::new(move |_| {
        if let Ok(hash) = window().location().hash() {
            focus(hash.trim_start_matches('#'));
        }
        let leave = window_event_listener(ev::beforeunload, move |event| {
            if editor.would_lose() {
                editor.send_now();
                event.prevent_default();
            }
        });
        let hide = window_event_listener(ev::pagehide, move |_| editor.send_now());
        let online = window_event_listener(ev::online, move |_| editor.send_now());
        let focus = window_event_listener(ev::focus, move |_| editor.send_now());
        let down = window_event_listener(ev::pointerdown, move |_| editor.pressed());
        // After the click that comes with it.
        let released = move || set_timeout(move || editor.released(), std::time::Duration::ZERO);
        let up = window_event_listener(ev::pointerup, move |_| released());
        let cancel = window_event_listener(ev::pointercancel, move |_| released());
        on_cleanup(move || {
            editor.send_and_leave();
            down.remove();
            up.remove();
            cancel.remove();
            leave.remove();
            hide.remove();
            online.remove();
            focus.remove();
        });
    });
}

fn step_form(editor: Editor, step: &Step) -> impl IntoView + use<> {
    let id = editor.id();
    let key = step.key.clone();
    let next = editor.with_program(|program| program.trame().step_after(&key).map(|step| step.key.clone()));
    let is_last = next.is_none();
    let next = next.map_or_else(
        || format!("/dossiers/{id}/recapitulatif"),
        |next| format!("/dossiers/{id}/etapes/{next}"),
    );
    let navigate = use_navigate();
    let go = move |confirm: bool| {
        editor.released();
        let (key, next, navigate) = (key.clone(), next.clone(), navigate.clone());
        spawn_local(async move {
            // From step to step the editor stays, with what it has to send: nothing to wait for.
            let free = !confirm && !is_last;
            if free {
                editor.send_now();
            }
            if free || advance(editor, &key, confirm).await {
                editor.verified.set(false);
                navigate(&next, NavigateOptions::default());
            } else {
                focus("erreurs");
            }
        });
    };
    let (confirm, carry_on) = (go.clone(), go);
    let groups = step.groups().map(|(heading, fields)| {
        let heading = heading.map(|heading| group_heading(editor, heading, fields));
        view! { {heading} {fields.iter().map(|field| field_view(editor, field)).collect_view()} }.into_any()
    });
    let groups = groups.collect_view();
    let known = editor.snapshot.with_untracked(|snapshot| snapshot.seq);
    let open = editor.is_open();
    let own = step.key.clone();
    let refused = Memo::new(move |_| editor.verified.get() && !editor.held_back(&own).is_empty());
    view! {
        <PageTitle text=step.title.clone() refused=refused/>
        <h1 class="fr-h3 fr-mb-1w" id="etape-titre" tabindex="-1">{step.title.clone()}</h1>
        {step.intro.clone().map(|intro| view! { <p class="fr-mb-1w">{intro}</p> }.into_any())}
        <p class="fr-text--sm">{rule_of_step(open, step.minutes)}</p>
        {open.then(|| digest(editor, &step.key))}
        {error_summary(editor, &step.key)}
        <form method="post" action=format!("/dossiers/{id}/etapes/{}", step.key) novalidate on:submit=move |event| {
            event.prevent_default();
            confirm(true);
        }>
            <input type="hidden" name="_vu" value=known.to_string()/>
            // What the Enter key does: without it, the first button of a field would be pressed.
            <button class="fr-sr-only" type="submit" name="action" value="confirmer" tabindex="-1" aria-hidden="true">"Confirmer l’étape"</button>
            {groups}
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
                                    "Continuer"
                                </button>
                            </li>
                            <li><a class="fr-btn fr-btn--tertiary-no-outline" href=format!("/dossiers/{id}") rel="external">"Revenir aux étapes"</a></li>
                        </ul>
                    }
                })}
        </form>
    }
}

fn rule_of_step(open: bool, minutes: u32) -> String {
    if !open {
        return "Ce dossier est transmis\u{a0}: ses réponses sont figées.".to_owned();
    }
    let minutes = french::count(minutes as usize, "minute", "minutes");
    format!("Tous les champs sont obligatoires, sauf mention contraire. Environ {minutes}.")
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

/// Sends what waits and, if asked, confirms the step; false when something holds it back.
async fn advance(editor: Editor, step: &str, confirm: bool) -> bool {
    editor.focused.set(None);
    let sent = editor.send_all().await && !editor.would_lose();
    if !confirm {
        if !sent {
            editor.verified.set(true);
        }
        return sent;
    }
    if !editor.held_back(step).is_empty() {
        editor.verified.set(true);
        return false;
    }
    if !sent {
        return false;
    }
    match confirm_step(editor.id(), step.to_owned()).await {
        Ok(()) => {
            editor.confirmed(step);
            true
        }
        Err(error) => {
            editor.save.set(crate::filling::SaveState::Refused(error.to_string()));
            false
        }
    }
}

/// What was taken over, what is to check, what is missing, in three figures.
fn digest(editor: Editor, step: &str) -> AnyView {
    let key = step.to_owned();
    let progress = Memo::new(move |_| editor.progress().steps.into_iter().find(|step| step.key == key));
    let figure = move |pick: fn(&domain::dossier::StepProgress) -> usize| {
        move || progress.with(|progress| progress.as_ref().map(pick).unwrap_or_default())
    };
    view! {
        <dl class="digest">
            <div><dt>"données reprises"</dt> <dd>{figure(|step| step.taken_over)}</dd></div>
            <div><dt>"à vérifier"</dt> <dd>{figure(|step| step.to_check)}</dd></div>
            <div><dt>"à remplir"</dt> <dd>{figure(|step| step.missing)}</dd></div>
        </dl>
    }
    .into_any()
}

/// The list of what holds the step back, once it was asked for.
fn error_summary(editor: Editor, step: &str) -> impl IntoView + use<> {
    let key = step.to_owned();
    let held = Memo::new(move |_| if editor.verified.get() { editor.held_back(&key) } else { Vec::new() });
    view! {
        <div tabindex="-1" id="erreurs">
            {move || {
                held.with(|held| {
                    (!held.is_empty())
                        .then(|| {
                            let title = format!("{} avant de confirmer", french::count(held.len(), "point à régler", "points à régler"));
                            view! {
                                <div class="fr-alert fr-alert--error fr-mb-3w" role="alert">
                                    <h2 class="fr-alert__title">{title}</h2>
                                    <ul>{held.iter().map(|issue| issue_link(editor, issue)).collect_view()}</ul>
                                </div>
                            }
                                .into_any()
                        })
                })
            }}
        </div>
    }
}

fn issue_link(editor: Editor, issue: &Issue) -> AnyView {
    let label =
        editor.with_program(|program| program.trame().field(&issue.path).map(|field| field.label.clone()));
    let text = french::about(&label.unwrap_or_default(), &issue.said());
    let id = issue.path.control_id();
    let href = format!("#{id}");
    // The router would scroll to the field and leave the focus behind.
    let go = move |event: ev::MouseEvent| {
        event.prevent_default();
        focus(&id);
    };
    view! { <li><a href=href on:click=go>{text}</a></li> }.into_any()
}

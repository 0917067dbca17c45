//! What a step's page owes to what is typed in it: kept when the page goes, ended by the Enter key, and
//! nothing that waits for an answer is left behind.

use form::Path;
use leptos::{ev, prelude::*, wasm_bindgen::JsCast};
use web_sys::{HtmlElement, SubmitEvent};

use crate::{filling::Editor, ui::focus};

/// Goes to the field of the address; keeps what is typed when the page is left, hidden, or online again.
pub(super) fn guard(editor: Editor) {
    Effect::new(move |_| {
        editor.open_journal();
        if let Ok(hash) = window().location().hash() {
            focus(hash.trim_start_matches('#'));
            editor.entered_before();
        }
        let leave = window_event_listener(ev::beforeunload, move |event| {
            if editor.would_lose() {
                editor.send_now();
                event.prevent_default();
            }
        });
        let hide = window_event_listener(ev::pagehide, move |_| editor.send_now());
        let seen = window_event_listener(ev::visibilitychange, move |_| editor.send_now());
        let online = window_event_listener(ev::online, move |_| editor.back_online());
        let offline = window_event_listener(ev::offline, move |_| editor.gone_offline());
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
            seen.remove();
            online.remove();
            offline.remove();
            focus.remove();
        });
    });
}

/// Whether a table waits for an answer before the step is left; goes to what is asked.
pub(super) fn asks_first(editor: Editor) -> bool {
    let asks = !editor.asking.with_untracked(Vec::is_empty);
    if asks {
        editor.insisted.set(true);
        request_animation_frame(|| focus("attend"));
    }
    asks
}

/// The table that waits for an answer, once someone wanted to leave the step over it.
pub(super) fn asked(editor: Editor) -> AnyView {
    let waiting =
        move || editor.insisted.get().then(|| editor.asking.with(|asking| asking.first().cloned())).flatten();
    let said = move |table: Path| {
        let name = editor.name_of(&table);
        let frame = format!("{}-cadre", table.control_id());
        let go = move |event: ev::MouseEvent| {
            event.prevent_default();
            let asked =
                document().query_selector(&format!("#{frame} [data-do=faire], #{frame} [data-do=oui]"));
            if let Some(button) = asked.ok().flatten().and_then(|found| found.dyn_into::<HtmlElement>().ok())
            {
                let _ = button.focus();
            }
        };
        view! {
            <div class="fr-alert fr-alert--warning fr-mb-3w" role="alert" tabindex="-1" id="attend">
                <h2 class="fr-alert__title">"Un tableau attend votre réponse"</h2>
                <p>
                    "Répondez à la question qui y est posée\u{a0}: "
                    <a href=format!("#{}", table.control_id()) on:click=go>{name}</a>
                    "."
                </p>
            </div>
        }
        .into_any()
    };
    (move || waiting().map(said)).into_any()
}

/// Whether a form is sent by the button that confirms its step; another waits for the program that answers it.
pub(super) fn confirms(event: &SubmitEvent) -> bool {
    event.submitter().is_none_or(|button| button.get_attribute("name").as_deref() == Some("action"))
}

/// Whether a form is sent by the Enter key in a field, and by no button that the person sees.
pub(super) fn is_of_enter(event: &SubmitEvent) -> bool {
    event.submitter().is_some_and(|button| button.has_attribute("aria-hidden"))
}

/// The Enter key ends a field: what is wrong with it is said, and it is saved. A step is confirmed by its button.
pub(super) fn leave_field(editor: Editor) {
    if let Some(path) = editor.focused.get_untracked() {
        editor.left(&path);
    }
    editor.send_now();
}

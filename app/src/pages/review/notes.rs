//! Notes of the service: beside what they are about, and all in one place. The structure reads none of them.

use domain::{
    dossier::{
        Actor,
        desk::{Note, NoteKind},
        talk::Subject,
    },
    usecase::Review,
};
use form::french;
use leptos::prelude::*;

use super::{
    corrections::named,
    desk::{Correcting, Desk, done, hidden},
};

/// All the notes, and the form that writes one about the whole dossier.
pub(super) fn list(
    review: &Review,
    (desk, name_of): (&Desk, &dyn Fn(Actor) -> String),
    asked: &Correcting,
) -> Option<AnyView> {
    if !desk.works && review.notes.is_empty() {
        return None;
    }
    let (live, struck): (Vec<&Note>, Vec<&Note>) =
        review.notes.iter().partition(|note| note.struck.is_none());
    let many = struck.len();
    let card = |note: &&Note| {
        let about = note.about.as_ref().map(|about| named(about, &review.steps));
        card(note, about, (desk, name_of), asked)
    };
    let live: Vec<AnyView> = live.iter().map(card).collect();
    let struck: Vec<AnyView> = struck.iter().map(card).collect();
    let title = format!("Notes du service ({})", live.len());
    let own = asked.is_form("noter", "") && asked.about.is_none();
    let write = desk.works.then(|| {
        let form = form(desk, None, asked);
        view! { <details open=own><summary>"Ajouter une note sur le dossier"</summary>{form}</details> }
            .into_any()
    });
    Some(
        view! {
            <section class="fr-mb-3w" aria-labelledby="notes">
                <h2 class="fr-h4" id="notes">{title}</h2>
                {done(asked, "notes")}
                <p class="fr-text--sm fr-mb-1w">"La structure ne lit pas ces notes."</p>
                <ul class="bare">{live}</ul>
                {(many > 0).then(|| view! {
                    <details><summary>{french::count(many, "note barrée", "notes barrées")}</summary><ul class="bare">{struck}</ul></details>
                }.into_any())}
                {write}
            </section>
        }
        .into_any(),
    )
}

/// Beside an answer or a step: what is noted about it.
pub(super) fn beside(notes: &[Note], about: &Subject) -> Option<AnyView> {
    let own = notes.iter().filter(|note| note.struck.is_none() && note.about.as_ref() == Some(about));
    let own: Vec<AnyView> = own
        .map(|note| {
            let now = note.now();
            let href = format!("#note-{}", note.seq);
            view! {
                <p class="fr-badge fr-badge--sm fr-badge--no-icon">{now.kind.label()}</p>
                <span class="finding__answer"><a href=href>{now.text.clone()}</a></span>
            }
            .into_any()
        })
        .collect();
    (!own.is_empty()).then(|| view! { <div class="contests__beside">{own}</div> }.into_any())
}

fn card(
    note: &Note,
    about: Option<(String, String)>,
    (desk, name_of): (&Desk, &dyn Fn(Actor) -> String),
    asked: &Correcting,
) -> AnyView {
    let now = note.now();
    let on = |at| french::date(french::time_of_day(at).0);
    let again = if note.versions.len() > 1 { "modifiée" } else { "écrite" };
    let said = format!("{again} par {}, le {}", name_of(now.by), on(now.at));
    let struck = note.struck.map(|(by, at)| format!(", barrée par {}, le {}", name_of(by), on(at)));
    let about =
        about.map(|(name, href)| view! { <p class="talk__about"><a href=href>{name}</a></p> }.into_any());
    let before: Vec<AnyView> = note
        .versions
        .iter()
        .rev()
        .skip(1)
        .map(|version| {
            let said = format!("{}, {}, le {}", version.kind.label(), name_of(version.by), on(version.at));
            view! { <li><p class="talk__text">{version.text.clone()}</p> <p class="fr-text--xs fr-mb-1w">{said}</p></li> }
                .into_any()
        })
        .collect();
    let before = (!before.is_empty()).then(|| {
        view! { <details class="why"><summary>"Versions précédentes"</summary><ul class="bare">{before}</ul></details> }
            .into_any()
    });
    let is_struck = note.struck.is_some();
    let change = (desk.works && !is_struck).then(|| changing(note, desk, asked));
    view! {
        <li class="talk__card" id=format!("note-{}", note.seq)>
            <p class="fr-badge fr-badge--sm fr-badge--no-icon">{now.kind.label()}</p>
            {about}
            {if is_struck { view! { <p class="talk__text"><s>{now.text.clone()}</s></p> }.into_any() } else { view! { <p class="talk__text">{now.text.clone()}</p> }.into_any() }}
            <p class="fr-text--xs fr-mb-1w">{said} {struck}</p>
            {before}
            {change}
        </li>
    }
    .into_any()
}

/// The form that writes a note again, and the button that strikes it out.
fn changing(note: &Note, desk: &Desk, asked: &Correcting) -> AnyView {
    let seq = note.seq.to_string();
    let own = asked.is_form("modifier-note", &seq);
    let (kind, text) = if own {
        (NoteKind::of(asked.typed("sorte")).unwrap_or(note.now().kind), asked.text())
    } else {
        (note.now().kind, note.now().text.clone())
    };
    let wrong = asked.refused_in("modifier-note", &seq);
    let form = desk.act(
        view! {
            <input type="hidden" name="note" value=seq.clone()/>
            {fields(&seq, kind, text, wrong)}
            <button class="fr-btn fr-btn--secondary fr-btn--sm fr-mr-1w" type="submit" name="acte" value="modifier-note">"Enregistrer"</button>
            <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="acte" value="barrer-note">"Barrer cette note"</button>
        }
        .into_any(),
    );
    view! { <details class="why" open=own><summary>"Modifier"</summary>{form}</details> }.into_any()
}

/// The form that writes a note about something, or about the whole dossier.
pub(super) fn form(desk: &Desk, about: Option<&Subject>, asked: &Correcting) -> AnyView {
    let own = asked.is_form("noter", "") && asked.about.as_ref() == about;
    let (kind, text) = if own {
        (NoteKind::of(asked.typed("sorte")).unwrap_or(NoteKind::ToCheck), asked.text())
    } else {
        (NoteKind::ToCheck, String::new())
    };
    let wrong = asked.refused_in("noter", "").filter(|_| own);
    let id = if about.is_some() { "ici" } else { "dossier" };
    desk.act(
        view! {
            {about.map(hidden)}
            {fields(id, kind, text, wrong)}
            <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit" name="acte" value="noter">"Enregistrer la note"</button>
        }
        .into_any(),
    )
}

fn fields(id: &str, chosen: NoteKind, text: String, wrong: Option<String>) -> AnyView {
    let kinds = NoteKind::all().map(|kind| {
        view! { <option value=kind.code() selected={kind == chosen}>{kind.label()}</option> }.into_any()
    });
    let (kind, words) = (format!("sorte-{id}"), format!("note-texte-{id}"));
    let is_wrong = wrong.is_some();
    view! {
        <div class="fr-select-group">
            <label class="fr-label" for=kind.clone()>"Sorte de note"</label>
            <select class="fr-select" id=kind name="sorte">{kinds.collect_view()}</select>
        </div>
        <div class="fr-input-group" class:fr-input-group--error=is_wrong>
            <label class="fr-label" for=words.clone()>"Note" <span class="fr-hint-text">"Entre agents\u{a0}: la structure ne la lit pas. D’un dialogue de gestion, dites la date, qui y était et ce qui est convenu."</span></label>
            <textarea class="fr-input" id=words name="texte" rows="2" data-garde="">{text}</textarea>
            {wrong.map(|reason| view! { <p class="fr-message fr-message--error">{reason}</p> }.into_any())}
        </div>
    }
    .into_any()
}

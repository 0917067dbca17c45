//! What the structure and the service write to each other, as the service reads it.

use domain::{
    dossier::{
        Actor,
        messages::{LONGEST_TITLE, Party, Post, Thread},
        talk::Subject,
    },
    usecase::Review,
};
use form::french;
use leptos::prelude::*;

use super::{
    corrections::named,
    desk::{Correcting, Desk, at_hand, done, hidden},
    unread,
};
use crate::pages::messages::{enclosed, enclosing};

/// The threads, what is to be read first, and the form that opens one about the whole dossier.
pub(super) fn list(
    review: &Review,
    (desk, name_of): (&Desk, &dyn Fn(Actor) -> String),
    asked: &Correcting,
) -> Option<AnyView> {
    if !desk.works && review.threads.is_empty() {
        return None;
    }
    let mut sorted: Vec<&Thread> = review.threads.iter().collect();
    sorted
        .sort_by_key(|thread| (thread.unread_by(Party::Service) == 0, std::cmp::Reverse(thread.last().seq)));
    let threads = sorted.into_iter().map(|thread| {
        let about = thread.about.as_ref().map(|about| named(about, &review.steps));
        card(thread, about, (desk, name_of), asked)
    });
    let threads: Vec<AnyView> = threads.collect();
    let title = match unread(review) {
        0 => "Messages avec la structure".to_owned(),
        many => format!("Messages avec la structure ({})", french::count(many, "à lire", "à lire")),
    };
    let own = asked.is_form("ecrire", "") && asked.about.is_none();
    let write = desk.works.then(|| {
        let form = form(desk, None, asked);
        view! { <details open=own><summary>"Écrire à la structure"</summary>{form}</details> }.into_any()
    });
    Some(
        view! {
            <section class="fr-mb-3w" aria-labelledby="messages">
                <h2 class="fr-h4" id="messages">{title}</h2>
                {done(asked, "messages")}
                <ul class="bare">{threads}</ul>
                {write}
            </section>
        }
        .into_any(),
    )
}

fn card(
    thread: &Thread,
    about: Option<(String, String)>,
    (desk, name_of): (&Desk, &dyn Fn(Actor) -> String),
    asked: &Correcting,
) -> AnyView {
    let unread = thread.unread_by(Party::Service);
    let badge = (unread > 0).then(|| {
        let said = french::count(unread, "message à lire", "messages à lire");
        view! { <p class="fr-badge fr-badge--new fr-badge--sm fr-badge--no-icon">{said}</p> }.into_any()
    });
    let about =
        about.map(|(name, href)| view! { <p class="talk__about"><a href=href>{name}</a></p> }.into_any());
    let posts: Vec<AnyView> = thread.posts.iter().map(|post| said(desk, thread, post, name_of)).collect();
    let seq = thread.seq.to_string();
    let title = thread.title.clone();
    let answer = desk.works.then(|| {
        let own = asked.is_form("repondre", &seq);
        let text = if own { asked.text() } else { String::new() };
        let wrong = asked.refused_in("repondre", &seq);
        let read = (unread > 0).then(|| {
            view! { <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="acte" value="lire">"Marquer comme lu" <span class="fr-sr-only">{format!(" ({title})")}</span></button> }.into_any()
        });
        let form = desk.act(
            view! {
                <input type="hidden" name="fil" value=seq.clone()/>
                {at_hand(desk, &format!("fil-{seq}"), "repondre")}
                {words(&format!("reponse-{seq}"), "Répondre", text, wrong)}
                {enclosing(&format!("reponse-{seq}"))}
                <button class="fr-btn fr-btn--secondary fr-btn--sm fr-mr-1w" type="submit" name="acte" value="repondre" formenctype="multipart/form-data">"Envoyer la réponse"</button>
                {read}
            }
            .into_any(),
        );
        view! { <details class="why" open={own || unread > 0}><summary>"Répondre"</summary>{form}</details> }.into_any()
    });
    view! {
        <li class="talk__card" id=format!("fil-{}", thread.seq)>
            {badge}
            <h3 class="fr-h6 fr-mb-0">{thread.title.clone()}</h3>
            {about}
            <ul class="bare">{posts}</ul>
            {answer}
        </li>
    }
    .into_any()
}

/// A message: who, when, and whether the other side read it.
fn said(desk: &Desk, thread: &Thread, post: &Post, name_of: &dyn Fn(Actor) -> String) -> AnyView {
    let (day, hour) = french::time_of_day(post.at);
    let side = match post.from {
        Party::Structure => "structure",
        Party::Service => "service",
    };
    let read = thread.read_at(post).map(|at| {
        let (day, hour) = french::time_of_day(at);
        format!(" · lu le {} à {hour}", french::date(day))
    });
    let when = format!(
        "{} ({side}), le {} à {hour}{}",
        name_of(post.by),
        french::date(day),
        read.unwrap_or_default()
    );
    let files = enclosed(desk.id, &post.files);
    view! { <li><p class="talk__text">{post.text.clone()}</p> {files} <p class="fr-text--xs fr-mb-1w">{when}</p></li> }
        .into_any()
}

/// The form that opens a thread about something, or about the whole dossier.
pub(super) fn form(desk: &Desk, about: Option<&Subject>, asked: &Correcting) -> AnyView {
    let own = asked.is_form("ecrire", "") && asked.about.as_ref() == about;
    let (title, text) =
        if own { (asked.typed("objet").to_owned(), asked.text()) } else { (String::new(), String::new()) };
    let wrong = asked.refused_in("ecrire", "").filter(|_| own);
    let id = if about.is_some() { "ici" } else { "dossier" };
    let control = format!("objet-{id}");
    desk.act(
        view! {
            {about.map(hidden)}
            <div class="fr-input-group">
                <label class="fr-label" for=control.clone()>"Objet"</label>
                <input class="fr-input" id=control name="objet" value=title maxlength=LONGEST_TITLE.to_string() autocomplete="off"/>
            </div>
            {at_hand(desk, &format!("message-{id}"), "ecrire")}
            {words(&format!("message-{id}"), "Message à la structure", text, wrong)}
            {enclosing(&format!("message-{id}"))}
            <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit" name="acte" value="ecrire" formenctype="multipart/form-data">"Envoyer à la structure"</button>
        }
        .into_any(),
    )
}

fn words(id: &str, label: &'static str, text: String, wrong: Option<String>) -> AnyView {
    let (id, is_wrong) = (id.to_owned(), wrong.is_some());
    view! {
        <div class="fr-input-group" class:fr-input-group--error=is_wrong>
            <label class="fr-label" for=id.clone()>{label} <span class="fr-hint-text">"La structure lit ce texte tel quel."</span></label>
            <textarea class="fr-input" id=id name="texte" rows="3" data-garde="">{text}</textarea>
            {wrong.map(|reason| view! { <p class="fr-message fr-message--error">{reason}</p> }.into_any())}
        </div>
    }
    .into_any()
}

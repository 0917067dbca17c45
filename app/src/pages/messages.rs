//! `/dossiers/{id}/messages`: what a structure and the service that instructs its dossier write to each other.

use domain::{
    PersonId,
    dossier::{
        DossierId,
        messages::{LONGEST_TITLE, MOST_FILES, Party, Post, Thread},
        procedure::LONGEST,
        talk::Subject,
    },
    piece,
    usecase::Messages,
};
use form::{FileRef, file::Analysis, french};
use leptos::prelude::*;

use super::subject::named;
use crate::{
    Page,
    filling::{DossierBar, author},
    ui::document_address,
};

/// What the page is asked about, and what comes back of what was sent.
#[derive(Clone, Debug, Default)]
pub struct Writing {
    /// What the message that is being written is about.
    pub about: Option<Subject>,
    /// Why what was sent is refused.
    pub refused: Option<String>,
    /// What was sent, field by field, where it is refused.
    pub typed: Vec<(String, String)>,
    /// What was just done, in a sentence.
    pub done: Option<&'static str>,
}

impl Writing {
    fn typed(&self, name: &str) -> &str {
        self.typed.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text)
    }

    /// What a form of the page said and why it is refused: that of a thread, or the one that opens a thread.
    fn of(&self, thread: &str) -> (String, Option<String>) {
        if self.refused.is_none() || self.typed("fil") != thread {
            return (String::new(), None);
        }
        (self.typed("texte").to_owned(), self.refused.clone())
    }
}

const TITLE: &str = "Messages avec le service";

/// The messages of a dossier, for a person of its structure.
#[must_use]
pub fn messages(id: DossierId, messages: Messages, me: PersonId, asked: Writing) -> Page {
    let title = if asked.refused.is_some() { format!("Erreur\u{a0}: {TITLE}") } else { TITLE.to_owned() };
    Page::new(title, move || page(&Reading { id, messages, me }, &asked))
}

/// What the parts of the page read from.
struct Reading {
    id: DossierId,
    messages: Messages,
    me: PersonId,
}

/// Messages to read, in words: `Messages avec le service : 2 à lire`.
#[must_use]
pub fn link_to_messages(id: DossierId, unread: usize) -> AnyView {
    let said = match unread {
        0 => TITLE.to_owned(),
        many => format!("{TITLE}\u{a0}: {}", french::count(many, "message à lire", "messages à lire")),
    };
    view! { <a class="fr-link" href=format!("/dossiers/{id}/messages")>{said}</a> }.into_any()
}

fn page(reading: &Reading, asked: &Writing) -> AnyView {
    let Reading { id, messages, .. } = reading;
    let snapshot = &messages.snapshot;
    let service = snapshot.opening.departement.employment_service();
    let mut threads: Vec<&Thread> = messages.threads.0.iter().collect();
    threads.sort_by_key(|thread| {
        (thread.unread_by(Party::Structure) == 0, std::cmp::Reverse(thread.last().seq))
    });
    let none = threads.is_empty();
    let cards: Vec<AnyView> = threads.into_iter().map(|thread| card(reading, thread, asked)).collect();
    let is_sent = snapshot.submission().is_some();
    let write = if is_sent {
        writing(reading, asked, &service)
    } else {
        view! { <p>"Vous pourrez écrire au service une fois le dossier transmis\u{a0}: il ne connaît pas vos brouillons."</p> }
            .into_any()
    };
    view! {
        <DossierBar opening=snapshot.opening.clone() state=snapshot.state() submission=snapshot.submission().cloned()/>
        <div class="fr-container fr-py-4w talk">
            <p class="fr-mb-2w"><a class="fr-link" href=format!("/dossiers/{id}")>"Revenir aux étapes"</a></p>
            <h1>{TITLE}</h1>
            {asked.done.map(|done| view! { <div class="fr-alert fr-alert--success fr-alert--sm fr-mb-3w" role="status"><p>{done}</p></div> }.into_any())}
            <p class="fr-text--lead">{format!("Ce que vous vous écrivez avec la {service} à propos de ce dossier. Les corrections demandées ont leur propre page.")}</p>
            {(none && is_sent).then(|| view! { <p>"Aucun message."</p> }.into_any())}
            <ul class="bare">{cards}</ul>
            {write}
        </div>
    }
    .into_any()
}

fn card(reading: &Reading, thread: &Thread, asked: &Writing) -> AnyView {
    let Reading { id, messages, .. } = reading;
    let seq = thread.seq.to_string();
    let unread = thread.unread_by(Party::Structure);
    let badge = (unread > 0).then(|| {
        let said = french::count(unread, "message à lire", "messages à lire");
        view! { <p class="fr-badge fr-badge--new fr-badge--sm fr-badge--no-icon">{said}</p> }.into_any()
    });
    let about = thread.about.as_ref().map(|about| match named(*id, &messages.trame, about) {
        (name, Some(href)) => view! { <p class="talk__about"><a href=href>{name}</a></p> }.into_any(),
        (name, None) => view! { <p class="talk__about">{name}</p> }.into_any(),
    });
    let posts: Vec<AnyView> = thread.posts.iter().map(|post| said(reading, thread, post)).collect();
    let (text, wrong) = asked.of(&seq);
    let is_open = unread > 0 || wrong.is_some();
    let title = thread.title.clone();
    let read = (unread > 0).then(|| {
        view! { <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="acte" value="lire">"Marquer comme lu" <span class="fr-sr-only">{format!(" ({title})")}</span></button> }
            .into_any()
    });
    let answer = view! {
        <form method="post" action=format!("/dossiers/{id}/messages") enctype="multipart/form-data">
            <input type="hidden" name="_vu" value=messages.snapshot.seq.to_string()/>
            <input type="hidden" name="fil" value=seq.clone()/>
            {words(&format!("reponse-{seq}"), "Votre réponse", text, wrong)}
            {enclosing(&format!("reponse-{seq}"))}
            <button class="fr-btn fr-btn--secondary fr-btn--sm fr-mr-1w" type="submit" name="acte" value="repondre">"Envoyer la réponse"</button>
            {read}
        </form>
    };
    view! {
        <li class="talk__card" id=format!("fil-{}", thread.seq)>
            {badge}
            <h2 class="fr-h6 fr-mb-0">{thread.title.clone()}</h2>
            {about}
            <ul class="bare">{posts}</ul>
            <details open=is_open><summary>"Répondre"</summary>{answer}</details>
        </li>
    }
    .into_any()
}

/// A message: the service is named as a service, whoever wrote for it.
fn said(reading: &Reading, thread: &Thread, post: &Post) -> AnyView {
    let Messages { snapshot, names, .. } = &reading.messages;
    let who = match post.from {
        Party::Structure => author(post.by, reading.me, names),
        Party::Service => snapshot.opening.departement.employment_service(),
    };
    let on = |at| {
        let (day, hour) = french::time_of_day(at);
        format!("le {} à {hour}", french::date(day))
    };
    let read = thread.read_at(post).filter(|_| post.from == Party::Structure);
    let read = read.map(|at| format!(" · lu par le service {}", on(at))).unwrap_or_default();
    let when = format!("{who}, {}{read}", on(post.at));
    let files = enclosed(reading.id, &post.files);
    view! { <li><p class="talk__text">{post.text.clone()}</p> {files} <p class="fr-text--xs fr-mb-1w">{when}</p></li> }
        .into_any()
}

/// The documents of a message, each as a link while it may be opened.
pub(super) fn enclosed(dossier: DossierId, files: &[FileRef]) -> Option<AnyView> {
    let item = |file: &FileRef| {
        let said = match &file.analysis {
            Analysis::NotMade => " – non analysé",
            Analysis::Clean => "",
            Analysis::Waiting => " – en cours d’analyse",
            Analysis::Refused(_) => " – refusé par l’antivirus",
        };
        let doubt = if file.doubtful { " – à vérifier" } else { "" };
        let media = piece::media_name(&file.media);
        let detail = format!("{media} – {}{said}{doubt}", french::weight(file.size));
        let detail = view! { <span class="fr-link__detail">{detail}</span> }.into_any();
        let name = file.name.clone();
        let shown = match document_address(dossier, file) {
            Some(address) => {
                let title = format!("{name} - nouvelle fenêtre");
                view! { <a class="fr-link fr-link--sm fr-link--download" href=address target="_blank" rel="noopener" title=title>{name} " " {detail}</a> }
                    .into_any()
            }
            None => view! { <span>{name} " " {detail}</span> }.into_any(),
        };
        view! { <li>{shown}</li> }.into_any()
    };
    let items: Vec<AnyView> = files.iter().map(item).collect();
    (!items.is_empty())
        .then(|| view! { <ul class="pieces" aria-label="Documents joints">{items}</ul> }.into_any())
}

/// The control that joins documents to a message.
pub(super) fn enclosing(id: &str) -> AnyView {
    let id = format!("documents-{id}");
    let hint = format!("{MOST_FILES} au plus. {}.", piece::ACCEPTED);
    view! {
        <div class="fr-upload-group fr-mb-2w">
            <label class="fr-label" for=id.clone()>"Joindre des documents (facultatif)" <span class="fr-hint-text">{hint}</span></label>
            <input class="fr-upload" type="file" id=id name="document" multiple accept=piece::EXTENSIONS/>
        </div>
    }
    .into_any()
}

/// The form that opens a thread: about what one comes from, or about the whole dossier.
fn writing(reading: &Reading, asked: &Writing, service: &str) -> AnyView {
    let Reading { id, messages, .. } = reading;
    let (text, wrong) = asked.of("");
    let title = wrong.as_ref().map(|_| asked.typed("objet").to_owned()).unwrap_or_default();
    let about = asked.about.as_ref().map(|about| {
        let (name, _) = named(*id, &messages.trame, about);
        let (field, value) = match about {
            Subject::Step(key) => ("etape", key.clone()),
            Subject::Question(path) => ("champ", path.to_string()),
        };
        view! {
            <input type="hidden" name=field value=value/>
            <p class="fr-mb-1w">"À propos de " <strong>{format!("«\u{a0}{name}\u{a0}»")}</strong></p>
        }
        .into_any()
    });
    view! {
        <h2 class="fr-h4 fr-mt-4w" id="ecrire">{format!("Écrire à la {service}")}</h2>
        <form method="post" action=format!("/dossiers/{id}/messages") enctype="multipart/form-data">
            <input type="hidden" name="_vu" value=messages.snapshot.seq.to_string()/>
            {about}
            <div class="fr-input-group">
                <label class="fr-label" for="objet">"Objet"</label>
                <input class="fr-input" id="objet" name="objet" value=title maxlength=LONGEST_TITLE.to_string() autocomplete="off"/>
            </div>
            {words("message", "Votre message", text, wrong)}
            {enclosing("message")}
            <button class="fr-btn" type="submit" name="acte" value="ecrire">"Envoyer au service"</button>
        </form>
    }
    .into_any()
}

fn words(id: &str, label: &'static str, text: String, wrong: Option<String>) -> AnyView {
    let (id, error) = (id.to_owned(), format!("{id}-erreur"));
    let most = french::count(LONGEST, "caractère", "caractères");
    let is_wrong = wrong.is_some();
    view! {
        <div class="fr-input-group" class:fr-input-group--error=is_wrong>
            <label class="fr-label" for=id.clone()>{label} <span class="fr-hint-text">{format!("{most} au plus. Le service lit ce texte tel quel.")}</span></label>
            <textarea class="fr-input" id=id name="texte" rows="3" data-garde="" aria-describedby=error.clone() aria-invalid=is_wrong.then_some("true")>{text}</textarea>
            <div class="fr-messages-group" id=error>{wrong.map(|reason| view! { <p class="fr-message fr-message--error">{reason}</p> }.into_any())}</div>
        </div>
    }
    .into_any()
}

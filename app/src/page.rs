//! A page as the server makes it: its title, what it shows, what the browser's program takes over.
//!
//! Pages are made whole, from data already at hand: no route, no resource and no waiting inside a view. The
//! program of a room takes over one element of its page (`docs/adr/0006`).

use domain::Viewer;
use leptos::prelude::*;
use serde::Serialize;

use crate::{
    AppError,
    sealed::Sealed,
    ui::{Footer, SkipLinks, header},
};

/// A page ready to be written.
pub struct Page {
    /// Title of the tab, without the service's name.
    title: String,
    /// Status of the answer.
    status: u16,
    show: Box<dyn FnOnce() -> AnyView>,
    /// What was refused of what was sent, said before the rest.
    refused: Vec<String>,
    /// What the room's program opens, in its wire form; none for a page that needs no program.
    data: Option<String>,
}

/// What stands around a page, the same for all.
pub struct Around {
    /// Folder of the browser's files: `pkg/…`.
    pub folder: String,
    /// Version of the service, the name of that folder.
    pub version: String,
    /// Nonce of the scripts of this answer.
    pub nonce: String,
    /// The person, when someone is logged in.
    pub viewer: Option<Viewer>,
    /// Year of the campaign that runs.
    pub year: i16,
}

impl Page {
    /// A page that is read, and needs no program.
    pub(crate) fn new(title: impl Into<String>, show: impl FnOnce() -> AnyView + 'static) -> Self {
        Self { title: title.into(), status: 200, show: Box::new(show), refused: Vec::new(), data: None }
    }

    /// The same page, told with another status.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// The same page, whose room is taken over by the browser's program with this data.
    pub(crate) fn with_data<T: Serialize>(self, data: &T) -> Self {
        Self { data: Sealed::seal(data, "").ok().map(Sealed::into_text), ..self }
    }

    /// The same page, saying first what was refused of what was sent; the rest was taken.
    #[must_use]
    pub fn with_refused(self, refused: Vec<String>) -> Self {
        let title = format!("Erreur\u{a0}: {}", self.title);
        Self { title, status: 422, refused, ..self }
    }

    /// Status of the answer.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The whole document.
    #[must_use]
    pub fn document(self, around: Around) -> String {
        let owner = Owner::new();
        let html = owner.with(|| self.written(around).to_html());
        owner.cleanup();
        format!("<!DOCTYPE html>{html}")
    }

    fn written(self, around: Around) -> impl IntoView {
        let Around { folder, version, nonce, viewer, year } = around;
        let file = |name: &str| format!("/{folder}/{name}");
        let room = self.data.is_some();
        let person = viewer.as_ref().map(|viewer| viewer.person.0.to_string());
        let body = (self.show)();
        let refused = (!self.refused.is_empty()).then(|| refused(self.refused));
        let body = if room { view! { {no_script()} <div id="piece">{body}</div> }.into_any() } else { body };
        let data = self.data.map(|data| {
            view! { <script type="text/plain" id="donnees" inner_html=data></script> }.into_any()
        });
        let program = room.then(|| {
            view! {
                <link rel="modulepreload" href={file("app.js")}/>
                <link rel="preload" href={file("app_bg.wasm")} as="fetch" type="application/wasm" crossorigin="anonymous"/>
                <script nonce=nonce.clone() inner_html=EARLY></script>
                <script type="module" src=file("start.js")></script>
            }
            .into_any()
        });
        view! {
            <html lang="fr" data-fr-scheme="system" data-version=version data-personne=person>
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1, shrink-to-fit=no"/>
                    <meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"/>
                    <meta name="theme-color" content="#000091"/>
                    <title inner_html=crate::ui::escaped(&full_title(&self.title))></title>
                    <link rel="icon" href={file("favicon/favicon.svg")} type="image/svg+xml"/>
                    <link rel="preload" href={file("fonts/Marianne-Regular.woff2")} as="font" type="font/woff2" crossorigin="anonymous"/>
                    <link rel="preload" href={file("fonts/Marianne-Bold.woff2")} as="font" type="font/woff2" crossorigin="anonymous"/>
                    <link rel="stylesheet" href={file("conventionnement.css")}/>
                    {program}
                </head>
                <body>
                    <SkipLinks/>
                    {header(viewer, year)}
                    <main id="contenu" tabindex="-1">{refused} {body}</main>
                    <Footer/>
                    {data}
                    <script nonce=nonce inner_html=format!("{PRINT}{LEFT_BEHIND}{SOURCES}")></script>
                </body>
            </html>
        }
    }
}

/// What was refused of what was sent.
fn refused(reasons: Vec<String>) -> AnyView {
    let reasons = reasons.into_iter().map(|reason| view! { <li>{reason}</li> }.into_any());
    view! {
        <div class="fr-container fr-pt-3w">
            <div class="fr-alert fr-alert--error" role="alert" id="refus">
                <h2 class="fr-alert__title">"Des documents n’ont pas été acceptés\u{202f}; le reste est enregistré"</h2>
                <ul>{reasons.collect_view()}</ul>
            </div>
        </div>
    }
    .into_any()
}

/// What a room without its program asks of people.
fn no_script() -> AnyView {
    view! {
        <noscript>
            <div class="fr-container fr-pt-2w">
                <div class="fr-alert fr-alert--info fr-alert--sm">
                    <p>"Sans JavaScript, vos réponses et les documents choisis sont enregistrés quand vous cliquez sur « Continuer »."</p>
                </div>
            </div>
        </noscript>
    }
    .into_any()
}

impl From<AppError> for Page {
    /// The page of what could not be done.
    fn from(error: AppError) -> Self {
        let status = error.status();
        let title = crate::ui::failure_title(&error);
        Self::new(title, move || crate::ui::failure(&error)).with_status(status)
    }
}

/// The title of the tab: the page, then the service.
pub(crate) fn full_title(title: &str) -> String {
    format!("{title} - Conventionnement IAE")
}

/// Notes what is typed before the browser's program answers, for `start.js` to give it then; and what the
/// library that takes a page over expects to find.
const EARLY: &str = "globalThis.__RESOLVED_RESOURCES=[];globalThis.__SERIALIZED_ERRORS=[];globalThis.__INCOMPLETE_CHUNKS=[];globalThis.early=(()=>{const typed=new Map(),note=({target:t})=>t.name&&typed.set(t,{value:t.value,checked:t.checked});addEventListener('input',note,true);return{end(){removeEventListener('input',note,true);return typed}}})();";

/// Shows that this browser holds edits or documents of the dossier that the server has not: a step sends them.
const LEFT_BEHIND: &str = "{const n=document.getElementById('reste');if(n)try{if(localStorage.getItem('envois/'+n.dataset.cle))n.hidden=false;const o=indexedDB.open('conventionnement');o.onupgradeneeded=()=>o.transaction.abort();o.onsuccess=()=>{try{const k=n.dataset.cle,c=o.result.transaction('modifications').objectStore('modifications').count(IDBKeyRange.bound(k,k+'\\uffff'));c.onsuccess=()=>{if(c.result)n.hidden=false}}catch{}}}catch{}}";

/// Asks where the sources stand while one is being asked; then shows the page again, unless something is being typed.
const SOURCES: &str = "{const n=document.getElementById('sources'),f=()=>{const s=n?.dataset.suite;if(s)setTimeout(async()=>{try{const a=await fetch(s);if(a.ok){const t=document.createElement('template');t.innerHTML=await a.text();const m=t.content.firstElementChild;n.innerHTML=m.innerHTML;if(m.dataset.suite)n.dataset.suite=m.dataset.suite;else{delete n.dataset.suite;if(!document.activeElement?.form)location.reload()}}}catch{}f()},1500)};f()}";

/// Shows the buttons that print, which do nothing without a script.
const PRINT: &str = "for(const b of document.querySelectorAll('[data-print]')){b.hidden=false;b.addEventListener('click',()=>print())}";

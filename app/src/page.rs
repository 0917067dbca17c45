//! A page as the server makes it: its title, what it shows, what the browser's program takes over.
//!
//! Pages are made whole, from data already at hand: no route, no resource and no waiting inside a view. The
//! program of a room takes over one element of its page (`docs/adr/0006`).

use domain::Viewer;
use form::Path;
use leptos::prelude::*;
use serde::Serialize;

use crate::{
    AppError,
    sealed::Sealed,
    ui::{Footer, SkipLinks, escaped, header},
};

/// A page ready to be written.
pub struct Page {
    /// Title of the tab, without the service's name.
    title: String,
    /// Status of the answer.
    status: u16,
    show: Box<dyn FnOnce() -> AnyView>,
    /// What was refused of what was sent, said before the rest and beside its question.
    refused: Vec<Refused>,
    /// What the room's program opens, in its wire form; none for a page that needs no program.
    data: Option<String>,
    /// What stands under the room, out of the program's way.
    under: Option<Box<dyn FnOnce() -> AnyView>>,
    /// What its own script does, beside those of every page.
    script: &'static str,
    /// The script that is served for it, by its name; none for most pages.
    module: Option<&'static str>,
}

/// A document that was sent with a form and refused.
pub struct Refused {
    /// The question it was sent for.
    pub path: Path,
    /// Why, and what to do.
    pub reason: String,
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
    /// How many of their notices are unread.
    pub unread: usize,
    /// Year of the campaign that runs.
    pub year: i16,
}

impl Page {
    /// A page that is read, and needs no program.
    pub(crate) fn new(title: impl Into<String>, show: impl FnOnce() -> AnyView + 'static) -> Self {
        let (title, show) = (title.into(), Box::new(show));
        Self {
            title,
            status: 200,
            show,
            refused: Vec::new(),
            data: None,
            under: None,
            script: "",
            module: None,
        }
    }

    /// The same page, told with another status.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// The same page, with a script of its own.
    pub(crate) fn with_script(self, script: &'static str) -> Self {
        Self { script, ..self }
    }

    /// The same page, with a script that is served beside the browser's program.
    pub(crate) fn with_module(self, module: &'static str) -> Self {
        Self { module: Some(module), ..self }
    }

    /// The same page, whose room is taken over by the browser's program with this data.
    pub(crate) fn with_data<T: Serialize>(self, data: &T) -> Self {
        Self { data: Sealed::seal(data, "").ok().map(Sealed::into_text), ..self }
    }

    /// The same page, with something under its room: what only who has no script is told.
    pub(crate) fn with_under(self, under: impl FnOnce() -> AnyView + 'static) -> Self {
        Self { under: Some(Box::new(under)), ..self }
    }

    /// The same page, saying first what was refused of what was sent; the rest was taken.
    #[must_use]
    pub fn with_refused(self, refused: Vec<Refused>) -> Self {
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
    pub fn document(mut self, around: Around) -> String {
        let refused = std::mem::take(&mut self.refused);
        let owner = Owner::new();
        let me = around.viewer.as_ref().map(|viewer| viewer.person.0.to_string());
        let html = owner.with(|| self.written(around, &refused).to_html());
        owner.cleanup();
        let html = refused.iter().fold(html, beside);
        format!("<!DOCTYPE html>{}", me.map_or(html.clone(), |me| signed(&html, &me)))
    }

    fn written(self, around: Around, refused: &[Refused]) -> impl IntoView + use<> {
        let Around { folder, version, nonce, viewer, unread, year } = around;
        let file = |name: &str| format!("/{folder}/{name}");
        let (room, own) = (self.data.is_some(), self.script);
        let module =
            self.module.map(|name| view! { <script type="module" src=file(name)></script> }.into_any());
        let person = viewer.as_ref().map(|viewer| viewer.person.0.to_string());
        let body = (self.show)();
        let under = self.under.map(|under| under());
        let refused = (!refused.is_empty()).then(|| summary(refused));
        let body =
            if room { view! { {no_script()} <div id="piece">{body}</div> {under} }.into_any() } else { body };
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
                    <title inner_html=escaped(&full_title(&self.title))></title>
                    <link rel="icon" href={file("favicon/favicon.svg")} type="image/svg+xml"/>
                    <link rel="preload" href={file("fonts/Marianne-Regular.woff2")} as="font" type="font/woff2" crossorigin="anonymous"/>
                    <link rel="preload" href={file("fonts/Marianne-Bold.woff2")} as="font" type="font/woff2" crossorigin="anonymous"/>
                    <link rel="stylesheet" href={file("conventionnement.css")}/>
                    {program}
                    {module}
                </head>
                <body>
                    <SkipLinks/>
                    {header(viewer, unread, year)}
                    <main id="contenu" tabindex="-1">{refused} {body}</main>
                    <Footer/>
                    {data}
                    <script nonce=nonce inner_html=format!("{PRINT}{LEFT_BEHIND}{SOURCES}{KEPT}{CUT_OFF}{STAND_IN}{own}")></script>
                </body>
            </html>
        }
    }
}

/// The same page, each of its forms saying whom it was made for: the server takes it from nobody else.
fn signed(html: &str, me: &str) -> String {
    const FORM: &str = "<form method=\"post\" action=\"/";
    let mut pieces = html.split(FORM);
    let mut written = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (address, rest) = piece.split_once('"').unwrap_or((piece, ""));
        let sign = if address.contains('?') { "&amp;" } else { "?" };
        written += &format!("{FORM}{address}{sign}moi={me}\"{rest}");
    }
    written
}

/// What was refused of what was sent, each leading to its question.
fn summary(refused: &[Refused]) -> AnyView {
    let reasons = refused.iter().map(|Refused { path, reason }| {
        view! { <li><a href=format!("#{}", path.control_id())>{reason.clone()}</a></li> }.into_any()
    });
    view! {
        <div class="fr-container fr-pt-3w">
            <div class="fr-alert fr-alert--error" role="alert" id="refus" tabindex="-1" autofocus=true>
                <h2 class="fr-alert__title">"Des documents n’ont pas été acceptés\u{202f}; le reste est enregistré"</h2>
                <ul>{reasons.collect_view()}</ul>
            </div>
        </div>
    }
    .into_any()
}

/// Says beside a question what was refused there, in the room of what is on its way, which the browser's program
/// takes over as it finds it: nothing of this is in its way.
fn beside(html: String, Refused { path, reason }: &Refused) -> String {
    let id = path.control_id();
    let room = html.find(&format!("id=\"{id}-envois\""));
    let Some(end) = room.and_then(|at| Some(at + html[at..].find("</div>")?)) else { return html };
    let (before, after) = html.split_at(end);
    let told = format!("<p class=\"fr-message fr-message--error\" data-refus>{}</p>", escaped(reason));
    described(&format!("{before}{told}{after}"), &id)
}

/// Has a control described by its room, once: who reads the page aloud says it with the control.
fn described(html: &str, id: &str) -> String {
    let tag = html.find(&format!("id=\"{id}\""));
    let Some((at, end)) = tag.and_then(|at| Some((at, at + html[at..].find('>')?))) else {
        return html.to_owned();
    };
    let room = format!("aria-describedby=\"{id}-envois ");
    let told = html[at..end].replacen("aria-describedby=\"", &room, usize::from(!html.contains(&room)));
    let invalid = if told.contains("aria-invalid") { "" } else { " aria-invalid=\"true\"" };
    format!("{}{told}{invalid}{}", &html[..at], &html[end..])
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

impl Page {
    /// The page of who must log in first, with the address where one does.
    #[must_use]
    pub fn personal(log_in: String) -> Self {
        let error = AppError::LoggedOut;
        let (status, title) = (error.status(), crate::ui::failure_title(&error));
        Self::new(title, move || crate::ui::failure_leading(&error, &log_in)).with_status(status)
    }
}

/// The title of the tab: the page, then the service.
pub(crate) fn full_title(title: &str) -> String {
    format!("{title} - Conventionnement IAE")
}

/// Notes what is typed before the browser's program answers, for `start.js` to give it then; and what the
/// library that takes a page over expects to find.
const EARLY: &str = "globalThis.__RESOLVED_RESOURCES=[];globalThis.__SERIALIZED_ERRORS=[];globalThis.__INCOMPLETE_CHUNKS=[];globalThis.early=(()=>{const typed=new Map(),note=({target:t})=>t.name&&typed.set(t,{value:t.value,checked:t.checked});addEventListener('input',note,true);addEventListener('pagehide',()=>{const f=[...typed.keys()].find(c=>c.form)?.form;if(!f||document.documentElement.hasAttribute('data-ready'))return;const d=new URLSearchParams([['action','enregistrer']]);for(const[k,v]of new FormData(f))typeof v=='string'&&d.append(k,v);fetch(f.getAttribute('action'),{method:'POST',keepalive:true,body:d})});return{size:()=>typed.size,end(){removeEventListener('input',note,true);return typed}}})();";

/// Shows that this browser holds edits or documents of the dossier that the server has not: a step sends them.
const LEFT_BEHIND: &str = "{const a=document.querySelectorAll('[data-cle]');if(a.length)try{for(const n of a)if(localStorage.getItem('envois/'+n.dataset.cle))n.hidden=false;const o=indexedDB.open('conventionnement');o.onupgradeneeded=()=>o.transaction.abort();o.onsuccess=()=>{try{const s=o.result.transaction('modifications').objectStore('modifications');for(const n of a){const k=n.dataset.cle,c=s.count(IDBKeyRange.bound(k,k+'\\uffff'));c.onsuccess=()=>{if(c.result)n.hidden=false}}}catch{}}}catch{}}";

/// Asks where the sources stand while one is being asked; as one answers, shows what the page says now, unless someone is
/// in it:
/// nothing moves under a click, nor from under the focus.
const SOURCES: &str = "{let n=document.getElementById('sources');const f=()=>{const s=n?.dataset.suite;if(s)setTimeout(async()=>{try{const a=await fetch(s);if(a.ok){const t=document.createElement('template');t.innerHTML=await a.text();const m=t.content.firstElementChild,g=n.innerHTML!==m.innerHTML,o=!m.dataset.suite;if(g)n.innerHTML=m.innerHTML;n.dataset.delai=m.dataset.delai??1500;if(o)delete n.dataset.suite;else n.dataset.suite=m.dataset.suite;if(o||g){const h=document.getElementById('contenu'),p=await fetch(location.href),c=p.ok&&new DOMParser().parseFromString(await p.text(),'text/html').getElementById('contenu');if(c&&!h.contains(document.activeElement)&&!h.querySelector(':active')){for(const k of h.querySelectorAll('[data-cle]:not([hidden])'))for(const w of c.querySelectorAll('[data-cle]'))if(w.dataset.cle===k.dataset.cle)w.hidden=false;h.replaceWith(c);n=document.getElementById('sources')}}}}catch{}f()},+n.dataset.delai||1500)};f()}";

/// Keeps in this browser what is being written, each form apart, until it was sent or stands in the page that answers;
/// and goes to what is wrong in a form that comes back.
const KEPT: &str = "{const q=new URLSearchParams(location.search),m='envoi',p='garde/'+document.documentElement.dataset.personne+location.pathname+'?',f=x=>x.replace(/\\s+/g,' ').trim(),kept=s=>s&&[...document.querySelectorAll('[data-ecrit]')].some(e=>f(e.textContent).endsWith(f(s)));try{const e=(sessionStorage.getItem(m)||'').split('\\n');sessionStorage.removeItem(m);for(const k of e)if(q.has('fait')||kept(localStorage.getItem(k)))localStorage.removeItem(k)}catch{}for(const t of document.querySelectorAll('textarea[data-garde]'))try{const n=[...t.form.elements].filter(e=>e.type=='hidden'&&!['_vu','version'].includes(e.name)).map(e=>e.name+e.value),k=p+n+'#'+t.id,s=localStorage.getItem(k);if(kept(s))localStorage.removeItem(k);else if(s&&!t.value)t.value=s;t.addEventListener('input',()=>t.value?localStorage.setItem(k,t.value):localStorage.removeItem(k));t.form.addEventListener('submit',()=>sessionStorage.setItem(m,(sessionStorage.getItem(m)||'')+'\\n'+k))}catch{}const w=document.title.startsWith('Erreur')&&!document.querySelector('[autofocus]')&&document.querySelector('main [aria-invalid=true],main .fr-message--error,main .fr-alert--error');if(w){const d=w.closest('details');if(d)d.open=true;if(w.tabIndex<0)w.tabIndex=-1;w.focus();w.scrollIntoView({block:'center'})}else document.querySelector('#demande textarea')?.focus()}";

/// The buttons of the page of who is cut off; the page that was wanted comes once the service answers.
const CUT_OFF: &str = "if(document.getElementById('coupure')){const s=location.pathname==='/hors-connexion',g=()=>s?history.back():location.reload();document.getElementById('non-envoye').hidden=!location.search.includes('envoi');document.getElementById('reessayer').onclick=g;document.querySelector('.fr-header__tools')?.remove();document.getElementById('precedente').onclick=()=>history.back();if(!s){const r=()=>fetch('/sante',{cache:'no-store'}).then(a=>a.ok&&location.reload(),()=>{});setInterval(r,4000);addEventListener('online',r)}}";

/// Lets the browser keep that page, for whoever works here.
const STAND_IN: &str = "if(document.documentElement.dataset.personne)addEventListener('load',()=>navigator.serviceWorker?.register('/hors-connexion.js').catch(()=>{}));";

/// Shows the buttons that print, which do nothing without a script.
const PRINT: &str = "for(const b of document.querySelectorAll('[data-print]')){b.hidden=false;b.addEventListener('click',()=>print())}";

//! The HTML around every page.

use leptos::{config::LeptosOptions, nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

use crate::App;

/// Pages that are read and not worked in: they need no WebAssembly.
pub const PUBLIC_PAGES: [&str; 5] =
    ["/", "/connexion", "/accessibilite", "/donnees-personnelles", "/mentions-legales"];

/// Notes what is typed before the browser's program answers, for `start.js` to give it then.
const EARLY: &str = "globalThis.early=(()=>{const typed=new Map(),note=({target:t})=>t.name&&typed.set(t,{value:t.value,checked:t.checked});addEventListener('input',note,true);return{end(){removeEventListener('input',note,true);return typed}}})();";

/// The document: head, body, and the browser's program where the page needs it.
///
/// `interactive` is false for [`PUBLIC_PAGES`].
#[must_use]
pub fn shell(options: LeptosOptions, interactive: bool) -> impl IntoView {
    let folder = format!("/{}", options.site_pkg_dir);
    let version = version(&options);
    view! {
        <!DOCTYPE html>
        <html lang="fr" data-fr-scheme="system" data-version=version>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, shrink-to-fit=no"/>
                <meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no"/>
                <meta name="theme-color" content="#000091"/>
                <link rel="icon" href=format!("{folder}/favicon/favicon.svg") type="image/svg+xml"/>
                <link rel="preload" href={format!("{folder}/fonts/Marianne-Regular.woff2")} as="font" type="font/woff2" crossorigin="anonymous"/>
                <link rel="preload" href={format!("{folder}/fonts/Marianne-Bold.woff2")} as="font" type="font/woff2" crossorigin="anonymous"/>
                <link rel="stylesheet" href=format!("{folder}/conventionnement.css")/>
                {interactive
                    .then(|| {
                        view! {
                            <link rel="modulepreload" href={format!("{folder}/app.js")}/>
                            <link rel="preload" href={format!("{folder}/app_bg.wasm")} as="fetch" type="application/wasm" crossorigin="anonymous"/>
                            <script nonce=use_nonce()>{EARLY}</script>
                            <script type="module" src=format!("{folder}/start.js")></script>
                        }
                    })}
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// Version of the browser's files: the name of their folder.
#[must_use]
pub fn version(options: &LeptosOptions) -> String {
    options.site_pkg_dir.rsplit('/').next().unwrap_or_default().to_owned()
}

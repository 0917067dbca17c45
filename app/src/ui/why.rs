//! « Pourquoi ? », folded beside a finding.

use leptos::prelude::*;

/// What a finding was judged on; nothing where there is nothing to say.
pub fn why(grounds: Vec<String>) -> Option<AnyView> {
    let lines: Vec<AnyView> =
        grounds.into_iter().map(|line| view! { <p class="why__line">{line}</p> }.into_any()).collect();
    (!lines.is_empty()).then(|| {
        view! { <details class="why"><summary>"Pourquoi\u{202f}?"</summary>{lines}</details> }.into_any()
    })
}

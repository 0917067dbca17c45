//! A document given, as a link: its name, what it is, its weight.

use domain::{dossier::DossierId, piece};
use form::{Value, french, value::FileRef};
use leptos::prelude::*;

/// The link to a document of a dossier.
pub fn document_link(dossier: DossierId, file: &FileRef) -> AnyView {
    let name = in_address(&file.name);
    let href = format!("/dossiers/{dossier}/pieces/{}/{name}", file.id);
    let detail = format!("{} – {}", piece::media_name(&file.media), french::weight(file.size));
    view! {
        <a class="fr-link fr-link--download" href=href target="_blank" rel="noopener">
            {file.name.clone()} <span class="fr-link__detail">{detail}</span>
        </a>
    }
    .into_any()
}

/// The documents of an answer, each as a link; none for another answer.
pub fn document_links(dossier: DossierId, value: Option<&Value>) -> Option<AnyView> {
    let Some(Value::Files(files)) = value else { return None };
    let items = files.iter().map(|file| view! { <li>{document_link(dossier, file)}</li> }.into_any());
    Some(view! { <ul class="pieces">{items.collect_view()}</ul> }.into_any())
}

/// A name as an address writes it, and a header (RFC 5987).
#[must_use]
pub fn in_address(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    name.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

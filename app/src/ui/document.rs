//! A document given: its name, what it is, its weight, what the antivirus said of it.

use domain::{dossier::DossierId, piece};
use form::{FileRef, Value, file::Analysis, french};
use leptos::prelude::*;

/// The link to a document of a dossier, and to what is known of it, with until when it serves; no link to what
/// nobody may open.
pub fn document_link(dossier: DossierId, file: &FileRef, end: Option<String>) -> AnyView {
    let address = document_address(dossier, file);
    let said = match &file.analysis {
        Analysis::NotMade => " – non analysé",
        Analysis::Clean => "",
        Analysis::Waiting => " – en cours d’analyse",
        Analysis::Refused(_) => " – refusé par l’antivirus",
    };
    let doubt = if file.doubtful { " – à vérifier" } else { "" };
    let end = end.unwrap_or_default();
    let media = piece::media_name(&file.media);
    let detail = format!("{media} – {}{said}{doubt}{end}", french::weight(file.size));
    let name = file.name.clone();
    let title = format!("{name} - nouvelle fenêtre");
    let title = address.is_some().then_some(title);
    view! {
        <a class="fr-link fr-link--download" href=address target="_blank" rel="noopener" title=title>{name.clone()} " " <span class="fr-link__detail">{detail}</span></a>
        <a class="fr-link fr-link--sm" href=format!("/dossiers/{dossier}/documents/{}", file.id)>
            "Détails" <span class="fr-sr-only">{format!(" de {name}")}</span>
        </a>
    }
    .into_any()
}

/// Where a document is read; none while nobody may open it.
pub fn document_address(dossier: DossierId, file: &FileRef) -> Option<String> {
    let open = matches!(file.analysis, Analysis::NotMade | Analysis::Clean);
    open.then(|| format!("/dossiers/{dossier}/pieces/{}/{}", file.id, in_address(&file.name)))
}

/// The documents of an answer, each as a link; none for another answer.
pub fn document_links(dossier: DossierId, value: Option<&Value>) -> Option<AnyView> {
    let Some(Value::Files(files)) = value else { return None };
    let items = files.iter().map(|file| view! { <li>{document_link(dossier, file, None)}</li> }.into_any());
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

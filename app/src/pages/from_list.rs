//! The list that one came from: every page of a dossier keeps it, and leads back to it and to the dossiers around.

use domain::{address, queue::Beside};
use leptos::prelude::*;

/// The list that one came from.
#[derive(Clone, Debug)]
pub struct FromList {
    /// What it is asked, as its address says it.
    pub query: String,
    /// The dossiers around this one there.
    pub beside: Beside,
}

/// An address that keeps the list, told by its words.
pub(crate) fn kept(list: Option<&str>, to: String) -> String {
    let Some(list) = list.filter(|list| !list.is_empty()) else { return to };
    let said = address::query(&[("file", list.to_owned())]);
    let (path, place) = to.split_once('#').map_or((to.as_str(), None), |(path, place)| (path, Some(place)));
    let said = if path.contains('?') { said.replacen('?', "&", 1) } else { said };
    let place = place.map(|place| format!("#{place}")).unwrap_or_default();
    format!("{path}{said}{place}")
}

impl FromList {
    /// Its words, of the list that there may be.
    pub(crate) fn words(list: Option<&Self>) -> Option<&str> {
        list.map(|list| list.query.as_str())
    }
}

/// The way back to the list, and to the dossiers around this one there.
pub(crate) fn nav(list: Option<&FromList>) -> AnyView {
    let words = FromList::words(list);
    let back = words.filter(|words| !words.is_empty());
    let back = back.map_or_else(|| "/instruction".to_owned(), |words| format!("/instruction?{words}"));
    let link = |id: Option<_>, rel: &'static str, label: &'static str| {
        id.map(|id| {
            let href = kept(words, format!("/instruction/dossiers/{id}"));
            view! { <li><a class="fr-link fr-link--sm" rel=rel href=href>{label}</a></li> }.into_any()
        })
    };
    let beside = list.map(|list| list.beside).unwrap_or_default();
    let (before, after) =
        (link(beside.before, "prev", "Dossier précédent"), link(beside.after, "next", "Dossier suivant"));
    view! {
        <nav class="around fr-mb-1w" aria-label="File d’instruction">
            <ul>
                <li><a class="fr-link fr-link--sm" href=back data-file>"← Retour à la file"</a></li>
                {before}
                {after}
            </ul>
        </nav>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::kept;

    #[test]
    fn an_address_keeps_the_list_that_one_came_from() {
        for (list, to, expected) in [
            (None, "/a#b", "/a#b"),
            (Some(""), "/a", "/a"),
            (Some("vue=tous"), "/a", "/a?file=vue%3Dtous"),
            (Some("vue=tous"), "/a#b", "/a?file=vue%3Dtous#b"),
            (Some("q=x%20y&tri=ecart"), "/a?c=d#b", "/a?c=d&file=q%3Dx%2520y%26tri%3Decart#b"),
        ] {
            assert_eq!(kept(list, to.to_owned()), expected, "{list:?} {to}");
        }
    }
}

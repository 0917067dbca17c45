//! Where each source stands: what it said and when, that it is being asked, or why it says nothing.

use domain::{
    dossier::{
        DossierId,
        heard::{Said, count_of_data},
    },
    source::Source,
    usecase::SourcesRead,
};
use form::{Date, french};
use leptos::prelude::*;

/// Milliseconds between two looks while a source is left alone.
const NOW_AND_THEN: &str = "15000";

/// Where each source stands, a line each; while one is being asked, the page's script asks for news.
pub(in crate::pages) fn progress(id: DossierId, read: &SourcesRead) -> AnyView {
    let today = french::time_of_day(read.now).0;
    let others = Source::ALL.into_iter().filter(|source| !source.is_in_store());
    let sources = Source::IN_STORE
        .into_iter()
        .chain(others)
        .filter(|source| read.heard.said.contains_key(source) || read.asked.contains(source));
    // One that was asked and is no longer configured is not waited for.
    let waiting = |source: Source| {
        let awaited = read.waiting.iter().find(|awaited| awaited.source == source);
        awaited.filter(|_| read.asked.contains(&source))
    };
    let asking = Source::ALL.into_iter().filter_map(waiting).any(|awaited| awaited.silence.is_none());
    let lines = sources.map(|source| {
        let waiting = waiting(source);
        let silence = waiting.and_then(|awaited| awaited.silence);
        let said = said(read, source);
        let told = match (said, waiting, silence) {
            (Some(said), None, _) => said,
            (Some(said), Some(_), Some(silence)) => format!("{said}. {}", silence.said(today)),
            (Some(said), Some(_), None) => format!("{said}. Interrogation en cours…"),
            (None, Some(_), Some(silence)) => silence.said(today),
            (None, Some(_), None) => "Interrogation en cours…".to_owned(),
            (None, None, _) => "Pas encore interrogée.".to_owned(),
        };
        view! { <li><strong>{source.name()}</strong> {format!("\u{a0}: {told}")}</li> }.into_any()
    });
    let lines: Vec<AnyView> = lines.collect();
    // One that is tried again soon is looked at now and then.
    let soon = Source::ALL
        .into_iter()
        .filter_map(waiting)
        .any(|awaited| awaited.silence.is_some_and(|silence| silence.ends_soon(read.now)));
    let address = (asking || soon).then(|| format!("/dossiers/{id}/donnees?etat=oui"));
    let apart = (!asking).then_some(NOW_AND_THEN);
    view! { <ul class="sources__state" id="sources" aria-live="polite" data-suite=address data-delai=apart>{lines}</ul> }
        .into_any()
}

/// What a source said, in a few words; a table that it fills is one datum, as everywhere data are counted.
fn said(read: &SourcesRead, source: Source) -> Option<String> {
    let said = read.heard.said.get(&source)?;
    let mut count = french::count(count_of_data(said.values.keys(), &said.findings), "donnée", "données");
    if let Some(taken) = read.taken_over.get(&source) {
        count += &format!(", dont {}", french::count(*taken, "reprise", "reprises"));
    }
    // It is there from the first day of its campaign.
    if source == Source::Campaign {
        return Some(count);
    }
    let day = day_of_all(said);
    let said = match (day, source) {
        (Some(day), file) if file.is_delivered() => format!("{count}, livraison du {}", french::date(day)),
        (Some(day), Source::Previous) => format!("{count}, transmis le {}", french::date(day)),
        (Some(day), _) => format!("{count}, le {}", french::date(day)),
        (None, _) => count,
    };
    // Said again before it said something else, it is older than what is told here.
    let again = read.again.get(&source).filter(|again| Some(**again) > day);
    Some(match again {
        Some(again) => format!("{said}, même réponse le {}", french::date(*again)),
        None => said,
    })
}

/// The day that a source spoke of; that of one of its values, where it did not speak for itself.
pub(super) fn day_of_all(said: &Said) -> Option<Date> {
    let own = said.at.map(|(_, day)| day);
    own.or_else(|| said.values.values().find_map(|told| told.known.origin.day()))
}

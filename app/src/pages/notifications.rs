//! `/notifications`: what a person is told, the last first; each leads to its page, and is read once opened.

use domain::{Timestamp, address::encoded, ports::notices::Told, usecase::MOST_NOTICES};
use form::french;
use leptos::prelude::*;

use crate::Page;

/// The notices of a person, as they were at an instant; whether mails carry them as well.
#[must_use]
pub fn notifications(notices: Vec<Told>, at: Timestamp, mails: bool) -> Page {
    Page::new("Notifications", move || page(&notices, at, mails))
}

fn page(notices: &[Told], at: Timestamp, mails: bool) -> AnyView {
    let unread = notices.iter().filter(|notice| !notice.read).count();
    let many = u64::try_from(notices.len()).is_ok_and(|count| count >= MOST_NOTICES);
    let by_mail = if mails {
        "Chaque notification vous est aussi envoyée par courriel, à l’adresse de votre compte."
    } else {
        "Cette installation n’envoie pas de courriel\u{a0}: tout ce que vous devez savoir est ici."
    };
    let nothing = "Aucune notification. Ce qui arrive à vos dossiers (transmission, correction, message, décision, échéance proche) s’affichera ici.";
    view! {
        <div class="fr-container fr-py-4w">
            <h1>"Notifications"</h1>
            <p>{by_mail}</p>
            {notices.is_empty().then(|| view! { <p>{nothing}</p> }.into_any())}
            {(unread > 0).then(|| all_read(unread, at))}
            <ul class="bare">{notices.chunk_by(says_the_same).map(line).collect_view()}</ul>
            {many.then(|| view! { <p class="fr-text--sm">"Les plus anciennes ne sont plus affichées\u{a0}: l’historique de chaque dossier les garde."</p> }.into_any())}
        </div>
    }
    .into_any()
}

/// How many are unread, and the button that says they were all read: those of this page, not what comes meanwhile.
fn all_read(unread: usize, at: Timestamp) -> AnyView {
    view! {
        <form method="post" action="/notifications" class="fr-mb-3w">
            <input type="hidden" name="jusqua" value=at.to_string()/>
            <p class="fr-mb-1w">{french::count(unread, "notification non lue", "notifications non lues")}</p>
            <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit">"Tout marquer comme lu"</button>
        </form>
    }
    .into_any()
}

/// Whether two notices say the same of a dossier: three corrections asked in a row are one line.
fn says_the_same(one: &Told, other: &Told) -> bool {
    one.dossier == other.dossier && one.cause == other.cause && one.text == other.text
}

/// Notices that say the same, the last first: the last, and how many they are.
fn line(same: &[Told]) -> AnyView {
    let Some(notice) = same.first() else { return ().into_any() };
    let times = (same.len() > 1).then(|| format!(" ({} fois)", same.len()));
    let (day, hour) = french::time_of_day(notice.at);
    let href = format!("/notifications/{}/{}", notice.dossier, encoded(&notice.key));
    // The greeting is for mails.
    let paragraphs = notice.text.split("\n\n").skip(1).map(str::to_owned);
    let paragraphs = paragraphs.map(|text| view! { <p class="fr-text--sm fr-mb-1w">{text}</p> }.into_any());
    let fresh = same
        .iter()
        .any(|notice| !notice.read)
        .then(|| view! { <p class="fr-badge fr-badge--new fr-badge--sm">"Non lue"</p> }.into_any());
    view! {
        <li class="fr-mb-3w">
            <h2 class="fr-h6 fr-mb-1v"><a href=href>{notice.subject.clone()}</a> {times}</h2>
            {fresh}
            <p class="fr-text--xs fr-mb-1v">{format!("Le {} à {hour}", french::long_date(day))}</p>
            {paragraphs.collect_view()}
        </li>
    }
    .into_any()
}

//! `/instruction/dossiers/{id}`: a submitted version, each value with its source and last year's.

mod bar;
mod complete;
mod contested;
mod corrections;
mod desk;
mod findings;
mod messages;
mod notes;
mod opinions;
mod preview;
mod procedure;
mod section;
mod sharing;
mod since;
mod summary;
mod undelivered;

use domain::{
    canned::Kept,
    dossier::{About, Actor, Opening, messages::Party, procedure::Stage, talk::Subject},
    usecase::Review,
};
use form::{Path, french};
use leptos::prelude::*;

pub(super) use bar::bar;
pub use complete::ACKNOWLEDGEMENT_DRAFT;
use desk::Desk;
pub use desk::{Correcting, Opens};
pub use preview::{preview, previewed};
use section::Around;
pub(super) use sharing::colleagues;

use super::sources::alert_to_service;
use crate::Page;

/// A submitted dossier, read by a service; what its agent is about to ask, or just did, and the answers at hand.
#[must_use]
pub fn review(review: Review, asked: Correcting, canned: Vec<Kept>) -> Page {
    let title = title(&review.opening);
    let title = if asked.refused.is_some() { format!("Erreur\u{a0}: {title}") } else { title };
    Page::new(title, move || page(review, &asked, canned).into_any()).with_module("queue.js")
}

/// `ACI 2027 · Ateliers du Bocage`, `Bilan ACI 2026 · Ateliers du Bocage`.
fn title(opening: &Opening) -> String {
    let Opening { about, kind, year, structure_name, .. } = opening;
    let about = if *about == About::Bilan { "Bilan " } else { "" };
    format!("{about}{kind} {year} · {structure_name}")
}

fn page(review: Review, asked: &Correcting, canned: Vec<Kept>) -> impl IntoView + use<> {
    let desk = Desk::of(&review, canned, asked.list.as_ref());
    let name_of = {
        let names = review.names.clone();
        move |actor: Actor| match actor {
            Actor::Person(person) => names
                .iter()
                .find(|(known, _)| *known == person)
                .map_or_else(String::new, |(_, name)| name.clone()),
            Actor::Application => String::new(),
        }
    };
    let working = (&desk, &name_of as &dyn Fn(Actor) -> String);
    let around_it = sharing::around(&desk, asked.list.as_ref());
    let shared = sharing::section(&review, working, asked);
    let standing = procedure::section(&review, working, asked);
    let glance = summary::glance(&review);
    let menu = section::menu(&review, &name_of);
    let since = since::list(&review, working, asked);
    let looked_at = findings::list(&review.findings, working, asked);
    let noted = notes::list(&review, working, asked);
    let written = messages::list(&review, working, asked);
    let undelivered = undelivered::list(&review.undelivered);
    let shown = (review.renews(), review.slight_percent);
    let Review {
        id,
        opening,
        submission,
        steps,
        contested,
        alerts,
        corrections,
        rounds,
        state,
        since: news,
        corrected,
        notes,
        instruction,
        ..
    } = review;
    let answered = corrections.iter().any(|asked| asked.stage == Stage::Sent);
    let title = title(&opening);
    let (day, hour) = french::time_of_day(submission.at);
    let sent = format!(
        "Référence {}, version {}, transmise le {} à {hour} (heure de Paris)",
        submission.reference,
        submission.version,
        french::long_date(day)
    );
    let years = (
        opening.previous_year.map_or_else(|| "Connu avant".to_owned(), |year| format!("Connu en {year}")),
        match opening.about {
            About::Demand => format!("Demandé pour {}", opening.year),
            About::Bilan => format!("Bilan {}", opening.year),
        },
    );
    let told = contested::list(&contested, &steps, opening.campaign_year());
    let known = corrections::Known {
        corrections: &corrections,
        corrected: &corrected,
        rounds: &rounds,
        taken_back: &instruction.taken_back,
    };
    let corrected = corrections::list(&known, &steps, working, asked);
    let around = Around {
        id,
        years: &years,
        contested: &contested,
        name_of: &name_of,
        desk: &desk,
        corrections: &corrections,
        notes: &notes,
        news: news.as_ref(),
        shown,
        asked,
    };
    let sections = steps.into_iter().map(|step| section::section(step, &around)).collect_view();
    view! {
        {bar(&opening, state, answered)}
        <div class="fr-container fr-py-2w">
            {around_it}
            <h1 class="fr-h3 fr-mb-1w">{title}</h1>
            <p class="fr-text--sm fr-mb-1w">{sent}</p>
            {undelivered}
            {glance}
            {since}
            {alert_to_service(&alerts)}
            {looked_at}
            {corrected}
            {menu}
            {shared}
            {standing}
            {written}
            {noted}
            {told}
            {sections}
        </div>
    }
}

/// Messages of the structure that the service has not said it read.
fn unread(review: &Review) -> usize {
    review.threads.iter().map(|thread| thread.unread_by(Party::Service)).sum()
}

/// Where something is read in the page: a step, an answer; none for a row, which has no place of its own.
#[must_use]
pub fn place_of(about: &Subject) -> Option<String> {
    match about {
        Subject::Step(key) => Some(format!("etape-{key}")),
        Subject::Question(path) if path.in_table().is_some_and(|parts| parts.column.is_none()) => None,
        Subject::Question(path) => Some(line_id(path)),
    }
}

fn line_id(path: &Path) -> String {
    format!("ligne-{}", path.control_id())
}

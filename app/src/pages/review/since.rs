//! What changed since the reader's last look, each with a link to where it is read.

use domain::{
    dossier::{Actor, messages::Party, talk::Subject},
    usecase::{Change, Changed, Review, ReviewStep},
};
use form::{Path, french};
use leptos::prelude::*;

use super::{
    desk::{Correcting, Desk, done},
    line_id,
};
use crate::pages::sources::short;

/// What became of the answers that a correction is about.
pub(super) fn became(changes: &[Changed], steps: &[ReviewStep]) -> AnyView {
    if changes.is_empty() {
        return view! { <p class="fr-text--sm fr-mb-1w">"Les réponses concernées n’ont pas changé."</p> }
            .into_any();
    }
    view! { <ul class="news">{answers(changes, steps)}</ul> }.into_any()
}

fn answers(changes: &[Changed], steps: &[ReviewStep]) -> Vec<AnyView> {
    let each = changes.iter().map(|change| match told(change, steps) {
        (said, Some(href)) => view! { <li><a href=href>{said}</a></li> }.into_any(),
        (said, None) => view! { <li>{said}</li> }.into_any(),
    });
    each.collect()
}

/// What the version sent says otherwise than the one before it, for who reads the dossier for the first time.
fn revised(review: &Review) -> Option<AnyView> {
    let changes = &review.revised;
    let version = review.submission.version;
    let count = french::count(changes.len(), "réponse a changé", "réponses ont changé");
    let title = format!("{count} entre les versions {} et {version}", version.saturating_sub(1));
    (!changes.is_empty()).then(|| {
        view! {
            <section class="fr-mb-2w" aria-labelledby="version">
                <h2 class="fr-h5 fr-mb-1w" id="version">{title}</h2>
                <ul class="news">{answers(changes, &review.steps)}</ul>
            </section>
        }
        .into_any()
    })
}

/// What changed; for who never looked, what the last version changed: all else is new to them.
pub(super) fn list(
    review: &Review,
    (desk, name_of): (&Desk, &dyn Fn(Actor) -> String),
    asked: &Correcting,
) -> Option<AnyView> {
    let Some(since) = review.since.as_ref() else { return revised(review) };
    let (day, hour) = french::time_of_day(since.at);
    let when = format!("depuis votre passage du {} à {hour}", french::long_date(day));
    if since.changes.is_empty() {
        let said = format!("Rien n’a changé {when}.");
        let done = done(asked, "changements");
        return Some(
            view! { <div id="changements">{done} <p class="fr-text--sm fr-mb-2w">{said}</p></div> {revised(review)} }
                .into_any(),
        );
    }
    let items = since.changes.iter().map(|change| item(change, &review.steps, name_of)).collect_view();
    let title = format!("{} {when}", french::count(since.changes.len(), "changement", "changements"));
    let seen = desk.act(
        view! { <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit" name="acte" value="vu">"J’ai vu"</button> }
            .into_any(),
    );
    Some(
        view! {
            <section class="fr-mb-2w" aria-labelledby="changements">
                <h2 class="fr-h5 fr-mb-1w" id="changements">{title}</h2>
                <ul class="news">{items}</ul>
                {seen}
            </section>
        }
        .into_any(),
    )
}

fn item(change: &Change, steps: &[ReviewStep], name_of: &dyn Fn(Actor) -> String) -> AnyView {
    let (said, href) = told(&change.what, steps);
    let who = name_of(change.by);
    let (day, hour) = french::time_of_day(change.at);
    let when = if who.is_empty() {
        format!("le {} à {hour}", french::date(day))
    } else {
        format!("{who}, le {} à {hour}", french::date(day))
    };
    let said = match href {
        Some(href) => view! { <a href=href>{said}</a> }.into_any(),
        None => view! { <span>{said}</span> }.into_any(),
    };
    view! { <li>{said} " " <span class="fr-hint-text news__who">{when}</span></li> }.into_any()
}

/// A change in words, with the place where it is read.
fn told(what: &Changed, steps: &[ReviewStep]) -> (String, Option<String>) {
    let label = |path: &Path| {
        let line = steps.iter().flat_map(ReviewStep::lines).find(|line| line.path == *path);
        line.map_or_else(|| "une réponse".to_owned(), |line| line.label.clone())
    };
    let at = |path: &Path| {
        let shown = steps.iter().flat_map(ReviewStep::lines).any(|line| line.path == *path);
        shown.then(|| format!("#{}", line_id(path)))
    };
    let anchor = |place: &str| Some(format!("#{place}"));
    match what {
        Changed::Answer { path, label, before, after, documents } => {
            let of = |value: &Option<String>| {
                value.as_deref().map_or_else(|| "rien".to_owned(), |text| short(text, LONGEST))
            };
            let about = if *documents { "Documents, " } else { "" };
            (format!("{about}{label}\u{a0}: {} → {}", of(before), of(after)), at(path))
        }
        Changed::Infected(name) => (format!("L’antivirus a refusé «\u{a0}{name}\u{a0}»"), None),
        Changed::Contested(path, source, Some(text)) => {
            let said = format!("{}\u{a0}: {} contesté, «\u{a0}{text}\u{a0}»", label(path), source.name());
            (said, at(path))
        }
        Changed::Contested(path, source, None) => {
            (format!("{}\u{a0}: {} n’est plus contesté", label(path), source.name()), at(path))
        }
        Changed::CorrectionAsked(seq, text) => {
            (format!("Correction demandée\u{a0}: {text}"), anchor(&format!("correction-{seq}")))
        }
        Changed::CorrectionAnswered(seq, text) => {
            (format!("Réponse à une correction\u{a0}: {text}"), anchor(&format!("correction-{seq}")))
        }
        Changed::CorrectionSettled(seq, content, text) => {
            let done = if *content { "Correction close" } else { "Correction demandée de nouveau" };
            let text = text.as_ref().map(|text| format!("\u{a0}: {text}")).unwrap_or_default();
            (format!("{done}{text}"), anchor(&format!("correction-{seq}")))
        }
        Changed::Message(thread, from, text) => {
            let from = match from {
                Party::Structure => "Message de la structure",
                Party::Service => "Message du service",
            };
            (format!("{from}\u{a0}: {text}"), anchor(&format!("fil-{thread}")))
        }
        Changed::Sent(version, reference) => (format!("Version {version} transmise ({reference})"), None),
        Changed::Noted(about, text) => {
            let href = match about {
                Some(Subject::Question(path)) => at(path),
                Some(Subject::Step(key)) => anchor(&format!("etape-{key}")),
                None => None,
            };
            (format!("Note\u{a0}: {text}"), href.or_else(|| anchor("notes")))
        }
        Changed::Dismissed(path, reason) => {
            (format!("{}\u{a0}: constat écarté, «\u{a0}{reason}\u{a0}»", label(path)), anchor("constats"))
        }
        moved => (state(moved), anchor("instruction")),
    }
}

/// Longest answer that is said whole, in characters: a longer one is read in its place.
const LONGEST: usize = 120;

/// A move of the procedure in words.
fn state(moved: &Changed) -> String {
    match moved {
        Changed::Acknowledged => "Reconnu complet".to_owned(),
        Changed::Numbered => "Numéros de l’ASP notés".to_owned(),
        Changed::Opinion(of, given) => {
            let done = if *given { "enregistré" } else { "demandé" };
            format!("Avis {} {done}", of.of_label())
        }
        Changed::OpinionDropped(of) => format!("Avis {} plus demandé", of.of_label()),
        Changed::Proposed(true) => "Décision proposée à la DREETS".to_owned(),
        Changed::Proposed(false) => "Proposition rendue par la DREETS".to_owned(),
        Changed::Decided(true) => "Accepté".to_owned(),
        Changed::Decided(false) => "Refusé".to_owned(),
        Changed::Reopened => "Repris".to_owned(),
        Changed::TakenBack => "Repris sans attendre les corrections".to_owned(),
        _ => "Demande retirée par la structure".to_owned(),
    }
}

//! What the structure says that sources have wrong, as the service that instructs its dossier reads it.

use domain::{inventory::Contest, usecase::ReviewStep};
use form::{Path, french};
use leptos::prelude::*;

use super::line_id;

/// All of it, before the answers, with a link to what is contested in its campaign; nothing when nothing is contested.
pub(super) fn list(contested: &[Contest], steps: &[ReviewStep], campaign: i16) -> Option<AnyView> {
    // A cell that was only proposed stands nowhere: its table does.
    let shown = |path: &Path| {
        let lines = || steps.iter().flat_map(ReviewStep::lines).map(|line| &line.path);
        let own = lines().find(|line| *line == path);
        own.or_else(|| lines().find(|line| line.field() == path.field())).cloned()
    };
    let items = contested.iter().map(|contest| item(contest, shown(&contest.path)));
    let items: Vec<AnyView> = items.collect();
    (!items.is_empty()).then(|| {
        let title = format!("Données contestées par la structure ({})", items.len());
        view! {
            <div class="fr-alert fr-alert--info fr-mb-3w">
                <h2 class="fr-alert__title">{title}</h2>
                <p class="fr-mb-1w">"La structure les dit fausses chez leur source. Ce qui compte pour ce dossier est ce qu’elle a transmis."</p>
                <dl class="contests">{items}</dl>
                <p><a class="fr-link fr-link--sm" href=format!("/pilotage/donnees/contestations?campagne={campaign}")>"Toutes les données contestées, à exporter pour leur producteur"</a></p>
            </div>
        }
        .into_any()
    })
}

fn item(contest: &Contest, line: Option<Path>) -> AnyView {
    let label = contest.label.clone();
    let label = match line {
        Some(line) => view! { <a class="fr-link" href=format!("#{}", line_id(&line))>{label}</a> }.into_any(),
        None => view! { {label} }.into_any(),
    };
    let place = [contest.record.as_str(), &contest.column];
    let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
    let (day, _) = french::time_of_day(contest.at);
    let said = format!("Contestée le {}\u{a0}: «\u{a0}{}\u{a0}»", french::date(day), contest.text);
    view! {
        <div>
            <dt>{label}</dt>
            <dd>{source(contest)} "\u{a0}: " <strong>{contest.shown.clone()}</strong> <span class="fr-hint-text">{place.join(", ")}</span></dd>
            {contest.is_of_answer().then(|| view! { <dd>"Transmis par la structure\u{a0}: " <strong>{sent(contest)}</strong> " " {still(contest)}</dd> }.into_any())}
            <dd>{said}</dd>
        </div>
    }
    .into_any()
}

/// Beside the answer: which source is said to be wrong, what it says and why.
pub(super) fn beside(contested: &[Contest], path: &Path) -> Option<AnyView> {
    let own = contested.iter().filter(|contest| contest.path == *path).map(|contest| {
        let said = format!("{}\u{a0}: {}. «\u{a0}{}\u{a0}»", contest.source(), contest.shown, contest.text);
        view! {
            <p class="fr-badge fr-badge--warning fr-badge--sm fr-badge--no-icon">"Contestée"</p>
            <span class="finding__answer">{said}</span>
        }
        .into_any()
    });
    let own: Vec<AnyView> = own.collect();
    (!own.is_empty()).then(|| view! { <div class="contests__beside">{own}</div> }.into_any())
}

/// How many data of a step are contested.
pub(super) fn in_step(contested: &[Contest], step: &ReviewStep) -> usize {
    contested.iter().filter(|contest| step.lines().any(|line| line.path == contest.path)).count()
}

/// The source and the day it speaks of.
fn source(contest: &Contest) -> String {
    let day = contest.as_of.map(|day| format!(", au {}", french::date(day))).unwrap_or_default();
    format!("{}{day}", contest.source())
}

fn sent(contest: &Contest) -> String {
    contest.sent.clone().unwrap_or_else(|| "laissé sans réponse".to_owned())
}

/// What became of the answer; nothing is to be said of one that was left blank.
fn still(contest: &Contest) -> Option<AnyView> {
    let badge = if contest.still_sent()? {
        ("fr-badge fr-badge--warning fr-badge--sm fr-badge--no-icon", "Le dossier la contient encore")
    } else {
        ("fr-badge fr-badge--sm", "La structure a répondu autre chose")
    };
    Some(view! { <span class=badge.0>{badge.1}</span> }.into_any())
}

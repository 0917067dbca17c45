//! What was done with some dossiers, what was not and why, and the way back.

use domain::{
    PersonId,
    queue::Asked,
    usecase::{Done, QueueDesk, Refused, Report, Sharing},
};
use form::french;
use leptos::prelude::*;

use super::ADDRESS;
use crate::pages::from_list::kept;

/// What became of what was asked.
pub enum Told {
    /// What was asked, and what came of it.
    Done(Sharing, Report),
    /// Nothing, and why.
    Refused(String),
    /// Something that a sentence says.
    Said(&'static str),
}

/// It in words.
pub(super) fn section(told: &Told, asked: &Asked, desk: &QueueDesk) -> AnyView {
    match told {
        Told::Refused(reason) => view! {
            <div class="fr-alert fr-alert--error fr-alert--sm fr-mb-2w" role="alert" id="fait" tabindex="-1"><p>{reason.clone()}</p></div>
        }
        .into_any(),
        Told::Said(said) => view! {
            <div class="fr-alert fr-alert--success fr-alert--sm fr-mb-2w" role="status" id="fait" tabindex="-1"><p>{*said}</p></div>
        }
        .into_any(),
        Told::Done(act, report) => done(act, report, asked, desk),
    }
}

fn done(act: &Sharing, report: &Report, asked: &Asked, desk: &QueueDesk) -> AnyView {
    let count = |count: usize| french::count(count, "dossier", "dossiers");
    let mut said = match report.done.len() {
        0 => "Rien n’a changé".to_owned(),
        some => format!("{}\u{a0}: {}", sentence(act, &desk.agents), count(some)),
    };
    said += &taken_over(act, report, desk);
    if report.same > 0 {
        said += &format!(". Déjà ainsi\u{a0}: {}", count(report.same));
    }
    if !report.refused.is_empty() {
        said += &format!(". Refusé\u{a0}: {}", count(report.refused.len()));
    }
    let refused = report.refused.iter().map(|Refused { id, named, reason }| match named {
        Some((reference, structure)) => view! {
            <li><a href=kept(Some(&asked.as_list()), format!("/instruction/dossiers/{id}"))>{format!("{reference}, {structure}")}</a> {format!("\u{a0}: {reason}")}</li>
        }
        .into_any(),
        None => view! { <li>{reason.clone()}</li> }.into_any(),
    });
    let refused =
        (!report.refused.is_empty()).then(|| view! { <ul>{refused.collect_view()}</ul> }.into_any());
    let kind = if report.refused.is_empty() { "success" } else { "warning" };
    view! {
        <div class=format!("fr-alert fr-alert--{kind} fr-alert--sm fr-mb-2w") role="status" id="fait" tabindex="-1">
            <p>{said} "."</p>
            {refused}
            {undo(act, &report.done, asked)}
        </div>
    }
    .into_any()
}

/// From whom the dossiers were taken: `, dont 2 dossiers repris à Claude Bernard`; who had them is not told by mail.
fn taken_over(act: &Sharing, report: &Report, desk: &QueueDesk) -> String {
    if *act != Sharing::Take {
        return String::new();
    }
    let colleagues = desk.agents.iter().filter_map(|(agent, name)| {
        let count = report.done.iter().filter(|done| done.before == Some(*agent)).count();
        (count > 0).then(|| format!("{} à {name}", french::count(count, "dossier repris", "dossiers repris")))
    });
    let told: Vec<String> = colleagues.collect();
    if told.is_empty() { String::new() } else { format!(", dont {}", told.join(", ")) }
}

/// What was done, before how many times.
fn sentence(act: &Sharing, agents: &[(PersonId, String)]) -> String {
    let name =
        |agent: &PersonId| agents.iter().find(|(known, _)| known == agent).map(|(_, name)| name.as_str());
    match act {
        Sharing::Take => "Vous prenez en charge".to_owned(),
        Sharing::Give(Some(agent)) => format!("Confié à {}", name(agent).unwrap_or("un agent")),
        Sharing::Give(None) => "Rendu, sans agent".to_owned(),
        Sharing::Restore(_) => "Annulé".to_owned(),
        Sharing::Label(label, true) => format!("Étiquette «\u{a0}{label}\u{a0}» mise"),
        Sharing::Label(label, false) => format!("Étiquette «\u{a0}{label}\u{a0}» retirée"),
        Sharing::Follow(true) => "Vous suivez".to_owned(),
        Sharing::Follow(false) => "Vous ne suivez plus".to_owned(),
    }
}

/// The form that takes back what was done, where it was.
fn undo(act: &Sharing, done: &[Done], asked: &Asked) -> Option<AnyView> {
    let (code, label) = match act {
        Sharing::Take | Sharing::Give(_) => ("restituer", None),
        Sharing::Label(label, true) => ("retirer", Some(label.clone())),
        Sharing::Label(label, false) => ("etiqueter", Some(label.clone())),
        Sharing::Follow(true) => ("oublier", None),
        Sharing::Follow(false) => ("suivre", None),
        Sharing::Restore(_) => return None,
    };
    if done.is_empty() {
        return None;
    }
    let each = done.iter().map(|Done { id, given, before }| {
        let before = before.map(|before| before.0.to_string()).unwrap_or_default();
        view! { <input type="hidden" name="dossier" value=format!("{id}.{given}.{before}")/> }.into_any()
    });
    let label = label.map(|label| view! { <input type="hidden" name="etiquette" value=label/> }.into_any());
    Some(
        view! {
            <form method="post" action=format!("{ADDRESS}{}", asked.query())>
                {each.collect_view()} {label}
                <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="acte" value=code>"Annuler"</button>
            </form>
        }
        .into_any(),
    )
}

//! Whether a dossier is complete: what was checked already, and what is left to look at before it is acknowledged.

use domain::usecase::{Findings, Lacking, Review};
use form::{file::SlotState, french};
use leptos::prelude::*;

use super::{desk::Desk, line_id};

/// The name, in addresses, of an acknowledgement that is not sent yet.
pub const ACKNOWLEDGEMENT_DRAFT: &str = "accuse-de-reception-projet";

/// What is checked, a line each, and the way to what the structure would receive.
pub(super) fn checked(review: &Review, desk: &Desk) -> AnyView {
    let draft = format!("/instruction/dossiers/{}/courriers/{ACKNOWLEDGEMENT_DRAFT}", review.id);
    let draft = desk.kept(draft);
    let read = review.steps.iter().filter(|step| step.read.is_some()).count();
    let all = review.steps.len();
    let read = if read == all {
        "Sections\u{a0}: toutes relues.".to_owned()
    } else {
        format!("Sections\u{a0}: {read} {} sur {all}.", if read > 1 { "relues" } else { "relue" })
    };
    view! {
        <p class="fr-mb-1w" id="completude"><strong>"Vérifié pour vous"</strong></p>
        <ul class="fr-mb-2w">
            <li>{questions(review)}</li>
            <li>{documents(review)}</li>
            <li>{explained(review)}</li>
            <li><a href="#sections">{read}</a></li>
        </ul>
        <p class="fr-mb-1w"><a class="fr-link fr-link--sm" href=draft>"Relire l’accusé de réception avant de l’envoyer"</a></p>
    }
    .into_any()
}

/// The findings that are not set aside, as the summary counts them.
fn standing(review: &Review) -> Findings {
    Findings::of(review.findings.iter().filter(|found| found.dismissed.is_none()))
}

/// Whether something that was to be answered is not, or was answered wrong.
fn questions(review: &Review) -> AnyView {
    match standing(review).blocking {
        0 => "Questions obligatoires\u{a0}: toutes ont une réponse recevable.".into_any(),
        many => {
            let said = french::count(
                many,
                "réponse manque ou est irrecevable",
                "réponses manquent ou sont irrecevables",
            );
            view! { "Questions obligatoires\u{a0}: " <a href="#constats">{said}</a> "." }.into_any()
        }
    }
}

/// The documents, those that do not serve by their names.
fn documents(review: &Review) -> AnyView {
    let received = french::count(review.summary.documents.received, "reçu", "reçus");
    if review.summary.lacking.is_empty() {
        return format!("Documents attendus\u{a0}: {received}, tous utilisables.").into_any();
    }
    let lacking = review.summary.lacking.iter().enumerate().map(|(place, slot)| {
        let before = if place > 0 { ", " } else { "" };
        let href = format!("#{}", line_id(&slot.path));
        view! { {before} <a href=href>{slot.label.clone()}</a> {format!(" ({})", state(slot))} }.into_any()
    });
    let lacking: Vec<AnyView> = lacking.collect();
    view! { {format!("Documents attendus\u{a0}: {received}. À revoir\u{a0}: ")} {lacking} "." }.into_any()
}

fn state(slot: &Lacking) -> &'static str {
    match slot.state {
        SlotState::Expected => "absent",
        SlotState::Expired => "périmé",
        SlotState::ToReplace => "à remplacer en partie",
        SlotState::Refused => "refusé par l’antivirus",
        SlotState::Free | SlotState::Given | SlotState::Analysed => "reçu",
    }
}

/// Whether what was to be explained is.
fn explained(review: &Review) -> AnyView {
    let Findings { to_justify, explained, .. } = standing(review);
    match (to_justify, explained) {
        (0, 0) => "Écarts à justifier\u{a0}: aucun, ou écartés.".into_any(),
        (0, told) => {
            let said = french::count(told, "expliqué", "expliqués");
            view! { "Écarts à justifier\u{a0}: " <a href="#constats">{format!("{said} par la structure, à relire")}</a> "." }.into_any()
        }
        (many, _) => {
            let said = format!("{many} sans explication");
            view! { "Écarts à justifier\u{a0}: " <a href="#constats">{said}</a> "." }.into_any()
        }
    }
}

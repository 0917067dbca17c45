//! Where a dossier stands in its procedure: acknowledged, advised, decided; and what is to be done next.

use domain::{
    dossier::{
        About, Actor, State,
        procedure::{Act, Stage, Tier},
    },
    paper::PaperKind,
    usecase::Review,
};
use form::french;
use leptos::prelude::*;

use super::{
    complete,
    desk::{Correcting, Desk, done},
    opinions,
};
use crate::pages::paper::links;

/// The acts that are refused here.
const OWN_ACTS: [&str; 7] =
    ["accuser", "consulter", "aviser", "accepter", "redemander", "relancer-avis", "renoncer-avis"];

/// The state in words, the opinions, the way to the decision.
pub(super) fn section(
    review: &Review,
    (desk, name_of): (&Desk, &dyn Fn(Actor) -> String),
    asked: &Correcting,
) -> AnyView {
    let may = |act: Act| review.instructs && review.tier != Tier::Reader && act.is_open_in(review.state);
    let own = |act: &str| OWN_ACTS.contains(&act);
    let refused = asked.refused.as_ref().filter(|_| own(asked.typed("acte"))).map(|(reason, _)| {
        view! { <div class="fr-alert fr-alert--error fr-alert--sm fr-mb-2w" role="alert"><p>{reason.clone()}</p></div> }
            .into_any()
    });
    let answered = answered(review);
    let acknowledge = (may(Act::Acknowledge) && !answered).then(|| {
        let button = desk.act(
            view! {
                <p class="fr-mb-1w">"La structure reçoit l’accusé de réception et sait jusqu’à quand le dossier s’instruit."</p>
                <button class="fr-btn fr-btn--sm" type="submit" name="acte" value="accuser">"Reconnaître complet et accuser réception"</button>
            }
            .into_any(),
        );
        view! { {complete::checked(review, desk)} {button} }.into_any()
    });
    let href = desk.kept(format!("/instruction/dossiers/{}/decision", review.id));
    let way_open = may(Act::Decide) || may(Act::Propose);
    let decide = way_open.then(|| {
        view! { <p class="fr-mt-2w"><a class="fr-btn" href=href.clone() data-decider="">"Décider"</a></p> }.into_any()
    });
    let decided = (review.instructs && review.ruling.is_some()).then(|| {
        view! { <p class="fr-mt-2w"><a class="fr-link" href=href.clone()>"Lire la décision"</a></p> }
            .into_any()
    });
    let all: Vec<PaperKind> = review.papers.iter().copied().chain([PaperKind::Dossier]).collect();
    let papers = links(&all, &format!("/instruction/dossiers/{}", review.id), asked.list.as_ref());
    let opinions = opinions::list(review, (desk, name_of), may(Act::Consult), asked);
    let consult = may(Act::Consult).then(|| opinions::consulting(desk, asked));
    let waived = (!review.needs_opinion && review.opening.about == About::Demand && may(Act::Consult)).then(|| {
        view! { <p class="fr-mb-1w">"L’avis de la commission IAE n’est pas requis\u{a0}: cet avenant annuel laisse les postes inchangés. Il le devient si vous en accordez un autre nombre."</p> }
            .into_any()
    });
    let missing =
        (review.needs_opinion && !review.instruction.has_commission() && may(Act::Consult)).then(|| {
            view! { <p class="fr-mt-2w fr-mb-1w">"L’avis de la commission IAE est nécessaire avant de décider."</p> }
                .into_any()
        });
    view! {
        <section class="fr-mb-4w procedure" aria-labelledby="instruction">
            <h2 class="fr-h4" id="instruction">"Instruction"</h2>
            {refused}
            {done(asked, "instruction")}
            <p>{standing(review, name_of)}</p>
            {acknowledge}
            {missing}
            {waived}
            {opinions}
            {consult}
            {decide}
            {decided}
            {papers}
        </section>
    }
    .into_any()
}

/// Whether answers to corrections are still to be read.
fn answered(review: &Review) -> bool {
    review.corrections.iter().any(|asked| asked.stage == Stage::Sent)
}

/// Where it stands, in a sentence.
fn standing(review: &Review, name_of: &dyn Fn(Actor) -> String) -> String {
    let on = |at| french::long_date(french::time_of_day(at).0);
    let known = review.instruction.acknowledged.as_ref();
    let complete =
        known.map(|known| format!("Reconnu complet le {} par {}.", on(known.at), name_of(known.by)));
    let then = match (review.state, &review.ruling) {
        (State::Submitted | State::Complete, _) if answered(review) => {
            "Corrigé\u{a0}: relisez chaque réponse, acceptez-la ou demandez-la de nouveau.".to_owned()
        }
        (State::Submitted, _) => "À lire, puis à reconnaître complet.".to_owned(),
        (State::ToCorrect, _) => {
            "La structure corrige ce qui lui est demandé\u{202f}; le délai est suspendu.".to_owned()
        }
        (State::Complete, _) => "En instruction.".to_owned(),
        (State::Proposed, _) => "Une décision est proposée à la DREETS.".to_owned(),
        (State::Granted, Some(ruling)) => format!("Accepté le {} par {}.", on(ruling.at), name_of(ruling.by)),
        (State::Refused, Some(ruling)) => format!("Refusé le {} par {}.", on(ruling.at), name_of(ruling.by)),
        (State::Withdrawn, _) => "La structure a retiré sa demande.".to_owned(),
        (state, _) => format!("{}.", state.to_service()),
    };
    complete.map_or(then.clone(), |complete| format!("{complete} {then}"))
}

//! What to do now on a dossier, the most pressing first, and until when.

use domain::{
    PersonId,
    dossier::{Actor, DossierId, Progress, Snapshot, StepProgress},
};
use form::{Path, Program, Trame, french};
use leptos::prelude::*;

use crate::pages::{sources::in_short, taken::spared};

/// Minutes that the steps not yet done take.
fn remaining(trame: &Trame, progress: &Progress) -> u32 {
    let steps = trame.steps.iter().zip(&progress.steps);
    steps.map(|(step, progress)| progress.minutes_left(step.minutes)).sum()
}

/// What to do now, three things at most, and the deadline.
pub(super) fn now(
    (id, me): &(DossierId, PersonId),
    program: &Program,
    progress: &Progress,
    snapshot: &Snapshot,
    still_contested: &[Path],
) -> impl IntoView + use<> {
    let minutes = remaining(program.trame(), progress);
    let (missing, to_check) = progress.left();
    // What lacks something cannot be confirmed yet: it is said just before.
    let awaits =
        |step: &StepProgress| !step.confirmed && step.asked > 0 && step.missing == 0 && step.to_check == 0;
    let to_confirm = progress.steps.iter().filter(|step| awaits(step)).count();
    // Each leads to the first step where there is something of it.
    let first = |has: &dyn Fn(&StepProgress) -> bool, verify: &str| {
        let step = progress.steps.iter().find(|step| has(step));
        step.map(|step| format!("/dossiers/{id}/etapes/{}{verify}", step.key))
    };
    let mut things = Vec::new();
    let asked = snapshot.unanswered();
    if asked > 0 {
        let corrections = french::count(asked, "correction demandée", "corrections demandées");
        things.push((format!("Répondre à {corrections}"), Some(format!("/dossiers/{id}/corrections"))));
    }
    // What a colleague has to choose is told where it stands, and before sending.
    let aside: Vec<&Path> = snapshot.undecided(Actor::Person(*me)).collect();
    if let Some(first) = aside.first() {
        let answers = french::count(aside.len(), "réponse écrite", "réponses écrites");
        let step = program.trame().step_of(first);
        things.push((
            format!("Choisir\u{a0}: {answers} de deux façons"),
            step.map(|step| format!("/dossiers/{id}/etapes/{}#{}", step.key, first.control_id())),
        ));
    }
    if missing > 0 {
        let answers = french::count(missing, "réponse obligatoire", "réponses obligatoires");
        things.push((format!("Compléter {answers}"), first(&|step| step.missing > 0, "")));
    }
    if to_check > 0 {
        let points = french::count(to_check, "point signalé", "points signalés");
        things.push((format!("Régler {points}"), first(&|step| step.to_check > 0, "?verifier=1#erreurs")));
    }
    if to_confirm > 0 {
        let steps = french::count(to_confirm, "étape", "étapes");
        things.push((format!("Relire et confirmer {steps}"), first(&awaits, "")));
    }
    // Three at most: the most pressing.
    things.truncate(3);
    if things.is_empty() {
        let check = format!("/dossiers/{id}/recapitulatif");
        let word = snapshot.opening.about.word();
        things.push((format!("Vérifier le {word}, puis le transmettre"), Some(check)));
    }
    // To look at, whatever else there is to do.
    things.extend(in_short(*id, program.trame(), still_contested).map(|(said, href)| (said, Some(href))));
    let spared = spared((progress.taken_over(), progress.asked()));
    let deadline = french::long_date(snapshot.opening.deadline);
    view! {
        <h2 class="fr-h4" id="maintenant">"À faire maintenant"</h2>
        <ul>{things.into_iter().map(|(thing, href)| view! { <li><a class="fr-link" href=href>{thing}</a></li> }.into_any()).collect_view()}</ul>
        {(minutes > 0).then(|| view! { <p>{format!("Il reste environ {}.", french::duration(minutes))}</p> }.into_any())}
        <p>"À transmettre jusqu’au " <strong>{deadline}</strong> " à 23 h 59 (heure de Paris)."</p>
        {spared.map(|said| view! { <p>{said}</p> }.into_any())}
    }
}

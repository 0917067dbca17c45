//! What holds a dossier back, step by step, each point linked to its question.

use domain::dossier::{Actor, grounds};
use form::{Evaluation, Issue, Path, Program, Step, french};
use leptos::prelude::*;

use super::Reading;
use crate::ui::why;

/// What is to settle before sending; that all is there when nothing is.
pub(super) fn to_settle(reading: &Reading<'_>, refused: bool) -> AnyView {
    let issues = reading.program.issues(reading.evaluation);
    let held: Vec<&Issue> = issues.into_iter().filter(|issue| issue.holds_back()).collect();
    let undecided: Vec<&Path> = reading.snapshot.undecided(Actor::Person(reading.me)).collect();
    let unanswered = reading.snapshot.unanswered();
    if held.is_empty() && undecided.is_empty() && unanswered == 0 {
        let remarks = remarks(reading);
        let ready = (!refused).then(|| {
            let left = reading.unconfirmed().map(|steps| {
                let said = format!("Pas encore confirmé\u{a0}: {steps}. Transmettre vaut confirmation.");
                view! { <p>{said}</p> }.into_any()
            });
            view! {
                <div class="fr-alert fr-alert--success fr-alert--sm">
                    <p>"Tout est rempli. Relisez, attestez, puis transmettez."</p>
                    {left}
                </div>
                {remarks}
            }
        });
        return ready.into_any();
    }
    let choices = undecided.iter().filter_map(|path| conflict(reading, path)).collect_view();
    let steps = reading.program.trame().steps.iter().filter_map(|step| of_step(reading, step, &held));
    let title = format!(
        "{} avant de transmettre",
        french::count(held.len() + undecided.len() + unanswered, "point à régler", "points à régler")
    );
    let corrections = (unanswered > 0).then(|| {
        let said = french::count(unanswered, "correction sans réponse", "corrections sans réponse");
        let href = format!("/dossiers/{}/corrections", reading.id);
        view! { <li>{format!("{said}\u{a0}: ")} <a href=href>"Répondre au service"</a></li> }.into_any()
    });
    view! {
        <div class="fr-alert fr-alert--warning" id="manques" tabindex="-1">
            <h2 class="fr-alert__title">{title}</h2>
            <ul>{corrections} {choices}</ul>
            {steps.collect_view()}
        </div>
    }
    .into_any()
}

/// What the rules only remark: the service will read it too.
fn remarks(reading: &Reading<'_>) -> Option<AnyView> {
    let issues = reading.program.issues(reading.evaluation);
    let noted: Vec<&Issue> =
        issues.into_iter().filter(|issue| issue.rule().is_some() && !issue.holds_back()).collect();
    let steps = reading.program.trame().steps.iter().filter_map(|step| of_step(reading, step, &noted));
    let steps: Vec<AnyView> = steps.collect();
    (!steps.is_empty()).then(|| {
        view! {
            <div class="fr-alert fr-alert--info fr-mt-2w">
                <h2 class="fr-alert__title">"À relire avant de transmettre"</h2>
                <p>"Ces remarques n’empêchent pas de transmettre\u{202f}; le service de l’État les lira aussi."</p>
                {steps}
            </div>
        }
        .into_any()
    })
}

/// The points of a step under its title; nothing where it has none.
fn of_step(reading: &Reading<'_>, step: &Step, held: &[&Issue]) -> Option<AnyView> {
    let trame = reading.program.trame();
    let own =
        held.iter().filter(|issue| trame.step_of(&issue.path).is_some_and(|found| found.key == step.key));
    let points: Vec<AnyView> = own.filter_map(|issue| point(reading, step, issue)).collect();
    (!points.is_empty()).then(|| {
        view! {
            <p class="fr-mt-1w fr-mb-0"><strong>{step.title.clone()}</strong></p>
            <ul>{points}</ul>
        }
        .into_any()
    })
}

fn point(reading: &Reading<'_>, step: &Step, issue: &Issue) -> Option<AnyView> {
    let label = in_row(reading.program, reading.evaluation, &issue.path)?;
    let href = format!("/dossiers/{}/etapes/{}?verifier=1#{}", reading.id, step.key, issue.path.control_id());
    let origin = |path: &Path| Some(reading.snapshot.answers.get(path)?.origin.clone());
    let grounds = grounds(reading.program, reading.evaluation, reading.context, issue, &origin);
    let said = french::about(&label, &issue.said());
    Some(view! { <li><a href=href>{said}</a> {why(grounds)}</li> }.into_any())
}

fn conflict(reading: &Reading<'_>, path: &Path) -> Option<AnyView> {
    let step = reading.program.trame().step_of(path)?;
    let href = format!("/dossiers/{}/etapes/{}#{}", reading.id, step.key, path.control_id());
    let text = french::about(
        &in_row(reading.program, reading.evaluation, path)?,
        "deux réponses attendent qu’on choisisse",
    );
    Some(view! { <li><a href=href>{text}</a></li> }.into_any())
}

/// A question, after the name of its row for a cell of a table.
pub(in crate::pages) fn in_row(program: &Program, evaluation: &Evaluation, path: &Path) -> Option<String> {
    let label = program.trame().field(path)?.label.clone();
    let row = || {
        let place = path.in_table()?;
        let table = program.trame().field(&path.field())?.field_type.table()?;
        let rows = &program.state(evaluation, &path.field())?.rows;
        let rank = rows.iter().position(|row| row.id == place.row)?;
        Some(table.row_title(rank))
    };
    Some(row().map_or_else(|| label.clone(), |row| format!("{row}, {label}")))
}

//! `/dossiers/{id}/recapitulatif`: everything to check, what is missing first, then one button.

use domain::dossier::{DossierId, Snapshot};
use form::{Evaluation, Field, Issue, Program, french};
use leptos::prelude::*;
use leptos_router::{LazyRoute, hooks::use_query_map};

use super::{
    dossier_of_address,
    rooms::{FollowingPage, fetch_following_room, following_room},
};
use crate::{
    AppError,
    filling::{DossierBar, DossierView, last_year, provenance},
    sealed::Asked,
    ui::{Failure, PageTitle, arriving},
};

/// The check-your-answers page.
pub struct SummaryPage {
    dossier: Asked<DossierView>,
}

impl LazyRoute for SummaryPage {
    fn data() -> Self {
        Self { dossier: dossier_of_address() }
    }

    fn view(this: Self) -> impl Future<Output = AnyView> {
        following_room(FollowingPage::Summary(this))
    }

    async fn preload() {
        fetch_following_room().await;
    }
}

impl SummaryPage {
    pub(super) fn show(self) -> AnyView {
        let query = use_query_map();
        let refused = query.with_untracked(|query| query.get("refus"));
        arriving(self.dossier, move |dossier| page(dossier, refused.as_deref()))
    }
}

fn page(dossier: DossierView, refused: Option<&str>) -> AnyView {
    let DossierView { id, trame, snapshot, context, names, me } = dossier;
    let Ok(program) = Program::compile(trame) else {
        return view! { <Failure error=AppError::Unavailable/> }.into_any();
    };
    let evaluation = program.evaluate(&snapshot.values(), &context);
    let issues: Vec<Issue> = program.issues(&evaluation).into_iter().cloned().collect();
    let held: Vec<Issue> = issues.iter().filter(|issue| issue.holds_back()).cloned().collect();
    let author = |by: domain::dossier::Actor| match by {
        domain::dossier::Actor::Person(person) if person == me => "vous".to_owned(),
        domain::dossier::Actor::Person(person) => names
            .iter()
            .find(|(known, _)| *known == person)
            .map_or_else(|| "un collègue".to_owned(), |(_, name)| name.clone()),
        domain::dossier::Actor::Application => String::new(),
    };
    let mine = domain::dossier::Actor::Person(me);
    let undecided: Vec<form::Path> = snapshot
        .set_aside
        .iter()
        .filter(|(_, aside)| aside.by == mine)
        .map(|(path, _)| path.clone())
        .collect();
    let submission = snapshot.submission().cloned();
    let sent = submission.is_some();
    let steps = program.trame().steps.iter().map(|step| {
        let lines = step
            .fields
            .iter()
            .filter_map(|field| line(id, &program, &evaluation, &snapshot, field, &step.key, &author, sent));
        view! {
            <section class="fr-mt-4w">
                <h2 class="fr-h4">{step.title.clone()}</h2>
                <dl class="answers">{lines.collect_view()}</dl>
            </section>
        }
    });
    let steps = steps.collect_view();
    let service = snapshot.opening.departement.employment_service();
    view! {
        <PageTitle text="Vérifier et transmettre"/>
        <DossierBar opening=snapshot.opening.clone() submission=submission/>
        <div class="fr-container fr-py-4w">
            <h1>"Vérifier et transmettre"</h1>
            {refused.and_then(refusal)}
            {(!sent).then(|| to_settle(id, &program, &held, &undecided))}
            {steps}
            {(!sent).then(|| send(id, &service, held.is_empty() && undecided.is_empty()))}
        </div>
    }
    .into_any()
}

fn refusal(reason: &str) -> Option<AnyView> {
    let text = match reason {
        "attestation" => "Cochez l’attestation, au bas de la page, avant de transmettre.",
        "incomplet" => "Le dossier n’est pas transmis : il reste des points à régler, listés ci-dessous.",
        "droits" => {
            "Seul un administrateur de la structure peut transmettre le dossier. Vos réponses sont enregistrées ; prévenez-le."
        }
        _ => return None,
    };
    Some(
        view! {
            <div class="fr-alert fr-alert--error fr-mb-3w" role="alert">
                <h2 class="fr-alert__title">"Dossier non transmis"</h2>
                <p>{text}</p>
            </div>
        }
        .into_any(),
    )
}

fn to_settle(id: DossierId, program: &Program, held: &[Issue], undecided: &[form::Path]) -> AnyView {
    if held.is_empty() && undecided.is_empty() {
        return view! {
            <div class="fr-alert fr-alert--success fr-alert--sm">
                <p>"Tout est rempli. Relisez, attestez, puis transmettez."</p>
            </div>
        }
        .into_any();
    }
    let links = held.iter().filter_map(|issue| {
        let (step, field) = program.trame().fields().find(|(_, field)| field.path == issue.path)?;
        let path = format!("/dossiers/{id}/etapes/{}?verifier=1#{}", step.key, issue.path.control_id());
        let text = format!("{} : {}", field.label, issue.text);
        Some(view! { <li><a href=path rel="external">{text}</a></li> })
    });
    let choices = undecided.iter().filter_map(|path| {
        let (step, field) = program.trame().fields().find(|(_, field)| field.path == *path)?;
        let href = format!("/dossiers/{id}/etapes/{}#{}", step.key, path.control_id());
        let text = format!("{}\u{a0}: deux réponses attendent qu’on choisisse", field.label);
        Some(view! { <li><a href=href rel="external">{text}</a></li> })
    });
    let title = format!(
        "{} avant de transmettre",
        french::count(held.len() + undecided.len(), "point à régler", "points à régler")
    );
    view! {
        <div class="fr-alert fr-alert--warning" id="manques" tabindex="-1">
            <h2 class="fr-alert__title">{title}</h2>
            <ul>{choices.collect_view()} {links.collect_view()}</ul>
        </div>
    }
    .into_any()
}

#[expect(clippy::too_many_arguments, reason = "one line of the page needs what the page knows")]
fn line(
    id: DossierId,
    program: &Program,
    evaluation: &Evaluation,
    snapshot: &Snapshot,
    field: &Field,
    step: &str,
    author: &dyn Fn(domain::dossier::Actor) -> String,
    sent: bool,
) -> Option<AnyView> {
    let state = program.state(evaluation, &field.path).filter(|state| state.visible)?;
    let shown = state.value.as_ref().map(|value| french::value(value, &field.field_type));
    let answer = snapshot.answers.get(&field.path).filter(|_| field.is_typed());
    let origin = match answer {
        Some(answer) if answer.value.is_some() => provenance(answer, &author(answer.by), None),
        _ if !field.is_typed() => "Calculé".to_owned(),
        _ => String::new(),
    };
    let previous =
        snapshot.opening.previous.iter().find(|(path, _)| *path == field.path).map(|(_, known)| &known.value);
    let changed = previous
        .zip(state.value.as_ref())
        .filter(|(previous, value)| !value.same_as(previous))
        .map(|(previous, _)| {
            format!("{} : {}", last_year(&snapshot.opening), french::value(previous, &field.field_type))
        });
    let is_changed = changed.is_some();
    let edit = (field.is_typed() && !sent).then(|| {
        let path = format!("/dossiers/{id}/etapes/{step}#{}", field.path.control_id());
        view! { <a class="fr-link fr-link--sm" href=path rel="external">"Modifier" <span class="fr-sr-only">{format!(" {}", field.label)}</span></a> }
    });
    Some(
        view! {
            <div class="answers__line" class:answers__line--changed=is_changed>
                <dt>{field.label.clone()}</dt>
                <dd>
                    {match shown {
                        Some(shown) => view! { <span class="answers__value">{shown}</span> }.into_any(),
                        None => view! { <span class="answers__none">"Non renseigné"</span> }.into_any(),
                    }}
                    <span class="origin">{origin} {changed.map(|changed| format!(" · {changed}"))}</span>
                </dd>
                <dd class="answers__edit">{edit}</dd>
            </div>
        }
        .into_any(),
    )
}

fn send(id: DossierId, service: &str, ready: bool) -> impl IntoView + use<> {
    view! {
        <section class="fr-mt-6w" aria-labelledby="transmettre">
            <h2 class="fr-h4" id="transmettre">"Transmettre"</h2>
            <form method="post" action=format!("/dossiers/{id}/transmettre")>
                <div class="fr-checkbox-group fr-mb-3w">
                    <input type="checkbox" id="envoi-certification" name="certification" value="oui"/>
                    <label class="fr-label" for="envoi-certification">
                        "J’atteste l’exactitude des informations de ce dossier"
                        <span class="fr-hint-text">"Une déclaration fausse peut entraîner le remboursement de l’aide."</span>
                    </label>
                </div>
                <p>{format!("Le dossier sera transmis à la {service}. Ses réponses seront alors figées.")}</p>
                {(!ready).then(|| view! { <p class="fr-text--sm">"Des points restent à régler : la transmission vous en donnera la liste."</p> })}
                <button class="fr-btn" type="submit">"Transmettre le dossier"</button>
            </form>
        </section>
    }
}

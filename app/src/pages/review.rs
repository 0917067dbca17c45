//! `/instruction/dossiers/{id}`: a submitted version, each value with its source and last year's.

use domain::{
    dossier::{Actor, Origin},
    usecase::{Review, ReviewLine, ReviewStep},
};
use form::french;
use leptos::prelude::*;
use leptos_router::{LazyRoute, hooks::use_params_map};

use super::rooms::{ReviewingPage, fetch_reviewing_room, reviewing_room};
use crate::{
    filling::{DossierBar, provenance},
    reviewing::load_review,
    sealed::Asked,
    ui::{PageTitle, arriving},
};

/// A submitted dossier, read by a service.
pub struct ReviewPage {
    review: Asked<Review>,
}

impl LazyRoute for ReviewPage {
    fn data() -> Self {
        let params = use_params_map();
        Self { review: Asked::about(move || params.read().get("id").unwrap_or_default(), load_review) }
    }

    fn view(this: Self) -> impl Future<Output = AnyView> {
        reviewing_room(ReviewingPage::Review(this))
    }

    async fn preload() {
        fetch_reviewing_room().await;
    }
}

impl ReviewPage {
    pub(super) fn show(self) -> AnyView {
        let review = self.review;
        arriving(review, |review| page(review).into_any())
    }
}

fn page(review: Review) -> impl IntoView {
    let Review { opening, submission, steps, findings, names, .. } = review;
    let title = format!("{} {} · {}", opening.kind, opening.year, opening.structure_name);
    let (day, hour) = french::time_of_day(submission.at);
    let sent = format!(
        "Référence {}, version {}, transmise le {} à {hour}",
        submission.reference,
        submission.version,
        french::long_date(day)
    );
    let year = opening.year;
    let name_of = move |actor: Actor| match actor {
        Actor::Person(person) => names
            .iter()
            .find(|(known, _)| *known == person)
            .map_or_else(String::new, |(_, name)| name.clone()),
        Actor::Application => String::new(),
    };
    let sections = steps.into_iter().map(|step| section(step, year, &name_of)).collect_view();
    let findings: Vec<String> = findings.into_iter().map(|issue| issue.text).collect();
    view! {
        <PageTitle text=title.clone()/>
        <DossierBar opening=opening submission=Some(submission)/>
        <div class="fr-container fr-py-4w">
            <h1>{title}</h1>
            <p>{sent}</p>
            {(!findings.is_empty())
                .then(|| {
                    let items = findings.into_iter().map(|text| view! { <li>{text}</li> });
                    view! {
                        <div class="fr-alert fr-alert--info">
                            <h2 class="fr-alert__title">"À regarder"</h2>
                            <ul>{items.collect_view()}</ul>
                        </div>
                    }
                })}
            {sections}
        </div>
    }
}

fn section(step: ReviewStep, year: i16, name_of: &dyn Fn(Actor) -> String) -> impl IntoView + use<> {
    let changed = step.lines.iter().filter(|line| line.changed).count();
    let badge = (changed > 0).then(|| {
        view! { <span class="fr-badge fr-badge--sm fr-badge--no-icon fr-badge--info">{french::count(changed, "écart", "écarts")}</span> }
    });
    let rows = step.lines.into_iter().map(|line| row(line, name_of)).collect_view();
    let caption = format!("{} : valeurs demandées et valeurs de l’an passé", step.title);
    view! {
        <section class="fr-mt-4w" aria-labelledby=format!("etape-{}", step.key)>
            <h2 class="fr-h4" id=format!("etape-{}", step.key)>{step.title.clone()} " " {badge}</h2>
            <div class="compare" tabindex="0" role="region" aria-label=step.title>
                <table>
                    <caption class="fr-sr-only">{caption}</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Donnée"</th>
                            <th scope="col">"An passé"</th>
                            <th scope="col">{format!("Demandé pour {year}")}</th>
                            <th scope="col">"Source de la réponse"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(line: ReviewLine, name_of: &dyn Fn(Actor) -> String) -> impl IntoView + use<> {
    let source = match &line.answer {
        None => "Calculé".to_owned(),
        Some(answer) if answer.value.is_none() => String::new(),
        Some(answer) => provenance(answer, &name_of(answer.by), None),
    };
    let detail = line.answer.as_ref().and_then(|answer| match &answer.origin {
        Origin::Prefilled { record, column, original, .. } => {
            Some(format!("{record}, {column} : {original}"))
        }
        Origin::Typed => None,
    });
    let previous_source = line.previous_origin.and_then(|origin| match origin {
        Origin::Prefilled { source, record, .. } => Some(format!("{source}, {record}")),
        Origin::Typed => None,
    });
    let numeric = line.numeric;
    view! {
        <tr class:differs=line.changed>
            <th scope="row">{line.label}</th>
            <td class:numeric=numeric title=previous_source>{line.previous}</td>
            <td class:numeric=numeric class="asked">
                {match line.shown {
                    Some(shown) => view! { <span>{shown}</span> }.into_any(),
                    None => view! { <span class="answers__none">"Non renseigné"</span> }.into_any(),
                }}
                {line.changed.then(|| view! { <span class="fr-sr-only">" (a changé)"</span> })}
            </td>
            <td class="source">{source} {detail.map(|detail| view! { <span class="source__detail">{detail}</span> })}</td>
        </tr>
    }
}

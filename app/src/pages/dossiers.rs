//! `/dossiers`: a structure's dossiers, one card each, and the next thing to do.

use domain::{dossier::State, usecase::Card};
use form::french;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use crate::{
    AppError,
    filling::{CreateChoices, creatable_kinds, list_dossiers},
    ui::{Failure, PageTitle, StateBadge, loading},
};

/// The dossiers of the person's structure.
pub struct DossiersPage {
    cards: Resource<Result<Vec<Card>, AppError>>,
    choices: Resource<Result<CreateChoices, AppError>>,
}

#[lazy_route]
impl LazyRoute for DossiersPage {
    fn data() -> Self {
        Self {
            cards: Resource::new(|| (), |()| list_dossiers()),
            choices: Resource::new(|| (), |()| creatable_kinds()),
        }
    }

    fn view(this: Self) -> AnyView {
        let DossiersPage { cards, choices } = this;
        view! {
            <Suspense fallback=loading>
                {move || Suspend::new(async move {
                    match (cards.await, choices.await) {
                        (Ok(cards), Ok(choices)) => page(cards, choices).into_any(),
                        (Err(error), _) | (_, Err(error)) => view! { <Failure error=error/> }.into_any(),
                    }
                })}
            </Suspense>
        }
        .into_any()
    }
}

fn page(cards: Vec<Card>, choices: CreateChoices) -> impl IntoView {
    let empty = cards.is_empty();
    view! {
        <PageTitle text="Mes dossiers"/>
        <div class="fr-container fr-py-4w">
            <h1>"Mes dossiers"</h1>
            {empty
                .then(|| {
                    view! {
                        <p class="fr-text--lead">
                            "Vous n’avez pas encore de dossier. Ouvrez celui de l’année : ce que l’ASP sait de vous y sera déjà."
                        </p>
                    }
                })}
            <ul class="cards bare">{cards.into_iter().map(card).collect_view()}</ul>
            {create(choices)}
        </div>
    }
}

fn create(choices: CreateChoices) -> impl IntoView {
    let CreateChoices { year, kinds } = choices;
    (!kinds.is_empty()).then(|| {
        let buttons = kinds.into_iter().map(|kind| {
            view! {
                <li>
                    <button class="fr-btn fr-btn--secondary" type="submit" name="type" value=kind.code()>
                        {format!("Ouvrir le dossier {kind} {year}")}
                    </button>
                </li>
            }
        });
        view! {
            <h2 class="fr-h4 fr-mt-6w">{format!("Demander pour {year}")}</h2>
            <p>"Le dossier s’ouvre avec les données de votre dernière annexe ; rien n’est transmis avant que vous le décidiez."</p>
            <form method="post" action="/dossiers">
                <ul class="fr-btns-group fr-btns-group--inline">{buttons.collect_view()}</ul>
            </form>
        }
    })
}

fn card(card: Card) -> impl IntoView {
    let Card {
        id, structure, kind, year, departement, state, deadline, submitted, reference, progress, ..
    } = card;
    let (missing, to_check) = progress.left();
    let figures = format!(
        "{}\u{a0}% rempli · {} · {}",
        progress.percent(),
        french::count(progress.taken_over(), "donnée reprise", "données reprises"),
        french::count(missing + to_check, "point à régler", "points à régler"),
    );
    let (path, action) = match state {
        State::Draft => (format!("/dossiers/{id}"), "Continuer le dossier"),
        State::Submitted => (format!("/dossiers/{id}/recepisse"), "Voir le récépissé"),
    };
    let title = format!("{kind} {year} · {}", domain::prefill::plain_case(&structure));
    view! {
        <li class="card">
            <div class="card__head">
                <h2 class="fr-h5 fr-mb-0">{title}</h2>
                <StateBadge state=state submitted=submitted/>
            </div>
            <p class="fr-mb-1v">{format!("{}, {}", kind.name(), departement.name().to_owned())}</p>
            {match state {
                State::Draft => view! { <p class="fr-mb-1v">{format!("À transmettre avant le {}", french::long_date(deadline))}</p> }.into_any(),
                State::Submitted => view! { <p class="fr-mb-1v">{reference.map(|reference| format!("Référence {reference}"))}</p> }.into_any(),
            }}
            {(state == State::Draft).then(|| view! { <p class="figures">{figures}</p> })}
            <p class="fr-mb-0"><a class="fr-btn" href=path>{action}</a></p>
        </li>
    }
}

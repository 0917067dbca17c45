//! The views that a person keeps: links above the list, and the form that keeps what is shown.

use domain::{
    queue::{Asked, LONGEST_NAME, View},
    usecase::QueueDesk,
};
use leptos::prelude::*;

use super::ADDRESS;
use crate::pages::from_list::kept;

const VIEWS: &str = "/instruction/vues";

/// The views of the person, each a link; those of all, and the load of the service.
pub(super) fn links(asked: &Asked, desk: &QueueDesk) -> Option<AnyView> {
    if desk.views.is_empty() && !desk.shares {
        return None;
    }
    let here = Asked { after: None, ..asked.clone() }.query();
    let own = desk.views.iter().map(|view| {
        let current = (view.query == here).then_some("page");
        view! { <li><a href=format!("{ADDRESS}{}", view.query) aria-current=current>{view.name.clone()}</a></li> }
            .into_any()
    });
    let answers = kept(Some(&asked.as_list()), "/instruction/reponses".to_owned());
    let of_service = desk.shares.then(|| {
        let usual = [("À moi", "agent:moi"), ("Sans agent", "agent:aucun"), ("Suivis", "suivi:oui")];
        let usual = usual.map(|(name, text)| {
            let current = (asked.search.text == text).then_some("page");
            let search = domain::queue::Search::read(text);
            let query =
                Asked { search, after: None, columns: asked.columns.clone(), ..Asked::default() }.query();
            view! { <li><a href=format!("{ADDRESS}{query}") aria-current=current>{name}</a></li> }.into_any()
        });
        view! {
            {usual.into_iter().collect_view()}
            <li><a href="/instruction/charge">"Charge par agent"</a></li>
            <li><a href=answers>"Réponses types"</a></li>
        }
        .into_any()
    });
    let manage = (!desk.views.is_empty()).then(|| manage(&desk.views, &here));
    Some(
        view! {
            <nav class="views fr-mb-2w" aria-label="Vues"><ul>{of_service} {own.collect_view()}</ul></nav>
            {manage}
        }
        .into_any(),
    )
}

/// The forms that rename and forget a view.
fn manage(views: &[View], here: &str) -> AnyView {
    let forms = views.iter().map(|view| {
        let field = format!("vue-{}", view.id.0);
        let forget = format!("Supprimer la vue «\u{a0}{}\u{a0}»", view.name);
        view! {
            <li>
                <form method="post" action=VIEWS class="views__form">
                    <input type="hidden" name="retour" value=here.to_owned()/>
                    <input type="hidden" name="vue" value=view.id.0.to_string()/>
                    <div class="fr-input-group">
                        <label class="fr-label" for=field.clone()>{format!("Nom de la vue «\u{a0}{}\u{a0}»", view.name)}</label>
                        <input class="fr-input" id=field name="nom" value=view.name.clone() maxlength=LONGEST_NAME.to_string() autocomplete="off"/>
                    </div>
                    <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit" name="acte" value="renommer">"Renommer"</button>
                    <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="acte" value="supprimer" title=forget>"Supprimer"</button>
                </form>
            </li>
        }
        .into_any()
    });
    view! { <details class="fr-mb-2w"><summary>"Gérer mes vues"</summary><ul class="bare">{forms.collect_view()}</ul></details> }
        .into_any()
}

/// The form that keeps what is shown under a name.
pub(super) fn keep(asked: &Asked) -> AnyView {
    let here = Asked { after: None, ..asked.clone() }.query();
    view! {
        <details>
            <summary>"Enregistrer cette vue"</summary>
            <form method="post" action=VIEWS class="views__form">
                <input type="hidden" name="retour" value=here/>
                <div class="fr-input-group">
                    <label class="fr-label" for="vue-nom">
                        "Nom de la vue"
                        <span class="fr-hint-text">"La recherche, la partie, l’ordre et les colonnes affichées. Une vue du même nom est remplacée. Vous seul la voyez\u{a0}; pour la partager, envoyez l’adresse de la page."</span>
                    </label>
                    <input class="fr-input" id="vue-nom" name="nom" maxlength=LONGEST_NAME.to_string() autocomplete="off"/>
                </div>
                <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit" name="acte" value="garder">"Enregistrer la vue"</button>
            </form>
        </details>
    }
    .into_any()
}

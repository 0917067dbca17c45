//! What waits for a person in a step: what sources say otherwise, what they propose.

use domain::{
    dossier::DossierId,
    usecase::{SourcesRead, Waiting},
};
use form::french;
use leptos::prelude::*;

use super::datum_name;

/// How many data wait, which they are, and what confirming the step does of them; nothing where none does.
pub(in crate::pages) fn waiting(id: DossierId, read: &SourcesRead, waiting: &Waiting<'_>) -> Option<AnyView> {
    let all = waiting.differing.iter().map(|datum| &datum.path).chain(&waiting.proposed);
    let each = all.map(|path| {
        let page = format!("/dossiers/{id}/donnees?champ={path}");
        view! { <li><a href=page>{datum_name(read, path)}</a></li> }.into_any()
    });
    let count = french::count(waiting.count(), "donnée à décider", "données à décider");
    (waiting.count() > 0).then(|| {
        view! {
            <div class="fr-alert fr-alert--info fr-mb-3w" id="a-decider">
                <h2 class="fr-alert__title">{format!("{count} dans cette étape")}</h2>
                <p>"Une source donne une autre réponse que la vôtre, ou en propose une là où vous n’avez pas répondu. Choisissez donnée par donnée\u{a0}; si vous confirmez l’étape sans choisir, vos réponses sont gardées, et ce qui est proposé sans être repris reste sans réponse."</p>
                <ul>{each.collect_view()}</ul>
            </div>
        }
        .into_any()
    })
}

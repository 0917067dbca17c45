//! What the queue is asked: words and keys, its parts with their counts, its order.

use domain::{
    queue::{Asked, Found, KEYS, MOST_FOUND, Search, Sort, Tab},
    usecase::QueueDesk,
};
use form::french;
use leptos::prelude::*;

use super::ADDRESS;

/// One line a part: it, its name, what its table is called.
const PARTS: [(Tab, &str, &str, &str); 4] = [
    (Tab::Here, "À traiter", "Dossiers à traiter", "Dossiers qui attendent le service"),
    (
        Tab::There,
        "En attente",
        "Dossiers en attente",
        "Dossiers qui attendent une structure, un avis ou la DREETS",
    ),
    (Tab::Done, "Décidés", "Dossiers décidés", "Dossiers acceptés, refusés ou retirés"),
    (Tab::All, "Tous", "Tous les dossiers", "Tous les dossiers transmis"),
];

/// The orders, as a list names them.
const SORTS: [(Sort, &str); 7] = [
    (Sort::Delay, "Ce qui presse d’abord"),
    (Sort::Sent, "Derniers transmis"),
    (Sort::Structure, "Nom de la structure"),
    (Sort::Posts, "Postes demandés"),
    (Sort::Gap, "Écart avec l’an dernier"),
    (Sort::Amount, "Aide demandée"),
    (Sort::Findings, "Le plus de constats"),
];

/// What the table of a part is called, and its caption.
pub(super) fn named(asked: &Asked) -> (&'static str, &'static str) {
    PARTS
        .iter()
        .find(|(tab, ..)| *tab == asked.tab)
        .map_or(("", ""), |(_, _, label, caption)| (*label, *caption))
}

/// The form of the search, which needs no script.
pub(super) fn search(asked: &Asked, desk: &QueueDesk) -> AnyView {
    let wrong = !asked.search.misread.is_empty();
    let said = asked
        .search
        .misread
        .iter()
        .map(|said| view! { <p class="fr-message fr-message--error">{format!("{said} La liste n’en tient pas compte.")}</p> }.into_any());
    let suggested = suggestions(desk)
        .into_iter()
        .map(|(text, label)| view! { <option value=text label=label></option> }.into_any());
    let sorts = SORTS.map(|(sort, name)| {
        view! { <option value=sort.code() selected={sort == asked.sort}>{name}</option> }.into_any()
    });
    view! {
        <form method="get" action=ADDRESS role="search" class="finder">
            <input type="hidden" name="vue" value=asked.tab.code()/>
            <input type="hidden" name="colonnes" value=asked.columns.codes()/>
            <div class="fr-grid-row fr-grid-row--gutters fr-grid-row--bottom">
                <div class="fr-col-12 fr-col-md-7">
                    <div class="fr-input-group" class:fr-input-group--error=wrong>
                        <label class="fr-label" for="q">
                            "Rechercher un dossier"
                            <span class="fr-hint-text">"Nom, SIRET, commune, référence ou mots du dossier\u{a0}; ou des critères. Exemple\u{a0}: \"espaces verts\" type:ACI"</span>
                        </label>
                        <input
                            class="fr-input"
                            type="search"
                            id="q"
                            name="q"
                            maxlength="300"
                            autocomplete="off"
                            list="criteres"
                            value=asked.search.text.clone()
                            aria-describedby="q-messages"
                            aria-invalid=wrong.then_some("true")
                        />
                        <datalist id="criteres">{suggested.collect_view()}</datalist>
                        <div class="fr-messages-group" id="q-messages">{said.collect_view()}</div>
                    </div>
                </div>
                <div class="fr-col-12 fr-col-sm-7 fr-col-md-3">
                    <label class="fr-label" for="tri">"Trier par"</label>
                    <select class="fr-select" id="tri" name="tri">{sorts.into_iter().collect_view()}</select>
                </div>
                <div class="fr-col-12 fr-col-sm-5 fr-col-md-2"><button class="fr-btn" type="submit">"Rechercher"</button></div>
            </div>
        </form>
        {keys(asked)}
    }
    .into_any()
}

/// What can be typed, each with what it finds: the keys, their values that are known, the people and labels of the
/// service.
fn suggestions(desk: &QueueDesk) -> Vec<(String, &'static str)> {
    let agents = desk.agents.iter().map(|(_, name)| (format!("agent:\"{name}\""), "agent du service"));
    let labels = desk.labels.iter().map(|label| (format!("etiquette:\"{label}\""), "étiquette du service"));
    let values = domain::queue::values().map(|(key, value, meaning)| (format!("{key}:{value}"), meaning));
    let examples = KEYS.iter().flat_map(|(_, examples, meaning)| {
        examples.split(", ").map(move |example| (example.to_owned(), *meaning))
    });
    let mut all: Vec<(String, &'static str)> = values.chain(agents).chain(labels).collect();
    for (example, meaning) in examples {
        if !all.iter().any(|(known, _)| *known == example) {
            all.push((example, meaning));
        }
    }
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    all
}

/// The keys that can be typed, each with an example that is added to what is looked for.
fn keys(asked: &Asked) -> AnyView {
    let example = |example: &'static str| {
        let text = format!("{} {example}", asked.search.text);
        let href = Asked { search: Search::read(&text), after: None, ..asked.clone() }.query();
        view! { <a class="fr-link fr-link--sm" href=format!("{ADDRESS}{href}")><code>{example}</code></a> " " }.into_any()
    };
    let lines = KEYS.iter().map(|(_, examples, meaning)| {
        view! {
            <div>
                <dt>{examples.split(", ").map(example).collect_view()}</dt>
                <dd>{*meaning}</dd>
            </div>
        }
        .into_any()
    });
    view! {
        <details class="finder__keys fr-mb-2w">
            <summary>"Critères de recherche"</summary>
            <p class="fr-text--sm fr-mb-1w">
                "Plusieurs critères s’ajoutent\u{a0}; des virgules séparent plusieurs valeurs (type:ACI,EI)\u{a0}; un tiret devant un critère l’exclut (-type:AI)\u{a0}; des guillemets tiennent plusieurs mots ensemble. Les mots se cherchent dans l’identité de la structure et dans les textes qu’elle a transmis, par leur début, sans accents ni majuscules. L’adresse de la page garde la recherche."
            </p>
            <dl>{lines.collect_view()}</dl>
        </details>
    }
    .into_any()
}

/// The parts of the queue, with how many dossiers each holds.
pub(super) fn parts(asked: &Asked, found: &Found) -> AnyView {
    let parts = PARTS.iter().map(|(tab, name, ..)| {
        let href = format!("{ADDRESS}{}", Asked { tab: *tab, after: None, ..asked.clone() }.query());
        let current = (*tab == asked.tab).then_some("page");
        let count = usize::try_from(found.count(*tab, asked.level)).unwrap_or_default();
        let count = french::number(form::Decimal::from(count), 0);
        let count = if found.is_more { format!("{count}\u{a0}au moins") } else { count };
        view! {
            <li>
                <a href=href aria-current=current>{*name} " "<span class="parts__count">{count}</span></a>
            </li>
        }
        .into_any()
    });
    let more = found.is_more.then(|| {
        let most = french::number(form::Decimal::from(MOST_FOUND), 0);
        let said = format!(
            "Plus de {most} dossiers contiennent ces mots\u{a0}: les {most} derniers arrivés sont montrés. Précisez par un mot, un type, une année ou un département."
        );
        view! { <p class="fr-message fr-message--info fr-mb-2w">{said}</p> }.into_any()
    });
    view! {
        <nav class="parts fr-mb-2w" aria-label="Parties de la file"><ul>{parts.collect_view()}</ul></nav>
        {more}
    }
    .into_any()
}

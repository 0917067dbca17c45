//! `/connexion`: choosing who to be, in a demonstration.

use domain::usecase::FoundStructure;
use leptos::prelude::*;

use crate::Page;

/// Structures that a search shows at most: of more, the first by name.
const MOST_SHOWN: usize = 20;

/// Demonstration accounts: key, person, role.
const ACCOUNTS: [(&str, &str, &str); 7] = [
    ("administratrice", "Alix Robert", "administratrice de la structure Les Jardins de l’Odet"),
    ("collegue", "Dominique Petit", "collègue dans la même structure"),
    ("ddets", "Sacha Richard", "agent de la DDETS du Finistère"),
    ("collegue-ddets", "Camille Simon", "autre agente du même service"),
    ("dreets", "Lou Bernard", "agente de la DREETS Bretagne"),
    ("dgefp", "Charlie Moreau", "pilotage national, DGEFP"),
    ("assistance", "Maxime Girard", "assistance aux utilisateurs"),
];

/// What was looked for and not found, or found more than once.
#[derive(Default)]
pub struct Search {
    /// The structure looked for.
    pub structure: Option<String>,
    /// The département looked for.
    pub departement: Option<String>,
    /// Structures found.
    pub found: Vec<FoundStructure>,
    /// The address of somebody who is asked for an opinion, as it was typed.
    pub address: Option<String>,
    /// The address to come back to.
    pub back: Option<String>,
}

/// Log-in page; only where demonstration accounts are open does it offer some.
#[must_use]
pub fn login(demonstration: bool, search: Search) -> Page {
    Page::new("Connexion", move || page(demonstration, &search).into_any())
}

fn page(demonstration: bool, search: &Search) -> impl IntoView + use<> {
    view! {
        <div class="fr-container fr-py-6w">
            <h1>"Se connecter"</h1>
            {if demonstration { accounts(search).into_any() } else { closed().into_any() }}
        </div>
    }
}

fn closed() -> impl IntoView {
    view! {
        <div class="fr-alert fr-alert--info">
            <h2 class="fr-alert__title">"Connexion indisponible"</h2>
            <p>"Aucun fournisseur d’identité n’est configuré sur ce serveur, et le mode de démonstration est fermé."</p>
        </div>
    }
}

fn accounts(search: &Search) -> impl IntoView + use<> {
    let accounts = ACCOUNTS.map(|(key, person, role)| {
        view! {
            <li>
                <button class="fr-btn fr-btn--secondary account" type="submit" name="compte" value=key>
                    <span><strong>{person}</strong> {format!(", {role}")}</span>
                </button>
            </li>
        }
    });
    view! {
        <div class="fr-notice fr-notice--info fr-mb-4w">
            <div class="fr-container">
                <div class="fr-notice__body">
                    <p>
                        <span class="fr-notice__title">"Démonstration."</span>
                        <span class="fr-notice__desc">" Les personnes et les structures sont inventées. Choisissez qui vous êtes."</span>
                    </p>
                </div>
            </div>
        </div>
        <form method="post" action="/connexion">
            {back(search)}
            <ul class="fr-btns-group accounts">{accounts.collect_view()}</ul>
        </form>
        <h2 class="fr-h4 fr-mt-4w">"Agir pour une autre structure ou un autre département"</h2>
        <div class="fr-grid-row fr-grid-row--gutters">
            <div class="fr-col-12 fr-col-md-6">{structures(search)}</div>
            <div class="fr-col-12 fr-col-md-6">{departement(search)}</div>
            <div class="fr-col-12 fr-col-md-6">{adviser(search)}</div>
        </div>
    }
}

/// The search of a structure: its one match is entered at once, several are offered.
fn structures(search: &Search) -> impl IntoView + use<> {
    let asked = search.structure.clone();
    let error = asked.as_ref().filter(|_| search.found.is_empty()).map(|text| match text.trim() {
        "" => "Écrivez une partie du nom de la structure, ou son SIRET.".to_owned(),
        text => {
            format!("Aucune structure ne correspond à «\u{a0}{text}\u{a0}». Essayez une partie de son nom.")
        }
    });
    let found = search.found.iter().map(|found| {
        let place = found.place.as_ref().map(|place| format!(", {place}"));
        view! {
            <li>
                <button class="fr-btn fr-btn--secondary account" type="submit" name="id" value=found.id.0.to_string()>
                    <span><strong>{found.name.clone()}</strong> {place}</span>
                </button>
            </li>
        }
    });
    let choices = (!search.found.is_empty()).then(|| {
        let title =
            form::french::count(search.found.len(), "structure correspond", "structures correspondent");
        let title = if search.found.len() < MOST_SHOWN { title } else { format!("{title}, ou plus") };
        view! {
            <form method="post" action="/connexion">
                <input type="hidden" name="compte" value="structure"/>
                {back(search)}
                <p class="fr-mt-2w fr-mb-1w" id="choix">{format!("{title}\u{a0}: choisissez.")}</p>
                <ul class="fr-btns-group accounts" aria-labelledby="choix">{found.collect_view()}</ul>
            </form>
        }
    });
    view! {
        <form method="post" action="/connexion">
            {back(search)}
            {search_field("structure", "Structure", "Une partie de son nom à l’ASP, ou son SIRET. Exemple : bocage", asked, error)}
            <button class="fr-btn fr-btn--secondary" type="submit" name="compte" value="structure">"Agir pour cette structure"</button>
        </form>
        {choices}
    }
}

/// The page that was asked, kept from one form to the next.
fn back(search: &Search) -> impl IntoView + use<> {
    search.back.clone().map(|back| view! { <input type="hidden" name="retour" value=back/> })
}

fn departement(search: &Search) -> impl IntoView + use<> {
    let asked = search.departement.clone();
    let error = asked.as_ref().map(|text| match text.trim() {
        "" => "Écrivez le code d’un département. Exemples : 29, 2A, 971".to_owned(),
        text => format!("«\u{a0}{text}\u{a0}» n’est pas le code d’un département. Exemples : 29, 2A, 971"),
    });
    view! {
        <form method="post" action="/connexion">
            {back(search)}
            {search_field("departement", "Département", "Son code. Exemples : 29, 2A, 971", asked, error)}
            <button class="fr-btn fr-btn--secondary" type="submit" name="compte" value="departement">"Agir comme agent de ce département"</button>
        </form>
    }
}

/// Who is asked for an opinion, by the address where they were written to.
fn adviser(search: &Search) -> impl IntoView + use<> {
    let asked = search.address.clone();
    let error = asked
        .as_ref()
        .map(|_| "Écrivez une adresse complète. Exemple\u{a0}: expert@demonstration.example".to_owned());
    view! {
        <form method="post" action="/connexion">
            {back(search)}
            {search_field("adresse", "Adresse", "Celle à laquelle un avis est demandé. Exemple\u{a0}: expert@demonstration.example", asked, error)}
            <button class="fr-btn fr-btn--secondary" type="submit" name="compte" value="avis">"Donner un avis à cette adresse"</button>
        </form>
    }
}

fn search_field(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    value: Option<String>,
    error: Option<String>,
) -> impl IntoView + use<> {
    let messages = format!("{id}-messages");
    let wrong = error.is_some();
    view! {
        <div class="fr-input-group" class:fr-input-group--error=wrong>
            <label class="fr-label" for=id>{label} <span class="fr-hint-text">{hint}</span></label>
            <input
                class="fr-input"
                id=id
                name=id
                autocomplete="off"
                value=value
                aria-describedby=messages.clone()
                aria-invalid=wrong.then_some("true")
            />
            <div class="fr-messages-group" id=messages>
                {error.map(|error| view! { <p class="fr-message fr-message--error">{error}</p> })}
            </div>
        </div>
    }
}

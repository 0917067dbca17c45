//! `/connexion`: choosing who to be, in a demonstration.

use leptos::prelude::*;
use leptos_router::LazyRoute;

use super::rooms::{PublicPage, fetch_public_room, public_room};

use crate::{sealed, ui::PageTitle};

/// Demonstration accounts: key, person, role.
const ACCOUNTS: [(&str, &str, &str); 6] = [
    ("administratrice", "Alix Robert", "administratrice de la structure Les Jardins de l’Odet"),
    ("collegue", "Dominique Petit", "collègue dans la même structure"),
    ("ddets", "Sacha Richard", "agent de la DDETS du Finistère"),
    ("dreets", "Lou Bernard", "agente de la DREETS Bretagne"),
    ("dgefp", "Charlie Moreau", "pilotage national, DGEFP"),
    ("assistance", "Maxime Girard", "assistance aux utilisateurs"),
];

/// Log-in page, without WebAssembly.
pub struct LoginPage {
    demonstration: bool,
}

impl LazyRoute for LoginPage {
    fn data() -> Self {
        Self { demonstration: sealed::shared(|session| session.demonstration).unwrap_or_default() }
    }

    fn view(this: Self) -> impl Future<Output = AnyView> {
        public_room(PublicPage::Login(this))
    }

    async fn preload() {
        fetch_public_room().await;
    }
}

impl LoginPage {
    pub(super) fn show(self) -> AnyView {
        page(self.demonstration).into_any()
    }
}

fn page(demonstration: bool) -> impl IntoView {
    view! {
        <PageTitle text="Connexion"/>
        <div class="fr-container fr-py-6w">
            <h1>"Se connecter"</h1>
            {if demonstration { accounts().into_any() } else { closed().into_any() }}
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

fn accounts() -> impl IntoView {
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
            <ul class="fr-btns-group accounts">{accounts.collect_view()}</ul>
        </form>
        <h2 class="fr-h4 fr-mt-4w">"Agir pour une autre structure ou un autre département"</h2>
        <div class="fr-grid-row fr-grid-row--gutters">
            <form class="fr-col-12 fr-col-md-6" method="post" action="/connexion">
                <div class="fr-input-group">
                    <label class="fr-label" for="structure">
                        "Structure"
                        <span class="fr-hint-text">"Une partie de son nom à l’ASP, ou son SIRET. Exemple : bocage"</span>
                    </label>
                    <input class="fr-input" id="structure" name="structure" autocomplete="off"/>
                </div>
                <button class="fr-btn fr-btn--secondary" type="submit" name="compte" value="structure">"Agir pour cette structure"</button>
            </form>
            <form class="fr-col-12 fr-col-md-6" method="post" action="/connexion">
                <div class="fr-input-group">
                    <label class="fr-label" for="departement">
                        "Département"
                        <span class="fr-hint-text">"Son code. Exemples : 29, 2A, 971"</span>
                    </label>
                    <input class="fr-input" id="departement" name="departement" autocomplete="off" data-width="xs"/>
                </div>
                <button class="fr-btn fr-btn--secondary" type="submit" name="compte" value="departement">"Agir comme agent de ce département"</button>
            </form>
        </div>
    }
}

//! The State's footer.

use leptos::prelude::*;

const STATE_SITES: [(&str, &str); 4] = [
    ("info.gouv.fr", "https://www.info.gouv.fr"),
    ("service-public.gouv.fr", "https://www.service-public.gouv.fr"),
    ("legifrance.gouv.fr", "https://www.legifrance.gouv.fr"),
    ("data.gouv.fr", "https://www.data.gouv.fr"),
];

const OWN_PAGES: [(&str, &str); 3] = [
    ("Accessibilité : non conforme", "/accessibilite"),
    ("Mentions légales", "/mentions-legales"),
    ("Données personnelles", "/donnees-personnelles"),
];

/// Footer of every page.
#[component]
pub fn Footer() -> impl IntoView {
    let sites = STATE_SITES.map(|(name, url)| {
        view! {
            <li class="fr-footer__content-item">
                <a class="fr-footer__content-link" href=url target="_blank" rel="noopener external" title=format!("{name} - nouvelle fenêtre")>
                    {name}
                </a>
            </li>
        }
        .into_any()
    });
    let pages = OWN_PAGES.map(|(name, path)| {
        view! {
            <li class="fr-footer__bottom-item">
                <a class="fr-footer__bottom-link" href=path>{name}</a>
            </li>
        }
        .into_any()
    });
    view! {
        <footer class="fr-footer" role="contentinfo" id="pied" tabindex="-1">
            <div class="fr-container">
                <div class="fr-footer__body">
                    <div class="fr-footer__brand fr-enlarge-link">
                        <a href="/" title="Retour à l’accueil du site - Conventionnement IAE - République Française">
                            <p class="fr-logo">"République" <br/> "Française"</p>
                        </a>
                    </div>
                    <div class="fr-footer__content">
                        <p class="fr-footer__content-desc">
                            "Les structures de l’insertion par l’activité économique demandent ici leur convention et leur annexe financière à l’État, sans ressaisir ce qu’il sait déjà."
                        </p>
                        <ul class="fr-footer__content-list">{sites.collect_view()}</ul>
                    </div>
                </div>
                <div class="fr-footer__bottom">
                    <ul class="fr-footer__bottom-list">{pages.collect_view()}</ul>
                    <div class="fr-footer__bottom-copy">
                        <p>"Sauf mention contraire, les textes de ce site sont proposés sous licence etalab-2.0."</p>
                    </div>
                </div>
            </div>
        </footer>
    }
}

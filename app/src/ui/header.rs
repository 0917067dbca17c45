//! The State's header: who this is, who I am, for whom I act.

use domain::{Acting, Viewer};
use leptos::prelude::*;

/// Links that lead past the header.
#[component]
pub fn SkipLinks() -> impl IntoView {
    view! {
        <div class="fr-skiplinks">
            <nav class="fr-container" role="navigation" aria-label="Accès rapide">
                <ul class="fr-skiplinks__list">
                    <li><a class="fr-link" href="#contenu">"Contenu"</a></li>
                    <li class="skip-form"><a class="fr-link" href="#etape-titre">"Formulaire"</a></li>
                    <li><a class="fr-link" href="#pied">"Pied de page"</a></li>
                </ul>
            </nav>
        </div>
    }
}

/// Header of every page.
pub fn header(viewer: Option<Viewer>, unread: usize, year: i16) -> AnyView {
    let tools = viewer.map_or_else(logged_out, |viewer| logged_in(viewer, unread));
    let tagline = format!("Campagne {year}");
    view! {
        <header role="banner" class="fr-header">
            <div class="fr-header__body">
                <div class="fr-container">
                    <div class="fr-header__body-row">
                        <div class="fr-header__brand fr-enlarge-link">
                            <div class="fr-header__brand-top">
                                <div class="fr-header__logo">
                                    <p class="fr-logo">"République" <br/> "Française"</p>
                                </div>
                            </div>
                            <div class="fr-header__service">
                                <a href="/" title="Accueil - Conventionnement IAE - République Française">
                                    <p class="fr-header__service-title">"Conventionnement IAE"</p>
                                </a>
                                <p class="fr-header__service-tagline">{tagline}</p>
                            </div>
                        </div>
                        <div class="fr-header__tools">
                            <div class="fr-header__tools-links">{tools}</div>
                        </div>
                    </div>
                </div>
            </div>
        </header>
    }
    .into_any()
}

fn logged_out() -> AnyView {
    view! {
        <ul class="fr-btns-group">
            <li><a class="fr-btn fr-icon-account-circle-line" href="/connexion">"Se connecter"</a></li>
        </ul>
    }
    .into_any()
}

fn logged_in(viewer: Viewer, unread: usize) -> AnyView {
    let room = match &viewer.acting {
        Acting::Structure { .. } => Some(("/dossiers", "Mes dossiers")),
        Acting::Service { .. } => Some(("/instruction", "Dossiers à instruire")),
        Acting::National => Some(("/instruction", "Dossiers transmis")),
        Acting::Support => Some(("/administration", "Administration")),
        // What they are asked is among what they are told.
        Acting::Adviser { .. } => None,
    };
    let reports = matches!(viewer.acting, Acting::Structure { .. });
    let steers = matches!(viewer.acting, Acting::National);
    let counts = viewer.review_scope().is_some();
    let hears = viewer.hearer().is_some();
    let acting = viewer.acting.name().to_owned();
    view! {
        <ul class="fr-btns-group">
            {room.map(|(room, label)| view! { <li><a class="fr-btn fr-icon-file-text-line" href=room>{label}</a></li> }.into_any())}
            {reports.then(|| view! { <li><a class="fr-btn fr-icon-bar-chart-box-line" href="/bilans">"Mes bilans"</a></li> }.into_any())}
            {counts.then(|| view! { <li><a class="fr-btn fr-icon-bar-chart-box-line" href="/pilotage/donnees">"Données et sources"</a></li> }.into_any())}
            {hears.then(|| notifications(unread))}
            {steers.then(|| view! { <li><a class="fr-btn fr-icon-settings-5-line" href="/administration">"Administration"</a></li> }.into_any())}
            <li>
                <a class="fr-btn fr-icon-account-circle-line who" href="/connexion" title="Changer de structure, de service ou de compte">
                    {format!("{acting} · {}", viewer.name)}
                </a>
            </li>
            <li>
                <form method="post" action="/deconnexion" class="bare">
                    <button class="fr-btn fr-icon-logout-box-r-line" type="submit">"Se déconnecter"</button>
                </form>
            </li>
        </ul>
    }
    .into_any()
}

/// The way to what one is told, with how much of it is unread.
fn notifications(unread: usize) -> AnyView {
    let label = if unread > 0 { format!("Notifications ({unread})") } else { "Notifications".to_owned() };
    let said = (unread > 0).then(|| {
        let said = if unread == 1 { "\u{a0}: une non lue" } else { "\u{a0}: non lues" };
        view! { <span class="fr-sr-only">{said}</span> }.into_any()
    });
    view! { <li><a class="fr-btn fr-icon-notification-3-line" href="/notifications">{label} {said}</a></li> }
        .into_any()
}

//! `/`: the promise, three doors, how it works.

use domain::campaign::Campaign;
use form::french;
use leptos::prelude::*;

use crate::Page;

const DOORS: [(&str, &str, &str); 3] = [
    (
        "Vous êtes une structure",
        "Remplissez votre dossier : ce que l’ASP sait déjà y est, vous vérifiez et complétez.",
        "/dossiers",
    ),
    (
        "Vous êtes un service de l’État",
        "Lisez les dossiers transmis de votre territoire, chaque valeur avec sa source et celle de l’an passé.",
        "/instruction",
    ),
    ("Vous êtes au ministère", "Consultez les dossiers transmis de tout le pays.", "/instruction"),
];

/// The way of a dossier: what is done, what it means, its pictogram in the design system.
const WAY: [(&str, &str, &str); 4] = [
    ("1. Ouvrir", "Le dossier de l’année s’ouvre avec les données de votre dernière annexe.", "document-add"),
    (
        "2. Vérifier",
        "Chaque réponse reprise dit d’où elle vient. Vous confirmez, ou vous corrigez.",
        "document-search",
    ),
    (
        "3. Compléter",
        "Les erreurs se voient en écrivant, le montant se calcule au centime, tout s’enregistre.",
        "conclusion",
    ),
    (
        "4. Transmettre",
        "Vous recevez un récépissé ; votre service de l’État voit le dossier aussitôt.",
        "document-signature",
    ),
];

/// Directory of the State's services.
const DIRECTORY: &str = "https://lannuaire.service-public.gouv.fr";

/// Home page: the campaign that runs, the version of the browser's files.
#[must_use]
pub fn home(campaign: Campaign, version: String) -> Page {
    Page::new("Accueil", move || page(&campaign, &version).into_any())
}

fn page(campaign: &Campaign, version: &str) -> impl IntoView + use<> {
    let (opens, deadline) = (french::long_date(campaign.opens), french::long_date(campaign.deadline));
    let dates = {
        view! {
            <p class="fr-callout__text">
                <strong>{format!("Campagne {}", campaign.year)}</strong>
                {format!("\u{a0}: les dossiers s’ouvrent le {opens} et se transmettent jusqu’au {deadline} à 23 h 59 (heure de Paris).")}
            </p>
        }
    };
    let doors = DOORS.map(|(title, text, path)| {
        view! {
            <div class="fr-col-12 fr-col-md-4">
                <div class="fr-tile fr-enlarge-link">
                    <div class="fr-tile__body">
                        <div class="fr-tile__content">
                            <h2 class="fr-tile__title"><a href=path>{title}</a></h2>
                            <p class="fr-tile__desc">{text}</p>
                        </div>
                    </div>
                </div>
            </div>
        }
    });
    let way = WAY.map(|(title, text, picture)| {
        view! {
            <li class="fr-col-12 fr-col-sm-6 fr-col-md-3 way">
                {pictogram(&format!("/pkg/{version}/artwork/{picture}.svg"))}
                <h3 class="fr-h6">{title}</h3>
                <p>{text}</p>
            </li>
        }
    });
    view! {
        <div class="fr-container fr-py-6w">
            <h1>"Votre convention d’insertion, sans ressaisir ce que l’État sait déjà"</h1>
            <p class="fr-text--lead">
                "Les structures de l’insertion par l’activité économique (IAE) demandent ici leur convention et leur annexe financière ; les services de l’État les instruisent."
            </p>
            {dates}
            <div class="fr-grid-row fr-grid-row--gutters fr-mt-4w">{doors.collect_view()}</div>
            <h2 class="fr-mt-6w">"Comment cela se passe"</h2>
            <ol class="fr-grid-row fr-grid-row--gutters bare">{way.collect_view()}</ol>
            <h2 class="fr-mt-6w">"Besoin d’aide ?"</h2>
            <p>
                "Pour une question sur votre convention ou votre annexe financière, écrivez au service de l’État chargé de l’emploi dans votre département. Ses coordonnées sont dans "
                <a class="fr-link" href=DIRECTORY target="_blank" rel="noopener external" title="l’annuaire de l’administration - nouvelle fenêtre">"l’annuaire de l’administration"</a>
                "."
            </p>
        </div>
    }
}

/// A pictogram of the design system; its colours follow the scheme.
fn pictogram(file: &str) -> impl IntoView + use<> {
    let classes = ["fr-artwork-decorative", "fr-artwork-minor", "fr-artwork-major"];
    let parts = classes.map(|class| {
        let part = class.trim_start_matches("fr-");
        view! { <use_ class=class href=format!("{file}#{part}")></use_> }
    });
    view! { <svg class="fr-artwork" aria-hidden="true" viewBox="0 0 80 80" width="80" height="80">{parts.collect_view()}</svg> }
}

//! `/dossiers/{id}/donnees`: what each source says of the dossier, what differs, what the structure says of it.

mod alerts;
mod all;
mod beside;
mod names;
mod state;
mod values;

use domain::{
    PersonId,
    dossier::DossierId,
    source::{Closed, Finding, Source},
    usecase::SourcesRead,
};
use form::{Path, french};
use leptos::prelude::*;

use crate::{Page, filling::DossierBar};

pub(super) use alerts::{alert_to_service, alert_to_structure};
pub use beside::{CellOrigin, cell_origins, sources_extract};
pub(super) use state::progress;

/// What the page is asked: one datum only, and why what was sent about it was refused.
#[derive(Clone, Debug, Default)]
pub struct AskedSources {
    /// The datum.
    pub of: Option<Path>,
    /// The source whose value was contested, what is wrong with what was said, and what was said.
    pub refused: Option<(Source, String, String)>,
    /// What was not done, the answer having changed since.
    pub moved: Option<Undone>,
}

/// What was asked of an answer and was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undone {
    /// Taking a value over.
    Taking,
    /// Keeping the answer.
    Keeping,
}

/// What the sources say of a dossier, for a person.
#[must_use]
pub fn sources(id: DossierId, read: SourcesRead, me: PersonId, asked: AskedSources) -> Page {
    let title = match &asked.of {
        Some(path) => format!("Sources\u{a0}: {}", names::name(&read, path)),
        None => "D’où viennent vos données".to_owned(),
    };
    let title = if asked.refused.is_some() || asked.moved.is_some() {
        format!("Erreur\u{a0}: {title}")
    } else {
        title
    };
    Page::new(title.clone(), move || page(&Reading { id, read, me }, &title, &asked))
}

/// Only where each source stands, as the script of the page asks for it.
#[must_use]
pub fn sources_progress(id: DossierId, read: &SourcesRead) -> String {
    let owner = Owner::new();
    let html = owner.with(|| progress(id, read).to_html());
    owner.cleanup();
    html
}

/// What the lines of the page read from.
struct Reading {
    id: DossierId,
    read: SourcesRead,
    me: PersonId,
}

fn page(reading: &Reading, title: &str, asked: &AskedSources) -> AnyView {
    let Reading { id, read, .. } = reading;
    let body = match &asked.of {
        Some(path) => values::one(reading, path, asked),
        None => all(reading, asked),
    };
    let back = match &asked.of {
        Some(path) => read.trame.step_of(path).map(|step| {
            (format!("/dossiers/{id}/etapes/{}#{}", step.key, path.control_id()), "Revenir à la question")
        }),
        None => None,
    };
    let back = back.unwrap_or_else(|| (format!("/dossiers/{id}"), "Revenir aux étapes"));
    view! {
        <DossierBar opening=read.snapshot.opening.clone() state=read.snapshot.state() submission=read.snapshot.submission().cloned()/>
        <div class="fr-container fr-py-4w sources">
            <p class="fr-mb-2w"><a class="fr-link" href=back.0>{back.1}</a></p>
            <h1>{title.to_owned()}</h1>
            {asked.moved.map(undone)}
            {body}
        </div>
    }
    .into_any()
}

/// Says that nothing was done, and why.
fn undone(what: Undone) -> AnyView {
    match what {
        Undone::Taking => super::territories::refused(),
        Undone::Keeping => view! {
            <div class="fr-alert fr-alert--error fr-mb-3w" role="alert" id="refus" tabindex="-1">
                <h2 class="fr-alert__title">"Votre réponse n’a pas été gardée"</h2>
                <p>"Cette donnée a changé depuis que vous avez ouvert cette page. La voici telle qu’elle est maintenant\u{a0}: relisez-la, puis recommencez."</p>
            </div>
        }
        .into_any(),
    }
}

fn all(reading: &Reading, asked: &AskedSources) -> AnyView {
    let Reading { id, read, .. } = reading;
    let again = read.may_fill.then(|| {
        view! {
            <form method="post" action=format!("/dossiers/{id}/donnees") class="fr-mb-4w">
                <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit" name="acte" value="actualiser">"Interroger de nouveau les sources"</button>
            </form>
        }
        .into_any()
    });
    view! {
        <p class="fr-text--lead">"Ce que l’État sait déjà de votre structure est repris ici\u{a0}; rien de ce que vous écrivez ou confirmez n’est remplacé."</p>
        <section aria-labelledby="etat">
            <h2 class="fr-h4" id="etat">"Sources interrogées"</h2>
            {progress(*id, read)}
            {again}
        </section>
        {findings(read)}
        {undecided(reading, asked)}
        {decided(reading, asked)}
        {all::all_data(reading)}
    }
    .into_any()
}

/// What differs and waits for a person.
fn undecided(reading: &Reading, asked: &AskedSources) -> AnyView {
    let read = &reading.read;
    let each: Vec<AnyView> =
        read.undecided().map(|datum| values::section(reading, &datum.path, asked)).collect();
    let count = french::count(each.len(), "donnée diffère", "données diffèrent");
    let said = match (each.is_empty(), read.differing.is_empty(), read.may_fill) {
        (true, true, _) => "Les sources disent la même chose, et vos réponses aussi.".to_owned(),
        (true, false, _) => "Rien\u{a0}: vous avez choisi, partout où les sources diffèrent.".to_owned(),
        (false, _, false) => format!("{count}."),
        (false, _, true) => format!(
            "{count}. Gardez votre réponse, reprenez celle d’une source, ou dites-lui qu’elle se trompe\u{a0}: le service de l’État le verra."
        ),
    };
    view! {
        <section aria-labelledby="differences" class="fr-mt-4w">
            <h2 class="fr-h4" id="differences" tabindex="-1">{if each.is_empty() { "À décider".to_owned() } else { format!("À décider ({})", each.len()) }}</h2>
            <p>{said}</p>
            {each}
        </section>
    }
    .into_any()
}

/// What differs and on which a person decided: folded, it can still be decided otherwise.
fn decided(reading: &Reading, asked: &AskedSources) -> Option<AnyView> {
    let each: Vec<AnyView> =
        reading.read.decided().map(|datum| values::section(reading, &datum.path, asked)).collect();
    let count = each.len();
    (count > 0).then(|| {
        let kept = french::count(count, "réponse que vous avez choisie", "réponses que vous avez choisies");
        view! {
            <section aria-labelledby="decide" class="fr-mt-4w">
                <h2 class="fr-h4" id="decide">{format!("Déjà décidé ({count})")}</h2>
                <details class="why sources__decided">
                    <summary>{format!("Afficher {kept}, avec ce que disent les sources")}</summary>
                    {each}
                </details>
            </section>
        }
        .into_any()
    })
}

/// What the sources say that is no answer of the form.
fn findings(read: &SourcesRead) -> Option<AnyView> {
    let all = read.heard.said.iter().flat_map(|(source, said)| {
        said.findings.iter().map(move |finding| {
            let what_to_do = match finding {
                Finding::Closed { .. } => " Vérifiez votre SIRET.",
                _ => "",
            };
            format!("{}\u{a0}: {}{what_to_do}", source.name(), told(finding))
        })
    });
    let all: Vec<AnyView> = all.map(|text| view! { <li>{text}</li> }.into_any()).collect();
    (!all.is_empty()).then(|| {
        view! {
            <section aria-labelledby="autres" class="fr-mt-4w">
                <h2 class="fr-h4" id="autres">"Ce qu’elles disent encore"</h2>
                <ul>{all}</ul>
            </section>
        }
        .into_any()
    })
}

/// A finding in words, the same for who fills a dossier and who reads it.
fn told(finding: &Finding) -> String {
    let number = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    match finding {
        Finding::Closed { what, since } => {
            let what = match what {
                Closed::Establishment => "l’établissement est fermé",
                Closed::LegalPerson => "la personne morale a cessé son activité",
            };
            let since = since.map(|day| format!(" depuis le {}", french::date(day))).unwrap_or_default();
            format!("{what}{since}. L’ASP refuse une convention dans ce cas.")
        }
        Finding::OtherKind { said: Some(kind) } => format!("la structure y est connue comme {kind}."),
        Finding::OtherKind { said: None } => {
            "la structure n’y est pas connue comme structure d’insertion.".to_owned()
        }
        Finding::ConventionNotInForce => "la convention n’y est pas en vigueur.".to_owned(),
        Finding::Antenna(antenna) => {
            format!("une antenne, {}, à {} ({}).", antenna.name, antenna.commune, antenna.postcode)
        }
        Finding::OpenPosts(count) => {
            format!("{} aux candidatures.", french::count(number(*count), "poste ouvert", "postes ouverts"))
        }
        Finding::PeriodsMade(made) => {
            let total = french::count(
                number(made.total),
                "période d’immersion de vos salariés dans une autre entreprise",
                "périodes d’immersion de vos salariés dans d’autres entreprises",
            );
            let jobs = french::count(number(made.with_a_job), "suivie", "suivies");
            let at_least = if made.incomplete { "au moins " } else { "" };
            format!("{at_least}{total}, dont {at_least}{jobs} d’un emploi.")
        }
        Finding::ImmersionsHosted(count) => {
            let hosted = french::count(number(*count), "immersion accueillie", "immersions accueillies");
            format!("{hosted} depuis l’ouverture de ce service.")
        }
        Finding::ImmersionsPrescribed(count) => {
            let asked = french::count(number(*count), "immersion prescrite", "immersions prescrites");
            format!("{asked} l’an passé.")
        }
        Finding::ImmersionsPrescribedAtLeast(count) => {
            let asked = french::count(number(*count), "immersion prescrite", "immersions prescrites");
            format!("au moins {asked} l’an passé.")
        }
    }
}

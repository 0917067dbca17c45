//! `/dossiers/{id}/donnees`: what each source says of the dossier, what differs, what the structure says of it.

mod acts;
mod alerts;
mod all;
mod beside;
mod contradicted;
mod findings;
mod names;
mod proposed;
mod state;
mod values;
mod waiting;

use domain::{
    PersonId,
    dossier::DossierId,
    source::{Finding, Source},
    usecase::SourcesRead,
};
use form::{Path, french};
use leptos::prelude::*;

use super::taken;
use crate::{Page, filling::DossierBar};

pub(super) use alerts::{alert_to_service, alert_to_structure};
pub use beside::{CellOrigin, StepBeside, sources_extract, step_beside};
pub(super) use contradicted::{contradicted, in_short};
pub(super) use names::{name as datum_name, short};
pub(super) use state::progress;
pub(super) use values::{dated, shown};
pub(super) use waiting::waiting;

/// What the page is asked: one datum only, and why what was sent about it was refused.
#[derive(Clone, Debug, Default)]
pub struct AskedSources {
    /// The datum.
    pub of: Option<Path>,
    /// The source whose value was contested, what is wrong with what was said, and what was said.
    pub refused: Option<(Source, String, String)>,
    /// Whether the sources were just asked again.
    pub asked_again: bool,
    /// What was not done, the answer having changed since.
    pub moved: Option<Undone>,
}

/// What was asked of an answer and was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undone {
    /// Taking a value over.
    Taking,
    /// Keeping the answer.
    Keeping,
    /// Taking a row over, or leaving it.
    Row,
    /// Adding a row, and why the table takes none.
    Full(String),
}

/// What the sources say of a dossier, for a person.
#[must_use]
pub fn sources(id: DossierId, read: SourcesRead, me: PersonId, asked: AskedSources) -> Page {
    let title = match &asked.of {
        Some(path) if !read.holds(path) => return unknown(id),
        Some(path) if Finding::named(path).is_some() => names::name(&read, path),
        Some(path) => format!("D’où vient «\u{a0}{}\u{a0}»", names::name(&read, path)),
        None => "D’où viennent vos données".to_owned(),
    };
    let heading = title.clone();
    let title = if asked.refused.is_some() || asked.moved.is_some() {
        format!("Erreur\u{a0}: {title}")
    } else {
        title
    };
    Page::new(title, move || page(&Reading { id, read, me }, &heading, &asked))
}

/// The page of a datum that the form does not ask, with the way back.
fn unknown(id: DossierId) -> Page {
    let title = "Cette donnée n’existe pas dans ce dossier";
    let body = move || {
        view! {
            <div class="fr-container fr-py-6w">
                <h1>{title}</h1>
                <p class="fr-text--lead">"Le formulaire ne la demande pas, ou l’adresse est incomplète."</p>
                <ul class="fr-btns-group fr-btns-group--inline-md">
                    <li><a class="fr-btn" href=format!("/dossiers/{id}/donnees")>"Revenir aux données de votre dossier"</a></li>
                    <li><a class="fr-btn fr-btn--secondary" href=format!("/dossiers/{id}")>"Revenir aux étapes"</a></li>
                </ul>
            </div>
        }
        .into_any()
    };
    Page::new(title, body).with_status(404)
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
        Some(path) if Finding::named(path).is_some() => alerts::one(reading, path, asked),
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
            {asked.moved.as_ref().map(|what| undone(reading, asked.of.as_ref(), what))}
            {body}
        </div>
    }
    .into_any()
}

/// Says that nothing was done, and why.
fn undone(reading: &Reading, of: Option<&Path>, what: &Undone) -> AnyView {
    let answered = of.is_some_and(|path| reading.read.snapshot.value(path).is_some());
    let (title, why) = match what {
        Undone::Taking => return super::territories::refused(),
        Undone::Keeping if !answered => ("Rien n’a été fait", CHANGED.to_owned()),
        Undone::Keeping => ("Votre réponse n’a pas été gardée", CHANGED.to_owned()),
        Undone::Row => ("Rien n’a été fait", CHANGED.to_owned()),
        Undone::Full(why) => {
            ("La ligne n’a pas été reprise", format!("{why} Supprimez-en une, puis recommencez."))
        }
    };
    view! {
        <div class="fr-alert fr-alert--error fr-mb-3w" role="alert" id="refus" tabindex="-1">
            <h2 class="fr-alert__title">{title}</h2>
            <p>{why}</p>
        </div>
    }
    .into_any()
}

/// Why nothing was done with what moved since its page was made.
const CHANGED: &str = "Cette donnée a changé depuis que vous avez ouvert cette page. La voici telle qu’elle est maintenant\u{a0}: relisez-la, puis recommencez.";

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
        {taken::spared(read.spared()).map(|said| view! { <p>{said}</p> }.into_any())}
        <section aria-labelledby="etat">
            <h2 class="fr-h4" id="etat">"Sources interrogées"</h2>
            {asked.asked_again.then(|| view! { <div class="fr-alert fr-alert--success fr-alert--sm fr-mb-2w" role="status"><p>"Les sources sont interrogées de nouveau. Une source qui a déjà répondu aujourd’hui garde sa réponse du jour, et une source qui ne répond pas est réessayée à l’heure indiquée\u{a0}; ce que vous avez écrit ou confirmé n’est pas remplacé."</p></div> }.into_any())}
            {progress(*id, read)}
            {again}
        </section>
        {findings::findings(reading)}
        {read.snapshot.is_open().then(|| contradicted(*id, &read.trame, &read.snapshot, &read.still_contested))}
        {undecided(reading, asked)}
        {proposed::proposed(reading, asked)}
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
        (true, false, _) if read.decided().next().is_none() => {
            "Rien\u{a0}: les sources ne contredisent aucune de vos réponses.".to_owned()
        }
        (true, false, _) => {
            "Rien\u{a0}: vous avez choisi, ou elles écrivent la même chose autrement.".to_owned()
        }
        (false, _, false) => format!("{count}."),
        (false, _, true) => format!(
            "{count}. Gardez votre réponse, reprenez celle d’une source, ou signalez que la sienne est fausse\u{a0}: {}.",
            acts::who_reads(&read.snapshot)
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

/// What differs and on which a person decided, or is only written otherwise: folded, it can still be decided otherwise.
fn decided(reading: &Reading, asked: &AskedSources) -> Option<AnyView> {
    let each: Vec<AnyView> =
        reading.read.decided().map(|datum| values::section(reading, &datum.path, asked)).collect();
    let count = each.len();
    (count > 0).then(|| {
        let kept = french::count(count, "donnée décidée", "données décidées");
        let why = "Vous avez choisi, ou les sources écrivent la même chose autrement, ou la donnée ne se saisit pas dans le dossier.";
        view! {
            <section aria-labelledby="decide" class="fr-mt-4w">
                <h2 class="fr-h4" id="decide">{format!("Déjà décidé ({count})")}</h2>
                <details class="why sources__decided">
                    <summary>{format!("Afficher {kept}, avec ce que disent les sources")}</summary>
                    <p class="fr-text--sm fr-mt-1w">{why}</p>
                    {each}
                </details>
            </section>
        }
        .into_any()
    })
}

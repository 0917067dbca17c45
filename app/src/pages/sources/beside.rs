//! What the sources say, beside what is answered: of one question in short, and where the cells of a step come from.

use domain::{PersonId, dossier::DossierId, prefill::ranked, usecase::SourcesRead};
use form::{Path, french};
use leptos::prelude::*;
use serde::Serialize;

use super::{
    Reading,
    contradicted::STILL_CONTESTED,
    values::{contested, read_in, shown},
    waiting,
};
use crate::filling::provenance;

/// Where the answer of a cell comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CellOrigin {
    /// Key of its table.
    pub table: String,
    /// Identifier of its control.
    pub id: String,
    /// The answer as it is typed.
    pub typed: String,
    /// The answer as it is read.
    pub shown: String,
    /// The source and its day.
    pub origin: String,
}

/// What each source says of a question, the one that is believed first at the head, with the way to contradict it.
#[must_use]
pub fn sources_extract(id: DossierId, read: SourcesRead, me: PersonId, path: &Path) -> String {
    let reading = Reading { id, read, me };
    let owner = Owner::new();
    let html = owner.with(|| extract(&reading, path).to_html());
    owner.cleanup();
    html
}

fn extract(reading: &Reading, path: &Path) -> AnyView {
    let page = format!("/dossiers/{}/donnees?champ={path}", reading.id);
    let said = ranked(&reading.read.heard, path).into_iter().map(|(source, told)| {
        let (place, day, original) = read_in(told);
        let parts = [day, place].into_iter().filter(|part| !part.is_empty()).chain(original);
        let contest = reading.read.heard.contested.get(&(path.clone(), source));
        view! {
            <li class="fr-mb-1v">
                <strong>{shown(&reading.read, path, &told.known.value)}</strong> {format!(", {}", told.known.according(source))}
                <span class="fr-hint-text">{parts.collect::<Vec<_>>().join(" · ")}</span>
                {told.doubt.clone().map(|doubt| view! { <span class="fr-hint-text">{format!("À vérifier\u{a0}: {doubt}")}</span> }.into_any())}
                {contest.map(|contest| contested(reading, contest))}
            </li>
        }
        .into_any()
    });
    let said: Vec<AnyView> = said.collect();
    let list = (!said.is_empty()).then(|| {
        view! {
            <p class="context__name">"Ce que disent les sources"</p>
            <ul class="bare">{said}</ul>
        }
        .into_any()
    });
    let still = reading.read.still_contested.contains(path).then(|| {
        view! { <p class="fr-badge fr-badge--info fr-badge--sm">"Toujours dans votre dossier"</p> <p class="context__line">{format!("{STILL_CONTESTED}.")}</p> }
            .into_any()
    });
    view! {
        {still}
        {list}
        <p class="context__line"><a class="fr-link fr-link--sm" href=page>"Comparer les sources, signaler une erreur"</a></p>
    }
    .into_any()
}

/// What is to be known of the sources of a question, told under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// Identifier of the control.
    pub id: String,
    /// What is said: `Selon l’ASP : 12,00 ETP`.
    pub said: String,
    /// The page where it is decided.
    pub href: String,
    /// What leads there.
    pub link: &'static str,
}

/// What leads to a decision.
const DECIDE: &str = "Voir et décider";
/// What leads to what was decided.
const SEE: &str = "Voir";

/// What is told beside a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StepBeside {
    /// Where its cells come from, those alone that hold what a source gave.
    pub cells: Vec<CellOrigin>,
    /// What waits for a decision in it, as a part of a page; empty where nothing does.
    pub waiting: String,
    /// The same, question by question, and what is contested there; what is in a table is told with its table.
    pub offers: Vec<Offer>,
}

/// What is told beside a step of a dossier: where its cells come from, what sources say otherwise.
#[must_use]
pub fn step_beside(id: DossierId, read: &SourcesRead, step: &str) -> StepBeside {
    let Some(asked) = read.trame.step(step).filter(|_| read.may_fill) else {
        return StepBeside { cells: cells(read, step), ..StepBeside::default() };
    };
    let owner = Owner::new();
    let waits = read.waiting_in(asked);
    let told = owner.with(|| waiting(id, read, &waits).map(RenderHtml::to_html));
    owner.cleanup();
    let questions = waits.differing.iter().map(|datum| &datum.path).chain(&waits.proposed);
    let mut offers: Vec<Offer> = questions.filter_map(|path| offer(id, read, path)).collect();
    for contest in asked.fields.iter().filter_map(|field| contest(id, read, &field.path)) {
        match offers.iter_mut().find(|offer| offer.id == contest.id) {
            Some(offer) => offer.said = format!("{} {}", contest.said, offer.said),
            None => offers.push(contest),
        }
    }
    StepBeside { cells: cells(read, step), waiting: told.unwrap_or_default(), offers }
}

/// What the source that is believed first says otherwise of a question.
fn offer(id: DossierId, read: &SourcesRead, path: &Path) -> Option<Offer> {
    let field = read.trame.field(path).filter(|field| field.path == *path)?;
    let href = format!("/dossiers/{id}/donnees?champ={path}");
    if field.field_type.table().is_some() {
        let said = "Des sources proposent de quoi remplir ce tableau.".to_owned();
        return Some(Offer { id: path.control_id(), said, href, link: DECIDE });
    }
    if path.in_table().is_some() {
        return None;
    }
    let present = read.snapshot.value(path);
    let said = ranked(&read.heard, path);
    let (source, told) = said.into_iter().find(|(source, told)| {
        let contested = read.heard.contested.contains_key(&(path.clone(), *source));
        !contested && present.is_none_or(|value| !value.same_as(&told.known.value))
    })?;
    let value = shown(read, path, &told.known.value);
    Some(Offer {
        id: path.control_id(),
        said: format!("{}\u{a0}: {value}.", french::capital(&told.known.according(source))),
        href,
        link: DECIDE,
    })
}

/// That the structure says of a question that a source has it wrong; of a table, how many of its values.
fn contest(id: DossierId, read: &SourcesRead, question: &Path) -> Option<Offer> {
    let own = || read.heard.contested.keys().filter(|(path, _)| path.field() == *question);
    let (_, source) = own().next()?;
    let is_table = read.trame.field(question).is_some_and(|field| field.field_type.table().is_some());
    let still = read.still_contested.iter().any(|path| path.field() == *question);
    let kept = if still { ", et votre dossier la donne encore" } else { "" };
    let said = match own().count() {
        1 if !is_table => format!("Vous contestez cette donnée {}{kept}.", source.coming_from()),
        count if is_table => {
            format!("{} dans ce tableau.", french::count(count, "valeur contestée", "valeurs contestées"))
        }
        count => format!("Vous contestez ce qu’en disent {count} sources{kept}."),
    };
    let href = format!("/dossiers/{id}/donnees?champ={question}");
    Some(Offer { id: question.control_id(), said, href, link: SEE })
}

fn cells(read: &SourcesRead, step: &str) -> Vec<CellOrigin> {
    let fields = read.trame.step(step).into_iter().flat_map(|step| &step.fields);
    let tables = fields.filter(|field| field.field_type.table().is_some());
    let cells =
        tables.flat_map(|table| read.snapshot.answers_under(&table.path)).filter_map(|(path, answer)| {
            let field_type = &read.trame.field(path)?.field_type;
            let value = answer.value.as_ref().filter(|_| path.in_table().is_some())?;
            answer.origin.is_taken_over().then(|| CellOrigin {
                table: path.field().to_string(),
                id: path.control_id(),
                typed: french::typed(value, field_type),
                shown: french::value(value, field_type),
                origin: provenance(answer, "", None),
            })
        });
    cells.collect()
}

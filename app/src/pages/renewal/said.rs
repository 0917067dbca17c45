//! Where the answers of a step come from, and what sources say otherwise that nobody decided.

use domain::{
    dossier::renewal::{Compared, Pair},
    prefill::Differing,
    source::Source,
};
use form::Path;
use leptos::prelude::*;

use super::Reading;
use crate::{
    filling::{author, provenance},
    pages::sources::{dated, datum_name, shown, waiting},
};

/// Where what is said comes from, in the words of the check before sending: each way once.
pub(super) fn origins<'a>(reading: &Reading<'_>, pairs: impl Iterator<Item = &'a Pair>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for pair in pairs.filter(|pair| pair.now.is_some()) {
        let from = origin(reading, &pair.path);
        all.extend(from.filter(|from| !all.contains(from)));
    }
    all
}

fn origin(reading: &Reading<'_>, path: &Path) -> Option<String> {
    let read = &reading.read.sources;
    if !reading.program.trame().field(path)?.is_typed() {
        return Some("Calculé".to_owned());
    }
    let answer = read.snapshot.answers.get(path).filter(|answer| answer.value.is_some())?;
    Some(provenance(answer, &author(answer.by, reading.me, &read.names), None))
}

/// How many data of the step wait for a person, which they are, and what confirming does of them.
pub(super) fn notice(reading: &Reading<'_>) -> Option<AnyView> {
    waiting(reading.id, &reading.read.sources, &reading.waiting)
}

/// What sources say otherwise than an answer, or propose to a question.
pub(super) fn otherwise(reading: &Reading<'_>, compared: &Compared) -> Option<AnyView> {
    lines(reading, |path| path.field() == compared.path)
}

/// That the structure says the answer is false at its source, and answers it.
pub(super) fn contested(reading: &Reading<'_>, compared: &Compared) -> Option<AnyView> {
    let read = &reading.read.sources;
    let path = read.still_contested.iter().find(|path| path.field() == compared.path)?;
    Some(
        view! {
            <span class="fr-badge fr-badge--warning fr-badge--sm fr-badge--no-icon">"Contestée"</span> " "
            <a class="fr-link fr-link--sm" href=page_of(reading, path)>"Vous avez signalé cette valeur comme fausse\u{a0}: remplacez-la"</a>
        }
        .into_any(),
    )
}

/// What sources say otherwise of what the page has no line for.
pub(super) fn elsewhere(reading: &Reading<'_>) -> Option<AnyView> {
    let lines = lines(reading, |path| !reading.shows(path))?;
    Some(
        view! {
            <section class="fr-mt-3w">
                <h2 class="fr-h6 fr-mb-1w">"Autres données à décider"</h2>
                {lines}
            </section>
        }
        .into_any(),
    )
}

fn lines(reading: &Reading<'_>, wanted: impl Fn(&Path) -> bool) -> Option<AnyView> {
    let (waiting, read) = (&reading.waiting, &reading.read.sources);
    let differing = waiting.differing.iter().copied().filter(|datum| wanted(&datum.path));
    let mut lines: Vec<AnyView> = differing.map(|datum| line(reading, datum)).collect();
    for path in waiting.proposed.iter().filter(|path| wanted(path)) {
        let found = read.differing.iter().find(|datum| datum.proposed && datum.path == *path);
        lines.push(found.map_or_else(|| table(reading, path), |datum| line(reading, datum)));
    }
    (!lines.is_empty()).then(|| view! { <ul class="bare renewal__said">{lines}</ul> }.into_any())
}

/// « Selon l’ASP, livraison du 16/11/2026 : 14 », and the way to decide; a cell is named, for many stand in one table.
fn line(reading: &Reading<'_>, datum: &Differing) -> AnyView {
    let read = &reading.read.sources;
    let name = datum_name(read, &datum.path);
    let is_alone = datum.path.in_table().is_none() && reading.shows(&datum.path);
    let waits = datum.said.iter().filter(|(source, _)| datum.waiting.contains(source));
    let said = waits.map(|(source, told)| {
        let by = dated(read, *source, told).replacen(source.name(), with_article(*source), 1);
        let doubt = told.doubt.as_ref().map(|doubt| format!(" (à vérifier\u{a0}: {doubt})"));
        let value = shown(read, &datum.path, &told.known.value);
        view! { <span class="renewal__source">{format!("Selon {by}\u{a0}: ")} <strong>{value}</strong> {doubt}</span> " " }.into_any()
    });
    let said = said.collect_view();
    let titled = (!is_alone).then(|| format!("{name}. "));
    view! { <li class="fr-text--sm fr-mb-0">{titled} {said} {decide(reading, &datum.path, &name)}</li> }
        .into_any()
}

fn table(reading: &Reading<'_>, path: &Path) -> AnyView {
    let name = datum_name(&reading.read.sources, path);
    let titled = (!reading.shows(path)).then(|| format!("{name}. "));
    view! {
        <li class="fr-text--sm fr-mb-0">
            {titled} "Des sources proposent des lignes ou des cases, à vérifier. " {decide(reading, path, &name)}
        </li>
    }
    .into_any()
}

fn decide(reading: &Reading<'_>, path: &Path, name: &str) -> AnyView {
    let about = format!(" «\u{a0}{name}\u{a0}»");
    view! { <a class="fr-link fr-link--sm" href=page_of(reading, path)>"Décider" <span class="fr-sr-only">{about}</span></a> }
        .into_any()
}

fn page_of(reading: &Reading<'_>, path: &Path) -> String {
    format!("/dossiers/{}/donnees?champ={path}", reading.id)
}

/// A source as it is called in a sentence to its structure, after « selon ».
fn with_article(source: Source) -> &'static str {
    match source {
        Source::Previous => "votre dossier précédent",
        Source::Sister => "un autre dossier de votre structure cette année",
        other => other.with_article(),
    }
}

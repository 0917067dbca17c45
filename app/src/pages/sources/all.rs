//! All that sources say of a dossier, step by step, folded; and the cells of one table.

use domain::{dossier::Actor, prefill::ranked, usecase::SourcesRead};
use form::Path;
use leptos::prelude::*;

use super::{
    AskedSources, Reading,
    names::{by_step, cells_of, counted, row_name, same_row, short},
    proposed::{leave_all, row_acts, take_all_cells, take_all_rows},
    values::{dated, section, shown},
};
use crate::pages::history::label;

/// Longest value of the list, in characters: the page of the datum shows it whole.
const LONGEST: usize = 120;

/// Every datum that a source says, with where it comes from: each can be read, and contested, on its own page.
pub(super) fn all_data(reading: &Reading) -> Option<AnyView> {
    let steps = by_step(&reading.read);
    let count: usize = steps.iter().map(|(_, paths)| paths.len()).sum();
    let all = steps.iter().flat_map(|(_, paths)| paths);
    let held = all.filter(|path| unheld(&reading.read, path).is_none()).count();
    let each = steps.iter().map(|(step, paths)| {
        // Tables come last: what follows the title of one is of it.
        let (cells, alone): (Vec<&Path>, Vec<&Path>) =
            paths.iter().partition(|path| path.in_table().is_some());
        let alone = (!alone.is_empty())
            .then(|| lines(reading, &alone, |path| (label(&reading.read.trame, path), None)));
        let tables = cells.chunk_by(|one, other| one.field() == other.field());
        let tables: Vec<AnyView> = tables.map(|cells| table(reading, cells)).collect();
        view! {
            <h3 class="fr-h6 fr-mt-3w fr-mb-1w">{format!("{} ({})", step.title, paths.len())}</h3>
            {alone}
            {tables}
        }
        .into_any()
    });
    let each: Vec<AnyView> = each.collect();
    (count > 0).then(|| {
        view! {
            <section aria-labelledby="toutes" class="fr-mt-4w">
                <h2 class="fr-h4" id="toutes">{format!("Tout ce que disent les sources ({count})")}</h2>
                <p>{format!("{}, dont {held} dans votre dossier\u{a0}; chaque case d’un tableau en est une. ", counted(count))} "Chacune s’ouvre sur sa page\u{a0}: vous y lisez d’où elle vient, et pouvez signaler qu’elle est fausse."</p>
                <details class="why sources__all">
                    <summary>{format!("Afficher {}, étape par étape", counted(count))}</summary>
                    {each}
                </details>
            </section>
        }
        .into_any()
    })
}

/// A table: its rows, each with its cells.
fn table(reading: &Reading, cells: &[&Path]) -> AnyView {
    let Reading { id, read, .. } = reading;
    let table = cells[0].field();
    let title = label(&read.trame, &table);
    let rows = cells.chunk_by(|one, other| same_row(one, other)).map(|row| {
        let name = row_name(read, row[0]);
        let said = format!(" ({name})");
        let cells = lines(reading, row, |cell| {
            let column = read.trame.field(cell).map(|field| field.label.clone()).unwrap_or_default();
            (column, Some(said.clone()))
        });
        view! { <li><p class="renewal__row fr-mt-1w fr-mb-0">{name}</p>{cells}</li> }.into_any()
    });
    view! {
        <h4 class="fr-text--md fr-mt-2w fr-mb-0"><a href=format!("/dossiers/{id}/donnees?champ={table}")>{title}</a></h4>
        <ul class="bare">{rows.collect_view()}</ul>
    }
    .into_any()
}

/// Data one under the other: what each is called, its value, the source and its day.
fn lines(reading: &Reading, paths: &[&Path], named: impl Fn(&Path) -> (String, Option<String>)) -> AnyView {
    let Reading { id, read, .. } = reading;
    let each = paths.iter().filter_map(|path| {
        let said = ranked(&read.heard, path);
        let (source, told) = said.first()?;
        let value = short(&shown(read, path, &told.known.value), LONGEST);
        let (name, more) = named(path);
        let differs = read.differing.iter().any(|datum| datum.path == **path);
        let contested = said.iter().any(|(source, _)| {
            read.heard.contested.contains_key(&((*path).clone(), *source))
        });
        let others = match said.len() - 1 {
            0 => None,
            _ if differs => Some("les sources ou votre dossier disent autre chose"),
            1 => Some("une autre source dit la même chose"),
            _ => Some("d’autres sources disent la même chose"),
        };
        let others = others.or(differs.then_some("votre dossier dit autre chose"));
        Some(view! {
            <div class="answers__line">
                <dt><a href=format!("/dossiers/{id}/donnees?champ={path}")>{name}{more.map(|more| view! { <span class="fr-sr-only">{more}</span> }.into_any())}</a></dt>
                <dd class="answers__value">
                    {value}
                    <p class="origin">
                        <span class="origin__source origin__source--prefilled">{dated(read, *source, told)}</span>
                        {unheld(read, path).map(|why| view! { <strong>{why}</strong> }.into_any())}
                        {others.map(|others| view! { <span>{others}</span> }.into_any())}
                        {contested.then(|| view! { <strong>"contestée"</strong> }.into_any())}
                    </p>
                </dd>
            </div>
        }
        .into_any())
    });
    view! { <dl class="answers">{each.collect_view()}</dl> }.into_any()
}

/// Why what a source says first is not in the dossier; none where it is.
fn unheld(read: &SourcesRead, path: &Path) -> Option<&'static str> {
    let (_, told) = ranked(&read.heard, path).into_iter().next()?;
    let answer = read.snapshot.answers.get(path);
    let given = answer.is_some_and(|answer| answer.by != Actor::Application);
    let taken = answer.is_some_and(|answer| answer.origin.is_taken_over());
    match answer.and_then(|answer| answer.value.as_ref()) {
        _ if read.unasked.contains(path) => Some("question non posée dans ce dossier"),
        Some(value) if value.same_as(&told.known.value) => None,
        Some(_) if taken => Some("une autre source est reprise"),
        Some(_) => Some("remplacée par votre réponse"),
        None if given => Some("laissée sans réponse"),
        None if told.doubt.is_some() => Some("proposée, à vérifier"),
        None => Some("non reprise"),
    }
}

/// The page of a table, or of one of its rows: each cell that a source speaks of, row by row; none where none does.
pub(super) fn cells(reading: &Reading, of: &Path, asked: &AskedSources) -> Option<AnyView> {
    let rows = cells_of(&reading.read, of);
    let count: usize = rows.iter().map(Vec::len).sum();
    let each = rows.iter().enumerate().map(|(place, cells)| {
        let id = format!("ligne-{}", place + 1);
        let sections = cells.iter().map(|cell| section(reading, cell, asked));
        view! {
            <section aria-labelledby=id.clone()>
                <h2 class="fr-h5" id=id.clone()>{row_name(&reading.read, cells[0])}</h2>
                {row_acts(reading, cells[0])}
                {sections.collect_view()}
            </section>
        }
        .into_any()
    });
    let each: Vec<AnyView> = each.collect();
    (count > 0).then(|| {
        let rows = form::french::count(each.len(), "ligne", "lignes");
        view! { <p>{format!("{} d’au moins une source, en {rows}.", counted(count))}</p> <div class="sources__acts fr-mb-2w">{take_all_cells(reading, of)} {take_all_rows(reading, of)} {leave_all(reading, of)}</div> {each} }.into_any()
    })
}

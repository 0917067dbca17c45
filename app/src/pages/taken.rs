//! What is taken over from sources: how much of it, and of what a person took over, from whom, the record and the day.

use domain::dossier::{Actor, Answer, Snapshot};
use form::{Path, french};
use leptos::prelude::*;

use crate::filling::{DossierView, provenance};

/// What need not be typed, of all that is asked: said with the same words on each page.
pub(super) fn spared((taken, asked): (usize, usize)) -> Option<String> {
    let said = french::count(taken, "donnée reprise", "données reprises");
    let spares = format!("{said} sur {asked} demandées\u{a0}: vous n’avez pas à les saisir de nouveau.");
    (taken > 0).then_some(if taken > 1 { spares } else { spares.replace(" les saisir", " la saisir") })
}

/// `Repris de l’ASP, annexe …, au 16/11/2026, par Camille Martin le 27/11/2026`; nothing for what was typed, nor for
/// what the service took over by itself.
pub(super) fn taken_over(answer: &Answer, author: &str) -> Option<String> {
    let from = answer.origin.taken_from().filter(|_| answer.by != Actor::Application)?;
    answer.value.as_ref()?;
    let (day, _) = french::time_of_day(answer.at);
    Some(format!("Repris {from}, par {author} le {}", french::date(day)))
}

/// Where the cells of a table come from that hold what sources gave: `ASP, livraison du 16/11/2026 : 12 cases`; nothing
/// where people wrote all of it.
pub(super) fn of_table(snapshot: &Snapshot, table: &Path) -> Option<String> {
    let cells = snapshot.answers_under(table).filter(|(path, answer)| {
        let is_cell = path.in_table().is_some_and(|parts| parts.column.is_some());
        is_cell && answer.value.is_some() && answer.origin.is_taken_over()
    });
    let mut by: Vec<(String, usize)> = Vec::new();
    for (_, answer) in cells {
        let from = provenance(answer, "", None);
        match by.iter_mut().find(|(known, _)| *known == from) {
            Some((_, count)) => *count += 1,
            None => by.push((from, 1)),
        }
    }
    let said = by.into_iter().map(|(from, count)| {
        format!("{from}\u{a0}: {}", french::count(count, "case reprise", "cases reprises"))
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join(" · "))
}

/// The same of each table of a step, for who has no script: with one, each cell says it.
pub(super) fn without_script(dossier: &DossierView, step: &str) -> Option<AnyView> {
    let DossierView { id, trame, snapshot, .. } = dossier;
    let tables = trame.step(step)?.fields.iter().filter(|field| field.field_type.table().is_some());
    let lines = tables.filter_map(|table| {
        let said = of_table(snapshot, &table.path)?;
        let href = format!("/dossiers/{id}/donnees?champ={}", table.path);
        Some(view! { <li><a href=href>{table.label.clone()}</a> {format!("\u{a0}: {said}")}</li> }.into_any())
    });
    let lines: Vec<AnyView> = lines.collect();
    (!lines.is_empty()).then(|| {
        view! {
            <noscript>
                <section class="fr-container fr-pb-4w" aria-labelledby="sources-tableaux">
                    <h2 class="fr-h5" id="sources-tableaux">"D’où viennent les tableaux de cette étape"</h2>
                    <ul>{lines}</ul>
                </section>
            </noscript>
        }
        .into_any()
    })
}

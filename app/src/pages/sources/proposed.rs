//! What sources propose in doubt and nobody answered: questions one by one, tables in one line, rows to take over.

use domain::{dossier::DossierId, prefill::RowOffered, usecase::SourcesRead};
use form::{Path, french};
use leptos::prelude::*;

use super::{
    AskedSources, Reading,
    names::{name, row_name},
    values,
};

/// What is proposed and waits for a person; nothing when nothing is.
pub(super) fn proposed(reading: &Reading, asked: &AskedSources) -> Option<AnyView> {
    let read = &reading.read;
    let questions = read.proposals();
    let each = questions.iter().map(|path| match read.trame.field(path) {
        Some(field) if field.field_type.table().is_some() => table(reading, path),
        _ => values::section(reading, path, asked),
    });
    let each: Vec<AnyView> = each.collect();
    (!each.is_empty()).then(|| {
        view! {
            <section aria-labelledby="proposees" class="fr-mt-4w">
                <h2 class="fr-h4" id="proposees" tabindex="-1">{format!("Proposées, à vérifier ({})", each.len())}</h2>
                <p>"Personne n’a répondu à ces questions, et une source propose une réponse sans être sûre qu’elle vous convienne\u{a0}: rien n’est écrit à votre place. Reprenez-la, laissez la question sans réponse, ou signalez que cette valeur est fausse."</p>
                {each}
            </section>
        }
        .into_any()
    })
}

/// A table: how many of its rows and cells are proposed, and where they are seen.
fn table(reading: &Reading, table: &Path) -> AnyView {
    let Reading { id, read, .. } = reading;
    let rows: Vec<&RowOffered> = waiting_rows(read, table).collect();
    let cells = read.differing.iter().filter(|datum| datum.proposed && !datum.is_decided());
    let cells = cells.filter(|datum| datum.path.field() == *table).count();
    let mut distinct: Vec<&Path> = rows.iter().map(|offered| &offered.row).collect();
    distinct.dedup();
    let parts = [
        (distinct.len(), ("ligne proposée", "lignes proposées")),
        (cells, ("case proposée", "cases proposées")),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, (one, many))| french::count(count, one, many)).collect();
    let mut sources: Vec<String> =
        rows.iter().map(|offered| offered.known.according(offered.source)).collect();
    sources.sort_unstable();
    sources.dedup();
    let by = if sources.is_empty() { String::new() } else { format!(", {}", sources.join(", ")) };
    let title = name(read, table);
    let page = format!("/dossiers/{id}/donnees?champ={table}");
    let about = format!(" «\u{a0}{title}\u{a0}»");
    view! {
        <section class="sources__datum fr-mb-4w">
            <h3 class="fr-h6"><a href=page.clone()>{title}</a></h3>
            <p class="fr-mb-1w">{format!("{}{by}.", parts.join(" et "))}</p>
            {(cells > 0 && read.may_fill).then(|| take_all(*id, read, table, &about))}
            <p class="fr-mb-0"><a class="fr-link fr-link--sm" href=page>"Les voir, reprendre celles qui conviennent" <span class="fr-sr-only">{about}</span></a></p>
        </section>
    }
    .into_any()
}

/// Taking over all the cells that are proposed to a table.
fn take_all(id: DossierId, read: &SourcesRead, table: &Path, about: &str) -> AnyView {
    view! {
        <form method="post" action=format!("/dossiers/{id}/donnees") class="fr-mb-1w">
            <input type="hidden" name="champ" value=table.to_string()/>
            <input type="hidden" name="retour" value="liste"/>
            <input type="hidden" name="_vu" value=read.snapshot.seq.to_string()/>
            <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit" name="acte" value="reprendre-tout">"Tout reprendre" <span class="fr-sr-only">{about.to_owned()}</span></button>
        </form>
    }
    .into_any()
}

fn waiting_rows<'a>(read: &'a SourcesRead, table: &'a Path) -> impl Iterator<Item = &'a RowOffered> {
    read.rows.iter().filter(move |offered| offered.waits && offered.row.field() == *table)
}

/// What can be done with a row that is not in the dossier, on the page of its table; nothing for one that is.
pub(super) fn row_acts(reading: &Reading, cell: &Path) -> Option<AnyView> {
    let read = &reading.read;
    let row = cell.own_row()?;
    let offered: Vec<&RowOffered> = read.rows.iter().filter(|offered| offered.row == row).collect();
    let waits = offered.iter().any(|offered| offered.waits);
    let named = row_name(read, cell);
    let table = name(read, &row.field());
    let title = format!(" «\u{a0}{named}\u{a0}», {table}");
    let take = offered.iter().filter(|offered| read.may_take(offered)).map(|offered| {
        let source = offered.source;
        let about = format!("{title}, {}", source.according());
        let hidden = view! { <input type="hidden" name="source" value=source.code()/> }.into_any();
        button(reading, &row, hidden, ("reprendre-ligne", "Reprendre cette ligne", about))
    });
    let take: Vec<AnyView> = take.collect();
    let leave = (waits && read.is_writable(&row)).then(|| {
        button(reading, &row, ().into_any(), ("laisser-lignes", "Laisser cette ligne", title.clone()))
    });
    let full = read.full.contains(&row.field()).then_some(" Le tableau a toutes les lignes qu’il accepte.");
    (!offered.is_empty()).then(|| {
        view! {
            <p class="fr-mb-1w">"Cette ligne n’est pas dans votre dossier." {full}</p>
            <div class="sources__acts fr-mb-2w">{take} {leave}</div>
        }
        .into_any()
    })
}

/// What leaves all the rows of a table that wait, where several do.
pub(super) fn leave_all(reading: &Reading, table: &Path) -> Option<AnyView> {
    let read = &reading.read;
    let table = table.field();
    let mut rows: Vec<&Path> = waiting_rows(read, &table).map(|offered| &offered.row).collect();
    rows.dedup();
    let writable = rows.iter().all(|row| read.is_writable(row));
    (rows.len() > 1 && writable).then(|| {
        let said = format!("Laisser les {} lignes proposées", rows.len());
        let about = format!(" «\u{a0}{}\u{a0}»", name(read, &table));
        button(reading, &table, ().into_any(), ("laisser-lignes", &said, about))
    })
}

/// What takes over all the cells that are proposed to a table, where several are.
pub(super) fn take_all_cells(reading: &Reading, table: &Path) -> Option<AnyView> {
    let read = &reading.read;
    let table = table.field();
    let cells = read.cells_proposed(&table).count();
    (cells > 1).then(|| {
        let said = format!("Reprendre les {cells} cases proposées");
        let about = format!(" «\u{a0}{}\u{a0}»", name(read, &table));
        button(reading, &table, ().into_any(), ("reprendre-tout", &said, about))
    })
}

/// What takes over all the rows of a table that wait, where several do: of each, what the first source says.
pub(super) fn take_all_rows(reading: &Reading, table: &Path) -> Option<AnyView> {
    let read = &reading.read;
    let table = table.field();
    let mut rows: Vec<&Path> = waiting_rows(read, &table)
        .filter(|offered| read.may_take(offered))
        .map(|offered| &offered.row)
        .collect();
    rows.dedup();
    (rows.len() > 1).then(|| {
        let said = format!("Reprendre les {} lignes proposées", rows.len());
        let about = format!(" «\u{a0}{}\u{a0}»", name(read, &table));
        button(reading, &table, ().into_any(), ("reprendre-lignes", &said, about))
    })
}

/// A form of one button, about a row or a table.
fn button(
    reading: &Reading,
    of: &Path,
    hidden: AnyView,
    (act, said, about): (&'static str, &str, String),
) -> AnyView {
    view! {
        <form method="post" action=format!("/dossiers/{}/donnees", reading.id)>
            <input type="hidden" name="champ" value=of.to_string()/>
            <input type="hidden" name="_vu" value=reading.read.snapshot.seq.to_string()/>
            {hidden}
            <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit" name="acte" value=act>{said.to_owned()} <span class="fr-sr-only">{about}</span></button>
        </form>
    }
    .into_any()
}

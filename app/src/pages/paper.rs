//! An official paper of a dossier, to read and to print: `…/courriers/{papier}`.

use domain::paper::{Block, Cells, Paper, PaperKind};
use form::french;
use leptos::prelude::*;

use super::from_list::{FromList, kept, nav};
use crate::Page;

/// A paper; where one goes back to, with the name of that place; where its file is, with its weight in bytes; the list
/// that an agent came from.
#[must_use]
pub fn paper(
    paper: Paper,
    back: (String, &'static str),
    file: Option<(String, u64)>,
    list: Option<FromList>,
) -> Page {
    let title =
        if paper.on.is_some() { paper.title.clone() } else { format!("Projet\u{a0}: {}", paper.title) };
    Page::new(title, move || page(&paper, back, file, list.as_ref()))
}

fn page(
    paper: &Paper,
    (back, place): (String, &'static str),
    file: Option<(String, u64)>,
    list: Option<&FromList>,
) -> AnyView {
    let around = list.map(|list| nav(Some(list)));
    let back = kept(FromList::words(list), back);
    let to =
        paper.to.iter().map(|line| view! { <span>{line.clone()}</span> <br/> }.into_any()).collect_view();
    let on = paper.on.map_or_else(
        || "Projet, sans effet tant que la décision n’est pas prise".to_owned(),
        |day| format!("Le {}", french::long_date(day)),
    );
    let blocks = paper.blocks.iter().map(block).collect_view();
    let file = file.map(|(address, weight)| {
        let detail = format!("PDF – {}", french::weight(weight));
        view! {
            <p class="paper__file"><a class="fr-link fr-link--download" href=address>"Télécharger" " " <span class="fr-link__detail">{detail}</span></a></p>
        }
        .into_any()
    });
    let number = paper.number.as_ref().map(|number| format!("{number} – ")).unwrap_or_default();
    let foot = format!("{number}Modèle {}", paper.model);
    view! {
        <div class="fr-container fr-py-4w">
            {around}
            <p class="fr-mb-2w paper__back"><a class="fr-link" href=back>{place}</a></p>
            {file}
            <article class="paper">
                <div class="paper__head">
                    <p class="paper__authority">{paper.authority.clone()}</p>
                    <p class="paper__to">{to}</p>
                </div>
                <p>{paper.service.clone()} <br/> {format!("Référence\u{a0}: {}", paper.reference)} <br/> {on}</p>
                <h1 class="fr-h3">{paper.title.clone()}</h1>
                {blocks}
                <p class="fr-text--xs paper__foot">{foot}</p>
            </article>
            <button class="fr-btn fr-btn--secondary" type="button" data-print="" hidden>"Imprimer"</button>
        </div>
    }
    .into_any()
}

/// A part of a paper.
pub(super) fn block(block: &Block) -> AnyView {
    match block {
        Block::Heading(text) => view! { <h2 class="fr-h6 fr-mt-3w fr-mb-1w">{text.clone()}</h2> }.into_any(),
        Block::Paragraph(text) => view! { <p>{text.clone()}</p> }.into_any(),
        Block::List(items) => {
            let items = items.iter().map(|item| view! { <li>{item.clone()}</li> }.into_any());
            view! { <ul>{items.collect_view()}</ul> }.into_any()
        }
        Block::Fields(fields) => {
            let lines = fields.iter().map(|(name, value)| {
                view! { <div class="answers__line"><dt>{name.clone()}</dt> <dd>{value.clone()}</dd></div> }.into_any()
            });
            view! { <dl class="answers">{lines.collect_view()}</dl> }.into_any()
        }
        Block::Table { caption, cells, heads, rows } => table(caption, *cells, heads, rows),
        Block::Signatures(names) => {
            let line = |line: &str| view! { <p>{line.to_owned()}</p> }.into_any();
            let names = names
                .iter()
                .map(|name| view! { <div>{name.lines().map(line).collect_view()}</div> }.into_any());
            view! { <div class="paper__signatures">{names.collect_view()}</div> }.into_any()
        }
    }
}

fn table(caption: &str, cells: Cells, heads: &[String], rows: &[Vec<String>]) -> AnyView {
    let class = match cells {
        Cells::Numbers => "paper__table",
        Cells::Texts => "paper__table paper__table--texts",
    };
    let heads = heads.iter().map(|head| view! { <th scope="col">{head.clone()}</th> }.into_any());
    let rows = rows.iter().map(|row| {
        let first = row.first().cloned().unwrap_or_default();
        let rest = row.iter().skip(1).map(|cell| view! { <td>{cell.clone()}</td> }.into_any());
        view! { <tr><th scope="row">{first}</th> {rest.collect_view()}</tr> }.into_any()
    });
    view! {
        <table class=class>
            <caption>{caption.to_owned()}</caption>
            <thead><tr>{heads.collect_view()}</tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// The ways to the papers that are there, which keep the list that an agent came from.
pub(super) fn links(papers: &[PaperKind], of: &str, list: Option<&FromList>) -> Option<AnyView> {
    let each = papers.iter().map(|kind| (kind.code().to_owned(), kind.label().to_owned()));
    ways(each, of, list)
}

/// The ways to the papers of decisions that were taken up again.
pub(super) fn past_links(
    papers: &[(PaperKind, usize)],
    of: &str,
    list: Option<&FromList>,
) -> Option<AnyView> {
    let each = papers.iter().map(|(kind, place)| {
        (format!("{}-{place}", kind.code()), format!("{}, décision reprise", kind.label()))
    });
    ways(each, of, list)
}

fn ways(each: impl Iterator<Item = (String, String)>, of: &str, list: Option<&FromList>) -> Option<AnyView> {
    let items = each.map(|(code, label)| {
        let href = kept(FromList::words(list), format!("{of}/courriers/{code}"));
        view! { <li><a class="fr-link" href=href>{label}</a></li> }.into_any()
    });
    let items: Vec<AnyView> = items.collect();
    (!items.is_empty()).then(|| view! { <ul>{items.collect_view()}</ul> }.into_any())
}

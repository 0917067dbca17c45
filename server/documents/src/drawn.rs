//! A paper as its template reads it.

use domain::paper::{Block, Cells, Paper};
use form::french;
use serde::Serialize;

use crate::letters::Letters;

/// What the template reads.
#[derive(Serialize)]
pub struct Drawn {
    /// Lines of the institution's name, in the block mark.
    authority: Vec<String>,
    service: String,
    to: Vec<String>,
    title: String,
    reference: String,
    number: Option<String>,
    model: u16,
    /// The day, in words; none for a draft.
    on: Option<String>,
    /// The same, as the file says it: year, month, day.
    day: Option<[i16; 3]>,
    /// Whether it has no effect any more.
    void: bool,
    blocks: Vec<Part>,
}

/// A block; `kind` says which.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Part {
    Heading { text: String },
    Paragraph { text: String },
    List { items: Vec<String> },
    Fields { fields: Vec<[String; 2]> },
    Table { caption: String, numbers: bool, heads: Vec<String>, rows: Vec<Vec<String>> },
    Signatures { names: Vec<String> },
}

impl Drawn {
    /// The same in letters that the fonts have.
    pub fn of(paper: &Paper, letters: &Letters) -> Self {
        let text = |text: &str| letters.written(text);
        let on = paper.on;
        Self {
            authority: lines(&text(&paper.authority)),
            service: text(&paper.service),
            to: paper.to.iter().map(|line| text(line)).collect(),
            title: text(&paper.title),
            reference: paper.reference.to_string(),
            number: paper.number.as_deref().map(text),
            model: paper.model,
            on: on.map(|day| text(&french::long_date(day))),
            day: on.map(|day| [day.year(), i16::from(day.month()), i16::from(day.day())]),
            void: paper.void,
            blocks: paper.blocks.iter().map(|block| part(block, letters)).collect(),
        }
    }
}

/// An institution's name over its lines: `PRÉFET` / `DU FINISTÈRE`, `RÉPUBLIQUE` / `FRANÇAISE`.
fn lines(name: &str) -> Vec<String> {
    let parts = name.split(", ");
    parts
        .enumerate()
        .flat_map(|(place, part)| match part.split_once(' ').filter(|_| place == 0) {
            Some((first, rest)) => vec![first.to_owned(), rest.to_owned()],
            None => vec![part.to_owned()],
        })
        .collect()
}

fn part(block: &Block, letters: &Letters) -> Part {
    let text = |text: &String| letters.written(text);
    let texts = |all: &[String]| all.iter().map(text).collect::<Vec<String>>();
    match block {
        Block::Heading(heading) => Part::Heading { text: text(heading) },
        Block::Paragraph(paragraph) => Part::Paragraph { text: text(paragraph) },
        Block::List(items) => Part::List { items: texts(items) },
        Block::Fields(fields) => {
            Part::Fields { fields: fields.iter().map(|(name, value)| [text(name), text(value)]).collect() }
        }
        Block::Table { caption, cells, heads, rows } => Part::Table {
            caption: text(caption),
            numbers: *cells == Cells::Numbers,
            heads: texts(heads),
            rows: rows.iter().map(|row| texts(row)).collect(),
        },
        Block::Signatures(names) => Part::Signatures { names: texts(names) },
    }
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn the_name_of_an_institution_is_cut_as_the_block_mark_wants_it() {
        for (name, cut) in [
            ("République française", &["République", "française"][..]),
            ("Préfet du Finistère", &["Préfet", "du Finistère"]),
            (
                "Préfet de la région d’Île-de-France, préfet de Paris",
                &["Préfet", "de la région d’Île-de-France", "préfet de Paris"],
            ),
        ] {
            assert_eq!(lines(name), cut);
        }
    }
}

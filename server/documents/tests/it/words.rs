//! Model 1 of the letters, word by word: another word is another model (`docs/adr/0022`).

use domain::paper::{Block, Paper};

use crate::story;

/// All that a paper says, line by line.
pub fn lines(paper: &Paper) -> Vec<String> {
    let mut lines = vec![paper.authority.clone(), paper.service.clone()];
    lines.extend(paper.to.clone());
    lines.push(paper.title.clone());
    lines.extend(paper.number.clone());
    for block in &paper.blocks {
        match block {
            Block::Heading(text) | Block::Paragraph(text) => lines.push(text.clone()),
            Block::List(items) => lines.extend(items.clone()),
            Block::Signatures(items) => {
                lines.extend(items.iter().flat_map(|name| name.lines().map(str::to_owned)));
            }
            Block::Fields(fields) => {
                lines.extend(fields.iter().map(|(name, value)| format!("{name} | {value}")));
            }
            Block::Table { caption, heads, rows, .. } => {
                lines.push(caption.clone());
                lines.push(heads.join(" | "));
                lines.extend(rows.iter().map(|row| row.join(" | ")));
            }
        }
    }
    lines
}

#[test]
fn the_letters_of_model_1_say_what_they_always_said() {
    let [acknowledgement, convention, refusal, _] = story::papers();
    let mut others = Vec::new();
    for (paper, known) in [
        (acknowledgement, include_str!("../words/accuse-de-reception-1.txt")),
        (convention, include_str!("../words/convention-1.txt")),
        (refusal, include_str!("../words/refus-1.txt")),
    ] {
        let said = lines(&paper).join("\n") + "\n";
        let name = format!("{}-{}.txt", paper.kind.code(), paper.model);
        let fresh = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(&name);
        std::fs::write(&fresh, &said).expect("a file");
        others.extend((said != known).then_some((fresh, said)));
    }
    assert!(others.is_empty(), "these say something else: {others:#?}");
}

#[test]
fn the_dossier_says_each_question_with_its_answer_and_where_it_comes_from() {
    let said = lines(&story::dossier());
    let starts = |start: &str| said.iter().any(|line| line.starts_with(start));
    for start in [
        "République française",
        "DDETS du Finistère",
        "Transmise le | 3\u{a0}décembre\u{a0}2026 à 10:00, heure de Paris",
        "Question | Réponse | D’où elle vient",
        "Dossier ACI 2027, version 1",
        "Points relevés",
        "Document | Répond à | Nature et poids",
        "comptes 2026.pdf | ",
    ] {
        assert!(starts(start), "{start}: {said:#?}");
    }
    let answer = |end: &str| said.iter().any(|line| line.ends_with(end));
    for end in [
        " | Association Les Jardins de l’Odet | ASP, 16/11/2026",
        " | 7,95\u{a0}ETP | Saisi le 03/12/2026",
        " | Calculé",
        "PDF, 120,6\u{a0}ko",
    ] {
        assert!(answer(end), "{end}: {said:#?}");
    }
}

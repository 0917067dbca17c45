//! The papers drawn: their amounts, what a reader that speaks needs, the same bytes each time.

use std::path::PathBuf;

use documents::{FONTS, Press};
use domain::paper::{Block, Paper};
use form::Date;

use crate::{
    reader::{Pdf, plain},
    story, words,
};

/// Where the State's fonts are; none when nobody installed them and nobody says that they are there.
fn folder() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("FONTS") {
        return Some(PathBuf::from(named));
    }
    let installed = "../../end2end/node_modules/@gouvfr/dsfr/dist/fonts";
    let installed = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(installed);
    installed.is_dir().then_some(installed)
}

fn press() -> Option<Press> {
    let Some(folder) = folder() else {
        eprintln!("the State's fonts are not installed: nothing is drawn");
        return None;
    };
    let read = |name| std::fs::read(folder.join(format!("{name}.woff2"))).expect("a font of the folder");
    let fonts = FONTS.map(read);
    Some(Press::new(fonts.iter().map(Vec::as_slice)).expect("right fonts"))
}

fn drawn(press: &Press, paper: &Paper) -> Vec<u8> {
    press.draw(paper).unwrap_or_else(|error| panic!("{}: {error}", paper.title))
}

#[test]
fn papers_are_drawn_as_pdf_that_everybody_reads() {
    let Some(press) = press() else { return };
    for paper in story::papers() {
        let bytes = drawn(&press, &paper);
        assert!(drawn(&press, &paper) == bytes, "{}: the same bytes", paper.title);
        if let Some(kept) = std::env::var_os("PAPERS") {
            std::fs::write(PathBuf::from(kept).join(format!("{}.pdf", paper.kind.code())), &bytes)
                .expect("the folder is there");
        }
        let pdf = Pdf::read(&bytes);
        let is = |names: &[&str], text: &str| {
            let found = format!("{:?}", pdf.under(names));
            assert!(found.contains(text), "{}: {names:?} is {found}", paper.title);
        };
        is(&["Lang"], "fr-FR");
        is(&["MarkInfo", "Marked"], "true");
        is(&["ViewerPreferences", "DisplayDocTitle"], "true");
        let metadata = pdf.metadata();
        assert!(metadata.contains("<pdfuaid:part>1</pdfuaid:part>"), "{metadata}");
        assert!(metadata.contains(&paper.title), "{metadata}");
        assert_eq!(pdf.fonts_outside(), [""; 0], "{}", paper.title);
        structure(&pdf, &paper);
        let last = pdf.pages();
        let foot = plain(&format!("Page {last} sur {last}"));
        assert!(pdf.text(last).contains(&foot), "{foot}: {}", pdf.text(last));
        for page in 1..=last {
            let text = pdf.text(page);
            assert!(text.contains("modèle 1") && text.contains("IAE-2027-29-ACI-7K3M9Q"), "{page}: {text}");
        }
    }
}

/// That the tree says what the eye sees: one title, the headings, the tables with their heads, the marks in words.
fn structure(pdf: &Pdf, paper: &Paper) {
    let elements = pdf.elements();
    let many = |role: &str| elements.iter().filter(|(found, _)| found == role).count();
    let blocks = |wanted: fn(&Block) -> bool| paper.blocks.iter().filter(|block| wanted(block)).count();
    assert_eq!(many("H1"), 1);
    assert_eq!(many("H2"), blocks(|block| matches!(block, Block::Heading(_))), "{}", paper.title);
    let tables = blocks(|block| matches!(block, Block::Table { .. }));
    assert_eq!(many("Caption"), tables, "{}", paper.title);
    assert_eq!(many("Table"), tables + blocks(|block| matches!(block, Block::Fields(_))), "{}", paper.title);
    let mut heads = 0;
    for block in &paper.blocks {
        heads += match block {
            Block::Table { heads, rows, .. } => heads.len() + rows.len(),
            Block::Fields(fields) => fields.len(),
            _ => 0,
        };
    }
    assert_eq!(many("TH"), heads, "a head a column and a row: {}", paper.title);
    let figures: Vec<_> = elements.iter().filter(|(role, _)| role == "Figure").collect();
    assert_eq!(figures.len(), 2, "the marks of the State");
    assert!(figures.iter().all(|(_, figure)| figure.get(b"Alt").is_ok()), "{figures:?}");
}

#[test]
fn what_is_drawn_says_every_word_and_every_amount_of_the_paper() {
    let Some(press) = press() else { return };
    let [acknowledgement, convention, refusal, _] = story::papers();
    for paper in [acknowledgement, convention, refusal] {
        let pdf = Pdf::read(&drawn(&press, &paper));
        let text = (1..=pdf.pages()).map(|page| pdf.text(page)).collect::<Vec<_>>().join(" ");
        // A line may be cut where the page is full, a cell where its column is: word by word.
        let mut rest = text.split(' ').collect::<Vec<_>>();
        for line in words::lines(&paper) {
            for word in plain(&line).split(' ').filter(|word| *word != "|") {
                let upper = word.to_uppercase();
                let place = rest.iter().position(|found| *found == word || *found == upper);
                rest.remove(place.unwrap_or_else(|| panic!("{}: {word} of {line}: {text}", paper.title)));
            }
        }
    }
    let convention = story::papers()[1].clone();
    let pdf = Pdf::read(&drawn(&press, &convention));
    let text = (1..=pdf.pages()).map(|page| pdf.text(page)).collect::<Vec<_>>().join(" ");
    for amount in ["109 402,64 €", "5 470,13 €", "114 872,77 €", "7,95 ETP", "Projet"] {
        assert_eq!(text.contains(amount), amount != "Projet", "{amount}: {text}");
    }
}

#[test]
fn what_was_pasted_in_letters_that_no_font_has_is_drawn_all_the_same() {
    let Some(press) = press() else { return };
    let mut paper = story::papers()[0].clone();
    paper.on = None;
    let pasted = "Coche\u{301} ✅ 漢字 \u{202e}envers\u{202c} \u{0}\u{7}\t\u{feff}fin\u{e000} 𝔸 👩\u{200d}🌾 #set $x$ *gras*";
    paper.blocks = vec![Block::Paragraph(pasted.to_owned()), Block::Heading("漢".to_owned())];
    let text = Pdf::read(&drawn(&press, &paper)).text(1);
    for said in ["Coché ? ?? envers fin? ? ?? #set $x$ *gras*", "Projet, sans effet"] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn a_long_table_says_its_heads_again_on_each_page_and_the_file_bears_the_day_of_the_paper() {
    let Some(press) = press() else { return };
    let paper = story::dossier();
    let pdf = Pdf::read(&drawn(&press, &paper));
    assert!(pdf.pages() > 4, "{} pages", pdf.pages());
    let with = (1..=pdf.pages()).filter(|page| pdf.text(*page).contains("Question Réponse D’où elle vient"));
    assert!(with.count() > 3);
    assert!(pdf.metadata().contains("2026-12-03"), "{}", pdf.metadata());
    let mut later = paper.clone();
    later.on = Some(Date::constant(2027, 1, 4));
    assert!(Pdf::read(&drawn(&press, &later)).metadata().contains("2027-01-04"));
}

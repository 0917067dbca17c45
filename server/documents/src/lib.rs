//! Official papers drawn as accessible PDF (PDF/UA-1), by one template a model.
//!
//! The same paper and the same fonts are the same bytes: neither the clock nor the machine has a say.

mod drawn;
mod font;
mod letters;
mod world;

use domain::paper::Paper;
use typst::{
    Feature, Library, LibraryExt,
    diag::SourceDiagnostic,
    foundations::{Bytes, Smart},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

pub use font::{BadFont, unpacked};
use letters::Letters;
use world::World;

/// Fonts that the templates ask for, by the names that the design system gives their files.
pub const FONTS: [&str; 2] = ["Marianne-Regular", "Marianne-Bold"];

/// How many drawings ago the press forgets what it worked out: enough for what pages share, little to keep.
const REMEMBERED: usize = 4;

/// What draws papers; made once, for its fonts.
pub struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    letters: Letters,
}

/// A paper that could not be drawn: a fault of ours.
#[derive(Debug, thiserror::Error)]
#[error("the paper could not be drawn: {0}")]
pub struct NotDrawn(String);

impl Press {
    /// A press with its fonts, each a whole file as the web carries it (WOFF2).
    pub fn new<'a>(fonts: impl IntoIterator<Item = &'a [u8]>) -> Result<Self, BadFont> {
        let read = |font| Font::new(Bytes::new(unpacked(font)?), 0).ok_or(BadFont);
        let fonts = fonts.into_iter().map(read).collect::<Result<Vec<Font>, BadFont>>()?;
        let letters = Letters::of(&fonts).ok_or(BadFont)?;
        // Cells that say what their row is about are told as such.
        let library = Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build();
        let book = FontBook::from_fonts(&fonts);
        Ok(Self { library: LazyHash::new(library), book: LazyHash::new(book), fonts, letters })
    }

    /// Draws a paper. What it says in letters that the fonts lack is drawn with a sign in their place.
    pub fn draw(&self, paper: &Paper) -> Result<Vec<u8>, NotDrawn> {
        let drawn = serde_json::to_vec(&drawn::Drawn::of(paper, &self.letters));
        let world = World::new(self, paper.model, drawn.map_err(|error| NotDrawn(error.to_string()))?)
            .ok_or_else(|| NotDrawn(format!("no model {}", paper.model)))?;
        let made = typst::compile::<PagedDocument>(&world).output.and_then(|document| {
            let standards = PdfStandards::new(&[PdfStandard::Ua_1]).expect("one standard agrees with itself");
            // The document is known by what it is, whatever its title becomes.
            let ident = Smart::Custom(format!("{} {}", paper.reference, paper.kind.code()));
            typst_pdf::pdf(&document, &PdfOptions { ident, standards, ..PdfOptions::default() })
        });
        typst::comemo::evict(REMEMBERED);
        made.map_err(|errors| NotDrawn(said(&errors)))
    }
}

fn said(errors: &[SourceDiagnostic]) -> String {
    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ")
}

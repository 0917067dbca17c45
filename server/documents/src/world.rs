//! What the template may read: itself, the paper, the State's marks, fonts. No folder, no network, no clock.

use typst::{
    Library,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use crate::Press;

/// The template of each model of paper. A model that was in use is never changed for another look.
const TEMPLATES: [(u16, &str); 1] = [(1, include_str!("../templates/paper-1.typ"))];

/// The marks of the State's block mark, as the design system draws them.
const MARKS: [(&str, &[u8]); 2] = [
    ("marianne.svg", include_bytes!("../templates/marianne.svg")),
    ("devise.svg", include_bytes!("../templates/devise.svg")),
];

/// What one drawing reads.
pub struct World<'a> {
    press: &'a Press,
    template: Source,
    paper: Bytes,
}

impl<'a> World<'a> {
    /// The world of a paper in JSON, for its model; none for a model that has no template.
    pub fn new(press: &'a Press, model: u16, paper: Vec<u8>) -> Option<Self> {
        let (_, text) = TEMPLATES.iter().find(|(known, _)| *known == model)?;
        let path = VirtualPath::new(format!("paper-{model}.typ")).ok()?;
        let id = RootedPath::new(VirtualRoot::Project, path).intern();
        Some(Self { press, template: Source::new(id, (*text).to_owned()), paper: Bytes::new(paper) })
    }
}

impl typst::World for World<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = id.vpath().get_without_slash();
        if name == "paper.json" {
            return Ok(self.paper.clone());
        }
        let mark = MARKS.iter().find(|(known, _)| *known == name);
        mark.map(|(_, bytes)| Bytes::new(*bytes)).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

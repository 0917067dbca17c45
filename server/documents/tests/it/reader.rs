//! A PDF as a reader sees it: what it is, its tree of structure, its text.

use lopdf::{Dictionary, Document, Object};

/// A PDF that was read.
pub struct Pdf(Document);

impl Pdf {
    /// Reads one.
    pub fn read(bytes: &[u8]) -> Self {
        Self(Document::load_mem(bytes).expect("a PDF"))
    }

    /// What an object stands for.
    fn found<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.0.dereference(object).expect("it is in the file").1
    }

    /// What stands under a path of names from the catalogue.
    pub fn under(&self, names: &[&str]) -> &Object {
        let mut here = self.0.catalog().expect("a catalogue");
        let (last, rest) = names.split_last().expect("a name");
        for name in rest {
            let next = here.get(name.as_bytes()).unwrap_or_else(|_| panic!("no {name}"));
            here = self.found(next).as_dict().expect("a dictionary");
        }
        self.found(here.get(last.as_bytes()).unwrap_or_else(|_| panic!("no {last}")))
    }

    /// The XMP, as text.
    pub fn metadata(&self) -> String {
        let stream = self.under(&["Metadata"]).as_stream().expect("a stream");
        String::from_utf8(stream.get_plain_content().expect("plain")).expect("text")
    }

    /// Each element of the structure, from the top: its role and itself.
    pub fn elements(&self) -> Vec<(String, &Dictionary)> {
        let mut found = Vec::new();
        self.walk(self.under(&["StructTreeRoot", "K"]), &mut found);
        found
    }

    fn walk<'a>(&'a self, object: &'a Object, found: &mut Vec<(String, &'a Dictionary)>) {
        match self.found(object) {
            Object::Array(kids) => kids.iter().for_each(|kid| self.walk(kid, found)),
            Object::Dictionary(element) => {
                if let Ok(role) = element.get(b"S").and_then(Object::as_name) {
                    found.push((String::from_utf8_lossy(role).into_owned(), element));
                }
                if let Ok(kids) = element.get(b"K") {
                    self.walk(kids, found);
                }
            }
            _ => {}
        }
    }

    /// The fonts whose program the file does not hold.
    pub fn fonts_outside(&self) -> Vec<String> {
        let described = self.0.objects.values().filter_map(|object| object.as_dict().ok());
        let described = described.filter(|font| font.has_type(b"FontDescriptor"));
        let outside = described.filter(|font| {
            [&b"FontFile"[..], b"FontFile2", b"FontFile3"].iter().all(|name| font.get(name).is_err())
        });
        outside.map(|font| format!("{font:?}")).collect()
    }

    /// How many pages.
    pub fn pages(&self) -> usize {
        self.0.get_pages().len()
    }

    /// What a page says, its spaces made one.
    pub fn text(&self, page: usize) -> String {
        let number = u32::try_from(page).expect("few pages");
        plain(&self.0.extract_text(&[number]).expect("text"))
    }
}

/// A text whose spaces and ends of lines are all the same.
pub fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

//! How many documents a dossier holds at most, and how much they weigh together.

use std::collections::BTreeSet;

use form::{FileRef, Path, Value};

use super::megabytes;
use crate::dossier::Snapshot;

/// What a dossier may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Documents.
    pub files: usize,
    /// Bytes, all together.
    pub bytes: usize,
}

impl Default for Quota {
    fn default() -> Self {
        Self { files: 200, bytes: 500 << 20 }
    }
}

impl Quota {
    /// What is said of a document that a dossier has no room for, with the list that its question would hold;
    /// nothing when it has.
    #[must_use]
    pub fn refuses(self, name: &str, snapshot: &Snapshot, path: &Path, files: &[FileRef]) -> Option<String> {
        let elsewhere = snapshot.answers.iter().filter(|(other, _)| *other != path);
        self.said(name, weigh(elsewhere.filter_map(|(_, answer)| answer.value.as_ref()), files))
    }

    /// The same of a document that no question holds, with those that stand beside the answers, it included.
    #[must_use]
    pub fn refuses_beside(self, name: &str, snapshot: &Snapshot, beside: &[FileRef]) -> Option<String> {
        let held = snapshot.answers.values().filter_map(|answer| answer.value.as_ref());
        self.said(name, weigh(held, beside))
    }

    /// The same of a document of so many bytes that is none of those it holds.
    #[must_use]
    pub fn refuses_more(self, name: &str, snapshot: &Snapshot, size: usize) -> Option<String> {
        let held = snapshot.answers.values().filter_map(|answer| answer.value.as_ref());
        let (count, weight) = weigh(held, &[]);
        self.said(name, (count + 1, weight.saturating_add(u64::try_from(size).unwrap_or(u64::MAX))))
    }

    /// What is said of so many documents of so many bytes together.
    fn said(self, name: &str, (count, weight): (usize, u64)) -> Option<String> {
        if count > self.files {
            return Some(format!(
                "«\u{a0}{name}\u{a0}» n’est pas déposé\u{a0}: ce dossier compte déjà {}\u{a0}documents, le maximum accepté. Retirez-en un avant d’en déposer un autre.",
                self.files
            ));
        }
        let fits = usize::try_from(weight).is_ok_and(|weight| weight <= self.bytes);
        (!fits).then(|| {
            format!(
                "«\u{a0}{name}\u{a0}» n’est pas déposé\u{a0}: avec lui, les documents de ce dossier pèseraient plus de {}. Réduisez-le, ou retirez un document devenu inutile.",
                megabytes(self.bytes)
            )
        })
    }
}

/// How many documents answers and a list hold, and their bytes: the same bytes count once.
fn weigh<'a>(answers: impl Iterator<Item = &'a Value>, files: &'a [FileRef]) -> (usize, u64) {
    let held = answers.filter_map(|value| match value {
        Value::Files(files) => Some(files),
        _ => None,
    });
    let (mut known, mut weight) = (BTreeSet::new(), 0_u64);
    for file in held.flatten().chain(files) {
        if known.insert(&file.id) {
            weight = weight.saturating_add(file.size);
        }
    }
    (known.len(), weight)
}

#[cfg(test)]
mod tests {
    use form::file::Analysis;

    use super::*;

    fn files(sizes: &[u64]) -> Vec<FileRef> {
        let file = |(at, size): (usize, &u64)| FileRef {
            id: at.to_string(),
            name: "a.pdf".to_owned(),
            media: "application/pdf".to_owned(),
            size: *size,
            given: None,
            until: None,
            analysis: Analysis::NotMade,
            doubtful: false,
        };
        sizes.iter().enumerate().map(file).collect()
    }

    #[test]
    fn a_dossier_is_full_beyond_so_many_documents_or_so_many_bytes() {
        let quota = Quota { files: 3, bytes: 2 << 20 };
        let mega = 1 << 20;
        for (sizes, said) in [
            (&[1, 1, 1][..], None),
            (&[1, 1, 1, 1], Some("déjà 3\u{a0}documents")),
            (&[mega, mega], None),
            (&[mega, mega, 1], Some("plus de 2\u{a0}Mo")),
            (&[u64::MAX, u64::MAX], Some("plus de 2\u{a0}Mo")),
        ] {
            let refused = quota.said("b.pdf", weigh(std::iter::empty(), &files(sizes)));
            assert_eq!(refused.is_some(), said.is_some(), "{sizes:?}");
            assert!(refused.unwrap_or_default().contains(said.unwrap_or_default()), "{sizes:?}");
        }
        let elsewhere = Value::Files(files(&[mega, mega]));
        let twice = weigh(std::iter::once(&elsewhere), &files(&[mega, mega]));
        assert_eq!(quota.said("b.pdf", twice), None, "the same bytes count once");
    }
}

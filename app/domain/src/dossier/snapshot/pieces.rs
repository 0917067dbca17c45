//! The documents of a dossier, wherever they stand.

use form::{FileRef, Path, Value, file::Analysis};

use super::Snapshot;

impl Snapshot {
    /// Notes what the antivirus said of a document, wherever it stands.
    pub fn mark_piece(&mut self, digest: &str, analysis: &Analysis) {
        let given = self.answers.values_mut().filter_map(|answer| answer.value.as_mut());
        let sent = self.submissions.iter_mut().flat_map(|submission| submission.counted.values_mut());
        for value in given.chain(sent) {
            let Value::Files(files) = value else { continue };
            for file in files.iter_mut().filter(|file| file.id == digest) {
                file.analysis = analysis.clone();
            }
        }
    }

    /// The questions that hold a document, each with it.
    pub fn holding<'a>(&'a self, digest: &'a str) -> impl Iterator<Item = (&'a Path, &'a FileRef)> {
        self.answers.iter().filter_map(move |(path, answer)| {
            let Some(Value::Files(files)) = &answer.value else { return None };
            Some((path, files.iter().find(|file| file.id == digest)?))
        })
    }

    /// A document wherever it stands: in the answers, and in the version last sent.
    pub fn copies<'a>(&'a self, digest: &'a str) -> impl Iterator<Item = &'a FileRef> {
        let given = self.answers.values().filter_map(|answer| answer.value.as_ref());
        let sent = self.submission().into_iter().flat_map(|sent| sent.counted.iter().map(|(_, value)| value));
        let files = given.chain(sent).filter_map(|value| match value {
            Value::Files(files) => Some(files),
            _ => None,
        });
        files.flatten().filter(move |file| file.id == digest)
    }

    /// The documents that the version last sent holds and that the antivirus refused since.
    pub fn refused_pieces(&self) -> impl Iterator<Item = (&Path, &FileRef)> {
        let sent = self.submission().into_iter().flat_map(|sent| sent.counted.iter());
        let files = sent.filter_map(|(path, value)| match value {
            Value::Files(files) => Some((path, files)),
            _ => None,
        });
        files.flat_map(|(path, files)| {
            files.iter().map(move |file| (path, file)).filter(|(_, file)| file.is_refused())
        })
    }
}

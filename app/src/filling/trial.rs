//! What would be said of answers that are not given yet: the preview of a paste.

use form::{Evaluation, Path, read};

use super::Editor;

impl Editor {
    /// What would hold submission back in each text if all were answered, by itself or by a rule.
    pub fn said_if(&self, texts: &[(Path, String)]) -> Vec<Option<String>> {
        let inner = self.inner();
        let mut evaluation = inner.verdicts.untracked(Evaluation::clone);
        let value = |(path, text): &(Path, String)| {
            let field = inner.program.trame().answerable(path)?;
            Some((path.clone(), read::read_or_keep(text, &field.field_type)))
        };
        let changes: Vec<_> = texts.iter().filter_map(value).collect();
        inner.program.update(&mut evaluation, &changes, &inner.context);
        let said = |(path, _): &(Path, String)| {
            let issues = inner.program.issues_of(&evaluation, path).into_iter();
            issues.filter(|issue| issue.holds_back()).map(|issue| issue.text.clone()).next()
        };
        texts.iter().map(said).collect()
    }
}

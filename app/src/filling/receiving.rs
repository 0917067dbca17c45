//! Taking the server's answer: what was kept, what conflicts, what others wrote.

use domain::{
    Timestamp,
    dossier::{Actor, Answer, Batch, BatchAnswer, Confirmation, News, Outcome, SetAside, Verdict, What},
};
use form::{Map, Path, Value, file::Analysis};
use leptos::prelude::*;

use super::{Editor, SaveState, editor::FieldHandle};

impl Editor {
    /// Takes the answer to a batch.
    pub(super) fn receive(&self, answer: BatchAnswer) {
        let inner = self.inner();
        // A page that shows the form of before never says that it has seen the new one.
        let reshaped = answer.others.iter().find(|news| news.what == What::Reshaped);
        let head = reshaped.map_or(answer.head, |news| news.seq - 1);
        if reshaped.is_some() {
            self.reshaped.set(true);
        }
        let refused = answer.outcomes.iter().filter(|outcome| matches!(outcome.verdict, Verdict::Refused(_)));
        let refused: Vec<u64> = refused.map(|outcome| outcome.number).collect();
        let sent = inner.desk.lock().expect("one thread").answered(head, &refused);
        self.write_journal();
        for news in &answer.others {
            self.take_other(news);
        }
        for outcome in &answer.outcomes {
            self.take_outcome(outcome, sent.as_ref(), answer.at);
        }
        self.tell(answer.at);
    }

    /// Takes an answer that the server tells.
    pub(super) fn take_answer(&self, path: &Path, mut answer: Answer) {
        let Some(handle) = self.field(path) else { return };
        if let Some(Value::Files(files)) = &mut answer.value {
            let inner = self.inner();
            let desk = inner.desk.lock().expect("one thread");
            for file in files.iter_mut().filter(|file| file.analysis == Analysis::Waiting) {
                if let Some(analysis) = desk.analysed.get(&file.id) {
                    file.analysis = analysis.clone();
                }
            }
        }
        let value = answer.value.clone();
        if let Some(Value::Files(_)) = &value {
            // A document is whole when it comes: what is wrong with it is said at once.
            handle.left.set(true);
        }
        handle.answer.set(Some(answer));
        self.show(path, value);
        self.remember(path);
    }

    /// Says where saving stands, the most pressing thing first.
    pub(super) fn tell(&self, at: Timestamp) {
        let inner = self.inner();
        let set_aside = |handles: &Map<Path, FieldHandle>| {
            handles.values().filter(|handle| handle.aside.with_untracked(Option::is_some)).count()
        };
        let conflicts = set_aside(&inner.fields) + set_aside(&inner.cells.lock().expect("one thread"));
        let refused = matches!(self.save.get_untracked(), SaveState::Refused(_));
        let kept = inner.desk.lock().expect("one thread").kept_here.len();
        let state = if conflicts > 0 {
            SaveState::Conflict(conflicts)
        } else if self.is_waiting() {
            SaveState::Saving
        } else if kept > 0 {
            SaveState::KeptHere(kept)
        } else if refused {
            return;
        } else {
            SaveState::Saved(at)
        };
        self.save.set(state);
    }

    fn take_outcome(&self, outcome: &Outcome, sent: Option<&Batch>, at: Timestamp) {
        let inner = self.inner();
        let Some(handle) = self.field(&outcome.path) else { return };
        match &outcome.verdict {
            Verdict::Kept(version) => {
                // Taken before, when another page of ours sent it: what was written since stands.
                let newer = handle.answer.with_untracked(|answer| {
                    answer.as_ref().filter(|answer| answer.version > *version).cloned()
                });
                if let Some(newer) = newer {
                    if !inner.desk.lock().expect("one thread").waiting.contains_key(&outcome.path) {
                        self.take_answer(&outcome.path, newer);
                    }
                    return;
                }
                let Some(field) = inner.program.trame().field(&outcome.path) else { return };
                let text = sent
                    .and_then(|batch| batch.edits.iter().find(|edit| edit.number == outcome.number))
                    .map(|edit| edit.text.clone())
                    .unwrap_or_default();
                let value = form::read::read_or_keep(&text, &field.field_type);
                let origin = self
                    .snapshot
                    .with_untracked(|snapshot| snapshot.origin_of(&outcome.path, value.as_ref()));
                let client = sent.map(|batch| batch.client.clone());
                let by = Actor::Person(inner.me);
                handle.answer.set(Some(Answer { value, version: *version, origin, by, at, client }));
                handle.aside.set(None);
                self.remember(&outcome.path);
            }
            Verdict::Conflict { theirs, yours } => {
                // Already side by side: showing it again on leaving would move what is about to be clicked.
                inner.desk.lock().expect("one thread").missed.remove(&outcome.path);
                handle.answer.set(theirs.as_deref().cloned());
                let by = Actor::Person(inner.me);
                handle.aside.set(Some(SetAside { value: yours.clone(), seq: 0, by, at }));
            }
            Verdict::Refused(reason) => {
                let edit =
                    sent.and_then(|batch| batch.edits.iter().find(|edit| edit.number == outcome.number));
                let text = edit.map(|edit| edit.text.as_str()).filter(|text| !text.is_empty());
                let kept = text.map(|text| format!(" Votre saisie\u{a0}: «\u{a0}{text}\u{a0}»."));
                self.save.set(SaveState::Refused(format!("{reason}{}", kept.unwrap_or_default())));
            }
        }
    }

    /// Takes what someone else wrote, unless it is being typed here.
    pub(super) fn take_other(&self, news: &News) {
        match &news.what {
            What::Sent(submission) => self.snapshot.update(|snapshot| {
                // Told again, by the answer to a batch and by the line that stays open.
                if snapshot.submissions.iter().all(|known| known.seq != submission.seq) {
                    snapshot.submissions.push((**submission).clone());
                }
            }),
            What::Commented(..) | What::Settled(..) | What::Assigned(..) => {
                self.snapshot.update(|snapshot| snapshot.hear(news));
            }
            What::Analysed(digest, analysis) => self.take_analysis(digest, analysis),
            What::Confirmed(step) => {
                let confirmation = Confirmation { seq: news.seq, by: news.by, at: news.at };
                self.snapshot.update(|snapshot| {
                    snapshot.confirmations.insert(step.clone(), confirmation);
                });
            }
            What::Answered(path, answer) => self.take_theirs(path, answer),
            What::Reshaped => {}
        }
    }

    /// Takes an answer of someone else, unless it is being typed here.
    fn take_theirs(&self, path: &Path, answer: &Answer) {
        let inner = self.inner();
        let version = self.field(path).and_then(|handle| {
            handle.answer.with_untracked(|answer| answer.as_ref().map(|answer| answer.version))
        });
        if version.is_some_and(|version| version >= answer.version) {
            return; // told again
        }
        let mut desk = inner.desk.lock().expect("one thread");
        if desk.waiting.contains_key(path) {
            return; // sent later with the version it was typed on, it will be told apart
        }
        if desk.in_hand.as_ref() == Some(path) {
            desk.missed.insert(path.clone(), answer.clone());
            return; // no text changes under the caret
        }
        drop(desk);
        self.take_answer(path, answer.clone());
    }

    /// Shows what the antivirus said of a document, wherever it stands.
    fn take_analysis(&self, digest: &str, analysis: &Analysis) {
        self.snapshot.update(|snapshot| snapshot.mark_piece(digest, analysis));
        self.with_desk(|desk| desk.analysed.insert(digest.to_owned(), analysis.clone()));
        let marked: Vec<(Path, Answer)> = self.snapshot.with_untracked(|snapshot| {
            let holding = snapshot.holding(digest).map(|(path, _)| path);
            holding.filter_map(|path| Some((path.clone(), snapshot.answers.get(path)?.clone()))).collect()
        });
        for (path, answer) in marked {
            self.take_answer(&path, answer);
        }
    }

    /// Shows what others wrote in a field while it had the focus, unless it was typed over.
    pub(super) fn take_missed(&self, path: &Path) {
        let missed = {
            let inner = self.inner();
            let mut desk = inner.desk.lock().expect("one thread");
            desk.in_hand = None;
            desk.missed.remove(path)
        };
        if let Some(answer) = missed {
            self.take_theirs(path, &answer);
        }
    }

    /// Keeps the page's picture of the dossier in step with its fields.
    fn remember(&self, path: &Path) {
        let answer = self.field(path).and_then(|handle| handle.answer.get_untracked());
        if let Some(answer) = answer {
            self.snapshot.update(|snapshot| {
                snapshot.seq = snapshot.seq.max(answer.version);
                snapshot.answers.insert(path.clone(), answer);
            });
        }
    }
}

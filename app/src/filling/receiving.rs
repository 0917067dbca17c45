//! Taking the server's answer: what was kept, what conflicts, what others wrote.

use domain::{
    Timestamp,
    dossier::{Actor, Answer, Batch, BatchAnswer, Confirmation, News, Outcome, SetAside, Verdict, What},
};
use form::{Path, Value, file::Analysis};
use leptos::prelude::*;

use super::{Editor, SaveState};

/// Whether a batch holds a text of a field.
fn is_of(sent: Option<&Batch>, path: &Path) -> bool {
    sent.is_some_and(|batch| batch.edits.iter().any(|edit| edit.path == *path))
}

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
        self.snapshot.update(|snapshot| snapshot.at = snapshot.at.max(answer.at));
        // A row goes once it is known whether something written here was set aside with it.
        let (gone, others): (Vec<&News>, Vec<&News>) =
            answer.others.iter().partition(|news| news.takes_away());
        for news in others {
            match &news.what {
                // Before what was sent, or after: it is told once that is taken.
                What::Answered(path, answer) if is_of(sent.as_ref(), path) => {
                    self.with_desk(|desk| desk.missed.insert(path.clone(), answer.clone()));
                }
                _ => self.take_other(news),
            }
        }
        for outcome in &answer.outcomes {
            self.take_outcome(outcome, sent.as_ref(), answer.at);
        }
        for news in gone {
            self.take_other(news);
        }
        for edit in sent.iter().flat_map(|batch| &batch.edits) {
            let missed = self.with_desk(|desk| {
                if desk.in_hand.as_ref() == Some(&edit.path) { None } else { desk.missed.remove(&edit.path) }
            });
            if let Some(missed) = missed.flatten() {
                self.take_theirs(&edit.path, &missed);
            }
        }
        self.tell(answer.at);
        self.name_again();
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
        let conflicts = self.conflicts().len();
        let refused = matches!(self.save.get_untracked(), SaveState::Refused(_));
        let lost = self.refusals.with_untracked(|refusals| refusals.iter().map(|(_, kept)| kept.len()).sum());
        let kept = inner.desk.lock().expect("one thread").kept_here.len();
        let state = if conflicts > 0 {
            SaveState::Conflict(conflicts)
        } else if self.is_waiting() {
            SaveState::Saving
        } else if kept > 0 {
            SaveState::KeptHere(kept)
        } else if lost > 0 {
            SaveState::NotTaken(lost)
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
                inner.desk.lock().expect("one thread").seen(&outcome.path, *version);
                handle.aside.set(None);
                self.remember(&outcome.path);
            }
            Verdict::Conflict { theirs, yours } => {
                // Already side by side: showing it again on leaving would move what is about to be clicked.
                inner.desk.lock().expect("one thread").missed.remove(&outcome.path);
                handle.answer.set(theirs.as_deref().cloned());
                let by = Actor::Person(inner.me);
                let (path, value) = (outcome.path.clone(), yours.clone());
                handle.aside.set(Some(SetAside { path, value, seq: 0, by, at }));
                self.remember(&outcome.path);
                self.keep_in_sight(&outcome.path);
            }
            Verdict::Refused(reason) => {
                let edit =
                    sent.and_then(|batch| batch.edits.iter().find(|edit| edit.number == outcome.number));
                // The text of a row is its place: nobody typed it.
                let is_row = outcome.path.in_table().is_some_and(|parts| parts.column.is_none());
                let text = edit.map(|edit| edit.text.as_str()).filter(|text| !text.is_empty() && !is_row);
                let name = self.name_of(&outcome.path);
                let kept = text.map(|text| format!("«\u{a0}{name}\u{a0}»\u{a0}: «\u{a0}{text}\u{a0}»"));
                self.refuse(reason.clone(), kept);
            }
            Verdict::Overtaken(answer) => {
                let waits = self.with_desk(|desk| desk.waiting.contains_key(&outcome.path));
                if let (Some(answer), Some(false)) = (answer, waits) {
                    self.take_answer(&outcome.path, (**answer).clone());
                }
            }
        }
    }

    /// Says that something was not taken and why, once for all that has the same reason.
    pub(super) fn refuse(&self, reason: String, kept: Option<String>) {
        self.refusals.update(|refusals| match refusals.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, all)) => all.extend(kept.filter(|kept| !all.contains(kept))),
            None => refusals.push((reason, kept.into_iter().collect())),
        });
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
            // One's own is decided on where it was typed.
            What::Aside(aside) if !self.is_me(aside.by) => {
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
            What::Reshaped | What::Aside(_) => {}
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
        // Whoever wrote has chosen.
        self.snapshot.update(|snapshot| snapshot.decided(answer.by, path, answer.value.is_none()));
        let mut desk = inner.desk.lock().expect("one thread");
        if desk.waiting.contains_key(path) {
            return; // sent later with the version it was typed on, it will be told apart
        }
        if desk.is_sending(path) {
            // It may have come before what is sent, or after: the answer tells.
            desk.missed.insert(path.clone(), answer.clone());
            return;
        }
        if desk.in_hand.as_ref() == Some(path) {
            desk.missed.insert(path.clone(), answer.clone());
            drop(desk);
            // No text changes under the caret; it is said beside, and a choice that is asked follows.
            if let Some(handle) = self.field(path) {
                if handle.aside.with_untracked(Option::is_some) {
                    handle.answer.set(Some(answer.clone()));
                } else {
                    handle.beside.set(Some(answer.clone()));
                }
            }
            return;
        }
        drop(desk);
        if let Some(handle) = self.field(path).filter(|_| self.is_me(answer.by)) {
            // Chosen in another tab.
            handle.aside.set(None);
        }
        if answer.value.is_none() && self.stands_in(path) {
            return self.tear(path, answer);
        }
        self.torn.update(|torn| torn.retain(|row| row != path));
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
            // The next field may have been entered already.
            desk.in_hand = desk.in_hand.take().filter(|in_hand| in_hand != path);
            desk.missed.remove(path)
        };
        if let Some(handle) = self.field(path).filter(|handle| handle.beside.with_untracked(Option::is_some))
        {
            handle.beside.set(None);
        }
        if let Some(answer) = missed {
            self.take_theirs(path, &answer);
        }
    }

    /// Keeps the page's picture of the dossier in step with its fields.
    pub(super) fn remember(&self, path: &Path) {
        let answer = self.field(path).and_then(|handle| handle.answer.get_untracked());
        if let Some(answer) = answer {
            self.snapshot.update(|snapshot| {
                snapshot.seq = snapshot.seq.max(answer.version);
                snapshot.answers.insert(path.clone(), answer);
            });
        }
    }
}

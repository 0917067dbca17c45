//! What a page still has to send, in order, and what its journal is still to be told.

use std::{collections::VecDeque, task::Waker};

use domain::{
    dossier::{Answer, Batch, ClientId, Edit, Seq, Stamp},
    usecase::Confirming,
};
use form::{Map, Path, file::Analysis};

use super::{
    journal::Confirmed,
    saving::{AT_ONCE, RETRY, new_client},
};

/// Bytes of text past which a batch is not made longer: the server takes twice as much.
pub(super) const HEAVIEST: usize = 500_000;

/// A text that waits to be sent.
pub(super) struct Waiting {
    /// The page's own count: the server takes each number once.
    pub(super) number: u64,
    pub(super) text: String,
    /// Version of the answer its author had seen.
    pub(super) base: Seq,
    /// Last event of the log that the page had seen when it was typed.
    pub(super) known: Seq,
}

/// What a writing of the journal is about.
#[derive(Default)]
pub(super) struct Taken {
    /// Edits to be kept, by number.
    pub(super) kept: Map<u64, Path>,
    /// Confirmations to be kept, by number.
    pub(super) steps: Map<u64, String>,
    /// Edits to be taken away: the server has them, or others took their place.
    pub(super) gone: Vec<(ClientId, u64)>,
}

/// What the journal of the browser is still to be told.
#[derive(Default)]
pub(super) struct ToWrite {
    /// What the next writing is about.
    pub(super) next: Taken,
    /// Whether a writing is under way.
    pub(super) under_way: bool,
    /// Who waits for it.
    pub(super) wakers: Vec<Waker>,
}

impl ToWrite {
    /// Whether everything is written.
    pub(super) fn is_done(&self) -> bool {
        let next = &self.next;
        next.kept.is_empty() && next.steps.is_empty() && next.gone.is_empty() && !self.under_way
    }

    /// Takes what is to be written now.
    pub(super) fn take(&mut self) -> Taken {
        std::mem::take(&mut self.next)
    }

    /// Notes that a writing ended, and takes back what could not be written.
    pub(super) fn done(&mut self, failed: Option<Taken>) {
        self.under_way = false;
        if let Some(failed) = failed {
            self.next.kept.extend(failed.kept);
            self.next.steps.extend(failed.steps);
            self.next.gone.extend(failed.gone);
        }
        self.wakers.drain(..).for_each(Waker::wake);
    }
}

/// What remains to be sent.
pub(super) struct Desk {
    client: Option<ClientId>,
    pub(super) known: Seq,
    next: u64,
    /// Latest text of each field not yet sent, under its number.
    pub(super) waiting: Map<Path, Waiting>,
    /// What pages that are gone left in the journal of this browser, to be sent first, as it was.
    pub(super) inherited: VecDeque<Batch>,
    /// What the journal is still to be told.
    pub(super) to_write: ToWrite,
    /// Texts too long to be sent: they stand in the page, and in the journal.
    pub(super) kept_here: Map<Path, Waiting>,
    /// What the server refused and nobody has read yet: the page that sent it, its number, the answer it was for.
    pub(super) refused: Vec<(ClientId, u64, Path)>,
    /// The batch on its way, sent again as it is until it is answered.
    pub(super) sent: Option<Batch>,
    /// The field that has the caret.
    pub(super) in_hand: Option<Path>,
    /// Whether a button of the mouse is down, and the fields left since.
    pub(super) pointer_down: bool,
    pub(super) to_leave: Vec<Path>,
    /// What others wrote in that field: shown once it is left.
    pub(super) missed: Map<Path, Answer>,
    /// What is to be said aloud, together.
    pub(super) to_say: Vec<String>,
    /// Fields whose list could not be asked what their text means.
    pub(super) unnamed: Vec<Path>,
    /// Lists asked what a text means, and not yet answered.
    pub(super) lookups: usize,
    pub(super) in_flight: bool,
    /// Who waits for the batch on its way to be answered.
    pub(super) wakers: Vec<Waker>,
    pub(super) wait: u32,
    /// What the antivirus said of documents: it may be heard before the page is told that it holds them.
    pub(super) analysed: Map<String, Analysis>,
    /// Whether another version of the service answered: this page is reloaded once nobody types.
    pub(super) outdated: bool,
    /// The cell that was entered with a conflict in sight: what is typed in it now is a choice.
    pub(super) choosing: Option<Path>,
    /// Steps confirmed, that the server does not know of yet.
    pub(super) to_confirm: Vec<Confirmed>,
}

impl Desk {
    pub(super) fn new(known: Seq) -> Self {
        Self {
            client: None,
            known,
            next: 1,
            waiting: Map::new(),
            inherited: VecDeque::new(),
            to_write: ToWrite::default(),
            kept_here: Map::new(),
            refused: Vec::new(),
            sent: None,
            in_hand: None,
            pointer_down: false,
            to_leave: Vec::new(),
            missed: Map::new(),
            to_say: Vec::new(),
            unnamed: Vec::new(),
            lookups: 0,
            in_flight: false,
            wakers: Vec::new(),
            wait: RETRY.0,
            analysed: Map::new(),
            outdated: false,
            choosing: None,
            to_confirm: Vec::new(),
        }
    }

    /// Notes that the batch on its way was answered, well or not.
    pub(super) fn settle(&mut self) {
        self.in_flight = false;
        self.wakers.drain(..).for_each(Waker::wake);
    }

    /// Takes the batch that the server answered; what it refused stays in the journal until that is read.
    pub(super) fn answered(&mut self, head: Seq, refused: &[u64]) -> Option<Batch> {
        self.settle();
        self.wait = RETRY.0;
        self.known = head;
        let sent = self.sent.take();
        for edit in sent.iter().flat_map(|batch| &batch.edits) {
            let client = sent.as_ref().expect("it holds the edit").client.clone();
            if refused.contains(&edit.number) {
                self.refused.push((client, edit.number, edit.path.clone()));
            } else {
                self.take_away(client, edit.number);
            }
        }
        sent
    }

    /// Takes what was refused, once that is read: the journal has no more use for it.
    pub(super) fn take_refused(&mut self) -> Vec<Path> {
        let refused = std::mem::take(&mut self.refused);
        let read = refused.into_iter().map(|(client, number, path)| {
            self.take_away(client, number);
            path
        });
        read.collect()
    }

    /// Whether a text of a field is neither in nor given up.
    pub(super) fn holds(&self, path: &Path) -> bool {
        self.waiting.contains_key(path) || self.kept_here.contains_key(path) || self.is_sending(path)
    }

    /// Whether a text of a field is on its way.
    pub(super) fn is_sending(&self, path: &Path) -> bool {
        self.sent.iter().flat_map(|batch| &batch.edits).any(|edit| edit.path == *path)
    }

    /// Notes that what waits for a field was typed over one's own answer of this version.
    pub(super) fn seen(&mut self, path: &Path, version: Seq) {
        if let Some(waiting) = self.waiting.remove(path) {
            self.to_write.next.kept.insert(waiting.number, path.clone());
            let base = waiting.base.max(version);
            self.waiting.insert(path.clone(), Waiting { base, ..waiting });
        }
    }

    /// How many edits and confirmations are not yet in.
    pub(super) fn count(&self) -> usize {
        self.edits() + self.to_confirm.len()
    }

    /// How many edits are not yet in.
    pub(super) fn edits(&self) -> usize {
        let edits = |batch: &Batch| batch.edits.len();
        self.waiting.len()
            + self.sent.as_ref().map_or(0, edits)
            + self.inherited.iter().map(edits).sum::<usize>()
    }

    /// The page that writes, drawn when it first does.
    pub(super) fn client(&mut self) -> &ClientId {
        self.client.get_or_insert_with(new_client)
    }

    /// Takes a text to be sent, in the place of the one that waited for the same field.
    pub(super) fn wait_for(&mut self, path: &Path, text: String, base: Seq) {
        let waiting = self.noted(path, text, base);
        self.waiting.insert(path.clone(), waiting);
    }

    /// Takes a text that is too long to be sent.
    pub(super) fn keep_here(&mut self, path: &Path, text: String, base: Seq) {
        let kept = self.noted(path, text, base);
        self.kept_here.insert(path.clone(), kept);
    }

    /// A text that the journal is to keep, in the place of the one it kept for the same field.
    fn noted(&mut self, path: &Path, text: String, base: Seq) -> Waiting {
        self.forget(path);
        let number = self.next;
        self.next += 1;
        self.to_write.next.kept.insert(number, path.clone());
        Waiting { number, text, base, known: self.known }
    }

    /// Takes a step to be confirmed once what was typed is in.
    pub(super) fn wait_to_confirm(&mut self, step: &str) {
        if self.to_confirm.iter().all(|known| known.step != step) {
            let (number, client) = (self.next, self.client().clone());
            self.next += 1;
            let how = Confirming { stamp: Stamp { client, number }, known: self.known };
            self.to_confirm.push(Confirmed { step: step.to_owned(), how });
            self.to_write.next.steps.insert(number, step.to_owned());
        }
    }

    /// Notes that the server knows of a confirmation, or will not.
    pub(super) fn confirmed(&mut self, step: &str) {
        let known: Vec<Confirmed> = self.to_confirm.extract_if(.., |known| known.step == step).collect();
        for Stamp { client, number } in known.into_iter().map(|known| known.how.stamp) {
            self.to_write.next.steps.remove(&number);
            self.take_away(client, number);
        }
    }

    /// Notes that the journal has no more use for an edit or a confirmation.
    pub(super) fn take_away(&mut self, client: ClientId, number: u64) {
        if self.client.as_ref() == Some(&client) {
            self.to_write.next.kept.remove(&number);
        }
        self.to_write.next.gone.push((client, number));
    }

    /// Takes back the text that was kept for a field.
    pub(super) fn forget(&mut self, path: &Path) {
        if let Some(replaced) = self.waiting.remove(path).or_else(|| self.kept_here.remove(path)) {
            let client = self.client().clone();
            self.take_away(client, replaced.number);
        }
    }

    /// The next batch, cut from what waits: first what was inherited, then what is typed here.
    pub(super) fn cut(&mut self) -> Option<Batch> {
        if let Some(batch) = self.inherited.pop_front() {
            return Some(batch);
        }
        if self.waiting.is_empty() {
            return None;
        }
        let (mut edits, mut known, mut weight) = (Vec::new(), self.known, 0);
        // A row stands before its cells in this order, and goes before them.
        while edits.len() < AT_ONCE
            && weight < HEAVIEST
            && let Some((path, Waiting { number, text, base, known: seen })) = self.waiting.pop_first()
        {
            weight += text.len();
            known = known.min(seen);
            // What was seen when it was typed: what came since was not in sight.
            edits.push(Edit { number, path, text, base });
        }
        Some(Batch { client: self.client().clone(), known, edits })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn desk() -> Desk {
        Desk { client: ClientId::parse("page").ok(), ..Desk::new(7) }
    }

    #[test]
    fn a_text_is_sent_with_what_was_seen_when_it_was_typed() {
        let mut desk = desk();
        let path = Path::parse("a.b").expect("a key");
        desk.wait_for(&path, "un".to_owned(), 3);
        let batch = desk.cut().expect("a batch");
        assert_eq!(batch.edits[0].base, 3, "whatever came in between");
    }

    #[test]
    fn a_batch_says_what_was_seen_when_its_first_text_was_typed() {
        let mut desk = desk();
        let path = |text: &str| Path::parse(text).expect("a key");
        desk.wait_for(&path("a.t[r1]"), String::new(), 3);
        desk.known = 12;
        desk.wait_for(&path("a.c"), "deux".to_owned(), 12);
        let batch = desk.cut().expect("a batch");
        assert_eq!(
            (batch.known, batch.edits.len()),
            (7, 2),
            "whoever takes a row away saw what was there then"
        );
    }

    #[test]
    fn a_text_too_long_to_be_sent_is_for_the_journal_until_it_is_shortened() {
        let mut desk = desk();
        let path = Path::parse("a.b").expect("a key");
        desk.wait_for(&path, "un".to_owned(), 3);
        desk.keep_here(&path, "trop long".to_owned(), 3);
        assert!(desk.cut().is_none(), "nothing is sent");
        assert_eq!(desk.to_write.next.kept.keys().collect::<Vec<_>>(), [&2]);
        assert_eq!(desk.to_write.next.gone.len(), 1, "what it replaces");
        desk.wait_for(&path, "bon".to_owned(), 3);
        assert!(desk.kept_here.is_empty());
        assert_eq!((desk.to_write.next.kept.len(), desk.to_write.next.gone.len()), (1, 2));
        assert_eq!(desk.cut().map(|batch| batch.edits.len()), Some(1));
    }

    #[test]
    fn a_heavy_batch_is_cut() {
        let mut desk = desk();
        for name in ["a.a", "a.b", "a.c"] {
            desk.wait_for(&Path::parse(name).expect("a key"), "x".repeat(HEAVIEST), 0);
        }
        assert_eq!(desk.cut().map(|batch| batch.edits.len()), Some(1));
        assert_eq!(desk.waiting.len(), 2);
    }

    #[test]
    fn what_is_refused_stays_in_the_journal_until_it_is_read() {
        let mut desk = desk();
        let path = Path::parse("a.b").expect("a key");
        desk.wait_for(&path, "un".to_owned(), 3);
        desk.to_write.next.kept.remove(&1);
        desk.sent = desk.cut();
        desk.answered(8, &[1]);
        // Found again by the next page, and refused again.
        let client = ClientId::parse("autre").expect("a page");
        let edits = vec![Edit { number: 1, path, text: "un".to_owned(), base: 3 }];
        desk.sent = Some(Batch { client: client.clone(), known: 7, edits });
        desk.answered(9, &[1]);
        assert!(desk.to_write.next.gone.is_empty(), "nobody has read it");
        assert_eq!(desk.take_refused().len(), 2);
        assert_eq!(desk.to_write.next.gone.last(), Some(&(client, 1)));
        assert_eq!((desk.to_write.next.gone.len(), desk.take_refused().len()), (2, 0));
    }

    #[test]
    fn what_is_typed_over_a_text_that_came_back_does_not_conflict_with_it() {
        let mut desk = desk();
        let path = Path::parse("a.b").expect("a key");
        desk.wait_for(&path, "deux".to_owned(), 3);
        desk.to_write.take();
        desk.seen(&path, 9);
        desk.seen(&path, 5);
        assert!(!desk.to_write.is_done(), "the journal is told");
        assert_eq!(desk.cut().map(|batch| batch.edits[0].base), Some(9));
    }
}

//! What a page still has to send, in order, and what its journal is still to be told.

use std::{collections::VecDeque, task::Waker};

use domain::dossier::{Answer, Batch, ClientId, Edit, Seq};
use form::{Map, Path, file::Analysis};

use super::saving::{AT_ONCE, RETRY, new_client};

/// A text that waits to be sent.
pub(super) struct Waiting {
    /// The page's own count: the server takes each number once.
    pub(super) number: u64,
    pub(super) text: String,
    /// Version of the answer its author had seen.
    pub(super) base: Seq,
}

/// What the journal of the browser is still to be told.
#[derive(Default)]
pub(super) struct ToWrite {
    /// Edits to be kept, by number.
    pub(super) kept: Map<u64, Path>,
    /// Edits to be taken away: the server has them, or others took their place.
    pub(super) gone: Vec<(ClientId, u64)>,
    /// Whether a writing is under way.
    pub(super) under_way: bool,
    /// Who waits for it.
    pub(super) wakers: Vec<Waker>,
}

impl ToWrite {
    /// Whether everything is written.
    pub(super) fn is_done(&self) -> bool {
        self.kept.is_empty() && self.gone.is_empty() && !self.under_way
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
    /// Fields whose text is too long to be sent: it stands in the page only.
    pub(super) kept_here: Map<Path, ()>,
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
    /// Steps confirmed while the server did not answer.
    pub(super) to_confirm: Vec<String>,
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
            sent: None,
            in_hand: None,
            pointer_down: false,
            to_leave: Vec::new(),
            missed: Map::new(),
            to_say: Vec::new(),
            lookups: 0,
            in_flight: false,
            wakers: Vec::new(),
            wait: RETRY.0,
            analysed: Map::new(),
            outdated: false,
            to_confirm: Vec::new(),
        }
    }

    /// Notes that the batch on its way was answered, well or not.
    pub(super) fn settle(&mut self) {
        self.in_flight = false;
        self.wakers.drain(..).for_each(Waker::wake);
    }

    /// Takes the batch that the server answered; what it refused stays in the journal, once.
    pub(super) fn answered(&mut self, head: Seq, refused: &[u64]) -> Option<Batch> {
        self.settle();
        self.wait = RETRY.0;
        self.known = head;
        let sent = self.sent.take();
        if let Some(batch) = &sent {
            let own = self.client.as_ref() == Some(&batch.client);
            for edit in batch.edits.iter().filter(|edit| !own || !refused.contains(&edit.number)) {
                self.take_away(batch.client.clone(), edit.number);
            }
        }
        sent
    }

    /// How many edits are not yet in.
    pub(super) fn count(&self) -> usize {
        let edits = |batch: &Batch| batch.edits.len();
        self.waiting.len()
            + self.to_confirm.len()
            + self.sent.as_ref().map_or(0, edits)
            + self.inherited.iter().map(edits).sum::<usize>()
    }

    /// The page that writes, drawn when it first does.
    pub(super) fn client(&mut self) -> &ClientId {
        self.client.get_or_insert_with(new_client)
    }

    /// Takes a text to be sent, in the place of the one that waited for the same field.
    pub(super) fn wait_for(&mut self, path: &Path, text: String, base: Seq) {
        let number = self.next;
        self.next += 1;
        if let Some(replaced) = self.waiting.insert(path.clone(), Waiting { number, text, base }) {
            let client = self.client().clone();
            self.take_away(client, replaced.number);
        }
        self.to_write.kept.insert(number, path.clone());
    }

    /// Notes that the journal has no more use for an edit.
    fn take_away(&mut self, client: ClientId, number: u64) {
        if self.client.as_ref() == Some(&client) {
            self.to_write.kept.remove(&number);
        }
        self.to_write.gone.push((client, number));
    }

    /// Takes back the text that waited for a field.
    pub(super) fn forget(&mut self, path: &Path) {
        if let Some(replaced) = self.waiting.remove(path) {
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
        let mut edits = Vec::new();
        // A row stands before its cells in this order, and goes before them.
        while edits.len() < AT_ONCE
            && let Some((path, Waiting { number, text, base })) = self.waiting.pop_first()
        {
            // What was seen when it was typed: what came since was not in sight.
            edits.push(Edit { number, path, text, base });
        }
        Some(Batch { client: self.client().clone(), known: self.known, edits })
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
    fn what_is_refused_stays_in_the_journal_once() {
        let mut desk = desk();
        let path = Path::parse("a.b").expect("a key");
        desk.wait_for(&path, "un".to_owned(), 3);
        desk.to_write.kept.remove(&1);
        desk.sent = desk.cut();
        desk.answered(8, &[1]);
        assert!(desk.to_write.gone.is_empty(), "typed here, it stays");
        // Found again by the next page, and refused again: it has been shown twice.
        let client = ClientId::parse("autre").expect("a page");
        let edits = vec![Edit { number: 1, path, text: "un".to_owned(), base: 3 }];
        desk.sent = Some(Batch { client: client.clone(), known: 7, edits });
        desk.answered(9, &[1]);
        assert_eq!(desk.to_write.gone, [(client, 1)]);
    }
}

//! One writer: a person in a dossier of their own, who types without end, confirms a step now and then, and whose
//! browser dies now and then.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::Context;
use domain::dossier::{Batch, BatchAnswer, ClientId, DossierId, Edit, Seq, Verdict};

use super::{
    confirming::{self, Answered},
    draws::Draws,
    http::Line,
    journal::Journal,
    person::Person,
};

/// Structures of the demonstration, one a writer.
const STRUCTURES: [&str; 8] = [
    "plateau 17",
    "collines 28",
    "vignoble 24",
    "littoral 25",
    "source 38",
    "val 27",
    "estuaire 30",
    "collines 31",
];
/// Questions that are typed in, one after the other.
const QUESTIONS: [&str; 3] =
    ["gouvernance.referent.qualite", "gouvernance.representant.qualite", "structure.enseigne"];
/// The steps of these, which are confirmed in turn.
const STEPS: [&str; 2] = ["gouvernance", "structure"];

/// Edits between two documents.
const PACE: u64 = 30;
/// Batches between two deaths of a browser, about.
pub const LIFE: u64 = 12;
/// Milliseconds a browser lives after it has sent, at most: its request may be anywhere.
pub const LAST: u64 = 12;

/// What a page was told, for the verdict.
pub struct Told {
    pub dossier: DossierId,
    pub client: ClientId,
    /// Each edit that was answered.
    pub said: Vec<Said>,
    /// Each confirmation that was answered.
    pub confirmed: Vec<Answered>,
    /// Batches sent more than once.
    pub resent: u64,
    /// Confirmations told more than once.
    pub retold: usize,
    /// Longest wait for an answer.
    pub longest: Duration,
    /// Times that the page came back with nothing but its journal.
    pub reborn: usize,
    /// Edits that were answered as neither kept nor set aside.
    pub refused: usize,
    /// Digests of the documents that were taken.
    pub documents: Vec<String>,
}

/// An edit, and what was answered.
pub struct Said {
    pub edit: Edit,
    /// Last event that the page had seen when it sent it.
    pub known: Seq,
    /// Its place in the log; none when it was set aside.
    pub kept: Option<Seq>,
}

impl Told {
    pub fn nothing(dossier: DossierId, client: ClientId) -> Self {
        Self {
            dossier,
            client,
            said: Vec::new(),
            confirmed: Vec::new(),
            resent: 0,
            retold: 0,
            longest: Duration::ZERO,
            reborn: 0,
            refused: 0,
            documents: Vec::new(),
        }
    }

    /// Notes how often its person insisted, and how long they waited.
    pub fn ends(&mut self, person: &Person) {
        (self.resent, self.retold, self.longest) = (person.resent, person.retold, person.longest);
    }

    /// Notes what became of a batch.
    pub fn note(&mut self, batch: &Batch, answer: &BatchAnswer) {
        for (outcome, edit) in answer.outcomes.iter().zip(&batch.edits) {
            let kept = match &outcome.verdict {
                Verdict::Kept(seq) => Some(*seq),
                Verdict::Conflict { .. } => None,
                Verdict::Refused(_) | Verdict::Overtaken(_) => {
                    self.refused += 1;
                    continue;
                }
            };
            self.said.push(Said { edit: edit.clone(), known: batch.known, kept });
        }
    }
}

/// Types until it is told to stop.
pub async fn write(
    (port, number): (u16, u64),
    line: Line,
    folder: PathBuf,
    stop: Arc<AtomicBool>,
) -> anyhow::Result<Told> {
    let structure = STRUCTURES[usize::try_from(number)? % STRUCTURES.len()];
    let account = format!("compte=structure&structure={}", structure.replace(' ', "+"));
    let mut person = Person::log_in(port, &account, line).await?;
    let dossier = person.open().await?;
    let client = ClientId::parse(&format!("chaos{number:04}")).context("a page")?;
    let (journal, mut page) = Journal::begin(&folder, client.clone())?;
    let (mut told, mut known, mut draws) = (Told::nothing(dossier, client), 0, Draws::of(number));
    while !stop.load(Ordering::SeqCst) || page.waits() {
        if let Some(confirmed) = page.to_confirm(&mut draws) {
            if confirming::tell(&mut person, confirmed, &mut told, &mut draws).await? {
                page.confirmed = None;
                journal.write(&page)?;
            } else {
                person.comes_back().await?;
                (page, known) = (journal.read()?, 0);
                told.reborn += 1;
            }
            continue;
        }
        let batch = if let Some(batch) = page.batch.clone() {
            batch
        } else {
            let edits = (page.next..page.next + 3).map(|number| edit(number, structure)).collect();
            let batch = Batch { client: page.client.clone(), known, edits };
            page.next += 3;
            page.batch = Some(batch.clone());
            journal.write(&page)?;
            batch
        };
        if draws.below(LIFE) == 0 {
            person.is_cut_short(dossier, &batch, Duration::from_millis(draws.below(LAST))).await;
            person.comes_back().await?;
            (page, known) = (journal.read()?, 0);
            told.reborn += 1;
            continue;
        }
        let answer = person.answered(dossier, &batch).await?;
        told.note(&batch, &answer);
        (page.batch, known) = (None, answer.head);
        page.confirms(STEPS[told.confirmed.len() % STEPS.len()], known, &mut draws);
        journal.write(&page)?;
        let given = told.documents.len();
        if given < domain::piece::MOST && page.next / PACE > u64::try_from(given)? {
            told.documents.push(person.gives(dossier, page.next).await?);
        }
    }
    told.ends(&person);
    Ok(told)
}

fn edit(number: u64, structure: &str) -> Edit {
    let path = QUESTIONS[usize::try_from(number).unwrap_or_default() % QUESTIONS.len()];
    let path = path.parse().expect("a key");
    Edit { number, path, text: format!("réponse {number} de {structure}"), base: 0 }
}

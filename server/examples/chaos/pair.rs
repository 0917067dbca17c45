//! Two people in one dossier, in the same questions and the same rows, who see each other's answers late and
//! confirm the same steps.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::Context;
use domain::dossier::{Batch, BatchAnswer, ClientId, DossierId, Edit, Seq, Verdict, What};
use form::Path;
use tokio::sync::watch;

use super::{
    confirming,
    draws::Draws,
    http::Line,
    journal::Journal,
    person::Person,
    writer::{LAST, LIFE, Told},
};

/// The two people of one structure of the demonstration.
const ACCOUNTS: [&str; 2] = ["compte=administratrice", "compte=collegue"];
/// Questions that both answer.
const QUESTIONS: [&str; 2] = ["gouvernance.representant.nom", "projet.evolutions"];
/// The steps of these, which both confirm.
const STEPS: [&str; 2] = ["gouvernance", "projet"];
/// The table that both fill, and the column they write in.
const TABLE: &str = "gouvernance.membres";
const COLUMN: &str = "nom";
/// Rows from which they are taken away rather than added or brought back: the table takes forty, and refuses more.
const ROWS: usize = 12;

/// What a page knows, of what it was told.
#[derive(Default)]
struct Page {
    known: Seq,
    versions: BTreeMap<Path, Seq>,
    /// Rows, and whether they are there.
    rows: BTreeMap<Path, bool>,
    /// A text of its own that was set aside, to be decided on.
    aside: Option<(Path, String)>,
}

/// Types until it is told to stop; the first opens the dossier, the second hears which.
pub async fn write(
    (port, who): (u16, usize),
    line: Line,
    (folder, stop): (PathBuf, Arc<AtomicBool>),
    meeting: watch::Sender<Option<DossierId>>,
) -> anyhow::Result<Told> {
    let mut person = Person::log_in(port, ACCOUNTS[who], line).await?;
    let dossier = if who == 0 {
        let dossier = person.open().await?;
        meeting.send_replace(Some(dossier));
        dossier
    } else {
        let mut meeting = meeting.subscribe();
        (*meeting.wait_for(Option::is_some).await?).context("a dossier")?
    };
    let client = ClientId::parse(&format!("paire{who:04}")).context("a page")?;
    let (journal, mut kept) = Journal::begin(&folder, client.clone())?;
    let (mut told, mut page) = (Told::nothing(dossier, client), Page::default());
    let mut draws = Draws::of(1_000 + who as u64);
    while !stop.load(Ordering::SeqCst) || kept.waits() {
        if let Some(confirmed) = kept.to_confirm(&mut draws) {
            if confirming::tell(&mut person, confirmed, &mut told, &mut draws).await? {
                kept.confirmed = None;
                journal.write(&kept)?;
            } else {
                person.comes_back().await?;
                kept = journal.read()?;
                (page.known, page.aside) = (0, None);
                told.reborn += 1;
            }
            continue;
        }
        let batch = if let Some(batch) = kept.batch.clone() {
            batch
        } else {
            let edits = page.types(who, kept.next, &mut draws);
            kept.next += edits.len() as u64;
            let batch = Batch { client: kept.client.clone(), known: page.known, edits };
            kept.batch = Some(batch.clone());
            journal.write(&kept)?;
            batch
        };
        if draws.below(LIFE) == 0 {
            person.is_cut_short(dossier, &batch, Duration::from_millis(draws.below(LAST))).await;
            person.comes_back().await?;
            // What was typed is in the journal and nowhere else. What the other wrote is told again; what the page
            // wrote itself, a page that is loaded shows.
            kept = journal.read()?;
            (page.known, page.aside) = (0, None);
            told.reborn += 1;
            continue;
        }
        let answer = person.answered(dossier, &batch).await?;
        told.note(&batch, &answer);
        page.reads(&batch, &answer);
        kept.batch = None;
        kept.confirms(STEPS[told.confirmed.len() % STEPS.len()], page.known, &mut draws);
        journal.write(&kept)?;
    }
    told.ends(&person);
    Ok(told)
}

impl Page {
    /// What the person does next: decides, answers, adds a row, writes in one, takes one away.
    fn types(&mut self, who: usize, number: u64, draws: &mut Draws) -> Vec<Edit> {
        if self.known == 0 {
            // A page that has just been opened reads first.
            return Vec::new();
        }
        let text = format!("réponse {number} de {who}");
        let there: Vec<Path> =
            self.rows.iter().filter(|(_, there)| **there).map(|(row, _)| row.clone()).collect();
        let is_full = there.len() >= ROWS;
        let decides = draws.below(2) == 0 && !is_full;
        if let Some((path, mine)) = self.aside.take().filter(|_| decides) {
            let gone = row_of(&path).filter(|row| self.rows.get(row) == Some(&false));
            let back = gone.map(|row| self.edit(number, row, (number << 10).to_string()));
            let next = number + back.iter().len() as u64;
            return back.into_iter().chain([self.edit(next, path, mine)]).collect();
        }
        let some = |draws: &mut Draws| {
            let most = u64::try_from(there.len().max(1)).unwrap_or(1);
            there.get(usize::try_from(draws.below(most)).unwrap_or_default()).cloned()
        };
        let act = draws.below(10);
        let row = match act {
            0..4 => None,
            _ => some(draws),
        };
        match (act, row) {
            (4..6, _) if !is_full => {
                let row: Path = format!("{TABLE}[r{who}x{number}]").parse().expect("a row");
                let cell = cell_of(&row);
                vec![self.edit(number, row, (number << 10).to_string()), self.edit(number + 1, cell, text)]
            }
            (6..8, Some(row)) => vec![self.edit(number, cell_of(&row), text)],
            (4..6 | 8, Some(row)) => vec![self.edit(number, row, String::new())],
            _ => {
                let place = usize::try_from(draws.below(2)).unwrap_or_default();
                vec![self.edit(number, QUESTIONS[place].parse().expect("a key"), text)]
            }
        }
    }

    fn edit(&self, number: u64, path: Path, text: String) -> Edit {
        let base = self.versions.get(&path).copied().unwrap_or_default();
        Edit { number, path, text, base }
    }

    /// Learns what it is told: what the other wrote, and what became of its own.
    fn reads(&mut self, batch: &Batch, answer: &BatchAnswer) {
        for news in &answer.others {
            if let What::Answered(path, theirs) = &news.what {
                self.sees(path, news.seq, theirs.value.is_some());
            }
        }
        for (outcome, edit) in answer.outcomes.iter().zip(&batch.edits) {
            match &outcome.verdict {
                Verdict::Kept(seq) => self.sees(&outcome.path, *seq, !edit.text.is_empty()),
                Verdict::Conflict { theirs, .. } => {
                    if let Some(theirs) = theirs {
                        self.sees(&outcome.path, theirs.version, theirs.value.is_some());
                    }
                    self.aside = Some((outcome.path.clone(), edit.text.clone()));
                }
                Verdict::Refused(_) | Verdict::Overtaken(_) => {}
            }
        }
        self.known = answer.head;
    }

    fn sees(&mut self, path: &Path, seq: Seq, there: bool) {
        let version = self.versions.entry(path.clone()).or_default();
        if seq < *version {
            return;
        }
        *version = seq;
        if path.field().as_str() == TABLE && path.in_table().is_some_and(|place| place.column.is_none()) {
            self.rows.insert(path.clone(), there);
        }
    }
}

/// The row of a cell.
fn row_of(cell: &Path) -> Option<Path> {
    cell.in_table().filter(|place| place.column.is_some()).map(|place| cell.field().row(place.row))
}

fn cell_of(row: &Path) -> Path {
    let row = row.in_table().map(|place| place.row).expect("a row");
    Path::parse(TABLE).expect("a key").cell(row, COLUMN)
}

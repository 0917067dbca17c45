//! What the sources say of a dossier, and what the structure says of them: taking a value over, contesting it,
//! asking again.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use form::{Date, Path, Program, Trame};

use super::{
    Services, allow,
    ask_sources::ask_about,
    form_of,
    hear_asp::hear_asp,
    open_dossier,
    pieces::may_fill,
    previous,
    record::{record, record_once},
    sisters,
};
use crate::{
    Error, PersonId, Refusal, Result, Timestamp, Viewer,
    access::Action,
    dossier::{
        Actor, Answer, Body, DossierId, Event, Progress, Seq, Snapshot, accept::no_room,
        counts::taken_over_by_source, heard::Heard, procedure,
    },
    ports::AwaitedSource,
    prefill::{Differing, RowOffered, differing, is_of_no_row, rows_offered, still_contested},
    source::{Finding, Source},
};

/// Longest reason of a contest, in characters.
pub const LONGEST_REASON: usize = 1_000;
/// What is said of a contest without a reason.
pub const NO_REASON: &str = "Dites ce qui est faux, pour que la source puisse le corriger.";

/// What the sources say of a dossier, as its page tells it.
pub struct SourcesRead {
    /// The dossier as it stands.
    pub snapshot: Snapshot,
    /// Its form.
    pub trame: Trame,
    /// What each source says.
    pub heard: Heard,
    /// The last day that sources said the same again.
    pub again: BTreeMap<Source, Date>,
    /// What differs, and what is proposed in doubt where somebody may answer, in the order of the form.
    pub differing: Vec<Differing>,
    /// The rows that sources say in doubt and that the dossier has not, of the tables that are asked.
    pub rows: Vec<RowOffered>,
    /// The answers that the structure says are false at their source and that its dossier still gives.
    pub still_contested: Vec<Path>,
    /// The questions that each source alone answers in the dossier.
    pub taken_over: BTreeMap<Source, usize>,
    /// The questions that a person can answer in the dossier as it stands.
    pub questions: usize,
    /// The data that sources speak of and that are not asked in the dossier as it stands.
    pub unasked: BTreeSet<Path>,
    /// The questions that sources are still to be asked.
    pub waiting: Vec<AwaitedSource>,
    /// The sources that can be asked.
    pub asked: Vec<Source>,
    /// Names of the people who acted.
    pub names: Vec<(PersonId, String)>,
    /// Whether the reader may change the dossier.
    pub may_fill: bool,
    /// The data that sources speak of and that a person may answer as things stand.
    pub writable: BTreeSet<Path>,
    /// The tables that have all the rows they may.
    pub full: BTreeSet<Path>,
    /// When it is read.
    pub now: Timestamp,
    /// The other dossiers of the same legal person for the same year, by name.
    pub sisters: Vec<String>,
}

impl SourcesRead {
    /// What differs and waits for a person to decide, in the order of the form.
    pub fn undecided(&self) -> impl Iterator<Item = &Differing> {
        self.differing.iter().filter(|datum| {
            // What nobody may answer is nobody's to decide.
            !datum.is_decided() && !datum.proposed && self.trame.answerable(&datum.path).is_some()
        })
    }

    /// What differs and on which a person decided, in the order of the form; a cell that is left without an answer is
    /// with its table.
    pub fn decided(&self) -> impl Iterator<Item = &Differing> {
        let is_left = |datum: &Differing| datum.proposed && datum.path.in_table().is_some();
        let is_nobodys = |datum: &Differing| !datum.proposed && self.trame.answerable(&datum.path).is_none();
        self.differing
            .iter()
            .filter(move |datum| (datum.is_decided() || is_nobodys(datum)) && !is_left(datum))
    }

    /// What sources propose in doubt and nobody answered nor left: the questions, in the order of the form. A table is
    /// one, however many of its cells and rows are proposed.
    #[must_use]
    pub fn proposals(&self) -> Vec<Path> {
        let cells = self.differing.iter().filter(|datum| datum.proposed && !datum.is_decided());
        let cells = cells.map(|datum| datum.path.field());
        let rows = self.rows.iter().filter(|row| row.waits).map(|row| row.row.field());
        let asked: BTreeSet<Path> = cells.chain(rows).collect();
        self.trame.fields().map(|(_, field)| field.path.clone()).filter(|path| asked.contains(path)).collect()
    }

    /// The cells that sources propose in doubt to a table, that nobody answered nor left and a person may answer.
    pub fn cells_proposed<'a>(&'a self, table: &'a Path) -> impl Iterator<Item = &'a Differing> {
        let proposed = self.differing.iter().filter(|datum| datum.proposed && !datum.is_decided());
        proposed.filter(move |datum| datum.path.field() == *table && self.is_writable(&datum.path))
    }

    /// How many data wait for a person: those that differ, those that are proposed.
    #[must_use]
    pub fn to_decide(&self) -> usize {
        self.undecided().count() + self.proposals().len()
    }

    /// Whether a person may take a row over, or leave it, as things stand.
    #[must_use]
    pub fn may_take(&self, row: &RowOffered) -> bool {
        self.is_writable(&row.row) && !self.full.contains(&row.row.field())
    }

    /// The questions that sources alone answer, of those that are asked: what every page calls « données reprises ». A
    /// table is one.
    #[must_use]
    pub fn spared(&self) -> (usize, usize) {
        (self.taken_over.values().sum(), self.questions)
    }

    /// Answers given or confirmed to which a source gives another value that came since.
    #[must_use]
    pub fn newer(&self) -> usize {
        self.differing.iter().filter(|datum| datum.brings_news()).count()
    }

    /// Whether a person may answer with a source's value, or keep theirs, as things stand.
    #[must_use]
    pub fn is_writable(&self, path: &Path) -> bool {
        self.may_fill && self.writable.contains(path)
    }

    /// Whether a person may say again the answer in place of a datum that differs, or leave without one what is proposed.
    #[must_use]
    pub fn may_keep(&self, datum: &Differing) -> bool {
        let given = self.snapshot.answers.get(&datum.path).is_some_and(Answer::is_told);
        (given || datum.proposed) && !datum.is_decided() && self.is_writable(&datum.path)
    }

    /// Whether a datum is one of the dossier: the form asks it and, where it stands in a row, the row is there or a
    /// source tells of it.
    #[must_use]
    pub fn holds(&self, path: &Path) -> bool {
        if Finding::named(path).is_some() {
            return true;
        }
        let is_row = path.in_table().is_some_and(|parts| parts.column.is_none());
        let asked = if is_row { self.trame.field(&path.field()) } else { self.trame.field(path) };
        let row = if is_row { Some(path.clone()) } else { path.own_row() };
        let grows = row.filter(|row| self.trame.holder(row).is_some());
        let told = |row: &Path| {
            let mut paths = self.heard.said.values().flat_map(|said| said.values.keys());
            paths.any(|known| known == path || known == row)
        };
        asked.is_some() && grows.is_none_or(|row| self.snapshot.answers.contains_key(&row) || told(&row))
    }

    /// Questions to which another dossier of the year proposes another answer, that nobody decided on since.
    #[must_use]
    pub fn proposed(&self) -> usize {
        let Some(said) = self.heard.said.get(&Source::Sister) else { return 0 };
        let confirmed = |path: &Path| {
            let step = self.trame.step_of(&path.field())?;
            self.snapshot.confirmations.get(&step.key).map(|confirmed| confirmed.seq)
        };
        let decided = |path: &Path| {
            let answer = self.snapshot.answers.get(path).filter(|answer| answer.by != Actor::Application);
            answer.map(|answer| answer.version).max(confirmed(path)) > Some(said.seq)
        };
        let other = said.values.iter().filter(|(path, told)| {
            let present = self.snapshot.value(path);
            let same = present.is_some_and(|present| present.same_as(&told.known.value));
            told.doubt.is_none() && !same && !decided(path)
        });
        other.map(|(path, _)| path.field()).collect::<BTreeSet<Path>>().len()
    }
}

/// Reads what the sources say of a dossier of the person's structure.
pub async fn read_sources(services: &Services, viewer: &Viewer, id: DossierId) -> Result<SourcesRead> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::ReadDraft, &snapshot.opening, snapshot.state())?;
    let program = open_dossier::program_of(services, &snapshot)?;
    let evaluation = program.evaluate(&snapshot.values(), &open_dossier::context_of(services, &snapshot));
    let trame = program.trame().clone();
    let heard = Heard::of(&services.dossiers.history(id).await?);
    let mut differing = differing(&heard, &snapshot, &trame);
    let places: Vec<Path> = trame.fields().map(|(_, field)| field.path.clone()).collect();
    differing.sort_by_key(|datum| places.iter().position(|path| *path == datum.path.field()));
    let mut people = open_dossier::people(&snapshot);
    people.extend(heard.contested.values().filter_map(|contest| match contest.by {
        Actor::Person(person) => Some(person),
        Actor::Application => None,
    }));
    let may_fill = may_fill(viewer, &snapshot);
    let told = heard.said.values().flat_map(|said| said.values.keys());
    let writable: BTreeSet<Path> =
        told.filter(|path| is_writable(&snapshot, &program, path)).cloned().collect();
    // Nobody is asked to decide on what is not asked, or could not be answered.
    let is_asked = |path: &Path| program.state(&evaluation, path).is_some_and(|state| state.visible);
    differing.retain(|datum| !datum.proposed || (is_asked(&datum.path) && writable.contains(&datum.path)));
    let mut rows = rows_offered(&heard, &snapshot, &trame);
    rows.retain(|row| is_asked(&row.row.field()) && writable.contains(&row.row));
    let mut still_contested = still_contested(&heard, &snapshot, &trame);
    still_contested.retain(is_asked);
    let full = rows.iter().map(|row| row.row.field());
    let full = full
        .filter(|table| trame.field(table).is_some_and(|field| no_room(&snapshot, field).is_some()))
        .collect();
    let told = heard.said.values().flat_map(|said| said.values.keys());
    // A cell of a row that is not in the dossier goes with its table.
    let is_there =
        |path: &Path| is_asked(&path.field()) && (is_of_no_row(path, &snapshot, &trame) || is_asked(path));
    let is_cell = |path: &Path| path.in_table().is_none_or(|parts| parts.column.is_some());
    let unasked = told.filter(|path| is_cell(path) && !is_there(path)).cloned().collect();
    let about = snapshot.opening.about;
    let asked = services.sources.iter().map(|source| source.source()).filter(|source| about.asks(*source));
    let sisters = sisters::of(services, id, &snapshot.opening).await?;
    Ok(SourcesRead {
        trame,
        heard,
        differing,
        rows,
        still_contested,
        full,
        taken_over: taken_over_by_source(&program, &evaluation, &snapshot),
        questions: Progress::of(&program, &evaluation, &snapshot).asked(),
        unasked,
        again: services.hearings.said_again(id).await?,
        waiting: services.awaited_sources.of(id).await?,
        asked: asked.collect(),
        names: services.sessions.names(&people).await?,
        may_fill,
        writable,
        now: services.clock.now(),
        sisters: sisters.iter().map(|line| line.snapshot.opening.named()).collect(),
        snapshot,
    })
}

/// Says what is wrong with what a source says, or takes it back; said twice, it changes nothing.
///
/// # Errors
/// `Invalid` when the reason is blank or too long, `NotFound` where nobody can be told that it is false, `Refused` once
/// the dossier was sent: what it says is frozen.
pub async fn contest_value(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    (path, source): (Path, Source),
    text: Option<&str>,
) -> Result<()> {
    let said = |text| procedure::said(text, NO_REASON, LONGEST_REASON);
    let text = text.map(said).transpose()?;
    let heard = Heard::of(&services.dossiers.history(id).await?);
    let source = heard.speaker(source, &path);
    let is_said = heard.value(source, &path).is_some() || heard.alert(source, &path).is_some();
    if !is_said || !source.is_contestable() {
        return Err(Error::NotFound);
    }
    let known = heard.contested.get(&(path.clone(), source)).map(|contest| contest.text.clone());
    let deciding = Box::new(move |snapshot: &Snapshot| {
        if !snapshot.is_open() {
            return Err(Error::Refused(Refusal::AlreadySubmitted));
        }
        Ok((known != text).then_some(Body::ValueContested { path, source, text }))
    });
    record(services, viewer, (id, Action::Fill), deciding).await
}

/// Answers with what a source says, for who saw the dossier at an event.
///
/// # Errors
/// `Refused` when somebody else answered since, or when the row of a cell was taken away.
pub async fn take_value(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    path: Path,
    source: Source,
) -> Result<()> {
    let heard = Heard::of(&services.dossiers.history(id).await?);
    let known = heard.value(heard.speaker(source, &path), &path).ok_or(Error::NotFound)?.known.clone();
    let library = Arc::clone(&services.library);
    let deciding = Box::new(move |snapshot: &Snapshot, _: &[Event]| {
        let program = form_of(&*library, &snapshot.opening.trame)?;
        if let Some(refusal) = snapshot.refuses(&path, &program) {
            return Err(Error::Refused(refusal));
        }
        program.trame().answerable(&path).ok_or(Error::NotFound)?;
        let same = snapshot.answers.get(&path).is_some_and(|answer| {
            answer.origin == known.origin && answer.value.as_ref() == Some(&known.value)
        });
        if same {
            return Ok(None);
        }
        let base = snapshot.version(&path);
        // Whoever answered since, another tab of the same person too: what it replaces was not seen.
        if base > seen || snapshot.is_taken_away(&path) {
            return Err(Error::Refused(Refusal::Moved));
        }
        let (value, origin) = (Some(known.value), known.origin);
        Ok(Some(Body::AnswerSet { path, value, base, origin, deposit: None }))
    });
    record_once(services, viewer, (id, Action::Fill), (None, seen), deciding).await
}

/// Takes over all that sources propose to the cells of a table that nobody answered nor left, for who saw the dossier at
/// an event: of each cell, what the source that is believed first says.
///
/// # Errors
/// `Refused` when somebody answered one of them since: those before it are taken over.
pub async fn take_table(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    table: Path,
) -> Result<()> {
    let read = read_sources(services, viewer, id).await?;
    for datum in read.cells_proposed(&table) {
        let Some((source, _)) = datum.said.iter().find(|(source, _)| datum.waiting.contains(source)) else {
            continue;
        };
        take_value(services, viewer, (id, seen), datum.path.clone(), *source).await?;
    }
    Ok(())
}

/// Whether a person may answer at a path as things stand: the question is theirs, it is open, and the row of a cell is
/// in the dossier.
fn is_writable(snapshot: &Snapshot, program: &Program, path: &Path) -> bool {
    let trame = program.trame();
    trame.answerable(path).is_some()
        && !is_of_no_row(path, snapshot, trame)
        && snapshot.refuses(path, program).is_none()
}

/// Asks every source again.
///
/// # Errors
/// `Refused` once the dossier was sent: what it says is frozen.
pub async fn refresh_sources(services: &Services, viewer: &Viewer, id: DossierId) -> Result<()> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Fill, &snapshot.opening, snapshot.state())?;
    if snapshot.state() != crate::dossier::State::Draft {
        return Err(Error::Refused(Refusal::AlreadySubmitted));
    }
    hear_asp(services, id, &snapshot).await?;
    let lines = services.dossiers.of_structure(snapshot.opening.structure).await?;
    previous::tell(services, id, &lines).await?;
    ask_about(services, id, snapshot.opening.about).await
}

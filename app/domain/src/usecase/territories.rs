//! The dossiers of one legal person for a year, side by side: what differs, taking a value over, holding it everywhere.

use std::sync::Arc;

use form::{Answers, Path, Trame, Value};

use super::{
    Services, allow, form_of,
    open_dossier::{context_of, program_of},
    pieces::may_fill,
    sisters,
};
use crate::{
    Error, Kind, Refusal, Result, Viewer,
    access::Action,
    dossier::{Actor, Body, DossierId, Event, Origin, Seq, Snapshot, State},
    ports::Since,
    prefill::{AnnexesBeside, Common, SideBySide, beside_annexes, said_by_sisters},
};

/// A dossier among those of a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The dossier.
    pub id: DossierId,
    /// Its name: `ACI 2027 des Côtes-d’Armor (22)`.
    pub name: String,
    /// Where it stands.
    pub state: State,
    /// Whether the reader may open it: it is of the structure they act for.
    pub opens: bool,
    /// Its last event when it was read.
    pub seq: Seq,
}

/// The dossiers of a legal person for a year.
pub struct Territories {
    /// The dossier that is read.
    pub snapshot: Snapshot,
    /// The dossiers, the one that is read first.
    pub columns: Vec<Column>,
    /// Their answers.
    pub beside: SideBySide,
    /// Whether what is each one's own is compared too: when they are all open to the reader.
    pub is_whole: bool,
    /// Whether the reader may change the dossier.
    pub may_fill: bool,
    /// What ASP's annexes say of each département of the reader's own structure; none where it has but one.
    pub annexes: Option<AnnexesBeside>,
}

/// Reads a dossier beside its sisters; of theirs, nothing but the answers that differ is handed out.
pub async fn read_territories(services: &Services, viewer: &Viewer, id: DossierId) -> Result<Territories> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::ReadDraft, &snapshot.opening, snapshot.state())?;
    let lines = sisters::of(services, id, &snapshot.opening).await?;
    let program = program_of(services, &snapshot)?;
    let own = Column {
        id,
        name: snapshot.opening.named(),
        state: snapshot.state(),
        opens: true,
        seq: snapshot.seq,
    };
    let others = lines.iter().map(|line| Column {
        id: line.id,
        name: line.snapshot.opening.named(),
        state: line.state,
        opens: viewer.structure() == Some(line.structure),
        seq: line.snapshot.seq,
    });
    let columns = std::iter::once(own).chain(others).collect();
    let all = std::iter::once(&snapshot).chain(lines.iter().map(|line| &line.snapshot));
    // Of a dossier that its reader may not open, only what it says to its sisters is told: what they share, given or
    // confirmed.
    let told = |sister: &Snapshot| -> Answers {
        let told = said_by_sisters(&snapshot, &[sister], program.trame());
        told.into_iter().map(|told| (told.path, told.known.value)).collect()
    };
    let opens = |read: &Snapshot| viewer.structure() == Some(read.opening.structure);
    let answers: Vec<(Kind, Answers)> = all
        .map(|read| {
            let answers = if opens(read) { counted(services, read)? } else { told(read) };
            Ok((read.opening.kind, answers))
        })
        .collect::<Result<_>>()?;
    let mut beside = SideBySide::of(program.trame(), &answers);
    let is_whole = lines.iter().all(|line| opens(&line.snapshot));
    if !is_whole {
        beside.own.clear();
    }
    let structure = services.register.structure(snapshot.opening.structure).await?;
    let annexes = structure.and_then(|structure| beside_annexes(&structure, &snapshot));
    let may_fill = may_fill(viewer, &snapshot);
    Ok(Territories { snapshot, columns, beside, is_whole, may_fill, annexes })
}

/// The answers that count in a dossier.
fn counted(services: &Services, snapshot: &Snapshot) -> Result<Answers> {
    let program = program_of(services, snapshot)?;
    Ok(program.counted(&program.evaluate(&snapshot.values(), &context_of(services, snapshot))))
}

/// Answers a shared question as a sister does; a table is taken whole. Both dossiers come with the place of the log
/// at which they were read.
///
/// # Errors
/// `Refused` when the answer moved since in one of them: what is taken over and what it replaces were both seen.
pub async fn take_from_sister(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    path: Path,
    (from, seen_there): (DossierId, Seq),
) -> Result<()> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Fill, &snapshot.opening, snapshot.state())?;
    let lines = sisters::of(services, id, &snapshot.opening).await?;
    let sister = lines.into_iter().find(|line| line.id == from).ok_or(Error::NotFound)?.snapshot;
    let same_kind = sister.opening.kind == snapshot.opening.kind;
    let today = services.clock.today();
    let origin = Origin::of_sister(&sister.opening, today);
    let asked = path.clone();
    let answers = move |own: &Snapshot, trame: &Trame| {
        if !Common::of(&path, trame).is_between(same_kind) {
            return Err(Error::NotFound);
        }
        if moved_since(own, &path, seen) || moved_since(&sister, &path, seen_there) {
            return Err(Error::Refused(Refusal::Moved));
        }
        let theirs = sister.answers_under(&path).filter_map(|(path, answer)| {
            trame.answerable(path)?;
            Some((path.clone(), Some(answer.value.clone()?)))
        });
        let theirs: Vec<(Path, Option<Value>)> = theirs.collect();
        // What the sister does not say here is taken away: a table is the same as hers.
        let gone = own.answers_under(&path).filter(|(path, answer)| {
            answer.value.is_some() && theirs.iter().all(|(known, _)| known != *path)
        });
        let gone: Vec<(Path, Option<Value>)> = gone.map(|(path, _)| (path.clone(), None)).collect();
        let told = theirs.into_iter().chain(gone);
        let told = told.filter(|(path, value)| own.value(path) != value.as_ref());
        Ok(told.map(|(path, value)| (path, value, origin.clone())).collect())
    };
    write(services, viewer, (id, asked), answers).await
}

/// Says a shared answer of a dossier again, so that it is the last word, and proposes it to the sisters.
///
/// # Errors
/// `Refused` when the answer moved since the dossier was read.
pub async fn hold_everywhere(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    path: Path,
) -> Result<()> {
    let asked = path.clone();
    let answers = move |own: &Snapshot, trame: &Trame| {
        if Common::of(&path, trame) == Common::Own {
            return Err(Error::NotFound);
        }
        if moved_since(own, &path, seen) {
            return Err(Error::Refused(Refusal::Moved));
        }
        let said = own.answers_under(&path).filter(|(path, _)| trame.answerable(path).is_some());
        let again = said.filter_map(|(path, answer)| {
            let value = answer.value.clone()?;
            // It is theirs from now on: what came from a sister is not said back to her.
            let origin = own.origin_of(path, Some(&value));
            let origin = if origin.is_of_sister() { Origin::Typed } else { origin };
            Some((path.clone(), Some(value), origin))
        });
        Ok(again.collect())
    };
    write(services, viewer, (id, asked), answers).await?;
    sisters::share(services, id).await;
    Ok(())
}

/// Whether an answer was written after a dossier was read.
fn moved_since(snapshot: &Snapshot, path: &Path, seen: Seq) -> bool {
    snapshot.answers_under(path).any(|(_, answer)| answer.version > seen)
}

/// Answers by key, each with where it comes from; none takes an answer away.
type Wanted = Vec<(Path, Option<Value>, Origin)>;

/// Writes answers as a person's, on the dossier as it then stands.
async fn write(
    services: &Services,
    viewer: &Viewer,
    (id, path): (DossierId, Path),
    wanted: impl FnOnce(&Snapshot, &Trame) -> Result<Wanted> + Send + 'static,
) -> Result<()> {
    let (viewer, library, at) = (viewer.clone(), Arc::clone(&services.library), services.clock.now());
    let decide = move |snapshot: &Snapshot, _: &[Event]| {
        allow(&viewer, Action::Fill, &snapshot.opening, snapshot.state())?;
        let program = form_of(&*library, &snapshot.opening.trame)?;
        if let Some(refusal) = snapshot.refuses(&path, &program) {
            return Err(Error::Refused(refusal));
        }
        let wanted = wanted(snapshot, program.trame())?;
        let events = wanted.into_iter().zip(snapshot.seq + 1..).map(|((path, value, origin), seq)| {
            let base = snapshot.version(&path);
            let body = Body::AnswerSet { path, value, base, origin, deposit: None };
            Event { seq, at, actor: Actor::Person(viewer.person), stamp: None, body }
        });
        Ok(events.collect())
    };
    let since = Since { seq: u64::MAX, client: None };
    services.dossiers.change(id, since, Box::new(decide)).await?.ok_or(Error::NotFound)
}

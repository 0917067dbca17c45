//! The documents that a structure gave already and that still serve: none is asked for twice.

use form::{Date, Field, FieldType, FileRef, Path, Program, Value, file::Analysis, french};

use super::{Services, pieces::to_analyse};
use crate::{
    Result,
    dossier::{Actor, Answer, Body, DossierId, Event, Known, Origin, Snapshot, State, heard::Told},
    ports::{DossierLine, Since},
    prefill::OpenDemand,
};

/// The documents of earlier dossiers that serve a new one, each with where it comes from.
pub(super) fn still_valid(
    services: &Services,
    lines: &[DossierLine],
    program: &Program,
) -> Vec<(Path, Known)> {
    let today = services.clock.today();
    let slots = program.trame().fields().map(|(_, field)| field).filter(|field| is_slot(field));
    let found = slots.filter_map(|field| Some((field.path.clone(), last_valid(lines, field, today)?)));
    found.collect()
}

/// The documents last given to a question that still serve, in any dossier of a structure.
fn last_valid(lines: &[DossierLine], field: &Field, today: Date) -> Option<Known> {
    let given = lines.iter().filter_map(|line| {
        // A copy that was passed on says no more than its original, which may have gone since.
        let given = |answer: &&Answer| matches!(answer.by, Actor::Person(_));
        let answer = line.snapshot.answers.get(&field.path).filter(given)?;
        Some((answer.at, known(line, answer, field, today)?))
    });
    given.max_by_key(|(at, _)| *at).map(|(_, known)| known)
}

/// Tells the other drafts of the structure what one dossier now holds at a question.
///
/// They follow as long as nobody answered there, or what was given there serves no more: a document given by
/// mistake goes as it came.
pub(super) async fn share(services: &Services, id: DossierId, path: &Path, program: &Program) -> Result<()> {
    let Some(field) = program.trame().field(path).filter(|field| is_slot(field)) else { return Ok(()) };
    let Some(snapshot) = services.dossiers.snapshot(id).await? else { return Ok(()) };
    let (today, at) = (services.clock.today(), services.clock.now());
    let lines = services.dossiers.of_structure(snapshot.opening.structure).await?;
    let Some(from) = lines.iter().find(|line| line.id == id) else { return Ok(()) };
    let Some(answer) = snapshot.answers.get(path) else { return Ok(()) };
    let given = last_valid(&lines, field, today);
    let origin = given.as_ref().map_or_else(
        || Origin::given(format!("{} {}", from.kind, from.year), today),
        |known| known.origin.clone(),
    );
    let valid = given.map(|known| known.value);
    // Once nothing serves any more, what another dossier took over stays as the original is: it says why.
    let whole = answer.value.as_ref().map(|value| with_days(value, answer));
    let follow = |present: Option<&Answer>| {
        let holds = present.is_some_and(|answer| answer.value.is_some());
        valid.clone().or_else(|| whole.clone().filter(|_| holds))
    };
    let days = field.valid_months;
    let has_valid = valid.is_some();
    // What someone gave or took back there is theirs to say, until it serves no more and another does.
    let follows = move |present: Option<&Answer>| {
        let theirs = |answer: &Answer| answer.by != Actor::Application;
        present.is_none_or(|answer| !theirs(answer) || (has_valid && is_over(answer, days, today)))
    };
    let lacks = |snapshot: &Snapshot| {
        let present = snapshot.answers.get(path);
        follows(present) && present.and_then(|answer| answer.value.as_ref()) != follow(present).as_ref()
    };
    let is_over = |line: &&DossierLine| {
        line.snapshot.answers.get(path).is_some_and(|answer| is_over(answer, days, today))
    };
    let others = lines.iter().filter(|line| line.state == State::Draft);
    // The dossier itself has what still serves in place of what serves no more.
    let others = others.filter(|line| line.id != id || is_over(line));
    for line in others.filter(|line| lacks(&line.snapshot)) {
        let value = follow(line.snapshot.answers.get(path));
        let (path, origin) = (path.clone(), origin.clone());
        let asked = value.clone();
        let decide = move |snapshot: &Snapshot, _: &[Event]| {
            let present = snapshot.answers.get(&path);
            if snapshot.state() != State::Draft || !follows(present) {
                return Ok(Vec::new());
            }
            let body = Body::AnswerSet { base: snapshot.version(&path), path, value, origin, deposit: None };
            Ok(vec![Event { seq: snapshot.seq + 1, at, actor: Actor::Application, stamp: None, body }])
        };
        services.dossiers.change(line.id, Since { seq: u64::MAX, client: None }, Box::new(decide)).await?;
        await_analysis(services, line.id, asked.as_slice()).await?;
    }
    Ok(())
}

/// What a bilan tells a demand, its documents as they stand since: what the antivirus said of them, whether they still
/// serve. None where no document is left.
pub(super) fn as_it_stands(told: Told, bilan: &DossierLine, demand: OpenDemand<'_>) -> Option<Told> {
    let Value::Files(files) = &told.known.value else { return Some(told) };
    let months = demand.trame.field(&told.path)?.valid_months;
    let given = bilan.snapshot.answers.values().filter_map(|answer| match &answer.value {
        Some(Value::Files(files)) => Some(files),
        _ => None,
    });
    let given: Vec<&FileRef> = given.flatten().collect();
    let since = |file: &FileRef| {
        let known = given.iter().find(|known| known.id == file.id)?;
        let file = FileRef { analysis: known.analysis.clone(), doubtful: known.doubtful, ..file.clone() };
        file.fault(months, demand.today).is_none().then_some(file)
    };
    let files: Vec<FileRef> = files.iter().filter_map(since).collect();
    let known = Known { value: Value::Files(files), ..told.known };
    (known.value != Value::Files(Vec::new())).then_some(Told { known, ..told })
}

/// Asks for what a dossier took over while it was not yet looked at: it is told there too.
pub(super) async fn await_analysis(services: &Services, id: DossierId, taken: &[Value]) -> Result<()> {
    for value in taken {
        let Value::Files(files) = value else { continue };
        for file in files.iter().filter(|file| file.analysis == Analysis::Waiting) {
            to_analyse(services, id, &file.id).await?;
        }
    }
    Ok(())
}

/// The last day the documents given to a question all serve; none for documents without an end.
#[must_use]
pub fn valid_until(field: &Field, answer: &Answer) -> Option<Date> {
    let Some(Value::Files(files)) = &answer.value else { return None };
    files.iter().filter_map(|file| dated(file, answer).last_day(field.valid_months)).min()
}

/// The documents of an answer, each with the day it was given.
fn with_days(value: &Value, answer: &Answer) -> Value {
    match value {
        Value::Files(files) => Value::Files(files.iter().map(|file| dated(file, answer)).collect()),
        other => other.clone(),
    }
}

/// A document with the day it was given, told by its answer where it was not kept.
fn dated(file: &FileRef, answer: &Answer) -> FileRef {
    FileRef { given: file.given.or_else(|| Some(given_on(answer))), ..file.clone() }
}

/// Whether documents were given and none of them serves any more.
fn is_over(answer: &Answer, months: Option<u32>, today: Date) -> bool {
    let Some(Value::Files(files)) = &answer.value else { return false };
    !files.is_empty() && files.iter().all(|file| dated(file, answer).fault(months, today).is_some())
}

fn given_on(answer: &Answer) -> Date {
    match &answer.origin {
        Origin::Given { on, .. } => *on,
        _ => french::time_of_day(answer.at).0,
    }
}

fn is_slot(field: &Field) -> bool {
    field.field_type == FieldType::Files && field.valid_months.is_some()
}

/// The documents of an answer as another dossier takes them; none once they serve no more.
fn known(line: &DossierLine, answer: &Answer, field: &Field, today: Date) -> Option<Known> {
    let Some(Value::Files(files)) = &answer.value else { return None };
    let files = files.iter().map(|file| dated(file, answer));
    let files: Vec<FileRef> = files.filter(|file| file.fault(field.valid_months, today).is_none()).collect();
    if files.is_empty() {
        return None;
    }
    let dossier = format!("{} {}", line.kind, line.year);
    let origin = match &answer.origin {
        // Named after the dossier where a person gave it.
        given @ Origin::Given { .. } => given.clone(),
        _ => Origin::given(dossier, given_on(answer)),
    };
    Some(Known { value: Value::Files(files), origin })
}

#[cfg(test)]
mod tests {
    use form::trame::read_trame;

    use super::*;
    use crate::{Timestamp, dossier::ClientId};

    const TRAME: &str = "key = \"t\"\nversion = 1\ntitle = \"T\"\n[[step]]\nkey = \"s\"\ntitle = \"S\"\n\
        [[step.field]]\nkey = \"p.rib\"\nlabel = \"RIB\"\ntype = \"files\"\nvalid_months = 12\n\
        [[step.field]]\nkey = \"p.plan\"\nlabel = \"Plan\"\ntype = \"files\"\n";

    #[test]
    fn a_document_serves_so_many_months_from_the_day_it_was_first_given() {
        let trame = read_trame(TRAME).expect("a right trame");
        let (id, name, media) = ("0".to_owned(), "a.pdf".to_owned(), "application/pdf".to_owned());
        let analysis = Analysis::NotMade;
        let file = FileRef { id, name, media, size: 1, given: None, until: None, analysis, doubtful: false };
        let [rib, plan] = &trame.steps[0].fields[..] else { panic!("two questions") };
        let answer = |second: i64, origin: Origin| Answer {
            value: Some(Value::Files(vec![file.clone()])),
            version: 2,
            origin,
            by: Actor::Application,
            at: Timestamp::from_second(second).expect("an instant"),
            client: None::<ClientId>,
        };
        let typed = answer(1_796_000_000, Origin::Typed);
        assert_eq!(valid_until(rib, &typed), Some(Date::constant(2027, 11, 30)));
        assert_eq!(valid_until(plan, &typed), None, "for one dossier only");
        let on = Date::constant(2026, 2, 28);
        let given = answer(1_796_000_000, Origin::given("ACI 2026", on));
        assert_eq!(
            valid_until(rib, &given),
            Some(Date::constant(2027, 2, 28)),
            "passed on, it ages all the same"
        );
    }
}

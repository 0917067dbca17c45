//! The structure's own dossier of before: what it says of the one of today.
//!
//! A demand hears the one of the year before; a bilan hears the demand of its own year, whose promises it answers.

use form::{FieldType, Trame, french};

use super::{
    Services, form_of,
    hear::{Speech, hear},
    lists,
    open_dossier::program_of,
    vault,
};
use crate::{
    Kind, Result, StructureId,
    dossier::{
        About, DossierId, Opening, Snapshot, State,
        heard::{Heard, Told},
    },
    ports::DossierLine,
    prefill::{LastYear, Proposal, Sent, promised},
    source::Source,
};

/// The last dossier of a kind that was sent for an earlier year, about the same, among those of a structure; where none
/// of this kind was, the last of another.
///
/// Whatever was decided on it: what it says of the structure is what the structure said.
pub(super) fn last_sent(lines: &[DossierLine], about: About, kind: Kind, year: i16) -> Option<&DossierLine> {
    let earlier = lines.iter().filter(|line| line.year < year && line.snapshot.opening.about == about);
    let sent = earlier.filter_map(|line| Some((line, line.snapshot.submission()?.at)));
    sent.max_by_key(|(line, at)| (line.kind == kind, line.year, *at)).map(|(line, _)| line)
}

/// The demand that was sent for the year of a bilan.
pub(super) fn demand_of(lines: &[DossierLine], kind: Kind, year: i16) -> Option<&DossierLine> {
    let is_it = |line: &&DossierLine| {
        line.snapshot.opening.about == About::Demand && line.kind == kind && line.year == year
    };
    lines.iter().filter(is_it).find(|line| line.snapshot.submission().is_some())
}

/// The dossier that a draft hears.
fn heard_by<'l>(lines: &'l [DossierLine], opening: &Opening) -> Option<&'l DossierLine> {
    match opening.about {
        About::Demand => last_sent(lines, About::Demand, opening.kind, opening.year),
        About::Bilan => demand_of(lines, opening.kind, opening.year),
    }
}

/// What a dossier that was sent says to one of a kind, under the keys of its form.
pub(super) fn read(
    services: &Services,
    line: &DossierLine,
    (kind, today): (Kind, &Trame),
) -> Result<LastYear> {
    let snapshot = &line.snapshot;
    let Some(submission) = snapshot.submission() else { return Ok(LastYear::default()) };
    let then = form_of(&*services.library, &snapshot.opening.trame)?;
    let sent = Sent { opening: &snapshot.opening, submission, trame: then.trame() };
    let lists = &*services.lists;
    let resolve = |text: &str, field_type: &FieldType| {
        lists::resolved(text, field_type, lists).unwrap_or_else(|| text.to_owned())
    };
    let said = LastYear::of(sent, today, &resolve);
    Ok(if line.kind == kind { said } else { said.of_the_person(today) })
}

/// The same as it is told to a draft about something, beside what else the draft has heard.
pub(super) fn told_to(
    services: &Services,
    line: &DossierLine,
    (about, kind, today): (About, Kind, &Trame),
    heard: &Heard,
) -> Result<Vec<Told>> {
    let said = read(services, line, (kind, today))?;
    let Some(submission) = line.snapshot.submission().filter(|_| about == About::Bilan) else {
        return Ok(said.told(heard));
    };
    let then = form_of(&*services.library, &line.snapshot.opening.trame)?;
    let sent = Sent { opening: &line.snapshot.opening, submission, trame: then.trame() };
    Ok(promised(sent, said, heard))
}

/// What a dossier that was sent says to one that is open, with the documents that still serve.
pub(super) fn speech(line: &DossierLine, told: Vec<Told>, documents: Vec<Proposal>) -> Option<Speech> {
    let submission = line.snapshot.submission()?;
    let mut told = told;
    told.extend(documents.into_iter().map(|(path, known)| Told { path, known, doubt: None }));
    let as_of = french::time_of_day(submission.at).0;
    Some(Speech { source: Source::Previous, as_of, told, findings: Vec::new() })
}

/// Tells a draft what the dossier it follows says now; the same again changes nothing.
pub(super) async fn tell(services: &Services, id: DossierId, lines: &[DossierLine]) -> Result<()> {
    let Some(draft) = lines.iter().find(|line| line.id == id && line.state == State::Draft) else {
        return Ok(());
    };
    let snapshot: &Snapshot = &draft.snapshot;
    let opening = &snapshot.opening;
    let Some(last) = heard_by(lines, opening) else { return Ok(()) };
    let program = program_of(services, snapshot)?;
    let heard = Heard::of(&services.dossiers.history(id).await?);
    let told = told_to(services, last, (opening.about, opening.kind, program.trame()), &heard)?;
    let documents = vault::still_valid(services, lines, &program);
    let Some(speech) = speech(last, told, documents) else { return Ok(()) };
    hear(services, id, snapshot.seq, vec![speech]).await
}

/// Tells the drafts that follow a dossier what they take over, once it is sent: what was corrected is what holds.
pub(super) async fn tell_next(services: &Services, structure: StructureId, sent: DossierId) -> Result<()> {
    let lines = services.dossiers.of_structure(structure).await?;
    let follows =
        |draft: &&DossierLine| heard_by(&lines, &draft.snapshot.opening).is_some_and(|line| line.id == sent);
    for draft in lines.iter().filter(|line| line.state == State::Draft).filter(follows) {
        tell(services, draft.id, &lines).await?;
    }
    Ok(())
}

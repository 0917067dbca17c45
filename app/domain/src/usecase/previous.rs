//! The structure's own dossiers of before: what they say of the one of today, as one source.

use std::{cmp::Reverse, collections::BTreeSet};

use form::{FieldType, Program, Trame, Value, french};

use super::{
    Services, form_of,
    hear::{Speech, hear},
    lists,
    open_dossier::program_of,
    vault,
};
use crate::{
    Kind, Result, StructureId, Timestamp,
    dossier::{
        About, DossierId, Opening, Snapshot, State,
        heard::{Heard, Told},
        renewal::Before,
    },
    ports::DossierLine,
    prefill::{LastYear, OpenDemand, Sent, in_turn, promised, said_by_bilan, said_then, said_to_next_bilan},
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
fn demand_of(lines: &[DossierLine], kind: Kind, year: i16) -> Option<&DossierLine> {
    let is_it = |line: &&DossierLine| {
        line.snapshot.opening.about == About::Demand && line.kind == kind && line.year == year
    };
    lines.iter().filter(is_it).find(|line| line.snapshot.submission().is_some())
}

/// The bilan of a year that was sent.
fn bilan_of(lines: &[DossierLine], kind: Kind, year: i16) -> Option<&DossierLine> {
    let is_it = |line: &&DossierLine| {
        line.snapshot.opening.about == About::Bilan && line.kind == kind && line.year == year
    };
    lines.iter().filter(is_it).find(|line| line.snapshot.submission().is_some())
}

/// Years of the longest convention: what is asked at its renewal alone was asked so long ago.
const LONGEST: i16 = 3;

/// The dossiers that a draft hears, the one that is believed first at the head.
///
/// A demand hears the demands of a convention's years and the bilans of the two years before it, the last that was sent
/// first. A bilan hears the demand of its own year, whose promises it answers, the bilan of the year before, then the
/// demands before.
fn heard_by<'l>(lines: &'l [DossierLine], opening: &Opening) -> Vec<&'l DossierLine> {
    let Opening { about, kind, year, .. } = *opening;
    let bilan = |before: i16| bilan_of(lines, kind, year.saturating_sub(before));
    let demands = |before: i16| {
        let years = year.saturating_sub(LONGEST)..before;
        years.rev().filter_map(move |year| demand_of(lines, kind, year))
    };
    match about {
        About::Demand => {
            let last = last_sent(lines, About::Demand, kind, year);
            let before = last.filter(|last| last.kind == kind).into_iter();
            let before = before.flat_map(|last| demands(last.year));
            let mut heard: Vec<&DossierLine> =
                last.into_iter().chain(before).chain(bilan(1)).chain(bilan(2)).collect();
            // One that was corrected years later is none the younger for it.
            heard.sort_by_key(|line| Reverse(line.snapshot.submissions.first().map(|sent| sent.at)));
            heard
        }
        About::Bilan => {
            demand_of(lines, kind, year).into_iter().chain(bilan(1)).chain(demands(year)).collect()
        }
    }
}

/// Whether a dossier follows one that the structure had sent here, by an instant, under the same kind: that of another
/// kind says only who the structure is.
pub(super) fn follows_its_own(lines: &[DossierLine], opening: &Opening, by: Timestamp) -> bool {
    let own = |line: &&DossierLine| line.kind == opening.kind;
    let mut sent =
        heard_by(lines, opening).into_iter().filter(own).filter_map(|line| line.snapshot.submissions.first());
    sent.any(|first| first.at < by)
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
    let said = LastYear::of(sent, today, &resolving(services));
    Ok(if line.kind == kind { said } else { said.of_the_person(today) })
}

/// What the steps of a dossier are read beside: what the last dossier of its kind that the structure sent for an earlier
/// year said, whatever sources know; where there is none, what sources knew of the year before when it was opened.
pub(super) async fn before(services: &Services, snapshot: &Snapshot) -> Result<Before> {
    let opening = &snapshot.opening;
    let lines = services.dossiers.of_structure(opening.structure).await?;
    let last = last_sent(&lines, opening.about, opening.kind, opening.year);
    let last = last.filter(|line| line.kind == opening.kind);
    let last = last.and_then(|line| Some((line, line.snapshot.submission()?)));
    let Some((line, submission)) = last else { return Ok(Before::known_of(opening)) };
    let then = form_of(&*services.library, &line.snapshot.opening.trame)?;
    let today = program_of(services, snapshot)?;
    let sent = Sent { opening: &line.snapshot.opening, submission, trame: then.trame() };
    Ok(Before::sent(line.year, said_then(sent, today.trame(), &resolving(services))))
}

/// What the dossiers that a draft hears say to it, beside what else it has heard; the documents that still serve, given
/// to any of the structure, with them.
pub(super) fn speech(
    services: &Services,
    lines: &[DossierLine],
    (opening, program): (&Opening, &Program),
    heard: &Heard,
) -> Result<Option<Speech>> {
    let trame = program.trame();
    let said_by = heard_by(lines, opening);
    let at = said_by.iter().filter_map(|line| Some(line.snapshot.submission()?.at)).max();
    let Some(at) = at else { return Ok(None) };
    let demand = services.library.current(About::Demand, &opening.territories);
    let demand = form_of(&*services.library, &demand)?;
    let is_demand = opening.about == About::Demand;
    let demand = if is_demand { trame } else { demand.trame() };
    let mut listening = Listening { services, opening, trame, demand, heard, asked: None };
    let said = said_by.iter().map(|line| listening.told_by(line)).collect::<Result<_>>()?;
    let mut told = in_turn(said, trame);
    // A document that was given to the question itself comes before that of another.
    for (path, known) in vault::still_valid(services, lines, program) {
        told.retain(|told| told.path != path);
        told.push(Told { path, known, doubt: None });
    }
    let as_of = french::time_of_day(at).0;
    Ok(Some(Speech { source: Source::Previous, as_of, told, findings: Vec::new() }))
}

/// A draft that hears one dossier after the other.
struct Listening<'a> {
    services: &'a Services,
    opening: &'a Opening,
    /// Its form.
    trame: &'a Trame,
    /// The form of demands, which says what is asked less often than every year.
    demand: &'a Trame,
    heard: &'a Heard,
    /// The cadences that the demands heard so far were asked; none before the first.
    asked: Option<BTreeSet<String>>,
}

impl Listening<'_> {
    /// What one of the dossiers says.
    fn told_by(&mut self, line: &DossierLine) -> Result<Vec<Told>> {
        let Self { services, opening, trame, heard, .. } = *self;
        let snapshot = &line.snapshot;
        let Some(submission) = snapshot.submission() else { return Ok(Vec::new()) };
        let then = form_of(&*services.library, &snapshot.opening.trame)?;
        let sent = Sent { opening: &snapshot.opening, submission, trame: then.trame() };
        match (opening.about, snapshot.opening.about) {
            (about, About::Demand) => self.told_by_demand(about, line, sent),
            (About::Bilan, About::Bilan) => {
                let said = read(services, line, (opening.kind, trame))?;
                Ok(said_to_next_bilan(line.year, said, heard))
            }
            (About::Demand, About::Bilan) => {
                let form = services.library.current(About::Bilan, &snapshot.opening.territories);
                let form = form_of(&*services.library, &form)?;
                let demand = OpenDemand { year: opening.year, trame, heard, today: services.clock.today() };
                let told = said_by_bilan(sent, form.trame(), demand, &resolving(services)).into_iter();
                Ok(told.filter_map(|told| vault::as_it_stands(told, line, demand)).collect())
            }
        }
    }

    /// What a demand says: all of it, the last; those before, what was not asked since.
    fn told_by_demand(&mut self, about: About, line: &DossierLine, sent: Sent<'_>) -> Result<Vec<Told>> {
        let said = read(self.services, line, (self.opening.kind, self.trame))?;
        let own = said.cadences(self.demand);
        let is_last = match about {
            About::Demand => self.asked.is_none(),
            About::Bilan => line.year == self.opening.year,
        };
        let since = self.asked.get_or_insert_default();
        let told = match about {
            _ if !is_last => said.not_asked_since(since, self.demand).told(self.heard),
            About::Demand => said.told(self.heard),
            About::Bilan => {
                let ruling = line.snapshot.ruling().filter(|ruling| ruling.granted);
                let granted = ruling.and_then(|ruling| {
                    let decided = french::time_of_day(ruling.at).0;
                    Some((ruling.terms.as_deref()?, decided))
                });
                promised(sent, granted.filter(|_| self.opening.kind != Kind::Eiti), said, self.heard)
            }
        };
        since.extend(own);
        Ok(told)
    }
}

/// Turns what a person typed into what a list of codes holds.
fn resolving(services: &Services) -> impl Fn(&str, &FieldType) -> String {
    let lists = &*services.lists;
    |text, field_type| lists::resolved(text, field_type, lists).unwrap_or_else(|| text.to_owned())
}

/// Tells a draft what the dossiers it follows say now; the same again changes nothing.
pub(super) async fn tell(services: &Services, id: DossierId, lines: &[DossierLine]) -> Result<()> {
    let Some(draft) = lines.iter().find(|line| line.id == id && line.state == State::Draft) else {
        return Ok(());
    };
    let snapshot: &Snapshot = &draft.snapshot;
    if heard_by(lines, &snapshot.opening).is_empty() {
        return Ok(());
    }
    let program = program_of(services, snapshot)?;
    let heard = Heard::of(&services.dossiers.history(id).await?);
    let Some(speech) = speech(services, lines, (&snapshot.opening, &program), &heard)? else { return Ok(()) };
    let taken: Vec<Value> = speech.told.iter().map(|told| told.known.value.clone()).collect();
    hear(services, id, snapshot.seq, vec![speech]).await?;
    vault::await_analysis(services, id, &taken).await
}

/// Tells the drafts that follow a dossier what they take over, once it is sent: what was corrected is what holds.
pub(super) async fn tell_next(services: &Services, structure: StructureId, sent: DossierId) -> Result<()> {
    let lines = services.dossiers.of_structure(structure).await?;
    let follows =
        |draft: &&DossierLine| heard_by(&lines, &draft.snapshot.opening).iter().any(|line| line.id == sent);
    for draft in lines.iter().filter(|line| line.state == State::Draft).filter(follows) {
        tell(services, draft.id, &lines).await?;
    }
    Ok(())
}

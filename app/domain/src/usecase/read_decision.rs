//! What an agent reads to decide: what is asked, what was agreed before, what is still lacking.

use form::{Decimal, Path, Value};

use super::{Services, allow, open_dossier::people_for_service};
use crate::{
    Error, PersonId, Result, Viewer,
    access::Action,
    asp::realised::{pace, so_far},
    dossier::{
        Answer, DossierId, Opening, Reference, Seq, Snapshot, State,
        procedure::{
            Act, Instruction, Ruling, Stage, Terms, Tier, asked_terms,
            opinion::{self, Adviser, Stance},
        },
    },
};

/// A dossier that is to be decided, or was.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionDesk {
    /// The dossier.
    pub id: DossierId,
    /// Its circumstances.
    pub opening: Opening,
    /// Where it stands.
    pub state: State,
    /// Last event of its log: what is decided is about what was read.
    pub seen: Seq,
    /// Version that is read.
    pub version: u32,
    /// Reference of its receipt.
    pub reference: Reference,
    /// What it asks for; none of a bilan.
    pub asked: Option<Terms>,
    /// Posts of last year: ETP, or people.
    pub before: Option<Decimal>,
    /// Posts that were worked last year, as far as ASP's months say.
    pub realised: Option<Decimal>,
    /// Which part of that year they are of, while it runs.
    pub so_far: Option<String>,
    /// The annual ETP at which they were worked so far, while the year runs.
    pub pace: Option<Decimal>,
    /// At which level its reader decides.
    pub tier: Tier,
    /// Whether the opinion of the commission is needed.
    pub needs_opinion: bool,
    /// Corrections whose answer is still to be read.
    pub to_check: usize,
    /// Findings of the version sent that were not set aside.
    pub findings: usize,
    /// What the service did with it.
    pub instruction: Instruction,
    /// Every decision on it, the first first.
    pub rulings: Vec<Ruling>,
    /// Names of the people who wrote in it.
    pub names: Vec<(PersonId, String)>,
}

/// What is lacking before a dossier can be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// It was not found complete.
    Complete,
    /// The structure has not answered all that it is asked to correct.
    Corrected,
    /// The service of the département has not proposed, where that of the region validates.
    Proposed,
    /// The opinion of the commission is not written down.
    Opinion,
    /// An opinion that was asked for is awaited: it may be decided all the same.
    Awaited,
    /// An adviser is against it: it may be granted all the same.
    Against(Adviser),
    /// Answers to corrections, so many, are still to be read.
    Checked(usize),
    /// So many findings are neither settled nor set aside: it may be decided all the same.
    Found(usize),
}

impl DecisionDesk {
    /// Whether its reader decides, or proposes, as it stands.
    #[must_use]
    pub fn decides(&self) -> bool {
        match self.tier {
            Tier::Only => self.state == State::Complete,
            Tier::Departement => Act::Propose.is_open_in(self.state),
            Tier::Region => self.state == State::Proposed,
            Tier::Reader => false,
        }
    }

    /// What is lacking, in the order of the procedure; nothing once it is decided or given up.
    #[must_use]
    pub fn lacks(&self) -> Vec<Lack> {
        let over = matches!(self.state, State::Granted | State::Refused | State::Withdrawn);
        if over || self.tier == Tier::Reader {
            return Vec::new();
        }
        let opinion = self.needs_opinion && !self.instruction.has_commission();
        let all = [
            (self.state == State::Submitted, Lack::Complete),
            (self.state == State::ToCorrect, Lack::Corrected),
            (self.state == State::Complete && self.tier == Tier::Region, Lack::Proposed),
            (opinion, Lack::Opinion),
            (!opinion && self.instruction.awaited().next().is_some(), Lack::Awaited),
            (self.to_check > 0, Lack::Checked(self.to_check)),
            (self.findings > 0, Lack::Found(self.findings)),
        ];
        let lacks = all.into_iter().filter(|(lacks, _)| *lacks).map(|(_, lack)| lack);
        self.against().map(Lack::Against).chain(lacks).collect()
    }

    /// Who is against it, the last time they were heard.
    fn against(&self) -> impl Iterator<Item = Adviser> {
        let last = |of: Adviser| {
            let given = self.instruction.given().filter(move |(opinion, _)| opinion.of == of);
            given.max_by_key(|(_, given)| given.on)
        };
        let against =
            move |of: &Adviser| last(*of).is_some_and(|(_, given)| given.stance == Stance::Unfavourable);
        Adviser::all().filter(against)
    }
}

/// Opens what an agent decides on.
pub async fn read_decision(services: &Services, viewer: &Viewer, id: DossierId) -> Result<DecisionDesk> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Instruct, &snapshot.opening, snapshot.state())?;
    let sent = snapshot.submission().ok_or(Error::NotFound)?;
    let names = services.sessions.names(&people_for_service(&snapshot, std::iter::empty())).await?;
    let opening = &snapshot.opening;
    let needs_opinion = snapshot.needs_opinion();
    Ok(DecisionDesk {
        id,
        state: snapshot.state(),
        seen: snapshot.seq,
        version: sent.version,
        reference: sent.reference.clone(),
        asked: asked_terms(&snapshot),
        before: opinion::posts_before(opening),
        realised: realised(&snapshot),
        pace: realised_answer(&snapshot)
            .zip(realised(&snapshot))
            .and_then(|(answer, realised)| pace(&answer.origin, realised)),
        so_far: realised_answer(&snapshot).and_then(|answer| so_far(&answer.origin)).map(str::to_owned),
        tier: services.rules.tier(viewer, opening),
        needs_opinion,
        to_check: snapshot.corrections.iter().filter(|asked| asked.stage == Stage::Sent).count(),
        findings: usize::try_from(snapshot.instruction.aside.left_of(sent.findings)).unwrap_or(usize::MAX),
        opening: opening.clone(),
        instruction: snapshot.instruction,
        rulings: snapshot.rulings,
        names,
    })
}

fn realised_answer(snapshot: &Snapshot) -> Option<&Answer> {
    snapshot.answers.get(&Path::parse("etp.historique[n1].realises").ok()?)
}

fn realised(snapshot: &Snapshot) -> Option<Decimal> {
    let path = Path::parse("etp.historique[n1].realises").ok()?;
    snapshot.submission()?.counted.get(&path).and_then(Value::number)
}

//! What an agent reads to decide: what is asked, what was agreed before, what is still lacking.

use form::{Decimal, Path, Value};

use super::{Services, allow, open_dossier::people};
use crate::{
    Error, Kind, PersonId, Result, Viewer,
    access::Action,
    dossier::{
        About, DossierId, Opening, Reference, Seq, Snapshot, State,
        procedure::{Instruction, Ruling, Stage, Terms, Tier, asked_terms, opinion},
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
    /// At which level its reader decides.
    pub tier: Tier,
    /// Whether the opinion of the commission is needed.
    pub needs_opinion: bool,
    /// Corrections whose answer is still to be read.
    pub to_check: usize,
    /// What the service did with it.
    pub instruction: Instruction,
    /// Every decision on it, the first first.
    pub rulings: Vec<Ruling>,
    /// Names of the people who wrote in it.
    pub names: Vec<(PersonId, String)>,
}

/// Opens what an agent decides on.
pub async fn read_decision(services: &Services, viewer: &Viewer, id: DossierId) -> Result<DecisionDesk> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Instruct, &snapshot.opening, snapshot.state())?;
    let sent = snapshot.submission().ok_or(Error::NotFound)?;
    let names = services.sessions.names(&people(&snapshot)).await?;
    let opening = &snapshot.opening;
    let needs_opinion = opening.about == About::Demand && opinion::is_needed(opening, sent);
    Ok(DecisionDesk {
        id,
        state: snapshot.state(),
        seen: snapshot.seq,
        version: sent.version,
        reference: sent.reference.clone(),
        asked: asked_terms(&snapshot),
        before: before(opening),
        realised: realised(&snapshot),
        tier: services.rules.tier(viewer, opening),
        needs_opinion,
        to_check: snapshot.corrections.iter().filter(|asked| asked.stage == Stage::Sent).count(),
        opening: opening.clone(),
        instruction: snapshot.instruction,
        rulings: snapshot.rulings,
        names,
    })
}

fn before(opening: &Opening) -> Option<Decimal> {
    let key = if opening.kind == Kind::Eiti { "etp.ti" } else { "etp.demandes" };
    let path = Path::parse(key).ok()?;
    let known = opening.previous.iter().find(|(known, _)| *known == path);
    known.and_then(|(_, known)| known.value.number())
}

fn realised(snapshot: &Snapshot) -> Option<Decimal> {
    let path = Path::parse("etp.historique[n1].realises").ok()?;
    snapshot.submission()?.counted.get(&path).and_then(Value::number)
}

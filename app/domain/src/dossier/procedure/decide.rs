//! Deciding: who may, on what, and what has to be said.

use form::{FieldType, french};

use super::{
    Act, Decision, LONGEST, Motive, Move, Terms, Tier,
    act::{open, read_first, said, unmoved},
    asked_terms,
    opinion::{self, Adviser, Stance},
};
use crate::{
    Error, Refusal, Result,
    dossier::{About, Body, Seq, Snapshot, State},
};

/// Decides on the version that was read, or proposes to decide; not while a correction is being answered.
///
/// # Errors
/// `Refused` when the dossier moved since `seen`, is not complete, is decided, or awaits the other level; `Field` when
/// something has to be said there.
pub fn decide(snapshot: &Snapshot, seen: Seq, tier: Tier, decision: Decision) -> Result<Body> {
    if tier == Tier::Reader {
        return Err(Error::Forbidden("Dans cette région, le service du département décide."));
    }
    let act = if tier == Tier::Departement { Act::Propose } else { Act::Decide };
    // Of two who decide, the second is told that it is decided, and not to begin again.
    if !matches!(snapshot.state(), State::Granted | State::Refused) {
        unmoved(snapshot, seen)?;
    }
    open(snapshot, act)?;
    match (tier, snapshot.state()) {
        (Tier::Region, State::Complete) => return Err(Error::Refused(Refusal::NotProposed)),
        (Tier::Only, State::Proposed) => return Err(Error::Refused(Refusal::Proposed)),
        _ => {}
    }
    read_first(snapshot)?;
    let sent = snapshot.submission().filter(|sent| sent.version == decision.version);
    let sent = sent.ok_or(Error::Refused(Refusal::Moved))?;
    let is_demand = snapshot.opening.about == About::Demand;
    let needs_opinion = opinion::is_needed(&snapshot.opening, sent)
        || decision.terms.as_deref().is_some_and(|terms| opinion::changes_posts(&snapshot.opening, terms));
    if is_demand && needs_opinion && !snapshot.instruction.has_commission() {
        return Err(Error::Refused(Refusal::NoOpinion));
    }
    let decision = motivated(snapshot, is_demand, decision)?;
    if act == Act::Propose {
        return Ok(Body::Moved(Box::new(Move::Proposed(decision))));
    }
    let Decision { version, granted, motive, reason, terms } = decision;
    Ok(Body::Decided { version, granted, reason, motive, terms })
}

/// Gives a proposal back to the service of the département.
pub fn give_back(snapshot: &Snapshot, seen: Seq, reason: &str) -> Result<Body> {
    unmoved(snapshot, seen)?;
    open(snapshot, Act::Return)?;
    let reason = said(reason, "Dites au service du département ce qui est à revoir.", LONGEST)?;
    Ok(Body::Moved(Box::new(Move::Returned { reason })))
}

/// A decision with the reasons that it has to give: always for a refusal, and where what is granted is not what was
/// asked. All that is wrong is said at once.
fn motivated(snapshot: &Snapshot, is_demand: bool, decision: Decision) -> Result<Decision> {
    let Decision { version, granted, motive, reason, terms } = decision;
    let terms = terms.filter(|_| granted && is_demand);
    let mut wrong = terms.as_deref().map(wrong_terms).unwrap_or_default();
    if granted && is_demand && terms.is_none() {
        wrong.push(("postes.0", "Dites ce qui est accordé.".to_owned()));
    }
    let asked = asked_terms(snapshot);
    let differs = terms.as_ref().zip(asked).is_some_and(|(terms, asked)| terms.differ_from(&asked));
    let explains = !granted || differs;
    let (lacks_motive, lacks_reason) = if granted {
        (
            "Ce qui est accordé n’est pas ce qui est demandé\u{a0}: choisissez un motif.",
            "Ce qui est accordé n’est pas ce qui est demandé\u{a0}: dites pourquoi.",
        )
    } else {
        ("Un refus est motivé\u{a0}: choisissez un motif.", "Un refus est motivé\u{a0}: dites pourquoi.")
    };
    let motive = motive.filter(|_| explains);
    // A bilan has no reasons that are counted.
    if explains && is_demand && motive.is_none() {
        wrong.push(("motif", lacks_motive.to_owned()));
    }
    if motive == Some(Motive::Opinion) && !is_followed(snapshot, granted) {
        let text = "La commission a donné un avis favorable\u{a0}: choisissez un autre motif, ou enregistrez son nouvel avis.";
        wrong.push(("motif", text.to_owned()));
    }
    let reason = match said(&reason, lacks_reason, LONGEST) {
        Ok(reason) => reason,
        Err(_) if !explains && reason.trim().is_empty() => String::new(),
        Err(Error::Invalid(text)) => {
            wrong.push(("raison", text));
            reason
        }
        Err(other) => return Err(other),
    };
    if wrong.is_empty() {
        Ok(Decision { version, granted, motive, reason, terms })
    } else {
        Err(Error::Fields(wrong))
    }
}

/// Whether a refusal may rest on the commission's last opinion: not on one that is favourable.
fn is_followed(snapshot: &Snapshot, granted: bool) -> bool {
    let given = snapshot.instruction.given().filter(|(opinion, _)| opinion.of == Adviser::Commission);
    let last = given.max_by_key(|(opinion, given)| (given.on, opinion.seq));
    granted || last.is_none_or(|(_, given)| given.stance != Stance::Favourable)
}

/// What is wrong in what is granted, beside each field.
fn wrong_terms(terms: &Terms) -> Vec<(&'static str, String)> {
    let mut wrong = Vec::new();
    if !terms.modulated().is_zero() && terms.notes.is_blank() {
        wrong.push(("publics", "Dites au moins un des critères qui justifient la part modulée.".to_owned()));
    }
    if let Some(share) = terms.cofinancing.filter(|share| *share > terms.total()) {
        let euros = |amount| french::quantity(amount, &FieldType::Euros);
        let said = format!(
            "Le département ne peut pas prendre à sa charge {}\u{a0}: c’est plus que l’aide, qui est de {}.",
            euros(share),
            euros(terms.total())
        );
        wrong.push(("cofinancement", said));
    }
    wrong
}

//! Deciding: who may, on what, and what has to be said.

use form::{FieldType, french};

use super::{
    Act, Decision, LONGEST, Move, Tier,
    act::{open, read_first, said, unmoved},
    asked_terms, opinion,
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
/// asked.
fn motivated(snapshot: &Snapshot, is_demand: bool, decision: Decision) -> Result<Decision> {
    let Decision { version, granted, motive, reason, terms } = decision;
    let terms = terms.filter(|_| granted && is_demand);
    if granted && is_demand && terms.is_none() {
        return Err(Error::Field("postes.0", "Dites ce qui est accordé.".to_owned()));
    }
    if terms.as_ref().is_some_and(|terms| !terms.modulated().is_zero() && terms.notes.is_blank()) {
        let lacks = "Dites au moins un des critères qui justifient la part modulée.";
        return Err(Error::Field("publics", lacks.to_owned()));
    }
    if let Some(terms) = &terms
        && let Some(share) = terms.cofinancing.filter(|share| *share > terms.total())
    {
        let said = format!(
            "Le département ne peut pas prendre à sa charge {}\u{a0}: c’est plus que l’aide, qui est de {}.",
            french::quantity(share, &FieldType::Euros),
            french::quantity(terms.total(), &FieldType::Euros)
        );
        return Err(Error::Field("cofinancement", said));
    }
    let asked = asked_terms(snapshot);
    let differs = terms.as_ref().zip(asked).is_some_and(|(terms, asked)| terms.differ_from(&asked));
    if granted && !differs {
        let reason = if reason.trim().is_empty() {
            String::new()
        } else {
            said(&reason, "", LONGEST).map_err(beside_reason)?
        };
        return Ok(Decision { version, granted, motive: None, reason, terms });
    }
    let (lacks_motive, lacks_reason) = if granted {
        (
            "Ce qui est accordé n’est pas ce qui est demandé\u{a0}: choisissez un motif.",
            "Ce qui est accordé n’est pas ce qui est demandé\u{a0}: dites pourquoi.",
        )
    } else {
        ("Un refus est motivé\u{a0}: choisissez un motif.", "Un refus est motivé\u{a0}: dites pourquoi.")
    };
    // A bilan has no reasons that are counted.
    let motive = if is_demand {
        Some(motive.ok_or_else(|| Error::Field("motif", lacks_motive.to_owned()))?)
    } else {
        motive
    };
    let reason = said(&reason, lacks_reason, LONGEST).map_err(beside_reason)?;
    Ok(Decision { version, granted, motive, reason, terms })
}

/// What is wrong with the reason, said beside it.
fn beside_reason(error: Error) -> Error {
    match error {
        Error::Invalid(text) => Error::Field("raison", text),
        other => other,
    }
}

//! Who does what in the procedure: each answers what happens, or why it does not.
//!
//! `seen` is the last event that the agent's page showed: a dossier that moved since is read again first.

use super::{Correction, Reason, Stage};
use crate::{
    Error, PersonId, Refusal, Result,
    dossier::{Body, Event, Seq, Snapshot, State, talk::Subject},
};

/// Longest text of a correction, an answer or a decision, in characters.
pub const LONGEST: usize = 4_000;

/// What an agent decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Version that was read.
    pub version: u32,
    /// Whether it is granted.
    pub granted: bool,
    /// Why; always for a refusal.
    pub reason: String,
}

/// Whether a dossier is to be sent: it never was, or what was asked of it is answered.
///
/// # Errors
/// `Refused` while a correction has no answer.
pub fn is_to_send(snapshot: &Snapshot) -> Result<bool> {
    match snapshot.state() {
        State::Draft => Ok(true),
        State::ToCorrect => match snapshot.unanswered() {
            0 => Ok(true),
            open => Err(Error::Refused(Refusal::Unanswered(open))),
        },
        State::Submitted | State::Granted | State::Refused => Ok(false),
    }
}

/// Whether corrections may be asked for, and settled, of a dossier that stands there.
#[must_use]
pub fn is_asked_of(state: State) -> bool {
    matches!(state, State::Submitted | State::ToCorrect)
}

/// Asks the structure for a correction.
pub fn ask(snapshot: &Snapshot, seen: Seq, about: Subject, reason: Reason, text: &str) -> Result<Body> {
    unmoved(snapshot, seen)?;
    if !is_asked_of(snapshot.state()) {
        return Err(closed(snapshot));
    }
    let text = said(text, "Dites ce qui est à corriger.", LONGEST)?;
    Ok(Body::CorrectionAsked { about, reason, text })
}

/// Answers a correction: what the structure did. Of two colleagues, the second reads the answer of the first, among
/// the recent events, before it is replaced.
pub fn answer(
    snapshot: &Snapshot,
    recent: &[Event],
    (person, seen): (PersonId, Seq),
    correction: Seq,
    text: &str,
) -> Result<Body> {
    let asked = find(snapshot, correction)?;
    let answers = |event: &&Event| matches!(event.body, Body::CorrectionAnswered { correction: of, .. } if of == correction);
    let unseen = recent.iter().filter(answers).any(|event| event.is_unseen_by(person, seen));
    if unseen || !matches!(asked.stage, Stage::Open | Stage::Answered) {
        return Err(Error::Refused(Refusal::Moved));
    }
    let text = said(text, "Dites ce que vous avez corrigé, ou pourquoi rien n’est à corriger.", LONGEST)?;
    Ok(Body::CorrectionAnswered { correction, text })
}

/// Closes a correction whose answer was sent, or asks for it again; an open one may be asked no more, as long
/// as nothing was changed for it.
pub fn settle(snapshot: &Snapshot, seen: Seq, correction: Seq, content: bool) -> Result<Body> {
    unmoved(snapshot, seen)?;
    if snapshot.ruling().is_some() {
        return Err(closed(snapshot));
    }
    let asked = find(snapshot, correction)?;
    let may = match (asked.stage, content) {
        (Stage::Sent, _) => true,
        (Stage::Open, true) => !is_changed(snapshot),
        (Stage::Open | Stage::Answered | Stage::Settled, _) => false,
    };
    if !may {
        let working = matches!(asked.stage, Stage::Open | Stage::Answered);
        return Err(Error::Refused(if working { Refusal::BeingCorrected } else { Refusal::Moved }));
    }
    Ok(Body::CorrectionSettled { correction, content })
}

/// Decides on the version that was read; not while a correction is being answered.
pub fn decide(snapshot: &Snapshot, seen: Seq, decision: Decision) -> Result<Body> {
    unmoved(snapshot, seen)?;
    if snapshot.state() != State::Submitted {
        return Err(closed(snapshot));
    }
    let Decision { version, granted, reason } = decision;
    if snapshot.submission().is_none_or(|sent| sent.version != version) {
        return Err(Error::Refused(Refusal::Moved));
    }
    let reason = if granted && reason.trim().is_empty() {
        String::new()
    } else {
        said(&reason, "Un refus est motivé\u{a0}: dites pourquoi.", LONGEST)?
    };
    Ok(Body::Decided { version, granted, reason })
}

/// Takes a decision up again; it stays in the log beside the next.
pub fn reopen(snapshot: &Snapshot, seen: Seq, reason: &str) -> Result<Body> {
    unmoved(snapshot, seen)?;
    if snapshot.ruling().is_none() {
        return Err(Error::Refused(Refusal::Moved));
    }
    Ok(Body::DecisionReopened { reason: said(reason, "Dites pourquoi la décision est reprise.", LONGEST)? })
}

/// Refuses who acts on what is no longer so.
fn unmoved(snapshot: &Snapshot, seen: Seq) -> Result<()> {
    if snapshot.moved > seen { Err(Error::Refused(Refusal::Moved)) } else { Ok(()) }
}

fn closed(snapshot: &Snapshot) -> Error {
    Error::Refused(match snapshot.state() {
        State::Granted | State::Refused => Refusal::Decided,
        State::ToCorrect => Refusal::BeingCorrected,
        State::Draft | State::Submitted => Refusal::Moved,
    })
}

fn find(snapshot: &Snapshot, seq: Seq) -> Result<&Correction> {
    snapshot.corrections.iter().find(|asked| asked.seq == seq).ok_or(Error::NotFound)
}

/// Whether an answer changed since the dossier was last sent.
fn is_changed(snapshot: &Snapshot) -> bool {
    let sent = snapshot.submission().map_or(0, |sent| sent.seq);
    snapshot.answers.values().any(|answer| answer.version > sent)
}

/// A text that somebody has to write, without the blanks around it.
///
/// # Errors
/// `Invalid` with `lacks` when it is blank, or when it is longer than so many characters.
pub(crate) fn said(text: &str, lacks: &str, longest: usize) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::Invalid(lacks.to_owned()));
    }
    if text.chars().count() > longest {
        let most = form::french::count(longest, "caractère", "caractères");
        return Err(Error::Invalid(format!("Ce texte est trop long\u{a0}: {most} au plus.")));
    }
    Ok(text.to_owned())
}

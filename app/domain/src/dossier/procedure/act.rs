//! Who does what in the procedure: each answers what happens, or why it does not.
//!
//! `seen` is the last event that the agent's page showed: a dossier that moved since is read again first.

use form::Date;

use super::{
    Act, Correction, Move, Reason, Stage,
    opinion::{Adviser, Given, Invited, Opinion},
};
use crate::{
    Error, PersonId, Refusal, Result,
    dossier::{Body, Event, Seq, Snapshot, State, talk::Subject},
};

/// Longest text of a correction, an answer or a decision, in characters.
pub const LONGEST: usize = 4_000;

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
        State::Submitted
        | State::Complete
        | State::Proposed
        | State::Granted
        | State::Refused
        | State::Withdrawn => Ok(false),
    }
}

/// Asks the structure for a correction.
pub fn ask(snapshot: &Snapshot, seen: Seq, about: Subject, reason: Reason, text: &str) -> Result<Body> {
    unmoved(snapshot, seen)?;
    open(snapshot, Act::Ask)?;
    let asked_already = |asked: &Correction| asked.about == about && asked.stage != Stage::Settled;
    if snapshot.corrections.iter().any(asked_already) {
        return Err(Error::Refused(Refusal::AlreadyAsked));
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
    if unseen || !asked.is_to_answer() {
        return Err(Error::Refused(Refusal::Moved));
    }
    let text = said(text, "Dites ce que vous avez corrigé, ou pourquoi rien n’est à corriger.", LONGEST)?;
    Ok(Body::CorrectionAnswered { correction, text })
}

/// Closes a correction whose answer was sent, or asks for it again; an open one may be asked no more, as long
/// as nothing was changed for it.
pub fn settle(snapshot: &Snapshot, seen: Seq, correction: Seq, again: Option<&str>) -> Result<Body> {
    unmoved(snapshot, seen)?;
    open(snapshot, Act::Settle)?;
    let asked = find(snapshot, correction)?;
    let content = again.is_none();
    let may = match (asked.stage, content) {
        (Stage::Sent, _) => true,
        (Stage::Open, true) => snapshot.unsent() == 0,
        (Stage::Open | Stage::Answered | Stage::Settled, _) => false,
    };
    if !may {
        let working = asked.is_to_answer();
        return Err(Error::Refused(if working { Refusal::BeingCorrected } else { Refusal::Moved }));
    }
    let text = again.map(|text| said(text, "Dites ce qui reste à corriger.", LONGEST)).transpose()?;
    Ok(Body::CorrectionSettled { correction, content, text })
}

/// Takes the dossier back as it was last sent, for the service: nothing more is asked to correct. What the structure
/// changed meanwhile stays its own, and was not sent.
pub fn take_back(snapshot: &Snapshot, seen: Seq, reason: &str) -> Result<Body> {
    unmoved(snapshot, seen)?;
    open(snapshot, Act::TakeBack)?;
    let reason = said(reason, "Dites à la structure pourquoi vous reprenez le dossier.", LONGEST)?;
    Ok(Body::Moved(Box::new(Move::TakenBack { reason })))
}

/// Refuses while answers to corrections were not read: each is accepted, or asked for again.
///
/// # Errors
/// `Refused` with how many they are.
pub(super) fn read_first(snapshot: &Snapshot) -> Result<()> {
    match snapshot.corrections.iter().filter(|asked| asked.stage == Stage::Sent).count() {
        0 => Ok(()),
        many => Err(Error::Refused(Refusal::ToRead(many))),
    }
}

/// Says that the version is complete, and acknowledges it: its delay is told to the structure.
pub fn acknowledge(snapshot: &Snapshot, seen: Seq) -> Result<Body> {
    unmoved(snapshot, seen)?;
    open(snapshot, Act::Acknowledge)?;
    read_first(snapshot)?;
    let version = snapshot.submission().map_or(0, |sent| sent.version);
    Ok(Body::Moved(Box::new(Move::Acknowledged { version })))
}

/// Asks for an opinion; not twice while the first is awaited.
pub fn consult(
    snapshot: &Snapshot,
    seen: Seq,
    of: Adviser,
    days: (Option<Date>, Date),
    text: &str,
) -> Result<Body> {
    consult_whom(snapshot, seen, (of, None), days, text)
}

/// Asks somebody to give an opinion themselves; not twice while the first is awaited.
pub fn invite(
    snapshot: &Snapshot,
    seen: Seq,
    of: Adviser,
    days: (Option<Date>, Date),
    text: &str,
    invited: Invited,
) -> Result<Body> {
    let same =
        |opinion: &&Opinion| opinion.invited.as_ref().is_some_and(|known| known.address == invited.address);
    if snapshot.instruction.awaited().any(|opinion| same(&opinion)) {
        return Err(Error::Invalid("L’avis de cette personne est déjà demandé.".to_owned()));
    }
    consult_whom(snapshot, seen, (of, Some(invited)), days, text)
}

fn consult_whom(
    snapshot: &Snapshot,
    seen: Seq,
    (of, invited): (Adviser, Option<Invited>),
    (until, today): (Option<Date>, Date),
    text: &str,
) -> Result<Body> {
    unmoved(snapshot, seen)?;
    open(snapshot, Act::Consult)?;
    if of != Adviser::Expert && snapshot.instruction.awaited().any(|opinion| opinion.of == of) {
        return Err(Error::Invalid(format!("L’avis {} est déjà demandé.", of.of_label())));
    }
    if until.is_some_and(|until| until < today) {
        return Err(Error::Invalid(
            "La date attendue est passée\u{a0}: choisissez-en une à venir.".to_owned(),
        ));
    }
    let text = within(text)?;
    Ok(Body::Moved(Box::new(Move::OpinionAsked { of, until, text, invited })))
}

/// Writes down an opinion that was given, asked for (by its event) or not.
pub fn give_opinion(
    snapshot: &Snapshot,
    seen: Seq,
    (of, asked): (Adviser, Option<Seq>),
    given: Given,
    today: Date,
) -> Result<Body> {
    unmoved(snapshot, seen)?;
    open(snapshot, Act::Consult)?;
    if let Some(asked) = asked
        && awaited(snapshot, asked)?.of != of
    {
        return Err(Error::Refused(Refusal::Moved));
    }
    if given.on > today {
        return Err(Error::Invalid("Un avis ne peut pas être daté d’un jour à venir.".to_owned()));
    }
    let sent = snapshot.submissions.first().map(|sent| form::french::time_of_day(sent.at).0);
    if sent.is_some_and(|sent| given.on < sent - jiff::Span::new().years(1)) {
        let old =
            "Cet avis daterait de plus d’un an avant la transmission du dossier\u{a0}: vérifiez sa date.";
        return Err(Error::Invalid(old.to_owned()));
    }
    let text = match given.stance {
        super::opinion::Stance::Favourable | super::opinion::Stance::Informed => within(&given.text)?,
        _ => said(&given.text, "Dites les réserves ou les raisons de cet avis.", LONGEST)?,
    };
    Ok(Body::Moved(Box::new(Move::OpinionGiven { of, asked, given: Given { text, ..given } })))
}

/// Asks no more for an opinion that is awaited, by the event that asked for it.
pub fn drop_opinion(snapshot: &Snapshot, seen: Seq, asked: Seq) -> Result<Body> {
    unmoved(snapshot, seen)?;
    open(snapshot, Act::Consult)?;
    let Opinion { of, invited, .. } = awaited(snapshot, asked)?.clone();
    Ok(Body::Moved(Box::new(Move::OpinionDropped { of, asked, invited })))
}

/// The opinion that an event asked for, as long as it is awaited.
///
/// # Errors
/// `Refused` once it was given, or is asked no more.
pub fn awaited(snapshot: &Snapshot, asked: Seq) -> Result<&Opinion> {
    let awaited = snapshot.instruction.awaited().find(|opinion| opinion.seq == asked);
    awaited.ok_or(Error::Refused(Refusal::Moved))
}

/// Gives the demand up, for the structure.
pub fn withdraw(snapshot: &Snapshot, seen: Seq, reason: &str) -> Result<Body> {
    unmoved(snapshot, seen)?;
    open(snapshot, Act::Withdraw)?;
    Ok(Body::Moved(Box::new(Move::Withdrawn { reason: within(reason)? })))
}

/// Takes up again a decision, or a demand that was given up; both stay in the log beside what follows.
pub fn reopen(snapshot: &Snapshot, seen: Seq, reason: &str) -> Result<Body> {
    unmoved(snapshot, seen)?;
    open(snapshot, Act::Reopen)?;
    Ok(Body::DecisionReopened { reason: said(reason, "Dites pourquoi le dossier est repris.", LONGEST)? })
}

/// Refuses who acts on what is no longer so.
pub(super) fn unmoved(snapshot: &Snapshot, seen: Seq) -> Result<()> {
    if snapshot.moved > seen { Err(Error::Refused(Refusal::Moved)) } else { Ok(()) }
}

/// Refuses what is not done in the state of the dossier, with why.
pub(super) fn open(snapshot: &Snapshot, act: Act) -> Result<()> {
    let state = snapshot.state();
    if act.is_open_in(state) {
        return Ok(());
    }
    Err(Error::Refused(match state {
        State::Granted | State::Refused => Refusal::Decided,
        State::ToCorrect => Refusal::BeingCorrected,
        State::Proposed => Refusal::Proposed,
        State::Withdrawn => Refusal::Withdrawn,
        State::Submitted if act == Act::Decide || act == Act::Propose => Refusal::NotComplete,
        State::Draft | State::Submitted | State::Complete => Refusal::Moved,
    }))
}

fn find(snapshot: &Snapshot, seq: Seq) -> Result<&Correction> {
    snapshot.corrections.iter().find(|asked| asked.seq == seq).ok_or(Error::NotFound)
}

/// A text that may be left blank, without the blanks around it.
fn within(text: &str) -> Result<String> {
    if text.trim().is_empty() { Ok(String::new()) } else { said(text, "", LONGEST) }
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

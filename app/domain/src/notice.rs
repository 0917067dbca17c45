//! What people are told when a dossier moves: whom, in which words, and what they do next.
//!
//! One table says who hears of what. What is told is written with the event, in one transaction: a notice in the
//! application, which a mail may carry too. A mail leaves the application: it says what happened and where to log in,
//! never what an opinion, a message or a decision says, nor an amount, nor the name of a person.

mod audience;
pub mod pace;
pub mod reminders;
mod words;

use crate::{
    PersonId, Timestamp,
    access::{Level, ServiceKey},
    dossier::{
        Actor, Body, DossierId, Event, Snapshot,
        messages::{Exchange, Party},
        procedure::{Move, opinion::Opinion},
        sharing::Note,
    },
};

pub use audience::{Audience, Heard, Hearer, Whom};
pub use reminders::{Reminders, recall, reminders};
pub use words::mail;

/// Why people are told something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A dossier was sent.
    Sent,
    /// It was sent again, corrected.
    SentAgain,
    /// A correction is asked for, or asked for again.
    CorrectionAsked,
    /// Nothing more is asked of a correction.
    CorrectionClosed,
    /// The dossier is complete.
    Acknowledged,
    /// Somebody is asked for an opinion.
    OpinionAsked,
    /// An opinion is asked no more of who was asked for it.
    OpinionDropped,
    /// An opinion is recorded.
    OpinionGiven,
    /// A decision is proposed to the region.
    Proposed,
    /// The region gave a proposal back.
    GivenBack,
    /// It is granted.
    Granted,
    /// It is refused.
    Refused,
    /// It is instructed again after a decision, or after it was given up.
    Reopened,
    /// The structure gave it up.
    GivenUp,
    /// The convention has the numbers that ASP gave.
    Numbered,
    /// The service wrote.
    ServiceWrote,
    /// The structure wrote.
    StructureWrote,
    /// A draft is expected soon.
    DraftDue,
    /// Corrections have waited for days.
    CorrectionDue,
    /// An opinion is expected soon.
    OpinionDue,
    /// The delay of instruction ends soon.
    DelayDue,
    /// A dossier is given to an agent by somebody else.
    Entrusted,
    /// A dossier that an agent had is now another's, or nobody's.
    TakenOver,
}

/// One line a cause: it, its key in addresses and in the store, who is told.
const TABLE: [(Cause, &str, &[Whom]); 23] = [
    (Cause::Sent, "transmis", &[Whom::Structure, Whom::Service]),
    (Cause::SentAgain, "corrige", &[Whom::Structure, Whom::Service]),
    (Cause::CorrectionAsked, "correction", &[Whom::Structure]),
    (Cause::CorrectionClosed, "correction-close", &[Whom::Structure]),
    (Cause::Acknowledged, "complet", &[Whom::Structure]),
    (Cause::OpinionAsked, "avis-demande", &[Whom::Adviser]),
    (Cause::OpinionDropped, "avis-retire", &[Whom::Adviser]),
    (Cause::OpinionGiven, "avis", &[Whom::Service]),
    // The structure is not told of a proposal: it is told of the decision.
    (Cause::Proposed, "propose", &[Whom::Region]),
    (Cause::GivenBack, "rendu", &[Whom::Service]),
    (Cause::Granted, "accepte", &[Whom::Structure, Whom::Service]),
    (Cause::Refused, "refuse", &[Whom::Structure, Whom::Service]),
    (Cause::Reopened, "repris", &[Whom::Structure, Whom::Service]),
    // The region hears of it where it was about to validate.
    (Cause::GivenUp, "retire", &[Whom::Structure, Whom::Service, Whom::Region]),
    (Cause::Numbered, "numeros", &[Whom::Structure]),
    (Cause::ServiceWrote, "message-service", &[Whom::Structure]),
    (Cause::StructureWrote, "message-structure", &[Whom::Service]),
    (Cause::DraftDue, "a-transmettre", &[Whom::Structure]),
    (Cause::CorrectionDue, "a-corriger", &[Whom::Structure]),
    (Cause::OpinionDue, "avis-attendu", &[Whom::Service, Whom::Adviser]),
    (Cause::DelayDue, "delai", &[Whom::Service]),
    // The agents concerned, of whichever level, and nobody else of their service.
    (Cause::Entrusted, "confie", &[Whom::Service, Whom::Region]),
    (Cause::TakenOver, "passe", &[Whom::Service, Whom::Region]),
];

impl Cause {
    /// All of them, in the order of the procedure, then the reminders.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.into_iter().map(|(cause, ..)| cause)
    }

    /// Stable key, in addresses and in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        TABLE.iter().find(|(known, ..)| *known == self).map_or("", |(_, code, _)| code)
    }

    /// The one of a key.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        TABLE.iter().find(|(_, known, _)| *known == code).map(|(cause, ..)| *cause)
    }

    /// Who is told.
    #[must_use]
    pub fn whom(self) -> &'static [Whom] {
        TABLE.iter().find(|(known, ..)| *known == self).map_or(&[], |(.., whom)| whom)
    }

    /// Whether a mail carries it: work is shared out by the dozen, and that is read in the application.
    #[must_use]
    pub fn is_mailed(self) -> bool {
        !matches!(self, Self::Entrusted | Self::TakenOver)
    }

    /// Why an event is told; none for one that nobody is told of.
    ///
    /// What the structure answers to a correction is its own until the dossier is sent again.
    #[must_use]
    pub fn of(body: &Body) -> Option<Self> {
        Some(match body {
            Body::Submitted { version: 1, .. } => Self::Sent,
            Body::Submitted { .. } => Self::SentAgain,
            Body::CorrectionAsked { .. } | Body::CorrectionSettled { content: false, .. } => {
                Self::CorrectionAsked
            }
            Body::CorrectionSettled { content: true, .. } => Self::CorrectionClosed,
            Body::Decided { granted: true, .. } => Self::Granted,
            Body::Decided { granted: false, .. } => Self::Refused,
            Body::DecisionReopened { .. } => Self::Reopened,
            Body::Moved(moved) => match &**moved {
                Move::Acknowledged { .. } => Self::Acknowledged,
                Move::OpinionAsked { .. } => Self::OpinionAsked,
                Move::OpinionGiven { .. } => Self::OpinionGiven,
                Move::OpinionDropped { .. } => Self::OpinionDropped,
                Move::Proposed(_) => Self::Proposed,
                Move::Returned { .. } => Self::GivenBack,
                Move::Withdrawn { .. } => Self::GivenUp,
                Move::TakenBack { .. } => Self::Reopened,
                Move::Numbered { .. } => Self::Numbered,
            },
            Body::Exchanged(exchange) => match &**exchange {
                Exchange::Opened { from, .. } | Exchange::Replied { from, .. } => match from {
                    Party::Service => Self::ServiceWrote,
                    Party::Structure => Self::StructureWrote,
                },
                Exchange::Read { .. } => return None,
            },
            Body::Opened(_)
            | Body::AnswerSet { .. }
            | Body::AnswerSetAside { .. }
            | Body::SourceTold { .. }
            | Body::ValueContested { .. }
            | Body::StepConfirmed { .. }
            | Body::Commented { .. }
            | Body::CommentSettled { .. }
            | Body::StepAssigned { .. }
            | Body::PieceAnalysed { .. }
            | Body::CorrectionAnswered { .. }
            | Body::TrameChanged(_)
            | Body::Worked(_)
            | Body::Noted { .. } => return None,
        })
    }
}

/// What some people are told of a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its name among those of the dossier: the event, or the deadline that it recalls.
    pub key: String,
    /// Why.
    pub cause: Cause,
    /// On which side of the dossier its readers are.
    pub whom: Whom,
    /// Who they are.
    pub audience: Audience,
    /// Who is not told, having done it.
    pub except: Option<PersonId>,
    /// When it happened.
    pub at: Timestamp,
    /// When a mail may leave: what often comes in numbers waits for the next.
    pub due: Timestamp,
    /// What happened, in a line.
    pub subject: String,
    /// What happened and what to do next, in plain text.
    pub text: String,
    /// The page to go to.
    pub path: String,
}

impl Notice {
    /// Whether who follows the dossier, in a service of that level, hears of it beside the agent who has it: of what
    /// happens to the dossier, not of how its service shares it out.
    #[must_use]
    pub fn is_followed(&self, level: Level) -> bool {
        let side = match level {
            Level::Departement => Whom::Service,
            Level::Region => Whom::Region,
        };
        let to_agents = matches!(self.audience, Audience::Agents(_));
        to_agents && self.whom == side && self.cause.is_mailed()
    }

    /// What some people are told when something happens.
    fn told(event: &Event, (cause, whom): (Cause, Whom), audience: Audience, words: words::Words) -> Self {
        let words::Words { subject, text, path } = words;
        let (key, at) = (event.seq.to_string(), event.at);
        Self { key, cause, whom, audience, except: None, at, due: at, subject, text, path }
    }
}

/// What people are told of an event, on the dossier as the event left it.
#[must_use]
pub fn notices(id: DossierId, event: &Event, snapshot: &Snapshot) -> Vec<Notice> {
    if let Body::Noted { service, note: Note::Given { to } } = &event.body {
        return handed(id, event, snapshot, (service, *to));
    }
    let Some(cause) = Cause::of(&event.body) else { return Vec::new() };
    let author = match event.actor {
        // Who sends a dossier has a receipt of it, as their colleagues do.
        Actor::Person(person) if !matches!(cause, Cause::Sent | Cause::SentAgain) => Some(person),
        Actor::Person(_) | Actor::Application => None,
    };
    let dropped = dropped(event);
    let own = snapshot.instruction.opinions.iter().find(|opinion| opinion.seq == event.seq);
    let opinion = own.or(dropped.as_ref());
    let asked = opinion.filter(|_| cause == Cause::OpinionAsked).map(words::Recalled::of);
    let notice = |whom: &Whom| {
        let audience = Audience::of(*whom, snapshot, opinion)?;
        let words = words::of(cause, *whom, (id, snapshot), asked.as_ref());
        let told = Notice::told(event, (cause, *whom), audience, words);
        Some(Notice { except: author, due: pace::first(cause, event.at), ..told })
    };
    let proposed = snapshot.instruction.proposals.last().is_some_and(|last| last.returned.is_none());
    let hears = |whom: &&Whom| cause != Cause::GivenUp || **whom != Whom::Region || proposed;
    let told = cause.whom().iter().filter(hears).filter_map(notice);
    told.chain(awaited_no_more(id, event, cause, snapshot)).collect()
}

/// What they are told whose opinion was awaited when the dossier was decided or given up: nothing more is asked of them.
fn awaited_no_more(id: DossierId, event: &Event, cause: Cause, snapshot: &Snapshot) -> Vec<Notice> {
    if !matches!(cause, Cause::Granted | Cause::Refused | Cause::GivenUp) {
        return Vec::new();
    }
    let notice = |opinion: &Opinion| {
        let audience = Audience::of(Whom::Adviser, snapshot, Some(opinion))?;
        let words = words::of(Cause::OpinionDropped, Whom::Adviser, (id, snapshot), None);
        let told = Notice::told(event, (Cause::OpinionDropped, Whom::Adviser), audience, words);
        Some(Notice { key: format!("{}-{}", event.seq, opinion.seq), ..told })
    };
    snapshot.instruction.awaited().filter_map(notice).collect()
}

/// What the agents concerned are told when a dossier passes from one to another.
fn handed(
    id: DossierId,
    event: &Event,
    snapshot: &Snapshot,
    (service, to): (&ServiceKey, Option<PersonId>),
) -> Vec<Notice> {
    let Actor::Person(author) = event.actor else { return Vec::new() };
    let share = snapshot.instruction.sharing.of(service);
    let before = share.handovers.iter().rev().nth(1).and_then(|handover| handover.to);
    let whom = if service.level() == Level::Region { Whom::Region } else { Whom::Service };
    let told = [(Cause::Entrusted, to), (Cause::TakenOver, before.filter(|_| before != to))];
    let told = told.into_iter().filter_map(|(cause, agent)| Some((cause, agent?)));
    let notice = |(cause, agent): (Cause, PersonId)| {
        let words = words::of(cause, whom, (id, snapshot), None);
        Notice::told(event, (cause, whom), Audience::Agents(vec![agent]), words)
    };
    told.filter(|(_, agent)| *agent != author).map(notice).collect()
}

/// The opinion that an event asks for no more: the dossier has forgotten it.
fn dropped(event: &Event) -> Option<Opinion> {
    let Body::Moved(moved) = &event.body else { return None };
    let Move::OpinionDropped { of, asked, invited } = &**moved else { return None };
    Some(Opinion {
        seq: *asked,
        of: *of,
        by: event.actor,
        at: event.at,
        until: None,
        asked: String::new(),
        invited: invited.clone(),
        given: None,
    })
}

#[cfg(test)]
mod tests;

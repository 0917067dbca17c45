//! What moves the procedure beside corrections and decisions, and what it leaves.

use form::Date;
use serde::{Deserialize, Serialize};

use super::{
    Decision,
    opinion::{Adviser, Given, Invited, Opinion, Stance},
};
use crate::{
    Timestamp,
    asp::{AnnexeNumber, ConventionNumber},
    dossier::{Actor, Event, Seq, Sharing, desk::Work},
};

/// A move of the procedure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// The service said that the version is complete, and acknowledged it.
    Acknowledged {
        /// The version.
        version: u32,
    },
    /// An opinion was asked for.
    OpinionAsked {
        /// Whose.
        of: Adviser,
        /// The day it is expected.
        #[serde(with = "form::day::optional")]
        until: Option<Date>,
        /// What was asked, in words.
        text: String,
        /// Who gives it themselves, in the service.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        invited: Option<Invited>,
    },
    /// An opinion was given, asked for or not.
    OpinionGiven {
        /// Whose.
        of: Adviser,
        /// The event that asked for it.
        asked: Option<Seq>,
        /// What it is.
        given: Given,
    },
    /// The service of the département proposed a decision.
    Proposed(Decision),
    /// The service of the region gave the proposal back.
    Returned {
        /// Why, in words.
        reason: String,
    },
    /// The structure gave its demand up.
    Withdrawn {
        /// Why, in words; may be blank.
        reason: String,
    },
    /// An opinion that was awaited is asked no more.
    OpinionDropped {
        /// Whose.
        of: Adviser,
        /// The event that asked for it.
        asked: Seq,
        /// Who was asked to give it themselves.
        invited: Option<Invited>,
    },
    /// The numbers that ASP gave were noted on the decision that holds.
    Numbered {
        /// Those of its annexes, in their order.
        annexes: Vec<Option<AnnexeNumber>>,
        /// That of the convention.
        convention: Option<ConventionNumber>,
    },
    /// The service took the dossier back as it was last sent, without waiting for what it had asked to correct.
    TakenBack {
        /// Why, in words.
        reason: String,
    },
}

/// What the service did with a dossier, beside corrections and decisions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instruction {
    /// When it was found complete.
    pub acknowledged: Option<Acknowledged>,
    /// The opinions, the first asked first.
    pub opinions: Vec<Opinion>,
    /// What was proposed to the region, the first first; one that was given back or decided on stays.
    pub proposals: Vec<Proposal>,
    /// When the structure gave it up, the first time first; one that was taken up again stays.
    pub withdrawals: Vec<Withdrawal>,
    /// When the service took it back from who corrected it, the first time first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken_back: Vec<TakingBack>,
    /// The findings of the last version that were set aside since it was sent.
    #[serde(default)]
    pub aside: Aside,
    /// What the services noted on it, each for itself.
    #[serde(default, skip_serializing_if = "Sharing::is_empty")]
    pub sharing: Sharing,
}

/// How many findings of a version were set aside since it was sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// The last event that set one aside, or took one back.
    pub seq: Seq,
    /// Set aside, less taken back: one of before the version may be taken back.
    pub count: i32,
}

impl Aside {
    /// The findings that are left of a version that left so many.
    #[must_use]
    pub fn left_of(self, findings: u32) -> u32 {
        let left = i64::from(findings) - i64::from(self.count);
        u32::try_from(left.max(0)).unwrap_or(u32::MAX)
    }

    /// Folds what the service does for itself.
    pub(in crate::dossier) fn fold(&mut self, seq: Seq, work: &Work) {
        let step = match work {
            Work::FindingDismissed { .. } => 1,
            Work::FindingRestored { .. } => -1,
            _ => return,
        };
        *self = Self { seq, count: self.count + step };
    }
}

/// That a dossier is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledged {
    /// The event.
    pub seq: Seq,
    /// Who found it complete.
    pub by: Actor,
    /// When.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
    /// The version.
    pub version: u32,
}

/// A decision that is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The event.
    pub seq: Seq,
    /// Who proposed it.
    pub by: Actor,
    /// When.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
    /// What is proposed.
    pub decision: Decision,
    /// Whether it was answered: decided on, given back, or given up by the structure.
    pub answered: bool,
    /// Why it was given back, when it was.
    pub returned: Option<String>,
}

/// That a demand was given up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// The event.
    pub seq: Seq,
    /// Who gave it up.
    pub by: Actor,
    /// When.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
    /// Why, in words; may be blank.
    pub reason: String,
    /// Why it was taken up again, once it was.
    pub reopened: Option<String>,
}

/// That a dossier was taken back from who corrected it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakingBack {
    /// The event.
    pub seq: Seq,
    /// Who took it back.
    pub by: Actor,
    /// When.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
    /// Why, in words.
    pub reason: String,
}

impl Instruction {
    /// What is proposed and not answered.
    #[must_use]
    pub fn proposal(&self) -> Option<&Proposal> {
        self.proposals.last().filter(|proposal| !proposal.answered)
    }

    /// That the demand is given up.
    #[must_use]
    pub fn withdrawal(&self) -> Option<&Withdrawal> {
        self.withdrawals.last().filter(|withdrawal| withdrawal.reopened.is_none())
    }

    /// When the service last took it back from who corrected it, since an event.
    #[must_use]
    pub fn taken_back_since(&self, seq: Seq) -> Option<&TakingBack> {
        self.taken_back.last().filter(|taken| taken.seq > seq)
    }

    /// The opinions that were given.
    pub fn given(&self) -> impl Iterator<Item = (&Opinion, &Given)> {
        self.opinions.iter().filter_map(|opinion| Some((opinion, opinion.given.as_ref()?)))
    }

    /// The opinions that are awaited, the first asked first.
    pub fn awaited(&self) -> impl Iterator<Item = &Opinion> {
        self.opinions.iter().filter(|opinion| opinion.given.is_none())
    }

    /// Who did any of it.
    pub fn actors(&self) -> impl Iterator<Item = Actor> {
        let opinions = self.opinions.iter().map(|opinion| opinion.by);
        let proposals = self.proposals.iter().map(|proposal| proposal.by);
        let withdrawals = self.withdrawals.iter().map(|withdrawal| withdrawal.by);
        let taken = self.taken_back.iter().map(|taken| taken.by);
        let known = self.acknowledged.iter().map(|known| known.by).chain(taken);
        known.chain(opinions).chain(proposals).chain(withdrawals).chain(self.sharing.actors())
    }

    /// Whether the commission gave its opinion: that it was told of the dossier is none.
    #[must_use]
    pub fn has_commission(&self) -> bool {
        let gave = |(opinion, given): (&Opinion, &Given)| {
            opinion.of == Adviser::Commission && given.stance != Stance::Informed
        };
        self.given().any(gave)
    }

    /// Folds a move.
    pub(super) fn fold(&mut self, event: &Event, moved: &Move) {
        let (seq, by, at) = (event.seq, event.actor, event.at);
        match moved {
            Move::Acknowledged { version } => {
                self.acknowledged = Some(Acknowledged { seq, by, at, version: *version });
            }
            Move::OpinionAsked { of, until, text, invited } => self.opinions.push(Opinion {
                seq,
                of: *of,
                by,
                at,
                until: *until,
                asked: text.clone(),
                invited: invited.clone(),
                given: None,
            }),
            Move::OpinionGiven { of, asked, given } => {
                let awaited = self.opinions.iter_mut().find(|opinion| Some(opinion.seq) == *asked);
                match awaited {
                    Some(opinion) => opinion.given = Some(given.clone()),
                    None => self.opinions.push(Opinion {
                        seq,
                        of: *of,
                        by,
                        at,
                        until: None,
                        asked: String::new(),
                        invited: None,
                        given: Some(given.clone()),
                    }),
                }
            }
            Move::OpinionDropped { asked, .. } => {
                self.opinions.retain(|opinion| opinion.seq != *asked || opinion.given.is_some());
            }
            Move::Proposed(decision) => self.proposals.push(Proposal {
                seq,
                by,
                at,
                decision: decision.clone(),
                answered: false,
                returned: None,
            }),
            // It is the decision that bears them.
            Move::Numbered { .. } => {}
            Move::Returned { reason } => self.answer_proposal(Some(reason)),
            Move::TakenBack { reason } => {
                self.taken_back.push(TakingBack { seq, by, at, reason: reason.clone() });
            }
            Move::Withdrawn { reason } => {
                self.answer_proposal(None);
                self.withdrawals.push(Withdrawal { seq, by, at, reason: reason.clone(), reopened: None });
            }
        }
    }

    /// Folds that what was proposed is answered, and why it was given back if it was.
    pub(super) fn answer_proposal(&mut self, returned: Option<&String>) {
        if let Some(proposal) = self.proposals.last_mut().filter(|proposal| !proposal.answered) {
            proposal.answered = true;
            proposal.returned = returned.cloned();
        }
    }

    /// Folds that what was given up is taken up again; whether it was given up.
    pub(super) fn take_up(&mut self, reason: &str) -> bool {
        let given_up = self.withdrawals.last_mut().filter(|withdrawal| withdrawal.reopened.is_none());
        given_up.map(|withdrawal| withdrawal.reopened = Some(reason.to_owned())).is_some()
    }
}

//! Opinions on a dossier: whose are asked, what they say, and whether one is needed.

use form::{Date, Decimal, Path, Value};
use serde::{Deserialize, Serialize};

use super::Terms;
use crate::{
    Error, Kind, Result, Timestamp,
    dossier::{Actor, Opening, Seq, Submission},
};

/// Who is asked for an opinion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adviser {
    /// The commission of the département for insertion (code du travail, art. R. 5311-26).
    Commission,
    /// France Travail.
    FranceTravail,
    /// The département's council, which may cofinance.
    Council,
    /// Someone who knows the matter.
    Expert,
}

/// One line an adviser: it, its key in forms, its name, the same after « l’avis ».
const ADVISERS: [(Adviser, &str, &str, &str); 4] = [
    (Adviser::Commission, "commission", "Commission IAE (ex-CDIAE)", "de la commission IAE"),
    (Adviser::FranceTravail, "france_travail", "France Travail", "de France Travail"),
    (Adviser::Council, "departement", "Conseil départemental", "du conseil départemental"),
    (Adviser::Expert, "expert", "Expert", "d’un expert"),
];

impl Adviser {
    /// All of them, in the order they are proposed.
    pub fn all() -> impl Iterator<Item = Self> {
        ADVISERS.into_iter().map(|(adviser, ..)| adviser)
    }

    fn line(self) -> (&'static str, &'static str, &'static str) {
        let found = ADVISERS.iter().find(|(adviser, ..)| *adviser == self);
        found.map_or(("", "", ""), |(_, code, label, of)| (code, label, of))
    }

    /// Key in forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.line().0
    }

    /// Its name.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.line().1
    }

    /// Its name after « avis »: `de France Travail`.
    #[must_use]
    pub fn of_label(self) -> &'static str {
        self.line().2
    }

    /// The one of a key.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        ADVISERS.iter().find(|(_, known, ..)| *known == code).map(|(adviser, ..)| *adviser)
    }
}

/// What an opinion says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// In favour.
    Favourable,
    /// In favour, with reservations.
    Reserved,
    /// Against.
    Unfavourable,
    /// None: it was told of the dossier, without being asked.
    Informed,
}

/// One line a stance: it, its key in forms, it in words.
const STANCES: [(Stance, &str, &str); 4] = [
    (Stance::Favourable, "favorable", "Favorable"),
    (Stance::Reserved, "reserve", "Réservé"),
    (Stance::Unfavourable, "defavorable", "Défavorable"),
    (Stance::Informed, "information", "Informée, sans avis"),
];

impl Stance {
    /// All of them, in the order they are proposed.
    pub fn all() -> impl Iterator<Item = Self> {
        STANCES.into_iter().map(|(stance, ..)| stance)
    }

    /// Key in forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        STANCES.iter().find(|(stance, ..)| *stance == self).map_or("", |(_, code, _)| code)
    }

    /// It in words.
    #[must_use]
    pub fn label(self) -> &'static str {
        STANCES.iter().find(|(stance, ..)| *stance == self).map_or("", |(_, _, label)| label)
    }

    /// The one of a key.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        STANCES.iter().find(|(_, known, _)| *known == code).map(|(stance, ..)| *stance)
    }
}

/// An opinion as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// What it says.
    pub stance: Stance,
    /// The day it was given.
    #[serde(with = "form::day")]
    pub on: Date,
    /// What it says in words.
    pub text: String,
    /// Whether the structure does not read it.
    pub confidential: bool,
}

/// That somebody is asked to give their opinion themselves, in the service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// The address of their account, in small letters.
    pub address: String,
    /// Whether the structure will not read what they say.
    pub confidential: bool,
}

impl Invited {
    /// Who is asked, by the address that was typed; nobody in particular when it is blank.
    ///
    /// # Errors
    /// `Invalid` for what is no address.
    pub fn read(address: &str, confidential: bool) -> Result<Option<Self>> {
        let address = address.trim();
        if address.is_empty() {
            return Ok(None);
        }
        let wrong = "Cette adresse n’est pas complète. Exemple\u{a0}: prenom.nom@francetravail.fr";
        let read = form::read::contact::email(address).map_err(|_| Error::Invalid(wrong.to_owned()))?;
        Ok(Some(Self { address: read.to_lowercase(), confidential }))
    }
}

/// An opinion, asked for or given without being asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// The event that asked for it, or gave it: its name.
    pub seq: Seq,
    /// Whose.
    pub of: Adviser,
    /// Who asked for it, or wrote it down.
    pub by: Actor,
    /// When.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
    /// The day it is expected, where one was said.
    #[serde(with = "form::day::optional")]
    pub until: Option<Date>,
    /// What was asked, in words.
    pub asked: String,
    /// Who gives it themselves; nobody where the service writes down what it is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited: Option<Invited>,
    /// What it is; none while it is awaited.
    pub given: Option<Given>,
}

/// Whether the commission's opinion is needed on a version sent: not on an annual avenant that leaves the posts
/// unchanged, of which the commission is only informed (`domain.md` §6.7, instruction DGEFP 2014-2).
#[must_use]
pub fn is_needed(opening: &Opening, sent: &Submission) -> bool {
    let read = |key: &str| Path::parse(key).ok();
    let annual = read("demande.nature")
        .and_then(|path| sent.counted.get(&path).cloned())
        .is_some_and(|nature| nature == Value::Choice("avenant_annuel".to_owned()));
    !(annual && posts_are_unchanged(opening, sent))
}

/// Whether what is granted changes the posts of the year before, whatever was asked: an avenant that the service cuts
/// is no more one that leaves them unchanged.
#[must_use]
pub fn changes_posts(opening: &Opening, terms: &Terms) -> bool {
    posts_before(opening).is_some_and(|before| before != terms.posts())
}

/// Posts of the year before, as far as they are known: ETP, or people for an EITI.
#[must_use]
pub fn posts_before(opening: &Opening) -> Option<Decimal> {
    let path = Path::parse(posts_key(opening)).ok()?;
    let known = opening.previous.iter().find(|(known, _)| *known == path);
    known.and_then(|(_, known)| known.value.number())
}

/// The question that tells the posts.
fn posts_key(opening: &Opening) -> &'static str {
    if opening.kind == Kind::Eiti { "etp.ti" } else { "etp.demandes" }
}

fn posts_are_unchanged(opening: &Opening, sent: &Submission) -> bool {
    let asked = Path::parse(posts_key(opening)).ok().and_then(|path| sent.counted.get(&path)?.number());
    asked.is_some() && asked == posts_before(opening)
}

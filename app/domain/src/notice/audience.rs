//! Who hears of a dossier: its structure, the service that instructs it, that of its region.

use crate::{
    Departement, PersonId, StructureId,
    access::{Level, ServiceKey},
    dossier::{Snapshot, procedure::opinion::Opinion},
};

/// A side of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whom {
    /// The structure that asks.
    Structure,
    /// The service of the département, that instructs it.
    Service,
    /// The service of the region, that validates.
    Region,
    /// Who is asked for an opinion.
    Adviser,
}

/// One line a side: it, its key in the store.
const SIDES: [(Whom, &str); 4] = [
    (Whom::Structure, "structure"),
    (Whom::Service, "service"),
    (Whom::Region, "region"),
    (Whom::Adviser, "avis"),
];

impl Whom {
    /// Stable key.
    #[must_use]
    pub fn code(self) -> &'static str {
        SIDES.iter().find(|(known, _)| *known == self).map_or("", |(_, code)| code)
    }

    /// The one of a key.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        SIDES.iter().find(|(_, known)| *known == code).map(|(whom, _)| *whom)
    }
}

/// The people who are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Who ever acted for a structure.
    Members(StructureId),
    /// Who ever acted for the services of a level in some départements.
    Service(Level, Vec<Departement>),
    /// The agents who have the dossier.
    Agents(Vec<PersonId>),
    /// Who has the account of an address, or will have it.
    Account(String),
}

impl Audience {
    /// Those of a side: the agent who has the dossier, or else the whole service; of an opinion, who gives it in the
    /// service, and nobody where it is told otherwise.
    #[must_use]
    pub(super) fn of(whom: Whom, snapshot: &Snapshot, opinion: Option<&Opinion>) -> Option<Self> {
        let opening = &snapshot.opening;
        let (level, departements) = match whom {
            Whom::Structure => return Some(Self::Members(opening.structure)),
            Whom::Adviser => return Some(Self::Account(opinion?.invited.as_ref()?.address.clone())),
            Whom::Service => (Level::Departement, opening.territories.clone()),
            Whom::Region => (Level::Region, vec![opening.departement.clone()]),
        };
        let shares = snapshot.instruction.sharing.services();
        let own = shares.filter(|(key, _)| key.answers_for(level, &departements));
        let agents: Vec<PersonId> = own.filter_map(|(_, share)| share.agent()).collect();
        Some(if agents.is_empty() { Self::Service(level, departements) } else { Self::Agents(agents) })
    }

    /// Whether the people of a service are told.
    #[must_use]
    pub fn holds(&self, service: &ServiceKey) -> bool {
        matches!(self, Self::Service(level, departements) if service.answers_for(*level, departements))
    }
}

/// Who reads notices: theirs, of the dossiers that they may still read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hearer {
    /// Who.
    pub person: PersonId,
    /// On which side, and of which dossiers.
    pub of: Heard,
}

/// Whose notices a person reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Those of the dossiers of a structure.
    Structure(StructureId),
    /// Those of the dossiers sent that a service may review.
    Service(Whom, Vec<Departement>),
    /// Those of the dossiers that they are asked for an opinion on, as long as these are instructed.
    Adviser,
}

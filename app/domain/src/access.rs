//! Who asks, and what they may see and do: the only place where it is decided.

use form::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Departement, StructureId,
    dossier::{Opening, Snapshot, State, procedure::opinion::Opinion},
    notice::{Heard, Hearer, Whom},
};

/// Identifier of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub Uuid);

/// The person asking, and in whose name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// Who.
    pub person: PersonId,
    /// Name shown to colleagues.
    pub name: String,
    /// In whose name.
    pub acting: Acting,
}

/// In whose name a person acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Acting {
    /// A structure.
    Structure {
        /// The structure.
        id: StructureId,
        /// Its name.
        name: String,
        /// Whether the person may create, submit and sign.
        administrator: bool,
    },
    /// A service of the State, for some départements: DDETS or DREETS.
    Service {
        /// Name of the service: « DDETS du Finistère ».
        name: String,
        /// Départements it answers for.
        departements: Vec<Departement>,
        /// Whether it is that of a département or of a region.
        #[serde(default)]
        level: Level,
    },
    /// The national level: DGEFP.
    National,
    /// Support staff.
    Support,
    /// Themselves, asked for an opinion at the address of their account.
    Adviser {
        /// The address, in small letters.
        address: String,
    },
}

/// A service of the State, as what it notes for itself is kept: its level, and the départements it answers for.
///
/// Who act for the same départements at the same level are colleagues, whatever their service is called that year.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ServiceKey(String);

impl ServiceKey {
    /// The key that a column or an event holds.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// It as a column holds it: `d-29`, `r-22.29.35.56`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its level.
    #[must_use]
    pub fn level(&self) -> Level {
        if self.0.starts_with("r-") { Level::Region } else { Level::Departement }
    }

    /// Whether it is a service of a level that answers for one of some départements.
    #[must_use]
    pub fn answers_for(&self, level: Level, departements: &[Departement]) -> bool {
        let sign = if level == Level::Region { "r-" } else { "d-" };
        let codes = self.0.strip_prefix(sign);
        codes.is_some_and(|codes| {
            codes.split('.').any(|code| departements.iter().any(|departement| departement.code() == code))
        })
    }
}

/// Level of a service of the State.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A département: DDETS.
    #[default]
    Departement,
    /// A region: DREETS.
    Region,
}

impl Acting {
    /// Level of the service; that of a département for who is of none.
    #[must_use]
    pub fn level(&self) -> Level {
        if let Self::Service { level, .. } = self { *level } else { Level::default() }
    }

    /// Name of the structure or institution.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Structure { name, .. } | Self::Service { name, .. } => name,
            Self::National => "DGEFP",
            Self::Support => "Assistance",
            Self::Adviser { .. } => "Avis",
        }
    }
}

/// The states in which who is asked for an opinion reads the dossier.
pub const IS_ADVISED: [State; 4] = [State::Submitted, State::ToCorrect, State::Complete, State::Proposed];

impl PersonId {
    /// Who is known by the address of their account alone: always the same, before and after they first log in.
    #[must_use]
    pub fn of_address(address: &str) -> Self {
        use sha2::Digest;
        let digest = sha2::Sha256::digest(format!("conventionnement:person:address:{address}"));
        let mut bytes = [0_u8; 16];
        bytes.copy_from_slice(&digest[..16]);
        Self(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

/// What a person asks to do with a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Read the draft and its history.
    ReadDraft,
    /// Change answers, confirm steps.
    Fill,
    /// Send it to the service of the State.
    Submit,
    /// Read the submitted version, as the service of the State does.
    Review,
    /// Ask for corrections and decide on it.
    Instruct,
}

/// What a person asks to do in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueAct {
    /// Read it.
    Read,
    /// Keep what it shows as a view of one's own.
    KeepViews,
    /// Follow dossiers.
    Follow,
    /// Take dossiers, give them, label them, see who has how many.
    Share,
}

/// What comes of a question of access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Allowed.
    Granted,
    /// The person may know of it, and someone else may do it: who.
    Denied(&'static str),
    /// The person may not know that it exists.
    Unknown,
}

impl Viewer {
    /// Whether this person may do this to this dossier.
    #[must_use]
    pub fn may(&self, action: Action, dossier: &Opening, state: State) -> Access {
        match (&self.acting, action) {
            (Acting::Structure { id, .. }, _) if *id != dossier.structure => Access::Unknown,
            (Acting::Structure { .. }, Action::ReadDraft | Action::Fill)
            | (Acting::Structure { administrator: true, .. }, Action::Submit) => Access::Granted,
            (Acting::Structure { .. }, Action::Submit) => Access::Denied(
                "Seul un administrateur de la structure peut transmettre ou retirer le dossier.",
            ),
            (Acting::Structure { .. }, Action::Review | Action::Instruct) => Access::Unknown,
            // A draft belongs to the structure alone: no service knows of it.
            (_, _) if state == State::Draft => Access::Unknown,
            (Acting::Service { departements, .. }, Action::Review | Action::Instruct) => {
                if dossier.territories.iter().any(|territory| departements.contains(territory)) {
                    Access::Granted
                } else {
                    Access::Unknown
                }
            }
            (Acting::National, Action::Review) => Access::Granted,
            (Acting::National, Action::Instruct) => {
                Access::Denied("Seul le service de l’État du département instruit le dossier.")
            }
            (Acting::Service { .. } | Acting::National | Acting::Support | Acting::Adviser { .. }, _) => {
                Access::Unknown
            }
        }
    }

    /// Whether this person may do this in the queue. The ministry reads every dossier and instructs none: it keeps the
    /// views that it comes back to, and follows nothing, for nothing there waits for it.
    #[must_use]
    pub fn may_in_queue(&self, act: QueueAct) -> Access {
        match (&self.acting, act) {
            (Acting::Structure { .. } | Acting::Support | Acting::Adviser { .. }, _) => {
                Access::Denied("Cette page est réservée aux services de l’État.")
            }
            (Acting::National, QueueAct::Follow | QueueAct::Share) => Access::Denied(
                "Seuls les services qui instruisent suivent les dossiers et se les répartissent.",
            ),
            (Acting::Service { .. }, _) | (Acting::National, QueueAct::Read | QueueAct::KeepViews) => {
                Access::Granted
            }
        }
    }

    /// The service of the State this person acts for.
    #[must_use]
    pub fn service(&self) -> Option<ServiceKey> {
        let Acting::Service { departements, level, .. } = &self.acting else { return None };
        let mut codes: Vec<&str> = departements.iter().map(Departement::code).collect();
        codes.sort_unstable();
        let level = if *level == Level::Region { "r" } else { "d" };
        Some(ServiceKey(format!("{level}-{}", codes.join("."))))
    }

    /// What this person reads of a queue: which dossiers, and whose notes; nothing for who reviews none.
    #[must_use]
    pub fn reader(&self, delay: (Date, u16)) -> Option<Reader> {
        let (scope, service) = (self.review_scope()?, self.service());
        Some(Reader { scope, person: self.person, service, agents: Vec::new(), delay })
    }

    /// Whose notices this person reads: those of the side they act for; none for who is on no side of a dossier.
    #[must_use]
    pub fn hearer(&self) -> Option<Hearer> {
        let of = match &self.acting {
            Acting::Structure { id, .. } => Heard::Structure(*id),
            Acting::Service { departements, level, .. } => {
                let whom = if *level == Level::Region { Whom::Region } else { Whom::Service };
                Heard::Service(whom, departements.clone())
            }
            Acting::Adviser { .. } => Heard::Adviser,
            Acting::National | Acting::Support => return None,
        };
        Some(Hearer { person: self.person, of })
    }

    /// The opinion on a dossier that this person is asked for, the one awaited first; none for whoever is not asked,
    /// nor once the dossier is decided or given up: what it says is no more theirs to read.
    #[must_use]
    pub fn advises<'a>(&self, snapshot: &'a Snapshot) -> Option<&'a Opinion> {
        let Acting::Adviser { address } = &self.acting else { return None };
        if !IS_ADVISED.contains(&snapshot.state()) {
            return None;
        }
        let is_own =
            |opinion: &&Opinion| opinion.invited.as_ref().is_some_and(|invited| invited.address == *address);
        let own = || snapshot.instruction.opinions.iter().filter(is_own);
        own().find(|opinion| opinion.given.is_none()).or_else(|| own().next_back())
    }

    /// The structure this person acts for.
    #[must_use]
    pub fn structure(&self) -> Option<StructureId> {
        if let Acting::Structure { id, .. } = &self.acting { Some(*id) } else { None }
    }

    /// The dossiers this person may review, one by one or added up in the inventory of the data.
    #[must_use]
    pub fn review_scope(&self) -> Option<ReviewScope> {
        match &self.acting {
            Acting::Service { departements, .. } => Some(ReviewScope::Departements(departements.clone())),
            Acting::National => Some(ReviewScope::Everywhere),
            Acting::Structure { .. } | Acting::Support | Acting::Adviser { .. } => None,
        }
    }
}

/// Who reads a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// The dossiers they may review.
    pub scope: ReviewScope,
    /// Who.
    pub person: PersonId,
    /// The service whose notes they read; the ministry reads none.
    pub service: Option<ServiceKey>,
    /// The agents of that service, by name.
    pub agents: Vec<(PersonId, String)>,
    /// The day, and how many days a service has to instruct a dossier: what is left of its delay is said by them.
    pub delay: (Date, u16),
}

/// Which submitted dossiers a person may review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewScope {
    /// Those of some départements.
    Departements(Vec<Departement>),
    /// All of them.
    Everywhere,
}

impl ReviewScope {
    /// Whether it holds the dossiers of a département.
    #[must_use]
    pub fn holds(&self, departement: &Departement) -> bool {
        match self {
            Self::Departements(own) => own.contains(departement),
            Self::Everywhere => true,
        }
    }

    /// Name of the départements, for a part of the country: `Finistère et Morbihan`.
    #[must_use]
    pub fn places(&self) -> Option<String> {
        let Self::Departements(departements) = self else { return None };
        let names: Vec<&str> = departements.iter().map(Departement::name).collect();
        Some(match names.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} et {last}", first.join(", ")),
            names => names.concat(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Access::{Denied, Granted, Unknown};
    use super::*;
    use crate::testing;

    fn departement(code: &str) -> Departement {
        Departement::parse(code).expect("a département")
    }

    #[test]
    fn a_service_is_known_by_its_level_and_departements() {
        let service = |codes: &[&str], level| Acting::Service {
            name: "Service".to_owned(),
            departements: codes.iter().map(|code| departement(code)).collect(),
            level,
        };
        for (acting, key) in [
            (service(&["29"], Level::Departement), Some("d-29")),
            (service(&["56", "22", "29", "35"], Level::Region), Some("r-22.29.35.56")),
            (Acting::National, None),
            (Acting::Support, None),
        ] {
            let viewer = Viewer { person: PersonId(Uuid::nil()), name: String::new(), acting };
            assert_eq!(viewer.service().as_ref().map(ServiceKey::as_str), key);
        }
    }

    #[test]
    fn a_service_answers_for_its_departements_at_its_level() {
        let own = |codes: &[&str]| codes.iter().map(|code| departement(code)).collect::<Vec<_>>();
        for (key, level, codes, expected) in [
            ("d-29", Level::Departement, &["29"][..], true),
            ("d-29", Level::Departement, &["56", "29"], true),
            ("d-29", Level::Region, &["29"], false),
            ("d-2", Level::Departement, &["29"], false),
            ("r-22.29.35.56", Level::Region, &["35"], true),
            ("r-22.29.35.56", Level::Departement, &["35"], false),
            ("", Level::Departement, &["29"], false),
        ] {
            let answers = ServiceKey::parse(key).answers_for(level, &own(codes));
            assert_eq!(answers, expected, "{key} {level:?} {codes:?}");
        }
    }

    #[test]
    fn each_hears_on_the_side_they_act_for() {
        let hearer = |acting| {
            let viewer = Viewer { person: PersonId(Uuid::nil()), name: String::new(), acting };
            viewer.hearer().map(|hearer| hearer.of)
        };
        let service =
            |level| Acting::Service { name: String::new(), departements: vec![departement("29")], level };
        let id = StructureId::of_asp(1);
        let structure = Acting::Structure { id, name: String::new(), administrator: false };
        for (acting, of) in [
            (structure, Some(Heard::Structure(id))),
            (service(Level::Departement), Some(Heard::Service(Whom::Service, vec![departement("29")]))),
            (service(Level::Region), Some(Heard::Service(Whom::Region, vec![departement("29")]))),
            (Acting::National, None),
            (Acting::Support, None),
            (Acting::Adviser { address: "avis@exemple.fr".to_owned() }, Some(Heard::Adviser)),
        ] {
            assert_eq!(hearer(acting), of);
        }
    }

    #[test]
    fn the_inventory_is_read_by_the_services_and_the_ministry_each_on_its_own_dossiers() {
        let own = |acting| {
            let viewer = Viewer { person: PersonId(Uuid::nil()), name: String::new(), acting };
            viewer.review_scope()
        };
        let service = |codes: &[&str]| Acting::Service {
            name: String::new(),
            departements: codes.iter().map(|code| departement(code)).collect(),
            level: Level::Departement,
        };
        let structure =
            Acting::Structure { id: StructureId::of_asp(1), name: String::new(), administrator: true };
        assert_eq!(own(structure), None);
        assert_eq!(own(Acting::Support), None);
        assert_eq!(own(Acting::National), Some(ReviewScope::Everywhere));
        assert_eq!(ReviewScope::Everywhere.places(), None);
        for (codes, places) in [
            (&["29"][..], "Finistère"),
            (&["29", "56"], "Finistère et Morbihan"),
            (&["22", "29", "56"], "Côtes-d’Armor, Finistère et Morbihan"),
        ] {
            let scope = own(service(codes)).expect("a scope");
            assert_eq!(scope.places().as_deref(), Some(places));
        }
    }

    /// The whole table: role × what is done in the queue.
    #[test]
    fn who_does_what_in_the_queue() {
        let service =
            |level| Acting::Service { name: String::new(), departements: vec![departement("29")], level };
        let structure =
            Acting::Structure { id: StructureId::of_asp(1), name: String::new(), administrator: true };
        let acts = [QueueAct::Read, QueueAct::KeepViews, QueueAct::Follow, QueueAct::Share];
        for (acting, expected) in [
            (service(Level::Departement), [true; 4]),
            (service(Level::Region), [true; 4]),
            (Acting::National, [true, true, false, false]),
            (structure, [false; 4]),
            (Acting::Support, [false; 4]),
        ] {
            let viewer = Viewer { person: PersonId(Uuid::nil()), name: String::new(), acting };
            let found = acts.map(|act| viewer.may_in_queue(act) == Granted);
            assert_eq!(found, expected, "{:?}", viewer.acting);
            assert_eq!(
                viewer.reader((Date::constant(2026, 12, 1), 60)).is_some(),
                expected[0],
                "who reads it has a scope"
            );
            assert_eq!(viewer.service().is_some(), expected[3], "who shares it is of a service");
        }
    }

    /// The whole table: role × action × state, on a dossier of structure 1 in the Finistère and Morbihan.
    #[test]
    fn who_may_do_what() {
        let dossier = testing::opening(StructureId::of_asp(1), &["29", "56"]);
        let structure = |asp_id, administrator| Acting::Structure {
            id: StructureId::of_asp(asp_id),
            name: String::new(),
            administrator,
        };
        let service = |codes: &[&str]| Acting::Service {
            name: String::new(),
            departements: codes.iter().map(|code| departement(code)).collect(),
            level: Level::Departement,
        };
        // Columns: read draft, fill, submit, review; first as a draft, then submitted.
        let no = Denied("");
        let table = [
            (
                "its administrator",
                structure(1, true),
                [Granted, Granted, Granted, Unknown],
                [Granted, Granted, Granted, Unknown],
            ),
            (
                "its member",
                structure(1, false),
                [Granted, Granted, no, Unknown],
                [Granted, Granted, no, Unknown],
            ),
            ("another structure", structure(2, true), [Unknown; 4], [Unknown; 4]),
            ("its service", service(&["29"]), [Unknown; 4], [Unknown, Unknown, Unknown, Granted]),
            ("its second territory", service(&["56"]), [Unknown; 4], [Unknown, Unknown, Unknown, Granted]),
            ("another service", service(&["14"]), [Unknown; 4], [Unknown; 4]),
            (
                "its region",
                service(&["22", "29", "35", "56"]),
                [Unknown; 4],
                [Unknown, Unknown, Unknown, Granted],
            ),
            ("the ministry", Acting::National, [Unknown; 4], [Unknown, Unknown, Unknown, Granted]),
            ("support", Acting::Support, [Unknown; 4], [Unknown; 4]),
            // Who is asked for an opinion has a page of their own, and no other.
            ("an adviser", Acting::Adviser { address: String::new() }, [Unknown; 4], [Unknown; 4]),
        ];
        for (who, acting, draft, submitted) in table {
            let viewer = Viewer { person: PersonId(Uuid::nil()), name: String::new(), acting };
            for (state, expected) in [(State::Draft, draft), (State::Submitted, submitted)] {
                let actions = [Action::ReadDraft, Action::Fill, Action::Submit, Action::Review];
                for (action, expected) in actions.into_iter().zip(expected) {
                    let found = viewer.may(action, &dossier, state);
                    let alike = std::mem::discriminant(&found) == std::mem::discriminant(&expected);
                    assert!(alike, "{who}, {action:?}, {state:?}: {found:?}");
                }
            }
        }
    }
}

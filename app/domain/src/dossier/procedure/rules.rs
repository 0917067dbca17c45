//! How dossiers are instructed where the application runs: what is configured.

use crate::{Acting, Departement, Viewer, access::Level, dossier::Opening};

/// What a ministry or a region sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Delay of instruction, in days.
    pub delay_days: u16,
    /// Percent under which a number that changed since last year does not stand out before an agent.
    pub slight_percent: u16,
    /// Regions whose service validates what those of its départements propose, by name.
    pub validated_in: Vec<String>,
}

/// At which level one decides: in some regions the service of the département proposes, and that of the region
/// validates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// The only one: the service decides.
    Only,
    /// The département, whose region validates: it proposes.
    Departement,
    /// The region, which validates.
    Region,
    /// A region that does not validate: it reads, and its départements decide.
    Reader,
}

impl Rules {
    /// Whether a person is of the service of a region that validates nothing: it reads what its départements instruct.
    #[must_use]
    pub fn reads_only(&self, viewer: &Viewer) -> bool {
        let Acting::Service { departements, level: Level::Region, .. } = &viewer.acting else { return false };
        let mut regions = departements.iter().filter_map(Departement::region);
        !regions.any(|region| self.validated_in.iter().any(|name| name == region.name))
    }

    /// At which level a person decides on a dossier.
    #[must_use]
    pub fn tier(&self, viewer: &Viewer, opening: &Opening) -> Tier {
        let region = opening.departement.region().map(|region| region.name);
        let validated = self.validated_in.iter().any(|name| Some(name.as_str()) == region);
        match (viewer.acting.level(), validated) {
            (Level::Departement, false) => Tier::Only,
            (Level::Departement, true) => Tier::Departement,
            (Level::Region, true) => Tier::Region,
            (Level::Region, false) => Tier::Reader,
        }
    }
}

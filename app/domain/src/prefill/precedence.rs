//! Which source is believed first, family by family (`domain.md` §9.4): the table that decides, and nothing else.

use form::Path;

use super::longest;
use crate::source::Source;

/// What a datum is about: it decides whom we believe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Who the structure is: SIRET, name, legal form, activity, seat.
    Identity,
    /// How to reach it.
    Contacts,
    /// Convention, annexe, posts, amounts, accounts, objectives.
    Money,
    /// Staff, people in insertion, training, exits.
    People,
    /// What only people write, and what only the structure knows.
    Texts,
}

/// The first part of keys, or the whole of one, with its family; the longest that fits is the one.
const FAMILIES: [(&str, Family); 33] = [
    ("structure", Family::Identity),
    ("structure.telephone", Family::Contacts),
    ("structure.courriel", Family::Contacts),
    ("structure.site_web", Family::Contacts),
    ("structure.corresp_differente", Family::Contacts),
    ("structure.adresse_corresp", Family::Contacts),
    ("structure.reseaux", Family::Texts),
    ("structure.label", Family::Texts),
    ("gouvernance", Family::Contacts),
    ("demande", Family::Money),
    ("annexe", Family::Money),
    ("etp", Family::Money),
    // Independent workers that were supported are people, whom others counted.
    ("etp.historique.ti_accompagnes", Family::People),
    ("finance", Family::Money),
    ("objectifs", Family::Money),
    ("objectifs.rappel", Family::People),
    ("objectifs.publics", Family::People),
    ("rh", Family::People),
    // People are believed as they were counted. Their ETP are asked for a whole year: those that the annexe declares
    // are, and the statements of a year that runs are not all there.
    ("rh.insertion_etp", Family::Money),
    ("rh.ti_etp", Family::Money),
    ("formation", Family::People),
    ("accompagnement", Family::People),
    ("accompagnement.parcours", Family::Texts),
    ("accompagnement.apres", Family::Texts),
    ("activites.marches_publics", Family::Money),
    ("projet.prescripteurs", Family::People),
    // What was done in a year: counted by ASP, but for what only the structure can say of it.
    ("bilan", Family::People),
    ("bilan.etp_conventionnes", Family::Money),
    ("bilan.comptes", Family::Money),
    ("bilan.synthese", Family::Texts),
    ("bilan.difficultes", Family::Texts),
    ("bilan.perspectives", Family::Texts),
    ("objectifs.actions", Family::Texts),
];

impl Family {
    /// Every family.
    pub const ALL: [Self; 5] = [Self::Identity, Self::Contacts, Self::Money, Self::People, Self::Texts];

    /// The family of a datum.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        let column = path.in_table().and_then(|parts| parts.column);
        let key = column.map_or_else(|| path.field(), |column| path.field().join(column));
        longest(&FAMILIES, key.as_str()).unwrap_or(Self::Texts)
    }

    /// The sources, the one that is believed first at the head.
    ///
    /// What a person answered this year, in another dossier of the same legal person, comes before all that is read
    /// elsewhere: it says only what the two share.
    ///
    /// Who counted is believed before who declared, for people only. Among those that counted, ASP's extraction of a
    /// closed year comes before the sums of its monthly statements, and these before the tables that others make of them.
    #[must_use]
    pub fn order(self) -> [Source; 14] {
        use Source::{
            Asp, AspMonthly, AspYearly, Campaign, Dgefp, Emplois, EmploisReserved, ImmersionConventions,
            ImmersionStatistics, Pilotage, Previous, RechercheEntreprises, Sirene, Sister,
        };
        match self {
            // The register is where a legal person declares what it is.
            Self::Identity => [
                Sister,
                Sirene,
                RechercheEntreprises,
                EmploisReserved,
                Emplois,
                Asp,
                AspYearly,
                AspMonthly,
                Pilotage,
                Dgefp,
                Campaign,
                Previous,
                ImmersionConventions,
                ImmersionStatistics,
            ],
            // People change sooner than registers: what was checked here a year ago comes first.
            Self::Contacts => [
                Sister,
                Previous,
                EmploisReserved,
                Emplois,
                Asp,
                AspYearly,
                AspMonthly,
                Pilotage,
                Dgefp,
                Campaign,
                RechercheEntreprises,
                Sirene,
                ImmersionConventions,
                ImmersionStatistics,
            ],
            // What was signed is what ASP pays.
            Self::Money => [
                Sister,
                Asp,
                AspYearly,
                AspMonthly,
                Pilotage,
                Dgefp,
                Campaign,
                Previous,
                EmploisReserved,
                Emplois,
                RechercheEntreprises,
                Sirene,
                ImmersionConventions,
                ImmersionStatistics,
            ],
            // What was counted, then what the annexe declares, then what partners counted, then what was written last
            // year.
            Self::People => [
                Sister,
                AspYearly,
                AspMonthly,
                Pilotage,
                Dgefp,
                Campaign,
                Asp,
                ImmersionConventions,
                ImmersionStatistics,
                Emplois,
                EmploisReserved,
                Previous,
                RechercheEntreprises,
                Sirene,
            ],
            Self::Texts => [
                Sister,
                Previous,
                Emplois,
                EmploisReserved,
                Asp,
                AspYearly,
                AspMonthly,
                Pilotage,
                Dgefp,
                Campaign,
                RechercheEntreprises,
                Sirene,
                ImmersionConventions,
                ImmersionStatistics,
            ],
        }
    }

    /// Name as people read it in a heading.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "Identité",
            Self::Contacts => "Contacts",
            Self::Money => "Convention et argent",
            Self::People => "Personnes et sorties",
            Self::Texts => "Textes",
        }
    }
}

/// Whether ASP, and with it all who deliver files, is believed before the structure's own dossier of the year before.
pub(super) fn asp_first(path: &Path) -> bool {
    let order = Family::of(path).order();
    let rank = |source: Source| order.iter().position(|known| *known == source);
    rank(Source::Asp) < rank(Source::Previous)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_family_orders_every_source_once() {
        for family in Family::ALL {
            let mut order = family.order();
            order.sort_unstable();
            assert_eq!(order, Source::ALL, "{family:?}");
        }
    }

    #[test]
    fn what_is_in_store_stands_on_one_side_of_the_dossier_of_the_year_before() {
        for family in Family::ALL {
            let order = family.order();
            let rank = |source: Source| order.iter().position(|known| *known == source);
            let first = |source: Source| rank(source) < rank(Source::Previous);
            assert!(Source::IN_STORE.iter().all(|source| first(*source) == first(Source::Asp)), "{family:?}");
        }
    }

    #[test]
    fn people_are_believed_as_counted_and_what_was_signed_as_signed() {
        use Source::{Asp, AspMonthly, AspYearly, Dgefp, Pilotage};
        let counted = [AspYearly, AspMonthly, Pilotage, Dgefp, Asp];
        let signed = [Asp, AspYearly, AspMonthly, Pilotage, Dgefp];
        for (key, expected) in [
            ("rh.insertion", counted),
            ("rh.ti", counted),
            ("rh.insertion_etp", signed),
            ("rh.ti_etp", signed),
            ("etp.historique[n2].ti_accompagnes", counted),
            ("etp.historique[n1].realises", signed),
            ("etp.demandes", signed),
            ("objectifs.rappel[durable].realise", counted),
            ("bilan.etp_realises", counted),
            ("bilan.etp_conventionnes", signed),
            ("bilan.equipe[encadrement].etp", counted),
        ] {
            let order = Family::of(&key.parse().expect("a key")).order();
            let order: Vec<Source> = order.into_iter().filter(|source| source.is_delivered()).collect();
            assert_eq!(order, expected, "{key}");
        }
    }

    #[test]
    fn the_longest_key_tells_the_family() {
        for (key, family) in [
            ("structure.siret", Family::Identity),
            ("structure.adresse.voie", Family::Identity),
            ("structure.adresse_corresp.voie", Family::Contacts),
            ("structure.telephone", Family::Contacts),
            ("etp.historique[n1].realises", Family::Money),
            ("finance.aides_n1[commune].montant", Family::Money),
            ("objectifs.durable", Family::Money),
            ("objectifs.rappel[durable].realise", Family::People),
            ("accompagnement.freins[mobilite].interne", Family::People),
            ("accompagnement.parcours", Family::Texts),
            ("projet.presentation", Family::Texts),
            ("bilan.femmes", Family::People),
            ("bilan.equipe[encadrement].etp", Family::People),
            ("bilan.etp_conventionnes", Family::Money),
            ("bilan.synthese", Family::Texts),
            ("objectifs.actions[r1].action", Family::Texts),
            ("inconnu.autre", Family::Texts),
        ] {
            assert_eq!(Family::of(&key.parse().expect("a key")), family, "{key}");
        }
    }
}

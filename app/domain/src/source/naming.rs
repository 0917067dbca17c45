//! What a source is called inside a sentence: with its article, contracted where French asks it.

use form::french;

use super::Source;
use crate::dossier::{Known, Origin};

impl Source {
    /// Its name with its article: `l’ASP`, `les emplois de l’inclusion`.
    #[must_use]
    pub fn with_article(self) -> &'static str {
        match self {
            Self::Asp => "l’ASP",
            Self::Emplois => "les emplois de l’inclusion",
            Self::EmploisReserved => "les emplois de l’inclusion (accès réservé)",
            Self::ImmersionConventions => "Immersion facilitée (conventions)",
            Self::ImmersionStatistics => "Immersion facilitée (statistiques)",
            Self::RechercheEntreprises => "l’Annuaire des entreprises",
            Self::Sirene => "le répertoire Sirene de l’Insee",
            Self::Previous => "le dossier précédent",
            Self::Sister => "un autre dossier de la structure cette année",
            Self::AspMonthly => "l’ASP (états mensuels)",
            Self::AspYearly => "l’ASP (extraction annuelle)",
            Self::Dgefp => "la DGEFP (suivi hebdomadaire)",
            Self::Pilotage => "Pilotage de l’inclusion",
            Self::Campaign => "le calendrier de la campagne",
        }
    }

    /// What speaks according to it: `selon l’ASP`.
    #[must_use]
    pub fn according(self) -> String {
        format!("selon {}", self.with_article())
    }

    /// What comes from it: `de l’ASP`, `des emplois de l’inclusion`, `du répertoire Sirene de l’Insee`.
    #[must_use]
    pub fn coming_from(self) -> String {
        let name = self.with_article();
        let vowel = name.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o', 'u']);
        match (name.strip_prefix("les "), name.strip_prefix("le ")) {
            (Some(many), _) => format!("des {many}"),
            (_, Some(one)) => format!("du {one}"),
            _ if vowel => format!("d’{name}"),
            _ => format!("de {name}"),
        }
    }

    /// A form of a verb that agrees with its name: that of one, or that of several.
    #[must_use]
    pub fn agrees(self, one: &'static str, several: &'static str) -> &'static str {
        if self.with_article().starts_with("les ") { several } else { one }
    }
}

impl Known {
    /// According to whom it is told to its structure: its own dossier by its name, another source by its own.
    #[must_use]
    pub fn according(&self, source: Source) -> String {
        match &self.origin {
            Origin::Given { dossier, .. } => format!("selon {}", own(dossier)),
            _ => source.according(),
        }
    }
}

impl Origin {
    /// What was taken over, after « repris »: from whom, the record, the day. None for what was typed.
    #[must_use]
    pub fn taken_from(&self) -> Option<String> {
        match self {
            Self::Typed => None,
            Self::Prefilled { record, as_of, .. } => {
                let from = self.source()?.coming_from();
                Some(format!("{from}, {record}, au {}", french::date(*as_of)))
            }
            Self::Derived { from, how } => Some(format!("de {from}\u{a0}: {how}")),
            Self::Given { dossier, on, .. } => Some(format!("de {} du {}", own(dossier), french::date(*on))),
        }
    }

    /// What its source wrote, as people read it; none where nothing was.
    #[must_use]
    pub fn written(&self) -> Option<&str> {
        let Self::Prefilled { original, .. } = self else { return None };
        match original.as_str() {
            "" => None,
            "true" => Some("oui"),
            "false" => Some("non"),
            written => Some(written),
        }
    }
}

/// Another dossier of the structure, told to it.
fn own(dossier: &str) -> String {
    match dossier.strip_prefix("Bilan ") {
        Some(bilan) => format!("votre bilan {bilan}"),
        None => format!("votre dossier {dossier}"),
    }
}

#[cfg(test)]
mod tests {
    use form::{Date, Value};

    use super::*;

    #[test]
    fn a_source_is_named_as_french_asks() {
        for (source, according, from) in [
            (Source::Asp, "selon l’ASP", "de l’ASP"),
            (Source::Emplois, "selon les emplois de l’inclusion", "des emplois de l’inclusion"),
            (
                Source::ImmersionConventions,
                "selon Immersion facilitée (conventions)",
                "d’Immersion facilitée (conventions)",
            ),
            (Source::Sirene, "selon le répertoire Sirene de l’Insee", "du répertoire Sirene de l’Insee"),
            (Source::Dgefp, "selon la DGEFP (suivi hebdomadaire)", "de la DGEFP (suivi hebdomadaire)"),
            (Source::Pilotage, "selon Pilotage de l’inclusion", "de Pilotage de l’inclusion"),
            (Source::Campaign, "selon le calendrier de la campagne", "du calendrier de la campagne"),
            (
                Source::Sister,
                "selon un autre dossier de la structure cette année",
                "d’un autre dossier de la structure cette année",
            ),
        ] {
            assert_eq!((source.according().as_str(), source.coming_from().as_str()), (according, from));
        }
        assert_eq!(Source::Emplois.agrees("dit", "disent"), "disent");
        assert_eq!(Source::Asp.agrees("dit", "disent"), "dit");
    }

    #[test]
    fn what_is_taken_over_tells_from_whom_where_and_when() {
        let read = Origin::Prefilled {
            source: Source::Asp.name().to_owned(),
            record: "annexe ACI029220007A0M0".to_owned(),
            column: "af_montant".to_owned(),
            as_of: Date::constant(2026, 11, 16),
            original: "false".to_owned(),
        };
        assert_eq!((read.written(), Origin::Typed.written()), (Some("non"), None));
        let own = Origin::given("ACI 2026", Date::constant(2025, 12, 4));
        for (origin, expected) in [
            (read, Some("de l’ASP, annexe ACI029220007A0M0, au 16/11/2026")),
            (own.clone(), Some("de votre dossier ACI 2026 du 04/12/2025")),
            (
                Origin::given("Bilan ACI 2025", Date::constant(2026, 3, 2)),
                Some("de votre bilan ACI 2025 du 02/03/2026"),
            ),
            (Origin::Typed, None),
        ] {
            assert_eq!(origin.taken_from().as_deref(), expected);
        }
        let known = Known { value: Value::Integer(1), origin: own };
        assert_eq!(known.according(Source::Previous), "selon votre dossier ACI 2026");
    }
}

//! The views that are read, in the order they are needed, and what each is needed for.

use std::fmt;

/// A view, in the order of reading: reference lists, annexes, then what is joined with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum View {
    RefCategorieSort,
    RefMotifSort,
    RefNiveauFormation,
    RefDureePoleEmploi,
    RefFormeContrat,
    RefOrienteur,
    RefObjectifFormation,
    RefTypeFormation,
    RefMesure,
    RefMontantIae,
    AnnexeFinanciere,
    Salarie,
    ContratMission,
    EtatMensuelIndiv,
    Formations,
    Accompagnement,
    MarchesPublics,
}

/// Every view, with its name in the files and what stays unknown without it.
const VIEWS: [(View, &str, &str); 17] = [
    (View::RefCategorieSort, "RefCategorieSort", "les sorties"),
    (View::RefMotifSort, "RefMotifSort", "les sorties"),
    (View::RefNiveauFormation, "RefNiveauFormation", "les niveaux de formation"),
    (View::RefDureePoleEmploi, "RefDureePoleEmploi", "les demandeurs d’emploi de longue durée"),
    (View::RefFormeContrat, "RefFormeContrat", "les noms des formes de contrats"),
    (View::RefOrienteur, "RefOrienteur", "qui a orienté les personnes embauchées"),
    (View::RefObjectifFormation, "RefObjectifFormation", "les noms des objectifs de formation"),
    (View::RefTypeFormation, "RefTypeFormation", "les noms des types de formation"),
    (View::RefMesure, "RefMesure", ""),
    (View::RefMontantIae, "RefMontantIae", "les ETP des annexes qui ne disent pas leurs heures annuelles"),
    (
        View::AnnexeFinanciere,
        "AnnexeFinanciere",
        "tout : sans les annexes, aucun état mensuel ne trouve sa place",
    ),
    (View::Salarie, "Salarie", "les femmes et les hommes, les âges, les QPV et les ZRR"),
    (
        View::ContratMission,
        "ContratMission",
        "le RSA, l’ASS, l’AAH, la RQTH, la durée d’inscription, les niveaux, les formes de contrats, les \
         embauches, les durées de travail, et les sorties des ACI et des EI",
    ),
    (
        View::EtatMensuelIndiv,
        "EtatMensuelIndiv",
        "les heures, les ETP, les mois déclarés, les personnes, les sorties et les formations",
    ),
    (View::Formations, "Formations", "les formations"),
    (View::Accompagnement, "Accompagnement", "les freins et l’appui aux projets"),
    (View::MarchesPublics, "MarchesPublics", "les recettes de marchés publics"),
];

/// The views that are only added up, by name, in the order of reading; the annexes are needed with them.
pub fn summed_views() -> impl Iterator<Item = &'static str> {
    VIEWS.iter().filter(|(view, ..)| *view != View::AnnexeFinanciere).map(|(_, name, _)| *name)
}

impl View {
    /// The view of a name; none for those that are not read here.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        VIEWS.iter().find(|(_, known, _)| *known == name).map(|(view, ..)| *view)
    }

    /// Its name in the files.
    pub(super) fn name(self) -> &'static str {
        VIEWS.iter().find(|(view, ..)| *view == self).map_or("", |(_, name, _)| name)
    }
}

/// A view that was not given, and what stays unknown without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Its name: `Salarie`.
    pub view: &'static str,
    /// What stays unknown, in French: `les femmes et les hommes, les âges`.
    pub figures: &'static str,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "le fichier fluxIAE_{} manque ; reste inconnu : {}", self.view, self.figures)
    }
}

/// What stays unknown, given these views.
pub(super) fn missing(given: &[View]) -> Vec<Missing> {
    let absent = VIEWS.iter().filter(|(view, _, figures)| !given.contains(view) && !figures.is_empty());
    absent.map(|(_, view, figures)| Missing { view, figures }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lacks_is_told_with_what_it_is_for() {
        let all: Vec<View> = VIEWS.iter().map(|(view, ..)| *view).collect();
        assert!(all.is_sorted(), "the order of reading is that of the table");
        assert_eq!(missing(&all), []);
        let without: Vec<View> = all.iter().copied().filter(|view| *view != View::Salarie).collect();
        let told = missing(&without)[0].to_string();
        assert!(told.contains("fluxIAE_Salarie") && told.contains("âges"), "{told}");
        assert_eq!(missing(&[]).len(), VIEWS.len() - 1, "the measures are known without their file");
    }
}

//! Answers that a service keeps at hand, found by their tags.

/// Longest title of one, in characters.
pub const LONGEST_TITLE: usize = 80;

/// Longest tags of one, in characters.
pub const LONGEST_TAGS: usize = 120;

/// An answer kept at hand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CannedAnswer {
    /// Its title: its name in its service.
    pub title: String,
    /// Its tags, parted by commas.
    pub tags: String,
    /// What it says.
    pub text: String,
}

/// An answer as a service has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The answer.
    pub answer: CannedAnswer,
    /// Whether the service wrote it; the others come with the application.
    pub own: bool,
}

/// What comes with the application: title, tags, text.
const SHIPPED: [(&str, &str, &str); 6] = [
    (
        "Écart avec l’année passée",
        "postes, écart",
        "Les postes demandés s’écartent de ceux de l’annexe en cours. Expliquez cet écart\u{a0}: nouveaux chantiers, marchés obtenus ou perdus, encadrement.",
    ),
    (
        "Document illisible",
        "documents",
        "Le document ne se lit pas, ou pas entièrement. Déposez-le de nouveau, si possible en PDF, et vérifiez que toutes les pages y sont.",
    ),
    (
        "Document trop ancien",
        "documents",
        "Le document n’est plus valable. Déposez celui qui l’est aujourd’hui.",
    ),
    (
        "Budget déséquilibré",
        "budget",
        "Les charges et les produits prévus ne s’équilibrent pas. Corrigez le budget, ou dites comment l’écart sera financé.",
    ),
    (
        "Objectifs de sorties",
        "objectifs, sorties",
        "Les objectifs de sorties dynamiques sont loin des résultats de l’an passé. Précisez ce qui les rend possibles, ou proposez d’autres objectifs.",
    ),
    (
        "Encadrement",
        "équipe, ratio",
        "Le nombre de permanents paraît faible pour les postes demandés. Précisez les recrutements prévus et leur date.",
    ),
];

/// The answers of a service with those that come with the application, by title: its own stand in place of the same.
#[must_use]
pub fn at_hand(own: Vec<CannedAnswer>) -> Vec<Kept> {
    let shipped = SHIPPED.into_iter().map(|(title, tags, text)| CannedAnswer {
        title: title.to_owned(),
        tags: tags.to_owned(),
        text: text.to_owned(),
    });
    let shipped: Vec<CannedAnswer> =
        shipped.filter(|answer| own.iter().all(|own| own.title != answer.title)).collect();
    let mut all: Vec<Kept> = shipped.into_iter().map(|answer| Kept { answer, own: false }).collect();
    all.extend(own.into_iter().map(|answer| Kept { answer, own: true }));
    all.sort_by(|one, other| one.answer.title.cmp(&other.answer.title));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(title: &str, text: &str) -> CannedAnswer {
        CannedAnswer { title: title.to_owned(), tags: String::new(), text: text.to_owned() }
    }

    #[test]
    fn its_own_answers_stand_in_place_of_those_that_come_with_the_application() {
        let all = at_hand(vec![answer("Document illisible", "À nous"), answer("Autre", "Voilà")]);
        assert_eq!(all.len(), SHIPPED.len() + 1);
        let of = |title: &str| all.iter().find(|kept| kept.answer.title == title).expect("there");
        assert_eq!(
            (of("Document illisible").answer.text.as_str(), of("Document illisible").own),
            ("À nous", true)
        );
        assert!(of("Autre").own && !of("Encadrement").own);
        assert!(all.is_sorted_by(|one, other| one.answer.title <= other.answer.title));
    }
}

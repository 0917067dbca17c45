//! `/donnees-personnelles`: what is kept of people, why, and for how long.

use leptos::prelude::*;

use crate::Page;

/// What is kept of people.
#[must_use]
pub fn privacy() -> Page {
    Page::new("Données personnelles", || page().into_any())
}

fn page() -> impl IntoView {
    view! {
        <div class="fr-container fr-py-6w prose">
            <h1>"Données personnelles"</h1>
            <h2>"Ce que le service garde"</h2>
            <p>
                "Le nom des personnes qui remplissent, transmettent et instruisent un dossier, et les coordonnées professionnelles inscrites dans le dossier (représentant légal, référent)."
            </p>
            <p>
                "L’adresse électronique de votre compte, pour vous prévenir de ce qui arrive à vos dossiers, et celle des personnes dont un service demande l’avis. Les courriels ne contiennent ni réponse, ni avis, ni montant."
            </p>
            <p>
                "Ce que les autres administrations lui transmettent pour préremplir les dossiers\u{a0}: le correspondant que la structure a déclaré à l’ASP, et l’administrateur de son compte sur les emplois de l’inclusion (nom, courriel et téléphone professionnels), y compris de structures qui n’ont pas encore ouvert de dossier."
            </p>
            <h2>"Combien de temps"</h2>
            <p>
                "Les réponses des autres services sont effacées au bout de 90\u{a0}jours, les notifications au bout de deux ans\u{202f}; ce que l’ASP transmet est remplacé à chaque livraison. Les dossiers, leur historique et leurs documents sont gardés le temps de la convention et de ses contrôles\u{202f}; le ministère en fixe la durée."
            </p>
            <h2>"Ce que le service ne garde jamais"</h2>
            <p>"Aucune donnée sur les salariés en insertion : le dossier ne contient que des nombres."</p>
            <h2>"Pourquoi"</h2>
            <p>
                "Pour instruire les demandes de convention prévues par les articles L5132-2 et suivants du code du travail, et garder la trace de qui a écrit quoi."
            </p>
            <h2>"Vos droits"</h2>
            <p>"Vous pouvez demander à consulter ou à rectifier ces données auprès du service de l’État de votre département."</p>
            <h2>"Cookies"</h2>
            <p>"Le service ne dépose qu’un cookie, nécessaire à la connexion. Il n’y a ni mesure d’audience ni traceur."</p>
        </div>
    }
}

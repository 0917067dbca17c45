//! `/accessibilite`: the declaration.

use leptos::prelude::*;

use crate::Page;

/// Accessibility declaration.
#[must_use]
pub fn accessibility() -> Page {
    Page::new("Accessibilité", || page().into_any())
}

fn page() -> impl IntoView {
    view! {
        <div class="fr-container fr-py-6w prose">
            <h1>"Déclaration d’accessibilité"</h1>
            <p>
                "Ce service s’engage à rendre ses pages accessibles, conformément à l’article 47 de la loi n° 2005-102 du 11 février 2005."
            </p>
            <h2>"État de conformité"</h2>
            <p>
                "Le service n’a pas encore été audité : il est déclaré non conforme au référentiel général d’amélioration de l’accessibilité (RGAA 4.1) tant qu’un audit ne l’a pas mesuré."
            </p>
            <h2>"Ce qui est vérifié"</h2>
            <p>
                "À chaque version, un contrôle automatique (axe) est passé sur les pages et sur leurs états : erreur, enregistrement, hors connexion, conflit. Il ne remplace ni un audit ni des essais avec des personnes."
            </p>
            <h2>"Nous signaler une difficulté"</h2>
            <p>"Écrivez au service de l’État de votre département, qui vous donnera l’information sous une autre forme."</p>
            <h2>"Voies de recours"</h2>
            <p>
                "Si vous constatez un défaut qui vous empêche d’utiliser le service, que vous nous le signalez et que vous n’obtenez pas de réponse, vous pouvez écrire au Défenseur des droits."
            </p>
        </div>
    }
}

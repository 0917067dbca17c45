//! The keys of the queue: what each does, and the way to do without (WCAG 2.1.4).

use leptos::prelude::*;

/// One line a key of the list: it, what it does.
const IN_LIST: [(&str, &str); 11] = [
    ("j", "Dossier suivant"),
    ("k", "Dossier précédent"),
    ("Entrée", "Ouvrir le dossier"),
    ("o", "Afficher l’aperçu du dossier, ou le fermer (écran large)"),
    ("x", "Cocher ou décocher le dossier"),
    ("a", "Prendre le dossier"),
    ("s", "Suivre le dossier, ou ne plus le suivre"),
    ("/", "Aller à la recherche"),
    ("r", "Actualiser la file"),
    ("?", "Afficher ces raccourcis"),
    ("Échap", "Fermer l’aperçu, ou cette fenêtre"),
];

/// The same in a dossier.
const IN_DOSSIER: [(&str, &str); 9] = [
    ("j", "Dossier suivant de la liste"),
    ("k", "Dossier précédent de la liste"),
    ("n", "Section suivante à relire"),
    ("c", "Première correction à relire"),
    ("d", "Décider"),
    ("a", "Prendre le dossier"),
    ("s", "Suivre le dossier, ou ne plus le suivre"),
    ("?", "Afficher ces raccourcis"),
    ("Échap", "Fermer cette fenêtre"),
];

/// The keys of the list.
pub(crate) fn section() -> AnyView {
    keys(&IN_LIST)
}

/// The keys of a dossier.
pub(crate) fn of_dossier() -> AnyView {
    keys(&IN_DOSSIER)
}

/// The button that shows the keys, and what it shows; a script opens it, and nothing is there without one.
fn keys(keys: &[(&'static str, &'static str)]) -> AnyView {
    let lines = keys
        .iter()
        .map(|(key, what)| view! { <div><dt><kbd>{*key}</kbd></dt><dd>{*what}</dd></div> }.into_any());
    view! {
        <button class="fr-btn fr-btn--tertiary fr-btn--sm fr-mb-2w" type="button" data-touches hidden aria-haspopup="dialog">"Raccourcis clavier (?)"</button>
        <dialog id="touches" class="keys" aria-labelledby="touches-titre">
            <h2 class="fr-h5" id="touches-titre">"Raccourcis clavier"</h2>
            <dl class="keys__list">{lines.collect_view()}</dl>
            <p class="fr-text--sm">"Chaque action a aussi son bouton dans la page."</p>
            <div class="fr-checkbox-group fr-checkbox-group--sm fr-mb-2w">
                <input type="checkbox" id="sans-touches" aria-describedby="sans-touches-aide"/>
                <label class="fr-label" for="sans-touches">
                    "Désactiver les raccourcis à une touche"
                    <span class="fr-hint-text" id="sans-touches-aide">"Utile avec la commande vocale ou un lecteur d’écran. Ce choix est gardé dans ce navigateur."</span>
                </label>
            </div>
            <button class="fr-btn fr-btn--secondary fr-btn--sm" type="button" data-fermer>"Fermer"</button>
        </dialog>
    }
    .into_any()
}

//! What dossiers cost their structures, beside what is promised: fields typed, questions prefilled.

use domain::{
    dossier::About,
    inventory::{Efforts, Inventory, MOST_TYPED, Promised, Share},
};
use form::french;
use leptos::prelude::*;

use super::figures::share;

/// Beside what is promised; nothing until a dossier is counted.
pub(super) fn promised(inventory: &Inventory) -> Option<AnyView> {
    let [renewals, firsts] = &inventory.efforts;
    let bilan = inventory.about == About::Bilan;
    let many = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    let block = |efforts: &Efforts, (one, several): (&'static str, &'static str)| {
        (efforts.dossiers() > 0).then(|| {
            let title = french::count(many(efforts.dossiers()), one, several);
            let lines: Vec<AnyView> = lines(efforts, inventory.about).into_iter().map(line).collect();
            view! {
                <h3 class="fr-h6 fr-mb-1w">{title}</h3>
                <ul class="fr-mb-2w">{lines}</ul>
            }
            .into_any()
        })
    };
    let [after, alone] = if bilan {
        [
            ("bilan qui suit un dossier transmis ici", "bilans qui suivent un dossier transmis ici"),
            ("bilan sans dossier antérieur ici", "bilans sans dossier antérieur ici"),
        ]
    } else {
        [
            ("demande qui suit un dossier transmis ici", "demandes qui suivent un dossier transmis ici"),
            ("demande sans dossier antérieur ici", "demandes sans dossier antérieur ici"),
        ]
    };
    let blocks = [block(renewals, after), block(firsts, alone)];
    let blocks: Vec<AnyView> = blocks.into_iter().flatten().collect();
    (!blocks.is_empty()).then(|| {
        view! {
            <section aria-labelledby="promesses">
                <h2 class="fr-h4 fr-mt-4w" id="promesses">"Ce qu’il reste à saisir aux structures"</h2>
                {blocks}
            </section>
        }
        .into_any()
    })
}

/// A figure: what it is of, what it is, and of how many dossiers it holds what is promised.
type Line = (String, String, String);

fn lines(efforts: &Efforts, about: About) -> Vec<Line> {
    let typed = efforts.median_typed().map(|typed| usize::try_from(typed).unwrap_or(usize::MAX));
    let typed = typed.map(|typed| format!("{} en médiane", french::count(typed, "champ", "champs")));
    let held = |most: &str, of: Share| format!("{most}\u{a0}: {} des dossiers", share(of));
    let mut lines = vec![(
        "Saisis par la structure".to_owned(),
        typed.unwrap_or_default(),
        held(&format!("{MOST_TYPED} au plus"), efforts.few_typed()),
    )];
    let Promised { questions, prefilled, least, held: of } = efforts.promised(about);
    lines.push((
        format!("{questions} préremplies"),
        share(prefilled),
        held(&format!("{least}\u{202f}% au moins"), of),
    ));
    lines
}

fn line((what, said, held): Line) -> AnyView {
    view! { <li>{format!("{what}\u{a0}: ")} <strong>{said}</strong> {format!("\u{a0}; {held}.")}</li> }
        .into_any()
}

//! What the structure says is false at its source and its dossier still answers: to look at, and no more.

use domain::{
    dossier::{DossierId, Snapshot},
    inventory::cell_label,
};
use form::{FieldType, Path, Trame, french};
use leptos::prelude::*;

use crate::pages::history::label;

/// What is said of such an answer.
pub(super) const STILL_CONTESTED: &str =
    "Une valeur que vous avez signalée comme fausse est encore dans votre dossier\u{a0}: remplacez-la";
/// What is said of several.
const STILL_ALL: &str =
    "Des valeurs que vous avez signalées comme fausses sont encore dans votre dossier\u{a0}: remplacez-les";

/// All of them, each with the way to its question; nothing where there is none.
pub(in crate::pages) fn contradicted(
    id: DossierId,
    trame: &Trame,
    snapshot: &Snapshot,
    paths: &[Path],
) -> Option<AnyView> {
    let lines = paths.iter().map(|path| {
        let field_type = trame.field(path).map_or(&FieldType::Text, |field| &field.field_type);
        let value = snapshot.value(path).map(|value| french::value(value, field_type)).unwrap_or_default();
        view! { <li><a href=question(id, trame, path)>{cell_label(trame, path, |cell| snapshot.value(cell).cloned())}</a> {format!("\u{a0}: {value}")}</li> }
            .into_any()
    });
    let lines: Vec<AnyView> = lines.collect();
    (!lines.is_empty()).then(|| {
        view! {
            <div class="fr-alert fr-alert--info fr-mb-4w" id="contredites">
                <h2 class="fr-alert__title">{if paths.len() > 1 { STILL_ALL } else { STILL_CONTESTED }}</h2>
                <ul>{lines}</ul>
                <p>"Changez la réponse, ou " <a href=format!("/dossiers/{id}/donnees")>"ne contestez plus la donnée"</a> "\u{a0}: vous pouvez aussi transmettre ainsi, le service le lira."</p>
            </div>
        }
        .into_any()
    })
}

/// The same in a line, and where it leads: to the question, or to all of them.
pub(in crate::pages) fn in_short(id: DossierId, trame: &Trame, paths: &[Path]) -> Option<(String, String)> {
    match paths {
        [] => None,
        [path] => {
            Some((format!("{STILL_CONTESTED}\u{a0}: {}", label(trame, path)), question(id, trame, path)))
        }
        several => Some((
            format!(
                "{} valeurs que vous avez signalées comme fausses sont encore dans votre dossier\u{a0}: les remplacer",
                several.len()
            ),
            format!("/dossiers/{id}/donnees#contredites"),
        )),
    }
}

/// Where a question is answered.
fn question(id: DossierId, trame: &Trame, path: &Path) -> String {
    let step = trame.step_of(&path.field()).map(|step| step.key.clone()).unwrap_or_default();
    format!("/dossiers/{id}/etapes/{step}#{}", path.control_id())
}

//! `/dossiers/{id}/recepisse`: the receipt to keep, and what happens next.

use domain::dossier::{About, Snapshot, Submission};
use form::french;
use leptos::prelude::*;

use crate::{
    AppError, Page,
    filling::{DossierBar, DossierView},
};

/// The receipt of a submitted dossier.
#[must_use]
pub fn receipt(dossier: DossierView) -> Page {
    match dossier.snapshot.submission().cloned() {
        Some(submission) => Page::new("Récépissé", move || page(dossier, submission)),
        None => AppError::NotFound.into(),
    }
}

/// The documents that the antivirus refused once the dossier was sent: nobody can open them.
pub(super) fn refused_pieces(snapshot: &Snapshot) -> Option<AnyView> {
    let names: Vec<String> =
        snapshot.refused_pieces().map(|(_, file)| format!("«\u{a0}{}\u{a0}»", file.name)).collect();
    let title = match names.len() {
        0 => return None,
        1 => "Un document transmis est refusé par l’antivirus",
        _ => "Des documents transmis sont refusés par l’antivirus",
    };
    let said = format!(
        "{}\u{a0}: le service ne peut pas l’ouvrir. Préparez une autre copie saine\u{202f}; le service vous la demandera par une correction, et vous pourrez la déposer alors.",
        names.join(", ")
    );
    Some(
        view! {
            <div class="fr-alert fr-alert--warning fr-mb-4w">
                <h2 class="fr-alert__title">{title}</h2>
                <p>{said}</p>
            </div>
        }
        .into_any(),
    )
}

/// What happens next, in order.
fn next(about: About) -> impl Iterator<Item = &'static str> {
    let lines = match about {
        About::Demand => [
            "Le service vérifie que le dossier est complet et vous demande, s’il le faut, de corriger certains champs.",
            "La commission chargée de l’insertion par l’activité économique est consultée lorsque les textes le prévoient.",
            "La décision et la convention vous parviennent ensuite.",
        ],
        About::Bilan => [
            "Le service lit le bilan et vous demande, s’il le faut, de corriger certains champs.",
            "Il en parle avec vous lors du dialogue de gestion.",
            "Ce que vous en retenez ensemble prépare la convention ou l’annexe suivante.",
        ],
    };
    lines.into_iter()
}

fn page(dossier: DossierView, submission: Submission) -> AnyView {
    let DossierView { id, snapshot, names, .. } = dossier;
    let (day, hour) = french::time_of_day(submission.at);
    let by = match submission.by {
        domain::dossier::Actor::Person(person) => {
            names.iter().find(|(known, _)| *known == person).map(|(_, name)| name.clone()).unwrap_or_default()
        }
        domain::dossier::Actor::Application => String::new(),
    };
    let services = snapshot.opening.to_services();
    let opening = snapshot.opening.clone();
    let structure = opening.structure_name.clone();
    let answers = submission.counted.len();
    let (about, word) = (opening.about, opening.about.word());
    view! {
        <DossierBar opening=opening.clone() submission=Some(submission.clone())/>
        <div class="fr-container fr-py-4w">
            <div class="fr-alert fr-alert--success fr-mb-4w" role="status">
                <h1 class="fr-alert__title">{format!("{} transmis", about.name())}</h1>
                <p>{format!("Le {word} est transmis {services}\u{202f}; il peut y être lu dès maintenant. Gardez cette page\u{a0}: sa référence désigne le {word} dans vos échanges.")}</p>
            </div>
            {refused_pieces(&snapshot)}
            <h2 class="fr-h4">"Récépissé"</h2>
            <dl class="answers receipt">
                <div class="answers__line"><dt>"Référence"</dt> <dd><strong>{submission.reference.to_string()}</strong></dd></div>
                <div class="answers__line"><dt>"Structure"</dt> <dd>{structure}</dd></div>
                <div class="answers__line"><dt>{if about == About::Bilan { "Bilan" } else { "Demande" }}</dt> <dd>{format!("{} ({}), année {}", opening.kind.name(), opening.kind, opening.year)}</dd></div>
                <div class="answers__line"><dt>"Transmis le"</dt> <dd>{format!("{} à {hour}, heure de Paris", french::long_date(day))}</dd></div>
                <div class="answers__line"><dt>"Transmis par"</dt> <dd>{by}</dd></div>
                <div class="answers__line"><dt>"Version"</dt> <dd>{format!("Version {} · {}", submission.version, french::count(answers, "réponse figée", "réponses figées"))}</dd></div>
            </dl>
            <h2 class="fr-h4 fr-mt-4w">"Et maintenant"</h2>
            <ol>{next(about).map(|line| view! { <li>{line}</li> }.into_any()).collect_view()}</ol>
            <p>"Une question ? Écrivez à votre interlocuteur du service en citant la référence."</p>
            <ul class="fr-btns-group fr-btns-group--inline-md">
                <li><a class="fr-btn fr-btn--secondary" href=format!("/dossiers/{id}/recapitulatif")>{format!("Relire le {word} transmis")}</a></li>
                <li><button class="fr-btn fr-btn--tertiary" type="button" data-print="" hidden>"Imprimer le récépissé"</button></li>
            </ul>
        </div>
    }
    .into_any()
}

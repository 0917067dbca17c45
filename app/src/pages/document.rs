//! `/dossiers/{id}/documents/{empreinte}`: a document, what is known of it, and how it looks.

use domain::{
    PersonId,
    dossier::{DossierId, Origin},
    piece,
    usecase::Document,
};
use form::{FileRef, file::Analysis, french};
use leptos::prelude::*;

use crate::{
    Page,
    filling::{DossierBar, author},
    ui::document_address,
};

/// A document of a dossier, for a person; what was wrong with the day that was sent, and that text; whether one
/// was just saved.
#[must_use]
pub fn document(
    id: DossierId,
    document: Document,
    me: PersonId,
    refused: Option<(String, String)>,
    saved: bool,
) -> Page {
    let name = document.file.name.clone();
    let title = if refused.is_some() { format!("Erreur\u{a0}: {name}") } else { name };
    Page::new(title, move || page(id, &document, me, refused, saved))
}

fn page(
    id: DossierId,
    document: &Document,
    me: PersonId,
    refused: Option<(String, String)>,
    saved: bool,
) -> AnyView {
    let Document { snapshot, file, held_by, .. } = document;
    let address = document_address(id, file);
    let (review, home) = (format!("/instruction/dossiers/{id}"), format!("/dossiers/{id}"));
    let (back, to) = match held_by.first() {
        _ if !document.own => ("Revenir au dossier", review),
        Some((field, step)) => {
            ("Revenir à l’étape", format!("{home}/etapes/{step}#{}", field.path.control_id()))
        }
        None => ("Revenir aux étapes", home),
    };
    let questions = held_by.iter().map(|(field, _)| field.label.as_str()).collect::<Vec<_>>().join(", ");
    let heading = if questions.is_empty() { "Document".to_owned() } else { questions };
    let open = address.clone().map(|address| {
        view! { <p><a class="fr-btn fr-btn--secondary" href=address target="_blank" rel="noopener">"Ouvrir dans un nouvel onglet"</a></p> }.into_any()
    });
    view! {
        <DossierBar opening=snapshot.opening.clone() state=snapshot.state() submission=snapshot.submission().cloned()/>
        <div class="fr-container fr-py-4w piece">
            <p class="fr-mb-2w"><a class="fr-link" href=to>{back}</a></p>
            <h1 class="fr-h3 piece__name">{file.name.clone()}</h1>
            <p class="fr-text--lead fr-mb-2w">{heading}</p>
            <div class="two">
                <section aria-label="Aperçu du document">{preview(file, address)}</section>
                <section aria-labelledby="connu">
                    <h2 class="fr-h5" id="connu">"Informations sur le document"</h2>
                    {known(document, me)}
                    {open}
                    {validity(id, document, refused, saved)}
                </section>
            </div>
        </div>
    }
    .into_any()
}

/// The document itself, where a browser can show it.
fn preview(file: &FileRef, address: Option<String>) -> AnyView {
    let Some(address) = address else {
        let text = match &file.analysis {
            Analysis::Refused(_) => "Ce document n’est pas affiché\u{a0}: l’antivirus l’a refusé.",
            _ => "Le document s’affichera ici dès que l’antivirus l’aura analysé.",
        };
        return view! { <p class="piece__none">{text}</p> }.into_any();
    };
    match file.media.as_str() {
        "application/pdf" => {
            let title = format!("Aperçu de {}", file.name);
            view! { <iframe class="piece__pdf" src=address title=title></iframe> }.into_any()
        }
        "image/png" | "image/jpeg" => {
            let alt = format!("Aperçu de {}", file.name);
            view! { <img class="piece__image" src=address alt=alt/> }.into_any()
        }
        _ => view! { <p class="piece__none">"Ce format ne s’affiche pas dans le navigateur\u{a0}: ouvrez le document avec votre logiciel."</p> }.into_any(),
    }
}

fn known(document: &Document, me: PersonId) -> AnyView {
    let Document { file, snapshot, given, names, .. } = document;
    let weight = format!("{}, {}", piece::media_name(&file.media), french::weight(file.size));
    let given = given.map(|(actor, at)| {
        let (day, hour) = french::time_of_day(at);
        let who = author(actor, me, names);
        let by = if who.is_empty() { String::new() } else { format!(" par {who}") };
        ("Dans ce dossier", format!("depuis le {} à {hour}{by}", french::date(day)))
    });
    let first = document.held_by.first().and_then(|(field, _)| snapshot.answers.get(&field.path));
    let from = first.and_then(|answer| match &answer.origin {
        Origin::Given { dossier, on, .. } => {
            Some(("Repris de", format!("votre dossier {dossier}, déposé le {}", french::date(*on))))
        }
        _ => None,
    });
    let analysis = match &file.analysis {
        Analysis::NotMade => "non analysé".to_owned(),
        Analysis::Waiting => "en cours d’analyse".to_owned(),
        Analysis::Clean => "analysé, rien de trouvé".to_owned(),
        Analysis::Refused(found) => format!("refusé, «\u{a0}{found}\u{a0}» a été trouvé"),
    };
    let doubt = file.doubtful.then(|| ("À vérifier", DOUBTFUL.to_owned()));
    let lines = [Some(("Fichier", weight)), given, from, Some(("Antivirus", analysis)), doubt];
    let lines = lines
        .into_iter()
        .flatten()
        .map(|(name, text)| view! { <div><dt>{name}</dt><dd>{text}</dd></div> }.into_any());
    view! { <dl class="piece__known fr-mb-3w">{lines.collect_view()}</dl> }.into_any()
}

/// What is said of a document that may not open.
const DOUBTFUL: &str = "Le fichier semble abîmé ou protégé\u{a0}: vérifiez qu’il s’ouvre sans mot de passe et qu’il est complet. Sinon, enregistrez-le de nouveau et déposez-le à sa place.";

/// So many months in words: `6 mois`, `5 ans`.
fn lasting(months: u32) -> String {
    match (months / 12, months % 12) {
        (years, 0) if years > 0 => french::count(years as usize, "an", "ans"),
        _ => french::count(months as usize, "mois", "mois"),
    }
}

/// Until when the document serves, and where a person says it.
fn validity(
    id: DossierId,
    document: &Document,
    refused: Option<(String, String)>,
    saved: bool,
) -> Option<AnyView> {
    let Document { file, held_by, may_change, today, .. } = document;
    let today = *today;
    let (field, _) = held_by.first()?;
    if matches!(file.analysis, Analysis::Refused(_)) {
        return None;
    }
    let months = field.valid_months;
    let last = file.last_day(months);
    let is_over = last.is_some_and(|day| day < today);
    let said = match (last, file.until) {
        (Some(day), Some(_)) if is_over => {
            format!("N’est plus valable depuis le {}, d’après le document.", french::date(day))
        }
        (Some(day), None) if is_over => {
            format!("Ne sert plus depuis le {}\u{a0}: déposez le plus récent.", french::date(day))
        }
        (Some(day), Some(_)) => format!("Valable jusqu’au {}, d’après le document.", french::date(day)),
        (Some(day), None) => {
            let months = lasting(months.unwrap_or_default());
            format!("Sert jusqu’au {}\u{a0}: {months} après son dépôt.", french::date(day))
        }
        (None, _) => "Aucune date de fin n’est indiquée.".to_owned(),
    };
    let shared = months
        .filter(|_| document.own && !is_over)
        .map(|_| "D’ici là, il sert à tous les dossiers de votre structure\u{a0}: il n’est pas redemandé.");
    let form = may_change.then(|| {
        let (reason, text) = refused.unzip();
        let is_wrong = reason.is_some();
        let done = saved.then(|| view! { <p class="fr-message fr-message--valid" role="status">"La date est enregistrée."</p> }.into_any());
        let text = text.unwrap_or_else(|| file.until.map(french::date).unwrap_or_default());
        let message = reason.map(|reason| {
            view! { <p class="fr-error-text" id="valable-message">{reason}</p> }.into_any()
        });
        view! {
            {done}
            <form method="post" action=format!("/dossiers/{id}/documents/{}", file.id)>
                <input type="hidden" name="champ" value=field.path.to_string()/>
                <input type="hidden" name="_vu" value=document.snapshot.seq.to_string()/>
                <div class="fr-input-group" class:fr-input-group--error=is_wrong>
                    <label class="fr-label" for="valable">
                        "Date de fin inscrite sur le document (facultatif)"
                        <span class="fr-hint-text" id="valable-aide">"Exemple\u{a0}: 31/12/2027. Laissez vide si le document n’en porte pas."</span>
                    </label>
                    <input class="fr-input" id="valable" name="valable" value=text autocomplete="off" autofocus=is_wrong aria-describedby="valable-aide valable-message" aria-invalid=is_wrong.then_some("true")/>
                    {message}
                </div>
                <button class="fr-btn" type="submit">"Enregistrer la date"</button>
            </form>
        }
        .into_any()
    });
    Some(
        view! {
            <h2 class="fr-h5 fr-mt-3w" id="validite">"Validité"</h2>
            <p class="fr-mb-1w">{said}</p>
            {shared.map(|shared| view! { <p>{shared}</p> }.into_any())}
            {form}
        }
        .into_any(),
    )
}

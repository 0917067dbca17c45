//! The fields of a decision: one line an annexe, the period, the modulated part, the convention.

use domain::{
    dossier::procedure::{
        Draft, Terms, Wrong,
        terms::{Grant, Posts},
    },
    usecase::DecisionDesk,
};
use leptos::prelude::*;

use super::euros;

/// What stands in the fields, and what is wrong with it.
pub(super) struct Fields<'a> {
    pub(super) draft: &'a Draft,
    pub(super) wrong: &'a [Wrong],
}

impl Fields<'_> {
    fn said(&self, name: &str) -> Option<String> {
        self.wrong.iter().find(|wrong| wrong.field == name).map(|wrong| wrong.text.clone())
    }

    pub(super) fn is_wrong(&self, name: &str) -> bool {
        self.said(name).is_some()
    }

    /// What is wrong with a field, where it is read beside it.
    pub(super) fn message(&self, name: &str) -> AnyView {
        let said = self
            .said(name)
            .map(|said| view! { <p class="fr-message fr-message--error">{said}</p> }.into_any());
        view! { <div class="fr-messages-group" id=format!("{name}-erreur")>{said}</div> }.into_any()
    }

    /// A text of one line.
    pub(super) fn input(
        &self,
        name: &str,
        label: String,
        hint: &'static str,
        width: &'static str,
    ) -> AnyView {
        let id = name.replace('.', "-");
        let (error, said) = (format!("{id}-erreur"), self.said(name));
        let is_wrong = said.is_some();
        view! {
            <div class="fr-input-group" class:fr-input-group--error=is_wrong>
                <label class="fr-label" for=id.clone()>{label} {(!hint.is_empty()).then(|| view! { <span class="fr-hint-text">{hint}</span> }.into_any())}</label>
                <input class=format!("fr-input {width}") id=id name=name.to_owned() value=self.draft.value(name).to_owned() autocomplete="off" inputmode="text" aria-describedby=error.clone() aria-invalid=is_wrong.then_some("true")/>
                <div class="fr-messages-group" id=error>{said.map(|said| view! { <p class="fr-message fr-message--error">{said}</p> }.into_any())}</div>
            </div>
        }
        .into_any()
    }
}

/// One of the two ways to decide.
pub(super) fn choice(value: &'static str, label: &'static str, checked: bool) -> AnyView {
    let id = format!("accorder-{value}");
    view! {
        <div class="fr-fieldset__element fr-fieldset__element--inline">
            <div class="fr-radio-group">
                <input type="radio" id=id.clone() name="accorder" value=value checked=checked/>
                <label class="fr-label" for=id>{label}</label>
            </div>
        </div>
    }
    .into_any()
}

/// A text of several lines.
pub(super) fn note(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    text: &str,
    wrong: &[Wrong],
) -> AnyView {
    let said = wrong.iter().find(|wrong| wrong.field == name).map(|wrong| wrong.text.clone());
    let (is_wrong, error) = (said.is_some(), format!("{name}-erreur"));
    view! {
        <div class="fr-input-group" class:fr-input-group--error=is_wrong>
            <label class="fr-label" for=name>{label} {(!hint.is_empty()).then(|| view! { <span class="fr-hint-text">{hint}</span> }.into_any())}</label>
            <textarea class="fr-input" id=name name=name rows="3" data-garde="" aria-describedby=error.clone() aria-invalid=is_wrong.then_some("true")>{text.to_owned()}</textarea>
            <div class="fr-messages-group" id=error>{said.map(|said| view! { <p class="fr-message fr-message--error">{said}</p> }.into_any())}</div>
        </div>
    }
    .into_any()
}

/// What a field is called where it is not seen: `Postes accordés, Morbihan`.
pub(super) fn named(field: &str, asked: &Terms) -> String {
    let (name, place_of) = field.split_once('.').unwrap_or((field, ""));
    let label = match name {
        "debut" => "Début de l’annexe",
        "fin" => "Fin de l’annexe",
        "postes" => "Postes accordés",
        "prix" => "Montant d’un poste",
        "modulation" => "Part modulée",
        "numero" => "Numéro de l’annexe",
        "cofinancement" => "Cofinancement du département",
        "convention_debut" => "Début de la convention",
        "convention_fin" => "Fin de la convention",
        "convention" => "Numéro de la convention",
        _ => "Critères de la part modulée",
    };
    let grant = place_of.parse::<usize>().ok().and_then(|place_of| asked.annexes.get(place_of));
    match grant.filter(|_| asked.annexes.len() > 1) {
        Some(grant) => format!("{label}, {}", grant.place()),
        None => label.to_owned(),
    }
}

/// Every field of what is granted.
pub(super) fn terms(desk: &DecisionDesk, asked: &Terms, fields: &Fields<'_>) -> AnyView {
    let several = asked.annexes.len() > 1;
    let annexes =
        asked.annexes.iter().enumerate().map(|(place_of, grant)| annexe(grant, place_of, several, fields));
    let convention = asked.convention.map(|_| {
        view! {
            <h2 class="fr-h5 fr-mt-3w">"Convention"</h2>
            <div class="fr-grid-row fr-grid-row--gutters">
                <div class="fr-col-12 fr-col-sm-4">{fields.input("convention_debut", "Début".to_owned(), "", "")}</div>
                <div class="fr-col-12 fr-col-sm-4">{fields.input("convention_fin", "Fin".to_owned(), "Trois ans au plus.", "")}</div>
            </div>
        }
        .into_any()
    });
    let known = known(desk, asked);
    view! {
        <h2 class="fr-h5 fr-mt-3w">"Ce qui est accordé"</h2>
        <p>{known}</p>
        <div class="fr-grid-row fr-grid-row--gutters">
            <div class="fr-col-12 fr-col-sm-4">{fields.input("debut", "Début de l’annexe".to_owned(), "Exemple\u{a0}: 01/01/2027", "")}</div>
            <div class="fr-col-12 fr-col-sm-4">{fields.input("fin", "Fin de l’annexe".to_owned(), "Un an au plus.", "")}</div>
            <div class="fr-col-12 fr-col-sm-4">{fields.input("cofinancement", "Cofinancement du département".to_owned(), "En euros, pour la période. Vide s’il n’y en a pas.", "")}</div>
        </div>
        {annexes.collect_view()}
        <details class="fr-mb-3w" open={is_modulated(asked, fields) || fields.is_wrong("publics")}>
            <summary>"Critères de la part modulée"</summary>
            {note("publics", "Caractéristiques des personnes embauchées", "", fields.draft.value("publics"), fields.wrong)}
            {note("actions", "Actions et moyens d’insertion", "", fields.draft.value("actions"), fields.wrong)}
            {note("resultats", "Résultats à la sortie", "", fields.draft.value("resultats"), fields.wrong)}
        </details>
        {convention}
        <div class="decision__number">{fields.input("convention", "Numéro de la convention".to_owned(), "Celui de l’ASP, une fois donné. Exemple\u{a0}: 029 010127 ACI 00012", "")}</div>
    }
    .into_any()
}

/// Whether some part is modulated, as far as the fields say: its criteria are then to be told.
fn is_modulated(asked: &Terms, fields: &Fields<'_>) -> bool {
    let shares =
        (0..asked.annexes.len()).map(|place_of| fields.draft.value(&format!("modulation.{place_of}")));
    shares.map(str::trim).any(|share| !share.is_empty() && share != "0")
}

/// What is asked, what was agreed and what was done, in a sentence.
fn known(desk: &DecisionDesk, asked: &Terms) -> String {
    let mut said = format!("Demandé\u{a0}: {}, {} de part socle", asked.posts_said(), euros(asked.socle()));
    let counted = |many| asked.annexes.first().map(|grant| grant.posts.counted(many)).unwrap_or_default();
    if let Some(before) = desk.before {
        said += &format!("\u{202f}; l’an dernier\u{a0}: {} conventionnés", counted(before));
    }
    if let Some(realised) = desk.realised {
        said += &format!("\u{202f}; réalisés\u{a0}: {}", counted(realised));
        said += &desk.so_far.as_ref().map(|part| format!(" ({part})")).unwrap_or_default();
        said += &desk
            .pace
            .map(|pace| format!(", au rythme de {} sur l’année", counted(pace)))
            .unwrap_or_default();
    }
    said + "."
}

fn annexe(grant: &Grant, place_of: usize, several: bool, fields: &Fields<'_>) -> AnyView {
    let name = |field: &str| format!("{field}.{place_of}");
    let (many, price) = match grant.posts {
        Posts::Etp { .. } => ("Postes accordés (ETP)", "Montant socle d’un ETP pour l’année"),
        Posts::People { .. } => ("Travailleurs accordés", "Montant mensuel par travailleur"),
    };
    let most = if grant.prison {
        "Jusqu’à 5 % en établissement pénitentiaire."
    } else {
        "De 0 à 10 % du socle."
    };
    let legend = if several { grant.place() } else { "Annexe financière".to_owned() };
    view! {
        <fieldset class="fr-fieldset decision__annexe">
            <legend class="fr-fieldset__legend">{legend}</legend>
            <div class="fr-fieldset__element">
                <div class="fr-grid-row fr-grid-row--gutters">
                    <div class="fr-col-6 fr-col-md-3">{fields.input(&name("postes"), many.to_owned(), "", "")}</div>
                    <div class="fr-col-6 fr-col-md-3">{fields.input(&name("prix"), price.to_owned(), "", "")}</div>
                    <div class="fr-col-6 fr-col-md-3">{fields.input(&name("modulation"), "Part modulée, en %".to_owned(), most, "")}</div>
                    <div class="fr-col-6 fr-col-md-3">{fields.input(&name("numero"), "Numéro de l’annexe".to_owned(), "Celui de l’ASP, une fois donné.", "")}</div>
                </div>
            </div>
        </fieldset>
    }
    .into_any()
}

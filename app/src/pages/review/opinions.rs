//! The opinions on a dossier: what each says, and the forms that ask for one or write one down.

use domain::{
    dossier::{
        Actor, State,
        procedure::opinion::{Adviser, Opinion, Stance},
    },
    usecase::Review,
};
use form::french;
use leptos::prelude::*;

use super::desk::{Correcting, Desk};

/// Each opinion, asked or given, the first first; none where there is none.
pub(super) fn list(
    review: &Review,
    (desk, name_of): (&Desk, &dyn Fn(Actor) -> String),
    may: bool,
    asked: &Correcting,
) -> Option<AnyView> {
    let opinions = &review.instruction.opinions;
    let cards: Vec<AnyView> = opinions
        .iter()
        .map(|opinion| card(opinion, (review.state, may, recalled(review, opinion)), (desk, name_of), asked))
        .collect();
    (!cards.is_empty()).then(|| view! { <ul class="bare">{cards.collect_view()}</ul> }.into_any())
}

/// When who is asked was reminded, in words: `, relancé le 12/12/2026`.
fn recalled(review: &Review, opinion: &Opinion) -> String {
    let own = review.recalled.iter().filter(|(seq, _)| *seq == opinion.seq);
    own.map(|(_, at)| format!(", relancé le {}", french::date(french::time_of_day(*at).0))).collect()
}

fn card(
    opinion: &Opinion,
    (state, may, recalled): (State, bool, String),
    (desk, name_of): (&Desk, &dyn Fn(Actor) -> String),
    asked: &Correcting,
) -> AnyView {
    let day = french::date(french::time_of_day(opinion.at).0);
    let over = matches!(state, State::Granted | State::Refused | State::Withdrawn);
    let badge = match opinion.given.as_ref().map(|given| given.stance) {
        None if over => ("fr-badge fr-badge--sm fr-badge--no-icon", "Non rendu avant la décision"),
        None => ("fr-badge fr-badge--info fr-badge--sm fr-badge--no-icon", "Attendu"),
        Some(Stance::Favourable) => {
            ("fr-badge fr-badge--success fr-badge--sm fr-badge--no-icon", "Favorable")
        }
        Some(Stance::Reserved) => ("fr-badge fr-badge--warning fr-badge--sm fr-badge--no-icon", "Réservé"),
        Some(Stance::Unfavourable) => {
            ("fr-badge fr-badge--error fr-badge--sm fr-badge--no-icon", "Défavorable")
        }
        Some(Stance::Informed) => ("fr-badge fr-badge--sm fr-badge--no-icon", "Informée"),
    };
    let until = opinion.until.map(|until| format!(", attendu pour le {}", french::date(until)));
    let to = opinion.invited.as_ref().map(|invited| format!(" à {}", invited.address)).unwrap_or_default();
    let until = until.unwrap_or_default();
    let awaited = format!("Demandé le {day}{to} par {}{until}{recalled}.", name_of(opinion.by));
    let said = opinion.given.as_ref().map_or(awaited, |given| {
        let secret = if given.confidential { "\u{202f}; la structure ne le lit pas" } else { "" };
        match &opinion.invited {
            Some(_) => format!("Avis du {}, demandé le {day}{to}{recalled}{secret}.", french::date(given.on)),
            None => {
                format!("Avis du {}, enregistré par {}{secret}.", french::date(given.on), name_of(opinion.by))
            }
        }
    });
    let text = opinion.given.as_ref().map_or(&opinion.asked, |given| &given.text);
    let record = (may && opinion.given.is_none()).then(|| {
        let typed = Typed::of(asked, "aviser", &opinion.seq.to_string());
        let form = recording(desk, Some(opinion), &typed);
        view! { <details open=typed.is_refused()><summary>"Enregistrer cet avis"</summary>{form}</details> }
            .into_any()
    });
    let awaited = (may && opinion.given.is_none()).then(|| desk.act(waiting(opinion)));
    view! {
        <li class="talk__card" id=format!("avis-{}", opinion.seq)>
            <p class=badge.0>{badge.1}</p>
            <p class="talk__about">{opinion.of.label()}</p>
            {(!text.is_empty()).then(|| view! { <p class="talk__text">{text.clone()}</p> }.into_any())}
            <p class="fr-text--xs fr-mb-1w">{said}</p>
            {awaited}
            {record}
        </li>
    }
    .into_any()
}

/// What may be done of an opinion that is awaited: its author reminded where a mail reaches them, its demand given up.
fn waiting(opinion: &Opinion) -> AnyView {
    let of = format!(" (avis {})", opinion.of.of_label());
    let button = |act: &'static str, label: &'static str| {
        view! {
            <button class="fr-btn fr-btn--tertiary fr-btn--sm fr-mr-1w" type="submit" name="acte" value=act>
                {label} <span class="fr-sr-only">{of.clone()}</span>
            </button>
        }
        .into_any()
    };
    let recall = opinion.invited.is_some().then(|| button("relancer-avis", "Relancer par courriel"));
    view! {
        <input type="hidden" name="demande" value=opinion.seq.to_string()/>
        {recall}
        {button("renoncer-avis", "Retirer la demande d’avis")}
    }
    .into_any()
}

/// What stands in a form: nothing, or what was sent where it is refused.
struct Typed<'a>(&'a [(String, String)]);

impl<'a> Typed<'a> {
    /// The form of an act, and of an opinion that is awaited (its event) where it is about one.
    fn of(asked: &'a Correcting, act: &str, opinion: &str) -> Self {
        let all = Self(&asked.typed);
        let own = all.value("acte") == act && all.value("demande") == opinion;
        if own { all } else { Self(&[]) }
    }

    fn value(&self, name: &str) -> &'a str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text)
    }

    fn is_refused(&self) -> bool {
        !self.0.is_empty()
    }
}

fn advisers(id: &str, typed: &Typed<'_>) -> AnyView {
    let chosen = typed.value("avis");
    let choices = Adviser::all().map(|adviser| {
        view! { <option value=adviser.code() selected={adviser.code() == chosen}>{adviser.label()}</option> }.into_any()
    });
    view! {
        <div class="fr-select-group">
            <label class="fr-label" for=id.to_owned()>"De qui"</label>
            <select class="fr-select" id=id.to_owned() name="avis">{choices.collect_view()}</select>
        </div>
    }
    .into_any()
}

fn words(id: &str, label: &'static str, hint: &'static str, typed: &Typed<'_>) -> AnyView {
    view! {
        <div class="fr-input-group">
            <label class="fr-label" for=id.to_owned()>{label} <span class="fr-hint-text">{hint}</span></label>
            <textarea class="fr-input" id=id.to_owned() name="texte" rows="2" data-garde="">{typed.value("texte").to_owned()}</textarea>
        </div>
    }
    .into_any()
}

fn day(
    id: &str,
    (name, label): (&'static str, &'static str),
    hint: &'static str,
    typed: &Typed<'_>,
) -> AnyView {
    view! {
        <div class="fr-input-group">
            <label class="fr-label" for=id.to_owned()>{label} <span class="fr-hint-text">{hint}</span></label>
            <input class="fr-input" id=id.to_owned() name=name value=typed.value(name).to_owned() autocomplete="off" inputmode="numeric"/>
        </div>
    }
    .into_any()
}

/// The two forms: asking for an opinion, and writing down one that was given.
pub(super) fn consulting(desk: &Desk, asked: &Correcting) -> AnyView {
    let (asking, giving) = (Typed::of(asked, "consulter", ""), Typed::of(asked, "aviser", ""));
    let ask = desk.act(
        view! {
            {advisers("demander-avis", &asking)}
            {day("attendu", ("attendu", "Attendu pour le"), "Facultatif. Exemple\u{a0}: 15/12/2026", &asking)}
            {words("demande-avis", "Ce que vous demandez", "Facultatif.", &asking)}
            <div class="fr-input-group">
                <label class="fr-label" for="avis-adresse">"Adresse de la personne consultée" <span class="fr-hint-text">"Facultatif. Elle reçoit un courriel, lit le dossier transmis et donne son avis elle-même, en se connectant avec le compte de cette adresse. Sinon, enregistrez son avis quand il vous parvient."</span></label>
                <input class="fr-input" id="avis-adresse" name="adresse" type="email" autocomplete="off" value=asking.value("adresse").to_owned()/>
            </div>
            <div class="fr-checkbox-group fr-checkbox-group--sm fr-mb-2w">
                <input type="checkbox" id="avis-secret" name="confidentiel" value="oui" checked={asking.value("confidentiel") == "oui"}/>
                <label class="fr-label" for="avis-secret">"L’avis de cette personne est confidentiel\u{a0}: la structure ne le lit pas"</label>
            </div>
            <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit" name="acte" value="consulter">"Demander l’avis"</button>
        }
        .into_any(),
    );
    view! {
        <details open=asking.is_refused()><summary>"Demander un avis"</summary>{ask}</details>
        <details open=giving.is_refused()><summary>"Enregistrer un avis"</summary>{recording(desk, None, &giving)}</details>
    }
    .into_any()
}

fn recording(desk: &Desk, opinion: Option<&Opinion>, typed: &Typed<'_>) -> AnyView {
    let seq = opinion.map_or_else(|| "libre".to_owned(), |opinion| opinion.seq.to_string());
    let of = match opinion {
        Some(opinion) => view! {
            <input type="hidden" name="avis" value=opinion.of.code()/>
            <input type="hidden" name="demande" value=opinion.seq.to_string()/>
        }
        .into_any(),
        None => advisers("enregistrer-avis", typed),
    };
    let chosen = typed.value("sens");
    let stances = Stance::all()
        .map(|stance| {
            view! { <option value=stance.code() selected={stance.code() == chosen}>{stance.label()}</option> }
                .into_any()
        })
        .collect_view();
    let (sense, shared) = (format!("sens-{seq}"), format!("confidentiel-{seq}"));
    desk.act(
        view! {
            {of}
            <div class="fr-select-group">
                <label class="fr-label" for=sense.clone()>"Sens de l’avis"</label>
                <select class="fr-select" id=sense name="sens" required>
                    <option value="">"Choisissez le sens de l’avis"</option>
                    {stances}
                </select>
            </div>
            {day(&format!("rendu-{seq}"), ("rendu", "Rendu le"), "Aujourd’hui si vous laissez vide. Exemple\u{a0}: 10/12/2026", typed)}
            {words(&format!("avis-texte-{seq}"), "Observations", "Nécessaires pour un avis réservé ou défavorable.", typed)}
            <div class="fr-checkbox-group fr-checkbox-group--sm fr-mb-2w">
                <input type="checkbox" id=shared.clone() name="confidentiel" value="oui" checked={typed.value("confidentiel") == "oui"}/>
                <label class="fr-label" for=shared>"Confidentiel\u{a0}: la structure ne le lit pas"</label>
            </div>
            <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit" name="acte" value="aviser">"Enregistrer l’avis"</button>
        }
        .into_any(),
    )
}

//! Whose the dossier is in its reader's service, its labels; and the dossiers around it in the list that one came from.

use domain::{
    dossier::{Actor, DossierId, Seq, sharing::LONGEST_LABEL},
    usecase::Review,
};
use form::french;
use leptos::prelude::*;

use super::desk::{Correcting, Desk, done};
use crate::pages::from_list::{FromList, nav};

/// The way back to the list, and to the dossiers around this one there.
pub(super) fn around(desk: &Desk, list: Option<&FromList>) -> AnyView {
    view! {
        {nav(list)}
        {crate::pages::queue::keys_of_dossier()}
        {colleagues(desk.id, desk.noted)}
    }
    .into_any()
}

/// Who else has the dossier open, and that it changed since an event: said by the page's script.
pub(in crate::pages) fn colleagues(id: DossierId, since: Seq) -> AnyView {
    let direct = format!("/instruction/dossiers/{id}/direct?depuis={since}");
    view! {
        <p class="fr-text--sm" role="status" data-present=direct hidden></p>
        <div class="fr-alert fr-alert--info fr-alert--sm fr-mb-2w" role="status" data-change hidden>
            <p>"Ce dossier a changé depuis que vous l’avez ouvert. Actualisez la page pour le relire."</p>
        </div>
    }
    .into_any()
}

/// Who takes care of it, since when; what its reader may do about it.
pub(super) fn section(
    review: &Review,
    (desk, name_of): (&Desk, &dyn Fn(Actor) -> String),
    asked: &Correcting,
) -> Option<AnyView> {
    let share = review.share.as_ref()?;
    let own = ["prendre", "confier", "rendre", "etiqueter", "retirer"];
    let refused = asked.refused.as_ref().filter(|_| own.contains(&asked.typed("acte"))).map(|(reason, _)| {
        view! { <div class="fr-alert fr-alert--error fr-alert--sm fr-mb-2w" role="alert"><p>{reason.clone()}</p></div> }
            .into_any()
    });
    let name = |agent| {
        let known = review.agents.iter().find(|(known, _)| *known == agent).map(|(_, name)| name.clone());
        known.unwrap_or_else(|| name_of(Actor::Person(agent)))
    };
    let who = |actor: Actor| match actor {
        Actor::Person(person) => name(person),
        Actor::Application => String::new(),
    };
    let now = share.agent().map_or_else(
        || "Personne ne s’en occupe dans votre service.".to_owned(),
        |agent| format!("{} s’en occupe.", name(agent)),
    );
    let history = share.handovers.iter().rev().map(|handover| {
        let day = french::date(french::time_of_day(handover.at).0);
        let by = who(handover.by);
        let said = match handover.to {
            Some(to) if Actor::Person(to) == handover.by => format!("{day}\u{a0}: pris par {by}."),
            Some(to) => format!("{day}\u{a0}: confié à {} par {by}.", name(to)),
            None => format!("{day}\u{a0}: rendu par {by}."),
        };
        view! { <li>{said}</li> }.into_any()
    });
    let history = (!share.handovers.is_empty()).then(|| {
        view! { <details><summary>"Qui s’en est occupé"</summary><ul>{history.collect_view()}</ul></details> }
            .into_any()
    });
    let take = share.agent().is_none().then(|| {
        view! { <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit" name="acte" value="prendre" data-prendre>"Prendre ce dossier"</button> }
            .into_any()
    });
    let back = share.agent().is_some().then(|| {
        view! { <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="acte" value="rendre">"Rendre ce dossier"</button> }
            .into_any()
    });
    let given = share.given().to_string();
    let give = desk.act(
        view! {
            <input type="hidden" name="donne" value=given.clone()/>
            <div class="batch__bar">
                {take}
                <span class="batch__pair">
                    <label class="fr-label" for="agent">"Confier à"</label>
                    {crate::pages::queue::agents("agent", &review.agents, share.agent())}
                    <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="acte" value="confier">"Confier"</button>
                </span>
                {back}
            </div>
        }
        .into_any(),
    );
    Some(
        view! {
            <section class="fr-mb-4w" aria-labelledby="repartition">
                <h2 class="fr-h4" id="repartition">"Dans votre service"</h2>
                {refused}
                {done(asked, "repartition")}
                <p class="fr-mb-1w">{now}</p>
                {give}
                {labels(share.labels.iter(), desk, asked)}
                {history}
            </section>
        }
        .into_any(),
    )
}

/// The labels it bears, each with the button that takes it away; the form of one more.
fn labels<'a>(labels: impl Iterator<Item = &'a String>, desk: &Desk, asked: &Correcting) -> AnyView {
    let each = labels.map(|label| {
        let said = format!("Retirer l’étiquette {label}");
        let form = desk.act(
            view! {
                <input type="hidden" name="etiquette" value=label.clone()/>
                <button class="fr-tag fr-tag--sm fr-tag--dismiss" type="submit" name="acte" value="retirer" title=said>{label.clone()}</button>
            }
            .into_any(),
        );
        view! { <li>{form}</li> }.into_any()
    });
    let each: Vec<AnyView> = each.collect();
    let borne = (!each.is_empty())
        .then(|| view! { <ul class="queue__labels" aria-label="Étiquettes">{each}</ul> }.into_any());
    let typed = if asked.is_form("etiqueter", "") { asked.typed("etiquette") } else { "" };
    let typed = typed.to_owned();
    let more = desk.act(
        view! {
            <span class="batch__pair">
                <label class="fr-label" for="etiquette">"Étiquette"</label>
                <input class="fr-input" id="etiquette" name="etiquette" value=typed maxlength=LONGEST_LABEL.to_string() autocomplete="off"/>
                <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="acte" value="etiqueter">"Étiqueter"</button>
            </span>
        }
        .into_any(),
    );
    view! { {borne} {more} }.into_any()
}

//! What is done with the lines that are ticked: one form around the table, which needs no script.

use domain::{PersonId, dossier::sharing::LONGEST_LABEL, queue::Asked, usecase::QueueDesk};
use leptos::prelude::*;

use super::ADDRESS;

/// The table within the form of what is done with its lines; alone for who does nothing with them.
pub(super) fn form(asked: &Asked, desk: &QueueDesk, ticked: bool, table: AnyView) -> AnyView {
    if !desk.shares {
        return view! { <div id="lot" class="batch">{table}</div> }.into_any();
    }
    let query = asked.query();
    let sign = if query.is_empty() { '?' } else { '&' };
    let (all, none) = (format!("{ADDRESS}{query}{sign}coches=tout#lot"), format!("{ADDRESS}{query}#lot"));
    let ticks = if ticked {
        view! { <a class="fr-link fr-link--sm" href=none data-coches="aucun">"Tout désélectionner"</a> }
            .into_any()
    } else {
        view! { <a class="fr-link fr-link--sm" href=all data-coches="tout">"Tout sélectionner (cette page)"</a> }
            .into_any()
    };
    view! {
        <form method="post" action=format!("{ADDRESS}{query}") id="lot" class="batch">
            // What the key Enter does in the field of the label.
            <button type="submit" name="acte" value="etiqueter" hidden tabindex="-1"></button>
            <div class="batch__bar" role="group" aria-label="Actions sur les dossiers cochés">
                <p class="fr-mb-0">{ticks} " " <span role="status" data-coches-nombre></span></p>
                {sharing(desk)}
                {act("suivre", "Suivre")}
                {act("oublier", "Ne plus suivre")}
            </div>
            {table}
        </form>
    }
    .into_any()
}

fn act(code: &'static str, label: &'static str) -> AnyView {
    view! { <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="acte" value=code>{label}</button> }
        .into_any()
}

/// The acts of who is of a service.
fn sharing(desk: &QueueDesk) -> AnyView {
    let labels = desk.labels.iter().map(|label| view! { <option value=label.clone()></option> }.into_any());
    view! {
        {act("prendre", "Prendre")}
        <span class="batch__pair">
            <label class="fr-label" for="agent">"Confier à"</label>
            {agents("agent", &desk.agents, None)}
            {act("confier", "Confier")}
        </span>
        {act("rendre", "Rendre")}
        <span class="batch__pair">
            <label class="fr-label" for="etiquette">"Étiquette"</label>
            <input class="fr-input" id="etiquette" name="etiquette" list="etiquettes" maxlength=LONGEST_LABEL.to_string() autocomplete="off"/>
            <datalist id="etiquettes">{labels.collect_view()}</datalist>
            {act("etiqueter", "Étiqueter")}
            {act("retirer", "Retirer l’étiquette")}
        </span>
    }
    .into_any()
}

/// The list of the agents of a service.
pub(crate) fn agents(id: &'static str, agents: &[(PersonId, String)], chosen: Option<PersonId>) -> AnyView {
    let agents = agents.iter().map(|(agent, name)| {
        view! { <option value=agent.0.to_string() selected={chosen == Some(*agent)}>{name.clone()}</option> }
            .into_any()
    });
    view! {
        <select class="fr-select" id=id name="agent">
            <option value="">"Choisir un agent"</option>
            {agents.collect_view()}
        </select>
    }
    .into_any()
}

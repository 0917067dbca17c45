//! What was proposed and decided, with its documents, and the way to take it up again.

use domain::{
    dossier::{
        State,
        procedure::{Act, Decision, Draft, Ruling, Terms, Tier},
    },
    paper::of_ruling,
    usecase::DecisionDesk,
};
use form::french;
use leptos::prelude::*;

use super::{Deciding, act, fields::Fields, name_of, phrase};
use crate::pages::paper::{links, past_links};

fn on(at: domain::Timestamp) -> String {
    french::long_date(french::time_of_day(at).0)
}

/// What the département proposes, and the way to give it back.
pub(super) fn proposal(desk: &DecisionDesk, deciding: &Deciding) -> Option<AnyView> {
    let returned = desk.instruction.proposals.last().and_then(|proposal| proposal.returned.as_ref());
    let returned = returned.filter(|_| desk.state == State::Complete).map(|reason| {
        view! {
            <div class="fr-alert fr-alert--warning fr-mb-3w">
                <h2 class="fr-alert__title">"La DREETS vous a rendu votre proposition"</h2>
                <p>{reason.clone()}</p>
            </div>
        }
        .into_any()
    });
    let Some(proposal) = desk.instruction.proposal() else { return returned };
    let Decision { granted, reason, motive, terms, .. } = &proposal.decision;
    let what = match (granted, terms) {
        (true, Some(terms)) => format!("Accorder {}", phrase(terms)),
        (true, None) => "Accepter".to_owned(),
        (false, _) => "Refuser".to_owned(),
    };
    let why = motive.map_or_else(|| reason.clone(), |motive| format!("{}\u{a0}: {reason}", motive.label()));
    let back = (desk.tier == Tier::Region).then(|| {
        act(
            desk,
            deciding,
            view! {
                <details open={typed(deciding, "rendre").is_some()}>
                    <summary>"Rendre la proposition au service du département"</summary>
                    {words(deciding, "rendre", "Ce qui est à revoir")}
                    <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit" name="acte" value="rendre">"Rendre la proposition"</button>
                </details>
            }
            .into_any(),
        )
    });
    Some(
        view! {
            <div class="decision__count fr-mb-3w">
                <h2 class="fr-h6">{format!("Proposition du service du département\u{a0}: {what}")}</h2>
                {(!why.is_empty()).then(|| view! { <p class="talk__text">{why}</p> }.into_any())}
                <p class="fr-text--xs fr-mb-1w">{format!("Par {}, le {}", name_of(desk, proposal.by), on(proposal.at))}</p>
                {back}
            </div>
        }
        .into_any(),
    )
}

/// Every decision, the last first; the one that holds can be taken up again by who decides.
pub(super) fn rulings(desk: &DecisionDesk, deciding: &Deciding) -> Option<AnyView> {
    let placed = (1..).zip(&desk.rulings).collect::<Vec<_>>().into_iter().rev();
    let cards = placed.map(|placed| card(desk, deciding, placed)).collect_view();
    let may = Act::Reopen.is_open_in(desk.state)
        && desk.tier != Tier::Reader
        && (desk.tier != Tier::Departement || desk.state == State::Withdrawn);
    let again = may.then(|| {
        act(
            desk,
            deciding,
            view! {
                <details open={typed(deciding, "reprendre").is_some()}>
                    <summary>"Reprendre ce dossier"</summary>
                    <p class="fr-text--sm">"Le dossier revient en instruction. Ce qui a été décidé reste dans son histoire."</p>
                    {words(deciding, "reprendre", "Pourquoi il est repris")}
                    <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit" name="acte" value="reprendre">"Reprendre le dossier"</button>
                </details>
            }
            .into_any(),
        )
    });
    let given_up = desk.instruction.withdrawal().map(|withdrawal| {
        let why = if withdrawal.reason.is_empty() {
            String::new()
        } else {
            format!("\u{a0}: «\u{a0}{}\u{a0}»", withdrawal.reason)
        };
        view! { <p>{format!("La structure a retiré sa demande le {}{why}.", on(withdrawal.at))}</p> }
            .into_any()
    });
    (!desk.rulings.is_empty() || given_up.is_some()).then(|| {
        view! {
            <section class="fr-mt-4w" aria-label="Décisions">
                {given_up}
                <ul class="bare">{cards}</ul>
                {again}
            </section>
        }
        .into_any()
    })
}

fn card(desk: &DecisionDesk, deciding: &Deciding, (place, ruling): (usize, &Ruling)) -> AnyView {
    let badge = match (ruling.reopened.is_some(), ruling.granted) {
        (true, _) => ("fr-badge fr-badge--sm fr-badge--no-icon", "Reprise"),
        (false, true) => ("fr-badge fr-badge--success fr-badge--sm fr-badge--no-icon", "Accepté"),
        (false, false) => ("fr-badge fr-badge--error fr-badge--sm fr-badge--no-icon", "Refusé"),
    };
    let what = ruling.terms.as_ref().map(|terms| {
        let months = french::count(usize::try_from(terms.months()).unwrap_or_default(), "mois", "mois");
        format!(
            "{}, du {} au {} ({months})",
            phrase(terms),
            french::date(terms.period.start),
            french::date(terms.period.end)
        )
    });
    let why = match ruling.motive {
        Some(motive) => format!("{}\u{a0}: {}", motive.label(), ruling.reason),
        None => ruling.reason.clone(),
    };
    let of = format!("/instruction/dossiers/{}", desk.id);
    let list = deciding.list.as_ref();
    let papers = of_ruling(ruling).and_then(|kind| match ruling.reopened {
        None => links(&[kind], &of, list),
        Some(_) => past_links(&[(kind, place)], &of, list),
    });
    let numbers = ruling.terms.as_deref().filter(|_| ruling.reopened.is_none()).and_then(|terms| {
        (Act::Number.is_open_in(desk.state) && desk.tier != Tier::Reader)
            .then(|| numbers(desk, deciding, terms))
    });
    let again = ruling.reopened.as_ref().map(|reason| {
        view! { <p class="talk__text">{format!("Reprise\u{a0}: «\u{a0}{reason}\u{a0}»")}</p> }.into_any()
    });
    view! {
        <li class="talk__card" id=format!("decision-{}", ruling.seq)>
            <p class=badge.0>{badge.1}</p>
            {what.map(|what| view! { <p class="talk__about">{what}</p> }.into_any())}
            {(!why.is_empty()).then(|| view! { <p class="talk__text">{why}</p> }.into_any())}
            <p class="fr-text--xs fr-mb-1w">{format!("Décidé par {}, le {}, sur la version {}", name_of(desk, ruling.by), on(ruling.at), ruling.version)}</p>
            {papers}
            {numbers}
            {again}
        </li>
    }
    .into_any()
}

/// The form that notes the numbers that ASP gave since.
fn numbers(desk: &DecisionDesk, deciding: &Deciding, terms: &Terms) -> AnyView {
    let draft = deciding.draft.clone().filter(|_| typed(deciding, "numeroter").is_some());
    let is_back = draft.is_some();
    let draft = draft.unwrap_or_else(|| Draft::of(terms));
    let fields = Fields { draft: &draft, wrong: &deciding.wrong };
    let several = terms.annexes.len() > 1;
    let annexes = terms.annexes.iter().enumerate().map(|(place, grant)| {
        let of = if several {
            format!("Numéro de l’annexe, {}", grant.place())
        } else {
            "Numéro de l’annexe".to_owned()
        };
        fields.input(&format!("numero.{place}"), of, "Exemple\u{a0}: ACI029270012A0M0", "")
    });
    let convention = fields.input(
        "convention",
        "Numéro de la convention".to_owned(),
        "Exemple\u{a0}: 029 010127 ACI 00012",
        "",
    );
    let lacks = terms.number.is_none() || terms.annexes.iter().any(|grant| grant.number.is_none());
    act(
        desk,
        deciding,
        view! {
            <details class="again" open=is_back || lacks>
                <summary>"Numéros donnés par l’ASP"</summary>
                <p class="fr-text--sm">"Notez-les quand l’ASP les donne\u{a0}: la convention, son annexe et le dossier de la structure les portent aussitôt."</p>
                {annexes.collect_view()}
                {convention}
                <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit" name="acte" value="numeroter">"Noter les numéros"</button>
            </details>
        }
        .into_any(),
    )
}

/// What was said in a form that is refused.
fn typed<'a>(deciding: &'a Deciding, act: &str) -> Option<&'a str> {
    let (known, text) = deciding.said.as_ref()?;
    (known == act).then_some(text.as_str())
}

fn words(deciding: &Deciding, id: &'static str, label: &'static str) -> AnyView {
    let text = typed(deciding, id).unwrap_or_default().to_owned();
    view! {
        <div class="fr-input-group">
            <label class="fr-label" for=id>{label}</label>
            <textarea class="fr-input" id=id name="texte" rows="2" data-garde="">{text}</textarea>
        </div>
    }
    .into_any()
}

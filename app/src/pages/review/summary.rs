//! The dossier on one screen, above all that follows: what is not known is a dash.

use domain::{
    dossier::{About, procedure::terms::Period},
    usecase::{Agreed, Delay, Documents, Findings, Review, Summary},
};
use form::{Decimal, FieldType, french};
use leptos::prelude::*;

use super::unread;

const UNKNOWN: &str = "–";

/// All of it at a glance.
pub(super) fn glance(review: &Review) -> AnyView {
    let Summary { siret, commune, exits, exits_so_far, ratios, documents, delay, .. } = &review.summary;
    let places = review.opening.places();
    let who = [siret.as_ref().map(|siret| format!("SIRET {siret}")), commune.clone(), Some(places)];
    let who: Vec<String> = who.into_iter().flatten().collect();
    let bilan = review.opening.about == About::Bilan;
    let year = review.opening.year;
    let last = if bilan { year } else { year - 1 };
    let percent = |value: Option<Decimal>| quantity(value, &FieldType::Percent);
    let rows = exits.iter().map(|exits| {
        let proposed = (!bilan).then(|| view! { <td>{percent(exits.proposed)}</td> }.into_any());
        view! {
            <tr>
                <th scope="row">{exits.label}</th>
                <td>{percent(exits.objective)}</td>
                <td>{percent(exits.realised)}</td>
                {proposed}
            </tr>
        }
        .into_any()
    });
    let rows: Vec<AnyView> = rows.collect();
    let proposed = (!bilan).then(|| view! { <th scope="col">{format!("Proposé {year}")}</th> }.into_any());
    let ratios = ratios.iter().map(|ratio| {
        let now = quantity(ratio.now, &ratio.field_type);
        let before = ratio
            .before
            .map(|before| format!(" (avant\u{a0}: {})", french::quantity(before, &ratio.field_type)));
        fact(ratio.label.clone(), format!("{now}{}", before.unwrap_or_default()))
    });
    let ratios: Vec<AnyView> = ratios.collect();
    let read = review.steps.iter().filter(|step| step.read.is_some()).count();
    let dismissed = review.findings.iter().filter(|finding| finding.dismissed.is_some()).count();
    let standing = Findings::of(review.findings.iter().filter(|finding| finding.dismissed.is_none()));
    let contested = review.contested.len();
    view! {
        <section class="glance" aria-labelledby="synthese">
            <h2 class="fr-sr-only" id="synthese">"Synthèse"</h2>
            <p class="glance__who">{who.join(" · ")}</p>
            <div class="glance__parts">
                {asked(&review.summary, (bilan, year, last))}
                <div>
                <table class="glance__table">
                    <caption>"Sorties"</caption>
                    <thead>
                        <tr><td></td><th scope="col">{format!("Objectif {last}")}</th><th scope="col">{format!("Réalisé {last}")}</th>{proposed}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                {exits_so_far.as_deref().map(realised_so_far)}
                </div>
                <dl class="glance__facts">
                    {ratios}
                    <div><dt>"Constats"</dt><dd>{constats(review.findings.is_empty(), found(standing, dismissed))}</dd></div>
                    {fact("Données contestées".to_owned(), contested.to_string())}
                    {fact("Documents".to_owned(), given(*documents))}
                    {fact("Délai".to_owned(), time(*delay))}
                    {fact("Lecture".to_owned(), format!("{} sur {} {}", french::count(read, "section", "sections"), review.steps.len(), if read > 1 { "relues" } else { "relue" }))}
                    {fact("Messages".to_owned(), french::count(unread(review), "message à lire", "messages à lire"))}
                </dl>
            </div>
        </section>
    }
    .into_any()
}

/// That what was done is of a part of a year.
fn realised_so_far(part: &str) -> AnyView {
    view! { <p class="glance__from">{format!("Réalisé\u{a0}: {part}")}</p> }.into_any()
}

/// What is asked, what was agreed, what was done.
fn asked(summary: &Summary, (bilan, year, last): (bool, i16, i16)) -> AnyView {
    let Summary { in_people, posts, amount, period, agreed, realised, pace, rate, so_far, .. } = summary;
    let Agreed { posts: agreed_posts, amount: agreed_amount, period: agreed_period, from } = agreed;
    let (label, kind) =
        if *in_people { ("Travailleurs", FieldType::Integer) } else { ("Postes", FieldType::Etp) };
    let euros = |value: Option<Decimal>| quantity(value, &FieldType::Euros);
    let rate = rate.map(|rate| format!(" ({})", french::quantity(rate, &FieldType::Percent)));
    let rate = rate.unwrap_or_default();
    let worked = quantity(*realised, &kind);
    let done = match pace {
        Some(pace) => format!("{worked} à ce jour, au rythme de {}{rate}", french::quantity(*pace, &kind)),
        None => format!("{worked}{rate}"),
    };
    let own = |shown: String| (!bilan).then(|| view! { <td>{shown}</td> }.into_any());
    let head = (!bilan).then(|| view! { <th scope="col">{format!("Demandé {year}")}</th> }.into_any());
    // A bilan asks for nothing: of what no annexe tells, nothing is shown.
    let money = (!bilan || agreed_amount.is_some()).then(|| view! { <tr><th scope="row">"Montant"</th>{own(euros(*amount))}<td>{euros(*agreed_amount)}</td><td>{UNKNOWN}</td></tr> }.into_any());
    let span = (!bilan || agreed_period.is_some()).then(|| view! { <tr><th scope="row">"Période"</th>{own(days(*period))}<td>{days(*agreed_period)}</td><td>{UNKNOWN}</td></tr> }.into_any());
    let from = from
        .as_ref()
        .map(|from| view! { <p class="glance__from">{format!("Conventionné\u{a0}: {from}")}</p> }.into_any());
    view! {
        <div>
            <table class="glance__table">
                <caption>{if bilan { "Convention et réalisation" } else { "Demande" }}</caption>
                <thead>
                    <tr><td></td>{head}<th scope="col">{format!("Conventionné {last}")}</th><th scope="col">{format!("Réalisé {last}")}</th></tr>
                </thead>
                <tbody>
                    <tr><th scope="row">{label}</th>{own(quantity(*posts, &kind))}<td>{quantity(*agreed_posts, &kind)}</td><td>{done}</td></tr>
                    {money}
                    {span}
                </tbody>
            </table>
            {from}
            {so_far.as_deref().map(realised_so_far)}
        </div>
    }
    .into_any()
}

/// How many findings, with the way to them where there are some.
fn constats(none: bool, said: String) -> AnyView {
    if none { said.into_any() } else { view! { <a href="#constats">{said}</a> }.into_any() }
}

fn fact(label: String, said: String) -> AnyView {
    view! { <div><dt>{label}</dt><dd>{said}</dd></div> }.into_any()
}

fn quantity(value: Option<Decimal>, kind: &FieldType) -> String {
    value.map_or_else(|| UNKNOWN.to_owned(), |value| french::quantity(value, kind))
}

fn days(period: Option<Period>) -> String {
    period.map_or_else(
        || UNKNOWN.to_owned(),
        |period| format!("{} au {}", french::date(period.start), french::date(period.end)),
    )
}

/// `1 bloquant, 2 à justifier, 3 pour information, 1 écarté`.
fn found(standing: Findings, dismissed: usize) -> String {
    let Findings { blocking, to_justify, explained, information } = standing;
    let parts = [
        (blocking, french::count(blocking, "bloquant", "bloquants")),
        (to_justify, format!("{to_justify} sans explication")),
        (explained, french::count(explained, "expliqué", "expliqués")),
        (information, format!("{information} pour information")),
        (dismissed, french::count(dismissed, "écarté", "écartés")),
    ];
    enumerate(parts, "aucun")
}

/// `11 reçus, 1 manquant`.
fn given(documents: Documents) -> String {
    let Documents { received, missing, expired, refused } = documents;
    let parts = [
        (received, french::count(received, "reçu", "reçus")),
        (missing, french::count(missing, "manquant", "manquants")),
        (expired, french::count(expired, "expiré", "expirés")),
        (refused, french::count(refused, "refusé", "refusés")),
    ];
    enumerate(parts, "aucun")
}

fn enumerate<const N: usize>(parts: [(usize, String); N], none: &str) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|(many, _)| *many > 0).map(|(_, said)| said).collect();
    if parts.is_empty() { none.to_owned() } else { parts.join(", ") }
}

/// `transmis il y a 12 jours, 33 jours restants`.
fn time(delay: Delay) -> String {
    let many = |days: i32| french::count(usize::try_from(days.abs()).unwrap_or_default(), "jour", "jours");
    let since = match delay.since {
        0 => "transmis aujourd’hui".to_owned(),
        days => format!("transmis il y a {}", many(days)),
    };
    let since = match delay.spared {
        days @ 1.. => format!(
            "{since}, dont {} qui ne {} pas",
            many(days),
            if days > 1 { "comptent" } else { "compte" }
        ),
        _ => since,
    };
    match (delay.suspended, delay.left) {
        (Some(day), _) => format!("{since}, suspendu depuis le {}", french::date(day)),
        (None, Some(left)) if left < 0 => format!("{since}, dépassé de {}", many(left)),
        (None, Some(left)) => format!("{since}, il reste {}", many(left)),
        (None, None) => since,
    }
}

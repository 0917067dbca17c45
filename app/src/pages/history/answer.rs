//! Every value that an answer had, and the way to bring one back.

use domain::dossier::{
    Actor, DossierId, Origin, Seq,
    timeline::{Changed, Moment},
};
use form::{Path, french};
use leptos::prelude::*;

use super::{Reading, moment_line};
use crate::filling::read_at;

/// Every value that an answer had, the last first; each but the present one may be brought back.
pub(super) fn successive(reading: &Reading<'_>, path: &Path, changes: &[Changed]) -> AnyView {
    let table = reading.trame.field(path).is_some_and(|field| field.field_type.table().is_some());
    let rows = changes.iter().map(|changed| {
        let path = &changed.path;
        let is_open = reading.snapshot.refuses(path, reading.program).is_none();
        let open = is_open && reading.trame.answerable(path).is_some();
        let present = reading.snapshot.value(path);
        let (day, hour) = french::time_of_day(changed.at);
        let shown = reading.shown(path, changed.after.as_ref());
        let cell = table.then(|| view! { <td>{reading.name(path)}</td> }.into_any());
        let same = match (&changed.after, present) {
            (Some(after), Some(present)) => after.same_as(present),
            (after, present) => after.is_none() && present.is_none(),
        };
        let restores = (open && !same).then(|| restore((reading.id, reading.snapshot.seq), changed, &shown));
        let from = origin(changed);
        view! {
            <tr>
                <td>{format!("{}, {hour}", french::date(day))}</td>
                <td>{reading.who(changed.actor)}</td>
                {cell}
                <td class="history__value">{shown}</td>
                <td>{from}</td>
                <td>{restores}</td>
            </tr>
        }
        .into_any()
    });
    let rows: Vec<AnyView> = rows.collect();
    if rows.is_empty() {
        return view! { <p>"Personne n’a encore répondu à cette question, et aucune source ne l’a remplie."</p> }.into_any();
    }
    let present = reading.shown(path, reading.snapshot.value(path));
    let ended = if present.ends_with('.') { "" } else { "." };
    let stands = (!table).then(|| format!("Réponse en place\u{a0}: {present}{ended} "));
    let cell = table.then(|| view! { <th scope="col">"Réponse"</th> }.into_any());
    view! {
        <p>{stands} "Heure de Paris."</p>
        <div class="fr-table"><div class="fr-table__wrapper"><div class="fr-table__container"><div class="fr-table__content">
            <table>
                <caption class="fr-sr-only">"Valeurs successives"</caption>
                <thead><tr><th scope="col">"Quand"</th><th scope="col">"Qui"</th>{cell}<th scope="col">"Valeur"</th><th scope="col">"Origine"</th><th scope="col">"Action"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div></div></div></div>
    }
    .into_any()
}

/// What was said of the sources of one answer, the last first.
pub(super) fn said_of_sources(reading: &Reading<'_>, moments: &[Moment]) -> AnyView {
    let lines = moments.iter().map(|moment| {
        let (day, hour) = french::time_of_day(moment.at);
        moment_line(reading, moment, &format!("{}, {hour}", french::date(day)))
    });
    view! {
        <h2 class="fr-h5 fr-mt-4w">"Ce qui a été dit de ses sources"</h2>
        <ul class="history__day bare">{lines.collect_view()}</ul>
    }
    .into_any()
}

fn origin(changed: &Changed) -> String {
    match &changed.origin {
        None => "Saisie, mise de côté".to_owned(),
        // Said again by itself, by a person: what they did on the page of the sources.
        Some(_) if is_kept(changed) => "Réponse gardée".to_owned(),
        Some(Origin::Typed) => "Saisie".to_owned(),
        Some(Origin::Derived { how, .. }) if changed.after.is_none() => format!("Effacée\u{a0}: {how}"),
        Some(origin) if matches!(changed.actor, Actor::Person(_)) && changed.after.is_some() => {
            origin.taken_from().map(|from| format!("Reprise {from}")).unwrap_or_default()
        }
        Some(Origin::Prefilled { source, as_of, .. }) => read_at(source, *as_of),
        Some(Origin::Derived { from, .. }) => format!("Déduite de {from}"),
        Some(Origin::Given { dossier, on, .. }) => {
            format!("Dossier {dossier} du {}", french::date(*on))
        }
    }
}

fn is_kept(changed: &Changed) -> bool {
    let alone = matches!(changed.actor, Actor::Person(_)) && changed.page.is_none();
    alone && changed.after.is_some() && changed.is_back()
}

fn restore((id, seen): (DossierId, Seq), changed: &Changed, shown: &str) -> AnyView {
    view! {
        <form method="post" action=format!("/dossiers/{id}/historique")>
            <input type="hidden" name="champ" value=changed.path.to_string()/>
            <input type="hidden" name="evenement" value=changed.seq.to_string()/>
            <input type="hidden" name="_vu" value=seen.to_string()/>
            <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit">
                "Rétablir" <span class="fr-sr-only">{format!(" {shown}")}</span>
            </button>
        </form>
    }
    .into_any()
}

//! One datum: the answer in place, what each source says of it, and what can be done.

use domain::{
    dossier::{
        Actor, Origin,
        heard::{Contest, Told},
    },
    prefill::ranked,
    source::Source,
};
use form::{FieldType, Path, Value, french};
use leptos::prelude::*;

use super::{AskedSources, Reading};
use crate::{filling::author, pages::history::label};

/// The page of one datum.
pub(super) fn one(reading: &Reading, path: &Path, asked: &AskedSources) -> AnyView {
    if reading.read.heard.values(path).next().is_none() {
        return view! {
            <p>"Aucune source ne dit rien de cette donnée\u{a0}: elle vient de votre structure."</p>
        }
        .into_any();
    }
    body(reading, path, asked)
}

/// The same under its own title, among others.
pub(super) fn section(reading: &Reading, path: &Path, asked: &AskedSources) -> AnyView {
    let id = reading.id;
    view! {
        <section class="sources__datum fr-mb-4w">
            <h3 class="fr-h6"><a href=format!("/dossiers/{id}/donnees?champ={path}")>{label(&reading.read.trame, path)}</a></h3>
            {body(reading, path, asked)}
        </section>
    }
    .into_any()
}

fn body(reading: &Reading, path: &Path, asked: &AskedSources) -> AnyView {
    let read = &reading.read;
    let said = ranked(&read.heard, path);
    let present = read.snapshot.value(path);
    let shown = present.map_or_else(|| "sans réponse".to_owned(), |value| show(reading, path, value));
    let rows = said.into_iter().map(|(source, told)| {
        let contest = read.heard.contested.get(&(path.clone(), source));
        let same = present.is_some_and(|value| value.same_as(&told.known.value));
        let act = (read.may_fill && read.trame.answerable(path).is_some())
            .then(|| acts(reading, (path, source), same, contest, asked));
        let news = read.snapshot.answers.get(path).filter(|answer| read.heard.is_news(source, path, answer));
        let news = news.map(|_| {
            view! { <p class="fr-badge fr-badge--new fr-badge--sm fr-mb-1v">"Nouvelle valeur disponible"</p> }.into_any()
        });
        let (place, day, original) = read_in(told);
        let read_in = [day, place].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        view! {
            <li class="sources__said">
                {news}
                <p class="sources__value"><strong>{show(reading, path, &told.known.value)}</strong> {format!(", selon {}", source.name())}</p>
                <p class="fr-hint-text">{read_in} {original.map(|original| format!(" · {original}"))}</p>
                {told.doubt.clone().map(|doubt| view! { <p class="fr-text--sm fr-mb-1v">{format!("À vérifier\u{a0}: {doubt}")}</p> }.into_any())}
                {contest.map(|contest| contested(reading, contest))}
                {act.map(|act| view! { <div class="sources__acts">{act}</div> }.into_any())}
            </li>
        }
        .into_any()
    });
    let own = read.snapshot.answers.get(path).filter(|answer| answer.by != Actor::Application);
    let given = own.map(|answer| {
        let day = french::date(french::time_of_day(answer.at).0);
        view! { <span class="fr-hint-text">{format!("Réponse du {day}")}</span> }.into_any()
    });
    view! {
        <p class="fr-mb-1w">"Votre dossier\u{a0}: " <strong>{shown}</strong> {given}</p>
        <ul class="bare">{rows.collect_view()}</ul>
    }
    .into_any()
}

pub(super) fn show(reading: &Reading, path: &Path, value: &Value) -> String {
    let field_type = reading.read.trame.field(path).map_or(&FieldType::Text, |field| &field.field_type);
    french::value(value, field_type)
}

/// Where a value was read, which day the source spoke, and how it was written there.
pub(super) fn read_in(told: &Told) -> (String, String, Option<String>) {
    match &told.known.origin {
        Origin::Prefilled { record, column, as_of, original, .. } => (
            format!("{record}, {column}"),
            french::date(*as_of),
            Some(format!("Écrit\u{a0}: {original}")).filter(|_| !original.is_empty()),
        ),
        Origin::Derived { from, how } => (format!("Déduite de {from}\u{a0}: {how}"), String::new(), None),
        Origin::Given { dossier, on, .. } => {
            let given = match told.known.value {
                Value::Files(_) => "document déposé",
                _ if told.known.origin.is_of_sister() => "réponse donnée",
                _ => "transmis",
            };
            (format!("Dossier {dossier}, {given} le {}", french::date(*on)), String::new(), None)
        }
        Origin::Typed => (String::new(), String::new(), None),
    }
}

pub(super) fn contested(reading: &Reading, contest: &Contest) -> AnyView {
    let who = author(contest.by, reading.me, &reading.read.names);
    let (day, _) = french::time_of_day(contest.at);
    let said = format!("Contestée le {} par {who}\u{a0}: {}", french::date(day), contest.text);
    view! { <p class="fr-badge fr-badge--warning fr-badge--sm fr-badge--no-icon">"Contestée"</p> <p class="fr-text--sm fr-mb-0" data-ecrit="">{said}</p> }
        .into_any()
}

/// What can be done with the value of a source.
fn acts(
    reading: &Reading,
    (path, source): (&Path, Source),
    same: bool,
    contest: Option<&Contest>,
    asked: &AskedSources,
) -> AnyView {
    let id = reading.id;
    let name = label(&reading.read.trame, path);
    let about = format!(" «\u{a0}{name}\u{a0}» selon {}", source.name());
    let refused = asked.refused.as_ref().filter(|(of, ..)| *of == source && asked.of.as_ref() == Some(path));
    let wrong = refused.is_some();
    let field = format!("contester-{}-{}", path.control_id(), source.code());
    let hidden = || {
        view! {
            <input type="hidden" name="champ" value=path.to_string()/>
            <input type="hidden" name="source" value=source.code()/>
        }
        .into_any()
    };
    let take = (!same).then(|| {
        view! {
            <form method="post" action=format!("/dossiers/{id}/donnees")>
                {hidden()}
                <input type="hidden" name="_vu" value=reading.read.snapshot.seq.to_string()/>
                <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="acte" value="reprendre">"Reprendre" <span class="fr-sr-only">{about.clone()}</span></button>
            </form>
        }
        .into_any()
    });
    let say = if contest.is_some() {
        view! {
            <form method="post" action=format!("/dossiers/{id}/donnees")>
                {hidden()}
                <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="acte" value="retirer">"Ne plus contester" <span class="fr-sr-only">{about}</span></button>
            </form>
        }
        .into_any()
    } else {
        view! {
            <details open=wrong>
                <summary>"Contester" <span class="fr-sr-only">{about}</span></summary>
                <form method="post" action=format!("/dossiers/{id}/donnees")>
                    {hidden()}
                    <div class="fr-input-group" class:fr-input-group--error=wrong>
                        <label class="fr-label" for=field.clone()>"Ce qui est faux" <span class="fr-hint-text">{format!("Cette donnée est fausse chez {}\u{a0}: dites pourquoi.", source.name())}</span></label>
                        <textarea class="fr-input" id=field.clone() name="motif" rows="2" data-garde="" maxlength=domain::usecase::LONGEST_REASON.to_string() aria-describedby=format!("{field}-erreur") aria-invalid=wrong.then_some("true")>{refused.map(|(_, _, text)| text.clone())}</textarea>
                        <div class="fr-messages-group" id=format!("{field}-erreur")>{refused.map(|(_, reason, _)| view! { <p class="fr-message fr-message--error">{reason.clone()}</p> }.into_any())}</div>
                    </div>
                    <button class="fr-btn fr-btn--sm" type="submit" name="acte" value="contester">"Contester la donnée"</button>
                </form>
            </details>
        }
        .into_any()
    };
    view! { {take} {say} }.into_any()
}

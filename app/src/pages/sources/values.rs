//! One datum: the answer in place, what each source says of it, and what can be done.

use domain::{
    dossier::{
        Actor, Origin,
        heard::{Contest, Told},
    },
    prefill::{Differing, Word, last_word, ranked, written_otherwise},
    source::Source,
    usecase::SourcesRead,
};
use form::{Date, FieldType, Path, Value, french};
use leptos::prelude::*;

use super::{
    AskedSources, Reading, acts, all, contradicted::STILL_CONTESTED, names::name, state::day_of_all,
};
use crate::{filling::author, pages::taken::taken_over};

/// The page of one datum; that of a table has all its cells.
pub(super) fn one(reading: &Reading, path: &Path, asked: &AskedSources) -> AnyView {
    let field = reading.read.trame.field(path);
    let is_whole = path.in_table().is_none_or(|parts| parts.column.is_none());
    if is_whole && field.is_some_and(|field| field.field_type.table().is_some()) {
        return all::cells(reading, path, asked).unwrap_or_else(nothing);
    }
    if reading.read.heard.values(path).next().is_none() {
        let is_given = field.is_some_and(form::Field::is_given);
        return if is_given { given() } else { nothing() };
    }
    body(reading, path, asked)
}

/// What the dossier was opened for, which no source says to it.
fn given() -> AnyView {
    view! {
        <p>"Cette donnée dit pour quelle structure et quel dispositif le dossier est ouvert, d’après l’ASP (structure_id_siae, af_mesure_dispositif_code) et les barèmes de l’année. Elle ne se change pas dans le dossier\u{a0}: si elle est fausse, écrivez au service de l’État par les messages du dossier."</p>
    }
    .into_any()
}

fn nothing() -> AnyView {
    view! {
        <p>"Aucune source ne dit rien de cette donnée."</p>
    }
    .into_any()
}

/// The same under its own title, among others.
pub(super) fn section(reading: &Reading, path: &Path, asked: &AskedSources) -> AnyView {
    let id = reading.id;
    view! {
        <section class="sources__datum fr-mb-4w">
            <h3 class="fr-h6"><a href=format!("/dossiers/{id}/donnees?champ={path}")>{name(&reading.read, path)}</a></h3>
            {body(reading, path, asked)}
        </section>
    }
    .into_any()
}

fn body(reading: &Reading, path: &Path, asked: &AskedSources) -> AnyView {
    let read = &reading.read;
    let said = ranked(&read.heard, path);
    let present = read.snapshot.value(path);
    let differing = read.differing.iter().find(|datum| datum.path == *path);
    let rows = said.into_iter().map(|(source, told)| {
        let contest = read.heard.contested.get(&(path.clone(), source));
        let same = present.is_some_and(|value| value.same_as(&told.known.value));
        let otherwise = present.is_some_and(|value| written_otherwise(path, value, &told.known.value));
        let otherwise = otherwise.then_some(" (écrit autrement)");
        let act = read.may_fill.then(|| acts::acts(reading, (path, source), same, contest, asked));
        let news = differing.filter(|datum| datum.is_news(source)).and_then(|datum| datum.word);
        let news = news.map(|word| newer(read, (source, told), word));
        let (place, day, original) = read_in(told);
        let read_in = [day, place].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        view! {
            <li class="sources__said">
                {news}
                <p class="sources__value"><strong>{shown(read, path, &told.known.value)}</strong> {format!(", {}", told.known.according(source))} {otherwise}</p>
                <p class="fr-hint-text">{read_in} {original.filter(|_| !same_text(told, &shown(read, path, &told.known.value))).map(|original| format!(" · {original}"))}</p>
                {told.doubt.clone().map(|doubt| view! { <p class="fr-text--sm fr-mb-1v">{format!("À vérifier\u{a0}: {doubt}")}</p> }.into_any())}
                {contest.map(|contest| contested(reading, contest))}
                {act.map(|act| view! { <div class="sources__acts">{act}</div> }.into_any())}
            </li>
        }
        .into_any()
    });
    let keep = differing.filter(|datum| read.may_keep(datum)).map(|datum| keep(reading, datum, asked));
    let alone = (read.may_fill && read.trame.answerable(path).is_none()).then(|| {
        view! { <p class="fr-text--sm fr-mb-1w">"Cette donnée ne se saisit pas dans le dossier\u{a0}: seule sa source peut la corriger."</p> }.into_any()
    });
    view! {
        {in_place(reading, path)}
        {read.still_contested.contains(path).then(|| view! { <p class="fr-text--sm fr-mb-1w">{format!("{STILL_CONTESTED}.")}</p> }.into_any())}
        {keep}
        {alone}
        <ul class="bare">{rows.collect_view()}</ul>
    }
    .into_any()
}

/// Whether a value was written in its source as people read it.
fn same_text(told: &Told, shown: &str) -> bool {
    told.known.origin.written().is_some_and(|original| original.trim() == shown.trim())
}

/// The answer in place: its value, from whom it was taken over, the last that a person said of it.
fn in_place(reading: &Reading, path: &Path) -> AnyView {
    let read = &reading.read;
    let answer = read.snapshot.answers.get(path);
    let word = last_word(&read.snapshot, &read.trame, path).map(|word| {
        let said = if word.given { "Réponse du" } else { "Réponse confirmée le" };
        format!("{said} {}", day_of(word))
    });
    let Some(value) = read.snapshot.value(path) else {
        let said = match answer.filter(|answer| answer.is_told()) {
            Some(_) => "Votre dossier\u{a0}: laissé sans réponse",
            None => "Vous n’avez pas répondu",
        };
        return view! { <p class="fr-mb-1w">{said} {word.map(|word| view! { <span class="fr-hint-text">{word}</span> }.into_any())}</p> }
            .into_any();
    };
    let taken = answer.and_then(|answer| taken_over(answer, &author(answer.by, reading.me, &read.names)));
    let told = taken.or(word).map(|told| view! { <span class="fr-hint-text">{told}</span> }.into_any());
    view! { <p class="fr-mb-1w">"Votre dossier\u{a0}: " <strong>{shown(read, path, value)}</strong> {told}</p> }
        .into_any()
}

/// That a source came to say another value since a person's last word, with both days.
fn newer(read: &SourcesRead, (source, told): (Source, &Told), word: Word) -> AnyView {
    let theirs = day(read, source, told).map(|day| format!("Valeur du {}", french::date(day)));
    let said = if word.given { "votre réponse est du" } else { "vous aviez confirmé la vôtre le" };
    let both = format!(
        "{}\u{a0}; {said} {}.",
        theirs.unwrap_or_else(|| "Valeur plus récente".to_owned()),
        day_of(word)
    );
    view! {
        <p class="fr-badge fr-badge--new fr-badge--sm fr-mb-1v">"Nouvelle valeur disponible"</p>
        <p class="fr-text--sm fr-mb-1v">{both}</p>
    }
    .into_any()
}

fn day_of(word: Word) -> String {
    french::date(french::time_of_day(word.at).0)
}

/// Saying again the answer in place, against what sources say; back to the list for who came from it.
fn keep(reading: &Reading, datum: &Differing, asked: &AskedSources) -> AnyView {
    let Reading { id, read, .. } = reading;
    let about = format!(" «\u{a0}{}\u{a0}»", name(read, &datum.path));
    let answer = read.snapshot.answers.get(&datum.path).filter(|answer| answer.value.is_some());
    let said = match answer.map(|answer| answer.by) {
        // What a source filled, nobody answered.
        Some(Actor::Application) => "Garder cette valeur",
        Some(_) => "Garder ma réponse",
        None => "Laisser sans réponse",
    };
    let from_list =
        asked.of.is_none().then(|| view! { <input type="hidden" name="retour" value="liste"/> }.into_any());
    view! {
        <form method="post" action=format!("/dossiers/{id}/donnees") class="fr-mb-1w">
            <input type="hidden" name="champ" value=datum.path.to_string()/>
            <input type="hidden" name="_vu" value=read.snapshot.seq.to_string()/>
            {from_list}
            <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit" name="acte" value="garder">{said} <span class="fr-sr-only">{about}</span></button>
        </form>
    }
    .into_any()
}

/// A value as people read it.
pub(in crate::pages) fn shown(read: &SourcesRead, path: &Path, value: &Value) -> String {
    let field_type = read.trame.field(path).map_or(&FieldType::Text, |field| &field.field_type);
    french::value(value, field_type)
}

/// A source with the day that its value speaks of: « ASP, livraison du 16/11/2026 ».
pub(in crate::pages) fn dated(read: &SourcesRead, source: Source, told: &Told) -> String {
    let name = source.name();
    match (day(read, source, told), source) {
        (Some(day), Source::Asp) => format!("{name}, livraison du {}", french::date(day)),
        (_, Source::Campaign) | (None, _) => name.to_owned(),
        (Some(day), _) => format!("{name}, le {}", french::date(day)),
    }
}

/// The day that a value speaks of; that of what else its source said, where it does not tell its own.
fn day(read: &SourcesRead, source: Source, told: &Told) -> Option<Date> {
    told.known.origin.day().or_else(|| day_of_all(read.heard.said.get(&source)?))
}

/// Where a value was read, which day the source spoke, and how it was written there.
pub(super) fn read_in(told: &Told) -> (String, String, Option<String>) {
    match &told.known.origin {
        origin @ Origin::Prefilled { record, column, as_of, .. } => (
            format!("{record}, {column}"),
            french::date(*as_of),
            origin.written().map(|original| format!("Valeur d’origine\u{a0}: {original}")),
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

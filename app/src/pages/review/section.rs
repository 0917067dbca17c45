//! A step of a version sent: its answers beside what was known before, with what is said and asked of each.

use domain::{
    dossier::{
        Actor, Answer, DossierId, Origin,
        desk::{Note, StepReading},
        procedure::{Correction, Stage},
        talk::Subject,
    },
    inventory::Contest,
    usecase::{Difference, FilledBy, Otherwise, Review, ReviewLine, ReviewStep, Since},
};
use form::{Path, french};
use leptos::prelude::*;

use super::{
    contested, corrections,
    desk::{Correcting, Desk, Opens, done},
    line_id, messages, notes,
};
use crate::{filling::provenance, ui::document_links};

/// What the lines of the page read from.
pub(super) struct Around<'a> {
    pub(super) id: DossierId,
    /// What was known before, and what is asked, as columns are headed.
    pub(super) years: &'a (String, String),
    pub(super) contested: &'a [Contest],
    pub(super) name_of: &'a dyn Fn(Actor) -> String,
    pub(super) desk: &'a Desk,
    pub(super) corrections: &'a [Correction],
    pub(super) notes: &'a [Note],
    pub(super) news: Option<&'a Since>,
    /// Whether a new answer says something, last year's dossier having none; percent under which a number that changed
    /// does not stand out.
    pub(super) shown: (bool, u16),
    pub(super) asked: &'a Correcting,
}

/// What a source says otherwise: `Selon les emplois, au 16/11/2026 : 12`.
fn otherwise(said: &Otherwise) -> AnyView {
    let day = said.as_of.map(|day| format!(", au {}", french::date(day))).unwrap_or_default();
    let doubt = said.doubt.as_ref().map(|doubt| format!(" ({doubt})")).unwrap_or_default();
    let same = if said.same_name { " (écrit autrement)" } else { "" };
    let text = format!("Selon {}{day}\u{a0}: {}{same}{doubt}", said.source.with_article(), said.shown);
    view! { <span class="finding__answer">{text}</span> }.into_any()
}

/// How the answers of a step stand beside what was known before, in words, and whether they stand out: a number that
/// changed by less than `slight` percent does not.
fn differences(step: &ReviewStep, (renews, slight): (bool, u16)) -> (String, bool) {
    let count = |difference| step.lines().filter(|line| line.difference == difference).count();
    let [clear, little, new] = [Difference::Changed, Difference::Slight, Difference::New].map(count);
    let answered = step.lines().filter(|line| line.shown.is_some()).count();
    let news = |many: usize| match many {
        0 => String::new(),
        _ if !renews => String::new(),
        _ => format!(", {}", french::count(many, "nouvelle", "nouvelles")),
    };
    let note = match (clear + little, new) {
        (0, 1..) if renews => french::count(new, "réponse nouvelle", "réponses nouvelles"),
        (0, _) => format!("{}, aucune ne change", french::count(answered, "réponse", "réponses")),
        (changed, _) => {
            let changed = french::count(changed, "réponse changée", "réponses changées");
            let of_them = match little {
                0 => String::new(),
                _ => format!(" (dont {little} de moins de {slight}\u{a0}%)"),
            };
            format!("{changed}{of_them}{}", news(new))
        }
    };
    (note, clear > 0 || (renews && new > 0))
}

/// The identifier of the table of a step: a link to it opens its section.
fn table_id(step: &str) -> String {
    format!("reponses-{step}")
}

/// A step: open when something in it changed, is contested, or is new since last year's dossier; folded to one line
/// otherwise.
pub(super) fn section(step: ReviewStep, around: &Around<'_>) -> impl IntoView + use<> {
    let wrong = contested::in_step(around.contested, &step);
    let (note, stands_out) = differences(&step, around.shown);
    let note = match wrong {
        0 => note,
        _ => format!("{note}, {}", french::count(wrong, "donnée contestée", "données contestées")),
    };
    let reading = around.desk.works.then(|| reading(&step, around));
    let lines: Vec<Path> = step.lines().map(|line| line.path.clone()).collect();
    let groups = step.groups.into_iter().map(|group| {
        let title = group.title.map(|title| {
            view! { <tr role="row" class="compare__group"><th role="columnheader" scope="colgroup" colspan="4">{title}</th></tr> }
        });
        let rows = group.lines.into_iter().map(|line| row(line, around)).collect_view();
        view! { <tbody role="rowgroup">{title} {rows}</tbody> }
    });
    let groups = groups.collect_view();
    let about = Subject::Step(step.key.clone());
    let asking = around.asked.about.as_ref() == Some(&about);
    let opens = around.asked.opens;
    let whole = around.desk.asks.then(|| {
        if asking && opens == Opens::Correction {
            corrections::form(around.desk, &about, &step.title, around.asked)
        } else {
            corrections::link(around.desk, &about, &step.title, "Demander une correction sur cette étape")
        }
    });
    let noted = notes::beside(around.notes, &about);
    let writing = around.desk.works.then(|| {
        if asking && opens == Opens::Writing {
            writing(around, &about, &step.title)
        } else {
            to_write(around.desk, &about, &step.title)
        }
    });
    let news = around.news.map_or(0, |news| lines.iter().filter(|line| news.holds(line)).count());
    // The form may be about one of its answers.
    let asking = asking || corrections::is_about_line(around.asked, &lines);
    // Once it is read, it is folded: the next one comes under the hand.
    let unread = step.read.is_none();
    let pinned = around.corrections.iter().filter(|pinned| pinned.stage != Stage::Settled);
    let pinned = pinned.filter(|pinned| corrections::is_in(&pinned.about, &step.key, &lines)).count();
    let note = match pinned {
        0 => note,
        _ => format!("{note}, {}", french::count(pinned, "correction en cours", "corrections en cours")),
    };
    let note = match &step.read {
        None => note,
        Some(read) => format!("{note}, {}", said_read(read, around.name_of)),
    };
    let caption = format!("{}\u{a0}: valeurs demandées et valeurs connues avant", step.title);
    let (id, table) = (format!("etape-{}", step.key), table_id(&step.key));
    let (last, asked) = around.years.clone();
    let done = done(around.asked, &id);
    view! {
        {done}
        <details class="section-fold" open={asking || (unread && (stands_out || wrong + pinned > 0)) || news > 0} data-lue=(!unread).then_some("")>
            <summary><h2 class="fr-h4" id=id>{step.title}</h2> <span class="fr-text--sm">{note}</span></summary>
            <table class="compare" role="table" id=table>
                <caption class="fr-sr-only">{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">"Donnée"</th>
                        <th role="columnheader" scope="col">{last}</th>
                        <th role="columnheader" scope="col">{asked}</th>
                        <th role="columnheader" scope="col">"Source de la réponse"</th>
                    </tr>
                </thead>
                {groups}
            </table>
            {noted}
            <div class="section-acts">{whole} {writing}</div>
            {reading}
        </details>
    }
}

/// `relue par Camille Moreau le 27/11/2026`.
fn said_read(read: &StepReading, name_of: &dyn Fn(Actor) -> String) -> String {
    format!("relue par {} le {}", name_of(read.by), french::date(french::time_of_day(read.at).0))
}

/// The button that says that a section was read, or is to be read again.
fn reading(step: &ReviewStep, around: &Around<'_>) -> AnyView {
    let (act, said) =
        if step.read.is_some() { ("a-relire", "À relire de nouveau") } else { ("relue", "Section relue") };
    around.desk.act(
        view! {
            <input type="hidden" name="etape" value=step.key.clone()/>
            <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="acte" value=act>
                {said} <span class="fr-sr-only">{format!(" ({})", step.title)}</span>
            </button>
        }
        .into_any(),
    )
}

/// The sections, with who read each.
pub(super) fn menu(review: &Review, name_of: &dyn Fn(Actor) -> String) -> AnyView {
    let items = review.steps.iter().map(|step| {
        let (note, stands_out) = differences(step, (review.renews(), review.slight_percent));
        let note = stands_out.then(|| {
            view! { <span class="fr-badge fr-badge--info fr-badge--sm fr-badge--no-icon">{note}</span> " " }
                .into_any()
        });
        let read = step.read.as_ref().map(|read| {
            view! { <span class="fr-hint-text news__who">{format!("✓ {}", said_read(read, name_of))}</span> }.into_any()
        });
        view! { <li><a href=format!("#{}", table_id(&step.key))>{step.title.clone()}</a> " " {note} {read}</li> }.into_any()
    });
    let threshold = (review.slight_percent > 0).then(|| {
        let said = format!(
            "Sont surlignés les nombres qui changent d’au moins {}\u{a0}%, et les autres réponses qui changent.",
            review.slight_percent
        );
        view! { <p class="fr-text--xs fr-mb-1w">{said}</p> }.into_any()
    });
    view! {
        <nav class="fr-mb-2w" aria-labelledby="sections">
            <h2 class="fr-h5 fr-mb-1w" id="sections">"Sections"</h2>
            {threshold}
            <ul class="sections">{items.collect_view()}</ul>
        </nav>
    }
    .into_any()
}

/// The way to the forms that write about something.
fn to_write(desk: &Desk, about: &Subject, name: &str) -> AnyView {
    let href = desk.asking(about, Opens::Writing);
    view! {
        <a class="fr-link fr-link--sm ask" href=href>"Annoter ou écrire" <span class="fr-sr-only">{format!(" ({name})")}</span></a>
    }
    .into_any()
}

/// The forms that write about something: a note, and to the structure.
fn writing(around: &Around<'_>, about: &Subject, name: &str) -> AnyView {
    view! {
        <div class="ask__form" id="ecrire">
            <h3 class="fr-h6">{format!("Annoter\u{a0}: «\u{a0}{name}\u{a0}»")}</h3>
            {notes::form(around.desk, Some(about), around.asked)}
            <h3 class="fr-h6 fr-mt-2w">{format!("Écrire à la structure\u{a0}: «\u{a0}{name}\u{a0}»")}</h3>
            {messages::form(around.desk, Some(about), around.asked)}
            <p class="fr-mt-1w"><a class="fr-link fr-link--sm" href=around.desk.here()>"Fermer"</a></p>
        </div>
    }
    .into_any()
}

/// Where an answer comes from, told to the service: a dossier of before is not theirs.
fn from(answer: &Answer, author: &str) -> String {
    let Origin::Given { dossier, on, .. } = &answer.origin else { return provenance(answer, author, None) };
    let named = dossier
        .strip_prefix("Bilan ")
        .map_or_else(|| format!("dossier {dossier}"), |of| format!("bilan {of}"));
    format!("Repris de son {named} du {}", french::date(*on))
}

fn row(line: ReviewLine, around: &Around<'_>) -> impl IntoView + use<> {
    let source = match &line.answer {
        _ if line.filled_by == FilledBy::Computation => "Calculé".to_owned(),
        Some(answer) if answer.value.is_some() => from(answer, &(around.name_of)(answer.by)),
        _ => String::new(),
    };
    let detail = line.answer.as_ref().and_then(|answer| match &answer.origin {
        Origin::Prefilled { record, column, original, .. } => {
            Some(format!("{record}, {column}\u{a0}: {original}"))
        }
        Origin::Derived { how, .. } => Some(how.clone()),
        Origin::Typed | Origin::Given { .. } => None,
    });
    let previous_source = line.previous_origin.and_then(|origin| match origin {
        Origin::Prefilled { source, record, .. } => Some(format!("{source}, {record}")),
        Origin::Derived { from, .. } => Some(format!("déduite de {from}")),
        Origin::Given { dossier, .. } => Some(format!("dossier {dossier}")),
        Origin::Typed => None,
    });
    let unsourced = source.is_empty();
    let source = match detail {
        Some(detail) => {
            view! { <details class="source__fold"><summary>{source}</summary> <span class="source__detail">{detail}</span></details> }.into_any()
        }
        None => view! { <span>{source}</span> }.into_any(),
    };
    let whole_row = line.begins.as_ref().map(|begins| of_row(begins, around));
    let (row_corrected, row_ask, row_form) = whole_row.unwrap_or_default();
    let wrong = contested::beside(around.contested, &line.path);
    let corrected = corrections::beside(around.corrections, &line.path);
    let about = Subject::Question(line.path.clone());
    let pending = |asked: &Correction| asked.about == about && asked.stage != Stage::Settled;
    let may_ask = around.desk.asks && line.filled_by == FilledBy::Structure;
    let asks = may_ask && !around.corrections.iter().any(pending);
    let chosen = around.asked.about.as_ref() == Some(&about);
    let form = match around.asked.opens {
        Opens::Correction if may_ask && chosen => {
            Some(corrections::form(around.desk, &about, &line.label, around.asked))
        }
        Opens::Writing if around.desk.works && chosen => Some(writing(around, &about, &line.label)),
        _ => None,
    };
    let form = form.map(|form| view! { <tr role="row"><td role="cell" colspan="4">{form}</td></tr> });
    let write = (around.desk.works && form.is_none()).then(|| to_write(around.desk, &about, &line.label));
    let noted = notes::beside(around.notes, &about);
    let is_new = around.news.is_some_and(|news| news.holds(&line.path));
    let mark = is_new.then(|| {
        view! { " " <span class="fr-badge fr-badge--new fr-badge--sm fr-badge--no-icon">"Nouveau"</span> }
            .into_any()
    });
    let ask = (asks && form.is_none())
        .then(|| corrections::link(around.desk, &about, &line.label, "Demander une correction"));
    let others = line.others.iter().map(otherwise).collect_view();
    let replaced = line.replaced.map(|before| {
        view! { <span class="finding__answer">{format!("Version précédente\u{a0}: {before}")}</span> }
            .into_any()
    });
    let blank = unsourced
        && !asks
        && !around.desk.works
        && [&wrong, &corrected, &noted].iter().all(|said| said.is_none());
    let documents = document_links(around.id, line.answer.as_ref().and_then(|answer| answer.value.as_ref()));
    let numeric = line.numeric;
    let (last, asked) = around.years.clone();
    let (changed, slight) = (line.difference == Difference::Changed, line.difference == Difference::Slight);
    let explained = line.explained.map(|said| {
        view! { <span class="finding__answer">{format!("Explication de la structure\u{a0}: «\u{a0}{said}\u{a0}»")}</span> }
            .into_any()
    });
    view! {
        <tr role="row" class:differs=changed id=line_id(&line.path)>
            <th role="rowheader" scope="row">{line.label} {mark}</th>
            <td role="cell" class:numeric=numeric title=previous_source data-label=last>{line.previous}</td>
            <td role="cell" class:numeric=numeric class:long=line.long class="asked" data-label=asked>
                {match (documents, line.shown) {
                    (Some(documents), _) => documents,
                    (None, Some(shown)) => view! { <span>{shown}</span> }.into_any(),
                    (None, None) => view! { <span class="answers__none">"Non renseigné"</span> }.into_any(),
                }}
                {(changed || slight).then(|| view! { <span class="fr-sr-only">{if changed { " (a changé)" } else { " (a peu changé)" }}</span> })}
                {replaced}
                {explained}
                {others}
            </td>
            <td role="cell" class="source" class:blank=blank data-label="Source"><div>{done(around.asked, &line_id(&line.path))} {source} {wrong} {corrected} {row_corrected} {noted} {ask} {row_ask} {write}</div></td>
        </tr>
        {form}
        {row_form}
    }
}

/// What is asked of a whole row, the way to ask, or the form that does.
fn of_row(
    (row, title): &(Path, String),
    around: &Around<'_>,
) -> (Option<AnyView>, Option<AnyView>, Option<AnyView>) {
    let about = Subject::Question(row.clone());
    let corrected = corrections::beside(around.corrections, row);
    if !around.desk.asks {
        return (corrected, None, None);
    }
    if around.asked.opens == Opens::Correction && around.asked.about.as_ref() == Some(&about) {
        let form = corrections::form(around.desk, &about, title, around.asked);
        let form = view! { <tr role="row"><td role="cell" colspan="4">{form}</td></tr> }.into_any();
        return (corrected, None, Some(form));
    }
    let said = "Demander une correction de toute la ligne";
    (corrected, Some(corrections::link(around.desk, &about, title, said)), None)
}

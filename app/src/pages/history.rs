//! `/dossiers/{id}/historique`: who did what and when; with `?champ=`, every value that an answer had.

mod answer;
mod documents;
mod procedure;

use std::collections::BTreeSet;

use domain::{
    PersonId,
    dossier::{
        Actor, DossierId, Origin, Snapshot, State,
        talk::Subject,
        timeline::{Changed, Happened, Moment},
    },
    source::Finding,
    usecase::{History, Told},
};
use form::{Date, FieldType, Path, Program, Trame, Value, french};
use leptos::prelude::*;

use crate::{
    Page,
    filling::{DossierBar, author},
};

/// The history of a dossier or of one of its answers, for a person.
#[must_use]
pub fn history(id: DossierId, history: History, me: PersonId, undone: Option<String>) -> Page {
    let title = match &history.told {
        Told::Dossier(_) => format!("Historique du {}", history.snapshot.opening.about.word()),
        Told::Answer(path, ..) => format!("Historique\u{a0}: {}", label(history.program.trame(), path)),
    };
    Page::new(title.clone(), move || page(id, history, me, (title, undone)))
}

fn page(id: DossierId, history: History, me: PersonId, (title, undone): (String, Option<String>)) -> AnyView {
    let History { snapshot, program, told, names } = history;
    let reading =
        Reading { id, program: &program, trame: program.trame(), snapshot: &snapshot, names: &names, me };
    let submission = snapshot.submission().cloned();
    let (said, back) = match told {
        Told::Dossier(moments) => (dossier(&reading, &moments), None),
        Told::Answer(path, changes, judged) => {
            let successive = answer::successive(&reading, &path, &changes);
            let judged = (!judged.is_empty()).then(|| answer::said_of_sources(&reading, &judged));
            (view! { {successive} {judged} }.into_any(), reading.question(&path))
        }
    };
    view! {
        <DossierBar opening=snapshot.opening.clone() state=snapshot.state() submission=submission/>
        <div class="fr-container fr-py-4w history">
            <h1>{title}</h1>
            {undone.map(|undone| view! { <div class="fr-alert fr-alert--info fr-alert--sm fr-mb-3w" role="status"><p>{undone}</p></div> }.into_any())}
            {said}
            <ul class="fr-btns-group fr-btns-group--inline-md fr-mt-3w">
                {back.map(|path| view! {
                    <li><a class="fr-btn" href=path>"Revenir à la question"</a></li>
                    <li><a class="fr-btn fr-btn--secondary" href=format!("/dossiers/{id}/historique")>{format!("Historique du {}", snapshot.opening.about.word())}</a></li>
                }.into_any())}
                <li><a class="fr-btn fr-btn--secondary" href=format!("/dossiers/{id}")>"Revenir aux étapes"</a></li>
            </ul>
        </div>
    }
    .into_any()
}

/// What the lines of the page read from.
struct Reading<'a> {
    id: DossierId,
    program: &'a Program,
    trame: &'a Trame,
    snapshot: &'a Snapshot,
    names: &'a [(PersonId, String)],
    me: PersonId,
}

impl Reading<'_> {
    fn is_open(&self) -> bool {
        self.snapshot.state() == State::Draft
    }

    /// Who acted, at the beginning of a sentence.
    fn who(&self, actor: Actor) -> String {
        match (actor, author(actor, self.me, self.names).as_str()) {
            (Actor::Application, _) => "L’application".to_owned(),
            (_, "vous") => "Vous".to_owned(),
            (_, "un collègue") => "Un collègue".to_owned(),
            (_, name) => name.to_owned(),
        }
    }

    /// The title of a step, between quotes.
    fn step(&self, key: &str) -> String {
        let title = self.trame.step(key).map_or(key, |step| step.title.as_str());
        format!("«\u{a0}{title}\u{a0}»")
    }

    /// Address of a question in its step.
    fn question(&self, path: &Path) -> Option<String> {
        let step = self.trame.step_of(path)?;
        Some(format!("/dossiers/{}/etapes/{}#{}", self.id, step.key, path.control_id()))
    }

    /// What people call a question; the row of a cell by what stands first in it: « Chantiers (Haies vives), ETP ».
    fn name(&self, path: &Path) -> String {
        let (table, Some(parts)) = (path.field(), path.in_table()) else { return label(self.trame, path) };
        let Some(field) = self.trame.field(&table) else { return label(self.trame, path) };
        let Some(rows) = field.field_type.table() else { return label(self.trame, path) };
        let first = rows.columns.iter().filter_map(|column| {
            let value = self.snapshot.value(&table.cell(parts.row, column.path.last()))?;
            value.text().map(str::to_owned)
        });
        let line = rows.lines.iter().find(|line| line.key == parts.row).map(|line| line.label.clone());
        let row = line.into_iter().chain(first).map(|text| format!("{} ({text})", field.label)).next();
        match (row, parts.column.and_then(|_| self.trame.field(path))) {
            (Some(row), Some(column)) => format!("{row}, {}", column.label),
            (Some(row), None) => row,
            (None, _) => label(self.trame, path),
        }
    }

    /// What something is about, in quotation marks.
    fn subject(&self, about: &Subject) -> String {
        match about {
            Subject::Step(step) => self.step(step),
            Subject::Question(path) => format!("«\u{a0}{}\u{a0}»", self.name(path)),
        }
    }

    /// A value as people read it.
    fn shown(&self, path: &Path, value: Option<&Value>) -> String {
        let field_type = self.trame.field(path).map_or(&FieldType::Text, |field| &field.field_type);
        match value {
            None => "rien".to_owned(),
            Some(Value::Row(_)) => "une ligne".to_owned(),
            Some(value) => french::value(value, field_type),
        }
    }
}

/// The label of a question, after that of its table for a row or a cell.
pub(super) fn label(trame: &Trame, path: &Path) -> String {
    let of = |path: &Path| trame.field(path).map(|field| field.label.clone());
    // What puts the convention in doubt is no question.
    let own = of(path).or_else(|| Finding::named(path).map(str::to_owned));
    let own = own.unwrap_or_else(|| "Question d’une version précédente du formulaire".to_owned());
    match path.in_table().and_then(|_| of(&path.field())) {
        Some(table) if table != own => format!("{table}, {own}"),
        _ => own,
    }
}

/// All that happened, day by day, the last first.
fn dossier(reading: &Reading<'_>, moments: &[Moment]) -> AnyView {
    let mut days: Vec<(Date, Vec<AnyView>)> = Vec::new();
    for moment in moments {
        let (day, hour) = french::time_of_day(moment.at);
        let line = moment_line(reading, moment, &hour);
        match days.last_mut() {
            Some((known, lines)) if *known == day => lines.push(line),
            _ => days.push((day, vec![line])),
        }
    }
    let days = days.into_iter().map(|(day, lines)| {
        view! {
            <h2 class="fr-h5 fr-mt-3w">{french::long_date(day)}</h2>
            <ul class="history__day bare">{lines}</ul>
        }
        .into_any()
    });
    view! {
        <p>"Rien ne s’efface\u{a0}: chaque réponse garde ses valeurs précédentes, qui les a écrites et quand. Heure de Paris."</p>
        {days.collect_view()}
    }
    .into_any()
}

fn moment_line(reading: &Reading<'_>, moment: &Moment, hour: &str) -> AnyView {
    let who = reading.who(moment.actor);
    let you = who == "Vous";
    let has = if you { "avez" } else { "a" };
    let (said, detail) = match &moment.what {
        Happened::Opened => {
            (format!("{who} {has} ouvert le {}.", reading.snapshot.opening.about.word()), None)
        }
        Happened::FormChanged => {
            ("Le formulaire a changé de version\u{202f}; les réponses ont suivi.".to_owned(), None)
        }
        Happened::Commented(about, text) => {
            let about = reading.subject(about);
            let text = view! { <p class="history__changes">{text.clone()}</p> }.into_any();
            (
                format!(
                    "{who} {has} écrit à {} collègues à propos de {about}.",
                    if you { "vos" } else { "ses" }
                ),
                Some(text),
            )
        }
        Happened::Settled(settled) => {
            let done = if *settled { "marqué un message comme réglé" } else { "rouvert un message" };
            (format!("{who} {has} {done}."), None)
        }
        Happened::Assigned(step, Some(person)) => {
            let said = match author(Actor::Person(*person), reading.me, reading.names) {
                _ if moment.actor == Actor::Person(*person) => "pris".to_owned(),
                to => format!("confié à {to}"),
            };
            (format!("{who} {has} {said} {}.", reading.step(step)), None)
        }
        Happened::Assigned(step, None) => {
            (format!("{who} {has} laissé {} sans personne attitrée.", reading.step(step)), None)
        }
        Happened::Sent(reference) => {
            let word = reading.snapshot.opening.about.word();
            (format!("{who} {has} transmis le {word}, référence {reference}."), None)
        }
        Happened::Confirmed(steps) => {
            let names: Vec<String> = steps.iter().map(|key| reading.step(key)).collect();
            (format!("{who} {has} confirmé {}.", names.join(", ")), None)
        }
        Happened::Filled(changes) => {
            let filled = filled(changes, moment.actor);
            let undo = (you && reading.is_open()).then(|| undo(reading, changes)).flatten();
            let list = changed_list(reading, changes);
            (format!("{who} {has} {filled}."), Some(view! { {list} {undo} }.into_any()))
        }
        what => procedure::told(reading, (&who, has), what),
    };
    view! {
        <li class="history__moment">
            <p class="history__line"><span class="history__hour">{hour.to_owned()}</span> {said}</p>
            {detail}
        </li>
    }
    .into_any()
}

/// What was done to answers and to rows of tables: « changé 2 réponses et ajouté 1 ligne ».
fn filled(changes: &[Changed], actor: Actor) -> String {
    let taken_over = actor == Actor::Application;
    let is_row = |value: &Option<Value>| matches!(value, Some(Value::Row(_)));
    let rows = |wanted: fn(bool, bool) -> bool| {
        changes.iter().filter(|changed| wanted(is_row(&changed.before), is_row(&changed.after))).count()
    };
    let answers = changes.iter().filter(|changed| !is_row(&changed.before) && !is_row(&changed.after));
    let answers = answers.filter(|changed| !changed.is_back());
    // What a source says as another did is no change.
    let confirmed = |changed: &&Changed| {
        taken_over && changed.before == changed.after && changed.after.is_some() && !is_row(&changed.after)
    };
    let confirmed = changes.iter().filter(confirmed).collect();
    // What the service clears, it took over before: its source says it no more.
    let (cleared, answers): (Vec<&Changed>, Vec<&Changed>) =
        answers.partition(|changed| taken_over && changed.after.is_none());
    let count = |changes: Vec<&Changed>| {
        changes.into_iter().map(|changed| &changed.path).collect::<BTreeSet<&Path>>().len()
    };
    let parts = [
        (count(answers), if taken_over { "repris" } else { "changé" }, ("réponse", "réponses")),
        (count(cleared), "effacé", ("réponse", "réponses")),
        (count(confirmed), "confirmé", ("réponse déjà reprise", "réponses déjà reprises")),
        (rows(|before, after| !before && after), "ajouté", ("ligne", "lignes")),
        (rows(|before, after| before && after), "déplacé", ("ligne", "lignes")),
        (rows(|before, after| before && !after), "supprimé", ("ligne", "lignes")),
    ];
    let said = parts.into_iter().filter(|(count, ..)| *count > 0);
    let said = said.map(|(count, verb, (one, many))| format!("{verb} {}", french::count(count, one, many)));
    let said: Vec<String> = said.collect();
    match said.split_last() {
        None => left(changes).unwrap_or_else(|| "remis des réponses à ce qu’elles étaient".to_owned()),
        Some((last, before)) if !before.is_empty() => format!("{} et {last}", before.join(", ")),
        _ => said.join(""),
    }
}

/// That what was blank was left so: « laissé sans réponse 1 question ».
fn left(changes: &[Changed]) -> Option<String> {
    let blank = |changed: &Changed| changed.before.is_none() && changed.after.is_none();
    let is_row = |path: &Path| path.in_table().is_some_and(|parts| parts.column.is_none());
    let paths: BTreeSet<&Path> = changes.iter().map(|changed| &changed.path).collect();
    let (rows, answers): (Vec<&Path>, Vec<&Path>) = paths.into_iter().partition(|path| is_row(path));
    let parts = [
        (answers.len(), "laissé sans réponse", ("question", "questions")),
        (rows.len(), "laissé de côté", ("ligne", "lignes")),
    ];
    let said = parts.into_iter().filter(|(count, ..)| *count > 0);
    let said = said.map(|(count, verb, (one, many))| format!("{verb} {}", french::count(count, one, many)));
    changes.iter().all(blank).then(|| said.collect::<Vec<_>>().join(" et "))
}

/// The button that undoes what the person did in one go.
fn undo(reading: &Reading<'_>, changes: &[Changed]) -> Option<AnyView> {
    let event = changes.iter().map(|changed| changed.seq).max()?;
    let count = changes.iter().filter(|changed| changed.can_be_undone(reading.snapshot, event)).count();
    if count == 0 {
        return None;
    }
    Some(
        view! {
            <form method="post" action=format!("/dossiers/{}/historique", reading.id) class="history__undo">
                <input type="hidden" name="defaire" value=event.to_string()/>
                <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit">
                    "Défaire" <span class="fr-sr-only">{format!(" {}", french::count(count, "changement", "changements"))}</span>
                </button>
            </form>
        }
        .into_any(),
    )
}

/// Answers more than this are folded.
const FEW: usize = 3;

fn changed_list(reading: &Reading<'_>, changes: &[Changed]) -> AnyView {
    let line = |changed: &Changed| {
        let name = reading.name(&changed.path);
        let what = documents::told(changed).unwrap_or_else(|| {
            if changed.before == changed.after {
                let from = changed.origin.as_ref().and_then(Origin::taken_from);
                return match changed.actor {
                    Actor::Person(_) => "revenue à ce qu’elle était".to_owned(),
                    Actor::Application => {
                        format!(
                            "inchangée{}",
                            from.map(|from| format!(" (repris {from})")).unwrap_or_default()
                        )
                    }
                };
            }
            let why = match &changed.origin {
                Some(Origin::Derived { how, .. }) if changed.after.is_none() => format!("\u{a0}: {how}"),
                Some(origin) if changed.after.is_some() => {
                    origin.taken_from().map(|from| format!(" (repris {from})")).unwrap_or_default()
                }
                _ => String::new(),
            };
            format!(
                "{} → {}{why}",
                reading.shown(&changed.path, changed.before.as_ref()),
                reading.shown(&changed.path, changed.after.as_ref())
            )
        });
        let waits = || reading.snapshot.set_aside.iter().any(|aside| aside.seq == changed.seq);
        let what = match changed.is_set_aside() {
            true if waits() => format!("{what} (mis de côté, à décider)"),
            true => format!("{what} (mis de côté, puis décidé)"),
            false => what,
        };
        let href = format!("/dossiers/{}/historique?champ={}", reading.id, changed.path);
        view! { <li><a href=href>{name}</a> "\u{a0}: " <span class="history__change">{what}</span></li> }
            .into_any()
    };
    let list =
        view! { <ul class="history__changes">{changes.iter().map(line).collect_view()}</ul> }.into_any();
    if changes.len() <= FEW {
        return list;
    }
    view! { <details><summary>"Voir ces réponses"</summary>{list}</details> }.into_any()
}

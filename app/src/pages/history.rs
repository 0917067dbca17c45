//! `/dossiers/{id}/historique`: who did what and when; with `?champ=`, every value that an answer had.

mod documents;
mod procedure;

use domain::{
    PersonId,
    dossier::{
        Actor, DossierId, Origin, Snapshot, State,
        talk::Subject,
        timeline::{Changed, Happened, Moment},
    },
    usecase::{History, Told},
};
use form::{Date, FieldType, Path, Trame, Value, french};
use leptos::prelude::*;

use crate::{
    Page,
    filling::{DossierBar, author},
};

/// The history of a dossier or of one of its answers, for a person.
#[must_use]
pub fn history(id: DossierId, history: History, me: PersonId, undone: Option<String>) -> Page {
    let title = match &history.told {
        Told::Dossier(_) => "Historique du dossier".to_owned(),
        Told::Answer(path, _) => format!("Historique\u{a0}: {}", label(&history.trame, path)),
    };
    Page::new(title.clone(), move || page(id, history, me, (title, undone)))
}

fn page(id: DossierId, history: History, me: PersonId, (title, undone): (String, Option<String>)) -> AnyView {
    let History { snapshot, trame, told, names } = history;
    let reading = Reading { id, trame: &trame, snapshot: &snapshot, names: &names, me };
    let submission = snapshot.submission().cloned();
    let (said, back) = match told {
        Told::Dossier(moments) => (dossier(&reading, &moments), None),
        Told::Answer(path, changes) => (answer(&reading, &path, &changes), reading.question(&path)),
    };
    view! {
        <DossierBar opening=snapshot.opening.clone() submission=submission/>
        <div class="fr-container fr-py-4w history">
            <h1>{title}</h1>
            {undone.map(|undone| view! { <div class="fr-alert fr-alert--info fr-alert--sm fr-mb-3w" role="status"><p>{undone}</p></div> }.into_any())}
            {said}
            <ul class="fr-btns-group fr-btns-group--inline-md fr-mt-3w">
                {back.map(|path| view! {
                    <li><a class="fr-btn" href=path>"Revenir à la question"</a></li>
                    <li><a class="fr-btn fr-btn--secondary" href=format!("/dossiers/{id}/historique")>"Historique du dossier"</a></li>
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
            (Actor::Application, _) => "Le service".to_owned(),
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
    let own = of(path).unwrap_or_else(|| "Question d’une version précédente du formulaire".to_owned());
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
        Happened::Opened => (format!("{who} {has} ouvert le dossier."), None),
        Happened::FormChanged => {
            ("Le formulaire a changé de version\u{202f}; les réponses ont suivi.".to_owned(), None)
        }
        Happened::Commented(about, text) => {
            let about = match about {
                Subject::Step(step) => reading.step(step),
                Subject::Question(path) => format!("«\u{a0}{}\u{a0}»", label(reading.trame, path)),
            };
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
            let to = author(Actor::Person(*person), reading.me, reading.names);
            (format!("{who} {has} confié {} à {to}.", reading.step(step)), None)
        }
        Happened::Assigned(step, None) => {
            (format!("{who} {has} laissé {} sans personne attitrée.", reading.step(step)), None)
        }
        Happened::Sent(reference) => {
            (format!("{who} {has} transmis le dossier, référence {reference}."), None)
        }
        Happened::Confirmed(steps) => {
            let names: Vec<String> = steps.iter().map(|key| reading.step(key)).collect();
            (format!("{who} {has} confirmé {}.", names.join(", ")), None)
        }
        Happened::Filled(changes) => {
            let count = french::count(changes.len(), "réponse", "réponses");
            let verb = if moment.actor == Actor::Application { "repris" } else { "changé" };
            let undo = (you && reading.is_open()).then(|| undo(reading.id, changes)).flatten();
            let list = changed_list(reading, changes);
            (format!("{who} {has} {verb} {count}."), Some(view! { {list} {undo} }.into_any()))
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

/// The button that undoes what the person did in one go.
fn undo(id: DossierId, changes: &[Changed]) -> Option<AnyView> {
    let is_file = |value: &Option<Value>| matches!(value, Some(Value::Files(_)));
    // Documents are taken back and put back where they are.
    let undone =
        |changed: &&Changed| !(changed.is_set_aside() || is_file(&changed.before) || is_file(&changed.after));
    let event = changes.iter().filter(undone).map(|changed| changed.seq).max()?;
    Some(
        view! {
            <form method="post" action=format!("/dossiers/{id}/historique") class="history__undo">
                <input type="hidden" name="defaire" value=event.to_string()/>
                <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit">
                    "Défaire" <span class="fr-sr-only">{format!(" {}", french::count(changes.len(), "changement", "changements"))}</span>
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
        let name = label(reading.trame, &changed.path);
        let what = documents::told(changed).unwrap_or_else(|| {
            if changed.before == changed.after {
                return "revenue à ce qu’elle était".to_owned();
            }
            format!(
                "{} → {}",
                reading.shown(&changed.path, changed.before.as_ref()),
                reading.shown(&changed.path, changed.after.as_ref())
            )
        });
        let what = if changed.is_set_aside() { format!("{what} (mis de côté, à décider)") } else { what };
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

/// Every value that an answer had, the last first; each but the present one may be brought back.
fn answer(reading: &Reading<'_>, path: &Path, changes: &[Changed]) -> AnyView {
    let open =
        reading.snapshot.closes(path, reading.trame).is_none() && reading.trame.answerable(path).is_some();
    let present = reading.snapshot.value(path);
    let rows = changes.iter().map(|changed| {
        let (day, hour) = french::time_of_day(changed.at);
        let shown = reading.shown(path, changed.after.as_ref());
        let same = match (&changed.after, present) {
            (Some(after), Some(present)) => after.same_as(present),
            (after, present) => after.is_none() && present.is_none(),
        };
        let restores = (open && !same).then(|| restore(reading.id, changed, &shown));
        let from = origin(changed);
        view! {
            <tr>
                <td>{format!("{}, {hour}", french::date(day))}</td>
                <td>{reading.who(changed.actor)}</td>
                <td>{shown}</td>
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
    view! {
        <p>{format!("Réponse en place\u{a0}: {}. Heure de Paris.", reading.shown(path, present))}</p>
        <div class="fr-table"><div class="fr-table__wrapper"><div class="fr-table__container"><div class="fr-table__content">
            <table>
                <caption class="fr-sr-only">"Valeurs successives"</caption>
                <thead><tr><th scope="col">"Quand"</th><th scope="col">"Qui"</th><th scope="col">"Valeur"</th><th scope="col">"Origine"</th><th scope="col">"Action"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div></div></div></div>
    }
    .into_any()
}

fn origin(changed: &Changed) -> String {
    match &changed.origin {
        None => "Saisie, mise de côté".to_owned(),
        Some(Origin::Typed) => "Saisie".to_owned(),
        Some(Origin::Prefilled { source, as_of, .. }) => {
            format!("{source}, livraison du {}", french::date(*as_of))
        }
        Some(Origin::Derived { from, .. }) => format!("Déduite de {from}"),
        Some(Origin::Given { dossier, on }) => {
            format!("Dossier {dossier}, déposé le {}", french::date(*on))
        }
    }
}

fn restore(id: DossierId, changed: &Changed, shown: &str) -> AnyView {
    view! {
        <form method="post" action=format!("/dossiers/{id}/historique")>
            <input type="hidden" name="champ" value=changed.path.to_string()/>
            <input type="hidden" name="evenement" value=changed.seq.to_string()/>
            <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit">
                "Rétablir" <span class="fr-sr-only">{format!(" {shown}")}</span>
            </button>
        </form>
    }
    .into_any()
}

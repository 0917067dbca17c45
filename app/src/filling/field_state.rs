//! What a field shows at a moment, as data: a view compares it and redraws only when it changed.

use domain::{
    PersonId,
    dossier::{Actor, Answer, Origin},
};
use form::{FieldState, Issue, Path, Program, Severity, Value, engine::Formula, french};
use leptos::prelude::*;

use super::{Editor, editor::FieldHandle};

/// What a field shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldView {
    /// Whether it is shown.
    pub visible: bool,
    /// Whether an answer is required.
    pub required: bool,
    /// The value as people read it, for a field that is computed.
    pub shown: Option<String>,
    /// What is to be corrected; once all is checked, what is to be explained too.
    pub errors: Vec<String>,
    /// What is to be explained.
    pub asks: Vec<String>,
    /// What is only said.
    pub notes: Vec<String>,
    /// Codes of the rules that are said to fail.
    pub rules: Vec<String>,
}

impl FieldView {
    /// All that is to be corrected or explained, on one line.
    pub fn said(&self) -> String {
        self.errors.iter().chain(&self.asks).cloned().collect::<Vec<_>>().join(" ")
    }

    /// Whether it is only informed, on one line.
    pub fn noted(&self) -> Option<String> {
        (self.errors.is_empty() && self.asks.is_empty() && !self.notes.is_empty())
            .then(|| self.notes.join(" "))
    }
}

impl Editor {
    /// What a field shows, politely: nothing while a value is first typed, missing answers only once asked.
    ///
    /// A rule that begins to fail while something is typed, here or elsewhere, waits until it is left: half a
    /// number breaks what the whole one respects. In a field where nobody was yet it waits until it is left too: the
    /// top of the step says it meanwhile. What was said `before` stays until it is right.
    pub fn view_of(&self, path: &Path, before: Option<&FieldView>) -> FieldView {
        let inner = self.inner();
        let handle = self.field(path);
        let verified = self.verified.get();
        let left = handle.as_ref().is_some_and(|handle| handle.left.get());
        let quiet = handle.as_ref().is_some_and(|handle| handle.quiet.get());
        let in_hand = handle.as_ref().is_some_and(|handle| handle.in_hand.get());
        let unvisited = handle.as_ref().is_some_and(|handle| !handle.visited.get());
        inner.verdicts.of_field(path, |evaluation| {
            let Some(state) = inner.program.state(evaluation, path).filter(|state| state.visible || in_hand)
            else {
                return FieldView::default();
            };
            if !state.visible {
                // Someone else's answer asks for it no more: it does not go from under the caret.
                let note = "Une autre réponse a changé\u{a0}: cette question n’est plus posée. Ce que vous y écrivez est gardé sans être transmis.";
                return FieldView { visible: true, notes: vec![note.to_owned()], ..FieldView::default() };
            }
            if says_nothing(&inner.program, path, state) {
                return FieldView::default();
            }
            let said = |issue: &Issue| {
                if issue.is_missing() {
                    // Emptied, or asked for: an answer still to come is no mistake.
                    return verified || (left && !quiet);
                }
                let was_said = |code: &String| before.is_some_and(|before| before.rules.contains(code));
                let is_new = issue.rule().is_some_and(|code| !was_said(code));
                // What another answer has just broken may be mended in the field one comes to.
                let elsewhere = in_hand || (unvisited && before.is_some());
                if is_new && !verified && (elsewhere || self.typing.with(Option::is_some)) {
                    return false;
                }
                // An explanation is asked for as soon as it is due: the field stays blank until it is given.
                let due = issue.severity == Severity::ToJustify;
                // Nobody has finished what a computed value is worked out from: it blocks when all is checked.
                let computed = handle.is_none() && issue.severity != Severity::Blocking;
                !quiet && (left || verified || due || computed)
            };
            let issues = inner.program.issues_of(evaluation, path);
            let texts = |wanted: fn(&Issue) -> bool| -> Vec<String> {
                issues.iter().filter(|issue| wanted(issue) && said(issue)).map(|issue| issue.said()).collect()
            };
            let field_type = inner.program.trame().field(path).map(|field| field.field_type.clone());
            let mut errors = texts(|issue| issue.holds_back() && !issue.asks());
            let asks = texts(|issue| issue.holds_back() && issue.asks());
            let (mut late, asks) = if verified { (asks, Vec::new()) } else { (Vec::new(), asks) };
            errors.append(&mut late);
            errors.extend(handle.as_ref().and_then(|handle| self.conflict_of_cell(path, handle)));
            let rules = issues.iter().filter(|issue| said(issue)).filter_map(|issue| issue.rule().cloned());
            FieldView {
                rules: rules.collect(),
                visible: true,
                required: state.required || issues.iter().any(|issue| issue.severity == Severity::ToJustify),
                shown: state.value.as_ref().zip(field_type).map(|(value, kind)| french::value(value, &kind)),
                errors,
                asks,
                notes: texts(|issue| !issue.holds_back() && issue.severity == Severity::Information),
            }
        })
    }

    /// Whether a cell asks which of two values is kept.
    pub fn asks_in_cell(&self, path: &Path) -> bool {
        let row = path.own_row();
        let asks = self.field(path).is_some_and(|handle| handle.aside.with(Option::is_some));
        asks && row.is_some_and(|row| !self.torn.with(|torn| torn.contains(&row)))
    }

    /// What a cell says of a value of mine that was set aside: one of its two buttons decides, or writing again.
    fn conflict_of_cell(&self, path: &Path, handle: &FieldHandle) -> Option<String> {
        let row = path.own_row()?;
        let mine = handle.aside.get()?;
        // Of a row that someone took away, it is the row that is asked about.
        if self.torn.with(|torn| torn.contains(&row)) {
            return None;
        }
        let theirs = handle.answer.get();
        let (by, at) = theirs.as_ref().map(|answer| (answer.by, answer.at))?;
        let author = match by {
            Actor::Application => "l’application a écrit".to_owned(),
            Actor::Person(_) if self.is_me(by) => "dans un autre onglet, vous avez écrit".to_owned(),
            Actor::Person(_) => format!("{} a écrit", self.author(by)),
        };
        let field = self.with_program(|program| program.trame().field(path).cloned())?;
        let value = theirs.and_then(|answer| answer.value);
        let value =
            value.map_or_else(|| "(vide)".to_owned(), |value| french::value(&value, &field.field_type));
        let own =
            mine.value.map_or_else(|| "(vide)".to_owned(), |own| french::value(&own, &field.field_type));
        let when = french::moment(at, self.today());
        Some(format!(
            "Conflit\u{a0}: {author} «\u{a0}{value}\u{a0}» {when}\u{202f}; la vôtre est «\u{a0}{own}\u{a0}». Laquelle garder\u{202f}?"
        ))
    }

    /// How a computed value is worked out, with the numbers in place.
    pub fn formula(&self, path: &Path) -> Option<Formula> {
        let inner = self.inner();
        let formula = |evaluation: &_| inner.program.formula(evaluation, &inner.context, path);
        inner.verdicts.of_field(path, formula)
    }

    /// What a computed value still waits for, in a sentence.
    pub fn awaited(&self, path: &Path) -> String {
        let inner = self.inner();
        let names = inner.verdicts.of_field(path, |evaluation| inner.program.awaited(evaluation, path));
        let quoted: Vec<String> = names.iter().map(|name| format!("«\u{a0}{name}\u{a0}»")).collect();
        match quoted.as_slice() {
            [] => "Pas encore calculé".to_owned(),
            [first, second, third, rest @ ..] if !rest.is_empty() => {
                let others = french::count(rest.len(), "autre réponse", "autres réponses");
                format!("Il manque\u{a0}: {first}, {second}, {third} et {others}")
            }
            all => format!("Il manque\u{a0}: {}", all.join(", ")),
        }
    }

    /// Whether a field is shown.
    pub fn shows(&self, path: &Path) -> bool {
        let inner = self.inner();
        let visible = |evaluation: &_| {
            let state = inner.program.state(evaluation, path).filter(|state| state.visible);
            state.is_some_and(|state| !says_nothing(&inner.program, path, state))
        };
        inner.verdicts.of_field(path, visible)
    }

    /// What a person answered in a step and that is no longer asked: kept, and left out of what is sent.
    pub fn hidden(&self, step: &str) -> Vec<String> {
        let inner = self.inner();
        let hidden = inner.verdicts.of_step(step, |evaluation| inner.program.hidden(evaluation, step));
        let theirs = |path: &Path| {
            let answer = self.field(path).and_then(|handle| handle.answer.get());
            answer.is_none_or(|answer| answer.origin == Origin::Typed)
        };
        hidden.into_iter().filter(|hidden| theirs(&hidden.path)).map(|hidden| hidden.label).collect()
    }

    /// What the rules of a step find, in the order of its fields; what is explained already left out.
    pub fn findings(&self, step: &str) -> Vec<Issue> {
        let inner = self.inner();
        inner.verdicts.of_step(step, |evaluation| {
            let fields = inner.program.trame().step(step).into_iter().flat_map(|step| &step.fields);
            let issues = fields.flat_map(|field| inner.program.issues_under(evaluation, &field.path));
            issues.filter(|issue| issue.rule().is_some() && !issue.justified).cloned().collect()
        })
    }

    /// Everything that holds a step back, in the order of its fields.
    pub fn held_back(&self, step: &str) -> Vec<Issue> {
        let inner = self.inner();
        inner.verdicts.of_step(step, |evaluation| {
            let step = inner.program.trame().step(step);
            step.into_iter()
                .flat_map(|step| &step.fields)
                .flat_map(|field| inner.program.issues_under(evaluation, &field.path))
                .filter(|issue| issue.holds_back())
                .cloned()
                .collect()
        })
    }
}

/// Whether a table is there to be read and has nothing in it.
fn says_nothing(program: &Program, path: &Path, state: &FieldState) -> bool {
    let field = program.trame().field(path);
    field.is_some_and(|field| field.field_type.table().is_some() && !field.is_typed()) && !state.is_answered()
}

/// Who acted, as the person reading calls them; the application is nobody.
#[must_use]
pub fn author(by: Actor, me: PersonId, names: &[(PersonId, String)]) -> String {
    let Actor::Person(person) = by else { return String::new() };
    if person == me {
        return "vous".to_owned();
    }
    let found = names.iter().find(|(known, _)| *known == person);
    found.map_or_else(|| "un collègue".to_owned(), |(_, name)| name.clone())
}

/// A source and its day: files are delivered, services answer.
#[must_use]
pub fn read_at(source: &str, as_of: form::Date) -> String {
    let on = if source.starts_with("ASP") { "livraison du" } else { "le" };
    format!("{source}, {on} {}", french::date(as_of))
}

/// Where an answer comes from, in one short line: the hour of today, the day of another.
#[must_use]
pub fn provenance(answer: &Answer, author: &str, today: Option<form::Date>) -> String {
    let (day, hour) = french::time_of_day(answer.at);
    match &answer.origin {
        Origin::Prefilled { source, as_of, .. } => read_at(source, *as_of),
        Origin::Derived { from, .. } => format!("Déduit de {from}"),
        Origin::Given { dossier, on, .. } => {
            format!("Repris de votre dossier {dossier} du {}", french::date(*on))
        }
        Origin::Typed => {
            let done = match answer.value {
                Some(Value::Files(_)) => "Déposé",
                Some(_) => "Saisi",
                None => "Effacé",
            };
            let when =
                if Some(day) == today { format!("à {hour}") } else { format!("le {}", french::date(day)) };
            format!("{done} par {author} {when}")
        }
    }
}

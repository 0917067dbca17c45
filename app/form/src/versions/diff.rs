//! Comparing two versions of a trame.

use super::{
    change::{Bound, Change, Need, What},
    strictness,
};
use crate::{
    Decimal, Field, FieldType, Path, Rule, Step, Table, Trame,
    trame::{Formerly, Requirement},
    versions::words::type_name,
};

/// What changed from one version to the next, in the order of the later one; what left comes last.
#[must_use]
pub fn diff(before: &Trame, after: &Trame) -> Vec<Change> {
    let formerly = &after.formerly_in(before.version);
    let both = &Versions { before, after, formerly };
    let mut changes = Vec::new();
    for step in &after.steps {
        steps(before, step, &mut changes);
        for field in &step.fields {
            let former = former(before, formerly, &field.path);
            match former {
                Some((home, old)) => {
                    question(both, (old, field), step, &mut changes);
                    if home.key != step.key {
                        let titles = What::Moved(home.title.clone(), step.title.clone());
                        changes.push(of(step, Some(old), Some(field), titles));
                    }
                    columns(both, (old, field), step, &mut changes);
                }
                None => changes.push(of(step, None, Some(field), What::Added)),
            }
        }
    }
    for step in before.steps.iter().filter(|step| after.step(&step.key).is_none()) {
        changes.push(step_change(step, What::StepRemoved));
    }
    for (step, field) in before.fields() {
        if after.field(&formerly.now(&field.path)).is_none() {
            changes.push(of(step, Some(field), None, What::Removed));
        }
    }
    changes
}

/// The two versions beside each other.
struct Versions<'a> {
    before: &'a Trame,
    after: &'a Trame,
    formerly: &'a Formerly,
}

/// The question of before behind a question of today: under the key it had then, else under its own.
fn former<'a>(before: &'a Trame, formerly: &Formerly, path: &Path) -> Option<(&'a Step, &'a Field)> {
    let find = |wanted: &Path| before.fields().find(|(_, field)| field.path == *wanted);
    match formerly.before(path) {
        Some(old) => find(old),
        // Its own key may have been given to another question since.
        None => find(path).filter(|(_, field)| formerly.now(&field.path) == *path),
    }
}

fn steps(before: &Trame, step: &Step, changes: &mut Vec<Change>) {
    match before.step(&step.key) {
        None => changes.push(step_change(step, What::StepAdded)),
        Some(old) => {
            if old.title != step.title {
                changes.push(step_change(step, What::StepRetitled(old.title.clone())));
            }
            if (&old.intro, &old.why) != (&step.intro, &step.why) {
                changes.push(step_change(step, What::StepReworded));
            }
        }
    }
}

fn step_change(step: &Step, what: What) -> Change {
    Change { step: step.key.clone(), before: None, after: None, label: step.title.clone(), what }
}

fn of(step: &Step, before: Option<&Field>, after: Option<&Field>, what: What) -> Change {
    let named = after.or(before);
    Change {
        step: step.key.clone(),
        before: before.map(|field| field.path.clone()),
        after: after.map(|field| field.path.clone()),
        label: named.map(|field| field.label.clone()).unwrap_or_default(),
        what,
    }
}

/// What changed of one question.
fn question(both: &Versions<'_>, (old, new): (&Field, &Field), step: &Step, changes: &mut Vec<Change>) {
    let mut note = |what| changes.push(of(step, Some(old), Some(new), what));
    if old.path != new.path {
        note(What::Renamed(old.path.clone()));
    }
    if old.label != new.label {
        note(What::Relabelled(old.label.clone()));
    }
    let reworded: Vec<&'static str> = texts(old)
        .into_iter()
        .zip(texts(new))
        .filter_map(|((name, before), (_, after))| (before != after).then_some(name))
        .collect();
    if !reworded.is_empty() {
        note(What::Reworded(reworded));
    }
    let names = (type_name(&old.field_type), type_name(&new.field_type));
    if names.0 != names.1 {
        note(What::Retyped(names.0, names.1));
    }
    offered(both.formerly, (old, new), &mut note);
    if old.required != new.required {
        note(What::Required(need(&new.required)));
    }
    if old.variants != new.variants {
        note(What::Audience(old.variants.clone(), new.variants.clone()));
    }
    if (&old.visible, asked(both.before, old)) != (&new.visible, asked(both.after, new)) {
        note(What::Shown);
    }
    match (old.is_typed(), new.is_typed()) {
        (true, false) => note(What::NowComputed),
        (false, true) => note(What::NowTyped),
        _ if old.computed != new.computed => note(What::Formula),
        _ => {}
    }
    bounds(old, new, &mut note);
    rules(&old.rules, &new.rules, &mut note);
}

/// When its cadence asks a question; none when every year.
fn asked<'a>(trame: &'a Trame, field: &Field) -> Option<&'a String> {
    field.cadence.as_ref().and_then(|cadence| trame.cadences.get(cadence))
}

/// The texts around a question, each with its name.
fn texts(field: &Field) -> [(&'static str, &Option<String>); 4] {
    [
        ("exemple ou précision", &field.hint),
        ("aide", &field.help),
        ("référence", &field.reference),
        ("titre de groupe", &field.section),
    ]
}

fn need(required: &Requirement) -> Need {
    match required {
        Requirement::Always => Need::Always,
        Requirement::When(_) => Need::Sometimes,
        Requirement::Never => Need::Never,
    }
}

/// Choices and rows always there that came, left or are worded otherwise.
fn offered(formerly: &Formerly, (old, new): (&Field, &Field), note: &mut dyn FnMut(What)) {
    let renamed = formerly.choices.get(&new.path);
    let now = |key: String| renamed.and_then(|renamed| renamed.get(&key)).cloned().unwrap_or(key);
    let before: Vec<(String, String)> =
        entries(&old.field_type).into_iter().map(|(key, label)| (now(key), label)).collect();
    let after = entries(&new.field_type);
    let lines = new.field_type.table().is_some();
    for (key, label) in &after {
        match before.iter().find(|(known, _)| known == key) {
            None if lines => note(What::LineAdded(label.clone())),
            None => note(What::ChoiceAdded(label.clone())),
            Some((_, was)) if was == label => {}
            Some((_, was)) if lines => note(What::LineRelabelled(was.clone(), label.clone())),
            Some((_, was)) => note(What::ChoiceRelabelled(was.clone(), label.clone())),
        }
    }
    for (_, label) in before.into_iter().filter(|(key, _)| !after.iter().any(|(known, _)| known == key)) {
        note(if lines { What::LineRemoved(label) } else { What::ChoiceRemoved(label) });
    }
}

/// What a type offers, by key: choices, or rows always there.
fn entries(field_type: &FieldType) -> Vec<(String, String)> {
    match field_type.table() {
        Some(table) => table.lines.iter().map(|line| (line.key.clone(), line.label.clone())).collect(),
        None => {
            field_type.choices().iter().map(|choice| (choice.key.clone(), choice.label.clone())).collect()
        }
    }
}

fn bounds(old: &Field, new: &Field, note: &mut dyn FnMut(What)) {
    let of = |field: &Field| {
        let length = |length: Option<usize>| length.map(Decimal::from);
        let rows = |read: fn(&Table) -> u32| {
            let table = field.field_type.table().filter(|table| !table.is_fixed());
            table.map(|table| Decimal::from(read(table)))
        };
        [
            (Bound::Min, field.min),
            (Bound::Max, field.max),
            (Bound::MinLength, length(field.min_length)),
            (Bound::MaxLength, length(field.max_length)),
            (Bound::MinRows, rows(|table| table.min_rows)),
            (Bound::MaxRows, rows(|table| table.max_rows)),
        ]
    };
    for ((bound, before), (_, after)) in of(old).into_iter().zip(of(new)) {
        if before != after {
            note(What::Bound(bound, before, after));
        }
    }
}

fn rules(old: &[Rule], new: &[Rule], note: &mut dyn FnMut(What)) {
    for rule in new {
        match old.iter().find(|known| known.code == rule.code) {
            None => note(What::RuleAdded(rule.text.clone(), rule.severity)),
            Some(known) => {
                if known.severity != rule.severity {
                    note(What::RuleSeverity(rule.text.clone(), known.severity, rule.severity));
                }
                if known.check != rule.check {
                    note(What::RuleCheck(rule.text.clone(), strictness::direction(known, rule)));
                }
                let said = |rule: &Rule| (rule.text.clone(), rule.advice.clone(), rule.reference.clone());
                if said(known) != said(rule) {
                    note(What::RuleReworded(rule.text.clone()));
                }
            }
        }
    }
    for rule in old.iter().filter(|rule| !new.iter().any(|known| known.code == rule.code)) {
        note(What::RuleRemoved(rule.text.clone(), rule.severity));
    }
}

/// What changed of the columns of two tables.
fn columns(both: &Versions<'_>, (old, new): (&Field, &Field), step: &Step, changes: &mut Vec<Change>) {
    let (Some(was), Some(is)) = (old.field_type.table(), new.field_type.table()) else { return };
    let own = |column: &Field| new.path.join(column.path.last());
    for column in &is.columns {
        let former = both.formerly.before(&column.path).map_or(column.path.last(), Path::last);
        match was.column(former) {
            Some(known) => question(both, (known, column), step, changes),
            None => changes.push(of(step, None, Some(column), What::Added)),
        }
    }
    for column in &was.columns {
        let now = both.formerly.keys.get(&column.path).cloned().unwrap_or_else(|| own(column));
        if is.column(now.last()).is_none() {
            changes.push(of(step, Some(column), None, What::Removed));
        }
    }
}

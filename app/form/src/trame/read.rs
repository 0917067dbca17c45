//! Reading a trame from its file: every mistake in one run, each with its place.

mod check;
mod composite;
mod field;
mod formerly;
mod local;
mod reach;
mod rule;
mod shown;
mod table;

use std::collections::BTreeMap;

pub use local::read_local;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    Fact, FactKind, Formerly, Problem, Step, Trame,
    reader::{Placed, Reader, Source},
};
use crate::{Path, engine::Program, expr::Kind};

/// Reads a trame file, or says everything that is wrong with it.
///
/// What comes out compiles: types, names, cycles, bounds, texts and examples are all checked.
pub fn read_trame(text: &str) -> Result<Trame, Vec<Problem>> {
    checked(text, trame, Trame::clone)
}

/// Reads a file and checks the trame that it makes, in one run.
fn checked<T>(
    text: &str,
    read: impl FnOnce(&Source<'_>, &Reader<'_, '_>, &mut Spots) -> T,
    whole: impl FnOnce(&T) -> Trame,
) -> Result<T, Vec<Problem>> {
    let source = Source::new(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        source.problem(error.span().map_or(0, |span| span.start), syntax(error.message()));
    }
    let mut spots = Spots::default();
    let found = read(&source, &Reader::new(&source, table.get_ref(), 0), &mut spots);
    let trame = whole(&found);
    if errors.is_empty() {
        check::check_expressions(&source, &trame, &spots);
        reach::check_variants(&source, &trame, &spots);
    }
    match Program::compile(trame) {
        Ok(program) => {
            shown::check_shown(&source, program.trame(), &spots);
            // What a rule that is badly written says of its examples is one more consequence, not one more mistake.
            if !source.has_problems() {
                program.run_examples(&mut |field, rule, reason| {
                    source.problem(spots.rule(&field.path, &rule.code), reason);
                });
            }
        }
        Err(cycle) => {
            let at = cycle.first().map_or(0, |path| spots.field(path));
            let names: Vec<&str> = cycle.iter().map(Path::as_str).collect();
            source.problem(at, format!("ces champs dépendent les uns des autres : {}", names.join(" → ")));
        }
    }
    let problems = source.into_problems();
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

/// Where the expressions and the definitions stand in the file.
#[derive(Default)]
struct Spots {
    fields: BTreeMap<Path, usize>,
    rules: BTreeMap<(Path, String), usize>,
    expressions: Vec<Written>,
    templates: Vec<Template>,
    /// Conditions of the cadences, by name.
    cadences: BTreeMap<String, Placed>,
    /// The field being read, for the expressions that it holds.
    current: Option<Path>,
    /// The table whose columns are being read.
    table: Option<Path>,
}

/// A text with values in place, where it is written.
struct Template {
    placed: Placed,
    /// The table whose rows it speaks of.
    table: Option<Path>,
}

/// An expression where it is written.
struct Written {
    placed: Placed,
    /// The type it must have.
    kind: Kind,
    /// The field that holds it.
    field: Option<Path>,
    /// The table whose rows it speaks of.
    table: Option<Path>,
    /// Whether it says when its field is shown.
    decides: bool,
}

impl Spots {
    fn field(&self, path: &Path) -> usize {
        self.fields.get(path).copied().unwrap_or_default()
    }

    fn rule(&self, path: &Path, code: &str) -> usize {
        self.rules.get(&(path.clone(), code.to_owned())).copied().unwrap_or_default()
    }

    fn expression(&mut self, placed: Placed, kind: Kind) -> String {
        let text = placed.text.clone();
        let (field, table) = (self.current.clone(), self.table.clone());
        self.expressions.push(Written { placed, kind, field, table, decides: false });
        text
    }

    fn visibility(&mut self, placed: Placed) -> String {
        let text = self.expression(placed, Kind::Boolean);
        if let Some(written) = self.expressions.last_mut() {
            written.decides = true;
        }
        text
    }
}

impl Spots {
    fn template(&mut self, text: &str, at: usize) {
        let placed = Placed { text: text.to_owned(), at };
        self.templates.push(Template { placed, table: self.table.clone() });
    }

    /// Notes that the field being read follows a cadence; unknown names are told.
    fn cadence(&mut self, source: &Source<'_>, name: Placed) -> Option<String> {
        if name.text == EVERY_YEAR {
            return None;
        }
        let Some(condition) = self.cadences.get(&name.text).cloned() else {
            source.problem(name.at, format!("cadence inconnue « {} »", name.text));
            return None;
        };
        if !condition.text.is_empty() {
            self.expression(condition, Kind::Boolean);
        }
        Some(name.text)
    }
}

/// The cadence of what is asked every year.
const EVERY_YEAR: &str = "annuel";

fn syntax(message: &str) -> String {
    format!("le fichier n'est pas du TOML : {message}")
}

fn trame(source: &Source<'_>, root: &Reader<'_, '_>, spots: &mut Spots) -> Trame {
    let facts = root.pairs("facts").into_iter().filter_map(|(name, value)| fact(source, name, value));
    for (name, value) in root.pairs("cadences") {
        let Some(text) = value.get_ref().as_str() else {
            source.problem(value.span().start, "la condition d'une cadence est un texte");
            continue;
        };
        spots.cadences.insert(name.text, Placed { text: text.to_owned(), at: value.span().start + 1 });
    }
    let cadences = spots.cadences.iter().filter(|(_, condition)| !condition.text.is_empty());
    let cadences = cadences.map(|(name, condition)| (name.clone(), condition.text.clone())).collect();
    let mut trame = Trame {
        cadences,
        key: root.required_text("key"),
        version: root.whole("version").unwrap_or_else(|| {
            source.problem(0, "il manque « version », un nombre entier à partir de 1");
            1
        }),
        title: root.required_said("title"),
        variant: root.text("variant"),
        facts: facts.collect(),
        parameters: root.texts("parameters").into_iter().map(|placed| placed.text).collect(),
        steps: root.tables("step").iter().map(|reader| step(source, reader, spots)).collect(),
        formerly: Formerly::default(),
    };
    if trame.steps.is_empty() {
        source.problem(0, "la trame n'a aucune étape");
    }
    if let Some(variant) = &trame.variant
        && !trame.facts.iter().any(|fact| fact.name == *variant)
    {
        source.problem(0, format!("« variant » nomme un fait inconnu « {variant} »"));
    }
    trame.formerly = formerly::formerly(source, root, &trame);
    root.finish();
    trame
}

fn fact(source: &Source<'_>, name: Placed, value: &Spanned<DeValue<'_>>) -> Option<Fact> {
    let mut values = Vec::new();
    if let Some(items) = value.get_ref().as_array() {
        values = items.iter().filter_map(|item| item.get_ref().as_str().map(str::to_owned)).collect();
        if values.is_empty() || values.len() < items.len() {
            source.problem(value.span().start, "les valeurs d'un fait sont des textes");
        }
        return Some(Fact { name: name.text, kind: FactKind::Text, values });
    }
    let kind = match value.get_ref().as_str() {
        Some("boolean") => FactKind::Boolean,
        Some("number") => FactKind::Number,
        Some("text") => FactKind::Text,
        Some("date") => FactKind::Date,
        _ => {
            source.problem(
                value.span().start,
                "un fait est boolean, number, text, date, ou la liste de ses valeurs",
            );
            return None;
        }
    };
    Some(Fact { name: name.text, kind, values })
}

fn step(source: &Source<'_>, reader: &Reader<'_, '_>, spots: &mut Spots) -> Step {
    let step = Step {
        key: reader.required_text("key"),
        title: reader.required_said("title"),
        intro: reader.said("intro"),
        why: reader.said("why"),
        minutes: reader.whole("minutes").unwrap_or(3),
        fields: reader
            .tables("field")
            .iter()
            .flat_map(|reader| field::fields(source, reader, spots))
            .collect(),
    };
    if step.fields.is_empty() {
        source.problem(reader.at(), format!("l'étape « {} » n'a aucun champ", step.key));
    }
    reader.finish();
    step
}

fn path(source: &Source<'_>, reader: &Reader<'_, '_>, key: &'static str) -> Option<Path> {
    let text = reader.required_text(key);
    if text.is_empty() {
        return None;
    }
    Path::parse(&text).map_err(|problem| source.problem(reader.at(), problem.to_string())).ok()
}

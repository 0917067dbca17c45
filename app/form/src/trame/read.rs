//! Reading a trame from its file: every mistake in one run, each with its place.

mod check;
mod reach;
mod rule;

use std::collections::BTreeMap;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    Choice, Fact, FactKind, Field, FieldType, Problem, Requirement, Step, Trame,
    reader::{Placed, Reader, Source},
};
use crate::{Path, engine::Program, expr::Kind};

/// Reads a trame file, or says everything that is wrong with it.
///
/// What comes out compiles: types, names, cycles, bounds, texts and examples are all checked.
pub fn read_trame(text: &str) -> Result<Trame, Vec<Problem>> {
    let source = Source::new(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        source.problem(error.span().map_or(0, |span| span.start), syntax(error.message()));
    }
    let mut spots = Spots::default();
    let root = Reader::new(&source, table.get_ref(), 0);
    let trame = trame(&source, &root, &mut spots);
    if errors.is_empty() {
        check::check_expressions(&source, &trame, &spots);
        reach::check_variants(&source, &trame, &spots);
    }
    let problems = source.into_problems();
    if !problems.is_empty() {
        return Err(problems);
    }
    let source = Source::new(text);
    match Program::compile(trame.clone()) {
        Ok(program) => program.run_examples(&mut |field, rule, reason| {
            source.problem(spots.rule(&field.path, &rule.code), reason);
        }),
        Err(cycle) => {
            let at = cycle.first().map_or(0, |path| spots.field(path));
            let names: Vec<&str> = cycle.iter().map(Path::as_str).collect();
            source.problem(at, format!("ces champs dépendent les uns des autres : {}", names.join(" → ")));
        }
    }
    let problems = source.into_problems();
    if problems.is_empty() { Ok(trame) } else { Err(problems) }
}

/// Where the expressions and the definitions stand in the file.
#[derive(Default)]
struct Spots {
    fields: BTreeMap<Path, usize>,
    rules: BTreeMap<(Path, String), usize>,
    expressions: Vec<Written>,
    templates: Vec<Placed>,
    /// The field being read, for the expressions that it holds.
    current: Option<Path>,
}

/// An expression where it is written.
struct Written {
    placed: Placed,
    /// The type it must have.
    kind: Kind,
    /// The field that holds it.
    field: Option<Path>,
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
        let field = self.current.clone();
        self.expressions.push(Written { placed, kind, field, decides: false });
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

fn syntax(message: &str) -> String {
    format!("le fichier n'est pas du TOML : {message}")
}

fn trame(source: &Source<'_>, root: &Reader<'_, '_>, spots: &mut Spots) -> Trame {
    let facts = root.pairs("facts").into_iter().filter_map(|(name, value)| fact(source, name, value));
    let trame = Trame {
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
    };
    if trame.steps.is_empty() {
        source.problem(0, "la trame n'a aucune étape");
    }
    if let Some(variant) = &trame.variant
        && !trame.facts.iter().any(|fact| fact.name == *variant)
    {
        source.problem(0, format!("« variant » nomme un fait inconnu « {variant} »"));
    }
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
        minutes: reader.whole("minutes").unwrap_or(3),
        fields: reader
            .tables("field")
            .iter()
            .filter_map(|field_reader| field(source, field_reader, spots))
            .collect(),
    };
    if step.fields.is_empty() {
        source.problem(reader.at(), format!("l'étape « {} » n'a aucun champ", step.key));
    }
    reader.finish();
    step
}

fn field(source: &Source<'_>, reader: &Reader<'_, '_>, spots: &mut Spots) -> Option<Field> {
    let field_type = field_type(source, reader);
    let path = path(source, reader, "key");
    if let Some(path) = &path
        && spots.fields.insert(path.clone(), reader.at()).is_some()
    {
        source.problem(reader.at(), format!("la clé « {path} » est déjà prise"));
    }
    spots.current.clone_from(&path);
    let kind = field_type.as_ref().map_or(Kind::Text, FieldType::kind);
    let required = match reader.flag_or_text("required") {
        None | Some(Ok(false)) => Requirement::Never,
        Some(Ok(true)) => Requirement::Always,
        Some(Err(placed)) => Requirement::When(spots.expression(placed, Kind::Boolean)),
    };
    let visible = reader.placed("visible").map(|placed| spots.visibility(placed));
    let computed = reader.placed("computed").map(|placed| spots.expression(placed, kind));
    let label = reader.required_said("label");
    let rules = reader.tables("rule");
    let length = |key| reader.whole(key).map(|length| length as usize);
    let field = Field {
        label,
        hint: reader.said("hint"),
        section: reader.said("section"),
        required,
        visible,
        computed,
        variants: reader.texts("variants").into_iter().map(|placed| placed.text).collect(),
        read_only: reader.flag("read_only"),
        min: reader.decimal("min"),
        max: reader.decimal("max"),
        min_length: length("min_length"),
        max_length: length("max_length"),
        width: reader.whole("width"),
        help: reader.said("help"),
        reference: reader.said("reference"),
        autocomplete: reader.text("autocomplete"),
        prefill: reader.texts("prefill").into_iter().map(|placed| placed.text).collect(),
        rules: path
            .iter()
            .flat_map(|path| {
                rules.iter().map(|reader| rule::rule(source, reader, path, spots)).collect::<Vec<_>>()
            })
            .collect(),
        field_type: field_type.unwrap_or(FieldType::Text),
        path: path.clone().unwrap_or_else(|| Path::parse("inconnu").expect("a plain word is a key")),
    };
    if field.min.zip(field.max).is_some_and(|(least, most)| least > most) {
        source.problem(reader.at(), "« min » dépasse « max »\u{a0}: aucune réponse ne conviendrait");
    }
    if field.min_length.zip(field.max_length).is_some_and(|(least, most)| least > most) {
        source.problem(
            reader.at(),
            "« min_length » dépasse « max_length »\u{a0}: aucune réponse ne conviendrait",
        );
    }
    reader.finish();
    path.map(|_| field)
}

fn field_type(source: &Source<'_>, reader: &Reader<'_, '_>) -> Option<FieldType> {
    let choices: Vec<Choice> = reader
        .tables("choice")
        .iter()
        .map(|choice| {
            let read = Choice {
                key: choice.required_text("key"),
                label: choice.required_said("label"),
                hint: choice.said("hint"),
            };
            choice.finish();
            read
        })
        .collect();
    let scale = reader.whole("scale");
    let name = reader.required_text("type");
    if matches!(name.as_str(), "choice" | "choices") == choices.is_empty() && !name.is_empty() {
        source.problem(reader.at(), "« choice » va avec les types choice et choices, et eux seuls");
    }
    let found = FieldType::named(&name, choices, scale);
    if found.is_none() && !name.is_empty() {
        let at = reader.placed("type").map_or(reader.at(), |name| name.at);
        source
            .problem(at, format!("type inconnu « {name} » ; les types sont {}", FieldType::NAMES.join(", ")));
    }
    found
}

fn path(source: &Source<'_>, reader: &Reader<'_, '_>, key: &'static str) -> Option<Path> {
    let text = reader.required_text(key);
    if text.is_empty() {
        return None;
    }
    Path::parse(&text).map_err(|problem| source.problem(reader.at(), problem.to_string())).ok()
}

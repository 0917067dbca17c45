//! Reading a field with its type, its conditions and its rules.

use super::{
    super::{
        Choice, Field, FieldType, Requirement,
        reader::{Reader, Source},
    },
    Spots, composite, path, rule, table,
};
use crate::{Path, expr::Kind};

/// The fields of one entry of a step: one, or the parts of a composite.
pub(super) fn fields(source: &Source<'_>, reader: &Reader<'_, '_>, spots: &mut Spots) -> Vec<Field> {
    match reader.text("type").as_deref().and_then(composite::parts) {
        Some(parts) => composite::fields(source, reader, spots, parts),
        None => field(source, reader, spots).into_iter().collect(),
    }
}

/// A field of a step.
fn field(source: &Source<'_>, reader: &Reader<'_, '_>, spots: &mut Spots) -> Option<Field> {
    let path = path(source, reader, "key")?;
    taken(source, reader, &path, spots);
    spots.current = Some(path.clone());
    let field = question(source, reader, path, spots);
    reader.finish();
    Some(field)
}

/// Notes where a key is defined; a key that is already taken is told.
pub(super) fn taken(source: &Source<'_>, reader: &Reader<'_, '_>, path: &Path, spots: &mut Spots) {
    if spots.fields.insert(path.clone(), reader.at()).is_some() {
        source.problem(reader.at(), format!("la clé « {path} » est déjà prise"));
    }
}

/// What a field of a step and a column of a table have in common.
pub(super) fn question(source: &Source<'_>, reader: &Reader<'_, '_>, path: Path, spots: &mut Spots) -> Field {
    let field_type = field_type(source, reader, &path, spots);
    let kind = field_type.as_ref().map_or(Kind::Text, FieldType::kind);
    let rules = reader.tables("rule");
    let length = |key| reader.whole(key).map(|length| length as usize);
    let field = Field {
        label: reader.required_said("label"),
        hint: reader.said("hint"),
        section: reader.said("section"),
        required: required(reader, spots),
        cadence: reader.placed("cadence").and_then(|name| spots.cadence(source, name)),
        visible: reader.placed("visible").map(|placed| spots.visibility(placed)),
        computed: reader.placed("computed").map(|placed| spots.expression(placed, kind)),
        variants: reader.texts("variants").into_iter().map(|placed| placed.text).collect(),
        read_only: reader.flag("read_only"),
        min: reader.decimal("min"),
        max: reader.decimal("max"),
        min_length: length("min_length"),
        max_length: length("max_length"),
        width: reader.whole("width"),
        valid_months: reader.whole("valid_months"),
        total: reader.flag("total"),
        help: reader.said("help"),
        reference: reader.said("reference"),
        autocomplete: reader.text("autocomplete"),
        prefill: reader.texts("prefill").into_iter().map(|placed| placed.text).collect(),
        rules: rules.iter().map(|reader| rule::rule(source, reader, &path, spots)).collect(),
        field_type: field_type.unwrap_or(FieldType::Text),
        path,
    };
    bounds(source, reader, &field);
    if field.valid_months.is_some() && field.field_type != FieldType::Files {
        source.problem(reader.at(), "« valid_months » va avec un champ de documents");
    }
    if field.computed.is_some() && field.required != Requirement::Never {
        source.problem(reader.at(), "« required » ne va pas avec « computed » : personne n’y répond");
    }
    field
}

pub(super) fn required(reader: &Reader<'_, '_>, spots: &mut Spots) -> Requirement {
    match reader.flag_or_text("required") {
        None | Some(Ok(false)) => Requirement::Never,
        Some(Ok(true)) => Requirement::Always,
        Some(Err(placed)) => Requirement::When(spots.expression(placed, Kind::Boolean)),
    }
}

fn bounds(source: &Source<'_>, reader: &Reader<'_, '_>, field: &Field) {
    if field.min.zip(field.max).is_some_and(|(least, most)| least > most) {
        source.problem(reader.at(), "« min » dépasse « max »\u{a0}: aucune réponse ne conviendrait");
    }
    if field.min_length.zip(field.max_length).is_some_and(|(least, most)| least > most) {
        source.problem(
            reader.at(),
            "« min_length » dépasse « max_length »\u{a0}: aucune réponse ne conviendrait",
        );
    }
    if field.total && field.field_type.kind() != Kind::Number {
        source.problem(reader.at(), "« total » va avec une colonne de nombres");
    }
}

fn field_type(
    source: &Source<'_>,
    reader: &Reader<'_, '_>,
    path: &Path,
    spots: &mut Spots,
) -> Option<FieldType> {
    let choices: Vec<Choice> = reader.tables("choice").iter().map(choice).collect();
    for (place, choice) in choices.iter().enumerate() {
        if choices[..place].iter().any(|known| known.key == choice.key) {
            source.problem(reader.at(), format!("le choix « {} » est écrit deux fois", choice.key));
        }
    }
    let scale = reader.whole("scale");
    let name = reader.required_text("type");
    if matches!(name.as_str(), "choice" | "choices") == choices.is_empty() && !name.is_empty() {
        source.problem(reader.at(), "« choice » va avec les types choice et choices, et eux seuls");
    }
    if name == "table" {
        return Some(FieldType::Table(Box::new(table::table(source, reader, path, spots))));
    }
    let found = FieldType::named(&name, choices, scale);
    if found.is_none() && !name.is_empty() {
        let at = reader.placed("type").map_or(reader.at(), |name| name.at);
        let known = FieldType::NAMES.iter().chain(&composite::NAMES);
        let known: Vec<&str> = known.copied().collect();
        source.problem(at, format!("type inconnu « {name} » ; les types sont {}", known.join(", ")));
    }
    found
}

fn choice(reader: &Reader<'_, '_>) -> Choice {
    let read = Choice {
        key: reader.required_text("key"),
        label: reader.required_said("label"),
        hint: reader.said("hint"),
    };
    reader.finish();
    read
}

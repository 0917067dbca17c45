//! Composites: a period, a person, an address, each written once and asked in several fields.

use std::collections::BTreeMap;

use super::{
    super::{
        CodeList, Field, FieldType, Requirement, Rule,
        reader::{Reader, Source},
    },
    Spots, field, path,
};
use crate::{Date, Path, Severity, Value, french::typeset, trame::Example};

/// Names of the composites in a trame file.
pub(super) const NAMES: [&str; 3] = ["period", "person", "address"];

/// A part of a composite.
pub(super) struct Part {
    key: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
    field_type: FieldType,
    optional: bool,
    min_length: Option<usize>,
    max_length: Option<usize>,
    width: Option<u32>,
    autocomplete: Option<&'static str>,
}

/// The parts of a composite's name; none for a plain type.
pub(super) fn parts(name: &str) -> Option<Vec<Part>> {
    let part = |key, label, field_type| Part {
        key,
        label,
        hint: None,
        field_type,
        optional: false,
        min_length: None,
        max_length: None,
        width: None,
        autocomplete: None,
    };
    let text = |key, label, most| Part { max_length: Some(most), ..part(key, label, FieldType::Text) };
    Some(match name {
        "period" => vec![
            Part { width: Some(12), ..part("debut", "Début", FieldType::Date) },
            Part { width: Some(12), ..part("fin", "Fin", FieldType::Date) },
        ],
        "person" => vec![
            Part { min_length: Some(2), ..text("nom", "Nom et prénom", 120) },
            Part {
                hint: Some("Exemples : présidente, directeur, coordinatrice"),
                ..text("qualite", "Qualité", 80)
            },
            Part { max_length: Some(200), ..part("courriel", "Adresse électronique", FieldType::Email) },
            Part {
                optional: true,
                width: Some(16),
                hint: Some("Exemple : 02 98 00 00 00"),
                ..part("telephone", "Téléphone", FieldType::Phone)
            },
        ],
        "address" => vec![
            Part {
                hint: Some("Exemple : 17 rue Lamartine"),
                autocomplete: Some("street-address"),
                ..text("voie", "Numéro et voie", 200)
            },
            Part {
                optional: true,
                hint: Some("Bâtiment, boîte postale."),
                ..text("complement", "Complément d’adresse", 200)
            },
            Part {
                width: Some(8),
                hint: Some("Exemple : 29770"),
                autocomplete: Some("postal-code"),
                ..part("code_postal", "Code postal", FieldType::Postcode)
            },
            Part {
                hint: Some("Écrivez les premières lettres ou le code postal, puis choisissez."),
                ..part("commune", "Commune", FieldType::Coded { list: CodeList::Communes })
            },
        ],
        _ => return None,
    })
}

/// The fields of a composite, each with its key under the composite's.
pub(super) fn fields(
    source: &Source<'_>,
    reader: &Reader<'_, '_>,
    spots: &mut Spots,
    parts: Vec<Part>,
) -> Vec<Field> {
    let Some(key) = path(source, reader, "key") else { return Vec::new() };
    let heading = reader.required_said("label");
    let heading = reader.said("section").unwrap_or(heading);
    let whose = reader.text("whose").map(|whose| format!(" {whose}")).unwrap_or_default();
    let hint = reader.said("hint");
    let (help, reference) = (reader.said("help"), reader.said("reference"));
    let variants: Vec<String> = reader.texts("variants").into_iter().map(|placed| placed.text).collect();
    let prefill: Vec<String> = reader.texts("prefill").into_iter().map(|placed| placed.text).collect();
    let mut fields: Vec<Field> = Vec::new();
    for part in parts {
        let path = key.join(part.key);
        field::taken(source, reader, &path, spots);
        spots.current = Some(path.clone());
        let first = fields.is_empty();
        let required = field::required(reader, spots);
        let rules = ends_after(&key, &path).into_iter().chain(same_departement(&key, &path)).collect();
        fields.push(Field {
            label: typeset(&format!("{}{whose}", part.label)),
            hint: hint.clone().filter(|_| first).or_else(|| part.hint.map(typeset)),
            field_type: part.field_type,
            section: first.then(|| heading.clone()),
            required: if part.optional { Requirement::Never } else { required },
            cadence: reader.placed("cadence").and_then(|name| spots.cadence(source, name)),
            visible: reader.placed("visible").map(|placed| spots.visibility(placed)),
            computed: None,
            variants: variants.clone(),
            read_only: false,
            min: None,
            max: None,
            min_length: part.min_length,
            max_length: part.max_length,
            width: part.width,
            valid_months: None,
            total: false,
            help: help.clone().filter(|_| first),
            reference: reference.clone().filter(|_| first),
            autocomplete: part.autocomplete.map(str::to_owned),
            prefill: prefill.clone(),
            rules,
            path,
        });
    }
    reader.finish();
    fields
}

/// The rule of an address: its postcode and its commune are of one département; some communes have the
/// postcode of the next one, so that it only informs.
fn same_departement(key: &Path, path: &Path) -> Option<Rule> {
    let (code, commune) = (key.join("code_postal"), key.join("commune"));
    (*path == commune).then(|| Rule {
        code: "commune_d_un_autre_departement".to_owned(),
        check: format!("debut({code}, 2) = debut({commune}, 2) ou debut({code}, 2) = '20'"),
        severity: Severity::Information,
        text: typeset(&format!(
            "Le code postal ({{{code}}}) et la commune ({{{commune}}}) ne sont pas du même département."
        )),
        advice: Some(typeset("Vérifiez l’un et l’autre.")),
        reference: Some(typeset("Contrôle de cohérence")),
        justification: None,
        examples: [
            (true, "29000", "29232"),
            (true, "20000", "2A004"),
            (true, "97200", "97209"),
            (false, "29000", "13004"),
            (false, "01200", "74010"),
            (false, "97100", "29232"),
        ]
        .map(|(passes, postcode, place)| {
            let text = |text: &str| Value::Text(text.to_owned());
            example(passes, &[(&code, text(postcode)), (&commune, text(place))])
        })
        .to_vec(),
    })
}

/// The rule of a period: its end comes after its start, or on the same day.
fn ends_after(key: &Path, path: &Path) -> Option<Rule> {
    let (start, end) = (key.join("debut"), key.join("fin"));
    (*path == end).then(|| Rule {
        code: "fin_avant_debut".to_owned(),
        check: format!("{end} >= {start}"),
        severity: Severity::Blocking,
        text: typeset(&format!("La fin ({{{end}}}) vient avant le début ({{{start}}}).")),
        advice: Some(typeset("Corrigez l’une des deux dates.")),
        reference: Some(typeset("Contrôle de cohérence")),
        justification: None,
        examples: [
            (true, (2027, 1), (2027, 1)),
            (true, (2027, 1), (2029, 12)),
            (true, (2027, 11), (2028, 2)),
            (false, (2027, 2), (2027, 1)),
            (false, (2028, 1), (2027, 12)),
            (false, (2029, 12), (2027, 1)),
        ]
        .map(|(passes, from, to)| {
            let day = |(year, month)| Value::Date(Date::constant(year, month, 1));
            example(passes, &[(&start, day(from)), (&end, day(to))])
        })
        .to_vec(),
    })
}

/// A worked example of a rule of a composite.
fn example(passes: bool, values: &[(&Path, Value)]) -> Example {
    let values = values.iter().map(|(path, value)| (path.to_string(), value.clone())).collect();
    Example { passes, values, tables: BTreeMap::new() }
}

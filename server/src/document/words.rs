//! Types and texts of a trame as a reader understands them.

use form::{FieldType, Trame, trame::CodeList};

use super::phrase::in_words;

/// The kind of answer, in words.
pub(super) fn answer(field_type: &FieldType) -> String {
    match field_type {
        FieldType::Text => "texte".to_owned(),
        FieldType::LongText => "texte de plusieurs lignes".to_owned(),
        FieldType::Integer => "nombre entier".to_owned(),
        FieldType::Year => "année".to_owned(),
        FieldType::Decimal { scale } => {
            format!("nombre, {}", form::french::count(*scale as usize, "décimale", "décimales"))
        }
        FieldType::Etp => "ETP, deux décimales".to_owned(),
        FieldType::Euros => "euros et centimes".to_owned(),
        FieldType::Percent => "pourcentage, deux décimales".to_owned(),
        FieldType::Hours => "heures, deux décimales".to_owned(),
        FieldType::Date => "date".to_owned(),
        FieldType::Boolean => "oui ou non".to_owned(),
        FieldType::Choice { .. } => "une réponse parmi".to_owned(),
        FieldType::Choices { .. } => "plusieurs réponses parmi".to_owned(),
        FieldType::Coded { list } => format!("un code{}", of_list(*list)),
        FieldType::CodedList { list } => format!("plusieurs codes{}", of_list(*list)),
        FieldType::Table(table) if table.is_fixed() => "tableau".to_owned(),
        FieldType::Table(table) => format!(
            "tableau, de {} à {}",
            table.min_rows,
            form::french::count(table.max_rows as usize, "ligne", "lignes")
        ),
        FieldType::Files => "documents".to_owned(),
        FieldType::Siret => "SIRET".to_owned(),
        FieldType::Naf => "code APE".to_owned(),
        FieldType::Idcc => "numéro de convention collective".to_owned(),
        FieldType::Rna => "numéro RNA".to_owned(),
        FieldType::Departement => "département".to_owned(),
        FieldType::Postcode => "code postal".to_owned(),
        FieldType::Phone => "téléphone".to_owned(),
        FieldType::Email => "adresse électronique".to_owned(),
        FieldType::Url => "adresse d’un site".to_owned(),
    }
}

fn of_list(list: CodeList) -> &'static str {
    match list {
        CodeList::Communes => " de commune",
        CodeList::Naf => " d’activité",
        CodeList::Rome => " de métier (ROME)",
    }
}

/// A rule's text with the questions in place of their keys.
pub(super) fn templated(trame: &Trame, text: &str) -> String {
    form::french::template::fill(text, &|name| in_words(trame, name))
}

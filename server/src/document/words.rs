//! Types, expressions and texts of a trame as a reader understands them.

use form::{
    FieldType, Trame,
    expr::{self, Name, ast::Node},
    trame::CodeList,
};

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

/// An expression with the questions in place of their keys, and the labels of choices.
pub(super) fn in_words(trame: &Trame, text: &str) -> String {
    let Ok(tree) = expr::parse(text) else { return text.to_owned() };
    let mut pieces: Vec<(usize, usize, String)> = Vec::new();
    tree.each(&mut |node| match &node.node {
        Node::Name(name) => pieces.push((node.at, name.to_string().len(), worded(trame, name))),
        Node::Parameter(name, _) => {
            let written = "parametre.".len() + name.len();
            pieces.push((node.at, written, format!("[{}]", name.replace('_', " "))));
        }
        Node::Text(key) => pieces.push((node.at, key.len() + 2, label_of(trame, key))),
        _ => {}
    });
    pieces.sort_unstable();
    let (mut words, mut done) = (String::new(), 0);
    for (at, length, word) in pieces {
        words += &signs(&text[done..at]);
        words += &word;
        done = at + length;
    }
    words + &signs(&text[done..])
}

fn signs(text: &str) -> String {
    text.replace("<=", "≤").replace(">=", "≥").replace("!=", "≠").replace(" * ", " × ").replace(" / ", " ÷ ")
}

fn worded(trame: &Trame, name: &Name) -> String {
    let label = |path: &form::Path| {
        let own = trame.field(path).map_or_else(String::new, |field| field.label.clone());
        // A column says whose it is: « Charges prévues, Montant ».
        let table = path.parent().and_then(|table| trame.field(&table)).map(|table| table.label.clone());
        table.map_or_else(|| own.clone(), |table| format!("{table}, {own}"))
    };
    match name {
        Name::Field(path) => format!("[{}]", label(path)),
        Name::Previous(path) => format!("[{}, l’an passé]", label(path)),
        Name::Source(path) => format!("[{}, selon la source]", label(path)),
        // A column's key says what it is; its table is where the reader stands.
        Name::Row(column) => format!("[{}]", column.replace('_', " ")),
        Name::Fact(fact) => format!("[{}]", fact.replace('_', " ")),
    }
}

fn label_of(trame: &Trame, key: &str) -> String {
    let mut choices = trame.fields().flat_map(|(_, field)| field.field_type.choices());
    let label = choices.find(|choice| choice.key == key).map_or(key, |choice| choice.label.as_str());
    format!("«\u{a0}{label}\u{a0}»")
}

/// A rule's text with the questions in place of their keys.
pub(super) fn templated(trame: &Trame, text: &str) -> String {
    form::french::template::fill(text, &|name| in_words(trame, name))
}

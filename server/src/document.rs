//! A trame as a document to read and to print: every question, who is asked, when, and the rules.

use form::{
    Field, FieldType, Rule, Severity, Trame,
    expr::{self, Name, ast::Node},
    trame::Requirement,
};

use crate::html::escaped;

/// Style of the document: one column, rules under their question, no break inside a question.
const STYLE: &str = "body{font:11pt/1.45 Marianne,Arial,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}\
    h1{font-size:1.6rem}h2{margin-top:2.5rem;border-bottom:2px solid #000091;padding-bottom:.2rem}\
    h3{margin:1.6rem 0 .4rem}article{border-top:1px solid #ddd;padding:.6rem 0;break-inside:avoid}\
    article>p{margin:.15rem 0}.question{font-weight:700}.facts,.source{color:#666;font-size:.85rem}\
    .rule{border-left:3px solid #6a6af4;padding-left:.6rem;margin:.4rem 0}code{color:#666;font-size:.8rem}\
    @media print{body{margin:0;max-width:none}a{color:inherit;text-decoration:none}}";

/// Writes the document of a trame, a page of HTML that needs nothing else.
#[must_use]
pub fn document(trame: &Trame) -> String {
    let steps: String = trame
        .steps
        .iter()
        .enumerate()
        .map(|(place, step)| {
            let intro = step.intro.as_ref().map(|intro| paragraph("", intro)).unwrap_or_default();
            let groups: String = step
                .groups()
                .map(|(heading, fields)| {
                    let heading =
                        heading.map(|heading| format!("<h3>{}</h3>", escaped(heading))).unwrap_or_default();
                    let fields: String = fields.iter().map(|field| question(trame, field)).collect();
                    format!("{heading}{fields}")
                })
                .collect();
            format!("<section><h2>{}. {}</h2>{intro}{groups}</section>", place + 1, escaped(&step.title))
        })
        .collect();
    let fields = trame.fields().count();
    let rules: usize = trame.fields().map(|(_, field)| field.rules.len()).sum();
    format!(
        "<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>{title}, version {version}</title>\
         <style>{STYLE}</style></head><body><h1>{title}</h1><p>Version {version}\u{a0}: {count}, {fields}\u{a0}questions, \
         {rules}\u{a0}règles.</p>{steps}</body></html>\n",
        title = escaped(&trame.title),
        version = trame.version,
        count = form::french::count(trame.steps.len(), "étape", "étapes"),
    )
}

fn question(trame: &Trame, field: &Field) -> String {
    let mut facts = vec![answer(&field.field_type)];
    facts.push(match (&field.computed, &field.required) {
        (Some(_), _) => "calculé".to_owned(),
        (None, Requirement::Always) => "obligatoire".to_owned(),
        (None, Requirement::Never) => "facultatif".to_owned(),
        (None, Requirement::When(text)) => format!("obligatoire si {}", in_words(trame, text)),
    });
    if !field.variants.is_empty() {
        facts.push(field.variants.join(", "));
    }
    facts.extend(field.visible.as_ref().map(|text| format!("montré si {}", in_words(trame, text))));
    facts.extend(bounds(field));
    let mut text = paragraph("question", &field.label);
    text += &field.hint.as_ref().map(|hint| paragraph("", hint)).unwrap_or_default();
    text += &paragraph("facts", &facts.join(" · "));
    text += &choices(&field.field_type);
    text += &field
        .computed
        .as_ref()
        .filter(|_| !field.is_given())
        .map(|text| paragraph("", &format!("Calcul\u{a0}: {}", in_words(trame, text))))
        .unwrap_or_default();
    text += &field.help.as_ref().map(|help| paragraph("", help)).unwrap_or_default();
    text += &field.rules.iter().map(|rule| self::rule(trame, rule)).collect::<String>();
    let prefill = (!field.prefill.is_empty()).then(|| format!("préremplissage {}", field.prefill.join(", ")));
    let sources: Vec<String> = field.reference.clone().into_iter().chain(prefill).collect();
    text += &paragraph("source", &sources.join(" · "));
    format!("<article id=\"{}\">{text}<code>{}</code></article>", field.path.control_id(), field.path)
}

fn rule(trame: &Trame, rule: &Rule) -> String {
    let severity = match rule.severity {
        Severity::Blocking => "Bloquant",
        Severity::ToJustify => "À justifier",
        Severity::Information => "Information",
    };
    let said: Vec<&str> = std::iter::once(rule.text.as_str()).chain(rule.advice.as_deref()).collect();
    let reference = rule.reference.as_ref().map(|text| format!(" ({text})")).unwrap_or_default();
    format!(
        "<div class=\"rule\"><strong>{severity}</strong> sauf si {}\u{a0}: «\u{a0}{}\u{a0}»{}</div>",
        escaped(&in_words(trame, &rule.check)),
        escaped(&templated(trame, &said.join(" "))),
        escaped(&reference)
    )
}

/// The kind of answer, in words.
fn answer(field_type: &FieldType) -> String {
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

fn choices(field_type: &FieldType) -> String {
    let items: String =
        field_type.choices().iter().map(|choice| format!("<li>{}</li>", escaped(&choice.label))).collect();
    if items.is_empty() { items } else { format!("<ul>{items}</ul>") }
}

fn bounds(field: &Field) -> Option<String> {
    let shown = |number: form::Decimal| form::french::quantity(number, &field.field_type);
    let length = |count: usize| form::french::count(count, "caractère", "caractères");
    // A field has bounds of one sort: of its number, or of its length.
    let least = field.min.map(shown).or(field.min_length.map(length));
    match (least, field.max.map(shown).or(field.max_length.map(length))) {
        (Some(least), Some(most)) => Some(format!("de {least} à {most}")),
        (Some(least), None) => Some(format!("au moins {least}")),
        (None, Some(most)) => Some(format!("au plus {most}")),
        (None, None) => None,
    }
}

/// An expression with the questions in place of their keys, and the labels of choices.
fn in_words(trame: &Trame, text: &str) -> String {
    let Ok(tree) = expr::parse(text) else { return text.to_owned() };
    let mut pieces: Vec<(usize, usize, String)> = Vec::new();
    tree.each(&mut |node| match &node.node {
        Node::Name(name) => pieces.push((node.at, name.to_string().len(), worded(trame, name))),
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
    let label = |path| trame.field(path).map_or_else(String::new, |field| field.label.clone());
    match name {
        Name::Field(path) => format!("[{}]", label(path)),
        Name::Previous(path) => format!("[{}, l’an passé]", label(path)),
        Name::Fact(fact) => format!("[{}]", fact.replace('_', " ")),
    }
}

fn label_of(trame: &Trame, key: &str) -> String {
    let mut choices = trame.fields().flat_map(|(_, field)| field.field_type.choices());
    let label = choices.find(|choice| choice.key == key).map_or(key, |choice| choice.label.as_str());
    format!("«\u{a0}{label}\u{a0}»")
}

/// A rule's text with the questions in place of their keys.
fn templated(trame: &Trame, text: &str) -> String {
    form::french::template::fill(text, &|name| in_words(trame, name))
}

fn paragraph(class: &str, text: &str) -> String {
    match (class, text) {
        (_, "") => String::new(),
        ("", text) => format!("<p>{}</p>", escaped(text)),
        (class, text) => format!("<p class=\"{class}\">{}</p>", escaped(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_national_trame_is_written_whole_and_in_words() {
        let trame = form::trame::read_trame(include_str!("../trames/dossier-1.toml")).expect("a right trame");
        let page = document(&trame);
        for (_, field) in trame.fields() {
            assert!(page.contains(&escaped(&field.label)), "{}", field.path);
            assert!(page.contains(&format!("id=\"{}\"", field.path.control_id())), "{}", field.path);
        }
        assert_eq!(
            page.matches("class=\"rule\"").count(),
            trame.fields().flat_map(|(_, field)| &field.rules).count()
        );
        assert!(page.contains("montré si [Nature de la demande] dans [«\u{a0}Première demande\u{a0}»"));
        assert!(page.contains("sauf si [Contrats à durée indéterminée d’inclusion] ≤ [Postes"));
        assert!(!page.contains("demande.nature ="), "no key is left where a question is meant");
    }
}

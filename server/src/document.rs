//! A trame as a document to read and to print: every question, who is asked, when, and the rules.

mod phrase;
mod words;

use form::{Field, FieldType, Rule, Severity, Trame, trame::Requirement};

use self::{
    phrase::in_words,
    words::{answer, templated},
};
use app::escaped;

/// Style of the document: one column, rules under their question, no break inside a question.
const STYLE: &str = "body{font:11pt/1.45 Marianne,Arial,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}\
    h1{font-size:1.6rem}h2{margin-top:2.5rem;border-bottom:2px solid #000091;padding-bottom:.2rem}\
    h3{margin:1.6rem 0 .4rem}article{border-top:1px solid #ddd;padding:.6rem 0;break-inside:avoid}\
    article>p{margin:.15rem 0}.question{font-weight:700}.facts,.source{color:#666;font-size:.85rem}\
    .columns{margin-left:1rem;border-left:1px solid #ddd;padding-left:.8rem}.rule{border-left:3px solid #6a6af4;padding-left:.6rem;margin:.4rem 0}code{color:#666;font-size:.8rem}\
    @media print{body{margin:0;max-width:none}a{color:inherit;text-decoration:none}}";

/// Writes the document of a trame, a page of HTML that needs nothing else.
#[must_use]
pub fn document(trame: &Trame) -> String {
    let steps: String = trame
        .steps
        .iter()
        .enumerate()
        .map(|(place, step)| {
            let said = step.intro.iter().chain(&step.why);
            let intro: String = said.map(|text| paragraph("", text)).collect();
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
    let cadences: String = trame
        .cadences
        .iter()
        .map(|(name, text)| {
            paragraph("", &format!("Cadence {name}\u{a0}: demandé si {}", in_words(trame, text)))
        })
        .collect();
    let fields = trame.questions().count();
    let rules: usize = trame.questions().map(|field| field.rules.len()).sum();
    format!(
        "<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>{title}, version {version}</title>\
         <style>{STYLE}</style></head><body><h1>{title}</h1><p>Version {version}\u{a0}: {count}, {fields}\u{a0}questions, \
         {rules}\u{a0}règles.</p>{cadences}{steps}</body></html>\n",
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
        // The rows it wants make it required.
        (None, Requirement::Never) if field.field_type.table().is_some_and(|table| table.min_rows > 0) => {
            "obligatoire".to_owned()
        }
        (None, Requirement::Never) => "facultatif".to_owned(),
        (None, Requirement::When(text)) => format!("obligatoire si {}", in_words(trame, text)),
    });
    if !field.variants.is_empty() {
        facts.push(field.variants.join(", "));
    }
    facts.extend(field.cadence.as_ref().map(|cadence| format!("cadence\u{a0}: {cadence}")));
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
    text += &lines(&field.field_type);
    text += &field.rules.iter().map(|rule| self::rule(trame, rule)).collect::<String>();
    // The lines of the prefill catalogue are for who builds the sources.
    let prefill = (!field.prefill.is_empty()).then(|| "repris d’une source quand elle le connaît".to_owned());
    let sources: Vec<String> = field.reference.clone().into_iter().chain(prefill).collect();
    text += &paragraph("source", &sources.join(" · "));
    let columns: String = field.columns().iter().map(|column| question(trame, column)).collect();
    let columns =
        if columns.is_empty() { columns } else { format!("<div class=\"columns\">{columns}</div>") };
    format!(
        "<article id=\"{}\">{text}<code>{}</code>{columns}</article>",
        field.path.control_id(),
        field.path
    )
}

/// The rows that are always there, in a list.
fn lines(field_type: &FieldType) -> String {
    let lines = field_type.table().map_or(&[][..], |table| &table.lines);
    let items: String = lines.iter().map(|line| format!("<li>{}</li>", escaped(&line.label))).collect();
    if items.is_empty() { items } else { format!("<p>Une ligne pour\u{a0}:</p><ul>{items}</ul>") }
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
        let trame = form::trame::read_trame(include_str!("../trames/dossier-2.toml")).expect("a right trame");
        let page = document(&trame);
        for field in trame.questions() {
            assert!(page.contains(&escaped(&field.label)), "{}", field.path);
            assert!(page.contains(&format!("id=\"{}\"", field.path.control_id())), "{}", field.path);
        }
        assert_eq!(
            page.matches("class=\"rule\"").count(),
            trame.questions().flat_map(|field| &field.rules).count()
        );
        assert!(page.contains(
            "renouvellement\u{a0}: demandé si «\u{a0}Nature de la demande\u{a0}» est «\u{a0}Première demande\u{a0}» ou «"
        ));
        assert!(page.contains(
            "sauf si «\u{a0}Contrats à durée indéterminée d’inclusion\u{a0}» ne dépasse pas «\u{a0}Postes"
        ));
        assert!(page.contains("tableau, de 1 à 30\u{a0}lignes · obligatoire"));
        assert!(!page.contains("demande.nature ="), "no key is left where a question is meant");
    }
}

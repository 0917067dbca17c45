//! Differences between two versions, in words.

use super::{
    change::{Bound, Change, Direction, Need, What},
    migrate::{Fate, Told},
};
use crate::{Decimal, FieldType, Severity, french, trame::CodeList};

impl Change {
    /// The change in a sentence: `« Code APE » : question nouvelle.`
    #[must_use]
    pub fn said(&self) -> String {
        let about = |text: String| {
            // A rule may say a question.
            let stop = if text.ends_with(['?', '!']) { "" } else { "." };
            format!("«\u{a0}{}\u{a0}»\u{a0}: {text}{stop}", self.label)
        };
        match &self.what {
            What::StepAdded => format!("Étape nouvelle\u{a0}: «\u{a0}{}\u{a0}».", self.label),
            What::StepRemoved => format!("Étape retirée\u{a0}: «\u{a0}{}\u{a0}».", self.label),
            What::StepRetitled(before) => {
                format!("L’étape «\u{a0}{before}\u{a0}» s’appelle maintenant «\u{a0}{}\u{a0}».", self.label)
            }
            What::StepReworded => format!("Étape «\u{a0}{}\u{a0}»\u{a0}: présentation réécrite.", self.label),
            what => about(self.of_question(what)),
        }
    }

    fn of_question(&self, what: &What) -> String {
        match what {
            What::Added => "champ ajouté".to_owned(),
            What::Removed => "champ retiré".to_owned(),
            What::Renamed(before) => format!("clé changée, c’était {before}"),
            What::Moved(from, to) => {
                format!("déplacé de «\u{a0}{from}\u{a0}» vers «\u{a0}{to}\u{a0}»")
            }
            What::Relabelled(before) => format!("libellé changé, c’était «\u{a0}{before}\u{a0}»"),
            What::Reworded(names) => format!("texte réécrit ({})", names.join(", ")),
            What::Retyped(before, after) => format!("type changé, de {before} à {after}"),
            What::ChoiceAdded(label) => format!("choix ajouté, «\u{a0}{label}\u{a0}»"),
            What::ChoiceRemoved(label) => format!("choix retiré, «\u{a0}{label}\u{a0}»"),
            What::ChoiceRelabelled(before, after) => {
                format!("choix renommé, «\u{a0}{before}\u{a0}» devient «\u{a0}{after}\u{a0}»")
            }
            What::LineRelabelled(before, after) => {
                format!("ligne renommée, «\u{a0}{before}\u{a0}» devient «\u{a0}{after}\u{a0}»")
            }
            What::LineAdded(label) => format!("ligne ajoutée, «\u{a0}{label}\u{a0}»"),
            What::LineRemoved(label) => format!("ligne retirée, «\u{a0}{label}\u{a0}»"),
            What::Required(Need::Always) => "réponse désormais obligatoire".to_owned(),
            What::Required(Need::Sometimes) => "réponse obligatoire dans d’autres cas".to_owned(),
            What::Required(Need::Never) => "réponse désormais facultative".to_owned(),
            What::Audience(before, after) => {
                format!("demandé à {} et non plus à {}", kinds(after), kinds(before))
            }
            What::Shown => "demandé dans d’autres cas".to_owned(),
            What::NowComputed => "valeur désormais calculée ou fournie".to_owned(),
            What::NowTyped => "valeur désormais saisie".to_owned(),
            What::Formula => "calcul changé".to_owned(),
            What::Bound(bound, before, after) => self.bound(*bound, *before, *after),
            What::RuleAdded(text, severity) => {
                format!("règle ajoutée, {}\u{a0}: {}", grade(*severity), bare(text))
            }
            What::RuleRemoved(text, severity) => {
                format!("règle retirée, {}\u{a0}: {}", grade(*severity), bare(text))
            }
            What::RuleSeverity(text, before, after) => {
                let verb = if self.direction() == Some(Direction::Harder) { "durcie" } else { "assouplie" };
                let (before, after) = (grade(*before), grade(*after));
                format!("règle {verb}, de {before} à {after}\u{a0}: {}", bare(text))
            }
            What::RuleCheck(text, direction) => {
                let verb = match direction {
                    Some(Direction::Harder) => "durcie",
                    Some(Direction::Softer) => "assouplie",
                    None => "changée",
                };
                format!("règle {verb}\u{a0}: {}", bare(text))
            }
            What::RuleReworded(text) => format!("règle réécrite\u{a0}: {}", bare(text)),
            What::StepAdded | What::StepRemoved | What::StepRetitled(_) | What::StepReworded => String::new(),
        }
    }

    fn bound(&self, bound: Bound, before: Option<Decimal>, after: Option<Decimal>) -> String {
        let name = match bound {
            Bound::Min => "plus petit nombre accepté",
            Bound::Max => "plus grand nombre accepté",
            Bound::MinLength => "longueur minimale, en caractères,",
            Bound::MaxLength => "longueur maximale, en caractères,",
            Bound::MinRows => "nombre minimal de lignes",
            Bound::MaxRows => "nombre maximal de lignes",
        };
        let shown = |bound: Option<Decimal>| {
            bound.map_or_else(
                || "sans limite".to_owned(),
                |number| french::number(number, number.normalize().scale()),
            )
        };
        let verb = if self.direction() == Some(Direction::Harder) { "durci" } else { "assoupli" };
        let agreed = if matches!(bound, Bound::MinLength | Bound::MaxLength) { "e" } else { "" };
        format!("{name} {verb}{agreed}, de {} à {}", shown(before), shown(after))
    }
}

impl Told {
    /// What became of the answer, in a sentence.
    #[must_use]
    pub fn said(&self) -> String {
        let fate = match &self.fate {
            Fate::Renamed(_) => "repris tel quel".to_owned(),
            Fate::Converted(_, now) => format!("devient «\u{a0}{now}\u{a0}»"),
            Fate::Unreadable(_) => {
                "à corriger\u{202f}: la question attend une autre forme de réponse".to_owned()
            }
            Fate::Left => {
                "n’est plus demandé\u{202f}; la réponse reste dans l’historique et ne compte plus".to_owned()
            }
        };
        format!("«\u{a0}{}\u{a0}»\u{a0}: «\u{a0}{}\u{a0}», {fate}.", self.label, self.shown)
    }
}

/// A rule's text without its full stop: a sentence ends after it.
fn bare(text: &str) -> &str {
    text.trim_end_matches('.')
}

fn kinds(variants: &[String]) -> String {
    if variants.is_empty() { "tous les types".to_owned() } else { variants.join(", ") }
}

/// A severity as an adjective.
fn grade(severity: Severity) -> &'static str {
    match severity {
        Severity::Blocking => "bloquante",
        Severity::ToJustify => "à justifier",
        Severity::Information => "pour information",
    }
}

/// A type as people call it.
#[must_use]
pub(super) fn type_name(field_type: &FieldType) -> String {
    match field_type {
        FieldType::Text => "texte",
        FieldType::LongText => "texte long",
        FieldType::Integer => "nombre entier",
        FieldType::Year => "année",
        FieldType::Decimal { scale } => return format!("nombre à {scale}\u{a0}décimales"),
        FieldType::Etp => "ETP",
        FieldType::Euros => "montant en euros",
        FieldType::Percent => "pourcentage",
        FieldType::Hours => "heures",
        FieldType::Date => "date",
        FieldType::Boolean => "oui ou non",
        FieldType::Choice { .. } => "choix",
        FieldType::Choices { .. } => "choix multiple",
        FieldType::Coded { list } => one_of(*list).0,
        FieldType::CodedList { list } => one_of(*list).1,
        FieldType::Table(table) if table.is_fixed() => "tableau à lignes données",
        FieldType::Table(_) => "tableau",
        FieldType::Files => "documents",
        FieldType::Siret => "SIRET",
        FieldType::Naf => "code APE",
        FieldType::Idcc => "numéro de convention collective",
        FieldType::Rna => "numéro RNA",
        FieldType::Departement => "département",
        FieldType::Postcode => "code postal",
        FieldType::Phone => "téléphone",
        FieldType::Email => "adresse électronique",
        FieldType::Url => "adresse de site",
    }
    .to_owned()
}

fn one_of(list: CodeList) -> (&'static str, &'static str) {
    match list {
        CodeList::Communes => ("commune", "communes"),
        CodeList::Naf => ("activité de la NAF", "activités de la NAF"),
        CodeList::Rome => ("métier du ROME", "métiers du ROME"),
    }
}

//! What is said of an answer that does not fit: what to do, with an example, and no blame.

use super::{NO_BREAK, count, date, number, quantity};
use crate::{Field, FieldType, IssueCode, read::Misread};

/// The sentence for a finding on a field by itself; a rule brings its own text.
#[must_use]
pub fn message(code: &IssueCode, field: &Field) -> String {
    match code {
        IssueCode::Required => match &field.field_type {
            FieldType::Choice { .. } | FieldType::Boolean => "Choisissez une réponse.".to_owned(),
            FieldType::Choices { .. } => "Choisissez au moins une réponse.".to_owned(),
            FieldType::Table(table) if table.is_fixed() => "Complétez au moins une ligne.".to_owned(),
            FieldType::Table(_) => "Ajoutez au moins une ligne.".to_owned(),
            FieldType::Files => "Ce document est à déposer.".to_owned(),
            _ => "Ce champ est à compléter.".to_owned(),
        },
        IssueCode::Unreadable(Misread::NotANumber)
            if matches!(field.field_type, FieldType::Integer | FieldType::Year) =>
        {
            let example = if field.field_type == FieldType::Year { "2025" } else { "12" };
            format!("Écrivez un nombre entier, en chiffres. Exemple\u{a0}: {example}")
        }
        IssueCode::Unreadable(Misread::NotANumber) => {
            let example = match field.field_type {
                FieldType::Percent => "12,5",
                FieldType::Etp => "7,95",
                FieldType::Hours => "26 ou 26 h 30",
                _ => "1 234,50",
            };
            format!("Écrivez un nombre en chiffres. Exemple\u{a0}: {example}")
        }
        IssueCode::TooBig(most) if field.field_type == FieldType::Etp && *most == crate::Decimal::ONE => {
            "Une personne compte pour un ETP au plus.".to_owned()
        }
        IssueCode::Unreadable(reason) => misread(*reason).to_owned(),
        IssueCode::TooSmall(least) if least.is_zero() => "Indiquez 0 ou un nombre positif.".to_owned(),
        IssueCode::TooSmall(least) => {
            format!("Le plus petit nombre accepté est {}.", quantity(*least, &field.field_type))
        }
        IssueCode::TooBig(most) => {
            format!("Le plus grand nombre accepté est {}.", quantity(*most, &field.field_type))
        }
        IssueCode::TooShort(least, found) => format!(
            "Votre texte fait {} ; il en faut au moins {}.",
            characters(*found),
            number((*least).into(), 0)
        ),
        IssueCode::TooLong(most, found) => format!(
            "Votre texte fait {} ; le maximum est {}. Raccourcissez-le de {}.",
            characters(*found),
            number((*most).into(), 0),
            characters(found - most)
        ),
        IssueCode::TooFewRows(least, found) => {
            let (least, found) = (rows(*least as usize), number((*found).into(), 0));
            format!("Il faut au moins {least} ; il y en a {found}.")
        }
        IssueCode::TooManyRows(most, found) => {
            format!("{}, pour {} au plus.", rows(*found as usize), number((*most).into(), 0))
        }
        IssueCode::PieceRefused(name, found) => format!(
            "«\u{a0}{name}\u{a0}» est refusé\u{a0}: l’antivirus y a trouvé «\u{a0}{found}\u{a0}». Retirez-le, puis déposez un fichier sain."
        ),
        IssueCode::PieceExpired(name, last) => format!(
            "«\u{a0}{name}\u{a0}» n’est plus valable depuis le {}. Déposez le document en cours de validité.",
            date(*last)
        ),
        IssueCode::Rule(code) => code.clone(),
    }
}

/// The sentence for a text that does not fit its type.
#[must_use]
pub fn misread(reason: Misread) -> &'static str {
    match reason {
        Misread::NotANumber => "Écrivez un nombre en chiffres. Exemple : 1 234,50",
        Misread::FarTooBig => "Ce nombre est trop grand : vérifiez qu’aucun chiffre n’est en trop.",
        Misread::NotWhole => "Écrivez un nombre entier, sans décimale. Exemple : 12",
        Misread::TooManyDecimals => "Gardez deux décimales au plus. Exemple : 7,95",
        Misread::Ambiguous => "Est-ce un millier ou une décimale\u{202f}? Écrivez 12\u{a0}500 ou 12,50",
        Misread::NoSuchDay => "Ce jour n’existe pas\u{a0}: vérifiez le jour et le mois. Exemple : 31/12/2026",
        Misread::NotADate => "Écrivez le jour, le mois et l’année. Exemple : 31/12/2026",
        Misread::SiretLength => "Un SIRET compte 14 chiffres. Exemple : 262 904 113 00061",
        Misread::SiretKey => {
            "Ces 14 chiffres ne forment pas un SIRET : vérifiez qu’aucun chiffre n’a été oublié ou inversé."
        }
        Misread::SiretMadeUp => {
            "Ce SIRET est un numéro d’antenne. Indiquez celui de l’établissement qui signe la convention."
        }
        Misread::NotANaf => "Un code APE compte quatre chiffres et une lettre. Exemple : 88.99B",
        Misread::NotAnIdcc => {
            "Un numéro de convention collective compte quatre chiffres. Exemple : 5021 ; 9999 s’il n’y en a pas"
        }
        Misread::NotAnRna => "Un numéro RNA compte un W et neuf chiffres. Exemple : W291000001",
        Misread::NotAPhone => "Écrivez un numéro de téléphone à dix chiffres. Exemple : 02 98 00 00 00",
        Misread::NotAnEmail => "Écrivez une adresse électronique complète. Exemple : nom@structure.fr",
        Misread::NotAUrl => "Écrivez l’adresse d’un site. Exemple : https://www.structure.fr",
        Misread::NotAPostcode => "Un code postal compte cinq chiffres. Exemple : 29770",
        Misread::NotADepartement => "Écrivez le code d’un département. Exemples : 29, 2A, 971",
        Misread::NotACommune => {
            "Choisissez une commune de la liste, ou écrivez son code INSEE. Exemple : Quimper (29232)"
        }
        Misread::NotAnActivity => {
            "Choisissez une activité de la liste, ou écrivez son code APE. Exemple : 88.99B"
        }
        Misread::NotATrade => {
            "Écrivez le code ROME du métier : une lettre et quatre chiffres. Exemple : Maçon (F1703)"
        }
        Misread::NotARow => "Cette ligne n’a pas pu être lue. Ajoutez-la de nouveau.",
        Misread::NotFiles => "Déposez un document.",
        Misread::NotABoolean => "Répondez par oui ou par non.",
        Misread::NotAChoice => "Choisissez l’une des réponses proposées.",
        Misread::FarTooLong => {
            "Ce texte dépasse 20 000 caractères et ne peut pas être enregistré. Raccourcissez-le."
        }
    }
}

/// A finding after the question it is about: `Type de structure : choisissez…`, with no second sign after a
/// question mark.
#[must_use]
pub fn about(label: &str, text: &str) -> String {
    if label.ends_with('?') { format!("{label} {text}") } else { format!("{label}{NO_BREAK}: {text}") }
}

/// A text with a capital at its beginning.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn rows(many: usize) -> String {
    count(many, "ligne", "lignes")
}

fn characters(many: usize) -> String {
    count(many, "caractère", "caractères")
}

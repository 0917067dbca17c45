//! Names and streets that are the same but for how they are written: capitals, accents, legal forms, abbreviations.

use std::collections::BTreeSet;

use form::{Path, Value};

use crate::queue::plain;

/// What a text names: it decides what is shortened in it, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    /// A structure: the legal form may be told or not.
    Name,
    /// A street, a building.
    Street,
}

/// The keys whose texts are read so; of any other, each letter counts.
const KEYS: [(&str, Written); 6] = [
    ("structure.denomination", Written::Name),
    ("structure.enseigne", Written::Name),
    ("structure.adresse.voie", Written::Street),
    ("structure.adresse.complement", Written::Street),
    ("structure.adresse_corresp.voie", Written::Street),
    ("structure.adresse_corresp.complement", Written::Street),
];

/// Legal forms as they are written in full, with the letters that stand for them; the longest first.
const FORMS: [(&str, &str); 23] = [
    ("entreprise unipersonnelle a responsabilite limitee", "eurl"),
    ("societe par actions simplifiee unipersonnelle", "sasu"),
    ("societe cooperative d interet collectif", "scic"),
    ("societe cooperative et participative", "scop"),
    ("societe cooperative de production", "scop"),
    ("societe a responsabilite limitee", "sarl"),
    ("societe par actions simplifiee", "sas"),
    ("association loi 1901", "association"),
    ("association loi de 1901", "association"),
    ("association declaree", "association"),
    ("societe en nom collectif", "snc"),
    ("societe anonyme", "sa"),
    ("association", "association"),
    ("assoc", "association"),
    ("asso", "association"),
    ("ass", "association"),
    ("sasu", "sasu"),
    ("sas", "sas"),
    ("eurl", "eurl"),
    ("sarl", "sarl"),
    ("scop", "scop"),
    ("scic", "scic"),
    ("sa", "sa"),
];

/// Words that ASP and the registers shorten, in names and in streets.
const EVERYWHERE: [(&str, &str); 3] = [("st", "saint"), ("ste", "sainte"), ("sts", "saints")];

/// Words shortened in the name of a structure.
const IN_NAMES: [(&str, &str); 24] = [
    ("atel", "atelier"),
    ("cie", "compagnie"),
    ("ctr", "centre"),
    ("ctre", "centre"),
    ("dev", "developpement"),
    ("devt", "developpement"),
    ("ent", "entreprise"),
    ("entr", "entreprise"),
    ("etab", "etablissement"),
    ("ets", "etablissements"),
    ("fed", "federation"),
    ("gpt", "groupement"),
    ("grpt", "groupement"),
    ("insert", "insertion"),
    ("intercom", "intercommunal"),
    ("intercommunale", "intercommunal"),
    ("intercommunales", "intercommunal"),
    ("intercommunaux", "intercommunal"),
    ("mun", "municipal"),
    ("munic", "municipal"),
    ("prof", "professionnel"),
    ("reg", "regional"),
    ("serv", "services"),
    ("service", "services"),
];

/// Words shortened in a street.
const IN_STREETS: [(&str, &str); 34] = [
    ("all", "allee"),
    ("av", "avenue"),
    ("ave", "avenue"),
    ("bat", "batiment"),
    ("bd", "boulevard"),
    ("bld", "boulevard"),
    ("boul", "boulevard"),
    ("bvd", "boulevard"),
    ("cdt", "commandant"),
    ("ch", "chemin"),
    ("che", "chemin"),
    ("chem", "chemin"),
    ("col", "colonel"),
    ("crs", "cours"),
    ("dr", "docteur"),
    ("fbg", "faubourg"),
    ("fg", "faubourg"),
    ("gal", "general"),
    ("gen", "general"),
    ("imp", "impasse"),
    ("ld", "lieu dit"),
    ("lieudit", "lieu dit"),
    ("lot", "lotissement"),
    ("mal", "marechal"),
    ("pas", "passage"),
    ("pdt", "president"),
    ("pl", "place"),
    ("qu", "quai"),
    ("r", "rue"),
    ("res", "residence"),
    ("rte", "route"),
    ("sq", "square"),
    ("za", "zone artisanale"),
    ("zi", "zone industrielle"),
];

/// What follows the number of a house.
const REPETITIONS: [(&str, &str); 3] = [("b", "bis"), ("t", "ter"), ("q", "quater")];

/// Whether two values of an answer say the same name or street, written otherwise: there is nothing to decide.
#[must_use]
pub fn written_otherwise(path: &Path, one: &Value, other: &Value) -> bool {
    let Some((_, written)) = KEYS.into_iter().find(|(key, _)| path.as_str() == *key) else { return false };
    let (Some(one_text), Some(other_text)) = (one.text(), other.text()) else { return false };
    !one.same_as(other) && same(one_text, other_text, written)
}

/// Whether two values of an answer say the same, to the letter or written otherwise.
#[must_use]
pub(super) fn says_the_same(path: &Path, one: &Value, other: &Value) -> bool {
    one.same_as(other) || written_otherwise(path, one, other)
}

fn same(one: &str, other: &str, written: Written) -> bool {
    let (one, other) = (words(one, written), words(other, written));
    if written == Written::Street {
        return one == other && !one.is_empty();
    }
    let ((one, forms), (other, others)) = (without_forms(&one), without_forms(&other));
    // Two that are told and differ are two legal persons, as a group has.
    one == other && !one.is_empty() && (forms.is_subset(&others) || others.is_subset(&forms))
}

/// The words of a text in full, without capitals nor accents, a space around each.
fn words(text: &str, written: Written) -> String {
    let text = plain(&text.to_lowercase().replace('&', " et ").replace('œ', "oe").replace('æ', "ae"));
    let mut words: Vec<String> = Vec::new();
    // Letters that stand alone one after the other are one word: « S.A.S. ».
    let mut alone = false;
    for word in text.split(|letter: char| !letter.is_alphanumeric()).flat_map(split_number) {
        let is_letter = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
        match words.last_mut() {
            Some(last) if alone && is_letter && written == Written::Name => last.push_str(word),
            _ => words.push(word.to_owned()),
        }
        alone = is_letter;
    }
    let mut said = String::from(" ");
    let mut numbered = false;
    for word in &words {
        said.push_str(in_full(word, written, numbered));
        said.push(' ');
        numbered = word.chars().all(|letter| letter.is_ascii_digit());
    }
    said
}

/// `17bis` in two words.
fn split_number(word: &str) -> impl Iterator<Item = &str> {
    let end = word.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(word.len());
    let (number, rest) = word.split_at(end);
    [number, rest].into_iter().filter(|part| !part.is_empty())
}

fn in_full(word: &str, written: Written, numbered: bool) -> &str {
    let own: &[(&str, &'static str)] = match written {
        Written::Name => &IN_NAMES,
        Written::Street if numbered && REPETITIONS.iter().any(|(short, _)| *short == word) => &REPETITIONS,
        Written::Street => &IN_STREETS,
    };
    let long = EVERYWHERE.iter().chain(own).find(|(short, _)| *short == word);
    long.map_or(word, |(_, long)| long)
}

/// A name without its legal forms, and those that it tells.
fn without_forms(words: &str) -> (String, BTreeSet<&'static str>) {
    let mut rest = words.to_owned();
    let mut told = BTreeSet::new();
    for (said, form) in FORMS {
        let said = format!(" {said} ");
        if rest.contains(&said) {
            rest = rest.replace(&said, " ");
            told.insert(form);
        }
    }
    (rest.trim().to_owned(), told)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn otherwise(key: &str, one: &str, other: &str) -> bool {
        let path = key.parse().expect("a key");
        let there = written_otherwise(&path, &text(one), &text(other));
        assert_eq!(there, written_otherwise(&path, &text(other), &text(one)), "{one} and {other}, both ways");
        there
    }

    #[test]
    fn a_name_is_the_same_however_it_is_written() {
        for (one, other, same) in [
            ("Association Les Jardins de l’Odet", "Les Jardins de l’Odet", true),
            ("LES JARDINS DE L'ODET", "Les Jardins de l’Odet", true),
            ("ASSOC LES JARDINS DE L ODET", "Association Les jardins de l'Odet", true),
            ("Les Jardins de l’Odet (association loi 1901)", "LES JARDINS DE L ODET", true),
            ("S.A.S. Envie Rhône", "ENVIE RHONE SAS", true),
            ("Société à responsabilité limitée Cœur de Bois", "COEUR DE BOIS", true),
            ("CTRE INTERCOM D ACTION SOCIALE", "Centre intercommunal d’action sociale", true),
            ("ASSOC ST VINCENT", "Saint-Vincent", true),
            ("Bois & Forêts", "BOIS ET FORETS", true),
            ("SCOP SARL Terra", "SARL Terra", true),
            // Another name, another legal person, or no name at all.
            ("Les Jardins de l’Odet", "Les Jardins de l’Aulne", false),
            ("Les Jardins de l’Odet", "Les Jardins de l’Odet Services", false),
            ("Association Envie", "SAS Envie", false),
            ("Association", "SAS", false),
            ("Association", "Association loi 1901", false),
            ("Groupe Odet", "Odet", false),
            // To the letter, nothing is written otherwise.
            ("Terra", "Terra", false),
        ] {
            for key in ["structure.denomination", "structure.enseigne"] {
                assert_eq!(otherwise(key, one, other), same, "{one} and {other}");
            }
        }
    }

    #[test]
    fn a_street_is_the_same_however_it_is_written() {
        for (one, other, same) in [
            ("17 RUE DES LILAS", "17, rue des Lilas", true),
            ("4 B AV DE LA GARE", "4 bis avenue de la Gare", true),
            ("4bis avenue de la Gare", "4 B AV DE LA GARE", true),
            ("12 BD DU GAL LECLERC", "12 boulevard du Général-Leclerc", true),
            ("3 RTE DE ST POL", "3 route de Saint-Pol", true),
            ("ZA DE KERVEN", "Zone artisanale de Kerven", true),
            ("LD KERGROES", "Lieu-dit Kergroës", true),
            ("17 rue des Lilas", "19 rue des Lilas", false),
            ("17 rue des Lilas", "17 bis rue des Lilas", false),
            ("17 rue des Lilas", "17 allée des Lilas", false),
            ("17 rue de l’Association", "17 rue de l’", false),
        ] {
            for key in ["structure.adresse.voie", "structure.adresse_corresp.complement"] {
                assert_eq!(otherwise(key, one, other), same, "{one} and {other}");
            }
        }
    }

    #[test]
    fn of_what_is_no_name_each_letter_counts() {
        for key in
            ["structure.siret", "structure.courriel", "projet.presentation", "gouvernance.referent.nom"]
        {
            assert!(!otherwise(key, "ASSOC ODET", "Association Odet"), "{key}");
        }
        let path = "structure.denomination".parse().expect("a key");
        assert!(!written_otherwise(&path, &Value::Integer(1), &text("1")), "a number is no name");
    }
}

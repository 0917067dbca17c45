//! What is known of a year for its bilan: what was agreed and counted, and what the structure had promised. Pure.

use form::{Date, Path, Value, french};

use super::{Delivered, LastYear, Sent, asp::known_of_annexes, delivered};
use crate::{
    Kind, Structure,
    asp::realised::{Realised, known_of_year},
    dossier::{
        Known, Origin,
        heard::{Heard, Told},
        procedure::Terms,
    },
};

/// What each of those who deliver files says to the bilan of a year: ASP of what its annexes agreed and declare, then
/// who counts what was done.
#[must_use]
pub fn told_to_bilan(
    structure: &Structure,
    kind: Kind,
    year: i16,
    realised: &Realised,
    today: Date,
) -> Vec<Delivered> {
    let declared = known_of_annexes(structure, kind, year);
    delivered::each(structure, declared, (realised, today), |source| {
        known_of_year(structure, kind, year, source, today)
    })
}

/// Answers of the demand of a year that its bilan puts beside the results: they are promises, and stay so.
const PROMISED: [&str; 4] =
    ["objectifs.sorties", "objectifs.durable", "objectifs.transition", "objectifs.positives"];

/// Answers that were expected of the year: the bilan says what came of them, and the one is not the other.
const EXPECTED: [(&str, &str, &str); 3] = [
    ("etp.demandes", "bilan.etp_conventionnes", "postes demandés, et non ceux de l’annexe"),
    ("rh.encadrement_etp", "bilan.equipe[encadrement].etp", "équipe annoncée, et non celle de l’année"),
    ("rh.accompagnement_etp", "bilan.equipe[accompagnement].etp", "équipe annoncée, et non celle de l’année"),
];

/// What the demand that was sent for a year says to the bilan of that year: who did it and how, what was promised,
/// the posts that were granted and the day that was decided, where they were; and in doubt, what was expected.
#[must_use]
pub fn promised(sent: Sent<'_>, granted: Option<(&Terms, Date)>, said: LastYear, heard: &Heard) -> Vec<Told> {
    let promises = said.values.iter().filter(|(path, _)| PROMISED.contains(&path.as_str())).cloned();
    let promises: Vec<Told> = promises.map(|(path, known)| Told { path, known, doubt: None }).collect();
    let mut told = said.told(heard);
    told.extend(promises);
    let dossier = format!("{} {}", sent.opening.kind, sent.opening.year);
    let on = french::time_of_day(sent.submission.at).0;
    told.extend(EXPECTED.into_iter().filter_map(|(from, to, doubt)| {
        // What was decided is what was agreed, and no expectation.
        if let ("etp.demandes", Some((terms, decided))) = (from, granted) {
            let origin = Origin::given(format!("{dossier}, tel que décidé"), decided);
            let known = Known { value: Value::Number(terms.posts()), origin };
            return Some(Told { path: Path::parse(to).ok()?, known, doubt: None });
        }
        let value: &Value = sent.submission.counted.get(&Path::parse(from).ok()?)?;
        let origin = Origin::given(dossier.clone(), on);
        let known = Known { value: value.clone(), origin };
        Some(Told { path: Path::parse(to).ok()?, known, doubt: Some(doubt.to_owned()) })
    }));
    told
}

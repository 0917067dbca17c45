//! What those who deliver files say to a demand: ASP of its record and its annexes, then who counts what was done. Pure.

use form::{Date, Path};

use super::{Delivered, asp::Doubts, carried::question, delivered, known_of_asp, networks};
use crate::{
    Kind, Structure,
    asp::realised::{OneSource, Realised, known_of_realised},
    dossier::heard::Told,
    source::Source,
};

/// Values that ASP has of something else than what is asked, and why; each by its key, or the beginning of it.
const OTHERWISE: [(&str, &str); 9] = [
    ("projet.publics", "ce sont les publics accueillis, non les publics visés"),
    (
        "projet.zones",
        "ce sont les lieux où vivent les personnes accueillies, non ceux où la structure travaille",
    ),
    ("accompagnement.freins[famille]", "l’ASP parle de manque de disponibilité, familial ou non"),
    ("objectifs.publics", "c’est la part des personnes accueillies, non celle que vous visez"),
    ("finance.investissements", "c’est une aide du FDI déjà obtenue, non ce que vous prévoyez"),
    ("gouvernance.dla", SUPPORTED),
    ("gouvernance.dla_texte", SUPPORTED),
    ("etp.penitentiaire", IN_PRISON),
    ("demande.territoires.penitentiaire", IN_PRISON),
];

/// Posts in prison have an annexe of their own, that the posts asked do not count.
const IN_PRISON: &str =
    "postes de l’annexe en milieu pénitentiaire, que les postes d’insertion proposés ne comptent pas";

/// It was told with a demand of another time.
const SUPPORTED: &str = "déclaré à l’ASP avec une demande au FDI, il a pu se terminer depuis";

/// What each says to the demand of a year. A value that may speak of something else than what is asked says why, and
/// fills nothing.
#[must_use]
pub fn told_to_demand(
    structure: &Structure,
    kind: Kind,
    year: i16,
    realised: &Realised,
    today: Date,
) -> Vec<Delivered> {
    let declared = known_of_asp(structure, kind, year).proposals.into_iter();
    let doubted = |told: Told| {
        let why = doubt(&told.path).or_else(|| blank(&told));
        told.doubted(why)
    };
    let doubts = Doubts::of(structure, kind, year, today);
    let declared = declared.map(|(path, known)| {
        let doubt = doubts.why(&path);
        doubted(Told { path, known, doubt })
    });
    let declared = declared.collect();
    let counted = |source: &OneSource<'_>| {
        known_of_realised(structure, kind, year, source, today).into_iter().map(doubted).collect()
    };
    let mut said = delivered::each(structure, declared, (realised, today), counted);
    if let Some((own, sheet)) =
        said.iter_mut().find(|said| said.source == Source::Pilotage).zip(structure.networks.as_ref())
    {
        own.as_of = if own.told.is_empty() { sheet.as_of } else { own.as_of.max(sheet.as_of) };
        own.told.extend(networks::told(structure));
    }
    said
}

/// The totals of an exercise: no structure that worked has none of them.
const TOTALS: [&str; 4] = ["finance.produits", "finance.ventes", "finance.masse", "finance.masse_insertion"];

/// Why a total that is nothing may be one that nobody gave.
fn blank(told: &Told) -> Option<String> {
    let nothing = told.known.value.number().is_some_and(|number| number.is_zero());
    (nothing && TOTALS.contains(&told.path.as_str()))
        .then(|| "l’ASP a zéro, qui peut vouloir dire «\u{a0}non renseigné\u{a0}»".to_owned())
}

/// Why a value may speak of something else, whatever the structure.
fn doubt(path: &Path) -> Option<String> {
    let question = question(path);
    let fits = |start: &str| {
        let mut keys = [path.as_str(), question.as_str()].into_iter();
        keys.any(|key| {
            key.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        })
    };
    OTHERWISE.iter().find(|(start, _)| fits(start)).map(|(_, why)| (*why).to_owned())
}

#[cfg(test)]
mod tests {
    use form::Value;

    use super::*;
    use crate::dossier::{Known, Origin};

    #[test]
    fn a_total_of_nothing_is_in_doubt() {
        for (key, amount, doubtful) in [
            ("finance.produits", 0, true),
            ("finance.produits", 1, false),
            ("finance.aides_n1[commune].montant", 0, false),
        ] {
            let known = Known { value: Value::Number(amount.into()), origin: Origin::Typed };
            let told = Told { path: key.parse().expect("a key"), known, doubt: None };
            assert_eq!(blank(&told).is_some(), doubtful, "{key} {amount}");
        }
    }

    #[test]
    fn what_may_speak_of_something_else_says_why() {
        for (key, doubtful) in [
            ("projet.publics", true),
            ("projet.zones", true),
            ("projet.public_descr", false),
            ("accompagnement.freins[famille].concernes", true),
            ("accompagnement.freins[mobilite].concernes", false),
            ("objectifs.publics[brsa].part", true),
            ("finance.investissements", true),
            ("finance.investissements_montant", false),
            ("gouvernance.dla", true),
            ("gouvernance.dla_texte", true),
            ("etp.penitentiaire", true),
            ("demande.territoires[d29].penitentiaire", true),
            ("demande.territoires[d29].etp", false),
            ("finance.produits", false),
            ("etp.demandes", false),
        ] {
            assert_eq!(doubt(&key.parse().expect("a key")).is_some(), doubtful, "{key}");
        }
    }
}

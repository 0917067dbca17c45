//! The administrative courts, with the départements that depend on each (code de justice administrative, art. R. 221-3).

use super::Departement;

/// One line a court: its town, as said after « tribunal administratif », and its départements.
const COURTS: [(&str, &[&str]); 39] = [
    ("d’Amiens", &["02", "60", "80"]),
    ("de Bastia", &["2A", "2B"]),
    ("de Besançon", &["25", "39", "70", "90"]),
    ("de Bordeaux", &["24", "33", "47"]),
    ("de Caen", &["14", "50", "61"]),
    ("de Cergy-Pontoise", &["92", "95"]),
    ("de Châlons-en-Champagne", &["08", "10", "51", "52"]),
    ("de Clermont-Ferrand", &["03", "15", "43", "63"]),
    ("de Dijon", &["21", "58", "71", "89"]),
    ("de Grenoble", &["26", "38", "73", "74"]),
    ("de Lille", &["59", "62"]),
    ("de Limoges", &["19", "23", "36", "87"]),
    ("de Lyon", &["01", "07", "42", "69"]),
    ("de Marseille", &["04", "05", "13"]),
    ("de Melun", &["77", "94"]),
    ("de Montpellier", &["11", "34", "66"]),
    ("de Montreuil", &["93"]),
    ("de Nancy", &["54", "55", "88"]),
    ("de Nantes", &["44", "49", "53", "72", "85"]),
    ("de Nice", &["06"]),
    ("de Nîmes", &["30", "48", "84"]),
    ("d’Orléans", &["18", "28", "37", "41", "45"]),
    ("de Paris", &["75"]),
    ("de Pau", &["32", "40", "64", "65"]),
    ("de Poitiers", &["16", "17", "79", "86"]),
    ("de Rennes", &["22", "29", "35", "56"]),
    ("de Rouen", &["27", "76"]),
    ("de Strasbourg", &["57", "67", "68"]),
    ("de Toulon", &["83"]),
    ("de Toulouse", &["09", "12", "31", "46", "81", "82"]),
    ("de Versailles", &["78", "91"]),
    ("de la Guadeloupe", &["971"]),
    ("de la Martinique", &["972"]),
    ("de la Guyane", &["973"]),
    ("de La Réunion", &["974"]),
    ("de Saint-Pierre-et-Miquelon", &["975"]),
    ("de Mayotte", &["976"]),
    ("de Saint-Barthélemy", &["977"]),
    ("de Saint-Martin", &["978"]),
];

impl Departement {
    /// The town of the administrative court on which it depends, with « de »: `de Rennes`; none for a territory outside
    /// the table.
    #[must_use]
    pub fn of_court(&self) -> Option<&'static str> {
        let own = COURTS.iter().find(|(_, departements)| departements.contains(&self.code()));
        own.map(|(court, _)| *court)
    }
}

#[cfg(test)]
mod tests {
    use form::read::departements::NAMES;

    use super::*;

    #[test]
    fn each_departement_depends_on_one_court() {
        for (code, name) in NAMES {
            let courts = COURTS.iter().filter(|(_, departements)| departements.contains(&code));
            assert_eq!(courts.count(), 1, "{code} {name}");
        }
        let court = |code| Departement::parse(code).expect("a département").of_court();
        assert_eq!(court("29"), Some("de Rennes"));
        assert_eq!(court("2A"), Some("de Bastia"));
    }
}

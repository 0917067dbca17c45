//! What the stand-in knows of a structure: ASP's words, and where others have other words.

use domain::{Kind, Structure, asp, prefill::plain_case};

/// Everything that is said of a structure.
pub(super) struct Sheet {
    /// Its place in the list.
    pub(super) place: usize,
    pub(super) asp: asp::Structure,
    /// Kinds under which les emplois know it.
    pub(super) kinds: Vec<Kind>,
    /// Whether it has had a convention.
    pub(super) agreed: bool,
    pub(super) departement: String,
    /// A second département of its annexes.
    pub(super) elsewhere: Option<String>,
    /// Whole legal name, in capitals.
    pub(super) name: String,
    /// The name it goes by.
    pub(super) brand: String,
    /// Its phone today.
    pub(super) phone: String,
    pub(super) email: String,
    pub(super) website: String,
    pub(super) description: String,
    /// Given and family names of its administrator on les emplois.
    pub(super) administrator: (String, String),
    /// Its collective agreement for the registers.
    pub(super) idcc: &'static str,
    /// Whether its establishment has closed.
    pub(super) closed: bool,
    /// Trades of its posts: code, name.
    pub(super) trades: Vec<(&'static str, &'static str)>,
}

/// Trades of the invented posts.
const TRADES: [(&str, &str); 6] = [
    ("A1203", "Jardinier / Jardinière d'espaces verts"),
    ("A1405", "Maraîcher / Maraîchère"),
    ("K2204", "Agent / Agente d'entretien"),
    ("K2304", "Agent / Agente de tri de déchets"),
    ("F1606", "Peintre en bâtiment"),
    ("N1103", "Agent / Agente logistique"),
];

impl Sheet {
    /// What is said of a structure; its place alone decides where it disagrees with ASP.
    pub(super) fn of(place: usize, structure: &Structure) -> Self {
        let asp = structure.asp.clone();
        let kinds = structure.kinds();
        let main = kinds.first().copied().unwrap_or(Kind::Aci);
        let mut territories = structure.territories(main).into_iter().map(|found| found.code().to_owned());
        let departement = territories.next().unwrap_or_default();
        let plain = plain_case(&asp.name);
        let site = format!("{}.example", slug(&asp.name));
        let (given, family) = asp
            .correspondent
            .as_ref()
            .map_or(("Lou", "Martineau"), |person| (person.given_name.as_str(), person.family_name.as_str()));
        Self {
            place,
            agreed: !kinds.is_empty(),
            kinds: if kinds.is_empty() { vec![main] } else { kinds },
            elsewhere: territories.next(),
            name: whole_name(&asp),
            brand: if place.is_multiple_of(3) { format!("{plain} insertion") } else { String::new() },
            phone: phone(place, &asp),
            email: format!("accueil@{site}"),
            website: if place.is_multiple_of(2) { format!("https://{site}") } else { String::new() },
            description: format!(
                "{plain} accueille, emploie et accompagne des personnes éloignées de l'emploi."
            ),
            administrator: (given.to_owned(), plain_case(family)),
            idcc: if place % 4 == 1 { "1518" } else { "5016" },
            // One among the chosen cases: a new convention of it is to be refused.
            closed: place == 9,
            trades: (0..=place % 3).map(|rank| TRADES[(place + rank) % TRADES.len()]).collect(),
            departement,
            asp,
        }
    }

    /// SIREN.
    pub(super) fn siren(&self) -> &str {
        &self.asp.siret.as_str()[..9]
    }

    /// The last five digits of its SIRET.
    pub(super) fn nic(&self) -> &str {
        &self.asp.siret.as_str()[9..]
    }

    /// Number and street in parts: `17`, `RUE`, `DES LILAS`; some have moved a few doors down.
    pub(super) fn street(&self) -> (String, String, String) {
        let mut words = self.asp.seat.street.splitn(3, ' ').map(str::to_owned);
        let mut next = || words.next().unwrap_or_default();
        let (number, kind, name) = (next(), next(), next());
        (if self.place % 5 == 3 { "21".to_owned() } else { number }, kind, name)
    }

    /// Number in the register of associations; blank for a company.
    pub(super) fn association(&self) -> Option<String> {
        let association = self.asp.legal_category.starts_with('9');
        // Two digits, for Corsica too.
        let place: String = self.departement.replace(['A', 'B'], "0").chars().take(2).collect();
        association.then(|| format!("W{place}{:07}", 1_000_001 + self.place))
    }

    /// Codes of its kinds.
    pub(super) fn kind_codes(&self) -> String {
        self.kinds.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(", ")
    }
}

/// ASP cuts names and leaves the kind of legal person out.
fn whole_name(asp: &asp::Structure) -> String {
    if asp.legal_category.starts_with('9') { format!("ASSOCIATION {}", asp.name) } else { asp.name.clone() }
}

/// One in two has changed its phone since it told ASP.
fn phone(place: usize, asp: &asp::Structure) -> String {
    let known = asp.seat.phone.as_ref().map_or("", |phone| phone.digits.as_str());
    if place.is_multiple_of(2) { format!("02{:08}", 98_500_000 + place) } else { known.to_owned() }
}

/// `LES JARDINS DE L'ODET` becomes `les-jardins-de-l-odet`.
fn slug(name: &str) -> String {
    let plain: String = name
        .to_lowercase()
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join("-")
}

//! The invented structures: chosen cases first, then drawn ones.

use domain::{Departement, Kind};

use super::{Cells, draw::Draw};

/// An invented structure.
pub(super) struct Cast {
    pub(super) asp_id: i64,
    pub(super) name: String,
    /// Kinds with the départements they work in, the seat's first.
    pub(super) demands: Vec<(Kind, Vec<Departement>)>,
    pub(super) legal_category: &'static str,
    siret: String,
    siret_signature: String,
    street: String,
    postcode: String,
    commune: String,
    insee: String,
    phone: String,
    given_name: &'static str,
    family_name: &'static str,
}

/// A chosen case: name, legal category, départements, kinds.
type Case = (&'static str, &'static str, &'static [&'static str], &'static [Kind]);

const CASES: [Case; 11] = [
    // Two départements, yearly amendments, cofinanced.
    ("LES JARDINS DE L'ODET", "9220", &["29", "56"], &[Kind::Aci]),
    // Two kinds on one structure.
    ("ATELIERS DU BOCAGE VERT", "9220", &["14"], &[Kind::Aci, Kind::Ei]),
    ("COUP DE MAIN CORNOUAILLE", "9222", &["29"], &[Kind::Ai]),
    ("PASSERELLE INTERIM ARMOR", "5710", &["29"], &[Kind::Etti]),
    ("ENTREPRENDRE EN FINISTERE", "9220", &["29"], &[Kind::Eiti]),
    ("RECYCLERIE DU PAYS BIGOUDEN", "5458", &["29"], &[Kind::Ei]),
    // First demand: ASP knows the structure and no annexe of it.
    ("NOUVEAUX SILLONS", "9220", &["29"], &[]),
    ("MAQUIS ET CHEMINS", "9220", &["2A"], &[Kind::Aci]),
    ("MAIN TENDUE DES ANTILLES", "9220", &["972"], &[Kind::Ai]),
    ("FILATURE DES FLANDRES", "5499", &["59"], &[Kind::Ei]),
    ("LAGON SOLIDAIRE", "9220", &["976"], &[Kind::Aci]),
];

const FIRST: [&str; 12] = [
    "ATELIERS",
    "JARDINS",
    "RECYCLERIE",
    "CHANTIER",
    "RESSOURCES",
    "ENVIRONNEMENT",
    "SERVICES",
    "BATIR",
    "HORIZON",
    "TREMPLIN",
    "RELAIS",
    "COOPERATIVE",
];
const SECOND: [&str; 14] = [
    "DU VAL",
    "DES DEUX RIVES",
    "DU PLATEAU",
    "DE LA SOURCE",
    "DU CANAL",
    "DES COLLINES",
    "DE L'ESTUAIRE",
    "DU VIGNOBLE",
    "DES TROIS CLOCHERS",
    "DU MARAIS",
    "DE LA FORET",
    "DES GRANDS PRES",
    "DU LITTORAL",
    "DE LA VALLEE",
];
const STREETS: [&str; 8] = [
    "DES LILAS",
    "DU MOULIN",
    "DE LA GARE",
    "VICTOR HUGO",
    "DES ECOLES",
    "DU PORT",
    "DES ARTISANS",
    "DE LA PAIX",
];
const GIVEN: [&str; 8] = ["Camille", "Dominique", "Claude", "Alix", "Sacha", "Maxime", "Charlie", "Lou"];
const FAMILY: [&str; 8] =
    ["MARTINEAU", "LE GALL", "DUVIVIER", "BONNEL", "CARPENTIER", "ROUSSELET", "FAUCHER", "GUIVARCH"];

/// Départements with a commune of theirs: name, INSEE code, postcode.
const PLACES: [(&str, &str, &str, &str); 22] = [
    ("29", "QUIMPER", "29232", "29000"),
    ("56", "VANNES", "56260", "56000"),
    ("14", "VIRE NORMANDIE", "14762", "14500"),
    ("35", "RENNES", "35238", "35000"),
    ("22", "LANNION", "22113", "22300"),
    ("2A", "AJACCIO", "2A004", "20000"),
    ("972", "FORT DE FRANCE", "97209", "97200"),
    ("59", "LILLE", "59350", "59000"),
    ("976", "MAMOUDZOU", "97611", "97600"),
    ("13", "ARLES", "13004", "13200"),
    ("33", "LIBOURNE", "33243", "33500"),
    ("69", "VILLEURBANNE", "69266", "69100"),
    ("31", "MURET", "31395", "31600"),
    ("54", "LONGWY", "54323", "54400"),
    ("75", "PARIS 20", "75120", "75020"),
    ("93", "MONTREUIL", "93048", "93100"),
    ("44", "SAINT-NAZAIRE", "44184", "44600"),
    ("01", "BOURG-EN-BRESSE", "01053", "01000"),
    ("67", "SELESTAT", "67462", "67600"),
    ("63", "RIOM", "63300", "63200"),
    ("2B", "BASTIA", "2B033", "20200"),
    ("974", "SAINT-PIERRE", "97416", "97410"),
];

impl Cast {
    pub(super) fn of(place: usize, draw: &mut Draw) -> Self {
        let (name, legal_category, codes, kinds) = match CASES.get(place) {
            Some((name, category, codes, kinds)) => {
                ((*name).to_owned(), *category, codes.to_vec(), kinds.to_vec())
            }
            None => drawn(place, draw),
        };
        let departements: Vec<Departement> = codes
            .iter()
            .map(|code| Departement::parse(code).expect("the table holds départements"))
            .collect();
        let (_, commune, insee, postcode) = PLACES
            .iter()
            .find(|(code, ..)| *code == codes[0])
            .expect("the table has a commune a département");
        let asp_id = 900_001 + i64::try_from(place).expect("few structures");
        let legal_person = luhn_completed(&format!("{:08}", 90_000_000 + place * 37));
        let siret = luhn_completed(&format!("{legal_person}{:04}", 1 + draw.between(0, 3)));
        // One in ten has moved since it signed: another establishment of the same legal person.
        let siret_signature =
            if draw.chance(10) { luhn_completed(&format!("{legal_person}{:04}", 9)) } else { siret.clone() };
        Self {
            asp_id,
            name,
            demands: kinds.into_iter().map(|kind| (kind, departements.clone())).collect(),
            legal_category,
            siret,
            siret_signature,
            street: draw.one_of(&STREETS).to_owned(),
            postcode: (*postcode).to_owned(),
            commune: (*commune).to_owned(),
            insee: (*insee).to_owned(),
            // Nine digits: ASP drops the leading zero.
            phone: format!("2{:08}", draw.between(10_000_000, 99_999_999)),
            given_name: draw.one_of(&GIVEN),
            family_name: draw.one_of(&FAMILY),
        }
    }

    /// Whether some of its posts are in prison.
    pub(super) fn works_in_prison(&self) -> bool {
        self.name == "FILATURE DES FLANDRES"
    }

    /// The cells of its row in `fluxIAE_Structure`.
    pub(super) fn cells(&self) -> Cells {
        let login = format!("{}.{}", self.given_name, self.family_name).to_lowercase().replace(' ', "");
        let mut cells = vec![
            ("structure_date_creation", "01/02/2006 00:00:00".to_owned()),
            ("structure_date_modification", "12/10/2026 00:00:00".to_owned()),
            ("structure_id_siae", self.asp_id.to_string()),
            ("structure_siret_signature", self.siret_signature.clone()),
            ("structure_siret_actualise", self.siret.clone()),
            ("structure_denomination", self.name.chars().take(30).collect()),
            ("structure_categorie_juridique_id", "218".to_owned()),
            ("structure_categorie_juridique_code", self.legal_category.to_owned()),
            ("structure_code_naf", "8899B".to_owned()),
            ("structure_idcc_id", "840".to_owned()),
            ("structure_idcc_code", "5016".to_owned()),
            ("structure_identifiant_corresp_technique", login.clone()),
            ("structure_adresse_mail_corresp_technique", format!("{login}@structure.example")),
            ("structure_adresse_nom_corresp_technique", self.family_name.to_owned()),
            ("structure_adresse_prenom_corresp_technique", self.given_name.to_owned()),
        ];
        cells.extend([
            ("structure_adresse_admin_numero", "17".to_owned()),
            ("structure_adresse_admin_type_voie", "RUE".to_owned()),
            ("structure_adresse_admin_nom_voie", self.street.clone()),
            ("structure_adresse_admin_cp", self.postcode.clone()),
            ("structure_adresse_admin_commune", self.commune.clone()),
            ("structure_adresse_admin_code_insee", self.insee.clone()),
            ("structure_adresse_admin_telephone", self.phone.clone()),
            ("structure_adresse_gestion_numero", "17".to_owned()),
            ("structure_adresse_gestion_type_voie", "RUE".to_owned()),
            ("structure_adresse_gestion_nom_voie", self.street.clone()),
            ("structure_adresse_gestion_cp", self.postcode.clone()),
            ("structure_adresse_gestion_commune", self.commune.clone()),
            ("structure_adresse_gestion_code_insee", self.insee.clone()),
        ]);
        cells
    }
}

fn drawn(place: usize, draw: &mut Draw) -> (String, &'static str, Vec<&'static str>, Vec<Kind>) {
    let name = format!("{} {} {place}", draw.one_of(&FIRST), draw.one_of(&SECOND));
    let code = draw.one_of(&PLACES).0;
    // The mix of the country: ACI first, then EI, AI, ETTI and few EITI.
    let kind = match draw.between(1, 100) {
        1..=48 => Kind::Aci,
        49..=73 => Kind::Ei,
        74..=90 => Kind::Ai,
        91..=98 => Kind::Etti,
        _ => Kind::Eiti,
    };
    let kinds = if draw.chance(5) && kind != Kind::Ei { vec![kind, Kind::Ei] } else { vec![kind] };
    (name, draw.one_of(&["9220", "9220", "5710", "5499"]), vec![code], kinds)
}

/// The digits with the one that makes their Luhn key right.
fn luhn_completed(digits: &str) -> String {
    (0..10)
        .map(|last| format!("{digits}{last}"))
        .find(|whole| form::read::register::luhn(whole))
        .expect("one digit in ten completes a Luhn key")
}

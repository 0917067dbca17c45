//! The reference views of an invented delivery.

use domain::Kind;

use super::draw::Draw;

/// A reference view: name, header, rows.
type View = (&'static str, &'static str, &'static [&'static str]);

/// Every reference view that the figures need.
pub(super) const VIEWS: [View; 10] = [
    (
        "RefCategorieSort",
        "rcs_id|rcs_libelle",
        &[
            "1|Emploi durable",
            "2|Emploi de transition",
            "3|Sorties positives",
            "4|Autres sorties",
            "5|Retrait des sorties constatées",
        ],
    ),
    (
        "RefMotifSort",
        "rms_id|rms_code|rms_libelle|rcs_id",
        &[
            "11|CDI|Embauche en CDI|1",
            "12|CDD6|Embauche en CDD de six mois et plus|1",
            "13|CREA|Création d'entreprise|1",
            "21|CDD|Embauche en CDD de moins de six mois|2",
            "22|CAID|Contrat aidé hors insertion|2",
            "31|FORM|Entrée en formation qualifiante|3",
            "32|SIAE|Embauche dans une autre structure d'insertion|3",
            "41|CHOM|Au chômage|4",
            "42|SANS|Sans nouvelle|4",
            "51|DECE|Décès|5",
            "52|ESSAI|Fin de la période d'essai|5",
        ],
    ),
    (
        "RefNiveauFormation",
        "rnf_id|rnf_code_niveau_form_empl|rnf_libelle_niveau_form_empl",
        &[
            "1|00|PAS DE FORMATION AU DELA DE LA SCOLARITE OBLIG.",
            "2|10|PERSONNES AVEC QUALIFICATIONS NON CERTIFIANTES",
            "3|20|FORMATION DE NIVEAU CAP OU BEP",
            "4|30|DIPLÔME OBTENU CAP OU BEP",
            "5|40|FORMATION DE NIVEAU BAC",
        ],
    ),
    (
        "RefDureePoleEmploi",
        "rdp_id|rdp_code_duree_pe|rdp_lib_duree_pe",
        &["1|01|MOINS DE 6 MOIS", "2|02|DE 6 À 11 MOIS", "3|03|DE 12 À 23 MOIS", "4|04|24 MOIS ET PLUS"],
    ),
    (
        "RefFormeContrat",
        "rfc_id|rfc_code_forme_contrat|rfc_lib_forme_contrat",
        &[
            "1|CDDI|CDDI",
            "2|CDDU|CDD USAGE",
            "3|CTT|CONTRAT DE MISSION",
            "4|PHC|CDDI PHC",
            "5|ACE|APPUI CREATION",
        ],
    ),
    (
        "RefOrienteur",
        "ror_id|ror_code|ror_libelle",
        &[
            "1|FT|FRANCE TRAVAIL",
            "2|ML|MISSION LOCALE",
            "3|CE|CAP EMPLOI",
            "4|SSD|SERVICE SOCIAL DU DEPARTEMENT",
            "5|CCAS|CENTRE COMMUNAL D'ACTION SOCIALE",
            "6|CHRS|STRUCTURE D'HEBERGEMENT",
            "7|CS|CANDIDATURE SPONTANEE",
        ],
    ),
    (
        "RefObjectifFormation",
        "rof_id|rof_code_formation|rof_libelle|rme_id",
        &[
            "1|OBJ1|Remise à niveau|1",
            "2|OBJ2|Qualification|1",
            "3|OBJ1|Remise à niveau|2",
            "4|OBJ2|Qualification|2",
            "5|OBJ1|Remise à niveau|3",
            "6|OBJ2|Qualification|3",
            "7|OBJ1|Remise à niveau|4",
            "8|OBJ2|Qualification|4",
            "9|OBJ1|Remise à niveau|8",
            "10|OBJ2|Qualification|8",
        ],
    ),
    (
        "RefTypeFormation",
        "rtf_id|rtf_code_formation|rtf_libelle|rme_id",
        &[
            "1|INT|Interne|1",
            "2|EXT|Externe|1",
            "3|INT|Interne|2",
            "4|EXT|Externe|2",
            "5|INT|Interne|3",
            "6|EXT|Externe|3",
            "7|INT|Interne|4",
            "8|EXT|Externe|4",
            "9|INT|Interne|8",
            "10|EXT|Externe|8",
        ],
    ),
    (
        "RefMesure",
        "rme_id|code_mesure|code_mesure_disp",
        &[
            "1|AI|AI_DC",
            "2|ACI|ACI_DC",
            "3|EI|EI_DC",
            "4|ETTI|ETTI_DC",
            "5|FDI|FDI_DC",
            "6|EI|EI_MP",
            "7|ACI|ACI_MP",
            "8|EITI|EITI_DC",
        ],
    ),
    (
        "RefMontantIae",
        "rmi_id|rmi_code|rmi_libelle|rmi_valeur|rmi_date_debut_effet|rmi_date_fin_effet|rme_id|code_dpt",
        &[
            "11|DUR_AN_ETP|Nombre d'heures annuelles théoriques pour un salarié à taux plein|1820|01/01/2016||2|",
            "12|DUR_AN_ETP|Nombre d'heures annuelles théoriques pour un salarié à taux plein|1607|01/01/2016||1|",
            "15|DUR_AN_ETP|Nombre d'heures annuelles théoriques pour un salarié à taux plein|1505|01/01/2016||3|",
            "21|MT_AN_ETP|Montant annuel par ETP|23921|01/11/2024||2|",
        ],
    ),
];

/// `rme_id` of the common-law measure of a kind.
pub(super) fn measure(kind: Kind) -> u8 {
    match kind {
        Kind::Ai => 1,
        Kind::Aci => 2,
        Kind::Ei => 3,
        Kind::Etti => 4,
        Kind::Eiti => 8,
    }
}

/// `contrat_format_contrat_id` and `_code` of a kind.
pub(super) fn form(kind: Kind, draw: &mut Draw) -> (u8, &'static str) {
    match kind {
        Kind::Ai => (2, "CDDU"),
        Kind::Etti => (3, "CTT"),
        Kind::Eiti => (5, "ACE"),
        Kind::Aci if draw.chance(5) => (4, "PHC"),
        Kind::Aci | Kind::Ei => (1, "CDDI"),
    }
}

/// `contrat_orienteur_id` and `_code` of somebody; one in thirteen was sent by nobody that is told.
pub(super) fn referrer(person: u32) -> (&'static str, &'static str) {
    const REFERRERS: [(&str, &str); 13] = [
        ("1", "FT"),
        ("2", "ML"),
        ("1", "FT"),
        ("4", "SSD"),
        ("1", "FT"),
        ("3", "CE"),
        ("7", "CS"),
        ("2", "ML"),
        ("1", "FT"),
        ("5", "CCAS"),
        ("6", "CHRS"),
        ("1", "FT"),
        ("", ""),
    ];
    REFERRERS[usize::try_from(person % 13).expect("small")]
}

/// `contrat_duree_hebdo_travail` of somebody, as people type it.
pub(super) fn weekly(kind: Kind, person: u32) -> &'static str {
    match (kind, person % 5) {
        (Kind::Eiti, _) | (_, 0) => "",
        (Kind::Aci | Kind::Ei, 1) | (Kind::Etti, _) => "35:00",
        (Kind::Aci | Kind::Ei, 2) => "26h",
        (Kind::Aci | Kind::Ei, _) => "26:00",
        (Kind::Ai, 1) => "0",
        (Kind::Ai, _) => "20:00",
    }
}

/// `emi_motif_sortie_id` and `_code` of somebody who leaves.
pub(super) fn reason(draw: &mut Draw) -> (u8, &'static str) {
    match draw.between(1, 100) {
        1..=14 => (11, "CDI"),
        15..=24 => (12, "CDD6"),
        25..=28 => (13, "CREA"),
        29..=40 => (21, "CDD"),
        41..=46 => (22, "CAID"),
        47..=58 => (31, "FORM"),
        59..=64 => (32, "SIAE"),
        65..=84 => (41, "CHOM"),
        85..=92 => (42, "SANS"),
        93..=95 => (51, "DECE"),
        _ => (52, "ESSAI"),
    }
}

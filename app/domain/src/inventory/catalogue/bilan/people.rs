//! The people of a bilan, their situations and their contracts.

use super::{
    super::{
        super::Supply::{AspMonthly, AspYearly, Dgefp, Pilotage},
        Datum,
        activity::REFERRER,
        datum,
        people::{BENEFICIARIES, HOURS, LENGTHS, PEOPLE, WEEKLY},
        read, worked_out,
    },
    ASKED_THEN,
};

/// All of them, in ASP's own extraction.
const TOTAL: &str = "2 - Nombre total des salariés en insertion ayant travaillé";
const SEX: &str = "salarie_rci_libelle";
const BIRTH: &str = "salarie_date_naissance";
const REGISTERED: &str = "contrat_salarie_pe_duree_id, rdp_lib_duree_pe";
const LEVEL: &str = "contrat_niveau_de_formation_id, rnf_libelle_niveau_form_empl";

pub(super) const DATA: &[Datum] = &[
    datum(
        "rh.insertion",
        &[worked_out(AspMonthly, PEOPLE), read(AspYearly, TOTAL), worked_out(Pilotage, BENEFICIARIES)],
    ),
    datum(
        "rh.ti",
        &[worked_out(AspMonthly, PEOPLE), read(AspYearly, TOTAL), worked_out(Pilotage, BENEFICIARIES)],
    ),
    datum(
        "rh.ti_etp",
        &[
            worked_out(AspMonthly, HOURS),
            read(Dgefp, "ETP déclarés"),
            read(Pilotage, "somme_etp_realises_annuel"),
        ],
    ),
    datum(
        "bilan.femmes",
        &[
            worked_out(AspMonthly, SEX),
            read(AspYearly, "2 - Dont femmes"),
            worked_out(Pilotage, "dont_femmes"),
        ],
    ),
    datum(
        "bilan.hommes",
        &[
            worked_out(AspMonthly, SEX),
            read(AspYearly, "2 - Dont hommes"),
            worked_out(Pilotage, "dont_hommes"),
        ],
    ),
    datum(
        "bilan.moins_26",
        &[
            worked_out(AspMonthly, BIRTH),
            read(AspYearly, "2 - Dont jeunes de moins de 26 ans"),
            worked_out(Pilotage, "dont_beneficiaires_jeunes"),
        ],
    ),
    datum(
        "bilan.de_26_a_49",
        &[
            worked_out(AspMonthly, BIRTH),
            worked_out(AspYearly, "2 - total, moins de 26 ans, 50 ans et plus"),
            worked_out(Pilotage, "nombre_de_beneficiaires, moins les jeunes et les seniors"),
        ],
    ),
    datum(
        "bilan.plus_50",
        &[
            worked_out(AspMonthly, BIRTH),
            read(AspYearly, "2 - Dont personnes sans emploi de 50 ans et plus"),
            worked_out(Pilotage, "dont_beneficiaires_seniors"),
        ],
    ),
    datum(
        "bilan.rsa",
        &[
            worked_out(AspMonthly, "contrat_salarie_rsa"),
            read(AspYearly, "2 - Dont bénéficiaires du RSA"),
            worked_out(Pilotage, "dont_beneficiaires_du_rsa"),
        ],
    ),
    datum(
        "bilan.ass",
        &[
            worked_out(AspMonthly, "contrat_salarie_ass"),
            read(AspYearly, "2 - Dont bénéficiaires de l'ASS"),
            worked_out(Pilotage, "dont_beneficiaires_de_ass"),
        ],
    ),
    datum(
        "bilan.aah",
        &[
            worked_out(AspMonthly, "contrat_salarie_aah"),
            read(AspYearly, "2 - Dont bénéficiaires de l'AAH"),
            worked_out(Pilotage, "dont_beneficiaires_de_aah"),
        ],
    ),
    datum(
        "bilan.rqth",
        &[
            worked_out(AspMonthly, "contrat_salarie_rqth"),
            read(AspYearly, "2 - Dont nombre de personnes reconnues RQTH"),
            worked_out(Pilotage, "dont_beneficiaires_de_rqth"),
        ],
    ),
    datum(
        "bilan.qpv",
        &[
            worked_out(AspMonthly, "salarie_adr_qpv_type"),
            read(AspYearly, "2 - Dont résidants en QPV"),
            worked_out(Pilotage, "dont_beneficiaires_en_qpv"),
        ],
    ),
    datum(
        "bilan.zrr",
        &[
            worked_out(AspMonthly, "salarie_adr_is_zrr"),
            read(AspYearly, "2 - Dont résidants en ZRR"),
            worked_out(Pilotage, "dont_beneficiaires_en_zrr"),
        ],
    ),
    datum(
        "bilan.deld",
        &[
            worked_out(AspMonthly, REGISTERED),
            read(AspYearly, "2 - Dont inscrits à Pôle emploi depuis 12 à 23 mois"),
            worked_out(Pilotage, "dont_beneficiaires_deld"),
        ],
    ),
    datum(
        "bilan.detld",
        &[
            worked_out(AspMonthly, REGISTERED),
            read(AspYearly, "2 - Dont inscrits à Pôle emploi depuis 24 mois et plus"),
            worked_out(Pilotage, "dont_beneficiaires_detld"),
        ],
    ),
    datum(
        "bilan.niveau_cap",
        &[
            worked_out(AspMonthly, LEVEL),
            read(AspYearly, "2 - Dont personnes avec un niveau CAP – BEP"),
            worked_out(Pilotage, "dont_beneficiaires_formation_cap_bep"),
        ],
    ),
    datum(
        "bilan.niveau_non_certifiant",
        &[
            worked_out(AspMonthly, LEVEL),
            read(AspYearly, "2 - Dont personnes avec qualifications non certifiantes"),
            worked_out(Pilotage, "dont_beneficiaires_formation_non_certifiante"),
        ],
    ),
    datum(
        "bilan.niveau_infra",
        &[
            worked_out(AspMonthly, LEVEL),
            read(AspYearly, "2 - Dont personnes avec un niveau inférieur au CAP"),
            worked_out(Pilotage, "dont_beneficiaires_formation_inf_cap"),
        ],
    ),
    datum("bilan.contrats.nombre", &[worked_out(AspMonthly, "rfc_lib_forme_contrat")]),
    datum("rh.duree_contrats", &[worked_out(AspMonthly, LENGTHS), ASKED_THEN]),
    datum("rh.temps_hebdo", &[worked_out(AspMonthly, WEEKLY), ASKED_THEN]),
    datum("bilan.orienteurs.orienteur", &[read(AspMonthly, REFERRER)]),
    datum(
        "bilan.orienteurs.embauches",
        &[worked_out(AspMonthly, "contrat_orienteur_id, contrat_date_embauche")],
    ),
];

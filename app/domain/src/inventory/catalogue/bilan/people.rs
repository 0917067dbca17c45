//! The people of a bilan, their situations and their contracts.

use super::{
    super::{
        super::Supply::{AspMonthly, AspYearly, Dgefp, Pilotage},
        Could, Datum,
        activity::PRESCRIBERS,
        could, datum, nobody,
        people::{HOURS, LENGTHS, PEOPLE, WEEKLY},
        read, worked_out,
    },
    OF_THE_DEMAND,
};

/// All of them, in ASP's own extraction.
const TOTAL: &str = "2 - Nombre total des salariés en insertion ayant travaillé";
const SEX: &str = "salarie_rci_libelle";
const BIRTH: &str = "salarie_date_naissance";
const REGISTERED: &str = "contrat_salarie_pe_duree_id, rdp_lib_duree_pe";
const LEVEL: &str = "contrat_niveau_de_formation_id, rnf_libelle_niveau_form_empl";

const HIRED: &[Could] =
    &[could("ASP, vue fluxIAE_ContratMission", "contrat_orienteur_code, contrat_date_embauche")];

pub(super) const DATA: &[Datum] = &[
    datum("rh.insertion", &[worked_out(AspMonthly, PEOPLE), read(AspYearly, TOTAL)]),
    datum("rh.ti", &[worked_out(AspMonthly, PEOPLE), read(AspYearly, TOTAL)]),
    datum(
        "rh.ti_etp",
        &[
            worked_out(AspMonthly, HOURS),
            read(Dgefp, "ETP déclarés"),
            read(Pilotage, "somme_etp_realises_annuel"),
        ],
    ),
    datum("bilan.femmes", &[worked_out(AspMonthly, SEX), read(AspYearly, "2 - Dont femmes")]),
    datum("bilan.hommes", &[worked_out(AspMonthly, SEX), read(AspYearly, "2 - Dont hommes")]),
    datum(
        "bilan.moins_26",
        &[worked_out(AspMonthly, BIRTH), read(AspYearly, "2 - Dont jeunes de moins de 26 ans")],
    ),
    datum(
        "bilan.de_26_a_49",
        &[worked_out(AspMonthly, BIRTH), worked_out(AspYearly, "2 - total, moins de 26 ans, 50 ans et plus")],
    ),
    datum(
        "bilan.plus_50",
        &[worked_out(AspMonthly, BIRTH), read(AspYearly, "2 - Dont personnes sans emploi de 50 ans et plus")],
    ),
    datum(
        "bilan.rsa",
        &[worked_out(AspMonthly, "contrat_salarie_rsa"), read(AspYearly, "2 - Dont bénéficiaires du RSA")],
    ),
    datum(
        "bilan.ass",
        &[worked_out(AspMonthly, "contrat_salarie_ass"), read(AspYearly, "2 - Dont bénéficiaires de l'ASS")],
    ),
    datum(
        "bilan.aah",
        &[worked_out(AspMonthly, "contrat_salarie_aah"), read(AspYearly, "2 - Dont bénéficiaires de l'AAH")],
    ),
    datum(
        "bilan.rqth",
        &[
            worked_out(AspMonthly, "contrat_salarie_rqth"),
            read(AspYearly, "2 - Dont nombre de personnes reconnues RQTH"),
        ],
    ),
    datum(
        "bilan.qpv",
        &[worked_out(AspMonthly, "salarie_adr_qpv_type"), read(AspYearly, "2 - Dont résidants en QPV")],
    ),
    datum(
        "bilan.zrr",
        &[worked_out(AspMonthly, "salarie_adr_is_zrr"), read(AspYearly, "2 - Dont résidants en ZRR")],
    ),
    datum(
        "bilan.deld",
        &[
            worked_out(AspMonthly, REGISTERED),
            read(AspYearly, "2 - Dont inscrits à Pôle emploi depuis 12 à 23 mois"),
        ],
    ),
    datum(
        "bilan.detld",
        &[
            worked_out(AspMonthly, REGISTERED),
            read(AspYearly, "2 - Dont inscrits à Pôle emploi depuis 24 mois et plus"),
        ],
    ),
    datum(
        "bilan.niveau_cap",
        &[worked_out(AspMonthly, LEVEL), read(AspYearly, "2 - Dont personnes avec un niveau CAP – BEP")],
    ),
    datum(
        "bilan.niveau_non_certifiant",
        &[
            worked_out(AspMonthly, LEVEL),
            read(AspYearly, "2 - Dont personnes avec qualifications non certifiantes"),
        ],
    ),
    datum(
        "bilan.niveau_infra",
        &[
            worked_out(AspMonthly, LEVEL),
            read(AspYearly, "2 - Dont personnes avec un niveau inférieur au CAP"),
        ],
    ),
    datum("bilan.contrats.nombre", &[worked_out(AspMonthly, "rfc_lib_forme_contrat")]),
    Datum { key: "rh.duree_contrats", given: OF_THE_DEMAND, could: LENGTHS },
    Datum { key: "rh.temps_hebdo", given: OF_THE_DEMAND, could: WEEKLY },
    nobody("bilan.orienteurs.orienteur", PRESCRIBERS),
    nobody("bilan.orienteurs.embauches", HIRED),
];

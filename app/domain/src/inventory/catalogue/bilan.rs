//! The bilan: the means of the year, and who was followed; then what stands in `people` and `results`.
//!
//! Its numbers are those that ASP counted in the year, its words those of the demand that was sent for it.

mod people;
mod results;

use super::{
    super::Supply::{AspAnnexe, AspMonthly, AspYearly, Dgefp, Pilotage, Previous},
    Could, Datum, Given, STRUCTURE_ALONE, could, datum, nobody,
    people::HOURS,
    read, worked_out,
};

/// Every datum, in the order of the form.
pub(super) const DATA: &[&[Datum]] = &[MEANS, people::DATA, FOLLOWED, results::DATA];

/// What the demand that was sent for the year says to the same question.
const ASKED_THEN: Given = read(Previous, "même question, demande de la même année");
const OF_THE_DEMAND: &[Given] = &[ASKED_THEN];
const MONTHS: &str = "emi_sme_mois, emi_esm_etat_code";
const STATEMENTS: &[Could] =
    &[could("Pilotage de l’inclusion, table suivi_realisation_convention_mensuelle", "saisie_effectuee")];
const SUPERVISION: &str = "0 - Salariés permanents en charge de l'encadrement technique";
const SUPPORT: &str = "0 - Salariés permanents en charge de l'accompagnement socioprofessionnel";
const NON_EMPLOYEES: Could = could("ASP, vue fluxIAE_AnnexeFinanciere", "af_etp_trava_non_salaries");
const PROVIDERS: Could =
    could("ASP, vue fluxIAE_AnnexeFinanciere", "af_etp_presta_ext_enca_tech_accomp_sociopa_annee_prec");

const MEANS: &[Datum] = &[
    Datum {
        key: "bilan.etp_conventionnes",
        given: &[
            read(AspAnnexe, "af_etp_postes_insertion"),
            read(Previous, "etp.demandes, demande de la même année"),
        ],
        could: &[could(
            "Pilotage de l’inclusion, table suivi_etp_conventionnes_v2",
            "effectif_annuel_conventionné",
        )],
    },
    datum(
        "bilan.etp_realises",
        &[
            worked_out(AspMonthly, HOURS),
            read(Dgefp, "ETP déclarés"),
            read(Pilotage, "somme_etp_realises_annuel"),
        ],
    ),
    nobody("bilan.ecart_explication", STRUCTURE_ALONE),
    Datum { key: "bilan.mois_declares", given: &[worked_out(AspMonthly, MONTHS)], could: STATEMENTS },
    Datum {
        key: "bilan.mois_attendus",
        given: &[worked_out(AspMonthly, "af_date_debut_effet, af_date_fin_effet")],
        could: STATEMENTS,
    },
    Datum {
        key: "bilan.equipe.etp",
        given: &[
            read(AspAnnexe, "af_etp_perm_encadrement_tech_sal_insertion_annee_prec"),
            read(AspAnnexe, "af_etp_perm_acc_sociop_annee_prec"),
            read(AspYearly, SUPERVISION),
            read(AspYearly, SUPPORT),
            read(AspYearly, "0 - Travailleurs non salariés"),
            read(AspYearly, "0 - Prestataires externes"),
            read(Previous, "rh.encadrement_etp, rh.accompagnement_etp, demande de la même année"),
        ],
        could: &[NON_EMPLOYEES, PROVIDERS],
    },
    datum(
        "bilan.equipe.heures",
        &[
            read(AspYearly, SUPERVISION),
            read(AspYearly, SUPPORT),
            read(AspYearly, "0 - Travailleurs non salariés"),
            read(AspYearly, "0 - Prestataires externes"),
        ],
    ),
];

const FOLLOWED: &[Datum] = &[
    datum("accompagnement.parcours", OF_THE_DEMAND),
    datum("accompagnement.frequence", OF_THE_DEMAND),
    datum("accompagnement.freins.concernes", &[read(AspMonthly, "acc_dif_nb_sal_conc_{frein}")]),
    datum(
        "accompagnement.freins.interne",
        &[read(AspMonthly, "acc_dif_nb_sal_int_{frein}, acc_dif_nb_sal_int_ext_{frein}")],
    ),
    datum(
        "accompagnement.freins.externe",
        &[read(AspMonthly, "acc_dif_nb_sal_ext_{frein}, acc_dif_nb_sal_int_ext_{frein}")],
    ),
    datum("bilan.projets_pro", &[read(AspMonthly, "acc_det_nb_benef_projet_pro{_int, _ext, _int_ext}")]),
    datum("bilan.appuis_techniques", &[read(AspMonthly, "acc_det_nb_presta_tech{_int, _ext, _int_ext}")]),
    datum("accompagnement.partenaires.nom", OF_THE_DEMAND),
    datum("accompagnement.partenaires.objet", OF_THE_DEMAND),
    datum("accompagnement.partenaires.convention", OF_THE_DEMAND),
];

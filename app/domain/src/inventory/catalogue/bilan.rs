//! The bilan: the means of the year, and who was followed; then what stands in `people` and `results`.
//!
//! Its numbers are those that ASP counted in the year, its words those of the demand that was sent for it.

mod people;
mod results;

use super::{
    super::Supply::{AspAnnexe, AspMonthly, AspYearly, Dgefp, Pilotage, Previous},
    Datum, Given, STRUCTURE_ALONE,
    activity::{CONCERNED, INSIDE, OUTSIDE},
    datum, nobody,
    people::HOURS,
    read, worked_out,
};

/// Every datum, in the order of the form.
pub(super) const DATA: &[&[Datum]] = &[MEANS, people::DATA, FOLLOWED, results::DATA];

/// What the demand that was sent for the year says to the same question.
const ASKED_THEN: Given = read(Previous, "même question, demande de la même année");
const OF_THE_DEMAND: &[Given] = &[ASKED_THEN];
/// Of each kind of support, in the table of pilotage.
const HELPED: &str = "acc_nb_sal_int, acc_nb_sal_ext, acc_nb_sal_int_ext";
const MONTHS: &str = "emi_sme_mois, emi_esm_etat_code";
const SUPERVISION: &str = "0 - Salariés permanents en charge de l'encadrement technique";
const SUPPORT: &str = "0 - Salariés permanents en charge de l'accompagnement socioprofessionnel";

const MEANS: &[Datum] = &[
    datum(
        "bilan.etp_conventionnes",
        &[
            read(AspAnnexe, "af_etp_postes_insertion"),
            read(Dgefp, "ETP conventionnés"),
            read(Pilotage, "effectif_annuel_conventionné"),
            read(Previous, "etp.demandes, demande de la même année"),
        ],
    ),
    datum(
        "bilan.etp_realises",
        &[
            worked_out(AspMonthly, HOURS),
            read(Dgefp, "ETP déclarés"),
            read(Pilotage, "somme_etp_realises_annuel"),
        ],
    ),
    nobody("bilan.ecart_explication", STRUCTURE_ALONE),
    datum(
        "bilan.mois_declares",
        &[worked_out(AspMonthly, MONTHS), worked_out(Pilotage, "date_saisie, emi_esm_etat_code")],
    ),
    datum(
        "bilan.mois_attendus",
        &[
            worked_out(AspMonthly, "af_date_debut_effet, af_date_fin_effet"),
            worked_out(Pilotage, "date_saisie, dates de l’annexe"),
        ],
    ),
    datum(
        "bilan.equipe.etp",
        &[
            read(AspAnnexe, "af_etp_perm_encadrement_tech_sal_insertion_annee_prec"),
            read(AspAnnexe, "af_etp_perm_acc_sociop_annee_prec"),
            read(AspAnnexe, "af_etp_trava_non_salaries"),
            read(AspAnnexe, "af_etp_presta_ext_enca_tech_accomp_sociopa_annee_prec"),
            read(AspYearly, SUPERVISION),
            read(AspYearly, SUPPORT),
            read(AspYearly, "0 - Travailleurs non salariés"),
            read(AspYearly, "0 - Prestataires externes"),
            read(Previous, "rh.encadrement_etp, rh.accompagnement_etp, demande de la même année"),
        ],
    ),
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
    datum(
        "accompagnement.frequence",
        &[worked_out(AspMonthly, "emi_dsm_nb_rdv_mens_ti, d’une EITI"), ASKED_THEN],
    ),
    datum("accompagnement.freins.concernes", CONCERNED),
    datum("accompagnement.freins.interne", INSIDE),
    datum("accompagnement.freins.externe", OUTSIDE),
    datum(
        "bilan.projets_pro",
        &[read(AspMonthly, "acc_det_nb_benef_projet_pro{_int, _ext, _int_ext}"), read(Pilotage, HELPED)],
    ),
    datum(
        "bilan.appuis_techniques",
        &[read(AspMonthly, "acc_det_nb_presta_tech{_int, _ext, _int_ext}"), read(Pilotage, HELPED)],
    ),
    datum("accompagnement.partenaires.nom", OF_THE_DEMAND),
    datum("accompagnement.partenaires.objet", OF_THE_DEMAND),
    datum("accompagnement.partenaires.convention", OF_THE_DEMAND),
];

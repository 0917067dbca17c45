//! What came of the year: trainings, periods, exits, actions; then the accounts and the words of the structure.

use super::{
    super::{
        super::Supply::{AspAnnexe, AspMonthly, AspYearly, ImmersionConventions, Pilotage},
        Datum, STRUCTURE_ALONE, could, datum,
        money::{AIDS, FILED_ACCOUNTS},
        nobody, read, worked_out,
    },
    ASKED_THEN, OF_THE_DEMAND,
};

/// Why each exit was, in the monthly views.
const EXITS: &str = "emi_motif_sortie_id, rms_id, rcs_libelle";
/// How much the trainings lasted.
const TRAINED: &str = "formation_duree_heures, formation_duree_minutes";
pub(super) const DATA: &[Datum] = &[
    datum("bilan.formations", &[worked_out(AspMonthly, "formation_id_for, formation_date_debut")]),
    datum("bilan.formes", &[worked_out(AspMonthly, "formation_id_ctr, formation_date_debut")]),
    datum("formation.heures_n1", &[worked_out(AspMonthly, TRAINED)]),
    datum("bilan.formation_types.type", &[read(AspMonthly, "rtf_libelle")]),
    datum("bilan.formation_types.formations", &[worked_out(AspMonthly, "rtf_libelle, formation_id_for")]),
    datum("bilan.formation_types.personnes", &[worked_out(AspMonthly, "rtf_libelle, formation_id_ctr")]),
    datum("bilan.formation_types.heures", &[worked_out(AspMonthly, TRAINED)]),
    Datum {
        key: "accompagnement.pmsmp",
        given: &[read(ImmersionConventions, "signatories.beneficiaryCurrentEmployer.businessSiret")],
        could: &[could("ASP, vue fluxIAE_PMSMP", "colonnes non communiquées à ce jour")],
    },
    datum("bilan.pmsmp_emploi", &[read(ImmersionConventions, "assessment.endedWithAJob")]),
    nobody(
        "bilan.immersions",
        &[could(
            "Immersion facilitée, statistiques",
            "numberOfConventions, toutes années confondues\u{a0}: montré à côté et non repris",
        )],
    ),
    nobody("bilan.offres", STRUCTURE_ALONE),
    nobody("bilan.offres_suites", STRUCTURE_ALONE),
    datum("objectifs.sorties", &[read(AspAnnexe, "af_nb_prev_sorties"), ASKED_THEN]),
    datum("objectifs.durable", &[read(AspAnnexe, "af_taux_prev_sorties_durable"), ASKED_THEN]),
    datum("objectifs.transition", &[read(AspAnnexe, "af_taux_prev_sorties_trans"), ASKED_THEN]),
    datum("objectifs.positives", &[read(AspAnnexe, "af_taux_prev_sorties_positives"), ASKED_THEN]),
    datum(
        "bilan.sorties",
        &[
            worked_out(AspMonthly, EXITS),
            read(AspYearly, "4 - Total des sorties examinées AI ETTI EITI"),
            worked_out(Pilotage, "total_sorties"),
        ],
    ),
    datum(
        "bilan.sorties_durables",
        &[
            worked_out(AspMonthly, EXITS),
            read(AspYearly, "5 - Total des sorties dans l'emploi durable"),
            worked_out(Pilotage, "total_sorties_emploi_durable"),
        ],
    ),
    datum(
        "bilan.sorties_transition",
        &[
            worked_out(AspMonthly, EXITS),
            read(AspYearly, "6 - Total des sorties dans l'emploi de transition"),
            worked_out(Pilotage, "total_sorties_emploi_transition"),
        ],
    ),
    datum(
        "bilan.sorties_positives",
        &[
            worked_out(AspMonthly, EXITS),
            read(AspYearly, "7 - Total des sorties positives"),
            worked_out(Pilotage, "total_sorties_emploi_positives"),
        ],
    ),
    datum(
        "bilan.sorties_autres",
        &[
            worked_out(AspMonthly, EXITS),
            worked_out(AspYearly, "4 - total, moins 5, 6 et 7"),
            worked_out(Pilotage, "total_sorties, moins les autres catégories"),
        ],
    ),
    nobody("bilan.sorties_explication", STRUCTURE_ALONE),
    datum("bilan.ti_premier_client", &[worked_out(AspMonthly, "contrat_date_premier_client")]),
    datum("bilan.ti_chiffre_affaires", &[worked_out(AspMonthly, "emi_dsm_ca_reel")]),
    datum("bilan.ti_revenu", &[worked_out(AspMonthly, "contrat_revenu_ti_3mois_sortie")]),
    datum("objectifs.actions.axe", OF_THE_DEMAND),
    datum("objectifs.actions.action", OF_THE_DEMAND),
    datum("objectifs.actions.indicateur", OF_THE_DEMAND),
    datum("objectifs.actions.cible", OF_THE_DEMAND),
    nobody("objectifs.actions.etat", STRUCTURE_ALONE),
    nobody("objectifs.actions.resultat", STRUCTURE_ALONE),
    nobody("bilan.comptes_approuves", STRUCTURE_ALONE),
    datum("finance.cloture", &[read(AspAnnexe, "af_date_cloture_exercice")]),
    datum("finance.perimetre", OF_THE_DEMAND),
    datum("finance.produits", &[read(AspAnnexe, "af_total_produits_exploit")]),
    datum("finance.ventes", &[read(AspAnnexe, "af_part_produits_exploit_vente_presta")]),
    nobody("finance.charges", FILED_ACCOUNTS),
    datum("finance.masse", &[read(AspAnnexe, "af_mt_tot_masse_salariale")]),
    datum("finance.masse_insertion", &[read(AspAnnexe, "af_part_salaries_agrees")]),
    nobody("finance.resultat", FILED_ACCOUNTS),
    datum("finance.aides_n1.montant", AIDS),
    datum("activites.marches_publics.acheteur", &[read(AspMonthly, "mpu_sct_mt_recet_{secteur}")]),
    datum("activites.marches_publics.recettes", &[read(AspMonthly, "mpu_sct_mt_recet_{secteur}")]),
    nobody("finance.commercialisation_explication", STRUCTURE_ALONE),
    nobody("bilan.comptes", FILED_ACCOUNTS),
    nobody("bilan.synthese", STRUCTURE_ALONE),
    nobody("bilan.difficultes", STRUCTURE_ALONE),
    nobody("bilan.perspectives", STRUCTURE_ALONE),
];

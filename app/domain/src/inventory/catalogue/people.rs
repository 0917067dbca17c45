//! The team, the contracts, the premises.

use super::{
    super::Supply::{AspAnnexe, AspMonthly, AspYearly, Dgefp, Pilotage},
    Could, Datum, PREVIOUS, STRUCTURE_ALONE, datum, nobody, read, worked_out,
};

const PREVIOUS_DOSSIER: &[Could] = &[PREVIOUS];
pub(super) const LENGTHS: &str = "contrat_duree_contrat, contrat_type_contrat, contrat_date_embauche";
pub(super) const WEEKLY: &str = "contrat_duree_hebdo_travail";

pub(super) const PEOPLE: &str = "salariés d’au moins une heure, fluxIAE_EtatMensuelIndiv";
/// The same people, in the table of pilotage.
pub(super) const BENEFICIARIES: &str = "nombre_de_beneficiaires";
/// Hours over the hours of one ETP.
pub(super) const HOURS: &str = "emi_nb_heures_travail, af_duree_heure_annuel_etp_valeur";

pub(super) const DATA: &[Datum] = &[
    datum("rh.effectif_total", &[read(AspAnnexe, "af_nb_effectif_total_annee_prec")]),
    datum("rh.effectif_total_etp", &[read(AspAnnexe, "af_etp_effectif_total_annee_prec")]),
    datum(
        "rh.insertion",
        &[
            read(AspAnnexe, "af_nb_pers_agrees_pole_emploi_iae_annee_prec"),
            worked_out(AspMonthly, PEOPLE),
            worked_out(Pilotage, BENEFICIARIES),
            read(AspYearly, "2 - Nombre total des salariés en insertion ayant travaillé"),
        ],
    ),
    datum(
        "rh.insertion_etp",
        &[
            read(AspAnnexe, "af_etp_pers_agrees_pole_emploi_iae_annee_prec"),
            worked_out(AspMonthly, HOURS),
            read(Dgefp, "ETP déclarés"),
            read(Pilotage, "somme_etp_realises_annuel"),
        ],
    ),
    datum(
        "rh.ti",
        &[
            read(AspAnnexe, "af_eff_nb_trav_indep_agrees_pole_emploi_eiti_annee_prec"),
            worked_out(AspMonthly, PEOPLE),
            worked_out(Pilotage, BENEFICIARIES),
            read(AspYearly, "2 - Nombre total des salariés en insertion ayant travaillé"),
        ],
    ),
    datum(
        "rh.ti_etp",
        &[
            worked_out(AspMonthly, HOURS),
            read(Dgefp, "ETP déclarés"),
            read(Pilotage, "somme_etp_realises_annuel"),
        ],
    ),
    nobody("rh.equipe.fonction", PREVIOUS_DOSSIER),
    nobody("rh.equipe.etp", PREVIOUS_DOSSIER),
    nobody("rh.equipe.contrat", PREVIOUS_DOSSIER),
    nobody("rh.equipe.diplome", PREVIOUS_DOSSIER),
    nobody("rh.equipe.anciennete", PREVIOUS_DOSSIER),
    datum("rh.non_salaries", &[read(AspAnnexe, "af_nb_trava_non_salaries")]),
    datum(
        "rh.non_salaries_etp",
        &[read(AspAnnexe, "af_etp_trava_non_salaries"), read(AspYearly, "0 - Travailleurs non salariés")],
    ),
    datum("rh.prestataires", &[read(AspAnnexe, "af_nb_presta_ext_enca_tech_accomp_sociop_annee_prec")]),
    datum(
        "rh.prestataires_etp",
        &[
            read(AspAnnexe, "af_etp_presta_ext_enca_tech_accomp_sociopa_annee_prec"),
            read(AspYearly, "0 - Prestataires externes"),
        ],
    ),
    nobody("rh.formation_permanents", PREVIOUS_DOSSIER),
    datum("rh.contrats", &[worked_out(AspMonthly, "rfc_lib_forme_contrat")]),
    datum("rh.duree_contrats", &[worked_out(AspMonthly, LENGTHS)]),
    nobody("rh.duree_parcours", PREVIOUS_DOSSIER),
    datum("rh.temps_hebdo", &[worked_out(AspMonthly, WEEKLY)]),
    nobody("rh.temps_hebdo_explication", STRUCTURE_ALONE),
    datum("rh.duree_collective", &[read(AspAnnexe, "af_duree_collective_hebdo")]),
    nobody("rh.remuneration", PREVIOUS_DOSSIER),
    datum("rh.salaire_horaire", &[worked_out(AspMonthly, "emi_mt_salaire_brut, emi_nb_heures_travail")]),
    nobody("materiel.locaux.lieu", PREVIOUS_DOSSIER),
    nobody("materiel.locaux.surface", PREVIOUS_DOSSIER),
    nobody("materiel.locaux.statut", PREVIOUS_DOSSIER),
    nobody("materiel.equipements", PREVIOUS_DOSSIER),
    nobody("materiel.outils", PREVIOUS_DOSSIER),
    nobody("materiel.duerp", PREVIOUS_DOSSIER),
    nobody("materiel.duerp_explication", STRUCTURE_ALONE),
    nobody("materiel.document_unique", PREVIOUS_DOSSIER),
    nobody("materiel.assurances", PREVIOUS_DOSSIER),
    nobody("materiel.epi", PREVIOUS_DOSSIER),
];

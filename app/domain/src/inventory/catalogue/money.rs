//! The accounts, the posts, the budget, the objectives, the documents.

use super::{
    super::Supply::{AspAnnexe, AspMonthly, AspYearly, Campaign, Dgefp, Marche, Pilotage},
    ACCOUNTS, Could, DOCUMENT, Datum, Given, PREVIOUS, STRUCTURE_ALONE, could, datum,
    demand::PRISON,
    nobody,
    people::{BENEFICIARIES, HOURS},
    read, worked_out,
};

const PREVIOUS_DOSSIER: &[Could] = &[PREVIOUS];
pub(super) const FILED_ACCOUNTS: &[Could] = &[ACCOUNTS];
const COFINANCED: &[Given] =
    &[worked_out(AspAnnexe, "af_mt_cofinance, à 88\u{a0}% du RSA mensuel d’une personne seule")];
/// Annexes of the fund.
const FUND: &[Given] =
    &[worked_out(AspAnnexe, "af_nature_action_code, af_description_action, af_mt_total_aide")];
/// Counts over counts of people.
const SHARES: &[Given] = &[
    worked_out(
        AspMonthly,
        "contrat_salarie_rsa, _rqth, salarie_rci_libelle, naissance, salarie_adr_qpv_type",
    ),
    worked_out(AspYearly, "2 - Dont … (publics accueillis)"),
    worked_out(Pilotage, "dont_beneficiaires_…"),
];
/// One column a line.
const PAST_OBJECTIVES: &[Given] = &[
    read(AspAnnexe, "af_taux_prev_sorties_durable"),
    read(AspAnnexe, "af_taux_prev_sorties_trans"),
    read(AspAnnexe, "af_taux_prev_sorties_positives"),
    read(AspAnnexe, "af_taux_prev_sorties_dynamiques"),
];

const EXITS: &[Given] = &[
    worked_out(AspMonthly, "emi_motif_sortie_id, rms_id, rcs_libelle"),
    worked_out(AspYearly, "4 à 7 - sorties par catégorie"),
    worked_out(Pilotage, "total_sorties, total_sorties_emploi_…"),
];

/// One column a financer.
pub(super) const AIDS: &[Given] = &[
    read(AspAnnexe, "af_commune"),
    read(AspAnnexe, "af_intercomm"),
    read(AspAnnexe, "af_departement"),
    read(AspAnnexe, "af_region"),
    read(AspAnnexe, "af_etat"),
    read(AspAnnexe, "af_fse"),
    read(AspAnnexe, "af_plie"),
    read(AspAnnexe, "af_agefiph"),
    read(AspAnnexe, "af_autre_aide_publique"),
    read(AspAnnexe, "af_fondation"),
];

pub(super) const DATA: &[Datum] = &[
    nobody("finance.exercice_clos", STRUCTURE_ALONE),
    datum("finance.cloture", &[read(AspAnnexe, "af_date_cloture_exercice")]),
    nobody("finance.perimetre", PREVIOUS_DOSSIER),
    datum("finance.produits", &[read(AspAnnexe, "af_total_produits_exploit")]),
    datum("finance.ventes", &[read(AspAnnexe, "af_part_produits_exploit_vente_presta")]),
    nobody("finance.charges", FILED_ACCOUNTS),
    datum("finance.masse", &[read(AspAnnexe, "af_mt_tot_masse_salariale")]),
    datum("finance.masse_insertion", &[read(AspAnnexe, "af_part_salaries_agrees")]),
    nobody("finance.resultat", FILED_ACCOUNTS),
    nobody("finance.fonds_propres", FILED_ACCOUNTS),
    nobody("finance.tresorerie_nette", FILED_ACCOUNTS),
    nobody("finance.tresorerie", STRUCTURE_ALONE),
    nobody("finance.accord_commercialisation", &[could("Préfecture du département", "accord écrit")]),
    nobody("finance.commercialisation_explication", STRUCTURE_ALONE),
    datum("finance.aides_n1.montant", AIDS),
    datum("finance.aides_n1.precision", &[read(AspAnnexe, "af_origine_autre_aide_publique")]),
    nobody("finance.aides_n.financeur", PREVIOUS_DOSSIER),
    nobody("finance.aides_n.objet", PREVIOUS_DOSSIER),
    nobody("finance.aides_n.demande", STRUCTURE_ALONE),
    nobody("finance.aides_n.obtenu", STRUCTURE_ALONE),
    datum("annexe.debut", &[worked_out(Campaign, "année de la campagne")]),
    datum("annexe.fin", &[worked_out(Campaign, "année de la campagne")]),
    datum(
        "etp.historique.conventionnes",
        &[
            read(AspAnnexe, "af_etp_postes_insertion"),
            read(Dgefp, "ETP conventionnés"),
            read(Pilotage, "effectif_annuel_conventionné"),
        ],
    ),
    datum(
        "etp.historique.realises",
        &[
            worked_out(AspMonthly, HOURS),
            read(Dgefp, "ETP déclarés"),
            read(Pilotage, "somme_etp_realises_annuel"),
        ],
    ),
    datum(
        "etp.historique.ti_accompagnes",
        &[
            read(AspAnnexe, "af_eff_nb_trav_indep_agrees_pole_emploi_eiti_annee_prec"),
            worked_out(AspMonthly, "travailleurs d’au moins une heure, fluxIAE_EtatMensuelIndiv"),
            worked_out(Pilotage, BENEFICIARIES),
            read(AspYearly, "2 - Nombre total des salariés en insertion ayant travaillé"),
        ],
    ),
    datum("etp.demandes", &[read(AspAnnexe, "af_etp_postes_insertion")]),
    datum("etp.ti", &[read(AspAnnexe, "af_eff_nb_trav_indep_agrees_pole_emploi_eiti_annee_prec")]),
    datum(
        "demande.territoires.departement",
        &[
            read(AspAnnexe, "af_numero_annexe_financiere, structure_adresse_admin_code_insee"),
            read(Marche, "department"),
        ],
    ),
    datum("demande.territoires.sites", &[read(Marche, "city")]),
    datum("demande.territoires.etp", &[read(AspAnnexe, "af_etp_postes_insertion")]),
    datum("demande.territoires.penitentiaire", PRISON),
    nobody("demande.territoires.ti", STRUCTURE_ALONE),
    nobody("demande.extra_departemental", PREVIOUS_DOSSIER),
    datum("etp.penitentiaire", PRISON),
    nobody("etp.justification", STRUCTURE_ALONE),
    nobody("etp.cdi_inclusion", STRUCTURE_ALONE),
    nobody("etp.cdi_explication", STRUCTURE_ALONE),
    nobody("etp.passerelle", PREVIOUS_DOSSIER),
    nobody("etp.embauches", STRUCTURE_ALONE),
    datum("finance.cofinancement", &[read(AspAnnexe, "af_indic_cofinancement")]),
    datum("finance.cofinancement_montant", &[read(AspAnnexe, "af_mt_cofinance")]),
    nobody("finance.cofinancement_explication", STRUCTURE_ALONE),
    datum("finance.cofinanceur", &[read(AspAnnexe, "af_id_financeur_code")]),
    datum("finance.cofinancement_brsa", COFINANCED),
    nobody("finance.budget_charges.montant", STRUCTURE_ALONE),
    nobody("finance.budget_produits.montant", STRUCTURE_ALONE),
    datum("finance.investissements", FUND),
    nobody("finance.investissements_montant", PREVIOUS_DOSSIER),
    datum("objectifs.rappel.objectif", PAST_OBJECTIVES),
    datum("objectifs.rappel.realise", EXITS),
    datum("objectifs.sorties", &[read(AspAnnexe, "af_nb_prev_sorties")]),
    datum("objectifs.durable", &[read(AspAnnexe, "af_taux_prev_sorties_durable")]),
    datum("objectifs.transition", &[read(AspAnnexe, "af_taux_prev_sorties_trans")]),
    datum("objectifs.positives", &[read(AspAnnexe, "af_taux_prev_sorties_positives")]),
    nobody("objectifs.commentaire", STRUCTURE_ALONE),
    Datum { key: "objectifs.publics.part", given: SHARES, could: PREVIOUS_DOSSIER },
    nobody("objectifs.actions.axe", PREVIOUS_DOSSIER),
    nobody("objectifs.actions.action", PREVIOUS_DOSSIER),
    nobody("objectifs.actions.indicateur", PREVIOUS_DOSSIER),
    nobody("objectifs.actions.cible", PREVIOUS_DOSSIER),
    nobody("objectifs.actions.echeance", PREVIOUS_DOSSIER),
    Datum {
        key: "pieces.statuts",
        given: DOCUMENT,
        could: &[could(
            "API Entreprise, sous habilitation",
            "statuts déposés au RNA ou au registre du commerce",
        )],
    },
    datum("pieces.delegation", DOCUMENT),
    datum("pieces.rib", DOCUMENT),
    Datum { key: "pieces.comptes", given: DOCUMENT, could: FILED_ACCOUNTS },
    Datum {
        key: "pieces.accord_commercialisation",
        given: DOCUMENT,
        could: &[could("Préfecture du département", "accord écrit")],
    },
    Datum {
        key: "pieces.cofinancement",
        given: DOCUMENT,
        could: &[could("Conseil départemental, signataire", "convention de cofinancement")],
    },
    Datum {
        key: "pieces.penitentiaire",
        given: DOCUMENT,
        could: &[could("Administration pénitentiaire, signataire", "contrat d’implantation")],
    },
    datum("pieces.sap", DOCUMENT),
    Datum {
        key: "pieces.france_travail",
        given: DOCUMENT,
        could: &[could("France Travail, signataire", "convention de coopération")],
    },
    datum("pieces.garantie", DOCUMENT),
    nobody("pieces.autres", STRUCTURE_ALONE),
];

//! The project, the activities, the support, the trainings.

use super::{
    super::Supply::{AspAnnexe, AspMonthly, AspYearly, ImmersionConventions, Marche, Pilotage, Siaes},
    Could, Datum, Given, PREVIOUS, STRUCTURE_ALONE, could, datum, nobody, read, worked_out,
};

const PREVIOUS_DOSSIER: &[Could] = &[PREVIOUS];
/// Who sent each of those who were hired, and what the reference view calls them.
pub(super) const REFERRER: &str = "contrat_orienteur_id";
const SECTOR: &[Could] =
    &[PREVIOUS, could("Le marché de l’inclusion", "secteurs d’activité de la structure")];
const FRANCE_TRAVAIL: &[Could] =
    &[PREVIOUS, could("France Travail, signataire", "convention de coopération")];
const TRAININGS: &[Could] = &[PREVIOUS, could("ASP, vue fluxIAE_Formations", "rof_libelle, rtf_libelle")];

pub(super) const CONCERNED: &[Given] =
    &[read(AspMonthly, "acc_dif_nb_sal_conc_{frein}"), read(Pilotage, "acc_nb_sal_conc")];
pub(super) const INSIDE: &[Given] = &[
    read(AspMonthly, "acc_dif_nb_sal_int_{frein}, acc_dif_nb_sal_int_ext_{frein}"),
    read(Pilotage, "acc_nb_sal_int, acc_nb_sal_int_ext"),
];
pub(super) const OUTSIDE: &[Given] = &[
    read(AspMonthly, "acc_dif_nb_sal_ext_{frein}, acc_dif_nb_sal_int_ext_{frein}"),
    read(Pilotage, "acc_nb_sal_ext, acc_nb_sal_int_ext"),
];
const PUBLICS: &str = "contrat_salarie_rsa, _ass, _aah, _rqth, _parent_isole, _sortant_ase, _refugie, _sortant_detention, _hebergement, \
     _mobilite, durée d’inscription, niveau de formation, naissance";
const ZONES: &str = "salarie_adr_qpv_type, salarie_adr_is_zrr";

pub(super) const DATA: &[Datum] = &[
    Datum {
        key: "projet.presentation",
        given: &[read(Siaes, "description"), read(Marche, "description")],
        could: PREVIOUS_DOSSIER,
    },
    nobody("projet.evolutions", STRUCTURE_ALONE),
    datum(
        "projet.publics",
        &[
            worked_out(AspMonthly, PUBLICS),
            worked_out(AspYearly, "2 - Dont … (publics accueillis)"),
            worked_out(Pilotage, "dont_beneficiaires_…"),
        ],
    ),
    nobody("projet.public_descr", PREVIOUS_DOSSIER),
    nobody("projet.recrutement", PREVIOUS_DOSSIER),
    datum("projet.prescripteurs.prescripteur", &[read(AspMonthly, REFERRER)]),
    datum(
        "projet.prescripteurs.part",
        &[worked_out(AspMonthly, "contrat_orienteur_id, contrat_date_embauche")],
    ),
    nobody("projet.besoins", PREVIOUS_DOSSIER),
    nobody("projet.articulation", PREVIOUS_DOSSIER),
    datum(
        "projet.zones",
        &[
            worked_out(AspMonthly, ZONES),
            worked_out(AspYearly, "2 - Dont … (QPV, ZRR)"),
            worked_out(Pilotage, "dont_beneficiaires_en_qpv, dont_beneficiaires_en_zrr"),
        ],
    ),
    nobody("projet.egalite", PREVIOUS_DOSSIER),
    datum("activites.liste.libelle", &[read(Siaes, "postes[].appellation_modifiee")]),
    nobody("activites.liste.secteur", SECTOR),
    datum("activites.liste.rome", &[read(Siaes, "postes[].rome")]),
    datum("activites.liste.commune", &[read(Siaes, "postes[].lieu")]),
    nobody("activites.liste.clients", PREVIOUS_DOSSIER),
    nobody("activites.liste.etp", PREVIOUS_DOSSIER),
    nobody("activites.chantiers.nom", PREVIOUS_DOSSIER),
    nobody("activites.chantiers.objet", PREVIOUS_DOSSIER),
    nobody("activites.chantiers.commune", PREVIOUS_DOSSIER),
    nobody("activites.chantiers.penitentiaire", PREVIOUS_DOSSIER),
    nobody("activites.chantiers.permanent", PREVIOUS_DOSSIER),
    nobody("activites.chantiers.debut", PREVIOUS_DOSSIER),
    nobody("activites.chantiers.fin", PREVIOUS_DOSSIER),
    nobody("activites.chantiers.postes", PREVIOUS_DOSSIER),
    nobody("activites.chantiers.etp", PREVIOUS_DOSSIER),
    datum("activites.marches_publics.acheteur", &[read(AspMonthly, "mpu_sct_mt_recet_{secteur}")]),
    datum("activites.marches_publics.recettes", &[read(AspMonthly, "mpu_sct_mt_recet_{secteur}")]),
    nobody("activites.concurrence", PREVIOUS_DOSSIER),
    nobody("activites.exclusivite", PREVIOUS_DOSSIER),
    nobody("activites.garantie_organisme", PREVIOUS_DOSSIER),
    nobody("activites.garantie_montant", PREVIOUS_DOSSIER),
    nobody("activites.garantie_fin", PREVIOUS_DOSSIER),
    nobody("activites.garantie_explication", STRUCTURE_ALONE),
    nobody("activites.permanence", PREVIOUS_DOSSIER),
    nobody("activites.communes", PREVIOUS_DOSSIER),
    datum("activites.sap", &[read(AspAnnexe, "af_indic_service_personnes")]),
    datum("activites.sap_declaration", &[read(AspAnnexe, "af_indic_declaration")]),
    nobody("activites.sap_explication", STRUCTURE_ALONE),
    datum("activites.sap_agrement", &[read(AspAnnexe, "af_indic_agrement_qualite")]),
    nobody("activites.sap_fin", PREVIOUS_DOSSIER),
    nobody("activites.mise_en_relation", PREVIOUS_DOSSIER),
    nobody("accueil.pratique", PREVIOUS_DOSSIER),
    nobody("accompagnement.parcours", PREVIOUS_DOSSIER),
    nobody("accompagnement.frequence", PREVIOUS_DOSSIER),
    datum("accompagnement.freins.concernes", CONCERNED),
    datum("accompagnement.freins.interne", INSIDE),
    datum("accompagnement.freins.externe", OUTSIDE),
    Datum {
        key: "accompagnement.pmsmp",
        given: &[read(ImmersionConventions, "signatories.beneficiaryCurrentEmployer.businessSiret")],
        could: &[could("ASP, vue fluxIAE_PMSMP", "colonnes non communiquées à ce jour")],
    },
    nobody("accompagnement.pmsmp_prevues", STRUCTURE_ALONE),
    nobody("accompagnement.partenaires.nom", PREVIOUS_DOSSIER),
    nobody("accompagnement.partenaires.objet", PREVIOUS_DOSSIER),
    nobody("accompagnement.partenaires.convention", PREVIOUS_DOSSIER),
    nobody("accompagnement.offres", PREVIOUS_DOSSIER),
    nobody("accompagnement.ft", PREVIOUS_DOSSIER),
    nobody("accompagnement.convention_ft", FRANCE_TRAVAIL),
    nobody("accompagnement.convention_ft_explication", STRUCTURE_ALONE),
    nobody("accompagnement.apres", PREVIOUS_DOSSIER),
    nobody("formation.plan", PREVIOUS_DOSSIER),
    nobody("formation.actions.intitule", TRAININGS),
    nobody("formation.actions.objectif", TRAININGS),
    nobody("formation.actions.personnes", PREVIOUS_DOSSIER),
    nobody("formation.actions.heures", PREVIOUS_DOSSIER),
    datum(
        "formation.heures_n1",
        &[worked_out(AspMonthly, "formation_duree_heures, formation_duree_minutes")],
    ),
    nobody("formation.budget.financeur", PREVIOUS_DOSSIER),
    nobody("formation.budget.montant", PREVIOUS_DOSSIER),
    nobody("territoire.contribution", PREVIOUS_DOSSIER),
];

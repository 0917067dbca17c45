//! The demand, and the other conventions of the structure.

use super::{
    super::Supply::{AspAnnexe, Campaign},
    Could, Datum, Given, STRUCTURE_ALONE, could, datum, nobody, read, worked_out,
};

const COMMISSION: &[Could] = &[could("Service de l’État du département", "avis de la commission")];
/// Rows of annexes of a prison perimeter: proposed with a doubt, since they are no part of the posts proposed.
pub(super) const PRISON: &[Given] = &[read(AspAnnexe, "af_etp_postes_insertion")];

pub(super) const DATA: &[Datum] = &[
    datum("demande.nature", &[worked_out(AspAnnexe, "af_numero_convention")]),
    nobody("demande.motif_modif", STRUCTURE_ALONE),
    datum("demande.numero_convention", &[read(AspAnnexe, "af_numero_convention")]),
    datum("demande.af_en_cours", &[read(AspAnnexe, "af_numero_annexe_financiere")]),
    datum("demande.debut", &[worked_out(Campaign, "année de la campagne")]),
    datum("demande.fin", &[worked_out(Campaign, "année de la campagne")]),
    datum(
        "demande.autres_iae",
        &[worked_out(
            AspAnnexe,
            "af_numero_convention, af_mesure_dispositif_code, af_date_fin_effet, af_autre_conventionnement",
        )],
    ),
    datum("demande.autres_conventions.type", &[read(AspAnnexe, "af_mesure_dispositif_code")]),
    datum("demande.autres_conventions.departement", &[read(AspAnnexe, "af_numero_annexe_financiere")]),
    datum("demande.autres_conventions.numero", &[read(AspAnnexe, "af_numero_convention")]),
    datum("demande.autres_conventions.etp", &[read(AspAnnexe, "af_etp_postes_insertion")]),
    nobody("demande.comptes_separes", STRUCTURE_ALONE),
    nobody("demande.avis_commission", COMMISSION),
    datum("demande.hors_iae", &[read(AspAnnexe, "af_indic_autre_conv_hors_iae")]),
    datum("demande.hors_iae_texte", &[read(AspAnnexe, "af_autre_conv_hors_iae")]),
    datum("demande.penitentiaire", &[worked_out(AspAnnexe, "af_mesure_dispositif_code")]),
];

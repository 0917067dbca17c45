//! The files of the monthly views: first line, header, rows, last line.

use std::{
    fmt::Arguments,
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use form::Date;

/// `fluxIAE_Salarie`.
pub(super) const EMPLOYEES: &str = "salarie_id|salarie_nir|salarie_agrement|salarie_rci_libelle|\
     salarie_nom_usage|salarie_nom_naissance|salarie_prenom|salarie_date_naissance|salarie_adr_numero_voie|\
     salarie_adr_libelle_voie|salarie_codepostalcedex|salarie_commune|salarie_adr_qpv_type|salarie_adr_qpv_nom|\
     salarie_adr_is_zrr|salarie_adr_mail|salarie_telephone";
/// `fluxIAE_ContratMission`.
pub(super) const CONTRACTS: &str = "contrat_date_creation|contrat_date_modification|contrat_id_structure|\
     contrat_mesure_disp_id|contrat_mesure_disp_code|contrat_id_pph|contrat_id_ctr|contrat_date_embauche|\
     contrat_date_fin_contrat|contrat_duree_contrat|contrat_type_contrat|contrat_format_contrat_id|\
     contrat_format_contrat_code|contrat_code_rome|contrat_duree_hebdo_travail|contrat_date_sortie_definitive|\
     contrat_motif_sortie_id|contrat_motif_sortie_code|contrat_niveau_de_formation_id|\
     contrat_salarie_pe_duree_id|contrat_salarie_rsa|contrat_salarie_ass|contrat_salarie_aah|\
     contrat_salarie_rqth|contrat_salarie_is_zrr|contrat_orienteur_id|contrat_orienteur_code|\
     contrat_date_premier_client|contrat_revenu_ti_3mois_sortie|contrat_salarie_parent_isole|\
     contrat_salarie_sortant_ase|contrat_salarie_refugie|contrat_salarie_sortant_detention|\
     contrat_salarie_hebergement|contrat_salarie_mobilite";
/// `fluxIAE_EtatMensuelIndiv`.
pub(super) const STATEMENTS: &str = "emi_pph_id|emi_afi_id|emi_sme_mois|emi_sme_annee|emi_esm_etat_id|\
     emi_esm_etat_code|emi_sme_version|emi_date_creation|emi_date_modification|emi_date_validation|emi_ctr_id|\
     emi_dsm_id|emi_nb_heures_travail|emi_nb_mission|emi_nb_heures_facturees|emi_mt_salaire_brut|\
     emi_salarie_tjs_accomp|emi_part_etp|emi_date_fin_reelle|emi_motif_sortie_id|emi_motif_sortie_code|\
     emi_dsm_ca_reel|emi_dsm_nb_rdv_mens_ti";
/// `fluxIAE_Formations`.
pub(super) const TRAININGS: &str = "formation_id_ctr|formation_id_for|formation_date_debut|formation_date_fin|\
     formation_duree_jours|formation_duree_heures|formation_duree_minutes|formation_objectif_for_code|\
     formation_type_for_code";
/// `fluxIAE_Accompagnement`.
pub(super) const SUPPORTS: &str = "acc_id|acc_afi_id|acc_date_creation|acc_date_modification|\
     acc_dif_nb_sal_conc_illetrisme|acc_dif_nb_sal_int_illetrisme|acc_dif_nb_sal_ext_illetrisme|\
     acc_dif_nb_sal_int_ext_illetrisme|acc_dif_nb_sal_conc_demarch|acc_dif_nb_sal_int_demarch|\
     acc_dif_nb_sal_ext_demarch|acc_dif_nb_sal_int_ext_demarch|acc_dif_nb_sal_conc_heberg|\
     acc_dif_nb_sal_int_heberg|acc_dif_nb_sal_ext_heberg|acc_dif_nb_sal_int_ext_heberg|\
     acc_dif_nb_sal_conc_mobilite|acc_dif_nb_sal_int_mobilite|acc_dif_nb_sal_ext_mobilite|\
     acc_dif_nb_sal_int_ext_mobilite|acc_dif_nb_sal_conc_sante|acc_dif_nb_sal_int_sante|\
     acc_dif_nb_sal_ext_sante|acc_dif_nb_sal_int_ext_sante|acc_dif_nb_sal_conc_justice|\
     acc_dif_nb_sal_int_justice|acc_dif_nb_sal_ext_justice|acc_dif_nb_sal_int_ext_justice|\
     acc_dif_nb_sal_conc_surendet|acc_dif_nb_sal_int_surendet|acc_dif_nb_sal_ext_surendet|\
     acc_dif_nb_sal_int_ext_surendet|acc_dif_nb_sal_conc_manque_dispo|acc_dif_nb_sal_int_manque_dispo|\
     acc_dif_nb_sal_ext_manque_dispo|acc_dif_nb_sal_int_ext_manque_dispo|acc_det_nb_presta_tech_int|\
     acc_det_nb_presta_tech_ext|acc_det_nb_presta_tech_int_ext|acc_det_nb_benef_projet_pro_int|\
     acc_det_nb_benef_projet_pro_ext|acc_det_nb_benef_projet_pro_int_ext";
/// `fluxIAE_MarchesPublics`.
pub(super) const MARKETS: &str = "mpu_af_id|mpu_date_creation|mpu_sct_mt_recet_nettoyage|\
     mpu_sct_mt_recet_serv_pers|mpu_sct_mt_recet_btp|mpu_sct_mt_recet_agri|mpu_sct_mt_recet_recycl|\
     mpu_sct_mt_recet_transp|mpu_sct_mt_recet_autres";

/// A view being written.
pub(super) struct View {
    out: BufWriter<File>,
    path: PathBuf,
    pipes: String,
    rows: usize,
}

impl View {
    /// Begins the file of a view in a folder.
    pub(super) fn begin(folder: &Path, name: &str, header: &str, delivered: Date) -> io::Result<Self> {
        let day = format!("{:02}{:02}{}", delivered.day(), delivered.month(), delivered.year());
        let path = folder.join(format!("fluxIAE_{name}_{day}_112211.csv"));
        let mut out = BufWriter::with_capacity(1 << 16, File::create(&path)?);
        let pipes = "|".repeat(header.matches('|').count());
        writeln!(out, "DEB{name}{day}_063004{pipes}")?;
        writeln!(out, "{header}")?;
        Ok(Self { out, path, pipes, rows: 0 })
    }

    /// Writes a row.
    pub(super) fn row(&mut self, cells: Arguments<'_>) -> io::Result<()> {
        self.rows += 1;
        self.out.write_fmt(cells)?;
        self.out.write_all(b"\n")
    }

    /// Writes the last line; answers the file and its rows.
    pub(super) fn end(mut self) -> io::Result<(PathBuf, usize)> {
        writeln!(self.out, "FIN{}{}", self.rows, self.pipes)?;
        self.out.flush()?;
        Ok((self.path, self.rows))
    }
}

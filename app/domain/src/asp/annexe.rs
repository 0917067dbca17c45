//! An annexe financière as ASP knows it (`fluxIAE_AnnexeFinanciere`).

use form::{Date, Decimal};
use serde::{Deserialize, Serialize};

use super::{AnnexeNumber, AnnexeState, ConventionNumber, Measure};

/// One avenant of an annexe, typed; the field comments name the columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Annexe {
    /// `af_id_avenant_modification`: key of the row. Two rows share it when an annexe was refused for
    /// two reasons.
    pub row_id: i64,
    /// `af_id_annexe_financiere`: key that every monthly view uses.
    pub annexe_id: i64,
    /// `af_id_structure`.
    pub structure_asp_id: i64,
    /// `af_numero_convention`; none for the FDI.
    pub convention: Option<ConventionNumber>,
    /// `af_mesure_dispositif_code`.
    pub measure: Measure,
    /// `af_numero_annexe_financiere` with its two amendments.
    pub number: AnnexeNumber,
    /// `af_etat_annexe_financiere_code`.
    pub state: AnnexeState,
    /// `af_indicateur_suspension`.
    pub suspended: bool,
    /// `af_date_debut_effet`.
    pub start: Date,
    /// `af_date_fin_effet`.
    pub end: Date,
    /// Posts and amount.
    pub posts: Posts,
    /// Cofinancing by a département.
    pub cofinancing: Option<Cofinancing>,
    /// What the fonds départemental d'insertion gives; of its annexes only.
    #[serde(default)]
    pub fund: Option<Fund>,
    /// People of the year before.
    pub workforce: Workforce,
    /// Accounts of the last closed year.
    pub finance: Finance,
    /// Exits promised.
    pub objectives: Objectives,
    /// The rest of the demand.
    pub context: Context,
    /// Dates of its life at ASP.
    pub workflow: Workflow,
    /// Day of the delivery that told it.
    pub delivered: Date,
}

/// Posts asked and their price.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posts {
    /// `af_etp_postes_insertion`: contracted ETP, two decimals.
    pub etp: Option<Decimal>,
    /// `af_duree_heure_annuel_etp_valeur`: hours of one ETP in a year.
    pub hours: Option<Decimal>,
    /// `af_montant_unitaire_annuel_valeur`: euros an ETP and a year.
    pub unit: Option<Decimal>,
    /// `af_montant_total_annuel`: euros over the period of the annexe.
    pub amount: Option<Decimal>,
}

/// What a département pays for its share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cofinancing {
    /// `af_mt_cofinance`, euros.
    pub amount: Option<Decimal>,
    /// `af_id_financeur_code`, spaces folded: `CD FINISTERE`.
    pub financer: String,
}

/// An aid of the fonds départemental d'insertion (FDI).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fund {
    /// `af_mt_total_aide`, euros.
    pub amount: Option<Decimal>,
    /// `af_nature_action_code`: `CONSOFI`, `DIVERSACT`.
    pub action: Option<String>,
    /// `af_description_action`.
    pub description: Option<String>,
    /// The dispositif local d'accompagnement that it goes with; none where `af_indic_interv_dla` is not true.
    pub support: Option<LocalSupport>,
}

/// A dispositif local d'accompagnement (DLA).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalSupport {
    /// `af_nom_dla`: who leads it.
    pub name: Option<String>,
    /// `af_nature_action_dla_code`.
    pub action: Option<String>,
}

/// A number of people with their ETP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headcount {
    /// People.
    pub people: Option<i64>,
    /// Full-time equivalents.
    pub etp: Option<Decimal>,
}

/// People of the year before (`…_annee_prec`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workforce {
    /// `…_effectif_total_annee_prec`: the whole legal person, sometimes.
    pub total: Headcount,
    /// `…_pers_agrees_pole_emploi_iae_annee_prec`: people in insertion.
    pub insertion: Headcount,
    /// `…_encadrement_tech_accomp_sociop…`: supervision and support together.
    pub permanents: Headcount,
    /// `…_perm_encadrement_tech_sal_insertion…`: technical supervision (AI, EI).
    pub supervision: Headcount,
    /// `…_perm_acc_sociop…`: social and professional support (AI, EI).
    pub support: Headcount,
    /// `…_trava_non_salaries`.
    pub non_employees: Headcount,
    /// `…_presta_ext_enca_tech_accomp_sociop…`.
    pub providers: Headcount,
    /// `af_eff_…_trav_indep_agrees_pole_emploi_eiti_annee_prec`: independent workers (EITI).
    pub independents: Headcount,
}

/// Accounts of the last closed year, euros.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finance {
    /// `af_date_cloture_exercice`.
    pub closed: Option<Date>,
    /// `af_mt_tot_masse_salariale`.
    pub payroll: Option<Decimal>,
    /// `af_part_salaries_agrees`: part of people in insertion, an amount and not a rate.
    pub insertion_payroll: Option<Decimal>,
    /// `af_total_produits_exploit`.
    pub income: Option<Decimal>,
    /// `af_part_produits_exploit_vente_presta`.
    pub sales: Option<Decimal>,
    /// `af_aides_subventions_comp`: total of the financers.
    pub aids: Option<Decimal>,
    /// The ten financers.
    pub financers: Financers,
}

/// Aids by financer, euros, in the order of ASP's columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Financers {
    /// `af_commune`.
    pub commune: Option<Decimal>,
    /// `af_intercomm`.
    pub intercommunal: Option<Decimal>,
    /// `af_departement`.
    pub departement: Option<Decimal>,
    /// `af_region`.
    pub region: Option<Decimal>,
    /// `af_etat`.
    pub state: Option<Decimal>,
    /// `af_fse`.
    pub fse: Option<Decimal>,
    /// `af_plie`.
    pub plie: Option<Decimal>,
    /// `af_agefiph`.
    pub agefiph: Option<Decimal>,
    /// `af_autre_aide_publique`.
    pub other_public: Option<Decimal>,
    /// `af_fondation`.
    pub foundation: Option<Decimal>,
    /// `af_origine_autre_aide_publique`: who gives the other public aid.
    #[serde(default)]
    pub other_origin: Option<String>,
}

impl Financers {
    /// Sum of the ten.
    #[must_use]
    pub fn total(&self) -> Decimal {
        [
            self.commune,
            self.intercommunal,
            self.departement,
            self.region,
            self.state,
            self.fse,
            self.plie,
            self.agefiph,
            self.other_public,
            self.foundation,
        ]
        .into_iter()
        .flatten()
        .sum()
    }
}

/// Exits promised, rates from 0 to 100.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objectives {
    /// `af_nb_prev_sorties`.
    pub exits: Option<i64>,
    /// `af_taux_prev_sorties_dynamiques`.
    pub dynamic: Option<Decimal>,
    /// `af_taux_prev_sorties_durable`.
    pub durable: Option<Decimal>,
    /// `af_taux_prev_sorties_trans`.
    pub transition: Option<Decimal>,
    /// `af_taux_prev_sorties_positives`.
    pub positive: Option<Decimal>,
}

/// The rest of the demand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// `af_duree_collective_hebdo`: collective weekly hours, `35:00`.
    pub weekly_hours: Option<String>,
    /// `af_autre_conventionnement`: other IAE conventions.
    pub other_conventions: Option<bool>,
    /// `af_indic_chrs`.
    pub chrs: Option<bool>,
    /// `af_indic_organisme_formation`.
    pub training_body: Option<bool>,
    /// `af_indic_autre_conv_hors_iae` and its text.
    pub outside_iae: Option<bool>,
    /// `af_autre_conv_hors_iae`.
    pub outside_iae_text: Option<String>,
    /// `af_indic_service_personnes` (AI).
    pub home_services: Option<bool>,
    /// `af_indic_declaration` (AI).
    pub home_services_declared: Option<bool>,
    /// `af_indic_agrement_qualite` (AI).
    pub home_services_approved: Option<bool>,
}

/// Dates of an annexe's life at ASP: the baseline of the time the product saves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workflow {
    /// `af_date_depot_dde_financement`.
    pub filed: Option<Date>,
    /// `af_date_etat_saisie_termine`.
    pub keyed: Option<Date>,
    /// `af_date_etat_valide`.
    pub valid: Option<Date>,
    /// `af_date_signature`.
    pub signed: Option<Date>,
    /// `af_date_reception_asp`.
    pub received: Option<Date>,
    /// `af_motif_rejet_code`: reasons of refusal, one row each in the file.
    pub rejections: Vec<String>,
}

impl Annexe {
    /// Months of its period.
    #[must_use]
    pub fn months(&self) -> i32 {
        super::months_of(self.start, self.end)
    }

    /// Its amount recomputed with ASP's rule; none for an annexe without posts (FDI).
    #[must_use]
    pub fn computed_amount(&self) -> Option<Decimal> {
        Some(super::annexe_amount(self.posts.etp?, self.posts.unit?, self.months()))
    }
}

//! One row of `fluxIAE_AnnexeFinanciere`.

use domain::asp::{
    Annexe, AnnexeNumber, AnnexeState, Cofinancing, Context, ConventionNumber, Finance, Financers, Fund,
    Headcount, LocalSupport, Measure, Objectives, Posts, Workflow, Workforce,
};
use form::Decimal;

use super::{
    cell::{self, Fault, boolean, date, decimal, whole},
    reader::Row,
};

/// Columns without which a row means nothing.
pub(super) const NEEDED: [&str; 16] = [
    "af_id_structure",
    "af_numero_convention",
    "af_mesure_dispositif_code",
    "af_numero_annexe_financiere",
    "af_numero_avenant_renouvellement",
    "af_numero_avenant_modification",
    "af_id_annexe_financiere",
    "af_id_avenant_modification",
    "af_etat_annexe_financiere_code",
    "af_date_debut_effet",
    "af_date_fin_effet",
    "af_etp_postes_insertion",
    "af_duree_heure_annuel_etp_valeur",
    "af_montant_unitaire_annuel_valeur",
    "af_montant_total_annuel",
    "af_nb_prev_sorties",
];

pub(super) fn read(row: &Row<'_>) -> Result<Annexe, Fault> {
    let convention = match row.text("af_numero_convention") {
        "" => None,
        _ => Some(cell::parsed(row, "af_numero_convention", ConventionNumber::parse)?),
    };
    let start = cell::needed_date(row, "af_date_debut_effet")?;
    let end = cell::needed_date(row, "af_date_fin_effet")?;
    if end < start {
        let reason = "la fin vient avant le début".to_owned();
        return Err(Fault { column: "af_date_fin_effet", reason });
    }
    Ok(Annexe {
        row_id: cell::needed_whole(row, "af_id_avenant_modification")?,
        annexe_id: cell::needed_whole(row, "af_id_annexe_financiere")?,
        structure_asp_id: cell::needed_whole(row, "af_id_structure")?,
        convention,
        measure: cell::parsed(row, "af_mesure_dispositif_code", str::parse::<Measure>)?,
        number: number(row)?,
        state: cell::parsed(row, "af_etat_annexe_financiere_code", str::parse::<AnnexeState>)?,
        suspended: boolean(row, "af_indicateur_suspension")?.unwrap_or_default(),
        start,
        end,
        posts: Posts {
            etp: positive(row, "af_etp_postes_insertion")?,
            hours: decimal(row, "af_duree_heure_annuel_etp_valeur")?,
            unit: positive(row, "af_montant_unitaire_annuel_valeur")?,
            amount: positive(row, "af_montant_total_annuel")?,
        },
        cofinancing: cofinancing(row)?,
        fund: fund(row)?,
        workforce: workforce(row)?,
        finance: finance(row)?,
        objectives: Objectives {
            exits: whole(row, "af_nb_prev_sorties")?,
            dynamic: decimal(row, "af_taux_prev_sorties_dynamiques")?,
            durable: decimal(row, "af_taux_prev_sorties_durable")?,
            transition: decimal(row, "af_taux_prev_sorties_trans")?,
            positive: decimal(row, "af_taux_prev_sorties_positives")?,
        },
        context: context(row)?,
        workflow: Workflow {
            filed: date(row, "af_date_depot_dde_financement")?,
            keyed: date(row, "af_date_etat_saisie_termine")?,
            valid: date(row, "af_date_etat_valide")?,
            signed: date(row, "af_date_signature")?,
            received: date(row, "af_date_reception_asp")?,
            rejections: cell::text(row, "af_motif_rejet_code").into_iter().collect(),
        },
        delivered: row.delivered,
    })
}

fn number(row: &Row<'_>) -> Result<AnnexeNumber, Fault> {
    let amendment = |column| -> Result<u8, Fault> {
        cell::needed_whole(row, column).and_then(|found| {
            u8::try_from(found)
                .map_err(|_| Fault { column, reason: "un chiffre de 0 à 9 est attendu".to_owned() })
        })
    };
    let renewal = amendment("af_numero_avenant_renouvellement")?;
    let modification = amendment("af_numero_avenant_modification")?;
    cell::parsed(row, "af_numero_annexe_financiere", |prefix| {
        AnnexeNumber::new(prefix, renewal, modification)
    })
}

/// A number that is never below zero.
fn positive(row: &Row<'_>, column: &'static str) -> Result<Option<Decimal>, Fault> {
    let found = decimal(row, column)?;
    if found.is_some_and(|number| number.is_sign_negative() && !number.is_zero()) {
        return Err(Fault { column, reason: "un nombre négatif n'a pas de sens ici".to_owned() });
    }
    Ok(found)
}

fn cofinancing(row: &Row<'_>) -> Result<Option<Cofinancing>, Fault> {
    let cofinanced = boolean(row, "af_indic_cofinancement")?.unwrap_or_default();
    let amount = decimal(row, "af_mt_cofinance")?;
    Ok(cofinanced.then(|| Cofinancing {
        amount,
        financer: cell::text(row, "af_id_financeur_code").unwrap_or_default(),
    }))
}

/// Of an annexe of the FDI only: the others leave its columns blank.
fn fund(row: &Row<'_>) -> Result<Option<Fund>, Fault> {
    let supported = boolean(row, "af_indic_interv_dla")?.unwrap_or_default();
    let support = supported.then(|| LocalSupport {
        name: cell::text(row, "af_nom_dla"),
        action: cell::text(row, "af_nature_action_dla_code"),
    });
    let fund = Fund {
        amount: decimal(row, "af_mt_total_aide")?,
        action: cell::text(row, "af_nature_action_code"),
        description: cell::text(row, "af_description_action"),
        support,
    };
    Ok((fund != Fund::default()).then_some(fund))
}

fn workforce(row: &Row<'_>) -> Result<Workforce, Fault> {
    let of = |people, etp| Ok(Headcount { people: whole(row, people)?, etp: decimal(row, etp)? });
    Ok(Workforce {
        total: of("af_nb_effectif_total_annee_prec", "af_etp_effectif_total_annee_prec")?,
        insertion: of(
            "af_nb_pers_agrees_pole_emploi_iae_annee_prec",
            "af_etp_pers_agrees_pole_emploi_iae_annee_prec",
        )?,
        permanents: of(
            "af_nb_sal_encadrement_tech_accomp_sociop",
            "af_etp_encadrement_tech_accomp_sociop_annee_prec",
        )?,
        supervision: of(
            "af_nb_sal_perm_encadrement_tech_sal_insertion",
            "af_etp_perm_encadrement_tech_sal_insertion_annee_prec",
        )?,
        support: of("af_nb_sal_perm_acc_sociop", "af_etp_perm_acc_sociop_annee_prec")?,
        non_employees: of("af_nb_trava_non_salaries", "af_etp_trava_non_salaries")?,
        providers: of(
            "af_nb_presta_ext_enca_tech_accomp_sociop_annee_prec",
            "af_etp_presta_ext_enca_tech_accomp_sociopa_annee_prec",
        )?,
        independents: of(
            "af_eff_nb_trav_indep_agrees_pole_emploi_eiti_annee_prec",
            "af_eff_etp_trav_indep_agrees_pole_emploi_eiti_annee_prec",
        )?,
    })
}

fn finance(row: &Row<'_>) -> Result<Finance, Fault> {
    Ok(Finance {
        closed: date(row, "af_date_cloture_exercice")?,
        payroll: decimal(row, "af_mt_tot_masse_salariale")?,
        insertion_payroll: decimal(row, "af_part_salaries_agrees")?,
        income: decimal(row, "af_total_produits_exploit")?,
        sales: decimal(row, "af_part_produits_exploit_vente_presta")?,
        aids: decimal(row, "af_aides_subventions_comp")?,
        financers: Financers {
            commune: decimal(row, "af_commune")?,
            intercommunal: decimal(row, "af_intercomm")?,
            departement: decimal(row, "af_departement")?,
            region: decimal(row, "af_region")?,
            state: decimal(row, "af_etat")?,
            fse: decimal(row, "af_fse")?,
            plie: decimal(row, "af_plie")?,
            agefiph: decimal(row, "af_agefiph")?,
            other_public: decimal(row, "af_autre_aide_publique")?,
            foundation: decimal(row, "af_fondation")?,
            other_origin: cell::text(row, "af_origine_autre_aide_publique"),
        },
    })
}

fn context(row: &Row<'_>) -> Result<Context, Fault> {
    Ok(Context {
        weekly_hours: cell::text(row, "af_duree_collective_hebdo"),
        other_conventions: boolean(row, "af_autre_conventionnement")?,
        chrs: boolean(row, "af_indic_chrs")?,
        training_body: boolean(row, "af_indic_organisme_formation")?,
        outside_iae: boolean(row, "af_indic_autre_conv_hors_iae")?,
        outside_iae_text: cell::text(row, "af_autre_conv_hors_iae"),
        home_services: boolean(row, "af_indic_service_personnes")?,
        home_services_declared: boolean(row, "af_indic_declaration")?,
        home_services_approved: boolean(row, "af_indic_agrement_qualite")?,
    })
}

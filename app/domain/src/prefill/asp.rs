//! What ASP knows: the structure's record, and the last annexe that speaks for its year.

use form::{Date, Decimal, Path, Value};

use super::{Proposal, naming::plain_case};
use crate::{
    Departement, Kind, Structure,
    asp::{Annexe, Regime},
    dossier::{Known, Origin},
};

/// Name of the source as people read it.
const SOURCE: &str = "ASP";

/// The annexe of a kind that speaks for the latest year: in force or closed, common law, with posts.
///
/// Among those of the latest end, the highest renewal then modification wins (`domain.md` §2.5).
#[must_use]
pub fn latest_annexe<'a>(
    structure: &'a Structure,
    kind: Kind,
    departement: Option<&Departement>,
) -> Option<&'a Annexe> {
    structure
        .annexes
        .iter()
        .filter(|annexe| annexe.measure.kind() == Some(kind) && annexe.measure.regime() == Regime::Common)
        .filter(|annexe| annexe.state.speaks() && annexe.posts.etp.is_some())
        .filter(|annexe| {
            departement.is_none_or(|wanted| annexe.number.departement().as_ref() == Some(wanted))
        })
        .max_by_key(|annexe| (annexe.end, annexe.number.amendments(), annexe.row_id))
}

/// What ASP proposes for a demand, and what it knows of last year for the same keys.
#[must_use]
pub fn known_of_asp(structure: &Structure, kind: Kind, delivered: Date) -> (Vec<Proposal>, Vec<Proposal>) {
    let mut record = Facts::of(format!("structure {}", structure.asp.asp_id), delivered);
    identity(&mut record, structure);
    conventions(&mut record, structure, kind);
    let mut proposals = record.found;
    let annexe = structure
        .departement()
        .and_then(|seat| latest_annexe(structure, kind, Some(&seat)))
        .or_else(|| latest_annexe(structure, kind, None));
    let Some(annexe) = annexe else { return (proposals, Vec::new()) };
    let mut facts = Facts::of(format!("annexe {}", annexe.number), delivered);
    posts(&mut facts, annexe);
    workforce(&mut facts, annexe);
    finance(&mut facts, annexe);
    objectives(&mut facts, annexe);
    let previous = facts.found.clone();
    // The unit amount, the period and the amount are last year's only: this year has its own.
    facts.found.retain(|(path, _)| {
        !matches!(
            path.as_str(),
            "etp.unitaire" | "etp.montant" | "etp.heures" | "annexe.debut" | "annexe.fin"
        )
    });
    current(&mut facts, annexe);
    proposals.append(&mut facts.found);
    (proposals, previous)
}

fn identity(facts: &mut Facts, structure: &Structure) {
    let asp = &structure.asp;
    facts.text("structure.siret", "structure_siret_actualise", &asp.siret);
    facts.text("structure.siret_signature", "structure_siret_signature", &asp.siret_signature);
    facts.renamed("structure.denomination", "structure_denomination", &asp.name);
    facts.choice("structure.forme_juridique", "structure_categorie_juridique_code", &asp.legal_category);
    facts.text("structure.naf", "structure_code_naf", &asp.naf);
    facts.text("structure.idcc", "structure_idcc_code", &asp.idcc);
    facts.renamed("structure.adresse_voie", "structure_adresse_admin_nom_voie", &asp.seat.street);
    facts.renamed(
        "structure.adresse_complement",
        "structure_adresse_admin_cplt_adresse",
        &asp.seat.complement,
    );
    facts.text("structure.adresse_code_postal", "structure_adresse_admin_cp", &asp.seat.postcode);
    facts.renamed("structure.adresse_commune", "structure_adresse_admin_commune", &asp.seat.commune);
    let phone = asp.seat.phone.as_ref().or(asp.correspondence.phone.as_ref());
    facts.text("structure.telephone", "structure_adresse_admin_telephone", phone.map_or("", String::as_str));
    let (seat, mail) = (&asp.seat, &asp.correspondence);
    let elsewhere = !mail.is_empty() && (&seat.street, &seat.postcode) != (&mail.street, &mail.postcode);
    facts.yes_no("structure.corresp_differente", "structure_adresse_gestion_cp", Some(elsewhere));
    if elsewhere {
        facts.renamed("structure.corresp_voie", "structure_adresse_gestion_nom_voie", &mail.street);
        facts.text("structure.corresp_code_postal", "structure_adresse_gestion_cp", &mail.postcode);
        facts.renamed("structure.corresp_commune", "structure_adresse_gestion_commune", &mail.commune);
    }
    if let Some(person) = &asp.correspondent {
        let name = format!("{} {}", person.given_name, plain_case(&person.family_name));
        facts.text("gouvernance.referent_nom", "structure_adresse_nom_corresp_technique", name.trim());
        facts.text(
            "gouvernance.referent_courriel",
            "structure_adresse_mail_corresp_technique",
            &person.email,
        );
    }
}

/// Other conventions of the same structure.
fn conventions(facts: &mut Facts, structure: &Structure, kind: Kind) {
    let mut others: Vec<String> = structure
        .annexes
        .iter()
        .filter(|annexe| annexe.state.speaks())
        .filter(|annexe| annexe.measure.kind().is_some_and(|other| other != kind))
        .filter_map(|annexe| annexe.convention.as_ref())
        .map(ToString::to_string)
        .collect();
    others.sort();
    others.dedup();
    facts.yes_no("demande.autres_conventions", "af_numero_convention", Some(!others.is_empty()));
    facts.text("demande.autres_conventions_liste", "af_numero_convention", &others.join("\n"));
    let known = structure.annexes.iter().any(|annexe| annexe.measure.kind() == Some(kind));
    if !known {
        facts.choice("demande.nature", "af_numero_convention", "premiere");
    }
}

/// The annexe in force, and what the demand makes of it.
fn current(facts: &mut Facts, annexe: &Annexe) {
    facts.text("demande.annexe_en_cours", "af_numero_annexe_financiere", &annexe.number.to_string());
    if let Some(convention) = &annexe.convention {
        facts.text("demande.numero_convention", "af_numero_convention", convention.as_str());
        // A convention lasts three years at most: past its third annexe it is renewed.
        let started = convention.start().map_or(annexe.start.year(), Date::year);
        let nature = if annexe.end.year() + 1 - started >= 3 { "renouvellement" } else { "avenant_annuel" };
        facts.choice("demande.nature", "af_numero_convention", nature);
    }
    let year = annexe.end.year() + 1;
    for (path, column, month, day) in
        [("annexe.debut", "af_date_debut_effet", 1, 1), ("annexe.fin", "af_date_fin_effet", 12, 31)]
    {
        if let Ok(date) = Date::new(year, month, day) {
            let original = if month == 1 { annexe.start } else { annexe.end };
            facts.add(path, column, Value::Date(date), &form::french::date(original));
        }
    }
}

fn posts(facts: &mut Facts, annexe: &Annexe) {
    facts.number("etp.demandes", "af_etp_postes_insertion", annexe.posts.etp);
    facts.number("etp.unitaire", "af_montant_unitaire_annuel_valeur", annexe.posts.unit);
    facts.number("etp.montant", "af_montant_total_annuel", annexe.posts.amount);
    let hours = annexe.posts.hours.and_then(|hours| i64::try_from(hours.round()).ok());
    facts.whole("etp.heures", "af_duree_heure_annuel_etp_valeur", hours);
    facts.add(
        "annexe.debut",
        "af_date_debut_effet",
        Value::Date(annexe.start),
        &form::french::date(annexe.start),
    );
    facts.add("annexe.fin", "af_date_fin_effet", Value::Date(annexe.end), &form::french::date(annexe.end));
    facts.yes_no("finance.cofinancement", "af_indic_cofinancement", Some(annexe.cofinancing.is_some()));
    if let Some(cofinancing) = &annexe.cofinancing {
        facts.number("finance.cofinancement_montant", "af_mt_cofinance", cofinancing.amount);
        facts.text("finance.cofinanceur", "af_id_financeur_code", &cofinancing.financer);
    }
    let context = &annexe.context;
    facts.yes_no("structure.organisme_formation", "af_indic_organisme_formation", context.training_body);
    let outside = context.outside_iae.map(|outside| outside || context.chrs == Some(true));
    facts.yes_no("demande.hors_iae", "af_indic_autre_conv_hors_iae", outside);
    facts.text(
        "demande.hors_iae_texte",
        "af_autre_conv_hors_iae",
        context.outside_iae_text.as_deref().unwrap_or_default(),
    );
}

fn workforce(facts: &mut Facts, annexe: &Annexe) {
    let people = &annexe.workforce;
    facts.whole("rh.effectif_total", "af_nb_effectif_total_annee_prec", people.total.people);
    facts.number("rh.effectif_total_etp", "af_etp_effectif_total_annee_prec", people.total.etp);
    facts.whole("rh.insertion", "af_nb_pers_agrees_pole_emploi_iae_annee_prec", people.insertion.people);
    facts.number("rh.insertion_etp", "af_etp_pers_agrees_pole_emploi_iae_annee_prec", people.insertion.etp);
    facts.whole(
        "rh.ti",
        "af_eff_nb_trav_indep_agrees_pole_emploi_eiti_annee_prec",
        people.independents.people,
    );
    facts.number(
        "rh.encadrement_etp",
        "af_etp_perm_encadrement_tech_sal_insertion_annee_prec",
        people.supervision.etp,
    );
    facts.number("rh.accompagnement_etp", "af_etp_perm_acc_sociop_annee_prec", people.support.etp);
}

fn finance(facts: &mut Facts, annexe: &Annexe) {
    let finance = &annexe.finance;
    if let Some(closed) = finance.closed {
        facts.add(
            "finance.cloture",
            "af_date_cloture_exercice",
            Value::Date(closed),
            &form::french::date(closed),
        );
    }
    let aids = &finance.financers;
    for (path, column, amount) in [
        ("finance.produits", "af_total_produits_exploit", finance.income),
        ("finance.ventes", "af_part_produits_exploit_vente_presta", finance.sales),
        ("finance.masse", "af_mt_tot_masse_salariale", finance.payroll),
        ("finance.masse_insertion", "af_part_salaries_agrees", finance.insertion_payroll),
        ("finance.aide_commune", "af_commune", aids.commune),
        ("finance.aide_intercommunalite", "af_intercomm", aids.intercommunal),
        ("finance.aide_departement", "af_departement", aids.departement),
        ("finance.aide_region", "af_region", aids.region),
        ("finance.aide_etat", "af_etat", aids.state),
        ("finance.aide_fse", "af_fse", aids.fse),
        ("finance.aide_plie", "af_plie", aids.plie),
        ("finance.aide_agefiph", "af_agefiph", aids.agefiph),
        ("finance.aide_autre", "af_autre_aide_publique", aids.other_public),
        ("finance.aide_fondation", "af_fondation", aids.foundation),
    ] {
        facts.number(path, column, amount);
    }
}

fn objectives(facts: &mut Facts, annexe: &Annexe) {
    let objectives = &annexe.objectives;
    facts.whole("objectifs.sorties", "af_nb_prev_sorties", objectives.exits);
    facts.number("objectifs.durable", "af_taux_prev_sorties_durable", objectives.durable);
    facts.number("objectifs.transition", "af_taux_prev_sorties_trans", objectives.transition);
    facts.number("objectifs.positives", "af_taux_prev_sorties_positives", objectives.positive);
    facts.number("objectifs.dynamiques", "af_taux_prev_sorties_dynamiques", objectives.dynamic);
}

/// Facts of one record, gathered with their columns.
struct Facts {
    record: String,
    as_of: Date,
    found: Vec<Proposal>,
}

impl Facts {
    fn of(record: String, as_of: Date) -> Self {
        Self { record, as_of, found: Vec::new() }
    }

    fn add(&mut self, path: &str, column: &str, value: Value, original: &str) {
        let origin = Origin::Prefilled {
            source: SOURCE.to_owned(),
            record: self.record.clone(),
            column: column.to_owned(),
            as_of: self.as_of,
            original: original.to_owned(),
        };
        let path = Path::parse(path).expect("the keys of this file are written right");
        self.found.retain(|(known, _)| *known != path);
        self.found.push((path, Known { value, origin }));
    }

    fn text(&mut self, path: &str, column: &str, text: &str) {
        if !text.is_empty() {
            self.add(path, column, Value::Text(text.to_owned()), text);
        }
    }

    fn renamed(&mut self, path: &str, column: &str, text: &str) {
        if !text.is_empty() {
            self.add(path, column, Value::Text(plain_case(text)), text);
        }
    }

    fn choice(&mut self, path: &str, column: &str, key: &str) {
        if !key.is_empty() {
            self.add(path, column, Value::Choice(key.to_owned()), key);
        }
    }

    fn yes_no(&mut self, path: &str, column: &str, yes: Option<bool>) {
        if let Some(yes) = yes {
            self.add(path, column, Value::Boolean(yes), if yes { "true" } else { "false" });
        }
    }

    fn whole(&mut self, path: &str, column: &str, whole: Option<i64>) {
        if let Some(whole) = whole {
            self.add(path, column, Value::Integer(whole), &whole.to_string());
        }
    }

    fn number(&mut self, path: &str, column: &str, number: Option<Decimal>) {
        if let Some(mut number) = number {
            number.rescale(2);
            self.add(path, column, Value::Number(number), &number.to_string());
        }
    }
}

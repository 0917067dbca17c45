//! What an annexe tells of its year: posts, people, accounts, exits.
//!
//! A structure that works in several départements has an annexe in each: what can be added is added.

use form::{Date, Decimal, Value, french};

use super::{
    facts::{Facts, Part, each_once},
    records, signed, year,
};
use crate::{
    Kind, Structure,
    asp::{Annexe, Headcount, Workforce, hours_of, weekly_minutes},
    prefill::Proposal,
};

/// Adds posts, amounts and period.
pub(super) fn posts(facts: &mut Facts, annexes: &[&Annexe]) {
    let Some(annexe) = annexes.first() else { return };
    let all = |read: fn(&Annexe) -> Option<Decimal>| parts(annexes, read);
    facts.sum("etp.demandes", "af_etp_postes_insertion", &all(|annexe| annexe.posts.etp));
    facts.sum("etp.montant", "af_montant_total_annuel", &all(|annexe| annexe.posts.amount));
    facts.number("etp.unitaire", "af_montant_unitaire_annuel_valeur", annexe.posts.unit);
    let hours = annexe.posts.hours.and_then(|hours| i64::try_from(hours.round()).ok());
    facts.whole("etp.heures", "af_duree_heure_annuel_etp_valeur", hours);
    facts.whole(
        "etp.ti",
        "af_eff_nb_trav_indep_agrees_pole_emploi_eiti_annee_prec",
        annexe.workforce.independents.people,
    );
    for (path, column, day) in [
        ("annexe.debut", "af_date_debut_effet", annexe.start),
        ("annexe.fin", "af_date_fin_effet", annexe.end),
    ] {
        facts.add(path, column, Value::Date(day), &french::date(day));
    }
    by_territory(facts, annexes);
    cofinancing(facts, annexes);
    let context = &annexe.context;
    facts.yes_no("structure.organisme_formation", "af_indic_organisme_formation", context.training_body);
    let outside = context.outside_iae.map(|outside| outside || context.chrs == Some(true));
    facts.yes_no("demande.hors_iae", "af_indic_autre_conv_hors_iae", outside);
    for (path, column, yes) in [
        ("activites.sap", "af_indic_service_personnes", context.home_services),
        ("activites.sap_declaration", "af_indic_declaration", context.home_services_declared),
        ("activites.sap_agrement", "af_indic_agrement_qualite", context.home_services_approved),
    ] {
        // Only an AI is asked.
        facts.yes_no(path, column, yes.filter(|_| annexe.measure.kind() == Some(Kind::Ai)));
    }
    let week = context.weekly_hours.as_deref().filter(|_| annexe.measure.kind() != Some(Kind::Eiti));
    if let Some((text, minutes)) = week.and_then(|text| Some((text, weekly_minutes(text)?))) {
        let hours = Value::Number(hours_of(minutes));
        facts.add("rh.duree_collective", "af_duree_collective_hebdo", hours, text);
    }
    facts.text(
        "demande.hors_iae_texte",
        "af_autre_conv_hors_iae",
        context.outside_iae_text.as_deref().unwrap_or_default(),
    );
}

/// A number of each annexe that has it, with the name of the annexe's département.
pub(super) fn parts(annexes: &[&Annexe], read: impl Fn(&Annexe) -> Option<Decimal>) -> Vec<Part> {
    let place = |annexe: &Annexe| {
        let found = annexe.number.departement();
        found.map_or_else(|| annexe.number.to_string(), |departement| departement.name().to_owned())
    };
    annexes.iter().filter_map(|annexe| Some((place(annexe), read(annexe)?))).collect()
}

/// The posts of each département, in the row that the perimeter gives it, for a structure that has several.
fn by_territory(facts: &mut Facts, annexes: &[&Annexe]) {
    if annexes.len() < 2 {
        return;
    }
    for annexe in annexes {
        let Some((place, etp)) = annexe.number.departement().zip(annexe.posts.etp) else { continue };
        let path = format!("demande.territoires[d{}].etp", place.code().to_ascii_lowercase());
        facts.number(&path, "af_etp_postes_insertion", Some(etp));
    }
}

/// The posts agreed in the years before the demand, those of all départements added; for an EITI, the
/// independent workers, that an annexe tells of the year before its own.
pub(super) fn history(facts: &mut Facts, structure: &Structure, kind: Kind, asked: i16) {
    for (row, wanted) in [("n2", asked - 2), ("n1", asked - 1)] {
        let cell = |column: &str| format!("etp.historique[{row}].{column}");
        if kind == Kind::Eiti {
            let people = |annexe: &Annexe| annexe.workforce.independents.people.map(Decimal::from);
            let column = "af_eff_nb_trav_indep_agrees_pole_emploi_eiti_annee_prec";
            let next = year::of_year(structure, kind, wanted + 1);
            facts.whole_sum(&cell("ti_accompagnes"), column, &parts(&next, people));
        } else {
            let annexes = year::covering(structure, kind, wanted);
            year::agreed(facts, &cell("conventionnes"), &annexes, wanted);
        }
    }
}

fn cofinancing(facts: &mut Facts, annexes: &[&Annexe]) {
    let shares: Vec<_> = annexes.iter().filter_map(|annexe| annexe.cofinancing.as_ref()).collect();
    facts.yes_no("finance.cofinancement", "af_indic_cofinancement", Some(!shares.is_empty()));
    let amounts = parts(annexes, |annexe| annexe.cofinancing.as_ref()?.amount);
    facts.sum("finance.cofinancement_montant", "af_mt_cofinance", &amounts);
    let names = each_once(shares.iter().map(|share| share.financer.as_str()));
    facts.text("finance.cofinanceur", "af_id_financeur_code", &names);
}

/// Some of the people of an annexe.
type People = fn(&Workforce) -> Headcount;

/// An answer and its column.
type Column = (&'static str, &'static str);
/// How many some people are, what they make in ETP, which they are.
type Added = (Column, Column, People);

/// People of each annexe, added up.
const ADDED: [Added; 6] = [
    (
        ("rh.insertion", "af_nb_pers_agrees_pole_emploi_iae_annee_prec"),
        ("rh.insertion_etp", "af_etp_pers_agrees_pole_emploi_iae_annee_prec"),
        |people| people.insertion,
    ),
    (("rh.ti", "af_eff_nb_trav_indep_agrees_pole_emploi_eiti_annee_prec"), NOT_ASKED, |people| {
        people.independents
    }),
    (NOT_ASKED, ("rh.encadrement_etp", "af_etp_perm_encadrement_tech_sal_insertion_annee_prec"), |people| {
        people.supervision
    }),
    (NOT_ASKED, ("rh.accompagnement_etp", "af_etp_perm_acc_sociop_annee_prec"), |people| people.support),
    (
        ("rh.non_salaries", "af_nb_trava_non_salaries"),
        ("rh.non_salaries_etp", "af_etp_trava_non_salaries"),
        |people| full_time(people.non_employees),
    ),
    (
        ("rh.prestataires", "af_nb_presta_ext_enca_tech_accomp_sociop_annee_prec"),
        ("rh.prestataires_etp", "af_etp_presta_ext_enca_tech_accomp_sociopa_annee_prec"),
        |people| full_time(people.providers),
    ),
];
const NOT_ASKED: Column = ("", "");

/// The people of the year before that of the annexes, which their record names: those of each annexe are added up, the
/// whole of the legal person is told as the first tells it: where others say something else, it is in doubt.
pub(super) fn workforce(annexes: &[&Annexe]) -> Vec<Proposal> {
    let Some((main, delivered)) = annexes.first().zip(annexes.iter().map(|annexe| annexe.delivered).max())
    else {
        return Vec::new();
    };
    let before = main.end.year() - 1;
    let mut facts = Facts::of_year(format!("{}, effectifs de {before}", records(annexes)), before, delivered);
    let whole = &main.workforce.total;
    facts.whole("rh.effectif_total", "af_nb_effectif_total_annee_prec", whole.people);
    facts.number("rh.effectif_total_etp", "af_etp_effectif_total_annee_prec", whole.etp);
    for ((people, people_column), (etp, etp_column), which) in ADDED {
        let of = |annexe: &Annexe| which(&annexe.workforce);
        if !people.is_empty() {
            let parts = parts(annexes, |annexe| of(annexe).people.map(Decimal::from));
            facts.whole_sum(people, people_column, &parts);
        }
        if !etp.is_empty() {
            facts.sum(etp, etp_column, &parts(annexes, |annexe| of(annexe).etp));
        }
    }
    facts.found
}

/// Some people with their ETP, where there are some: of nobody the form asks none, and nobody counts for more than one.
fn full_time(part: Headcount) -> Headcount {
    let people = part.people.map_or(Decimal::MAX, Decimal::from);
    Headcount { etp: part.etp.filter(|etp| !people.is_zero() && *etp <= people), ..part }
}

/// Adds the accounts of the last closed year.
pub(super) fn finance(facts: &mut Facts, annexe: &Annexe) {
    let finance = &annexe.finance;
    if let Some(closed) = finance.closed {
        facts.add("finance.cloture", "af_date_cloture_exercice", Value::Date(closed), &french::date(closed));
    }
    let aids = &finance.financers;
    for (path, column, amount) in [
        ("finance.produits", "af_total_produits_exploit", finance.income),
        ("finance.ventes", "af_part_produits_exploit_vente_presta", finance.sales),
        ("finance.masse", "af_mt_tot_masse_salariale", finance.payroll),
        ("finance.masse_insertion", "af_part_salaries_agrees", finance.insertion_payroll),
    ] {
        facts.number(path, column, amount);
    }
    // « L’an passé », while it runs, the year of these says itself.
    facts.say_year(finance.closed.map(Date::year));
    for (path, column, amount) in [
        ("finance.aides_n1[commune].montant", "af_commune", aids.commune),
        ("finance.aides_n1[intercommunalite].montant", "af_intercomm", aids.intercommunal),
        ("finance.aides_n1[departement].montant", "af_departement", aids.departement),
        ("finance.aides_n1[region].montant", "af_region", aids.region),
        ("finance.aides_n1[etat].montant", "af_etat", aids.state),
        ("finance.aides_n1[fse].montant", "af_fse", aids.fse),
        ("finance.aides_n1[plie].montant", "af_plie", aids.plie),
        ("finance.aides_n1[agefiph].montant", "af_agefiph", aids.agefiph),
        ("finance.aides_n1[autre].montant", "af_autre_aide_publique", aids.other_public),
        ("finance.aides_n1[fondation].montant", "af_fondation", aids.foundation),
    ] {
        facts.number(path, column, amount);
    }
    facts.say_year(None);
}

/// Adds who gives the other public aid, that a demand asks for; of an aid that is none, it says nothing.
pub(super) fn other_origin(facts: &mut Facts, annexe: &Annexe) {
    let aids = &annexe.finance.financers;
    let given = aids.other_public.is_some_and(|amount| !amount.is_zero());
    if let Some(origin) = aids.other_origin.as_deref().filter(|_| given) {
        let path = "finance.aides_n1[autre].precision";
        facts.say_year(annexe.finance.closed.map(Date::year));
        facts.add(path, "af_origine_autre_aide_publique", Value::Text(origin.to_owned()), origin);
        facts.say_year(None);
    }
}

/// Adds the exits promised: the numbers of the annexes are added up, their rates weigh as many exits as they are of.
pub(super) fn objectives(facts: &mut Facts, annexes: &[&Annexe]) {
    let exits = parts(annexes, |annexe| annexe.objectives.exits.map(Decimal::from));
    facts.whole_sum("objectifs.sorties", "af_nb_prev_sorties", &exits);
    signed::rates(facts, annexes, |line| format!("objectifs.{line}"));
}

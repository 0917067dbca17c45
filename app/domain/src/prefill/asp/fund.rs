//! What the annexes of the fonds départemental d'insertion (FDI) tell: the aid it gives, the local support that goes
//! with it.

use form::{Value, french};

use super::{facts::Facts, records};
use crate::{
    Structure,
    asp::{Annexe, Fund},
    prefill::Proposal,
};

/// Natures of action that a delivery has shown (`af_nature_action_code`); another is told by its code.
const ACTIONS: [(&str, &str); 2] =
    [("CONSOFI", "consolidation financière"), ("DIVERSACT", "diversification des activités")];
/// Years before the demand in which a local support that ended is still asked for.
const SUPPORTED: i16 = 2;

/// What the fund says to the demand of a year: the aid that the year before still had, a local support of the two years
/// before.
pub(super) fn aids(structure: &Structure, year: i16) -> Vec<Proposal> {
    let mut told = Vec::new();
    let aided = |fund: &Fund| fund.amount.is_some_and(|amount| !amount.is_zero());
    if let Some((annexe, fund)) = last(structure, year - 1, aided) {
        told.extend(aid(annexe, fund));
    }
    if let Some((annexe, fund)) = last(structure, year - SUPPORTED, |fund| fund.support.is_some()) {
        told.extend(support(annexe, fund));
    }
    told
}

/// The annexe of the fund that ends last, unless before a year.
fn last(structure: &Structure, since: i16, wanted: fn(&Fund) -> bool) -> Option<(&Annexe, &Fund)> {
    let annexes = structure.annexes.iter().filter(|annexe| annexe.measure.is_fdi() && annexe.state.speaks());
    annexes
        .filter(|annexe| annexe.end.year() >= since)
        .filter_map(|annexe| Some((annexe, annexe.fund.as_ref().filter(|fund| wanted(fund))?)))
        .max_by_key(|(annexe, _)| (annexe.end, annexe.number.amendments(), annexe.row_id))
}

fn facts_of(annexe: &Annexe) -> Facts {
    Facts::of(records(&[annexe]), annexe.delivered)
}

fn aid(annexe: &Annexe, fund: &Fund) -> Vec<Proposal> {
    let action = fund.action.as_deref().map(|code| {
        let known = ACTIONS.iter().find(|(known, _)| *known == code);
        known.map_or(code, |(_, name)| name).to_owned()
    });
    let about: Vec<String> = action.into_iter().chain(fund.description.clone()).collect();
    let amount = fund.amount.map(|amount| format!("{}\u{a0}€", french::number(amount, 2)));
    let said: Vec<String> =
        Some(about.join("\u{a0}: ")).filter(|about| !about.is_empty()).into_iter().chain(amount).collect();
    let (start, end) = (french::date(annexe.start), french::date(annexe.end));
    let text = format!("Aide du FDI du {start} au {end}\u{a0}: {}", said.join(", "));
    let column = "af_nature_action_code, af_description_action, af_mt_total_aide";
    let mut facts = facts_of(annexe);
    let how = format!("annexe {}\u{a0}: {column}", annexe.number);
    facts.derived("finance.investissements", Value::Text(text), how);
    facts.found
}

fn support(annexe: &Annexe, fund: &Fund) -> Vec<Proposal> {
    let mut facts = facts_of(annexe);
    facts.yes_no("gouvernance.dla", "af_indic_interv_dla", Some(true));
    let known = fund.support.iter().flat_map(|support| [&support.name, &support.action]);
    let about: Vec<&str> = known.flatten().map(String::as_str).collect();
    facts.text("gouvernance.dla_texte", "af_nom_dla, af_nature_action_dla_code", &about.join(", "));
    facts.found
}

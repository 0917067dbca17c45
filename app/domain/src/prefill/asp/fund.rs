//! What the annexes of the fonds départemental d'insertion (FDI) tell: the aid it gives, the local support that goes
//! with it.

use form::{Value, french};

use super::{facts::Facts, records};
use crate::{
    Structure,
    asp::{Annexe, Fund, LocalSupport},
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
    let (running, supported) =
        (last(structure, year - 1, |_| true), last(structure, year - SUPPORTED, helps));
    let aid = running.map(|annexe| facts(annexe, |facts, fund| aid(facts, annexe, fund)));
    let help = supported.map(|annexe| {
        facts(annexe, |facts, fund| {
            if let Some(known) = &fund.support {
                support(facts, known);
            }
        })
    });
    aid.into_iter().chain(help).flatten().collect()
}

fn helps(fund: &Fund) -> bool {
    fund.support.is_some()
}

/// The annexe of the fund that ends last, unless before a year.
fn last(structure: &Structure, since: i16, wanted: fn(&Fund) -> bool) -> Option<&Annexe> {
    let annexes = structure.annexes.iter().filter(|annexe| annexe.measure.is_fdi() && annexe.state.speaks());
    annexes
        .filter(|annexe| annexe.end.year() >= since && annexe.fund.as_ref().is_some_and(wanted))
        .max_by_key(|annexe| (annexe.end, annexe.number.amendments(), annexe.row_id))
}

fn facts(annexe: &Annexe, tell: impl FnOnce(&mut Facts, &Fund)) -> Vec<Proposal> {
    let mut facts = Facts::of(records(&[annexe]), annexe.delivered);
    if let Some(fund) = &annexe.fund {
        tell(&mut facts, fund);
    }
    facts.found
}

fn aid(facts: &mut Facts, annexe: &Annexe, fund: &Fund) {
    let Some(amount) = fund.amount.filter(|amount| !amount.is_zero()) else { return };
    let action = fund.action.as_deref().map(|code| {
        let known = ACTIONS.iter().find(|(known, _)| *known == code);
        known.map_or(code, |(_, name)| name).to_owned()
    });
    let about: Vec<String> = action.into_iter().chain(fund.description.clone()).collect();
    let about = if about.is_empty() { String::new() } else { format!("{}, ", about.join("\u{a0}: ")) };
    let (start, end) = (french::date(annexe.start), french::date(annexe.end));
    let text = format!("Aide du FDI du {start} au {end}\u{a0}: {about}{}\u{a0}€", french::number(amount, 2));
    let column = "af_nature_action_code, af_description_action, af_mt_total_aide";
    let how = format!("annexe {}\u{a0}: {column}", annexe.number);
    facts.derived("finance.investissements", Value::Text(text), how);
}

fn support(facts: &mut Facts, support: &LocalSupport) {
    facts.yes_no("gouvernance.dla", "af_indic_interv_dla", Some(true));
    let about: Vec<&str> =
        [&support.name, &support.action].into_iter().flatten().map(String::as_str).collect();
    facts.text("gouvernance.dla_texte", "af_nom_dla, af_nature_action_dla_code", &about.join(", "));
}

//! What came of the independent workers of a year (EITI): first clients, turnover, income, meetings.

use form::{Value, french};

use super::{Sum, unfinished};
use crate::asp::realised::{
    Independents, Mean,
    prefill::{Past, facts::Facts, people, scaled},
};

/// A mean: its answer, its column, of whom it is, which it is.
type Average = (&'static str, &'static str, &'static str, fn(&Independents) -> Mean);

/// In the order of the form.
const AVERAGES: [Average; 3] = [
    (MEETINGS, "emi_dsm_nb_rdv_mens_ti", "mois de travailleurs", |all| all.meetings),
    (TURNOVER, "emi_dsm_ca_reel", "mois de travailleurs", |all| all.turnover),
    (INCOME, "contrat_revenu_ti_3mois_sortie", "travailleurs sortis dans l’année", |all| all.income),
];
const MEETINGS: &str = "accompagnement.frequence";
const TURNOVER: &str = "bilan.ti_chiffre_affaires";
const INCOME: &str = "bilan.ti_revenu";

/// Why a value of this module may speak of something else than what is asked.
pub(super) fn doubt(path: &str) -> Option<&'static str> {
    match path {
        MEETINGS => {
            Some("rendez-vous du mois déclarés à l’ASP, qui ne sont pas tous des entretiens d’accompagnement")
        }
        TURNOVER => Some(
            "chiffre d’affaires de chaque état mensuel, tel que déclaré à l’ASP\u{a0}: période à vérifier",
        ),
        INCOME => Some("l’ASP ne dit pas si ce revenu est celui d’un mois ou de trois"),
        _ => None,
    }
}

pub(super) fn propose(facts: &mut Facts, past: &Past<'_>) {
    let told = facts.each(past, |annexe| past.source.independents(annexe, past.year));
    let what = format!("contrat_date_premier_client en {}", past.year);
    let doubts = people::twice(told.len()).into_iter().collect();
    let sum = Sum { path: "bilan.ti_premier_client", column: "", what, doubts };
    sum.of(facts, past, &told, |all| all.first_clients, |_| false);
    let Some((_, first)) = told.first() else { return };
    for (path, column, of_whom, mean) in AVERAGES {
        let mean = told.iter().map(|(_, told)| mean(told.what)).fold(Mean::default(), Mean::with);
        let Some(value) = mean.value() else { continue };
        let mut notes = vec![format!(
            "{column}, moyenne de {} {of_whom} en {}",
            french::number(mean.count.into(), 0),
            past.year
        )];
        notes.extend(unfinished(past));
        notes.extend(past.reserves(&told));
        facts.worked_out(path, Value::Number(scaled(value)), first.by.source, first.by.as_of, &notes);
    }
}

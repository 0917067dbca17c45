//! What is taken over from sources: how much of it, and of what a person took over, from whom, the record and the day.

use domain::dossier::{Actor, Answer};
use form::french;

/// What need not be typed, of all that is asked: said with the same words on each page.
pub(super) fn spared((taken, asked): (usize, usize)) -> Option<String> {
    let said = french::count(taken, "donnée reprise", "données reprises");
    let spares = format!("{said} sur {asked} demandées\u{a0}: vous n’avez pas à les saisir de nouveau.");
    (taken > 0).then_some(if taken > 1 { spares } else { spares.replace(" les saisir", " la saisir") })
}

/// `Repris de l’ASP, annexe …, au 16/11/2026, par Camille Martin le 27/11/2026`; nothing for what was typed, nor for
/// what the service took over by itself.
pub(super) fn taken_over(answer: &Answer, author: &str) -> Option<String> {
    let from = answer.origin.taken_from().filter(|_| answer.by != Actor::Application)?;
    answer.value.as_ref()?;
    let (day, _) = french::time_of_day(answer.at);
    Some(format!("Repris {from}, par {author} le {}", french::date(day)))
}

//! What sources say that no field of the form holds, in words.

use domain::source::{Finding, PeriodsMade, PeriodsPrescribed, counted};
use form::{Date, french};
use leptos::prelude::*;

use super::Reading;

/// What the sources say that is no answer of the form.
pub(super) fn findings(reading: &Reading) -> Option<AnyView> {
    let id = reading.id;
    let read = &reading.read;
    let all = read.heard.said.iter().flat_map(|(source, said)| {
        said.findings.iter().map(move |finding| {
            let what_to_do = match finding {
                Finding::Closed { .. } => " Vérifiez votre SIRET.",
                _ => "",
            };
            let day = said.at.map(|(_, day)| day);
            let text = format!("{}\u{a0}: {}{what_to_do}", source.name(), told(finding, day));
            let contest = finding.key().map(|key| {
                let contested = read.heard.contested.contains_key(&(key.clone(), *source));
                let said = if contested { "Contestée" } else { "Contester" };
                view! { " " <a href=format!("/dossiers/{id}/donnees?champ={key}")>{said}</a> }.into_any()
            });
            view! { <li>{text} {contest}</li> }.into_any()
        })
    });
    let all: Vec<AnyView> = all.collect();
    (!all.is_empty()).then(|| {
        view! {
            <section aria-labelledby="autres" class="fr-mt-4w">
                <h2 class="fr-h4" id="autres">"Autres informations des sources"</h2>
                <ul>{all}</ul>
            </section>
        }
        .into_any()
    })
}

/// A finding in words, the same for who fills a dossier and who reads it, as it was said on a day.
pub(super) fn told(finding: &Finding, said_on: Option<Date>) -> String {
    let number = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    match finding {
        Finding::Closed { .. } | Finding::OtherKind { .. } | Finding::ConventionNotInForce => {
            finding.alert().unwrap_or_default()
        }
        Finding::Antenna(antenna) => {
            format!("une antenne, {}, à {} ({}).", antenna.name, antenna.commune, antenna.postcode)
        }
        Finding::OpenPosts(count) => {
            format!("{} aux candidatures.", french::count(number(*count), "poste ouvert", "postes ouverts"))
        }
        Finding::PeriodsMade(PeriodsMade { between, total, with_a_job, incomplete }) => {
            let total = french::count(
                number(*total),
                "période d’immersion de vos salariés dans une autre entreprise",
                "périodes d’immersion de vos salariés dans d’autres entreprises",
            );
            let jobs = french::count(number(*with_a_job), "suivie", "suivies");
            let at_least = if *incomplete { "au moins " } else { "" };
            format!("{at_least}{total}, dont {at_least}{jobs} d’un emploi, {}.", days(*between, said_on))
        }
        Finding::ImmersionsHosted(count) => {
            let hosted = french::count(number(*count), "immersion accueillie", "immersions accueillies");
            format!("{hosted} depuis l’ouverture de ce service.")
        }
        Finding::PeriodsPrescribed(PeriodsPrescribed { between, total, incomplete }) => {
            let at_least = if *incomplete { "au moins " } else { "" };
            format!("{at_least}{}, {}.", prescribed(*total), days(*between, said_on))
        }
        // A log of before does not tell the days.
        Finding::ImmersionsPrescribed(count) => format!("{}.", prescribed(*count)),
        Finding::ImmersionsPrescribedAtLeast(count) => format!("au moins {}.", prescribed(*count)),
    }
}

fn prescribed(count: u32) -> String {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    french::count(count, "immersion prescrite", "immersions prescrites")
}

/// `du 01/01/2026 au 27/11/2026`, for what was said on the 27th.
fn days(between: (Date, Date), said_on: Option<Date>) -> String {
    let (from, until) = counted(between, said_on);
    format!("du {} au {}", french::date(from), french::date(until))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_over_a_year_tells_its_days() {
        let between = (Date::constant(2026, 1, 1), Date::constant(2026, 12, 31));
        let prescribed =
            |incomplete| Finding::PeriodsPrescribed(PeriodsPrescribed { between, total: 2, incomplete });
        let made = PeriodsMade { between, total: 1, with_a_job: 0, incomplete: false };
        for (finding, said_on, expected) in [
            (prescribed(false), (2026, 11, 27), "2 immersions prescrites, du 01/01/2026 au 27/11/2026."),
            (
                prescribed(true),
                (2027, 2, 1),
                "au moins 2 immersions prescrites, du 01/01/2026 au 31/12/2026.",
            ),
            (
                Finding::PeriodsMade(made),
                (2026, 11, 27),
                "1 période d’immersion de vos salariés dans une autre entreprise, dont 0 suivie d’un emploi, du \
                 01/01/2026 au 27/11/2026.",
            ),
            // A log of before does not tell the days, and no year is made up for it.
            (Finding::ImmersionsPrescribed(1), (2026, 11, 27), "1 immersion prescrite."),
            (Finding::ImmersionsPrescribedAtLeast(3), (2026, 11, 27), "au moins 3 immersions prescrites."),
        ] {
            let (year, month, day) = said_on;
            let said = told(&finding, Some(Date::constant(year, month, day)));
            assert_eq!(said.replace('\u{a0}', " "), expected);
        }
    }
}

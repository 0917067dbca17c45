//! What the counts of Immersion facilitée say of a structure.

use domain::source::{Asked, Finding, Found, PeriodsMade, Reading, Source};
use form::{Date, Value, french};

use super::wire::{Hosts, Tally};

/// Conventions name an establishment, not a kind of SIAE.
const WHOLE_ESTABLISHMENT: &str =
    "Ce nombre compte les salariés de tout l’établissement, en insertion ou non : vérifiez-le.";

/// What last year's conventions say: periods made by its employees, immersions that it prescribed.
///
/// A structure that no convention names made none by this channel: that is an answer, yet no number to fill
/// in, for periods are also signed on paper.
pub(super) fn conventions(told: &Tally, about: &Asked, as_of: Date) -> Found {
    let between = about.last_year();
    let siret = about.siret.as_str();
    let record = format!(
        "conventions validées commencées du {} au {}",
        french::date(between.0),
        french::date(between.1.min(as_of))
    );
    let mut reading = Reading::of(Source::ImmersionConventions, record, as_of);
    if let Some(made) = told.made.get(siret) {
        let column = "signatories.beneficiaryCurrentEmployer.businessSiret";
        let (path, total) = ("accompagnement.pmsmp", i64::from(made.total));
        reading.add(path, column, Value::Integer(total), &total.to_string());
        reading.doubt(path, WHOLE_ESTABLISHMENT);
        reading.finding(Finding::PeriodsMade(PeriodsMade {
            between,
            total: made.total,
            with_a_job: made.with_a_job,
            incomplete: told.incomplete,
        }));
    }
    if let Some(many) = told.prescribed.get(siret) {
        reading.finding(Finding::ImmersionsPrescribed(*many));
    }
    reading.found()
}

/// What the statistics say: immersions hosted, over all years.
pub(super) fn statistics(told: &Hosts, about: &Asked, as_of: Date) -> Option<Found> {
    let many = told.0.get(about.siret.as_str())?;
    let record = format!("établissement {}", about.siret);
    let mut reading = Reading::of(Source::ImmersionStatistics, record, as_of);
    reading.finding(Finding::ImmersionsHosted(*many));
    Some(reading.found())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn recorded() -> Tally {
        serde_json::from_str(include_str!("recorded/conventions.json")).expect("a list")
    }

    #[test]
    fn the_three_counts_stay_apart() {
        let found = conventions(&recorded(), &testing::asked("ACI"), testing::TODAY);
        assert_eq!(testing::shown(&found), ["accompagnement.pmsmp = 2 (?)"]);
        let between = (Date::constant(2026, 1, 1), Date::constant(2026, 12, 31));
        let made = PeriodsMade { between, total: 2, with_a_job: 1, incomplete: false };
        assert_eq!(found.findings, [Finding::PeriodsMade(made), Finding::ImmersionsPrescribed(1)]);
        let hosts = Hosts([("90000000100017".to_owned(), 7)].into());
        let hosted = statistics(&hosts, &testing::asked("ACI"), testing::TODAY).expect("known");
        assert_eq!(hosted.findings, [Finding::ImmersionsHosted(7)]);
        assert_eq!(hosted.proposals, []);
    }

    #[test]
    fn the_record_ends_on_the_day_it_was_asked() {
        let found = conventions(&recorded(), &testing::asked("ACI"), testing::TODAY);
        let domain::dossier::Origin::Prefilled { record, original, .. } = &found.proposals[0].1.origin else {
            panic!("it was read")
        };
        assert_eq!(record, "conventions validées commencées du 01/01/2026 au 26/11/2026");
        assert_eq!(original, "2");
    }

    #[test]
    fn a_structure_that_no_convention_names_gets_no_number() {
        let other = Asked { siret: testing::siret("90000111600012"), ..testing::asked("ACI") };
        assert_eq!(conventions(&recorded(), &other, testing::TODAY), Found::on(testing::TODAY));
        assert_eq!(statistics(&Hosts::default(), &other, testing::TODAY), None);
    }
}

//! What the counts of Immersion facilitée say of a structure.

use domain::source::{Asked, Finding, Found, PeriodsMade, PeriodsPrescribed, Reading, Source};
use form::{Date, Value, french};

use super::wire::{Hosts, Tally};

/// Conventions name an establishment, not a kind of SIAE.
const WHOLE_ESTABLISHMENT: &str =
    "Ce nombre compte les salariés de tout l’établissement, en insertion ou non : vérifiez-le.";

/// Not every period was assessed once it ended.
const ASSESSED: &str = "Ce nombre compte les salariés de tout l’établissement, en insertion ou non, et seulement les \
    périodes dont l’évaluation dit un emploi\u{a0}: vérifiez-le.";
/// The service tells so many rows of a day, and no more: nobody knows whose the others are.
const AT_LEAST: &str =
    "Au moins ce nombre\u{a0}: certains jours ont plus de conventions que le service n’en donne.";

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
    // The year runs: what is counted is a part of it.
    let so_far = if as_of < between.1 {
        format!(" L’année court encore\u{a0}: compté jusqu’au {}.", french::date(as_of))
    } else {
        String::new()
    };
    let at_least = if told.incomplete { format!("{AT_LEAST} ") } else { String::new() };
    if let Some(made) = told.made.get(siret) {
        // A demand asks for no job: its form has no question for the second.
        for (path, column, count, why) in [
            (
                "accompagnement.pmsmp",
                "signatories.beneficiaryCurrentEmployer.businessSiret",
                made.total,
                WHOLE_ESTABLISHMENT,
            ),
            ("bilan.pmsmp_emploi", "assessment.endedWithAJob", made.with_a_job, ASSESSED),
        ] {
            reading.add(path, column, Value::Integer(i64::from(count)), &count.to_string());
            reading.doubt(path, &format!("{at_least}{why}{so_far}"));
        }
        reading.finding(Finding::PeriodsMade(PeriodsMade {
            between,
            total: made.total,
            with_a_job: made.with_a_job,
            incomplete: told.incomplete,
        }));
    }
    if let Some(many) = told.prescribed.get(siret) {
        let prescribed = PeriodsPrescribed { between, total: *many, incomplete: told.incomplete };
        reading.finding(Finding::PeriodsPrescribed(prescribed));
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

    /// One immersion prescribed in the year that was asked about.
    fn prescribed(incomplete: bool) -> Finding {
        let between = (Date::constant(2026, 1, 1), Date::constant(2026, 12, 31));
        Finding::PeriodsPrescribed(PeriodsPrescribed { between, total: 1, incomplete })
    }

    #[test]
    fn the_three_counts_stay_apart() {
        let found = conventions(&recorded(), &testing::asked("ACI"), testing::TODAY);
        assert_eq!(testing::shown(&found), ["accompagnement.pmsmp = 2 (?)", "bilan.pmsmp_emploi = 1 (?)"]);
        let between = (Date::constant(2026, 1, 1), Date::constant(2026, 12, 31));
        let made = PeriodsMade { between, total: 2, with_a_job: 1, incomplete: false };
        assert_eq!(found.findings, [Finding::PeriodsMade(made), prescribed(false)]);
        let hosts = Hosts([("90000000100017".to_owned(), 7)].into());
        let hosted = statistics(&hosts, &testing::asked("ACI"), testing::TODAY).expect("known");
        assert_eq!(hosted.findings, [Finding::ImmersionsHosted(7)]);
        assert_eq!(hosted.proposals, []);
    }

    #[test]
    fn a_sweep_that_was_cut_tells_every_count_as_at_least() {
        let told = |incomplete| {
            let told = Tally { incomplete, ..recorded() };
            conventions(&told, &testing::asked("ACI"), testing::TODAY)
        };
        for incomplete in [false, true] {
            let found = told(incomplete);
            assert_eq!(found.sure().count(), 0, "the perimeter is in doubt anyway: nothing is filled");
            assert_eq!(found.doubts.len(), 2);
            for (path, doubt) in &found.doubts {
                assert_eq!(doubt.starts_with("Au moins ce nombre"), incomplete, "{path}: {doubt}");
                assert!(doubt.contains("tout l’établissement"), "and the perimeter is told: {doubt}");
            }
        }
        let made = |found: &Found| match found.findings[..] {
            [Finding::PeriodsMade(made), ref prescribed] => (made.incomplete, prescribed.clone()),
            _ => panic!("{:?}", found.findings),
        };
        assert_eq!(made(&told(false)), (false, prescribed(false)));
        assert_eq!(made(&told(true)), (true, prescribed(true)));
    }

    #[test]
    fn only_periods_made_by_its_own_employees_have_a_question() {
        // Two other structures: one that only prescribed, one that only hosted.
        let (made, told) = (recorded().made, recorded());
        let alone = Tally { made: std::collections::BTreeMap::new(), ..told.clone() };
        let prescribed = conventions(&alone, &testing::asked("ACI"), testing::TODAY);
        assert_eq!(prescribed.proposals, [], "what it prescribed to others is no period of its employees");
        let alone = Tally { prescribed: std::collections::BTreeMap::new(), made, ..told };
        let found = conventions(&alone, &testing::asked("ACI"), testing::TODAY);
        assert!(found.proposals.iter().all(|(path, _)| path.as_str().contains("pmsmp")), "{found:?}");
        assert!(matches!(found.findings[..], [Finding::PeriodsMade(_)]), "{found:?}");
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

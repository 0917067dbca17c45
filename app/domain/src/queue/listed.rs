//! What a queue reads of a dossier that was sent: derived from its log, as its snapshot is.

use form::{
    Date, Decimal, Path,
    french::{plain_letter, time_of_day},
};

use crate::{
    Kind, Timestamp,
    dossier::{Awaits, Snapshot},
};

/// What the queue is ordered and searched by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What it awaits.
    pub awaits: Awaits,
    /// Since when its delay would run, had it never stopped; none while it does not run.
    pub running_from: Option<Timestamp>,
    /// What it is ordered by among those that press: the least first ([`pressing`]).
    pub pressing: i64,
    /// ETP asked, or independent workers for an EITI.
    pub posts: Option<Decimal>,
    /// Difference with last year, percent, at two decimals.
    pub gap: Option<Decimal>,
    /// Amount asked, euros.
    pub amount: Option<Decimal>,
    /// Findings that the version sent leaves to read, but for those that were set aside.
    pub findings: u32,
    /// Départements concerned.
    pub places: String,
    /// Names and numbers, without capitals nor accents. Words are looked for in [`super::Searched`], which holds them too.
    pub words: String,
}

/// A text as it is searched: without capitals nor accents.
#[must_use]
pub fn plain(text: &str) -> String {
    text.chars().map(plain_letter).collect()
}

/// How pressing a dossier is, the least first: the day its delay ends; of one day, the most findings, then the first
/// sent. One whose delay does not run comes after all the others.
#[must_use]
pub fn pressing(running_from: Option<Timestamp>, findings: u32, sent: Timestamp) -> i64 {
    const FINDINGS: u32 = 999;
    // Seconds since 1970 until the year 2286 stand under a finding, and findings under a day.
    const SECONDS: i64 = 10_000_000_000;
    const DAY: i64 = SECONDS * 1_000;
    const NEVER: i64 = 900_000;
    let epoch = Date::constant(1970, 1, 1);
    let day = running_from.map_or(NEVER, |from| i64::from((time_of_day(from).0 - epoch).get_days()));
    let quiet = i64::from(FINDINGS - findings.min(FINDINGS));
    day.clamp(0, NEVER) * DAY + quiet * SECONDS + sent.as_second().clamp(0, SECONDS - 1)
}

impl Listed {
    /// What the queue reads of a dossier; nothing of a draft.
    #[must_use]
    pub fn of(snapshot: &Snapshot) -> Option<Self> {
        let (awaits, sent) = (snapshot.awaits()?, snapshot.submission()?);
        let opening = &snapshot.opening;
        // An EITI asks for people, the others for ETP: this year and last are read from the same key.
        let (posts, amount) = match opening.kind {
            Kind::Eiti => ("etp.ti", "etp.montant_ti"),
            _ => ("etp.demandes", "etp.montant"),
        };
        let read = |key: &str| Path::parse(key).ok();
        let counted = |key: &str| sent.counted.get(&read(key)?);
        let before = read(posts).and_then(|path| {
            opening
                .previous
                .iter()
                .find(|(known, _)| *known == path)
                .and_then(|(_, known)| known.value.number())
        });
        let posts = counted(posts).and_then(form::Value::number);
        let gap = posts.zip(before).filter(|(_, before)| !before.is_zero());
        let gap = gap.and_then(|(posts, before)| {
            (posts - before).checked_div(before)?.checked_mul(Decimal::ONE_HUNDRED).map(|gap| gap.round_dp(2))
        });
        let places = opening.places();
        let said =
            ["structure.siret", "structure.adresse.commune", "structure.denomination", "structure.enseigne"];
        let said = said.into_iter().filter_map(|key| counted(key)?.text());
        let own = [opening.structure_name.as_str(), sent.reference.as_str(), opening.kind.code(), &places];
        let words: Vec<&str> = own.into_iter().chain(said).collect();
        let findings = snapshot.instruction.aside.left_of(sent.findings);
        let running_from = snapshot.running_from();
        Some(Self {
            awaits,
            running_from,
            pressing: pressing(running_from, findings, sent.at),
            posts,
            gap,
            amount: counted(amount).and_then(form::Value::number),
            findings,
            words: plain(&words.join(" ")),
            places,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    #[test]
    fn the_nearest_delay_presses_most_then_the_most_findings_then_the_first_sent() {
        let sent = at("2026-11-02T09:00:00Z");
        let ordered = [
            pressing(Some(at("2026-11-01T08:00:00Z")), 0, sent),
            pressing(Some(at("2026-11-02T21:00:00Z")), 5_000, sent),
            // Another hour of the same day.
            pressing(Some(at("2026-11-02T07:00:00Z")), 3, sent),
            pressing(Some(at("2026-11-02T06:00:00Z")), 2, at("2026-11-01T09:00:00Z")),
            pressing(Some(at("2026-11-02T06:00:00Z")), 2, sent),
            // Midnight is that of Paris.
            pressing(Some(at("2026-11-02T23:30:00Z")), 9, sent),
            pressing(None, 7, sent),
            pressing(None, 0, sent),
        ];
        assert!(ordered.is_sorted() && ordered.windows(2).all(|two| two[0] != two[1]), "{ordered:?}");
        assert!(pressing(None, 0, Timestamp::MAX) > 0, "it holds in its number");
    }
}

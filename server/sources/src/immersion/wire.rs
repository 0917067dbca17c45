//! What Immersion facilitée answers. Of a convention, only what is counted is read: no name, no address.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{SeqAccess, Visitor},
};

use crate::lenient::{text, whole, yes};

/// Conventions of some days, added up as they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Rows read.
    pub rows: u32,
    /// Whether some may be missing.
    pub incomplete: bool,
    /// By SIRET of the employer of those who made a period elsewhere.
    pub made: BTreeMap<String, Made>,
    /// By SIRET of the agency that prescribed.
    pub prescribed: BTreeMap<String, u32>,
}

/// Periods made by the employees of one employer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Periods.
    pub total: u32,
    /// Those that ended with a job.
    pub with_a_job: u32,
}

/// A row of `/v2/conventions`, as far as it is counted.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Convention {
    #[serde(default, deserialize_with = "text")]
    status: String,
    #[serde(default, deserialize_with = "text")]
    internship_kind: String,
    #[serde(default, deserialize_with = "text")]
    agency_siret: String,
    #[serde(default, deserialize_with = "text")]
    agency_kind: String,
    #[serde(default)]
    signatories: Option<Signatories>,
    #[serde(default)]
    assessment: Option<Assessment>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Signatories {
    #[serde(default)]
    beneficiary_current_employer: Option<Employer>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Employer {
    #[serde(default, deserialize_with = "text")]
    business_siret: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Assessment {
    #[serde(default, deserialize_with = "yes")]
    ended_with_a_job: Option<bool>,
}

/// A page of statistics.
#[derive(Debug, Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
pub struct Page<T> {
    /// Rows.
    pub data: Vec<T>,
    /// Where it stands.
    pub pagination: Pagination,
}

/// Where a page stands.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pagination {
    /// Pages in all.
    pub total_pages: u32,
}

/// A row of `/v2/statistics/establishments`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Establishment {
    /// SIRET.
    #[serde(deserialize_with = "text")]
    pub siret: String,
    /// Immersions that it hosted, since the service exists.
    #[serde(default, deserialize_with = "whole")]
    pub number_of_conventions: Option<i64>,
}

/// Immersions hosted, by SIRET; none where there were none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hosts(pub BTreeMap<String, u32>);

/// What was kept of a sweep, read back: the answers of the service are lists.
#[derive(Deserialize)]
struct Kept {
    rows: u32,
    incomplete: bool,
    made: BTreeMap<String, Made>,
    prescribed: BTreeMap<String, u32>,
}

impl Tally {
    /// The same with the rows of other days.
    pub fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.incomplete |= other.incomplete;
        for (siret, made) in other.made {
            let sum = self.made.entry(siret).or_default();
            sum.total += made.total;
            sum.with_a_job += made.with_a_job;
        }
        for (siret, many) in other.prescribed {
            *self.prescribed.entry(siret).or_default() += many;
        }
    }

    fn count(&mut self, convention: Convention) {
        self.rows += 1;
        // A mini-stage is another thing, and what was not accepted did not happen.
        if convention.internship_kind == "mini-stage-cci" || convention.status != "ACCEPTED_BY_VALIDATOR" {
            return;
        }
        let job = convention.assessment.and_then(|assessment| assessment.ended_with_a_job) == Some(true);
        let employer =
            convention.signatories.and_then(|signatories| signatories.beneficiary_current_employer);
        if let Some(employer) = employer.filter(|employer| !employer.business_siret.is_empty()) {
            let made = self.made.entry(employer.business_siret).or_default();
            made.total += 1;
            made.with_a_job += u32::from(job);
        }
        if convention.agency_kind == "structure-IAE" && !convention.agency_siret.is_empty() {
            *self.prescribed.entry(convention.agency_siret).or_default() += 1;
        }
    }
}

impl Hosts {
    /// The same with the rows of another page.
    pub fn add(&mut self, rows: Vec<Establishment>) {
        for row in rows {
            let many = row.number_of_conventions.and_then(|many| u32::try_from(many).ok());
            if let Some(many) = many.filter(|many| *many > 0) {
                self.0.insert(row.siret, many);
            }
        }
    }
}

impl<'de> Deserialize<'de> for Tally {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Counting)
    }
}

/// Adds rows up as they are read: at no time does one stay.
struct Counting;

impl<'de> Visitor<'de> for Counting {
    type Value = Tally;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of conventions, or what was kept of one")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<Tally, A::Error> {
        let mut tally = Tally::default();
        while let Some(convention) = rows.next_element()? {
            tally.count(convention);
        }
        Ok(tally)
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Tally, A::Error> {
        let kept = Kept::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
        let Kept { rows, incomplete, made, prescribed } = kept;
        Ok(Tally { rows, incomplete, made, prescribed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "90000000100017";

    #[test]
    fn recorded_conventions_are_counted_three_ways() {
        let tally: Tally = serde_json::from_str(include_str!("recorded/conventions.json")).expect("a list");
        assert_eq!(tally.rows, 5);
        assert_eq!(tally.made, BTreeMap::from([(OWN.to_owned(), Made { total: 2, with_a_job: 1 })]));
        assert_eq!(tally.prescribed, BTreeMap::from([(OWN.to_owned(), 1)]));
    }

    #[test]
    fn nothing_of_a_person_is_kept() {
        let tally: Tally = serde_json::from_str(include_str!("recorded/conventions.json")).expect("a list");
        let kept = serde_json::to_string(&tally).expect("plain data");
        for word in ["Alix", "BONNEL", "alix.bonnel", "1998", "@", "0600000001"] {
            assert!(!kept.contains(word), "{word} in {kept}");
        }
        assert_eq!(serde_json::from_str::<Tally>(&kept).expect("what was kept"), tally);
    }

    #[test]
    fn recorded_statistics_keep_those_who_hosted() {
        let page: Page<Establishment> =
            serde_json::from_str(include_str!("recorded/establishments.json")).expect("a page");
        assert_eq!(page.pagination.total_pages, 1);
        let mut hosts = Hosts::default();
        hosts.add(page.data);
        assert_eq!(hosts, Hosts(BTreeMap::from([(OWN.to_owned(), 7)])));
    }

    #[test]
    fn days_add_up() {
        let day: Tally = serde_json::from_str(include_str!("recorded/conventions.json")).expect("a list");
        let mut two = day.clone();
        two.add(Tally { incomplete: true, ..day });
        assert_eq!((two.rows, two.incomplete), (10, true));
        assert_eq!(two.made[OWN], Made { total: 4, with_a_job: 2 });
        assert_eq!(two.prescribed[OWN], 2);
    }
}

//! What the sources said of a dossier, each for itself, and what the structure says of it.
//!
//! Folded from the log when it is asked for: pages that fill a dossier do without it.

use std::collections::{BTreeMap, BTreeSet};

use form::{Date, Path, Value};
use serde::{Deserialize, Serialize};

use super::{Actor, Body, Event, Known, Origin, Seq};
use crate::{
    Timestamp,
    source::{Finding, Source},
};

/// A value as a source says it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Key of the answer.
    pub path: Path,
    /// The value, and where it was read.
    pub known: Known,
    /// Why it may speak of something else than the structure, in French; none when it is sure.
    pub doubt: Option<String>,
}

impl Told {
    /// The same, with why it may speak of something else, before what else is in doubt.
    #[must_use]
    pub fn doubted(self, why: Option<String>) -> Self {
        let doubts: Vec<String> = why.into_iter().chain(self.doubt).collect();
        Self { doubt: (!doubts.is_empty()).then(|| doubts.join("\u{a0}; ")), ..self }
    }
}

/// What one source said, the last time it did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// The event.
    pub seq: Seq,
    /// When it was heard, and the day it speaks of; none for a dossier opened before sources spoke for themselves.
    pub at: Option<(Timestamp, Date)>,
    /// The values, by key.
    pub values: BTreeMap<Path, Told>,
    /// The event since which it says each of them.
    pub since: BTreeMap<Path, Seq>,
    /// What it says that is no answer of the form.
    pub findings: Vec<Finding>,
    /// Whether it was said among what ASP says, as it was before each who delivers files spoke for itself.
    pub by_asp: bool,
}

/// What a source says that puts the convention in doubt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// The source.
    pub source: Source,
    /// The day it speaks of.
    pub as_of: Date,
    /// What it says.
    pub finding: Finding,
    /// What is wrong with it, in the structure's words; none while it does not contest it.
    #[serde(default)]
    pub contested: Option<String>,
}

/// What a person says of a source's value.
#[derive(Clone, Debug, PartialEq)]
pub struct Contest {
    /// The event: its name.
    pub seq: Seq,
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// The value that the source said then.
    pub known: Option<Known>,
    /// What is wrong with it, in words.
    pub text: String,
}

/// How many data are told, as they are counted everywhere: a table is one, and so is what is no answer of the form.
#[must_use]
pub fn count_of_data<'p>(told: impl IntoIterator<Item = &'p Path>, findings: &[Finding]) -> usize {
    let questions: BTreeSet<Path> = told.into_iter().map(Path::field).collect();
    questions.len() + findings.len()
}

/// What was heard of a dossier.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heard {
    /// By source.
    pub said: BTreeMap<Source, Said>,
    /// What is contested, by key and source.
    pub contested: BTreeMap<(Path, Source), Contest>,
}

impl Heard {
    /// What a log says was heard.
    #[must_use]
    pub fn of(events: &[Event]) -> Self {
        Self::before(events, Seq::MAX)
    }

    /// What was heard up to an event: nothing is added to what was sent.
    #[must_use]
    pub fn before(events: &[Event], seq: Seq) -> Self {
        let mut heard = Self::default();
        for event in events.iter().take_while(|event| event.seq <= seq) {
            heard.apply(event);
        }
        heard
    }

    /// Folds one more event; those that are not of sources change nothing.
    pub fn apply(&mut self, event: &Event) {
        match &event.body {
            Body::SourceTold { source: Source::Asp, as_of, told, findings, .. } => {
                self.hear_asp(event, *as_of, told, findings);
            }
            Body::SourceTold { source, as_of, told, findings, .. } => {
                let said = Said { findings: findings.clone(), ..Said::default() };
                self.hear(*source, event, *as_of, (told.iter(), said));
            }
            Body::AnswerSet { path, value: Some(value), origin, .. } if event.actor == Actor::Application => {
                let Some(source) = origin.source() else { return };
                let said = self.said.entry(source).or_default();
                // What it said in its own words is not said over.
                if said.at.is_none() {
                    let known = Known { value: value.clone(), origin: origin.clone() };
                    let told = Told { path: path.clone(), known, doubt: None };
                    said.seq = event.seq;
                    said.since.insert(path.clone(), event.seq);
                    said.values.insert(path.clone(), told);
                }
            }
            Body::ValueContested { path, source, text } => {
                let key = (path.clone(), self.speaker(*source, path));
                match text {
                    None => drop(self.contested.remove(&key)),
                    Some(text) => {
                        let known = self.value(key.1, path).map(|told| told.known.clone());
                        let known = known.or_else(|| self.alert_known(key.1, path));
                        let (seq, by, at) = (event.seq, event.actor, event.at);
                        self.contested.insert(key, Contest { seq, by, at, known, text: text.clone() });
                    }
                }
            }
            _ => {}
        }
    }

    /// What a source says, instead of what it said.
    fn hear<'t>(
        &mut self,
        source: Source,
        event: &Event,
        as_of: Date,
        (told, said): (impl Iterator<Item = &'t Told>, Said),
    ) {
        let before = self.said.remove(&source).unwrap_or_default();
        let mut said = Said { seq: event.seq, at: Some((event.at, as_of)), ..said };
        for told in told {
            let known = before.values.get(&told.path);
            let same = known.is_some_and(|known| known.known.value.same_as(&told.known.value));
            let since = before.since.get(&told.path).copied().filter(|_| same);
            said.since.insert(told.path.clone(), since.unwrap_or(event.seq));
            said.values.insert(told.path.clone(), told.clone());
        }
        self.said.insert(source, said);
    }

    /// What ASP says. A log of before has there all that came with its files: each is heard for itself, until it says
    /// something in its own words.
    fn hear_asp(&mut self, event: &Event, as_of: Date, told: &[Told], findings: &[Finding]) {
        let by = |told: &Told| {
            told.known.origin.source().filter(|source| source.is_in_store()).unwrap_or(Source::Asp)
        };
        for source in Source::IN_STORE {
            let own_words = self.said.get(&source).is_some_and(|said| said.at.is_some() && !said.by_asp);
            let mut theirs = told.iter().filter(|told| by(told) == source).peekable();
            if source == Source::Asp {
                let said = Said { findings: findings.to_vec(), ..Said::default() };
                self.hear(source, event, as_of, (theirs, said));
            } else if !own_words && theirs.peek().is_some() {
                self.hear(source, event, as_of, (theirs, Said { by_asp: true, ..Said::default() }));
            } else if !own_words {
                self.said.remove(&source);
            }
        }
    }

    /// Who says a value of a source: a log of before, and a page that was open then, name ASP for all that came with its
    /// files.
    #[must_use]
    pub fn speaker(&self, named: Source, path: &Path) -> Source {
        let says = |source: &Source| self.value(*source, path).is_some();
        if named != Source::Asp || says(&named) {
            return named;
        }
        Source::IN_STORE.into_iter().find(says).unwrap_or(named)
    }

    /// The event since which a source says of an answer what it says now.
    #[must_use]
    pub fn since(&self, source: Source, path: &Path) -> Option<Seq> {
        self.said.get(&source)?.since.get(path).copied()
    }

    /// Whether a source says what it said before, sure and doubtful; the day it says so is no news. What ASP said for it,
    /// it is still to say.
    #[must_use]
    pub fn says_the_same(&self, source: Source, told: &[Told], findings: &[Finding]) -> bool {
        let Some(said) = self.said.get(&source) else { return false };
        let same = |told: &Told| {
            let known = said.values.get(&told.path);
            known.is_some_and(|known| known.known.value == told.known.value && known.doubt == told.doubt)
        };
        !said.by_asp && said.values.len() == told.len() && told.iter().all(same) && said.findings == findings
    }

    /// What puts the convention in doubt, source by source.
    #[must_use]
    pub fn alerts(&self) -> Vec<Alert> {
        // What is no answer was only ever heard with its day.
        let dated = self.said.iter().filter_map(|(source, said)| Some((*source, said.at?.1, &said.findings)));
        let alerts = dated.flat_map(|(source, as_of, findings)| {
            let grave = findings.iter().filter(|finding| finding.is_grave());
            grave.map(move |finding| {
                let contest = finding.key().and_then(|key| self.contested.get(&(key, source)));
                let contested = contest.map(|contest| contest.text.clone());
                Alert { source, as_of, finding: finding.clone(), contested }
            })
        });
        alerts.collect()
    }

    /// What a source says that puts the convention in doubt, by its key.
    #[must_use]
    pub fn alert(&self, source: Source, path: &Path) -> Option<&Finding> {
        self.said.get(&source)?.findings.iter().find(|finding| finding.key().as_ref() == Some(path))
    }

    /// The same, as what is contested is kept.
    fn alert_known(&self, source: Source, path: &Path) -> Option<Known> {
        let text = self.alert(source, path)?.alert()?;
        let as_of = self.said.get(&source)?.at?.1;
        let origin = Origin::Prefilled {
            source: source.name().to_owned(),
            record: String::new(),
            column: String::new(),
            as_of,
            original: String::new(),
        };
        Some(Known { value: Value::Text(text), origin })
    }

    /// What a source says of an answer.
    #[must_use]
    pub fn value(&self, source: Source, path: &Path) -> Option<&Told> {
        self.said.get(&source)?.values.get(path)
    }

    /// What each source says of an answer.
    pub fn values<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = (Source, &'a Told)> {
        self.said.iter().filter_map(|(source, said)| Some((*source, said.values.get(path)?)))
    }
}

impl Origin {
    /// The source that gave a value; none for one that a person typed or gave.
    #[must_use]
    pub fn source(&self) -> Option<Source> {
        match self {
            Self::Typed => None,
            Self::Prefilled { source, column, .. } => Some(match source.as_str() {
                "DGEFP" => Source::Dgefp,
                "ASP" => read_at_asp(column),
                // What others make of ASP's files is ASP's.
                name => Source::ALL.into_iter().find(|known| known.name() == name).unwrap_or(Source::Asp),
            }),
            own if own.is_of_sister() => Some(Source::Sister),
            own if own.is_own() => Some(Source::Previous),
            Self::Derived { from, .. } if from.contains(CAMPAIGN) => Some(Source::Campaign),
            // What else is worked out comes from ASP's files: it begins with who counted it, or else was declared.
            Self::Derived { from, .. } => {
                let mut counting = Source::IN_STORE.into_iter().filter(|source| *source != Source::Asp);
                Some(counting.find(|source| from.contains(source.name())).unwrap_or(Source::Asp))
            }
            Self::Given { .. } => Some(Source::Asp),
        }
    }
}

/// What a value comes from, that the calendar alone tells.
const CAMPAIGN: &str = "l’année de la campagne";

impl Origin {
    /// Worked out of the calendar of the campaign, and how.
    #[must_use]
    pub fn of_campaign(how: String) -> Self {
        Self::Derived { from: CAMPAIGN.to_owned(), how }
    }
}

/// Who gave what was read in a column of ASP's files: logs of before name them all alike.
fn read_at_asp(column: &str) -> Source {
    if column.starts_with(|first: char| first.is_ascii_digit()) {
        Source::AspYearly
    } else if ["acc_", "mpu_", "rtf_"].iter().any(|start| column.starts_with(start)) {
        Source::AspMonthly
    } else {
        Source::Asp
    }
}

#[cfg(test)]
mod tests;

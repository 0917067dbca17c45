//! Events: what happened to a dossier, in order, for ever.

use form::{Answers, Date, Map, Parameters, Path, Value, file::Analysis};
use serde::{Deserialize, Serialize};

use super::{
    About, ClientId, DossierId, Reference, Seq, TrameChange, TrameRef,
    desk::Work,
    heard::Told,
    messages::Exchange,
    procedure::{Motive, Move, Reason, Terms},
    sharing::Note,
    talk::Subject,
};
use crate::{
    Departement, Kind, PersonId, StructureId, Timestamp,
    access::ServiceKey,
    source::{Finding, Source},
};

/// One event of a dossier's log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Place in the log, given by the server.
    pub seq: Seq,
    /// When the server took it.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// Which page sent it, for what a browser sends: unique in the dossier.
    pub stamp: Option<Stamp>,
    /// What happened.
    pub body: Body,
}

impl Event {
    /// Whether another person did it after the last event that somebody saw.
    #[must_use]
    pub fn is_unseen_by(&self, person: PersonId, seen: Seq) -> bool {
        self.seq > seen && matches!(self.actor, Actor::Person(other) if other != person)
    }
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// A person.
    Person(PersonId),
    /// The application itself: prefill, deadlines.
    Application,
}

/// Who gave documents, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deposit {
    /// Who.
    pub by: Actor,
    /// When.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
}

/// The sender's own numbering: sending twice changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stamp {
    /// The page.
    pub client: ClientId,
    /// Its count of edits.
    pub number: u64,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// The dossier was opened.
    Opened(Box<Opening>),
    /// An answer was set or cleared.
    AnswerSet {
        /// Key of the answer.
        path: Path,
        /// The new value; none when cleared.
        value: Option<Value>,
        /// Version of the answer its author had seen.
        base: Seq,
        /// Where the value comes from.
        origin: Origin,
        /// When its documents were given, where it only says something else of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deposit: Option<Deposit>,
    },
    /// An edit was set aside: another value had come since the one its author had seen.
    AnswerSetAside {
        /// Key of the answer.
        path: Path,
        /// The value that was not taken.
        value: Option<Value>,
        /// Version of the answer its author had seen.
        base: Seq,
    },
    /// A source said what it knows, in place of what it had said before.
    SourceTold {
        /// The source.
        source: Source,
        /// The day it said so.
        #[serde(with = "form::day")]
        as_of: Date,
        /// What it says.
        told: Vec<Told>,
        /// What it says that is no answer of the form.
        findings: Vec<Finding>,
        /// The values that all the sources together are believed on since, where they changed.
        believed: Vec<(Path, Known)>,
    },
    /// A person said what is wrong with what a source says, or took it back.
    ValueContested {
        /// Key of the answer.
        path: Path,
        /// The source.
        source: Source,
        /// What is wrong, in words; none to take it back.
        text: Option<String>,
    },
    /// A person confirmed a step as it stood.
    StepConfirmed {
        /// Key of the step.
        step: String,
    },
    /// A person wrote to colleagues.
    Commented {
        /// About what.
        about: Subject,
        /// What it says.
        text: String,
    },
    /// A comment was settled, or opened again.
    CommentSettled {
        /// The event that brought it.
        comment: Seq,
        /// Whether nothing more is to be done about it.
        settled: bool,
    },
    /// A step was given to a colleague, or to nobody.
    StepAssigned {
        /// Key of the step.
        step: String,
        /// Who takes care of it.
        to: Option<PersonId>,
    },
    /// The antivirus said something of a document, wherever the dossier holds it.
    PieceAnalysed {
        /// The document.
        digest: String,
        /// Its name, for who reads the log.
        name: String,
        /// What was said.
        analysis: Analysis,
    },
    /// The service of the State asked for a correction.
    CorrectionAsked {
        /// What it is about.
        about: Subject,
        /// Why, among the reasons that are counted.
        reason: Reason,
        /// What is asked, in words.
        text: String,
    },
    /// The structure answered a correction.
    CorrectionAnswered {
        /// The event that asked for it.
        correction: Seq,
        /// What was done, in words.
        text: String,
    },
    /// The service of the State closed a correction, or asked for it again.
    CorrectionSettled {
        /// The event that asked for it.
        correction: Seq,
        /// Whether nothing more is asked.
        content: bool,
        /// What is still to correct, where it is asked for again.
        text: Option<String>,
    },
    /// The service of the State decided.
    Decided {
        /// Version that was read.
        version: u32,
        /// Whether it is granted.
        granted: bool,
        /// Why, in words.
        reason: String,
        /// Why, among the reasons that are counted, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        motive: Option<Motive>,
        /// What is granted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        terms: Option<Box<Terms>>,
    },
    /// The procedure moved otherwise: acknowledged, advised, proposed, given up.
    Moved(Box<Move>),
    /// The last decision was taken up again, or the demand that had been given up.
    DecisionReopened {
        /// Why, in words.
        reason: String,
    },
    /// The draft goes on under another version of its form.
    TrameChanged(Box<TrameChange>),
    /// The dossier was sent to the service of the State; its answers are frozen.
    Submitted {
        /// Version sent, from 1.
        version: u32,
        /// Reference of the receipt.
        reference: Reference,
        /// Every answer that counted, computed ones included.
        counted: Answers,
        /// Dated parameters in use that day.
        parameters: Parameters,
        /// Findings that it leaves to read.
        #[serde(default)]
        findings: u32,
    },
    /// The service did something for itself; the structure is told of none of it.
    Worked(Box<Work>),
    /// The structure and the service wrote to each other.
    Exchanged(Box<Exchange>),
    /// A service of the State noted something for itself; the structure is told nothing of it.
    Noted {
        /// The service.
        service: ServiceKey,
        /// What.
        note: Note,
    },
}

/// The circumstances of a dossier, fixed when it is opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opening {
    /// What it is about.
    #[serde(default)]
    pub about: About,
    /// The structure that asks.
    pub structure: StructureId,
    /// Its name that day.
    pub structure_name: String,
    /// The kind asked for.
    pub kind: Kind,
    /// Year of the annexe, or the one that is reported on.
    pub year: i16,
    /// Service that will decide: that of the seat.
    pub departement: Departement,
    /// Every département concerned, the seat's first.
    pub territories: Vec<Departement>,
    /// Day it is expected.
    #[serde(with = "form::day")]
    pub deadline: Date,
    /// Form it is filled on.
    pub trame: TrameRef,
    /// Facts that the form's expressions may read.
    pub facts: Map<String, Value>,
    /// Year that the values of last year speak of; it may be older.
    pub previous_year: Option<i16>,
    /// Last year's values of the same keys, each with its source.
    pub previous: Vec<(Path, Known)>,
}

impl Opening {
    /// Whether two values say the same, each for its year: an annexe from 1 January is no news when the one
    /// before began on 1 January too.
    #[must_use]
    pub fn same_in_its_year(&self, value: &Value, known: &Value) -> bool {
        let (Value::Date(day), Value::Date(before)) = (value, known) else { return value.same_as(known) };
        let years = self.previous_year.map_or(0, |previous| self.year - previous);
        let same_day = (day.month(), day.day()) == (before.month(), before.day());
        same_day && [0, years].contains(&(day.year() - before.year()))
    }

    /// What it is called: `Dossier ACI 2027`, `Bilan ACI 2026`.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{} {} {}", self.about.name(), self.kind, self.year)
    }

    /// Its name among the dossiers of a year: `ACI 2027 des Côtes-d’Armor (22)`, `Bilan ACI 2026 du Finistère (29)`.
    #[must_use]
    pub fn named(&self) -> String {
        let Self { about, kind, year, departement, .. } = self;
        let about = if *about == About::Bilan { "Bilan " } else { "" };
        format!("{about}{kind} {year} {} ({departement})", departement.of_name())
    }

    /// Year of the campaign that it belongs to: a bilan is read in the one of the year after.
    #[must_use]
    pub fn campaign_year(&self) -> i16 {
        self.about.campaign(self.year)
    }

    /// The reference of the receipt, once it is sent.
    #[must_use]
    pub fn reference(&self, id: DossierId) -> Reference {
        Reference::of_about(self.about, id, self.year, &self.departement, self.kind)
    }

    /// Name of the départements concerned: `Finistère`, `Finistère et Morbihan`.
    #[must_use]
    pub fn places(&self) -> String {
        enumerate(self.territories.iter().map(|territory| territory.name().to_owned()))
    }

    /// To whom it is sent: `à la DDETS du Finistère et à la DDETS du Morbihan`.
    #[must_use]
    pub fn to_services(&self) -> String {
        enumerate(self.territories.iter().map(|territory| format!("à la {}", territory.employment_service())))
    }
}

/// `a`, `a et b`, `a, b et c`.
fn enumerate(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.collect();
    match names.pop() {
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} et {last}", names.join(", ")),
        None => String::new(),
    }
}

/// A value that a source knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// The value.
    pub value: Value,
    /// Where it was read.
    pub origin: Origin,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A person typed it.
    Typed,
    /// A source gave it.
    Prefilled {
        /// The source: `ASP`.
        source: String,
        /// The record: `structure 190`, `ACI029220007A0M0`.
        record: String,
        /// The column: `structure_siret_actualise`.
        column: String,
        /// The day the source spoke.
        #[serde(with = "form::day")]
        as_of: Date,
        /// What the source wrote, before it was read.
        original: String,
    },
    /// It was worked out from what a source gave; no source holds it as it is.
    Derived {
        /// What it comes from, after « déduit de » : `l’ASP, livraison du 16/11/2026`.
        from: String,
        /// How, in French: `convention commencée en 2025, trois ans au plus`.
        how: String,
    },
    /// The structure gave it in another of its dossiers: a document, an answer.
    Given {
        /// That dossier: `ACI 2026`.
        dossier: String,
        /// The day it was given; of an answer, the day the dossier was sent.
        #[serde(with = "form::day")]
        on: Date,
        /// Whether that one is of the same year, of another establishment of the same legal person. An event of before
        /// does not say.
        #[serde(default)]
        sister: Option<bool>,
    },
}

/// What a value comes from begins so when it is worked out of another dossier of the structure.
const OWN_DOSSIER: &str = "votre dossier ";

impl Origin {
    /// The day that the value speaks of; none where it is not told with it.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        match self {
            Self::Prefilled { as_of: day, .. } | Self::Given { on: day, .. } => Some(*day),
            Self::Typed | Self::Derived { .. } => None,
        }
    }

    /// Worked out of another dossier of the structure: which, and how.
    #[must_use]
    pub fn of_own(dossier: &str, how: String) -> Self {
        Self::Derived { from: format!("{OWN_DOSSIER}{dossier}"), how }
    }

    /// A value of another dossier of the structure, as it was given there.
    #[must_use]
    pub fn given(dossier: impl Into<String>, on: Date) -> Self {
        Self::Given { dossier: dossier.into(), on, sister: Some(false) }
    }

    /// A value of another dossier of the same legal person, this year.
    #[must_use]
    pub fn of_sister(sister: &Opening, on: Date) -> Self {
        Self::Given { dossier: sister.named(), on, sister: Some(true) }
    }

    /// Whether another dossier of the same year gave it. Where an event of before does not say, the name does: that of
    /// a sister ended with its département in brackets, that of another year did not.
    #[must_use]
    pub fn is_of_sister(&self) -> bool {
        match self {
            Self::Given { sister: Some(sister), .. } => *sister,
            Self::Given { sister: None, dossier, .. } => dossier.ends_with(')'),
            Self::Typed | Self::Prefilled { .. } | Self::Derived { .. } => false,
        }
    }

    /// Whether another dossier of the structure gave it, as it is or not.
    #[must_use]
    pub fn is_own(&self) -> bool {
        match self {
            Self::Given { .. } => true,
            Self::Derived { from, .. } => from.starts_with(OWN_DOSSIER),
            Self::Typed | Self::Prefilled { .. } => false,
        }
    }

    /// Whether nobody had to type it.
    #[must_use]
    pub fn is_taken_over(&self) -> bool {
        *self != Self::Typed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::opening;

    #[test]
    fn what_was_opened_before_there_were_bilans_is_a_demand() {
        let demand = opening(StructureId::of_asp(1), &["29"]);
        let mut old = serde_json::to_value(&demand).expect("JSON");
        old.as_object_mut().expect("an object").remove("about").expect("it is written today");
        assert_eq!(serde_json::from_value::<Opening>(old).expect("it still reads"), demand);
        assert_eq!((demand.title().as_str(), demand.campaign_year()), ("Dossier ACI 2027", 2027));
        let bilan = Opening { about: About::Bilan, year: 2026, ..demand };
        assert_eq!((bilan.title().as_str(), bilan.campaign_year()), ("Bilan ACI 2026", 2027));
        assert_eq!(bilan.named(), "Bilan ACI 2026 du Finistère (29)");
        let reference = bilan.reference(DossierId(uuid::Uuid::nil()));
        assert!(reference.as_str().starts_with("BILAN-2026-29-ACI-"), "{reference}");
    }

    #[test]
    fn a_day_of_the_year_after_is_no_change() {
        let opening = Opening { previous_year: Some(2026), ..opening(StructureId::of_asp(1), &["29"]) };
        let day = |year, month, day| Value::Date(Date::constant(year, month, day));
        for (value, known, same) in [
            (day(2027, 1, 1), day(2026, 1, 1), true),
            (day(2026, 1, 1), day(2026, 1, 1), true),
            (day(2028, 1, 1), day(2026, 1, 1), false),
            (day(2027, 2, 1), day(2026, 1, 1), false),
            (Value::Integer(2), Value::Integer(2), true),
            (Value::Integer(2), Value::Integer(3), false),
        ] {
            assert_eq!(opening.same_in_its_year(&value, &known), same, "{value:?} {known:?}");
        }
    }

    #[test]
    fn a_dossier_says_whether_a_sister_gave_a_value_and_one_of_before_is_judged_by_her_name() {
        let on = Date::constant(2027, 1, 15);
        let sister = Origin::of_sister(&opening(StructureId::of_asp(1), &["29"]), on);
        // Whatever either is named.
        let bracketed = Origin::given("ACI 2026 (repris)", on);
        let Origin::Given { dossier, .. } = sister.clone() else { panic!("{sister:?}") };
        let told = |name: &str| Origin::Given { dossier: name.to_owned(), on, sister: None };
        let renamed = Origin::Given { dossier: "ACI 2027".to_owned(), on, sister: Some(true) };
        for (origin, is_of_sister) in [
            (sister, true),
            (renamed, true),
            (bracketed, false),
            (Origin::given("ACI 2026", on), false),
            (told(&dossier), true),
            (told("ACI 2026"), false),
            (Origin::Typed, false),
        ] {
            assert_eq!(origin.is_of_sister(), is_of_sister, "{origin:?}");
            let text = serde_json::to_string(&origin).expect("written");
            assert_eq!(serde_json::from_str::<Origin>(&text).expect("read"), origin);
        }
        // As logs of before have it.
        for (name, is_of_sister) in [(dossier.as_str(), true), ("ACI 2026", false)] {
            let body = format!(
                r#"{{"answer_set":{{"path":"a.b","value":null,"base":0,"origin":{{"given":{{"dossier":"{name}","on":"2027-01-15"}}}}}}}}"#
            );
            let Body::AnswerSet { origin, .. } = serde_json::from_str(&body).expect("it still reads") else {
                panic!("{body}")
            };
            assert_eq!((&origin, origin.is_of_sister()), (&told(name), is_of_sister));
        }
    }
}

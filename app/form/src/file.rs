//! Documents given in answer: what is kept of each, until when it serves, what is wrong with it.

use serde::{Deserialize, Serialize};

use crate::Date;

/// A document given: where its bytes are is nobody's business here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// Identifier of the document.
    pub id: String,
    /// Name its author gave it.
    pub name: String,
    /// What its bytes are: `application/pdf`.
    pub media: String,
    /// Bytes.
    pub size: u64,
    /// Day it was first given; none for what was given before that day was kept.
    #[serde(default, with = "crate::day::optional")]
    pub given: Option<Date>,
    /// Last day the document itself says that it is valid, when a person told it.
    #[serde(default, with = "crate::day::optional")]
    pub until: Option<Date>,
    /// What the antivirus said of it.
    #[serde(default)]
    pub analysis: Analysis,
    /// Whether it may not open, or not all of it, as far as its structure tells.
    #[serde(default)]
    pub doubtful: bool,
}

/// What the antivirus said of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Analysis {
    /// No antivirus looked at it.
    #[default]
    NotMade,
    /// It waits for its turn; nobody reads it meanwhile.
    Waiting,
    /// Nothing was found.
    Clean,
    /// Something was found, by the name the antivirus gives it; nobody will read it.
    Refused(String),
}

/// What is wrong with a document by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// The antivirus found this in it.
    Infected(String),
    /// It serves no more since that day.
    Expired(Date),
}

impl FileRef {
    /// The last day it serves: the one it says, or so many months after it was given; none without an end.
    #[must_use]
    pub fn last_day(&self, valid_months: Option<u32>) -> Option<Date> {
        self.until.or_else(|| months_after(self.given?, valid_months?))
    }

    /// Whether the antivirus refused it.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        matches!(self.analysis, Analysis::Refused(_))
    }

    /// What is wrong with it on a day.
    #[must_use]
    pub fn fault(&self, valid_months: Option<u32>, today: Date) -> Option<FileFault> {
        if let Analysis::Refused(found) = &self.analysis {
            return Some(FileFault::Infected(found.clone()));
        }
        self.last_day(valid_months).filter(|last| *last < today).map(FileFault::Expired)
    }
}

/// The same day so many months later; the last of a month that is too short for it.
///
/// The library's own arithmetic of spans weighs several kilobytes in the browser's program.
fn months_after(day: Date, months: u32) -> Option<Date> {
    let months = i64::from(day.year()) * 12 + i64::from(day.month()) - 1 + i64::from(months);
    let year = i16::try_from(months.div_euclid(12)).ok()?;
    let month = i8::try_from(months.rem_euclid(12) + 1).ok()?;
    let first = Date::new(year, month, 1).ok()?;
    Date::new(year, month, day.day().min(first.days_in_month())).ok()
}

/// Where a question that asks for documents stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotState {
    /// Nothing is asked, nothing is given.
    Free,
    /// A document is expected.
    Expected,
    /// Given.
    Given,
    /// One of its documents waits for the antivirus.
    Analysed,
    /// None of its documents serves, and one was refused.
    Refused,
    /// None of its documents serves any more.
    Expired,
    /// Some of its documents serve, others were refused or serve no more.
    ToReplace,
}

impl SlotState {
    /// The state of a question, on a day: what remains to be done for it.
    #[must_use]
    pub fn of(files: &[FileRef], valid_months: Option<u32>, required: bool, today: Date) -> Self {
        let wrong = files.iter().filter(|file| file.fault(valid_months, today).is_some()).count();
        match files {
            [] if required => Self::Expected,
            [] => Self::Free,
            _ if wrong == files.len() && files.iter().any(FileRef::is_refused) => Self::Refused,
            _ if wrong == files.len() => Self::Expired,
            _ if wrong > 0 => Self::ToReplace,
            _ if files.iter().any(|file| file.analysis == Analysis::Waiting) => Self::Analysed,
            _ => Self::Given,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(given: Option<Date>, until: Option<Date>, analysis: Analysis) -> FileRef {
        let (id, name, media) = ("0".to_owned(), "a.pdf".to_owned(), "application/pdf".to_owned());
        FileRef { id, name, media, size: 1, given, until, analysis, doubtful: false }
    }

    #[test]
    fn a_document_serves_until_the_day_it_says_or_so_many_months() {
        let day = Date::constant;
        let (given, until) = (Some(day(2026, 8, 31)), Some(day(2026, 9, 15)));
        for (given, until, months, last) in [
            (given, None, Some(6), Some(day(2027, 2, 28))),
            (Some(day(2026, 12, 31)), None, Some(2), Some(day(2027, 2, 28))),
            (Some(day(2028, 2, 29)), None, Some(12), Some(day(2029, 2, 28))),
            (Some(day(9999, 12, 31)), None, Some(1), None),
            (given, until, Some(6), until),
            (given, until, None, until),
            (given, None, None, None),
            (None, None, Some(6), None),
        ] {
            assert_eq!(file(given, until, Analysis::Clean).last_day(months), last, "{given:?} {until:?}");
        }
    }

    #[test]
    fn a_document_is_at_fault_once_refused_and_the_day_after_its_last() {
        let last = Date::constant(2026, 9, 15);
        let dated = file(None, Some(last), Analysis::Waiting);
        assert_eq!(dated.fault(None, last), None);
        let next = Date::constant(2026, 9, 16);
        assert_eq!(dated.fault(None, next), Some(FileFault::Expired(last)));
        let refused = file(None, Some(last), Analysis::Refused("Eicar".to_owned()));
        assert_eq!(refused.fault(None, next), Some(FileFault::Infected("Eicar".to_owned())));
    }

    #[test]
    fn a_question_says_what_remains_to_be_done_for_its_documents() {
        let today = Date::constant(2026, 9, 16);
        let clean = file(None, None, Analysis::Clean);
        let waiting = file(None, None, Analysis::Waiting);
        let old = file(None, Some(Date::constant(2026, 9, 15)), Analysis::Waiting);
        let refused = file(None, None, Analysis::Refused("Eicar".to_owned()));
        let state = |files: &[&FileRef], required| {
            let files: Vec<FileRef> = files.iter().copied().cloned().collect();
            SlotState::of(&files, None, required, today)
        };
        assert_eq!((state(&[], true), state(&[], false)), (SlotState::Expected, SlotState::Free));
        assert_eq!(state(&[&clean], true), SlotState::Given);
        assert_eq!(state(&[&clean, &waiting], false), SlotState::Analysed);
        assert_eq!(state(&[&old, &old], false), SlotState::Expired);
        assert_eq!(state(&[&old, &refused], false), SlotState::Refused);
        assert_eq!(state(&[&old, &waiting], false), SlotState::ToReplace);
        assert_eq!(state(&[&old, &clean, &refused], true), SlotState::ToReplace);
    }

    #[test]
    fn a_document_of_before_is_read_without_its_days() {
        let kept = r#"{"id":"0","name":"a.pdf","media":"application/pdf","size":1}"#;
        let read: FileRef = serde_json::from_str(kept).expect("a document");
        assert_eq!(read, file(None, None, Analysis::NotMade));
    }
}

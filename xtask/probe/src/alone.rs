//! What is found of an answer by itself, for the reference evaluator.

use form::{Date, Field, FieldType, FileRef, IssueCode, Value, file::Analysis, read, trame::CodeList};
use jiff::ToSpan;

/// What is wrong with a document: what was found in it, or that it is out of date.
fn wrong_with(asked: &Field, file: &FileRef, today: Date) -> Option<IssueCode> {
    if let Analysis::Refused(found) = &file.analysis {
        return Some(IssueCode::PieceRefused(file.name.clone(), found.clone()));
    }
    let last = match (file.until, file.given, asked.valid_months) {
        (Some(until), _, _) => until,
        (None, Some(given), Some(months)) => given.checked_add(i64::from(months).months()).ok()?,
        _ => return None,
    };
    (today > last).then(|| IssueCode::PieceExpired(file.name.clone(), last))
}

/// What is found of an answer by itself.
pub fn about(asked: &Field, value: &Value, today: Date) -> Option<IssueCode> {
    let nameless = |code: &form::value::Coded| code.label.is_empty();
    let kept = match &asked.field_type {
        FieldType::Coded { list } | FieldType::CodedList { list } => list.is_kept(),
        _ => false,
    };
    match value {
        Value::Unreadable(text) => {
            let why = read::read(text, &asked.field_type).err().unwrap_or(read::Misread::FarTooLong);
            Some(IssueCode::Unreadable(why))
        }
        Value::Text(text) => {
            let length = text.chars().count();
            match (asked.min_length, asked.max_length) {
                (Some(least), _) if length < least => Some(IssueCode::TooShort(least, length)),
                (_, Some(most)) if length > most => Some(IssueCode::TooLong(most, length)),
                _ => None,
            }
        }
        Value::Coded(code) if kept && nameless(code) => Some(unknown(&asked.field_type)),
        Value::CodedList(codes) if kept && codes.iter().any(nameless) => Some(unknown(&asked.field_type)),
        Value::Choice(key) => {
            let offered = asked.field_type.choices();
            let known = offered.is_empty() || offered.iter().any(|choice| choice.key == *key);
            if known { None } else { Some(IssueCode::Unreadable(read::Misread::NotAChoice)) }
        }
        Value::Files(files) => files.iter().find_map(|file| wrong_with(asked, file, today)),
        Value::Integer(_) | Value::Number(_) => {
            let number = value.number()?;
            match (asked.min, asked.max) {
                (Some(least), _) if number < least => Some(IssueCode::TooSmall(least)),
                (_, Some(most)) if number > most => Some(IssueCode::TooBig(most)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// What is said of a code that its list does not have.
fn unknown(field_type: &FieldType) -> IssueCode {
    let reason = match field_type {
        FieldType::Coded { list: CodeList::Naf } => read::Misread::NotAnActivity,
        FieldType::Coded { list: CodeList::Rome } => read::Misread::NotATrade,
        _ => read::Misread::NotACommune,
    };
    IssueCode::Unreadable(reason)
}

//! Reference lists: searching them, and giving the codes that people choose their official names.

use form::{
    FieldType, Program, Trame, Value,
    read::{self, coded},
    trame::CodeList,
    value::Coded,
};

use super::Services;
use crate::{
    dossier::{Batch, Edit, Known},
    ports::Lists,
    prefill::{self, Proposal},
};

/// Entries proposed at once: what a person looks through.
const PROPOSED: usize = 12;

/// Entries that a text may mean, the best first; none for a blank text.
#[must_use]
pub fn search_list(services: &Services, list: CodeList, text: &str) -> Vec<Coded> {
    let text = text.trim();
    if text.is_empty() { Vec::new() } else { services.lists.search(list, text, PROPOSED) }
}

/// The batch with the codes it chooses under their official names; an unknown code stays without a name.
pub(super) fn named(batch: &Batch, trame: &Trame, lists: &dyn Lists) -> Batch {
    let name = |edit: &Edit| {
        let field = trame.answerable(&edit.path)?;
        let Ok(value) = read::read(&edit.text, &field.field_type) else {
            // Typed while the list could not be asked: a name that means one entry is that entry.
            let text = resolved(&edit.text, &field.field_type, lists)?;
            return Some(Edit { text, ..edit.clone() });
        };
        let value = value?;
        let named = official(&value, &field.field_type, lists)?;
        Some(Edit { text: form::french::typed(&named, &field.field_type), ..edit.clone() })
    };
    let edits = batch.edits.iter().map(|edit| name(edit).unwrap_or_else(|| edit.clone())).collect();
    Batch { edits, ..batch.clone() }
}

/// The proposals that a form has a question for, each in the type of its question, codes under their official
/// names.
pub(super) fn proposed(proposals: Vec<Proposal>, program: &Program, lists: &dyn Lists) -> Vec<Proposal> {
    let name = |(path, known): Proposal| {
        let field = program.trame().field(&path);
        let named = field.and_then(|field| official(&known.value, &field.field_type, lists));
        (path, Known { value: named.unwrap_or(known.value), origin: known.origin })
    };
    prefill::fitting(proposals, program).into_iter().map(name).collect()
}

/// A value with the official names of its codes; none for a value that has no code of a kept list.
pub(super) fn official(value: &Value, field_type: &FieldType, lists: &dyn Lists) -> Option<Value> {
    let of_code = |list: CodeList, coded: &Coded| {
        let unknown = || Coded { code: coded.code.clone(), label: String::new() };
        lists.of_code(list, &coded.code).unwrap_or_else(unknown)
    };
    match (value, field_type) {
        (Value::Coded(coded), FieldType::Coded { list }) if list.is_kept() => {
            Some(Value::Coded(of_code(*list, coded)))
        }
        (Value::CodedList(codes), FieldType::CodedList { list }) if list.is_kept() => {
            Some(Value::CodedList(codes.iter().map(|coded| of_code(*list, coded)).collect()))
        }
        _ => None,
    }
}

/// A text typed without a script, with the names that mean one entry only turned into their codes.
pub(super) fn resolved(text: &str, field_type: &FieldType, lists: &dyn Lists) -> Option<String> {
    let (FieldType::Coded { list } | FieldType::CodedList { list }) = field_type else { return None };
    let resolve = |part: &str| {
        let read = coded::coded(part, *list).ok();
        let known = read.and_then(|coded| lists.of_code(*list, &coded.code));
        let found = known.or_else(|| coded::meant(&lists.search(*list, part, PROPOSED), part).cloned());
        found.map_or_else(|| part.to_owned(), |coded| coded::written(&coded))
    };
    if matches!(field_type, FieldType::Coded { .. }) {
        return Some(resolve(text.trim()));
    }
    Some(coded::parts(text).map(resolve).collect::<Vec<_>>().join(" ; "))
}

//! Reference lists: searching them, and giving the codes that people choose their official names.

use form::{
    FieldType, Path, Program, Trame, Value,
    read::{self, coded},
    trame::CodeList,
    value::Coded,
};

use super::Services;
use crate::{
    Departement,
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
    let field = |path: &Path| Some(&program.trame().holder(path)?.field_type);
    let town = |(path, known): Proposal| {
        let is_asked = matches!(field(&path), Some(FieldType::Coded { list: CodeList::Communes }));
        let found = is_asked.then(|| town(known.value.text()?, lists)).flatten();
        (path, Known { value: found.map_or(known.value, Value::Coded), origin: known.origin })
    };
    let name = |(path, known): Proposal| {
        let named = field(&path).and_then(|field_type| official(&known.value, field_type, lists));
        (path, Known { value: named.unwrap_or(known.value), origin: known.origin })
    };
    let told = proposals.into_iter().map(town).collect();
    prefill::fitting(told, program).into_iter().map(name).collect()
}

/// Entries of one name: some twenty communes at most share theirs.
const OF_A_NAME: usize = 100;

/// The commune of a text such as `29107 Quimper Cedex`: the only one of this name in the département of the postcode, or
/// with the postcode itself.
fn town(text: &str, lists: &dyn Lists) -> Option<Coded> {
    let (postcode, name) = text.trim().split_once(' ')?;
    let name = coded::words(name);
    let name = name.split_once(" cedex").map_or(name.as_str(), |(name, _)| name);
    let of_name = |text: &str| {
        let found = lists.search(CodeList::Communes, text, OF_A_NAME);
        found.into_iter().filter(|commune| coded::words(&commune.label) == name)
    };
    let departement = |code: &str| Departement::from_commune(code).ok();
    let here = departement(postcode);
    let near = of_name(name).filter(|commune| here.is_some() && departement(&commune.code) == here);
    only(near).or_else(|| only(of_name(postcode)))
}

fn only(mut found: impl Iterator<Item = Coded>) -> Option<Coded> {
    found.next().filter(|_| found.next().is_none())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::KeptList;

    /// Code, name, postcodes.
    const COMMUNES: [(&str, &str, &str); 5] = [
        ("29232", "Quimper", "29000"),
        ("29233", "Quimperlé", "29300"),
        ("93066", "Saint-Denis", "93200 93210"),
        ("97411", "Saint-Denis", "97400"),
        ("2A004", "Ajaccio", "20000 20090"),
    ];

    struct Few;

    impl Lists for Few {
        fn search(&self, _: CodeList, text: &str, most: usize) -> Vec<Coded> {
            let wanted = coded::words(text);
            let found = COMMUNES.iter().filter(|(_, label, postcodes)| {
                coded::words(label).starts_with(&wanted) || postcodes.split(' ').any(|own| own == text)
            });
            let found =
                found.map(|(code, label, _)| Coded { code: (*code).to_owned(), label: (*label).to_owned() });
            found.take(most).collect()
        }

        fn of_code(&self, _: CodeList, _: &str) -> Option<Coded> {
            None
        }

        fn kept(&self) -> &[KeptList] {
            &[]
        }
    }

    #[test]
    fn a_town_is_the_only_one_of_its_name_where_its_postcode_is() {
        for (text, code) in [
            ("29000 Quimper", Some("29232")),
            ("29000 QUIMPER", Some("29232")),
            ("29107 QUIMPER CEDEX 9", Some("29232")),
            ("29300 Quimperle", Some("29233")),
            ("93200 ST DENIS", Some("93066")),
            ("97400 Saint-Denis", Some("97411")),
            ("20000 Ajaccio", Some("2A004")),
            ("35000 Quimper", None),
            ("29000 Quimperlé-sur-Mer", None),
            ("29000 Quimp", None),
            ("29000 ", None),
            ("29000", None),
            ("Quimper", None),
            ("29232", None),
            ("", None),
        ] {
            assert_eq!(town(text, &Few).map(|commune| commune.code).as_deref(), code, "{text}");
        }
    }
}

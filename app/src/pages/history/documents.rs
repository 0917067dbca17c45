//! What was done to the documents of a question, in words.

use domain::dossier::timeline::Changed;
use form::{FileRef, Value, french};

/// What became of the documents: given, taken back, dated; none for an answer that holds none.
pub(super) fn told(changed: &Changed) -> Option<String> {
    let [before, after] = [&changed.before, &changed.after].map(Option::as_ref);
    if ![before, after].into_iter().flatten().any(|value| matches!(value, Value::Files(_))) {
        return None;
    }
    let (before, after) = (files(before), files(after));
    let lacks = |files: &[FileRef], file: &FileRef| files.iter().all(|other| other.id != file.id);
    let given = after.iter().filter(|file| lacks(before, file)).map(|file| format!("{} ajouté", named(file)));
    let taken = before.iter().filter(|file| lacks(after, file)).map(|file| format!("{} retiré", named(file)));
    let dated = after
        .iter()
        .filter(|file| before.iter().any(|other| other.id == file.id && other.until != file.until));
    let dated = dated.map(|file| match file.until {
        Some(day) => format!("{} valable jusqu’au {}", named(file), french::date(day)),
        None => format!("{} sans date de fin", named(file)),
    });
    let all: Vec<String> = given.chain(taken).chain(dated).collect();
    Some(if all.is_empty() { "documents inchangés".to_owned() } else { all.join(", ") })
}

fn files(value: Option<&Value>) -> &[FileRef] {
    match value {
        Some(Value::Files(files)) => files,
        _ => &[],
    }
}

fn named(file: &FileRef) -> String {
    format!("«\u{a0}{}\u{a0}»", file.name)
}

#[cfg(test)]
mod tests {
    use domain::dossier::Actor;
    use form::{Date, file::Analysis};

    use super::*;

    #[test]
    fn what_became_of_documents_is_told_one_by_one() {
        let file = |name: &str, until: Option<Date>| FileRef {
            id: name.to_owned(),
            name: format!("{name}.pdf"),
            media: "application/pdf".to_owned(),
            size: 1,
            given: None,
            until,
            analysis: Analysis::NotMade,
            doubtful: false,
        };
        let change = |before: Option<&FileRef>, after: Option<&FileRef>| {
            let value = |file: Option<&FileRef>| file.map(|file| Value::Files(vec![file.clone()]));
            told(&Changed {
                seq: 2,
                at: domain::Timestamp::UNIX_EPOCH,
                actor: Actor::Application,
                page: None,
                path: "pieces.rib".parse().expect("a key"),
                before: value(before),
                after: value(after),
                origin: None,
            })
        };
        let (a, b) = (file("a", None), file("b", None));
        let dated = file("a", Some(Date::constant(2027, 1, 31)));
        let said = |text: &str| Some(text.to_owned());
        assert_eq!(change(None, Some(&a)), said("«\u{a0}a.pdf\u{a0}» ajouté"));
        assert_eq!(
            change(Some(&a), Some(&b)),
            said("«\u{a0}b.pdf\u{a0}» ajouté, «\u{a0}a.pdf\u{a0}» retiré")
        );
        assert_eq!(change(Some(&a), None), said("«\u{a0}a.pdf\u{a0}» retiré"));
        assert_eq!(change(Some(&a), Some(&dated)), said("«\u{a0}a.pdf\u{a0}» valable jusqu’au 31/01/2027"));
        assert_eq!(change(Some(&dated), Some(&dated)), said("documents inchangés"));
        assert_eq!(change(None, None), None, "no document");
    }
}

//! Reading the local questions of a département against the national trame.

use super::{
    super::{
        Local, Problem, Trame,
        reader::{Reader, Source},
    },
    Spots, checked, field,
};
use crate::{Path, Severity, Step, read::register};

/// Reads a file of local questions, or says everything that is wrong with it.
///
/// They are checked as those of the trame are, and may read its answers; the trame is not read again.
pub fn read_local(text: &str, national: &Trame) -> Result<Local, Vec<Problem>> {
    let read =
        |source: &Source<'_>, root: &Reader<'_, '_>, spots: &mut Spots| local(source, root, national, spots);
    checked(text, read, |local| national.clone().with(local))
}

fn local(source: &Source<'_>, root: &Reader<'_, '_>, national: &Trame, spots: &mut Spots) -> Local {
    let departement = root.required_text("departement");
    if register::departement(&departement).ok().as_ref() != Some(&departement) {
        source.problem(0, format!("« {departement} » n’est pas un code de département"));
    }
    let trame = root.required_text("trame");
    if trame != national.key {
        source.problem(0, format!("« trame » nomme « {trame} », la trame est « {} »", national.key));
    }
    let before = root.placed("before");
    if let Some(before) = before.as_ref().filter(|before| national.step(&before.text).is_none()) {
        source.problem(before.at, format!("étape inconnue « {} »", before.text));
    }
    spots.fields = national.fields().map(|(_, field)| (field.path.clone(), 0)).collect();
    spots.cadences = national
        .cadences
        .iter()
        // Conditions of the trame were checked with it.
        .map(|(name, _)| (name.clone(), super::Placed { text: String::new(), at: 0 }))
        .collect();
    let readers = root.tables("field");
    let fields = readers.iter().flat_map(|reader| field::fields(source, reader, spots)).collect();
    let local = Local {
        version: root.whole("version").unwrap_or_else(|| {
            source.problem(0, "il manque « version », un nombre entier à partir de 1");
            1
        }),
        step: Step {
            key: Local::step_key(&departement),
            title: root.required_said("title"),
            intro: root.said("intro"),
            why: root.said("why"),
            minutes: root.whole("minutes").unwrap_or(3),
            fields,
        },
        before: before.map(|before| before.text),
        departement,
        trame,
    };
    root.finish();
    limits(source, &local, spots);
    local
}

/// What keeps a block small and apart from the core.
fn limits(source: &Source<'_>, local: &Local, spots: &Spots) {
    let prefix = format!("{}.", Local::prefix(&local.departement));
    let fields = &local.step.fields;
    let questions: usize = fields.iter().map(|field| 1 + field.columns().len()).sum();
    if fields.is_empty() {
        source.problem(0, "le bloc n’a aucun champ");
    }
    if questions > Local::MOST_QUESTIONS {
        let reason = format!("{questions} questions, pour {} au plus", Local::MOST_QUESTIONS);
        source.problem(0, reason);
    }
    for field in fields {
        if !field.path.as_str().starts_with(&prefix) {
            let reason = format!("la clé « {} » doit commencer par « {prefix} »", field.path);
            source.problem(spots.field(&field.path), reason);
        }
        for asked in std::iter::once(field).chain(field.columns()) {
            for rule in &asked.rules {
                let at = spots.rule(&asked.path, &rule.code);
                if rule.severity == Severity::Blocking {
                    source.problem(
                        at,
                        "une règle locale ne bloque pas : elle informe ou demande une justification",
                    );
                }
                let own = |path: &Path| path.as_str().starts_with(&prefix);
                if rule.justification.as_ref().is_some_and(|path| !own(path)) {
                    source.problem(at, "une règle locale se justifie dans un champ local");
                }
            }
        }
    }
}

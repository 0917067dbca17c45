//! Who supervised and supported, which projects were worked on, which trainings were followed.

use std::collections::BTreeMap;

use form::{Decimal, Value};

use super::{Sum, unfinished};
use crate::asp::realised::{
    Source, Staff, StaffPart, Supports, TrainingPart, Trainings,
    prefill::{Past, facts::Facts, people, scaled},
};

/// A line of the staff: its key, the beginning of its columns, where it stands.
type Part = (&'static str, &'static str, fn(&Staff) -> StaffPart);

/// A number of a part of the staff: the cell it stands in, and which it is.
type Cell = (&'static str, fn(StaffPart) -> Option<Decimal>);

/// A count that is told whole: its answer, its column or its name, which it is.
type Line<T> = (&'static str, &'static str, fn(&T) -> Option<u32>);

/// In the order of the form.
const STAFF: [Part; 4] = [
    ("encadrement", "0 - Salariés permanents en charge de l'encadrement technique", |all| all.supervision),
    ("accompagnement", "0 - Salariés permanents en charge de l'accompagnement socioprofessionnel", |all| {
        all.support
    }),
    ("non_salaries", "0 - Travailleurs non salariés", |all| all.non_employees),
    ("prestataires", "0 - Prestataires externes", |all| all.providers),
];

/// Those who supervised and supported: only ASP's own extraction tells them.
pub(super) fn staff(facts: &mut Facts, past: &Past<'_>) {
    let told = facts.each(past, |annexe| past.source.staff(annexe, past.year));
    let Some((annexe, first)) = told.first() else { return };
    let cells: [Cell; 2] = [("etp", |part| part.etp), ("heures", |part| part.hours)];
    for (line, column, part) in STAFF {
        for (cell, number) in cells {
            let parts: Vec<Decimal> = told.iter().filter_map(|(_, told)| number(part(told.what))).collect();
            if parts.is_empty() || parts.len() < told.len() {
                continue;
            }
            let path = format!("bilan.equipe[{line}].{cell}");
            let value = Value::Number(scaled(parts.iter().sum()));
            if let ([one], true) = (parts.as_slice(), past.reserves(&told).is_none()) {
                facts.read(&path, value, annexe, (first.by, column), &one.to_string());
                continue;
            }
            let mut notes = vec![format!("{column}, somme de {} annexes", told.len())];
            notes.extend(past.reserves(&told));
            facts.worked_out(&path, value, first.by.source, first.by.as_of, &notes);
        }
    }
}

/// People helped with their project, and with the search of a job: inside, outside or both.
pub(super) fn projects(facts: &mut Facts, past: &Past<'_>) {
    let told = facts.each_but(
        past,
        |annexe| past.source.supports(annexe, past.year),
        |annexe| past.began_before(annexe),
    );
    let lines: [Line<Supports>; 2] = [
        ("bilan.projets_pro", "acc_det_nb_benef_projet_pro", |all| Some(all.project.helped())),
        ("bilan.appuis_techniques", "acc_det_nb_presta_tech", |all| Some(all.job_search.helped())),
    ];
    for (path, column, count) in lines {
        // ASP has columns for each, pilotage a row.
        let column = match told.first() {
            Some((_, told)) if told.by.source == Source::Pilotage => "acc_nb_sal",
            _ => column,
        };
        let column = format!("{column}_int, {column}_ext, {column}_int_ext");
        let what = format!("{column}, somme de {} annexes", told.len());
        let sum = Sum { path, column: &column, what, doubts: Vec::new() };
        sum.of(facts, past, &told, count, |source| source != Source::DataOn);
    }
}

/// Trainings begun in the year, who followed them, and of which types.
pub(super) fn trainings(facts: &mut Facts, past: &Past<'_>) {
    let told = facts.each_but(
        past,
        |annexe| past.source.trainings(annexe, past.year),
        |annexe| past.has_statements(annexe),
    );
    let lines: [Line<Trainings>; 2] = [
        ("bilan.formations", "formations commencées", |all| Some(all.all.count)),
        ("bilan.formes", "personnes qui ont commencé une formation", |all| Some(all.all.people)),
    ];
    for (path, what, count) in lines {
        let doubts = people::twice(told.len()).into_iter().collect();
        let what = format!("{what} en {}", past.year);
        Sum { path, column: "", what, doubts }.of(facts, past, &told, count, |_| false);
    }
    let Some((annexe, first)) = told.first() else { return };
    let mut types: BTreeMap<&str, TrainingPart> = BTreeMap::new();
    for (name, part) in told.iter().flat_map(|(_, told)| &told.what.by_type) {
        let sum = types.entry(name).or_default();
        sum.count += part.count;
        sum.people += part.people;
        sum.minutes += part.minutes;
    }
    for (rank, (name, part)) in (1..).zip(types) {
        let row = format!("bilan.formation_types[asp{rank}]");
        facts.row(&row, rank, annexe, (first.by, "rtf_libelle"), name);
        let label = Value::Text(name.to_owned());
        facts.read(&format!("{row}.type"), label, annexe, (first.by, "rtf_libelle"), name);
        let mut notes = vec![format!("formations de ce type commencées en {}", past.year)];
        notes.extend(people::twice(told.len()));
        notes.extend(unfinished(past));
        notes.extend(past.reserves(&told));
        for (cell, value) in [
            ("formations", Value::Integer(i64::from(part.count))),
            ("personnes", Value::Integer(i64::from(part.people))),
            ("heures", Value::Number(scaled(part.hours()))),
        ] {
            facts.worked_out(&format!("{row}.{cell}"), value, first.by.source, first.by.as_of, &notes);
        }
    }
}

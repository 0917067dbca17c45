//! Who worked in a past year: people, ETP, publics, contracts, staff.

use form::{Decimal, Value, french};

use super::{Each, Past, facts::Facts, scaled, worked};
use crate::{
    Kind,
    asp::realised::{People, Source, Staff, StaffPart},
};

/// What doubt a sum of people over several annexes leaves.
const TWICE: &str = "une personne présente sous deux annexes y compte deux fois";

pub(super) fn propose(facts: &mut Facts, past: &Past<'_>) {
    let (people, etp) =
        if past.kind == Kind::Eiti { ("rh.ti", "rh.ti_etp") } else { ("rh.insertion", "rh.insertion_etp") };
    total(facts, past, people);
    worked(facts, past, etp);
    publics(facts, past);
    shares(facts, past);
    contracts(facts, past);
    staff(facts, past);
}

/// People with at least an hour in a year.
pub(super) fn total(facts: &mut Facts, past: &Past<'_>, path: &str) {
    let told = facts.each(past, |annexe| past.source.people(annexe, past.year));
    let parts: Vec<u32> = told.iter().filter_map(|(_, told)| told.what.total).collect();
    let Some((annexe, first)) = told.first().filter(|_| parts.len() == told.len()) else { return };
    let sum: u32 = parts.iter().sum();
    if let (Source::DataOn, [one], true) = (first.by.source, parts.as_slice(), past.reserves(&told).is_none())
    {
        let column = "2 - Nombre total des salariés en insertion ayant travaillé";
        facts.read(path, Value::Integer(i64::from(*one)), annexe, (first.by, column), &one.to_string());
        return;
    }
    let mut notes = vec![format!("personnes d’au moins une heure de travail en {}", past.year)];
    notes.extend(doubts(past, &told));
    let as_of = told.iter().map(|(_, told)| told.by.as_of).max().unwrap_or(first.by.as_of);
    facts.worked_out(path, Value::Integer(i64::from(sum)), first.by.source, as_of, &notes);
}

/// What a count of people over the annexes of a year leaves in doubt.
fn doubts<T>(past: &Past<'_>, told: &Each<'_, T>) -> Vec<String> {
    twice(told.len()).into_iter().chain(past.reserves(told)).collect()
}

/// What a sum of people over so many annexes leaves in doubt.
pub(super) fn twice(annexes: usize) -> Option<String> {
    (annexes > 1).then(|| format!("somme de {annexes} annexes\u{a0}: {TWICE}"))
}

/// A count of people, and the choice of the trame that it speaks for.
type Public = (&'static str, fn(&People) -> Option<u32>);

/// In the order of the trame.
const PUBLICS: [Public; 17] = [
    ("rsa", |people| people.rsa),
    ("ass", |people| people.ass),
    ("aah", |people| people.aah),
    ("detld", |people| people.detld),
    ("deld", |people| people.deld),
    ("jeunes", |people| people.under_26),
    ("seniors", |people| people.from_50),
    // Level at most CAP or BEP: three counts of ASP make it.
    ("cap_bep", |people| Some(people.cap_bep? + people.uncertified? + people.below_cap?)),
    ("th", |people| people.rqth),
    ("parent_isole", |people| Some(people.difficulties?.lone_parents)),
    ("ase", |people| Some(people.difficulties?.care_leavers)),
    ("refugies", |people| Some(people.difficulties?.refugees)),
    ("qpv", |people| people.qpv),
    ("zrr", |people| people.zrr),
    ("justice", |people| Some(people.difficulties?.released)),
    ("sans_hebergement", |people| Some(people.difficulties?.homeless)),
    ("mobilite", |people| Some(people.difficulties?.immobile)),
];

/// The publics that came, and the zones they live in: what they were is no promise of what is aimed at, and is told
/// so.
fn publics(facts: &mut Facts, past: &Past<'_>) {
    let told = facts.each(past, |annexe| past.source.people(annexe, past.year));
    let Some((_, first)) = told.first() else { return };
    let came = |count: fn(&People) -> Option<u32>| {
        told.iter().any(|(_, told)| count(told.what).is_some_and(|count| count > 0))
    };
    let keys: Vec<&str> = PUBLICS.iter().filter(|(_, count)| came(*count)).map(|(key, _)| *key).collect();
    let zones: Vec<&str> = keys.iter().copied().filter(|key| matches!(*key, "qpv" | "zrr")).collect();
    let known = format!("publics accueillis en {}", past.year);
    let notes = [known, "à revoir\u{a0}: ce sont les publics accueillis, non les publics visés".to_owned()];
    let living = format!("lieux d’habitation des personnes accueillies en {}", past.year);
    let zone_notes =
        [living, "à revoir\u{a0}: ce ne sont pas les lieux où la structure travaille".to_owned()];
    for (path, keys, notes) in [("projet.publics", keys, &notes), ("projet.zones", zones, &zone_notes)] {
        if !keys.is_empty() {
            let value = Value::Choices(keys.into_iter().map(str::to_owned).collect());
            facts.worked_out(path, value, first.by.source, first.by.as_of, notes);
        }
    }
}

/// The lines of the table of what is aimed at, in its order.
const AIMED: [Public; 6] = [
    ("brsa", |people| people.rsa),
    ("rqth", |people| people.rqth),
    ("femmes", |people| people.women),
    ("jeunes", |people| people.under_26),
    ("seniors", |people| people.from_50),
    ("qpv", |people| people.qpv),
];

/// The share of each public among the people who came.
fn shares(facts: &mut Facts, past: &Past<'_>) {
    let told = facts.each(past, |annexe| past.source.people(annexe, past.year));
    let Some((_, first)) = told.first() else { return };
    let sum = |count: fn(&People) -> Option<u32>| -> Option<u32> {
        told.iter().map(|(_, told)| count(told.what)).sum()
    };
    let Some(all) = sum(|people| people.total).filter(|all| *all > 0) else { return };
    for (line, count) in AIMED {
        let Some(some) = sum(count).filter(|some| *some <= all) else { continue };
        let share = Decimal::from(some) * Decimal::ONE_HUNDRED / Decimal::from(all);
        let people = french::count(usize::try_from(some).unwrap_or_default(), "personne", "personnes");
        let mut notes = vec![format!("{people} sur {all} au travail en {}", past.year)];
        notes.extend(doubts(past, &told));
        let path = format!("objectifs.publics[{line}].part");
        facts.worked_out(&path, Value::Number(scaled(share)), first.by.source, first.by.as_of, &notes);
    }
}

/// The choice of the trame for a form of contract (`rfc_lib_forme_contrat`); none where its name does not tell.
pub(super) fn contract(label: &str) -> Option<&'static str> {
    let label = label.to_uppercase();
    let has = |word: &str| label.contains(word);
    if has("CDDI") {
        Some("cddi")
    } else if has("USAGE") {
        Some("cdd_usage")
    } else if has("MISSION") || has("INTERIM") || has("INTÉRIM") {
        Some("mission")
    } else if has("CDI") && has("INCLUSION") {
        Some("cdi_inclusion")
    } else if has("PROFESSIONNALISATION") || has("APPRENTISSAGE") {
        Some("pro")
    } else {
        None
    }
}

/// Choices of contracts, in the order of the trame.
const CONTRACTS: [&str; 5] = ["cddi", "cdd_usage", "mission", "cdi_inclusion", "pro"];

fn contracts(facts: &mut Facts, past: &Past<'_>) {
    let told = facts.each(past, |annexe| past.source.contracts(annexe, past.year));
    let Some((_, first)) = told.first().filter(|_| past.kind != Kind::Eiti) else { return };
    let labels: Vec<&str> = told.iter().flat_map(|(_, told)| told.what.keys()).map(String::as_str).collect();
    let kept = |key: &&&str| labels.iter().any(|label| contract(label) == Some(**key));
    let keys: Vec<String> = CONTRACTS.iter().filter(kept).map(|key| (*key).to_owned()).collect();
    if !keys.is_empty() {
        let notes =
            [format!("formes des contrats qui ont couru en {}\u{a0}: {}", past.year, labels.join(", "))];
        facts.worked_out("rh.contrats", Value::Choices(keys), first.by.source, first.by.as_of, &notes);
    }
}

/// A part of the staff: its field, the beginning of its column, where it stands.
type Part = (&'static str, &'static str, fn(&Staff) -> StaffPart);

/// Supervision and support are not here: the trame adds them up out of the team, person by person.
const STAFF: [Part; 2] = [
    ("rh.non_salaries_etp", "0 - Travailleurs non salariés", |all| all.non_employees),
    ("rh.prestataires_etp", "0 - Prestataires externes", |all| all.providers),
];

/// Those who are no employees, as ASP's yearly extraction tells them.
fn staff(facts: &mut Facts, past: &Past<'_>) {
    let told = facts.each(past, |annexe| past.source.staff(annexe, past.year));
    let Some((annexe, first)) = told.first() else { return };
    for (path, column, part) in STAFF {
        let etp: Vec<Decimal> = told.iter().filter_map(|(_, told)| part(told.what).etp).collect();
        if etp.is_empty() || etp.len() < told.len() {
            continue;
        }
        let value = Value::Number(scaled(etp.iter().sum()));
        if let ([one], true) = (etp.as_slice(), past.reserves(&told).is_none()) {
            facts.read(path, value, annexe, (first.by, column), &one.to_string());
        } else {
            let mut notes = vec![format!("{column}, ETP réalisés en {}", past.year)];
            notes.push(format!("somme de {} annexes", told.len()));
            notes.extend(past.reserves(&told));
            facts.worked_out(path, value, first.by.source, first.by.as_of, &notes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_contracts_are_choices_of_the_trame() {
        for (label, expected) in [
            ("CDDI", Some("cddi")),
            ("CDDI PHC", Some("cddi")),
            ("CDD usage", Some("cdd_usage")),
            ("CONTRAT DE MISSION", Some("mission")),
            ("CDI INCLUSION", Some("cdi_inclusion")),
            ("CDI", None),
            ("Non précisé", None),
        ] {
            assert_eq!(contract(label), expected, "{label}");
        }
    }
}

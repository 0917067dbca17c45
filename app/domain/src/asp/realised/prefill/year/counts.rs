//! The people of a year by sex, age, benefit, situation and level, and their contracts.

use std::collections::BTreeMap;

use form::Value;

use super::{Sum, unfinished};
use crate::{
    Kind,
    asp::realised::{
        People, Source,
        prefill::{Past, facts::Facts, people},
    },
};

/// A count of people: its answer, its column in ASP's own extraction, who they are.
type Count = (&'static str, &'static str, &'static str, fn(&People) -> Option<u32>);

/// In the order of the form.
const COUNTS: [Count; 16] = [
    ("bilan.femmes", "2 - Dont femmes", "femmes", |people| people.women),
    ("bilan.hommes", "2 - Dont hommes", "hommes", |people| people.men),
    ("bilan.moins_26", "2 - Dont jeunes de moins de 26 ans", "moins de 26 ans", |people| people.under_26),
    ("bilan.de_26_a_49", "", "de 26 à 49 ans", middle),
    ("bilan.plus_50", "2 - Dont personnes sans emploi de 50 ans et plus", "50 ans et plus", |people| {
        people.from_50
    }),
    ("bilan.rsa", "2 - Dont bénéficiaires du RSA", "bénéficiaires du RSA", |people| people.rsa),
    ("bilan.ass", "2 - Dont bénéficiaires de l'ASS", "bénéficiaires de l’ASS", |people| people.ass),
    ("bilan.aah", "2 - Dont bénéficiaires de l'AAH", "bénéficiaires de l’AAH", |people| people.aah),
    ("bilan.rqth", "2 - Dont nombre de personnes reconnues RQTH", "travailleurs handicapés", |people| {
        people.rqth
    }),
    ("bilan.qpv", "2 - Dont résidants en QPV", "habitants d’un quartier prioritaire", |people| people.qpv),
    ("bilan.zrr", "2 - Dont résidants en ZRR", "habitants d’une zone de revitalisation rurale", |people| {
        people.zrr
    }),
    (
        "bilan.deld",
        "2 - Dont inscrits à Pôle emploi depuis 12 à 23 mois",
        "demandeurs d’emploi depuis 12 à 23 mois",
        |people| people.deld,
    ),
    (
        "bilan.detld",
        "2 - Dont inscrits à Pôle emploi depuis 24 mois et plus",
        "demandeurs d’emploi depuis 24 mois et plus",
        |people| people.detld,
    ),
    ("bilan.niveau_cap", "2 - Dont personnes avec un niveau CAP – BEP", "niveau CAP ou BEP", |people| {
        people.cap_bep
    }),
    (
        "bilan.niveau_non_certifiant",
        "2 - Dont personnes avec qualifications non certifiantes",
        "qualifications non certifiantes",
        |people| people.uncertified,
    ),
    (
        "bilan.niveau_infra",
        "2 - Dont personnes avec un niveau inférieur au CAP",
        "niveau inférieur au CAP",
        |people| people.below_cap,
    ),
];

/// Those between the two ages that ASP's own extraction tells.
fn middle(people: &People) -> Option<u32> {
    people.from_26_to_49.or_else(|| people.total?.checked_sub(people.under_26? + people.from_50?))
}

pub(super) fn propose(facts: &mut Facts, past: &Past<'_>) {
    let told = facts.each(past, |annexe| past.source.people(annexe, past.year));
    for (path, column, who, count) in COUNTS {
        let what = format!("{who}, parmi les personnes d’au moins une heure de travail en {}", past.year);
        let doubts = people::twice(told.len()).into_iter().collect();
        // What no column holds was not read in one.
        let reads = |source| source == Source::DataOn && !column.is_empty();
        Sum { path, column, what, doubts }.of(facts, past, &told, count, reads);
    }
    contracts(facts, past);
}

/// How many contracts of each form ran in the year.
fn contracts(facts: &mut Facts, past: &Past<'_>) {
    let told = facts.each(past, |annexe| past.source.contracts(annexe, past.year));
    let Some((_, first)) = told.first().filter(|_| past.kind != Kind::Eiti) else { return };
    let mut lines: BTreeMap<&str, (u32, Vec<&str>)> = BTreeMap::new();
    for (label, count) in told.iter().flat_map(|(_, told)| told.what) {
        let line = lines.entry(people::contract(label).unwrap_or("autre")).or_default();
        line.0 += count;
        if !line.1.contains(&label.as_str()) {
            line.1.push(label);
        }
    }
    for (line, (count, labels)) in lines {
        let mut notes = vec![format!("contrats qui ont couru en {}\u{a0}: {}", past.year, labels.join(", "))];
        notes.extend((told.len() > 1).then(|| format!("somme de {} annexes", told.len())));
        notes.extend(unfinished(past));
        let path = format!("bilan.contrats[{line}].nombre");
        let value = Value::Integer(i64::from(count));
        facts.worked_out(&path, value, first.by.source, first.by.as_of, &notes);
    }
}

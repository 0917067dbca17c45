//! Who was hired in a year, sent by whom, for how long and how many hours a week.

use std::collections::BTreeMap;

use form::{Decimal, Value, french};

use super::{Each, Past, facts::Facts, scaled};
use crate::{
    Kind,
    asp::{
        hours_of,
        realised::{Hires, hires::usual},
    },
    words::Words,
};

/// Most rows that the bilan takes.
const MOST_ROWS: usize = 20;

/// How long a first contract usually is, and how many hours a week people usually work.
pub(super) fn contracts(facts: &mut Facts, past: &Past<'_>) {
    let told = told(facts, past);
    let Some((_, first)) = told.first().filter(|_| past.kind != Kind::Eiti) else { return };
    let lengths = told.iter().flat_map(|(_, told)| told.what.lengths.iter().copied());
    if let Some((months, count, all)) = most_often(lengths) {
        let mut notes = vec![format!(
            "contrat_duree_contrat, durée la plus fréquente des contrats commencés en {}, sans les \
             renouvellements\u{a0}: {count} sur {all}",
            past.year
        )];
        notes.extend(past.reserves(&told));
        let value = Value::Integer(i64::from(months));
        facts.worked_out("rh.duree_contrats", value, first.by.source, first.by.as_of, &notes);
    }
    let weekly = told.iter().flat_map(|(_, told)| told.what.weekly.iter().copied());
    if let Some((minutes, count, all)) = most_often(weekly) {
        let mut notes = vec![format!(
            "contrat_duree_hebdo_travail, durée la plus fréquente des contrats qui ont couru en {}\u{a0}: {count} sur \
             {all}",
            past.year
        )];
        notes.extend(past.reserves(&told));
        let value = Value::Number(hours_of(minutes));
        facts.worked_out("rh.temps_hebdo", value, first.by.source, first.by.as_of, &notes);
    }
}

/// What is met most often, where it is in half of the cases at least: less is no habit.
fn most_often<V: Copy + Ord>(counts: impl IntoIterator<Item = (V, u32)>) -> Option<(V, u32, u32)> {
    usual(counts).filter(|(_, count, all)| count * 2 >= *all)
}

fn told<'p>(facts: &mut Facts, past: &Past<'p>) -> Each<'p, Hires> {
    facts.each(past, |annexe| past.source.hires(annexe, past.year))
}

/// Hirings of a year by who sent the people, over all its annexes; none where one of them does not tell it.
fn by_referrer<'t>(told: &'t Each<'_, Hires>) -> Option<BTreeMap<&'t str, u32>> {
    let mut sums = BTreeMap::new();
    for (_, told) in told {
        for (label, count) in told.what.by_referrer.as_ref()? {
            *sums.entry(label.as_str()).or_default() += count;
        }
    }
    Some(sums).filter(|sums| !sums.is_empty())
}

/// What the shares and counts of hirings are of.
fn notes(past: &Past<'_>, told: &Each<'_, Hires>, named: u32) -> Vec<String> {
    let begun: u32 = told.iter().map(|(_, told)| told.what.begun).sum();
    let hirings = french::count(usize::try_from(begun).unwrap_or_default(), "embauche", "embauches");
    let mut notes = vec![format!("{hirings} en {}, renouvellements non comptés", past.year)];
    let unnamed = begun.saturating_sub(named);
    notes.extend((unnamed > 0).then(|| format!("{unnamed} sans orienteur connu")));
    notes.extend(past.runs().then(|| "l’année n’est pas finie".to_owned()));
    notes.extend(past.reserves(told));
    notes
}

/// Words of a label of `RefOrienteur`, folded, and the choice of the trame that they tell; the first that fits.
const PRESCRIBERS: [(&str, &[&str]); 10] = [
    ("france_travail", &["france travail", "pole emploi", "anpe"]),
    ("mission_locale", &["mission locale", "missions locales"]),
    ("cap_emploi", &["cap emploi"]),
    // Before the département: « centre communal d'action sociale » is none of its services.
    ("ccas", &["ccas", "cias", "centre communal", "centre intercommunal"]),
    ("plie", &["plie", "plan local"]),
    ("spip", &["spip", "penitentiaire", "administration judiciaire"]),
    ("hebergement", &["hebergement", "chrs"]),
    ("siae", &["siae", "insertion par l activite", "structure d insertion"]),
    ("departement", &["departement", "departemental", "conseil general"]),
    ("candidature", &["candidature", "spontanee", "spontane", "presentation directe"]),
];

/// The choice of the trame for a label.
fn prescriber(label: &str) -> &'static str {
    Words::of(label).first(&PRESCRIBERS).unwrap_or("autre")
}

/// Each prescriber with its share of the hirings of a year.
pub(super) fn prescribers(facts: &mut Facts, past: &Past<'_>) {
    let told = told(facts, past);
    let Some(((annexe, first), sums)) = told.first().zip(by_referrer(&told)) else { return };
    let begun: u32 = told.iter().map(|(_, told)| told.what.begun).sum();
    let notes = notes(past, &told, sums.values().sum());
    let choices = PRESCRIBERS.iter().map(|(choice, _)| *choice).chain(["autre"]);
    let groups: Vec<(i64, &str, Vec<&str>, u32)> = (1..)
        .zip(choices)
        .map(|(rank, choice)| {
            let own = || sums.iter().filter(|(label, _)| prescriber(label) == choice);
            let labels = own().map(|(label, _)| *label).collect();
            (rank, choice, labels, own().map(|(_, count)| count).sum())
        })
        .filter(|(.., count)| *count > 0)
        .collect();
    let shares = shares(&groups.iter().map(|(.., count)| *count).collect::<Vec<_>>(), begun);
    for ((rank, choice, labels, count), share) in groups.into_iter().zip(shares) {
        let labels = labels.join(", ");
        // The row is that of the choice, whoever else sends people in another delivery.
        let row = format!("projet.prescripteurs[asp{rank}]");
        let from = (first.by, "contrat_orienteur_id");
        facts.row(&row, rank, annexe, from, &labels);
        facts.read(&format!("{row}.prescripteur"), Value::Choice(choice.to_owned()), annexe, from, &labels);
        let mut how = vec![format!("{labels}\u{a0}: {count} sur {begun}")];
        how.extend(notes.iter().cloned());
        let path = format!("{row}.part");
        facts.worked_out(&path, Value::Number(share), first.by.source, first.by.as_of, &how);
    }
}

/// Shares in per cent, two decimals: what rounding adds beyond a hundred is taken from the largest.
fn shares(counts: &[u32], of: u32) -> Vec<Decimal> {
    let share = |count: &u32| scaled(Decimal::from(*count) * Decimal::ONE_HUNDRED / Decimal::from(of.max(1)));
    let mut shares: Vec<Decimal> = counts.iter().map(share).collect();
    let beyond = (shares.iter().sum::<Decimal>() - Decimal::ONE_HUNDRED).max(Decimal::ZERO);
    if let Some(largest) = shares.iter_mut().max() {
        *largest -= beyond;
    }
    shares
}

/// Each of those who sent the people hired in a year, with how many.
pub(super) fn referrers(facts: &mut Facts, past: &Past<'_>) {
    let told = told(facts, past);
    let Some(((annexe, first), sums)) = told.first().zip(by_referrer(&told)) else { return };
    let notes = notes(past, &told, sums.values().sum());
    for (rank, (label, count)) in (1..).zip(sums).take(MOST_ROWS) {
        let row = format!("bilan.orienteurs[asp{rank}]");
        let from = (first.by, "contrat_orienteur_id");
        facts.row(&row, rank, annexe, from, label);
        facts.read(&format!("{row}.orienteur"), Value::Text(label.to_owned()), annexe, from, label);
        let value = Value::Integer(i64::from(count));
        facts.worked_out(&format!("{row}.embauches"), value, first.by.source, first.by.as_of, &notes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_sends_people_is_a_choice_of_the_trame() {
        for (label, choice) in [
            ("PÔLE EMPLOI", "france_travail"),
            ("France Travail", "france_travail"),
            ("MISSION LOCALE / PAIO", "mission_locale"),
            ("CAP EMPLOI", "cap_emploi"),
            ("SERVICES SOCIAUX DU DÉPARTEMENT", "departement"),
            ("CONSEIL DEPARTEMENTAL", "departement"),
            ("CENTRE COMMUNAL D'ACTION SOCIALE (CCAS)", "ccas"),
            ("PLIE", "plie"),
            ("SPIP", "spip"),
            ("Centre d’hébergement", "hebergement"),
            ("STRUCTURE D'INSERTION", "siae"),
            ("CANDIDATURE SPONTANÉE", "candidature"),
            ("ENTREPRISE SUPPLIE", "autre"),
            ("AUTRE", "autre"),
        ] {
            assert_eq!(prescriber(label), choice, "{label}");
        }
    }

    #[test]
    fn shares_never_pass_a_hundred() {
        for (counts, of, expected) in [
            (vec![1; 6], 6, "16.67 16.67 16.67 16.67 16.67 16.65"),
            (vec![2, 1], 3, "66.67 33.33"),
            (vec![1, 1], 4, "25.00 25.00"),
            (vec![], 0, ""),
        ] {
            let told: Vec<String> = shares(&counts, of).iter().map(ToString::to_string).collect();
            assert_eq!(told.join(" "), expected, "{counts:?}");
        }
    }

    #[test]
    fn less_than_half_is_no_habit() {
        for (counts, expected) in [
            (vec![(6, 5), (4, 5)], Some((4, 5, 10))),
            (vec![(6, 4), (4, 3), (5, 3)], None),
            (vec![(6, 6), (4, 5)], Some((6, 6, 11))),
        ] {
            assert_eq!(most_often(counts.clone()), expected, "{counts:?}");
        }
    }
}

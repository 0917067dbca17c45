//! What the totals of past years propose for a demand: each value with where it was read, or how it was worked out.
//!
//! Each source speaks for itself. Common-law annexes only, those of all départements together. What can be added is
//! added; distinct people cannot, and the text says so. A year whose statements are not all there says which months are
//! known; a source that knows only some of the annexes of a year is in doubt, for its sum is not that of the structure.

mod facts;
mod hired;
mod pay;
mod people;
mod results;
mod year;

use std::collections::BTreeSet;

use form::{Date, Decimal, Value, french};

pub use self::year::known_of_year;

use self::facts::{Facts, listed, unknown};
use super::{OneSource, Source, Told, Work, etp::rounded, expected_by, missing_months};
use crate::{
    Kind, Structure,
    asp::{Annexe, Regime},
    dossier::{Origin, heard},
};

/// What the totals of a source say to the demand of a year.
#[must_use]
pub fn known_of_realised(
    structure: &Structure,
    kind: Kind,
    year: i16,
    source: &OneSource<'_>,
    today: Date,
) -> Vec<heard::Told> {
    let mut facts = Facts::default();
    let mut known = None;
    for (row, wanted) in [("n2", year - 2), ("n1", year - 1)] {
        let past = Past { annexes: annexes_of(structure, kind, wanted), kind, year: wanted, source, today };
        history(&mut facts, &past, row);
        if row == "n1" {
            people::propose(&mut facts, &past);
            hired::contracts(&mut facts, &past);
            hired::prescribers(&mut facts, &past);
            pay::propose(&mut facts, &past);
            results::propose(&mut facts, &past);
            known = past.runs().then(|| past.so_far());
        }
    }
    let told = facts.found.into_iter();
    match known {
        None => told.collect(),
        Some(known) => told.map(|told| of_a_year_that_runs(told, &known)).collect(),
    }
}

/// The people and the ETP that a demand asks of a year that closed, in one block.
const STAFF: [&str; 6] =
    ["rh.insertion", "rh.insertion_etp", "rh.ti", "rh.ti_etp", "rh.non_salaries_etp", "rh.prestataires_etp"];

/// What a demand asks of the whole of the year before, each by the beginning of its key: a part of it is another figure.
/// The habits of contracts are those of any year; the tables that only show what ASP knows say so themselves.
const OF_WHOLE_YEAR: [&str; 5] = [
    "formation.heures_n1",
    "accompagnement.freins",
    "activites.marches_publics",
    "projet.prescripteurs",
    "rh.salaire_horaire",
];

/// What is told of a year that runs says so; what is asked of a closed or whole one is in doubt.
fn of_a_year_that_runs(told: heard::Told, known: &str) -> heard::Told {
    let path = told.path.as_str();
    if path.contains("[n2]") {
        return told;
    }
    let why = if STAFF.contains(&path) {
        Some(format!("effectifs de l’{known}, et non d’une année close"))
    } else if OF_WHOLE_YEAR.iter().any(|start| path.starts_with(start)) {
        Some(format!("une partie seulement de l’{known}"))
    } else {
        None
    };
    telling(told, known).doubted(why)
}

/// The same, saying how much of the year that runs is known where it is worked out.
fn telling(mut told: heard::Told, known: &str) -> heard::Told {
    if let Origin::Derived { from, .. } = &mut told.known.origin {
        *from = format!("{from}, {known}");
    }
    told
}

/// What a value says of the year that ran when it was told: `année 2026 en cours, 8 mois sur 12`; nothing of a year that
/// had closed.
#[must_use]
pub fn so_far(origin: &Origin) -> Option<&str> {
    let Origin::Derived { from, .. } = origin else { return None };
    from.find("année ").filter(|_| from.contains(" en cours")).map(|start| &from[start..])
}

/// The annual ETP at which a year that runs was worked so far, at two decimals: what was realised over its months, as
/// if it went on. None of a year that had closed, nor where the months are not known.
#[must_use]
pub fn pace(origin: &Origin, realised: Decimal) -> Option<Decimal> {
    let (_, months) = so_far(origin)?.split_once(" en cours, ")?;
    let months: Decimal = months.split(' ').next()?.parse().ok()?;
    realised.checked_mul(Decimal::from(12))?.checked_div(months).map(|pace| pace.round_dp(2))
}

/// A past year of a structure, under one kind.
struct Past<'p> {
    annexes: Vec<&'p Annexe>,
    kind: Kind,
    year: i16,
    source: &'p OneSource<'p>,
    today: Date,
}

/// What a source tells of each annexe of a year.
type Each<'p, T> = Vec<(&'p Annexe, Told<'p, T>)>;

impl<'p> Past<'p> {
    /// The annexes that nothing is told of.
    fn silent<T>(&self, told: &Each<'p, T>) -> impl Iterator<Item = &'p Annexe> {
        self.annexes.iter().copied().filter(|annexe| !told.iter().any(|(known, _)| known == annexe))
    }

    /// Whether something of an annexe is to be known by now: in a year that runs, the statement of its first month is
    /// first waited for.
    fn expects(&self, annexe: &Annexe) -> bool {
        let first = if self.began_before(annexe) { 1 } else { annexe.start.month() };
        self.year < self.today.year() || expected_by(self.year, first, self.today)
    }

    /// Whether the year is not over.
    fn runs(&self) -> bool {
        self.year >= self.today.year()
    }

    /// That the year runs, with how many of its months are stated where the source tells them: `année 2026 en cours,
    /// 8 mois sur 12`.
    fn so_far(&self) -> String {
        let work = self.annexes.iter().filter_map(|annexe| self.work(annexe));
        let months: BTreeSet<i8> = work
            .flat_map(|told| &told.what.months)
            .filter(|month| month.valid)
            .map(|month| month.month)
            .collect();
        let year = self.year;
        if months.is_empty() {
            return format!("année {year} en cours");
        }
        format!("année {year} en cours, {} mois sur 12", months.len())
    }

    /// Whether an annexe began before the year: what is told once an annexe is told of the year it begins in.
    fn began_before(&self, annexe: &Annexe) -> bool {
        annexe.start.year() < self.year
    }

    /// Whether the source knows what was done under an annexe: what it tells nothing of there did not happen.
    fn has_statements(&self, annexe: &Annexe) -> bool {
        self.work(annexe).is_some()
    }

    /// What a figure over the annexes of the year leaves out, in words; nothing when it is whole.
    fn reserves<T>(&self, told: &Each<'p, T>) -> Option<String> {
        let silent: Vec<&Annexe> = self.silent(told).collect();
        (!silent.is_empty()).then(|| unknown(&silent))
    }

    /// What is told of the work under an annexe. One without any statement has worked nobody knows how much, and not
    /// nothing.
    fn work(&self, annexe: &Annexe) -> Option<Told<'p, Work>> {
        let spoken = |told: &Told<'_, Work>| !told.what.months.is_empty() || told.what.etp_told.is_some();
        self.source.work(annexe, self.year).filter(spoken)
    }
}

/// The annexes of a kind that speak for a year, common law, one an identifier, in the order of their numbers.
fn annexes_of(structure: &Structure, kind: Kind, year: i16) -> Vec<&Annexe> {
    let mut annexes: Vec<&Annexe> = structure
        .annexes
        .iter()
        .filter(|annexe| annexe.measure.kind() == Some(kind) && annexe.measure.regime() == Regime::Common)
        .filter(|annexe| annexe.state.speaks())
        .filter(|annexe| (annexe.start.year()..=annexe.end.year()).contains(&year))
        .collect();
    let last = |annexe: &Annexe| std::cmp::Reverse((annexe.number.amendments(), annexe.row_id));
    annexes.sort_by_key(|annexe| (annexe.annexe_id, last(annexe)));
    annexes.dedup_by_key(|annexe| annexe.annexe_id);
    annexes.sort_by_key(|annexe| (annexe.number.clone(), annexe.start));
    annexes
}

/// ETP worked in a past year; for an EITI, the workers supported.
fn history(facts: &mut Facts, past: &Past<'_>, row: &str) {
    if past.kind == Kind::Eiti {
        let path = format!("etp.historique[{row}].ti_accompagnes");
        return people::total(facts, past, &path);
    }
    agreed(facts, past, &format!("etp.historique[{row}].conventionnes"));
    worked(facts, past, &format!("etp.historique[{row}].realises"));
}

/// ETP agreed under all the annexes of a year, as others than ASP tell them.
fn agreed(facts: &mut Facts, past: &Past<'_>, path: &str) {
    let told = facts.each(past, |annexe| past.source.agreed(annexe, past.year));
    let parts: Option<Vec<Decimal>> = told.iter().map(|(_, told)| told.what.etp).collect();
    let Some(((annexe, first), parts)) = told.first().zip(parts) else { return };
    let column = match first.by.source {
        Source::Pilotage => "effectif_annuel_conventionné",
        _ => "ETP conventionnés",
    };
    let (value, reserves) = (Value::Number(scaled(parts.iter().sum())), past.reserves(&told));
    if let ([one], true) = (parts.as_slice(), reserves.is_none()) {
        return facts.read(path, value, annexe, (first.by, column), &one.to_string());
    }
    let mut notes = vec![format!("{column}, somme de {} annexes", told.len())];
    notes.extend(reserves);
    let as_of = told.iter().map(|(_, told)| told.by.as_of).max().unwrap_or(first.by.as_of);
    facts.worked_out(path, value, first.by.source, as_of, &notes);
}

/// ETP worked under all the annexes of a year.
fn worked(facts: &mut Facts, past: &Past<'_>, path: &str) {
    let told = facts.each(past, |annexe| past.work(annexe));
    let parts: Vec<Decimal> = told.iter().filter_map(|(_, told)| told.what.etp()).collect();
    let Some((first, as_of)) = told.first().zip(told.iter().map(|(_, told)| told.by.as_of).max()) else {
        return;
    };
    if parts.len() < told.len() {
        return;
    }
    let etp = Value::Number(scaled(parts.iter().sum()));
    let mut notes: Vec<String> = told.iter().map(|(annexe, told)| of_hours(annexe, told, past)).collect();
    let reserves = past.reserves(&told);
    match (first.1.by.source, told.len()) {
        // Told as it is by the table of another.
        (Source::Pilotage | Source::Pop, 1) if reserves.is_none() => {
            let column =
                if first.1.by.source == Source::Pop { "ETP déclarés" } else { "somme_etp_realises_annuel" };
            facts.read(path, etp, first.0, (first.1.by, column), &parts[0].to_string());
        }
        _ => {
            notes.extend(reserves);
            facts.worked_out(path, etp, first.1.by.source, as_of, &notes);
        }
    }
}

/// How the ETP of an annexe come out of its hours, and what is not in them.
fn of_hours(annexe: &Annexe, told: &Told<'_, Work>, past: &Past<'_>) -> String {
    let work = told.what;
    let Some((hours, of_one)) = work.hours.zip(work.hours_of_etp) else {
        return format!("annexe {}", annexe.number);
    };
    let mut text = format!(
        "annexe {}\u{a0}: {} heures déclarées en {}, {} heures par ETP",
        annexe.number,
        french::number(hours, 2),
        past.year,
        french::number(of_one, 0)
    );
    let declared = work.months.iter().filter(|month| month.valid).count();
    let whole = usize::try_from(work.last - work.first + 1).unwrap_or_default();
    if declared < whole {
        let months = french::count(declared, "mois validé", "mois validés");
        text = format!("{text}, {months} sur {whole}");
    }
    let missing = missing_months(work, past.year, past.today);
    if !missing.is_empty() {
        text = format!("{text} (non déclarés dans les temps\u{a0}: {})", listed(&missing));
    }
    text
}

/// Two decimals, as fields hold them.
fn scaled(number: Decimal) -> Decimal {
    let mut number = rounded(number);
    number.rescale(2);
    number
}

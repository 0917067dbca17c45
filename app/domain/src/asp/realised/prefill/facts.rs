//! Proposals being gathered, and the French that says where each comes from.

use form::{Date, Path, Value, french, value::ROW_GAP};

use super::{Each, Past};
use crate::{
    asp::{
        Annexe,
        realised::{Source, Told, Totals},
    },
    dossier::{Known, Origin, heard},
};

/// What one source says, gathered so far.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) found: Vec<heard::Told>,
    /// Why what is being said may not be of the whole structure.
    doubt: Option<String>,
}

impl Facts {
    /// What is told of each annexe that something is told of; what is said of it from there on is in doubt where it is
    /// not of all of them.
    pub(super) fn each<'p, T>(
        &mut self,
        past: &Past<'p>,
        told: impl Fn(&'p Annexe) -> Option<Told<'p, T>>,
    ) -> Each<'p, T> {
        self.each_but(past, told, |_| false)
    }

    /// The same, where nothing told of some annexes is nothing to be told.
    pub(super) fn each_but<'p, T>(
        &mut self,
        past: &Past<'p>,
        told: impl Fn(&'p Annexe) -> Option<Told<'p, T>>,
        has_nothing: impl Fn(&Annexe) -> bool,
    ) -> Each<'p, T> {
        let each: Each<'p, T> =
            past.annexes.iter().filter_map(|annexe| Some((*annexe, told(annexe)?))).collect();
        let lacking: Vec<&Annexe> =
            past.silent(&each).filter(|annexe| past.expects(annexe) && !has_nothing(annexe)).collect();
        self.doubt = (!lacking.is_empty())
            .then(|| format!("{}, ce n’est donc pas toute la structure", unknown(&lacking)));
        each
    }

    /// A value as a column of one annexe tells it.
    pub(super) fn read(
        &mut self,
        path: &str,
        value: Value,
        annexe: &Annexe,
        (by, column): (&Totals, &str),
        original: &str,
    ) {
        let origin = Origin::Prefilled {
            source: by.source.speaker().name().to_owned(),
            record: format!("annexe {}", annexe.number),
            column: column.to_owned(),
            as_of: by.as_of,
            original: original.to_owned(),
        };
        self.put(path, value, origin);
    }

    /// A value that no column holds as it is, with how it comes out of what was read.
    pub(super) fn worked_out(
        &mut self,
        path: &str,
        value: Value,
        told_by: Source,
        as_of: Date,
        notes: &[String],
    ) {
        let from = format!("{}, au {}", article(told_by), french::date(as_of));
        self.put(path, value, Origin::Derived { from, how: notes.join("\u{a0}; ") });
    }

    /// A row of a table, that a column of an annexe lets stand there.
    pub(super) fn row(
        &mut self,
        path: &str,
        rank: i64,
        annexe: &Annexe,
        from: (&Totals, &str),
        original: &str,
    ) {
        self.read(path, Value::Row(rank * ROW_GAP), annexe, from, original);
    }

    fn put(&mut self, path: &str, value: Value, origin: Origin) {
        let path = Path::parse(path).expect("the keys of this module are written right");
        self.found.retain(|taken| taken.path != path);
        self.found.push(heard::Told { path, known: Known { value, origin }, doubt: self.doubt.clone() });
    }
}

/// That nothing is known of some annexes, in words.
pub(super) fn unknown(annexes: &[&Annexe]) -> String {
    let numbers: Vec<String> = annexes.iter().map(|annexe| annexe.number.to_string()).collect();
    format!("rien n’est connu de l’annexe {}", numbers.join(", "))
}

/// The source after « déduit de »: its name is read there again, to tell who says a value.
fn article(source: Source) -> String {
    let name = source.speaker().name();
    match source {
        Source::Flux | Source::DataOn => format!("l’{name}"),
        Source::Pop => format!("la {name}"),
        Source::Pilotage => format!("l’équipe {name}"),
    }
}

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// Months in words: `mars, avril`.
pub(super) fn listed(months: &[i8]) -> String {
    let name = |month: &i8| {
        let place = usize::try_from(*month).ok().and_then(|month| month.checked_sub(1));
        place.and_then(|place| MONTHS.get(place)).copied().unwrap_or_default()
    };
    months.iter().map(name).collect::<Vec<_>>().join(", ")
}

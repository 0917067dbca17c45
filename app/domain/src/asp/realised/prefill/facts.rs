//! Proposals being gathered, and the French that says where each comes from.

use form::{Date, Path, Value, french, value::ROW_GAP};

use crate::{
    asp::{
        Annexe,
        realised::{Source, Totals},
    },
    dossier::{Known, Origin},
    prefill::Proposal,
};

/// Proposals gathered so far.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) found: Vec<Proposal>,
}

impl Facts {
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
            source: source(by.source).to_owned(),
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
        self.found.retain(|(taken, _)| *taken != path);
        self.found.push((path, Known { value, origin }));
    }
}

/// The source, as dossiers name it.
fn source(source: Source) -> &'static str {
    match source {
        Source::Flux | Source::DataOn => "ASP",
        Source::Pop => "DGEFP",
        Source::Pilotage => "Pilotage de l’inclusion",
    }
}

/// The source, after « déduit de ».
fn article(source: Source) -> &'static str {
    match source {
        Source::Flux => "l’ASP (états mensuels)",
        Source::DataOn => "l’ASP (extraction annuelle)",
        Source::Pop => "la DGEFP (suivi hebdomadaire)",
        Source::Pilotage => "l’équipe Pilotage de l’inclusion",
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

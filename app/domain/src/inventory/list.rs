//! The inventory as it is read: a line a datum, in the order of the form.

use std::collections::BTreeMap;

use form::{Date, Field, Path, Step, Trame, trame::Local};

use super::{
    Efforts, Figures, Reserve, Share, Stored, Sums, Supply, SupplyFigures,
    catalogue::{self, Could, Given},
};
use crate::{
    Departement, Timestamp,
    dossier::About,
    prefill::{Carried, Common},
};

/// The inventory of the data of a form, for a year and some dossiers.
#[derive(Clone, Debug, PartialEq)]
pub struct Inventory {
    /// Which form.
    pub about: About,
    /// Year of the dossiers.
    pub year: i16,
    /// The years that have figures, the last first.
    pub years: Vec<i16>,
    /// The dossiers of which départements: `Finistère`; none for all of them.
    pub places: Option<String>,
    /// Dossiers sent.
    pub sent: u32,
    /// Of these, those counted so far.
    pub counted: u32,
    /// When the last of them was counted.
    pub at: Option<Timestamp>,
    /// What was measured in store; none where nothing was.
    pub measured: Option<Measured>,
    /// Title of the form.
    pub form: String,
    /// What the dossiers counted cost: those that follow one that the structure sent here, then the others.
    pub efforts: [Efforts; 2],
    /// The steps, by key and title.
    pub steps: Vec<(String, String)>,
    /// The data.
    pub lines: Vec<Line>,
    /// The supplies.
    pub supplies: Vec<SupplyLine>,
}

/// A datum of the form.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its key.
    pub key: String,
    /// The question; that of a column after its table's.
    pub label: String,
    /// Key of its step.
    pub step: String,
    /// Title of its step.
    pub step_title: String,
    /// The département that asks it; none for a question of the national form.
    pub local: Option<Departement>,
    /// Whether a person gives it.
    pub nature: Nature,
    /// Its numbers in the catalogue of prefill, as the form names them.
    pub numbers: Vec<String>,
    /// Where it is read.
    pub given: Vec<Given>,
    /// Who else holds it.
    pub could: Vec<Could>,
    /// The last day of what is in store, of the supplies that give it.
    pub fresh: Option<Date>,
    /// What is in store of it before any dossier.
    pub stored: Stored,
    /// What became of the values.
    pub figures: Figures,
}

/// A measure of what is in store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// When it was made.
    pub at: Timestamp,
    /// Over how many structures, one counting once a kind.
    pub structures: u32,
}

/// How a datum comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nature {
    /// A person gives or confirms it.
    Typed,
    /// Sources alone give it, to be read.
    Shown,
    /// The service works it out: nobody has to give it.
    Computed,
}

/// Data by where they come from; those that are worked out are in none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Data that another administration or another service gives.
    pub elsewhere: usize,
    /// Those that nobody else gives, and that the structure's dossiers or the calendar of the campaign do.
    pub within: usize,
    /// Those that nothing gives.
    pub without: usize,
}

/// A supply, over all the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SupplyLine {
    /// Which.
    pub supply: Supply,
    /// Data that it gives.
    pub data: usize,
    /// The last day of what is in store.
    pub fresh: Option<Date>,
    /// Structures that it says something of before any dossier.
    pub stored: u32,
    /// The last day that the values of the dossiers counted speak of.
    pub read: Option<Date>,
    /// What became of its values.
    pub figures: SupplyFigures,
}

impl Line {
    /// Whether another administration or another service gives it.
    #[must_use]
    pub fn is_given_elsewhere(&self) -> bool {
        self.given.iter().any(|given| given.supply.is_elsewhere())
    }

    /// For how many structures a value is in store before any dossier; none where no file gives it, or nothing was
    /// measured.
    #[must_use]
    pub fn in_store(&self) -> Option<Share> {
        let by_file = self.given.iter().any(|given| given.supply.is_file());
        (by_file || self.stored.covered > 0).then(|| self.stored.coverage())
    }

    /// What is said of it, in French, where nothing gives it and nobody else is known to hold it.
    #[must_use]
    pub fn alone(&self) -> Option<&'static str> {
        let nobody = self.given.is_empty() && self.could.is_empty() && self.nature != Nature::Computed;
        nobody.then_some("Seule la structure la connaît.")
    }
}

impl Parts {
    /// All of them.
    #[must_use]
    pub fn all(self) -> usize {
        self.elsewhere + self.within + self.without
    }
}

/// The data of a form: its fields but its tables, and the columns of those, each after its table.
pub fn data(trame: &Trame) -> impl Iterator<Item = (Option<&Field>, &Field)> {
    with_steps(trame).map(|(_, table, field)| (table, field))
}

/// The table that the answer at a path stands in.
pub(super) fn table_of<'t>(trame: &'t Trame, path: &Path) -> Option<&'t Field> {
    path.in_table()?;
    trame.field(&path.field())
}

fn with_steps(trame: &Trame) -> impl Iterator<Item = (&Step, Option<&Field>, &Field)> {
    trame.fields().flat_map(|(step, field)| {
        let alone = field.field_type.table().is_none().then_some((step, None, field));
        let columns = field.columns().iter().map(move |column| (step, Some(field), column));
        alone.into_iter().chain(columns)
    })
}

impl Inventory {
    /// The data of a form, with what is in store of each supply and what became of the values.
    #[must_use]
    pub fn of(
        trame: &Trame,
        (about, year): (About, i16),
        sums: &Sums,
        store: &BTreeMap<Supply, Date>,
    ) -> Self {
        let own = |path: &Path| {
            // What a bilan takes from the demand of its year stands in its catalogue: not all that lasts is asked there.
            let carried = if about == About::Demand { Carried::of(path, trame) } else { Carried::Never };
            (carried, Common::of(path, trame))
        };
        let known = |step: &Step, field: &Field| {
            let of_local = departement(step).map(|_| catalogue::of_local(field));
            let key = field.path.as_str();
            let datum = of_local.or_else(|| catalogue::of(about, key));
            if let (None, Some(known)) = (datum, catalogue::known(key)) {
                return (known.given.to_vec(), known.could.to_vec());
            }
            let from_bilan = about == About::Demand && catalogue::is_from_bilan(&field.path);
            datum.map_or_else(Default::default, |datum| datum.read_in(own(&field.path), from_bilan))
        };
        let lines: Vec<Line> = with_steps(trame)
            .map(|(step, table, field)| line(step, table, (field, known(step, field)), sums, store))
            .collect();
        let gives = |supply: Supply| {
            lines.iter().filter(|line| line.given.iter().any(|given| given.supply == supply)).count()
        };
        let supplies = Supply::all().map(|supply| SupplyLine {
            supply,
            data: gives(supply),
            fresh: store.get(&supply).copied(),
            stored: 0,
            read: sums.read.get(&supply).copied(),
            figures: sums.supplies.get(&supply).copied().unwrap_or_default(),
        });
        Self {
            about,
            year,
            years: vec![year],
            places: None,
            sent: sums.dossiers,
            counted: sums.dossiers,
            at: None,
            measured: None,
            form: format!("{}, version {}", trame.title, trame.version),
            efforts: [sums.renewals.clone(), sums.firsts.clone()],
            steps: trame.steps.iter().map(|step| (step.key.clone(), step.title.clone())).collect(),
            supplies: supplies.filter(|line| line.data > 0 || line.figures.came > 0).collect(),
            lines,
        }
    }

    /// The same with what was measured in store, on the form it is of.
    #[must_use]
    pub fn with_reserve(mut self, trame: &Trame, (at, reserve): (Timestamp, &Reserve)) -> Self {
        for (line, (_, table, field)) in self.lines.iter_mut().zip(with_steps(trame)) {
            // What a département asks besides, and what is worked out, no file holds.
            if line.local.is_none() && line.nature != Nature::Computed {
                line.stored = reserve.of(table, field);
            }
        }
        for line in &mut self.supplies {
            line.stored = reserve.of_supply(line.supply);
        }
        self.measured = Some(Measured { at, structures: reserve.structures() });
        self
    }

    /// Whether a supply gives one of the data.
    #[must_use]
    pub fn gives(&self, supply: Supply) -> bool {
        self.supplies.iter().any(|line| line.supply == supply && line.data > 0)
    }

    /// Data of the national form by where they come from.
    #[must_use]
    pub fn parts(&self) -> Parts {
        self.split(|line| line.local.is_none())
    }

    /// The same of the questions that départements add.
    #[must_use]
    pub fn local_parts(&self) -> Parts {
        self.split(|line| line.local.is_some())
    }

    /// The départements that add questions, in the order of the form.
    #[must_use]
    pub fn asking(&self) -> Vec<&Departement> {
        let mut asking: Vec<&Departement> =
            self.lines.iter().filter_map(|line| line.local.as_ref()).collect();
        asking.dedup();
        asking
    }

    fn split(&self, among: impl Fn(&Line) -> bool) -> Parts {
        let mut parts = Parts::default();
        for line in self.lines.iter().filter(|line| among(line) && line.nature != Nature::Computed) {
            let part = match (line.is_given_elsewhere(), line.given.is_empty()) {
                (true, _) => &mut parts.elsewhere,
                (false, false) => &mut parts.within,
                (false, true) => &mut parts.without,
            };
            *part += 1;
        }
        parts
    }

    /// Values contested, over all the data.
    #[must_use]
    pub fn contested(&self) -> u32 {
        self.supplies.iter().map(|line| line.figures.contested).sum()
    }
}

/// The département whose questions a step asks.
fn departement(step: &Step) -> Option<Departement> {
    Local::departement_of(&step.key).and_then(|code| Departement::parse(&code).ok())
}

fn line(
    step: &Step,
    table: Option<&Field>,
    (field, (given, could)): (&Field, (Vec<Given>, Vec<Could>)),
    sums: &Sums,
    store: &BTreeMap<Supply, Date>,
) -> Line {
    let key = field.path.to_string();
    let label = match table {
        Some(table) => format!("{}\u{a0}: {}", table.label, field.label),
        None => field.label.clone(),
    };
    let nature = if field.computed.is_some() {
        Nature::Computed
    } else if field.is_typed() && table.is_none_or(Field::is_typed) {
        Nature::Typed
    } else {
        Nature::Shown
    };
    let mut numbers = if field.prefill.is_empty() {
        table.map_or_else(Vec::new, |table| table.prefill.clone())
    } else {
        field.prefill.clone()
    };
    numbers.dedup();
    let fresh = given.iter().filter_map(|given| store.get(&given.supply).copied()).max();
    Line {
        label,
        step: step.key.clone(),
        step_title: step.title.clone(),
        local: departement(step),
        nature,
        numbers,
        given,
        could,
        fresh,
        stored: Stored::default(),
        figures: sums.of(&key),
        key,
    }
}

#[cfg(test)]
mod tests;

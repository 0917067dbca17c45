//! What a bilan that was sent says to the demands of the two years after it: the table that decides. Pure.
//!
//! A bilan has counted what a demand asks of « l’an passé », and its words were read by the service since. What speaks
//! of another year than the one that is asked, or of something else, is told with its doubt and fills nothing.

mod table;

use form::{Answers, Date, Decimal, FieldType, FileRef, Path, Trame, Value, french, versions};

use table::{How, Line, Of, TABLE};

use super::{
    LastYear, Sent,
    asp::next_closing,
    last_year::{origin, spaced, without_rows_delivered},
};
use crate::{
    dossier::{
        Known, Origin,
        heard::{Heard, Told},
    },
    source::Source,
};

/// The keys of a bilan and of a demand that the table names, to be held against the published forms and the inventory.
pub fn from_bilan() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.iter().map(|line| (line.from, line.to))
}

/// A demand that is open, as a bilan speaks to it.
#[derive(Clone, Copy)]
pub struct OpenDemand<'a> {
    /// Its year.
    pub year: i16,
    /// Its form.
    pub trame: &'a Trame,
    /// What its other sources said.
    pub heard: &'a Heard,
    /// The day it hears.
    pub today: Date,
}

/// What a bilan that was sent says to a demand, under the keys of the demand's form.
///
/// `form` is the bilan's form of today: what was renamed since the bilan was sent has followed. `resolve` turns what a
/// person typed into what a list of codes holds.
#[must_use]
pub fn said_by_bilan(
    sent: Sent<'_>,
    form: &Trame,
    demand: OpenDemand<'_>,
    resolve: &dyn Fn(&str, &FieldType) -> String,
) -> Vec<Told> {
    let migration = versions::migrate(sent.trame, form, &sent.submission.counted, resolve);
    let bilan = Bilan { sent, migration: &migration, now: migration.applied(&sent.submission.counted) };
    let mut told: Vec<Told> = TABLE.iter().flat_map(|line| bilan.tells(line, demand)).collect();
    // Nobody can take over what a source alone fills: there, what is in doubt would serve nobody.
    told.retain(|told| told.doubt.is_none() || demand.trame.answerable(&told.path).is_some());
    without_rows_delivered(told, demand.heard)
}

/// A bilan that was sent, under the keys of today.
struct Bilan<'a> {
    sent: Sent<'a>,
    migration: &'a versions::Migration,
    now: Answers,
}

impl Bilan<'_> {
    fn tells(&self, line: &Line, demand: OpenDemand<'_>) -> Vec<Told> {
        let before = self.is_before(demand);
        let Some(before) = before.filter(|before| line.of.is_told(*before)) else { return Vec::new() };
        let doubt = self.doubt(line, before, demand);
        let told = match line.how {
            How::Same | How::But(..) => self.under(line),
            How::ShareOf(whole) => self.share(line, whole).into_iter().collect(),
            How::Lines => self.lines(line).into_iter().collect(),
        };
        let told = told.into_iter().filter_map(|(path, known, own)| {
            let value = fitted(known.value, &demand.trame.holder(&path)?.field_type)?;
            Some(Told { path, known: Known { value, ..known }, doubt: own.or_else(|| doubt.clone()) })
        });
        told.collect()
    }

    /// Whether it is of the year before a demand, and not of two years before; none where it is of neither.
    fn is_before(&self, demand: OpenDemand<'_>) -> Option<bool> {
        match demand.year.checked_sub(self.sent.opening.year)? {
            1 => Some(true),
            2 => Some(false),
            _ => None,
        }
    }

    /// Why what a line says of this bilan may speak of something else than what is asked, if anything.
    fn doubt(&self, line: &Line, before: bool, demand: OpenDemand<'_>) -> Option<String> {
        let year = self.sent.opening.year;
        // What is counted before the year is over is not what the year was.
        let early = (french::time_of_day(self.sent.submission.at).0.year() <= year)
            .then(|| format!("transmis avant la fin de {year}"));
        let other = (!before).then(|| format!("de {year}, et non de l’an passé"));
        let of_year = match line.of {
            Of::Before | Of::TwoBefore => early,
            Of::LastYear => other.or(early),
            Of::Exercise => other.or(early).or_else(|| self.exercise()),
            Of::Either => None,
            Of::Accounts => self.accounts(demand),
        };
        line.doubt.map(str::to_owned).or(of_year)
    }

    /// The day its exercise closed.
    fn closed(&self) -> Option<Date> {
        self.now.get(&key("finance.cloture")).and_then(Value::date)
    }

    /// Why what came in over its exercise is not what came in over the year.
    fn exercise(&self) -> Option<String> {
        let closed = self.closed().filter(|day| (day.month(), day.day()) != (12, 31))?;
        Some(format!("exercice clos le {}, et non l’année civile", french::date(closed)))
    }

    /// Why its accounts may not be those of the last exercise, or not be put beside what another source says.
    fn accounts(&self, demand: OpenDemand<'_>) -> Option<String> {
        let closed = self.closed()?;
        let path = key("finance.cloture");
        let mut said = demand.heard.values(&path);
        let other = said.find_map(|(source, told)| {
            let day = told.known.value.date().filter(|day| *day != closed)?;
            (!matches!(source, Source::Previous | Source::Sister)).then_some((source, day))
        });
        if let Some((source, day)) = other {
            let (closed, day) = (french::date(closed), french::date(day));
            return Some(format!(
                "exercice clos le {closed}, et non celui du {day} que dit {}",
                source.name()
            ));
        }
        (next_closing(closed) < demand.today)
            .then(|| format!("exercice clos le {}, un autre s’est clos depuis", french::date(closed)))
    }

    /// The answers under the key of a line, under that of the demand, each with a doubt of its own.
    fn under(&self, line: &Line) -> Vec<(Path, Known, Option<String>)> {
        let counted = &self.sent.submission.counted;
        let under = self.now.iter().filter_map(|(path, value)| {
            let rest = path.as_str().strip_prefix(line.from)?;
            let inside = rest.is_empty() || rest.starts_with(['.', '[']);
            if !inside || matches!(value, Value::Unreadable(_)) {
                return None;
            }
            let to = Path::parse(&format!("{}{rest}", line.to)).ok()?;
            let moved = self.migration.moves.iter().find(|moved| moved.to.as_ref() == Some(path));
            let before = moved.map_or(path, |moved| &moved.from);
            let written = counted.get(before).filter(|written| *written != value);
            let known = Known { value: self.passed_on(value), origin: origin(self.sent, before, written) };
            Some((to, known, self.but(line, path)))
        });
        under.collect()
    }

    /// A value as a demand takes it. The accounts of an exercise serve until the next one closes.
    fn passed_on(&self, value: &Value) -> Value {
        let Value::Files(files) = value else { return spaced(value) };
        let on = french::time_of_day(self.sent.submission.at).0;
        let until = self.closed().map(next_closing);
        let dated = files.iter().map(|file| FileRef {
            given: file.given.or(Some(on)),
            until: file.until.or(until),
            ..file.clone()
        });
        Value::Files(dated.collect())
    }

    /// Why the row of an answer is in doubt, for what another of its columns says.
    fn but(&self, line: &Line, path: &Path) -> Option<String> {
        let How::But(column, choice, why) = line.how else { return None };
        let row = path.in_table()?.row.to_owned();
        let said = self.now.get(&path.field().cell(&row, column))?;
        matches!(said, Value::Choice(said) if said == choice).then(|| why.to_owned())
    }

    fn share(&self, line: &Line, whole: &str) -> Option<(Path, Known, Option<String>)> {
        let [part, of] = [line.from, whole].map(|known| self.now.get(&key(known)).and_then(Value::number));
        let (part, of) = part.zip(of.filter(|of| *of > Decimal::ZERO))?;
        let mut percent = (part * Decimal::ONE_HUNDRED / of).round_dp(2);
        percent.rescale(2);
        let how = format!("{part} personnes sur {of}");
        Some((key(line.to), Known { value: Value::Number(percent), origin: self.worked_out(how) }, None))
    }

    fn lines(&self, line: &Line) -> Option<(Path, Known, Option<String>)> {
        let table = key(line.from);
        let some = self.now.iter().filter_map(|(path, value)| {
            let parts = path.in_table().filter(|_| path.field() == table)?;
            value.number().filter(|number| *number > Decimal::ZERO).map(|_| parts.row.to_owned())
        });
        let lines: Vec<String> = some.collect();
        let origin = self.worked_out(format!("lignes remplies\u{a0}: {}", lines.join(", ")));
        (!lines.is_empty()).then(|| (key(line.to), Known { value: Value::Choices(lines), origin }, None))
    }

    fn worked_out(&self, how: String) -> Origin {
        let on = french::time_of_day(self.sent.submission.at).0;
        Origin::of_own(&format!("{}, transmis le {}", self.sent.name(), french::date(on)), how)
    }
}

/// What the bilan of the year before says to a bilan: its words and its habits; what was done, in doubt.
#[must_use]
pub fn said_to_next_bilan(year: i16, said: LastYear, heard: &Heard) -> Vec<Told> {
    let mut told = said.told(heard);
    for told in told.iter_mut().filter(|told| told.path.in_table().is_some()) {
        told.doubt = Some(format!("de {year}, et non de l’année du bilan"));
    }
    told
}

/// What several dossiers of a structure say, as one source: the first that says something is believed, what is sure
/// before what is in doubt. The rows of a table come from one of them.
#[must_use]
pub fn in_turn(said: Vec<Vec<Told>>, trame: &Trame) -> Vec<Told> {
    let mut all: Vec<Told> = Vec::new();
    let mut tables: Vec<Path> = Vec::new();
    for said in said {
        let is_growing = |path: &Path| {
            let table = trame.field(path).and_then(|field| field.field_type.table());
            table.is_some_and(|table| !table.is_fixed())
        };
        let mut new: Vec<Path> = said.iter().map(|told| told.path.field()).filter(is_growing).collect();
        for told in said.into_iter().filter(|told| !tables.contains(&told.path.field())) {
            match all.iter_mut().find(|known| known.path == told.path) {
                None => all.push(told),
                Some(known) if known.doubt.is_some() && told.doubt.is_none() => *known = told,
                Some(_) => {}
            }
        }
        tables.append(&mut new);
    }
    all
}

/// A value as a field of a type holds it; none where it holds no such value.
fn fitted(value: Value, field_type: &FieldType) -> Option<Value> {
    let fits = match &value {
        Value::Row(_) => field_type.table().is_some(),
        Value::Files(_) => *field_type == FieldType::Files,
        Value::Choices(said) => {
            let known =
                field_type.choices().iter().map(|choice| &choice.key).filter(|key| said.contains(key));
            let known: Vec<String> = known.cloned().collect();
            return (known.len() == said.len()).then_some(Value::Choices(known));
        }
        value => {
            let read = form::read::read(&french::typed(value, field_type), field_type);
            read.is_ok_and(|read| read.is_some_and(|read| read.same_as(value)))
        }
    };
    fits.then_some(value)
}

fn key(key: &str) -> Path {
    Path::parse(key).expect("the keys of this module are written right")
}

#[cfg(test)]
mod tests;

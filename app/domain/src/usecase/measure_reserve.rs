//! Measuring what is in store of each datum before any dossier, over all the structures that ASP knows.

use std::{collections::BTreeMap, sync::Arc};

use form::{Date, Parameters, Program};

use super::{Services, form_of};
use crate::{
    Departement, Result, Structure, Timestamp,
    asp::realised::Realised,
    dossier::{About, TrameRef, heard::Told},
    inventory::{Gauge, RESERVE_RULE, Reserve, returning},
    ports::Measure,
    prefill::{Delivered, told_to},
    source::Source,
};

/// Structures read in one go: others have their turn between two of them.
const AT_ONCE: u64 = 50;

/// Measures what is in store for the dossiers that are filled these days, unless it was since the last delivery; over
/// how many structures, one counting once a kind.
///
/// # Errors
/// When the register cannot be read, or what was measured cannot be kept.
pub async fn refresh_reserve(services: &Services) -> Result<Option<u32>> {
    for form in forms(services).await? {
        if services.reserves.basis(form.about, form.year).await?.as_ref() != Some(&form.basis) {
            return measure_reserve(services).await.map(Some);
        }
    }
    Ok(None)
}

/// Measures what is in store for the dossiers that are filled these days; over how many structures, one counting once
/// a kind.
///
/// # Errors
/// When the register cannot be read, or what was measured cannot be kept.
pub async fn measure_reserve(services: &Services) -> Result<u32> {
    let measuring = begin_measure(services, 1).await?;
    let mut counted = Vec::new();
    for stretch in measuring.stretches() {
        counted.push(count_stretch(services, &measuring, stretch).await?);
    }
    end_measure(services, &measuring, counted).await
}

/// A measure that is being made: of which forms, over which structures.
pub struct Measuring {
    forms: Vec<Form>,
    stretches: Vec<Stretch>,
}

/// Structures that follow each other by ASP's identifiers: after the first, up to the second.
#[derive(Clone, Copy, Debug)]
pub struct Stretch(i64, i64);

/// What was counted over a stretch: form by form, by the départements that dossiers would concern.
pub struct Counted(Vec<Parts>);

type Parts = BTreeMap<Vec<Departement>, Reserve>;

impl Measuring {
    /// The stretches to count, which may be at the same time.
    pub fn stretches(&self) -> impl Iterator<Item = Stretch> + use<> {
        self.stretches.clone().into_iter()
    }
}

/// Begins a measure in so many stretches: what it is made from is read first, and what comes meanwhile is measured the
/// next time.
///
/// # Errors
/// When the register cannot be read.
pub async fn begin_measure(services: &Services, stretches: u64) -> Result<Measuring> {
    let forms = forms(services).await?;
    let mut last = i64::MIN;
    let ends = services.reserves.parted(stretches).await?.into_iter().chain([i64::MAX]);
    let stretches = ends.map(|end| Stretch(std::mem::replace(&mut last, end), end)).collect();
    Ok(Measuring { forms, stretches })
}

/// Counts what is in store for the structures of a stretch.
///
/// # Errors
/// When the register cannot be read.
pub async fn count_stretch(services: &Services, measuring: &Measuring, stretch: Stretch) -> Result<Counted> {
    let (today, amounts) = (services.clock.today(), services.library.amounts());
    let mut counts: Vec<Count<'_>> = measuring.forms.iter().map(Count::of).collect();
    let Stretch(mut last, end) = stretch;
    loop {
        let page = services.reserves.structures_after(last, AT_ONCE).await?;
        let Some((structure, _)) = page.last() else { break };
        last = structure.asp.asp_id;
        for (structure, realised) in page.iter().filter(|(structure, _)| structure.asp.asp_id <= end) {
            for count in &mut counts {
                count.add(structure, realised, today, amounts);
            }
        }
        if last >= end {
            break;
        }
    }
    Ok(Counted(counts.into_iter().map(|count| count.parts).collect()))
}

/// Keeps a measure whose stretches were all counted; over how many structures, one counting once a kind.
///
/// # Errors
/// When it cannot be kept.
pub async fn end_measure(services: &Services, measuring: &Measuring, counted: Vec<Counted>) -> Result<u32> {
    let at = services.clock.now();
    let mut all: Vec<Parts> = measuring.forms.iter().map(|_| Parts::default()).collect();
    for Counted(forms) in counted {
        for (all, parts) in all.iter_mut().zip(forms) {
            for (places, reserve) in parts {
                all.entry(places).or_default().join(&reserve);
            }
        }
    }
    let mut structures = 0;
    for (form, parts) in measuring.forms.iter().zip(all) {
        let measure = form.measure(parts, at);
        structures = structures.max(measure.whole.structures());
        services.reserves.keep_measure(measure).await?;
    }
    Ok(structures)
}

/// What was delivered to a dossier, each value under the name of who says it.
fn each(said: Vec<Delivered>) -> Vec<(Source, Told)> {
    said.into_iter().flat_map(|said| said.told.into_iter().map(move |told| (said.source, told))).collect()
}

/// A form of today, national: what a département asks besides, no file holds.
struct Form {
    about: About,
    year: i16,
    basis: String,
    program: Arc<Program>,
}

/// The forms that are filled these days, each with what its measure is made from.
async fn forms(services: &Services) -> Result<Vec<Form>> {
    let deliveries = services.reserves.deliveries().await?;
    let form = |about: About| {
        let trame: TrameRef = services.library.current(about, &[]);
        let program = form_of(&*services.library, &trame)?;
        let basis = format!("{RESERVE_RULE}, {trame}, {deliveries}");
        Ok(Form { about, year: about.running(services.clock.today()), basis, program })
    };
    About::ALL.into_iter().map(form).collect()
}

impl Form {
    fn measure(&self, parts: Parts, at: Timestamp) -> Measure {
        let mut whole = Reserve::default();
        for part in parts.values() {
            whole.join(part);
        }
        Measure { about: self.about, year: self.year, basis: self.basis.clone(), at, whole, parts }
    }
}

/// What is counted for a form, as it is.
struct Count<'f> {
    form: &'f Form,
    gauge: Gauge<'f>,
    parts: Parts,
}

impl<'f> Count<'f> {
    fn of(form: &'f Form) -> Self {
        Self { form, gauge: Gauge::of(form.program.trame()), parts: Parts::new() }
    }

    /// Counts a structure, under each kind of which it may ask again.
    fn add(&mut self, structure: &Structure, realised: &Realised, today: Date, amounts: &Parameters) {
        let Form { about, year, .. } = *self.form;
        for kind in returning(structure, about, year) {
            let told = each(told_to(about, (structure, realised), (kind, year), today, amounts));
            let found = self.gauge.found(kind, &told);
            let mut places = structure.territories(kind);
            places.sort();
            self.parts.entry(places).or_default().count(kind, &found);
        }
    }
}

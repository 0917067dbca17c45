//! Measuring what is in store of each datum before any dossier, over all the structures that ASP knows.

use std::{collections::BTreeMap, sync::Arc};

use form::{Date, Program};

use super::{Services, form_of};
use crate::{
    Departement, Kind, Result, Structure, Timestamp,
    asp::realised::Realised,
    dossier::{About, TrameRef, heard::Told},
    inventory::{Gauge, RESERVE_RULE, Reserve, returning},
    ports::Measure,
    prefill::{told_to_bilan, told_to_demand},
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
    // What they are made from is read first: what comes meanwhile is measured the next time.
    let forms = forms(services).await?;
    let today = services.clock.today();
    let mut measuring: Vec<Measuring<'_>> = forms.iter().map(Measuring::of).collect();
    let mut last = i64::MIN;
    loop {
        let page = services.reserves.structures_after(last, AT_ONCE).await?;
        let Some((structure, _)) = page.last() else { break };
        last = structure.asp.asp_id;
        for (structure, realised) in &page {
            for measuring in &mut measuring {
                measuring.count(structure, realised, today);
            }
        }
    }
    let at = services.clock.now();
    let mut structures = 0;
    for measuring in measuring {
        let measure = measuring.measure(at);
        structures = structures.max(measure.whole.structures());
        services.reserves.keep_measure(measure).await?;
    }
    Ok(structures)
}

/// What the sources in store say of a structure to a dossier of a kind, each under its name.
fn in_store(
    about: About,
    (structure, realised): (&Structure, &Realised),
    kind: Kind,
    year: i16,
    today: Date,
) -> Vec<(Source, Told)> {
    let told = match about {
        About::Demand => told_to_demand(structure, kind, year, realised, today),
        About::Bilan => told_to_bilan(structure, kind, year, realised, today),
    };
    told.into_iter().flat_map(|said| said.told.into_iter().map(move |told| (said.source, told))).collect()
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

/// The measure of a form, as it is made.
struct Measuring<'f> {
    form: &'f Form,
    gauge: Gauge<'f>,
    parts: BTreeMap<Vec<Departement>, Reserve>,
}

impl<'f> Measuring<'f> {
    fn of(form: &'f Form) -> Self {
        Self { form, gauge: Gauge::of(form.program.trame()), parts: BTreeMap::new() }
    }

    /// Counts a structure, under each kind of which it may ask again.
    fn count(&mut self, structure: &Structure, realised: &Realised, today: Date) {
        let Form { about, year, .. } = *self.form;
        for kind in returning(structure, about, year) {
            let told = in_store(about, (structure, realised), kind, year, today);
            let found = self.gauge.found(kind, &told);
            let mut places = structure.territories(kind);
            places.sort();
            self.parts.entry(places).or_default().count(kind, &found);
        }
    }

    fn measure(self, at: Timestamp) -> Measure {
        let mut whole = Reserve::default();
        for part in self.parts.values() {
            whole.join(part);
        }
        let Form { about, year, basis, .. } = self.form;
        Measure { about: *about, year: *year, basis: basis.clone(), at, whole, parts: self.parts }
    }
}

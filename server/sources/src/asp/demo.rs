//! An invented delivery in the exact format of ASP: seeded, any number of structures.
//!
//! Everything in it is made up. The first structures are chosen cases (two départements, two kinds,
//! every kind, overseas, a first demand); the others are drawn.

mod annexes;
mod cast;
mod draw;
mod months;
mod references;
mod slot;
mod views;

use std::io::{self, Write};

use annexes::Held;
use cast::Cast;
use draw::Draw;

pub use months::{MonthlyDemo, write_delivery};

/// Columns of `fluxIAE_Structure`, in order.
const STRUCTURE_COLUMNS: &str = include_str!("headers/structure.txt");
/// Columns of `fluxIAE_AnnexeFinanciere`, in order.
const ANNEXE_COLUMNS: &str = include_str!("headers/annexe.txt");

/// What to invent.
#[derive(Clone, Copy, Debug)]
pub struct Demo {
    /// Number of structures.
    pub structures: usize,
    /// Same seed, same delivery.
    pub seed: u64,
    /// Year of the last annexes.
    pub last_year: i16,
    /// Years of history before it.
    pub years: i16,
    /// Day of the delivery.
    pub delivered: form::Date,
}

impl Demo {
    /// The delivery of the demonstration: small, with annexes up to 2026.
    #[must_use]
    pub fn small() -> Self {
        Self {
            structures: 40,
            seed: 2027,
            last_year: 2026,
            years: 4,
            delivered: form::Date::constant(2026, 11, 16),
        }
    }
}

/// Writes the two files of an invented delivery; answers the numbers of rows.
pub fn generate(
    demo: Demo,
    structures: &mut dyn Write,
    annexes: &mut dyn Write,
) -> io::Result<(usize, usize)> {
    generate_each(demo, structures, annexes, &mut |_| Ok(()))
}

/// Writes the two files, and hands the annexes of each structure to `each`.
fn generate_each(
    demo: Demo,
    structures: &mut dyn Write,
    annexes: &mut dyn Write,
    each: &mut dyn FnMut(&[Held]) -> io::Result<()>,
) -> io::Result<(usize, usize)> {
    let stamp =
        format!("{:02}{:02}{}_063004", demo.delivered.day(), demo.delivered.month(), demo.delivered.year());
    head(structures, "Structure", &stamp, STRUCTURE_COLUMNS)?;
    head(annexes, "AnnexeFinanciere", &stamp, ANNEXE_COLUMNS)?;
    let mut draw = Draw::seeded(demo.seed);
    let mut ids = annexes::Ids::default();
    let mut written = 0;
    for place in 0..demo.structures {
        let cast = Cast::of(place, &mut draw);
        row(structures, STRUCTURE_COLUMNS, &cast.cells())?;
        let mut held = Vec::new();
        written += annexes::write(annexes, demo, &cast, &mut draw, &mut ids, &mut held)?;
        each(&held)?;
    }
    foot(structures, demo.structures, STRUCTURE_COLUMNS)?;
    foot(annexes, written, ANNEXE_COLUMNS)?;
    Ok((demo.structures, written))
}

/// Cells of a row, by column.
type Cells = Vec<(&'static str, String)>;

fn head(out: &mut dyn Write, view: &str, stamp: &str, columns: &str) -> io::Result<()> {
    let names: Vec<&str> = columns.lines().collect();
    writeln!(out, "DEB{view}{stamp}{}", "|".repeat(names.len() - 1))?;
    writeln!(out, "{}", names.join("|"))
}

fn row(out: &mut dyn Write, columns: &str, cells: &Cells) -> io::Result<()> {
    let value = |column: &str| cells.iter().find(|(name, _)| *name == column).map_or("", |(_, cell)| cell);
    let row: Vec<&str> = columns.lines().map(value).collect();
    writeln!(out, "{}", row.join("|"))
}

fn foot(out: &mut dyn Write, rows: usize, columns: &str) -> io::Result<()> {
    writeln!(out, "FIN{rows}{}", "|".repeat(columns.lines().count() - 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asp::Reader;

    fn files(demo: Demo) -> (Vec<u8>, Vec<u8>) {
        let (mut structures, mut annexes) = (Vec::new(), Vec::new());
        generate(demo, &mut structures, &mut annexes).expect("memory does not fail");
        (structures, annexes)
    }

    #[test]
    fn the_same_seed_gives_the_same_delivery() {
        assert_eq!(files(Demo::small()), files(Demo::small()));
        assert_ne!(files(Demo::small()).1, files(Demo { seed: 1, ..Demo::small() }).1);
    }

    #[test]
    fn the_annexes_of_the_demonstration_stay_what_they_are_to_the_byte() {
        use sha2::Digest;
        let digest = |bytes: &[u8]| {
            let digest = sha2::Sha256::digest(bytes);
            digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
        };
        let (structures, annexes) = files(Demo::small());
        assert_eq!(digest(&structures), "fe2ed65654fb97a3041c009a85e15cddb55ef1d01a7059b4f913dba84f6eb660");
        assert_eq!(digest(&annexes), "d42f6da07222466f90de06353e73afc1bdaa412d1377126fc6c6c132a87620f8");
    }

    #[test]
    fn every_row_is_read_and_every_amount_is_reproduced() {
        let (structures, annexes) = files(Demo { structures: 200, ..Demo::small() });
        let mut input = structures.as_slice();
        let mut reader = Reader::open(&mut input).expect("a delivery");
        let mut departements = std::collections::BTreeSet::new();
        while let Some(structure) = reader.structure().expect("a whole file") {
            let structure = structure.expect("a right row");
            departements.insert(structure.seat.departement().expect("a known commune"));
        }
        assert!(departements.len() > 10, "{departements:?}");
        let mut input = annexes.as_slice();
        let mut reader = Reader::open(&mut input).expect("a delivery");
        let mut kinds = std::collections::BTreeSet::new();
        let mut short = 0;
        while let Some(annexe) = reader.annexe().expect("a whole file") {
            let annexe = annexe.expect("a right row");
            kinds.extend(annexe.measure.kind());
            short += usize::from(annexe.months() < 12);
            assert_eq!(annexe.computed_amount(), annexe.posts.amount, "{}", annexe.number);
            assert_eq!(domain::asp::rates_add_up(&annexe.objectives), Some(true));
            assert_eq!(domain::asp::financers_add_up(&annexe.finance), Some(true));
        }
        assert_eq!(kinds.len(), 5);
        assert!(short > 0, "some annexes last less than a year");
    }
}

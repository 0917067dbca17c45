//! The sheet of networks as Pilotage would publish it of the invented structures.

use std::fmt::Write;

use domain::Structure;

/// The networks of the structures, in turns; one in four stands in no list, one in four in two.
const TURNS: [&[&str]; 8] = [
    &["COORACE"],
    &[],
    &["Réseau Cocagne", "FAS"],
    &["Chantier école"],
    &["Fédération des entreprises d’insertion"],
    &[],
    &["Emmaüs France", "Tissons la solidarité"],
    &["CNLRQ"],
];

/// The sheet, two columns and a row a membership.
#[must_use]
pub fn network_sheet(structures: &[Structure]) -> String {
    let mut sheet = "SIRET,Réseau IAE\n".to_owned();
    for structure in structures {
        // By ASP's number, so that a structure has the same networks whatever the others are.
        let turn = usize::try_from(structure.asp.asp_id).unwrap_or_default() % TURNS.len();
        for network in TURNS[turn] {
            writeln!(sheet, "{},{network}", structure.asp.siret).expect("a string takes all that is written");
        }
    }
    sheet
}

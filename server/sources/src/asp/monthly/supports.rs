//! `fluxIAE_Accompagnement`: people concerned by eight obstacles and helped with them, one row an annexe.

use std::io::BufRead;

use domain::asp::realised::{Gathering, Helped, SupportRow, Supports};

use super::table::{Cells, Column, Table, needed, useful};
use crate::asp::{FileProblem, RowProblem, cell::Fault};

/// Columns before the counts.
const BEFORE: usize = 4;
/// Counts of the eight obstacles, four each in the order of [`domain::asp::realised::Obstacle::ALL`]; then of the two
/// supports, three each.
const COLUMNS: [Column; BEFORE + 32 + 6] = [
    needed("acc_afi_id"),
    useful("acc_id"),
    useful("acc_date_creation"),
    useful("acc_date_modification"),
    useful("acc_dif_nb_sal_conc_illetrisme"),
    useful("acc_dif_nb_sal_int_illetrisme"),
    useful("acc_dif_nb_sal_ext_illetrisme"),
    useful("acc_dif_nb_sal_int_ext_illetrisme"),
    useful("acc_dif_nb_sal_conc_demarch"),
    useful("acc_dif_nb_sal_int_demarch"),
    useful("acc_dif_nb_sal_ext_demarch"),
    useful("acc_dif_nb_sal_int_ext_demarch"),
    useful("acc_dif_nb_sal_conc_heberg"),
    useful("acc_dif_nb_sal_int_heberg"),
    useful("acc_dif_nb_sal_ext_heberg"),
    useful("acc_dif_nb_sal_int_ext_heberg"),
    useful("acc_dif_nb_sal_conc_mobilite"),
    useful("acc_dif_nb_sal_int_mobilite"),
    useful("acc_dif_nb_sal_ext_mobilite"),
    useful("acc_dif_nb_sal_int_ext_mobilite"),
    useful("acc_dif_nb_sal_conc_sante"),
    useful("acc_dif_nb_sal_int_sante"),
    useful("acc_dif_nb_sal_ext_sante"),
    useful("acc_dif_nb_sal_int_ext_sante"),
    useful("acc_dif_nb_sal_conc_justice"),
    useful("acc_dif_nb_sal_int_justice"),
    useful("acc_dif_nb_sal_ext_justice"),
    useful("acc_dif_nb_sal_int_ext_justice"),
    useful("acc_dif_nb_sal_conc_surendet"),
    useful("acc_dif_nb_sal_int_surendet"),
    useful("acc_dif_nb_sal_ext_surendet"),
    useful("acc_dif_nb_sal_int_ext_surendet"),
    useful("acc_dif_nb_sal_conc_manque_dispo"),
    useful("acc_dif_nb_sal_int_manque_dispo"),
    useful("acc_dif_nb_sal_ext_manque_dispo"),
    useful("acc_dif_nb_sal_int_ext_manque_dispo"),
    useful("acc_det_nb_presta_tech_int"),
    useful("acc_det_nb_presta_tech_ext"),
    useful("acc_det_nb_presta_tech_int_ext"),
    useful("acc_det_nb_benef_projet_pro_int"),
    useful("acc_det_nb_benef_projet_pro_ext"),
    useful("acc_det_nb_benef_projet_pro_int_ext"),
];
const ANNEXE: usize = 0;
const ID: usize = 1;
const CREATED: usize = 2;
const MODIFIED: usize = 3;

/// Reads the view into a gathering.
pub(super) fn read(
    input: &mut dyn BufRead,
    gathering: &mut Gathering,
    aside: &mut dyn FnMut(&RowProblem),
) -> Result<(), FileProblem> {
    Table::open(input, &COLUMNS)?.each(
        &mut |cells| {
            gathering.support(row(cells)?);
            Ok(())
        },
        aside,
    )
}

fn row(cells: &Cells<'_>) -> Result<SupportRow, Fault> {
    let mut obstacles = [Helped::default(); 8];
    for (obstacle, first) in obstacles.iter_mut().zip((BEFORE..).step_by(4)) {
        *obstacle = Helped { concerned: cells.count(first)?, ..helped(cells, first + 1)? };
    }
    let supports = Supports { job_search: helped(cells, BEFORE + 32)?, project: helped(cells, BEFORE + 35)? };
    let told = cells.day(MODIFIED)?.or(cells.day(CREATED)?);
    Ok(SupportRow {
        annexe: cells.needed_id(ANNEXE)?,
        told,
        id: cells.id(ID)?.unwrap_or_default(),
        obstacles,
        supports,
    })
}

/// Three counts in a row: inside, outside, both.
fn helped(cells: &Cells<'_>, first: usize) -> Result<Helped, Fault> {
    Ok(Helped {
        concerned: 0,
        inside: cells.count(first)?,
        outside: cells.count(first + 1)?,
        both: cells.count(first + 2)?,
    })
}

#[cfg(test)]
mod tests {
    use domain::asp::realised::Obstacle;

    use super::*;

    #[test]
    fn the_columns_follow_the_order_of_the_obstacles() {
        let names: Vec<&str> = COLUMNS[BEFORE..BEFORE + 32].iter().map(|column| column.name).collect();
        let expected = Obstacle::ALL.iter().flat_map(|(_, end)| {
            ["conc", "int", "ext", "int_ext"].map(|part| format!("acc_dif_nb_sal_{part}_{end}"))
        });
        assert_eq!(names, expected.collect::<Vec<_>>());
    }
}

//! `fluxIAE_Salarie`: sex, year of birth and two zones; the name, the number and the address stay in the file.

use std::io::BufRead;

use domain::asp::realised::{Gathering, PersonRow, Sex};

use super::table::{Cells, Column, Table, needed, useful};
use crate::asp::{FileProblem, RowProblem, cell::Fault};

const COLUMNS: [Column; 5] = [
    needed("salarie_id"),
    useful("salarie_rci_libelle"),
    useful("salarie_date_naissance"),
    useful("salarie_adr_qpv_type"),
    useful("salarie_adr_is_zrr"),
];
const ID: usize = 0;
const SEX: usize = 1;
const BORN: usize = 2;
const QPV: usize = 3;
const ZRR: usize = 4;

/// Reads the view into a gathering.
pub(super) fn read(
    input: &mut dyn BufRead,
    gathering: &mut Gathering,
    aside: &mut dyn FnMut(&RowProblem),
) -> Result<(), FileProblem> {
    Table::open(input, &COLUMNS)?.each(
        &mut |cells| {
            gathering.person(&row(cells)?);
            Ok(())
        },
        aside,
    )
}

fn row(cells: &Cells<'_>) -> Result<PersonRow, Fault> {
    Ok(PersonRow {
        id: cells.needed_id(ID)?,
        sex: match cells.text(SEX) {
            "M." | "M" => Some(Sex::Man),
            "MME" | "Mme" => Some(Sex::Woman),
            _ => None,
        },
        born: cells.day(BORN)?.map(form::Date::year),
        qpv: cells.text(QPV) == "QP",
        zrr: cells.yes(ZRR)?,
    })
}

//! `fluxIAE_MarchesPublics`: receipts of public markets by sector, one row an annexe.

use std::io::BufRead;

use domain::asp::realised::{Gathering, MarketRow};
use form::Decimal;

use super::table::{Cells, Column, Table, needed, useful};
use crate::asp::{FileProblem, RowProblem, cell::Fault};

/// Columns before the receipts.
const BEFORE: usize = 2;
/// Receipts in the order of [`domain::asp::realised::Sector::ALL`].
const COLUMNS: [Column; BEFORE + 7] = [
    needed("mpu_af_id"),
    useful("mpu_date_creation"),
    useful("mpu_sct_mt_recet_nettoyage"),
    useful("mpu_sct_mt_recet_serv_pers"),
    useful("mpu_sct_mt_recet_btp"),
    useful("mpu_sct_mt_recet_agri"),
    useful("mpu_sct_mt_recet_recycl"),
    useful("mpu_sct_mt_recet_transp"),
    useful("mpu_sct_mt_recet_autres"),
];

/// Reads the view into a gathering.
pub(super) fn read(
    input: &mut dyn BufRead,
    gathering: &mut Gathering,
    aside: &mut dyn FnMut(&RowProblem),
) -> Result<(), FileProblem> {
    Table::open(input, &COLUMNS)?.each(
        &mut |cells| {
            gathering.market(row(cells)?);
            Ok(())
        },
        aside,
    )
}

fn row(cells: &Cells<'_>) -> Result<MarketRow, Fault> {
    let mut receipts = [Decimal::ZERO; 7];
    for (sector, column) in receipts.iter_mut().zip(BEFORE..) {
        *sector = cells.decimal(column)?;
    }
    Ok(MarketRow { annexe: cells.needed_id(0)?, told: cells.day(1)?, receipts })
}

#[cfg(test)]
mod tests {
    use domain::asp::realised::Sector;

    use super::*;

    #[test]
    fn the_columns_follow_the_order_of_the_sectors() {
        let names: Vec<&str> = COLUMNS[BEFORE..].iter().map(|column| column.name).collect();
        let expected = Sector::ALL.iter().map(|(_, end)| format!("mpu_sct_mt_recet_{end}"));
        assert_eq!(names, expected.collect::<Vec<_>>());
    }
}

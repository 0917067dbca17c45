//! `fluxIAE_Formations`: length, type and objective of the trainings, by contract.

use std::io::BufRead;

use domain::asp::realised::{Gathering, TrainingRow};

use super::table::{Cells, Column, Table, needed, useful};
use crate::asp::{FileProblem, RowProblem, cell::Fault};

const COLUMNS: [Column; 8] = [
    needed("formation_id_ctr"),
    needed("formation_date_debut"),
    useful("formation_id_for"),
    useful("formation_duree_heures"),
    useful("formation_duree_minutes"),
    useful("formation_duree_jours"),
    useful("formation_type_for_code"),
    useful("formation_objectif_for_code"),
];
const CONTRACT: usize = 0;
const START: usize = 1;
const ID: usize = 2;
const HOURS: usize = 3;
const MINUTES: usize = 4;
const DAYS: usize = 5;
const KIND: usize = 6;
const OBJECTIVE: usize = 7;

/// Most hours of one training: more is a slip of the pen.
const MOST_HOURS: u32 = 10_000;

/// Reads the view into a gathering.
pub(super) fn read(
    input: &mut dyn BufRead,
    gathering: &mut Gathering,
    aside: &mut dyn FnMut(&RowProblem),
) -> Result<(), FileProblem> {
    Table::open(input, &COLUMNS)?.each(
        &mut |cells| {
            let kind = gathering.training_type(cells.text(KIND));
            let objective = gathering.training_objective(cells.text(OBJECTIVE));
            gathering.training(&TrainingRow { kind, objective, ..row(cells)? });
            Ok(())
        },
        aside,
    )
}

fn row(cells: &Cells<'_>) -> Result<TrainingRow, Fault> {
    let (hours, minutes) = (cells.count(HOURS)?, cells.count(MINUTES)?);
    if hours > MOST_HOURS || minutes > MOST_HOURS * 60 {
        return Err(cells.fault(HOURS, "durée invraisemblable"));
    }
    let total = hours * 60 + minutes;
    let days = u16::try_from(cells.count(DAYS)?).map_err(|_| cells.fault(DAYS, "durée invraisemblable"))?;
    Ok(TrainingRow {
        contract: cells.needed_id(CONTRACT)?,
        id: cells.id(ID)?.unwrap_or_default(),
        start: cells.day(START)?.ok_or_else(|| cells.fault(START, "valeur manquante"))?,
        minutes: (total > 0).then_some(total),
        days,
        kind: 0,
        objective: 0,
    })
}

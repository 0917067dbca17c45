//! `fluxIAE_EtatMensuelIndiv`: hours and exits, one row a person, a contract and a month; the largest view.

use std::io::BufRead;

use domain::asp::realised::{ActivityRow, Hours, Monthly, PayRow, StatementRow};

use super::table::{Cells, Column, Table, needed, useful};
use crate::asp::{FileProblem, RowProblem, cell::Fault};

const COLUMNS: [Column; 13] = [
    needed("emi_afi_id"),
    needed("emi_pph_id"),
    needed("emi_ctr_id"),
    needed("emi_sme_annee"),
    needed("emi_sme_mois"),
    needed("emi_nb_heures_travail"),
    needed("emi_esm_etat_code"),
    needed("emi_motif_sortie_id"),
    useful("emi_dsm_id"),
    useful("emi_date_modification"),
    useful("emi_dsm_ca_reel"),
    useful("emi_dsm_nb_rdv_mens_ti"),
    useful("emi_mt_salaire_brut"),
];
const ANNEXE: usize = 0;
const PERSON: usize = 1;
const CONTRACT: usize = 2;
const YEAR: usize = 3;
const MONTH: usize = 4;
const HOURS: usize = 5;
const STATE: usize = 6;
const REASON: usize = 7;
const LINE: usize = 8;
const MODIFIED: usize = 9;
const TURNOVER: usize = 10;
const MEETINGS: usize = 11;
const PAY: usize = 12;

/// Reads the view into what is gathered.
pub(super) fn read(
    input: &mut dyn BufRead,
    gathering: &mut Monthly,
    aside: &mut dyn FnMut(&RowProblem),
) -> Result<(), FileProblem> {
    Table::open(input, &COLUMNS)?.each(
        &mut |cells| {
            let row = row(cells, gathering)?;
            gathering.activity(&activity(cells, &row));
            gathering.pay(&pay(cells, &row));
            gathering.statement(&row);
            Ok(())
        },
        aside,
    )
}

/// What an independent worker did in the month; a cell that cannot be read tells nothing, and keeps no hours out.
fn activity(cells: &Cells<'_>, row: &StatementRow) -> ActivityRow {
    let told = !cells.text(MEETINGS).is_empty();
    let meetings = cells.count(MEETINGS).ok().filter(|_| told);
    ActivityRow {
        annexe: row.annexe,
        person: row.person,
        contract: row.contract,
        line: row.line,
        year: row.year,
        month: row.month,
        modified: row.modified,
        turnover: cells.cents(TURNOVER).unwrap_or_default(),
        meetings: meetings.and_then(|count| u16::try_from(count).ok()),
    }
}

/// What somebody was paid in the month; a cell that cannot be read tells nothing, and keeps no hours out.
fn pay(cells: &Cells<'_>, row: &StatementRow) -> PayRow {
    let gross = cells.cents(PAY).ok().flatten().unwrap_or_default();
    PayRow { annexe: row.annexe, year: row.year, gross, hours: row.hours, valid: row.valid }
}

fn row(cells: &Cells<'_>, gathering: &Monthly) -> Result<StatementRow, Fault> {
    let hours = match cells.text(HOURS) {
        "" => Hours::default(),
        text => Hours::parse(text).ok_or_else(|| cells.fault(HOURS, "n'est pas un nombre d'heures"))?,
    };
    let reasons = &gathering.references().reasons;
    Ok(StatementRow {
        annexe: cells.needed_id(ANNEXE)?,
        person: cells.needed_id(PERSON)?,
        contract: cells.id(CONTRACT)?.unwrap_or_default(),
        line: cells.id(LINE)?.unwrap_or_default(),
        year: i16::try_from(cells.needed_id(YEAR)?)
            .ok()
            .filter(|year| (2000..2100).contains(year))
            .ok_or_else(|| cells.fault(YEAR, "n'est pas une année"))?,
        month: i8::try_from(cells.needed_id(MONTH)?)
            .ok()
            .filter(|month| (1..=12).contains(month))
            .ok_or_else(|| cells.fault(MONTH, "n'est pas un mois"))?,
        hours,
        valid: cells.text(STATE) == "VALIDE",
        exit: cells.id(REASON)?.and_then(|id| reasons.get(&id).copied()),
        modified: cells.day(MODIFIED)?,
    })
}

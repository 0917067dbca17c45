//! `fluxIAE_ContratMission`: what a contract tells of its length, its form and the status of its person.

use std::io::BufRead;

use domain::asp::realised::{ContractRow, Gathering, Status, Statuses};

use super::table::{Cells, Column, Table, needed, useful};
use crate::asp::{FileProblem, RowProblem, cell::Fault};

const COLUMNS: [Column; 15] = [
    needed("contrat_id_ctr"),
    needed("contrat_id_pph"),
    needed("contrat_id_structure"),
    needed("contrat_mesure_disp_id"),
    needed("contrat_date_embauche"),
    needed("contrat_date_sortie_definitive"),
    needed("contrat_type_contrat"),
    useful("contrat_format_contrat_code"),
    useful("contrat_format_contrat_id"),
    useful("contrat_niveau_de_formation_id"),
    useful("contrat_salarie_pe_duree_id"),
    useful("contrat_salarie_rsa"),
    useful("contrat_salarie_ass"),
    useful("contrat_salarie_aah"),
    useful("contrat_salarie_rqth"),
];
const ID: usize = 0;
const PERSON: usize = 1;
const STRUCTURE: usize = 2;
const MEASURE: usize = 3;
const HIRED: usize = 4;
const LEFT: usize = 5;
const RENEWAL: usize = 6;
const FORM: usize = 7;
const FORM_ID: usize = 8;
const LEVEL: usize = 9;
const SEEKING: usize = 10;
const RSA: usize = 11;
const ASS: usize = 12;
const AAH: usize = 13;
const RQTH: usize = 14;

/// Reads the view into a gathering.
pub(super) fn read(
    input: &mut dyn BufRead,
    gathering: &mut Gathering,
    aside: &mut dyn FnMut(&RowProblem),
) -> Result<(), FileProblem> {
    Table::open(input, &COLUMNS)?.each(
        &mut |cells| {
            let row = row(cells, gathering)?;
            gathering.contract(&row);
            Ok(())
        },
        aside,
    )
}

fn row(cells: &Cells<'_>, gathering: &mut Gathering) -> Result<ContractRow, Fault> {
    let form = [cells.text(FORM), cells.text(FORM_ID)];
    let form = gathering.form(form.into_iter().find(|code| !code.is_empty()).unwrap_or_default());
    let references = gathering.references();
    Ok(ContractRow {
        id: cells.needed_id(ID)?,
        person: cells.needed_id(PERSON)?,
        structure: cells.needed_id(STRUCTURE)?,
        measure: u16::try_from(cells.needed_id(MEASURE)?).unwrap_or_default(),
        hired: cells.day(HIRED)?,
        left: cells.day(LEFT)?,
        // 0 for a first contract, else the number of the renewal.
        initial: cells.count(RENEWAL)? == 0,
        form,
        level: cells.id(LEVEL)?.and_then(|id| references.levels.get(&id).copied()),
        seeking: cells.id(SEEKING)?.and_then(|id| references.seeking.get(&id).copied()),
        statuses: Statuses::default()
            .with(Status::Rsa, rsa(cells)?)
            .with(Status::Ass, cells.yes(ASS)?)
            .with(Status::Aah, cells.yes(AAH)?)
            .with(Status::Rqth, cells.yes(RQTH)?),
    })
}

/// `OUI-M` is a raised RSA, `OUI-NM` one that is not.
fn rsa(cells: &Cells<'_>) -> Result<bool, Fault> {
    match cells.text(RSA) {
        "OUI-M" | "OUI-NM" => Ok(true),
        "NON" | "" => Ok(false),
        _ => Err(cells.fault(RSA, "n'est pas NON, OUI-M ou OUI-NM")),
    }
}

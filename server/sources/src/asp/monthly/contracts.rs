//! `fluxIAE_ContratMission`: what a contract tells of its length, its form, who sent its person and their status.

use std::io::BufRead;

use domain::asp::{
    realised::{BusinessRow, ContractRow, Gathering, Status, Statuses},
    weekly_minutes,
};

use super::table::{Cells, Column, Table, needed, useful};
use crate::asp::{FileProblem, RowProblem, cell::Fault};

const COLUMNS: [Column; 27] = [
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
    useful("contrat_orienteur_id"),
    useful("contrat_orienteur_code"),
    useful("contrat_duree_contrat"),
    useful("contrat_duree_hebdo_travail"),
    useful("contrat_date_premier_client"),
    useful("contrat_revenu_ti_3mois_sortie"),
    useful("contrat_salarie_parent_isole"),
    useful("contrat_salarie_sortant_ase"),
    useful("contrat_salarie_refugie"),
    useful("contrat_salarie_sortant_detention"),
    useful("contrat_salarie_hebergement"),
    useful("contrat_salarie_mobilite"),
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
const REFERRER_ID: usize = 15;
const REFERRER: usize = 16;
const MONTHS: usize = 17;
const WEEKLY: usize = 18;
const FIRST_CLIENT: usize = 19;
const INCOME: usize = 20;
/// What a cell that cannot be read tells nothing of.
const DIFFICULTIES: [(Status, usize); 6] = [
    (Status::LoneParent, 21),
    (Status::CareLeaver, 22),
    (Status::Refugee, 23),
    (Status::Released, 24),
    (Status::Homeless, 25),
    (Status::Immobile, 26),
];

/// Most months of a contract.
const LONGEST: u8 = 60;

/// Reads the view into a gathering.
pub(super) fn read(
    input: &mut dyn BufRead,
    gathering: &mut Gathering,
    aside: &mut dyn FnMut(&RowProblem),
) -> Result<(), FileProblem> {
    Table::open(input, &COLUMNS)?.each(
        &mut |cells| {
            let row = row(cells, gathering)?;
            gathering.business(&business(cells, row.id));
            gathering.contract(&row);
            Ok(())
        },
        aside,
    )
}

/// What a contract tells of an independent worker; a cell that cannot be read tells nothing, and keeps no contract out.
fn business(cells: &Cells<'_>, contract: u32) -> BusinessRow {
    let first_client = cells.day(FIRST_CLIENT).unwrap_or_default();
    BusinessRow { contract, first_client, income: cells.cents(INCOME).unwrap_or_default() }
}

fn row(cells: &Cells<'_>, gathering: &mut Gathering) -> Result<ContractRow, Fault> {
    let form = [cells.text(FORM), cells.text(FORM_ID)];
    let form = gathering.form(form.into_iter().find(|code| !code.is_empty()).unwrap_or_default());
    let referrer = [cells.text(REFERRER_ID), cells.text(REFERRER)];
    let referrer = gathering.referrer(referrer.into_iter().find(|code| !code.is_empty()).unwrap_or_default());
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
        referrer,
        months: months(cells),
        // Typed by hand: what is no week of work says nothing.
        weekly: weekly_minutes(cells.text(WEEKLY)).unwrap_or_default(),
        level: cells.id(LEVEL)?.and_then(|id| references.levels.get(&id).copied()),
        seeking: cells.id(SEEKING)?.and_then(|id| references.seeking.get(&id).copied()),
        statuses: difficulties(cells)
            .with(Status::Rsa, rsa(cells)?)
            .with(Status::Ass, cells.yes(ASS)?)
            .with(Status::Aah, cells.yes(AAH)?)
            .with(Status::Rqth, cells.yes(RQTH)?),
    })
}

/// The difficulties that a contract tells; how they are written keeps no contract out.
fn difficulties(cells: &Cells<'_>) -> Statuses {
    DIFFICULTIES.into_iter().fold(Statuses::default(), |statuses, (status, column)| {
        statuses.with(status, cells.yes(column).unwrap_or_default())
    })
}

/// Months it was signed for; 0 where no contract may last that long, or it cannot be read.
fn months(cells: &Cells<'_>) -> u8 {
    let months = cells.count(MONTHS).ok().and_then(|months| u8::try_from(months).ok());
    months.filter(|months| *months <= LONGEST).unwrap_or_default()
}

/// `OUI-M` is a raised RSA, `OUI-NM` one that is not.
fn rsa(cells: &Cells<'_>) -> Result<bool, Fault> {
    match cells.text(RSA) {
        "OUI-M" | "OUI-NM" => Ok(true),
        "NON" | "" => Ok(false),
        _ => Err(cells.fault(RSA, "n'est pas NON, OUI-M ou OUI-NM")),
    }
}

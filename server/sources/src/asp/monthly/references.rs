//! The reference views: codes and their labels, no person in them.

use std::{collections::BTreeMap, io::BufRead};

use domain::asp::realised::{EtpHours, ExitCategory, Level, References, Seeking};

use super::table::{Cells, Column, Table, needed, needed_like, useful, useful_like};
use crate::asp::{FileProblem, RowProblem, cell::Fault};

/// Labels of the categories of exits, by `rcs_id`, until the reasons are read.
pub(super) type Categories = BTreeMap<u32, ExitCategory>;

type Aside<'f> = &'f mut dyn FnMut(&RowProblem);

fn each(
    input: &mut dyn BufRead,
    columns: &'static [Column],
    aside: Aside<'_>,
    read: &mut dyn FnMut(&Cells<'_>) -> Result<(), Fault>,
) -> Result<(), FileProblem> {
    Table::open(input, columns)?.each(read, aside)
}

/// Reads `RefCategorieSort`.
pub(super) fn categories(input: &mut dyn BufRead, aside: Aside<'_>) -> Result<Categories, FileProblem> {
    const COLUMNS: [Column; 2] = [needed("rcs_id"), needed("rcs_libelle")];
    let mut categories = Categories::new();
    each(input, &COLUMNS, aside, &mut |cells| {
        if let Some(category) = ExitCategory::of_label(cells.text(1)) {
            categories.insert(cells.needed_id(0)?, category);
        }
        Ok(())
    })?;
    Ok(categories)
}

/// Reads `RefMotifSort`.
pub(super) fn reasons(
    input: &mut dyn BufRead,
    categories: &Categories,
    into: &mut References,
    aside: Aside<'_>,
) -> Result<(), FileProblem> {
    const COLUMNS: [Column; 2] = [needed("rms_id"), needed("rcs_id")];
    each(input, &COLUMNS, aside, &mut |cells| {
        let category = cells.id(1)?.and_then(|id| categories.get(&id));
        if let Some(category) = category {
            into.reasons.insert(cells.needed_id(0)?, *category);
        }
        Ok(())
    })
}

/// Reads `RefNiveauFormation`.
pub(super) fn levels(
    input: &mut dyn BufRead,
    into: &mut References,
    aside: Aside<'_>,
) -> Result<(), FileProblem> {
    const COLUMNS: [Column; 2] = [needed("rnf_id"), needed("rnf_libelle_niveau_form_empl")];
    each(input, &COLUMNS, aside, &mut |cells| {
        if let Some(level) = Level::of_label(cells.text(1)) {
            into.levels.insert(cells.needed_id(0)?, level);
        }
        Ok(())
    })
}

/// Reads `RefDureePoleEmploi`.
pub(super) fn seeking(
    input: &mut dyn BufRead,
    into: &mut References,
    aside: Aside<'_>,
) -> Result<(), FileProblem> {
    const COLUMNS: [Column; 2] = [needed("rdp_id"), needed("rdp_lib_duree_pe")];
    each(input, &COLUMNS, aside, &mut |cells| {
        if let Some(seeking) = Seeking::of_label(cells.text(1)) {
            into.seeking.insert(cells.needed_id(0)?, seeking);
        }
        Ok(())
    })
}

/// Reads `RefFormeContrat`.
///
/// Contracts hold the code in some deliveries and the identifier in others: both lead to the label.
pub(super) fn forms(
    input: &mut dyn BufRead,
    into: &mut References,
    aside: Aside<'_>,
) -> Result<(), FileProblem> {
    const COLUMNS: [Column; 3] =
        [needed("rfc_lib_forme_contrat"), useful("rfc_code_forme_contrat"), useful("rfc_id")];
    each(input, &COLUMNS, aside, &mut |cells| {
        for code in [cells.text(2), cells.text(1)] {
            if !code.is_empty() {
                into.forms.insert(code.to_owned(), cells.text(0).to_owned());
            }
        }
        Ok(())
    })
}

/// Longest label of who sends people: a longer one is a text, and could name somebody.
const LONGEST_LABEL: usize = 100;

/// Reads `RefOrienteur`, whose names of columns no public document tells: its label, its code, its identifier.
pub(super) fn referrers(
    input: &mut dyn BufRead,
    into: &mut References,
    aside: Aside<'_>,
) -> Result<(), FileProblem> {
    const COLUMNS: [Column; 3] = [needed_like("lib"), useful_like("code"), useful_like("id")];
    each(input, &COLUMNS, aside, &mut |cells| {
        let words: Vec<&str> = cells.text(0).split_whitespace().collect();
        let label = words.join(" ");
        if label.is_empty() || label.len() > LONGEST_LABEL {
            return Err(cells.fault(0, "n'est pas un libellé"));
        }
        for code in [cells.text(2), cells.text(1)] {
            if !code.is_empty() {
                into.referrers.insert(code.to_owned(), label.clone());
            }
        }
        Ok(())
    })
}

/// Reads `RefObjectifFormation`.
pub(super) fn objectives(
    input: &mut dyn BufRead,
    into: &mut References,
    aside: Aside<'_>,
) -> Result<(), FileProblem> {
    const COLUMNS: [Column; 3] = [needed("rme_id"), needed("rof_code_formation"), needed("rof_libelle")];
    each(input, &COLUMNS, aside, &mut |cells| {
        into.objectives.insert(labelled(cells)?, cells.text(2).to_owned());
        Ok(())
    })
}

/// Reads `RefTypeFormation`.
pub(super) fn types(
    input: &mut dyn BufRead,
    into: &mut References,
    aside: Aside<'_>,
) -> Result<(), FileProblem> {
    const COLUMNS: [Column; 3] = [needed("rme_id"), needed("rtf_code_formation"), needed("rtf_libelle")];
    each(input, &COLUMNS, aside, &mut |cells| {
        into.types.insert(labelled(cells)?, cells.text(2).to_owned());
        Ok(())
    })
}

fn labelled(cells: &Cells<'_>) -> Result<(u16, String), Fault> {
    Ok((measure(cells, 0)?, cells.text(1).to_owned()))
}

/// Reads `RefMesure`: `rme_id` and `code_mesure_disp`.
pub(super) fn measures(
    input: &mut dyn BufRead,
    into: &mut References,
    aside: Aside<'_>,
) -> Result<(), FileProblem> {
    const COLUMNS: [Column; 2] = [needed("rme_id"), needed("code_mesure_disp")];
    each(input, &COLUMNS, aside, &mut |cells| {
        into.measures.insert(measure(cells, 0)?, cells.text(1).to_owned());
        Ok(())
    })
}

/// Reads the hours of an ETP in `RefMontantIae`.
pub(super) fn etp_hours(
    input: &mut dyn BufRead,
    into: &mut References,
    aside: Aside<'_>,
) -> Result<(), FileProblem> {
    const COLUMNS: [Column; 6] = [
        needed("rmi_code"),
        needed("rmi_valeur"),
        needed("rme_id"),
        useful("rmi_date_debut_effet"),
        useful("rmi_date_fin_effet"),
        useful("code_dpt"),
    ];
    each(input, &COLUMNS, aside, &mut |cells| {
        let hours = if cells.text(0) == "DUR_AN_ETP" { cells.decimal(1)? } else { return Ok(()) };
        if hours.is_zero() {
            return Err(cells.fault(1, "valeur manquante"));
        }
        let place = cells.text(5).trim_start_matches('0');
        into.etp_hours.push(EtpHours {
            measure: measure(cells, 2)?,
            departement: (!place.is_empty()).then(|| format!("{place:0>2}")),
            from: cells.day(3)?,
            until: cells.day(4)?,
            hours,
        });
        Ok(())
    })
}

fn measure(cells: &Cells<'_>, column: usize) -> Result<u16, Fault> {
    u16::try_from(cells.needed_id(column)?).map_err(|_| cells.fault(column, "n'est pas une mesure"))
}

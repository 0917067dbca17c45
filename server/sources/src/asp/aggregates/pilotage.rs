//! Tables of pilotage, dropped as CSV files named after them.

use std::{collections::BTreeMap, fs::File, io::BufReader, path::Path};

use domain::asp::realised::{Agreed, AnnexeKey, Exits, Helped, Month, Obstacle, People, Source, Totals};
use form::Date;

use super::sheet::{Encoding, Line, csv};
use crate::asp::{FileProblem, RowProblem};

/// A table that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::asp) enum Table {
    /// ETP of an annexe and a year.
    Structures,
    /// Hours of an annexe and a month.
    Months,
    /// People and exits of an annexe and a year.
    People,
    /// Obstacles of an annexe.
    Obstacles,
    /// Project support of an annexe.
    Supports,
    /// ETP agreed of an annexe.
    Agreed,
    /// Trainings one by one, a contract each: the monthly views of ASP tell their sums.
    Unread,
}

const TABLES: [(&str, Table); 7] = [
    ("suivi_realisation_convention_par_structure", Table::Structures),
    ("suivi_realisation_convention_mensuelle", Table::Months),
    ("beneficiaires_sorties", Table::People),
    ("accompagnement_freins", Table::Obstacles),
    ("accompagnement_pro", Table::Supports),
    ("suivi_etp_conventionnes_v2", Table::Agreed),
    ("formations", Table::Unread),
];

/// What the names of the tables that are read begin with.
pub fn tables() -> impl Iterator<Item = &'static str> {
    TABLES.iter().filter(|(_, table)| *table != Table::Unread).map(|(name, _)| *name)
}

impl Table {
    /// The table that a file is named after: `suivi_realisation_convention_mensuelle_2026-11-16.csv`.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let stem = name.strip_suffix(".csv")?;
        TABLES.iter().find(|(table, _)| stem.starts_with(table)).map(|(_, table)| *table)
    }
}

/// Totals being added up, by annexe and year.
type All = BTreeMap<(AnnexeKey, i16), Totals>;

const ID: &str = "id_annexe_financiere";
const NUMBER: &str = "af_numero_annexe_financiere";
const YEAR: &str = "annee_af";
const STATE: &str = "emi_esm_etat_code";
const KIND: &str = "type_structure";
/// A number: its leading zero is lost.
const SIRET: &str = "siret_structure";

/// Reads a table.
pub(super) fn read(
    table: Table,
    file: &Path,
    received: Date,
    aside: super::Aside<'_>,
) -> Result<Vec<Totals>, FileProblem> {
    let mut input = BufReader::new(File::open(file)?);
    let mut all = All::new();
    let (columns, read): ([&[&'static str]; 2], Read) = match table {
        Table::Unread => return Ok(Vec::new()),
        Table::Structures => ([&[ID, NUMBER, YEAR, ETP], &[KIND, SIRET]], structures),
        Table::Months => {
            ([&[ID, NUMBER, YEAR, ENTERED, HOURS], &[KIND, SIRET, STATE, ETP_OF_MONTH, AGREED]], months)
        }
        Table::Agreed => ([&[ID, NUMBER], &[KIND, SIRET, YEAR, FROM, FROM_AGAIN, AGREED]], agreed),
        Table::People => ([&[NUMBER, WORKED_YEAR, TOTAL], &PEOPLE], people),
        Table::Obstacles => ([&[SUPPORTED, NUMBER, YEAR, OBSTACLE], &HELPED], obstacles),
        Table::Supports => ([&[SUPPORTED, NUMBER, YEAR, SUPPORT], &HELPED], supports),
    };
    csv(
        &mut input,
        (b',', Encoding::Utf8),
        columns,
        &mut |line| {
            let (key, year) = key(table, line)?;
            let blank = || Totals::silent(key.clone(), year, Source::Pilotage, received);
            let totals = all.entry((key.clone(), year)).or_insert_with(blank);
            totals.siret = line.siret(SIRET).or(totals.siret.take());
            read(line, totals)
        },
        aside,
    )?;
    Ok(all.into_values().collect())
}

type Read = fn(&Line<'_>, &mut Totals) -> Result<(), RowProblem>;

/// The annexe and the year of a row.
fn key(table: Table, line: &Line<'_>) -> Result<(AnnexeKey, i16), RowProblem> {
    let (id, year) = match table {
        Table::Structures | Table::Months => (Some(ID), YEAR),
        Table::Agreed => (Some(ID), if line.text(YEAR).is_empty() { FROM } else { YEAR }),
        Table::Obstacles | Table::Supports => (Some(SUPPORTED), YEAR),
        Table::People | Table::Unread => (None, WORKED_YEAR),
    };
    let annexe = line.annexe(NUMBER, KIND)?;
    let id = id.map(|column| line.count(column)).transpose()?.flatten().map(i64::from);
    let year = if year == FROM { year_begun(line)? } else { line.year(year)? };
    Ok((AnnexeKey { id, ..annexe }, year))
}

const ETP: &str = "somme_etp_realises_annuel";

/// One row an annexe, a year and a state of statements: they add up.
fn structures(line: &Line<'_>, totals: &mut Totals) -> Result<(), RowProblem> {
    if let Some(etp) = line.decimal(ETP)? {
        let work = totals.work.get_or_insert_default();
        work.etp_told = Some(work.etp_told.unwrap_or_default() + etp);
    }
    Ok(())
}

/// Annual ETP: those of a month, over the months of the annexe.
const AGREED: &str = "effectif_annuel_conventionné";
const FROM: &str = "af_date_debut_effet_v2";
const FROM_AGAIN: &str = "af_date_debut_effet";

/// What was agreed: once an annexe, or said again each month.
fn agreed(line: &Line<'_>, totals: &mut Totals) -> Result<(), RowProblem> {
    if let Some(etp) = line.decimal(AGREED)? {
        totals.agreed = Some(Agreed { etp: Some(etp), ..Agreed::default() });
    }
    Ok(())
}

/// The year an annexe begins in: `2026-01-01` or `01/01/2026`.
fn year_begun(line: &Line<'_>) -> Result<i16, RowProblem> {
    let text = [FROM, FROM_AGAIN].map(|column| line.text(column)).into_iter().find(|text| !text.is_empty());
    let day = text.unwrap_or_default().split([' ', 'T']).next().unwrap_or_default();
    let year = day.split(['-', '/']).find(|part| part.len() == 4).and_then(|year| year.parse::<i16>().ok());
    year.filter(|year| (2000..2100).contains(year)).ok_or_else(|| line.problem(FROM, "n'est pas une date"))
}

const ENTERED: &str = "date_saisie";
const HOURS: &str = "nombre_heures_travaillees";
/// Annual ETP of the hours of a month.
const ETP_OF_MONTH: &str = "nombre_etp_consommes_reels_annuels";

/// One row an annexe and a month; a month without `date_saisie` is future or late.
fn months(line: &Line<'_>, totals: &mut Totals) -> Result<(), RowProblem> {
    agreed(line, totals)?;
    let work = totals.work.get_or_insert_default();
    let entered = line.text(ENTERED);
    if entered.is_empty() {
        return Ok(());
    }
    // `2026-03-01` or `2026-03-01T00:00:00`.
    let month = entered.get(5..7).and_then(|month| month.parse::<i8>().ok());
    let month = month
        .filter(|month| (1..=12).contains(month))
        .ok_or_else(|| line.problem(ENTERED, "n'est pas une date AAAA-MM-JJ"))?;
    let hours = line.decimal(HOURS)?.unwrap_or_default();
    let valid = line.text(STATE) == "VALIDE";
    if let Some(etp) = line.decimal(ETP_OF_MONTH)? {
        work.etp_told = Some(work.etp_told.unwrap_or_default() + etp);
    }
    work.hours = Some(work.hours.unwrap_or_default() + hours);
    match work.months.iter_mut().find(|told| told.month == month) {
        Some(told) => {
            told.hours += hours;
            told.valid |= valid;
        }
        None => work.months.push(Month { month, hours, valid }),
    }
    work.months.sort_unstable_by_key(|told| told.month);
    Ok(())
}

const WORKED_YEAR: &str = "emi_sme_annee";
const TOTAL: &str = "nombre_de_beneficiaires";
const EXAMINED: &str = "total_sorties";
const DURABLE: &str = "total_sorties_emploi_durable";
const TRANSITION: &str = "total_sorties_emploi_transition";
const POSITIVE: &str = "total_sorties_emploi_positives";
const PEOPLE: [&str; 19] = [
    "dont_hommes",
    "dont_femmes",
    "dont_beneficiaires_du_rsa",
    "dont_beneficiaires_de_ass",
    "dont_beneficiaires_de_aah",
    "dont_beneficiaires_de_rqth",
    "dont_beneficiaires_en_zrr",
    "dont_beneficiaires_en_qpv",
    "dont_beneficiaires_jeunes",
    "dont_beneficiaires_seniors",
    "dont_beneficiaires_deld",
    "dont_beneficiaires_detld",
    "dont_beneficiaires_formation_cap_bep",
    "dont_beneficiaires_formation_non_certifiante",
    "dont_beneficiaires_formation_inf_cap",
    EXAMINED,
    DURABLE,
    TRANSITION,
    POSITIVE,
];

fn people(line: &Line<'_>, totals: &mut Totals) -> Result<(), RowProblem> {
    totals.people = Some(People {
        total: line.count(TOTAL)?,
        from_26_to_49: None,
        men: line.count("dont_hommes")?,
        women: line.count("dont_femmes")?,
        rsa: line.count("dont_beneficiaires_du_rsa")?,
        ass: line.count("dont_beneficiaires_de_ass")?,
        aah: line.count("dont_beneficiaires_de_aah")?,
        rqth: line.count("dont_beneficiaires_de_rqth")?,
        zrr: line.count("dont_beneficiaires_en_zrr")?,
        qpv: line.count("dont_beneficiaires_en_qpv")?,
        under_26: line.count("dont_beneficiaires_jeunes")?,
        from_50: line.count("dont_beneficiaires_seniors")?,
        deld: line.count("dont_beneficiaires_deld")?,
        detld: line.count("dont_beneficiaires_detld")?,
        cap_bep: line.count("dont_beneficiaires_formation_cap_bep")?,
        uncertified: line.count("dont_beneficiaires_formation_non_certifiante")?,
        below_cap: line.count("dont_beneficiaires_formation_inf_cap")?,
        difficulties: None,
    });
    let told = (line.count(DURABLE)?, line.count(TRANSITION)?, line.count(POSITIVE)?);
    if let (Some(durable), Some(transition), Some(positive)) = told {
        let examined = line.count(EXAMINED)?;
        let other = examined.and_then(|examined| examined.checked_sub(durable + transition + positive));
        totals.exits = Some(Exits { examined, durable, transition, positive, other, left_out: 0 });
    }
    Ok(())
}

const SUPPORTED: &str = "acc_afi_id";
const OBSTACLE: &str = "type_frein";
const HELPED: [&str; 4] = ["acc_nb_sal_conc", "acc_nb_sal_int", "acc_nb_sal_ext", "acc_nb_sal_int_ext"];

/// One row an annexe and an obstacle.
fn obstacles(line: &Line<'_>, totals: &mut Totals) -> Result<(), RowProblem> {
    let named = Obstacle::ALL.iter().find(|(_, name)| *name == line.text(OBSTACLE));
    let (obstacle, _) = named.ok_or_else(|| line.problem(OBSTACLE, "n'est pas un frein connu"))?;
    let helped = helped(line)?;
    totals.obstacles.get_or_insert_default().insert(*obstacle, helped);
    Ok(())
}

const SUPPORT: &str = "type_acc_pro";

/// One row an annexe and a support.
fn supports(line: &Line<'_>, totals: &mut Totals) -> Result<(), RowProblem> {
    let helped = helped(line)?;
    let supports = totals.supports.get_or_insert_default();
    match line.text(SUPPORT) {
        "presta_tech" => supports.job_search = helped,
        "benef_projet_pro" => supports.project = helped,
        _ => return Err(line.problem(SUPPORT, "n'est pas un appui connu")),
    }
    Ok(())
}

fn helped(line: &Line<'_>) -> Result<Helped, RowProblem> {
    let mut counts = [0; 4];
    for (count, column) in counts.iter_mut().zip(HELPED) {
        *count = line.count(column)?.unwrap_or_default();
    }
    let [concerned, inside, outside, both] = counts;
    Ok(Helped { concerned, inside, outside, both })
}

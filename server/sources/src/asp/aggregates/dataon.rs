//! `DataON*.xlsx`: ASP's own extraction of a closed year, one row an annexe.

use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use domain::asp::realised::{Exits, People, Source, Staff, StaffPart, Totals};
use form::Date;

use super::sheet::{Header, Line};
use crate::asp::{FileProblem, RowProblem};

const NUMBER: &str = "0 - Numéro de l'annexe / avenant";
const YEAR: &str = "Année";
const MEASURE: &str = "Mesure";
const SIRET: &str = "0 - SIRET";
const TOTAL: &str = "2 - Nombre total des salariés en insertion ayant travaillé da";
const MEN: &str = "2 - Dont hommes";
const WOMEN: &str = "2 - Dont femmes";
const RSA: &str = "2 - Dont bénéficiaires du RSA";
const ASS: &str = "2 - Dont bénéficiaires de l'ASS";
const AAH: &str = "2 - Dont bénéficiaires de l'AAH";
const RQTH: &str = "2 - Dont nombre de personnes reconnues RQTH";
const ZRR: &str = "2 - Dont résidants en ZRR";
const QPV: &str = "2 - Dont résidants en QPV";
const UNDER_26: &str = "2 - Dont jeunes de moins de 26 ans";
const FROM_50: &str = "2 - Dont personnes sans emploi de 50 ans et plus";
const DELD: &str = "2 - Dont inscrits à Pôle emploi depuis 12 à 23 mois";
const DETLD: &str = "2 - Dont inscrits à Pôle emploi depuis 24 mois et plus";
const CAP_BEP: &str = "2 - Dont personnes avec un niveau CAP – BEP";
const UNCERTIFIED: &str = "2 - Dont personnes avec qualifications non certifiantes";
const BELOW_CAP: &str = "2 - Dont personnes avec un niveau inférieur au CAP";
const EXAMINED: &str = "4 - Total des sorties examinées AI ETTI EITI";
const DURABLE: &str = "5 - Total des sorties dans l'emploi durable";
const TRANSITION: &str = "6 - Total des sorties dans l'emploi de transition";
const POSITIVE: &str = "7 - Total des sorties positives";
/// Staff: hours then ETP of each.
const STAFF: [[&str; 2]; 4] = [
    [
        "0 - Salariés permanents en charge de l'encadrement technique des salariés en insertion - Nombre d'heures \
         réalisées au cours de la période conventionnée",
        "0 - Salariés permanents en charge de l'encadrement technique des salariés en insertion - Nombre d'ETP \
         réalisés au cours de la période conventionnée",
    ],
    [
        "0 - Salariés permanents en charge de l'accompagnement socioprofessionnel - Nombre d'heures réalisées au \
         cours de la période conventionnée",
        "0 - Salariés permanents en charge de l'accompagnement socioprofessionnel - Nombre d'ETP réalisés au \
         cours de la période conventionnée",
    ],
    [
        "0 - Travailleurs non salariés dans la structure (hors bénévoles) - Nombre d'heures réalisées au cours de \
         la période conventionnée",
        "0 - Travailleurs non salariés dans la structure (hors bénévoles) - Nombre d'ETP réalisés au cours de la \
         période conventionnée",
    ],
    [
        "0 - Prestataires externes en charge de l'encadrement technique et de l'accompagnement \
         socioprofessionnel - Nombre d'heures réalisées au cours de la période conventionnée",
        "0 - Prestataires externes en charge de l'encadrement technique et de l'accompagnement \
         socioprofessionnel - Nombre d'ETP réalisés au cours de la période conventionnée",
    ],
];

/// Reads the first sheet of the workbook.
pub(super) fn read(file: &Path, received: Date, aside: super::Aside<'_>) -> Result<Vec<Totals>, FileProblem> {
    let damaged = |_: calamine::XlsxError| FileProblem::Table("ce classeur ne peut pas être ouvert");
    // Opened first by itself: a file that is not there is told as such.
    std::fs::File::open(file)?;
    let mut book: Xlsx<_> = open_workbook(file).map_err(damaged)?;
    let sheet = book.worksheet_range_at(0).ok_or(FileProblem::Table("ce classeur n'a aucune feuille"))?;
    let sheet = sheet.map_err(damaged)?;
    let first = sheet.start().map_or(0, |(row, _)| usize::try_from(row).unwrap_or_default());
    let mut rows = sheet.rows().map(|row| row.iter().map(text).collect::<Vec<String>>());
    let names = rows.next().ok_or(FileProblem::Table("la feuille est vide"))?;
    let header = Header::of(&names, &[NUMBER, YEAR, TOTAL], &useful())?;
    let mut all = Vec::new();
    for (place, cells) in rows.enumerate() {
        let line = Line { header: &header, cells: &cells, number: first + place + 2 };
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match totals(&line, received) {
            Ok(totals) => all.push(totals),
            Err(problem) => aside(&problem),
        }
    }
    Ok(all)
}

fn useful() -> Vec<&'static str> {
    let counted = [
        MEASURE,
        SIRET,
        MEN,
        WOMEN,
        RSA,
        ASS,
        AAH,
        RQTH,
        ZRR,
        QPV,
        UNDER_26,
        FROM_50,
        DELD,
        DETLD,
        CAP_BEP,
        UNCERTIFIED,
        BELOW_CAP,
        EXAMINED,
        DURABLE,
        TRANSITION,
        POSITIVE,
    ];
    counted.into_iter().chain(STAFF.into_iter().flatten()).collect()
}

/// A cell as text. A workbook holds floats: their shortest writing is the number that was typed.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        other => other.to_string(),
    }
}

fn totals(line: &Line<'_>, received: Date) -> Result<Totals, RowProblem> {
    let key = line.annexe(NUMBER, MEASURE)?;
    let mut totals = Totals::silent(key, line.year(YEAR)?, Source::DataOn, received);
    totals.siret = line.siret(SIRET);
    totals.people = people(line)?;
    totals.exits = exits(line)?;
    let [supervision, support, non_employees, providers] = STAFF;
    let staff = Staff {
        supervision: part(line, supervision)?,
        support: part(line, support)?,
        non_employees: part(line, non_employees)?,
        providers: part(line, providers)?,
    };
    totals.staff = Some(staff).filter(|staff| *staff != Staff::default());
    Ok(totals)
}

fn people(line: &Line<'_>) -> Result<Option<People>, RowProblem> {
    let Some(total) = line.count(TOTAL)? else { return Ok(None) };
    let (under_26, from_50) = (line.count(UNDER_26)?, line.count(FROM_50)?);
    // The band between is what remains: this source does not tell it.
    let between = under_26.zip(from_50).and_then(|(young, old)| total.checked_sub(young.checked_add(old)?));
    Ok(Some(People {
        total: Some(total),
        men: line.count(MEN)?,
        women: line.count(WOMEN)?,
        under_26,
        from_26_to_49: between,
        from_50,
        rsa: line.count(RSA)?,
        ass: line.count(ASS)?,
        aah: line.count(AAH)?,
        rqth: line.count(RQTH)?,
        qpv: line.count(QPV)?,
        zrr: line.count(ZRR)?,
        deld: line.count(DELD)?,
        detld: line.count(DETLD)?,
        cap_bep: line.count(CAP_BEP)?,
        uncertified: line.count(UNCERTIFIED)?,
        below_cap: line.count(BELOW_CAP)?,
        difficulties: None,
    }))
}

fn exits(line: &Line<'_>) -> Result<Option<Exits>, RowProblem> {
    let told = (line.count(DURABLE)?, line.count(TRANSITION)?, line.count(POSITIVE)?);
    let (Some(durable), Some(transition), Some(positive)) = told else { return Ok(None) };
    let examined = line.count(EXAMINED)?;
    let other = examined.and_then(|examined| examined.checked_sub(durable + transition + positive));
    Ok(Some(Exits { examined, durable, transition, positive, other, left_out: 0 }))
}

fn part(line: &Line<'_>, [hours, etp]: [&'static str; 2]) -> Result<StaffPart, RowProblem> {
    Ok(StaffPart { hours: line.decimal(hours)?, etp: line.decimal(etp)? })
}

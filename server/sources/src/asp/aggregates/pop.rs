//! `iae_v1_0_suivi_hebdomadaire_*.csv`: DGEFP's weekly follow-up of the posts (« POP »), one row an annexe and a payer.

use std::{collections::BTreeMap, fs::File, io::BufReader, path::Path};

use domain::{
    Siret,
    asp::realised::{Agreed, AnnexeKey, Source, Totals, Work},
};
use form::{Date, Decimal};

use super::sheet::{Encoding, csv};
use crate::asp::FileProblem;

const SIRET: &str = "SIRET actualisé";
const NUMBER: &str = "Num Annexe";
const YEAR: &str = "Année d'analyse";
const AID: &str = "Type Aide";
const ETP: &str = "ETP déclarés";
const AGREED: &str = "ETP conventionnés";
const AMOUNT: &str = "Montant conventionné";
const AT_MOST: &str = "ETP réalisé plafonné au max des ETP conv";
const GAP: &str = "Réalisation en ETP en deçà ou au-delà du conventionnement";
const NEEDED: [&str; 4] = [NUMBER, YEAR, AID, ETP];
const USEFUL: [&str; 5] = [SIRET, AGREED, AMOUNT, AT_MOST, GAP];
/// The only aid that pays posts.
const POSTS: &str = "Aide au poste";

/// What a file tells of an annexe and a year, all its payers together.
#[derive(Default)]
struct Told {
    siret: Option<Siret>,
    declared: Option<Decimal>,
    agreed: Agreed,
}

/// Reads the file: of each annexe and year, the ETP declared and agreed, all its payers together.
pub(super) fn read(file: &Path, received: Date, aside: super::Aside<'_>) -> Result<Vec<Totals>, FileProblem> {
    let as_of = day_of_name(file).unwrap_or(received);
    let mut all: BTreeMap<(AnnexeKey, i16), Told> = BTreeMap::new();
    let mut input = BufReader::new(File::open(file)?);
    csv(
        &mut input,
        (b';', Encoding::Latin1),
        [&NEEDED, &USEFUL],
        &mut |line| {
            if line.text(AID) == POSTS {
                let key = (line.annexe(NUMBER, "")?, line.year(YEAR)?);
                let declared = line.decimal(ETP)?;
                let agreed = Agreed {
                    etp: line.decimal(AGREED)?,
                    amount: line.decimal(AMOUNT)?,
                    worked_at_most: line.decimal(AT_MOST)?,
                    gap: line.decimal(GAP)?,
                };
                let told = all.entry(key).or_default();
                told.siret = line.siret(SIRET).or(told.siret.take());
                told.declared = declared.map(|etp| etp + told.declared.unwrap_or_default()).or(told.declared);
                told.agreed = told.agreed.with(agreed);
            }
            Ok(())
        },
        aside,
    )?;
    let told =
        all.into_iter().filter(|(_, told)| told.declared.is_some() || told.agreed != Agreed::default());
    let totals = told.map(|((key, year), told)| Totals {
        siret: told.siret,
        work: told.declared.map(|etp| Work { etp_told: Some(etp), ..Work::default() }),
        agreed: (told.agreed != Agreed::default()).then_some(told.agreed),
        ..Totals::silent(key, year, Source::Pop, as_of)
    });
    Ok(totals.collect())
}

/// The day in the name of a file: eight digits, year first or day first.
fn day_of_name(file: &Path) -> Option<Date> {
    let name = file.file_stem()?.to_str()?;
    let digits: String = name.rsplit('_').next()?.chars().filter(char::is_ascii_digit).collect();
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<i16>().ok());
    let date = |year: Option<i16>, month: Option<i16>, day: Option<i16>| {
        let (month, day) = (i8::try_from(month?).ok()?, i8::try_from(day?).ok()?);
        Date::new(year.filter(|year| (2000..2100).contains(year))?, month, day).ok()
    };
    (digits.len() == 8).then(|| {
        date(part(0..4), part(4..6), part(6..8)).or_else(|| date(part(4..8), part(2..4), part(0..2)))
    })?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_may_tell_its_day() {
        let day = |name: &str| day_of_name(Path::new(name));
        let expected = Some(Date::constant(2026, 11, 16));
        assert_eq!(day("iae_v1_0_suivi_hebdomadaire_20261116.csv"), expected);
        assert_eq!(day("iae_v1_0_suivi_hebdomadaire_16112026.csv"), expected);
        assert_eq!(day("iae_v1_0_suivi_hebdomadaire_2026-11-16.csv"), expected);
        assert_eq!(day("iae_v1_0_suivi_hebdomadaire_semaine.csv"), None);
    }
}

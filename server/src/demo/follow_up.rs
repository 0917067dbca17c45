//! What DGEFP and Pilotage publish of invented structures: the sums of ASP's months, but for a few that differ.

use std::{fmt::Write, fs, path::Path, path::PathBuf};

use domain::asp::realised::{Realised, Source, Totals};
use form::{Date, Decimal};

/// One annexe in so many is told otherwise by DGEFP.
const ODD: i64 = 9;
/// By how much, in ETP.
const GAP: Decimal = Decimal::from_parts(35, 0, 0, false, 2);

/// Writes the weekly follow-up of DGEFP and a table of Pilotage in a folder; answers their paths.
pub fn write_follow_ups(folder: &Path, realised: &[Realised], day: Date) -> std::io::Result<[PathBuf; 2]> {
    let mut dgefp = "SIRET actualisé;Num Annexe;Année d'analyse;Type Aide;ETP déclarés\r\n".to_owned();
    let mut pilotage =
        "id_annexe_financiere,af_numero_annexe_financiere,annee_af,somme_etp_realises_annuel\n".to_owned();
    let own = realised.iter().flat_map(Realised::totals);
    for totals in own.filter(|totals| totals.source == Source::Flux) {
        let Some((id, number, etp)) = told(totals) else { continue };
        let declared = if id % ODD == 0 { etp + GAP } else { etp };
        let siret = totals.siret.as_ref().map(ToString::to_string).unwrap_or_default();
        let (year, comma) = (totals.year, declared.to_string().replace('.', ","));
        let written = write!(dgefp, "{siret};{number};{year};Aide au poste;{comma}\r\n");
        written
            .and(writeln!(pilotage, "{id},{number},{year},{etp}"))
            .expect("a string takes all that is written");
    }
    let stamp = format!("{:04}{:02}{:02}", day.year(), day.month(), day.day());
    let paths = [
        folder.join(format!("iae_v1_0_suivi_hebdomadaire_{stamp}.csv")),
        folder.join("suivi_realisation_convention_par_structure.csv"),
    ];
    // DGEFP writes each letter on one byte.
    let latin: Vec<u8> = dgefp.chars().map(|letter| u8::try_from(letter).unwrap_or(b'?')).collect();
    fs::write(&paths[0], latin)?;
    fs::write(&paths[1], pilotage)?;
    Ok(paths)
}

/// The annexe, and the ETP that were worked under it; none where nobody worked.
fn told(totals: &Totals) -> Option<(i64, &str, Decimal)> {
    let etp = totals.work.as_ref()?.etp().filter(|etp| !etp.is_zero())?.round_dp(2);
    Some((totals.key.id?, totals.key.number.as_deref()?, etp))
}

//! Real files of the sample delivery, where they are at hand beside the project.

mod aggregates;
mod bilan;
mod cofinanced;
mod contract;
mod delivered;
mod demo;
mod doubts;
mod inventory;
mod kept;
mod parties;
mod plain;
mod prefill;
mod producers;
mod proposals;
mod realised;
mod service;
mod trame;
mod upstream;

use std::path::PathBuf;

use domain::asp::{financers_add_up, rates_add_up};
use sources::asp::{Reader, View, with_text};

/// A file of the sample delivery, or `None`, said, where the folder is absent.
#[must_use]
pub fn sample(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/asp").join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: no sample delivery at {}", path.display());
    None
}

#[test]
fn the_sample_annexes_are_read_and_their_amounts_reproduced() {
    let Some(path) = sample("fluxIAE_AnnexeFinanciere_22022022_112211.csv.gz") else { return };
    let (rows, amounts) = with_text(&path, |text| {
        let mut reader = Reader::open(text)?;
        assert_eq!(reader.delivery().view, View::AnnexeFinanciere);
        assert_eq!(reader.delivery().date, form::Date::constant(2022, 2, 7));
        let (mut rows, mut amounts) = (0, 0);
        while let Some(row) = reader.annexe()? {
            let annexe = row.expect("every row of the sample is right");
            rows += 1;
            if annexe.posts.amount.is_some() {
                assert_eq!(annexe.computed_amount(), annexe.posts.amount, "{}", annexe.number);
                amounts += 1;
            }
            assert_ne!(rates_add_up(&annexe.objectives), Some(false), "{}", annexe.number);
            assert_ne!(financers_add_up(&annexe.finance), Some(false), "{}", annexe.number);
        }
        Ok((rows, amounts))
    })
    .expect("a ZIP under the name of a gzip");
    assert_eq!((rows, amounts), (38, 33));
}

#[test]
fn the_sample_structures_are_read() {
    let Some(path) = sample("fluxIAE_Structure_22022022_112211.csv.gz") else { return };
    let names = with_text(&path, |text| {
        let mut reader = Reader::open(text)?;
        let mut names = Vec::new();
        while let Some(row) = reader.structure()? {
            let structure = row.expect("every row of the sample is right");
            names.push((structure.asp_id, structure.siret, structure.seat.phone));
        }
        Ok(names)
    })
    .expect("a ZIP under the name of a gzip");
    let cias = names.iter().find(|(asp_id, ..)| *asp_id == 190).expect("the CIAS of Audierne");
    assert_eq!(cias.1.as_str(), "26290411300061");
    let phone = cias.2.as_ref().expect("a phone");
    assert_eq!(
        (phone.digits.as_str(), phone.delivered.as_str()),
        ("0399900007", "399900007"),
        "the zero is put back"
    );
}

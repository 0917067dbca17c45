//! `check-asp`: is the amount of each annexe reproduced to the cent, do rates and financers add up.

use std::path::PathBuf;

use domain::asp::{Annexe, financers_add_up, rates_add_up};
use sources::asp::{Reader, View, with_text};

pub(super) fn check(files: &[PathBuf]) -> bool {
    let mut tally = Tally::default();
    for path in files {
        let name = path.display().to_string();
        let checked = with_text(path, |text| {
            let mut reader = Reader::open(text)?;
            if let Some(problem) = crate::import::absent(&reader) {
                eprintln!("{name}:{problem}");
                tally.unread += 1;
            }
            if reader.delivery().view == View::Structure {
                while reader.structure()?.is_some() {}
                super::say(&format!("{name}: vue Structure, sans montant"));
                return Ok(());
            }
            while let Some(row) = reader.annexe()? {
                match row {
                    Ok(annexe) => tally.check(&name, &annexe),
                    Err(problem) => {
                        eprintln!("{name}:{problem}");
                        tally.unread += 1;
                    }
                }
            }
            Ok(())
        });
        if let Err(problem) = checked {
            eprintln!("{name}:{problem}");
            tally.unread += 1;
        }
    }
    super::say(&format!("{}/{} taux de sorties égaux à leur somme", tally.rates.0, tally.rates.1));
    super::say(&format!(
        "{}/{} aides égales à la somme des financeurs",
        tally.financers.0, tally.financers.1
    ));
    super::say(&format!("{}/{} montants reproduits", tally.amounts.0, tally.amounts.1));
    let exact = |(right, all): (usize, usize)| right == all;
    tally.unread == 0 && exact(tally.amounts) && exact(tally.rates) && exact(tally.financers)
}

/// Right ones and all of them.
#[derive(Default)]
struct Tally {
    amounts: (usize, usize),
    rates: (usize, usize),
    financers: (usize, usize),
    unread: usize,
}

impl Tally {
    fn check(&mut self, name: &str, annexe: &Annexe) {
        let number = &annexe.number;
        if let Some(amount) = annexe.posts.amount {
            let computed = annexe.computed_amount();
            let right = computed == Some(amount);
            count(&mut self.amounts, right);
            if !right {
                let computed =
                    computed.map_or_else(|| "incalculable".to_owned(), |computed| computed.to_string());
                eprintln!("{name}: {number}: montant {amount}, recalculé {computed}");
            }
        }
        if let Some(right) = rates_add_up(&annexe.objectives) {
            count(&mut self.rates, right);
            if !right {
                eprintln!(
                    "{name}: {number}: le taux de sorties dynamiques n'est pas la somme des trois taux"
                );
            }
        }
        if let Some(right) = financers_add_up(&annexe.finance) {
            count(&mut self.financers, right);
            if !right {
                eprintln!("{name}: {number}: le total des aides n'est pas la somme des financeurs");
            }
        }
    }
}

fn count(tally: &mut (usize, usize), right: bool) {
    tally.0 += usize::from(right);
    tally.1 += 1;
}

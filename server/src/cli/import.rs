//! `import asp`: files of a delivery, one transaction each.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use domain::ports::Clock;
use sources::asp::is_summed;

use crate::{
    adapters::SystemClock,
    config::Config,
    import::{Outcome, import_file, import_realised},
};

pub(super) async fn import(files: Vec<PathBuf>) -> anyhow::Result<bool> {
    let store = super::open_store(&Config::load()?).await?;
    let mut clean = true;
    let (records, summed): (Vec<PathBuf>, Vec<PathBuf>) =
        files.iter().cloned().partition(|path| !is_summed(path));
    if !summed.is_empty() {
        clean &= sum_up(&store, files).await?;
    }
    for path in records {
        let name = path.display().to_string();
        let shown = name.clone();
        let told = Arc::new(AtomicBool::new(false));
        let tells = told.clone();
        let report = move |problem: &sources::asp::RowProblem| {
            tells.store(true, Ordering::SeqCst);
            eprintln!("{shown}:{problem}");
        };
        match import_file(&store, &path, SystemClock.now(), report).await {
            Ok(Outcome::Imported(imported)) => {
                let (rows, rejected) = (imported.rows, imported.rejected);
                super::say(&format!("{name}: {rows} lignes importées, {rejected} écartées"));
                clean &= rejected == 0 && !told.load(Ordering::SeqCst);
            }
            Ok(Outcome::Known(known)) => {
                let (day, hour) = form::french::time_of_day(known.at);
                let day = form::french::date(day);
                let (rows, rejected) = (known.rows, known.rejected);
                super::say(&format!(
                    "{name}: déjà importé le {day} à {hour} ({rows} lignes, {rejected} écartées), rien ne change"
                ));
                clean &= rejected == 0;
            }
            Err(domain::Error::Invalid(reason)) => {
                eprintln!("{name}:{reason}");
                clean = false;
            }
            Err(error) => return Err(anyhow::Error::new(error).context(name)),
        }
    }
    Ok(clean)
}

/// Sums up the files that are not kept row by row.
async fn sum_up(store: &store::Store, files: Vec<PathBuf>) -> anyhow::Result<bool> {
    let aside = |file: &Path, problem: &sources::asp::RowProblem| eprintln!("{}:{problem}", file.display());
    match import_realised(store, files, SystemClock.now(), aside).await {
        Ok(done) => {
            for missing in &done.missing {
                super::say(missing);
            }
            super::say(&format!(
                "{} états mensuels lus, {} annexes et années résumées, aucune ligne de personne gardée",
                done.statements, done.totals
            ));
            Ok(done.clean)
        }
        Err(domain::Error::Invalid(reason)) => {
            eprintln!("{reason}");
            Ok(false)
        }
        Err(error) => Err(anyhow::Error::new(error)),
    }
}

//! `import asp`: files of a delivery, one transaction each.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use domain::ports::Clock;

use crate::{
    adapters::SystemClock,
    config::Config,
    import::{Outcome, import_file},
};

pub(super) async fn import(files: Vec<PathBuf>) -> anyhow::Result<bool> {
    let store = super::open_store(&Config::load()?).await?;
    let mut clean = true;
    for path in files {
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

//! `import asp` and `import les-emplois`: files of a delivery, one transaction each.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use domain::{
    emplois::{Held, Population},
    ports::Clock,
    usecase::{Services, begin_measure, count_stretch, end_measure, refresh_reserve},
};
use form::french;
use sources::{
    asp::{RowProblem, is_summed, pilotage_tables, summed_views},
    networks::is_network_sheet,
};

use crate::{
    adapters::SystemClock,
    config::Config,
    import::{Outcome, import_file, import_population, import_realised},
};

/// The files that `import asp` takes, as its help names them: all that is read, and nothing else.
pub(super) fn files_of_asp() -> String {
    let views: Vec<String> = summed_views().map(|view| format!("fluxIAE_{view}")).collect();
    let tables: Vec<String> = pilotage_tables().map(|table| format!("{table}*.csv")).collect();
    format!(
        "Fichiers de `import asp`, ensemble et dans n'importe quel ordre\u{a0}:\n\
        - vues de l'ASP gardées ligne à ligne (texte, gzip ou ZIP, quel que soit leur nom\u{a0}: leur première ligne dit \
        laquelle)\u{a0}: fluxIAE_Structure, fluxIAE_AnnexeFinanciere\u{a0};\n\
        - vues de l'ASP lues avec les annexes, dont seules des sommes par annexe sont gardées, aucune ligne de \
        salarié\u{a0}: {}\u{a0};\n\
        - extraction annuelle de l'ASP\u{a0}: *.xlsx (DataON)\u{a0};\n\
        - suivi hebdomadaire de la DGEFP\u{a0}: iae_v1_0_suivi_hebdomadaire_*.csv\u{a0};\n\
        - tables de Pilotage de l'inclusion\u{a0}: {}\u{a0};\n\
        - feuille publique des réseaux de Pilotage (CSV, colonnes SIRET et Réseau IAE, quel que soit son nom).",
        views.join(", "),
        tables.join(", ")
    )
}

pub(super) async fn asp(files: Vec<PathBuf>) -> anyhow::Result<bool> {
    let config = Config::load()?;
    let store = super::open_store(&config).await?;
    store.sparing().await?;
    let (sheets, files): (Vec<PathBuf>, Vec<PathBuf>) =
        files.into_iter().partition(|path| is_network_sheet(path));
    let (mut records, summed): (Vec<PathBuf>, Vec<PathBuf>) =
        files.iter().cloned().partition(|path| !is_summed(path));
    records.extend(sheets);
    // One reads in a thread of its own what takes longest; the other writes meanwhile.
    let summing =
        async { if summed.is_empty() { Ok((true, Vec::new())) } else { sum_up(&store, files).await } };
    let (summed_up, imported) = tokio::join!(summing, all_records(&store, &records));
    let (mut clean, unknown) = summed_up?;
    let mut went_in = !summed.is_empty();
    for (path, aside, outcome) in imported {
        if unknown.contains(path) {
            continue;
        }
        went_in |= matches!(outcome, Ok(Outcome::Imported(_)));
        clean &= told(path, outcome, &aside)?;
    }
    measure(&config, &store, went_in).await;
    Ok(clean)
}

/// Imports the files that are kept row by row, one after the other; what became of each.
async fn all_records<'p>(
    store: &store::Store,
    records: &'p [PathBuf],
) -> Vec<(&'p PathBuf, Aside, domain::Result<Outcome>)> {
    let mut all = Vec::new();
    for path in records {
        let aside = Aside::of(path);
        let outcome = import_file(store, path, SystemClock.now(), aside.report()).await;
        all.push((path, aside, outcome));
    }
    all
}

/// Measures what is in store, where something went in or it never was; what cannot be is left to the service, that looks
/// for it too.
async fn measure(config: &Config, store: &store::Store, went_in: bool) {
    let measured = async {
        let services = super::serve::services(config, store, false)?;
        let structures = if went_in {
            Some(measure_together(&services).await?)
        } else {
            refresh_reserve(&services).await?
        };
        anyhow::Ok(structures)
    };
    match measured.await {
        Ok(None) => {}
        Ok(Some(structures)) => {
            let count = usize::try_from(structures).unwrap_or(usize::MAX);
            let structures = french::count(count, "structure", "structures");
            super::say(&format!("couverture en base mesurée sur {structures}, une fois par type"));
        }
        Err(error) => eprintln!("la couverture en base n’est pas mesurée\u{a0}: {error:#}"),
    }
}

/// Stretches that a processor counts, in turns: while one waits for the database, another is counted.
const TURNS: u64 = 2;

/// Measures what is in store, each processor its own stretches of the structures: nobody else waits for a turn here.
async fn measure_together(services: &Services) -> anyhow::Result<u32> {
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let measuring = Arc::new(begin_measure(services, cores * TURNS).await?);
    let mut counting = tokio::task::JoinSet::new();
    for stretch in measuring.stretches() {
        let (services, measuring) = (services.clone(), measuring.clone());
        counting.spawn(async move { count_stretch(&services, &measuring, stretch).await });
    }
    let counted = counting.join_all().await.into_iter().collect::<domain::Result<_>>()?;
    Ok(end_measure(services, &measuring, counted).await?)
}

pub(super) async fn emplois(files: Vec<PathBuf>) -> anyhow::Result<bool> {
    let store = super::open_store(&Config::load()?).await?;
    let mut clean = true;
    for path in files {
        let aside = Aside::of(&path);
        let outcome = import_population(&store, &path, SystemClock.now(), aside.report()).await;
        clean &= told(&path, outcome, &aside)?;
    }
    super::say(&population(&store.held().await.map_err(anyhow::Error::new)?));
    Ok(clean)
}

/// The rows of a file that are set aside, told as they come.
struct Aside {
    name: String,
    some: Arc<AtomicBool>,
}

impl Aside {
    fn of(path: &Path) -> Self {
        Self { name: path.display().to_string(), some: Arc::default() }
    }

    fn report(&self) -> impl Fn(&RowProblem) + Send + Sync + 'static {
        let (name, some) = (self.name.clone(), self.some.clone());
        move |problem| {
            some.store(true, Ordering::SeqCst);
            eprintln!("{name}:{problem}");
        }
    }
}

/// Says what became of a file; whether all of it went in.
fn told(path: &Path, outcome: domain::Result<Outcome>, aside: &Aside) -> anyhow::Result<bool> {
    let name = path.display();
    match outcome {
        Ok(Outcome::Imported(imported)) => {
            let (rows, rejected) = (imported.rows, imported.rejected);
            super::say(&format!("{name}: {rows} lignes importées, {rejected} écartées"));
            Ok(rejected == 0 && !aside.some.load(Ordering::SeqCst))
        }
        Ok(Outcome::Known(known)) => {
            let (day, hour) = french::time_of_day(known.at);
            let day = french::date(day);
            let (rows, rejected) = (known.rows, known.rejected);
            super::say(&format!(
                "{name}: déjà importé le {day} à {hour} ({rows} lignes, {rejected} écartées), rien ne change"
            ));
            Ok(rejected == 0)
        }
        Err(domain::Error::Invalid(reason)) => {
            eprintln!("{name}:{reason}");
            Ok(false)
        }
        Err(error) => Err(anyhow::Error::new(error).context(name.to_string())),
    }
}

/// How much of the country is held, in words.
fn population(held: &[Held]) -> String {
    let all = |count: fn(&Held) -> u64| held.iter().map(count).sum::<u64>();
    let kinds: Vec<String> = held.iter().map(|held| format!("{} {}", held.kind, held.conventions)).collect();
    format!(
        "en base, selon les emplois\u{a0}: {} conventions ({}), dont {} d’une structure livrée par l’ASP, et {} annexes",
        all(|held| held.conventions),
        kinds.join(", "),
        all(|held| held.delivered),
        all(|held| held.annexes)
    )
}

/// Sums up the files that are not kept row by row; whether all of it went in, and the files set aside as unknown.
async fn sum_up(store: &store::Store, files: Vec<PathBuf>) -> anyhow::Result<(bool, Vec<PathBuf>)> {
    let aside = |file: &Path, problem: &RowProblem| eprintln!("{}:{problem}", file.display());
    match import_realised(store, files, SystemClock.now(), aside).await {
        Ok(done) => {
            for unknown in &done.unknown {
                eprintln!("{}: fichier inconnu, laissé de côté", unknown.display());
            }
            for missing in &done.missing {
                super::say(missing);
            }
            super::say(&format!(
                "{} états mensuels lus, {} annexes et années résumées, aucune ligne de personne gardée",
                done.statements, done.totals
            ));
            Ok((done.clean && done.unknown.is_empty(), done.unknown))
        }
        Err(domain::Error::Invalid(reason)) => {
            eprintln!("{reason}");
            Ok((false, Vec::new()))
        }
        Err(error) => Err(anyhow::Error::new(error)),
    }
}

//! The commands.

mod bounces;
mod care;
mod check_asp;
mod demo_delivery;
mod import;
mod migrate;
mod migrate_drafts;
mod prefill;
mod seed;
mod serve;
mod trame;
mod verify;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};

pub use serve::compose;

/// Conventionnement de l'insertion par l'activité économique.
#[derive(Debug, Parser)]
#[command(
    name = "conventionnement",
    version,
    about = "Conventionnement de l’insertion par l’activité économique\u{a0}: le service et ses commandes."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Serve,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Sert l'application (par défaut).
    Serve(Serve),
    /// Met la structure de la base à jour.
    Migrate,
    /// Importe des livraisons.
    #[command(after_help = import::files_of_asp())]
    Import {
        #[command(subcommand)]
        source: Source,
    },
    /// Recalcule le montant de chaque annexe d'un fichier ; termine par « N/M montants reproduits ».
    CheckAsp {
        /// Fichiers `fluxIAE_AnnexeFinanciere` (texte, gzip ou ZIP).
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Écrit une livraison inventée au format de l'ASP.
    DemoDelivery {
        /// Dossier où écrire.
        folder: PathBuf,
        /// Nombre de structures.
        #[arg(long, default_value_t = 40)]
        structures: usize,
        /// Graine : la même donne la même livraison.
        #[arg(long, default_value_t = 2027)]
        seed: u64,
        /// Années d'annexes avant la dernière.
        #[arg(long, default_value_t = 4)]
        years: i16,
        /// Avec les vues mensuelles des trois dernières années.
        #[arg(long)]
        months: bool,
    },
    /// Invente des structures et leurs dossiers, à tous les stades, pour essayer le service.
    Seed {
        /// Nombre de structures de la livraison inventée.
        #[arg(long, default_value_t = 400)]
        structures: usize,
        /// Nombre de dossiers.
        #[arg(long, default_value_t = 40)]
        dossiers: usize,
        /// Graine : la même invente les mêmes.
        #[arg(long, default_value_t = 2027)]
        seed: u64,
        /// Les dossiers d'un seul département : `29`.
        #[arg(long)]
        departement: Option<String>,
    },
    /// Vérifie les journaux : empreintes, et instantanés égaux au journal replié.
    Verify {
        /// Un dossier ; tous par défaut.
        dossier: Option<String>,
    },
    /// Note les courriels revenus : lit des avis de non-remise (RFC 3464), ou celui de l'entrée standard.
    ///
    /// Le serveur de courriel y envoie ce qu'il reçoit à l'adresse d'expéditeur. Pour Postfix, dans /etc/aliases :
    /// retours: "|conventionnement bounces || exit 75" (75 : il garde l'avis et le présente plus tard).
    Bounces {
        /// Messages, un par fichier ; celui de l'entrée standard si aucun n'est nommé.
        files: Vec<PathBuf>,
    },
    /// Ce que les sources savent déjà.
    Prefill {
        #[command(subcommand)]
        action: PrefillAction,
    },
    /// Trames.
    Trame {
        #[command(subcommand)]
        action: TrameAction,
    },
}

/// Options du service.
#[derive(Clone, Copy, Debug, Args)]
pub struct Serve {
    /// Ouvre les comptes de démonstration et importe une livraison inventée.
    #[arg(long)]
    pub demo: bool,
}

#[derive(Debug, Subcommand)]
enum Source {
    /// Fichiers d'une livraison de l'ASP, de son extraction annuelle, de la DGEFP et de Pilotage de l'inclusion.
    #[command(after_help = import::files_of_asp())]
    Asp {
        /// Fichiers de la livraison.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Fichiers CSV des emplois de l'inclusion : conventions et annexes de tout le pays, sans nom ni montant.
    LesEmplois {
        /// Fichiers (leurs colonnes disent lequel est lequel).
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
enum PrefillAction {
    /// Compte, étape par étape, ce dont un dossier s'ouvrirait rempli ; rien n'en est gardé. Termine par 1 quand ce
    /// qui est promis n'est pas tenu.
    Report {
        /// Identifiants ASP des structures ; les trois premières de la base par défaut.
        structures: Vec<i64>,
        /// Jour où le dossier s'ouvrirait, `2026-11-16` ; aujourd'hui par défaut.
        #[arg(long)]
        on: Option<form::Date>,
        /// Services interrogés.
        #[arg(long, value_enum, default_value = "aucun")]
        services: prefill::Asking,
        /// Le bilan de l'année, et non le dossier.
        #[arg(long)]
        bilan: bool,
    },
}

#[derive(Debug, Subcommand)]
enum TrameAction {
    /// Vérifie des trames : `fichier:ligne:colonne: raison` pour chaque défaut.
    Check {
        /// Fichiers.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Écrit le schéma JSON (2020-12) des réponses à une trame sur la sortie standard.
    Schema {
        /// Fichier.
        file: PathBuf,
    },
    /// Dit en phrases ce qui change d'une version d'une trame à une autre.
    Diff {
        /// La version d'avant.
        before: PathBuf,
        /// La version d'après.
        after: PathBuf,
    },
    /// Fait passer les brouillons à la trame du jour, avec un rapport ; ce qui est transmis ne bouge pas.
    Migrate {
        /// Dit tout, et n'écrit rien.
        #[arg(long)]
        dry_run: bool,
        /// Avec les questions locales de la démonstration.
        #[arg(long)]
        demo: bool,
    },
    /// Écrit une trame en clair, à lire et à imprimer : une page HTML sur la sortie standard.
    Document {
        /// Fichier.
        file: PathBuf,
    },
}

/// Runs a command; the exit code says whether all went well.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sea_orm_migration=warn")),
        )
        .with_writer(std::io::stderr)
        .init();
    let result = match cli.command.unwrap_or(Command::Serve(cli.serve)) {
        Command::Serve(options) => wait(serve::serve(options)),
        Command::Migrate => wait(migrate::migrate()),
        Command::Import { source: Source::Asp { files } } => wait(import::asp(files)),
        Command::Import { source: Source::LesEmplois { files } } => wait(import::emplois(files)),
        Command::CheckAsp { files } => Ok(check_asp::check(&files)),
        Command::DemoDelivery { folder, structures, seed, years, months } => {
            let demo = sources::asp::Demo { structures, seed, years, ..sources::asp::Demo::small() };
            demo_delivery::write(&folder, demo, months)
        }
        Command::Seed { structures, dossiers, seed, departement } => {
            wait(seed::seed(structures, dossiers, seed, departement))
        }
        Command::Verify { dossier } => wait(verify::verify(dossier)),
        Command::Bounces { files } => wait(bounces::bounces(files)),
        Command::Prefill { action: PrefillAction::Report { structures, on, services, bilan } } => {
            wait(prefill::report(prefill::Wanted { structures, on, asking: services, bilan }))
        }
        Command::Trame { action: TrameAction::Check { files } } => trame::check(&files),
        Command::Trame { action: TrameAction::Schema { file } } => trame::schema(&file),
        Command::Trame { action: TrameAction::Diff { before, after } } => trame::diff(&before, &after),
        Command::Trame { action: TrameAction::Migrate { dry_run, demo } } => {
            wait(migrate_drafts::migrate(dry_run, demo))
        }
        Command::Trame { action: TrameAction::Document { file } } => trame::document(&file),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("erreur : {error:#}");
            ExitCode::from(2)
        }
    }
}

fn wait(work: impl Future<Output = anyhow::Result<bool>>) -> anyhow::Result<bool> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

/// The database of the configuration, opened; the folder of a SQLite file is made.
async fn open_store(config: &crate::config::Config) -> anyhow::Result<store::Store> {
    if let Some(path) = config.database.url.strip_prefix("sqlite://")
        && let Some(folder) = std::path::Path::new(path).parent()
        && !folder.as_os_str().is_empty()
    {
        std::fs::create_dir_all(folder)?;
    }
    Ok(store::Store::open(&config.database.url).await?)
}

/// Prints a line of a command's result.
fn say(line: &str) {
    use std::io::Write as _;
    // Who reads may have seen enough: `… | head`.
    let _ = writeln!(std::io::stdout(), "{line}");
}

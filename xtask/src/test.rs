//! `test`: every check, cheapest first.

use std::{fs, path::PathBuf, process::Command};

use anyhow::bail;

use crate::{
    bench,
    browser::chromium,
    clamd::Clamd,
    command::{run, step},
    fuzz, npm, papers,
    postgres::Cluster,
    probe, root,
    server::{self, Running, alone},
};

/// Runs every check.
pub fn test() -> anyhow::Result<()> {
    step("format", || cargo(&["fmt", "--all", "--check"]))?;
    step("clippy", || cargo(&["clippy", "--quiet", "--all-targets", "--", "-D", "warnings"]))?;
    step("tests : unités, propriétés, contrats, routeur", units)?;
    step("papiers : PDF/UA", papers::check)?;
    server::build_with_tests()?;
    step("moteur : mêmes verdicts que la référence, au serveur et dans le navigateur", || {
        probe::compare(probe::COMPARED)
    })?;
    step("moteur : une minute de hasard", || fuzz::fuzz(Ok(fuzz::A_MINUTE)))?;
    step("trames", || run(server::binary().args(["trame", "check"]).args(published()?)))?;
    step("pannes : ce qui est confirmé est gardé", bench::check_chaos)?;
    step("taille du premier chargement", bench::check_bundle)?;
    step("navigateur", || browser(&[]))?;
    eprintln!("\n✓ tout passe");
    Ok(())
}

/// Every published trame, and the local questions of the demonstration.
fn published() -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for (folder, prefix) in [("server/trames", "dossier-"), ("server/trames/locales", "")] {
        let files = fs::read_dir(root().join(folder))?.filter_map(Result::ok).map(|file| file.path());
        let is_trame = |path: &PathBuf| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            name.starts_with(prefix) && path.extension().is_some_and(|extension| extension == "toml")
        };
        found.extend(files.filter(is_trame));
    }
    found.sort();
    Ok(found)
}

fn cargo(arguments: &[&str]) -> anyhow::Result<()> {
    run(Command::new("cargo").args(arguments).current_dir(root()))
}

fn units() -> anyhow::Result<()> {
    let mut tests = Command::new("cargo");
    tests.args(["test", "--quiet"]).current_dir(root());
    // Papers are drawn with the State's fonts, and kept for their checkers.
    tests.env("FONTS", npm::packages()?.join("@gouvfr/dsfr/dist/fonts")).env("PAPERS", papers::folder()?);
    let clamd = if std::env::var_os("CLAMD").is_some() { None } else { Clamd::start() };
    if let Some(clamd) = &clamd {
        tests.env("CLAMD", &clamd.address);
    }
    let cluster = if std::env::var_os("DATABASE_URL").is_some() { None } else { Cluster::start()? };
    if let Some(cluster) = &cluster {
        tests.env("DATABASE_URL", &cluster.url);
    }
    run(&mut tests)
}

/// Runs the browser's tests, or some of them, on what the sources are now.
pub fn browser_alone(arguments: &[String]) -> anyhow::Result<()> {
    server::build()?;
    browser(arguments)
}

fn browser(arguments: &[String]) -> anyhow::Result<()> {
    let modules = npm::packages()?;
    let chromium = chromium()?;
    let folder = std::env::temp_dir().join(format!("conventionnement-end2end-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let clamd = Clamd::start();
    let address = clamd.as_ref().map(|clamd| clamd.address.clone()).unwrap_or_default();
    let mut server = server::binary();
    server.args(["serve", "--demo"]).env("CONVENTIONNEMENT__ANTIVIRUS__CLAMD", &address);
    server.env("CONVENTIONNEMENT__PIECES__FOLDER", folder.join("pieces"));
    let database = format!("sqlite://{}", folder.join("test.sqlite").display());
    let running = Running::start_as(alone(&mut server), port, &database)?;
    // One more, whose stand-in speaks for the other services.
    let asking_port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut asking = server::binary();
    asking.args(["serve", "--demo"]).env("CONVENTIONNEMENT__PIECES__FOLDER", folder.join("autres"));
    let stand_in = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    asking.env("CONVENTIONNEMENT__SOURCES__STAND_IN_AT", stand_in.to_string());
    let database = format!("sqlite://{}", folder.join("sources.sqlite").display());
    let asking = Running::start_as(&mut asking, asking_port, &database)?;
    // A third, whose services have dossiers to instruct.
    let database = format!("sqlite://{}", folder.join("instruction.sqlite").display());
    let documents = folder.join("instruits");
    let mut seeding = server::binary();
    seeding.args(["seed", "--structures", "300", "--dossiers", "24", "--departement", "29"]);
    seeding.env("DATABASE_URL", &database).env(server::NO_RESERVE.0, server::NO_RESERVE.1);
    run(seeding.env("CONVENTIONNEMENT__PIECES__FOLDER", &documents))?;
    let instructing_port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut instructing = server::binary();
    instructing.args(["serve", "--demo"]).env("CONVENTIONNEMENT__PIECES__FOLDER", &documents);
    let instructing = Running::start_as(alone(&mut instructing), instructing_port, &database)?;
    // The same dossiers where the region validates what its départements propose.
    let validating_port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut validating = server::binary();
    validating.args(["serve", "--demo"]).env("CONVENTIONNEMENT__PIECES__FOLDER", &documents);
    validating.env("CONVENTIONNEMENT__INSTRUCTION__REGIONS_VALIDATING", r#"["Bretagne"]"#);
    let validating = Running::start_as(alone(&mut validating), validating_port, &database)?;
    let mut playwright = Command::new("node");
    playwright
        .arg(modules.join("@playwright/test/cli.js"))
        .arg("test")
        .args(arguments)
        .current_dir(root().join("end2end"))
        .env("BASE_URL", format!("http://127.0.0.1:{port}"))
        .env("SOURCES_URL", format!("http://127.0.0.1:{asking_port}"))
        .env("STAND_IN_URL", format!("http://{stand_in}"))
        .env("INSTRUCTION_URL", format!("http://127.0.0.1:{instructing_port}"))
        .env("VALIDATING_URL", format!("http://127.0.0.1:{validating_port}"))
        .env("CHROMIUM", chromium)
        .env("CLAMD", &address);
    let done = run(&mut playwright);
    drop((running, asking, instructing, validating));
    fs::remove_dir_all(&folder)?;
    if done.is_err() {
        bail!("les tests de navigateur échouent ; les traces sont dans end2end/test-results");
    }
    Ok(())
}

//! build, run, test, bench: the only entry point people type.

mod bench;
mod browser;
mod clamd;
mod command;
mod dev;
mod fuzz;
mod lists;
mod npm;
mod papers;
mod postgres;
mod probe;
mod server;
mod site;
mod style;
mod test;
mod toolchain;
mod wasm;

use std::{path::PathBuf, process::ExitCode};

const HELP: &str = "\
cargo xtask run [-- ARGUMENTS]   construit et lance l'application sur http://127.0.0.1:3000
cargo xtask build                construit le serveur et les fichiers du navigateur
cargo xtask test                 passe tous les contrôles
cargo xtask browser [ARGUMENTS]  passe les seuls tests de navigateur (ARGUMENTS : de Playwright, « -g pièces »)
cargo xtask dev                  reconstruit et relance à chaque enregistrement
cargo xtask lists                met à jour les listes de référence (communes, activités)
cargo xtask fuzz [SECONDES]      cherche ce qui ferait faillir le moteur, une minute par défaut
cargo xtask bench [NOM]          mesure, et écrit target/bench/NOM.json";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (name, rest) = arguments.split_first().map_or(("", &[][..]), |(name, rest)| (name.as_str(), rest));
    let rest = if rest.first().is_some_and(|first| first == "--") { &rest[1..] } else { rest };
    let done = match name {
        "run" => server::run(rest),
        "build" => server::build(),
        "test" => test::test(),
        "browser" => test::browser_alone(rest),
        "dev" => dev::dev(rest),
        "lists" => lists::refresh(),
        "fuzz" => fuzz::fuzz(rest.first().map_or(Ok(fuzz::A_MINUTE), |seconds| seconds.parse())),
        "bench" => bench::bench(rest.first().map(String::as_str)),
        _ => {
            eprintln!("{HELP}");
            return ExitCode::from(if name.is_empty() || name == "help" { 0 } else { 2 });
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n✗ {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Root of the project.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the project").to_owned()
}

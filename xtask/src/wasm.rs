//! The browser's program: compiled, bound to JavaScript, made small.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Mutex,
    thread,
};

use anyhow::Context;

use crate::{
    command::{hushed, read, run, step},
    root, toolchain,
};

/// What makes a program small, in this order: its branches are told anew once it is small, which takes one part in a
/// hundred more; then what browsers of today understand, for `--all-features` would make a program that Chromium refuses.
const FLAGS: [&str; 13] = [
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--converge",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

/// Builds the browser's program into a folder.
pub fn build(pkg: &Path, modules: &Path) -> anyhow::Result<()> {
    let compiled = step("programme du navigateur : compilation", compile)?;
    step("programme du navigateur : liaison", || {
        bind(&compiled.join("frontend.wasm"), "app", pkg)?;
        bind(&compiled.join("depot.wasm"), "depot", pkg)
    })?;
    step("programme du navigateur : optimisation", || optimise(pkg, modules))
}

fn compile() -> anyhow::Result<PathBuf> {
    let target = root().join("target/front");
    let mut cargo = toolchain::find()?.cargo();
    hushed(&mut cargo)
        .args(["--package", "frontend", "--package", "depot", "--profile", "wasm-release", "--target-dir"])
        .arg(&target)
        .current_dir(root());
    run(&mut cargo)?;
    Ok(target.join("wasm32-unknown-unknown/wasm-release"))
}

/// Binds a compiled program to JavaScript, under a name, in a folder.
pub fn bind(program: &Path, name: &str, folder: &Path) -> anyhow::Result<()> {
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen
        .input_path(program)
        .out_name(name)
        .web(true)?
        .remove_name_section(true)
        .demangle(false)
        .typescript(false);
    let mut output = bindgen.generate_output().context("wasm-bindgen")?;
    let module = output.wasm_mut();
    // The library of server functions offers streams of bytes to the page: no page asks for one, and what nothing
    // calls goes with the optimisation.
    let is_offered = |name: &str| name.trim_start_matches("__wbg_").starts_with("intounderlying");
    let offered = |module: &walrus::Module| {
        module.exports.iter().find(|export| is_offered(&export.name)).map(walrus::Export::id)
    };
    while let Some(export) = offered(module) {
        module.exports.delete(export);
    }
    output.emit(folder).context("wasm-bindgen")
}

/// Makes every piece small, the biggest first, on all processors.
fn optimise(pkg: &Path, modules: &Path) -> anyhow::Result<()> {
    let tool = modules.join("binaryen/bin/wasm-opt");
    let mut pieces: Vec<(u64, PathBuf)> = fs::read_dir(pkg)?
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "wasm"))
        .map(|entry| Ok((entry.metadata()?.len(), entry.path())))
        .collect::<anyhow::Result<_>>()?;
    pieces.sort();
    let pieces = Mutex::new(pieces);
    let next = || pieces.lock().expect("no worker panics while it holds the list").pop();
    let work = || -> anyhow::Result<()> {
        while let Some((_, piece)) = next() {
            let mut optimiser = Command::new("node");
            optimiser.arg("--stack-size=4000").arg(&tool).arg(&piece).arg("-o").arg(&piece).args(FLAGS);
            // Its warnings are of names it does not know and drops: they matter only when it fails.
            read(&mut optimiser)?;
        }
        Ok(())
    };
    let count = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..count).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().expect("a worker answers, it does not panic"))
    })
}

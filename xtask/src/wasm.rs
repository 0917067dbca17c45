//! The browser's program: compiled, split by page, bound to JavaScript, made small.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context;

use crate::{
    command::{run, step},
    root,
    toolchain::{self, Toolchain},
};

/// Name of the module that links the pieces; the splitter wants twenty-two places for a hash.
const LINK: &str = "./__wasm_split.______________________.js";

/// Builds the browser's program into a folder.
pub fn build(pkg: &Path, modules: &Path) -> anyhow::Result<()> {
    let compiled = step("programme du navigateur : compilation", compile)?;
    step("programme du navigateur : découpe", || split(&compiled, pkg))?;
    step("programme du navigateur : optimisation", || optimise(pkg, modules))
}

fn compile() -> anyhow::Result<PathBuf> {
    let toolchain: Toolchain = toolchain::find()?;
    let target = root().join("target/front");
    let mut cargo = toolchain.cargo();
    cargo
        .args(["--quiet", "--package", "frontend", "--profile", "wasm-release", "--target-dir"])
        .arg(&target)
        .env("RUSTFLAGS", "-Clink-args=--emit-relocs")
        .current_dir(root());
    run(&mut cargo)?;
    Ok(target.join("wasm32-unknown-unknown/wasm-release/frontend.wasm"))
}

fn split(compiled: &Path, pkg: &Path) -> anyhow::Result<()> {
    let bytes = fs::read(compiled).with_context(|| format!("{} manque", compiled.display()))?;
    let folder = root().join("target/front/split");
    fs::create_dir_all(&folder)?;
    let main = folder.join("app.wasm");
    let mut options = wasm_split_cli_support::Options::new(&bytes);
    options.output_dir = pkg;
    options.main_out_path = &main;
    options.main_module = "./app.js";
    options.link_name = Path::new(LINK);
    wasm_split_cli_support::transform(options).map_err(|error| anyhow::anyhow!("découpe : {error}"))?;
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen
        .input_path(&main)
        .out_name("app")
        .web(true)?
        .keep_lld_exports(true)
        .demangle(false)
        .typescript(false);
    bindgen.generate(pkg).context("wasm-bindgen")
}

fn optimise(pkg: &Path, modules: &Path) -> anyhow::Result<()> {
    let tool = modules.join("binaryen/bin/wasm-opt");
    let tool = if tool.exists() { tool } else { modules.join(".bin/wasm-opt") };
    for entry in fs::read_dir(pkg)? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "wasm") {
            continue;
        }
        let mut optimiser = Command::new("node");
        optimiser.arg("--stack-size=4000").arg(&tool).arg(&path).arg("-o").arg(&path).args([
            "-Oz",
            "--enable-bulk-memory",
            "--enable-bulk-memory-opt",
            "--enable-nontrapping-float-to-int",
            "--enable-reference-types",
            "--enable-sign-ext",
            "--enable-mutable-globals",
            "--enable-multivalue",
        ]);
        run(&mut optimiser)?;
    }
    Ok(())
}

//! Reference lists, taken from the packages that maintain them: `server/lists`.
//!
//! The service reads them from its own binary; this command is run when a producer has published anew.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context;
use flate2::{Compression, write::GzEncoder};
use serde_json::Value;

use crate::{
    command::{read, run},
    root,
};

/// A list, and how to read it in its package.
struct List {
    file: &'static str,
    package: &'static str,
    data: &'static str,
    entries: fn(&Value) -> Vec<Vec<String>>,
}

const LISTS: [List; 3] = [
    List {
        file: "communes",
        package: "@etalab/decoupage-administratif",
        data: "data/communes.json",
        entries: communes,
    },
    List {
        file: "departements",
        package: "@etalab/decoupage-administratif",
        data: "data/departements.json",
        entries: departements,
    },
    List { file: "naf", package: "@socialgouv/codes-naf", data: "index.json", entries: activities },
];

/// Installs the last version of each package and writes its list.
pub fn refresh() -> anyhow::Result<()> {
    let folder = root().join("target/lists");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("package.json"), "{}")?;
    for list in LISTS {
        let mut npm = Command::new("npm");
        npm.args([
            "install",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
            list.package,
        ]);
        run(npm.current_dir(&folder))?;
        let count = write(&list, &folder.join("node_modules").join(list.package))?;
        eprintln!("  {} : {count} lignes", list.file);
    }
    Ok(())
}

fn write(list: &List, package: &Path) -> anyhow::Result<usize> {
    let json = |name: &str| -> anyhow::Result<Value> {
        let path = package.join(name);
        let bytes = fs::read(&path).with_context(|| format!("{} manque", path.display()))?;
        Ok(serde_json::from_slice(&bytes)?)
    };
    let version = json("package.json")?["version"].as_str().unwrap_or_default().to_owned();
    let published = read(Command::new("npm").args(["view", list.package, "time", "--json"]))?;
    let published: Value = serde_json::from_str(&published)?;
    let published = published[&version].as_str().and_then(|time| time.get(..10)).unwrap_or_default();
    let entries = (list.entries)(&json(list.data)?);
    let path: PathBuf = root().join("server/lists").join(format!("{}.tsv.gz", list.file));
    fs::create_dir_all(path.parent().context("un dossier")?)?;
    let mut file = GzEncoder::new(fs::File::create(path)?, Compression::best());
    writeln!(file, "{}\t{version}\t{published}\t{}", list.package, entries.len())?;
    for entry in &entries {
        writeln!(file, "{}", entry.join("\t"))?;
    }
    file.finish()?;
    Ok(entries.len())
}

/// Communes of today, the most populous first: code, name, postcodes.
fn communes(data: &Value) -> Vec<Vec<String>> {
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let mut found: Vec<(u64, Vec<String>)> = data
        .as_array()
        .into_iter()
        .flatten()
        .filter(|commune| commune["type"] == "commune-actuelle")
        .map(|commune| {
            let postcodes: Vec<&str> =
                commune["codesPostaux"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let population = commune["population"].as_u64().unwrap_or_default();
            (population, vec![text(commune, "code"), text(commune, "nom"), postcodes.join(" ")])
        })
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// Départements, by code: code, name, code of the region.
fn departements(data: &Value) -> Vec<Vec<String>> {
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let entries = data.as_array().into_iter().flatten();
    let mut entries: Vec<Vec<String>> =
        entries.map(|one| vec![text(one, "code"), text(one, "nom"), text(one, "region")]).collect();
    entries.sort();
    entries
}

/// Activities of the nomenclature that a register gives, by code: `8899B`, name.
fn activities(data: &Value) -> Vec<Vec<String>> {
    let entries = data.as_array().into_iter().flatten().filter_map(|entry| {
        let code = entry["id"].as_str()?.replace('.', "");
        let is_whole = code.len() == 5 && code.ends_with(|c: char| c.is_ascii_uppercase());
        is_whole.then(|| vec![code, entry["label"].as_str().unwrap_or_default().to_owned(), String::new()])
    });
    let mut entries: Vec<Vec<String>> = entries.collect();
    entries.sort();
    entries.dedup_by(|a, b| a[0] == b[0]);
    entries
}

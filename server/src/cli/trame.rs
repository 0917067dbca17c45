//! `trame check`, `trame diff`, `trame document`, `trame schema`: what can be done with a file.

use std::path::{Path, PathBuf};

use form::{
    Field, Trame,
    trame::{Problem, read_local, read_trame},
    versions,
};

use super::say;
use crate::library;

pub(super) fn check(files: &[PathBuf]) -> anyhow::Result<bool> {
    let mut right = true;
    for path in files {
        let (name, text) = match read(path) {
            Ok(read) => read,
            Err(error) => {
                eprintln!("{error}");
                right = false;
                continue;
            }
        };
        let found = if is_local(&text) {
            read_local(&text, &library::national()?).map(|local| vec![local.step])
        } else {
            read_trame(&text).map(|trame| trame.steps)
        };
        match found {
            Ok(steps) => {
                let fields = || steps.iter().flat_map(|step| &step.fields);
                let asked = fields().flat_map(|field| std::iter::once(field).chain(field.columns()));
                let (fields, rules) =
                    asked.fold((0, 0), |sum, field: &Field| (sum.0 + 1, sum.1 + field.rules.len()));
                say(&format!(
                    "{name}: {} étapes, {fields} champs, {rules} règles, aucun défaut",
                    steps.len()
                ));
            }
            Err(problems) => {
                eprintln!("{}", library::list(&name, &problems));
                right = false;
            }
        }
    }
    Ok(right)
}

/// Why a file was not read, for who typed its name.
fn unread(error: &std::io::Error) -> &'static str {
    match error.kind() {
        std::io::ErrorKind::NotFound => "ce fichier n’existe pas",
        std::io::ErrorKind::PermissionDenied => "ce fichier n’est pas lisible avec ce compte",
        std::io::ErrorKind::InvalidData => "ce fichier n’est pas un texte en UTF-8",
        _ => "ce fichier n’a pas pu être lu",
    }
}

pub(super) fn diff(before: &Path, after: &Path) -> anyhow::Result<bool> {
    let (Some(before), Some(after)) = (trame(before)?, trame(after)?) else { return Ok(false) };
    let changes = versions::diff(&before, &after);
    for change in &changes {
        say(&change.said());
    }
    say(&form::french::count(changes.len(), "changement", "changements"));
    Ok(true)
}

pub(super) fn document(path: &Path) -> anyhow::Result<bool> {
    let trame = trame(path)?;
    if let Some(trame) = &trame {
        say(&crate::document::document(trame));
    }
    Ok(trame.is_some())
}

pub(super) fn schema(path: &Path) -> anyhow::Result<bool> {
    let trame = trame(path)?;
    if let Some(trame) = &trame {
        say(&serde_json::to_string_pretty(&crate::schema::schema(trame).document)?);
    }
    Ok(trame.is_some())
}

/// The trame of a file; none when it is wrong, and then all of it is told.
fn trame(path: &Path) -> anyhow::Result<Option<Trame>> {
    let (name, text) = read(path)?;
    let told = |problems: Vec<Problem>| eprintln!("{}", library::list(&name, &problems));
    Ok(read_trame(&text).map_err(told).ok())
}

fn read(path: &Path) -> anyhow::Result<(String, String)> {
    let name = path.display().to_string();
    let text =
        std::fs::read_to_string(path).map_err(|error| anyhow::anyhow!("{name}: {}", unread(&error)))?;
    Ok((name, text))
}

/// Whether a file holds the questions of a département: it names one, and a trame does not.
fn is_local(text: &str) -> bool {
    toml::from_str::<toml::Table>(text).is_ok_and(|table| table.contains_key("departement"))
}

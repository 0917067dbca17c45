//! `trame check`: every mistake of every file; `trame document`: a trame to read.

use std::path::{Path, PathBuf};

use form::trame::read_trame;

pub(super) fn check(files: &[PathBuf]) -> anyhow::Result<bool> {
    let mut right = true;
    for path in files {
        let name = path.display().to_string();
        match read_trame(&std::fs::read_to_string(path).map_err(|error| anyhow::anyhow!("{name}: {error}"))?)
        {
            Ok(trame) => {
                let fields = trame.questions().count();
                let rules: usize = trame.questions().map(|field| field.rules.len()).sum();
                super::say(&format!(
                    "{name}: {} étapes, {fields} champs, {rules} règles, aucun défaut",
                    trame.steps.len()
                ));
            }
            Err(problems) => {
                eprintln!("{}", crate::library::list(&name, &problems));
                right = false;
            }
        }
    }
    Ok(right)
}

pub(super) fn document(path: &Path) -> anyhow::Result<bool> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| anyhow::anyhow!("{name}: {error}"))?;
    match read_trame(&text) {
        Ok(trame) => {
            super::say(&crate::document::document(&trame));
            Ok(true)
        }
        Err(problems) => {
            eprintln!("{}", crate::library::list(&name, &problems));
            Ok(false)
        }
    }
}

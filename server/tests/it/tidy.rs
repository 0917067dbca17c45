//! The house kept tidy: what the documents say of the code is true.

use std::{collections::BTreeSet, fs, path::PathBuf, process::Command};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().expect("the server stands in the project").to_owned()
}

fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> =
        ["app", "frontend", "server", "xtask"].map(|name| root().join(name)).to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root()).expect("inside").display().to_string();
                found.push((name, fs::read_to_string(&path).expect("text")));
            }
        }
    }
    found
}

#[test]
fn crates_see_only_what_architecture_says() {
    let document = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("the document");
    let listed: BTreeSet<String> = document
        .split("<!-- arrows -->")
        .nth(1)
        .and_then(|rest| rest.split("<!-- /arrows -->").next())
        .expect("the list of arrows")
        .lines()
        .filter_map(|line| line.strip_prefix("- "))
        .map(str::to_owned)
        .collect();
    let cargo = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(root())
        .output();
    let metadata: serde_json::Value =
        serde_json::from_slice(&cargo.expect("cargo answers").stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let members: BTreeSet<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let mut found = BTreeSet::new();
    for package in packages {
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            let name = dependency["name"].as_str().expect("a name");
            if members.contains(name) {
                found.insert(format!("{} -> {name}", package["name"].as_str().expect("a name")));
            }
        }
    }
    assert_eq!(found, listed);
}

#[test]
fn sources_know_no_feature_and_begin_with_what_they_are() {
    for (name, text) in sources() {
        assert!(text.starts_with("//!"), "{name} does not say what it is");
        // Spelled in two pieces: this file is read too.
        for word in ["cfg(fea|ture", "cfg(not(fea|ture", "cfg_attr(fea|ture"] {
            assert!(!text.contains(&word.replace('|', "")), "{name} knows a feature");
        }
        assert!(!text.contains(&"#[all|ow(".replace('|', "")), "{name}: expect, with a reason");
    }
}

#[test]
fn files_stay_small() {
    for (name, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = code
            .lines()
            .filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with("//"))
            .count();
        assert!(lines <= 400, "{name}: {lines} lines of code");
    }
}

#[test]
fn views_hold_no_rule_of_the_outside() {
    for (name, text) in sources().into_iter().filter(|(name, _)| name.starts_with("app/src")) {
        for word in ["sea_orm", "sqlx", "reqwest", "SELECT "] {
            assert!(!text.contains(word), "{name} holds {word}");
        }
    }
}

#[test]
fn pure_crates_depend_on_no_page_database_or_network() {
    for manifest in [
        "app/form/Cargo.toml",
        "app/domain/Cargo.toml",
        "server/documents/Cargo.toml",
        "server/store/Cargo.toml",
        "server/sources/Cargo.toml",
    ] {
        let text = fs::read_to_string(root().join(manifest)).expect("a manifest");
        let own = |word: &str| match word {
            "sea-orm" => manifest.starts_with("server/store"),
            // The stand-in of the services is one.
            "reqwest" | "axum" => manifest.starts_with("server/sources"),
            _ => false,
        };
        for word in ["leptos", "axum", "reqwest", "sea-orm", "web-sys"] {
            assert!(own(word) || !text.contains(word), "{manifest} depends on {word}");
        }
    }
    let licence = fs::read_to_string(root().join("LICENSE")).expect("the licence");
    assert!(licence.contains("GNU AFFERO GENERAL PUBLIC LICENSE"));
}

#[test]
fn texts_have_the_spaces_of_french() {
    for (name, text) in sources() {
        if !name.starts_with("app/src") && !name.starts_with("server/src") {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for piece in line.split('"').skip(1).step_by(2) {
                let punctuated = [" ;", " ?", " !", " :", "« ", " »"].iter().any(|sign| piece.contains(sign));
                assert!(!punctuated, "{name}:{}: {piece}", number + 1);
            }
        }
    }
}

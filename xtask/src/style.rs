//! The style sheet: the parts of the State's design system that are used, then ours.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::Context;

use crate::{root, site};

/// Components of the design system that the pages use, in its order.
const COMPONENTS: [&str; 19] = [
    "link", "button", "logo", "form", "input", "select", "radio", "checkbox", "upload", "alert", "badge",
    "notice", "table", "sidemenu", "skiplink", "tile", "modal", "header", "footer",
];

/// Icons that the pages name themselves: family and name.
const ICONS: [(&str, &str); 9] = [
    ("business", "bar-chart-box-line"),
    ("user", "account-circle-line"),
    ("document", "file-text-line"),
    ("document", "file-add-line"),
    ("media", "notification-3-line"),
    ("system", "logout-box-r-line"),
    ("system", "settings-5-line"),
    ("system", "add-line"),
    ("system", "delete-bin-line"),
];

/// Pictograms that the pages use.
const PICTOGRAMS: [&str; 4] = ["document-add", "document-search", "document-signature", "conclusion"];

/// Fonts that the pages use.
const FONTS: [&str; 3] = ["Marianne-Regular", "Marianne-Medium", "Marianne-Bold"];

/// Writes the style sheet with the fonts and icons it names into a folder.
pub fn build(pkg: &Path, modules: &Path) -> anyhow::Result<()> {
    let dist = modules.join("@gouvfr/dsfr/dist");
    let css = gather(&dist)?;
    for icon in named_files(&css, "icons/") {
        copy(&dist, pkg, &icon)?;
    }
    for font in FONTS {
        copy(&dist, pkg, &format!("fonts/{font}.woff2"))?;
    }
    for name in PICTOGRAMS {
        let from = dist.join(format!("artwork/pictograms/document/{name}.svg"));
        fs::create_dir_all(pkg.join("artwork"))?;
        fs::copy(&from, pkg.join(format!("artwork/{name}.svg")))
            .with_context(|| format!("{} manque au paquet dsfr", from.display()))?;
    }
    for favicon in ["favicon/favicon.svg", "favicon/favicon.ico"] {
        copy(&dist, pkg, favicon)?;
    }
    fs::write(pkg.join("conventionnement.css"), css)?;
    Ok(())
}

fn gather(dist: &Path) -> anyhow::Result<String> {
    let read = |path: String| {
        fs::read_to_string(dist.join(&path)).with_context(|| format!("{path} manque au paquet dsfr"))
    };
    let mut css = read("core/core.main.min.css".to_owned())?;
    css += &read("scheme/scheme.min.css".to_owned())?;
    for component in COMPONENTS {
        css += &read(format!("component/{component}/{component}.main.min.css"))?;
    }
    css += &read("core/core.print.min.css".to_owned()).unwrap_or_default();
    let mut css = used(&flat_urls(&css), &class_names()?);
    css.push_str(&dark(&css));
    for (family, name) in ICONS {
        let url = format!("url(icons/{family}/{name}.svg)");
        css += &format!(".fr-icon-{name}::before{{-webkit-mask-image:{url};mask-image:{url}}}");
    }
    css += &fs::read_to_string(root().join("style/main.css"))?;
    Ok(css)
}

/// Every class of the design system that our sources name.
fn class_names() -> anyhow::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let (pages, programs) = (site::files(&root().join("app/src"))?, site::files(&root().join("frontend"))?);
    for file in pages.into_iter().chain(programs) {
        let text = fs::read_to_string(file)?;
        let words = text.split(|letter: char| !(letter.is_ascii_alphanumeric() || "-_".contains(letter)));
        names.extend(words.filter(|word| word.starts_with("fr-")).map(str::to_owned));
    }
    Ok(names)
}

/// The rules that can apply to our pages: all but those that ask for a class no source names.
fn used(css: &str, names: &BTreeSet<String>) -> String {
    let mut kept = String::new();
    for (prelude, block) in rules(css) {
        if prelude.starts_with("@media") || prelude.starts_with("@supports") {
            let inner = used(block, names);
            if !inner.is_empty() {
                kept += &format!("{prelude}{{{inner}}}");
            }
        } else if prelude.starts_with('@') {
            kept += &format!("{prelude}{{{block}}}");
        } else {
            let selectors: Vec<&str> =
                selectors(prelude).filter(|selector| may_apply(selector, names)).collect();
            if !selectors.is_empty() {
                kept += &format!("{}{{{block}}}", selectors.join(","));
            }
        }
    }
    kept
}

/// The selectors of a rule: cut at the commas that no bracket holds.
fn selectors(prelude: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    prelude.split(move |letter| {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        letter == ',' && depth == 0
    })
}

fn may_apply(selector: &str, names: &BTreeSet<String>) -> bool {
    // What stands after `:not(` may be absent from our pages.
    let plain: String = selector.split(":not(").enumerate().fold(String::new(), |plain, (place, part)| {
        plain + if place == 0 { part } else { part.split_once(')').map_or("", |(_, rest)| rest) }
    });
    plain.split(".fr-").skip(1).all(|rest| {
        let end = rest.find(|letter: char| !(letter.is_ascii_alphanumeric() || "-_".contains(letter)));
        names.contains(&format!("fr-{}", &rest[..end.unwrap_or(rest.len())]))
    })
}

/// Addresses relative to the style sheet's own folder: `url(../../icons/…)` becomes `url(icons/…)`.
fn flat_urls(css: &str) -> String {
    let mut flat = css.replace("../", "");
    // A byte-order mark or a character set may stand at the head of each part.
    for noise in ["@charset \"UTF-8\";", "\u{feff}"] {
        flat = flat.replace(noise, "");
    }
    flat
}

/// The rules of the dark scheme again, for who asks it of their system.
fn dark(css: &str) -> String {
    let rules = dark_rules(css);
    format!("@media (prefers-color-scheme:dark){{{rules}}}")
}

fn dark_rules(css: &str) -> String {
    let mut found = String::new();
    for (prelude, block) in rules(css) {
        if prelude.starts_with("@media") || prelude.starts_with("@supports") {
            let inner = dark_rules(block);
            if !inner.is_empty() {
                found += &format!("{prelude}{{{inner}}}");
            }
        } else if prelude.contains("[data-fr-theme=dark]") {
            let selector = prelude.replace("[data-fr-theme=dark]", "[data-fr-scheme=system]");
            found += &format!("{selector}{{{block}}}");
        }
    }
    found
}

/// The rules of a sheet: what stands before each block, and the block.
fn rules(css: &str) -> Vec<(&str, &str)> {
    let mut rules = Vec::new();
    let (mut depth, mut start, mut open) = (0_usize, 0, 0);
    for (at, byte) in css.bytes().enumerate() {
        match byte {
            b'{' => {
                if depth == 0 {
                    open = at;
                }
                depth += 1;
            }
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    rules.push((css[start..open].trim(), &css[open + 1..at]));
                    start = at + 1;
                }
            }
            b';' if depth == 0 => start = at + 1,
            _ => {}
        }
    }
    rules
}

fn named_files(css: &str, prefix: &str) -> BTreeSet<String> {
    css.split("url(")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .map(|url| url.trim_matches(['"', '\'']).split(['?', '#']).next().unwrap_or_default().to_owned())
        .filter(|url| url.starts_with(prefix))
        .collect()
}

fn copy(dist: &Path, pkg: &Path, file: &str) -> anyhow::Result<()> {
    let to = pkg.join(file);
    fs::create_dir_all(to.parent().expect("a file stands in a folder"))?;
    fs::copy(dist.join(file), to).with_context(|| format!("{file} manque au paquet dsfr"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_absent_classes_go() {
        let names = ["fr-btn", "fr-link"].map(str::to_owned).into();
        let css = "a{b:c}.fr-btn:not(.fr-x),.fr-y{d:e}@media print{.fr-link.fr-y{f:g}}@font-face{h:i}.fr-link[a=\",\"]{j:k}";
        let kept = "a{b:c}.fr-btn:not(.fr-x){d:e}@font-face{h:i}.fr-link[a=\",\"]{j:k}";
        assert_eq!(used(css, &names), kept);
    }

    #[test]
    fn dark_rules_are_found_at_any_depth() {
        let css = ":root{a:b}:root[data-fr-theme=dark]{a:c}@media print{[data-fr-theme=dark] .x{d:e}.y{f:g}}";
        let expected = ":root[data-fr-scheme=system]{a:c}@media print{[data-fr-scheme=system] .x{d:e}}";
        assert_eq!(dark_rules(css), expected);
    }
}

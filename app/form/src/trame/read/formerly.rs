//! Reading the former names of keys and choices: `[formerly]`.

use toml::{Spanned, de::DeValue};

use super::super::{
    Formerly, Trame,
    reader::{Placed, Reader, Source},
};
use crate::{Map, Path};

/// Reads the former names, once the trame of today is known.
pub(super) fn formerly(source: &Source<'_>, root: &Reader<'_, '_>, trame: &Trame) -> Formerly {
    let mut formerly = Formerly::default();
    for (name, value) in root.pairs("formerly") {
        let Ok(before) = Path::parse(&name.text).map_err(|bad| source.problem(name.at, bad.to_string()))
        else {
            continue;
        };
        match value.get_ref() {
            DeValue::String(now) => key(source, trame, &mut formerly, (before, &name), now, value),
            DeValue::Table(_) => choices(source, trame, &mut formerly, before, &name, value),
            _ => {
                source.problem(name.at, "un ancien nom est suivi d’une clé, ou des anciens choix d’un champ");
            }
        }
    }
    formerly
}

fn key(
    source: &Source<'_>,
    trame: &Trame,
    formerly: &mut Formerly,
    (before, name): (Path, &Placed),
    now: &str,
    value: &Spanned<DeValue<'_>>,
) {
    let at = value.span().start + 1;
    let Ok(now) = Path::parse(now).map_err(|bad| source.problem(at, bad.to_string())) else { return };
    if trame.holder(&now).is_none() && trame.field(&now).is_none() {
        source.problem(at, format!("« {now} » n’existe pas dans cette version"));
    }
    if let Some(other) = formerly.before(&now) {
        source.problem(name.at, format!("« {now} » était déjà « {other} »"));
    }
    formerly.keys.insert(before, now);
}

fn choices(
    source: &Source<'_>,
    trame: &Trame,
    formerly: &mut Formerly,
    path: Path,
    name: &Placed,
    value: &Spanned<DeValue<'_>>,
) {
    let offered = trame.field(&path).map(|field| field.field_type.choices()).unwrap_or_default();
    let pairs = value.get_ref().as_table().into_iter().flatten();
    let mut read = Map::new();
    for (before, now) in pairs {
        let Some(now) = now.get_ref().as_str() else {
            source.problem(name.at, "un ancien choix est suivi du choix d’aujourd’hui");
            continue;
        };
        if !offered.iter().any(|choice| choice.key == now) {
            source.problem(name.at, format!("« {now} » n’est pas un choix de « {path} »"));
        }
        read.insert(before.get_ref().to_string(), now.to_owned());
    }
    formerly.choices.insert(path, read);
}

//! Reading the former names of keys and choices: `[formerly]`.

use toml::{Spanned, de::DeValue};

use super::super::{
    Formerly, Trame,
    reader::{Placed, Reader, Source, decimal},
};
use crate::{Map, Path};

/// Reads the former names, once the trame of today is known.
pub(super) fn formerly(source: &Source<'_>, root: &Reader<'_, '_>, trame: &Trame) -> Formerly {
    let mut formerly = Formerly::default();
    let pairs = root.pairs("formerly");
    let is_version = |name: &Placed| name.text == VERSION;
    if let Some((first, _)) = pairs.first().filter(|_| !pairs.iter().any(|(name, _)| is_version(name))) {
        source.problem(first.at, "il manque « version » : la dernière version qui employait ces noms");
    }
    for (name, value) in pairs {
        if is_version(&name) {
            formerly.version = version(source, trame, &name, value);
            continue;
        }
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

/// The key that tells which version used the names.
const VERSION: &str = "version";

fn version(source: &Source<'_>, trame: &Trame, name: &Placed, value: &Spanned<DeValue<'_>>) -> u32 {
    let number = decimal(value.get_ref()).and_then(|number| u32::try_from(number).ok());
    let earlier = number.filter(|number| (1..trame.version).contains(number));
    earlier.unwrap_or_else(|| {
        source.problem(name.at, "« version » est le numéro d’une version d’avant celle-ci");
        0
    })
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

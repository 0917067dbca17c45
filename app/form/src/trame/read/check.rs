//! Checking what the expressions and the texts of a trame name.

use super::{
    super::{Trame, reader::Source},
    Spots,
};
use crate::{Severity, expr};

/// Parses and types every expression, and checks the names in the rules' texts.
pub(super) fn check_expressions(source: &Source<'_>, trame: &Trame, spots: &Spots) {
    let names = crate::engine::names(trame);
    for written in &spots.expressions {
        let table = written.table.as_ref().and_then(|path| trame.field(path)?.field_type.table());
        let in_table = table.map(|table| crate::engine::names_in(trame, table));
        let names: &dyn expr::check::Names = match &in_table {
            Some(names) => names,
            None => &names,
        };
        let (placed, wanted) = (&written.placed, &written.kind);
        match expr::parse(&placed.text) {
            Err(problem) => source.problem(placed.at + problem.at, problem.reason),
            Ok(tree) => match expr::check(&tree, names) {
                Err(problem) => source.problem(placed.at + problem.at, problem.reason),
                Ok(found) if found != *wanted => source.problem(
                    placed.at,
                    format!("{} est attendu ici, pas {}", wanted.french(), found.french()),
                ),
                Ok(_) => super::reach::check_tree(source, trame, written, &tree),
            },
        }
    }
    for template in &spots.templates {
        let table = template.table.as_ref().and_then(|path| trame.field(path)?.field_type.table());
        let in_table = table.map(|table| crate::engine::names_in(trame, table));
        let names: &dyn expr::check::Names = match &in_table {
            Some(names) => names,
            None => &names,
        };
        let template = &template.placed;
        for name in crate::french::template::names(&template.text) {
            let known = expr::parse(name).is_ok_and(|tree| {
                matches!(&tree.node, expr::ast::Node::Name(_)) && expr::check(&tree, names).is_ok()
            });
            if !known {
                source.problem(template.at, format!("le texte nomme « {name} », qui n'existe pas"));
            }
        }
    }
    for field in trame.questions() {
        for rule in &field.rules {
            if rule.severity == Severity::ToJustify && rule.justification.is_none() {
                let reason = format!(
                    "la règle « {} » demande une explication : dites où, par « justification »",
                    rule.code
                );
                source.problem(spots.rule(&field.path, &rule.code), reason);
            }
            if let Some(path) = &rule.justification
                && trame.field(path).is_none()
            {
                source.problem(spots.rule(&field.path, &rule.code), format!("champ inconnu « {path} »"));
            }
        }
    }
}

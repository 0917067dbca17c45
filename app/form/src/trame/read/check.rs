//! Checking what the expressions and the texts of a trame name.

use super::{
    super::{Trame, reader::Source},
    Spots,
};
use crate::expr::{self, Name};

/// Parses and types every expression, and checks the names in the rules' texts.
pub(super) fn check_expressions(source: &Source<'_>, trame: &Trame, spots: &Spots) {
    let names = crate::engine::names(trame);
    for written in &spots.expressions {
        let (placed, wanted) = (&written.placed, &written.kind);
        match expr::parse(&placed.text) {
            Err(problem) => source.problem(placed.at + problem.at, problem.reason),
            Ok(tree) => match expr::check(&tree, &names) {
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
        for name in crate::french::template::names(&template.text) {
            let known = expr::parse(name).is_ok_and(|tree| {
                matches!(
                    &tree.node,
                    expr::ast::Node::Name(Name::Field(_) | Name::Previous(_) | Name::Fact(_))
                ) && expr::check(&tree, &names).is_ok()
            });
            if !known {
                source.problem(template.at, format!("le texte nomme « {name} », qui n'existe pas"));
            }
        }
    }
    for (_, field) in trame.fields() {
        for rule in &field.rules {
            if let Some(path) = &rule.justification
                && trame.field(path).is_none()
            {
                source.problem(spots.rule(&field.path, &rule.code), format!("champ inconnu « {path} »"));
            }
        }
    }
}

//! Checking that what a trame says can happen: answers that exist, steps in order.

use std::collections::BTreeSet;

use super::{
    super::{Trame, reader::Source},
    Spots, Written,
};
use crate::{
    Field, Path,
    expr::{Expr, Function, Name, Operator, ast::Node},
};

/// Checks an expression that is well typed: what it compares, what it waits for.
pub(super) fn check_tree(source: &Source<'_>, trame: &Trame, written: &Written, tree: &Expr) {
    let problem = |at: usize, reason: String| source.problem(written.placed.at + at, reason);
    tree.each(&mut |node| {
        for (name, literal) in comparisons(node) {
            let Node::Text(text) = &literal.node else { continue };
            let offered = values(trame, name);
            if !offered.is_empty() && !offered.contains(&text.as_str()) {
                let reason =
                    format!("«\u{a0}{text}\u{a0}» n'est pas une valeur possible ({})", offered.join(", "));
                problem(literal.at, reason);
            }
        }
    });
    let Some(own) = written.field.as_ref().and_then(|path| trame.field(path)) else { return };
    let place = |path: &Path| {
        let key = trame.step_of(path).or_else(|| trame.step_of(&path.parent()?))?.key.as_str();
        trame.steps.iter().position(|step| step.key == key)
    };
    let counted = counted_tables(trame, tree);
    tree.each_name(&mut |name, at| {
        let Name::Field(path) = name else { return };
        let of_table = written.table.as_ref().filter(|_| !counted.contains(&at));
        if of_table.is_some() && [Some(path), path.parent().as_ref(), Some(&path.field())].contains(&of_table) {
            problem(at, "une colonne lit les cases de sa ligne (« ligne. »), pas celles de son tableau".to_owned());
        }
        if place(path) > place(&own.path) {
            problem(
                at,
                format!("«\u{a0}{path}\u{a0}» vient dans une étape suivante\u{a0}: sa réponse n'est pas encore connue"),
            );
        }
    });
    let optional = optional_names(tree);
    tree.each_name(&mut |name, at| {
        let Name::Field(path) = name else { return };
        let never = trame.field(path).is_some_and(|other| !meet(own, other));
        if never && !optional.contains(&at) {
            problem(at, format!("«\u{a0}{path}\u{a0}» n'existe pour aucun des types de ce champ"));
        }
    });
}

/// Checks that the variants that fields name are values of the fact they choose by.
pub(super) fn check_variants(source: &Source<'_>, trame: &Trame, spots: &Spots) {
    let fact = trame.variant.as_ref().and_then(|name| trame.facts.iter().find(|fact| fact.name == *name));
    let Some(fact) = fact.filter(|fact| !fact.values.is_empty()) else { return };
    for field in trame.questions() {
        for variant in field.variants.iter().filter(|variant| !fact.values.contains(variant)) {
            let reason =
                format!("«\u{a0}{variant}\u{a0}» n'est pas une valeur de «\u{a0}{}\u{a0}»", fact.name);
            source.problem(spots.field(&field.path), reason);
        }
    }
}

/// The names and the literal texts that a node compares.
fn comparisons(node: &Expr) -> Vec<(&Name, &Expr)> {
    let Node::Binary(operator, left, right) = &node.node else { return Vec::new() };
    match (operator, &left.node, &right.node) {
        (Operator::Equal | Operator::Different, Node::Name(name), _) => vec![(name, right)],
        (Operator::In, Node::Name(name), Node::List(items)) => {
            items.iter().map(|item| (name, item)).collect()
        }
        (Operator::Equal | Operator::Different | Operator::In, _, Node::Name(name)) => vec![(name, left)],
        _ => Vec::new(),
    }
}

/// The texts that a name may hold; none when it may hold any.
fn values<'a>(trame: &'a Trame, name: &Name) -> Vec<&'a str> {
    match name {
        Name::Field(path) | Name::Previous(path) | Name::Source(path) => {
            trame.field(path).map_or_else(Vec::new, |field| {
                field.field_type.choices().iter().map(|choice| choice.key.as_str()).collect()
            })
        }
        Name::Row(_) => Vec::new(),
        Name::Fact(wanted) => {
            let fact = trame.facts.iter().find(|fact| fact.name == *wanted);
            fact.map_or_else(Vec::new, |fact| fact.values.iter().map(String::as_str).collect())
        }
    }
}

/// Places of the names read where being unknown is foreseen: `renseigne(x)`, `ou_zero(x)`.
fn optional_names(tree: &Expr) -> BTreeSet<usize> {
    let mut places = BTreeSet::new();
    tree.each(&mut |node| {
        if matches!(node.node, Node::Call(Function::Answered | Function::OrZero, _)) {
            node.each_name(&mut |_, at| {
                places.insert(at);
            });
        }
    });
    places
}

/// Places of the tables of which only the number of rows is read, `nombre(table)`: it is known before any cell.
fn counted_tables(trame: &Trame, tree: &Expr) -> BTreeSet<usize> {
    let mut places = BTreeSet::new();
    tree.each(&mut |node| {
        let Node::Call(Function::Count, arguments) = &node.node else { return };
        let [Expr { node: Node::Name(Name::Field(path)), at }] = arguments.as_slice() else { return };
        let table = trame.field(path).and_then(|field| field.field_type.table());
        if table.is_some_and(|table| !table.is_fixed()) {
            places.insert(*at);
        }
    });
    places
}

/// Whether two fields exist for one variant at least.
fn meet(one: &Field, other: &Field) -> bool {
    let all = one.variants.is_empty() || other.variants.is_empty();
    all || one.variants.iter().any(|variant| other.variants.contains(variant))
}

//! Checking that each question can be shown: its conditions can hold together, for each kind it is written for.
//!
//! What a condition reads takes each of the few values it may have: a choice, a yes or no, the kind of the
//! structure. Anything else (a comparison of numbers, a set) may hold or not: what is refused is impossible for
//! certain.

use std::{cell::RefCell, collections::BTreeMap};

use super::{
    super::{Trame, reader::Source},
    Spots,
};
use crate::{
    Date, Decimal, Field, FieldType, Path, Value,
    expr::{self, Datum, Expr, Function, Name, Operator, Scope, ast::Node},
    trame::FactKind,
};

/// Beyond so many combinations nobody looks: the question is taken as one that can be shown.
const MOST: usize = 20_000;

/// Tells each question that nothing can show, or not for a kind that it names.
pub(super) fn check_shown(source: &Source<'_>, trame: &Trame, spots: &Spots) {
    for field in trame.questions().filter(|field| field.visible.is_some() || field.cadence.is_some()) {
        let variants: Vec<&str> = variants(trame, field).collect();
        let never: Vec<&str> =
            variants.iter().copied().filter(|variant| !can_be_shown(trame, field, variant)).collect();
        let at = spots.shown_by(&field.path);
        if never.len() == variants.len() {
            source.problem(at, "ce champ n'est jamais montré".to_owned());
        } else if !never.is_empty() && !field.variants.is_empty() {
            source.problem(at, format!("ce champ n'est jamais montré pour {}", never.join(", ")));
        }
    }
}

/// The kinds a question exists for; one without a name when the trame tells none apart.
fn variants<'a>(trame: &'a Trame, field: &'a Field) -> impl Iterator<Item = &'a str> {
    let fact = trame.variant.as_ref().and_then(|name| trame.facts.iter().find(|fact| fact.name == *name));
    let all = fact.map(|fact| fact.values.as_slice()).filter(|values| !values.is_empty());
    let of_field = |variant: &&str| field.is_for(variant);
    let unnamed = all.is_none().then_some("");
    all.into_iter().flatten().map(String::as_str).filter(of_field).chain(unnamed)
}

fn can_be_shown(trame: &Trame, field: &Field, variant: &str) -> bool {
    let mut search = Search {
        trame,
        variant,
        conditions: BTreeMap::new(),
        needs: BTreeMap::new(),
        open: BTreeMap::new(),
        values: BTreeMap::new(),
        asked: RefCell::default(),
    };
    search.wonder(field);
    let combinations =
        search.open.values().try_fold(1_usize, |product, values| product.checked_mul(values.len()));
    if combinations.is_none_or(|count| count > MOST) {
        return true;
    }
    let open: Vec<(String, Vec<Option<Value>>)> = std::mem::take(&mut search.open).into_iter().collect();
    search.some_combination_shows(field, &open)
}

/// The values that what is read may have, and those it has in the combination in hand.
struct Search<'a> {
    trame: &'a Trame,
    variant: &'a str,
    /// What must hold for each question met to be shown.
    conditions: BTreeMap<Path, Vec<Expr>>,
    /// The questions without which what cannot be listed is unknown.
    needs: BTreeMap<String, Vec<Path>>,
    open: BTreeMap<String, Vec<Option<Value>>>,
    values: BTreeMap<String, Value>,
    /// The questions being asked whether they are shown, one because of the other.
    asked: RefCell<Vec<Path>>,
}

impl Search<'_> {
    /// Gathers what decides of a question, then what decides of that.
    fn wonder(&mut self, field: &Field) {
        if self.conditions.contains_key(&field.path) {
            return;
        }
        let conditions = self.conditions_of(field);
        self.conditions.insert(field.path.clone(), conditions.clone());
        let mut read = Vec::new();
        for condition in &conditions {
            condition.each_name(&mut |name, _| {
                let Some(values) = self.listed(name) else { return };
                let unknown = (!matches!(name, Name::Fact(_))).then_some(None);
                let values = values.into_iter().map(Some).chain(unknown).collect();
                self.open.insert(name.to_string(), values);
                read.extend(self.needs.get(&name.to_string()).into_iter().flatten().cloned());
                if let Name::Field(path) = name {
                    read.push(path.clone());
                }
            });
        }
        for path in read {
            if let Some(field) = self.trame.field(&path) {
                self.wonder(field);
            }
        }
    }

    /// What must hold for a question to be shown: its own conditions, those of its cadence, of its table.
    fn conditions_of(&mut self, field: &Field) -> Vec<Expr> {
        let trame = self.trame;
        let table = field.path.parent().and_then(|table| trame.field(&table));
        let of = |field: &Field| {
            let cadence = field.cadence.as_ref().and_then(|name| trame.cadences.get(name)).cloned();
            cadence.into_iter().chain(field.visible.clone()).collect::<Vec<_>>()
        };
        let texts = table.map(of).unwrap_or_default().into_iter().chain(of(field));
        texts.filter_map(|text| expr::parse(&text).ok()).map(|tree| self.bare(&tree)).collect()
    }

    /// The condition where what cannot be listed is a name of its own, that holds or not.
    fn bare(&mut self, tree: &Expr) -> Expr {
        let node = match &tree.node {
            Node::Not(inner) => Node::Not(Box::new(self.bare(inner))),
            Node::Binary(operator @ (Operator::And | Operator::Or), left, right) => {
                Node::Binary(*operator, Box::new(self.bare(left)), Box::new(self.bare(right)))
            }
            Node::Boolean(_) => tree.node.clone(),
            _ if self.is_listed(tree) => tree.node.clone(),
            _ => {
                let name = Name::Fact(format!("{OPAQUE}{tree}"));
                self.needs.insert(name.to_string(), needed(tree));
                Node::Name(name)
            }
        };
        Expr { node, at: tree.at }
    }

    fn is_listed(&self, tree: &Expr) -> bool {
        let mut listed =
            matches!(&tree.node, Node::Name(_) | Node::Binary(..) | Node::Call(Function::Answered, _));
        tree.each(&mut |node| {
            listed &= match &node.node {
                Node::Name(name) => self.listed(name).is_some(),
                Node::Call(function, _) => *function == Function::Answered,
                Node::Parameter(..) => false,
                _ => true,
            }
        });
        listed
    }

    /// The values a name may have, when they are few.
    fn listed(&self, name: &Name) -> Option<Vec<Value>> {
        let yes_or_no = || vec![Value::Boolean(true), Value::Boolean(false)];
        match name {
            Name::Fact(fact) if fact.starts_with(OPAQUE) => Some(yes_or_no()),
            Name::Fact(fact) if self.trame.variant.as_ref() == Some(fact) => {
                Some(vec![Value::Text(self.variant.to_owned())])
            }
            Name::Fact(fact) => {
                let fact = self.trame.facts.iter().find(|known| known.name == *fact)?;
                match fact.kind {
                    FactKind::Boolean => Some(yes_or_no()),
                    FactKind::Text if !fact.values.is_empty() => {
                        Some(fact.values.iter().cloned().map(Value::Text).collect())
                    }
                    _ => None,
                }
            }
            Name::Field(path) if path.in_table().is_none() => {
                let field = self.trame.field(path).filter(|field| field.path == *path && field.is_typed())?;
                let in_table = path.parent().and_then(|table| self.trame.field(&table)).is_some();
                match &field.field_type {
                    _ if in_table => None,
                    FieldType::Boolean => Some(yes_or_no()),
                    FieldType::Choice { .. } => {
                        let keys = field.field_type.choices().iter().map(|choice| choice.key.clone());
                        Some(keys.map(Value::Choice).collect())
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn some_combination_shows(&mut self, field: &Field, open: &[(String, Vec<Option<Value>>)]) -> bool {
        let Some(((name, values), rest)) = open.split_first() else { return self.shows(field) };
        values.iter().any(|value| {
            match value {
                Some(value) => self.values.insert(name.clone(), value.clone()),
                None => self.values.remove(name),
            };
            self.some_combination_shows(field, rest)
        })
    }

    fn shows(&self, field: &Field) -> bool {
        // A column badly written may wait for itself: it is told elsewhere, and waits for nothing here.
        if self.asked.borrow().contains(&field.path) {
            return true;
        }
        self.asked.borrow_mut().push(field.path.clone());
        let shows = self.holds(field);
        self.asked.borrow_mut().pop();
        shows
    }

    fn holds(&self, field: &Field) -> bool {
        let exists = field.is_for(self.variant);
        let holds =
            |condition: &Expr| expr::evaluate(condition, self).and_then(|datum| datum.truth()) == Some(true);
        exists && self.conditions.get(&field.path).into_iter().flatten().all(holds)
    }
}

/// What begins the name of a condition that may hold or not.
const OPAQUE: &str = "?";

/// The questions that must be answered for a condition to be known; none when it may do without.
fn needed(tree: &Expr) -> Vec<Path> {
    let mut paths = Vec::new();
    let mut strict = true;
    let asks = matches!(&tree.node, Node::Call(Function::Answered, _));
    tree.each(&mut |node| match &node.node {
        Node::Name(Name::Field(path)) if path.in_table().is_none() => paths.push(path.clone()),
        Node::Call(function, _) => {
            strict &= asks
                || matches!(function, Function::Abs | Function::Start | Function::Length | Function::Year);
        }
        Node::Binary(Operator::And | Operator::Or, ..) => strict = false,
        _ => {}
    });
    if strict { paths } else { Vec::new() }
}

impl Scope for Search<'_> {
    fn value(&self, name: &Name) -> Option<Datum<'_>> {
        // Nothing is known of what is not shown itself.
        let shown = |path: &Path| self.trame.field(path).is_none_or(|field| self.shows(field));
        let said = name.to_string();
        match name {
            Name::Field(path) if !shown(path) => None,
            Name::Fact(_) if !self.needs.get(&said).into_iter().flatten().all(shown) => {
                // Except that it has no answer.
                said.contains("renseigne(").then_some(Datum::Boolean(false))
            }
            _ => Datum::of(self.values.get(&said)?),
        }
    }

    fn parameter(&self, _name: &str, _day: Option<Date>) -> Option<Decimal> {
        None
    }
}

impl Spots {
    /// Where it is written when a question is shown, else where the question is.
    fn shown_by(&self, path: &Path) -> usize {
        let written =
            self.expressions.iter().find(|written| written.decides && written.field.as_ref() == Some(path));
        written.map_or_else(|| self.field(path), |written| written.placed.at)
    }
}

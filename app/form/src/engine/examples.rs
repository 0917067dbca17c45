//! Running the worked examples that come with each rule.

use super::{Program, compile::Check};
use crate::{
    Date, Decimal, Field, Rule,
    expr::{self, Datum, Expr, Name, Scope},
    trame::Example,
};

impl Program {
    /// Runs every rule's examples, reporting each verdict that is not the one announced.
    ///
    /// An example gives the names of its rule as the rule writes them: `contexte.x`, `parametre.x`, `ligne.x`.
    pub fn run_examples(&self, report: &mut dyn FnMut(&Field, &Rule, String)) {
        for node in &self.rules {
            let field = self.field(node.field);
            run(field, &field.rules[node.place], &node.check, report);
        }
        for (slot, node) in self.nodes.iter().enumerate() {
            let Some(table) = &node.table else { continue };
            for (column, compiled) in self.field(slot).columns().iter().zip(&table.columns) {
                for (rule, check) in column.rules.iter().zip(&compiled.rules) {
                    run(column, rule, check, report);
                }
            }
        }
    }
}

/// What a rule verifies, ready to be judged.
pub(crate) fn check_of(rule: &Rule) -> Expr {
    super::compile::tree(&rule.check)
}

/// What a check says of an example; none when the example does not give all it reads.
pub(crate) fn verdict(check: &Expr, example: &Example) -> Option<bool> {
    expr::evaluate(check, &Case(example)).and_then(|datum| datum.truth())
}

fn run(field: &Field, rule: &Rule, check: &Check, report: &mut dyn FnMut(&Field, &Rule, String)) {
    let (mut passing, mut failing) = (0, 0);
    for example in &rule.examples {
        let (number, word) =
            if example.passes { (&mut passing, "doit passer") } else { (&mut failing, "doit échouer") };
        *number += 1;
        let passes = verdict(&check.expr, example).unwrap_or(true);
        if passes != example.passes {
            let found = if passes { "passe" } else { "échoue" };
            report(field, rule, format!("l'exemple {number} qui {word}, de « {} », {found}", rule.code));
        }
    }
}

struct Case<'a>(&'a Example);

impl Scope for Case<'_> {
    fn value(&self, name: &Name) -> Option<Datum<'_>> {
        if let Some(value) = self.0.values.get(&name.to_string()) {
            return Datum::of(value);
        }
        let path = name.path()?;
        let rows = self.0.tables.get(path.parent()?.as_str())?;
        let items: Vec<Datum<'_>> = rows.iter().filter_map(|row| Datum::of(row.get(path.last())?)).collect();
        (!rows.is_empty()).then_some(Datum::List(items))
    }

    fn parameter(&self, name: &str, _day: Option<Date>) -> Option<Decimal> {
        self.0.values.get(&format!("parametre.{name}"))?.number()
    }

    fn rows(&self, table: &Name) -> Option<usize> {
        self.0.tables.get(&table.to_string()).map(Vec::len)
    }

    fn cell(&self, table: &Name, row: usize, column: &str) -> Option<Datum<'_>> {
        Datum::of(self.0.tables.get(&table.to_string())?.get(row)?.get(column)?)
    }
}

//! Running the worked examples that come with each rule.

use super::Program;
use crate::{
    Answers, Date, Decimal, Field, Path, Rule, Value,
    expr::{self, Datum, Name, Scope},
    trame::Example,
};

impl Program {
    /// Runs every rule's examples, reporting each verdict that is not the one announced.
    ///
    /// An example names facts as `contexte.x` and parameters as `parametre.x` among its answers.
    pub fn run_examples(&self, report: &mut dyn FnMut(&Field, &Rule, String)) {
        for node in &self.rules {
            let field = self.field(node.field);
            let rule = &field.rules[node.place];
            for (number, example) in rule.examples.iter().enumerate() {
                let verdict = expr::evaluate(&node.check, &Case(example)).and_then(|datum| datum.truth());
                let passes = verdict.unwrap_or(true);
                if passes != example.passes {
                    let found = if passes { "passe" } else { "échoue" };
                    report(field, rule, format!("l'exemple {} de « {} » {found}", number + 1, rule.code));
                }
            }
        }
    }
}

struct Case<'a>(&'a Example);

impl Case<'_> {
    fn found<'a>(answers: &'a Answers, key: &str) -> Option<&'a Value> {
        answers.get(&Path::parse(key).ok()?)
    }
}

impl Scope for Case<'_> {
    fn value(&self, name: &Name) -> Option<Datum<'_>> {
        let value = match name {
            Name::Field(path) => self.0.answers.get(path)?,
            Name::Previous(path) => self.0.previous.get(path)?,
            Name::Fact(fact) => Self::found(&self.0.answers, &format!("contexte.{fact}"))?,
        };
        Datum::of(value)
    }

    fn parameter(&self, name: &str, _day: Option<Date>) -> Option<Decimal> {
        Self::found(&self.0.answers, &format!("parametre.{name}"))?.number()
    }
}

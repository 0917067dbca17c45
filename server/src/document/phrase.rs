//! An expression in a sentence, for who reads a trame and writes none.

use form::{
    Trame,
    expr::{Expr, Function, Name, Operator, ast::Node},
    french,
};

/// An expression in words, the questions in place of their keys; the text itself when it is none.
pub(super) fn in_words(trame: &Trame, text: &str) -> String {
    let said = form::expr::parse(text).map_or_else(|_| text.to_owned(), |tree| Phrase { trame }.of(&tree));
    said.replace(" à le ", " au ").replace(" de le ", " du ")
}

struct Phrase<'a> {
    trame: &'a Trame,
}

impl Phrase<'_> {
    fn of(&self, tree: &Expr) -> String {
        match &tree.node {
            Node::Boolean(yes) => french::yes_no(*yes).to_lowercase(),
            Node::Number(number) => french::number(*number, number.scale()),
            Node::Text(key) => self.choice(key),
            Node::Date(day) => format!("le {}", french::date(*day)),
            Node::List(items) => self.list(items, "ou"),
            Node::Name(name) => self.name(name),
            Node::Parameter(name, _) => format!("le paramètre «\u{a0}{}\u{a0}»", name.replace('_', " ")),
            Node::Not(inner) => self.not(inner),
            Node::Negative(inner) => format!("− {}", self.within(inner)),
            Node::Binary(operator, left, right) => self.binary(*operator, left, right),
            Node::Call(function, arguments) => self.call(*function, arguments),
        }
    }

    /// An operand: in brackets when it is itself an operation of logic or of numbers.
    fn within(&self, tree: &Expr) -> String {
        match &tree.node {
            Node::Binary(Operator::And | Operator::Or | Operator::Plus | Operator::Minus, ..) => {
                format!("({})", self.of(tree))
            }
            _ => self.of(tree),
        }
    }

    fn not(&self, inner: &Expr) -> String {
        match &inner.node {
            Node::Binary(Operator::Equal | Operator::In, left, right) => {
                format!("{} n’est pas {}", self.of(left), self.of(right))
            }
            Node::Name(_) => format!("{}\u{a0}: non", self.of(inner)),
            Node::Call(Function::Answered, arguments) => {
                format!("{} n’a pas de réponse", self.list(arguments, "ou"))
            }
            _ => format!("il est faux que {}", self.within(inner)),
        }
    }

    fn binary(&self, operator: Operator, left: &Expr, right: &Expr) -> String {
        let (from, to) = (self.within(left), self.within(right));
        let word = match operator {
            Operator::And => return format!("{}, et {}", self.condition(left), self.condition(right)),
            Operator::Or => return format!("{}, ou {}", self.condition(left), self.condition(right)),
            Operator::Equal | Operator::In => "est",
            Operator::Different => "n’est pas",
            Operator::Less => "est inférieur à",
            Operator::AtMost => "ne dépasse pas",
            Operator::Greater => "dépasse",
            Operator::AtLeast => "est au moins",
            arithmetic => arithmetic.sign(),
        };
        format!("{from} {word} {to}")
    }

    /// A yes or no question that stands alone says its answer.
    fn condition(&self, tree: &Expr) -> String {
        match &tree.node {
            Node::Name(_) => format!("{}\u{a0}: oui", self.of(tree)),
            Node::Binary(Operator::And | Operator::Or, ..) => format!("({})", self.of(tree)),
            _ => self.of(tree),
        }
    }

    fn call(&self, function: Function, arguments: &[Expr]) -> String {
        let said = |place: usize| arguments.get(place).map(|tree| self.within(tree)).unwrap_or_default();
        let (first, second, third) = (said(0), said(1), said(2));
        let holds = || arguments.get(1).map(|tree| self.condition(tree)).unwrap_or_default();
        match function {
            Function::Answered => format!("{first} a une réponse"),
            Function::If => {
                let condition = arguments.first().map(|tree| self.condition(tree)).unwrap_or_default();
                let other = if third.is_empty() { String::new() } else { format!(", sinon {third}") };
                format!("{second} si {condition}{other}")
            }
            Function::Round => format!("{first}, arrondi à {}", decimals(&second)),
            Function::Abs => format!("{first}, sans son signe"),
            Function::Min => format!("le plus petit de {}", self.list(arguments, "et")),
            Function::Max => format!("le plus grand de {}", self.list(arguments, "et")),
            Function::Months => format!("le nombre de mois de {first} à {second}"),
            Function::Days => format!("le nombre de jours de {first} à {second}"),
            Function::Year => format!("l’année de {first}"),
            Function::Length => format!("la longueur de {first}"),
            Function::Start => format!("les {second} premiers caractères de {first}"),
            Function::Shape => format!("{first} s’écrit comme {}", self.list(&arguments[1..], "ou")),
            Function::OrZero => format!("{first} (0 sans réponse)"),
            Function::PlusMonths => format!("{first} plus {second} mois"),
            Function::Day => format!("le {first}/{second}/{third}"),
            Function::Sum if arguments.len() == 1 => format!("le total de {first}"),
            Function::Sum => format!("le total, dans {first}, de {second}"),
            Function::Count if arguments.len() == 1 => format!("le nombre de lignes de {first}"),
            Function::Count => format!("le nombre de lignes de {first} où {}", holds()),
            Function::Distinct => format!("aucune valeur de {first} n’est là deux fois"),
            Function::All => format!("dans toutes les lignes de {first}, {}", holds()),
            Function::Any => format!("dans une ligne au moins de {first}, {}", holds()),
        }
    }

    fn list(&self, items: &[Expr], word: &str) -> String {
        let said: Vec<String> = items.iter().map(|item| self.within(item)).collect();
        match said.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} {word} {last}", others.join(", ")),
            None => String::new(),
        }
    }

    fn name(&self, name: &Name) -> String {
        let label = |path: &form::Path| {
            let own = self.trame.field(path).map_or_else(String::new, |field| field.label.clone());
            // A column says whose it is: « Charges prévues, Montant ».
            let table = path.parent().and_then(|table| self.trame.field(&table));
            table.map_or_else(|| own.clone(), |table| format!("{}, {own}", table.label))
        };
        let quoted = |text: String| format!("«\u{a0}{text}\u{a0}»");
        match name {
            Name::Field(path) => quoted(label(path)),
            Name::Previous(path) => format!("{} de l’an passé", quoted(label(path))),
            Name::Source(path) => format!("{} selon la source", quoted(label(path))),
            // A column's key says what it is; its table is where the reader stands.
            Name::Row(column) => quoted(column.replace('_', " ")),
            Name::Fact(fact) => fact_in_words(fact),
        }
    }

    fn choice(&self, key: &str) -> String {
        let mut choices = self.trame.fields().flat_map(|(_, field)| field.field_type.choices());
        let label = choices.find(|choice| choice.key == key).map_or(key, |choice| choice.label.as_str());
        format!("«\u{a0}{label}\u{a0}»")
    }
}

fn decimals(number: &str) -> String {
    match number {
        "0" => "l’unité".to_owned(),
        "1" => "une décimale".to_owned(),
        number => format!("{number}\u{a0}décimales"),
    }
}

fn fact_in_words(fact: &str) -> String {
    match fact {
        "type_siae" => "le type de structure".to_owned(),
        "exercice" => "l’année demandée".to_owned(),
        "aujourdhui" => "le jour où l’on remplit".to_owned(),
        "asp_id" => "l’identifiant ASP".to_owned(),
        "territoires" => "le nombre de départements".to_owned(),
        "zone" => "la zone".to_owned(),
        other => other.replace('_', " "),
    }
}

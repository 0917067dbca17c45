//! The tree of an expression.

use crate::{Date, Decimal, Path, expr::Function};

/// An expression, each node with the byte offset where it starts in its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What the node is.
    pub node: Node,
    /// Byte offset of the node in the expression's text.
    pub at: usize,
}

/// One node of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `vrai`, `faux`.
    Boolean(bool),
    /// `7.95`.
    Number(Decimal),
    /// `'ACI'`.
    Text(String),
    /// `2027-01-01`.
    Date(Date),
    /// `['ACI', 'EI']`.
    List(Vec<Expr>),
    /// A name that the scope resolves.
    Name(Name),
    /// `parametre.montant_unitaire(annexe.debut)`: a dated parameter, at a day.
    Parameter(String, Option<Box<Expr>>),
    /// `non x`.
    Not(Box<Expr>),
    /// `-x`.
    Negative(Box<Expr>),
    /// Two operands around an operator.
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// A function and its arguments.
    Call(Function, Vec<Expr>),
}

/// Where a named value comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// An answer of this dossier: `etp.demandes`.
    Field(Path),
    /// The same answer last year: `precedent.etp.demandes`.
    Previous(Path),
    /// What a source said of the same answer: `source.etp.demandes`.
    Source(Path),
    /// What is known of the dossier itself: `contexte.type_siae`.
    Fact(String),
    /// A cell of the row in hand, in a table: `ligne.etp`.
    Row(String),
}

/// A binary operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `ou`.
    Or,
    /// `et`.
    And,
    /// `=`.
    Equal,
    /// `≠`, `!=`.
    Different,
    /// `<`.
    Less,
    /// `<=`, `≤`.
    AtMost,
    /// `>`.
    Greater,
    /// `>=`, `≥`.
    AtLeast,
    /// `dans`.
    In,
    /// `+`.
    Plus,
    /// `-`.
    Minus,
    /// `*`, `×`.
    Times,
    /// `/`, `÷`.
    Over,
}

impl Operator {
    /// Whether it reckons with numbers.
    #[must_use]
    pub fn is_arithmetic(self) -> bool {
        matches!(self, Self::Plus | Self::Minus | Self::Times | Self::Over)
    }

    /// The sign as a person reads it.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Or => "ou",
            Self::And => "et",
            Self::Equal => "=",
            Self::Different => "≠",
            Self::Less => "<",
            Self::AtMost => "≤",
            Self::Greater => ">",
            Self::AtLeast => "≥",
            Self::In => "dans",
            Self::Plus => "+",
            Self::Minus => "−",
            Self::Times => "×",
            Self::Over => "÷",
        }
    }
}

impl Name {
    /// The answer behind a name, of this dossier or of another moment; none for a fact or a cell of the row in hand.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Field(path) | Self::Previous(path) | Self::Source(path) => Some(path),
            Self::Fact(_) | Self::Row(_) => None,
        }
    }
}

impl Expr {
    /// Calls `visit` on every named value the expression mentions.
    pub fn each_name<'a>(&'a self, visit: &mut dyn FnMut(&'a Name, usize)) {
        self.each(&mut |expr| {
            if let Node::Name(name) = &expr.node {
                visit(name, expr.at);
            }
        });
    }

    /// Calls `visit` on every node, parents first.
    pub fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        visit(self);
        match &self.node {
            Node::List(items) | Node::Call(_, items) => {
                for item in items {
                    item.each(visit);
                }
            }
            Node::Parameter(_, Some(inner)) | Node::Not(inner) | Node::Negative(inner) => {
                inner.each(visit);
            }
            Node::Binary(_, left, right) => {
                left.each(visit);
                right.each(visit);
            }
            _ => {}
        }
    }
}

//! Noting the numbers that ASP gives once a decision is taken: the convention and its annexes bear them from then on.

use super::{
    Act, Move,
    act::{open, unmoved},
    draft::{Wrong, numbered},
    terms::Terms,
};
use crate::{
    Error, Refusal, Result,
    asp::{AnnexeNumber, ConventionNumber},
    dossier::{Body, Seq, Snapshot},
};

/// Numbers of ASP: one an annexe, in their order, and that of the convention; none where it gave none yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Of the annexes.
    pub annexes: Vec<Option<AnnexeNumber>>,
    /// Of the convention.
    pub convention: Option<ConventionNumber>,
}

impl Numbers {
    /// Those that terms bear.
    #[must_use]
    pub fn of(terms: &Terms) -> Self {
        let annexes = terms.annexes.iter().map(|grant| grant.number.clone()).collect();
        Self { annexes, convention: terms.number.clone() }
    }

    /// Those that a form says, of so many annexes.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(value: impl Fn(&str) -> String, annexes: usize) -> std::result::Result<Self, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let mut annexe = |place| {
            let field = format!("numero.{place}");
            numbered(&value(&field), &field, &mut wrong)
        };
        let read = (0..annexes).map(&mut annexe).collect();
        let convention = numbered(&value("convention"), "convention", &mut wrong);
        if wrong.is_empty() { Ok(Self { annexes: read, convention }) } else { Err(wrong) }
    }

    /// Gives them to the terms that they are of.
    pub(super) fn note_on(&self, terms: &mut Terms) {
        for (grant, number) in terms.annexes.iter_mut().zip(&self.annexes) {
            grant.number.clone_from(number);
        }
        terms.number.clone_from(&self.convention);
    }
}

/// Notes the numbers of ASP on the decision that holds.
///
/// # Errors
/// `Refused` when the dossier moved since `seen`, or nothing is granted there; `Invalid` when they are those that it
/// bears.
pub fn number(snapshot: &Snapshot, seen: Seq, numbers: Numbers) -> Result<Body> {
    unmoved(snapshot, seen)?;
    open(snapshot, Act::Number)?;
    let terms = snapshot.ruling().and_then(|ruling| ruling.terms.as_deref());
    let terms = terms.filter(|terms| terms.annexes.len() == numbers.annexes.len());
    let terms = terms.ok_or(Error::Refused(Refusal::Moved))?;
    if Numbers::of(terms) == numbers {
        return Err(Error::Invalid("Ces numéros sont déjà ceux de la décision.".to_owned()));
    }
    if numbers.convention.is_none() && numbers.annexes.iter().all(Option::is_none) {
        return Err(Error::Invalid("Donnez au moins un numéro.".to_owned()));
    }
    let kind = snapshot.opening.kind;
    if let Some(other) = numbers.annexes.iter().flatten().find(|number| !number.is_of(kind)) {
        return Err(Error::Invalid(format!("{other} n’est pas le numéro d’une annexe {kind}.")));
    }
    let Numbers { annexes, convention } = numbers;
    Ok(Body::Moved(Box::new(Move::Numbered { annexes, convention })))
}

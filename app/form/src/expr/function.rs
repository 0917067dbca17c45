//! The functions of the language.

/// A function business authors may call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `renseigne(x)`: whether the field is answered; always known.
    Answered,
    /// `si(condition, alors, sinon)`; without the last, unknown when the condition is false.
    If,
    /// `arrondi(x, décimales)`, half away from zero.
    Round,
    /// `abs(x)`.
    Abs,
    /// `min(a, b, …)`.
    Min,
    /// `max(a, b, …)`.
    Max,
    /// `mois(début, fin)`: months touched from one day to the other, both included.
    Months,
    /// `annee(date)`.
    Year,
    /// `longueur(texte)`, in characters.
    Length,
    /// `debut(texte, n)`: its first characters.
    Start,
    /// `ou_zero(x)`: the number, or 0 while it is unanswered.
    OrZero,
}

impl Function {
    /// Every function with its French name and the number of arguments it takes.
    pub const ALL: [(Self, &'static str, std::ops::RangeInclusive<usize>); 11] = [
        (Self::Answered, "renseigne", 1..=1),
        (Self::If, "si", 2..=3),
        (Self::Round, "arrondi", 2..=2),
        (Self::Abs, "abs", 1..=1),
        (Self::Min, "min", 2..=16),
        (Self::Max, "max", 2..=16),
        (Self::Months, "mois", 2..=2),
        (Self::Year, "annee", 1..=1),
        (Self::Length, "longueur", 1..=1),
        (Self::Start, "debut", 2..=2),
        (Self::OrZero, "ou_zero", 1..=1),
    ];

    /// The function of a French name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == name).map(|(function, ..)| *function)
    }

    /// The French name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().1
    }

    /// How many arguments it takes.
    #[must_use]
    pub fn arity(self) -> std::ops::RangeInclusive<usize> {
        self.entry().2.clone()
    }

    fn entry(self) -> &'static (Self, &'static str, std::ops::RangeInclusive<usize>) {
        Self::ALL.iter().find(|(function, ..)| *function == self).expect("every function stands in the table")
    }
}

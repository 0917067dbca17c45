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
    /// `forme(texte, 'modèle', …)`: whether a text is written as one of the models says.
    Shape,
    /// `ou_zero(x)`: the number, or 0 while it is unanswered.
    OrZero,
    /// `jours(début, fin)`: days from one to the other.
    Days,
    /// `plus_mois(date, n)`: the day some months later.
    PlusMonths,
    /// `date(année, mois, jour)`.
    Day,
    /// `somme(table.colonne)`, or `somme(table, expression of the row)`.
    Sum,
    /// `nombre(table)`, `nombre(table, condition)`, `nombre(liste)`.
    Count,
    /// `tous(table, condition)`: whether it holds in every row.
    All,
    /// `un(table, condition)`: whether it holds in one row at least.
    Any,
    /// `differents(table.colonne)`, `differents(liste)`: whether no value is there twice.
    Distinct,
}

impl Function {
    /// Every function with its French name and the number of arguments it takes.
    pub const ALL: [(Self, &'static str, std::ops::RangeInclusive<usize>); 20] = [
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
        (Self::Shape, "forme", 2..=16),
        (Self::OrZero, "ou_zero", 1..=1),
        (Self::Days, "jours", 2..=2),
        (Self::PlusMonths, "plus_mois", 2..=2),
        (Self::Day, "date", 3..=3),
        (Self::Sum, "somme", 1..=2),
        (Self::Count, "nombre", 1..=2),
        (Self::All, "tous", 2..=2),
        (Self::Any, "un", 2..=2),
        (Self::Distinct, "differents", 1..=1),
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

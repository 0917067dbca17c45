//! Which lines of the inventory are asked for, and in what order.

use std::{cmp::Ordering, collections::BTreeSet};

use form::{Decimal, french::plain_letter};

use super::{Inventory, Line, Nature, Share, Supply};
use crate::{address::query, dossier::About};

/// What is asked of the inventory: the address of its page says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The form.
    pub about: About,
    /// Year of the dossiers that figures are made of; that of those that are filled these days when absent.
    pub year: Option<i16>,
    /// Key of a step; every step when empty.
    pub step: String,
    /// Who asks the question.
    pub reach: Reach,
    /// A source.
    pub source: Wanted,
    /// Words that a line holds.
    pub words: String,
    /// The column it is sorted by.
    pub column: Column,
    /// Which way.
    pub order: Order,
}

/// Whose questions are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// All of them.
    #[default]
    All,
    /// Those of the national form.
    National,
    /// Those that départements add.
    Local,
}

/// Which sources are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// Any, or none.
    #[default]
    Any,
    /// Data that none gives.
    Without,
    /// Data that another administration or another service gives.
    Elsewhere,
    /// Data that one gives.
    Of(Supply),
}

/// A column to sort by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// The order of the form.
    #[default]
    Form,
    /// The question.
    Datum,
    /// How many supplies give it.
    Sources,
    /// What is in store.
    Fresh,
    /// Structures for which a value is in store.
    Stored,
    /// Structures for which a value came.
    Coverage,
    /// Values kept.
    Kept,
    /// Values corrected.
    Corrected,
    /// Values proposed in doubt and not taken over.
    Left,
    /// Answers typed.
    Typed,
    /// Values contested.
    Contested,
}

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The smallest first.
    #[default]
    Ascending,
    /// The largest first.
    Descending,
}

/// One line a column: its key in addresses.
const COLUMNS: [(Column, &str); 11] = [
    (Column::Form, "formulaire"),
    (Column::Datum, "donnee"),
    (Column::Sources, "sources"),
    (Column::Fresh, "fraicheur"),
    (Column::Stored, "base"),
    (Column::Coverage, "couverture"),
    (Column::Kept, "gardees"),
    (Column::Corrected, "corrigees"),
    (Column::Left, "non-reprises"),
    (Column::Typed, "saisies"),
    (Column::Contested, "contestees"),
];

const WITHOUT: &str = "sans";
const ELSEWHERE: &str = "autre";

/// One line a form: its key in addresses, empty for the one that is asked when nothing is said, and the word of its
/// year: that of a campaign is not the one that a bilan reports on.
const FORMS: [(About, &str, &str); 2] = [(About::Demand, "", "campagne"), (About::Bilan, "bilan", "annee")];

impl Column {
    /// Key in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        COLUMNS.iter().find(|(column, _)| *column == self).map_or("", |(_, code)| code)
    }
}

impl Reach {
    /// Key in addresses; empty for all.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::All => "",
            Self::National => "nationales",
            Self::Local => "locales",
        }
    }
}

impl Order {
    /// Key in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ascending => "croissant",
            Self::Descending => "decroissant",
        }
    }
}

impl Wanted {
    /// Key in addresses; empty for any.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Any => "",
            Self::Without => WITHOUT,
            Self::Elsewhere => ELSEWHERE,
            Self::Of(supply) => supply.code(),
        }
    }
}

impl Asked {
    /// Key of a form in addresses; empty for the demand.
    #[must_use]
    pub fn form(about: About) -> &'static str {
        FORMS.iter().find(|(form, ..)| *form == about).map_or("", |(_, code, _)| code)
    }

    /// The word of addresses for the year of the dossiers of a form.
    #[must_use]
    pub fn year_word(about: About) -> &'static str {
        FORMS.iter().find(|(form, ..)| *form == about).map_or("", |(.., word)| word)
    }

    /// The form that the words of an address ask: the demand, unless they say another.
    #[must_use]
    pub fn about<'a>(value: impl Fn(&str) -> &'a str) -> About {
        FORMS
            .iter()
            .find(|(_, code, _)| *code == value("formulaire"))
            .map_or_else(About::default, |form| form.0)
    }

    /// What the words of an address ask; what is not understood asks nothing.
    #[must_use]
    pub fn of<'a>(value: impl Fn(&str) -> &'a str) -> Self {
        let about = Self::about(&value);
        let column = COLUMNS.iter().find(|(_, code)| *code == value("tri"));
        let source = match value("source") {
            WITHOUT => Wanted::Without,
            ELSEWHERE => Wanted::Elsewhere,
            code => Supply::of_code(code).map_or(Wanted::Any, Wanted::Of),
        };
        let reach = [Reach::National, Reach::Local].into_iter().find(|reach| reach.code() == value("portee"));
        let order =
            if value("ordre") == Order::Descending.code() { Order::Descending } else { Order::Ascending };
        Self {
            about,
            year: value(Self::year_word(about)).parse().ok(),
            step: value("etape").to_owned(),
            reach: reach.unwrap_or_default(),
            source,
            words: value("mot").trim().to_owned(),
            column: column.map(|(column, _)| *column).unwrap_or_default(),
            order,
        }
    }

    /// The words of the address that asks this; what is absent is left out.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        let sorted = self.column != Column::Form;
        let sort = if sorted { self.column.code() } else { "" };
        let order = if sorted { self.order.code() } else { "" };
        let all = [
            ("formulaire", Self::form(self.about).to_owned()),
            (Self::year_word(self.about), year),
            ("etape", self.step.clone()),
            ("portee", self.reach.code().to_owned()),
            ("source", self.source.code().to_owned()),
            ("mot", self.words.clone()),
            ("tri", sort.to_owned()),
            ("ordre", order.to_owned()),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// What follows the path in the address that asks this: empty when nothing is asked.
    #[must_use]
    pub fn query(&self) -> String {
        query(&self.pairs())
    }

    /// The same of an inventory that may not have the step or the source: who goes from one form to the other asks
    /// for all of those.
    #[must_use]
    pub fn fitting(mut self, inventory: &Inventory) -> Self {
        if !inventory.steps.iter().any(|(key, _)| *key == self.step) {
            self.step.clear();
        }
        if let Wanted::Of(supply) = self.source
            && !inventory.gives(supply)
        {
            self.source = Wanted::Any;
        }
        self
    }

    /// The lines asked for, in their order; where a figure has no object the line comes last.
    #[must_use]
    pub fn lines<'a>(&self, inventory: &'a Inventory) -> Vec<&'a Line> {
        let mut lines: Vec<&Line> = inventory.lines.iter().filter(|line| self.wants(line)).collect();
        if self.column != Column::Form {
            lines.sort_by(|a, b| self.compare(a, b));
        }
        lines
    }

    fn wants(&self, line: &Line) -> bool {
        let of_source = match self.source {
            Wanted::Any => true,
            Wanted::Without => line.given.is_empty() && line.nature != Nature::Computed,
            // What the form works out asks for no source, and is in none of the counts.
            Wanted::Elsewhere => line.is_given_elsewhere() && line.nature != Nature::Computed,
            Wanted::Of(supply) => line.given.iter().any(|given| given.supply == supply),
        };
        let of_reach = match self.reach {
            Reach::All => true,
            Reach::National => line.local.is_none(),
            Reach::Local => line.local.is_some(),
        };
        (self.step.is_empty() || self.step == line.step) && of_reach && of_source && self.holds(line)
    }

    /// Whether a line holds each word, capitals and accents aside.
    fn holds(&self, line: &Line) -> bool {
        let plain = |text: &str| -> String { text.chars().map(plain_letter).collect() };
        let fields = line.given.iter().flat_map(|given| [given.supply.name(), given.field]);
        let others = line.could.iter().flat_map(|could| [could.who, could.field]);
        let own = [line.label.as_str(), &line.key, &line.step_title];
        let asks = line.local.iter().flat_map(|asks| ["locale", asks.code(), asks.name()]);
        let own = own.into_iter().chain(asks).chain(line.numbers.iter().map(String::as_str));
        let text: Vec<&str> = own.chain(fields).chain(others).collect();
        let text = plain(&text.join(" "));
        self.words.split_whitespace().all(|word| text.contains(&plain(word)))
    }

    fn compare(&self, a: &Line, b: &Line) -> Ordering {
        let turned = |ordering: Ordering| match self.order {
            Order::Ascending => ordering,
            Order::Descending => ordering.reverse(),
        };
        let plain = |line: &Line| -> String { line.label.chars().map(plain_letter).collect() };
        if self.column == Column::Datum {
            return turned(plain(a).cmp(&plain(b)));
        }
        match (self.number(a), self.number(b)) {
            (Some(a), Some(b)) => turned(a.cmp(&b)),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }
    }

    /// The number that a line is sorted by; none where it has no object.
    fn number(&self, line: &Line) -> Option<Decimal> {
        let figures = &line.figures;
        match self.column {
            Column::Form | Column::Datum => None,
            Column::Sources => {
                let supplies: BTreeSet<Supply> = line.given.iter().map(|given| given.supply).collect();
                (line.nature != Nature::Computed).then(|| supplies.len().into())
            }
            Column::Fresh => {
                let day = line.fresh?;
                Some(Decimal::from(i32::from(day.year()) * 1000 + i32::from(day.day_of_year())))
            }
            Column::Stored => line.in_store().and_then(Share::percent),
            Column::Coverage => figures.coverage().percent(),
            Column::Kept => figures.kept().percent(),
            Column::Corrected => figures.corrected().percent(),
            Column::Left => figures.left().percent(),
            Column::Typed => figures.typed().percent(),
            Column::Contested => figures.contested().percent(),
        }
    }
}

#[cfg(test)]
mod tests;

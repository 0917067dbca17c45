//! The queue of a service: the dossiers that were sent, found by words and keys, in an order whose reason is shown.

mod columns;
mod listed;
mod search;
mod texts;
mod views;
mod words;

use std::fmt;

use form::{Date, Decimal};
use uuid::Uuid;

pub use columns::{Column, Columns};
pub use listed::{Listed, plain, pressing};
pub use search::{Compare, KEYS, Quantity, Search, Term, What, Whose, values};
pub use texts::{Excerpt, Searched, Texts};
pub use views::{LONGEST_NAME, MOST_VIEWS, View, ViewId, read_name};
pub use words::{Phrase, words_of};

use crate::{
    Kind, PersonId, Timestamp,
    access::Level,
    address::query,
    dossier::{About, Awaits, DossierId, Reference, Seq, State},
};

/// Which part of the queue is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tab {
    /// What awaits the service.
    #[default]
    Here,
    /// What awaits others: the structures, those whose opinion is asked, the other level.
    There,
    /// What is decided, or given up.
    Done,
    /// Everything.
    All,
}

/// How a list is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// What presses most first: the delay that ends first, the structure that is awaited longest; then what was decided or sent last.
    #[default]
    Delay,
    /// The last version sent first.
    Sent,
    /// By the name of the structure.
    Structure,
    /// The most posts first.
    Posts,
    /// The greatest difference with last year first, whichever way.
    Gap,
    /// The largest amount first.
    Amount,
    /// The most findings first.
    Findings,
}

/// One line a part: it, its key in addresses.
const TABS: [(Tab, &str); 4] =
    [(Tab::Here, "traiter"), (Tab::There, "attente"), (Tab::Done, "decides"), (Tab::All, "tous")];

/// One line an order: it, its key in addresses.
const SORTS: [(Sort, &str); 7] = [
    (Sort::Delay, "delai"),
    (Sort::Sent, "transmis"),
    (Sort::Structure, "structure"),
    (Sort::Posts, "postes"),
    (Sort::Gap, "ecart"),
    (Sort::Amount, "aide"),
    (Sort::Findings, "constats"),
];

impl Tab {
    /// All of them, in their order on the page.
    pub fn all() -> impl Iterator<Item = Self> {
        TABS.into_iter().map(|(tab, _)| tab)
    }

    /// Key in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        TABS.iter().find(|(tab, _)| *tab == self).map_or("", |(_, code)| code)
    }

    /// The part of a key; what awaits the service for one that is not known.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        TABS.iter().find(|(_, known)| *known == code).map(|(tab, _)| *tab).unwrap_or_default()
    }

    /// Whether it holds what awaits this, for a service of that level.
    #[must_use]
    pub fn holds(self, awaits: Awaits, level: Level) -> bool {
        let own = match awaits {
            Awaits::Reading | Awaits::Checking | Awaits::Consulting | Awaits::Deciding => Self::Here,
            Awaits::Validating if level == Level::Region => Self::Here,
            Awaits::Structure | Awaits::Opinion | Awaits::Validating => Self::There,
            Awaits::Nobody => Self::Done,
        };
        self == own || self == Self::All
    }
}

impl Sort {
    /// Key in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        SORTS.iter().find(|(sort, _)| *sort == self).map_or("", |(_, code)| code)
    }

    /// The order of a key; that of the delays for one that is not known.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        SORTS.iter().find(|(_, known)| *known == code).map(|(sort, _)| *sort).unwrap_or_default()
    }
}

/// Where a page of a list ends: the next begins after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// What its last line is ordered by.
    pub key: Key,
    /// Its last line.
    pub id: Uuid,
}

/// What a line is ordered by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A number, or an instant.
    Number(i64),
    /// A name.
    Text(String),
}

impl fmt::Display for Cursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.key {
            Key::Number(number) => write!(formatter, "{}.{number}", self.id),
            Key::Text(text) => write!(formatter, "{}.\"{text}", self.id),
        }
    }
}

impl Cursor {
    /// The cursor that an address says; none for what is not one.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (id, key) = text.split_once('.').filter(|_| !text.contains(char::is_control))?;
        let key = match key.strip_prefix('"') {
            Some(name) => Key::Text(name.to_owned()),
            None => Key::Number(key.parse().ok()?),
        };
        Some(Self { key, id: id.parse().ok()? })
    }
}

/// What is asked of the queue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// What is looked for.
    pub search: Search,
    /// Which part.
    pub tab: Tab,
    /// In what order.
    pub sort: Sort,
    /// The columns that are shown.
    pub columns: Columns,
    /// After which line; from the first when absent.
    pub after: Option<Cursor>,
    /// Level of the service that asks.
    pub level: Level,
}

impl Asked {
    /// What the words of an address ask; what is not understood asks nothing.
    #[must_use]
    pub fn of<'a>(value: impl Fn(&str) -> &'a str, level: Level) -> Self {
        let sort = Sort::of_code(value("tri"));
        // Names are ordered by texts, the rest by numbers: a cursor of another order is of no list.
        let is_of = |cursor: &Cursor| matches!(cursor.key, Key::Text(_)) == (sort == Sort::Structure);
        Self {
            search: Search::read(value("q")),
            tab: Tab::of_code(value("vue")),
            sort,
            columns: Columns::of_codes(value("colonnes")),
            after: Cursor::read(value("apres")).filter(is_of),
            level,
        }
    }

    /// What the address of a dossier says of this list, when one comes from it: never empty.
    #[must_use]
    pub fn as_list(&self) -> String {
        let asked = Self { after: None, ..self.clone() }.query();
        let usual = || format!("vue={}", Tab::default().code());
        asked.strip_prefix('?').map_or_else(usual, str::to_owned)
    }

    /// What follows the path in the address that asks this: empty when nothing is asked.
    #[must_use]
    pub fn query(&self) -> String {
        let unless = |usual: bool, code: &str| if usual { String::new() } else { code.to_owned() };
        query(&[
            ("q", self.search.text.clone()),
            ("vue", unless(self.tab == Tab::default(), self.tab.code())),
            ("tri", unless(self.sort == Sort::default(), self.sort.code())),
            ("colonnes", self.columns.codes()),
            ("apres", self.after.as_ref().map(ToString::to_string).unwrap_or_default()),
        ])
    }
}

/// Dossiers that words find, at most: of more, those that came last.
pub const MOST_FOUND: usize = 5_000;

/// A page of the queue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Its lines.
    pub lines: Vec<Line>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
    /// How many dossiers are found, by what they await.
    pub counts: Vec<(Awaits, u64)>,
    /// Whether the words are in more dossiers than are looked at: lines and counts are of those that came last.
    pub is_more: bool,
    /// The texts of its lines, where words are looked for.
    pub texts: Vec<(DossierId, Texts)>,
}

impl Found {
    /// How many dossiers a part holds, for a service of that level.
    #[must_use]
    pub fn count(&self, tab: Tab, level: Level) -> u64 {
        self.counts.iter().filter(|(awaits, _)| tab.holds(*awaits, level)).map(|(_, count)| count).sum()
    }
}

/// The dossiers around one, in a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// The one before.
    pub before: Option<DossierId>,
    /// The one after.
    pub after: Option<DossierId>,
}

/// How many dossiers an agent has that nobody decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// The agent; none for those that nobody takes care of.
    pub agent: Option<PersonId>,
    /// How many, by age, the last sent first.
    pub by_age: Vec<u64>,
}

/// A dossier in the queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The dossier.
    pub id: DossierId,
    /// What it is about.
    pub about: About,
    /// Name of the structure.
    pub structure: String,
    /// Kind asked for.
    pub kind: Kind,
    /// Year of the annexe, or the one that is reported on.
    pub year: i16,
    /// Départements concerned: `Finistère et Morbihan`.
    pub places: String,
    /// Where it stands.
    pub state: State,
    /// What it awaits.
    pub awaits: Awaits,
    /// Reference of its receipt.
    pub reference: Reference,
    /// Since when it awaits that.
    pub since: Timestamp,
    /// Last version sent.
    pub submitted: Timestamp,
    /// Since when its delay would run, had it never stopped; none while it does not run.
    pub running_from: Option<Timestamp>,
    /// ETP asked, or independent workers for an EITI.
    pub posts: Option<Decimal>,
    /// Difference with last year, percent.
    pub gap: Option<Decimal>,
    /// Amount asked, euros.
    pub amount: Option<Decimal>,
    /// Findings that the version sent leaves to read.
    pub findings: u32,
    /// What the service of who reads noted on it.
    pub shared: Shared,
}

/// What a line says of the sharing out of the work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// Who takes care of the dossier.
    pub agent: Option<PersonId>,
    /// The event since which they do.
    pub given: Seq,
    /// The labels it bears.
    pub labels: Vec<String>,
    /// Whether who reads follows it.
    pub followed: bool,
}

impl Line {
    /// How many days are left to instruct it at a day, where the service has so many; less than none once they are
    /// over, and nothing while the delay does not run.
    #[must_use]
    pub fn days_left(&self, today: Date, delay: u16) -> Option<i32> {
        let begun = form::french::time_of_day(self.running_from?).0;
        Some(i32::from(delay) - (today - begun).get_days())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_is_written() {
        let id = Uuid::from_u128(7);
        for key in [Key::Number(-3), Key::Number(i64::MAX), Key::Text("les jardins. \"de l'odet".to_owned())]
        {
            let cursor = Cursor { key, id };
            assert_eq!(Cursor::read(&cursor.to_string()), Some(cursor));
        }
        for wrong in
            ["", "x.1", "00000000-0000-0000-0000-000000000007", "00000000-0000-0000-0000-000000000007.x"]
        {
            assert_eq!(Cursor::read(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn an_address_says_what_is_asked() {
        let id = Uuid::from_u128(7);
        let asked = Asked {
            search: Search::read("type:ACI \"port & quai\""),
            tab: Tab::Done,
            sort: Sort::Gap,
            columns: Columns::of_codes("agent.transmis"),
            after: Some(Cursor { key: Key::Number(12), id }),
            level: Level::Region,
        };
        let query = asked.query();
        let read: Vec<(String, String)> = query[1..]
            .split('&')
            .filter_map(|word| word.split_once('='))
            .map(|(name, value)| (name.to_owned(), decoded(value)))
            .collect();
        let value = |name: &str| read.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value);
        assert_eq!(Asked::of(value, Level::Region), asked, "{query}");
        assert_eq!(
            (Asked::default().query(), Asked::default().as_list()),
            (String::new(), "vue=traiter".to_owned())
        );
        let list = format!("?{}", asked.as_list());
        assert_eq!(list, Asked { after: None, ..asked.clone() }.query(), "without the place in it");
        let other = Asked::of(|name| if name == "tri" { "structure" } else { value(name) }, Level::Region);
        assert_eq!((other.sort, other.after), (Sort::Structure, None), "a cursor is of its own order");
    }

    fn decoded(text: &str) -> String {
        let mut bytes = text.bytes();
        let mut read = Vec::new();
        while let Some(byte) = bytes.next() {
            let mut digit = || bytes.next().map(char::from).and_then(|digit| digit.to_digit(16)).unwrap_or(0);
            read.push(if byte == b'%' {
                u8::try_from(digit() * 16 + digit()).expect("two digits")
            } else {
                byte
            });
        }
        String::from_utf8(read).expect("a text")
    }

    #[test]
    fn each_dossier_is_in_one_part_and_in_all() {
        for level in [Level::Departement, Level::Region] {
            for awaits in Awaits::all() {
                let parts: Vec<Tab> = Tab::all().filter(|tab| tab.holds(awaits, level)).collect();
                assert_eq!((parts.len(), parts[1]), (2, Tab::All), "{awaits:?}");
            }
        }
        assert!(Tab::Here.holds(Awaits::Validating, Level::Region), "the region has it to do");
        assert!(Tab::There.holds(Awaits::Validating, Level::Departement), "the département waits for it");
    }
}

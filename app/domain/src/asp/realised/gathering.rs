//! The gathering of a delivery: rows go in, totals come out, and nothing else is kept.

mod monthly;

use std::{collections::BTreeMap, sync::Arc};

use form::Date;

use super::{
    AnnexeKey, Annexes, BusinessRow, ContractRow, MarketRow, Markets, Obstacle, Obstacles, PersonRow,
    References, Sector, Source, SupportRow, Totals, TrainingRow, Work,
    contract::{Contract, Contracts},
    count::{self, Tables},
    independents::{self, Business, Businesses},
    person::{People, Person},
    statement::{self, Statement},
    training::{self, Labels, Training},
};

pub use monthly::Monthly;

/// Rows of a delivery, packed until they are counted.
pub struct Gathering {
    annexes: Arc<Annexes>,
    references: Arc<References>,
    monthly: Monthly,
    people: Vec<Person>,
    contracts: Vec<Contract>,
    trainings: Vec<Training>,
    businesses: Vec<Business>,
    supports: BTreeMap<u32, SupportRow>,
    markets: BTreeMap<u32, MarketRow>,
    forms: Codes,
    referrers: Codes,
    kinds: Codes,
    objectives: Codes,
    astray: u64,
}

/// What a delivery comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    /// One an annexe and a year, sorted.
    pub totals: Vec<Totals>,
    /// Statements that counted.
    pub statements: u64,
    /// Rows of annexes that are not among those held, or do not speak (replaced, cancelled, refused).
    pub astray: u64,
    /// Rows that said again what another said.
    pub repeated: u64,
    /// People counted, a year and an annexe each, whom the file of the employees does not know.
    pub strangers: u64,
    /// Trainings whose contract had no statement in their year.
    pub trainings_astray: u64,
}

/// Codes met, each with a number of its own; 0 is no code.
#[derive(Default)]
struct Codes {
    numbers: BTreeMap<String, u16>,
    codes: Vec<String>,
}

/// Most codes of a list: a list that passes it is no list of codes, and could hold texts.
const MOST_CODES: usize = 250;
/// Longest code.
const LONGEST_CODE: usize = 12;

impl Codes {
    fn number(&mut self, code: &str) -> u16 {
        if let Some(number) = self.numbers.get(code) {
            return *number;
        }
        let plain = code.len() <= LONGEST_CODE && code.bytes().all(|byte| byte.is_ascii_graphic());
        if code.is_empty() || !plain || self.codes.len() >= MOST_CODES {
            return 0;
        }
        self.codes.push(code.to_owned());
        let number = u16::try_from(self.codes.len()).expect("few codes");
        self.numbers.insert(code.to_owned(), number);
        number
    }

    fn code(&self, number: u16) -> Option<&str> {
        self.codes.get(usize::from(number).checked_sub(1)?).map(String::as_str)
    }
}

/// Statements counted before the room that they took is given back.
const FREED: usize = 200_000;

/// Label of a code that no reference view explains.
const UNTOLD: &str = "Non précisé";

impl Gathering {
    /// Nothing read yet, under these annexes and reference views.
    #[must_use]
    pub fn under(mut annexes: Annexes, references: References) -> Self {
        annexes.settle(&references);
        let (annexes, references) = (Arc::new(annexes), Arc::new(references));
        Self {
            monthly: Monthly::under(annexes.clone(), references.clone()),
            annexes,
            references,
            people: Vec::new(),
            contracts: Vec::new(),
            trainings: Vec::new(),
            businesses: Vec::new(),
            supports: BTreeMap::new(),
            markets: BTreeMap::new(),
            forms: Codes::default(),
            referrers: Codes::default(),
            kinds: Codes::default(),
            objectives: Codes::default(),
            astray: 0,
        }
    }

    /// The reference views.
    #[must_use]
    pub fn references(&self) -> &References {
        &self.references
    }

    /// The number of a form of contract (`contrat_format_contrat_code`).
    pub fn form(&mut self, code: &str) -> u8 {
        u8::try_from(self.forms.number(code)).unwrap_or_default()
    }

    /// The number of who sends people (`contrat_orienteur_id`, `_code`).
    pub fn referrer(&mut self, code: &str) -> u8 {
        u8::try_from(self.referrers.number(code)).unwrap_or_default()
    }

    /// The number of a type of training (`formation_type_for_code`).
    pub fn training_type(&mut self, code: &str) -> u16 {
        self.kinds.number(code)
    }

    /// The number of an objective of training (`formation_objectif_for_code`).
    pub fn training_objective(&mut self, code: &str) -> u16 {
        self.objectives.number(code)
    }

    /// Takes an employee.
    pub fn person(&mut self, row: &PersonRow) {
        self.people.push(Person::packed(row));
    }

    /// Takes a contract.
    pub fn contract(&mut self, row: &ContractRow) {
        self.contracts.push(Contract::packed(row));
    }

    /// The monthly statements, that may be taken while the rest is.
    pub fn monthly(&mut self) -> Monthly {
        let none = Monthly::under(self.annexes.clone(), self.references.clone());
        std::mem::replace(&mut self.monthly, none)
    }

    /// Takes the monthly statements back.
    pub fn with_monthly(&mut self, monthly: Monthly) {
        self.monthly = monthly;
    }

    /// Takes what a contract tells of an independent worker.
    pub fn business(&mut self, row: &BusinessRow) {
        self.businesses.extend(Business::packed(row));
    }

    /// Takes a training.
    pub fn training(&mut self, row: &TrainingRow) {
        self.trainings.push(Training::packed(row));
    }

    /// Takes what an annexe says of obstacles and projects; the last told of an annexe stays.
    pub fn support(&mut self, row: SupportRow) {
        let Some(place) = self.annexes.place(row.annexe) else {
            self.astray += 1;
            return;
        };
        let rank = |row: &SupportRow| (row.told, row.id, row.obstacles, row.supports);
        match self.supports.get(&place) {
            Some(known) if rank(known) >= rank(&row) => {}
            _ => drop(self.supports.insert(place, row)),
        }
    }

    /// Takes what an annexe says of public markets; the last told of an annexe stays.
    pub fn market(&mut self, row: MarketRow) {
        let Some(place) = self.annexes.place(row.annexe) else {
            self.astray += 1;
            return;
        };
        if row.is_blank() {
            return;
        }
        match self.markets.get(&place) {
            Some(known) if (known.told, known.receipts) >= (row.told, row.receipts) => {}
            _ => drop(self.markets.insert(place, row)),
        }
    }

    /// Counts everything, as the delivery of a day told it.
    #[must_use]
    pub fn finish(mut self, as_of: Date) -> Gathered {
        let repeated = statement::sorted(&mut self.monthly.statements);
        let people = People::of(std::mem::take(&mut self.people));
        let contracts = Contracts::of(std::mem::take(&mut self.contracts));
        let (forms, referrers) = (self.form_labels(), self.referrer_labels());
        let businesses = Businesses::of(std::mem::take(&mut self.businesses));
        let trainings = std::mem::take(&mut self.trainings);
        let (mut trainings, astray) =
            training::gather(trainings, &self.monthly.statements, &self.annexes, &contracts, &self);
        let tables = Tables {
            people: &people,
            contracts: &contracts,
            forms: &forms,
            referrers: referrers.as_deref(),
            references: &self.references,
        };
        let mut gathered = Gathered {
            statements: self.monthly.statements.len() as u64,
            astray: self.astray + self.monthly.astray,
            repeated: repeated as u64,
            trainings_astray: u64::from(astray),
            ..Gathered::default()
        };
        let mut all = BTreeMap::new();
        let first = self.monthly.statements.iter().map(|statement| statement.year()).min();
        // From the last: what was counted gives its room to what it comes to.
        let mut statements = std::mem::take(&mut self.monthly.statements);
        while let Some((place, year)) = statements.last().map(Statement::group) {
            let others = statements.iter().rposition(|statement| statement.group() != (place, year));
            let group = &statements[others.map_or(0, |other| other + 1)..];
            let held = self.annexes.at(place);
            let counted = count::count(group, held, year, &tables);
            gathered.strangers += u64::from(counted.strangers);
            let totals = all.entry((place, year)).or_insert_with(|| blank(&held.key, year, as_of));
            totals.work = Some(counted.work);
            totals.people = counted.people;
            totals.contracts = counted.contracts;
            totals.exits = counted.exits;
            totals.hires = counted.hires;
            totals.pay = self.monthly.pays.take((place, year));
            totals.independents =
                held.is_of_independents().then(|| businesses.count(group, &contracts, year));
            totals.trainings = trainings.remove(&(place, year));
            let left = statements.len() - group.len();
            statements.truncate(left);
            if statements.capacity() - left > FREED {
                statements.shrink_to_fit();
            }
        }
        drop(statements);
        if let Some(first) = first {
            self.silent(&mut all, (first, as_of));
        }
        for (group, turnover, meetings) in independents::means(std::mem::take(&mut self.monthly.activities)) {
            if let Some(own) = all.get_mut(&group).and_then(|totals| totals.independents.as_mut()) {
                (own.turnover, own.meetings) = (turnover, meetings);
            }
        }
        self.yearly(&mut all, as_of);
        // Their rows are no longer needed, and weigh more than what they come to.
        drop((people, contracts, businesses, trainings));
        gathered.totals = all.into_values().collect();
        gathered
    }

    /// Adds the annexes without any statement, in the years that the statements speak of: all their months are missing.
    fn silent(&self, all: &mut BTreeMap<(u32, i16), Totals>, (first, as_of): (i16, Date)) {
        for place in self.annexes.places() {
            let held = self.annexes.at(place);
            for year in first.max(held.start.year())..=as_of.year().min(held.end.year()) {
                all.entry((place, year)).or_insert_with(|| {
                    let work: Work = count::unworked(held, year);
                    Totals { work: Some(work), ..blank(&held.key, year, as_of) }
                });
            }
        }
    }

    /// What is told once an annexe goes to the year that the annexe begins in.
    fn yearly(&self, all: &mut BTreeMap<(u32, i16), Totals>, as_of: Date) {
        let places = self.supports.keys().chain(self.markets.keys());
        for place in places {
            let held = self.annexes.at(*place);
            let year = held.start.year();
            let totals = all.entry((*place, year)).or_insert_with(|| blank(&held.key, year, as_of));
            if let Some(row) = self.supports.get(place) {
                totals.obstacles = Some(obstacles(row));
                totals.supports = Some(row.supports);
            }
            totals.markets = self.markets.get(place).map(markets);
        }
    }

    /// The labels of who sends people, by their number, blank where none explains it; none without their view.
    fn referrer_labels(&self) -> Option<Vec<String>> {
        let known = &self.references.referrers;
        let label = |code: &String| known.get(code).cloned().unwrap_or_default();
        let labels =
            || std::iter::once(String::new()).chain(self.referrers.codes.iter().map(label)).collect();
        (!known.is_empty()).then(labels)
    }

    /// The labels of the forms of contracts, by their number.
    fn form_labels(&self) -> Vec<String> {
        let label =
            |code: &String| self.references.forms.get(code).cloned().unwrap_or_else(|| UNTOLD.to_owned());
        std::iter::once(String::new()).chain(self.forms.codes.iter().map(label)).collect()
    }
}

impl Labels for Gathering {
    fn kind(&self, measure: u16, number: u16) -> String {
        label(&self.references.types, measure, self.kinds.code(number))
    }

    fn objective(&self, measure: u16, number: u16) -> String {
        label(&self.references.objectives, measure, self.objectives.code(number))
    }
}

fn label(labels: &BTreeMap<(u16, String), String>, measure: u16, code: Option<&str>) -> String {
    let found = code.and_then(|code| labels.get(&(measure, code.to_owned())));
    found.cloned().unwrap_or_else(|| UNTOLD.to_owned())
}

fn blank(key: &AnnexeKey, year: i16, as_of: Date) -> Totals {
    Totals::silent(key.clone(), year, Source::Flux, as_of)
}

fn obstacles(row: &SupportRow) -> Obstacles {
    Obstacle::ALL.iter().zip(row.obstacles).map(|((obstacle, _), helped)| (*obstacle, helped)).collect()
}

fn markets(row: &MarketRow) -> Markets {
    let receipts = Sector::ALL.iter().zip(row.receipts).map(|((sector, _), receipts)| (*sector, receipts));
    receipts.filter(|(_, receipts)| !receipts.is_zero()).collect()
}

#[cfg(test)]
mod tests;

//! The walk over the statements of one annexe and year: hours, people, contracts, exits.

use std::collections::BTreeMap;

use form::Decimal;

use super::{
    Difficulties, ExitCategory, Exits, Hires, Month, People, References, Work,
    annexes::Held,
    contract::{Contracts, flag},
    hires, person,
    statement::{ONE_HOUR, Statement, decimal},
};

/// What statements are joined with.
pub(super) struct Tables<'t> {
    pub(super) people: &'t person::People,
    pub(super) contracts: &'t Contracts,
    /// Labels of the forms of contracts, by their number.
    pub(super) forms: &'t [String],
    /// Labels of who sends people, by their number; none where no view tells them.
    pub(super) referrers: Option<&'t [String]>,
    /// The reference views: what a missing one tells is unknown, and not zero.
    pub(super) references: &'t References,
}

/// What the statements of an annexe and a year come to.
pub(super) struct Counted {
    pub(super) work: Work,
    pub(super) people: Option<People>,
    pub(super) contracts: BTreeMap<String, u32>,
    pub(super) exits: Option<Exits>,
    /// None where no contract was read.
    pub(super) hires: Option<Hires>,
    /// People that the file of the employees does not know.
    pub(super) strangers: u32,
}

/// Counts of people, before it is known which are known.
#[derive(Default)]
struct Tally {
    total: u32,
    men: u32,
    women: u32,
    ages: [u32; 3],
    qpv: u32,
    zrr: u32,
    flags: [u32; 15],
    strangers: u32,
}

/// The flags of contracts that are counted, in the order of [`Tally::flags`].
const FLAGS: [u16; 15] = [
    flag::RSA,
    flag::ASS,
    flag::AAH,
    flag::RQTH,
    flag::DELD,
    flag::DETLD,
    flag::CAP_BEP,
    flag::UNCERTIFIED,
    flag::BELOW_CAP,
    flag::LONE_PARENT,
    flag::CARE_LEAVER,
    flag::REFUGEE,
    flag::RELEASED,
    flag::HOMELESS,
    flag::IMMOBILE,
];

/// Counts the statements of one annexe and year, sorted.
pub(super) fn count(statements: &[Statement], held: &Held, year: i16, tables: &Tables<'_>) -> Counted {
    let mut tally = Tally::default();
    let mut forms: BTreeMap<u8, u32> = BTreeMap::new();
    let mut exits = Exits { examined: Some(0), other: Some(0), ..Exits::default() };
    let mut hires = hires::Tally::default();
    for own in statements.chunk_by(|a, b| a.person == b.person) {
        let hours: i64 = own.iter().map(|statement| statement.hours()).sum();
        let mut flags = 0;
        for contract in own.chunk_by(|a, b| a.contract == b.contract) {
            let known = tables.contracts.get(contract[0].contract);
            flags |= known.map_or(0, super::contract::Contract::flags);
            *forms.entry(known.map_or(0, |known| known.form)).or_default() += 1;
            if let Some(known) = known {
                hires.add(known, year);
            }
        }
        if hours >= ONE_HOUR {
            tally.add(tables.people.get(own[0].person), flags, year);
        }
        exit(&mut exits, own, hours, held, tables);
    }
    let rule = held.rule;
    let exits_known = !tables.references.reasons.is_empty()
        && rule.counts_people()
        && (!tables.contracts.is_empty() || rule != super::ExitRule::ThreeMonths);
    forms.remove(&0);
    let label = |form: u8| tables.forms.get(usize::from(form)).cloned().unwrap_or_default();
    Counted {
        work: work(statements, held, year),
        strangers: tally.strangers,
        people: rule.counts_people().then(|| tally.people(tables)),
        contracts: forms.into_iter().map(|(form, count)| (label(form), count)).collect(),
        exits: exits_known.then_some(exits),
        hires: (!tables.contracts.is_empty()).then(|| hires.hires(tables.referrers)),
    }
}

/// Hours by month.
fn work(statements: &[Statement], held: &Held, year: i16) -> Work {
    let mut months: BTreeMap<i8, (i64, bool)> = BTreeMap::new();
    for statement in statements {
        let month = months.entry(statement.month()).or_default();
        month.0 += statement.hours();
        month.1 |= statement.valid();
    }
    let hours: i64 = months.values().map(|(hours, _)| hours).sum();
    let month = |(month, (hours, valid))| Month { month, hours: decimal(hours), valid };
    Work {
        hours: Some(decimal(hours)),
        months: months.into_iter().map(month).collect(),
        ..unworked(held, year)
    }
}

/// An annexe without any statement in a year.
pub(super) fn unworked(held: &Held, year: i16) -> Work {
    let (first, last) = held.months_in(year).unwrap_or_default();
    Work { hours: Some(Decimal::ZERO), hours_of_etp: held.hours_of_etp, first, last, ..Work::default() }
}

/// The exit of somebody from an annexe in a year: one, told by the last statement that tells one that may count.
fn exit(exits: &mut Exits, own: &[Statement], hours: i64, held: &Held, tables: &Tables<'_>) {
    let told = own.iter().filter_map(|statement| Some((statement.exit()?, statement)));
    // Of one month, the category and the contract decide, so that the order of the file does not.
    let Some((category, last)) = told.max_by_key(|(category, last)| (last.month(), last.contract, *category))
    else {
        return;
    };
    let days = tables.contracts.get(last.contract).and_then(super::contract::Contract::days);
    if !held.rule.keeps(decimal(hours), days) {
        exits.left_out += 1;
        return;
    }
    exits.examined = exits.examined.map(|examined| examined + 1);
    match category {
        ExitCategory::Durable => exits.durable += 1,
        ExitCategory::Transition => exits.transition += 1,
        ExitCategory::Positive => exits.positive += 1,
        ExitCategory::Other | ExitCategory::Withdrawn => exits.other = exits.other.map(|other| other + 1),
    }
}

impl Tally {
    fn add(&mut self, person: Option<person::Person>, flags: u16, year: i16) {
        self.total += 1;
        for (count, flag) in self.flags.iter_mut().zip(FLAGS) {
            *count += u32::from(flags & flag > 0);
        }
        let Some(person) = person else {
            self.strangers += 1;
            return;
        };
        self.men += u32::from(person.is_man());
        self.women += u32::from(person.is_woman());
        self.qpv += u32::from(person.in_qpv());
        self.zrr += u32::from(person.in_zrr());
        if let Some(age) = person.age_in(year) {
            let band = match age {
                ..26 => 0,
                26..50 => 1,
                50.. => 2,
            };
            self.ages[band] += 1;
        }
    }

    /// The counts that are known, given the files that were there.
    fn people(self, tables: &Tables<'_>) -> People {
        let (people, contracts) = (!tables.people.is_empty(), !tables.contracts.is_empty());
        let (levels, seeking) = (&tables.references.levels, &tables.references.seeking);
        let person = |count: u32| people.then_some(count);
        let contract = |place: usize| contracts.then_some(self.flags[place]);
        let search = |place: usize| contract(place).filter(|_| !seeking.is_empty());
        let level = |place: usize| contract(place).filter(|_| !levels.is_empty());
        let [under_26, from_26_to_49, from_50] = self.ages;
        People {
            total: Some(self.total),
            men: person(self.men),
            women: person(self.women),
            under_26: person(under_26),
            from_26_to_49: person(from_26_to_49),
            from_50: person(from_50),
            qpv: person(self.qpv),
            zrr: person(self.zrr),
            rsa: contract(0),
            ass: contract(1),
            aah: contract(2),
            rqth: contract(3),
            deld: search(4),
            detld: search(5),
            cap_bep: level(6),
            uncertified: level(7),
            below_cap: level(8),
            difficulties: contracts.then(|| Difficulties {
                lone_parents: self.flags[9],
                care_leavers: self.flags[10],
                refugees: self.flags[11],
                released: self.flags[12],
                homeless: self.flags[13],
                immobile: self.flags[14],
            }),
        }
    }
}

//! The monthly views of an invented delivery: people who come, work, are trained and leave, under its annexes.

use std::{
    fs::File,
    io::{self, BufWriter},
    path::{Path, PathBuf},
};

use form::{Date, Decimal, french};

use super::{
    Demo, Held,
    annexes::hours,
    draw::Draw,
    generate_each, references,
    slot::{Holder, activity},
    views::{self, View},
};

/// What to invent month by month.
#[derive(Clone, Copy, Debug)]
pub struct MonthlyDemo {
    /// The annexes to stand under.
    pub demo: Demo,
    /// First year with statements.
    pub since: i16,
}

impl MonthlyDemo {
    /// The months of the demonstration: those of the last three years.
    #[must_use]
    pub fn small() -> Self {
        Self::of(Demo::small())
    }

    /// A delivery of the size of the country: 5,000 structures, 60,000 rows of annexes, 3,000,000 statements at least.
    ///
    /// Some more structures than that: 5,000 come to 2,946,000 statements.
    #[must_use]
    pub fn national() -> Self {
        Self::of(Demo { structures: 5_200, years: 8, ..Demo::small() })
    }

    /// The months of the last three years of a delivery.
    #[must_use]
    pub fn of(demo: Demo) -> Self {
        Self { demo, since: demo.last_year - 2 }
    }
}

/// Writes an invented delivery in a folder, a view a file; answers each with its rows, those of annexes and structures
/// first.
///
/// Nothing is held but the people at work in one structure: any number of structures can be written.
pub fn write_delivery(folder: &Path, monthly: MonthlyDemo) -> io::Result<Vec<(PathBuf, usize)>> {
    let demo = monthly.demo;
    let day = demo.delivered;
    let stamp = format!("{:02}{:02}{}_112211", day.day(), day.month(), day.year());
    let paths =
        ["Structure", "AnnexeFinanciere"].map(|view| folder.join(format!("fluxIAE_{view}_{stamp}.csv")));
    let mut structures = BufWriter::new(File::create(&paths[0])?);
    let mut annexes = BufWriter::new(File::create(&paths[1])?);
    let mut months = Months::begin(folder, monthly)?;
    let rows = generate_each(demo, &mut structures, &mut annexes, &mut |held| months.structure(held))?;
    let [first, second] = paths;
    let mut written = vec![(first, rows.0), (second, rows.1)];
    for (name, header, rows) in references::VIEWS {
        let mut view = View::begin(folder, name, header, day)?;
        for row in rows {
            view.row(format_args!("{row}"))?;
        }
        written.push(view.end()?);
    }
    months.end(&mut written)?;
    Ok(written)
}

/// The views being written, and the next identifiers.
struct Months {
    monthly: MonthlyDemo,
    draw: Draw,
    person: u32,
    contract: u32,
    line: u32,
    training: u32,
    employees: View,
    contracts: View,
    statements: View,
    trainings: View,
    supports: View,
    markets: View,
}

impl Months {
    fn begin(folder: &Path, monthly: MonthlyDemo) -> io::Result<Self> {
        let begin = |name, header| View::begin(folder, name, header, monthly.demo.delivered);
        Ok(Self {
            monthly,
            // Draws of its own: those of the annexes stay what they are.
            draw: Draw::seeded(monthly.demo.seed ^ 0x6d6f_6e74_6873),
            person: 500_000,
            contract: 800_000,
            line: 4_000_000,
            training: 70_000,
            employees: begin("Salarie", views::EMPLOYEES)?,
            contracts: begin("ContratMission", views::CONTRACTS)?,
            statements: begin("EtatMensuelIndiv", views::STATEMENTS)?,
            trainings: begin("Formations", views::TRAININGS)?,
            supports: begin("Accompagnement", views::SUPPORTS)?,
            markets: begin("MarchesPublics", views::MARKETS)?,
        })
    }

    fn end(self, written: &mut Vec<(PathBuf, usize)>) -> io::Result<()> {
        let Self { employees, contracts, statements, trainings, supports, markets, .. } = self;
        for view in [employees, contracts, statements, trainings, supports, markets] {
            written.push(view.end()?);
        }
        Ok(())
    }

    /// Writes what stands under the annexes of a structure: those of one demand follow each other.
    fn structure(&mut self, held: &[Held]) -> io::Result<()> {
        for demand in held.chunk_by(|before, after| before.year < after.year) {
            let mut slots: Vec<Option<Holder>> = Vec::new();
            let since = self.monthly.since;
            for annexe in demand.iter().filter(|annexe| annexe.year >= since) {
                self.annexe(annexe, &mut slots)?;
            }
            for holder in slots.into_iter().flatten() {
                let last = &demand[demand.len() - 1];
                let row = holder.contract_row(last.structure, last.kind, None);
                self.contracts.row(format_args!("{row}"))?;
            }
        }
        Ok(())
    }

    fn annexe(&mut self, annexe: &Held, slots: &mut Vec<Option<Holder>>) -> io::Result<()> {
        let posts = (annexe.etp * Decimal::new(11, 1)).ceil();
        let posts = usize::try_from(posts).expect("a few posts");
        // Posts that are no more lose their holder without an exit: they end with the year.
        while slots.len() > posts {
            if let Some(holder) = slots.pop().flatten() {
                let row = holder.contract_row(annexe.structure, annexe.kind, None);
                self.contracts.row(format_args!("{row}"))?;
            }
        }
        slots.resize_with(posts, || None);
        let whole: Decimal = hours(annexe.kind).parse().expect("hours of an ETP");
        let cents = whole * annexe.etp / Decimal::from(12 * posts) * Decimal::ONE_HUNDRED;
        let cents = i64::try_from(cents.round()).expect("hours of a month");
        for month in 1..=annexe.months {
            let Some(state) = self.state(annexe.year, month) else { continue };
            for slot in slots.iter_mut() {
                self.post(annexe, month, state, cents, slot)?;
            }
        }
        self.yearly(annexe)
    }

    /// The state of the statement of a month; none when there is no statement of it.
    fn state(&mut self, year: i16, month: i8) -> Option<(u8, &'static str)> {
        let delivered = self.monthly.demo.delivered;
        let age = |year: i16, month: i8| i32::from(year) * 12 + i32::from(month);
        let forgotten = self.draw.chance(3);
        match age(delivered.year(), delivered.month()) - age(year, month) {
            ..=0 => None,
            _ if forgotten => None,
            1 => Some((2, "SAISI")),
            _ => Some((3, "VALIDE")),
        }
    }

    /// A month of a post.
    fn post(
        &mut self,
        annexe: &Held,
        month: i8,
        state: (u8, &'static str),
        cents: i64,
        slot: &mut Option<Holder>,
    ) -> io::Result<()> {
        let first = Date::constant(annexe.year, month, 1);
        let mut holder = match slot.take() {
            Some(mut holder) if holder.is_renewed() => {
                let row = holder.contract_row(annexe.structure, annexe.kind, None);
                self.contracts.row(format_args!("{row}"))?;
                self.contract += 1;
                holder.renew(self.contract, first);
                holder
            }
            Some(holder) => holder,
            None => {
                self.person += 1;
                self.contract += 1;
                let ids = (self.person, self.contract);
                let (holder, row) = Holder::drawn(&mut self.draw, annexe.kind, ids, first);
                self.employees.row(format_args!("{row}"))?;
                holder
            }
        };
        holder.months += 1;
        holder.left = holder.left.saturating_sub(1);
        let leaves = holder.left == 0;
        let exit = leaves.then(|| {
            let day = i8::try_from(self.draw.between(10, 28)).expect("a day");
            (Date::constant(annexe.year, month, day), references::reason(&mut self.draw))
        });
        self.statement(annexe, month, state, cents, &holder, exit)?;
        if self.draw.chance(4) {
            self.training(&holder, first)?;
        }
        if leaves {
            let row = holder.contract_row(annexe.structure, annexe.kind, exit);
            self.contracts.row(format_args!("{row}"))?;
        } else {
            *slot = Some(holder);
        }
        Ok(())
    }

    fn statement(
        &mut self,
        annexe: &Held,
        month: i8,
        (state_id, state): (u8, &'static str),
        cents: i64,
        holder: &Holder,
        exit: Option<(Date, (u8, &'static str))>,
    ) -> io::Result<()> {
        let cents = match self.draw.between(1, 100) {
            // A month of absence, or a first day that was the last.
            1..=3 => self.draw.between(0, 90),
            _ => cents * self.draw.between(70, 118) / 100,
        };
        self.line += 1;
        let next = Date::constant(annexe.year, month, 1).last_of_month();
        let keyed = french::date(next);
        let (end, reason, code) = exit.map_or_else(
            || (String::new(), String::new(), ""),
            |(day, (reason, code))| (french::date(day), reason.to_string(), code),
        );
        let (whole, rest) = (cents / 100, cents % 100);
        let row = format!(
            "{}|{}|{month}|{}|{state_id}|{state}|1|{keyed} 09:12:00|{keyed} 09:12:00|{keyed}|{}|{}|\
             {whole}.{rest:02}|1|{whole}.{rest:02}|{}.00|true|0.00|{end}|{reason}|{code}|{}",
            holder.person,
            annexe.annexe,
            annexe.year,
            holder.contract,
            self.line,
            whole * 12,
            activity(annexe.kind, self.line)
        );
        self.statements.row(format_args!("{row}"))?;
        // As it happens, a line is delivered twice.
        if self.line.is_multiple_of(997) {
            self.statements.row(format_args!("{row}"))?;
        }
        Ok(())
    }

    fn training(&mut self, holder: &Holder, first: Date) -> io::Result<()> {
        self.training += 1;
        let (start, end) = (french::date(first), french::date(first.last_of_month()));
        let objective = self.draw.one_of(&["OBJ1", "OBJ2"]);
        let kind = self.draw.one_of(&["INT", "EXT"]);
        let length = if self.draw.chance(10) {
            format!("{}||", self.draw.between(1, 5))
        } else {
            format!("|{}|{}", self.draw.between(3, 70), self.draw.one_of(&[0, 0, 30]))
        };
        let (contract, id) = (holder.contract, self.training);
        self.trainings.row(format_args!("{contract}|{id}|{start}|{end}|{length}|{objective}|{kind}"))
    }

    /// What is told once a year: obstacles, projects, markets.
    fn yearly(&mut self, annexe: &Held) -> io::Result<()> {
        let told = format!("15/01/{}", annexe.year + 1);
        let mut counts = Vec::new();
        for _ in 0..8 {
            let [inside, outside, both] = [(); 3].map(|()| self.draw.between(0, 3));
            let concerned = inside + outside + both + self.draw.between(0, 2);
            counts.push(format!("{concerned}|{inside}|{outside}|{both}"));
        }
        for _ in 0..6 {
            counts.push(self.draw.between(0, 6).to_string());
        }
        self.supports.row(format_args!(
            "{}|{}|{told} 10:00:00|{told} 10:00:00|{}",
            annexe.annexe + 30_000,
            annexe.annexe,
            counts.join("|")
        ))?;
        if self.draw.chance(40) {
            let receipts: Vec<String> =
                (0..7).map(|_| format!("{}.00", self.draw.between(0, 3) * 2_500)).collect();
            self.markets.row(format_args!("{}|{told} 10:00:00|{}", annexe.annexe, receipts.join("|")))?;
        }
        Ok(())
    }
}

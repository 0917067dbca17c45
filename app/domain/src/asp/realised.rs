//! What was done under the annexes, year by year: hours, people, exits, support, trainings, markets.
//!
//! ASP delivers it one person and one month a row. Rows are read once, added up in [`Gathering`] and
//! forgotten: only [`Totals`] remain, one an annexe and a year, that name nobody. Row types have neither
//! `Debug` nor `Serialize`, so that no log and no answer can hold one.
//!
//! **Memory of an import.** Counting distinct people needs their identifiers until the last row:
//!
//! | what | bytes each | a national delivery |
//! |---|---|---|
//! | statement of a month | 24 | 3,000,000: 72 MB |
//! | contract | 24 | 700,000: 17 MB |
//! | employee | 8 | 400,000: 3 MB |
//! | training | 24 | 200,000: 5 MB |
//! | month, contract of an independent worker | 28, 12 | 60,000: 2 MB |
//! | annexe | about 250 | 60,000: 15 MB |
//!
//! Everything is a sorted array: no tree and no map a person. Statements are sorted once, by annexe, year,
//! person, contract and month, then walked; joins are binary searches.
//!
//! **Order of the files.** Reference lists and annexes before anything; then employees, contracts,
//! statements and trainings in any order, since they are joined at the end.

mod agreed;
mod annexes;
mod choice;
mod contract;
mod count;
mod etp;
mod exit;
mod gathering;
mod hires;
mod independents;
mod months;
mod packed;
mod pay;
mod person;
mod prefill;
mod reference;
mod small;
mod statement;
mod support;
mod totals;
mod training;

pub use agreed::Agreed;
pub use annexes::Annexes;
pub use choice::{OneSource, Realised, Told};
pub use contract::{ContractRow, Status, Statuses};
pub use etp::{Consumption, annual_etp, consumption, monthly_etp};
pub use exit::ExitRule;
pub use gathering::{Gathered, Gathering, Monthly};
pub use hires::Hires;
pub use independents::{ActivityRow, BusinessRow, Independents, Mean};
pub use months::{expected_by, missing_months};
pub use pay::{Pay, PayRow};
pub use person::{PersonRow, Sex};
pub use prefill::{known_of_realised, known_of_year, pace, so_far};
pub use reference::{EtpHours, ExitCategory, Level, References, Seeking};
pub use small::{Audience, shown_count, shown_people};
pub use statement::{Hours, StatementRow};
pub use support::{Helped, MarketRow, Obstacle, Sector, SupportRow};
pub use totals::{
    AnnexeKey, Difficulties, Exits, Markets, Month, Obstacles, People, Source, Staff, StaffPart, Supports,
    Totals, TrainingPart, Trainings, Work,
};
pub use training::TrainingRow;

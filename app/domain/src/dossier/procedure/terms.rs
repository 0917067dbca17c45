//! What a decision grants: posts, period, money, counted as ASP counts them.

use form::{Date, Decimal, FieldType, french};
use rust_decimal::RoundingStrategy;
use serde::{Deserialize, Serialize};

use crate::{
    Departement,
    asp::{AnnexeNumber, ConventionNumber, annexe_amount, months_of},
};

/// Largest modulated part, percent of the socle (code du travail, art. R. 5132-8, R. 5132-10-13, R. 5132-24, R. 5132-38).
pub const MOST_MODULATED: Decimal = Decimal::TEN;

/// The same for posts in prison.
pub const MOST_MODULATED_IN_PRISON: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// Longest convention, in months (code du travail, art. R. 5132-3 and its twins).
pub const LONGEST_CONVENTION: i16 = 36;

/// First and last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    #[serde(with = "form::day")]
    pub start: Date,
    /// Last day.
    #[serde(with = "form::day")]
    pub end: Date,
}

impl Period {
    /// Months, both ends included: January to December is 12.
    #[must_use]
    pub fn months(&self) -> i32 {
        months_of(self.start, self.end)
    }

    /// Whether it goes beyond so many months from its first day.
    #[must_use]
    pub fn exceeds(&self, months: i16) -> bool {
        let after = self.start.checked_add(jiff::Span::new().months(months));
        after.is_ok_and(|after| self.end >= after)
    }
}

/// What is granted to a structure for a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Period of the annexes.
    pub period: Period,
    /// One annexe each: a département, in prison or not.
    pub annexes: Vec<Grant>,
    /// Why so much is modulated, by family of criteria.
    pub notes: Notes,
    /// What the département pays of it, euros.
    pub cofinancing: Option<Decimal>,
    /// Period of the convention, where one is signed.
    pub convention: Option<Period>,
    /// Its number, once ASP gave one.
    pub number: Option<ConventionNumber>,
}

/// What an annexe grants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The département it is signed for.
    pub departement: Departement,
    /// Whether its posts are in prison: ASP holds them as another measure.
    pub prison: bool,
    /// How many posts, at what price.
    pub posts: Posts,
    /// Modulated part, percent of the socle.
    pub modulation: Decimal,
    /// Its number, once ASP gave one.
    pub number: Option<AnnexeNumber>,
}

/// Posts and their price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Posts {
    /// ETP, at so many euros an ETP and a year (`af_etp_postes_insertion`, `af_montant_unitaire_annuel_valeur`).
    Etp {
        /// How many, at two decimals.
        etp: Decimal,
        /// Socle of one for a year, euros.
        unit: Decimal,
    },
    /// Independent workers of an EITI, at so many euros a person and a month.
    People {
        /// How many.
        people: u32,
        /// Euros a person and a month.
        monthly: Decimal,
    },
}

/// The three families of criteria of the modulated part (code du travail, art. R. 5132-8 and its twins).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    /// Characteristics of the people hired.
    pub people: String,
    /// Actions and means of insertion.
    pub actions: String,
    /// Results at the exit.
    pub results: String,
}

impl Notes {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        [&self.people, &self.actions, &self.results].iter().all(|note| note.trim().is_empty())
    }
}

impl Posts {
    /// How many: ETP, or people.
    #[must_use]
    pub fn many(&self) -> Decimal {
        match self {
            Self::Etp { etp, .. } => *etp,
            Self::People { people, .. } => Decimal::from(*people),
        }
    }

    /// So many of the same, in words: `11,40 ETP`, `30 travailleurs indépendants`.
    #[must_use]
    pub fn counted(&self, many: Decimal) -> String {
        match self {
            Self::Etp { .. } => french::quantity(many, &FieldType::Etp),
            Self::People { .. } => french::count(
                usize::try_from(many).unwrap_or_default(),
                "travailleur indépendant",
                "travailleurs indépendants",
            ),
        }
    }

    /// How many, in words.
    #[must_use]
    pub fn said(&self) -> String {
        self.counted(self.many())
    }

    /// Price of one: euros an ETP and a year, or a person and a month.
    #[must_use]
    pub fn price(&self) -> Decimal {
        match self {
            Self::Etp { unit, .. } => *unit,
            Self::People { monthly, .. } => *monthly,
        }
    }

    /// Amount over so many months, euros, with ASP's own rounding.
    #[must_use]
    pub fn amount(&self, months: i32) -> Decimal {
        match self {
            Self::Etp { etp, unit } => annexe_amount(*etp, *unit, months),
            Self::People { people, monthly } => Decimal::from(*people) * monthly * Decimal::from(months),
        }
    }
}

impl Grant {
    /// For where it is: `Finistère`, `Finistère, en établissement pénitentiaire`.
    #[must_use]
    pub fn place(&self) -> String {
        let name = self.departement.name();
        if self.prison { format!("{name}, en établissement pénitentiaire") } else { name.to_owned() }
    }

    /// Largest modulated part it may have, percent.
    #[must_use]
    pub fn most_modulated(&self) -> Decimal {
        if self.prison { MOST_MODULATED_IN_PRISON } else { MOST_MODULATED }
    }

    /// Socle over so many months, euros.
    #[must_use]
    pub fn socle(&self, months: i32) -> Decimal {
        self.posts.amount(months)
    }

    /// Modulated part over so many months, euros: a share of the socle, half a cent up.
    #[must_use]
    pub fn modulated(&self, months: i32) -> Decimal {
        let share = self.socle(months) * self.modulation / Decimal::ONE_HUNDRED;
        share.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
    }
}

impl Terms {
    /// Months of the annexes.
    #[must_use]
    pub fn months(&self) -> i32 {
        self.period.months()
    }

    /// Posts of all the annexes.
    #[must_use]
    pub fn posts(&self) -> Decimal {
        self.annexes.iter().map(|grant| grant.posts.many()).sum()
    }

    /// The same in words; nothing without an annexe.
    #[must_use]
    pub fn posts_said(&self) -> String {
        self.annexes.first().map(|grant| grant.posts.counted(self.posts())).unwrap_or_default()
    }

    /// Socle of all the annexes, euros.
    #[must_use]
    pub fn socle(&self) -> Decimal {
        self.annexes.iter().map(|grant| grant.socle(self.months())).sum()
    }

    /// Modulated part of all the annexes, euros.
    #[must_use]
    pub fn modulated(&self) -> Decimal {
        self.annexes.iter().map(|grant| grant.modulated(self.months())).sum()
    }

    /// Socle and modulated part, euros.
    #[must_use]
    pub fn total(&self) -> Decimal {
        self.socle() + self.modulated()
    }

    /// Whether they say something else than what was asked: other posts somewhere or at another price, another period,
    /// another share of the département. What nobody asks for is not compared: modulation, numbers, the price of posts
    /// in prison, which is another measure's.
    #[must_use]
    pub fn differ_from(&self, asked: &Self) -> bool {
        let posts = |terms: &Self| {
            let mut posts: Vec<(Departement, bool, Decimal, Option<Decimal>)> = terms
                .annexes
                .iter()
                .filter(|grant| !grant.posts.many().is_zero())
                .map(|grant| {
                    let price = (!grant.prison).then(|| grant.posts.price().normalize());
                    (grant.departement.clone(), grant.prison, grant.posts.many().normalize(), price)
                })
                .collect();
            posts.sort();
            posts
        };
        let share = |terms: &Self| terms.cofinancing.filter(|share| !share.is_zero());
        self.period != asked.period || posts(self) != posts(asked) || share(self) != share(asked)
    }

    /// What the share of the département would be in the proportion that was asked, where what is granted is another
    /// amount and the share stayed as it was; euros, rounded to the cent.
    #[must_use]
    pub fn share_that_follows(&self, asked: &Self) -> Option<Decimal> {
        let share = asked.cofinancing.filter(|share| !share.is_zero() && self.cofinancing == Some(*share))?;
        let (granted, before) = (self.socle(), asked.socle());
        let follows = granted.checked_mul(share)?.checked_div(before)?;
        let follows = follows.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        (granted != before).then_some(follows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    fn terms(grants: &[(&str, bool, &str, &str)], end: Date) -> Terms {
        let annexes = grants.iter().map(|(departement, prison, etp, modulation)| Grant {
            departement: Departement::parse(departement).expect("a département"),
            prison: *prison,
            posts: Posts::Etp { etp: decimal(etp), unit: decimal("23921") },
            modulation: decimal(modulation),
            number: None,
        });
        Terms {
            period: Period { start: Date::constant(2027, 1, 1), end },
            annexes: annexes.collect(),
            notes: Notes::default(),
            cofinancing: None,
            convention: None,
            number: None,
        }
    }

    const YEAR: Date = Date::constant(2027, 12, 31);

    #[test]
    fn amounts_are_those_of_asp_annexe_by_annexe() {
        // 11.40 × 23 921 = 272 699.40; 5 % of it = 13 634.97.
        let whole = terms(&[("29", false, "11.40", "5")], YEAR);
        assert_eq!((whole.socle(), whole.modulated()), (decimal("272699.40"), decimal("13634.97")));
        assert_eq!(whole.total(), decimal("286334.37"));
        // 7.95 × 23 921 / 12 = 15 847.6625, rounded to 15 847.66, times 8.
        let part = terms(&[("29", false, "7.95", "0")], Date::constant(2027, 8, 31));
        assert_eq!((part.months(), part.total()), (8, decimal("126781.28")));
        let two = terms(&[("29", false, "5.25", "10"), ("29", true, "2", "5")], YEAR);
        assert_eq!(two.posts(), decimal("7.25"));
        assert_eq!(two.modulated(), decimal("12558.53") + decimal("2392.10"), "each is rounded on its own");
    }

    #[test]
    fn independent_workers_are_counted_by_the_month() {
        let mut eiti = terms(&[("29", false, "1", "0")], Date::constant(2027, 9, 30));
        eiti.annexes[0].posts = Posts::People { people: 30, monthly: decimal("450") };
        assert_eq!((eiti.posts(), eiti.total()), (decimal("30"), decimal("121500")));
    }

    #[test]
    fn a_share_that_stayed_is_told_in_proportion() {
        let of = |etp: &str, share: Option<&str>| Terms {
            cofinancing: share.map(decimal),
            ..terms(&[("29", false, etp, "0")], YEAR)
        };
        let asked = of("8", Some("48000"));
        for (granted, expected) in [
            (of("4", Some("48000.00")), Some(decimal("24000"))),
            (of("8", Some("48000")), None),
            (of("4", Some("24000")), None),
            (of("4", None), None),
        ] {
            assert_eq!(granted.share_that_follows(&asked), expected, "{granted:?}");
        }
        assert_eq!(of("4", Some("0")).share_that_follows(&of("8", Some("0"))), None, "nothing is shared");
        assert_eq!(of("4", Some("9")).share_that_follows(&of("0", Some("9"))), None, "of nothing");
    }

    #[test]
    fn what_was_asked_is_what_is_granted_when_posts_and_period_are() {
        let asked = terms(&[("29", false, "5.25", "0"), ("56", false, "3", "0")], YEAR);
        for (granted, differs) in [
            (terms(&[("56", false, "3.00", "4"), ("29", false, "5.250", "0")], YEAR), false),
            (
                terms(&[("29", false, "5.25", "0"), ("56", false, "3", "0"), ("35", false, "0", "0")], YEAR),
                false,
            ),
            (terms(&[("29", false, "3", "0"), ("56", false, "5.25", "0")], YEAR), true),
            (terms(&[("29", true, "5.25", "0"), ("56", false, "3", "0")], YEAR), true),
            (
                terms(&[("29", false, "5.25", "0"), ("56", false, "3", "0")], Date::constant(2027, 6, 30)),
                true,
            ),
        ] {
            assert_eq!(granted.differ_from(&asked), differs, "{granted:?}");
        }
        let priced = |place: usize, unit: &str| {
            let mut terms = terms(&[("29", false, "5.25", "0"), ("29", true, "3", "0")], YEAR);
            if let Posts::Etp { unit: price, .. } = &mut terms.annexes[place].posts {
                *price = decimal(unit);
            }
            terms
        };
        let asked = priced(0, "23921");
        assert!(!priced(0, "23921.00").differ_from(&asked) && priced(0, "1").differ_from(&asked));
        assert!(!priced(1, "16000").differ_from(&asked), "posts in prison have the price of their measure");
        let shared = |share: Option<&str>| Terms { cofinancing: share.map(decimal), ..priced(0, "23921") };
        assert!(!shared(Some("0")).differ_from(&asked) && shared(Some("48000")).differ_from(&asked));
        assert!(!shared(Some("48000.00")).differ_from(&shared(Some("48000"))));
    }
}

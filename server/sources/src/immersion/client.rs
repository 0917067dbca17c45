//! Asking Immersion facilitée: a sweep of conventions by dates, and the pages of its statistics.

use std::num::NonZeroU32;

use async_trait::async_trait;
use domain::source::{Asked, Found, Source};
use form::Date;
use jiff::{Span, ToSpan};

use super::{
    map,
    wire::{Establishment, Hosts, Page, Tally},
};
use crate::{
    Service,
    upstream::{Manners, Silent, Upstream},
};

/// Rows that one answer holds at most: a full one may hide others.
const CAP: u32 = 100;

/// Days asked for at once, first.
const WINDOW: i64 = 7;

/// Rows of one page of the statistics.
const PER_PAGE: &str = "100";

/// Pages of statistics read at most.
const MOST_PAGES: u32 = 20_000;

/// The conventions of last year (`GET /v2/conventions`).
pub struct Conventions {
    upstream: Upstream,
}

/// How many immersions each firm hosted (`GET /v2/statistics/establishments`).
pub struct Statistics {
    upstream: Upstream,
}

/// Both kinds of questions to the service behind an address that ends with `/api`, with the key that it gave us.
///
/// They are made together because they keep one pace: the service counts the questions of a key, whatever they ask.
#[must_use]
pub fn over(upstream: Upstream, key: &str) -> (Conventions, Statistics) {
    let upstream = upstream.with_key("authorization", key);
    (Conventions { upstream: upstream.beside() }, Statistics { upstream })
}

/// How the service is asked: five questions a second, of both kinds together.
#[must_use]
pub fn manners() -> Manners {
    Manners::of(NonZeroU32::new(5).expect("five is not zero"))
}

impl Conventions {
    /// Adds the conventions that begin after a day and no later than another.
    ///
    /// An answer that is full is asked again by halves; a single day that is full is told incomplete. No other
    /// question would complete it: the service has no pages, chooses rows by their first day and their status alone,
    /// and a full answer may as well hide nothing. What a convention lasts plays no part in it.
    async fn sweep(&self, after: Date, until: Date) -> Result<Tally, Silent> {
        let mut whole = Tally::default();
        let mut windows = vec![(after, until)];
        while let Some((after, until)) = windows.pop() {
            let told = self.window(after, until).await?;
            if told.rows < CAP {
                whole.add(told);
                continue;
            }
            let days = after.until(until).map_or(1, |span| span.get_days());
            if days > 1 {
                let middle = shifted(after, i64::from(days / 2).days());
                windows.extend([(after, middle), (middle, until)]);
            } else {
                whole.add(Tally { incomplete: true, ..told });
            }
        }
        Ok(whole)
    }

    async fn window(&self, after: Date, until: Date) -> Result<Tally, Silent> {
        let (after, until) = (after.to_string(), until.to_string());
        let query = [
            ("startDateGreater", after.as_str()),
            ("startDateLessOrEqual", until.as_str()),
            ("withStatuses[]", "ACCEPTED_BY_VALIDATOR"),
        ];
        self.upstream.get("/v2/conventions", &query).await
    }
}

#[async_trait]
impl Service for Conventions {
    type Told = Tally;

    fn source(&self) -> Source {
        Source::ImmersionConventions
    }

    /// One sweep a year and a day serves every structure.
    fn question(&self, about: &Asked) -> Option<String> {
        Some((about.year - 1).to_string())
    }

    async fn fetch(&self, about: &Asked) -> Result<Tally, Silent> {
        let (first, last) = about.last_year();
        let mut whole = Tally::default();
        let mut after = shifted(first, (-1).days());
        while after < last {
            let until = shifted(after, WINDOW.days()).min(last);
            whole.add(self.sweep(after, until).await?);
            after = until;
        }
        Ok(whole)
    }

    fn understand(&self, told: &Tally, about: &Asked, as_of: Date) -> Option<Found> {
        Some(map::conventions(told, about, as_of))
    }
}

#[async_trait]
impl Service for Statistics {
    type Told = Hosts;

    fn source(&self) -> Source {
        Source::ImmersionStatistics
    }

    fn question(&self, _: &Asked) -> Option<String> {
        Some("etablissements".to_owned())
    }

    async fn fetch(&self, _: &Asked) -> Result<Hosts, Silent> {
        let mut hosts = Hosts::default();
        for page in 1..=MOST_PAGES {
            let number = page.to_string();
            let query = [("page", number.as_str()), ("perPage", PER_PAGE)];
            let told: Page<Establishment> =
                self.upstream.get("/v2/statistics/establishments", &query).await?;
            hosts.add(told.data);
            if page >= told.pagination.total_pages {
                return Ok(hosts);
            }
        }
        Err(Silent::Unreadable("pages sans fin".to_owned()))
    }

    fn understand(&self, told: &Hosts, about: &Asked, as_of: Date) -> Option<Found> {
        map::statistics(told, about, as_of)
    }
}

fn shifted(day: Date, by: Span) -> Date {
    day.saturating_add(by)
}

//! The frame around the pages: header, footer, titles, small marks.

mod arriving;
mod focus;
mod footer;
mod header;
mod page;

pub use arriving::arriving;
pub use focus::focus;
pub use footer::Footer;
pub use header::{Header, SkipLinks};
pub use page::{Failure, PageTitle, StateBadge, loading};

//! The frame around the pages: header, footer, titles, small marks.

mod focus;
mod footer;
mod header;
mod markup;
mod page;

pub use focus::focus;
pub use footer::Footer;
pub use header::{SkipLinks, header};
pub use markup::escaped;
pub use page::{StateBadge, failure, failure_title};

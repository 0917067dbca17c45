//! The frame around the pages: header, footer, titles, small marks.

mod document;
mod focus;
mod footer;
mod header;
mod markup;
mod page;
mod why;
mod wide_table;

pub use document::{document_address, document_link, document_links, in_address};
pub use focus::focus;
pub use footer::Footer;
pub use header::{SkipLinks, header};
pub use markup::escaped;
pub use page::{StateBadge, failure, failure_leading, failure_title};
pub use why::why;
pub use wide_table::wide_table;

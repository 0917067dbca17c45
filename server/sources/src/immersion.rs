//! Immersion facilitée (version 2): conventions and statistics, told as counts.
//!
//! Three counts that are never one: periods that the structure's employees *made* in other firms,
//! immersions that it *hosted*, immersions that it *prescribed*. A convention names people: none of them is
//! read, and rows are added up as they come.

mod client;
mod map;
mod wire;

pub use client::{Conventions, Statistics, manners, over};

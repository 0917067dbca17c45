//! What administrations send, and what it means: one module an administration.
//!
//! Each module keeps its wire format to itself and hands out the meanings of `domain`. A service asked over
//! HTTP is a [`Service`]; [`Kept`] makes a source of it, that remembers what it was told.

pub mod asp;
pub mod demo;
pub mod emplois;
pub mod immersion;
pub mod networks;
pub mod registre;
pub mod upstream;

mod all;
mod kept;
mod lenient;
mod service;
#[cfg(test)]
mod testing;

pub use all::ask_all;
pub use kept::{Kept, Memory};
pub use service::Service;

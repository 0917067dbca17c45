//! What administrations send, and what it means: one module an administration.
//!
//! Each module keeps its wire format to itself and hands out the meanings of `domain`.

pub mod asp;
pub mod upstream;

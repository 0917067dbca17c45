//! Company registers: the public search of companies, and the Sirene register of the Insee.

mod recherche;
mod sirene;
mod street;

pub use recherche::Recherche;
pub use sirene::Sirene;

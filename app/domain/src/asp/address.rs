//! Postal addresses as ASP keeps them.

use serde::{Deserialize, Serialize};

use crate::Departement;

/// A postal address (ASP columns `structure_adresse_admin_*` and `structure_adresse_gestion_*`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Number, street and its kind on one line.
    pub street: String,
    /// What completes the street: building, post-office box.
    pub complement: String,
    /// Postcode, five digits.
    pub postcode: String,
    /// Name of the commune.
    pub commune: String,
    /// INSEE code of the commune.
    pub insee: String,
    /// Phone.
    pub phone: Option<Phone>,
}

/// A phone number of a delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    /// Ten digits, the leading zero put back.
    pub digits: String,
    /// As the delivery wrote it: `298749898`.
    pub delivered: String,
}

impl Address {
    /// The département, by the commune's code first.
    #[must_use]
    pub fn departement(&self) -> Option<Departement> {
        Departement::from_commune(&self.insee).or_else(|_| Departement::from_commune(&self.postcode)).ok()
    }

    /// Whether nothing is known of it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.street.is_empty() && self.postcode.is_empty() && self.commune.is_empty()
    }
}

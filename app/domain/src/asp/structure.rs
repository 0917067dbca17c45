//! A structure as ASP knows it (`fluxIAE_Structure`).

use form::Date;
use serde::{Deserialize, Serialize};

use super::Address;
use crate::Siret;

/// One row of `fluxIAE_Structure`, typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Structure {
    /// `structure_id_siae`: ASP's identifier, `asp_id` in les emplois.
    pub asp_id: i64,
    /// `structure_date_creation` of the record.
    pub created: Option<Date>,
    /// `structure_date_modification` of the record: its freshness.
    pub modified: Option<Date>,
    /// `structure_siret_signature`: SIRET when the convention was signed, hardly ever changes.
    pub siret_signature: Siret,
    /// `structure_siret_actualise`: SIRET today.
    pub siret: Siret,
    /// `structure_denomination`: name in capitals, cut to about thirty characters.
    pub name: String,
    /// `structure_categorie_juridique_code`: INSEE legal category.
    pub legal_category: String,
    /// `structure_code_naf`: main activity, `8899B`.
    pub naf: String,
    /// `structure_idcc_code`: collective agreement, `9999` for none.
    pub idcc: String,
    /// `structure_adresse_admin_*`: seat.
    pub seat: Address,
    /// `structure_adresse_gestion_*`: correspondence.
    pub correspondence: Address,
    /// Technical correspondent, proposed and never imposed.
    pub correspondent: Option<Correspondent>,
    /// Day of the delivery that told it.
    pub delivered: Date,
}

/// The person ASP writes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correspondent {
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// E-mail address.
    pub email: String,
}

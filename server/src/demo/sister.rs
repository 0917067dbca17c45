//! Another establishment of a structure of the demonstration, in another département: what they share is filled once.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    Result, Siret, StructureId, Timestamp, asp,
    ports::{Chunks, DeliveredRows, Deliveries, DeliveryFile, Register},
};

use super::last_year;

/// ASP's number of the establishment: « Ateliers du Bocage Vert », in the Côtes-d'Armor. None of those that `seed`
/// invents, from 900001 on.
pub const STRUCTURE: i64 = 890_102;
/// Its number among the establishments of the legal person.
const ESTABLISHMENT: &str = "0005";

/// Imports the establishment when the database does not hold it yet.
///
/// # Errors
/// When the database does not answer.
pub async fn seed(register: &dyn Register, deliveries: Arc<dyn Deliveries>, now: Timestamp) -> Result<()> {
    if register.structure(StructureId::of_asp(STRUCTURE)).await?.is_some() {
        return Ok(());
    }
    let first = register.structure(StructureId::of_asp(last_year::STRUCTURE)).await?;
    let Some(asp) = first.and_then(|first| second(first.asp)) else { return Ok(()) };
    let file = DeliveryFile {
        name: "etablissement.csv".to_owned(),
        digest: [0x22; 32],
        view: "Structure".to_owned(),
        date: asp.delivered,
    };
    deliveries.import(&file, &mut One(Some(asp)), now).await.map(|_| ())
}

/// The same legal person in Lannion; none when the first has no SIRET to complete.
fn second(first: asp::Structure) -> Option<asp::Structure> {
    let start = format!("{}{ESTABLISHMENT}", first.siret.as_str().get(..9)?);
    let siret = (0..10).find_map(|key| Siret::parse(&format!("{start}{key}")).ok())?;
    let seat = asp::Address {
        street: "4 RUE DU PORT".to_owned(),
        postcode: "22300".to_owned(),
        commune: "LANNION".to_owned(),
        insee: "22113".to_owned(),
        ..first.seat.clone()
    };
    let correspondence = seat.clone();
    Some(asp::Structure {
        asp_id: STRUCTURE,
        siret_signature: siret.clone(),
        siret,
        seat,
        correspondence,
        ..first
    })
}

/// One row.
struct One(Option<asp::Structure>);

#[async_trait]
impl Chunks for One {
    async fn next(&mut self) -> Result<Option<DeliveredRows>> {
        Ok(self.0.take().map(|row| DeliveredRows::Structures(vec![row])))
    }

    fn rejected(&self) -> u64 {
        0
    }
}

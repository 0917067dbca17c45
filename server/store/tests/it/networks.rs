//! Stories of the sheet of networks.

use domain::{
    Siret, StructureId,
    network::{Membership, Networks},
    ports::{DeliveredRows, Register},
};
use form::Date;
use store::Store;

use crate::{
    database::Database,
    deliveries::{NOVEMBER, delivered, import},
};

const DECEMBER: Date = Date::constant(2026, 12, 14);

fn sheet(rows: &[(&Siret, &str)]) -> Vec<DeliveredRows> {
    let membership = |(siret, network): &(&Siret, &str)| Membership {
        siret: (*siret).clone(),
        network: (*network).to_owned(),
    };
    vec![DeliveredRows::Memberships(rows.iter().map(membership).collect())]
}

async fn networks(store: &Store, asp_id: i64) -> Option<Networks> {
    let structure = store.structure(StructureId::of_asp(asp_id)).await.expect("it reads");
    structure.expect("it is there").networks
}

pub async fn the_last_sheet_is_the_whole_list(database: &Database) {
    let store = database.store();
    let (mut structures, _) = delivered();
    // The first has moved since its convention was signed: the sheet knows it under its SIRET of before.
    structures[0].siret = Siret::parse("05478014300001").expect("a SIRET");
    let (moved, other) =
        (structures[0].siret_signature.clone(), Siret::parse("41273578900023").expect("a SIRET"));
    structures[1].siret = other.clone();
    structures[1].siret_signature = other.clone();
    let (first, second) = (structures[0].asp_id, structures[1].asp_id);
    import(&store, 1, NOVEMBER, vec![DeliveredRows::Structures(structures)], false)
        .await
        .expect("it goes in");
    assert_eq!(networks(&store, first).await, None, "no sheet yet");
    // Said twice in one file: once is enough.
    let rows = [(&moved, "FAS"), (&moved, "COORACE"), (&moved, "FAS"), (&other, "FAS")];
    import(&store, 2, NOVEMBER, sheet(&rows), false).await.expect("it goes in");
    let told = |siret: &Siret, names: &[&str], as_of: Date| {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        Some(Networks { siret: siret.clone(), names, as_of })
    };
    assert_eq!(networks(&store, first).await, told(&moved, &["COORACE", "FAS"], NOVEMBER));
    assert_eq!(networks(&store, second).await, told(&other, &["FAS"], NOVEMBER));
    // The next sheet leaves one out, and drops a network of the other.
    import(&store, 3, DECEMBER, sheet(&[(&moved, "COORACE")]), false).await.expect("it goes in");
    assert_eq!(networks(&store, first).await, told(&moved, &["COORACE"], DECEMBER));
    assert_eq!(networks(&store, second).await, None, "who left the list is in no network any more");
    // A sheet of before changes nothing.
    import(&store, 4, NOVEMBER, sheet(&rows), false).await.expect("it goes in");
    assert_eq!(networks(&store, first).await, told(&moved, &["COORACE"], DECEMBER));
}

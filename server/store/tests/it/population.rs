//! Stories of the country as les emplois tells it.

use domain::{
    Kind, Siret,
    asp::AnnexeState,
    emplois::{Annexe, AnnexeNumber, Convention, Held, Population},
    ports::DeliveredRows,
};
use form::Date;

use crate::{
    database::Database,
    deliveries::{NOVEMBER, delivered, import},
};

fn convention(asp_id: i64, kind: Kind, active: bool) -> Convention {
    let siret_signature = Siret::parse("26290411300061").expect("a SIRET");
    Convention { asp_id, kind, siret_signature, active, deactivated: (!active).then_some(NOVEMBER) }
}

fn annexe(asp_id: i64, number: &str) -> Annexe {
    let number = AnnexeNumber::parse(number).expect("a number");
    let (start, end) = (Date::constant(2026, 1, 1), Date::constant(2026, 12, 31));
    Annexe { kind: number.kind(), number, asp_id, state: AnnexeState::Valide, start, end }
}

pub async fn the_country_is_kept_once_and_counted_by_kind(database: &Database) {
    let store = database.store();
    assert_eq!(store.held().await.expect("counted"), []);
    let (structures, _) = delivered();
    let conventions = vec![
        convention(structures[0].asp_id, Kind::Aci, true),
        convention(structures[0].asp_id, Kind::Ei, true),
        convention(700, Kind::Aci, false),
        // Said twice in one file: the last speaks.
        convention(700, Kind::Aci, true),
    ];
    let annexes = vec![annexe(700, "ACI512260001A0M0"), annexe(700, "ACI512260001A0M1")];
    let rows = || {
        vec![
            DeliveredRows::EmploisConventions(conventions.clone()),
            DeliveredRows::EmploisAnnexes(annexes.clone()),
            DeliveredRows::Structures(structures.clone()),
        ]
    };
    let held = [
        Held { kind: Kind::Aci, conventions: 2, delivered: 1, annexes: 2 },
        Held { kind: Kind::Ei, conventions: 1, delivered: 1, annexes: 0 },
    ];
    for digest in [1, 2] {
        import(&store, digest, NOVEMBER, rows(), false).await.expect("it goes in");
        assert_eq!(store.held().await.expect("counted"), held);
    }
}

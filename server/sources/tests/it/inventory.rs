//! The inventory of the data says what the code reads: no more, no less; for the demand and for the bilan.

mod mapped;

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    dossier::About,
    inventory::{Inventory, Nature, Sums, Supply, catalogue, data},
    prefill::from_bilan,
};
use form::{Field, FieldType, Trame};

use mapped::{mapped, told_by_a_bilan};

fn trame(about: About) -> Trame {
    let text = match about {
        About::Demand => include_str!("../../../trames/dossier-2.toml"),
        About::Bilan => include_str!("../../../trames/bilan-1.toml"),
    };
    form::trame::read_trame(text).expect("a right trame")
}

/// What the stand-in of the registers leaves blank: the tests of their maps read it in recorded answers.
const RECORDED: [(&str, Supply); 4] = [
    ("structure.enseigne", Supply::Recherche),
    ("structure.enseigne", Supply::Sirene),
    ("structure.adresse.complement", Supply::Recherche),
    ("structure.adresse.complement", Supply::Sirene),
];

/// Whether this test can say that a datum is read there. What a demand takes from last year's is told by the form, its
/// documents by the vault: the tests of those hold it.
fn is_read(about: About, pair: &(&str, Supply), read: &BTreeSet<(&str, Supply)>) -> bool {
    let by_form = about == About::Demand && (pair.1 == Supply::Previous || RECORDED.contains(pair));
    by_form || read.contains(pair)
}

#[tokio::test]
async fn what_the_code_reads_is_in_the_inventory_and_what_is_there_is_read() {
    for about in About::ALL {
        let mapped = mapped(about).await;
        assert!(mapped.len() > 90, "{about:?}: the sources spoke: {}", mapped.len());
        let listed = |key: &str, supply: Supply, column: Option<&String>| {
            let given = catalogue::of(about, key).map_or(&[][..], |datum| datum.given);
            // How it is worked out stands in words: the supply is what can be compared.
            let is = |given: &&catalogue::Given| column.is_none_or(|column| given.is(column));
            given.iter().filter(|given| given.supply == supply).any(|given| is(&given))
        };
        let lacking: Vec<_> =
            mapped.iter().filter(|(key, supply, column)| !listed(key, *supply, column.as_ref())).collect();
        assert!(lacking.is_empty(), "{about:?}: read, and not in the inventory: {lacking:#?}");
        let read: BTreeSet<(&str, Supply)> =
            mapped.iter().map(|(key, supply, _)| (key.as_str(), *supply)).collect();
        let given =
            catalogue::all(about).flat_map(|datum| datum.given.iter().map(|given| (datum.key, given.supply)));
        let promised: Vec<_> = given.filter(|pair| !is_read(about, pair, &read)).collect();
        assert!(promised.is_empty(), "{about:?}: in the inventory, and not read: {promised:#?}");
    }
}

/// The code that reads each supply, for either form.
const READERS: [(Supply, &[&str]); 12] = [
    (Supply::AspStructure, &[IDENTITY]),
    (Supply::AspAnnexe, &[ANNEXE, DEMAND, FUND, PRISON, SIGNED, YEAR]),
    (Supply::AspMonthly, &[HIRED, RESULTS, STAFF]),
    (Supply::AspYearly, &[PEOPLE, COUNTS, STAFF, EXITS]),
    (Supply::Dgefp, &[REALISED]),
    (Supply::Pilotage, &[REALISED, RESULTS, STAFF]),
    (Supply::Networks, &[NETWORKS]),
    (Supply::Siaes, &[include_str!("../../src/emplois/map/siaes.rs")]),
    (Supply::Marche, &[include_str!("../../src/emplois/map/marche.rs")]),
    (Supply::ImmersionConventions, &[include_str!("../../src/immersion/map.rs")]),
    (Supply::Recherche, &[include_str!("../../src/registre/recherche/map.rs")]),
    (Supply::Sirene, &[include_str!("../../src/registre/sirene/map.rs")]),
];
const IDENTITY: &str = include_str!("../../../../app/domain/src/prefill/asp/identity.rs");
const ANNEXE: &str = include_str!("../../../../app/domain/src/prefill/asp/annexe.rs");
const DEMAND: &str = include_str!("../../../../app/domain/src/prefill/asp/demand.rs");
const FUND: &str = include_str!("../../../../app/domain/src/prefill/asp/fund.rs");
const PRISON: &str = include_str!("../../../../app/domain/src/prefill/asp/prison.rs");
const SIGNED: &str = include_str!("../../../../app/domain/src/prefill/asp/signed.rs");
const YEAR: &str = include_str!("../../../../app/domain/src/prefill/asp/year.rs");
const REALISED: &str = include_str!("../../../../app/domain/src/asp/realised/prefill.rs");
const HIRED: &str = include_str!("../../../../app/domain/src/asp/realised/prefill/hired.rs");
const PEOPLE: &str = include_str!("../../../../app/domain/src/asp/realised/prefill/people.rs");
const RESULTS: &str = include_str!("../../../../app/domain/src/asp/realised/prefill/results.rs");
const COUNTS: &str = include_str!("../../../../app/domain/src/asp/realised/prefill/year/counts.rs");
const STAFF: &str = include_str!("../../../../app/domain/src/asp/realised/prefill/year/support.rs");
const EXITS: &str = include_str!("../../../../app/domain/src/asp/realised/prefill/year/exits.rs");
const NETWORKS: &str = include_str!("../../../../app/domain/src/network.rs");
/// What names the question of a demand that a bilan takes over under another key.
const PROMISES: &str = include_str!("../../../../app/domain/src/prefill/bilan.rs");

#[test]
fn each_field_that_is_read_as_it_is_stands_in_the_code_that_reads_it() {
    let readers = BTreeMap::from(READERS);
    for (about, datum) in
        About::ALL.into_iter().flat_map(|about| catalogue::all(about).map(move |datum| (about, datum)))
    {
        for given in datum.given.iter().filter(|given| !given.worked_out && given.supply != Supply::Previous)
        {
            let code = readers.get(&given.supply).expect("a reader").concat();
            let fixed =
                given.field.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, end)| end));
            for word in
                fixed.flat_map(|piece| piece.split(|sign: char| !sign.is_alphanumeric() && sign != '_'))
            {
                assert!(
                    code.contains(word),
                    "{about:?} {}: {} is not read there ({word})",
                    datum.key,
                    given.field
                );
            }
        }
        let taken =
            datum.given.iter().filter(|given| about == About::Bilan && given.supply == Supply::Previous);
        let named = taken.filter_map(|given| given.field.strip_suffix(", demande de la même année"));
        for key in named.filter(|said| *said != "même question").flat_map(|said| said.split(", ")) {
            assert!(PROMISES.contains(&format!("(\"{key}\", \"bilan.")), "{}: {key}", datum.key);
        }
    }
}

#[test]
fn each_question_that_is_typed_has_its_line_and_no_other_has() {
    for about in About::ALL {
        let trame = trame(about);
        let asked: Vec<&Field> =
            data(&trame).map(|(_, field)| field).filter(|field| field.computed.is_none()).collect();
        let keys: Vec<&str> = asked.iter().map(|field| field.path.as_str()).collect();
        let listed: Vec<&str> = catalogue::all(about).map(|datum| datum.key).collect();
        let lacking: Vec<_> = keys.iter().filter(|key| !listed.contains(key)).collect();
        assert!(lacking.is_empty(), "{about:?}: asked, and not in the inventory: {lacking:?}");
        let unknown: Vec<_> = listed.iter().filter(|key| !keys.contains(key)).collect();
        assert!(unknown.is_empty(), "{about:?}: in the inventory, and not asked: {unknown:?}");
        for field in
            asked.into_iter().filter(|field| about == About::Demand || field.field_type == FieldType::Files)
        {
            let lasts = field.field_type == FieldType::Files && field.valid_months.is_some();
            let given = catalogue::of(about, field.path.as_str()).map_or(&[][..], |datum| datum.given);
            let previous = given.iter().any(|given| given.supply == Supply::Previous);
            assert_eq!(previous, lasts, "{}: a document that lasts is taken over", field.path);
        }
    }
}

#[test]
fn what_the_form_shows_of_what_the_service_knows_says_who_gives_it() {
    for (about, text) in [
        (About::Demand, include_str!("../../../trames/dossier-2.toml")),
        (About::Bilan, include_str!("../../../trames/bilan-1.toml")),
    ] {
        let inventory = Inventory::of(&trame(about), (about, 2027), &Sums::default(), &BTreeMap::new());
        let mut key = "";
        let mut shown = 0;
        for line in text.lines() {
            key = line.strip_prefix("key = \"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(key);
            let Some(from) = line.strip_prefix("computed = \"") else { continue };
            let known = from.starts_with("contexte.") || from.starts_with("parametre.");
            let line = inventory.lines.iter().find(|line| line.key == key);
            let Some(line) = line else { continue };
            assert_eq!(!line.given.is_empty(), known, "{about:?} {key}: {from}");
            shown += usize::from(known);
        }
        assert!(shown >= 3, "{about:?}: {shown}");
        let parts = inventory.parts();
        let computed = inventory.lines.iter().filter(|line| line.nature == Nature::Computed).count();
        assert_eq!(parts.all() + computed, inventory.lines.len(), "they are no data that are given");
    }
}

#[test]
fn each_line_of_what_a_bilan_tells_a_demand_is_told_to_the_forms_of_today() {
    let told: Vec<String> = [2026, 2027]
        .into_iter()
        .flat_map(|year| told_by_a_bilan(2025, year))
        .map(|told| told.path.to_string())
        .collect();
    let is_under = |path: &str, key: &str| {
        path.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let silent: Vec<_> = from_bilan().filter(|(_, to)| !told.iter().any(|path| is_under(path, to))).collect();
    assert!(silent.is_empty(), "in the table, and told to nobody: {silent:?}");
    // What both forms ask for under one key, of a year that is over or for good, is not asked twice.
    let untold: Vec<&str> = catalogue::all(About::Bilan)
        .map(|datum| datum.key)
        .filter(|key| catalogue::of(About::Demand, key).is_some())
        .filter(|key| !from_bilan().any(|(_, to)| is_under(key, to)))
        .collect();
    assert_eq!(untold, PROMISED, "told to no demand");
}

/// What both forms ask, that a bilan only repeats: the demand of each year says its own.
const PROMISED: [&str; 4] =
    ["objectifs.sorties", "objectifs.durable", "objectifs.transition", "objectifs.positives"];

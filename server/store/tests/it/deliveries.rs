//! Stories of the deliveries.

use async_trait::async_trait;
use domain::{
    Error, Result, Siret, Structure, StructureId,
    asp::{
        self,
        realised::{AnnexeKey, Source, Totals},
    },
    network,
    ports::{Chunks, DeliveredRows, Deliveries, DeliveryFile, Realisations, Register},
};
use form::Date;
use store::Store;

use crate::{database::Database, sample::at};

/// Rows given beforehand, with an error at the end or not.
struct Given {
    rows: Vec<DeliveredRows>,
    fails: bool,
}

#[async_trait]
impl Chunks for Given {
    async fn next(&mut self) -> Result<Option<DeliveredRows>> {
        if self.rows.is_empty() && self.fails {
            return Err(Error::Invalid("12: fichier tronqué".to_owned()));
        }
        Ok((!self.rows.is_empty()).then(|| self.rows.remove(0)))
    }

    fn rejected(&self) -> u64 {
        0
    }
}

fn structure(asp_id: i64) -> asp::Structure {
    asp::Structure {
        asp_id,
        created: None,
        modified: Some(NOVEMBER),
        siret_signature: Siret::parse("26290411300061").expect("a SIRET"),
        siret: Siret::parse("26290411300061").expect("a SIRET"),
        name: format!("STRUCTURE {asp_id}"),
        legal_category: "9220".to_owned(),
        naf: "8899B".to_owned(),
        idcc: "9999".to_owned(),
        seat: asp::Address { insee: "29003".to_owned(), ..asp::Address::default() },
        correspondence: asp::Address::default(),
        correspondent: None,
        delivered: NOVEMBER,
    }
}

fn annexe(row_id: i64, structure: i64) -> asp::Annexe {
    asp::Annexe {
        row_id,
        annexe_id: row_id,
        structure_asp_id: structure,
        convention: asp::ConventionNumber::parse("029 010125 ACI 00019").ok(),
        measure: asp::Measure::common(domain::Kind::Aci),
        number: "ACI029250019A1M0".parse().expect("a number"),
        state: asp::AnnexeState::Valide,
        suspended: false,
        start: Date::constant(2026, 1, 1),
        end: Date::constant(2026, 12, 31),
        posts: asp::Posts { etp: "7.95".parse().ok(), ..asp::Posts::default() },
        cofinancing: None,
        fund: None,
        workforce: asp::Workforce::default(),
        finance: asp::Finance::default(),
        objectives: asp::Objectives::default(),
        context: asp::Context::default(),
        workflow: asp::Workflow::default(),
        delivered: NOVEMBER,
    }
}

pub fn delivered() -> (Vec<asp::Structure>, Vec<asp::Annexe>) {
    ((1..=3).map(structure).collect(), (10..=14).map(|row| annexe(row, 1 + row % 2)).collect())
}

fn file(digest: u8, date: Date) -> DeliveryFile {
    DeliveryFile { name: "fluxIAE.csv".to_owned(), digest: [digest; 32], view: "Structure".to_owned(), date }
}

pub async fn import(
    store: &Store,
    digest: u8,
    date: Date,
    rows: Vec<DeliveredRows>,
    fails: bool,
) -> Result<u64> {
    let view = match rows.first() {
        Some(DeliveredRows::Memberships(_)) => network::VIEW,
        _ => "Structure",
    };
    let mut chunks = Given { rows, fails };
    let file = DeliveryFile { view: view.to_owned(), ..file(digest, date) };
    store.import(&file, &mut chunks, at(1)).await.map(|imported| imported.rows)
}

pub const NOVEMBER: Date = Date::constant(2026, 11, 16);

pub async fn the_same_file_twice_changes_nothing(database: &Database) {
    let store = database.store();
    let (structures, annexes) = delivered();
    let rows =
        || vec![DeliveredRows::Structures(structures.clone()), DeliveredRows::Annexes(annexes.clone())];
    assert_eq!(store.imported([1; 32]).await.expect("it answers"), None);
    let count = import(&store, 1, NOVEMBER, rows(), false).await.expect("it goes in");
    assert_eq!(usize::try_from(count).expect("few rows"), structures.len() + annexes.len());
    let id = StructureId::of_asp(structures[0].asp_id);
    let before = store.structure(id).await.expect("it reads").expect("it is there");
    assert_eq!(before.asp, structures[0]);
    assert!(!before.annexes.is_empty());
    // Known by its bytes; and imported under other bytes, its rows are the same rows.
    assert_eq!(store.imported([1; 32]).await.expect("it answers").expect("known").rows, count);
    import(&store, 2, NOVEMBER, rows(), false).await.expect("it goes in");
    assert_eq!(store.structure(id).await.expect("it reads").expect("it is there"), before);
}

pub async fn an_older_delivery_replaces_nothing(database: &Database) {
    let store = database.store();
    let (structures, _) = delivered();
    let renamed = |name: &str| {
        let mut structure = structures[0].clone();
        name.clone_into(&mut structure.name);
        vec![DeliveredRows::Structures(vec![structure])]
    };
    import(&store, 1, NOVEMBER, renamed("NOVEMBRE"), false).await.expect("it goes in");
    import(&store, 2, Date::constant(2026, 11, 9), renamed("AVANT"), false).await.expect("it goes in");
    let id = StructureId::of_asp(structures[0].asp_id);
    assert_eq!(store.structure(id).await.expect("it reads").expect("there").asp.name, "NOVEMBRE");
    import(&store, 3, Date::constant(2026, 11, 23), renamed("APRES"), false).await.expect("it goes in");
    assert_eq!(store.structure(id).await.expect("it reads").expect("there").asp.name, "APRES");
}

pub async fn a_refused_file_leaves_nothing_behind(database: &Database) {
    let store = database.store();
    let (structures, _) = delivered();
    let id = StructureId::of_asp(structures[0].asp_id);
    let refused =
        import(&store, 1, NOVEMBER, vec![DeliveredRows::Structures(structures.clone())], true).await;
    assert!(matches!(refused, Err(Error::Invalid(_))));
    assert_eq!(store.structure(id).await.expect("it reads"), None);
    assert_eq!(store.imported([1; 32]).await.expect("it answers"), None);
    import(&store, 1, NOVEMBER, vec![DeliveredRows::Structures(structures)], false)
        .await
        .expect("it goes in");
}

pub async fn two_reasons_of_refusal_are_both_kept(database: &Database) {
    let store = database.store();
    let (structures, annexes) = delivered();
    let refused = |reason: &str| {
        let mut annexe = annexes[0].clone();
        annexe.workflow.rejections = vec![reason.to_owned()];
        annexe
    };
    let rows = vec![
        DeliveredRows::Structures(structures.clone()),
        DeliveredRows::Annexes(vec![refused("TIT_RIB_KO"), refused("CP_BANC_KO")]),
        DeliveredRows::Annexes(vec![refused("CP_BANC_KO")]),
    ];
    import(&store, 1, NOVEMBER, rows, false).await.expect("it goes in");
    let id = StructureId::of_asp(annexes[0].structure_asp_id);
    let structure = store.structure(id).await.expect("it reads").expect("it is there");
    assert_eq!(structure.annexes.len(), 1);
    assert_eq!(structure.annexes[0].workflow.rejections, ["CP_BANC_KO", "TIT_RIB_KO"]);
}

pub async fn what_was_done_under_an_annexe_is_kept_once_a_source(database: &Database) {
    let store = database.store();
    let day = |day: i8| Date::constant(2026, 11, day);
    let key = |id: i64| AnnexeKey { id: Some(id), number: None, measure: None };
    let mut told = Totals::silent(key(7), 2025, Source::Flux, day(16));
    told.contracts.insert("CDDI".to_owned(), 12);
    let structure = Structure {
        id: StructureId::of_asp(1),
        asp: structure(1),
        annexes: vec![annexe(7, 1)],
        networks: None,
    };
    store.keep(vec![told.clone(), Totals::silent(key(9), 2025, Source::Flux, day(16))]).await.expect("kept");
    assert_eq!(
        Realisations::of(&store, &structure).await.expect("read").totals(),
        [told.clone()],
        "of its annexes only"
    );
    // An older delivery says nothing any more; a newer one speaks; another source stands beside.
    let older = Totals::silent(key(7), 2025, Source::Flux, day(9));
    let newer = Totals::silent(key(7), 2025, Source::Flux, day(23));
    let other = Totals::silent(key(7), 2025, Source::Pop, day(1));
    for (said, stands) in [
        (older, vec![told.clone()]),
        (told.clone(), vec![told.clone()]),
        (newer.clone(), vec![newer.clone()]),
        (other.clone(), vec![newer, other]),
    ] {
        store.keep(vec![said]).await.expect("kept");
        assert_eq!(Realisations::of(&store, &structure).await.expect("read").totals(), stands);
    }
}

pub async fn the_structures_of_a_legal_person_are_those_of_its_siren(database: &Database) {
    let store = database.store();
    let of = |asp_id, siret: &str| asp::Structure {
        siret: Siret::parse(siret).expect("a SIRET"),
        ..structure(asp_id)
    };
    let rows = vec![of(1, "26290411300061"), of(2, "26290411300012"), of(3, "13002526500013")];
    let mut chunks = Given { rows: vec![DeliveredRows::Structures(rows)], fails: false };
    let file = DeliveryFile {
        name: "structures.csv".to_owned(),
        digest: [7; 32],
        view: "Structure".to_owned(),
        date: NOVEMBER,
    };
    store.import(&file, &mut chunks, at(0)).await.expect("it goes in");
    let ids = |all: &[i64]| all.iter().map(|asp_id| StructureId::of_asp(*asp_id)).collect::<Vec<_>>();
    for (of, same) in [(1, &[1, 2][..]), (2, &[1, 2]), (3, &[3]), (9, &[])] {
        let found = store.same_person(StructureId::of_asp(of)).await.expect("it reads");
        assert_eq!(found, ids(same), "{of}");
    }
}

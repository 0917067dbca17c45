//! The inventory of the data says what the code reads: no more, no less.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Kind, Structure,
    asp::{
        self,
        realised::{Realised, Source as Told, Totals, Work, known_of_realised},
    },
    dossier::Origin,
    inventory::{Supply, catalogue, data},
    prefill::{Proposal, known_of_asp},
    source::Source,
};
use form::{Date, Decimal, Field, FieldType, Trame, Value};
use sources::{
    ask_all,
    asp::{Demo, MonthlyDemo},
    demo::{Control, Keys},
};

use crate::{
    delivered::Delivered,
    parties::{PATIENCE, asked_of, memory, morning, parties, stand_in},
    proposals::structures,
};

const TODAY: Date = Date::constant(2026, 11, 20);

fn trame() -> Trame {
    form::trame::read_trame(include_str!("../../../trames/dossier-2.toml")).expect("a right trame")
}

/// What was read: the key of a datum, where, in which column; none where it was worked out.
type Mapped = BTreeSet<(String, Supply, Option<String>)>;

fn add(mapped: &mut Mapped, trame: &Trame, source: Source, proposals: &[Proposal]) {
    for (path, known) in proposals {
        // What the form works out by itself, no source fills.
        if matches!(known.value, Value::Row(_)) || trame.holder(path).is_none() {
            continue;
        }
        let key = match path.in_table().and_then(|parts| parts.column) {
            Some(column) => path.field().join(column),
            None => path.clone(),
        };
        let column = match &known.origin {
            Origin::Prefilled { column, .. } => Some(column.clone()),
            _ => None,
        };
        mapped.insert((key.to_string(), Supply::of(source, &known.origin), column));
    }
}

/// The invented delivery, in which nothing is left blank.
fn delivery() -> (Vec<Structure>, Realised) {
    let delivered =
        Delivered::of(MonthlyDemo { demo: Demo { structures: 30, ..Demo::small() }, since: 2025 });
    let mut structures = structures(&delivered);
    for structure in &mut structures {
        fill(&mut structure.asp);
        structure.annexes.iter_mut().for_each(fill_annexe);
    }
    (structures, delivered.read().0.realised)
}

fn fill(asp: &mut asp::Structure) {
    asp.siret_signature = domain::Siret::parse("26290411300061").expect("a SIRET");
    "BATIMENT A".clone_into(&mut asp.seat.complement);
    asp.correspondence = asp.seat.clone();
    "2 RUE DU PORT".clone_into(&mut asp.correspondence.street);
    // Half of them are reached at the other address.
    if asp.asp_id % 2 == 0 {
        asp.seat.phone = None;
    }
    asp.correspondent.get_or_insert(asp::Correspondent {
        given_name: "Lou".to_owned(),
        family_name: "MARTINEAU".to_owned(),
        email: "lou@structure.example".to_owned(),
    });
}

fn fill_annexe(annexe: &mut asp::Annexe) {
    let one = Some(Decimal::ONE);
    annexe.posts.hours.get_or_insert(Decimal::from(1_820));
    annexe.cofinancing.get_or_insert(asp::Cofinancing { amount: one, financer: "CD FINISTERE".to_owned() });
    let people = &mut annexe.workforce;
    for part in [&mut people.total, &mut people.insertion, &mut people.independents] {
        part.people.get_or_insert(1);
        part.etp.get_or_insert(Decimal::ONE);
    }
    let finance = &mut annexe.finance;
    finance.closed.get_or_insert(Date::constant(2025, 12, 31));
    for amount in
        [&mut finance.payroll, &mut finance.insertion_payroll, &mut finance.income, &mut finance.sales]
    {
        amount.get_or_insert(Decimal::ONE);
    }
    finance.financers = asp::Financers {
        commune: one,
        intercommunal: one,
        departement: one,
        region: one,
        state: one,
        fse: one,
        plie: one,
        agefiph: one,
        other_public: one,
        foundation: one,
    };
    let objectives = &mut annexe.objectives;
    objectives.exits.get_or_insert(1);
    for rate in [&mut objectives.durable, &mut objectives.transition, &mut objectives.positive] {
        rate.get_or_insert(Decimal::ONE);
    }
    annexe.context.training_body = Some(true);
    annexe.context.outside_iae = Some(true);
    annexe.context.outside_iae_text = Some("RECYCLERIE".to_owned());
}

/// The same totals as the others tell them: what each of their files holds, and no more.
fn told_by(totals: &[Totals], source: Told) -> Realised {
    let told = totals.iter().map(|known| {
        let mut told = Totals::silent(known.key.clone(), known.year, source, known.as_of);
        if source == Told::DataOn {
            (told.people, told.exits) = (known.people.clone(), known.exits.clone());
            let one = asp::realised::StaffPart { etp: Some(Decimal::ONE), ..Default::default() };
            told.staff =
                Some(asp::realised::Staff { non_employees: one, providers: one, ..Default::default() });
        } else {
            let etp = known.work.as_ref().and_then(Work::etp);
            told.work = known.work.clone().map(|work| Work {
                hours: None,
                hours_of_etp: None,
                etp_told: etp,
                months: Vec::new(),
                ..work
            });
        }
        told
    });
    Realised::of(told.collect())
}

async fn mapped(trame: &Trame) -> Mapped {
    let mut mapped = Mapped::new();
    let (structures, realised) = delivery();
    let others = [Told::DataOn, Told::Pop, Told::Pilotage].map(|source| told_by(realised.totals(), source));
    for structure in &structures {
        for kind in Kind::ALL {
            add(&mut mapped, trame, Source::Asp, &known_of_asp(structure, kind, 2027).proposals);
            // The year before 2026 is over, the one before 2027 is not.
            for (told, year) in others.iter().chain([&realised]).flat_map(|told| [(told, 2026), (told, 2027)])
            {
                let done = known_of_realised(structure, kind, year, told, TODAY);
                add(&mut mapped, trame, Source::Asp, &done);
            }
        }
    }
    let address = stand_in(structures.clone(), &Control::new().without_limits()).await;
    let parties = parties(&address, &Keys::of_the_demonstration(), &memory());
    for structure in &structures {
        for kind in structure.kinds() {
            for (source, answer) in ask_all(&parties, &asked_of(structure, kind), morning(), PATIENCE).await {
                if let Ok(found) = answer {
                    add(&mut mapped, trame, source, &found.proposals);
                }
            }
        }
    }
    mapped
}

/// What the stand-in of the registers leaves blank: the tests of their maps read it in recorded answers.
const RECORDED: [(&str, Supply); 4] = [
    ("structure.enseigne", Supply::Recherche),
    ("structure.enseigne", Supply::Sirene),
    ("structure.adresse.complement", Supply::Recherche),
    ("structure.adresse.complement", Supply::Sirene),
];

#[tokio::test]
async fn what_the_code_reads_is_in_the_inventory_and_what_is_there_is_read() {
    let trame = trame();
    let mapped = mapped(&trame).await;
    assert!(mapped.len() > 100, "the sources spoke: {}", mapped.len());
    let listed = |key: &str, supply: Supply, column: Option<&String>| {
        let given = catalogue::of(key).map_or(&[][..], |datum| datum.given);
        // How it is worked out stands in words: the supply is what can be compared.
        let is = |given: &&catalogue::Given| column.is_none_or(|column| given.is(column));
        given.iter().filter(|given| given.supply == supply).any(|given| is(&given))
    };
    let lacking: Vec<_> =
        mapped.iter().filter(|(key, supply, column)| !listed(key, *supply, column.as_ref())).collect();
    assert!(lacking.is_empty(), "read, and not in the inventory: {lacking:#?}");
    let read: BTreeSet<(&str, Supply)> =
        mapped.iter().map(|(key, supply, _)| (key.as_str(), *supply)).collect();
    let given = catalogue::all().flat_map(|datum| datum.given.iter().map(|given| (datum.key, given.supply)));
    let known =
        |pair: &(&str, Supply)| pair.1 == Supply::Previous || RECORDED.contains(pair) || read.contains(pair);
    let promised: Vec<_> = given.filter(|pair| !known(pair)).collect();
    assert!(promised.is_empty(), "in the inventory, and not read: {promised:#?}");
}

/// The code that reads each supply.
const READERS: [(Supply, &[&str]); 11] = [
    (Supply::AspStructure, &[IDENTITY]),
    (Supply::AspAnnexe, &[ANNEXE, DEMAND]),
    (Supply::AspMonthly, &[RESULTS]),
    (Supply::AspYearly, &[PEOPLE]),
    (Supply::Dgefp, &[REALISED]),
    (Supply::Pilotage, &[REALISED]),
    (Supply::Siaes, &[include_str!("../../src/emplois/map/siaes.rs")]),
    (Supply::Marche, &[include_str!("../../src/emplois/map/marche.rs")]),
    (Supply::ImmersionConventions, &[include_str!("../../src/immersion/map.rs")]),
    (Supply::Recherche, &[include_str!("../../src/registre/recherche/map.rs")]),
    (Supply::Sirene, &[include_str!("../../src/registre/sirene/map.rs")]),
];
const IDENTITY: &str = include_str!("../../../../app/domain/src/prefill/asp/identity.rs");
const ANNEXE: &str = include_str!("../../../../app/domain/src/prefill/asp/annexe.rs");
const DEMAND: &str = include_str!("../../../../app/domain/src/prefill/asp/demand.rs");
const REALISED: &str = include_str!("../../../../app/domain/src/asp/realised/prefill.rs");
const PEOPLE: &str = include_str!("../../../../app/domain/src/asp/realised/prefill/people.rs");
const RESULTS: &str = include_str!("../../../../app/domain/src/asp/realised/prefill/results.rs");

#[test]
fn each_field_that_is_read_as_it_is_stands_in_the_code_that_reads_it() {
    let readers = BTreeMap::from(READERS);
    for datum in catalogue::all() {
        for given in datum.given.iter().filter(|given| !given.worked_out && given.supply != Supply::Previous)
        {
            let code = readers.get(&given.supply).expect("a reader").concat();
            let fixed =
                given.field.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, end)| end));
            for word in
                fixed.flat_map(|piece| piece.split(|sign: char| !sign.is_alphanumeric() && sign != '_'))
            {
                assert!(code.contains(word), "{}: {} is not read there ({word})", datum.key, given.field);
            }
        }
    }
}

#[test]
fn each_question_that_is_typed_has_its_line_and_no_other_has() {
    let trame = trame();
    let asked: Vec<&Field> =
        data(&trame).map(|(_, field)| field).filter(|field| field.computed.is_none()).collect();
    let keys: BTreeSet<&str> = asked.iter().map(|field| field.path.as_str()).collect();
    let listed: BTreeSet<&str> = catalogue::all().map(|datum| datum.key).collect();
    let lacking: Vec<_> = keys.difference(&listed).collect();
    assert!(lacking.is_empty(), "asked, and not in the inventory: {lacking:?}");
    let unknown: Vec<_> = listed.difference(&keys).collect();
    assert!(unknown.is_empty(), "in the inventory, and not asked: {unknown:?}");
    for field in asked {
        let lasts = field.field_type == FieldType::Files && field.valid_months.is_some();
        let given = catalogue::of(field.path.as_str()).map_or(&[][..], |datum| datum.given);
        let previous = given.iter().any(|given| given.supply == Supply::Previous);
        assert_eq!(previous, lasts, "{}: a document that lasts is taken over", field.path);
    }
}

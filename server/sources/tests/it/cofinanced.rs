//! How many people on RSA a département's share pays for, from the annexe and the dated amounts.

use domain::{
    Kind, Structure,
    asp::{Cofinancing, realised::Realised},
    dossier::{About, Origin, heard::Told},
    prefill::told_to,
    source::Source,
};
use form::{Date, Map, Parameter, Parameters, Quantity, Value};

use crate::prefill::{invented, real};

fn parameter(name: &str, from: &str, value: &str) -> Parameter {
    Parameter {
        name: name.to_owned(),
        conditions: Map::from([("zone".to_owned(), "metropole".to_owned())]),
        from: from.parse().expect("a day"),
        until: None,
        value: value.parse().expect("a number"),
        source: "test".to_owned(),
        about: Quantity::default(),
    }
}

/// What a person receives, and the part of it that a département pays.
pub fn amounts() -> Parameters {
    Parameters(vec![
        parameter("rsa_mensuel", "2020-04-01", "564.78"),
        parameter("rsa_mensuel", "2021-04-01", "565.34"),
        parameter("rsa_mensuel", "2024-04-01", "600"),
        parameter("rsa_mensuel", "2026-07-01", "1200"),
        parameter("part_rsa_departement", "2014-01-01", "88"),
    ])
}

fn told(structure: &Structure, kind: Kind, parameters: &Parameters) -> Option<Told> {
    let whole = (structure, &Realised::default());
    let said = told_to(About::Demand, whole, (kind, 2027), Date::constant(2026, 11, 28), parameters);
    let own = said.into_iter().find(|said| said.source == Source::Asp).expect("ASP speaks");
    own.told.into_iter().find(|told| told.path.as_str() == "finance.cofinancement_brsa")
}

/// A structure whose last annexes are of these days and have these shares of a département.
fn cofinanced(from: (i16, i8), until: (i16, i8), amount: Option<&str>) -> (Structure, Kind) {
    let mut structure = invented()[1].clone();
    let kind = structure.kinds()[0];
    structure.annexes.retain(|annexe| annexe.end.year() == 2026 && annexe.measure.kind() == Some(kind));
    let last = |(year, month)| Date::constant(year, month, 1).last_of_month();
    for annexe in &mut structure.annexes {
        (annexe.start, annexe.end) = (Date::constant(from.0, from.1, 1), last(until));
        annexe.cofinancing = amount.map(|amount| Cofinancing {
            amount: Some(amount.parse().expect("an amount")),
            financer: "CD".to_owned(),
        });
    }
    (structure, kind)
}

#[test]
fn the_share_of_each_month_is_divided_by_what_a_person_receives_then() {
    for (from, until, amount, people) in [
        // 12 months of 528 €, then of 1,056 €: ten people for six months, five for six.
        ((2026, 1), (2026, 12), "63360", Some(8)),
        ((2026, 1), (2026, 6), "31680", Some(10)),
        ((2026, 7), (2026, 12), "31680", Some(5)),
        ((2026, 7), (2026, 7), "528", Some(1)),
        ((2026, 7), (2026, 7), "527.99", Some(0)),
        ((2026, 1), (2026, 12), "0", None),
    ] {
        let (structure, kind) = cofinanced(from, until, Some(amount));
        let found = told(&structure, kind, &amounts()).map(|told| told.known.value);
        assert_eq!(found, people.map(Value::Integer), "{amount} from {from:?} until {until:?}");
    }
}

#[test]
fn it_is_proposed_with_what_it_is_made_of_and_fills_nothing() {
    let (structure, kind) = cofinanced((2026, 1), (2026, 6), Some("31680"));
    let told = told(&structure, kind, &amounts()).expect("cofinanced");
    assert!(told.doubt.expect("in doubt").contains("moyenne par mois"));
    let Origin::Derived { from, how } = &told.known.origin else { panic!("worked out") };
    let plain = how.replace(['\u{a0}', '\u{202f}'], " ");
    assert!(from.contains("ASP"), "{from}");
    assert!(plain.contains("31 680,00 €") && plain.contains("88 % du RSA"), "{plain}");
}

#[test]
fn without_a_share_or_an_amount_of_the_place_nothing_is_told() {
    let (structure, kind) = cofinanced((2026, 1), (2026, 12), None);
    assert_eq!(told(&structure, kind, &amounts()), None);
    let (mut structure, kind) = cofinanced((2026, 1), (2026, 12), Some("63360"));
    assert_eq!(told(&structure, kind, &Parameters::default()), None);
    for annexe in &mut structure.annexes {
        annexe.start = Date::constant(2019, 1, 1);
    }
    assert_eq!(told(&structure, kind, &amounts()), None, "no amount is known of its first months");
}

#[test]
fn the_shares_of_a_real_delivery_pay_for_fewer_people_than_they_have_posts() {
    let Some(mut structures) = real() else { return };
    let mut counted = Vec::new();
    for structure in &mut structures {
        // Those of 2022 are asked, and no département has signed them yet.
        structure.annexes.retain(|annexe| annexe.end.year() < 2022);
        for kind in structure.kinds() {
            let told = told(structure, kind, &amounts()).map(|told| told.known.value);
            counted.extend(told.map(|people| (structure.asp.asp_id, people)));
        }
    }
    counted.sort_by_key(|(structure, _)| *structure);
    // 6,036.21 € for 8.86 posts, 74,681.79 € for 17.09.
    assert_eq!(counted, [(112, Value::Integer(1)), (190, Value::Integer(13))]);
}

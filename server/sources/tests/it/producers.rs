//! Who delivers files speaks apart: what the annexe declares, what the statements add up to, what ASP extracts of a
//! closed year are all heard, and one table says which is believed.

use domain::{
    Kind, Structure, Timestamp,
    asp::{Annexe, realised::Realised},
    dossier::{
        Actor, Body, Event,
        heard::{Heard, Told},
    },
    prefill::{Delivered, believed, ranked, told_to_bilan, told_to_demand},
    source::Source,
};
use form::{Date, Path, Value};
use sources::asp::{Demo, MonthlyDemo};

use crate::{aggregates::data_on, delivered, proposals::structures};

const TODAY: Date = Date::constant(2026, 11, 20);

/// The invented delivery with ASP's extraction of 2025 and of the year that runs, of the annexes that a test names.
fn delivery(extracted: impl Fn(&[Structure]) -> Vec<[String; 3]>) -> (Vec<Structure>, Realised) {
    let demo = MonthlyDemo { demo: Demo { structures: 30, ..Demo::small() }, since: 2025 };
    let delivery = delivered::Delivered::of(demo);
    let structures = structures(&delivery);
    let mut realised = delivery.read().0.realised;
    let folder = tempfile::tempdir().expect("a folder");
    let rows = extracted(&structures);
    let row = |[year, measure, number]: &'_ [String; 3]| -> [String; 12] {
        [year, measure, "", number, "977", "1", "1", "40", "10", "8", "6", "2.35"].map(str::to_owned)
    };
    let rows: Vec<[String; 12]> = rows.iter().map(row).collect();
    let rows: Vec<[&str; 12]> = rows.iter().map(|row| row.each_ref().map(String::as_str)).collect();
    let file = folder.path().join("DataON_2025.xlsx");
    data_on(&file, &rows);
    realised.take(delivered::read(&[file]).0.realised.totals().to_vec());
    (structures, realised)
}

fn annexes(structure: &Structure, kind: Kind, year: i16) -> Vec<&Annexe> {
    let own = structure.annexes.iter().filter(|annexe| annexe.measure.kind() == Some(kind));
    own.filter(|annexe| annexe.state.speaks() && annexe.end.year() == year).collect()
}

/// One place, one annexe a year.
fn one_place(structures: &[Structure]) -> &Structure {
    structures.iter().find(|structure| structure.kinds() == [Kind::Ei]).expect("an EI")
}

/// What the extraction says of which annexes: year, measure, number.
fn rows(structure: &Structure, kind: Kind, year: i16) -> Vec<[String; 3]> {
    let row =
        |annexe: &&Annexe| [year.to_string(), annexe.measure.to_string(), annexe.number.prefix().to_owned()];
    annexes(structure, kind, year).iter().map(row).collect()
}

/// What a dossier hears of them, whoever spoke first.
fn heard(said: Vec<Delivered>) -> Heard {
    let mut heard = Heard::default();
    for (seq, Delivered { source, as_of, told }) in (2..).zip(said) {
        let body = Body::SourceTold { source, as_of, told, findings: Vec::new(), believed: Vec::new() };
        let at = Timestamp::from_second(1_800_000_000).expect("an instant");
        heard.apply(&Event { seq, at, actor: Actor::Application, stamp: None, body });
    }
    heard
}

/// Who says a datum, the one that is believed first at the head.
fn order(heard: &Heard, path: &Path) -> Vec<Source> {
    ranked(heard, path).into_iter().map(|(source, _)| source).collect()
}

#[test]
fn what_is_declared_counted_and_extracted_is_all_heard_and_the_year_tells_which_is_believed() {
    let (structures, realised) = delivery(|all| {
        [2025, 2026].into_iter().flat_map(|year| rows(one_place(all), Kind::Ei, year)).collect()
    });
    let structure = one_place(&structures);
    let people: Path = "rh.insertion".parse().expect("a key");
    let (yearly, monthly, declared) = (Source::AspYearly, Source::AspMonthly, Source::Asp);
    // A demand asks for the year before its own: that of 2026 is closed, that of 2027 still runs, and what is declared of
    // the last that closed comes before what is counted of it so far.
    for (year, expected) in [(2026, vec![yearly, monthly, declared]), (2027, vec![declared, monthly])] {
        let mut said = told_to_demand(structure, Kind::Ei, year, &realised, TODAY);
        for _ in 0..2 {
            let heard = heard(said.clone());
            assert_eq!(order(&heard, &people), expected, "{year}");
            let values: Vec<_> = heard.values(&people).map(|(_, told)| &told.known.value).collect();
            assert!(values.windows(2).all(|pair| pair[0] != pair[1]), "they disagree: {values:?}");
            let first = &heard.value(expected[0], &people).expect("it speaks").known;
            assert_eq!(believed(&heard, &people), Some(first), "{year}");
            said.reverse();
        }
    }
    // A year's ETP are those that the annexe declares for the whole of it.
    let etp = "rh.insertion_etp".parse().expect("a key");
    let demand = heard(told_to_demand(structure, Kind::Ei, 2027, &realised, TODAY));
    assert_eq!(order(&demand, &etp), [declared, monthly]);
    for (year, expected) in [(2025, vec![yearly, monthly]), (2026, vec![monthly])] {
        let bilan = heard(told_to_bilan(structure, Kind::Ei, year, &realised, TODAY));
        assert_eq!(order(&bilan, &people), expected, "{year}: nothing is declared of it");
    }
}

#[test]
fn each_value_leads_back_to_who_says_it_and_to_nobody_else() {
    let (structures, realised) = delivery(|all| rows(one_place(all), Kind::Ei, 2025));
    let mut spoke = std::collections::BTreeSet::new();
    for structure in &structures {
        for kind in structure.kinds() {
            let demands = [2026, 2027].map(|year| told_to_demand(structure, kind, year, &realised, TODAY));
            let bilans = [2025, 2026].map(|year| told_to_bilan(structure, kind, year, &realised, TODAY));
            for Delivered { source, told, .. } in demands.into_iter().chain(bilans).flatten() {
                let astray: Vec<&Told> =
                    told.iter().filter(|told| told.known.origin.source() != Some(source)).collect();
                assert!(astray.is_empty(), "{source:?}: {astray:?}");
                spoke.extend((!told.is_empty()).then_some(source));
            }
        }
    }
    let expected = [Source::Asp, Source::AspMonthly, Source::AspYearly, Source::Campaign];
    assert_eq!(spoke.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn who_knows_only_some_of_the_annexes_is_in_doubt() {
    let two_places = |all: &[Structure]| all[0].clone();
    let (structures, realised) = delivery(|all| {
        let mut rows = rows(&two_places(all), Kind::Aci, 2025);
        assert!(rows.len() > 1, "an annexe in each place");
        rows.truncate(1);
        rows
    });
    let structure = &structures[0];
    let heard = heard(told_to_bilan(structure, Kind::Aci, 2025, &realised, TODAY));
    let unknown = annexes(structure, Kind::Aci, 2025)[1].number.to_string();
    for key in ["rh.insertion", "bilan.femmes", "bilan.sorties"] {
        let path: Path = key.parse().expect("a key");
        assert_eq!(
            order(&heard, &path),
            [Source::AspMonthly, Source::AspYearly],
            "{key}: sure before doubtful"
        );
        let partial = heard.value(Source::AspYearly, &path).expect("it speaks");
        let doubt = partial.doubt.as_deref().unwrap_or_default();
        assert!(doubt.contains(&format!("rien n’est connu de l’annexe {unknown}")), "{key}: {doubt}");
        assert!(heard.value(Source::AspMonthly, &path).is_some_and(|told| told.doubt.is_none()), "{key}");
    }
    assert_eq!(
        heard.value(Source::AspYearly, &"rh.insertion".parse().expect("a key")).map(|told| &told.known.value),
        Some(&Value::Integer(977))
    );
    // What was promised and what the year before declares stay as they were.
    assert!(heard.said[&Source::Asp].values.keys().any(|path| path.as_str() == "bilan.etp_conventionnes"));
}

//! What ASP declares of another year, of a whole legal person or of a part of a year is proposed and fills nothing; a
//! record names the annexes that were read, and no other.

use domain::{
    Kind, Structure,
    asp::{Fund, LocalSupport, realised::Realised},
    dossier::{Origin, heard::Told},
    prefill::told_to_demand,
    source::Source,
};
use form::{Date, Decimal, Value};

use crate::prefill::{invented, real};

/// What ASP declares to the demand of a year, on a day of the autumn before.
fn declared(structure: &Structure, kind: Kind, year: i16) -> Vec<Told> {
    declared_on(structure, kind, year, Date::constant(year - 1, 11, 25))
}

fn declared_on(structure: &Structure, kind: Kind, year: i16, today: Date) -> Vec<Told> {
    let said = told_to_demand(structure, kind, year, &Realised::default(), today);
    said.into_iter().filter(|said| said.source == Source::Asp).flat_map(|said| said.told).collect()
}

fn doubt(told: &[Told], path: &str) -> Option<String> {
    told.iter().find(|told| told.path.as_str() == path).unwrap_or_else(|| panic!("{path}")).doubt.clone()
}

fn record(told: &[Told], path: &str) -> String {
    match &told.iter().find(|told| told.path.as_str() == path).expect("it is told").known.origin {
        Origin::Prefilled { record, .. } => record.clone(),
        other => panic!("{path}: {other:?}"),
    }
}

#[test]
fn the_accounts_of_a_commune_that_carries_a_workshop_are_proposed_and_fill_nothing() {
    let Some(structures) = real() else { return };
    let longwy = structures.iter().find(|structure| structure.asp.asp_id == 112).expect("delivered");
    let told = declared(longwy, Kind::Aci, 2022);
    let why = doubt(&told, "finance.masse").expect("in doubt").replace(['\u{a0}', '\u{202f}'], " ");
    assert!(why.contains("toute la personne morale (8 713 789,84 € de salaires"), "{why}");
    assert!(doubt(&told, "finance.produits").is_some());
    assert_eq!(doubt(&told, "finance.masse_insertion"), None, "that part is of the structure");
    let other = structures.iter().find(|structure| structure.asp.asp_id == 768).expect("delivered");
    let why = doubt(&declared(other, Kind::Ai, 2022), "finance.masse").unwrap_or_default();
    assert!(!why.contains("personne morale"), "an association of its own: {why}");
}

#[test]
fn an_aid_of_the_fund_is_proposed_while_it_lasts_and_fills_nothing() {
    let Some(structures) = real() else { return };
    let cias = structures.iter().find(|structure| structure.asp.asp_id == 190).expect("delivered");
    let text = |year: i16| {
        let told = declared(cias, Kind::Aci, year);
        let told = told.into_iter().find(|told| told.path.as_str() == "finance.investissements")?;
        assert!(told.doubt.expect("in doubt").contains("déjà obtenue"));
        Some(told.known.value.text().expect("a text").replace(['\u{a0}', '\u{202f}'], " "))
    };
    let expected = "Aide du FDI du 01/12/2020 au 31/12/2021 : diversification des activités : développement des \
                    activités de suivi scientifique naturaliste, 10 022,00 €";
    assert_eq!(text(2022).as_deref(), Some(expected));
    assert_eq!(text(2023), None, "it ended before the year that runs");
}

#[test]
fn a_local_support_is_told_for_two_years() {
    let mut structure = invented()[1].clone();
    let kind = structure.kinds()[0];
    let mut fund = structure.annexes[0].clone();
    fund.measure = "FDI_DC".parse().expect("a measure");
    fund.state = "VALIDE".parse().expect("a state");
    (fund.start, fund.end) = (Date::constant(2024, 7, 1), Date::constant(2024, 12, 31));
    let support = LocalSupport { name: Some("BGE Ille-et-Vilaine".to_owned()), action: None };
    fund.fund = Some(Fund { support: Some(support), ..Fund::default() });
    structure.annexes.push(fund);
    let told = declared(&structure, kind, 2026);
    let known = |path: &str| told.iter().find(|told| told.path.as_str() == path).expect("told");
    assert_eq!(known("gouvernance.dla").known.value, Value::Boolean(true));
    assert!(known("gouvernance.dla").doubt.is_some(), "it may have ended since");
    assert_eq!(known("gouvernance.dla_texte").known.value, Value::Text("BGE Ille-et-Vilaine".to_owned()));
    assert!(told.iter().all(|told| told.path.as_str() != "finance.investissements"), "no aid, no text");
    let later = declared(&structure, kind, 2027);
    assert!(later.iter().all(|told| !told.path.as_str().starts_with("gouvernance.dla")));
}

#[test]
fn an_annexe_of_years_ago_is_no_last_year() {
    let Some(structures) = real() else { return };
    let cias = structures.iter().find(|structure| structure.asp.asp_id == 190).expect("delivered");
    let told = declared(cias, Kind::Aci, 2027);
    for path in [
        "etp.demandes",
        "rh.insertion",
        "finance.masse_insertion",
        "objectifs.durable",
        "demande.af_en_cours",
    ] {
        let why = doubt(&told, path).unwrap_or_else(|| panic!("{path}"));
        assert!(why.contains("la dernière que l’ASP connaisse"), "{path}: {why}");
    }
    assert_eq!(doubt(&told, "structure.siret"), None, "its record is of today");
    assert_eq!(doubt(&declared(cias, Kind::Aci, 2022), "etp.demandes"), None);
}

#[test]
fn accounts_are_those_of_the_last_exercise_and_posts_those_of_a_whole_year() {
    let mut structure = invented()[1].clone();
    let kind = structure.kinds()[0];
    let told = declared(&structure, kind, 2027);
    assert_eq!((doubt(&told, "finance.produits"), doubt(&told, "etp.demandes")), (None, None));
    assert!(
        doubt(&told, "gouvernance.referent.nom").is_some(),
        "a correspondent of ASP follows what he follows"
    );
    for annexe in &mut structure.annexes {
        annexe.finance.closed = Some(Date::constant(2024, 12, 31));
        if annexe.end.year() == 2026 {
            annexe.start = Date::constant(2026, 7, 1);
        }
    }
    let told = declared(&structure, kind, 2027);
    assert!(doubt(&told, "finance.produits").is_some_and(|why| why.contains("un autre s’est clos depuis")));
    assert!(doubt(&told, "etp.demandes").is_some_and(|why| why.contains("sur 6 mois")));
    let history = told.iter().find(|told| told.path.as_str() == "etp.historique[n1].conventionnes");
    let history = history.expect("it is told").known.value.number().expect("a number");
    let whole = told.iter().find(|told| told.path.as_str() == "etp.demandes").expect("it is told");
    let whole = whole.known.value.number().expect("a number");
    assert_eq!(history, (whole / Decimal::TWO).round_dp(2), "half a year of them");
}

#[test]
fn a_record_names_the_annexes_that_were_read() {
    let odet = invented()[0].clone();
    let told = declared(&odet, Kind::Aci, 2027);
    for (path, both) in [("etp.demandes", true), ("rh.insertion_etp", true), ("finance.produits", false)] {
        assert_eq!(record(&told, path).contains(", ACI056"), both, "{path}: {}", record(&told, path));
    }
    assert!(record(&told, "rh.insertion_etp").ends_with("effectifs de 2025"));
    let people = told.iter().find(|told| told.path.as_str() == "rh.insertion_etp").expect("it is told");
    let Origin::Prefilled { source, .. } = &people.known.origin else { panic!("{people:?}") };
    assert_eq!((source.as_str(), people.known.origin.source()), ("ASP, année 2025", Some(Source::Asp)));
    let rate = told.iter().find(|told| told.path.as_str() == "objectifs.transition").expect("it is told");
    let Origin::Derived { how, .. } = &rate.known.origin else { panic!("{rate:?}") };
    assert!(how.contains("ACI029") && how.contains("ACI056"), "weighed over both: {how}");
}

#[test]
fn the_staff_of_one_year_stands_beside_no_staff_of_another() {
    let odet = invented()[0].clone();
    let staff = ["rh.insertion", "rh.insertion_etp", "rh.prestataires"];
    let autumn = declared(&odet, Kind::Aci, 2027);
    let later = declared_on(&odet, Kind::Aci, 2027, Date::constant(2027, 2, 1));
    let mut known = 0;
    for path in staff.into_iter().filter(|path| autumn.iter().any(|told| told.path.as_str() == *path)) {
        known += 1;
        assert_eq!(doubt(&autumn, path), None, "{path}: 2026 runs, 2025 is the last that closed");
        assert_eq!(doubt(&later, path).as_deref(), Some("effectifs de 2025, et non de 2026"), "{path}");
    }
    assert!(known > 1, "the annexe declares them");
    let hours = doubt(&later, "rh.duree_collective").unwrap_or_default();
    assert!(!hours.contains("effectifs"), "what is no staff has no year of staff: {hours}");
}

#[test]
fn what_the_annexes_of_a_year_do_not_agree_on_is_proposed_and_fills_nothing() {
    let mut odet = invented()[0].clone();
    let told = declared(&odet, Kind::Aci, 2027);
    assert_eq!(doubt(&told, "finance.produits"), None, "both annexes declare the same accounts");
    assert!(
        doubt(&told, "rh.effectif_total").is_some_and(|why| why.contains("ACI056")),
        "each counts its own people"
    );
    for annexe in odet.annexes.iter_mut().filter(|annexe| annexe.number.to_string().starts_with("ACI056")) {
        annexe.finance.income = annexe.finance.income.map(|income| income + Decimal::ONE);
    }
    let told = declared(&odet, Kind::Aci, 2027);
    for path in ["finance.produits", "finance.masse", "finance.aides_n1[region].montant"] {
        assert!(doubt(&told, path).is_some_and(|why| why.contains("déclare autre chose")), "{path}");
    }
    assert_eq!(doubt(&told, "rh.insertion"), None, "people of each are added up");
}

#[test]
fn other_conventions_that_are_declared_and_not_seen_are_in_doubt() {
    let mut structure = invented()[1].clone();
    let kind = structure.kinds()[0];
    structure.annexes.retain(|annexe| annexe.measure.kind() == Some(kind));
    for (declared, doubtful) in [(None, false), (Some(false), false), (Some(true), true)] {
        for annexe in &mut structure.annexes {
            annexe.context.other_conventions = declared;
        }
        let told = self::declared(&structure, kind, 2027);
        let why = doubt(&told, "demande.autres_iae");
        assert_eq!(
            why.is_some_and(|why| why.contains("un autre conventionnement")),
            doubtful,
            "{declared:?}"
        );
    }
    let other = if kind == Kind::Ei { "ACI_DC" } else { "EI_DC" };
    let mut seen = structure.annexes.last().expect("an annexe").clone();
    seen.measure = other.parse().expect("a measure");
    structure.annexes.push(seen);
    assert_eq!(doubt(&declared(&structure, kind, 2027), "demande.autres_iae"), None, "it is told of");
}

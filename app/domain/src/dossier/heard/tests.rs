//! Who says what in a log, those of before included.

use form::Value;

use super::*;

const DAY: Date = Date::constant(2026, 11, 16);
const MOBILITY: &str = "accompagnement.freins[mobilite].concernes";
const PEOPLE: &str = "rh.insertion";

fn path(key: &str) -> Path {
    key.parse().expect("a key")
}

fn read(source: &str, column: &str) -> Origin {
    let (record, original) = ("annexe ACI029260001".to_owned(), String::new());
    Origin::Prefilled { source: source.to_owned(), record, column: column.to_owned(), as_of: DAY, original }
}

fn derived(from: &str) -> Origin {
    Origin::Derived { from: from.to_owned(), how: String::new() }
}

fn told(key: &str, count: i64, origin: Origin) -> Told {
    Told { path: path(key), known: Known { value: Value::Integer(count), origin }, doubt: None }
}

fn says(seq: Seq, source: Source, told: &[Told]) -> Event {
    let (told, findings, believed) = (told.to_vec(), Vec::new(), Vec::new());
    event(seq, Actor::Application, Body::SourceTold { source, as_of: DAY, told, findings, believed })
}

fn contests(seq: Seq, key: &str, source: Source, text: Option<&str>) -> Event {
    let body = Body::ValueContested { path: path(key), source, text: text.map(str::to_owned) };
    event(seq, Actor::Person(crate::PersonId(uuid::Uuid::nil())), body)
}

fn event(seq: Seq, actor: Actor, body: Body) -> Event {
    let at = Timestamp::from_second(1_800_000_000).expect("an instant");
    Event { seq, at, actor, stamp: None, body }
}

/// All that came with ASP's files, as one source said it before.
fn all_by_asp(seq: Seq, declared: i64, counted: Option<i64>) -> Event {
    let counted = counted.map(|count| told(MOBILITY, count, read("ASP", "acc_dif_nb_sal_conc_mobilite")));
    let declared = told(PEOPLE, declared, read("ASP", "af_nb_pers_agrees_pole_emploi_iae_annee_prec"));
    says(seq, Source::Asp, &counted.into_iter().chain([declared]).collect::<Vec<_>>())
}

/// Who says a value, and which.
fn said(heard: &Heard, key: &str) -> Vec<(Source, Value)> {
    heard.values(&path(key)).map(|(source, told)| (source, told.known.value.clone())).collect()
}

#[test]
fn a_value_leads_to_who_gave_it_in_a_log_of_today_and_in_one_of_before() {
    for (origin, source) in [
        (read("ASP", "structure_code_naf"), Source::Asp),
        (read("ASP", "af_etat"), Source::Asp),
        (derived("l’ASP, livraison du 16/11/2026"), Source::Asp),
        (derived("l’année de la campagne"), Source::Campaign),
        (read("ASP (états mensuels)", "acc_dif_nb_sal_conc_mobilite"), Source::AspMonthly),
        (derived("l’ASP (états mensuels), au 16/11/2026"), Source::AspMonthly),
        (read("ASP", "acc_dif_nb_sal_conc_mobilite"), Source::AspMonthly),
        (read("ASP", "mpu_sct_mt_recet_btp"), Source::AspMonthly),
        (read("ASP", "rtf_libelle"), Source::AspMonthly),
        (read("ASP (extraction annuelle)", "0 - Prestataires externes"), Source::AspYearly),
        (derived("l’ASP (extraction annuelle), au 16/11/2026"), Source::AspYearly),
        (read("ASP", "2 - Dont femmes"), Source::AspYearly),
        (read("DGEFP (suivi hebdomadaire)", "ETP déclarés"), Source::Dgefp),
        (derived("la DGEFP (suivi hebdomadaire), au 16/11/2026"), Source::Dgefp),
        (read("DGEFP", "ETP déclarés"), Source::Dgefp),
        (read("Pilotage de l’inclusion", "somme_etp_realises_annuel"), Source::Pilotage),
        (derived("l’équipe Pilotage de l’inclusion, au 16/11/2026"), Source::Pilotage),
        (read("Répertoire Sirene de l’Insee", "2 - x"), Source::Sirene),
        (Origin::given("ACI 2026", DAY), Source::Previous),
    ] {
        assert_eq!(origin.source(), Some(source), "{origin:?}");
    }
    assert_eq!(Origin::Typed.source(), None);
}

#[test]
fn what_one_source_said_for_all_is_heard_from_each() {
    let mut heard = Heard::of(&[all_by_asp(2, 30, Some(8))]);
    assert_eq!(said(&heard, MOBILITY), [(Source::AspMonthly, Value::Integer(8))]);
    assert_eq!(said(&heard, PEOPLE), [(Source::Asp, Value::Integer(30))]);
    // An answer that was written of it is not said a second time.
    let body = Body::AnswerSet {
        path: path(MOBILITY),
        value: Some(Value::Integer(8)),
        base: 0,
        origin: read("ASP", "acc_dif_nb_sal_conc_mobilite"),
        deposit: None,
    };
    heard.apply(&event(3, Actor::Application, body));
    assert_eq!(heard.said.len(), 2);
    assert_eq!(
        heard.value(Source::AspMonthly, &path(MOBILITY)).map(|told| told.path.clone()),
        Some(path(MOBILITY))
    );
    // Said again without it, it is no more.
    heard.apply(&all_by_asp(4, 31, None));
    assert_eq!(heard.said.keys().collect::<Vec<_>>(), [&Source::Asp]);
    assert_eq!(said(&heard, PEOPLE), [(Source::Asp, Value::Integer(31))]);
}

#[test]
fn who_speaks_for_itself_is_not_said_over_by_asp() {
    let own = told(MOBILITY, 9, read("ASP (états mensuels)", "acc_dif_nb_sal_conc_mobilite"));
    let mut heard = Heard::of(&[all_by_asp(2, 30, Some(8)), says(3, Source::AspMonthly, &[own])]);
    assert_eq!(said(&heard, MOBILITY), [(Source::AspMonthly, Value::Integer(9))], "once");
    for late in [all_by_asp(4, 30, None), all_by_asp(5, 30, Some(8))] {
        heard.apply(&late);
        assert_eq!(said(&heard, MOBILITY), [(Source::AspMonthly, Value::Integer(9))]);
    }
}

#[test]
fn what_asp_said_for_another_is_still_to_be_said_by_it() {
    let before = Heard::of(&[all_by_asp(2, 30, Some(8))]);
    let counted = [told(MOBILITY, 8, read("ASP (états mensuels)", "acc_dif_nb_sal_conc_mobilite"))];
    let declared = [told(PEOPLE, 30, read("ASP", "af_nb_pers_agrees_pole_emploi_iae_annee_prec"))];
    assert!(!before.says_the_same(Source::AspMonthly, &counted, &[]));
    assert!(before.says_the_same(Source::Asp, &declared, &[]));
    let mut since = before;
    since.apply(&says(3, Source::AspMonthly, &counted));
    assert!(since.says_the_same(Source::AspMonthly, &counted, &[]));
    assert_eq!(since.said[&Source::AspMonthly].since[&path(MOBILITY)], 2, "said since it was first");
}

#[test]
fn what_was_contested_at_asp_is_contested_at_who_said_it() {
    let key = |source| (path(MOBILITY), source);
    let mut heard = Heard::of(&[
        all_by_asp(2, 30, Some(8)),
        contests(3, MOBILITY, Source::Asp, Some("Ils étaient douze.")),
        contests(4, PEOPLE, Source::Asp, Some("Trente et un.")),
    ]);
    let contest = &heard.contested[&key(Source::AspMonthly)];
    assert_eq!(contest.known.as_ref().map(|known| &known.value), Some(&Value::Integer(8)));
    assert!(heard.contested.contains_key(&(path(PEOPLE), Source::Asp)), "and at ASP what ASP says");
    heard.apply(&contests(5, MOBILITY, Source::AspMonthly, None));
    assert!(!heard.contested.contains_key(&key(Source::AspMonthly)), "it is taken back there");
}

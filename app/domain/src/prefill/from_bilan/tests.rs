//! A small bilan, read by small demands.

use form::{Parameters, file::Analysis, trame::read_trame, value::ROW_GAP};

use super::*;
use crate::{
    StructureId, Timestamp,
    dossier::{About, Actor, DossierId, Opening, Submission, heard::Said},
    testing,
};

const BILAN: &str = include_str!("tests/bilan.toml");

const DEMAND: &str = include_str!("tests/demand.toml");

fn file() -> FileRef {
    let (id, name, media) = ("0".to_owned(), "comptes.pdf".to_owned(), "application/pdf".to_owned());
    FileRef { id, name, media, size: 1, given: None, until: None, analysis: Analysis::Clean, doubtful: false }
}

fn number(text: &str) -> Value {
    Value::Number(text.parse().expect("a number"))
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

const CLOSED: Date = Date::constant(2025, 12, 31);

/// The bilan of 2025, sent on a day.
fn sent(at: &str, closed: Date) -> (Opening, Submission) {
    let opening = testing::opening(StructureId::of_asp(1), &["29"]);
    let opening = Opening { about: About::Bilan, year: 2025, ..opening };
    let mut counted = Answers::default();
    for (path, value) in [
        ("bilan.etp_realises", number("10.85")),
        ("bilan.personnes", Value::Integer(36)),
        ("bilan.femmes", Value::Integer(20)),
        ("rh.insertion", Value::Integer(36)),
        ("rh.temps_hebdo", number("26.00")),
        ("bilan.contrats[cdi_inclusion].nombre", Value::Integer(1)),
        ("bilan.contrats[cddi].nombre", Value::Integer(40)),
        ("bilan.contrats[pro].nombre", Value::Integer(0)),
        ("accompagnement.partenaires[p1]", Value::Row(1)),
        ("accompagnement.partenaires[p1].nom", text("CCAS")),
        ("objectifs.actions[a1]", Value::Row(1)),
        ("objectifs.actions[a1].action", text("Livret")),
        ("objectifs.actions[a1].etat", Value::Choice("realisee".to_owned())),
        ("objectifs.actions[a2]", Value::Row(2)),
        ("objectifs.actions[a2].action", text("Forum")),
        ("objectifs.actions[a2].etat", Value::Choice("en_cours".to_owned())),
        ("finance.cloture", Value::Date(closed)),
        ("finance.charges", number("1000.00")),
        ("finance.aides_n1[region].montant", number("500.00")),
        ("bilan.comptes", Value::Files(vec![file()])),
    ] {
        counted.set(key(path), Some(value));
    }
    let id = "00000000-0000-0000-0000-000000000001".parse::<DossierId>().expect("an identifier");
    let submission = Submission {
        version: 1,
        seq: 9,
        by: Actor::Application,
        at: at.parse::<Timestamp>().expect("an instant"),
        reference: opening.reference(id),
        counted,
        parameters: Parameters::default(),
        findings: 0,
    };
    (opening, submission)
}

const MAY: &str = "2026-05-04T10:00:00Z";

/// What the bilan of 2025 tells the demand of a year, a line a value, with its doubt behind.
fn told(year: i16, (at, closed, today): (&str, Date, Date), heard: &Heard) -> Vec<String> {
    let (opening, submission) = sent(at, closed);
    let bilan = read_trame(BILAN).expect("a right trame");
    let demand = read_trame(DEMAND).expect("a right trame");
    let sent = Sent { opening: &opening, submission: &submission, trame: &bilan };
    let demand = OpenDemand { year, trame: &demand, heard, today };
    let told = said_by_bilan(sent, &bilan, demand, &|text, _| text.to_owned());
    told.iter().map(shown).collect()
}

fn shown(told: &Told) -> String {
    let value = match &told.known.value {
        Value::Row(rank) => format!("ligne {}", rank / ROW_GAP),
        Value::Choices(keys) => keys.join(", "),
        Value::Files(files) => {
            files.iter().map(|file| format!("{:?} {:?}", file.given, file.until)).collect()
        }
        Value::Date(day) => day.to_string(),
        value => value.number().map_or_else(|| value.text().unwrap_or("?").to_owned(), |n| n.to_string()),
    };
    let doubt = told.doubt.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
    format!("{} = {value}{doubt}", told.path)
}

const PUBLICS: &str = "objectifs.publics[femmes].part = 55.56 (part des personnes accueillies dans l’année du bilan, \
    et non part visée)";
const CONTRACTS: &str = "rh.contrats = cddi, cdi_inclusion (contrats qui ont couru dans l’année du bilan, et non tous \
    ceux que vous proposez)";
const COMPTES: &str = "pieces.comptes = Some(2026-05-04) Some(2026-12-31)";

#[test]
fn the_year_before_is_told_as_last_year() {
    let day = Date::constant(2026, 6, 1);
    assert_eq!(
        told(2026, (MAY, CLOSED, day), &Heard::default()),
        [
            "etp.historique[n1].realises = 10.85",
            "rh.insertion = 36",
            "rh.insertion_etp = 10.85",
            "rh.temps_hebdo = 26.00",
            CONTRACTS,
            PUBLICS,
            "accompagnement.partenaires[p1] = ligne 1",
            "accompagnement.partenaires[p1].nom = CCAS",
            "objectifs.actions[a1] = ligne 1 (action réalisée d’après votre bilan)",
            "objectifs.actions[a1].action = Livret (action réalisée d’après votre bilan)",
            "objectifs.actions[a2] = ligne 2",
            "objectifs.actions[a2].action = Forum",
            "finance.cloture = 2025-12-31",
            "finance.charges = 1000.00",
            COMPTES,
            "finance.aides_n1[region].montant = 500.00",
        ]
    );
}

#[test]
fn two_years_before_its_counts_are_in_doubt_and_its_words_are_not() {
    let day = Date::constant(2026, 11, 26);
    assert_eq!(
        told(2027, (MAY, CLOSED, day), &Heard::default()),
        [
            "etp.historique[n2].realises = 10.85",
            "rh.insertion = 36 (de 2025, et non de l’an passé)",
            "rh.insertion_etp = 10.85 (de 2025, et non de l’an passé)",
            "rh.temps_hebdo = 26.00",
            CONTRACTS,
            PUBLICS,
            "accompagnement.partenaires[p1] = ligne 1",
            "accompagnement.partenaires[p1].nom = CCAS",
            "finance.cloture = 2025-12-31",
            "finance.charges = 1000.00",
            COMPTES,
            "finance.aides_n1[region].montant = 500.00 (de 2025, et non de l’an passé)",
        ]
    );
    for year in [2025, 2028, i16::MIN] {
        assert_eq!(told(year, (MAY, CLOSED, day), &Heard::default()), [""; 0], "{year}");
    }
}

/// What another source says of the day that the last exercise closed.
fn closed_for(source: Source, day: Date) -> Heard {
    let origin = Origin::Derived { from: String::new(), how: String::new() };
    let (path, known) = (key("finance.cloture"), Known { value: Value::Date(day), origin });
    let told = Told { path: path.clone(), known, doubt: None };
    let said = Said { values: [(path, told)].into(), ..Said::default() };
    Heard { said: [(source, said)].into(), ..Heard::default() }
}

#[test]
fn accounts_are_told_as_those_of_the_last_exercise_where_nothing_says_otherwise() {
    let november = Date::constant(2026, 11, 26);
    let june = Date::constant(2025, 6, 30);
    let silent = Heard::default;
    for (closed, today, heard, charges) in [
        (CLOSED, november, silent(), ""),
        (CLOSED, november, closed_for(Source::Asp, CLOSED), ""),
        (
            CLOSED,
            november,
            closed_for(Source::Asp, Date::constant(2024, 12, 31)),
            " (exercice clos le 31/12/2025, et non celui du 31/12/2024 que dit ASP)",
        ),
        // What the structure's own dossiers say is said by this source.
        (CLOSED, november, closed_for(Source::Previous, Date::constant(2024, 12, 31)), ""),
        (CLOSED, Date::constant(2026, 12, 31), silent(), ""),
        (
            CLOSED,
            Date::constant(2027, 1, 1),
            silent(),
            " (exercice clos le 31/12/2025, un autre s’est clos depuis)",
        ),
        (june, november, silent(), " (exercice clos le 30/06/2025, un autre s’est clos depuis)"),
    ] {
        let said = told(2027, (MAY, closed, today), &heard);
        let expected = format!("finance.charges = 1000.00{charges}");
        assert!(said.contains(&expected), "{closed} {today}: {said:#?}");
    }
    let said = told(2026, (MAY, june, Date::constant(2026, 6, 1)), &silent());
    let aids =
        "finance.aides_n1[region].montant = 500.00 (exercice clos le 30/06/2025, et non l’année civile)";
    assert!(said.iter().any(|line| line == aids), "{said:#?}");
}

#[test]
fn a_bilan_sent_before_the_year_was_over_counts_no_whole_year() {
    let said = told(2026, ("2025-11-28T10:00:00Z", CLOSED, Date::constant(2025, 11, 29)), &Heard::default());
    let people = "rh.insertion = 36 (transmis avant la fin de 2025)";
    assert!(said.iter().any(|line| line == people), "{said:#?}");
    assert!(!said.iter().any(|line| line.starts_with("etp.historique")), "nobody could take it over");
    assert!(said.iter().any(|line| line == "rh.temps_hebdo = 26.00"), "{said:#?}");
}

#[test]
fn what_was_worked_out_and_what_was_given_say_which_bilan_and_when() {
    let (opening, submission) = sent(MAY, CLOSED);
    let [bilan, demand] = [BILAN, DEMAND].map(|trame| read_trame(trame).expect("a right trame"));
    let sent = Sent { opening: &opening, submission: &submission, trame: &bilan };
    let (heard, today) = (Heard::default(), Date::constant(2026, 6, 1));
    let demand = OpenDemand { year: 2026, trame: &demand, heard: &heard, today };
    let told = said_by_bilan(sent, &bilan, demand, &|text, _| text.to_owned());
    let origin = |path: &str| {
        told.iter().find(|told| told.path.as_str() == path).map(|told| told.known.origin.clone())
    };
    let given = Origin::given("bilan ACI 2025", Date::constant(2026, 5, 4));
    assert_eq!(origin("rh.insertion"), Some(given));
    let worked = Origin::of_own("bilan ACI 2025, transmis le 04/05/2026", "20 personnes sur 36".to_owned());
    assert_eq!(origin("objectifs.publics[femmes].part"), Some(worked));
    assert!(told.iter().all(|told| told.known.origin.source() == Some(Source::Previous)));
}

fn tell(path: &str, value: &str, doubt: Option<&str>) -> Told {
    let origin = Origin::given("ACI 2026", CLOSED);
    let value = if path.ends_with(']') { Value::Row(ROW_GAP) } else { text(value) };
    Told { path: key(path), known: Known { value, origin }, doubt: doubt.map(str::to_owned) }
}

#[test]
fn the_first_that_says_something_is_believed_and_a_table_has_the_rows_of_one() {
    let demand = read_trame(DEMAND).expect("a right trame");
    let last = vec![
        tell("rh.temps_hebdo", "26", None),
        tell("rh.insertion", "36", Some("de 2025")),
        tell("accompagnement.partenaires[p2]", "", None),
        tell("accompagnement.partenaires[p2].nom", "CCAS", None),
        tell("etp.historique[n1].realises", "1", None),
    ];
    let before = vec![
        tell("rh.temps_hebdo", "30", None),
        tell("rh.insertion", "34", None),
        tell("rh.insertion_etp", "9", None),
        tell("accompagnement.partenaires[p1]", "", None),
        tell("accompagnement.partenaires[p1].nom", "Mairie", None),
        tell("etp.historique[n2].realises", "2", None),
    ];
    let said: Vec<String> = in_turn(vec![last, before], &demand).iter().map(shown).collect();
    assert_eq!(
        said,
        [
            "rh.temps_hebdo = 26",
            "rh.insertion = 34",
            "accompagnement.partenaires[p2] = ligne 1",
            "accompagnement.partenaires[p2].nom = CCAS",
            "etp.historique[n1].realises = 1",
            "rh.insertion_etp = 9",
            "etp.historique[n2].realises = 2",
        ],
        "what is sure before what is in doubt; lines that are fixed are filled by each"
    );
}

#[test]
fn a_bilan_takes_the_words_of_the_one_before_and_asks_about_what_was_done() {
    let proposal = |path: &str| {
        let Told { path, known, .. } = tell(path, "x", None);
        (path, known)
    };
    let filling = ["accompagnement.parcours", "accompagnement.partenaires[p1]"].map(proposal).to_vec();
    let said = LastYear { filling, ..LastYear::default() };
    let told: Vec<String> = said_to_next_bilan(2025, said, &Heard::default()).iter().map(shown).collect();
    assert_eq!(
        told,
        [
            "accompagnement.parcours = x",
            "accompagnement.partenaires[p1] = ligne 1 (de 2025, et non de l’année du bilan)",
        ]
    );
}

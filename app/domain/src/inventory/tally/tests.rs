//! Small stories of what sources said and of what was sent.

use form::{Context, Date, Parameters, trame::read_trame};

use super::*;
use crate::{
    PersonId, StructureId, Timestamp,
    dossier::{
        Actor, Body, Event, Known, Origin, Snapshot,
        heard::{Heard, Told},
    },
    inventory::{Sums, contests},
    source::Source,
    testing::opening,
};

const TRAME: &str = r#"
key = "essai"
version = 1
title = "Essai"

[[step]]
key = "un"
title = "Un"

[[step.field]]
key = "structure.siret"
label = "SIRET"
type = "siret"

[[step.field]]
key = "structure.telephone"
label = "Téléphone"
type = "phone"

[[step.field]]
key = "structure.corresp"
label = "Ailleurs ?"
type = "boolean"

[[step.field]]
key = "structure.voie"
label = "Voie"
type = "text"
visible = "structure.corresp"

[[step.field]]
key = "structure.triple"
label = "Triple"
type = "integer"
computed = "3"

[[step.field]]
key = "activites.liste"
label = "Activités"
type = "table"
row = "Activité"
add = "Ajouter une activité"

[[step.field.column]]
key = "nom"
label = "Nom"
type = "text"

[[step.field.column]]
key = "rome"
label = "Métier"
type = "text"
"#;

fn path(key: &str) -> Path {
    key.parse().expect("a key")
}

fn value(key: &str, text: &str) -> Value {
    match text {
        "oui" => Value::Boolean(true),
        "non" => Value::Boolean(false),
        _ if key.ends_with(']') => Value::Row(1_000),
        text => Value::Text(text.to_owned()),
    }
}

/// What is sent, what each source says, what is contested; as one log.
struct Story {
    events: Vec<Event>,
}

impl Story {
    fn new() -> Self {
        let mut story = Self { events: Vec::new() };
        story.add(Actor::Application, Body::Opened(Box::new(opening(StructureId::of_asp(1), &["29"]))));
        story
    }

    fn add(&mut self, actor: Actor, body: Body) {
        let seq = u64::try_from(self.events.len()).expect("few events") + 1;
        let at = Timestamp::from_second(1_800_000_000).expect("an instant");
        self.events.push(Event { seq, at, actor, stamp: None, body });
    }

    fn says(mut self, source: Source, values: &[(&str, &str)]) -> Self {
        let told = values.iter().map(|(key, text)| {
            let origin = Origin::Prefilled {
                source: source.name().to_owned(),
                record: "fiche 7".to_owned(),
                column: "structure_colonne".to_owned(),
                as_of: Date::constant(2026, 11, 16),
                original: text.to_uppercase(),
            };
            Told { path: path(key), known: Known { value: value(key, text), origin }, doubt: None }
        });
        let (told, findings, believed) = (told.collect(), Vec::new(), Vec::new());
        let as_of = Date::constant(2026, 11, 16);
        self.add(Actor::Application, Body::SourceTold { source, as_of, told, findings, believed });
        self
    }

    /// What a source says in doubt: it is proposed, and fills nothing.
    fn doubts(self, source: Source, values: &[(&str, &str)]) -> Self {
        let mut story = self.says(source, values);
        let Some(Event { body: Body::SourceTold { told, .. }, .. }) = story.events.last_mut() else {
            panic!("it was just told")
        };
        for told in told {
            told.doubt = Some("de quelques annexes seulement".to_owned());
        }
        story
    }

    fn tells(mut self, source: Source, key: &str, origin: Origin, as_of: Date) -> Self {
        let known = Known { value: value(key, "0298000001"), origin };
        let told = vec![Told { path: path(key), known, doubt: None }];
        let (findings, believed) = (Vec::new(), Vec::new());
        self.add(Actor::Application, Body::SourceTold { source, as_of, told, findings, believed });
        self
    }

    fn contests(mut self, key: &str, source: Source, text: &str) -> Self {
        let text = Some(text.to_owned());
        let person = Actor::Person(PersonId(uuid::Uuid::from_u128(7)));
        self.add(person, Body::ValueContested { path: path(key), source, text });
        self
    }

    /// Sends the answers; what is counted in them.
    fn sent(mut self, answers: &[(&str, &str)]) -> (Tally, Vec<super::super::Contest>) {
        let program = Program::compile(read_trame(TRAME).expect("a right trame")).expect("no cycle");
        let values: Answers = answers.iter().map(|(key, text)| (path(key), value(key, text))).collect();
        let context = Context {
            today: Date::constant(2026, 11, 26),
            facts: form::Map::new(),
            previous: Answers::default(),
            sources: Answers::default(),
            parameters: Parameters(Vec::new()),
        };
        let evaluation = program.evaluate(&values, &context);
        let counted = program.counted(&evaluation);
        let snapshot = Snapshot::fold(&self.events).expect("a log");
        let heard = Heard::of(&self.events);
        let tally = Tally::of(&program, &evaluation, (&counted, Effort::default()), &heard);
        let opening = &snapshot.opening;
        let id = crate::dossier::DossierId(uuid::Uuid::nil());
        let reference = crate::dossier::Reference::of(id, 2027, &opening.departement, opening.kind);
        let parameters = Parameters(Vec::new());
        self.add(
            Actor::Application,
            Body::Submitted { version: 1, reference, counted, parameters, findings: 0 },
        );
        let snapshot = Snapshot::fold(&self.events).expect("a log");
        let said = contests(program.trame(), &snapshot, &heard);
        (tally, said)
    }
}

/// Came, kept, contested, typed.
fn counts(tally: &Tally, key: &str) -> Option<[u32; 4]> {
    tally.data.get(key).map(|counts| [counts.came, counts.kept, counts.contested, counts.typed])
}

const PHONE: &str = "structure.telephone";

#[test]
fn an_answer_is_kept_corrected_or_typed() {
    let asp = |text| Story::new().says(Source::Asp, &[(PHONE, text)]);
    for (what, story, sent, expected) in [
        ("as the source gave it", asp("0298000001"), &[(PHONE, "0298000001")][..], [1, 1, 0, 0]),
        ("otherwise", asp("0298000001"), &[(PHONE, "0298112233")], [1, 0, 0, 0]),
        ("left blank", asp("0298000001"), &[], [1, 0, 0, 0]),
        ("nobody gave it", Story::new(), &[(PHONE, "0298112233")], [0, 0, 0, 1]),
        ("nobody gave it, left blank", Story::new(), &[], [0, 0, 0, 0]),
        (
            "as one of two sources gave it",
            asp("0298000001").says(Source::Emplois, &[(PHONE, "0298112233")]),
            &[(PHONE, "0298112233")],
            [1, 1, 0, 0],
        ),
        (
            "contested and corrected",
            asp("0298000001").contests(PHONE, Source::Asp, "Ligne coupée."),
            &[(PHONE, "0298112233")],
            [1, 0, 1, 0],
        ),
        (
            "contested, and sent all the same",
            asp("0298000001").contests(PHONE, Source::Asp, "Ligne coupée."),
            &[(PHONE, "0298000001")],
            [1, 1, 1, 0],
        ),
    ] {
        assert_eq!(counts(&story.sent(sent).0, PHONE), Some(expected), "{what}");
    }
}

#[test]
fn what_is_proposed_came_is_contested_as_the_rest_and_corrects_nothing() {
    let asp = || Story::new().doubts(Source::Asp, &[(PHONE, "0298000001")]);
    let contested = || asp().contests(PHONE, Source::Asp, "Ligne coupée.");
    for (what, story, sent, expected) in [
        ("taken over", asp(), &[(PHONE, "0298000001")][..], "1 1 0 0 0 asp_structure 1 1 0 0"),
        ("left for another", asp(), &[(PHONE, "0298112233")], "1 0 0 0 1 asp_structure 1 0 0 1"),
        ("left blank", asp(), &[], "1 0 0 0 1 asp_structure 1 0 0 1"),
        ("contested", contested(), &[(PHONE, "0298112233")], "1 0 1 0 1 asp_structure 1 0 1 1"),
        (
            "beside a sure one that is corrected",
            asp().says(Source::Emplois, &[(PHONE, "0298000002")]),
            &[(PHONE, "0298112233")],
            "1 0 0 0 0 asp_structure 1 0 0 1 emplois 1 0 0 0",
        ),
        (
            "beside a sure one that is kept",
            asp().says(Source::Emplois, &[(PHONE, "0298112233")]),
            &[(PHONE, "0298112233")],
            "1 1 0 0 0 asp_structure 1 0 0 1 emplois 1 1 0 0",
        ),
    ] {
        let written = story.sent(sent).0.written();
        let line = written.lines().find_map(|line| line.strip_prefix(&format!("{PHONE} ")));
        assert_eq!(line, Some(expected), "{what}");
    }
}

#[test]
fn each_supply_answers_for_its_own_value() {
    let story = Story::new()
        .says(Source::Asp, &[(PHONE, "0298000001")])
        .says(Source::Emplois, &[(PHONE, "0298112233")])
        .contests(PHONE, Source::Asp, "Ligne coupée.");
    let (tally, _) = story.sent(&[(PHONE, "0298112233")]);
    assert_eq!(
        tally.written().lines().find(|line| line.starts_with(PHONE)),
        Some("structure.telephone 1 1 1 0 0 asp_structure 1 0 1 0 emplois 1 1 0 0")
    );
}

#[test]
fn only_what_was_asked_counts_and_never_what_is_worked_out() {
    let story = || Story::new().says(Source::Asp, &[("structure.voie", "Rue de l’Odet")]);
    let (hidden, _) = story().sent(&[("structure.corresp", "non")]);
    assert_eq!(counts(&hidden, "structure.voie"), None);
    let (shown, _) = story().sent(&[("structure.corresp", "oui"), ("structure.voie", "Rue de l’Odet")]);
    assert_eq!(counts(&shown, "structure.voie"), Some([1, 1, 0, 0]));
    assert_eq!(counts(&shown, "structure.triple"), None);
    assert_eq!(counts(&shown, "activites.liste"), None, "a table is its columns");
}

#[test]
fn a_column_counts_row_by_row_and_a_row_not_taken_over_too() {
    let rows = [
        ("activites.liste[a]", "ligne"),
        ("activites.liste[a].nom", "Maraîchage"),
        ("activites.liste[b]", "ligne"),
        ("activites.liste[b].nom", "Espaces verts"),
    ];
    let sent = [
        ("activites.liste[a]", "ligne"),
        ("activites.liste[a].nom", "Maraîchage"),
        ("activites.liste[r1]", "ligne"),
        ("activites.liste[r1].nom", "Recyclerie"),
    ];
    let (tally, _) = Story::new().says(Source::Emplois, &rows).sent(&sent);
    assert_eq!(counts(&tally, "activites.liste.nom"), Some([2, 1, 0, 1]));
    assert_eq!(counts(&tally, "activites.liste.rome"), Some([0, 0, 0, 0]), "asked, and left blank");
}

#[test]
fn what_is_written_is_added_up_again() {
    let story = Story::new().says(Source::Asp, &[(PHONE, "0298000001")]);
    let (tally, _) = story.sent(&[(PHONE, "0298000001"), ("structure.siret", "90000000100017")]);
    let mut sums = Sums::default();
    sums.add(&tally.written()).expect("of this version");
    assert_eq!(sums.of(PHONE).kept().percent(), Some(form::Decimal::ONE_HUNDRED));
    assert_eq!(sums.of("structure.siret").typed().percent(), Some(form::Decimal::ONE_HUNDRED));
    assert_eq!(sums.supplies[&Supply::AspStructure].covered, 1);
}

#[test]
fn the_last_day_that_each_supply_spoke_of_is_written_and_kept() {
    let derived = |from: &str| Origin::Derived { from: from.to_owned(), how: String::new() };
    let given = Origin::given("ACI 2026", Date::constant(2025, 12, 1));
    let story = Story::new()
        .says(Source::Asp, &[(PHONE, "0298000001")])
        .tells(Source::Previous, PHONE, given, Date::constant(2025, 12, 3))
        .tells(Source::Sirene, PHONE, derived("le répertoire"), Date::constant(2026, 11, 26));
    let (tally, _) = story.sent(&[]);
    let first = "= asp_structure 2026-11-16 sirene 2026-11-26 dossier_precedent 2025-12-01";
    assert_eq!(tally.written().lines().next(), Some(first), "the value's own day before the source's");
    let mut sums = Sums::default();
    sums.add(&tally.written()).expect("of this version");
    assert_eq!(sums.read, tally.read);
    let calendar = Story::new().tells(
        Source::Asp,
        PHONE,
        derived("l’année de la campagne"),
        Date::constant(2026, 11, 16),
    );
    assert_eq!(calendar.sent(&[]).0.read, BTreeMap::new(), "a calendar has no day");
    let (nothing, _) = Story::new().sent(&[]);
    assert!(!nothing.written().contains('='));
}

#[test]
fn a_contest_tells_its_producer_where_and_what_and_not_who() {
    let story = Story::new().says(Source::Asp, &[(PHONE, "0298000001")]).contests(
        PHONE,
        Source::Asp,
        "Ligne coupée.",
    );
    let (_, said) = story.sent(&[("structure.siret", "90000000100017"), (PHONE, "0298112233")]);
    let [contest] = said.as_slice() else { panic!("one contest: {said:?}") };
    assert_eq!((contest.siret.as_str(), contest.label.as_str()), ("90000000100017", "Téléphone"));
    assert_eq!((contest.source(), contest.producer()), ("ASP, vue fluxIAE_Structure", "asp"));
    assert_eq!((contest.record.as_str(), contest.column.as_str()), ("fiche 7", "structure_colonne"));
    assert_eq!(contest.shown.replace('\u{a0}', " "), "02 98 00 00 01", "as people read it too");
    assert_eq!((contest.said.as_str(), contest.text.as_str()), ("0298000001", "Ligne coupée."));
    assert_eq!(contest.as_of, Some(Date::constant(2026, 11, 16)));
    assert_eq!(
        contest.sent.as_deref().map(|sent| sent.replace('\u{a0}', " ")).as_deref(),
        Some("02 98 11 22 33")
    );
    let told = serde_json::to_string(contest).expect("plain data");
    assert!(!told.contains("00000000-0000-0000-0000-000000000007"), "nobody is named");
}

//! Putting sources together: nothing that a person wrote is lost, and the order of arrival changes nothing.

use std::collections::BTreeMap;

use domain::{
    Departement, Kind, PersonId, StructureId, Timestamp,
    dossier::{
        About, Actor, Body, Event, Known, Opening, Origin, Snapshot, TrameRef,
        heard::{Heard, Told},
    },
    prefill::{Merged, believed, differing, merge, ranked},
    source::Source,
};
use form::{Date, Path, Trame, Value, trame::read_trame};
use proptest::prelude::*;

const KEYS: [&str; 5] =
    ["structure.denomination", "structure.telephone", "etp.demandes", "rh.insertion", "projet.presentation"];

fn trame() -> Trame {
    let field = |key: &str| format!("[[step.field]]\nkey = '{key}'\nlabel = '{key}'\ntype = 'text'\n");
    let fields: String = KEYS.iter().map(|key| field(key)).collect();
    let text =
        format!("key = 'essai'\nversion = 1\ntitle = 'Essai'\n[[step]]\nkey = 'un'\ntitle = 'Un'\n{fields}");
    read_trame(&text).expect("a right trame")
}

fn path(key: &str) -> Path {
    key.parse().expect("a key")
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn told(source: Source, key: &str, value: &str, doubt: Option<&str>) -> Told {
    let origin = Origin::Prefilled {
        source: source.name().to_owned(),
        record: "fiche".to_owned(),
        column: key.to_owned(),
        as_of: Date::constant(2026, 11, 16),
        original: value.to_owned(),
    };
    let known = Known { value: text(value), origin };
    Told { path: path(key), known, doubt: doubt.map(str::to_owned) }
}

/// A dossier and its log.
struct Desk {
    trame: Trame,
    log: Vec<Event>,
    snapshot: Snapshot,
}

impl Desk {
    fn new() -> Self {
        let departement = Departement::parse("29").expect("a département");
        let opening = Opening {
            about: About::Demand,
            structure: StructureId::of_asp(1),
            structure_name: "Essai".to_owned(),
            kind: Kind::Aci,
            year: 2027,
            departement: departement.clone(),
            territories: vec![departement],
            deadline: Date::constant(2026, 12, 15),
            trame: TrameRef::national("essai", 1),
            facts: form::Map::new(),
            previous_year: None,
            previous: Vec::new(),
        };
        let body = Body::Opened(Box::new(opening));
        let at = Timestamp::from_second(1_800_000_000).expect("an instant");
        let log = vec![Event { seq: 1, at, actor: Actor::Application, stamp: None, body }];
        let snapshot = Snapshot::fold(&log).expect("a log");
        Self { trame: trame(), log, snapshot }
    }

    fn write(&mut self, actor: Actor, body: Body) {
        let event = Event { seq: self.snapshot.seq + 1, at: self.snapshot.at, actor, stamp: None, body };
        self.snapshot.apply(&event).expect("numbers follow");
        self.log.push(event);
    }

    /// A source speaks, and what it says is put together with the rest.
    fn hear(&mut self, source: Source, told: Vec<Told>) -> Merged {
        let mut heard = Heard::of(&self.log);
        let (seq, at) = (self.snapshot.seq + 1, self.snapshot.at);
        let as_of = Date::constant(2026, 11, 16);
        let body =
            |believed| Body::SourceTold { source, as_of, told: told.clone(), findings: Vec::new(), believed };
        heard.apply(&Event { seq, at, actor: Actor::Application, stamp: None, body: body(Vec::new()) });
        let merged = merge(&heard, &self.snapshot, &self.trame);
        self.write(Actor::Application, body(merged.believed.clone()));
        for (path, known) in merged.written.clone() {
            let base = self.snapshot.version(&path);
            let body =
                Body::AnswerSet { path, value: Some(known.value), base, origin: known.origin, deposit: None };
            self.write(Actor::Application, body);
        }
        merged
    }

    fn types(&mut self, key: &str, value: Option<&str>) {
        let path = path(key);
        let base = self.snapshot.version(&path);
        let body =
            Body::AnswerSet { path, value: value.map(text), base, origin: Origin::Typed, deposit: None };
        self.write(person(), body);
    }

    fn value(&self, key: &str) -> Option<&Value> {
        self.snapshot.value(&path(key))
    }

    fn contest(&mut self, key: &str, source: Source, text: Option<&str>) {
        let body = Body::ValueContested { path: path(key), source, text: text.map(str::to_owned) };
        self.write(person(), body);
    }
}

fn person() -> Actor {
    Actor::Person(PersonId(uuid::Uuid::from_u128(7)))
}

#[test]
fn each_family_believes_its_own_source_first() {
    for (key, first, second) in [
        ("structure.denomination", Source::Sirene, Source::Asp),
        ("structure.telephone", Source::Emplois, Source::Asp),
        ("etp.demandes", Source::Asp, Source::AspMonthly),
        ("etp.demandes", Source::AspMonthly, Source::Pilotage),
        ("etp.demandes", Source::Dgefp, Source::Previous),
        ("rh.insertion", Source::AspYearly, Source::AspMonthly),
        ("rh.insertion", Source::AspMonthly, Source::Asp),
        ("projet.presentation", Source::Previous, Source::Emplois),
    ] {
        for order in [[first, second], [second, first]] {
            let mut desk = Desk::new();
            for source in order {
                desk.hear(source, vec![told(source, key, source.code(), None)]);
            }
            assert_eq!(desk.value(key), Some(&text(first.code())), "{key}, {order:?}");
            let heard = Heard::of(&desk.log);
            let key = path(key);
            let ranked: Vec<Source> = ranked(&heard, &key).into_iter().map(|(source, _)| source).collect();
            assert_eq!(ranked, [first, second], "both are kept");
            assert_eq!(differing(&heard, &desk.snapshot, &desk.trame).len(), 1, "and the difference is told");
        }
    }
}

#[test]
fn what_a_person_wrote_cleared_or_confirmed_is_not_written_over() {
    let key = "structure.telephone";
    let newer = |desk: &mut Desk| desk.hear(Source::Emplois, vec![told(Source::Emplois, key, "02", None)]);
    let mut typed = Desk::new();
    typed.types(key, Some("01"));
    let mut cleared = Desk::new();
    cleared.hear(Source::Asp, vec![told(Source::Asp, key, "00", None)]);
    cleared.types(key, None);
    let mut confirmed = Desk::new();
    confirmed.hear(Source::Asp, vec![told(Source::Asp, key, "00", None)]);
    confirmed.write(person(), Body::StepConfirmed { step: "un".to_owned() });
    for (desk, stands) in [(&mut typed, Some("01")), (&mut cleared, None), (&mut confirmed, Some("00"))] {
        assert_eq!(newer(desk).written, []);
        assert_eq!(desk.value(key), stands.map(text).as_ref());
        let known = &desk.snapshot.sources.get(&path(key)).expect("a source spoke").value;
        assert_eq!(known, &text("02"), "and what is newer is offered");
    }
    let mut untouched = Desk::new();
    untouched.hear(Source::Asp, vec![told(Source::Asp, key, "00", None)]);
    assert_eq!(newer(&mut untouched).written.len(), 1, "nobody had looked at it");
}

#[test]
fn a_doubtful_value_is_shown_and_fills_nothing() {
    let mut desk = Desk::new();
    let doubt = "compte tous les établissements de la personne morale";
    desk.hear(Source::Sirene, vec![told(Source::Sirene, "structure.denomination", "Groupe", Some(doubt))]);
    assert_eq!(desk.value("structure.denomination"), None);
    desk.hear(Source::Asp, vec![told(Source::Asp, "structure.denomination", "Atelier", None)]);
    assert_eq!(desk.value("structure.denomination"), Some(&text("Atelier")), "sure before doubtful");
    assert_eq!(Heard::of(&desk.log).values(&path("structure.denomination")).count(), 2);
}

#[test]
fn what_is_contested_comes_last_until_it_is_taken_back() {
    let key = "structure.denomination";
    let mut desk = Desk::new();
    desk.hear(Source::Sirene, vec![told(Source::Sirene, key, "Ancien nom", None)]);
    desk.contest(key, Source::Sirene, Some("Nous avons changé de nom."));
    desk.hear(Source::Asp, vec![told(Source::Asp, key, "Nouveau nom", None)]);
    assert_eq!(desk.value(key), Some(&text("Nouveau nom")));
    let heard = Heard::of(&desk.log);
    let contest = &heard.contested[&(path(key), Source::Sirene)];
    assert_eq!(
        contest.known.as_ref().map(|known| &known.value),
        Some(&text("Ancien nom")),
        "what it said then"
    );
    desk.contest(key, Source::Sirene, None);
    let heard = Heard::of(&desk.log);
    assert_eq!(believed(&heard, &path(key)).map(|known| &known.value), Some(&text("Ancien nom")));
}

#[test]
fn a_field_that_the_form_has_not_is_left() {
    let mut desk = Desk::new();
    assert_eq!(desk.hear(Source::Asp, vec![told(Source::Asp, "autre.chose", "x", None)]), Merged::default());
}

/// The sources whose value of a datum that differs waits for a decision, and those that bring news.
fn standing(desk: &Desk, key: &str) -> (Vec<Source>, Vec<Source>) {
    let found = differing(&Heard::of(&desk.log), &desk.snapshot, &desk.trame);
    let datum = found.into_iter().find(|datum| datum.path == path(key)).expect("it differs");
    let news = datum.waiting.iter().copied().filter(|source| datum.is_news(*source)).collect();
    (datum.waiting, news)
}

#[test]
fn what_differs_waits_until_a_person_decides_and_is_reopened_by_what_is_newer() {
    use Source::{Asp, Emplois};
    let key = "structure.telephone";
    let says = |desk: &mut Desk, source, value| desk.hear(source, vec![told(source, key, value, None)]);
    let mut desk = Desk::new();
    says(&mut desk, Asp, "00");
    says(&mut desk, Emplois, "02");
    assert_eq!(desk.value(key), Some(&text("02")));
    assert_eq!(standing(&desk, key), (vec![Asp], vec![]), "nobody looked: it waits, and is no news");
    let confirmed = Body::StepConfirmed { step: "un".to_owned() };
    for (act, decided) in [
        (Body::ValueContested { path: path(key), source: Asp, text: Some("Faux.".to_owned()) }, vec![]),
        (Body::ValueContested { path: path(key), source: Asp, text: None }, vec![Asp]),
        (confirmed, vec![]),
    ] {
        desk.write(person(), act.clone());
        assert_eq!(standing(&desk, key).0, decided, "{act:?}");
    }
    desk.types(key, Some("02"));
    assert_eq!(standing(&desk, key).0, [], "kept");
    // The same said again is no news; another value is, from any source.
    says(&mut desk, Asp, "00");
    assert_eq!(standing(&desk, key).0, []);
    says(&mut desk, Asp, "03");
    assert_eq!(standing(&desk, key), (vec![Asp], vec![Asp]));
    desk.contest(key, Asp, Some("Faux aussi."));
    assert_eq!(standing(&desk, key).0, []);
    says(&mut desk, Asp, "04");
    assert_eq!(standing(&desk, key).0, [Asp], "what was contested was another value");
    desk.types(key, Some("05"));
    says(&mut desk, Emplois, "06");
    assert_eq!(standing(&desk, key), (vec![Emplois], vec![Emplois]));
    desk.types(key, None);
    assert_eq!(standing(&desk, key).0, [], "to want no answer is a decision");
    desk.hear(Emplois, vec![told(Emplois, key, "07", Some("périmètre"))]);
    assert_eq!(standing(&desk, key), (vec![Emplois], vec![]), "what is doubtful waits, and is no news");
}

#[test]
fn what_the_application_wrote_since_a_confirmation_was_confirmed_by_nobody() {
    let key = "structure.telephone";
    let mut desk = Desk::new();
    desk.write(person(), Body::StepConfirmed { step: "un".to_owned() });
    for (source, value) in [(Source::Asp, "00"), (Source::Emplois, "02")] {
        desk.hear(source, vec![told(source, key, value, None)]);
    }
    assert_eq!(standing(&desk, key), (vec![Source::Asp], vec![]));
}

#[derive(Clone, Debug)]
enum Step {
    Hears(Source, Vec<(usize, u8, bool)>),
    Types(usize, Option<u8>),
    Confirms,
    Contests(usize, Source, bool),
}

fn any_step() -> impl Strategy<Value = Step> {
    let source = prop::sample::select(Source::ALL.to_vec());
    let key = 0..KEYS.len();
    let said = prop::collection::vec((key.clone(), 0..3_u8, prop::bool::weighted(0.2)), 0..4);
    prop_oneof![
        4 => (source.clone(), said).prop_map(|(source, said)| Step::Hears(source, said)),
        2 => (key.clone(), prop::option::of(0..3_u8)).prop_map(|(key, value)| Step::Types(key, value)),
        1 => Just(Step::Confirms),
        1 => (key, source, any::<bool>()).prop_map(|(key, source, on)| Step::Contests(key, source, on)),
    ]
}

fn all(source: Source, said: &[(usize, u8, bool)]) -> Vec<Told> {
    let one = |(key, value, doubt): &(usize, u8, bool)| {
        told(source, KEYS[*key], &value.to_string(), doubt.then_some("périmètre"))
    };
    said.iter().map(one).collect()
}

proptest! {
    /// What a person wrote last stands, whatever the sources say afterwards; and saying it again changes nothing.
    #[test]
    fn nothing_that_a_person_wrote_is_lost(steps in prop::collection::vec(any_step(), 1..30)) {
        let mut desk = Desk::new();
        let mut theirs: BTreeMap<usize, Option<Value>> = BTreeMap::new();
        for step in &steps {
            match step {
                Step::Hears(source, said) => {
                    desk.hear(*source, all(*source, said));
                    let again = desk.hear(*source, all(*source, said));
                    prop_assert_eq!(again, Merged::default(), "said twice");
                }
                Step::Types(key, value) => {
                    let value = value.map(|value| value.to_string());
                    desk.types(KEYS[*key], value.as_deref());
                    theirs.insert(*key, value.as_deref().map(text));
                }
                Step::Confirms => desk.write(person(), Body::StepConfirmed { step: "un".to_owned() }),
                Step::Contests(key, source, on) => {
                    desk.contest(KEYS[*key], *source, on.then_some("faux"));
                }
            }
            for (key, value) in &theirs {
                prop_assert_eq!(desk.value(KEYS[*key]), value.as_ref());
            }
        }
        prop_assert_eq!(Snapshot::fold(&desk.log), Ok(desk.snapshot));
    }

    /// Who spoke first does not matter: the same said in any order fills the same.
    #[test]
    fn the_order_of_arrival_changes_nothing(
        said in prop::collection::vec(
            prop::collection::vec((0..KEYS.len(), 0..3_u8, any::<bool>()), 0..4),
            Source::ALL.len(),
        ),
        order in Just((0..Source::ALL.len()).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let filled = |order: &[usize]| {
            let mut desk = Desk::new();
            for place in order {
                let source = Source::ALL[*place];
                // A source says one thing of a datum.
                let mut once = said[*place].clone();
                once.sort_by_key(|(key, ..)| *key);
                once.dedup_by_key(|(key, ..)| *key);
                desk.hear(source, all(source, &once));
            }
            KEYS.map(|key| desk.value(key).cloned())
        };
        prop_assert_eq!(filled(&(0..Source::ALL.len()).collect::<Vec<_>>()), filled(&order));
    }
}

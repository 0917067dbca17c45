//! A dossier that sources fill, and its log.

use domain::{
    Departement, Kind, PersonId, StructureId, Timestamp,
    dossier::{
        About, Actor, Body, Event, Known, Opening, Origin, Snapshot, TrameRef,
        heard::{Heard, Told},
    },
    prefill::{Merged, merge},
    source::Source,
};
use form::{Date, Path, Trame, Value, trame::read_trame};

pub const KEYS: [&str; 5] =
    ["structure.denomination", "structure.telephone", "etp.demandes", "rh.insertion", "projet.presentation"];

/// A table that grows, where each source may let rows stand; a document.
const OTHERS: &str = r"
[[step.field]]
key = 'activites.chantiers'
label = 'Chantiers'
type = 'table'
row = 'Chantier'
add = 'Ajouter'
[[step.field.column]]
key = 'nom'
label = 'Nom'
type = 'text'
[[step.field.column]]
key = 'lieu'
label = 'Lieu'
type = 'text'
[[step.field]]
key = 'pieces.rib'
label = 'RIB'
type = 'files'
valid_months = 12
";

pub fn trame() -> Trame {
    let field = |key: &str| format!("[[step.field]]\nkey = '{key}'\nlabel = '{key}'\ntype = 'text'\n");
    let fields: String = KEYS.iter().map(|key| field(key)).collect();
    let text = format!(
        "key = 'essai'\nversion = 1\ntitle = 'Essai'\n[[step]]\nkey = 'un'\ntitle = 'Un'\n{fields}{OTHERS}"
    );
    read_trame(&text).expect("a right trame")
}

pub fn path(key: &str) -> Path {
    key.parse().expect("a key")
}

pub fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub fn told(source: Source, key: &str, value: &str, doubt: Option<&str>) -> Told {
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

/// A row of the table with its name, as a source says both.
pub fn told_row(source: Source, row: &str, name: &str, doubt: Option<&str>) -> [Told; 2] {
    let row = format!("activites.chantiers[{row}]");
    let cell = told(source, &format!("{row}.nom"), name, doubt);
    let known = Known { value: Value::Row(1), ..cell.known.clone() };
    [Told { path: path(&row), known, doubt: cell.doubt.clone() }, cell]
}

/// A dossier and its log.
pub struct Desk {
    pub trame: Trame,
    pub log: Vec<Event>,
    pub snapshot: Snapshot,
}

impl Desk {
    pub fn new() -> Self {
        Self::on(trame())
    }

    /// A dossier of a form.
    pub fn on(trame: Trame) -> Self {
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
        Self { trame, log, snapshot }
    }

    pub fn write(&mut self, actor: Actor, body: Body) {
        let event = Event { seq: self.snapshot.seq + 1, at: self.snapshot.at, actor, stamp: None, body };
        self.snapshot.apply(&event).expect("numbers follow");
        self.log.push(event);
    }

    /// A source speaks, and what it says is put together with the rest.
    pub fn hear(&mut self, source: Source, told: Vec<Told>) -> Merged {
        let mut heard = Heard::of(&self.log);
        let (seq, at) = (self.snapshot.seq + 1, self.snapshot.at);
        let as_of = Date::constant(2026, 11, 16);
        let body =
            |believed| Body::SourceTold { source, as_of, told: told.clone(), findings: Vec::new(), believed };
        heard.apply(&Event { seq, at, actor: Actor::Application, stamp: None, body: body(Vec::new()) });
        let merged = merge(&heard, &self.snapshot, &self.trame);
        self.write(Actor::Application, body(merged.believed.clone()));
        let written = merged.written.iter().map(|(path, known)| (path, Some(&known.value), &known.origin));
        let cleared = merged.cleared.iter().map(|(path, why)| (path, None, why));
        for (path, value, origin) in written.chain(cleared) {
            self.set(Actor::Application, path.as_str(), value.cloned(), origin.clone());
        }
        merged
    }

    pub fn types(&mut self, key: &str, value: Option<&str>) {
        self.set(person(), key, value.map(text), Origin::Typed);
    }

    pub fn set(&mut self, actor: Actor, key: &str, value: Option<Value>, origin: Origin) {
        let path = path(key);
        let base = self.snapshot.version(&path);
        self.write(actor, Body::AnswerSet { path, value, base, origin, deposit: None });
    }

    pub fn value(&self, key: &str) -> Option<&Value> {
        self.snapshot.value(&path(key))
    }

    pub fn contest(&mut self, key: &str, source: Source, text: Option<&str>) {
        let body = Body::ValueContested { path: path(key), source, text: text.map(str::to_owned) };
        self.write(person(), body);
    }
}

pub fn person() -> Actor {
    Actor::Person(PersonId(uuid::Uuid::from_u128(7)))
}

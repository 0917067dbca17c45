//! A dossier from its opening to what is decided, event by event, with its papers.

use domain::{
    Departement, Kind, PersonId, StructureId, Timestamp,
    dossier::{
        About, Actor, Body, Event, Opening, Origin, Reference, Snapshot, TrameRef,
        procedure::{
            Motive, Move, asked_terms,
            opinion::{Adviser, Given, Stance},
        },
    },
    paper::{Paper, PaperKind, paper, sent_dossier, written_at},
};
use form::{Answers, Context, Date, Map, Parameters, Program, Value, trame::read_trame};

use crate::answers::answers;

/// What is decided.
#[derive(Clone, Copy)]
pub enum Outcome {
    Granted,
    Refused,
}

/// The four papers that dossiers have.
pub fn papers() -> [Paper; 4] {
    let (granted, refused) = (decided(Outcome::Granted), decided(Outcome::Refused));
    let letter = |log: &[Event], kind| {
        let last = written_at(&folded(log), kind).expect("it has happened");
        let then: Vec<Event> = log.iter().filter(|event| event.seq <= last).cloned().collect();
        paper(&folded(&then), kind, (60, &program())).expect("it has happened")
    };
    [
        letter(&granted, PaperKind::Acknowledgement),
        letter(&granted, PaperKind::Convention),
        letter(&refused, PaperKind::Refusal),
        dossier(),
    ]
}

/// The version sent of the same dossier.
pub fn dossier() -> Paper {
    let (program, context) = (program(), context());
    let sent = folded(&events(&program, &context));
    sent_dossier(&sent, &program, &context).expect("it is sent")
}

fn folded(log: &[Event]) -> Snapshot {
    Snapshot::fold(log).expect("a log")
}

fn program() -> Program {
    let text = include_str!("../../../trames/dossier-2.toml");
    Program::compile(read_trame(text).expect("a right trame")).expect("it compiles")
}

fn opening() -> Opening {
    let text = |text: &str| Value::Text(text.to_owned());
    let finistere = Departement::parse("29").expect("a département");
    let facts = [
        ("type_siae", text("ACI")),
        ("zone", text("metropole")),
        ("exercice", Value::Integer(2027)),
        ("asp_id", text("1")),
        ("territoires", Value::Integer(1)),
    ];
    Opening {
        about: About::Demand,
        structure: StructureId::of_asp(1),
        structure_name: "Les Jardins de l’Odet".to_owned(),
        kind: Kind::Aci,
        year: 2027,
        departement: finistere.clone(),
        territories: vec![finistere],
        deadline: Date::constant(2026, 12, 15),
        trame: TrameRef::national("dossier", 2),
        facts: facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        previous_year: None,
        previous: Vec::new(),
    }
}

fn context() -> Context {
    let today = Date::constant(2026, 12, 3);
    let mut facts: Map<String, Value> = opening().facts;
    facts.insert("aujourdhui".to_owned(), Value::Date(today));
    let parameters = Parameters::default();
    Context { today, facts, parameters, previous: Answers::default(), sources: Answers::default() }
}

/// What the structure answers itself; the rest is any right answer.
fn own() -> Vec<(&'static str, Value)> {
    let day = |year, month, day| Value::Date(Date::constant(year, month, day));
    let number = |text: &str| Value::Number(text.parse().expect("a number"));
    let text = |text: &str| Value::Text(text.to_owned());
    vec![
        ("structure.denomination", text("Association Les Jardins de l’Odet")),
        ("structure.siret", text("26290411300061")),
        ("structure.adresse.voie", text("12 rue de l’Odet")),
        ("structure.adresse.code_postal", text("29000")),
        ("structure.adresse.commune", text("Quimper")),
        ("gouvernance.representant.nom", text("Camille Le Goff")),
        ("annexe.debut", day(2027, 1, 1)),
        ("annexe.fin", day(2027, 8, 31)),
        ("demande.debut", day(2027, 1, 1)),
        ("demande.fin", day(2029, 12, 31)),
        ("etp.demandes", number("7.95")),
        ("etp.unitaire", number("20642")),
        ("objectifs.dynamiques", number("60")),
    ]
}

/// The log up to the sending.
fn events(program: &Program, context: &Context) -> Vec<Event> {
    let answers = answers(program, context, &own());
    let counted = program.counted(&program.evaluate(&answers, context));
    let prefilled = Origin::Prefilled {
        source: "ASP".to_owned(),
        record: "structure 1".to_owned(),
        column: "structure_denomination".to_owned(),
        as_of: Date::constant(2026, 11, 16),
        original: "ASSOCIATION LES JARDINS DE L'ODET".to_owned(),
    };
    let mut bodies = vec![Body::Opened(Box::new(opening()))];
    bodies.extend(answers.iter().map(|(path, value)| Body::AnswerSet {
        path: path.clone(),
        value: Some(value.clone()),
        base: 0,
        origin: if path.as_str() == "structure.denomination" { prefilled.clone() } else { Origin::Typed },
        deposit: None,
    }));
    bodies.push(Body::Submitted {
        version: 1,
        reference: Reference::read("IAE-2027-29-ACI-7K3M9Q").expect("a reference"),
        counted,
        parameters: Parameters::default(),
        findings: 0,
    });
    dated(1, "2026-12-03T09:00:00Z", bodies)
}

/// Bodies as the events of a day, from a number on.
fn dated(first: u64, at: &str, bodies: Vec<Body>) -> Vec<Event> {
    let at: Timestamp = at.parse().expect("an instant");
    let actor = Actor::Person(PersonId(uuid::Uuid::nil()));
    (first..).zip(bodies).map(|(seq, body)| Event { seq, at, actor, stamp: None, body }).collect()
}

/// The dossier acknowledged, advised and decided; what counts in it is what the structure said itself.
fn decided(outcome: Outcome) -> Vec<Event> {
    let mut log = events(&program(), &context());
    for event in &mut log {
        if let Body::Submitted { counted, .. } = &mut event.body {
            *counted = own().into_iter().map(|(key, value)| (key.parse().expect("a key"), value)).collect();
        }
    }
    let sent = folded(&log);
    let given = Given {
        stance: Stance::Favourable,
        on: Date::constant(2026, 12, 9),
        text: String::new(),
        confidential: false,
    };
    let bodies = vec![
        Body::Moved(Box::new(Move::Acknowledged { version: 1 })),
        Body::Moved(Box::new(Move::OpinionGiven { of: Adviser::Commission, asked: None, given })),
        decision(&sent, outcome),
    ];
    log.extend(dated(sent.seq + 1, "2026-12-10T09:00:00Z", bodies));
    log
}

fn decision(snapshot: &Snapshot, outcome: Outcome) -> Body {
    match outcome {
        Outcome::Granted => {
            let mut terms = asked_terms(snapshot).expect("it is asked");
            terms.annexes[0].modulation = "5".parse().expect("a share");
            "Sorties au-dessus de l’objectif.".clone_into(&mut terms.notes.results);
            let (motive, terms) = (Some(Motive::Agreed), Some(Box::new(terms)));
            let reason = "Accord du 9 décembre.".to_owned();
            Body::Decided { version: 1, granted: true, motive, reason, terms }
        }
        Outcome::Refused => Body::Decided {
            version: 1,
            granted: false,
            motive: Some(Motive::Project),
            reason: "Le projet ne dit pas comment les personnes sont accompagnées.".to_owned(),
            terms: None,
        },
    }
}

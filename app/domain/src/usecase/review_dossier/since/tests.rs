//! What changed since a look, told from small logs.

use form::{Parameters, trame::read_trame};

use super::*;
use crate::{
    StructureId,
    dossier::{Origin, desk::NoteKind, procedure::Reason},
    testing::opening,
};

const TRAME: &str = r#"
key = "t"
version = 1
title = "T"
[[step]]
key = "un"
title = "Un"
[[step.field]]
key = "a.nom"
label = "Nom"
type = "text"
[[step.field]]
key = "a.liste"
label = "Liste"
type = "table"
row = "Ligne"
add = "Ajouter"
[[step.field.column]]
key = "nom"
label = "Nom"
type = "text"
"#;

const ME: u128 = 1;
const OTHER: u128 = 2;

fn path(text: &str) -> Path {
    Path::parse(text).expect("a key")
}

struct Log(Vec<Event>);

impl Log {
    fn opened() -> Self {
        let mut log = Self(Vec::new());
        log.add(OTHER, Body::Opened(Box::new(opening(StructureId::of_asp(1), &["29"]))));
        log
    }

    fn add(&mut self, by: u128, body: Body) -> Seq {
        let seq = self.0.len() as Seq + 1;
        let at = Timestamp::from_second(1_800_000_000).expect("an instant");
        self.0.push(Event {
            seq,
            at,
            actor: Actor::Person(PersonId(uuid::Uuid::from_u128(by))),
            stamp: None,
            body,
        });
        seq
    }

    fn sends(&mut self, version: u32, answers: &[(&str, &str)]) -> Seq {
        let counted = answers.iter().map(|(key, text)| (path(key), Value::Text((*text).to_owned())));
        self.add(
            OTHER,
            Body::Submitted {
                version,
                reference: Reference::read("IAE-2027-29-ACI-7K3M9Q").expect("a reference"),
                counted: counted.collect(),
                parameters: Parameters::default(),
                findings: 0,
            },
        )
    }

    fn asks(&mut self, by: u128) -> Seq {
        let about = Subject::Question(path("a.nom"));
        self.add(by, Body::CorrectionAsked { about, reason: Reason::Other, text: "Lequel ?".to_owned() })
    }

    fn since(&self, seq: Seq) -> Vec<Changed> {
        let program = Program::compile(read_trame(TRAME).expect("a right trame")).expect("no cycle");
        let snapshot = Snapshot::fold(&self.0).expect("a log");
        let submission = snapshot.submission().expect("sent");
        let look = Look { seq, at: snapshot.at };
        let me = PersonId(uuid::Uuid::from_u128(ME));
        let since = Since::of(&self.0, (&snapshot, submission), &program, look, me);
        since.changes.into_iter().map(|change| change.what).collect()
    }
}

fn answer(key: &str, label: &str, before: Option<&str>, after: Option<&str>) -> Changed {
    Changed::Answer {
        path: path(key),
        label: label.to_owned(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
        documents: false,
    }
}

#[test]
fn what_is_corrected_is_told_once_it_is_sent_with_what_was_said_of_it() {
    let mut log = Log::opened();
    let first = log.sends(1, &[("a.nom", "Odet"), ("a.liste[x].nom", "Haies")]);
    assert_eq!(log.since(first), [], "nothing since");
    let asked = log.asks(ME);
    log.add(
        OTHER,
        Body::AnswerSet {
            path: path("a.nom"),
            value: Some(Value::Text("Aven".to_owned())),
            base: 0,
            origin: Origin::Typed,
            deposit: None,
        },
    );
    let answered = log.add(OTHER, Body::CorrectionAnswered { correction: asked, text: "Aven.".to_owned() });
    assert_eq!(log.since(first), [], "the correction is mine, and the answer not sent");
    let second = log.sends(2, &[("a.nom", "Aven")]);
    let reference = Reference::read("IAE-2027-29-ACI-7K3M9Q").expect("a reference");
    let told = [
        Changed::Sent(2, reference),
        Changed::CorrectionAnswered(asked, "Aven.".to_owned()),
        answer("a.nom", "Nom", Some("Odet"), Some("Aven")),
        answer("a.liste[x].nom", "Liste supprimée\u{a0}: Nom", Some("Haies"), None),
    ];
    assert_eq!(log.since(first), told);
    assert_eq!(log.since(answered), told, "a look after it was written, and before it was sent");
    assert_eq!(log.since(second), []);
}

#[test]
fn what_others_did_is_told_and_what_one_did_oneself_is_not() {
    let mut log = Log::opened();
    let first = log.sends(1, &[]);
    let note = |text: &str| {
        Body::Worked(Box::new(Work::Noted { about: None, kind: NoteKind::Free, text: text.to_owned() }))
    };
    log.add(ME, note("À moi"));
    log.add(OTHER, note("À toi"));
    let opened = Exchange::Opened {
        from: Party::Structure,
        about: None,
        title: "Objet".to_owned(),
        text: "Bonjour".to_owned(),
        files: Vec::new(),
    };
    let thread = log.add(OTHER, Body::Exchanged(Box::new(opened)));
    log.add(OTHER, Body::Exchanged(Box::new(Exchange::Read { from: Party::Structure, thread })));
    log.add(OTHER, Body::Moved(Box::new(Move::Acknowledged { version: 1 })));
    let contested = Body::ValueContested { path: path("a.nom"), source: Source::Asp, text: None };
    log.add(OTHER, contested);
    assert_eq!(
        log.since(first),
        [
            Changed::Noted(None, "À toi".to_owned()),
            Changed::Message(thread, Party::Structure, "Bonjour".to_owned()),
            Changed::Acknowledged,
        ],
        "what is contested after it was sent is not in what is read"
    );
}

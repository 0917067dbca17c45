//! What the service did for itself, folded.

use form::{Parameters, Value, trame::read_trame};

use super::*;
use crate::{
    PersonId, StructureId,
    dossier::{Reference, Snapshot},
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
[[step]]
key = "deux"
title = "Deux"
[[step.field]]
key = "b.nom"
label = "Nom"
type = "text"
"#;

fn path(text: &str) -> Path {
    Path::parse(text).expect("a key")
}

/// A log that goes on.
struct Log(Vec<Event>);

impl Log {
    fn opened() -> Self {
        let mut log = Self(Vec::new());
        log.add(Body::Opened(Box::new(opening(StructureId::of_asp(1), &["29"]))));
        log
    }

    fn add(&mut self, body: Body) -> Seq {
        let seq = self.0.len() as Seq + 1;
        let at = Timestamp::from_second(1_800_000_000).expect("an instant");
        let actor = Actor::Person(PersonId(uuid::Uuid::from_u128(1)));
        self.0.push(Event { seq, at, actor, stamp: None, body });
        seq
    }

    fn works(&mut self, work: Work) -> Seq {
        self.add(Body::Worked(Box::new(work)))
    }

    fn sends(&mut self, version: u32, answers: &[(&str, &str)]) {
        let counted = answers.iter().map(|(key, text)| (path(key), Value::Text((*text).to_owned())));
        self.add(Body::Submitted {
            version,
            reference: Reference::read("IAE-2027-29-ACI-7K3M9Q").expect("a reference"),
            counted: counted.collect(),
            parameters: Parameters::default(),
            findings: 0,
        });
    }

    fn desk(&self) -> Desk {
        Desk::of(&self.0)
    }

    fn is_read(&self, step: &str) -> bool {
        let trame = read_trame(TRAME).expect("a right trame");
        let snapshot = Snapshot::fold(&self.0).expect("a log");
        self.desk().reading(step, &trame, &snapshot.submissions).is_some()
    }
}

#[test]
fn a_section_that_was_read_is_to_be_read_again_once_an_answer_of_it_changes() {
    let mut log = Log::opened();
    let first = [("a.nom", "Odet"), ("a.liste[x].nom", "Un"), ("b.nom", "Aven")];
    log.sends(1, &first);
    assert!(!log.is_read("un"));
    log.works(Work::StepRead { step: "un".to_owned() });
    log.works(Work::StepRead { step: "deux".to_owned() });
    assert!(log.is_read("un") && log.is_read("deux"));
    // What is being corrected is not sent yet.
    log.add(Body::AnswerSet {
        path: path("a.nom"),
        value: None,
        base: 0,
        origin: crate::dossier::Origin::Typed,
        deposit: None,
    });
    assert!(log.is_read("un"));
    log.sends(2, &[("a.nom", "Odet"), ("b.nom", "Laïta")]);
    assert!(!log.is_read("un"), "a row went");
    assert!(!log.is_read("deux"), "an answer changed");
    log.works(Work::StepRead { step: "deux".to_owned() });
    log.sends(3, &[("a.nom", "Odet"), ("b.nom", "Laïta")]);
    assert!(log.is_read("deux"), "another version says the same");
    log.works(Work::StepUnread { step: "deux".to_owned() });
    assert!(!log.is_read("deux"));
    assert!(!log.is_read("trois"), "no such step");
}

#[test]
fn a_finding_that_was_set_aside_comes_back_when_what_it_was_judged_on_changes() {
    let judged = |value: &str| vec![("Postes".to_owned(), value.to_owned())];
    let mut log = Log::opened();
    log.works(Work::FindingDismissed {
        path: path("a.nom"),
        code: "ecart".to_owned(),
        reason: "Vu avec eux".to_owned(),
        judged: judged("11,40"),
    });
    let stands = |log: &Log, code: &str, value: &str| {
        log.desk().dismissal((&path("a.nom"), code), &judged(value)).is_some()
    };
    assert!(stands(&log, "ecart", "11,40"));
    assert!(!stands(&log, "ecart", "12,00"), "judged on another value");
    assert!(!stands(&log, "autre", "11,40"), "another finding");
    log.works(Work::FindingRestored { path: path("a.nom"), code: "ecart".to_owned() });
    assert!(!stands(&log, "ecart", "11,40"));
}

#[test]
fn a_note_keeps_its_versions_and_stays_once_struck_out() {
    let mut log = Log::opened();
    let noted = |about, text: &str| Work::Noted { about, kind: NoteKind::ToCheck, text: text.to_owned() };
    let note = log.works(noted(Some(Subject::Step("un".to_owned())), "Voir le bilan"));
    let other = log.works(noted(None, "Appeler"));
    log.works(Work::NoteChanged { note, kind: NoteKind::Commission, text: "Voir le budget".to_owned() });
    log.works(Work::NoteStruck { note: other });
    log.works(Work::NoteChanged { note: 99, kind: NoteKind::Free, text: "Rien".to_owned() });
    let desk = log.desk();
    assert_eq!(desk.notes.len(), 2);
    let texts: Vec<&str> = desk.notes[0].versions.iter().map(|version| version.text.as_str()).collect();
    assert_eq!(texts, ["Voir le bilan", "Voir le budget"]);
    assert_eq!(desk.notes[0].now().kind, NoteKind::Commission);
    assert!(desk.note(note).is_some() && desk.note(other).is_none());
    assert!(desk.notes[1].struck.is_some());
}

#[test]
fn none_of_it_is_in_the_snapshot_nor_told_to_the_structure() {
    let mut log = Log::opened();
    log.sends(1, &[]);
    let before = Snapshot::fold(&log.0).expect("a log");
    log.works(Work::Noted { about: None, kind: NoteKind::Free, text: "Secret".to_owned() });
    let after = Snapshot::fold(&log.0).expect("a log");
    assert_eq!(Snapshot { seq: before.seq, at: before.at, ..after.clone() }, before);
    assert_eq!(after.moved, before.moved, "the procedure did not move");
    let event = log.0.last().expect("the note");
    assert_eq!(crate::dossier::News::of(event), None);
    let told = crate::dossier::timeline::timeline(&log.0).expect("a log");
    assert_eq!(told.len(), 2, "opened and sent: {told:?}");
}

//! Dossiers of any structure, filled and sent on a day: what a form asks and nobody answered is answered.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    Acting, PersonId, StructureId, Timestamp, Viewer,
    dossier::{Batch, ClientId, DossierId, Edit, Verdict},
    ports::Clock,
    usecase::{self, Services},
};
use form::{Decimal, FieldType, Issue, Path, Program, Value};

use crate::documents::PDF;

/// What a structure answers that no source knows.
const ANSWERS: &str = include_str!("../../src/demo/last_year.toml");

/// What is spent in a year, all of it in one line.
const SPENT: i64 = 900_000;

/// One instant.
struct On(Timestamp);

impl Clock for On {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// The same services on a day.
pub fn on(services: &Services, day: &str) -> Services {
    let clock = Arc::new(On(format!("{day}T10:30:00Z").parse().expect("an instant")));
    Services { clock, ..services.clone() }
}

/// Who may open and send dossiers of a structure.
pub fn administrator(number: i64) -> Viewer {
    let acting =
        Acting::Structure { id: StructureId::of_asp(number), name: String::new(), administrator: true };
    Viewer { person: PersonId(uuid::Uuid::nil()), name: "Compte".to_owned(), acting }
}

/// Answers all that is left of a dossier, the answers given first, and sends it.
pub async fn sent(services: &Services, viewer: &Viewer, id: DossierId, given: &[(&str, &str)]) {
    complete(services, viewer, id, given).await;
    usecase::submit_dossier(services, viewer, id, true, None).await.expect("it is sent");
}

/// Answers all that is left of a dossier, and nothing else, the answers given first.
pub async fn complete(services: &Services, viewer: &Viewer, id: DossierId, given: &[(&str, &str)]) {
    let owned = |(key, text): &(&str, &str)| ((*key).to_owned(), (*text).to_owned());
    save(services, viewer, id, given.iter().map(owned).collect()).await;
    for round in 0..8 {
        let left = Left::of(services, viewer, id).await;
        if left.issues.is_empty() {
            return;
        }
        for issue in left.issues.iter().filter(|issue| left.is_slot(&issue.path)) {
            let (slot, name) = (issue.path.clone(), "document.pdf");
            let kept = usecase::attach_piece(services, viewer, id, slot, name, PDF.to_vec()).await;
            kept.expect("it is kept");
        }
        save(services, viewer, id, left.answers(round < 2)).await;
    }
    let left = Left::of(services, viewer, id).await;
    let said: Vec<String> =
        left.issues.iter().map(|issue| format!("{}: {}", issue.path, issue.said())).collect();
    panic!("not complete:\n{}", said.join("\n"));
}

/// What holds a dossier back.
struct Left {
    issues: Vec<Issue>,
    program: Program,
    values: BTreeMap<Path, Value>,
}

impl Left {
    async fn of(services: &Services, viewer: &Viewer, id: DossierId) -> Self {
        let open = usecase::open_dossier(services, viewer, id).await.expect("it opens");
        let program = Program::compile(open.trame).expect("a form that compiles");
        let evaluation = program.evaluate(&open.snapshot.values(), &open.context);
        let issues = program.issues(&evaluation).into_iter().filter(|issue| issue.holds_back());
        let issues = issues.cloned().collect();
        let counted = program.counted(&evaluation);
        let values = counted.iter().map(|(path, value)| (path.clone(), value.clone())).collect();
        Self { issues, program, values }
    }

    fn is_slot(&self, path: &Path) -> bool {
        self.program.trame().field(path).is_some_and(|field| field.field_type == FieldType::Files)
    }

    /// Where what a rule finds is explained.
    fn explanation(&self, issue: &Issue) -> Option<Path> {
        let field = self.program.trame().field(&issue.path)?;
        let rule = field.rules.iter().find(|rule| issue.rule() == Some(&rule.code))?;
        rule.justification.clone()
    }

    fn number(&self, key: &str) -> Option<Decimal> {
        self.values.get(&Path::parse(key).expect("a key")).and_then(Value::number)
    }

    /// What is answered: what is written for the question, a table with its rows, or anything of its type.
    fn answers(&self, from_written: bool) -> BTreeMap<String, String> {
        let written: BTreeMap<String, String> = toml::from_str(ANSWERS).expect("answers");
        let mut edits = BTreeMap::new();
        let trame = self.program.trame();
        for issue in self.issues.iter().filter(|issue| !self.is_slot(&issue.path)) {
            if let Some(explanation) = self.explanation(issue) {
                edits.insert(explanation.to_string(), plain(&FieldType::LongText));
                continue;
            }
            let question = issue.path.field();
            let of_it = |key: &String| Path::parse(key).is_ok_and(|key| key.field() == question);
            let known: Vec<_> = written.iter().filter(|(key, _)| of_it(key)).collect();
            if from_written && !known.is_empty() {
                edits.extend(known.into_iter().map(|(key, text)| (key.clone(), text.clone())));
            } else if let Some(field) =
                trame.answerable(&issue.path).filter(|field| field.field_type.table().is_none())
            {
                edits.insert(issue.path.to_string(), plain(&field.field_type));
            }
        }
        let asked = |start: &str| self.issues.iter().any(|issue| issue.path.as_str().starts_with(start));
        // All the posts are those of two units, and what comes in is what is spent.
        if let Some(posts) =
            self.number("etp.demandes").filter(|_| asked("etp.chantiers") || asked("activites.chantiers"))
        {
            for (unit, etp) in [("c1", posts - Decimal::ONE), ("c2", Decimal::ONE)] {
                edits.insert(format!("activites.chantiers[{unit}].etp"), written_number(etp));
                // Nobody counts for more than one.
                edits.insert(format!("activites.chantiers[{unit}].postes"), "40".to_owned());
            }
        }
        if asked("finance.budget") {
            let aid = self.number("finance.budget_aide").unwrap_or_default();
            for (line, amount) in [
                ("finance.budget_charges[achats].montant", Decimal::from(SPENT)),
                ("finance.budget_charges[personnel_insertion].montant", Decimal::ZERO),
                ("finance.budget_produits[ventes].montant", Decimal::from(SPENT) - aid),
            ] {
                edits.insert(line.to_owned(), written_number(amount));
            }
        }
        edits.retain(|key, _| Path::parse(key).is_ok_and(|key| trame.answerable(&key).is_some()));
        edits
    }
}

fn written_number(number: Decimal) -> String {
    number.to_string().replace('.', ",")
}

/// An answer of a type, as a person writes it.
fn plain(field_type: &FieldType) -> String {
    match field_type {
        FieldType::Boolean => "false".to_owned(),
        FieldType::Date => "15/01/2006".to_owned(),
        FieldType::Choice { .. } | FieldType::Choices { .. } => {
            field_type.choices().first().map_or_else(String::new, |choice| choice.key.clone())
        }
        FieldType::Phone => "02 98 00 00 00".to_owned(),
        FieldType::Email => "contact@structure.example".to_owned(),
        FieldType::Text => "Comme l’an passé".to_owned(),
        FieldType::LongText => "Comme l’an passé, avec la même équipe et les mêmes partenaires. ".repeat(4),
        _ => "3".to_owned(),
    }
}

async fn save(services: &Services, viewer: &Viewer, id: DossierId, edits: BTreeMap<String, String>) {
    if edits.is_empty() {
        return;
    }
    let snapshot = services.dossiers.snapshot(id).await.expect("read").expect("a dossier");
    let edits = (1..).zip(edits).map(|(number, (key, text))| {
        let path = Path::parse(&key).expect("a key");
        Edit { number, base: snapshot.version(&path), path, text }
    });
    let client = ClientId::parse(&format!("completing{}", snapshot.seq)).expect("a name");
    let batch = Batch { client, known: snapshot.seq, edits: edits.collect() };
    for outcome in usecase::save_answers(services, viewer, id, batch).await.expect("saved").outcomes {
        assert!(matches!(outcome.verdict, Verdict::Kept(_)), "{}: {:?}", outcome.path, outcome.verdict);
    }
}

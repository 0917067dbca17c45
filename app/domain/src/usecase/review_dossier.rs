//! Reading a submitted dossier, as the service of the State does.

mod lines;

use form::{Context, Evaluation, Field, Issue, IssueCode, Path, Program, Severity, Value};
use serde::{Deserialize, Serialize};

pub use lines::{Difference, FilledBy, Otherwise, ReviewLine};
use lines::{Read, cells, line};

use super::{
    Services, allow,
    open_dossier::{context_of, people_for_service, program_of},
};
use crate::{
    Error, PersonId, Result, Viewer,
    access::{Access, Action},
    dossier::{
        About, DossierId, Opening, Seq, Snapshot, State, Submission, grounds,
        heard::{Alert, Heard},
        procedure::{Act, Correction, Instruction, Ruling, opinion},
    },
    inventory::{Contest, contests},
    paper::{PaperKind, papers},
};

/// A submitted version, by step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// The dossier.
    pub id: DossierId,
    /// Its circumstances.
    pub opening: Opening,
    /// The version sent.
    pub submission: Submission,
    /// What is asked at a glance, each beside what was known.
    pub figures: Vec<ReviewLine>,
    /// Steps in the order of the form.
    pub steps: Vec<ReviewStep>,
    /// Findings that remain: explained ones and information.
    pub findings: Vec<Finding>,
    /// What the structure says that a source has wrong, up to the version sent, in the order of the form.
    pub contested: Vec<Contest>,
    /// What sources said, up to the version sent, that puts the convention in doubt.
    pub alerts: Vec<Alert>,
    /// Where it stands.
    pub state: State,
    /// Last event of its log: what an agent asks for is about what they read.
    pub seen: Seq,
    /// Whether its reader may ask for corrections as it stands.
    pub asks: bool,
    /// What was asked to be corrected, the first asked first.
    pub corrections: Vec<Correction>,
    /// What else the service did with it.
    pub instruction: Instruction,
    /// The decision that holds.
    pub ruling: Option<Ruling>,
    /// The official papers that it has.
    pub papers: Vec<PaperKind>,
    /// Whether its reader instructs it.
    pub instructs: bool,
    /// Whether the opinion of the commission is needed before it is decided.
    pub needs_opinion: bool,
    /// Names of the people who wrote in it.
    pub names: Vec<(PersonId, String)>,
}

/// A finding on a submitted version, with the structure's explanation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Key of the answer it stands beside.
    pub path: Path,
    /// The question.
    pub label: String,
    /// What the rule says.
    pub text: String,
    /// How serious it is.
    pub severity: Severity,
    /// What the structure answered to it.
    pub explanation: Option<String>,
    /// What it was judged on, in words.
    pub grounds: Vec<String>,
}

/// A step of a submitted version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewStep {
    /// Key of the step.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Its values, by group.
    pub groups: Vec<ReviewGroup>,
}

/// Values under one heading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewGroup {
    /// The heading, if any.
    pub title: Option<String>,
    /// The values.
    pub lines: Vec<ReviewLine>,
}

impl ReviewStep {
    /// Every value of the step.
    pub fn lines(&self) -> impl Iterator<Item = &ReviewLine> {
        self.groups.iter().flat_map(|group| &group.lines)
    }
}

/// Opens the last submitted version of a dossier.
pub async fn review_dossier(services: &Services, viewer: &Viewer, id: DossierId) -> Result<Review> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Review, &snapshot.opening, snapshot.state())?;
    let submission = snapshot.submission().cloned().ok_or(Error::NotFound)?;
    let program = program_of(services, &snapshot)?;
    let context = context_of(services, &snapshot);
    // What is being corrected is the structure's own until it is sent.
    let values = if snapshot.is_open() { submission.counted.clone() } else { snapshot.values() };
    let evaluation = program.evaluate(&values, &context);
    let shown = |field: &&Field| program.state(&evaluation, &field.path).is_some_and(|state| state.visible);
    // What was said while it was filled; nothing is added to what was sent.
    let mut log = services.dossiers.history(id).await?;
    log.retain(|event| event.seq <= submission.seq);
    let heard = Heard::of(&log);
    let read = Read { snapshot: &snapshot, submission: &submission, heard: &heard };
    let line = |field: &Field| line(field, &field.path, field.label.clone(), &read);
    let lines = |field: &Field| match field.field_type.table() {
        None => vec![line(field)],
        Some(table) => {
            let state = program.state(&evaluation, &field.path);
            cells(field, table, state, &read)
        }
    };
    let steps = program.trame().steps.iter().map(|step| {
        let groups = step.groups().map(|(title, fields)| ReviewGroup {
            title: title.map(str::to_owned),
            lines: fields.iter().filter(shown).flat_map(lines).collect(),
        });
        let groups = groups.filter(|group| !group.lines.is_empty()).collect();
        ReviewStep { key: step.key.clone(), title: step.title.clone(), groups }
    });
    let steps = steps.filter(|step| !step.groups.is_empty()).collect();
    let figures = match snapshot.opening.about {
        About::Demand => &FIGURES[..],
        About::Bilan => &FIGURES_OF_BILAN,
    };
    let figures = figures.iter().filter_map(|key| program.trame().field(&Path::parse(key).ok()?));
    let figures = figures.filter(shown).map(line).collect();
    let findings = findings(&program, &evaluation, &context, &snapshot, &submission);
    let names = services.sessions.names(&people_for_service(&snapshot)).await?;
    let contested = contests(program.trame(), &snapshot, &heard);
    let (opening, state, seen) = (snapshot.opening.clone(), snapshot.state(), snapshot.seq);
    let instructs = viewer.may(Action::Instruct, &opening, state) == Access::Granted;
    let asks = instructs && Act::Ask.is_open_in(state);
    let needs_opinion = opening.about == About::Demand && opinion::is_needed(&opening, &submission);
    let ruling = snapshot.ruling().cloned();
    let papers = papers(&snapshot);
    let Snapshot { corrections, instruction, .. } = snapshot;
    Ok(Review {
        id,
        opening,
        submission,
        figures,
        steps,
        findings,
        contested,
        alerts: heard.alerts(),
        state,
        seen,
        asks,
        corrections,
        instruction,
        ruling,
        papers,
        instructs,
        needs_opinion,
        names,
    })
}

/// Keys of what an agent reads first; those of the dossier's kind are shown.
const FIGURES: [&str; 6] =
    ["etp.demandes", "etp.ti", "etp.montant", "etp.montant_ti", "objectifs.dynamiques", "rh.ratio"];

/// The same of a bilan.
const FIGURES_OF_BILAN: [&str; 5] = [
    "bilan.etp_realises",
    "bilan.taux_realisation",
    "bilan.personnes",
    "bilan.taux_dynamiques",
    "bilan.taux_durable",
];

/// What remains to be looked at, with what the structure answered to it.
fn findings(
    program: &Program,
    evaluation: &Evaluation,
    context: &Context,
    snapshot: &Snapshot,
    submission: &Submission,
) -> Vec<Finding> {
    let finding = |issue: &Issue| {
        let field = program.trame().field(&issue.path)?;
        let rule = match &issue.code {
            IssueCode::Rule(code) => field.rule(code),
            _ => None,
        };
        let explanation = rule.and_then(|rule| submission.counted.get(rule.justification.as_ref()?));
        Some(Finding {
            path: issue.path.clone(),
            label: field.label.clone(),
            text: said_to_service(issue),
            severity: issue.severity,
            explanation: explanation.and_then(Value::text).map(str::to_owned),
            grounds: grounds(program, evaluation, context, issue, &|path| {
                Some(snapshot.answers.get(path)?.origin.clone())
            }),
        })
    };
    program.issues(evaluation).into_iter().filter_map(finding).collect()
}

/// A finding in words for who reads the dossier: what the structure is told to do, the service asks for.
fn said_to_service(issue: &Issue) -> String {
    match &issue.code {
        IssueCode::PieceRefused(name, found) => format!(
            "«\u{a0}{name}\u{a0}» est refusé\u{a0}: l’antivirus y a trouvé «\u{a0}{found}\u{a0}». Personne ne peut l’ouvrir\u{a0}: demandez un fichier sain à la structure."
        ),
        _ => issue.text.clone(),
    }
}

//! The dossier itself: each question of the version sent with its answer, what was found, the documents.

use form::{Context, Evaluation, Field, FieldType, Issue, IssueCode, Path, Program, Value, french};

use super::{Block, Cells, Paper, PaperKind, blank, kind_name};
use crate::{
    dossier::{Answer, Origin, Snapshot, Submission},
    piece,
};

/// What an answer that was left blank says.
const BLANK: &str = "Sans réponse";

/// The version last sent of a dossier, as it was then: `sent` is its log up to that sending.
#[must_use]
pub fn sent_dossier(sent: &Snapshot, program: &Program, context: &Context) -> Option<Paper> {
    let submission = sent.submission()?;
    let evaluation = program.evaluate(&sent.values(), context);
    let read = Read { sent, submission, program, evaluation: &evaluation };
    let opening = &sent.opening;
    let title = format!("{}, version {}", opening.title(), submission.version);
    let mut paper = blank(sent, PaperKind::Dossier, title)?;
    // It is the structure that writes, on a form of the State.
    "République française".clone_into(&mut paper.authority);
    paper.service.clone_from(&opening.structure_name);
    paper.to = opening.territories.iter().map(crate::Departement::employment_service).collect();
    paper.on = Some(french::time_of_day(submission.at).0);
    paper.blocks = vec![about(&read)];
    paper.blocks.extend(steps(&read));
    paper.blocks.extend(findings(&read));
    paper.blocks.extend(pieces(&read));
    Some(paper)
}

/// What the paper is written from.
struct Read<'a> {
    sent: &'a Snapshot,
    submission: &'a Submission,
    program: &'a Program,
    evaluation: &'a Evaluation,
}

impl Read<'_> {
    /// Whether a question was asked.
    fn is_shown(&self, field: &Field) -> bool {
        self.program.state(self.evaluation, &field.path).is_some_and(|state| state.visible)
    }
}

fn about(read: &Read<'_>) -> Block {
    let (opening, trame) = (&read.sent.opening, read.program.trame());
    let (day, hour) = french::time_of_day(read.submission.at);
    Block::Fields(vec![
        ("Structure".to_owned(), opening.structure_name.clone()),
        ("Objet".to_owned(), format!("{}, année {}", kind_name(opening), opening.year)),
        ("Départements".to_owned(), opening.places()),
        ("Version".to_owned(), read.submission.version.to_string()),
        ("Transmise le".to_owned(), format!("{} à {hour}, heure de Paris", french::long_date(day))),
        ("Formulaire".to_owned(), format!("{}, version {}", trame.title, trame.version)),
    ])
}

fn steps(read: &Read<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for step in &read.program.trame().steps {
        let groups = step.groups().filter_map(|(title, fields)| {
            let shown = fields.iter().filter(|field| read.is_shown(field));
            let rows: Vec<Vec<String>> = shown.flat_map(|field| lines(field, read)).collect();
            let caption = title.unwrap_or("Réponses").to_owned();
            let heads = ["Question", "Réponse", "D’où elle vient"];
            (!rows.is_empty()).then(|| texts(caption, heads, rows))
        });
        let groups: Vec<Block> = groups.collect();
        if !groups.is_empty() {
            blocks.push(Block::Heading(step.title.clone()));
            blocks.extend(groups);
        }
    }
    blocks
}

fn texts(caption: String, heads: [&str; 3], rows: Vec<Vec<String>>) -> Block {
    Block::Table { caption, cells: Cells::Texts, heads: heads.map(str::to_owned).to_vec(), rows }
}

/// The lines of a question: one, or one a cell of its table.
fn lines(field: &Field, read: &Read<'_>) -> Vec<Vec<String>> {
    let Some(table) = field.field_type.table() else {
        return vec![line(field, &field.path, field.label.clone(), read)];
    };
    let rows = read.program.state(read.evaluation, &field.path).map_or(&[][..], |state| &state.rows);
    if rows.is_empty() {
        return vec![vec![field.label.clone(), "Aucune ligne".to_owned(), String::new()]];
    }
    let mut lines = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        for (column, _) in table.columns.iter().zip(&row.cells).filter(|(_, cell)| cell.visible) {
            let path = field.path.cell(&row.id, column.path.last());
            let label = format!("{}\u{a0}: {}", table.row_title(place), column.label);
            lines.push(line(column, &path, label, read));
        }
    }
    lines
}

fn line(field: &Field, path: &Path, label: String, read: &Read<'_>) -> Vec<String> {
    let Some(value) = read.submission.counted.get(path) else {
        return vec![label, BLANK.to_owned(), String::new()];
    };
    let answer = read.sent.answers.get(path);
    vec![label, french::value(value, &field.field_type), origin(field, answer)]
}

/// Where an answer comes from, in a few words.
fn origin(field: &Field, answer: Option<&Answer>) -> String {
    if field.is_given() {
        return "Ouverture du dossier".to_owned();
    }
    let Some(answer) = answer.filter(|_| field.computed.is_none()) else { return "Calculé".to_owned() };
    match &answer.origin {
        Origin::Prefilled { source, as_of, .. } => format!("{source}, {}", french::date(*as_of)),
        Origin::Derived { from, .. } => format!("Déduit de {from}"),
        Origin::Given { dossier, on, .. } => format!("Repris du dossier {dossier}, {}", french::date(*on)),
        Origin::Typed => {
            let done = if field.field_type == FieldType::Files { "Déposé" } else { "Saisi" };
            format!("{done} le {}", french::date(french::time_of_day(answer.at).0))
        }
    }
}

/// What the rules found, with what the structure answered.
fn findings(read: &Read<'_>) -> Vec<Block> {
    let rows: Vec<Vec<String>> =
        read.program.issues(read.evaluation).into_iter().filter_map(|issue| finding(issue, read)).collect();
    let heading = Block::Heading("Points relevés par le formulaire".to_owned());
    if rows.is_empty() {
        return vec![heading, Block::Paragraph("Aucun.".to_owned())];
    }
    let heads = ["Question", "Ce qui est relevé", "Explication"];
    vec![heading, texts("Points relevés".to_owned(), heads, rows)]
}

fn finding(issue: &Issue, read: &Read<'_>) -> Option<Vec<String>> {
    let field = read.program.trame().field(&issue.path)?;
    let rule = match &issue.code {
        IssueCode::Rule(code) => field.rule(code),
        _ => None,
    };
    let explanation = rule.and_then(|rule| read.submission.counted.get(rule.justification.as_ref()?));
    let explanation = explanation.and_then(Value::text).unwrap_or_default();
    Some(vec![field.label.clone(), issue.text.clone(), explanation.to_owned()])
}

/// The documents that were given, in the order of the form.
fn pieces(read: &Read<'_>) -> Vec<Block> {
    let mut rows = Vec::new();
    for (_, field) in read.program.trame().fields().filter(|(_, field)| read.is_shown(field)) {
        let Some(Value::Files(files)) = read.submission.counted.get(&field.path) else { continue };
        rows.extend(files.iter().map(|file| {
            let kind = format!("{}, {}", piece::media_name(&file.media), french::weight(file.size));
            vec![file.name.clone(), field.label.clone(), kind]
        }));
    }
    let heading = Block::Heading("Pièces jointes".to_owned());
    if rows.is_empty() {
        return vec![heading, Block::Paragraph("Aucune.".to_owned())];
    }
    vec![heading, texts("Documents joints".to_owned(), ["Document", "Répond à", "Nature et poids"], rows)]
}

//! A verdict written out, the same from whatever judged it.

use std::fmt::{self, Write};

use form::{Answers, Evaluation, FieldState, Issue, IssueCode, Path, Program, Value};

/// Writes what the engine found: question by question, row by row, every finding.
pub fn write(program: &Program, evaluation: &Evaluation, out: &mut dyn Write) -> fmt::Result {
    for (_, field) in program.trame().fields() {
        let Some(state) = program.state(evaluation, &field.path) else { continue };
        own(&field.path, state, out)?;
        for row in &state.rows {
            writeln!(out, " {}", row.id)?;
            for (column, cell) in field.columns().iter().zip(&row.cells) {
                own(&field.path.cell(&row.id, column.path.last()), cell, out)?;
            }
            for issue in &row.failures {
                failure(issue, out)?;
            }
        }
        for issue in program.issues_of(evaluation, &field.path) {
            if matches!(issue.code, IssueCode::Rule(_)) {
                failure(issue, out)?;
            }
        }
    }
    counted(&program.counted(evaluation), out)
}

fn own(path: &Path, state: &FieldState, out: &mut dyn Write) -> fmt::Result {
    line(
        path,
        state.visible,
        state.required,
        state.value.as_ref(),
        state.issue.as_ref().map(|issue| &issue.code),
        out,
    )
}

/// One question: whether it is shown and required, its value, what is found of it by itself.
pub fn line(
    path: &Path,
    visible: bool,
    required: bool,
    value: Option<&Value>,
    code: Option<&IssueCode>,
    out: &mut dyn Write,
) -> fmt::Result {
    if !visible && !required && value.is_none() && code.is_none() {
        return Ok(());
    }
    writeln!(out, "{path} {visible} {required} {} {}", written(&value)?, written(&code)?)
}

fn failure(issue: &Issue, out: &mut dyn Write) -> fmt::Result {
    let IssueCode::Rule(code) = &issue.code else { return Ok(()) };
    rule(&issue.path, code, issue.justified, out)
}

/// A rule that fails.
pub fn rule(path: &Path, code: &str, justified: bool, out: &mut dyn Write) -> fmt::Result {
    writeln!(out, "{path} ! {code} {justified}")
}

/// The answers that count.
pub fn counted(answers: &Answers, out: &mut dyn Write) -> fmt::Result {
    answers.iter().try_for_each(|(path, value)| writeln!(out, "= {path} {}", written(value)?))
}

/// A value as JSON tells it: the program of the browser is built without the words of `Debug`.
fn written(value: &impl serde::Serialize) -> Result<String, fmt::Error> {
    serde_json::to_string(value).map_err(|_| fmt::Error)
}

/// A digest of what is written to it (FNV-1a, 64 bits): two verdicts apart are told apart.
pub struct Digest(pub u64);

impl Digest {
    /// The digest of nothing.
    pub const NOTHING: Self = Self(0xcbf2_9ce4_8422_2325);
}

impl Write for Digest {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Ok(())
    }
}

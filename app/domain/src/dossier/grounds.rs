//! What a finding was judged on, in words: each value with its source, the national figures, the law.

use form::{Context, Evaluation, Issue, Path, Program, expr::Name};

use super::Origin;

/// Lines that answer « pourquoi ? » of a finding; none for a finding on an answer by itself.
///
/// `origin` tells where an answer comes from; none for what is computed.
#[must_use]
pub fn grounds(
    program: &Program,
    evaluation: &Evaluation,
    context: &Context,
    issue: &Issue,
    origin: &dyn Fn(&Path) -> Option<Origin>,
) -> Vec<String> {
    let source = |name: &Name| match name {
        Name::Field(path) => origin(path).map_or_else(
            || "calculé".to_owned(),
            |origin| match origin {
                Origin::Prefilled { source, .. } => source,
                Origin::Derived { .. } => "déduit".to_owned(),
                Origin::Given { .. } => "repris".to_owned(),
                Origin::Typed => "saisi".to_owned(),
            },
        ),
        Name::Source(_) => "selon la source".to_owned(),
        _ => "l’an passé".to_owned(),
    };
    let inputs = program.inputs(evaluation, context, issue).into_iter();
    let mut lines: Vec<String> = inputs
        .map(|input| format!("{}\u{a0}: {} ({})", input.label, input.shown, source(&input.name)))
        .collect();
    lines.extend(program.parameters_read(evaluation, context, issue).into_iter().map(|parameter| {
        let (value, label) = (parameter.shown(), &parameter.about.label);
        let name = if label.is_empty() { "Repère national" } else { label };
        let source = if parameter.source.is_empty() { "paramètre du service" } else { &parameter.source };
        format!("{name}\u{a0}: {value} ({source})")
    }));
    lines.extend(issue.reference.clone());
    lines
}

//! The counts of a dossier as a Markdown table.

use domain::{
    Kind, Structure,
    dossier::{Fields, Share, StepCounts},
    inventory::{LEAST_NUMERIC, LEAST_REQUIRED, MOST_TYPED},
    usecase::Prefilled,
};

const HEADER: &str = "\
| Étape | Questions | Obligatoires | Reprises | Confirmées | Saisies | À saisir | Reprises / obligatoires |
|---|--:|--:|--:|--:|--:|--:|--:|";

/// A figure of a dossier, and whether it is what is promised; none where nothing is.
struct Figure {
    said: String,
    held: Option<bool>,
}

/// Whether all that is promised of a dossier is held.
pub(super) fn held(counted: &Prefilled) -> bool {
    figures(counted).iter().all(|figure| figure.held != Some(false))
}

/// One dossier: a line a step, all of them, the origins, the promise, what is left.
pub(super) fn table(structure: &Structure, kind: Kind, counted: &Prefilled) -> String {
    let Prefilled { snapshot, program, counts, taken_over } = counted;
    let name = &snapshot.opening.structure_name;
    let mut lines = vec![
        format!(
            "## {name} (ASP {}), {} {kind} {}",
            structure.asp.asp_id,
            snapshot.opening.about.word(),
            snapshot.opening.year
        ),
        String::new(),
        HEADER.to_owned(),
    ];
    let steps = program.trame().steps.iter().zip(&counts.steps);
    lines.extend(steps.map(|(step, counts)| row(&step.title, &counts.all, &counts.required)));
    let [all, required] = [counts.sum(|step: &StepCounts| &step.all), counts.sum(|step| &step.required)];
    lines.push(row(&format!("**Tout le {}**", snapshot.opening.about.word()), &all, &required));
    let origins: Vec<String> =
        taken_over.iter().map(|(source, count)| format!("{} {count}", source.name())).collect();
    lines.extend([
        String::new(),
        format!("Reprises, obligatoires ou non, par origine\u{a0}: {}.", origins.join(", ")),
        String::new(),
    ]);
    lines.extend(figures(counted).iter().map(Figure::line));
    lines.extend([String::new(), "À saisir\u{a0}:".to_owned()]);
    lines.extend(counts.left().map(|path| {
        let label = program.trame().field(path).map_or("", |field| field.label.as_str());
        format!("- `{path}` {label}")
    }));
    lines.push(String::new());
    lines.join("\n")
}

/// What is promised of a dossier, beside what it is.
fn figures(counted: &Prefilled) -> Vec<Figure> {
    let Prefilled { program, counts, .. } = counted;
    let [required, numeric] =
        [counts.sum(|step: &StepCounts| &step.required), counts.sum(|step| &step.numeric)];
    let Fields { typed, left, prefilled, offered } = counts.fields();
    let (most, todo) = (MOST_TYPED, typed + left);
    let said = format!(
        "{todo} champs à saisir, {most} au plus (chaque case d'un tableau est un champ\u{a0}; {prefilled} sont \
         remplis, {offered} proposés à reprendre)"
    );
    vec![
        Figure { said, held: Some(todo <= most) },
        promised("questions obligatoires", &required, LEAST_REQUIRED),
        // What is promised of numbers is promised of a bilan.
        match program.trame().key.as_str() {
            "bilan" => promised("questions numériques", &numeric, LEAST_NUMERIC),
            _ => Figure { said: part("questions numériques", &numeric), held: None },
        },
    ]
}

impl Figure {
    fn line(&self) -> String {
        let said = &self.said;
        match self.held {
            Some(true) => format!("- {said}\u{a0}: tenu"),
            Some(false) => format!("- {said}\u{a0}: non tenu"),
            None => format!("- {said}"),
        }
    }
}

fn row(title: &str, all: &Share, required: &Share) -> String {
    let Share { asked, prefilled, confirmed, typed } = required;
    let percent = required.percent().map_or_else(|| "–".to_owned(), |percent| format!("{percent}\u{a0}%"));
    let left = required.left();
    format!(
        "| {title} | {} | {asked} | {prefilled} | {confirmed} | {typed} | {left} | {percent} |",
        all.asked
    )
}

/// A share that is promised, beside what it is.
fn promised(what: &str, share: &Share, least: usize) -> Figure {
    let held = share.percent().is_none_or(|percent| percent >= least);
    Figure { said: format!("{}, {least}\u{a0}% au moins", part(what, share)), held: Some(held) }
}

/// How many questions of a sort are prefilled.
fn part(what: &str, share: &Share) -> String {
    let Share { asked, prefilled, .. } = share;
    let said = share.percent().map_or_else(|| "aucune".to_owned(), |part| format!("{part}\u{a0}% reprises"));
    format!("{what}\u{a0}: {said} ({prefilled} sur {asked})")
}

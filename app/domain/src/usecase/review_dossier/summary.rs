//! A dossier on one screen: what is asked beside what was agreed and what was done, and where its reading stands.
//!
//! What is not known is none: nothing is guessed in its place.

use form::{Answers, Date, Decimal, Evaluation, FieldType, Path, Program, Value, file::SlotState, french};

use crate::{
    Kind,
    asp::realised::{pace, so_far},
    dossier::{
        About, Known, Origin, Snapshot, Submission,
        procedure::{Ruling, terms::Period},
    },
    usecase::Finding,
};

/// A dossier at a glance.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// SIRET of the establishment, as people read it.
    pub siret: Option<String>,
    /// Commune of the seat.
    pub commune: Option<String>,
    /// Whether posts are people (EITI), and not ETP.
    pub in_people: bool,
    /// Posts asked; of a bilan, none.
    pub posts: Option<Decimal>,
    /// Amount asked, euros.
    pub amount: Option<Decimal>,
    /// Period of the annexe asked.
    pub period: Option<Period>,
    /// What was agreed: for the year before a demand, for the year of a bilan.
    pub agreed: Agreed,
    /// Posts that were worked under it.
    pub realised: Option<Decimal>,
    /// The annual ETP at which they were worked so far, while the year runs.
    pub pace: Option<Decimal>,
    /// Their share of the posts agreed, percent, at two decimals; of a part of a year, that of its pace.
    pub rate: Option<Decimal>,
    /// Which part of the year they are of, while it runs.
    pub so_far: Option<String>,
    /// Exits: durable, transition, positive, dynamic.
    pub exits: Vec<Exits>,
    /// Which part of the year the exits that were reached are of, while it runs.
    pub exits_so_far: Option<String>,
    /// The ratios that the form works out.
    pub ratios: Vec<Ratio>,
    /// The documents asked for.
    pub documents: Documents,
    /// Those of them that do not serve: expected, out of date, refused.
    pub lacking: Vec<Lacking>,
    /// How long the service has had it.
    pub delay: Delay,
}

/// What was agreed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreed {
    /// Posts.
    pub posts: Option<Decimal>,
    /// Amount, euros.
    pub amount: Option<Decimal>,
    /// Period of the annexe.
    pub period: Option<Period>,
    /// Where it is read, in words: `ASP, annexe ACI029…`, `décision du 12/12/2025`.
    pub from: Option<String>,
}

/// Exits of one kind, percent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exits {
    /// Which.
    pub label: &'static str,
    /// Objective signed for the year that is looked at.
    pub objective: Option<Decimal>,
    /// What was reached.
    pub realised: Option<Decimal>,
    /// Objective proposed for the year asked; of a bilan, none.
    pub proposed: Option<Decimal>,
}

/// A ratio, as the form works it out.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratio {
    /// Its question.
    pub label: String,
    /// Its type, which says how it is read.
    pub field_type: FieldType,
    /// This year.
    pub now: Option<Decimal>,
    /// What was known before.
    pub before: Option<Decimal>,
}

/// Questions that ask for documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Documents {
    /// Whose documents were given and serve.
    pub received: usize,
    /// Whose documents are expected and were not given.
    pub missing: usize,
    /// Whose documents, all or some, serve no more.
    pub expired: usize,
    /// Whose documents the antivirus refused.
    pub refused: usize,
}

/// A question whose documents do not serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// Its key.
    pub path: Path,
    /// What it asks for.
    pub label: String,
    /// Where it stands.
    pub state: SlotState,
}

/// How long the service has had a dossier, at a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delay {
    /// The day it was first sent.
    pub sent: Date,
    /// Days since.
    pub since: i32,
    /// Days left to instruct it, less than none once they are over; none while the delay does not run.
    pub left: Option<i32>,
    /// Days that do not count, the structure having had its dossier again, or a decision standing.
    pub spared: i32,
    /// Since when the delay stands still, the structure having its dossier again.
    pub suspended: Option<Date>,
}

/// Findings that are not dismissed, by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// They hold submission back.
    pub blocking: usize,
    /// They ask for an explanation, which was not given.
    pub to_justify: usize,
    /// They ask for one, which was given: it is to be read.
    pub explained: usize,
    /// They are said, and nothing more.
    pub information: usize,
}

impl Findings {
    /// Counts findings.
    #[must_use]
    pub fn of<'a>(findings: impl Iterator<Item = &'a Finding>) -> Self {
        let mut count = Self::default();
        for finding in findings {
            match finding.severity {
                form::Severity::Blocking => count.blocking += 1,
                form::Severity::ToJustify if finding.explanation.is_some() => count.explained += 1,
                form::Severity::ToJustify => count.to_justify += 1,
                form::Severity::Information => count.information += 1,
            }
        }
        count
    }
}

/// Exits of one kind: their name, its key in the objectives, its key in what a bilan works out.
const EXITS: [(&str, &str, &str); 4] = [
    ("Emploi durable", "durable", "taux_durable"),
    ("Emploi de transition", "transition", "taux_transition"),
    ("Sorties positives", "positives", "taux_positives"),
    ("Sorties dynamiques", "dynamiques", "taux_dynamiques"),
];

/// What the form works out of the people who supervise and of the money, which decides on a dossier at first sight.
const RATIOS: [&str; 5] = [
    "rh.ratio",
    "rh.encadrement_etp",
    "rh.accompagnement_etp",
    "finance.part_commerciale",
    "finance.budget_solde",
];

impl Summary {
    /// Sums a version sent up; `ruling` is the decision that holds on the structure's own dossier of the year before.
    #[must_use]
    pub fn of(
        snapshot: &Snapshot,
        submission: &Submission,
        (program, evaluation): (&Program, &Evaluation),
        ruling: Option<&Ruling>,
        (today, delay_days): (Date, u16),
    ) -> Self {
        let counted = Counted(&submission.counted);
        let demand = snapshot.opening.about == About::Demand;
        let in_people = snapshot.opening.kind == Kind::Eiti;
        let (posts, amount) =
            if in_people { ("etp.ti", "etp.montant_ti") } else { ("etp.demandes", "etp.montant") };
        let agreed = if demand {
            agreed(snapshot, (posts, amount), ruling)
        } else {
            Agreed { posts: counted.number("bilan.etp_conventionnes"), ..Agreed::default() }
        };
        let realised = if demand { "etp.historique[n1].realises" } else { "bilan.etp_realises" };
        let part = Path::parse(realised).ok().and_then(|path| snapshot.answers.get(&path));
        let so_far = part.and_then(|answer| so_far(&answer.origin)).map(str::to_owned);
        let worked = counted.number(realised);
        let pace = part.zip(worked).and_then(|(answer, worked)| pace(&answer.origin, worked));
        let rate = if demand {
            let of_year = counted.number("etp.historique[n1].conventionnes");
            rate(pace.or(worked.filter(|_| so_far.is_none())), of_year)
        } else {
            counted.number("bilan.taux_realisation").map(|rate| rate.round_dp(2))
        };
        let (documents, lacking) = documents(submission, program, evaluation, today);
        Self {
            siret: counted.shown("structure.siret", program),
            commune: counted.shown("structure.adresse.commune", program),
            in_people,
            posts: counted.number(posts).filter(|_| demand),
            amount: counted.number(amount).filter(|_| demand),
            period: counted.period("annexe").filter(|_| demand),
            agreed,
            realised: worked,
            // Nine months against a year's posts are no rate: their pace is one.
            rate: rate.filter(|_| so_far.is_none() || pace.is_some()),
            pace,
            so_far,
            exits_so_far: exits_so_far(snapshot).filter(|_| demand),
            exits: EXITS.into_iter().map(|names| exits(&counted, demand, names)).collect(),
            ratios: RATIOS.into_iter().filter_map(|key| ratio(snapshot, &counted, program, key)).collect(),
            documents,
            lacking,
            delay: delay(snapshot, submission, today, delay_days),
        }
    }
}

/// A share, percent, at two decimals.
fn rate(part: Option<Decimal>, whole: Option<Decimal>) -> Option<Decimal> {
    let (part, whole) = part.zip(whole).filter(|(_, whole)| !whole.is_zero())?;
    part.checked_div(whole)?.checked_mul(Decimal::ONE_HUNDRED).map(|rate| rate.round_dp(2))
}

/// What was agreed the year before: as ASP holds it, else as it was decided here, else what the structure's own
/// dossier said.
fn agreed(snapshot: &Snapshot, (posts, amount): (&str, &str), ruling: Option<&Ruling>) -> Agreed {
    let known = |key: &str| known(snapshot, key);
    let of_asp = |known: &Known| matches!(&known.origin, Origin::Prefilled { source, .. } if source == "ASP");
    let granted =
        ruling.filter(|ruling| ruling.granted).and_then(|ruling| Some((ruling, ruling.terms.as_ref()?)));
    match (known(posts), granted) {
        (held, Some((ruling, terms))) if !held.is_some_and(of_asp) => Agreed {
            posts: Some(terms.posts()),
            amount: Some(terms.total()),
            period: Some(terms.period),
            from: Some(format!("décision du {}", french::date(french::time_of_day(ruling.at).0))),
        },
        (held, _) => {
            let number = |key: &str| known(key).and_then(|known| known.value.number());
            let day = |key: &str| known(key).and_then(|known| known.value.date());
            let period = day("annexe.debut").zip(day("annexe.fin"));
            Agreed {
                posts: number(posts),
                amount: number(amount),
                period: period.map(|(start, end)| Period { start, end }),
                from: held.and_then(|held| source(&held.origin)),
            }
        }
    }
}

/// Where a value is read, in words.
fn source(origin: &Origin) -> Option<String> {
    match origin {
        Origin::Prefilled { source, record, .. } => Some(format!("{source}, {record}")),
        Origin::Derived { from, .. } => Some(format!("déduit de {from}")),
        Origin::Given { dossier, .. } => Some(format!("dossier {dossier}")),
        Origin::Typed => None,
    }
}

fn known<'a>(snapshot: &'a Snapshot, key: &str) -> Option<&'a Known> {
    let path = Path::parse(key).ok()?;
    snapshot.opening.previous.iter().find(|(known, _)| *known == path).map(|(_, known)| known)
}

fn exits(counted: &Counted<'_>, demand: bool, (label, key, of_bilan): (&'static str, &str, &str)) -> Exits {
    let promised = counted.number(&format!("objectifs.{key}"));
    if demand {
        let last = |column: &str| counted.number(&format!("objectifs.rappel[{key}].{column}"));
        return Exits { label, objective: last("objectif"), realised: last("realise"), proposed: promised };
    }
    Exits {
        label,
        objective: promised,
        realised: counted.number(&format!("bilan.{of_bilan}")),
        proposed: None,
    }
}

/// Which part of the year the exits of a demand's table are of.
fn exits_so_far(snapshot: &Snapshot) -> Option<String> {
    EXITS.iter().find_map(|(_, key, _)| {
        let path = Path::parse(&format!("objectifs.rappel[{key}].realise")).ok()?;
        so_far(&snapshot.answers.get(&path)?.origin).map(str::to_owned)
    })
}

fn ratio(snapshot: &Snapshot, counted: &Counted<'_>, program: &Program, key: &str) -> Option<Ratio> {
    let field = program.trame().field(&Path::parse(key).ok()?)?;
    Some(Ratio {
        label: field.label.clone(),
        field_type: field.field_type.clone(),
        now: counted.number(key),
        before: known(snapshot, key).and_then(|known| known.value.number()),
    })
}

/// Where the questions that ask for documents stand, at a day, with those that are to be looked at.
fn documents(
    submission: &Submission,
    program: &Program,
    evaluation: &Evaluation,
    today: Date,
) -> (Documents, Vec<Lacking>) {
    let (mut count, mut lacking) = (Documents::default(), Vec::new());
    let slots = program.trame().fields().map(|(_, field)| field);
    for field in slots.filter(|field| field.field_type == FieldType::Files) {
        let Some(state) = program.state(evaluation, &field.path).filter(|state| state.visible) else {
            continue;
        };
        let files = match submission.counted.get(&field.path) {
            Some(Value::Files(files)) => files.as_slice(),
            _ => &[],
        };
        let state = SlotState::of(files, field.valid_months, state.required, today);
        match state {
            SlotState::Free => continue,
            SlotState::Given | SlotState::Analysed => {
                count.received += 1;
                continue;
            }
            SlotState::Expected => count.missing += 1,
            SlotState::Expired | SlotState::ToReplace => count.expired += 1,
            SlotState::Refused => count.refused += 1,
        }
        lacking.push(Lacking { path: field.path.clone(), label: field.label.clone(), state });
    }
    (count, lacking)
}

fn delay(snapshot: &Snapshot, submission: &Submission, today: Date, days: u16) -> Delay {
    let day = |at| french::time_of_day(at).0;
    let sent = day(snapshot.submissions.first().unwrap_or(submission).at);
    let (since, left) =
        ((today - sent).get_days(), snapshot.last_day(days).map(|last| (last - today).get_days()));
    Delay {
        sent,
        since,
        left,
        spared: left.map_or(0, |left| since + left - i32::from(days)),
        suspended: snapshot.corrects_since().map(day),
    }
}

/// The values of a version by the text of their key.
struct Counted<'a>(&'a Answers);

impl Counted<'_> {
    fn value(&self, key: &str) -> Option<&Value> {
        self.0.get(&Path::parse(key).ok()?)
    }

    fn number(&self, key: &str) -> Option<Decimal> {
        self.value(key)?.number()
    }

    fn period(&self, key: &str) -> Option<Period> {
        let day = |end: &str| self.value(&format!("{key}.{end}"))?.date();
        Some(Period { start: day("debut")?, end: day("fin")? })
    }

    fn shown(&self, key: &str, program: &Program) -> Option<String> {
        let (path, value) = (Path::parse(key).ok()?, self.value(key)?);
        program.trame().field(&path).map(|field| french::value(value, &field.field_type))
    }
}

#[cfg(test)]
mod tests;

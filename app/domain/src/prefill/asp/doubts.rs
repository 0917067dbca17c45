//! Why what ASP declares may speak of something else than what a demand asks: of another year, of the whole legal person,
//! of a part of a year, of somebody else.

use form::{Date, Decimal, Path, french};

use super::{identity, latest_year, year};
use crate::{
    Kind, Structure,
    asp::{Annexe, Finance},
    prefill::carried::question,
};

/// What an annexe of years ago says of itself, and no record renews since.
const OF_ANNEXE: [&str; 14] = [
    "etp.demandes",
    "etp.ti",
    "rh",
    "finance",
    "objectifs.sorties",
    "objectifs.durable",
    "objectifs.transition",
    "objectifs.positives",
    "objectifs.dynamiques",
    "demande.territoires.etp",
    "demande.af_en_cours",
    "demande.numero_convention",
    "demande.hors_iae",
    "activites.sap",
];
/// The accounts of an exercise.
const ACCOUNTS: [&str; 6] = [
    "finance.cloture",
    "finance.produits",
    "finance.ventes",
    "finance.masse",
    "finance.masse_insertion",
    "finance.aides_n1",
];
/// Of these, those that may be of the whole legal person.
const WHOLE: [&str; 3] = ["finance.produits", "finance.ventes", "finance.masse"];
/// What one exercise of one structure says once, however many annexes tell it.
const AMOUNTS: [&str; 5] =
    ["finance.produits", "finance.ventes", "finance.masse", "finance.masse_insertion", "finance.aides_n1"];
/// The staff of the year before that of the annexe.
const STAFF: [&str; 6] = [
    "rh.effectif_total",
    "rh.insertion",
    "rh.ti",
    "rh.encadrement_etp",
    "rh.non_salaries",
    "rh.prestataires",
];
const CORRESPONDENT: &str = "correspondant technique de l’ASP, qui ne suit peut-être pas ce dossier";

/// What is in doubt of all that ASP declares for the demand of a year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::prefill) struct Doubts {
    /// The last annexe is not of the year before, nor of this one.
    old: Option<String>,
    /// Another exercise has closed since.
    closed: Option<String>,
    /// The accounts are of more than the structure.
    whole: Option<String>,
    /// The posts are of a part of a year.
    partial: Option<String>,
    /// The staff is of another year than the one before the demand, which closed.
    before: Option<String>,
    /// The annexes of the départements do not declare the same accounts.
    accounts: Option<String>,
    /// Nor the same people in all.
    people: Option<String>,
    /// The structure declares conventions that ASP has not under its number.
    others: Option<String>,
}

impl Doubts {
    /// What is in doubt on a day.
    pub(in crate::prefill) fn of(structure: &Structure, kind: Kind, asked: i16, today: Date) -> Self {
        let annexes = latest_year(structure, kind);
        let Some(main) = annexes.first() else { return Self::default() };
        let last = main.end.year();
        let old = (last < asked - 1).then(|| format!("annexe de {last}, la dernière que l’ASP connaisse"));
        let closed = main.finance.closed.filter(|closed| next_closing(*closed) < today);
        let closed = closed
            .map(|closed| format!("exercice clos le {}, un autre s’est clos depuis", french::date(closed)));
        let carrier = identity::carrier(&structure.asp.legal_category);
        let public = carrier.is_some_and(|carrier| !matches!(carrier, "association"));
        let whole = beyond(main).or_else(|| beside(structure, main, kind, last)).or_else(|| {
            public.then(|| {
                "l’annexe peut compter toute la personne morale, et non la seule structure d’insertion"
                    .to_owned()
            })
        });
        // While the year before the demand runs, that of the annexe is the last that closed.
        let staff = last - 1;
        let before = (staff < asked - 1 && asked - 1 < today.year() && old.is_none())
            .then(|| format!("effectifs de {staff}, et non de {}", asked - 1));
        let amounts = |annexe: &Annexe| {
            let Finance { payroll, insertion_payroll, income, sales, financers, .. } = annexe.finance.clone();
            (payroll, insertion_payroll, income, sales, financers)
        };
        let accounts = split(&annexes, amounts);
        let people = split(&annexes, |annexe| annexe.workforce.total);
        let others = unseen(structure, main, kind, asked);
        Self { old, closed, whole, partial: partial(&annexes), before, accounts, people, others }
    }

    /// Why a value may speak of something else.
    pub(in crate::prefill) fn why(&self, path: &Path) -> Option<String> {
        let question = question(path);
        let is_of = |starts: &[&str]| {
            let fits = |key: &str, start: &&str| {
                key.strip_prefix(*start)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[', '_']))
            };
            starts.iter().any(|start| fits(path.as_str(), start) || fits(question.as_str(), start))
        };
        let reasons = [
            self.old.as_ref().filter(|_| is_of(&OF_ANNEXE)),
            self.closed.as_ref().filter(|_| is_of(&ACCOUNTS)),
            self.whole.as_ref().filter(|_| WHOLE.contains(&path.as_str())),
            self.partial.as_ref().filter(|_| path.as_str() == "etp.demandes"),
            self.before.as_ref().filter(|_| is_of(&STAFF)),
            self.accounts.as_ref().filter(|_| is_of(&AMOUNTS)),
            self.people.as_ref().filter(|_| is_of(&["rh.effectif_total"])),
            self.others.as_ref().filter(|_| path.as_str() == "demande.autres_iae"),
        ];
        let mut reasons: Vec<String> = reasons.into_iter().flatten().cloned().collect();
        if is_of(&["gouvernance.referent"]) {
            reasons.push(CORRESPONDENT.to_owned());
        }
        (!reasons.is_empty()).then(|| reasons.join("\u{a0}; "))
    }
}

/// That the annexe declares other conventions, and none of another kind is under the number of the structure: they may be
/// of another establishment of the same legal person.
fn unseen(structure: &Structure, main: &Annexe, kind: Kind, asked: i16) -> Option<String> {
    let other = |annexe: &Annexe| annexe.measure.kind().is_some_and(|other| other != kind);
    let seen = |annexe: &Annexe| annexe.state.speaks() && other(annexe) && annexe.end.year() >= asked - 1;
    let declared = main.context.other_conventions == Some(true);
    (declared && !structure.annexes.iter().any(seen)).then(|| {
        format!(
            "l’annexe {} déclare un autre conventionnement, que l’ASP n’a pas sous ce numéro de structure",
            main.number
        )
    })
}

/// That the payroll is more than what comes in: it is that of a legal person which does much else
/// (`domain.md` §1.5, a commune that carries an ACI).
fn beyond(annexe: &Annexe) -> Option<String> {
    let finance = &annexe.finance;
    let (payroll, income) = finance.payroll.zip(finance.income)?;
    let aids = finance.aids.unwrap_or_else(|| finance.financers.total());
    let euros = |amount: Decimal| french::number(amount, 2);
    (payroll > income + aids).then(|| {
        format!(
            "l’annexe semble compter toute la personne morale ({}\u{a0}€ de salaires pour {}\u{a0}€ de produits et \
             {}\u{a0}€ d’aides)",
            euros(payroll),
            euros(income),
            euros(aids)
        )
    })
}

/// That an annexe of another kind declares the same accounts for the year: both are those of all that the structure does.
/// Accounts that differ are those of each activity.
fn beside(structure: &Structure, main: &Annexe, kind: Kind, year: i16) -> Option<String> {
    let accounts = |annexe: &Annexe| annexe.finance.income.zip(annexe.finance.payroll);
    let same = |annexe: &&Annexe| {
        annexe.state.speaks()
            && annexe.end.year() == year
            && accounts(annexe).is_some_and(|told| Some(told) == accounts(main))
    };
    let kinds = structure.annexes.iter().filter(same).filter_map(|annexe| annexe.measure.kind());
    let mut others: Vec<&str> = kinds.filter(|other| *other != kind).map(Kind::code).collect();
    others.sort_unstable();
    others.dedup();
    (!others.is_empty()).then(|| {
        format!(
            "les mêmes montants sont déclarés pour l’activité {}, ce sont ceux de toute la structure",
            others.join(", ")
        )
    })
}

/// That annexes of a year do not say the same of the whole structure: which of them is right, or whether they are to be
/// added up, they do not tell.
fn split<T: PartialEq>(annexes: &[&Annexe], told: impl Fn(&Annexe) -> T) -> Option<String> {
    let first = told(annexes.first()?);
    let other = annexes.iter().find(|annexe| told(annexe) != first)?;
    Some(format!("l’annexe {} déclare autre chose", other.number))
}

/// That the posts were agreed for less than a year: a demand is of a whole one.
fn partial(annexes: &[&Annexe]) -> Option<String> {
    let short = |annexe: &&&Annexe| year::months(annexe, annexe.end.year()) < 12;
    let annexe = annexes.iter().find(short)?;
    let etp = annexe.posts.etp?;
    let months = year::months(annexe, annexe.end.year());
    Some(format!("{}\u{a0}ETP sur {months} mois (annexe {})", french::number(etp, 2), annexe.number))
}

/// The day that the exercise after one closes.
pub(in crate::prefill) fn next_closing(closed: Date) -> Date {
    let first = Date::new(closed.year().saturating_add(1), closed.month(), 1).unwrap_or(closed);
    Date::new(first.year(), first.month(), closed.day().min(first.days_in_month())).unwrap_or(closed)
}

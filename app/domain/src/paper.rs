//! Official papers of a dossier: the version sent, acknowledgement, convention with its annexes, notification of a
//! refusal. Pure.
//!
//! A paper is what it says, block by block; how it is drawn (a page, a PDF) is another's affair.

mod acknowledgement;
mod convention;
mod project;
mod refusal;
mod sent;

use form::{Date, Decimal, FieldType, Program, french};
use serde::{Deserialize, Serialize};

pub use acknowledgement::acknowledgement;
pub use convention::{convention, draft};
pub use refusal::refusal;
pub use sent::sent_dossier;

use crate::{
    Departement, Kind,
    dossier::{
        Opening, Reference, Seq, Snapshot,
        procedure::{Ruling, opinion::Stance},
    },
};

/// An official paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Which one.
    pub kind: PaperKind,
    /// In whose name: `Préfet du Finistère`.
    pub authority: String,
    /// The service that writes: `DDETS du Finistère`.
    pub service: String,
    /// To whom: lines of an address.
    pub to: Vec<String>,
    /// Its title.
    pub title: String,
    /// Reference of the dossier.
    pub reference: Reference,
    /// What it is called by its numbers, where ASP gives some: `Convention ACI029260001A0`.
    pub number: Option<String>,
    /// The model that it follows: its words, and the template of whoever draws it (`docs/adr/0022`).
    pub model: u16,
    /// The day it bears; none while it is a draft.
    pub on: Option<Date>,
    /// Whether its decision was taken up again: it has no effect any more.
    pub void: bool,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// Which paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// That the dossier is complete, and until when it is instructed.
    Acknowledgement,
    /// The convention with its annexes.
    Convention,
    /// That the demand is refused.
    Refusal,
    /// The dossier itself: the version last sent.
    Dossier,
}

/// One line a paper: it, its key in addresses, its name.
const KINDS: [(PaperKind, &str, &str); 4] = [
    (PaperKind::Acknowledgement, "accuse-de-reception", "Accusé de réception"),
    (PaperKind::Convention, "convention", "Convention et annexe financière"),
    (PaperKind::Refusal, "refus", "Notification de refus"),
    (PaperKind::Dossier, "dossier", "Dossier transmis"),
];

impl PaperKind {
    /// All of them, in the order of the procedure.
    pub fn all() -> impl Iterator<Item = Self> {
        KINDS.into_iter().map(|(kind, ..)| kind)
    }

    /// Key in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, code, _)| code)
    }

    /// Its name.
    #[must_use]
    pub fn label(self) -> &'static str {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, _, label)| label)
    }

    /// The one of a key.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        KINDS.iter().find(|(_, known, _)| *known == code).map(|(kind, ..)| *kind)
    }
}

/// The model that papers follow. Another one is written beside it and takes its turn at a day, so that a paper of
/// before stays word for word what was signed.
const MODEL: u16 = 1;

/// A part of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading: of an article, of an annexe.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// Points, each a paragraph.
    List(Vec<String>),
    /// Names and values.
    Fields(Vec<(String, String)>),
    /// A table; its first column says what each row is about.
    Table {
        /// What it is about.
        caption: String,
        /// What its other columns hold.
        cells: Cells,
        /// Heads of the columns.
        heads: Vec<String>,
        /// Its rows, as long as the heads.
        rows: Vec<Vec<String>>,
    },
    /// Who signs, side by side; a line each.
    Signatures(Vec<String>),
}

/// What the columns of a table hold, after the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cells {
    /// Numbers, one under the other.
    Numbers,
    /// Texts, some of them long.
    Texts,
}

impl Paper {
    /// The name of its file: `Convention et annexe financière - IAE-2027-29-ACI-7K3M9Q.pdf`.
    #[must_use]
    pub fn file_name(&self) -> String {
        let draft = if self.on.is_none() { "Projet - " } else { "" };
        format!("{draft}{} - {}.pdf", self.kind.label(), self.reference)
    }
}

/// The event that ends what a paper is written from: nothing that comes after changes a word of it. None before what it
/// tells has happened.
#[must_use]
pub fn written_at(snapshot: &Snapshot, kind: PaperKind) -> Option<Seq> {
    match kind {
        PaperKind::Acknowledgement => snapshot.instruction.acknowledged.as_ref().map(|known| known.seq),
        PaperKind::Convention | PaperKind::Refusal => snapshot.ruling().map(Ruling::written_at),
        PaperKind::Dossier => snapshot.submission().map(|sent| sent.seq),
    }
}

/// The letter of a kind that a dossier has, from its log up to `written_at`, with its form; none before what it tells has
/// happened. The dossier itself is no letter (`sent_dossier`).
#[must_use]
pub fn paper(snapshot: &Snapshot, kind: PaperKind, (delay_days, program): (u16, &Program)) -> Option<Paper> {
    match kind {
        PaperKind::Acknowledgement => acknowledgement(snapshot, delay_days),
        PaperKind::Convention => convention(snapshot, program),
        PaperKind::Refusal => refusal(snapshot),
        PaperKind::Dossier => None,
    }
}

/// The letters that a dossier has, as it stands.
#[must_use]
pub fn papers(snapshot: &Snapshot) -> Vec<PaperKind> {
    let known = snapshot.instruction.acknowledged.map(|_| PaperKind::Acknowledgement);
    known.into_iter().chain(snapshot.ruling().and_then(of_ruling)).collect()
}

/// The letters of decisions that were taken up again: each with the place of its decision among all, from 1.
#[must_use]
pub fn past_papers(snapshot: &Snapshot) -> Vec<(PaperKind, usize)> {
    let taken_up = (1..).zip(&snapshot.rulings).filter(|(_, ruling)| ruling.reopened.is_some());
    taken_up.filter_map(|(place, ruling)| Some((of_ruling(ruling)?, place))).collect()
}

/// The letter of a decision; none of a bilan that is accepted.
#[must_use]
pub fn of_ruling(ruling: &Ruling) -> Option<PaperKind> {
    match (ruling.granted, &ruling.terms) {
        (false, _) => Some(PaperKind::Refusal),
        (true, Some(_)) => Some(PaperKind::Convention),
        (true, None) => None,
    }
}

/// The same paper, once its decision was taken up again: what it said, under what became of it.
#[must_use]
pub fn without_effect(paper: Paper) -> Paper {
    let told =
        "Sans effet\u{a0}: cette décision a été reprise. Ce document est gardé pour mémoire.".to_owned();
    let blocks = std::iter::once(Block::Paragraph(told)).chain(paper.blocks).collect();
    Paper { void: true, blocks, ..paper }
}

/// A paper of a dossier that was sent, with nothing said yet.
fn blank(snapshot: &Snapshot, kind: PaperKind, title: String) -> Option<Paper> {
    let opening = &snapshot.opening;
    Some(Paper {
        kind,
        authority: authority(&opening.departement),
        service: opening.departement.employment_service(),
        to: address(snapshot),
        title,
        reference: snapshot.submission()?.reference.clone(),
        number: None,
        model: MODEL,
        on: None,
        void: false,
        blocks: Vec::new(),
    })
}

/// In whose name the State signs in a département: the prefect; in Paris, that of the region.
fn authority(departement: &Departement) -> String {
    match departement.code() {
        "75" => "Préfet de la région d’Île-de-France, préfet de Paris".to_owned(),
        _ => format!("Préfet {}", departement.of_name()),
    }
}

/// In whose name, before the place where it is signed.
fn for_state(authority: &str) -> String {
    format!("Pour le {} et par délégation,", lower_first(authority))
}

/// Where somebody signs: for whom, then what is written by hand. A line each.
fn signature(of: &str) -> String {
    format!("{of}\nNom et qualité\u{a0}:\nFait à\u{a0}:\nLe\u{a0}:\nSignature\u{a0}:")
}

/// Articles of the code du travail on the convention and the aid of each kind (`domain.md` §6.1).
const LAW: [(Kind, &str); 4] = [
    (Kind::Ei, "R. 5132-1 à R. 5132-10"),
    (Kind::Etti, "R. 5132-10-6 à R. 5132-10-14"),
    (Kind::Ai, "R. 5132-11 à R. 5132-26"),
    (Kind::Aci, "R. 5132-27 à R. 5132-43"),
];

/// What a decision on a kind rests on: `Vu le code du travail, articles L. 5132-1 à …`.
fn law(kind: Kind) -> String {
    let own = LAW.iter().find(|(known, _)| *known == kind);
    own.map_or_else(
        || "Vu la loi n° 2018-771 du 5 septembre 2018, article 83\u{202f};".to_owned(),
        |(_, own)| format!("Vu le code du travail, articles L. 5132-1 à L. 5132-15-1 et {own}\u{202f};"),
    )
}

/// The opinions that the structure may read: `Vu l’avis favorable de la commission IAE du 9 décembre 2026 ;`.
fn opinions(snapshot: &Snapshot) -> impl Iterator<Item = String> {
    let shared = snapshot.instruction.given().filter(|(_, given)| !given.confidential);
    let mut shared: Vec<_> =
        shared.map(|(opinion, given)| (given.on, given.stance, opinion.of.of_label())).collect();
    shared.sort_by_key(|(on, ..)| *on);
    shared.into_iter().map(|(on, stance, of)| {
        let day = french::long_date(on);
        match stance {
            Stance::Informed => format!("Vu l’information {of} du {day}\u{202f};"),
            said => format!("Vu l’avis {} {of} du {day}\u{202f};", lower_first(said.label())),
        }
    })
}

pub(crate) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// Name and address of the structure, as its dossier says them.
fn address(snapshot: &Snapshot) -> Vec<String> {
    let said = |key: &str| counted_text(snapshot, key);
    let name = said("structure.denomination").unwrap_or_else(|| snapshot.opening.structure_name.clone());
    let place = [said("structure.adresse.code_postal"), said("structure.adresse.commune")];
    let place: Vec<String> = place.into_iter().flatten().collect();
    let street = said("structure.adresse.voie");
    let lines = [Some(name), street, Some(place.join(" ")).filter(|place| !place.is_empty())];
    lines.into_iter().flatten().collect()
}

/// What the version sent answers to a question, as a text.
fn counted_text(snapshot: &Snapshot, key: &str) -> Option<String> {
    let value = snapshot.submission()?.counted.get(&key.parse().ok()?)?;
    match value {
        form::Value::Coded(coded) => Some(coded.label.clone()),
        other => other.text().map(str::to_owned),
    }
}

/// `Atelier et chantier d’insertion (ACI)`.
fn kind_name(opening: &Opening) -> String {
    format!("{} ({})", opening.kind.name(), opening.kind)
}

fn euros(amount: Decimal) -> String {
    french::quantity(amount, &FieldType::Euros)
}

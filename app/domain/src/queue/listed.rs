//! What a queue reads of a dossier that was sent: derived from its log, as its snapshot is.

use form::{Decimal, Path, french::plain_letter};

use crate::{
    Kind, Timestamp,
    dossier::{Awaits, Snapshot},
};

/// What the queue is ordered and searched by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What it awaits.
    pub awaits: Awaits,
    /// Since when its delay would run, had it never stopped; none while it does not run.
    pub running_from: Option<Timestamp>,
    /// ETP asked, or independent workers for an EITI.
    pub posts: Option<Decimal>,
    /// Difference with last year, percent, at two decimals.
    pub gap: Option<Decimal>,
    /// Amount asked, euros.
    pub amount: Option<Decimal>,
    /// Findings that the version sent leaves to read, but for those that were set aside.
    pub findings: u32,
    /// Départements concerned.
    pub places: String,
    /// Names and numbers, without capitals nor accents. Words are looked for in [`super::Searched`], which holds them too.
    pub words: String,
}

/// A text as it is searched: without capitals nor accents.
#[must_use]
pub fn plain(text: &str) -> String {
    text.chars().map(plain_letter).collect()
}

impl Listed {
    /// What the queue reads of a dossier; nothing of a draft.
    #[must_use]
    pub fn of(snapshot: &Snapshot) -> Option<Self> {
        let (awaits, sent) = (snapshot.awaits()?, snapshot.submission()?);
        let opening = &snapshot.opening;
        // An EITI asks for people, the others for ETP: this year and last are read from the same key.
        let (posts, amount) = match opening.kind {
            Kind::Eiti => ("etp.ti", "etp.montant_ti"),
            _ => ("etp.demandes", "etp.montant"),
        };
        let read = |key: &str| Path::parse(key).ok();
        let counted = |key: &str| sent.counted.get(&read(key)?);
        let before = read(posts).and_then(|path| {
            opening
                .previous
                .iter()
                .find(|(known, _)| *known == path)
                .and_then(|(_, known)| known.value.number())
        });
        let posts = counted(posts).and_then(form::Value::number);
        let gap = posts.zip(before).filter(|(_, before)| !before.is_zero());
        let gap = gap.and_then(|(posts, before)| {
            (posts - before).checked_div(before)?.checked_mul(Decimal::ONE_HUNDRED).map(|gap| gap.round_dp(2))
        });
        let places = opening.places();
        let said =
            ["structure.siret", "structure.adresse.commune", "structure.denomination", "structure.enseigne"];
        let said = said.into_iter().filter_map(|key| counted(key)?.text());
        let own = [opening.structure_name.as_str(), sent.reference.as_str(), opening.kind.code(), &places];
        let words: Vec<&str> = own.into_iter().chain(said).collect();
        Some(Self {
            awaits,
            running_from: snapshot.running_from(),
            posts,
            gap,
            amount: counted(amount).and_then(form::Value::number),
            findings: snapshot.instruction.aside.left_of(sent.findings),
            words: plain(&words.join(" ")),
            places,
        })
    }
}

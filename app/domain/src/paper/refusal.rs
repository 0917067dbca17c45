//! The notification of a refusal: why, and what may be done about it.

use form::french;

use super::{Block, Paper, PaperKind, blank, kind_name};
use crate::dossier::Snapshot;

/// The notification of a demand that is refused.
#[must_use]
pub fn refusal(snapshot: &Snapshot) -> Option<Paper> {
    let ruling = snapshot.ruling().filter(|ruling| !ruling.granted)?;
    let opening = &snapshot.opening;
    let word = opening.about.word();
    let title = format!("Décision sur votre {word} {} {}", opening.kind, opening.year);
    let mut paper = blank(snapshot, PaperKind::Refusal, title)?;
    paper.on = Some(french::time_of_day(ruling.at).0);
    let motive = ruling.motive.map(|motive| format!("{}\u{a0}: ", motive.label())).unwrap_or_default();
    paper.blocks = vec![
        Block::Paragraph(format!(
            "Votre {word} pour {} en {} ({}) est refusé.",
            kind_name(opening),
            opening.year,
            paper.reference
        )),
        Block::Heading("Motif".to_owned()),
        Block::Paragraph(format!("{motive}{}", ruling.reason)),
        Block::Heading("Voies et délais de recours".to_owned()),
        Block::Paragraph(
            "Dans les deux mois qui suivent la notification de cette décision, vous pouvez\u{a0}:".to_owned(),
        ),
        Block::List(vec![
            format!("demander à la {} de la reconsidérer (recours gracieux)\u{202f};", paper.service),
            "former un recours hiérarchique auprès du ministre chargé de l’emploi\u{202f};".to_owned(),
            "la contester devant le tribunal administratif, y compris sur www.telerecours.fr.".to_owned(),
        ]),
        Block::Signatures(vec!["Pour l’État".to_owned()]),
    ];
    Some(paper)
}

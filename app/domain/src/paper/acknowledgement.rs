//! The acknowledgement: the dossier is complete, and until when it is instructed.

use form::french;

use super::{Block, Paper, PaperKind, blank, kind_name};
use crate::dossier::Snapshot;

/// The acknowledgement of a dossier that was found complete.
#[must_use]
pub fn acknowledgement(snapshot: &Snapshot, delay_days: u16) -> Option<Paper> {
    let known = snapshot.instruction.acknowledged.as_ref()?;
    let opening = &snapshot.opening;
    let word = opening.about.word();
    let sent = snapshot.submissions.first()?;
    let on = french::time_of_day(known.at).0;
    let told = french::time_of_day(sent.at).0;
    let title = format!("Accusé de réception de votre {word} {} {}", opening.kind, opening.year);
    let mut paper = blank(snapshot, PaperKind::Acknowledgement, title)?;
    let until = snapshot.last_day(delay_days).map(|day| {
        format!(
            " Il court jusqu’au {}, sauf demande de correction, qui le suspend jusqu’à ce que vous transmettiez de nouveau.",
            french::long_date(day)
        )
    });
    paper.on = Some(on);
    paper.blocks = vec![
        Block::Paragraph(format!(
            "Votre {word}, transmis le {}, est complet. La {} l’instruit.",
            french::long_date(told),
            paper.service
        )),
        Block::Fields(vec![
            ("Référence".to_owned(), sent.reference.to_string()),
            ("Structure".to_owned(), opening.structure_name.clone()),
            ("Objet".to_owned(), format!("{}, année {}", kind_name(opening), opening.year)),
            ("Départements".to_owned(), opening.places()),
        ]),
        Block::Paragraph(format!(
            "Le délai d’instruction est de {} à compter de la première transmission.{}",
            french::count(usize::from(delay_days), "jour", "jours"),
            until.unwrap_or_default()
        )),
        Block::Paragraph(
            "Cet accusé de réception ne préjuge pas de la décision. Il est établi en application de l’article L. 112-3 du code des relations entre le public et l’administration.".to_owned(),
        ),
    ];
    Some(paper)
}

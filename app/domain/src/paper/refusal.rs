//! The notification of a refusal: why, and what may be done about it.

use form::french;

use super::{
    Block, Paper, PaperKind, blank, counted_text, for_state, kind_name, law, lower_first, opinions, signature,
};
use crate::{
    Kind,
    dossier::{About, Opening, Snapshot, procedure::Ruling},
};

/// Articles of the code du travail by which each kind reports every year on its convention (`domain.md` §6.1).
const REPORT: [(Kind, &str); 4] = [
    (Kind::Ei, "R. 5132-3"),
    (Kind::Etti, "R. 5132-10-8"),
    (Kind::Ai, "R. 5132-13"),
    (Kind::Aci, "R. 5132-29"),
];

/// What is asked, by the nature of the demand (`demande.nature`): what is refused, as a title and as a sentence say it.
const ASKED: [(&str, &str, &str); 3] = [
    ("renouvellement", "de renouvellement de convention", "de renouvellement de votre convention"),
    ("avenant_annuel", "d’avenant annuel", "d’avenant annuel à votre convention"),
    ("avenant_modificatif", "d’avenant modificatif", "d’avenant modificatif à votre convention"),
];

/// The notification of a demand that is refused, or of a bilan that is not accepted.
#[must_use]
pub fn refusal(snapshot: &Snapshot) -> Option<Paper> {
    of_ruling(snapshot, snapshot.ruling().filter(|ruling| !ruling.granted)?)
}

/// The same of a decision, taken or not.
pub(super) fn of_ruling(snapshot: &Snapshot, ruling: &Ruling) -> Option<Paper> {
    let opening = &snapshot.opening;
    let (of_title, of_demand) = asked(snapshot);
    let title = match opening.about {
        About::Demand => {
            format!("Notification de refus {of_title}, {} {}", opening.kind, opening.year)
        }
        About::Bilan => format!("Décision sur votre bilan {} {}", opening.kind, opening.year),
    };
    let mut paper = blank(snapshot, PaperKind::Refusal, title)?;
    paper.on = Some(french::time_of_day(ruling.at).0);
    let motive = ruling.motive.map(|motive| format!("{}\u{a0}: ", motive.label())).unwrap_or_default();
    let refused = match opening.about {
        About::Demand => format!(
            "Votre demande {of_demand} pour {} en tant qu’{}, référence {}, est refusée.",
            opening.year,
            lower_first(&kind_name(opening)),
            paper.reference
        ),
        About::Bilan => format!(
            "Votre bilan de l’année {} en tant qu’{}, référence {}, n’est pas accepté.",
            opening.year,
            lower_first(&kind_name(opening)),
            paper.reference
        ),
    };
    paper.blocks = vec![
        Block::List(seen(snapshot)),
        Block::Paragraph(refused),
        Block::Heading("Motif".to_owned()),
        Block::Paragraph(format!("{motive}{}", ruling.reason)),
    ];
    if opening.about == About::Bilan {
        paper.blocks.extend(still_due(opening, &paper.service));
    }
    paper.blocks.extend([
        Block::Heading("Voies et délais de recours".to_owned()),
        Block::Paragraph(
            "Dans les deux mois qui suivent la notification de cette décision, vous pouvez\u{a0}:".to_owned(),
        ),
        Block::List(vec![
            format!("demander à la {} de la reconsidérer (recours gracieux)\u{202f};", paper.service),
            "former un recours hiérarchique auprès du ministre chargé de l’emploi\u{202f}; l’un ou l’autre, formé dans ce délai, en fait courir un nouveau de deux mois à compter de sa réponse, ou de son silence gardé deux mois, qui vaut rejet\u{202f};".to_owned(),
            format!("la contester devant le tribunal administratif dont dépend le siège de votre structure{}, y compris sur www.telerecours.fr.", court(opening)),
        ]),
        Block::Signatures(vec![signature(&for_state(&paper.authority))]),
    ]);
    Some(paper)
}

/// What the demand asked for, as a title and as a sentence say it.
fn asked(snapshot: &Snapshot) -> (&'static str, &'static str) {
    const FIRST: (&str, &str) = ("de conventionnement", "de conventionnement");
    let nature = counted_text(snapshot, "demande.nature");
    let known = ASKED.iter().find(|(key, ..)| nature.as_deref() == Some(*key));
    known.map_or(FIRST, |(_, title, sentence)| (title, sentence))
}

/// The court of the département that instructs: ` (celui de Rennes pour un siège dans le département du Finistère)`.
fn court(opening: &Opening) -> String {
    let of_court = opening.departement.of_court();
    of_court.map_or_else(String::new, |of_court| {
        let of_name = opening.departement.of_name();
        format!(" (celui {of_court} pour un siège dans le département {of_name})")
    })
}

/// What the decision rests on: the law, what was sent, the opinions that the structure may read.
fn seen(snapshot: &Snapshot) -> Vec<String> {
    let opening = &snapshot.opening;
    let mut seen = vec![law(opening.kind)];
    seen.extend(snapshot.submission().map(|sent| {
        let day = french::long_date(french::time_of_day(sent.at).0);
        let what = match opening.about {
            About::Demand => format!("la demande {} transmise", sent.reference),
            About::Bilan => format!("le bilan {} transmis", sent.reference),
        };
        format!("Vu {what} le {day}\u{202f};")
    }));
    seen.extend(opinions(snapshot));
    seen
}

/// A bilan is not asked for but owed: one that is not accepted is corrected and sent again.
fn still_due(opening: &Opening, service: &str) -> [Block; 2] {
    let law = REPORT.iter().find(|(kind, _)| *kind == opening.kind);
    let law = law.map_or_else(
        || "de la loi n° 2018-771 du 5 septembre 2018, article 83".to_owned(),
        |(_, article)| format!("de l’article {article} du code du travail"),
    );
    [
        Block::Heading("Ce qu’il vous reste à faire".to_owned()),
        Block::Paragraph(format!(
            "Le compte rendu annuel de votre activité reste dû, en application {law}. La {service} peut rouvrir ce bilan\u{a0}: vous le corrigez alors sans le ressaisir, et le transmettez de nouveau. Demandez-le-lui par les messages de ce bilan."
        )),
    ]
}

#[cfg(test)]
mod tests {
    use form::{Answers, Parameters};

    use super::*;
    use crate::{
        PersonId, StructureId,
        dossier::{Actor, Body, Event, Reference},
        paper::papers,
        testing,
    };

    fn refused(about: About, kind: Kind) -> Snapshot {
        refused_with(about, kind, Answers::default())
    }

    fn refused_with(about: About, kind: Kind, counted: Answers) -> Snapshot {
        let opening = Opening { about, kind, ..testing::opening(StructureId::of_asp(1), &["29"]) };
        let bodies = [
            Body::Opened(Box::new(opening)),
            Body::Submitted {
                version: 1,
                reference: Reference::read("IAE-2027-29-ACI-7K3M9Q").expect("a reference"),
                counted,
                parameters: Parameters::default(),
                findings: 0,
            },
            Body::Decided {
                version: 1,
                granted: false,
                reason: "Les sorties ne sont pas comptées.".to_owned(),
                motive: None,
                terms: None,
            },
        ];
        let (by, at) = (Actor::Person(PersonId(uuid::Uuid::nil())), "2027-06-10T09:00:00Z");
        let at = at.parse().expect("an instant");
        let event = |(seq, body)| Event { seq, at, actor: by, stamp: None, body };
        let log: Vec<Event> = (1..).zip(bodies).map(event).collect();
        Snapshot::fold(&log).expect("a log")
    }

    /// All that it says, a line a block.
    fn said(paper: &Paper) -> String {
        let block = |block: &Block| match block {
            Block::Heading(text) | Block::Paragraph(text) => text.clone(),
            Block::List(items) => items.join("\n"),
            _ => String::new(),
        };
        let blocks: Vec<String> = paper.blocks.iter().map(block).collect();
        format!("{}\n{}", paper.title, blocks.join("\n"))
    }

    #[test]
    fn a_bilan_that_is_not_accepted_is_still_due_and_a_demand_is_refused() {
        const DUE: &str = "Ce qu’il vous reste à faire";
        for (about, kind, says, says_not) in [
            (About::Demand, Kind::Aci, "référence IAE-2027-29-ACI-7K3M9Q, est refusée.", DUE),
            (
                About::Bilan,
                Kind::Aci,
                "Votre bilan de l’année 2027 en tant qu’atelier et chantier",
                "est refusé",
            ),
            (About::Bilan, Kind::Aci, "de l’article R. 5132-29 du code du travail", "loi n° 2018-771"),
            (About::Bilan, Kind::Ai, "de l’article R. 5132-13 du code du travail", "est refusé"),
            (About::Bilan, Kind::Ei, "de l’article R. 5132-3 du code du travail", "est refusé"),
            (About::Bilan, Kind::Etti, "de l’article R. 5132-10-8 du code du travail", "est refusé"),
            (About::Bilan, Kind::Eiti, "de la loi n° 2018-771", "code du travail"),
        ] {
            let snapshot = refused(about, kind);
            assert_eq!(papers(&snapshot), [PaperKind::Refusal], "{about:?} {kind}");
            let said = said(&refusal(&snapshot).expect("it is refused"));
            assert!(said.contains(says) && !said.contains(says_not), "{about:?} {kind}: {said}");
            for shared in [
                "Les sorties ne sont pas comptées.",
                "deux mois",
                "tribunal administratif",
                "celui de Rennes",
            ] {
                assert!(said.contains(shared), "{about:?} {kind}: {shared}: {said}");
            }
        }
    }

    #[test]
    fn what_is_refused_bears_the_name_of_what_was_asked() {
        for (nature, title, sentence) in [
            ("premiere", "refus de conventionnement, ACI", "Votre demande de conventionnement pour 2027"),
            (
                "renouvellement",
                "refus de renouvellement de convention, ACI",
                "Votre demande de renouvellement de votre convention pour 2027",
            ),
            (
                "avenant_annuel",
                "refus d’avenant annuel, ACI",
                "Votre demande d’avenant annuel à votre convention pour 2027",
            ),
            (
                "avenant_modificatif",
                "refus d’avenant modificatif, ACI",
                "Votre demande d’avenant modificatif à votre convention pour 2027",
            ),
        ] {
            let mut counted = Answers::default();
            counted
                .set("demande.nature".parse().expect("a key"), Some(form::Value::Choice(nature.to_owned())));
            let said = said(&refusal(&refused_with(About::Demand, Kind::Aci, counted)).expect("refused"));
            assert!(said.contains(title) && said.contains(sentence), "{nature}: {said}");
        }
    }
}

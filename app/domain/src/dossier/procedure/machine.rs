//! The states of a dossier and what may be done in each: one table, read by the guards, the pages and `docs/etats.md`.

use super::super::State;

/// Something that is done to a dossier and moves its procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// The structure sends it, the first time or once it is corrected.
    Send,
    /// The service asks for a correction.
    Ask,
    /// The structure answers a correction.
    Answer,
    /// The service closes a correction, or asks for it again.
    Settle,
    /// The service takes the dossier back without waiting for what it asked to correct.
    TakeBack,
    /// The service says that it is complete, and acknowledges it.
    Acknowledge,
    /// The service asks for an opinion, or writes down the one that was given.
    Consult,
    /// The service of the département proposes a decision to that of the region.
    Propose,
    /// The service of the region gives a proposal back.
    Return,
    /// The service decides: that of the département, or that of the region on a proposal.
    Decide,
    /// The service notes the numbers that ASP gave to the convention and its annexes.
    Number,
    /// The service takes up again what was decided or given up.
    Reopen,
    /// The structure gives its demand up.
    Withdraw,
}

/// Whose act it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The structure.
    Structure,
    /// The service that instructs.
    Service,
    /// The service of the region, where it validates; the one that instructs elsewhere.
    Region,
}

/// What may be done, by whom, where, and where that leads: nowhere else when nothing else is said.
pub struct Row {
    /// What is done.
    pub act: Act,
    /// It in words.
    pub label: &'static str,
    /// Whose it is.
    pub side: Side,
    /// The states in which it may be done.
    pub from: &'static [State],
    /// The states it may lead to.
    pub to: &'static [State],
}

use State::{Complete, Draft, Granted, Proposed, Refused, Submitted, ToCorrect, Withdrawn};

/// The table.
pub const TABLE: [Row; 13] = [
    Row {
        act: Act::Send,
        label: "Transmettre",
        side: Side::Structure,
        from: &[Draft, ToCorrect],
        to: &[Submitted, Complete],
    },
    Row {
        act: Act::Ask,
        label: "Demander une correction",
        side: Side::Service,
        from: &[Submitted, ToCorrect, Complete],
        to: &[ToCorrect],
    },
    Row {
        act: Act::Answer,
        label: "Répondre à une correction",
        side: Side::Structure,
        from: &[ToCorrect],
        to: &[ToCorrect],
    },
    Row {
        act: Act::Settle,
        label: "Clore une correction",
        side: Side::Service,
        from: &[Submitted, ToCorrect, Complete],
        to: &[Submitted, ToCorrect, Complete],
    },
    Row {
        act: Act::TakeBack,
        label: "Reprendre sans attendre la correction",
        side: Side::Service,
        from: &[ToCorrect],
        to: &[Submitted, Complete],
    },
    Row {
        act: Act::Acknowledge,
        label: "Accuser réception",
        side: Side::Service,
        from: &[Submitted],
        to: &[Complete],
    },
    Row {
        act: Act::Consult,
        label: "Recueillir un avis",
        side: Side::Service,
        from: &[Submitted, ToCorrect, Complete],
        to: &[Submitted, ToCorrect, Complete],
    },
    Row { act: Act::Propose, label: "Proposer", side: Side::Service, from: &[Complete], to: &[Proposed] },
    Row {
        act: Act::Return,
        label: "Rendre la proposition",
        side: Side::Region,
        from: &[Proposed],
        to: &[Complete],
    },
    Row {
        act: Act::Decide,
        label: "Décider",
        side: Side::Region,
        from: &[Complete, Proposed],
        to: &[Granted, Refused],
    },
    Row {
        act: Act::Number,
        label: "Noter les numéros de l’ASP",
        side: Side::Service,
        from: &[Granted],
        to: &[Granted],
    },
    Row {
        act: Act::Reopen,
        label: "Reprendre",
        side: Side::Region,
        from: &[Granted, Refused, Withdrawn],
        to: &[Submitted, ToCorrect, Complete],
    },
    Row {
        act: Act::Withdraw,
        label: "Retirer la demande",
        side: Side::Structure,
        from: &[Submitted, ToCorrect, Complete, Proposed],
        to: &[Withdrawn],
    },
];

impl Act {
    fn row(self) -> &'static Row {
        TABLE.iter().find(|row| row.act == self).expect("each act has its line, as a test holds")
    }

    /// Whether it may be done in a state.
    #[must_use]
    pub fn is_open_in(self, state: State) -> bool {
        self.row().from.contains(&state)
    }

    /// Whose it is.
    #[must_use]
    pub fn side(self) -> Side {
        self.row().side
    }
}

/// A state as each reads it: the structure, the service.
const STATES: [(State, &str, &str); 8] = [
    (Draft, "Brouillon, non transmis", "Brouillon, inconnu du service"),
    (Submitted, "Transmis", "Transmis, à lire"),
    (ToCorrect, "À corriger", "En correction chez la structure"),
    (Complete, "En instruction", "Complet, en instruction"),
    (Proposed, "En instruction", "Proposé, à valider par la DREETS"),
    (Granted, "Accepté", "Accepté"),
    (Refused, "Refusé", "Refusé"),
    (Withdrawn, "Retiré", "Retiré par la structure"),
];

impl State {
    /// Whether the structure works on the dossier: before it is sent, and on corrections.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::ToCorrect)
    }

    /// All of them, in the order of the procedure.
    pub fn all() -> impl Iterator<Item = Self> {
        STATES.into_iter().map(|(state, ..)| state)
    }

    fn labels(self) -> (&'static str, &'static str) {
        STATES.iter().find(|(state, ..)| *state == self).map_or(("", ""), |(_, own, service)| (own, service))
    }

    /// It in words, for the structure.
    #[must_use]
    pub fn to_structure(self) -> &'static str {
        self.labels().0
    }

    /// It in words, for the service.
    #[must_use]
    pub fn to_service(self) -> &'static str {
        self.labels().1
    }
}

/// The table as a document: `docs/etats.md`, held to the code by a test.
#[must_use]
pub fn document() -> String {
    let mut text = "# États d’un dossier\n\nÉcrit par `domain::dossier::procedure::machine` ; un test compare ce fichier au code.\n\n| État | Pour la structure | Pour le service |\n|---|---|---|\n".to_owned();
    for state in State::all() {
        text += &format!("| {state:?} | {} | {} |\n", state.to_structure(), state.to_service());
    }
    text += "\n```mermaid\nstateDiagram-v2\n    [*] --> Draft\n";
    for row in &TABLE {
        for from in row.from {
            for to in row.to.iter().filter(|to| *to != from && leads(row.act, *from, **to)) {
                text += &format!("    {from:?} --> {to:?}: {}\n", row.label);
            }
        }
    }
    text += "```\n\n| Acte | Par | Dans |\n|---|---|---|\n";
    for row in &TABLE {
        let side = match row.side {
            Side::Structure => "la structure",
            Side::Service => "le service du département",
            Side::Region => "le service du département, ou la DREETS là où elle valide",
        };
        let from: Vec<&str> = row.from.iter().map(|state| state.to_service()).collect();
        text += &format!("| {} | {side} | {} |\n", row.label, from.join(", "));
    }
    text
}

/// Whether an act may lead from a state to another: what is corrected goes back to where it was, and who is asked for
/// nothing more is asked for nothing.
#[must_use]
pub fn leads(act: Act, from: State, to: State) -> bool {
    let row = act.row();
    if !row.from.contains(&from) || !row.to.contains(&to) {
        return false;
    }
    match (act, from, to) {
        (Act::Send, Draft, to) => to == Submitted,
        (Act::Settle, from, to) => from == to || from == ToCorrect || to == ToCorrect,
        (Act::Consult, from, to) => from == to,
        (Act::Reopen, Granted | Refused, to) => to == Complete,
        _ => true,
    }
}

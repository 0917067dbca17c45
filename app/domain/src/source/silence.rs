//! Why a source said nothing, and what is shown of it.

use form::{Date, french};
use jiff::SignedDuration;

use super::Found;
use crate::Timestamp;

/// Why a source said nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Silence {
    /// It does not know the structure: a person types.
    #[error("structure inconnue de la source")]
    Absent,
    /// It does not take our key: whoever keeps the application looks at it.
    #[error("clé refusée par la source")]
    KeyRefused,
    /// It does not answer: it is asked again.
    #[error("source indisponible")]
    Unavailable {
        /// Not before then.
        next: Timestamp,
    },
    /// It refused our question, or its answer could not be read: the connector is to be looked at.
    #[error("réponse de la source illisible")]
    Misunderstood,
}

/// How a source stands, beside the values of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It told something.
    Told {
        /// How many data.
        data: usize,
        /// The day it said so.
        as_of: Date,
        /// Why it is not of today, when it is an earlier answer.
        instead_of: Option<Silence>,
    },
    /// It told nothing.
    Silent(Silence),
}

impl Silence {
    /// Whether the source is asked again within a quarter of an hour: who looks at the page may wait for it.
    #[must_use]
    pub fn ends_soon(&self, now: Timestamp) -> bool {
        matches!(self, Self::Unavailable { next } if next.duration_since(now) < SignedDuration::from_mins(15))
    }
}

impl State {
    /// How a source stands after its answer.
    #[must_use]
    pub fn of(answer: &Result<Found, Silence>) -> Self {
        match answer {
            Ok(found) => Self::Told { data: found.data(), as_of: found.as_of, instead_of: found.instead_of },
            Err(silence) => Self::Silent(*silence),
        }
    }

    /// The same in French, for the day that is.
    #[must_use]
    pub fn said(&self, today: Date) -> String {
        match self {
            Self::Told { data, as_of, instead_of } => {
                let told =
                    format!("{} du {}", french::count(*data, "donnée", "données"), french::date(*as_of));
                match instead_of {
                    Some(silence) => format!("{told}. {}", silence.said(today)),
                    None => told,
                }
            }
            Self::Silent(silence) => silence.said(today),
        }
    }
}

impl Silence {
    /// What is shown of it in French, for the day that is; nothing in it hinders typing.
    #[must_use]
    pub fn said(&self, today: Date) -> String {
        match self {
            Self::Absent => "Cette source ne connaît pas la structure.".to_owned(),
            Self::KeyRefused => {
                "Cette source refuse notre accès : l’équipe technique doit renouveler la clé.".to_owned()
            }
            Self::Unavailable { next } => {
                let (day, time) = french::time_of_day(*next);
                let day = if day == today { String::new() } else { format!("le {} ", french::date(day)) };
                format!("Cette source ne répond pas. Nouvel essai {day}à {time}.")
            }
            Self::Misunderstood => {
                "La réponse de cette source n’a pas été comprise : l’équipe technique doit la regarder."
                    .to_owned()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_says_how_many_data_or_when_it_is_asked_again() {
        let today = Date::constant(2026, 11, 26);
        let next: Timestamp = "2026-11-26T13:05:00Z".parse().expect("an instant");
        let tomorrow: Timestamp = "2026-11-26T23:30:00Z".parse().expect("an instant");
        let told = |data, instead_of| State::Told { data, as_of: Date::constant(2026, 11, 20), instead_of };
        let down = Silence::Unavailable { next };
        for (state, said) in [
            (told(1, None), "1~donnée du 20/11/2026"),
            (told(12, None), "12~données du 20/11/2026"),
            (
                told(12, Some(down)),
                "12~données du 20/11/2026. Cette source ne répond pas. Nouvel essai à 14:05.",
            ),
            (State::Silent(down), "Cette source ne répond pas. Nouvel essai à 14:05."),
            (
                State::Silent(Silence::Unavailable { next: tomorrow }),
                "Cette source ne répond pas. Nouvel essai le 27/11/2026 à 00:30.",
            ),
            (State::Silent(Silence::Absent), "Cette source ne connaît pas la structure."),
        ] {
            assert_eq!(state.said(today), said.replace('~', "\u{a0}"));
        }
    }

    #[test]
    fn an_answer_stands_for_itself_and_a_silence_too() {
        let day = Date::constant(2026, 11, 26);
        let none = State::Told { data: 0, as_of: day, instead_of: None };
        assert_eq!(State::of(&Ok(Found::on(day))), none);
        assert_eq!(State::of(&Err(Silence::Absent)), State::Silent(Silence::Absent));
    }
}

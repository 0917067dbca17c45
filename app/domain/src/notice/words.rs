//! The words of notices: what happened, what to do next, the page to go to.

use form::french;

use super::{Cause, Whom};
use crate::dossier::{DossierId, Snapshot, procedure::opinion::Opinion};

/// What a notice says.
pub(super) struct Words {
    /// In a line.
    pub subject: String,
    /// In some sentences.
    pub text: String,
    /// The page to go to.
    pub path: String,
}

/// What the words of a reminder are about.
pub(super) enum Recalled {
    /// The day that something is expected.
    On(form::Date),
    /// So many corrections, asked since a day.
    Since(form::Date, usize),
    /// The opinion of somebody, as said after « avis », expected on a day where one was said.
    Opinion(&'static str, Option<form::Date>),
    /// The opinion of somebody, which was expected on a day that passed.
    Late(&'static str, form::Date),
}

impl Recalled {
    /// An opinion that is asked for.
    pub(super) fn of(opinion: &Opinion) -> Self {
        Self::Opinion(opinion.of.of_label(), opinion.until)
    }
}

/// What happened, what to do next, and where.
struct Said {
    happened: String,
    subject: String,
    next: String,
    path: &'static str,
}

/// What a side of a dossier is told.
pub(super) fn of(
    cause: Cause,
    whom: Whom,
    (id, snapshot): (DossierId, &Snapshot),
    recalled: Option<&Recalled>,
) -> Words {
    let opening = &snapshot.opening;
    let what = format!("{} {} {}", opening.about.word(), opening.kind, opening.year);
    let said = match whom {
        Whom::Structure => to_structure(cause, snapshot, &what, recalled),
        Whom::Service | Whom::Region => to_service(cause, snapshot, &what, recalled),
        Whom::Adviser => to_adviser(cause, snapshot, &what, recalled),
    };
    let (subject, path) = match whom {
        Whom::Structure => (french::capital(&said.subject), format!("/dossiers/{id}{}", said.path)),
        // A service has the dossiers of many.
        Whom::Service | Whom::Region => {
            let subject = format!("{}\u{a0}: {}", opening.structure_name, said.subject);
            (subject, format!("/instruction/dossiers/{id}{}", said.path))
        }
        // What is asked no more is no more theirs to read.
        Whom::Adviser if cause == Cause::OpinionDropped => {
            (french::capital(&said.subject), "/notifications".to_owned())
        }
        Whom::Adviser => (french::capital(&said.subject), format!("/avis/dossiers/{id}{}", said.path)),
    };
    let text = format!("Bonjour,\n\n{}\n\n{}", said.happened, said.next);
    Words { subject, text, path }
}

fn to_structure(cause: Cause, snapshot: &Snapshot, what: &str, recalled: Option<&Recalled>) -> Said {
    let opening = &snapshot.opening;
    let to = opening.to_services();
    let whose = format!("Le {what} de «\u{a0}{}\u{a0}»", opening.structure_name);
    let reference = snapshot.submission().map_or_else(String::new, |sent| sent.reference.to_string());
    let said = |happened: String, subject: String, next: &str, path: &'static str| Said {
        happened,
        subject,
        next: next.to_owned(),
        path,
    };
    match cause {
        Cause::Sent => said(
            format!("{whose} est transmis {to}. Sa référence est {reference}."),
            format!("{what} transmis"),
            "Vous n’avez rien à faire pour l’instant. Gardez le récépissé\u{a0}: nous vous écrirons si le service demande une correction, et quand il aura reconnu le dossier complet.",
            "/recepisse",
        ),
        Cause::SentAgain => said(
            format!("{whose} est transmis de nouveau {to}, avec ce que vous avez corrigé."),
            format!("{what} transmis de nouveau"),
            "Vous n’avez rien à faire pour l’instant\u{a0}: le service relit ce qui a changé.",
            "/suivi",
        ),
        Cause::CorrectionAsked => said(
            format!(
                "Le service vous demande de corriger le {what} de «\u{a0}{}\u{a0}».",
                opening.structure_name
            ),
            format!("correction demandée sur le {what}"),
            "Ouvrez le dossier pour lire ce qui est demandé, corrigez, répondez à chaque demande, puis transmettez de nouveau. Le délai d’instruction est suspendu en attendant.",
            "/corrections",
        ),
        Cause::CorrectionClosed => said(
            format!(
                "Le service n’attend plus rien d’une correction qu’il avait demandée sur le {what} de «\u{a0}{}\u{a0}».",
                opening.structure_name
            ),
            format!("correction close sur le {what}"),
            "Ouvrez le dossier pour voir s’il reste d’autres corrections à faire.",
            "/corrections",
        ),
        Cause::Acknowledged => said(
            format!("{whose} est reconnu complet. Son instruction continue."),
            format!("{what} reconnu complet"),
            "Vous n’avez rien à faire. L’accusé de réception et la suite du calendrier sont sur la page de suivi.",
            "/suivi",
        ),
        Cause::Granted | Cause::Refused => said(
            format!("Une décision est prise sur le {what} de «\u{a0}{}\u{a0}».", opening.structure_name),
            format!("décision sur le {what}"),
            "Ouvrez le dossier pour la lire et télécharger les courriers.",
            "/suivi",
        ),
        Cause::Numbered => said(
            format!(
                "La convention du {what} de «\u{a0}{}\u{a0}» porte les numéros donnés par l’ASP.",
                opening.structure_name
            ),
            format!("numéros de l’ASP sur le {what}"),
            "Ouvrez le dossier pour télécharger la convention et son annexe financière avec leurs numéros.",
            "/suivi",
        ),
        Cause::Reopened => said(
            format!("{whose} est de nouveau en instruction."),
            format!("{what} de nouveau en instruction"),
            "Ouvrez le dossier pour en lire le motif. Vous n’avez rien à faire tant que le service ne vous demande rien.",
            "/suivi",
        ),
        Cause::GivenUp => said(
            format!("{whose} est retiré\u{a0}: le service en est informé et ne l’instruit plus."),
            format!("{what} retiré"),
            "Si c’est une erreur, écrivez au service depuis les messages du dossier\u{a0}: lui seul peut le reprendre.",
            "/messages",
        ),
        Cause::ServiceWrote => said(
            format!(
                "Le service vous a écrit au sujet du {what} de «\u{a0}{}\u{a0}».",
                opening.structure_name
            ),
            format!("message du service sur le {what}"),
            "Ouvrez le dossier pour le lire et y répondre.",
            "/messages",
        ),
        Cause::DraftDue | Cause::CorrectionDue => recalled_to_structure(cause, snapshot, what, recalled),
        Cause::OpinionAsked
        | Cause::OpinionDropped
        | Cause::OpinionGiven
        | Cause::Proposed
        | Cause::GivenBack
        | Cause::StructureWrote
        | Cause::OpinionDue
        | Cause::DelayDue
        | Cause::Entrusted
        | Cause::TakenOver => unreachable!("a structure is not told of it: the table says so"),
    }
}

/// What a structure is reminded of.
fn recalled_to_structure(cause: Cause, snapshot: &Snapshot, what: &str, recalled: Option<&Recalled>) -> Said {
    let (name, word) = (&snapshot.opening.structure_name, snapshot.opening.about.word());
    let until = day(recalled);
    if cause == Cause::DraftDue {
        return Said {
            happened: format!(
                "Le {what} de «\u{a0}{name}\u{a0}» n’est pas encore transmis. Il est attendu le {until}."
            ),
            subject: format!("{what} à transmettre au plus tard le {until}"),
            next: format!(
                "Complétez-le, vérifiez-le, puis transmettez-le\u{a0}: d’ici là, le service ne connaît pas ce {word}."
            ),
            path: "",
        };
    }
    if matches!(recalled, Some(Recalled::Since(_, 0))) {
        return Said {
            happened: format!(
                "Vous avez répondu aux corrections demandées le {until} sur le {what} de «\u{a0}{name}\u{a0}», mais vous ne l’avez pas transmis de nouveau."
            ),
            subject: format!("{what} corrigé, à transmettre de nouveau"),
            next: format!(
                "Transmettez ce {word}\u{a0}: d’ici là, le service ne voit pas vos réponses et le délai d’instruction est suspendu."
            ),
            path: "/corrections",
        };
    }
    Said {
        happened: format!("{} sur le {what} de «\u{a0}{name}\u{a0}» depuis le {until}.", awaited(recalled)),
        subject: format!("corrections attendues sur le {what}"),
        next: "Corrigez, répondez à chaque demande, puis transmettez de nouveau\u{a0}: le délai d’instruction est suspendu en attendant.".to_owned(),
        path: "/corrections",
    }
}

fn to_service(cause: Cause, snapshot: &Snapshot, what: &str, recalled: Option<&Recalled>) -> Said {
    let opening = &snapshot.opening;
    let reference = snapshot.submission().map_or_else(String::new, |sent| sent.reference.to_string());
    let whose = format!("Le {what} de «\u{a0}{}\u{a0}» ({reference})", opening.structure_name);
    let on = format!("le {what} de «\u{a0}{}\u{a0}» ({reference})", opening.structure_name);
    let said = |happened: String, subject: String, next: &str, path: &'static str| Said {
        happened,
        subject,
        next: next.to_owned(),
        path,
    };
    match cause {
        Cause::Sent => said(
            format!("{whose} vous est transmis."),
            format!("{what} transmis"),
            "Lisez-le, demandez ce qui manque, ou reconnaissez-le complet.",
            "",
        ),
        Cause::SentAgain => said(
            format!("{whose} vous est transmis de nouveau, corrigé."),
            format!("{what} corrigé"),
            "Relisez ce qui a changé, puis acceptez les corrections ou demandez-les de nouveau.",
            "",
        ),
        Cause::OpinionGiven => said(
            format!("Un avis est enregistré sur {on}."),
            format!("avis enregistré sur le {what}"),
            "Ouvrez le dossier pour le lire, puis poursuivez l’instruction.",
            "",
        ),
        Cause::Proposed => said(
            format!("Le service du département vous propose une décision sur {on}."),
            format!("décision proposée sur le {what}"),
            "Ouvrez le dossier pour la lire, puis validez-la ou rendez-la.",
            "/decision",
        ),
        Cause::GivenBack => said(
            format!("La DREETS vous rend la décision que vous proposiez sur {on}."),
            format!("proposition rendue sur le {what}"),
            "Ouvrez le dossier pour lire pourquoi, puis proposez une autre décision.",
            "/decision",
        ),
        Cause::Granted | Cause::Refused => said(
            format!("Une décision est prise sur {on}."),
            format!("décision sur le {what}"),
            "Ouvrez le dossier pour la lire et préparer les courriers. La structure en est informée.",
            "/decision",
        ),
        Cause::Reopened => said(
            format!("{whose} est de nouveau en instruction."),
            format!("{what} de nouveau en instruction"),
            "Ouvrez le dossier pour en lire le motif.",
            "",
        ),
        Cause::GivenUp => said(
            format!("La structure a retiré {on}."),
            format!("{what} retiré"),
            "Vous n’avez plus à l’instruire. Si elle l’a fait par erreur, vous pouvez le reprendre.",
            "",
        ),
        Cause::StructureWrote => said(
            format!(
                "La structure vous a écrit au sujet du {what} de «\u{a0}{}\u{a0}» ({reference}).",
                opening.structure_name
            ),
            format!("message de la structure sur le {what}"),
            "Ouvrez le dossier pour le lire et y répondre.",
            "#messages",
        ),
        Cause::OpinionDue => opinion_due(&on, what, recalled),
        Cause::DelayDue => said(
            format!(
                "Le délai d’instruction du {what} de «\u{a0}{}\u{a0}» ({reference}) se termine le {}.",
                opening.structure_name,
                day(recalled)
            ),
            format!("délai d’instruction du {what} bientôt terminé"),
            "Décidez avant cette date, ou demandez à la structure ce qui manque encore\u{a0}: le délai est alors suspendu.",
            "/decision",
        ),
        Cause::Entrusted | Cause::TakenOver => handed(cause, &whose, what),
        Cause::OpinionAsked
        | Cause::OpinionDropped
        | Cause::CorrectionAsked
        | Cause::CorrectionClosed
        | Cause::Acknowledged
        | Cause::Numbered
        | Cause::ServiceWrote
        | Cause::DraftDue
        | Cause::CorrectionDue => unreachable!("a service is not told of it: the table says so"),
    }
}

/// What a service is told of an opinion that is not given yet.
fn opinion_due(on: &str, what: &str, recalled: Option<&Recalled>) -> Said {
    let (of, day) = (opinion(recalled), day(recalled));
    let happened = match recalled {
        Some(Recalled::Late(..)) => {
            format!("L’avis {of} sur {on} était attendu le {day}. Il n’est pas encore enregistré.")
        }
        _ if day.is_empty() => format!("L’avis {of} sur {on} est demandé, et n’est pas encore enregistré."),
        _ => format!("L’avis {of} sur {on} est attendu le {day}. Il n’est pas encore enregistré."),
    };
    Said {
        happened,
        subject: format!("avis attendu sur le {what}"),
        next: "Relancez la personne consultée, ou enregistrez son avis s’il vous est parvenu.".to_owned(),
        path: "",
    }
}

/// What an agent is told of a dossier that passes to them, or from them.
fn handed(cause: Cause, whose: &str, what: &str) -> Said {
    let (happened, subject, next) = if cause == Cause::Entrusted {
        (
            "vous est confié",
            "qui vous est confié",
            "Ouvrez-le pour l’instruire, ou rendez-le s’il n’est pas pour vous.",
        )
    } else {
        (
            "n’est plus à votre charge",
            "qui n’est plus à votre charge",
            "La page du dossier dit qui s’en occupe. Vos notes et vos demandes y restent.",
        )
    };
    Said {
        happened: format!("{whose} {happened}."),
        subject: format!("{what} {subject}"),
        next: next.to_owned(),
        path: "",
    }
}

/// Who is asked for an opinion, or is reminded of it.
fn to_adviser(cause: Cause, snapshot: &Snapshot, what: &str, recalled: Option<&Recalled>) -> Said {
    let opening = &snapshot.opening;
    let service = opening.departement.employment_service();
    let on = format!("le {what} de «\u{a0}{}\u{a0}»", opening.structure_name);
    if cause == Cause::OpinionDropped {
        return Said {
            happened: format!("La {service} ne demande plus votre avis sur {on}."),
            subject: format!("votre avis n’est plus demandé sur le {what} de {}", opening.structure_name),
            next: "Vous n’avez rien à faire.".to_owned(),
            path: "",
        };
    }
    let is_recalled = cause == Cause::OpinionDue;
    let happened = match (is_recalled, day(recalled)) {
        (true, until) if until.is_empty() => {
            format!("Votre avis sur {on} est attendu. Il n’est pas encore donné.")
        }
        (true, until) if matches!(recalled, Some(Recalled::Late(..))) => {
            format!("Votre avis sur {on} était attendu le {until}. Il n’est pas encore donné.")
        }
        (true, until) => format!("Votre avis sur {on} est attendu le {until}. Il n’est pas encore donné."),
        (false, until) if until.is_empty() => format!("La {service} vous demande votre avis sur {on}."),
        (false, until) => {
            format!("La {service} vous demande votre avis sur {on}. Il est attendu pour le {until}.")
        }
    };
    let subject = if is_recalled { "avis attendu" } else { "avis demandé" };
    Said {
        happened,
        subject: format!("{subject} sur le {what} de {}", opening.structure_name),
        next: "Connectez-vous avec le compte de cette adresse pour lire le dossier et donner votre avis\u{a0}: favorable, réservé ou défavorable.".to_owned(),
        path: "",
    }
}

/// The day that is recalled, in words.
fn day(recalled: Option<&Recalled>) -> String {
    match recalled {
        Some(
            Recalled::On(day)
            | Recalled::Since(day, _)
            | Recalled::Opinion(_, Some(day))
            | Recalled::Late(_, day),
        ) => french::long_date(*day),
        Some(Recalled::Opinion(_, None)) | None => String::new(),
    }
}

/// `2 corrections attendent votre réponse`.
fn awaited(recalled: Option<&Recalled>) -> String {
    let Some(Recalled::Since(_, many)) = recalled else { return String::new() };
    french::count(*many, "correction attend votre réponse", "corrections attendent votre réponse")
}

fn opinion(recalled: Option<&Recalled>) -> &'static str {
    match recalled {
        Some(Recalled::Opinion(of, _) | Recalled::Late(of, _)) => of,
        _ => "",
    }
}

/// The whole text of a mail: what a notice says, the address where one logs in, and who writes.
#[must_use]
pub fn mail(text: &str, address: &str) -> String {
    format!(
        "{text}\n\nOuvrir la page dans le service\u{a0}:\n{address}\n\n-- \nConventionnement IAE\nMessage automatique\u{a0}: il ne contient rien de confidentiel. Pour répondre, connectez-vous au service."
    )
}

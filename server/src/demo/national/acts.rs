//! What a service and a structure do with a dossier once it is sent.

use std::sync::Arc;

use anyhow::Context;
use domain::{
    Timestamp, Viewer,
    dossier::{
        DossierId, Origin, Snapshot,
        procedure::{
            Decision, Motive, Reason, asked_terms,
            opinion::{Adviser, Given, Stance},
        },
        talk::Subject,
    },
    usecase::{self, Services, Sharing},
};
use form::{Path, Trame, Value};

use super::{
    Stage, after,
    altered::{otherwise, written},
};
use crate::demo::{On, completing::complete};

/// Whoever acts saw all there was: nobody else acts on it.
const SEEN: u64 = u64::MAX;

/// When things are done.
#[derive(Clone, Copy, Debug)]
pub(super) struct Calendar {
    /// When it was sent.
    pub(super) sent: Timestamp,
    /// Today: nothing is done later.
    pub(super) now: Timestamp,
}

/// Brings a dossier that was sent to its stage.
pub(super) async fn bring(
    services: &Services,
    (own, agent): (&Viewer, &Viewer),
    id: DossierId,
    (stage, calendar): (Stage, Calendar),
) -> anyhow::Result<()> {
    let on = |days: i64| {
        let clock = Arc::new(On(after(calendar.sent, days, calendar.now)));
        Services { clock, ..services.clone() }
    };
    if stage >= Stage::Correcting {
        let noted = snapshot(services, id).await?.listed_at();
        usecase::share_dossiers(&on(1), agent, &[(id, noted)], Sharing::Take).await?;
    }
    match stage {
        Stage::Draft | Stage::Sent | Stage::Altered | Stage::More => return Ok(()),
        Stage::Correcting | Stage::Corrected => {
            ask(&on(2), agent, id).await?;
            if stage == Stage::Corrected {
                answer(&on(4), own, id).await?;
            }
            return Ok(());
        }
        Stage::Acknowledged | Stage::Consulting | Stage::Ready | Stage::Granted | Stage::Refused => {}
    }
    usecase::acknowledge_dossier(&on(2), agent, (id, SEEN)).await?;
    match stage {
        Stage::Consulting => {
            let today = form::french::time_of_day(calendar.now).0;
            let until = today.saturating_add(jiff::Span::new().days(10));
            let of = (Adviser::Commission, Some(until));
            let about = "Avis sur les postes demandés.";
            usecase::ask_opinion(&on(3), agent, (id, SEEN), of, about).await?;
        }
        Stage::Ready | Stage::Granted | Stage::Refused => {
            let services = &on(5);
            let (stance, text) = match stage {
                Stage::Refused => (Stance::Unfavourable, "Les comptes ne tiennent pas.".to_owned()),
                _ => (Stance::Favourable, String::new()),
            };
            let given = Given { stance, on: services.clock.today(), text, confidential: false };
            usecase::record_opinion(services, agent, (id, SEEN), (Adviser::Commission, None), given).await?;
            if stage != Stage::Ready {
                decide(&on(8), agent, id, stage == Stage::Granted).await?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// Asks for two corrections, on answers that the structure typed or was proposed.
async fn ask(services: &Services, agent: &Viewer, id: DossierId) -> anyhow::Result<()> {
    let asked = [
        ("projet.public_descr", Reason::Unclear, "Précisez le public visé et ses freins."),
        (
            "finance.fonds_propres",
            Reason::Inconsistent,
            "Ces fonds propres ne sont pas ceux de vos comptes annuels\u{a0}: vérifiez.",
        ),
    ];
    let mut typed = typed(&snapshot(services, id).await?).into_iter();
    let program = usecase::open_dossier(services, agent, id).await.ok().map(|open| open.trame);
    for (key, reason, text) in asked {
        let path = Path::parse(key)?;
        let is_there = program.as_ref().is_some_and(|trame| trame.answerable(&path).is_some());
        // Where the form asks something else, what is said suits any answer.
        let (path, text) = if is_there {
            (Some(path), text)
        } else {
            (typed.next(), "Vérifiez cette réponse, et précisez-la.")
        };
        let path = path.context("rien à corriger")?;
        let about = Subject::Question(path);
        usecase::ask_correction(services, agent, (id, SEEN), (about, reason), text).await?;
    }
    Ok(())
}

/// The answers of a person, tables aside.
fn typed(snapshot: &Snapshot) -> Vec<Path> {
    let typed = snapshot.answers.iter().filter(|(path, answer)| {
        answer.origin == Origin::Typed && answer.value.is_some() && path.in_table().is_none()
    });
    typed.map(|(path, _)| path.clone()).collect()
}

/// What is added to a text that was found unclear.
const MORE: &str = "Une personne sur trois est sans permis, une sur quatre élève seule ses enfants.";

/// What an answer becomes once it is corrected, as it is typed; none for what stays as it is.
fn corrected(now: &Snapshot, trame: &Trame, about: &Subject) -> Option<(String, String)> {
    let Subject::Question(path) = about else { return None };
    let value = match now.value(path)? {
        Value::Text(text) => Value::Text(format!("{text} {MORE}")),
        other => otherwise(other, &trame.answerable(path)?.field_type)?,
    };
    Some((path.to_string(), written(&value)))
}

/// Corrects each answer that is asked, says so, and sends again.
async fn answer(services: &Services, own: &Viewer, id: DossierId) -> anyhow::Result<()> {
    let trame = usecase::open_dossier(services, own, id).await?.trame;
    let now = snapshot(services, id).await?;
    let given = now.corrections.iter().filter_map(|asked| corrected(&now, &trame, &asked.about)).collect();
    complete(services, own, id, &given).await?;
    for correction in snapshot(services, id).await?.corrections {
        let text = "C’est vérifié\u{a0}: la réponse est corrigée.";
        usecase::answer_correction(services, own, (id, SEEN), correction.seq, text).await?;
    }
    Ok(usecase::submit_dossier(services, own, id, true, None).await?)
}

async fn decide(services: &Services, agent: &Viewer, id: DossierId, granted: bool) -> anyhow::Result<()> {
    let snapshot = snapshot(services, id).await?;
    let terms = asked_terms(&snapshot).map(Box::new).filter(|_| granted);
    let (motive, reason) = if granted {
        (None, String::new())
    } else {
        (Some(Motive::Viability), "Les comptes des deux dernières années sont déficitaires.".to_owned())
    };
    let version = snapshot.submission().map_or(1, |sent| sent.version);
    let decision = Decision { version, granted, motive, reason, terms };
    Ok(usecase::decide_dossier(services, agent, (id, SEEN), decision).await?)
}

async fn snapshot(services: &Services, id: DossierId) -> anyhow::Result<Snapshot> {
    services.dossiers.snapshot(id).await?.context("le dossier n’est pas là")
}

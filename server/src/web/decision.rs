//! `/instruction/dossiers/{id}/decision`: deciding, giving a proposal back, taking a decision up again.

use app::pages::{self, Deciding};
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::{
    Error, Viewer, address,
    dossier::{
        DossierId,
        procedure::{Decision, Draft, Drafted, Motive, Numbers, Tier, Wrong},
    },
    paper::Paper,
    usecase::{self, DecisionDesk},
};

use super::{
    App,
    error_page::refusal,
    forms::{seen, value},
    papers, queue,
    visitor::{Made, OnDossier, Visitor, named, told},
};

type Pairs = Vec<(String, String)>;

/// Shows what is to be decided, or what was.
pub async fn read(visitor: Visitor, Path(id): Path<String>, Query(asked): Query<Pairs>) -> Response {
    let deciding = Deciding { done: sentence(value(&asked, "fait")), ..Deciding::default() };
    let made = made(&visitor, &id, &asked, deciding).await;
    visitor.answer(made)
}

async fn made(visitor: &Visitor, id: &str, words: &Pairs, deciding: Deciding) -> Made {
    let (viewer, id) = (visitor.viewer()?, named(id)?);
    let desk = told(usecase::read_decision(visitor.services(), viewer, id).await)?;
    let failed = deciding.refused.is_some() || !deciding.wrong.is_empty();
    let list = queue::came_from(visitor, id, words).await?;
    let page = pages::decision(desk, Deciding { list, ..deciding });
    Ok(if failed { page.with_status(422) } else { page })
}

/// What was done, in a sentence.
fn sentence(act: &str) -> Option<&'static str> {
    match act {
        "decider" => Some("La décision est enregistrée. La structure la lit dans son dossier."),
        "numeroter" => Some(
            "Les numéros sont notés\u{a0}: la convention et son annexe les portent. La structure en est informée.",
        ),
        "proposer" => Some("La proposition est transmise à la DREETS."),
        "rendre" => Some("La proposition est rendue au service du département."),
        "reprendre" => Some("Le dossier est de nouveau en instruction."),
        _ => None,
    }
}

/// Why something was not done.
enum NotDone {
    /// Fields are wrong.
    Wrong(Vec<Wrong>),
    /// The procedure says no.
    Refused(Error),
}

impl From<Error> for NotDone {
    fn from(error: Error) -> Self {
        match error {
            Error::Fields(fields) => Self::Wrong(
                fields.into_iter().map(|(field, text)| Wrong { field: field.to_owned(), text }).collect(),
            ),
            other => Self::Refused(other),
        }
    }
}

/// What was done.
enum Done {
    /// An act, by its name.
    Act(&'static str),
    /// What it would cost was counted, and nothing else.
    Counted,
    /// The convention was written as it would be, to be read.
    Paper(Box<Paper>),
    /// The same, to be taken away.
    File(Box<Paper>),
}

/// Does what a form of the page asks; counts only, for the page's script.
pub async fn act(
    State(app): State<App>,
    visitor: Visitor,
    OnDossier(viewer, dossier): OnDossier,
    Query(words): Query<Pairs>,
    Form(pairs): Form<Pairs>,
) -> Response {
    let desk = match usecase::read_decision(&app.services, &viewer, dossier).await {
        Ok(desk) => desk,
        Err(error) => return refusal(&error),
    };
    if value(&pairs, "acte") == "simuler" {
        return Html(pages::simulated(&desk, &Draft::sent(&pairs))).into_response();
    }
    let here = |act: &str| {
        let query = address::query(&[("fait", act.to_owned()), ("file", value(&words, "file").to_owned())]);
        format!("/instruction/dossiers/{dossier}/decision{query}")
    };
    let again = match done(&app, &viewer, &desk, &pairs).await {
        Ok(Done::Act(act)) => return Redirect::to(&here(act)).into_response(),
        Ok(Done::Paper(paper)) => {
            return visitor.answer(Ok(pages::paper(
                *paper,
                (here(""), "← Revenir à la décision"),
                None,
                None,
            )));
        }
        Ok(Done::File(paper)) => return papers::file(&app, &paper).await,
        Ok(Done::Counted) => typed(&pairs),
        Err(NotDone::Wrong(wrong)) => {
            let refused = Some(match &wrong[..] {
                [Wrong { text, .. }] => text.clone(),
                _ => "Des champs sont à corriger\u{a0}: chacun dit pourquoi.".to_owned(),
            });
            Deciding { wrong, refused, ..typed(&pairs) }
        }
        Err(NotDone::Refused(error @ (Error::Invalid(_) | Error::Refused(_) | Error::Forbidden(_)))) => {
            Deciding { refused: Some(error.to_string()), ..typed(&pairs) }
        }
        Err(NotDone::Refused(error)) => return refusal(&error),
    };
    let made = made(&visitor, &dossier.to_string(), &words, again).await;
    visitor.answer(made)
}

/// What was typed, to be shown again with why it was not taken.
fn typed(pairs: &Pairs) -> Deciding {
    let draft = Draft::sent(pairs);
    let act = value(pairs, "acte").to_owned();
    Deciding {
        // The forms beside that of the decision have none of its fields.
        draft: Some(draft).filter(|draft| !draft.value("debut").is_empty() || act == "numeroter"),
        granted: granted(pairs),
        motive: Motive::of(value(pairs, "motif")),
        reason: value(pairs, "raison").to_owned(),
        said: Some((act, value(pairs, "texte").to_owned())),
        ..Deciding::default()
    }
}

/// Whether it is granted, as far as it was said.
fn granted(pairs: &Pairs) -> Option<bool> {
    match value(pairs, "accorder") {
        "oui" => Some(true),
        "non" => Some(false),
        _ => None,
    }
}

async fn done(app: &App, viewer: &Viewer, desk: &DecisionDesk, pairs: &Pairs) -> Result<Done, NotDone> {
    let (services, text) = (&app.services, value(pairs, "texte"));
    let known: (DossierId, u64) = (desk.id, seen(pairs));
    match value(pairs, "acte") {
        "decider" => {
            let Some(granted) = granted(pairs) else { return Err(unsaid(desk, pairs)) };
            let decision = read_of(desk, pairs, granted)?;
            usecase::decide_dossier(services, viewer, known, decision).await?;
            Ok(Done::Act(if desk.tier == Tier::Departement { "proposer" } else { "decider" }))
        }
        way @ ("relire" | "telecharger") => {
            let decision = read_of(desk, pairs, granted(pairs) != Some(false))?;
            let paper = usecase::preview_decision(services, viewer, desk.id, &decision).await?;
            let paper = Box::new(paper);
            Ok(if way == "relire" { Done::Paper(paper) } else { Done::File(paper) })
        }
        "calculer" => Ok(Done::Counted),
        "numeroter" => {
            usecase::number_convention(services, viewer, known, numbers_of(desk, pairs)?).await?;
            Ok(Done::Act("numeroter"))
        }
        "rendre" => {
            usecase::give_proposal_back(services, viewer, known, text).await?;
            Ok(Done::Act("rendre"))
        }
        "reprendre" => {
            usecase::reopen_decision(services, viewer, known, text).await?;
            Ok(Done::Act("reprendre"))
        }
        _ => Err(NotDone::Refused(Error::NotFound)),
    }
}

/// That nobody said whether it is granted, with what else is wrong.
fn unsaid(desk: &DecisionDesk, pairs: &Pairs) -> NotDone {
    let text = "Dites si vous acceptez ou refusez.".to_owned();
    let mut wrong = vec![Wrong { field: "accorder".to_owned(), text }];
    if let Err(NotDone::Wrong(more)) = read_of(desk, pairs, true) {
        wrong.extend(more);
    }
    NotDone::Wrong(wrong)
}

/// The numbers of ASP that a form says, of the decision that holds.
fn numbers_of(desk: &DecisionDesk, pairs: &Pairs) -> Result<Numbers, NotDone> {
    let ruling = desk.rulings.last().filter(|ruling| ruling.reopened.is_none());
    let terms = ruling.and_then(|ruling| ruling.terms.as_deref()).ok_or(NotDone::Refused(Error::NotFound))?;
    Numbers::read(|name| value(pairs, name).to_owned(), terms.annexes.len()).map_err(NotDone::Wrong)
}

/// The decision that a form says.
fn read_of(desk: &DecisionDesk, pairs: &Pairs, granted: bool) -> Result<Decision, NotDone> {
    let terms = match &desk.asked {
        Some(asked) if granted => match Draft::sent(pairs).read(asked) {
            Drafted::Terms(terms) => Some(Box::new(terms)),
            Drafted::Wrong(wrong) => return Err(NotDone::Wrong(wrong)),
        },
        _ => None,
    };
    Ok(Decision {
        version: value(pairs, "version").parse().unwrap_or_default(),
        granted,
        motive: Motive::of(value(pairs, "motif")),
        reason: value(pairs, "raison").to_owned(),
        terms,
    })
}

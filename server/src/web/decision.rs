//! `/instruction/dossiers/{id}/decision`: deciding, giving a proposal back, taking a decision up again.

use app::pages::{self, Deciding};
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::{
    Error, Viewer,
    dossier::{
        DossierId,
        procedure::{Decision, Draft, Drafted, Motive, Wrong},
    },
    usecase::{self, DecisionDesk},
};

use super::{
    App,
    error_page::refusal,
    forms::{seen, value},
    visitor::{Made, OnDossier, Visitor, named, told},
};

type Pairs = Vec<(String, String)>;

/// Shows what is to be decided, or what was.
pub async fn read(visitor: Visitor, Path(id): Path<String>, Query(asked): Query<Pairs>) -> Response {
    let deciding = Deciding { done: sentence(value(&asked, "fait")), ..Deciding::default() };
    let made = made(&visitor, &id, deciding).await;
    visitor.answer(made)
}

async fn made(visitor: &Visitor, id: &str, deciding: Deciding) -> Made {
    let (viewer, id) = (visitor.viewer()?, named(id)?);
    let desk = told(usecase::read_decision(visitor.services(), viewer, id).await)?;
    let failed = deciding.refused.is_some() || !deciding.wrong.is_empty();
    let page = pages::decision(desk, deciding);
    Ok(if failed { page.with_status(422) } else { page })
}

/// What was done, in a sentence.
fn sentence(act: &str) -> Option<&'static str> {
    match act {
        "decider" => Some("La décision est enregistrée. La structure la lit dans son dossier."),
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
        Self::Refused(error)
    }
}

/// Does what a form of the page asks; counts only, for the page's script.
pub async fn act(
    State(app): State<App>,
    visitor: Visitor,
    OnDossier(viewer, dossier): OnDossier,
    Form(pairs): Form<Pairs>,
) -> Response {
    let desk = match usecase::read_decision(&app.services, &viewer, dossier).await {
        Ok(desk) => desk,
        Err(error) => return refusal(&error),
    };
    let draft = Draft::sent(&pairs);
    if value(&pairs, "acte") == "simuler" {
        return Html(pages::simulated(&desk, &draft)).into_response();
    }
    if value(&pairs, "acte") == "relire" {
        return preview(&app, visitor, &viewer, &desk, &pairs).await;
    }
    let (wrong, refused) = match done(&app, &viewer, &desk, &pairs).await {
        Ok(act) => {
            let to = format!("/instruction/dossiers/{dossier}/decision?fait={act}");
            return Redirect::to(&to).into_response();
        }
        Err(NotDone::Wrong(wrong)) => {
            (wrong, Some("Des champs sont à corriger\u{a0}: chacun dit pourquoi.".to_owned()))
        }
        Err(NotDone::Refused(error @ (Error::Invalid(_) | Error::Refused(_) | Error::Forbidden(_)))) => {
            (Vec::new(), Some(error.to_string()))
        }
        Err(NotDone::Refused(error)) => return refusal(&error),
    };
    // What was typed is still there, with why it was not taken.
    let typed = !value(&pairs, "version").is_empty() && value(&pairs, "acte") != "rendre";
    let granted = match value(&pairs, "accorder") {
        "oui" => Some(true),
        "non" => Some(false),
        _ => None,
    };
    let deciding = Deciding {
        draft: typed.then_some(draft).filter(|draft| !draft.value("debut").is_empty()),
        granted,
        motive: Motive::of(value(&pairs, "motif")),
        reason: value(&pairs, "raison").to_owned(),
        wrong,
        refused: refused.filter(|_| value(&pairs, "acte") != "calculer"),
        done: None,
    };
    let made = made(&visitor, &dossier.to_string(), deciding).await;
    visitor.answer(made)
}

/// What was done, by its name.
async fn done(
    app: &App,
    viewer: &Viewer,
    desk: &DecisionDesk,
    pairs: &Pairs,
) -> Result<&'static str, NotDone> {
    let (services, text) = (&app.services, value(pairs, "texte"));
    let known: (DossierId, u64) = (desk.id, seen(pairs));
    match value(pairs, "acte") {
        "decider" => {
            let decision = read_of(desk, pairs)?;
            usecase::decide_dossier(services, viewer, known, decision).await?;
            let proposes = desk.tier == domain::dossier::procedure::Tier::Departement;
            Ok(if proposes { "proposer" } else { "decider" })
        }
        "rendre" => {
            usecase::give_proposal_back(services, viewer, known, text).await?;
            Ok("rendre")
        }
        "reprendre" => {
            usecase::reopen_decision(services, viewer, known, text).await?;
            Ok("reprendre")
        }
        "calculer" => Err(NotDone::Wrong(Vec::new())),
        _ => Err(NotDone::Refused(Error::NotFound)),
    }
}

/// The convention that the fields would make, to be read before it is decided; what is wrong in them, as when deciding.
async fn preview(
    app: &App,
    visitor: Visitor,
    viewer: &Viewer,
    desk: &DecisionDesk,
    pairs: &Pairs,
) -> Response {
    let granted: Pairs = pairs.iter().filter(|(name, _)| name != "accorder").cloned().collect();
    let granted = [granted, vec![("accorder".to_owned(), "oui".to_owned())]].concat();
    let (wrong, refused) = match read_of(desk, &granted) {
        Ok(decision) => match usecase::preview_convention(&app.services, viewer, desk.id, &decision).await {
            Ok(paper) => {
                let back = (format!("/instruction/dossiers/{}/decision", desk.id), "← Revenir à la décision");
                return visitor.answer(Ok(pages::paper(paper, back)));
            }
            Err(error) => (Vec::new(), error.to_string()),
        },
        Err(NotDone::Wrong(wrong)) => {
            (wrong, "Des champs sont à corriger\u{a0}: chacun dit pourquoi.".to_owned())
        }
        Err(NotDone::Refused(error)) => (Vec::new(), error.to_string()),
    };
    let deciding = Deciding {
        draft: Some(Draft::sent(pairs)),
        motive: Motive::of(value(pairs, "motif")),
        reason: value(pairs, "raison").to_owned(),
        wrong,
        refused: Some(refused),
        ..Deciding::default()
    };
    let made = made(&visitor, &desk.id.to_string(), deciding).await;
    visitor.answer(made)
}

/// The decision that a form says.
fn read_of(desk: &DecisionDesk, pairs: &Pairs) -> Result<Decision, NotDone> {
    let granted = match value(pairs, "accorder") {
        "oui" => true,
        "non" => false,
        _ => return Err(Error::Invalid("Dites si vous acceptez ou refusez.".to_owned()).into()),
    };
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
